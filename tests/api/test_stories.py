"""Stories on the wire: reports of one happening in several languages, by several organisations, become one story for each viewer of what that
viewer sees. The longest test holds two servers side by side, of which one has reports that a viewer may not see: every answer to that viewer
is the same, byte by byte, but for ids and instants."""
import json
import os
import random
import re
import time
import uuid
import xml.etree.ElementTree as ElementTree

import pytest

from conftest import TOP, World

TEXTS = os.path.join(TOP, 'tests', 'reading', 'stories')
ORGANISATION, COMMUNITY, GROUP, INHERIT = '0', '1', '4', '5'
# two happenings of the same days; BRIDGE tells of both
ESTONIA = {'en': '2022-08-25', 'et': '2022-08-25', 'ru': '2022-08-26'}
MONTENEGRO = {'en': '2022-08-27', 'de': '2022-08-28', 'sr': '2022-08-26'}


def text_of(name):
    with open(os.path.join(TEXTS, name + '.txt'), encoding='utf-8') as f:
        return f.read()


def body_of(name):
    """without its title"""
    return text_of(name).split('\n', 2)[2]


def bridge():
    return text_of('estonia-en') + '\n' + body_of('montenegro-en')


class Desk:
    """Reports on events of a server of its own; uuids are given, so that two servers can hold the same."""

    def __init__(self, make_server, library=None):
        self.world = World(make_server(library=library))
        self.events = {}
        self.number = 0

    def fixed(self, what):
        self.number += 1
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f'{what} {self.number}'))

    def event(self, caller, info='monitoring of the press', attributes=(), **fields):
        fields = dict({'distribution': COMMUNITY, 'date': '2001-01-01', 'uuid': self.fixed('event')}, **fields)
        return caller.add_event(info, attributes, **fields)

    def report(self, caller, text, day, distribution=INHERIT, event=None, **fields):
        """a report on an event of the caller's; its uuid. The day stands before the text, as agencies write it."""
        event = event or self.event(caller)
        sent = dict({'name': text.split('\n')[0][:100], 'content': f'{day}\n\n{text}', 'distribution': distribution,
                     'uuid': self.fixed('report')}, **fields)
        made = caller.ok('POST', f'/eventReports/add/{event["id"]}', sent)['EventReport']
        assert made['uuid'] == sent['uuid']
        return made['uuid']


@pytest.fixture
def desk(make_server):
    return Desk(make_server)


def stories(caller, query=''):
    found = caller.ok('GET', '/stories?limit=100' + query)
    assert found['linked_up_to_date'] is True
    return found['stories']


def story(caller, ref):
    return caller.ok('GET', f'/stories/{ref}')['story']


def reports_of(caller, ref):
    return {m['report'] for m in story(caller, ref)['timeline'] if m['kind'] == 'report'}


def groups(caller):
    return {frozenset(reports_of(caller, s['uuid'])) for s in stories(caller)}


def both_happenings(desk, *callers):
    """the six reports, by the callers in turn: {(happening, language): uuid}"""
    made = {}
    for name, days in (('estonia', ESTONIA), ('montenegro', MONTENEGRO)):
        for i, (language, day) in enumerate(days.items()):
            made[name, language] = desk.report(callers[i % len(callers)], text_of(f'{name}-{language}'), day)
    return made


def of(made, name):
    return frozenset(uuid for (happening, _), uuid in made.items() if happening == name)


def test_one_happening_in_three_languages(desk):
    world = desk.world
    made = both_happenings(desk, world.user, world.other_user, world.third_user)
    assert groups(world.user) == {of(made, 'estonia'), of(made, 'montenegro')}
    first = story(world.user, made['estonia', 'ru'])
    assert first['uuid'] == made['estonia', 'en'], 'the uuid is that of the earliest report'
    assert first['reports'] == 3 and sorted(first['languages']) == ['en', 'et', 'ru'] and 'EE' in first['countries']
    assert first['from'] == '2022-08-25' and first['to'] == '2022-08-26'
    assert [m['report'] for m in first['timeline']] == [made['estonia', x] for x in ('en', 'et', 'ru')]
    assert {s['language']: s['reports'] for s in first['sources']} == {'en': 1, 'et': 1, 'ru': 1}
    assert first['claims'] == [] and first['merges'] == [] and first['splits'] == []
    assert '3 reports in 3 languages' in first['headline']


