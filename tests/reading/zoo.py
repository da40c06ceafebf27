#!/usr/bin/env python3
"""Texts that are no news (advisories, notes, mails, chats, lists, ...) and pages of news whose dirt no table knows: what is lost to the rule of doubt
(src/reading/doubt.c), and what dirt still names. Standard library only.

    zoo.py --varde BINARY [--without BINARY] [--details] tests/reading/zoo/*.txt

A file holds many texts. Each begins with "=== NAME LANGUAGE KIND"; "+ A; B|C; @DE" are entities that must be found (@ = country), "- ..." such that must not
(they stand in dirt only). --without is a program that knows no doubt: what it finds too little is a gap of the tables and counts as such, not as a loss."""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

from measure import entities, fold, forms, is_same


def texts(path):
    one = None
    with open(path, encoding='utf-8') as f:
        for line in f:
            line = line.rstrip('\n')
            if line.startswith('=== '):
                if one:
                    yield one
                name, language, kind = line[4:].split()
                one = {'name': name, 'language': language, 'kind': kind, '+': [], '-': [], 'lines': []}
            elif not one['lines'] and line[:2] in ('+ ', '- '):
                one[line[0]] += [x.strip() for x in line[2:].split(';') if x.strip()]
            else:
                one['lines'].append(line)
    if one:
        yield one


def read(binary, all_texts):
    """the reading of each text; one whose name ends like that of a file is read as such"""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for i, one in enumerate(all_texts):
            files.append(os.path.join(folder, f'{i:04}{os.path.splitext(one["name"])[1] or ".txt"}'))
            with open(files[-1], 'w', encoding='utf-8') as f:
                f.write('\n'.join(one['lines']) + '\n')
        done = subprocess.run([binary, 'read', '--json', *files], stdout=subprocess.PIPE, timeout=600, check=True)
    found = {r['file']: r for r in map(json.loads, done.stdout.decode('utf-8').splitlines())}
    return [found[os.path.basename(f)] for f in files]


def is_named(label, reading):
    for e in entities(reading):
        if label[0] == '@' and e['kind'] == 'country' and e['id'] == label[1:]:
            return True
        if label[0] != '@' and e['kind'] != 'country' and (is_same(label, e['name'], 'persons' if e['kind'] == 'person' else 'other') or
                                                           {fold(x) for x in e['forms']} & forms(label)):
            return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--varde', required=True)
    parser.add_argument('--without')
    parser.add_argument('--details', action='store_true')
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    all_texts = [one for path in options.files for one in texts(path)]
    with_doubt = read(options.varde, all_texts)
    without = read(options.without, all_texts) if options.without else [None] * len(all_texts)
    sums, lines = collections.defaultdict(collections.Counter), []
    for one, r, bare in zip(all_texts, with_doubt, without):
        kind = 'news' if one['kind'] == 'news' else 'no news'
        count = sums[kind]
        count['texts'] += 1
        count['lines in doubt'] += len(r.get('doubtful', []))
        for label in one['+']:
            held = is_named(label, bare) if bare else True
            count['held'] += held
            count['gaps'] += not held
            if is_named(label, r):
                count['found'] += 1
            elif held:
                count['lost'] += 1
                lines.append(f'  lost: {one["name"]} {one["language"]} {one["kind"]}: {label}')
            elif bare:
                lines.append(f'  gap: {one["name"]} {one["language"]} {one["kind"]}: {label}')
        for label in one['-']:
            count['dirt'] += 1
            count['dirt held'] += bool(bare and is_named(label, bare))
            if is_named(label, r):
                count['dirt named'] += 1
                lines.append(f'  from dirt: {one["name"]} {one["language"]} {one["kind"]}: {label}')
    for kind, c in sums.items():
        print(f'{kind}: {c["texts"]} texts, {c["lines in doubt"]} lines in doubt; of {c["held"]} entities {c["lost"]} lost ({c["gaps"]} more are gaps); '
              f'of {c["dirt"]} in dirt {c["dirt named"]} named' + (f' ({c["dirt held"]} without doubt)' if options.without else ''))
    if options.details:
        print('\n'.join(lines))
    return 0


if __name__ == '__main__':
    sys.exit(main())
