"""The case `known` of ./dev bench: look-ups for sensors against many known values (a million; --known 10000000 for ten). The rows are put into the database directly,
which is faster than an import, and kept in build/bench."""
import http.client
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import time
import uuid
from urllib.parse import quote

from varde_server import Server

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH, BATCHES, SECONDS, ROUNDS, SIZE = 100000, 10, 4, 3, 10000
# numbers of the types in src/model/attribute_type_table.h, as often as in generate.KINDS
KINDS = ['ip'] * 25 + ['domain'] * 20 + ['url'] * 20 + ['md5'] * 12 + ['sha256'] * 18 + ['email'] * 5
TYPES = {'ip': 10, 'domain': 12, 'url': 23, 'md5': 1, 'sha256': 3, 'email': 15}


def value(n):
    """the n-th value; those below the number of known ones are known"""
    kind = KINDS[n % 100]
    a, b = n * 2654435761 % 4294967296, (n * 40503 + 12345) * 2246822519 % 4294967296
    if kind == 'ip':
        return '2001:db8:%x:%x::%x:%x' % (a >> 16 | 1, a & 65535 | 1, n >> 16 | 1, n & 65535 | 1) if n % 2 else '2001:db8:%x::%x:%x' % (a >> 16 | 1, n >> 16 | 1, (n & 65535) + 1)
    if kind == 'md5':
        return '%08x%08x%08x%08x' % (a, b, n, a ^ b)
    if kind == 'sha256':
        return '%08x%08x%08x%08x%08x%08x%08x%08x' % (a, b, n, a ^ b, b, a, a ^ n, b ^ n)
    domain = 'update-mail%d.%x.example' % (n, a)
    return domain if kind == 'domain' else f'http://{domain}/login/admin.php?id={b % 1000000}' if kind == 'url' else f'news.{b % 100000}@{domain}'


