#!/usr/bin/env python3
"""Write tests/migrate/NNN.sql: a database of one schema version with three rows in each table, as an SQL dump.

  tests/migrate/make.py [VERSION]     the newest version without an argument

Run it once when a migration is new; a dump of a released version is never made again: it is what old databases look like.
The rows are made from the columns' types, so that no table is forgotten."""
import glob
import os
import re
import sqlite3
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
META = 'CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT'
ROWS = 3


def migrations():
    found = {}
    for path in glob.glob(os.path.join(TOP, 'schema', '*.sql')):
        with open(path, encoding='utf-8') as f:
            found[int(os.path.basename(path).split('_')[0])] = re.sub(r'\bID\b', 'INTEGER PRIMARY KEY', f.read())
    return sorted(found.items())


def value(name, kind, number):
    if kind == 'TEXT':
        return f'{name} {number}'
    if kind == 'BLOB':
        return bytes([number] * 16)
    if kind == 'REAL':
        return number / 4
    return number


def fill(db, number_of_rows):
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta' "
                                           "AND name NOT LIKE 'sqlite_%' ORDER BY rowid")]
    for table in tables:
        if db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]:
            continue
        columns = [(row[1], row[2]) for row in db.execute(f'PRAGMA table_info({table})')]
        marks = ', '.join('?' * len(columns))
        for number in range(1, number_of_rows + 1):
            db.execute(f'INSERT INTO {table} VALUES ({marks})', [value(name, kind, number) for name, kind in columns])


def main():
    known = migrations()
    version = int(sys.argv[1]) if len(sys.argv) > 1 else known[-1][0]
    db = sqlite3.connect(':memory:')
    db.execute(META)
    for number, text in known:
        if number <= version:
            db.executescript(text)
    db.execute("INSERT INTO meta VALUES ('schema_version', ?)", [str(version)])
    fill(db, ROWS)
    db.commit()
    faults = db.execute('PRAGMA foreign_key_check').fetchall()
    if faults:
        sys.exit(f'rows that refer to nothing: {faults}')
    path = os.path.join(TOP, 'tests', 'migrate', f'{version:03}.sql')
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(db.iterdump()) + '\n')
    print(path)


if __name__ == '__main__':
    main()
