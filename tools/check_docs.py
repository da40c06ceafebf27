#!/usr/bin/env python3
"""The documents are true to the program: docs/API.md and docs/CONFIGURATION.md are what the binary prints, every file that a
document names is there, every setting and every command that a document shows exists. Last line: "N passed, N failed, N skipped"."""
import argparse
import difflib
import glob
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MADE = {'docs/API.md': ['routes', '--markdown'], 'docs/CONFIGURATION.md': ['config', '--markdown']}
LINK = re.compile(r'\]\(([^)#:]+)(?:#[^)]*)?\)')
NAMED = re.compile(r'`((?:src|docs|tests|tools|schema|bench)/[\w./-]+)`')
# a line of an example: "varde user create ..." or "build/release/varde ..."; options before the command's name are settings
SHOWN = re.compile(r'^(?:\$ |#   )?(?:sudo )?(?:runuser -u varde -- )?(?:[A-Z_]+=\S+ )*(?:[\w./]*/)?varde ((?:--\w\S* \S+ )*)([a-z]+)(?: ([a-z]+))?(.*)$')


def run(binary, *args):
    environment = {k: v for k, v in os.environ.items() if not k.startswith('VARDE_')}
    return subprocess.run([binary, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, timeout=60)


def read(path):
    with open(os.path.join(TOP, path), encoding='utf-8') as f:
        return f.read()


def made_pages(binary, faults):
    for path, args in MADE.items():
        wanted, here = run(binary, *args).stdout, read(path)
        if wanted != here:
            difference = list(difflib.unified_diff(here.splitlines(), wanted.splitlines(), path, 'the program', n=0, lineterm=''))
            faults.append(f'{path} is not what the program prints; renew it: build/release/varde {" ".join(args)} > {path}\n'
                          + '\n'.join(difference[:20]))


def named_files(page, text, faults):
    folder = os.path.dirname(os.path.join(TOP, page))
    for target in LINK.findall(text):
        if not os.path.exists(os.path.join(folder, target)):
            faults.append(f'{page}: the link to {target} leads nowhere')
    for path in NAMED.findall(text):
        if not re.search(r'NNN|NOUN|NAME|ROOM|FORMAT', path) and not os.path.exists(os.path.join(TOP, path)):
            faults.append(f'{page}: there is no {path}')


def example_lines(text):
    """the lines of indented and fenced blocks, continued ones joined, without the shell's comments"""
    fenced = False
    for line in re.sub(r'\\\n\s*', '', text).split('\n'):
        if line.startswith('```'):
            fenced = not fenced
        elif fenced or line.startswith('    '):
            yield re.sub(r'\s+#\s.*$', '', line.strip())


def shown_commands(page, lines, helps, faults):
    for line in lines:
        match = SHOWN.match(line)
        if not match:
            continue
        before, first, second, after = match.groups()
        text = helps(first, second) or helps(first, None)
        if text is None:
            faults.append(f'{page}: there is no such command: {line}')
            continue
        for option in re.findall(r'--([a-z][\w-]*)', before + ' ' + after):
            if f'--{option}' not in text and option not in SETTINGS:
                faults.append(f'{page}: there is no option --{option}: {line}')


SETTINGS = {'config', 'data', 'library'}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', default=os.path.join(TOP, 'build', 'release', 'varde'))
    binary = parser.parse_args().binary
    known, faults = {}, []

    def helps(*words):
        if words not in known:
            done = run(binary, 'help', *[w for w in words if w])
            known[words] = done.stdout if done.returncode == 0 else None
        return known[words]

    settings = re.findall(r'^([\w.]+) = ', run(binary, 'config').stdout, re.M)
    SETTINGS.update(re.sub(r'[._]', '-', name) for name in settings)
    pages = ['README.md', 'tests/api/README.md']
    pages += sorted(os.path.relpath(p, TOP) for p in glob.glob(os.path.join(TOP, 'docs', '**', '*.md'), recursive=True))
    checks = 0
    for page in pages:
        text = read(page)
        before = len(faults)
        named_files(page, text, faults)
        shown_commands(page, example_lines(text), helps, faults)
        checks += 1 if len(faults) == before else 0
    unit = read('tools/varde.service')
    shown_commands('tools/varde.service', [line.removeprefix('ExecStart=') for line in unit.split('\n')], helps, faults)
    overview = re.findall(r'^  ([a-z]+(?: [a-z]+)?)  ', run(binary, 'help').stdout, re.M)
    for command in overview:
        page = helps(*command.split()) or ''
        shown_commands(f'varde help {command}', [line.strip() for line in page.split('\n')[1:] if line.startswith('  ')], helps, faults)
    made_pages(binary, faults)
    for fault in faults:
        print(fault)
    print(f'{checks + (not faults)} passed, {len(faults)} failed, 0 skipped')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
