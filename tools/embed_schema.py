#!/usr/bin/env python3
"""Turn schema/NNNN_name.sql files into one C table (struct db_schema of db/schema.h).

  embed_schema.py OUTPUT.c FILE.sql...
"""
import os
import re
import sys

out, paths = sys.argv[1], sorted(sys.argv[2:], key=os.path.basename)
lines = ['#include "db/schema.h"', '', 'const struct db_schema db_schemas[] = {']
seen = set()
for path in paths:
    m = re.fullmatch(r'(\d+)_([a-z0-9_]+)\.sql', os.path.basename(path))
    if not m:
        sys.exit(f'{path}: a migration is called NUMBER_name.sql')
    version = int(m.group(1))
    if version in seen:
        sys.exit(f'{path}: the number {version} is taken twice')
    seen.add(version)
    with open(path, encoding='utf-8') as f:
        text = f.read()
    lines.append(f'    {{{version}, "{m.group(2)}",')
    for line in text.splitlines():
        quoted = line.replace('\\', '\\\\').replace('"', '\\"')
        lines.append(f'     "{quoted}\\n"')
    if not text:
        lines.append('     ""')
    lines.append('    },')
if not paths:
    lines.append('    {0, "", ""},')
lines += ['};', f'const int db_schema_count = {len(paths)};', '']
with open(out, 'w', encoding='utf-8') as f:
    f.write('\n'.join(lines))
