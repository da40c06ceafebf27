#!/usr/bin/env python3
"""What the build is made of, for meson.build and ./dev.

  list_sources.py rooms             the rooms of the file `rooms` that have a folder, lowest first
  list_sources.py files DIR SUFFIX  the files of DIR (not below) with that ending, sorted
  list_sources.py stamp             one digest over the names of all files: changes when a file comes or goes
"""
import hashlib
import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def rooms():
    with open(os.path.join(TOP, 'rooms'), encoding='utf-8') as f:
        names = [line.split(':')[0].strip() for line in f if ':' in line and not line.startswith('#')]
    return [n for n in names if os.path.isdir(os.path.join(TOP, 'src', n))]


def files(folder, suffix):
    path = os.path.join(TOP, folder)
    if not os.path.isdir(path):
        return []
    return sorted(os.path.join(folder, n) for n in os.listdir(path) if n.endswith(suffix))


def stamp():
    names = ['rooms']
    for folder in ('src', 'schema', 'tests/unit', 'tests/fuzz', 'bench'):
        for at, dirs, leaves in os.walk(os.path.join(TOP, folder)):
            if 'corpus' in dirs:
                dirs.remove('corpus')
            names += [os.path.join(at, n) for n in leaves if n.endswith(('.c', '.cc', '.re', '.sql', 'schema.h'))]
    return hashlib.sha256('\n'.join(sorted(names)).encode()).hexdigest()


if __name__ == '__main__':
    what = sys.argv[1]
    if what == 'rooms':
        print('\n'.join(rooms()))
    elif what == 'files':
        print('\n'.join(files(sys.argv[2], sys.argv[3])))
    elif what == 'stamp':
        print(stamp())
    else:
        sys.exit(__doc__)
