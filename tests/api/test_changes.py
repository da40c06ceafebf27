"""The change stream: what each viewer is told of, and what not; cursors; a mirror made of the stream alone."""
import json
import os
import random
import subprocess
import time
import uuid as uuids

import pytest

from conftest import Caller, World
from agreements import Party, at
from changes import Events, Mirror, now, read


def told(caller, since):
    """[(action, kind, uuid)] since the cursor"""
    return [(line['action'], line['kind'], line.get('uuid')) for line in read(caller, since)[0]]


def only(lines, *uuids_):
    return [line for line in lines if line[2] in uuids_]


def group(world, name, *orgs):
    """a sharing group of Alpha with these organisations"""
    body = {'name': name, 'releasability': 'x', 'SharingGroupOrg': [{'uuid': world.orgs[o]['uuid']} for o in orgs]}
    return world.org_admin.ok('POST', '/sharing_groups/add', {'SharingGroup': body, **body})['SharingGroup']


def test_actions(world, unique):
    a, b, c = world.user, world.other_user, world.third_user
    cursors = {x.name: now(x) for x in (a, b, c)}
    event = a.add_event(unique, [{'type': 'text', 'value': unique + '1'}, {'type': 'text', 'value': unique + '2', 'distribution': '0'}],
                        distribution='1')
    first, second = event['Attribute']
    lines = told(b, cursors['other_user'])
    assert only(lines, event['uuid'])[0] == ('added', 'event', event['uuid'])
    assert only(lines, first['uuid'])[0] == ('added', 'attribute', first['uuid'])
    assert not only(lines, second['uuid'])
    assert only(told(a, cursors['user']), second['uuid'])[0] == ('added', 'attribute', second['uuid'])
    b_cursor = now(b)
    a.ok('POST', f'/attributes/edit/{first["id"]}', {'comment': 'changed'})
    lines, b_cursor = read(b, b_cursor)
    changed = [line for line in lines if line.get('uuid') == first['uuid']]
    assert [x['action'] for x in changed] == ['changed'] and changed[0]['content']['comment'] == 'changed'
    a.ok('POST', f'/attributes/edit/{second["id"]}', {'distribution': '5'})
    assert only(told(b, b_cursor), second['uuid']) == [('became_visible', 'attribute', second['uuid'])]
    b_cursor = now(b)
    a.ok('POST', f'/attributes/edit/{second["id"]}', {'distribution': '0'})
    lines, _ = read(b, b_cursor)
    gone = [line for line in lines if line.get('uuid') == second['uuid']]
    assert [x['action'] for x in gone] == ['became_invisible'] and 'content' not in gone[0]
    b_cursor = now(b)
    a.ok('POST', f'/attributes/delete/{first["id"]}', {})
    assert only(told(b, b_cursor), first['uuid']) == [('deleted', 'attribute', first['uuid'])]
    b_cursor = now(b)
    a.ok('POST', f'/events/edit/{event["id"]}', {'Event': {'distribution': '0'}})
    assert only(told(b, b_cursor), event['uuid'])[0] == ('became_invisible', 'event', event['uuid'])
    b_cursor = now(b)
    a.ok('POST', f'/attributes/edit/{second["id"]}', {'distribution': '5'})
    assert told(b, b_cursor) == []  # nothing of what it does not see
    a.ok('POST', f'/events/edit/{event["id"]}', {'Event': {'distribution': '1'}})
    lines = told(b, b_cursor)
    assert lines[0] == ('became_visible', 'event', event['uuid']) and ('became_visible', 'attribute', second['uuid']) in lines
    b_cursor = now(b)
    a.ok('DELETE', f'/events/{event["id"]}')
    assert only(told(b, b_cursor), event['uuid']) == [('deleted', 'event', event['uuid'])]
    assert Mirror(c, cursors['third_user']).follow().things['event'].get(event['uuid']) is None


def test_never_seen(world, unique):
    """of what was never visible to somebody nothing is told: not by a tombstone either"""
    cursor = now(world.other_user)
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='0', Tag=[{'name': 'tlp:red'}])
    world.user.ok('POST', f'/attributes/edit/{event["Attribute"][0]["id"]}', {'comment': 'x'})
    world.user.ok('POST', f'/sightings/add/{event["Attribute"][0]["id"]}', {})
    world.user.ok('DELETE', f'/events/{event["id"]}')
    lines, after = read(world.other_user, cursor)
    assert lines == [] and after != cursor


