#!/usr/bin/env python3
"""Pack the release binary with what a machine needs to run it: build/dist/varde-VERSION-MACHINE.tar.gz"""
import argparse
import os
import platform
import subprocess
import tarfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
parser = argparse.ArgumentParser()
parser.add_argument('--build', default='build')
build = os.path.join(TOP, parser.parse_args().build)
binary = os.path.join(build, 'release', 'varde')
version = subprocess.run([binary, 'version'], stdout=subprocess.PIPE, check=True, text=True).stdout.split()[1]
name = f'varde-{version}-linux-{platform.machine()}'
os.makedirs(os.path.join(build, 'dist'), exist_ok=True)
path = os.path.join(build, 'dist', name + '.tar.gz')
with tarfile.open(path, 'w:gz') as tar:
    for program in ('varde', 'varde-pdf'):
        stripped = os.path.join(build, 'dist', program)
        subprocess.run(['strip', '-o', stripped, os.path.join(os.path.dirname(binary), program)], check=True)
        tar.add(stripped, f'{name}/{program}')
        os.remove(stripped)
    for part in ('README.md', 'LICENSE', 'docs', 'tools/varde.service'):
        if os.path.exists(os.path.join(TOP, part)):
            tar.add(os.path.join(TOP, part), f'{name}/{part}')
print(path)
