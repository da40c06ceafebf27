#!/usr/bin/env python3
"""Everything that ./dev test runs once the tree is built, and the count at its end.

Each step is a function that returns a Result. Steps that need something that cannot be had (PyPI, ../shared,
PostgreSQL) say so and count as skipped. The last line is "N passed, N failed, N skipped"."""
import argparse
import glob
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COUNT = re.compile(r'^(\d+) passed, (\d+) failed, (\d+) skipped$', re.M)


class Result:
    def __init__(self, passed=0, failed=0, skipped=0, text=''):
        self.passed, self.failed, self.skipped, self.text = passed, failed, skipped, text


def sh(args, timeout=900, **env):
    """(exit code, all that it printed); a step that hangs is a step that failed"""
    environment = dict(os.environ, **env)
    try:
        done = subprocess.run(args, cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=timeout)
    except subprocess.TimeoutExpired as slow:
        return 1, (slow.stdout or b'').decode('utf-8', 'replace') + f'\nno end after {timeout} s\n'
    return done.returncode, done.stdout.decode('utf-8', 'replace')


def counted(args, **env):
    """a step that prints the count line itself"""
    code, text = sh(args, **env)
    found = COUNT.findall(text)
    if not found:
        return Result(failed=1, text=text)
    passed, failed, skipped = map(int, found[-1])
    if code != 0 and failed == 0:
        failed = 1
    return Result(passed, failed, skipped, text)


def one(args):
    """a step that is one test"""
    code, text = sh(args)
    return Result(passed=int(code == 0), failed=int(code != 0), text=text)


def rooms(_):
    return one([sys.executable, 'tools/check_rooms.py'])


def sources(_):
    return one([sys.executable, 'tools/check_sources.py'])


def layout(_):
    code, text = sh([sys.executable, 'tools/check_layout.py'])
    return Result(passed=int(code == 0), failed=int(code not in (0, 77)), skipped=int(code == 77), text=text)


def unit(options):
    args = ['meson', 'test', '-C', os.path.join(options.build, 'test'), '--no-rebuild', '--num-processes', '2']
    log = os.path.join(TOP, options.build, 'test', 'meson-logs', 'testlog.json')
    if os.path.exists(log):
        os.remove(log)
    sh(args, UBSAN_OPTIONS='print_stacktrace=1')
    if not os.path.exists(log):
        return Result(failed=1, text='meson ran no test')
    result = Result()
    with open(log, encoding='utf-8') as f:
        for line in f:
            test = json.loads(line)
            if options.k and options.k not in test['name']:
                continue
            if test['result'] in ('OK', 'EXPECTEDFAIL'):
                result.passed += 1
            elif test['result'] == 'SKIP':
                result.skipped += 1
            else:
                result.failed += 1
                result.text += f"\n{test['name']}: {test['result']}\n{test.get('stdout', '')}{test.get('stderr', '')}"
    return result


def api(options):
    python = os.path.join(TOP, options.build, 'venv', 'bin', 'python')
    report = os.path.join(TOP, options.build, 'test', 'api.xml')
    files = glob.glob(os.path.join(TOP, 'tests', 'api', 'test_*.py'))
    if not os.path.exists(os.path.join(TOP, options.build, 'venv', '.installed')):
        return Result(skipped=len(files), text='the client is not installed: skipped')
    if os.path.exists(report):
        os.remove(report)
    args = [python, '-m', 'pytest', '-q', '--tb=short', '-p', 'no:cacheprovider', '--junitxml', report, 'tests/api']
    if options.k:
        args += ['-k', options.k]
    code, text = sh(args, VARDE_BINARY=os.path.join(TOP, options.build, 'test', 'varde'))
    if code == 5:
        return Result()
    if not os.path.exists(report):
        return Result(failed=1, text=text)
    suite = next(xml.etree.ElementTree.parse(report).getroot().iter('testsuite'))
    total, bad, skipped = (int(suite.get(k)) for k in ('tests', 'failures', 'skipped'))
    bad += int(suite.get('errors'))
    return Result(total - bad - skipped, bad or int(code not in (0, 1)), skipped, text)


def property_steps(options):
    """random steps against a model of who may see what, with a seed that is drawn anew each time"""
    seed = str(random.randrange(1 << 31))
    print(f'property: 2000 steps with seed {seed}', flush=True)
    return one([os.path.join(options.build, 'test', 'tests', 'property', 'property'), '2000', '--seed', seed])


def script(path, *more):
    def step(options):
        binary = os.path.join(TOP, options.build, 'test', 'varde')
        return counted([sys.executable, path, '--binary', binary, *more])
    return step


STEPS = [
    ('rooms', rooms),
    ('sources', sources),
    ('layout', layout),
    ('documents', script('tools/check_docs.py')),
    ('unit and fuzz replays', unit),
    ('api', api),
    ('property', property_steps),
    ('command line', script('tests/cli/run.py')),
    ('reading', script('tests/reading/run.py')),
    ('bad input', script('tests/reading/bad_input.py')),
    ('stories of reports', script('tests/reading/stories.py')),
    ('roundups of files', script('tests/reading/roundups.py')),
    ('labelled reports', script('tests/reading/measure.py', '--sanity')),
    ('wire', script('tools/wire.py')),
    ('crash', script('tests/crash/run.py', '--rounds', '6')),
    ('sql', script('tests/sql/run.py')),
]
# 'api' takes longest: it runs beside the steps after it
BESIDE = 'api'
# 'sql' judges the statements that the servers of the steps before it recorded
LAST = 'sql'


def show(name, result, seconds):
    state = 'FAILED' if result.failed else 'ok'
    print(f'{name:<24} {state:<7} {result.passed} passed, {result.failed} failed, {result.skipped} skipped'
          f' ({seconds:.0f} s)', flush=True)
    if result.failed or (result.skipped and not result.passed):
        print('    ' + result.text.strip()[-8000:].replace('\n', '\n    '), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default='build')
    parser.add_argument('-k', default='', metavar='WORD', help='only tests whose name holds the word')
    options = parser.parse_args()
    results = []

    def run(name, step):
        begun = time.monotonic()
        try:
            result = step(options)
        except Exception as error:  # a broken step must not hide the others
            result = Result(failed=1, text=repr(error))
        results.append(result)
        show(name, result, time.monotonic() - begun)

    record = os.path.join(TOP, options.build, 'test', 'sql.log')
    if os.path.exists(record):
        os.remove(record)
    os.environ['VARDE_SQL_LOG'] = record
    beside = []
    for name, step in STEPS:
        if name == LAST:
            for thread in beside:
                thread.join()
        if name == BESIDE:
            beside.append(threading.Thread(target=run, args=(name, step)))
            beside[-1].start()
        elif not options.k or options.k in name or step is unit:
            run(name, step)
    for thread in beside:
        thread.join()
    passed, failed, skipped = (sum(getattr(r, k) for r in results) for k in ('passed', 'failed', 'skipped'))
    print(f'{passed} passed, {failed} failed, {skipped} skipped', flush=True)
    return 1 if failed or passed == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
