#!/usr/bin/env python3
"""The command line, by the binary alone: init, user, org, key, import, export, search, lookup, check, backup, restore, version, help, and what
each says to bad input. Standard library only. Last line: "N passed, N failed, N skipped"."""
import argparse
import datetime
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tools'))
from varde_server import SHARED, Server  # noqa: E402


class Skip(Exception):
    pass


class Bench:
    """one data folder and the binary"""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.data = os.path.join(folder, 'data')

    def run(self, *args, data=None):
        return subprocess.run([self.binary, '--data', data or self.data, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=120, stdin=subprocess.DEVNULL)

    def ok(self, *args, data=None):
        done = self.run(*args, data=data)
        assert done.returncode == 0, f'{args}: {done.returncode}\n{done.stdout}\n{done.stderr}'
        return done.stdout

    def refused(self, *args, data=None):
        done = self.run(*args, data=data)
        assert done.returncode not in (0, -6, -11), f'{args}: {done.returncode}\n{done.stdout}\n{done.stderr}'
        assert done.stderr.strip() and 'Sanitizer' not in done.stderr, f'{args}: said {done.stderr!r}'
        return done.stderr

    def init(self):
        return json.loads(self.ok('init', '--json'))

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, 'wb' if isinstance(content, bytes) else 'w') as f:
            f.write(content)
        return path


def event(info, count=3):
    return {'Event': {'uuid': str(uuid.uuid4()), 'info': info, 'date': '2024-02-03', 'timestamp': '1706918400', 'distribution': '1',
                      'Orgc': {'uuid': '55f6ea5e-51ac-4344-bc8c-4170950d210f', 'name': 'Somebody'},
                      'Attribute': [{'uuid': str(uuid.uuid4()), 'type': 'domain', 'category': 'Network activity', 'value': f'{info}{i}.example'}
                                    for i in range(count)]}}


def test_version_and_help(b):
    assert b.ok('version').split()[0] == 'varde'
    for word in ('serve', 'init', 'user', 'org', 'key', 'import', 'export', 'search', 'lookup', 'check', 'backup', 'restore'):
        assert word in b.ok('help') or word in b.ok('--help')
        assert b.run(word, '--help').returncode == 0, word


def test_bad_usage(b):
    b.refused('nosuchcommand')
    b.refused('serve')  # no database yet
    b.refused('check')
    b.refused('init', '--nosuch')
    assert 'user create, user list' in b.refused('user', 'nosuch')
    for args in ((), ('nosuch',), ('key',), ('help', 'nosuch'), ('help', 'user', 'nosuch'), ('init', '--nosuch'), ('init', '-x'), ('import',)):
        assert b.run(*args).returncode == 2, args


def test_help_teaches(b):
    for word in ('-h', '--help', 'help'):
        assert 'varde init' in b.ok(word)
    assert b.ok('user', 'create', '-h') == b.ok('help', 'user', 'create')
    shown = [line.split('  ')[1].strip() for line in b.ok('help').split('\n') if line.startswith('  ') and not line.startswith('  varde')]
    for name in shown:
        assert f'\n  varde {name}' in b.ok('help', *name.split()), f'{name} has no example'


def test_init_prints_the_key_once(b):
    made = b.init()
    assert len(made['key']) == 40 and '@' in made['email']
    assert b.run('init', '--json').returncode != 0, 'a second init'
    held = b''.join(open(os.path.join(b.data, n), 'rb').read() for n in os.listdir(b.data))
    assert made['key'].encode() not in held, 'the key is stored in clear'
    assert b.run('check').returncode == 0


def test_users_orgs_keys(b):
    b.init()
    b.ok('org', 'create', 'Example Org')
    assert 'Example Org' in b.ok('org', 'list')
    b.ok('user', 'create', 'a@example.org', '--org', 'Example Org', '--role', 'User')
    assert 'a@example.org' in b.ok('user', 'list')
    listed = json.loads(b.ok('user', 'list', '--json'))
    assert any('a@example.org' == (u.get('email')) for u in listed), listed
    key = json.loads(b.ok('key', 'create', 'a@example.org', '--json'))['key']
    assert len(key) == 40
    with Server(b.binary, b.data, fresh=False) as server:
        status, _, data = server.call('GET', '/users/view/me', key=key)
        assert status == 200 and data['User']['email'] == 'a@example.org', data
    b.refused('user', 'create', 'a@example.org', '--org', 'Example Org')
    b.refused('user', 'create', 'b@example.org', '--org', 'No such org')
    b.refused('user', 'create', 'no address', '--org', 'Example Org')
    b.refused('key', 'create', 'nobody@example.org')


