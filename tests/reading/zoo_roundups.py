#!/usr/bin/env python3
"""Roundups in many dresses and texts that only look like one: are the first split into their items, and do the second stay whole? Standard library only.

    zoo_roundups.py --varde BINARY [--details] tests/reading/zoo/roundups/*.txt

A file holds many texts. Each begins with "=== NAME.EXTENSION"; a roundup goes on with "> WORDS" for each item, with which that begins ("heading | first words of its text":
either will do, since a heading that a table of contents tells before is cut as repeated). A text without such lines is none."""
import argparse
import os
import re

from zoo import read


def texts(path):
    one = None
    with open(path, encoding='utf-8') as f:
        for line in f:
            line = line.rstrip('\n')
            if line.startswith('=== '):
                if one:
                    yield one
                one = {'name': line[4:], 'starts': [], 'lines': []}
            elif not one['lines'] and line.startswith('> '):
                one['starts'].append(line[2:].split(' | '))
            else:
                one['lines'].append(line)
    if one:
        yield one


def plain(text):
    return re.sub(r'\s+', ' ', text)


def is_right(one, items):
    """As many items as told, and each begins with its words, behind a mark or a number at most."""
    return len(items) == len(one['starts']) and all(any(0 <= plain(item['text']).find(plain(s)) < 25 for s in starts) for starts, item in zip(one['starts'], items))


def measure(binary, paths, details=False):
    all_texts = [one for path in paths for one in texts(path)]
    figures = {'roundups': 0, 'split rightly': 0, 'look-alikes': 0, 'left whole': 0}
    for one, reading in zip(all_texts, read(binary, all_texts)):
        items = reading['items']
        figures['roundups' if one['starts'] else 'look-alikes'] += 1
        right = is_right(one, items)
        figures['split rightly' if one['starts'] else 'left whole'] += right
        if details and not right:
            print(f'{one["name"]}: {len(items)} of {len(one["starts"])}:', [plain(item['text'])[:30] for item in items])
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--varde', required=True)
    parser.add_argument('--details', action='store_true')
    parser.add_argument('paths', nargs='+')
    given = parser.parse_args()
    for path in given.paths:
        print(os.path.basename(path), measure(given.varde, [path], given.details))


if __name__ == '__main__':
    main()
