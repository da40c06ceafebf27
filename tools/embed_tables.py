#!/usr/bin/env python3
"""Turn word tables (src/reading/tables/NAME.txt) into C arrays table_NAME of struct word_row (reading/word_table.h).

  embed_tables.py OUTPUT.c NAME.txt...

A line is KIND <tab> LANGUAGE <tab> TEXT [<tab> NUMBER]; "*" is every language; empty lines and lines with # are skipped. TEXT is stored in lower case
and NFC, as the texts are that it is compared with. A fact that stands twice is an error, for all of the file's languages."""
import os
import sys
import unicodedata


def fold(text):
    """as utf8_fold of codec/utf8.h does it: one letter becomes one letter"""
    text = unicodedata.normalize('NFC', text)
    return ''.join(c.lower() if len(c.lower()) == 1 else c for c in text).replace('ς', 'σ')


def forms(language, text):
    """Turkish and Azerbaijani capitals: the I with a dot has no small letter of one letter, so that it stays as it is"""
    return sorted({text, text.replace('i', 'İ')}) if language in ('tr', 'az') else [text]


def rows_of(path):
    seen, kinds = {}, {}
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip('\n')
            if not line.strip() or line.startswith('#'):
                continue
            cells = line.split('\t')
            if len(cells) not in (3, 4) or not all(cells):
                sys.exit(f'{path}:{number}: a line is KIND, LANGUAGE, TEXT and perhaps NUMBER, between tabs')
            kind, language, text = cells[0], cells[1], fold(cells[2].strip())
            key = (kind, language, text)
            if kinds.setdefault(kind[:2], kind) != kind:
                sys.exit(f'{path}:{number}: {kind} begins as {kinds[kind[:2]]} does; kinds part by their first two letters (reading/words.c)')
            if key in seen:
                sys.exit(f'{path}:{number}: stands already in line {seen[key]}')
            seen[key] = number
            for form in forms(language, text):
                yield kind, '' if language == '*' else language, form, int(cells[3]) if len(cells) == 4 else 0


def quoted(text):
    return '"' + text.replace('\\', '\\\\').replace('"', '\\"') + '"'


def main():
    lines = ['#include "reading/word_table.h"', '']
    for path in sys.argv[2:]:
        name = os.path.splitext(os.path.basename(path))[0]
        rows = sorted(rows_of(path))
        lines.append(f'const struct word_row table_{name}[] = {{')
        lines += ['    {' + ', '.join((quoted(k), quoted(l), quoted(t), str(n))) + '},' for k, l, t, n in rows]
        lines += ['    {0},', '};', f'const size_t table_{name}_count = {len(rows)};', '']
    with open(sys.argv[1], 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines))


if __name__ == '__main__':
    main()