def test_tags_and_sightings(world, unique):
    a, b = world.user, world.other_user
    event = a.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1')
    attribute = event['Attribute'][0]
    cursor = now(b)
    a.ok('POST', '/tags/attachTagToObject', {'uuid': attribute['uuid'], 'tag': 'tlp:green'})
    lines, cursor = read(b, cursor)
    tags = [line for line in lines if line['kind'] == 'attribute_tag']
    assert [(t['action'], t['name'], t['attribute_uuid'], t['event_uuid']) for t in tags] == [('added', 'tlp:green', attribute['uuid'], event['uuid'])]
    a.ok('POST', '/tags/removeTagFromObject', {'uuid': attribute['uuid'], 'tag': 'tlp:green'})
    lines, cursor = read(b, cursor)
    assert [(t['action'], t['name']) for t in lines if t['kind'] == 'attribute_tag'] == [('deleted', 'tlp:green')]
    b.ok('POST', f'/sightings/add/{attribute["id"]}', {})
    a_lines = [line for line in read(a, None)[0] if line['kind'] == 'sighting' and line['attribute_uuid'] == attribute['uuid']]
    assert [line['action'] for line in a_lines] == ['added']
    lines, _ = read(b, cursor)
    assert [line['uuid'] for line in lines if line['kind'] == 'sighting'] == [a_lines[0]['uuid']]
    # the policy of sightings: others see their own alone
    assert not [line for line in read(world.third_user)[0] if line['kind'] == 'sighting' and line['uuid'] == a_lines[0]['uuid']]


def test_group(world, unique):
    a, b, c = world.org_admin, world.other_user, world.third_user
    g = group(world, unique, 'Alpha', 'Beta')
    cursor_b, cursor_c = now(b), now(c)
    event = a.add_event(unique, [{'type': 'text', 'value': unique}], distribution='4', sharing_group_id=g['id'])
    open_event = a.add_event(unique + 'o', [{'type': 'text', 'value': unique + 'o', 'distribution': '4', 'sharing_group_id': g['id']}], distribution='1')
    inner = open_event['Attribute'][0]
    assert only(told(b, cursor_b), event['uuid'])[0][0] == 'added'
    assert not only(told(c, cursor_c), event['uuid'], inner['uuid'])
    cursor_b, cursor_c = now(b), now(c)
    a.ok('POST', f'/sharing_groups/addOrg/{g["id"]}/{world.orgs["Gamma"]["id"]}')
    lines = told(c, cursor_c)
    assert ('became_visible', 'sharing_group', g['uuid']) in lines
    assert ('became_visible', 'event', event['uuid']) in lines and ('became_visible', 'attribute', inner['uuid']) in lines
    assert not only(lines, open_event['uuid'])  # it was visible before
    assert told(b, cursor_b) == [('changed', 'sharing_group', g['uuid'])]  # members see who is in it
    cursor_c, old_c = now(c), cursor_c
    a.ok('POST', f'/sharing_groups/removeOrg/{g["id"]}/{world.orgs["Gamma"]["id"]}')
    lines = told(c, cursor_c)
    assert ('became_invisible', 'event', event['uuid']) in lines and ('became_invisible', 'attribute', inner['uuid']) in lines
    # who comes late is told nothing of the content that was open meanwhile, and that it went
    lines, _ = read(c, old_c)
    assert not [line for line in lines if 'content' in line and line.get('uuid') in (event['uuid'], inner['uuid'])]


@pytest.fixture(scope='module')
def parties(world):
    return [Party(x).register() for x in (world.add_user('c_admin1', *org_of(world, 'Zeta')), world.add_user('c_admin2', *org_of(world, 'Eta')),
                                          world.add_user('c_admin3', *org_of(world, 'Theta')))]


def org_of(world, name):
    world.orgs.setdefault(name, world.site_admin.ok('POST', '/admin/organisations/add', {'name': name})['Organisation'])
    return name, 2


