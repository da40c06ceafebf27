#!/usr/bin/env python3
"""The order of the house: reads the table `rooms` and each #include "room/..." below src/, and names every line
that breaks it. Inside a room the same law holds: files form a ladder, so headers of a room may not include each
other in a circle."""
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INCLUDE = re.compile(r'\s*#\s*include\s*"([^"]+)"')


def read_rooms(path):
    table = {}
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.split('#')[0].strip()
            if not line:
                continue
            name, _, below = line.partition(':')
            table[name.strip()] = set(below.split())
            for other in below.split():
                if other not in table:
                    sys.exit(f'rooms:{number}: {name.strip()} names {other}, which is not below it')
    return table


def includes(path):
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            m = INCLUDE.match(line)
            if m:
                yield number, m.group(1)


def sources(src):
    for at, dirs, names in os.walk(src):
        dirs.sort()
        for name in sorted(names):
            if name.endswith(('.c', '.h', '.re')):
                yield os.path.join(at, name)


def check_file(src, path, table, faults):
    here = os.path.relpath(path, src)
    room = here.split(os.sep)[0]
    shown = os.path.relpath(path, TOP)
    if room not in table:
        faults.append(f'{shown}:1: the room {room} is not in the table `rooms`')
        return
    for number, target in includes(path):
        if '/' not in target:
            faults.append(f'{shown}:{number}: "{target}": include by full path from src/')
            continue
        other = target.split('/')[0]
        if other not in table:
            faults.append(f'{shown}:{number}: "{target}": {other} is not a room')
        elif other != room and other not in table[room]:
            faults.append(f'{shown}:{number}: "{target}": {room} may not include {other}')
        elif not os.path.exists(os.path.join(src, target)):
            faults.append(f'{shown}:{number}: "{target}": there is no such header')


def check_circles(src, faults):
    """a header that reaches itself through other headers of the house"""
    graph = {os.path.relpath(p, src): [t for _, t in includes(p)] for p in sources(src) if p.endswith('.h')}
    state = {}

    def walk(node, trail):
        if state.get(node) == 'done':
            return
        if node in trail:
            faults.append('src: circle of headers: ' + ' -> '.join(trail[trail.index(node):] + [node]))
            return
        for other in graph.get(node, ()):
            walk(other, trail + [node])
        state[node] = 'done'

    for node in sorted(graph):
        walk(node, [])


def main():
    src = os.path.join(TOP, 'src')
    table = read_rooms(os.path.join(TOP, 'rooms'))
    faults = []
    count = 0
    for path in sources(src):
        count += 1
        check_file(src, path, table, faults)
    check_circles(src, faults)
    for fault in faults:
        print(fault)
    print(f'rooms: {count} files, {len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
