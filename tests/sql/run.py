#!/usr/bin/env python3
"""Does PostgreSQL take the program's SQL?

A private cluster in a temporary directory (a UNIX socket, no network) gets the schema in PostgreSQL's form and is asked to PREPARE
every statement: the literal ones, read from the preprocessed sources of src/store, and those that a test run recorded
(VARDE_SQL_LOG=FILE, here --log), which holds the composed ones. The list parameters and LIKE are also executed. Skipped without PostgreSQL.

  tests/sql/run.py [--binary BUILD/test/varde] [--log FILE]...     ends with "N passed, N failed, N skipped"
"""
import argparse
import contextlib
import glob
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LITERAL = r'"(?:\\.|[^"\\])*"'
# SQL(...) after the preprocessor: ("" "..." "...")
STATEMENT = re.compile(r'\(\s*""\s*((?:' + LITERAL + r'\s*)+)\)')
WHOLE = re.compile(r'\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b')
ENGINE_OWN = re.compile(r'\s*(PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|CREATE|DROP)\b')

FORMS = [  # (statement, arguments, what it answers): the rewritten parts must mean the same in both engines
    ('SELECT count(*) FROM sample WHERE id IN $LIST(1)', "'[1,3,9]'", '2'),
    ('SELECT count(*) FROM sample WHERE id IN $LIST(1)', "'[]'", '0'),
    ('SELECT count(*) FROM sample WHERE name IN $TEXTS(1)', """'["a","x\\"y",3,7]'""", '3'),
    ('SELECT count(*) FROM sample WHERE name NOT IN $TEXTS(1)', """'["a"]'""", '2'),
    ('SELECT count(*) FROM sample WHERE uuid IN $UUIDS(1)',
     """'["00112233-4455-6677-8899-aabbccddeeff","00112233445566778899AABBCCDDEE00"]'""", '2'),
    ("SELECT count(*) FROM sample WHERE name LIKE $1 ESCAPE '\\'", "'A%'", '1'),
    ("SELECT count(*) FROM sample WHERE CAST(name AS INTEGER) > $1 AND name = '3'", "'2'", '1'),
]


def program(name):
    found = shutil.which(name)
    if found:
        return found
    found = sorted(glob.glob(f'/usr/lib/postgresql/*/bin/{name}'),
                   key=lambda p: float(p.split('/')[4]) if re.fullmatch(r'[\d.]+', p.split('/')[4]) else 0)
    return found[-1] if found else None