def group_of(party, uuid):
    return str(party.caller.ok('GET', f'/agreements/{uuid}')['sharing_group_id'])


def await_lines(caller, cursor, wanted, seconds=15):
    deadline = time.time() + seconds
    while time.time() < deadline:
        lines = told(caller, cursor)
        if wanted in lines:
            return lines
        time.sleep(0.3)
    raise AssertionError(f'{wanted} was not told: {lines}')


def test_agreement(parties, unique):
    a, b, c = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member')], effective_from=at(2), effective_until=at(3600))
    event = b.caller.add_event(unique, [{'type': 'text', 'value': unique}], distribution='4', sharing_group_id=group_of(b, uuid))
    cursor = now(a.caller)
    cursor_c = now(c.caller)
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    # the clock opens it
    lines = await_lines(a.caller, cursor, ('became_visible', 'event', event['uuid']))
    assert ('became_visible', 'attribute', event['Attribute'][0]['uuid']) in lines
    cursor = now(a.caller)
    b.must(uuid, 'suspend')
    assert told(a.caller, cursor) == [('became_invisible', 'event', event['uuid'])]
    cursor = now(a.caller)
    b.must(uuid, 'resume')
    assert told(a.caller, cursor)[0] == ('became_visible', 'event', event['uuid'])
    cursor = now(a.caller)
    b.must(uuid, 'withdraw')
    assert told(a.caller, cursor) == [('became_invisible', 'event', event['uuid'])]
    assert told(c.caller, cursor_c) == []


def test_agreement_ends_by_clock(parties, unique):
    a, b, _ = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member')], effective_until=at(4))
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    event = b.caller.add_event(unique, [{'type': 'text', 'value': unique}], distribution='4', sharing_group_id=group_of(b, uuid))
    cursor = now(a.caller)
    mirror = Mirror(a.caller).follow()
    assert event['uuid'] in mirror.things['event']
    await_lines(a.caller, cursor, ('became_invisible', 'event', event['uuid']))
    assert event['uuid'] not in mirror.follow().things['event']


def test_embargo(world, unique):
    until = int(time.time()) + 3
    cursor = now(world.other_user)
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1', embargo_until=at(3))
    assert told(world.other_user, cursor) == []
    lines = await_lines(world.other_user, cursor, ('became_visible', 'event', event['uuid']))
    assert ('became_visible', 'attribute', event['Attribute'][0]['uuid']) in lines and time.time() >= until - 1


def test_cursors(world):
    a = world.user
    cursor = now(a)
    for bad in ('x', 'A' * 55, cursor[:-1] + ('A' if cursor[-1] != 'A' else 'B'), cursor + 'A'):
        assert a.get('/changes?since=' + bad).status == 400
    answer = world.other_user.get('/changes?since=' + cursor)  # another organisation's
    assert answer.status == 410 and answer.data['code'] == 'resync', answer.data
    assert world.site_admin.get('/changes?since=' + cursor).status == 410
    assert a.get('/changes?limit=0').status == 400
    assert world.stranger().get('/changes').status == 403
    assert '/' not in cursor and '+' not in cursor and len(cursor) == 55


def test_another_organisation(world, unique):
    user = world.add_user(unique[:20], 'Alpha', 3)
    cursor = now(user)
    assert user.get('/changes?since=' + cursor).status == 200
    world.site_admin.ok('POST', f'/admin/users/edit/{user.user["id"]}', {'org_id': world.orgs['Beta']['id']})
    answer = user.get('/changes?since=' + cursor)
    assert answer.status == 410 and answer.data['code'] == 'resync'


def test_site_admin(world):
    cursor = now(world.site_admin)
    world.site_admin.ok('POST', '/admin/organisations/add', {'name': 'Seen by administrators ' + str(uuids.uuid4())})
    assert [(a, k) for a, k, _ in told(world.site_admin, cursor)] == [('added', 'organisation')]
    assert 'user' not in {line['kind'] for line in read(world.user)[0]}
    assert {line['kind'] for line in read(world.user)[0]} <= {'event', 'attribute', 'object', 'object_reference', 'event_tag', 'attribute_tag', 'sighting',
                                                              'proposal', 'report', 'tag', 'sharing_group', 'analyst_data'}


