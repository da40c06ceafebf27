#!/usr/bin/env python3
"""./dev bench [CASE...]: figures beside floors measured in the same run, three interleaved rounds, medians.

Cases: start ingest view lookup known stream correlate load agreements stories link reading. The database of 1,000,000 attributes is made once by `varde import` and kept in
build/bench; delete that folder to make it anew. The floors are bench/floor_*.c. Server CPU comes from /proc/PID/stat, memory is
RssAnon of /proc/PID/status, sampled every 2 ms while a request runs."""
import argparse
import glob
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(TOP, 'tools')]
import generate  # noqa: E402
from agreed import Agreements  # noqa: E402
from lookups import Lookups  # noqa: E402
from varde_server import SHARED, Server, exchange  # noqa: E402

EVENTS, SIZE, POPULAR = 100, 10000, 5000
POPULAR_VALUE = 'popular.bench.example'
ROUNDS = 3
SECONDS = 4
STORED_REPORTS, NEW_REPORTS = 100000, 5000


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, figure, floor='', ratio='', goal='', met=None):
        row = (what, figure, floor, ratio, goal or '', '' if met is None else 'met' if met else 'MISSED')
        self.rows.append(row)
        print('  '.join(c for c in row if c), flush=True)

    def show(self):
        head = ('work', 'Varde', 'floor', 'ratio', 'goal', '')
        rows = [head] + self.rows
        widths = [max(len(r[i]) for r in rows) for i in range(6)]
        print()
        for i, row in enumerate(rows):
            print('| ' + ' | '.join(c.ljust(w) for c, w in zip(row, widths)) + ' |')
            if i == 0:
                print('|' + '|'.join('-' * (w + 2) for w in widths) + '|')


class Peak(threading.Thread):
    """the largest RssAnon while the block runs"""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.ended = server, 0, threading.Event()

    def run(self):
        while not self.ended.is_set():
            self.most = max(self.most, self.server.anonymous_kib())
            time.sleep(0.002)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()


def ms(seconds):
    return f'{seconds * 1000:.1f} ms'


def mib(kib):
    return f'{kib / 1024:.1f} MiB'