def fill(path, count):
    db = sqlite3.connect(path)
    db.execute('PRAGMA synchronous = OFF')
    db.execute('PRAGMA cache_size = -500000')
    rnd = random.Random(5)
    now = int(time.time())
    first_event = db.execute('SELECT coalesce(max(id), 0) + 1 FROM events').fetchone()[0]
    for start in range(0, count, SIZE):
        event = first_event + start // SIZE
        db.execute('INSERT INTO events (id, uuid, org_id, orgc_id, user_id, distribution, published, date, timestamp, threat_level_id, analysis, attribute_count, '
                   'info) VALUES (?, ?, 1, 1, 1, 1, 1, ?, ?, 2, 1, ?, ?)', (event, rnd.randbytes(16), '2026-01-01', now, SIZE, f'bench {event}'))
        db.executemany('INSERT INTO attributes (id, event_id, type, category, to_ids, distribution, timestamp, uuid, value1, comment) '
                       "VALUES (?, ?, ?, 4, 1, 5, ?, ?, ?, 'C2 server')",
                       ((n + 1, event, TYPES[KINDS[n % 100]], now, rnd.randbytes(16), value(n)) for n in range(start, min(start + SIZE, count))))
    for name, top in (('attributes', count + 1), ('events', first_event + count // SIZE + 1)):
        db.execute('INSERT INTO sequences (name, next_id) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET next_id = excluded.next_id', (name, top))
    db.commit()
    db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    db.close()


class Lookups:
    def __init__(self, bench, count):
        self.bench, self.count = bench, count
        self.rnd = random.Random(uuid.getnode())
        self.folder = os.path.join(bench.folder, f'known-{count}')

    def prepare(self):
        ready = os.path.join(self.folder, 'ready.json')
        data = os.path.join(self.folder, 'data')
        if not os.path.exists(ready):
            shutil.rmtree(self.folder, ignore_errors=True)
            print(f'making a database of {self.count} values', flush=True)
            server = Server(self.bench.binary, data)
            begun = time.monotonic()
            fill(os.path.join(data, 'varde.db'), self.count)
            print(f'  {time.monotonic() - begun:.0f} s', flush=True)
            with open(ready, 'w', encoding='utf-8') as f:
                json.dump({'key': server.key}, f)
        with open(ready, encoding='utf-8') as f:
            key = json.load(f)['key']
        server = Server(self.bench.binary, data, fresh=False, wait=300)
        server.key = key
        begun = time.monotonic()
        self.server = server.start()
        self.bench.table.add(f'start with {self.count:,} values', f'{time.monotonic() - begun:.1f} s; {server.anonymous_kib() / 1024:.0f} MiB')

    def body(self, percent):
        known = [self.rnd.random() * 100 < percent for _ in range(BATCH)]
        return sum(known), json.dumps([value(self.rnd.randrange(self.count) + (0 if k else self.count * 4)) for k in known]).encode()

    def ask(self, connection, body):
        connection.request('POST', '/lookup', body=body, headers={'Authorization': self.server.key, 'Content-Type': 'application/json', 'Accept': 'application/json'})
        answer = connection.getresponse()
        data = answer.read()
        assert answer.status == 200, data[:300]
        return data

    def post(self, percent, goal):
        floor = [float(x) for x in subprocess.run([self.bench.program('floor_lookup'), str(self.count), str(percent)], stdout=subprocess.PIPE, check=True,
                                                  text=True).stdout.split()]
        bodies = [self.body(percent) for _ in range(BATCHES)]
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=600)
        for hits, body in bodies:  # warm, and right
            assert json.loads(self.ask(connection, body))['known'] == hits
        walls, cpus = [], []
        for _ in range(ROUNDS):
            before, begun = self.server.cpu_seconds(), time.monotonic()
            for _, body in bodies:
                self.ask(connection, body)
            walls.append(BATCH * BATCHES / (time.monotonic() - begun))
            cpus.append(BATCH * BATCHES / max(0.01, self.server.cpu_seconds() - before))
        rate = statistics.median(cpus)
        self.bench.table.add(f'POST /lookup, batches of {BATCH:,}, {self.count:,} known, {percent} % hits', f'{rate:,.0f}/s a core', f'{floor[0]:,.0f}/s',
                             f'{rate / floor[0]:.2f}', f'{goal:,}/s', rate >= goal)
        self.bench.table.add('  by the clock of the client', f'{statistics.median(walls):,.0f}/s')
        return floor[1]

    def wrk(self, url, paths):
        out = subprocess.run(['wrk', '-t1', '-c32', f'-d{SECONDS}s', '-s', os.path.join(HERE, 'get.lua'), url, '--', paths, self.server.key], stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, check=True).stdout
        found = json.loads(out.strip().splitlines()[-1])
        assert found['wrong'] == 0 and found['requests'] > 0, out
        return found

    def bare(self, size, paths):
        floor = subprocess.Popen([self.bench.program('floor_http'), str(size), str(os.cpu_count() or 1)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            return self.wrk(re.search(r'http://\S+', floor.stderr.readline()).group(0), paths)
        finally:
            floor.stdin.close()
            floor.wait()

    def get(self):
        paths = os.path.join(self.folder, 'paths.txt')
        with open(paths, 'w', encoding='utf-8') as f:
            for _ in range(20000):
                f.write('/lookup/' + quote(value(self.rnd.randrange(self.count) + self.count * 4), safe='') + '\n')
        with open(paths, encoding='utf-8') as f:
            size = len(json.dumps(self.server.call('GET', f.readline().strip())[2], separators=(',', ':')))
        ours, floors = [], []
        for _ in range(ROUNDS):
            bare = self.bare(size, paths)
            floors.append(bare['requests'] / bare['seconds'])
            found = self.wrk(self.server.url, paths)
            assert found['refused'] == found['requests'], found
            ours.append(found['requests'] / found['seconds'])
        rate, floor = statistics.median(ours), statistics.median(floors)
        self.bench.table.add(f'GET /lookup/{{value}}, a miss ({size} bytes)', f'{rate:,.0f}/s', f'{floor:,.0f}/s', f'{rate / floor:.2f}', 'at least 0.7', rate >= 0.7 * floor)

    def lists(self):
        for path in ('/lookup/list/domain', '/lookup/filter.bloom'):
            begun = time.monotonic()
            status, headers, _ = self.server.call('GET', path, timeout=600)
            first = time.monotonic() - begun
            assert status == 200
            again = statistics.median(self.ask_again(path, headers['ETag']) for _ in range(15))
            self.bench.table.add(f'GET {path}; again with its ETag', f'{first:.2f} s; {again * 1000:.1f} ms')

    def ask_again(self, path, etag):
        begun = time.monotonic()
        assert self.server.call('GET', path, headers={'If-None-Match': etag}, timeout=600)[0] == 304
        return time.monotonic() - begun

    def run(self):
        self.prepare()
        try:
            bare = self.post(1, 3000000)
            self.post(50, 500000)
            self.bench.table.add('  bytes a known value, beside its row', self.memory(), f'{bare:.1f}')
            self.get()
            self.lists()
        finally:
            self.server.stop()

    def memory(self):
        """what the index of values takes, as it says itself at start"""
        with open(self.server.log, encoding='utf-8', errors='replace') as f:
            found = re.findall(r' values=(\d+) value_bytes=(\d+)', f.read())
        return f'{int(found[-1][1]) / int(found[-1][0]):.1f}' if found else 'not told'