class Cluster:
    """a PostgreSQL server of our own; as root it runs as the user postgres, since it refuses root"""

    def __init__(self, folder):
        self.folder = folder
        self.data = os.path.join(folder, 'data')
        self.prefix = []
        if os.getuid() == 0:
            user = pwd.getpwnam('postgres')
            os.chown(folder, user.pw_uid, user.pw_gid)
            self.prefix = ['runuser', '-u', 'postgres', '--']

    def call(self, *args):
        done = subprocess.run(self.prefix + list(args), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f'{args[0]}: ' + done.stdout.decode('utf-8', 'replace'))

    def start(self):
        self.call(program('initdb'), '-D', self.data, '-U', 'varde', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync')
        self.call(program('pg_ctl'), '-D', self.data, '-w', '-l', os.path.join(self.folder, 'log'), '-o',
                  f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=5", 'start')

    def stop(self):
        self.call(program('pg_ctl'), '-D', self.data, '-m', 'immediate', 'stop')

    def psql(self, script, *options):
        """(what it printed, its messages)"""
        done = subprocess.run([program('psql'), '-h', self.folder, '-U', 'varde', '-d', 'postgres', '-X', '-q', '-A', '-t',
                               *options], input=script.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        return done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace')


@contextlib.contextmanager
def cluster():
    with tempfile.TemporaryDirectory(prefix='varde-sql-') as folder:
        one = Cluster(folder)
        one.start()
        try:
            yield one
        finally:
            one.stop()


def unescape(literal):
    return literal[1:-1].encode().decode('unicode_escape').encode('latin-1').decode('utf-8')


def literal_statements():
    """every SQL("...") of the program, macros inside it expanded"""
    for path in sorted(glob.glob(os.path.join(TOP, 'src', 'store', '*.c'))):
        text = subprocess.run(['cc', '-E', '-P', '-std=c17', '-D_GNU_SOURCE', '-I', os.path.join(TOP, 'src'), path], check=True,
                              stdout=subprocess.PIPE, timeout=60).stdout.decode()
        for found in STATEMENT.findall(text):
            sql = ''.join(unescape(piece) for piece in re.findall(LITERAL, found))
            if WHOLE.match(sql):
                yield sql, os.path.relpath(path, TOP)


def recorded_statements(paths):
    for path in paths:
        if os.path.exists(path):
            with open(path, 'rb') as f:
                for piece in f.read().split(b'\0')[:-1]:
                    sql = piece.decode()
                    if not ENGINE_OWN.match(sql):
                        yield sql, os.path.basename(path)


def to_postgres(tool, statements, folder):
    path = os.path.join(folder, 'statements')
    with open(path, 'wb') as f:
        f.write(b''.join(sql.encode() + b'\0' for sql in statements))
    done = subprocess.run([tool, 'statements', path], check=True, stdout=subprocess.PIPE, timeout=60)
    return done.stdout.decode().split('\0')[:-1]


def prepare(server, prepares):
    """{number of a statement: PostgreSQL's complaint}"""
    script = ''.join(f'\\warn @@{i}\n{text}\n;\n' for i, text in enumerate(prepares))
    _, messages = server.psql(script)
    faults, number = {}, None
    for line in messages.splitlines():
        if line.startswith('@@'):
            number = int(line[2:])
        else:
            faults[number] = faults.get(number, '') + '\n    ' + line
    return faults


def check_schema(server, tool):
    files = sorted(glob.glob(os.path.join(TOP, 'schema', '*.sql')))
    form = subprocess.run([tool, 'schema', *files], check=True, stdout=subprocess.PIPE, timeout=60).stdout.decode()
    form = 'CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);\n' + form
    _, messages = server.psql(form, '-v', 'ON_ERROR_STOP=1')
    if messages:
        print('the schema:\n    ' + messages.strip().replace('\n', '\n    '))
    return not messages


def check_statements(server, tool, logs, folder):
    where = {}
    for sql, place in [*literal_statements(), *recorded_statements(logs)]:
        where.setdefault(sql, place)
    statements = list(where)
    faults = prepare(server, to_postgres(tool, statements, folder))
    # the head of a composed text is a literal too: only the recorded whole can be judged
    heads = [n for n, text in faults.items() if 'at end of input' in text and where[statements[n]].endswith('.c')]
    bad = sorted(set(faults) - set(heads))
    for number in bad:
        print(f'{where[statements[number]]}: {statements[number]}{faults[number]}\n')
    return len(statements) - len(faults), len(bad)


def check_forms(server, tool, folder):
    prepares = to_postgres(tool, [sql for sql, _, _ in FORMS], folder)
    script = ("CREATE TABLE sample (id BIGINT, name TEXT, uuid BYTEA);\nINSERT INTO sample VALUES "
              "(1, 'a', '\\x00112233445566778899aabbccddeeff'), (2, 'x\"y', '\\x00112233445566778899aabbccddee00'), (3, '3', NULL);\n")
    for i, (_, arguments, _) in enumerate(FORMS):
        script += f'{prepares[i]};\nEXECUTE s{i} ({arguments});\n'
    answers, messages = server.psql(script)
    wanted = [want for _, _, want in FORMS]
    if messages or answers.split() != wanted:
        print(f'the rewritten forms: {answers.split()}, expected {wanted}\n{messages}')
        return 0, 1
    return 1, 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', default='build/test/varde')
    parser.add_argument('--log', action='append', default=[])
    options = parser.parse_args()
    tool = os.path.join(os.path.dirname(os.path.abspath(options.binary)), 'tests', 'to-postgres')
    logs = options.log or [os.path.join(os.path.dirname(os.path.abspath(options.binary)), 'sql.log')]
    if not all(program(name) for name in ('initdb', 'pg_ctl', 'psql')):
        print('PostgreSQL is not installed: skipped\n0 passed, 0 failed, 1 skipped')
        return 0
    with cluster() as server, tempfile.TemporaryDirectory() as folder:
        schema = check_schema(server, tool)
        passed, failed = check_statements(server, tool, logs, folder) if schema else (0, 0)
        forms = check_forms(server, tool, folder)
    recorded = sum(os.path.exists(path) for path in logs)
    print(f'schema {"taken" if schema else "refused"}; {passed + failed} statements, {failed} refused; {recorded} record(s) of a run')
    passed, failed = passed + forms[0] + int(schema), failed + forms[1] + int(not schema)
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