class Bench:
    def __init__(self, options):
        self.options = options
        self.build = os.path.join(TOP, options.build)
        self.folder = os.path.join(self.build, 'bench')
        self.binary = options.binary or os.path.join(self.build, 'release', 'varde')
        self.table = Table()
        os.makedirs(self.folder, exist_ok=True)
        self.data = os.path.join(self.folder, 'data')
        self.floor_db = os.path.join(self.folder, 'floor.db')
        self.serial = int(time.time())
        self.server = None

    def program(self, name):
        return os.path.join(self.build, 'release', 'bench', name)

    # ---- the database of a million -----------------------------------------------------------------------------------

    def prepare(self):
        ready = os.path.join(self.folder, 'ready.json')
        if os.path.exists(ready):
            with open(ready, encoding='utf-8') as f:
                known = json.load(f)
            if subprocess.run([self.binary, '--data', self.data, 'version'], stdout=subprocess.DEVNULL).returncode == 0:
                self.key, self.values, self.popular = known['key'], known['values'], known['popular']
                return
        print(f'making a database of {EVENTS * SIZE} attributes', flush=True)
        server = Server(self.binary, self.data)
        self.key, self.values = server.key, []
        source = os.path.join(self.folder, 'source')
        shutil.rmtree(source, ignore_errors=True)
        os.makedirs(source)
        paths = []
        for i in range(EVENTS):
            made = generate.event(SIZE, i + 1)
            self.values += [a['value'] for a in made['Event']['Attribute'][::50]]
            paths.append(self.write(source, f'{i}.json', made))
        popular = [generate.one_value(POPULAR_VALUE, 10 ** 6 + i) for i in range(POPULAR + 1)]
        self.popular = popular[-1]['Event']['uuid']
        paths.append(self.write(source, 'popular.json', {'response': popular}))
        begun = time.monotonic()
        server.run('import', *paths)
        took = time.monotonic() - begun
        self.table.add('import of 1,005,001 attributes', f'{took:.1f} s ({(EVENTS * SIZE + POPULAR + 1) / took:,.0f}/s)')
        shutil.rmtree(source)
        self.write(self.folder, 'ready.json', {'key': self.key, 'values': self.values, 'popular': self.popular})

    @staticmethod
    def write(folder, name, document):
        path = os.path.join(folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(document, f)
        return path

    def serve(self):
        server = Server(self.binary, self.data, fresh=False)
        server.key = self.key
        begun = time.monotonic()
        server.start()
        self.start_seconds = time.monotonic() - begun
        return server

    # ---- cases ----------------------------------------------------------------------------------------------------------

    def start(self):
        times, memory = [], []
        for _ in range(ROUNDS):
            self.server.stop()
            self.server = self.serve()
            times.append(self.start_seconds)
            self.server.call('GET', '/users/view/me')
            time.sleep(0.5)
            memory.append(self.server.anonymous_kib())
        took, rest = statistics.median(times), statistics.median(memory)
        self.table.add('start with 1,000,000 attributes', f'{took:.2f} s', goal='under 2 s', met=took < 2)
        self.table.add('resting memory there', mib(rest), goal='under 100 MB', met=rest * 1024 < 100e6)

    def post(self, path, body, method='POST'):
        """(seconds, status, bytes of the answer, data)"""
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=600)
        connection.connect()
        begun = time.monotonic()
        connection.request(method, path, body=body, headers={'Authorization': self.key, 'Accept': 'application/json',
                                                             'Content-Type': 'application/json'})
        answer = connection.getresponse()
        data = answer.read()
        took = time.monotonic() - begun
        connection.close()
        return took, answer.status, len(data), data

    def run_floor(self, name, *args):
        out = subprocess.run([self.program(name), self.floor_db, *args], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
        return float(out[0])

    def add_event(self):
        self.serial += 1
        body = json.dumps(generate.event(SIZE, self.serial)).encode()
        resting = self.server.anonymous_kib()
        with Peak(self.server) as peak:
            took, status, _, data = self.post('/events/add', body)
        assert status == 200, data[:500]
        event = json.loads(data)['Event']
        assert len(event['Attribute']) == SIZE
        return took, (peak.most - resting) * 1024 / len(body), event['id'], len(body)

    def ingest(self):
        self.run_floor('floor_insert')  # makes the table
        ours, floors, memory, cpu = [], [], [], []
        for _ in range(ROUNDS):
            floors.append(self.run_floor('floor_insert'))
            before = self.server.cpu_seconds()
            took, grown, number, size = self.add_event()
            cpu.append(self.server.cpu_seconds() - before)
            ours.append(took)
            memory.append(grown)
            self.post(f'/events/delete/{number}', b'{}')
        took, floor = statistics.median(ours), statistics.median(floors)
        self.table.add('POST /events/add, 10,000 attributes', ms(took), ms(floor), f'{took / floor:.2f}', 'at most 2', took <= 2 * floor)
        self.table.add('  its server CPU', ms(statistics.median(cpu)))
        most = max(memory)
        self.table.add(f'  peak memory beyond rest / body of {size / 1e6:.1f} MB', f'{most:.2f} x', goal='at most 4 x', met=most <= 4)

    def view(self):
        ours, floors, size, cpu = [], [], 0, []
        number = self.add_event()[2]
        for _ in range(ROUNDS):
            floors.append(self.run_floor('floor_read'))
            before = self.server.cpu_seconds()
            times = []
            for _ in range(7):
                took, status, size, data = self.post(f'/events/view/{number}', None, 'GET')
                assert status == 200 and size > SIZE * 100
                times.append(took)
            cpu.append((self.server.cpu_seconds() - before) / 7)
            ours.append(statistics.median(times))
        self.post(f'/events/delete/{number}', b'{}')
        took, floor = statistics.median(ours), statistics.median(floors)
        self.table.add(f'GET /events/view of it ({size / 1e6:.1f} MB)', ms(took), ms(floor), f'{took / floor:.2f}', 'at most 3', took <= 3 * floor)
        self.table.add('  its server CPU', ms(statistics.median(cpu)))

    def correlate(self):
        times = []
        for _ in range(ROUNDS):
            took, status, size, data = self.post(f'/events/view/{self.popular}', None, 'GET')
            assert status == 200
            related = len(json.loads(data)['Event']['RelatedEvent'])
            times.append(took)
        took = statistics.median(times)
        self.table.add(f'GET /events/view, {related} correlating events', ms(took), goal='under 200 ms', met=took < 0.2 and related >= POPULAR)

    def drain(self, body):
        """POST /attributes/restSearch, count what comes; (seconds, bytes, peak RssAnon beyond rest in KiB)"""
        resting = self.server.anonymous_kib()
        head = (f'POST /attributes/restSearch HTTP/1.1\r\nHost: x\r\nAuthorization: {self.key}\r\nAccept: application/json\r\n'
                f'Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n').encode()
        total, buffer = 0, bytearray(1 << 20)
        tail = b''
        with Peak(self.server) as peak, socket.create_connection((self.server.host, self.server.port)) as s:
            begun = time.monotonic()
            s.sendall(head + body)
            while True:
                n = s.recv_into(buffer)
                if not n:
                    break
                total += n
                tail = bytes(buffer[max(0, n - 64):n])
            took = time.monotonic() - begun
        assert tail.rstrip().endswith(b'0'), f'the answer is not whole: {tail!r}'
        return took, total, peak.most - resting

    def stream(self):
        count = EVENTS * SIZE + POPULAR + 1
        for name in ('json', 'csv'):
            times, memory, cpu = [], [], []
            for _ in range(ROUNDS):
                before = self.server.cpu_seconds()
                took, size, grown = self.drain(json.dumps({'returnFormat': name}).encode())
                cpu.append(self.server.cpu_seconds() - before)
                times.append(took)
                memory.append(grown)
            assert size > count * 60, f'{size} bytes for {count} attributes'
            rate = count / statistics.median(times)
            self.table.add(f'restSearch of all {count:,} attributes as {name} ({size / 1e6:.0f} MB)', f'{rate:,.0f}/s', goal='250,000/s', met=rate >= 250000)
            self.table.add('  memory above rest; server CPU', f'{mib(max(memory))}; {statistics.median(cpu):.2f} s', goal='under 64 MB', met=max(memory) * 1024 < 64e6)

    # ---- without a server -------------------------------------------------------------------------------------------

    def reading(self):
        """the whole reading of the project's own test reports, over and over, and of the five real ones where they are at hand; beside it the language detector alone"""
        self.read_over('reports of some 500 bytes', os.path.join(TOP, 'tests', 'reading', 'half_a', 'reports'))
        self.read_over('real reports of some 3,000 bytes', os.path.join(TOP, '..', 'shared', 'seeds'))

    def read_over(self, what, folder):
        files = [f for f in sorted(glob.glob(os.path.join(folder, '*.*'))) if f.endswith(('.txt', '.html', '.md', '.eml'))]
        if not files:
            return
        rates, floors, peaks = [], [], {}
        for megabytes in (10, 10, 10, 100):
            out = subprocess.run([self.program('reading'), str(megabytes), *files], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
            peaks[megabytes] = int(out[2])
            rates.append(float(out[0]))
            floors.append(float(out[1]))
        rate, floor = statistics.median(rates), statistics.median(floors)
        self.table.add(f'whole reading of {what}, one thread ({len(files)} files)', f'{rate:.1f} MB/s', f'{floor:.1f} MB/s (CLD2 alone)',
                       f'{rate / floor:.2f}', 'at least 8 MB/s', rate >= 8)
        self.table.add('  peak memory at 10 MB and at 100 MB of text', f'{mib(peaks[10])}; {mib(peaks[100])}', goal='flat', met=peaks[100] < peaks[10] * 1.1 + 1024)

    # ---- look-ups -----------------------------------------------------------------------------------------------------

    def bodies(self, name, values):
        path = os.path.join(self.folder, name + '.txt')
        with open(path, 'w', encoding='utf-8') as f:
            for v in values:
                f.write(json.dumps({'returnFormat': 'json', 'value': v, 'includeEventTags': 1}) + '\n')
        return path

    def wrk(self, url, bodies):
        out = subprocess.run(['wrk', '-t1', '-c32', f'-d{SECONDS}s', '--latency', '-s', os.path.join(HERE, 'lookup.lua'), url, '--', bodies, self.key],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True).stdout
        found = json.loads(out.strip().splitlines()[-1])
        assert found['wrong'] == 0 and found['requests'] > 0, out
        return found

    def measure(self, bodies):
        before = self.server.cpu_seconds()
        found = self.wrk(self.server.url + '/attributes/restSearch', bodies)
        found['cpu_us'] = (self.server.cpu_seconds() - before) / found['requests'] * 1e6
        return found

    def measure_floor(self, size, bodies):
        threads = os.cpu_count() or 1
        floor = subprocess.Popen([self.program('floor_http'), str(size), str(threads)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            url = re.search(r'http://\S+', floor.stderr.readline()).group(0)

            def cpu():
                with open(f'/proc/{floor.pid}/stat', encoding='utf-8') as f:
                    fields = f.read().rsplit(')', 1)[1].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

            before = cpu()
            found = self.wrk(url + '/attributes/restSearch', bodies)
            found['cpu_us'] = (cpu() - before) / found['requests'] * 1e6
            return found
        finally:
            floor.stdin.close()
            floor.wait()

    def lookup(self):
        hits = self.bodies('hits', self.values[:20000])
        misses = self.bodies('misses', ('nope%d.' % i + v for i, v in enumerate(self.values[:20000])))
        size = {}
        for name, path in (('miss', misses), ('hit', hits)):
            with open(path, encoding='utf-8') as f:
                body = f.readline()
            data = self.post('/attributes/restSearch', body.encode())
            assert data[1] == 200 and (b'"value"' in data[3]) == (name == 'hit'), data
            size[name] = data[2]
        for writing in (False, True):
            with Writer(self) if writing else Nothing() as writer:
                self.lookup_rounds({'miss': misses, 'hit': hits}, size, ' while 100 commits/s' if writing else '')
            if writing:
                self.table.add('  commits a second meanwhile', f'{writer.rate():.0f}', goal='100')

    def lookup_rounds(self, bodies, size, suffix):
        got = {k: [] for k in ('miss', 'hit', 'floor miss', 'floor hit')}
        for _ in range(ROUNDS):
            for name in ('miss', 'hit'):
                got['floor ' + name].append(self.measure_floor(size[name], bodies[name]))
                got[name].append(self.measure(bodies[name]))
        for name, goal in (('miss', 0.7), ('hit', 0.3)):
            rate, floor = (statistics.median(m['requests'] / m['seconds'] for m in got[k]) for k in (name, 'floor ' + name))
            self.table.add(f'look-up, {name}{suffix} ({size[name]} bytes)', f'{rate:,.0f}/s', f'{floor:,.0f}/s', f'{rate / floor:.2f}',
                           f'at least {goal}', rate >= goal * floor)
            p99, bare = (statistics.median(m['p99_us'] for m in got[k]) / 1000 for k in (name, 'floor ' + name))
            self.table.add('  p99', f'{p99:.2f} ms', f'{bare:.2f} ms', f'{p99 / bare:.2f}', 'at most 3', p99 <= 3 * bare)
            cpu, least = (statistics.median(m['cpu_us'] for m in got[k]) for k in (name, 'floor ' + name))
            self.table.add('  server CPU a request', f'{cpu:.1f} us', f'{least:.1f} us', f'{cpu / least:.2f}')

    def load(self):
        """the generator that the PHP server was measured with, where it is there"""
        script = os.path.join(SHARED, 'bench', 'load.py')
        if not os.path.exists(script):
            print('load: ../shared/bench/load.py is not here: skipped')
            return
        values = os.path.join(self.folder, 'values.txt')
        with open(values, 'w', encoding='utf-8') as f:
            f.write('\n'.join(self.values[:5000]) + '\n')
        for what, args in (('load.py add, 1,000 attributes', ['add', '--n', '1000', '--reps', '5', '--delete', '--seed', str(self.serial)]),
                           ('load.py add, 10,000 attributes', ['add', '--n', '10000', '--reps', '3', '--delete', '--seed', str(self.serial + 50)]),
                           ('load.py lookup, 1 client', ['lookup', '--values', values]),
                           ('load.py tput restSearch, 8 clients', ['tput', 'POST', '/attributes/restSearch', '--values', values, '--secs', '4']),
                           ('load.py tput getVersion, 8 clients', ['tput', 'GET', '/servers/getVersion', '--secs', '4'])):
            out = subprocess.run([sys.executable, script, self.server.url, self.key, *args], stdout=subprocess.PIPE, text=True, check=True).stdout
            last = json.loads(out.strip().splitlines()[-1])
            self.table.add(what, f"{last['rps']:,.0f}/s" if 'rps' in last else f"{last['median_s'] * 1000:.0f} ms" if 'median_s' in last
                           else f"{last['median_ms']} ms (p95 {last['p95_ms']})")

    def known(self):
        Lookups(self, self.options.known).run()

    def agreements(self):
        Agreements(self).run()

    # ---- stories: a database of their own ----

    def put_reports(self, path, first, count):
        """straight into the file, as an import would"""
        with sqlite3.connect(path) as db:
            change = db.execute('SELECT coalesce(max(id), 0) FROM change_log').fetchone()[0]
            rows = []
            for number in range(first, first + count):
                name, text = generate.report(number)
                rows.append((number + 1, uuid.UUID(int=number + 1).bytes, name, text))
            db.executemany('INSERT INTO event_reports VALUES (?, ?, 1, ?, ?, 5, 0, 1700000000, 0)', rows)
            for at in range(first + 1, first + count + 1, 64):
                change += 1
                last = min(at + 63, first + count)
                db.execute('INSERT INTO change_log (id, at, action, kind, first_id, last_id, event_id, writer) VALUES (?, 1700000000, 1, 9, ?, ?, 1, 0)',
                           (change, at, last))
            for table, following in (('event_reports', first + count + 1), ('change_log', change + 1)):
                db.execute('INSERT INTO sequences VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET next_id = excluded.next_id', (table, following))
        db.close()

    def link_reports(self, server, count, what, goal=None):
        said = server.run('stories', '--update').stdout
        read, pairs, links, took = (float(x.replace(',', '')) for x in re.search(
            r'read in ([\d.]+) s; (\d+) pairs compared, (\d+) links made, \d+ ended in ([\d.]+) s', said).groups())
        rate = count / max(took, 0.001)
        self.table.add(f'{what}: linking', f'{rate:,.0f}/s', f'{pairs / count:.0f} pairs a report, {links / count:.1f} links', '',
                       goal and f'>= {goal:,}/s', None if goal is None else rate >= goal)
        self.table.add(f'{what}: with reading', f'{count / max(took + read, 0.001):,.0f}/s')

    def stories(self):
        server = Server(self.binary, os.path.join(self.folder, 'stories'))
        with server:
            server.call('POST', '/events/add', {'Event': {'info': 'reports', 'distribution': '1', 'date': '2001-01-01'}})
        path = os.path.join(server.folder, 'varde.db')
        self.put_reports(path, 0, STORED_REPORTS)
        self.link_reports(server, STORED_REPORTS, f'stories: the first {STORED_REPORTS:,} reports')
        self.put_reports(path, STORED_REPORTS, NEW_REPORTS)
        self.link_reports(server, NEW_REPORTS, f'stories: {NEW_REPORTS:,} into {STORED_REPORTS:,}', 2000)
        with server:
            server.call('GET', '/stories')
            for what, asked in (('a page of stories', '/stories'), ('a roundup of a week', '/roundups/2021-W20')):
                begun = time.monotonic()
                status, _, _ = server.call('GET', asked)
                assert status == 200, asked
                self.table.add(f'stories: {what}', ms(time.monotonic() - begun))

    def link(self):
        """reports that find theirs among 100,000 and join them, in memory; beside it how many pairs are scored a second"""
        files = sorted(glob.glob(os.path.join(TOP, 'tests', 'reading', 'stories', '*.txt')))
        rows = []
        for _ in range(ROUNDS):
            out = subprocess.run([self.program('link_rate'), *files], stdout=subprocess.PIPE, check=True, text=True).stdout.split()
            rows.append([float(x) for x in out[:3]])
        rate, links, scores = (statistics.median(column) for column in zip(*rows))
        self.table.add('reports linked into 100,000, in memory', f'{rate:,.0f}/s', f'{scores:,.0f} pairs scored a second',
                       f'{links:.1f} links a report', 'at least 2,000/s', rate >= 2000)

    CASES = ['start', 'ingest', 'view', 'lookup', 'known', 'stream', 'correlate', 'load', 'agreements', 'stories', 'link', 'reading']
    BARE = ['known', 'link', 'reading']  # these need no server, or have one of their own

    def run(self):
        cases = self.options.case or self.CASES
        if set(cases) - set(self.BARE):
            self.prepare()
            self.server = self.serve()
        try:
            for case in cases:
                try:
                    getattr(self, case)()
                except (AssertionError, OSError, KeyError, ValueError, http.client.HTTPException) as error:
                    self.table.add(case, f'FAILED: {error!r}'[:150], met=False)
        finally:
            if self.server:
                self.server.stop()
            self.table.show()
        return 1 if any(r[5] == 'MISSED' for r in self.table.rows) else 0


class Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class Writer(threading.Thread):
    """adds one attribute a hundred times a second"""

    def __init__(self, bench):
        super().__init__(daemon=True)
        self.bench, self.ended, self.count, self.begun = bench, threading.Event(), 0, time.monotonic()

    def run(self):
        server = self.bench.server
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        _, _, made = exchange(connection, self.bench.key, 'POST', '/events/add', {'Event': {'info': 'bench writer'}})
        due = time.monotonic()
        while not self.ended.is_set():
            due += 0.01
            exchange(connection, self.bench.key, 'POST', f'/attributes/add/{made["Event"]["id"]}',
                     {'type': 'domain', 'value': f'writer{self.bench.serial}-{self.count}.example'})
            self.count += 1
            time.sleep(max(0.0, due - time.monotonic()))
        exchange(connection, self.bench.key, 'POST', f'/events/delete/{made["Event"]["id"]}', {})

    def rate(self):
        return self.count / self.took

    def __enter__(self):
        self.begun = time.monotonic()
        self.start()
        return self

    def __exit__(self, *_):
        self.took = time.monotonic() - self.begun
        self.ended.set()
        self.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default='build')
    parser.add_argument('--binary')
    parser.add_argument('--known', type=int, default=1000000, help='values that the case `known` has in its database')
    parser.add_argument('case', nargs='*', choices=[[], *Bench.CASES])
    return Bench(parser.parse_args()).run()


if __name__ == '__main__':
    sys.exit(main())
