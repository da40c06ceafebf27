#!/usr/bin/env python3
"""kill -9 at any moment of a write: after the restart each event is whole or absent, whatever was answered is there, and
`varde check` is clean.

Writers add events, add attributes, edit and delete while the server is killed after a random time; what each answer promised is
kept, and compared with what the restarted server has. Standard library only. Last line: "N passed, N failed, N skipped"."""
import argparse
import datetime
import http.client
import os
import random
import sys
import tempfile
import threading
import time
import uuid

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, 'tools'))
from varde_server import Server, exchange  # noqa: E402

ATTRIBUTES = 40


def report_text(name):
    """of a day that few others have: those of one day are linked with each other"""
    day = datetime.date(2000, 1, 1) + datetime.timedelta(uuid.UUID(name).int % 8000)
    return f'{day}\n\nEstonia fended off the most extensive DDoS attacks in years, officials said. The group Killnet claimed responsibility.'


class Promise:
    """what is known of one event: `sure` was answered, `maybe` was asked for when the power went"""

    def __init__(self, info):
        self.uuid = str(uuid.uuid4())
        self.info, self.maybe_info = info, None
        self.exists, self.maybe_exists = False, True
        self.values, self.maybe_values = set(), set()
        self.report = str(uuid.uuid4())  # its report is linked with those of all others


class Writer(threading.Thread):
    def __init__(self, server, seed):
        super().__init__(daemon=True)
        self.server, self.random = server, random.Random(seed)
        self.promises = []
        self.answers = 0
        self.fault = None

    def run(self):
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=30)
        try:
            while True:
                self.step(connection)
        except (OSError, http.client.HTTPException):
            pass  # the power cut
        except AssertionError as error:
            self.fault = str(error)

    def ask(self, connection, path, body):
        status, _, data = exchange(connection, self.server.key, 'POST', path, body)
        assert status == 200, f'{path}: {status} {str(data)[:300]}'
        self.answers += 1
        return data

    def step(self, connection):
        living = [p for p in self.promises if p.exists]
        deed = self.random.random()
        if deed < 0.4 or not living:
            self.add(connection)
        elif deed < 0.65:
            self.grow(connection, self.random.choice(living))
        elif deed < 0.9:
            self.edit(connection, self.random.choice(living))
        else:
            self.delete(connection, self.random.choice(living))

    def add(self, connection):
        p = Promise(f'crash {uuid.uuid4()}')
        self.promises.append(p)
        p.maybe_values = {f'{p.uuid}-{i}' for i in range(ATTRIBUTES)}
        self.ask(connection, '/events/add', {'Event': {
            'uuid': p.uuid, 'info': p.info, 'distribution': '1', 'Tag': [{'name': 'tlp:green'}],
            'Attribute': [{'type': 'text', 'value': v} for v in sorted(p.maybe_values)],
            'EventReport': [{'uuid': p.report, 'name': 'a report', 'content': report_text(p.report), 'distribution': '5'}],
            'Object': [{'name': 'thing', 'meta-category': 'misc', 'Attribute': [
                {'type': 'text', 'object_relation': 'text', 'value': f'{p.uuid}-object'}]}]}})
        p.exists, p.values = True, set(p.maybe_values)

    def grow(self, connection, p):
        value = str(uuid.uuid4())
        p.maybe_values = p.values | {value}
        self.ask(connection, f'/attributes/add/{p.uuid}', {'type': 'text', 'value': value})
        p.values = set(p.maybe_values)

    def edit(self, connection, p):
        p.maybe_info = f'edited {uuid.uuid4()}'
        value = str(uuid.uuid4())
        p.maybe_values = p.values | {value}
        self.ask(connection, f'/events/edit/{p.uuid}', {'Event': {'info': p.maybe_info, 'Attribute': [{'type': 'text', 'value': value}]}})
        p.info, p.maybe_info, p.values = p.maybe_info, None, set(p.maybe_values)

    def delete(self, connection, p):
        p.exists = False
        self.ask(connection, f'/events/delete/{p.uuid}', {})
        p.maybe_exists = False


def examine(server, promise):
    """what is wrong with this event after the restart, or None"""
    status, _, data = server.call('GET', f'/events/view/{promise.uuid}')
    if status == 404:
        return 'an event that was answered is gone' if promise.exists else None
    if status != 200:
        return f'{status} {str(data)[:200]}'
    if not promise.exists and not promise.maybe_exists:
        return 'a deleted event is back'
    event = data['Event']
    values = {a['value'] for a in event['Attribute']}
    if promise.maybe_info and event['info'] == promise.maybe_info and values != promise.maybe_values:
        return 'half of an edit'
    if event['info'] not in (promise.info, promise.maybe_info):
        return f'info is {event["info"]}'
    if values not in (promise.values, promise.maybe_values):
        return f'{len(values)} attributes, {len(promise.values)} were answered'
    if len(event['Object']) != 1 or len(event['Object'][0]['Attribute']) != 1 or len(event['Tag']) != 1:
        return 'object or tag is missing'
    found = server.call('POST', '/attributes/restSearch', {'returnFormat': 'json', 'value': sorted(values)[0]})[2]
    if len(found['response']['Attribute']) != 1:
        return 'an attribute is not found by its value'
    if server.call('GET', f'/stories/{promise.report}')[0] != 200:
        return 'its report is in no story'
    return None


def one_round(server, number, writers):
    """returns the faults"""
    server.start()
    threads = [Writer(server, number * 100 + i) for i in range(writers)]
    for t in threads:
        t.start()
    time.sleep(0.15 + random.Random(number).random() * 1.2)
    server.kill()
    for t in threads:
        t.join(30)
    faults = [t.fault for t in threads if t.fault]
    done = server.run('check', check=False)
    if done.returncode != 0:
        faults.append(f'varde check after the crash: {done.stdout[-1500:]}{done.stderr[-500:]}')
    server.start()
    for promise in (p for t in threads for p in t.promises):
        fault = examine(server, promise)
        if fault:
            faults.append(f'event {promise.uuid}: {fault}')
    if server.stop() != 0:
        faults.append('the restarted server did not end well: ' + server.log_tail(2000))
    done = server.run('check', check=False)
    if done.returncode != 0:
        faults.append(f'varde check: {done.stdout[-1500:]}{done.stderr[-500:]}')
    print(f'round {number}: {sum(t.answers for t in threads)} answers, {sum(len(t.promises) for t in threads)} events, {len(faults)} faults')
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', required=True)
    parser.add_argument('--rounds', type=int, default=6)
    parser.add_argument('--writers', type=int, default=4)
    options = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix='varde-crash-') as folder:
        server = Server(options.binary, os.path.join(folder, 'data'))
        for number in range(options.rounds):
            faults = one_round(server, number, options.writers)
            for fault in faults[:10]:
                print('    ' + fault)
            passed, failed = passed + (not faults), failed + bool(faults)
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
