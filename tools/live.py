#!/usr/bin/env python3
"""Run a copy of PyMISP's own live test suite, which lies outside of this project, against a freshly initialised server
without sample data, and print what passed and what failed.

  ./dev live --suite PATH [--library DIR] [--only WORD] [--keep] [-- PYTEST ARGS]

PATH is a checkout of the PyMISP repository, or its tests/testlive_comprehensive.py. The suite is copied to build/live,
so the checkout stays as it is. Four of its tests read files of another repository (viper-test-files) from
tests/viper-test-files; where the checkout lacks them these tests cannot run, and the table says so."""
import argparse
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mail_sink import MailSink  # noqa: E402
from varde_server import TOP, Server, library_folder  # noqa: E402

SUITE = 'testlive_comprehensive.py'
FOREIGN = 'tests/viper-test-files/test_files'
FOREIGN_FILES = ('whoami.exe', 'chromeinstall-8u31.exe', 'sample2.pe')


def copy_suite(path, target):
    if os.path.isfile(path):
        path = os.path.dirname(os.path.dirname(os.path.abspath(path)))
    if not os.path.isfile(os.path.join(path, 'tests', SUITE)):
        sys.exit(f'live: {path} holds no tests/{SUITE}: give a checkout of the PyMISP repository')
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(os.path.join(path, 'tests'), os.path.join(target, 'tests'),
                    ignore=shutil.ignore_patterns('reportlab*', 'email_testfiles', '__pycache__', '.git'))
    # without this folder the suite would try to clone it
    os.makedirs(os.path.join(target, FOREIGN), exist_ok=True)
    return [n for n in FOREIGN_FILES if not os.path.exists(os.path.join(target, FOREIGN, n))]


def write_keys(target, server):
    for folder in (target, os.path.join(target, 'tests')):
        with open(os.path.join(folder, 'keys.py'), 'w', encoding='utf-8') as f:
            f.write(f'url = {server.url!r}\nkey = {server.key!r}\n')


def extras():
    """the suite's binary-object tests need these; the rest does without"""
    try:
        import lief  # noqa: F401
        return
    except ImportError:
        pass
    import pymisp
    done = subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', '--disable-pip-version-check',
                           f'pymisp[fileobjects]=={pymisp.__version__}'], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode != 0:
        print('live: the client\'s extra fileobjects cannot be had: tests of binary objects will fail')


def first_line(node):
    text = (node.get('message') or node.text or '').strip()
    return text.splitlines()[0][:150] if text else node.tag


def table(report):
    rows = []
    for case in xml.etree.ElementTree.parse(report).getroot().iter('testcase'):
        state, why = 'pass', ''
        for child in case:
            if child.tag in ('failure', 'error'):
                state, why = ('FAIL' if child.tag == 'failure' else 'ERROR'), first_line(child)
            elif child.tag == 'skipped':
                state, why = 'skip', first_line(child)
        rows.append((case.get('name'), state, float(case.get('time') or 0), why))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default='build')
    parser.add_argument('--suite', required=True)
    parser.add_argument('--library', default=library_folder())
    parser.add_argument('--only', metavar='WORD', help='only tests whose name holds the word')
    parser.add_argument('--binary')
    parser.add_argument('pytest', nargs='*')
    options = parser.parse_args()
    build = os.path.join(TOP, options.build)
    target = os.path.join(build, 'live')
    missing = copy_suite(options.suite, target)
    if missing:
        print(f'live: the checkout lacks {FOREIGN}/: {", ".join(missing)}')
    extras()
    binary = options.binary or os.path.join(build, 'release', 'varde')
    report = os.path.join(target, 'report.xml')
    output = os.path.join(target, 'output.txt')
    # one test asks the creator of an event, and expects that the mail was taken
    mail = {'mail.relay': f'smtp://127.0.0.1:{MailSink(host="127.0.0.1").port}', 'mail.from': 'varde@host.example'}
    with Server(binary, os.path.join(target, 'data'), library=options.library, settings=mail) as server:
        write_keys(target, server)
        args = [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', '-q', '--junitxml', report,
                f'tests/{SUITE}', *options.pytest]
        if options.only:
            args += ['-k', options.only]
        with open(output, 'w', encoding='utf-8') as f:
            subprocess.run(args, cwd=target, stdout=f, stderr=subprocess.STDOUT,
                           env=dict(os.environ, PYTHONPATH=target, MISP_URL=server.url, MISP_KEY=server.key))
    if not os.path.exists(report):
        with open(output, encoding='utf-8') as f:
            print(f.read()[-4000:])
        return 1
    rows = table(report)
    for name, state, seconds, why in rows:
        print(f'{name:<50} {state:<5} {seconds:6.1f} s  {why}')
    count = {s: sum(r[1] == s for r in rows) for s in ('pass', 'FAIL', 'ERROR', 'skip')}
    print(f'live suite: {count["pass"]} of {len(rows)} passed, {count["FAIL"] + count["ERROR"]} failed,'
          f' {count["skip"]} skipped; the whole output is in {os.path.relpath(output, TOP)}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