def instant(seconds):
    return datetime.datetime.fromtimestamp(int(time.time()) + seconds, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


def test_agreements(b):
    """as in docs/AGREEMENTS.md, on the server's own machine: drawn up, signed, acceded to, left, ended, and the record checked"""
    b.init()
    orgs, keys = {}, {}
    for name in ('Centre', 'North', 'South'):
        orgs[name] = json.loads(b.ok('org', 'create', name, '--json'))['uuid']
        keys[name] = os.path.join(b.folder, name + '.key')
        public = b.ok('agreement', 'key', keys[name], '--org', orgs[name]).strip()
        assert len(public) == 64 and os.stat(keys[name]).st_mode & 0o777 == 0o600 and public not in open(keys[name], encoding='ascii').read()
        assert b.ok('agreement', 'key', keys[name]).strip() == public

    def act(what, name, *more):
        return what, uuid_, '--key', keys[name], '--org', orgs[name], *more
    terms = {'name': 'Partner access', 'text': '# Terms', 'effective_from': instant(-60), 'ceiling': 'green', 'hidden_observers_allowed': True,
             'parties': [{'org': orgs['Centre'], 'role': 'member'}, {'org': orgs['North'], 'role': 'partner'}]}
    for wrong in ({'effective_until': instant(-120)}, {'parties': [{'org': str(uuid.uuid4())}]}, {'ceiling': 'mauve'}):
        b.refused('agreement', 'new', b.file('wrong.json', json.dumps(dict(terms, **wrong))), '--org', orgs['Centre'])
    made = json.loads(b.ok('agreement', 'new', b.file('terms.json', json.dumps(terms)), '--org', orgs['Centre'], '--json'))
    uuid_ = made['uuid']
    assert made['state'] == 'draft' and uuid_ in b.ok('agreement', 'list')
    b.ok('agreement', *act('sign', 'Centre'))
    assert 'already' in b.refused('agreement', *act('sign', 'Centre'))
    assert b.run('agreement', 'sign', uuid_).returncode == 2  # without a key
    b.refused('agreement', 'sign', uuid_, '--key', keys['South'], '--org', orgs['North'])
    b.refused('agreement', *act('sign', 'South'))
    assert 'awaiting_signatures' in b.ok('agreement', 'show', uuid_)
    assert 'in_force' in b.ok('agreement', *act('sign', 'North'))
    b.ok('agreement', *act('accede', 'Centre', '--party', orgs['South'], '--role', 'member'))
    shown = json.loads(b.ok('agreement', *act('accede', 'South', '--role', 'member', '--json')))
    assert {p['org']['name']: bool(p['signed_at']) for p in shown['parties']} == {'Centre': True, 'North': True, 'South': True}
    assert 'suspended' in b.ok('agreement', *act('suspend', 'North')) and 'in_force' in b.ok('agreement', *act('resume', 'North'))
    # a new version: stale signatures, the old terms stand until all have signed
    b.ok('agreement', 'new', b.file('terms.json', json.dumps(dict(terms, ceiling='amber'))), '--amend', uuid_, '--org', orgs['Centre'])
    for name in ('Centre', 'North'):
        assert json.loads(b.ok('agreement', 'show', uuid_, '--json'))['ceiling'] == 'green'
        b.ok('agreement', *act('sign', name))
    assert json.loads(b.ok('agreement', 'show', uuid_, '--json'))['ceiling'] == 'amber'
    assert 'stale' in b.refused('agreement', *act('sign', 'North', '--version', '1'))
    assert 'left' in b.ok('agreement', *act('withdraw', 'North'))
    b.refused('agreement', *act('end', 'North'))
    assert 'ended' in b.ok('agreement', *act('end', 'Centre'))
    assert 'ended' in b.refused('agreement', *act('sign', 'Centre'))
    b.refused('agreement', 'show', str(uuid.uuid4()))
    verify_records(b, uuid_)
    assert b.run('check').returncode == 0


def verify_records(b, agreement):
    """the record holds; whatever is changed, taken out or put in, it does not"""
    record = json.loads(b.ok('agreement', 'export', agreement))
    whole = b.file('record.json', json.dumps(record))
    assert 'The record holds' in b.ok('agreement', 'verify', whole, data='/nosuch')
    flipped = {'0': '1'}

    def forged(change):
        copy = json.loads(json.dumps(record))
        change(copy)
        return b.refused('agreement', 'verify', b.file('forged.json', json.dumps(copy)), data='/nosuch')

    def entry(act):
        return next(n for n, e in enumerate(record['history']) if e['act'] == act)

    def put(act, field, value):
        return lambda r: r['history'][entry(act)].__setitem__(field, value)
    assert len(record['history']) >= 10
    for n in range(len(record['history']) - 1):
        forged(lambda r: r['history'].pop(n))
    forged(lambda r: r['history'].reverse())
    forged(lambda r: r['history'].append(r['history'][-1]))
    signature = record['history'][entry('sign')]['signature']
    forged(put('sign', 'signature', flipped.get(signature[0], '0') + signature[1:]))
    forged(put('sign', 'at', '2000-01-01T00:00:00Z'))
    forged(put('accede', 'role', 'observer'))
    forged(put('end', 'act', 'suspend'))
    forged(put('withdraw', 'org', record['history'][entry('end')]['org']))
    forged(lambda r: r['history'][entry('propose')]['terms'].__setitem__('ceiling', 'red'))
    forged(lambda r: r['keys'].clear())
    for broken in ('', '[]', '{}', 'text'):
        b.refused('agreement', 'verify', b.file('broken.json', broken), data='/nosuch')


def test_import_export_search(b):
    b.init()
    one, two = event('first'), event('second')
    said = b.ok('import', b.file('one.json', json.dumps(one)), b.file('two.json', json.dumps({'response': [two]})))
    assert said.strip()
    out = b.ok('export')
    for e in (one, two):
        for a in e['Event']['Attribute']:
            assert a['uuid'] in out and a['value'] in out
    assert 'Somebody' in out, 'the creating organisation is kept'
    assert 'first1.example' in b.ok('search', 'first1.example')
    assert 'first1.example' in b.ok('lookup', 'first1.example')
    again = b.run('import', os.path.join(b.folder, 'one.json'))
    assert again.returncode in (0, 1)
    assert b.ok('export').count(one['Event']['Attribute'][0]['uuid']) == out.count(one['Event']['Attribute'][0]['uuid'])
    assert b.run('check').returncode == 0


def test_import_of_bad_files(b):
    b.init()
    mixed = event('mixed')
    mixed['Event']['Attribute'].append({'type': 'ip-dst', 'value': 'no address'})
    done = b.run('import', b.file('mixed.json', json.dumps(mixed)))
    assert 'no address' in done.stdout + done.stderr or 'IP address' in done.stdout + done.stderr, 'what was refused is named'
    for name, content in (('broken.json', '{"Event": {'), ('text.json', 'hello'), ('bytes.json', b'\xff\xfe\x00'), ('empty.json', ''),
                          ('deep.json', '[' * 100000), ('other.json', '{"a": 1}')):
        b.refused('import', b.file(name, content))
    b.refused('import', os.path.join(b.folder, 'not there'))
    b.refused('import', b.folder)
    assert 'mixed0.example' in b.ok('export')
    assert b.run('check').returncode == 0


def test_backup_and_restore(b):
    b.init()
    b.ok('import', b.file('one.json', json.dumps(event('kept'))))
    copy = os.path.join(b.folder, 'copy.varde')
    with Server(b.binary, b.data, fresh=False):  # while it serves
        b.ok('backup', copy)
    b.ok('import', b.file('two.json', json.dumps(event('later'))))
    elsewhere = os.path.join(b.folder, 'elsewhere')
    b.ok('restore', copy, data=elsewhere)
    out = b.ok('export', data=elsewhere)
    assert 'kept0.example' in out and 'later0.example' not in out
    assert b.run('check', data=elsewhere).returncode == 0
    b.refused('restore', b.file('garbage', 'x' * 5000), data=os.path.join(b.folder, 'third'))
    b.refused('backup', '/nosuch/folder/file')


def test_check_finds_damage(b):
    b.init()
    b.ok('import', b.file('one.json', json.dumps(event('damaged'))))
    with sqlite3.connect(os.path.join(b.data, 'varde.db')) as db:
        db.execute('PRAGMA foreign_keys = OFF')
        db.execute('DELETE FROM events')
    done = b.run('check')
    assert done.returncode != 0 and (done.stdout + done.stderr).strip()


def test_check_counts(b):
    b.init()
    b.ok('import', b.file('one.json', json.dumps(event('counted'))))
    with sqlite3.connect(os.path.join(b.data, 'varde.db')) as db:
        db.execute('UPDATE events SET attribute_count = attribute_count + 5')
    assert b.run('check').returncode != 0


def test_a_newer_database_is_refused(b):
    b.init()
    path = os.path.join(b.data, 'varde.db')
    with sqlite3.connect(path) as db:
        changed = db.execute("UPDATE meta SET value = '9999' WHERE name = 'schema_version'").rowcount
    assert changed == 1
    said = b.refused('check')
    assert 'newer' in said.lower(), said
    b.refused('serve', '--listen', '127.0.0.1:0')


def normal(value):
    return '' if value is None else str(value)


def parts(document):
    """what must survive: each attribute, object, reference and tag, by uuid"""
    e = document['Event']
    objects = e.get('Object', [])
    attributes = e.get('Attribute', []) + [a for o in objects for a in o.get('Attribute', [])]
    return ({a['uuid']: (a['type'], a['category'], a['value'], normal(a.get('comment')), sorted(t['name'] for t in a.get('Tag', [])))
             for a in attributes if not a.get('deleted')},
            {o['uuid']: (o['name'], len(o.get('Attribute', []))) for o in objects if not o.get('deleted')},
            {r['uuid']: (r['referenced_uuid'], r.get('relationship_type')) for o in objects for r in o.get('ObjectReference', [])
             if not r.get('deleted')},
            sorted(t['name'] for t in e.get('Tag', [])))


def test_real_events_survive(b):
    """nothing of 29 real events is lost; values may differ only by case and white space (their types' normalisation)"""
    folder = os.path.join(SHARED, 'data', 'misp-events')
    if not os.path.isdir(folder):
        raise Skip('../shared/data is not here')
    b.init()
    files = [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if n.endswith('.json')]
    b.ok('import', *files)
    out = json.loads(b.ok('export'))
    ours = {e['Event']['uuid']: e for e in (out['response'] if isinstance(out, dict) else out)}
    lost = []
    for path in files:
        with open(path, encoding='utf-8') as f:
            document = json.load(f)
        for theirs in document['response'] if 'response' in document else [document]:
            for name, a, c in zip(('attribute', 'object', 'reference', 'tag'), parts(theirs), parts(ours[theirs['Event']['uuid']])):
                lost += compare(os.path.basename(path), name, a, c)
    assert not lost, '\n'.join(lost[:30]) + f'\n{len(lost)} differences'


def compare(where, name, theirs, ours):
    if isinstance(theirs, list):
        return [f'{where}: {name} {t} is lost' for t in set(theirs) - set(ours)]
    found = []
    for key, value in theirs.items():
        if key not in ours:
            found.append(f'{where}: {name} {key} {value} is lost')
        elif json.dumps(value).lower().replace(' ', '') != json.dumps(ours[key]).lower().replace(' ', ''):
            found.append(f'{where}: {name} {key} {value} became {ours[key]}')
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    parser.add_argument('-k', default='')
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    count = {'passed': 0, 'failed': 0, 'skipped': 0}
    for name, test in sorted((n, t) for n, t in globals().items() if n.startswith('test_') and options.k in n):
        with tempfile.TemporaryDirectory(prefix='varde-cli-') as folder:
            try:
                test(Bench(binary, folder))
                state = 'passed'
            except Skip as why:
                state = 'skipped'
                print(f'{name}: skipped: {why}')
            except Exception:
                state = 'failed'
                print(f'{name}: FAILED\n{traceback.format_exc()}')
        count[state] += 1
    print('{passed} passed, {failed} failed, {skipped} skipped'.format(**count))
    return 1 if count['failed'] else 0


if __name__ == '__main__':
    sys.exit(main())
