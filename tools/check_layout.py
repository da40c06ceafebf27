#!/usr/bin/env python3
"""Is every C file laid out as .clang-format says? `./dev fmt` does it. Prints one line a file that is not; 77 where the tool is another version than
Debian 12 has, since each version lays out a little differently."""
import glob
import re
import subprocess
import sys

VERSION = 'version 14.'


def files():
    found = [name for top in ('src', 'tests', 'bench') for name in glob.glob(f'{top}/**/*.[ch]', recursive=True)]
    return sorted(found)


def main():
    try:
        version = subprocess.run(['clang-format', '--version'], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        version = ''
    if VERSION not in version:
        print(f'layout: not checked, clang-format is not {VERSION.rstrip(".")}')
        return 77
    report = subprocess.run(['clang-format', '--dry-run', '-Werror', *files()], capture_output=True, text=True, check=False).stderr
    bad = sorted(set(re.findall(r'^(\S+?):\d+:\d+: error', report, re.M)))
    for name in bad:
        print(f'{name}: not laid out: ./dev fmt')
    return int(bool(bad or (report and 'error' in report)))


if __name__ == '__main__':
    sys.exit(main())
