"""A client of the change stream for the tests: reads GET /changes, and a mirror that rebuilds from its lines alone what the caller can see."""
import http.client
import json
import socket
import threading
import time


def read(caller, since=None, limit=None):
    """the lines and the cursor behind them"""
    path = '/changes?' + '&'.join([f'since={since}'] * bool(since) + [f'limit={limit}'] * bool(limit))
    status, headers, data = caller.call('GET', path, headers={'Accept': '*/*'})
    if isinstance(data, dict):
        lines = [data]
    else:
        lines = [json.loads(line) for line in data.decode().splitlines()]
    assert status == 200, (status, data)
    assert list(lines[-1]) == ['cursor'], lines[-1]
    return lines[:-1], lines[-1]['cursor']


def now(caller):
    return read(caller, 'now')[1]


class Events:
    """an open stream of Server-Sent Events, read in a thread: self.events is [(id, event, data)]"""

    def __init__(self, caller, cursor=None):
        self.connection = http.client.HTTPConnection(caller.server.host, caller.server.port, timeout=40)
        headers = {'Authorization': caller.key, 'Accept': 'text/event-stream'}
        if cursor:
            headers['Last-Event-ID'] = cursor
        self.connection.request('GET', '/changes', headers=headers)
        self.socket = self.connection.sock
        self.answer = self.connection.getresponse()
        self.events, self.last_id, self.ended = [], None, threading.Event()
        self.thread = threading.Thread(target=self.listen, daemon=True)
        if self.answer.status == 200:
            assert self.answer.headers['Content-Type'].startswith('text/event-stream')
            self.thread.start()

    def listen(self):
        event, data = None, None
        try:
            for line in self.answer:
                line = line.decode().rstrip('\n')
                if line.startswith('id: '):
                    self.last_id = line[4:]
                elif line.startswith('event: '):
                    event = line[7:]
                elif line.startswith('data: '):
                    data = json.loads(line[6:])
                elif not line and data is not None:
                    self.events.append((self.last_id, event, data))
                    event, data = None, None
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass
        self.ended.set()

    def wait_for(self, action, uuid, seconds=5):
        """the seconds until it was told"""
        began = time.time()
        while time.time() - began < seconds:
            if any(e == action and d.get('uuid') == uuid for _, e, d in list(self.events)):
                return time.time() - began
            time.sleep(0.02)
        raise AssertionError(f'{action} {uuid} did not come: {self.events}')

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)


class Mirror:
    """What the stream said is visible: {kind: {uuid: content}}"""

    def __init__(self, caller, cursor=None):
        self.caller, self.cursor, self.ever = caller, cursor, set()
        self.strict = False  # it follows each step from now on, so that what goes must have come before
        self.things = {kind: {} for kind in ('event', 'attribute', 'object', 'report', 'sighting', 'object_reference', 'proposal')}
        self.event_of = {}
        self.told = []

    def follow(self, limit=None):
        while True:
            lines, self.cursor = read(self.caller, self.cursor, limit)
            for line in lines:
                self.apply(line)
            self.told += lines
            if not lines or not limit:
                return self

    def apply(self, line):
        kind, action = line['kind'], line['action']
        if kind not in self.things:
            return
        key = line['id'] if kind == 'proposal' else line['uuid']
        if action in ('added', 'changed', 'became_visible'):
            assert 'content' in line, line
            self.things[kind][key] = line['content']
            self.ever.add((kind, key))
            self.event_of[kind, key] = line.get('event_uuid')
            if kind in ('sighting',):
                self.things[kind][key]['attribute_uuid'] = line['attribute_uuid']
            return
        assert 'content' not in line, line
        assert not self.strict or (kind, key) in self.ever, line
        gone = self.things[kind].pop(key, None)
        if kind == 'event':
            for other, things in self.things.items():
                for k in [k for k in things if self.event_of[other, k] == key]:
                    del things[k]
        if kind == 'object':
            for k in [k for k, a in self.things['attribute'].items() if a['object_id'] == str(line['id'])]:
                self.drop_attribute(k)
            for k in [k for k, r in self.things['object_reference'].items() if r['object_id'] == str(line['id'])]:
                del self.things['object_reference'][k]
        if kind == 'attribute' and gone:
            self.drop_attribute(key, gone)

    def drop_attribute(self, key, content=None):
        content = content or self.things['attribute'].pop(key)
        for k in [k for k, s in self.things['sighting'].items() if s['attribute_uuid'] == key]:
            del self.things['sighting'][k]
        for k in [k for k, p in self.things['proposal'].items() if p['old_id'] == content['id']]:
            del self.things['proposal'][k]

    def check(self):
        """is the mirror what the caller reads now?"""
        events = {e['Event']['uuid']: e['Event'] for e in self.caller.search('events', metadata=True)}
        assert_same(self, 'event', events, ('info', 'distribution', 'sharing_group_id'))
        attributes = {a['uuid']: a for a in self.caller.search('attributes')}
        assert_same(self, 'attribute', attributes, ('value', 'distribution', 'sharing_group_id', 'comment', 'to_ids'))
        objects, reports, sightings, references, proposals = {}, {}, {}, {}, {}
        for uuid in events:
            event = self.caller.ok('GET', f'/events/view/{uuid}')['Event']
            for o in event.get('Object', []):
                objects[o['uuid']] = o
                references.update({r['uuid']: r for r in o.get('ObjectReference', [])})
            reports.update({r['uuid']: r for r in event.get('EventReport', [])})
            proposals.update({int(p['id']): p for p in event.get('ShadowAttribute', [])})
            for a in event.get('Attribute', []) + [a for o in event.get('Object', []) for a in o['Attribute']]:
                sightings.update({s['uuid']: s for s in a.get('Sighting', [])})
                proposals.update({int(p['id']): p for p in a.get('ShadowAttribute', [])})
                mine = self.things['attribute'][a['uuid']]
                assert sorted(t['name'] for t in a.get('Tag', [])) == sorted(t['name'] for t in mine.get('Tag', [])), a
            mine = self.things['event'][uuid]
            assert sorted(t['name'] for t in event.get('Tag', [])) == sorted(t['name'] for t in mine.get('Tag', [])), uuid
        assert_same(self, 'object', objects, ('name', 'distribution', 'sharing_group_id', 'comment'))
        assert_same(self, 'report', reports, ('name', 'distribution'))
        assert_same(self, 'sighting', sightings, ('type',))
        assert_same(self, 'object_reference', references, ('relationship_type', 'referenced_uuid'))
        assert_same(self, 'proposal', proposals, ('value',))


def assert_same(mirror, kind, real, fields):
    mine = mirror.things[kind]
    more, less = set(mine) - set(real), set(real) - set(mine)
    history = [{k: v for k, v in line.items() if k != 'content'} for line in mirror.told if line.get('uuid') in more | less]
    assert not more and not less, f'{mirror.caller.name}: {kind}: told and not there: {more}; there and not told: {less}; {history}'
    for key, content in real.items():
        for field in fields:
            assert mine[key].get(field) == content.get(field), (mirror.caller.name, kind, key, field, mine[key].get(field), content.get(field))