def test_limit(world, unique):
    for i in range(5):
        world.user.add_event(f'{unique}{i}', [{'type': 'text', 'value': f'{unique}{i}'}], distribution='1')
    whole = [line.get('uuid') for line in read(world.other_user)[0]]
    pieces, cursor = [], None
    while True:
        lines, cursor = read(world.other_user, cursor, 3)
        if not lines:
            break
        pieces += [line.get('uuid') for line in lines]
    assert pieces == whole
    # any line's cursor can be gone on from
    lines, _ = read(world.other_user)
    rest, _ = read(world.other_user, lines[len(lines) // 2]['cursor'])
    assert [x.get('uuid') for x in rest][-3:] == whole[-3:] and len(rest) >= len(lines) // 2 - 1


def test_waiting_stream(world, unique):
    """Server-Sent Events: what others write arrives at once, on every open stream; from the place of Last-Event-ID on"""
    streams = [Events(world.other_user, now(world.other_user)) for _ in range(20)]  # more than there are workers
    quiet = Events(world.third_user, now(world.third_user))
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1')
    assert max(s.wait_for('added', event['uuid']) for s in streams) < 1
    quiet.wait_for('added', event['uuid'])
    world.user.ok('POST', f'/events/edit/{event["id"]}', {'Event': {'distribution': '0'}})
    assert streams[0].wait_for('became_invisible', event['uuid']) < 1
    first = streams[1]
    after_added = next(i for i, e, d in first.events if e == 'added' and d['kind'] == 'event')
    again = Events(world.other_user, after_added)
    again.wait_for('became_invisible', event['uuid'])
    assert not [e for e in again.events if e[1] == 'added']
    for s in streams + [quiet, again]:
        s.close()


def test_waiting_stream_and_clock(world, unique):
    stream = Events(world.other_user, now(world.other_user))
    event = world.user.add_event(unique, [], distribution='1', embargo_until=at(3))
    assert 1 < stream.wait_for('became_visible', event['uuid'], 8) < 5
    stream.close()


def test_waiting_stream_ends_with_its_user(world, unique):
    user = world.add_user(unique[:20], 'Alpha', 3)
    stream = Events(user, now(user))
    world.site_admin.ok('POST', f'/admin/users/edit/{user.user["id"]}', {'disabled': True})
    assert stream.ended.wait(5)
    assert Events(world.user, 'nonsense').answer.status == 400
    assert Events(world.stranger()).answer.status == 403


def test_limit_of_streams_and_stop(make_server):
    server = make_server(settings={'http.max_streams': 2})
    admin = Caller(server, server.key, 'site_admin')
    streams = [Events(admin, now(admin)) for _ in range(2)]
    third = Events(admin, now(admin))
    assert third.answer.status == 503
    streams[0].close()
    deadline = time.time() + 40
    while time.time() < deadline:  # the place is free once the server has noticed
        admin.ok('POST', '/admin/organisations/add', {'name': str(uuids.uuid4())})
        again = Events(admin, now(admin))
        if again.answer.status == 200:
            break
        time.sleep(0.3)
    assert again.answer.status == 200
    began = time.time()
    server.stop()
    assert time.time() - began < 10 and again.ended.wait(5)
    server.start()


def test_command(make_server):
    """varde changes: the same lines, and with --follow what a running server writes"""
    server = make_server()
    admin = Caller(server, server.key, 'site_admin')
    lines, _ = read(admin)
    printed = [json.loads(line) for line in server.run('changes').stdout.splitlines()]
    assert [(x['action'], x['kind'], x['id']) for x in printed[:-1]] == [(x['action'], x['kind'], x['id']) for x in lines] and list(printed[-1]) == ['cursor']
    follower = subprocess.Popen([server.binary, '--data', server.folder, 'changes', '--since', 'now', '--follow'], stdout=subprocess.PIPE, text=True,
                                env=server.environment())
    try:
        time.sleep(1.5)
        event = admin.add_event('followed', [{'type': 'text', 'value': 'followed'}])
        line = json.loads(follower.stdout.readline())
        assert (line['action'], line['kind'], line['uuid']) == ('added', 'event', event['uuid'])
    finally:
        follower.kill()
        follower.wait()


def test_compaction(make_server):
    """superseded rows go, what is latest stays; who is behind begins anew, and gets the same"""
    server = make_server()
    admin = Caller(server, server.key, 'site_admin')
    kept = admin.add_event('kept', [{'type': 'text', 'value': f'v{i}'} for i in range(5)])
    gone = admin.add_event('gone', [{'type': 'text', 'value': 'gone'}])
    early = now(admin)
    for i in range(20):
        admin.ok('POST', f'/attributes/edit/{kept["Attribute"][0]["id"]}', {'comment': f'c{i}'})
    admin.ok('DELETE', f'/events/{gone["id"]}')
    before = Mirror(admin).follow()
    latest = now(admin)
    said = server.run('changes', 'compact', '--older-than', '0d').stdout
    assert int(said.split()[0]) > 30, said
    assert server.run('changes', 'compact', '--older-than', '1d').stdout.startswith('0 ')
    answer = admin.get('/changes?since=' + early)
    assert answer.status == 410 and answer.data['code'] == 'resync'
    assert read(admin, latest)[0] == []
    after = Mirror(admin).follow()
    assert after.things == before.things
    after.check()
    assert ('deleted', 'event', gone['uuid']) in [(x['action'], x['kind'], x.get('uuid')) for x in after.told]
    assert len(after.told) < len(before.told)
    paged = Mirror(admin).follow(limit=2)  # cursors of a walk from the beginning are good, though they lie behind the horizon
    assert paged.things == before.things


def test_restore(make_server, tmp_path):
    server = make_server()
    admin = Caller(server, server.key, 'site_admin')
    cursor = now(admin)
    assert admin.get('/changes?since=' + cursor).status == 200
    server.run('backup', str(tmp_path / 'copy'))
    server.stop()
    server.run('restore', str(tmp_path / 'copy'), '--force')
    server.start()
    admin = Caller(server, server.key, 'site_admin')
    answer = admin.get('/changes?since=' + cursor)
    assert answer.status == 410 and answer.data['code'] == 'resync'
    assert read(admin)[0]


SEEDS = range(1, 1 + int(os.environ.get('VARDE_MIRROR_SEEDS', '3')))


class Editor:
    """random edits by several organisations"""

    def __init__(self, world, rng, name):
        self.world, self.rng, self.name = world, rng, name
        self.actors = [world.org_admin, world.other_admin]
        self.groups = [group(world, f'{name} {i}', *orgs) for i, orgs in enumerate((['Alpha', 'Beta'], ['Alpha', 'Beta', 'Gamma'], ['Alpha']))]
        self.events, self.n = [], 0

    def spread(self, inherit=True):
        level = self.rng.choice(['0', '1', '1', '3', '4', '4'] + ['5', '5', '5'] * inherit)
        return {'distribution': level, 'sharing_group_id': self.rng.choice(self.groups[:2])['id'] if level == '4' else '0'}

    def value(self):
        self.n += 1
        return f'{self.name}-{self.n}'

    def add_event(self):
        who = self.rng.choice(self.actors)
        attributes = [dict({'type': 'text', 'value': self.value()}, **self.spread()) for _ in range(self.rng.randrange(4))]
        objects = [dict({'name': 'file', 'meta-category': 'file', 'template_uuid': '688c46fb-5edb-40a3-8273-1af7923e2215', 'template_version': '24',
                         'Attribute': [dict({'type': 'text', 'object_relation': 'text', 'value': self.value()}, **self.spread())]}, **self.spread())
                   for _ in range(self.rng.randrange(2))]
        answer = who.call('POST', '/events/add', {'Event': dict({'info': self.value(), 'Attribute': attributes, 'Object': objects}, **self.spread(False))})
        if answer.status == 200:
            self.events.append((who, answer.data['Event']['uuid']))

    def step(self):
        if len(self.events) < 3:
            return self.add_event()
        who, uuid = self.rng.choice(self.events)
        answer = who.call('GET', f'/events/view/{uuid}')
        if answer.status != 200:
            return None
        event = answer.data['Event']
        attributes = event['Attribute'] + [a for o in event['Object'] for a in o['Attribute']]
        act = self.rng.randrange(14)
        if act == 0:
            return self.add_event()
        if act == 1:
            return who.post(f'/events/edit/{uuid}', {'Event': self.spread(False)})
        if act == 2 and self.rng.random() < 0.3:
            self.events = [e for e in self.events if e[1] != uuid]
            return who.call('DELETE', f'/events/{uuid}')
        if act == 3:
            return who.post(f'/attributes/add/{uuid}', dict({'type': 'text', 'value': self.value()}, **self.spread()))
        if act in (4, 5) and event['Object']:
            o = self.rng.choice(event['Object'])
            if act == 4:
                return who.post(f'/objects/edit/{o["uuid"]}', {'Object': dict({'comment': self.value()}, **self.spread())})
            return who.post(f'/objects/delete/{o["id"]}' + self.rng.choice(['', '/1']))
        if act == 6:
            g, org = self.rng.choice(self.groups[:2]), self.rng.choice(['Beta', 'Gamma'])
            return self.world.org_admin.post(f'/sharing_groups/{self.rng.choice(["addOrg", "removeOrg"])}/{g["id"]}/{self.world.orgs[org]["id"]}')
        if act == 7:
            target = self.rng.choice([event] + attributes)['uuid']
            return who.post(f'/tags/{self.rng.choice(["attachTagTo", "removeTagFrom"])}Object', {'uuid': target, 'tag': self.rng.choice(['tlp:green', 'tlp:amber'])})
        if act == 8:
            return who.post(f'/eventReports/add/{uuid}', {'EventReport': dict({'name': self.value(), 'content': 'x'}, **self.spread())})
        if not attributes:
            return None
        a = self.rng.choice(attributes)
        if act == 9:
            return who.post(f'/attributes/delete/{a["id"]}' + self.rng.choice(['', '/1']))
        if act == 10:
            return self.rng.choice([self.world.user, self.world.other_user]).post(f'/sightings/add/{a["uuid"]}')
        if act == 11:
            return self.rng.choice([self.world.user, self.world.other_user]).post(f'/shadow_attributes/edit/{a["id"]}', {'value': self.value(), 'type': 'text'})
        return who.post(f'/attributes/edit/{a["uuid"]}', dict({'comment': self.value()}, **self.spread()))


@pytest.mark.parametrize('seed', SEEDS)
def test_mirror(world, unique, seed):
    """rebuilt from the stream alone, from different places and at different speeds, it is what each viewer reads"""
    rng = random.Random(seed)
    editor = Editor(world, rng, unique)
    viewers = [world.user, world.other_user, world.third_user]
    every = [Mirror(v).follow() for v in viewers]
    for mirror in every:
        mirror.strict = True
    some = [Mirror(v).follow() for v in viewers]
    slow = [Mirror(v).follow(limit=7) for v in viewers]
    for mirror in some + slow:
        mirror.check()
    for _ in range(120):
        editor.step()
        for mirror in every:
            mirror.follow()
        if rng.random() < 0.2:
            for mirror in some:
                mirror.follow()
    for v, *mirrors in zip(viewers, every, some, slow):
        mirrors[0].check()
        mirrors[1].follow().check()
        mirrors[2].follow(limit=5).check()
        Mirror(v).follow().check()


@pytest.mark.parametrize('seed', [11, 12])
def test_mirror_after_compaction(make_server, unique, seed):
    """who begins anew behind the horizon gets what is there, and is told of nothing that went"""
    server = make_server()
    world = World(server)
    editor = Editor(world, random.Random(seed), unique)
    viewers = [world.user, world.other_user, world.third_user]
    for _ in range(100):
        editor.step()
    steady = [Mirror(v).follow() for v in viewers]
    server.run('changes', 'compact', '--older-than', '0d')
    for v, old in zip(viewers, steady):
        fresh = Mirror(v).follow(limit=random.Random(seed).choice([3, 50]))
        fresh.check()
        assert {line['kind'] for line in fresh.told if 'content' not in line and line['kind'] not in ('tag', 'sharing_group')} <= {'event'}
        old.follow().check()
    for _ in range(30):
        editor.step()
    for old in steady:
        old.follow().check()
