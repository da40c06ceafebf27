#!/usr/bin/env python3
"""What can be seen of the house rules without compiling: no function of more than LONGEST lines, no SQL outside
db/ and store/, no line with blanks at its end, a head comment in every file. Names file and line of each fault."""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LONGEST = 60
FUNCTION = re.compile(r'[A-Za-z].*\) \{$|\{$')
SQL = re.compile(r'"\s*(SELECT\s.*\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)\b', re.I)
SQL_ROOMS = ('db', 'store')


def sources():
    for at, dirs, names in os.walk(os.path.join(TOP, 'src')):
        dirs.sort()
        for name in sorted(names):
            if name.endswith(('.c', '.h', '.re')):
                yield os.path.join(at, name)


def check_functions(shown, lines, faults):
    """a function begins in the first column with a line that ends in `) {` (or with a lone brace), and ends with a lone brace"""
    opened = None
    for number, line in enumerate(lines, 1):
        if FUNCTION.match(line):
            opened = number
        elif line == '}' and opened:
            if number - opened + 1 > LONGEST:
                faults.append(f'{shown}:{opened}: a function of {number - opened + 1} lines')
            opened = None


def check_file(path, faults):
    shown = os.path.relpath(path, TOP)
    room = shown.split(os.sep)[1]
    with open(path, encoding='utf-8') as f:
        lines = f.read().split('\n')
    if not lines[0].startswith('/*'):
        faults.append(f'{shown}:1: no head comment that says what the file is for')
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            faults.append(f'{shown}:{number}: blanks at the end of the line')
        if '\t' in line:
            faults.append(f'{shown}:{number}: a tabulator')
        if room not in SQL_ROOMS and SQL.search(line):
            faults.append(f'{shown}:{number}: SQL outside of {" and ".join(SQL_ROOMS)}')
    check_functions(shown, lines, faults)


def main():
    faults = []
    count = 0
    for path in sources():
        check_file(path, faults)
        count += 1
    for fault in faults:
        print(fault)
    print(f'sources: {count} files, {len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