def test_listing(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    newest_first = [s['uuid'] for s in stories(world.user)]
    assert newest_first == [made['montenegro', 'en'], made['estonia', 'en']]
    pages, cursor = [], ''
    while cursor is not None:
        page = world.user.ok('GET', f'/stories?limit=1{cursor}')
        pages += [s['uuid'] for s in page['stories']]
        cursor = page['next'] and '&cursor=' + page['next'].replace('=', '%3D').replace('+', '%2B')
    assert pages == newest_first
    for query, want in (('&country=EE', 'estonia'), ('&language=sr', 'montenegro'), ('&q=killnet', 'estonia'), ('&from=2022-08-27', 'montenegro'),
                        ('&to=2022-08-26', 'estonia'), ('&topic=ddos', 'estonia')):
        assert [s['uuid'] for s in stories(world.user, query)] == [made[want, 'en']], query
    assert stories(world.user, '&country=JP') == []
    for wrong in ('limit=0', 'limit=1000', 'from=yesterday', 'cursor=abc', 'cursor=djE6eDp5Ono='):
        status, _, data = world.user.get('/stories?' + wrong)
        assert status == 400 and set(data) >= {'name', 'message', 'url'}, wrong


def test_feed(desk):
    world = desk.world
    both_happenings(desk, world.user)
    status, headers, data = world.user.get('/stories?format=atom')
    assert status == 200 and headers['Content-Type'].startswith('application/atom+xml') and 'private' in headers['Cache-Control']
    atom = '{http://www.w3.org/2005/Atom}'
    feed = ElementTree.fromstring(data)
    listed = [s['uuid'] for s in stories(world.user)]
    assert [e.find(atom + 'id').text for e in feed.iter(atom + 'entry')] == [f'urn:uuid:{u}' for u in listed]
    assert world.other_user.get('/stories?format=atom').status == 200


def test_revalidation(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    path = f'/stories/{made["estonia", "en"]}'
    status, headers, _ = world.user.call('GET', path, headers={'If-None-Match': '"x"'})
    assert status == 200 and headers['ETag']
    assert world.user.call('GET', path, headers={'If-None-Match': headers['ETag']}).status == 304
    world.user.ok('POST', f'/eventReports/delete/{made["estonia", "ru"]}', {})
    assert world.user.call('GET', path, headers={'If-None-Match': headers['ETag']}).status == 200


def test_unseen_is_not_found(desk):
    world = desk.world
    hidden = desk.report(world.user, text_of('estonia-en'), '2022-08-25', ORGANISATION)
    assert story(world.user, hidden)['uuid'] == hidden
    for path in ('/stories/%s', '/stories/%s/related'):
        nothing, unseen = (world.other_user.get(path % ref) for ref in (str(uuid.uuid4()), hidden))
        assert unseen.status == nothing.status == 404
        assert str(unseen.data).replace(hidden, '') == re.sub(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '', str(nothing.data))
    assert stories(world.other_user) == []


def test_a_hidden_bridge_joins_only_for_those_who_see_it(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    joint = desk.report(world.other_user, bridge(), '2022-08-27', ORGANISATION)
    assert groups(world.user) == {of(made, 'estonia'), of(made, 'montenegro')}
    assert groups(world.other_user) == {of(made, 'estonia') | of(made, 'montenegro') | {joint}}
    seen = story(world.other_user, joint)
    assert seen['uuid'] == made['estonia', 'en'] and seen['reports'] == 7
    assert set(seen['merges'][-1]['from']) == {made['estonia', 'en'], made['montenegro', 'en']}
    assert all(made['estonia', 'en'] not in m['from'] for m in story(world.user, made['montenegro', 'de'])['merges'])
    # it is shown to all: what was told of it before was no less true
    event = world.other_user.ok('GET', f'/eventReports/view/{joint}')['EventReport']
    world.other_user.ok('POST', f'/eventReports/edit/{event["id"]}', {'distribution': INHERIT})
    assert len(groups(world.user)) == 1
    # and hidden again, by its event this time
    world.other_user.ok('POST', f'/events/edit/{event["event_id"]}', {'distribution': ORGANISATION})
    assert len(groups(world.user)) == 2 and len(groups(world.other_user)) == 1


def test_sharing_group(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    group = world.site_admin.ok('POST', '/sharing_groups/add', {'name': 'two', 'releasability': 'x', 'active': True, 'SharingGroupOrg': [
        {'org_id': world.orgs[o]['id'], 'extend': True} for o in ('Beta', 'Gamma')],
        'SharingGroupServer': [{'server_id': '0', 'all_orgs': False}]})['SharingGroup']
    joint = desk.report(world.other_user, bridge(), '2022-08-27', GROUP, sharing_group_id=group['id'])
    assert len(groups(world.user)) == 2 and len(groups(world.third_user)) == 1
    world.site_admin.ok('POST', f'/sharing_groups/removeOrg/{group["id"]}/{world.orgs["Gamma"]["id"]}', {})
    assert len(groups(world.third_user)) == 2 and len(groups(world.other_user)) == 1
    assert world.third_user.get(f'/stories/{joint}').status == 404


def test_edits_and_deletions_split(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    joint = desk.report(world.user, bridge(), '2022-08-27')
    whole = of(made, 'estonia') | of(made, 'montenegro') | {joint}
    assert groups(world.user) == {whole}
    # it turns out to be about one of them only
    world.user.ok('POST', f'/eventReports/edit/{joint}', {'content': '2022-08-27\n\n' + text_of('montenegro-en')})
    assert groups(world.user) == {of(made, 'estonia'), of(made, 'montenegro') | {joint}}
    seen = story(world.user, made['estonia', 'en'])
    assert len(seen['merges']) == 1 and len(seen['splits']) == 1
    assert set(seen['splits'][0]['into']) >= {made['estonia', 'en']} and seen['splits'][0]['story'] == made['estonia', 'en']
    # and back again, and deleted
    world.user.ok('POST', f'/eventReports/edit/{joint}', {'content': '2022-08-27\n\n' + bridge()})
    assert groups(world.user) == {whole}
    world.user.ok('POST', f'/eventReports/delete/{joint}', {})
    assert groups(world.user) == {of(made, 'estonia'), of(made, 'montenegro')}
    assert world.user.get(f'/stories/{joint}').status == 404
    seen = story(world.user, made['estonia', 'en'])
    assert len(seen['merges']) == 2 and len(seen['splits']) == 2
    world.user.ok('POST', f'/eventReports/restore/{joint}', {})
    assert groups(world.user) == {whole}
    world.user.ok('POST', f'/eventReports/delete/{joint}/1', {})
    assert groups(world.user) == {of(made, 'estonia'), of(made, 'montenegro')}


def test_deleted_event_takes_its_reports(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    event = desk.event(world.user)
    desk.report(world.user, bridge(), '2022-08-27', event=event)
    assert len(groups(world.user)) == 1
    world.user.ok('POST', f'/events/delete/{event["id"]}', {})
    assert groups(world.user) == {of(made, 'estonia'), of(made, 'montenegro')}


def test_day_of_the_metadata(desk):
    world = desk.world
    page = ('<html><head><title>Port hit</title><meta property="article:published_time" content="2022-03-05T10:00:00Z"></head><body><article><h1>Port hit'
            '</h1><p>The port of Gdansk in Poland was hit by a ransomware attack, officials said. The group Conti claimed it.</p></article></body></html>')
    status, _, made = world.user.post('/reports', {'html': page, 'distribution': 1})
    assert status == 201
    assert story(world.user, made['reports'][0]['uuid'])['when']['from'] == '2022-03-05'


def test_events_are_members(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    value = '203.0.113.77'
    desk.event(world.other_user, 'Estonia: DDoS attacks of Killnet on government sites, Luukas Ilves', date='2022-08-25', attributes=[
        {'type': 'ip-src', 'value': value, 'to_ids': True, 'distribution': INHERIT},
        {'type': 'ip-src', 'value': '203.0.113.78', 'to_ids': True, 'distribution': ORGANISATION}])
    seen = story(world.user, made['estonia', 'en'])
    if not seen['events']:
        pytest.skip('the linker does not hold them for one')
    assert seen['reports'] == 3 and seen['uuid'] == made['estonia', 'en']
    assert [i['value'] for i in seen['indicators']] == [value]
    assert {i['value'] for i in story(world.other_user, made['estonia', 'en'])['indicators']} == {value, '203.0.113.78'}


def test_indicators_of_reports(desk):
    world = desk.world
    text = text_of('estonia-en') + '\nThe attackers used hxxp://evil-panel[.]example[.]net/gate and the server 198.51.100[.]23.\n'
    made = desk.report(world.user, text, '2022-08-25')
    found = {i['value'] for i in story(world.user, made)['indicators']}
    assert '198.51.100.23' in found


def test_related_of_another_year(desk):
    world = desk.world
    old = desk.report(world.user, text_of('bank-norrfjord-sv'), '2020-09-02')
    new = desk.report(world.user, text_of('bank-norrfjord-2021-sv'), '2021-09-02')
    assert groups(world.user) == {frozenset({old}), frozenset({new})}
    assert story(world.user, old)['related'] == [new] and story(world.user, new)['related'] == [old]
    assert [s['uuid'] for s in world.user.ok('GET', f'/stories/{new}/related')['related']] == [old]
    hidden = desk.report(world.user, text_of('bank-norrfjord-2021-sv'), '2021-09-03', ORGANISATION)
    assert new in reports_of(world.user, hidden)
    assert [s['reports'] for s in world.other_user.ok('GET', f'/stories/{old}/related')['related']] == [1]


def test_digest(desk):
    world = desk.world
    made = both_happenings(desk, world.user)
    digest = desk.report(world.user, text_of('digest-2022w34-en'), '2022-08-28')
    items = [m for s in stories(world.user) for m in story(world.user, s['uuid'])['timeline'] if m.get('report') == digest]
    assert len(items) > 1 and sorted(m['item'] for m in items) == list(range(1, len(items) + 1))
    for m in items:
        assert m['uuid'] == str(uuid.uuid5(uuid.UUID(digest), str(m['item']))) and digest in reports_of(world.user, m['uuid'])
    assert digest in reports_of(world.user, made['montenegro', 'en'])
    assert digest in reports_of(world.user, digest), 'the uuid of the digest leads to its first item'
    world.user.ok('POST', f'/eventReports/edit/{digest}', {'content': '2022-08-28\n\n' + text_of('montenegro-en')})
    assert reports_of(world.user, digest) == of(made, 'montenegro') | {digest}
    assert world.user.get(f'/stories/{items[-1]["uuid"]}').status == 404


def everything(caller, made):
    """all that a caller can ask about stories"""
    paths = ['/stories?limit=100', '/stories?limit=100&country=EE', '/stories?limit=100&q=montenegro', '/stories?limit=2', '/stories?format=atom',
             '/roundups', '/roundups?format=atom', '/roundups/2022-W34', '/roundups/2022-W34?format=md', '/roundups/2022-W34?format=html',
             '/roundups/2022-08', '/roundups/2022-W35', '/roundups/2022-08-27']
    paths += [f'/stories/{ref}{more}' for ref in sorted(made) for more in ('', '/related')]
    return {path: caller.get(path) for path in paths}


INSTANT = re.compile(r'20[2-9]\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?')


def plain(answer):
    """an answer without ids of this server and without instants"""
    text = answer.data.decode() if isinstance(answer.data, bytes) else json.dumps(answer.data, sort_keys=True, ensure_ascii=False)
    text = re.sub(r'"next": "[^"]+"', '"next": "CURSOR"', INSTANT.sub('INSTANT', text))
    text = re.sub(r'urn:uuid:[0-9a-f-]{36}</id>\n<title type="text">(Stories|Roundups)', r'FEED \1', text)
    return answer.status, re.sub(r'"(id|event_id)": "?\d+"?', '"id"', re.sub(r'(event|events/view/)[ /]?\d+', 'event', text))


def hidden_things(desk, world):
    """what Beta has for itself: bridges, translations that would add languages, copies that would be the earliest, newer and older ones, a digest,
    events with actors, indicators and tags, proposals"""
    made = []
    for text, day in ((bridge(), '2022-08-27'), (text_of('estonia-fi'), '2022-08-24'), (text_of('estonia-en'), '2022-08-20'),
                      (text_of('montenegro-en'), '2022-08-30'), (text_of('digest-2022w34-en'), '2022-08-28'), (text_of('kyivstar-en'), '2022-08-25'),
                      (text_of('estonia-en'), '2019-08-25')):
        made.append(desk.report(world.other_user, text, day, ORGANISATION, desk.event(world.other_user, distribution=ORGANISATION)))
    event = desk.event(world.other_user, 'Estonia: DDoS attacks of Killnet', date='2022-08-25', distribution=ORGANISATION, attributes=[
        {'type': 'ip-src', 'value': f'198.51.100.{i}', 'to_ids': True, 'timestamp': 1661500000 + i} for i in range(20)])
    made.append(desk.report(world.other_user, text_of('estonia-ru'), '2022-08-25', event=event))
    world.site_admin.ok('POST', '/tags/add', {'name': 'misp-galaxy:threat-actor="Killnet"'})
    world.site_admin.ok('POST', '/tags/attachTagToObject', {'uuid': event['uuid'], 'tag': 'misp-galaxy:threat-actor="Killnet"'})
    return made


def test_nothing_unseen_is_told(make_server):
    with_hidden, without = Desk(make_server), Desk(make_server)
    seen = []
    for desk in (with_hidden, without):
        world = desk.world
        desk.number = 0
        made = [desk.report(world.user, text_of('estonia-en'), '2022-08-25')]
        open_event = desk.event(world.other_user, 'weekly watch', date='2022-08-26')
        number = desk.number
        if desk is with_hidden:  # before, between and after what is seen; also on an event that is seen
            desk.number = 1000
            hidden = hidden_things(desk, world)
            hidden.append(desk.report(world.other_user, bridge(), '2022-08-27', ORGANISATION, event=open_event))
        desk.number = number
        made += [desk.report(world.user, text_of(f'estonia-{x}'), d) for x, d in ESTONIA.items() if x != 'en']
        made += [desk.report(world.third_user, text_of(f'montenegro-{x}'), d) for x, d in MONTENEGRO.items()]
        made.append(desk.report(world.user, text_of('norway-en'), '2022-08-29'))
        number = desk.number
        if desk is with_hidden:
            desk.number = 2000
            hidden += [desk.report(world.other_user, bridge(), day, ORGANISATION, open_event) for day in ('2022-08-26', '2022-08-28')]
            # what was seen once and is no more
            shown = desk.report(world.other_user, text_of('lithuania-en'), '2022-08-27', event=open_event)
            hidden.append(shown)
            assert world.third_user.get(f'/stories/{shown}').status == 200
            world.other_user.ok('POST', f'/eventReports/edit/{shown}', {'distribution': ORGANISATION})
        desk.number = number
        made.append(desk.report(world.user, text_of('norway-no'), '2022-08-29'))
        seen.append((world, made))
    assert seen[0][1] == seen[1][1]
    made = seen[0][1]
    for who in ('user', 'third_user', 'read_only'):
        left, right = (everything(world[who], made) for world, _ in seen)
        for path in left:
            assert plain(left[path]) == plain(right[path]), (who, path)
        assert left['/stories?limit=100'].data['stories']
        for ref in hidden:
            assert seen[0][0][who].get(f'/stories/{ref}').status == 404
    # and it is not that nothing is told to anybody
    assert everything(seen[0][0].other_user, made)['/stories?limit=100'].data != everything(seen[1][0].other_user, made)['/stories?limit=100'].data


def facts(caller, *without):
    return [{key: value for key, value in story(caller, s['uuid']).items() if key not in without} for s in stories(caller)]


def test_restart_and_rebuild_keep_all(make_server):
    desk = Desk(make_server)
    world, server = desk.world, desk.world.server
    made = both_happenings(desk, world.user)
    joint = desk.report(world.user, bridge(), '2022-08-27')
    desk.report(world.user, text_of('digest-2022w34-en'), '2022-08-28')
    assert reports_of(world.user, joint) == of(made, 'estonia') | of(made, 'montenegro') | {joint, story(world.user, joint)['timeline'][-1]['report']}
    world.user.ok('POST', f'/eventReports/edit/{joint}', {'content': '2022-08-27\n\n' + text_of('montenegro-en')})
    before = facts(world.user)
    assert any(s['splits'] for s in before)
    server.stop()
    server.start()
    world.user.connection = None
    assert facts(world.user) == before
    done = server.run('stories', '--rebuild').stdout
    assert '0 links made, 0 ended' in done, done
    assert facts(world.user) == before
    # made from nothing, all is the same but for what was recorded of the past
    server.stop()
    import sqlite3
    with sqlite3.connect(os.path.join(server.folder, 'varde.db')) as db:
        for table in ('story_parts', 'story_keys', 'story_links'):
            db.execute(f'DELETE FROM {table}')
        db.execute("DELETE FROM settings WHERE name LIKE 'varde.stories.%'")
    db.close()
    server.start()
    world.user.connection = None
    deadline = time.monotonic() + 30
    while not world.user.ok('GET', '/stories')['linked_up_to_date'] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert facts(world.user, 'merges', 'splits') == [{k: v for k, v in s.items() if k not in ('merges', 'splits')} for s in before]
    assert made['estonia', 'en'] in {s['uuid'] for s in stories(world.user)}
    assert server.run('check', check=False).returncode == 0


def test_order_does_not_matter(make_server):
    """whatever comes first, and however many come at once: a link depends on its two reports only"""
    names = sorted(f[:-4] for f in os.listdir(TEXTS) if f.endswith('.txt'))
    with open(os.path.join(TEXTS, 'manifest.jsonl'), encoding='utf-8') as f:
        days = {row['file'][:-4]: row['published'] for row in map(json.loads, f) if 'published' in row}
    names = [n for n in names if n in days][::2]
    seen = []
    for order in (names, names[::-1], random.Random(3).sample(names, len(names))):
        desk = Desk(make_server)
        event = desk.event(desk.world.user)
        made = {}
        for i, name in enumerate(order):
            made[desk.report(desk.world.user, text_of(name), days[name], event=event)] = name
            if order is not names and i % 7 == 0:
                stories(desk.world.user)
        seen.append({frozenset(made[r] for r in group) for group in groups(desk.world.user)})
    assert seen[0] == seen[1] == seen[2]
    assert 5 < len(seen[0]) < len(names)


def test_written_by_another_process(desk, tmp_path):
    world, server = desk.world, desk.world.server
    made = both_happenings(desk, world.user)
    document = {'Event': {'uuid': str(uuid.uuid4()), 'info': 'imported', 'date': '2001-01-01', 'distribution': '1', 'EventReport': [
        {'uuid': str(uuid.uuid4()), 'name': 'Estonia', 'content': '2022-08-26\n\n' + text_of('estonia-fi'), 'distribution': '5'}]}}
    path = tmp_path / 'event.json'
    path.write_text(json.dumps(document))
    server.run('import', str(path))
    report = document['Event']['EventReport'][0]['uuid']
    deadline = time.monotonic() + 10
    while world.site_admin.get(f'/stories/{report}').status != 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert made['estonia', 'en'] in reports_of(world.site_admin, report)
