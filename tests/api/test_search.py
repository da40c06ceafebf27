"""restSearch: every filter against a plain Python predicate over the same content, in all scopes, and the forms of the answer."""
import csv
import io
import json
import time

import pytest

NOW = int(time.time())
DAY = 86400


class Content:
    """a few events in which every filter tells some from others"""

    def __init__(self, world, mark):
        self.mark = mark
        add = world.publisher.add_event
        shared = world.org_admin
        self.group = shared.ok('POST', '/sharing_groups/add', {'name': mark, 'releasability': 'x'})['SharingGroup']['id']
        shared.ok('POST', '/sharing_groups/addOrg', {'sg_id': self.group, 'org_id': world.orgs['Alpha']['id']})
        self.sent = [
            dict(info=f'{mark} first', date='2020-01-01', threat_level_id='1', analysis='0', distribution='1', timestamp=str(NOW - 10 * DAY),
                 Tag=[{'name': 'tlp:green'}],
                 Attribute=[self.a('ip-dst', '198.51.100.1', to_ids=True, comment='c2 server', timestamp=str(NOW - 10 * DAY)),
                            self.a('domain', f'{mark}.example', to_ids=True, Tag=[{'name': 'tlp:red'}], timestamp=str(NOW - 10 * DAY)),
                            self.a('text', f'{mark} Text', category='Other', to_ids=False, timestamp=str(NOW - 10 * DAY))]),
            dict(info=f'{mark} second', date='2021-06-01', threat_level_id='2', analysis='1', distribution='0', timestamp=str(NOW - 5 * DAY),
                 Tag=[{'name': 'tlp:red'}],
                 Attribute=[self.a('ip-src', '198.51.100.2', timestamp=str(NOW - 5 * DAY)),
                            self.a('domain|ip', f'two.{mark}.example|198.51.100.1', to_ids=True, timestamp=str(NOW - 5 * DAY)),
                            self.a('email-src', f'{mark}@mail.example', first_seen='2021-01-01T00:00:00+00:00',
                                   last_seen='2021-02-01T00:00:00+00:00', timestamp=str(NOW - 5 * DAY))]),
            dict(info=f'{mark} third', date='2022-12-31', threat_level_id='3', analysis='2', distribution='4', sharing_group_id=self.group,
                 timestamp=str(NOW - 3600),
                 Attribute=[self.a('url', f'http://{mark}.example/a?b=c', timestamp=str(NOW - 3600)),
                            self.a('filename|md5', f'{mark}.exe|d41d8cd98f00b204e9800998ecf8427e', to_ids=True, timestamp=str(NOW - 3600)),
                            self.a('ip-dst', '2001:db8::1', Tag=[{'name': 'tlp:green'}], timestamp=str(NOW - 3600))],
                 Object=[{'name': 'file', 'meta-category': 'file', 'timestamp': str(NOW - 3600), 'Attribute': [
                     self.a('sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', object_relation='sha1', to_ids=True, timestamp=str(NOW - 3600)),
                     self.a('filename', f'{mark}.dll', object_relation='filename', timestamp=str(NOW - 3600))]}]),
        ]
        self.events = [add(**e) for e in self.sent]
        world.publisher.ok('POST', f'/events/publish/{self.events[0]["id"]}', {})
        self.published = {self.events[0]['id']}
        self.ids = [e['id'] for e in self.events]
        self.attributes = [dict(a, event=e, object=None) for e in self.events for a in e['Attribute']]
        self.attributes += [dict(a, event=e, object=o) for e in self.events for o in e['Object'] for a in o['Attribute']]

    def a(self, type_, value, **fields):
        return dict({'type': type_, 'value': value}, **fields)


@pytest.fixture(scope='module')
def content(world):
    made = Content(world, f'srch{time.time_ns()}')
    yield made
    for number in made.ids:
        world.site_admin.post(f'/events/delete/{number}')


def tags(thing):
    return {t['name'] for t in thing.get('Tag', ())}


def all_tags(a):
    return tags(a) | tags(a['event'])


def halves(a):
    return a['value'].lower().split('|') + [a['value'].lower()] if '|' in a['type'] else [a['value'].lower()]


def matches(pattern, text):
    pattern, text = pattern.lower(), text.lower()
    if pattern.startswith('%') and pattern.endswith('%'):
        return pattern[1:-1] in text
    if pattern.endswith('%'):
        return text.startswith(pattern[:-1])
    return text.endswith(pattern[1:]) if pattern.startswith('%') else text == pattern


M = '{mark}'
# (filters, predicate over an attribute); {mark} is replaced
CASES = [
    ({'value': '198.51.100.1'}, lambda a, c: '198.51.100.1' in halves(a)),
    ({'value': ['198.51.100.1', '198.51.100.2']}, lambda a, c: bool({'198.51.100.1', '198.51.100.2'} & set(halves(a)))),
    ({'value': {'OR': ['198.51.100.2', '2001:0db8:0::1']}}, lambda a, c: a['value'] in ('198.51.100.2', '2001:db8::1')),
    ({'value': '!198.51.100.1'}, lambda a, c: '198.51.100.1' not in halves(a)),
    ({'value': ['198.51.100.%', '!198.51.100.2']}, lambda a, c: any(h.startswith('198.51.100.') for h in halves(a)) and a['value'] != '198.51.100.2'),
    ({'value': M + '.EXAMPLE'}, lambda a, c: a['value'] == c.mark + '.example'),
    ({'value': '%' + M + '%'}, lambda a, c: c.mark in a['value'].lower()),
    ({'value': M + '%'}, lambda a, c: any(h.startswith(c.mark) for h in halves(a))),
    ({'value': '%.example'}, lambda a, c: any(h.endswith('.example') for h in halves(a))),
    ({'value': 'd41d8cd98f00b204e9800998ecf8427e'}, lambda a, c: 'd41d8cd98f00b204e9800998ecf8427e' in halves(a)),
    ({'type': 'ip-dst'}, lambda a, c: a['type'] == 'ip-dst'),
    ({'type': ['ip-dst', 'ip-src']}, lambda a, c: a['type'] in ('ip-dst', 'ip-src')),
    ({'type': 'ip-dst||url'}, lambda a, c: a['type'] in ('ip-dst', 'url')),
    ({'type': {'NOT': ['ip-dst']}}, lambda a, c: a['type'] != 'ip-dst'),
    ({'type': 'ip-%'}, lambda a, c: a['type'].startswith('ip-')),
    ({'type': 'nosuch'}, lambda a, c: False),
    ({'category': 'Network activity'}, lambda a, c: a['category'] == 'Network activity'),
    ({'category': '!Network activity'}, lambda a, c: a['category'] != 'Network activity'),
    ({'comment': 'c2%'}, lambda a, c: a['comment'].startswith('c2')),
    ({'object_relation': 'sha1'}, lambda a, c: a['object_relation'] == 'sha1'),
    ({'to_ids': 1}, lambda a, c: a['to_ids']),
    ({'to_ids': '0'}, lambda a, c: not a['to_ids']),
    ({'to_ids': [0, 1]}, lambda a, c: True),
    ({'to_ids': True, 'type': 'domain|ip'}, lambda a, c: a['to_ids'] and a['type'] == 'domain|ip'),
    ({'tags': 'tlp:green'}, lambda a, c: 'tlp:green' in all_tags(a)),
    ({'tags': 'TLP:%'}, lambda a, c: any(t.startswith('tlp:') for t in all_tags(a))),
    ({'tags': ['tlp:green', '!tlp:red']}, lambda a, c: 'tlp:green' in all_tags(a) and 'tlp:red' not in all_tags(a)),
    ({'tags': {'AND': ['tlp:green', 'tlp:red']}}, lambda a, c: {'tlp:green', 'tlp:red'} <= all_tags(a)),
    ({'tags': {'NOT': ['tlp:red']}}, lambda a, c: 'tlp:red' not in all_tags(a)),
    ({'tags': 'no:such:tag'}, lambda a, c: False),
    ({'tags': '!no:such:tag'}, lambda a, c: True),
    ({'org': 'Alpha'}, lambda a, c: True),
    ({'org': 'Nobody at all'}, lambda a, c: False),
    ({'eventinfo': '%second%'}, lambda a, c: 'second' in a['event']['info']),
    ({'published': 1}, lambda a, c: a['event']['id'] in c.published),
    ({'published': False}, lambda a, c: a['event']['id'] not in c.published),
    ({'published': [0, 1]}, lambda a, c: True),
    ({'threat_level_id': [1, 2]}, lambda a, c: a['event']['threat_level_id'] in '12'),
    ({'from': '2021-01-01'}, lambda a, c: a['event']['date'] >= '2021-01-01'),
    ({'to': '2021-06-01'}, lambda a, c: a['event']['date'] <= '2021-06-01'),
    ({'from': '2020-06-01', 'to': '2021-12-01'}, lambda a, c: '2020-06-01' <= a['event']['date'] <= '2021-12-01'),
    ({'date': ['2021-01-01', '2022-01-01']}, lambda a, c: '2021-01-01' <= a['event']['date'] <= '2022-01-01'),
    ({'timestamp': '6d'}, lambda a, c: int(a['timestamp']) > NOW - 6 * DAY),
    ({'timestamp': str(NOW - 6 * DAY)}, lambda a, c: int(a['timestamp']) >= NOW - 6 * DAY),
    ({'timestamp': ['11d', '4d']}, lambda a, c: int(a['timestamp']) < NOW - 4 * DAY),
    ({'timestamp': ['4d', '11d']}, lambda a, c: int(a['timestamp']) < NOW - 4 * DAY),
    ({'timestamp': '5x'}, lambda a, c: False),
    ({'attribute_timestamp': '1d'}, lambda a, c: int(a['timestamp']) > NOW - DAY),
    ({'last': '1d'}, lambda a, c: a['event']['id'] in c.published),
    ({'publish_timestamp': '5x'}, lambda a, c: False),
    ({'sharinggroup': '{group}'}, lambda a, c: a['event']['distribution'] == '4'),
    ({'uuid': '{uuid}'}, lambda a, c: a['uuid'] == c.attributes[4]['uuid']),
    ({'uuid': ['{event_uuid}']}, lambda a, c: a['event'] is c.events[1]),
    ({'first_seen': '2020-12-01'}, lambda a, c: bool(a['first_seen'])),
    ({'first_seen': '2021-03-01'}, lambda a, c: False),
    ({'last_seen': '2021-03-01'}, lambda a, c: bool(a['last_seen'])),
    ({'deleted': 1}, lambda a, c: False),
    ({'deleted': [0, 1]}, lambda a, c: True),
]


def filled(filters, c):
    text = json.dumps(filters).replace('{mark}', c.mark).replace('{group}', c.group).replace('{uuid}', c.attributes[4]['uuid'])
    return json.loads(text.replace('{event_uuid}', c.events[1]['uuid']))


@pytest.mark.parametrize('filters,predicate', CASES, ids=lambda f: json.dumps(f) if isinstance(f, dict) else '')
def test_attributes(world, content, filters, predicate):
    found = world.publisher.search(eventid=content.ids, **filled(filters, content))
    assert {a['uuid'] for a in found} == {a['uuid'] for a in content.attributes if predicate(a, content)}
    assert [int(a['id']) for a in found] == sorted(int(a['id']) for a in found)
    count = world.publisher.post('/attributes/restSearch', dict(filled(filters, content), returnFormat='json', eventid=content.ids, limit=1))
    assert len(count.data['response']['Attribute']) == min(1, len(found))


EVENT_ONLY = [
    ({'eventid': '{one}'}, lambda e, c: e is c.events[0]), ({'eventid': ['{one}', '{two}']}, lambda e, c: e in c.events[:2]),
    ({'eventid': '!{one}'}, lambda e, c: e is not c.events[0]), ({'event_tags': 'tlp:red'}, lambda e, c: 'tlp:red' in tags(e)),
    ({'tags': 'tlp:red'}, lambda e, c: 'tlp:red' in tags(e) or any('tlp:red' in tags(a) for a in c.attributes if a['event'] is e)),
    ({'tags': {'NOT': ['tlp:red']}}, lambda e, c: 'tlp:red' not in tags(e)),
    ({'tags': {'AND': ['tlp:red', 'tlp:green']}}, lambda e, c: e is c.events[0]),
    ({'value': '198.51.100.1'}, lambda e, c: e in c.events[:2]), ({'type': 'url'}, lambda e, c: e is c.events[2]),
    ({'eventinfo': '{mark} first'}, lambda e, c: e is c.events[0]), ({'uuid': '{event_uuid}'}, lambda e, c: e is c.events[1]),
    ({'uuid': '{uuid}'}, lambda e, c: e is c.events[1]), ({'timestamp': '6d'}, lambda e, c: e is not c.events[0]),
    ({'event_timestamp': '6d'}, lambda e, c: e is not c.events[0]), ({'threat_level_id': 3}, lambda e, c: e is c.events[2]),
    ({'published': 1}, lambda e, c: e is c.events[0]), ({'searchall': 'two.{mark}%'}, lambda e, c: e is c.events[1]),
    ({'searchall': '%second%'}, lambda e, c: e is c.events[1]), ({'object_name': 'file'}, lambda e, c: e is c.events[2]),
    ({'distribution': 4}, lambda e, c: e is c.events[2]), ({'org': 'alpha'}, lambda e, c: True), ({'org': '!Alpha'}, None),
]


@pytest.mark.parametrize('filters,predicate', EVENT_ONLY, ids=lambda f: json.dumps(f) if isinstance(f, dict) else '')
def test_events(world, content, filters, predicate):
    if predicate is None:
        return
    text = json.dumps(filled(filters, content)).replace('{one}', content.ids[0]).replace('{two}', content.ids[1])
    query = dict({'eventinfo': content.mark + '%'}, **json.loads(text))
    found = world.publisher.search('events', **query)
    assert {e['Event']['uuid'] for e in found} == {e['uuid'] for e in content.events if predicate(e, content)}


def test_tags_algebra_inside_events(world, content):
    """NOT takes the tagged attributes out of the events that stay"""
    found = world.publisher.search('events', eventinfo=content.mark + '%', tags={'OR': ['tlp:green'], 'NOT': ['tlp:red']})
    first = next(e['Event'] for e in found if e['Event']['uuid'] == content.events[0]['uuid'])
    assert f'{content.mark}.example' not in [a['value'] for a in first['Attribute']]
    assert len(first['Attribute']) == 2


def test_to_ids_filters_inside_events(world, content):
    found = world.publisher.search('events', eventid=content.ids[0], to_ids=1)
    assert [a['to_ids'] for a in found[0]['Event']['Attribute']] == [True, True]


def test_order_and_pages(world, content):
    def got(**more):
        return [a['value'] for a in world.publisher.search(eventid=content.ids, **more)]
    everything = got()
    assert len(everything) == len(content.attributes)
    assert [v for page in (1, 2, 3, 4, 5) for v in got(limit=3, page=page)] == everything
    assert got(order='id desc') == everything[::-1]
    assert got(order='value asc') == sorted(everything, key=str.lower)
    assert got(order='nonsense') == everything


def test_extras(world, content):
    one = content.attributes[1]
    row = world.publisher.search(uuid=one['uuid'])[0]
    assert row['Event']['uuid'] == one['event']['uuid'] and 'value1' not in row
    assert tags(row) == {'tlp:red'}
    row = world.publisher.search(uuid=one['uuid'], includeEventTags=1)[0]
    assert tags(row) == {'tlp:red', 'tlp:green'}
    assert [t.get('inherited') for t in row['Tag'] if t['name'] == 'tlp:green'] in ([1], ['1'], [True])
    row = world.publisher.search(uuid=one['uuid'], includeContext=1)[0]
    assert row['Event']['threat_level_id'] == '1' and row['Event']['Orgc']['name'] == 'Alpha' and row['Event']['date'] == '2020-01-01'
    assert world.publisher.search(uuid=one['uuid'], includeEventUuid=1)[0]['event_uuid'] == one['event']['uuid']
    world.publisher.ok('POST', f'/sightings/add/{one["id"]}', {'source': 'here'})
    assert world.publisher.search(uuid=one['uuid'], includeSightings=1)[0]['Sighting'][0]['source'] == 'here'
    related = world.publisher.search(value='198.51.100.1', eventid=content.ids[0], includeCorrelations=1)[0]['RelatedAttribute']
    assert content.events[1]['uuid'] in [r['Event']['uuid'] for r in related]


def test_metadata_leaves_content_out(world, content):
    found = world.publisher.search('events', eventid=content.ids, metadata=1)
    assert len(found) == 3
    for one in found:
        assert not one['Event'].get('Attribute') and not one['Event'].get('Object')


def test_objects(world, content):
    found = world.publisher.search('objects', object_name='file', eventid=content.ids)
    assert [o['Object']['uuid'] for o in found] == [content.events[2]['Object'][0]['uuid']]
    assert len(found[0]['Object']['Attribute']) == 2
    assert world.publisher.search('objects', object_name='nosuch', eventid=content.ids) == []


def test_headers(world, content):
    answer = world.publisher.post('/attributes/restSearch', {'returnFormat': 'json', 'eventid': content.ids})
    assert answer.headers['X-Result-Count'] == str(len(content.attributes)) or not answer.headers.get('X-Result-Count')
    assert answer.headers['X-Response-Format'] == 'json'
    assert answer.headers['Content-Type'].startswith('application/json')
    odd = world.publisher.post('/attributes/restSearch', {'returnFormat': 'json', 'eventid': content.ids, 'nosuchfilter': 1, 'valeu': 'x'})
    assert set(odd.headers['X-Ignored-Filters'].replace(' ', '').split(',')) == {'nosuchfilter', 'valeu'}


def test_wrong_calls(world):
    answer = world.user.post('/attributes/restSearch', {'returnFormat': 'nosuch'})
    assert answer.status == 404 and answer.data['message'] == 'Invalid output format.'
    assert world.user.call('POST', '/events/restSearch', b'').status == 400
    assert world.user.get('/events/restSearch').status == 400


def test_request_wrapper_and_path(world, content):
    wrapped = world.publisher.ok('POST', '/attributes/restSearch', {'request': {'returnFormat': 'json', 'eventid': content.ids[0]}})
    assert len(wrapped['response']['Attribute']) == 3
    named = world.publisher.ok('GET', f'/attributes/restSearch/returnFormat:json/eventid:{content.ids[0]}/type:ip-dst')
    assert [a['type'] for a in named['response']['Attribute']] == ['ip-dst']
    assert len(world.publisher.ok('POST', '/attributes/restSearch.json', {'eventid': content.ids[0]})['response']['Attribute']) == 3


def test_csv(world, content):
    answer = world.publisher.post('/attributes/restSearch', {'returnFormat': 'csv', 'eventid': content.ids})
    assert answer.headers['Content-Type'].startswith('text/csv')
    text = answer.data.decode()
    assert text.splitlines()[0] == ('uuid,event_id,category,type,value,comment,to_ids,date,object_relation,attribute_tag,object_uuid,'
                                    'object_name,object_meta_category')
    rows = {r['uuid']: r for r in csv.DictReader(io.StringIO(text))}
    assert set(rows) == {a['uuid'] for a in content.attributes}
    for a in content.attributes:
        row = rows[a['uuid']]
        assert (row['value'], row['type'], row['to_ids']) == (a['value'], a['type'], '1' if a['to_ids'] else '0')
        assert row['object_name'] == (a['object']['name'] if a['object'] else '')
    bare = world.publisher.post('/attributes/restSearch', {'returnFormat': 'csv', 'eventid': content.ids, 'headerless': 1}).data.decode()
    assert bare.strip().splitlines() == text.strip().splitlines()[1:]
    columns = world.publisher.post('/attributes/restSearch', {'returnFormat': 'csv', 'eventid': content.ids,
                                                               'requested_attributes': ['value', 'type']}).data.decode()
    assert columns.splitlines()[0] == 'value,type' and len(columns.strip().splitlines()) == 1 + len(content.attributes)
    empty = world.publisher.post('/events/restSearch', {'returnFormat': 'csv', 'eventid': content.ids, 'value': 'nothing here'}).data.decode()
    assert empty.startswith('uuid,event_id,category,type,value')


def test_csv_cells_are_quoted(world, unique):
    nasty = unique + ' "a", b;\n=1+1'
    event = world.user.add_event(unique, [{'type': 'text', 'value': nasty, 'comment': nasty}])
    text = world.user.post('/attributes/restSearch', {'returnFormat': 'csv', 'eventid': event['id']}).data.decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert row['value'].replace('\r', '') == nasty and row['comment'].replace('\r', '') == nasty
    world.user.post(f'/events/delete/{event["id"]}')


def test_text(world, content):
    """the text form takes to_ids attributes of published events only, unless asked otherwise"""
    lines = world.publisher.post('/attributes/restSearch', {'returnFormat': 'text', 'eventid': content.ids}).data.decode().split()
    assert sorted(lines) == sorted(a['value'] for a in content.attributes if a['to_ids'] and a['event']['id'] in content.published)
    more = world.publisher.post('/attributes/restSearch', {'returnFormat': 'text', 'eventid': content.ids, 'to_ids': [0, 1],
                                                            'published': [0, 1]}).data.decode()
    assert {a['value'] for a in content.attributes if ' ' not in a['value']} <= set(more.splitlines())


def test_fields(world, content):
    """the answer is trimmed to the named fields"""
    for row in world.publisher.search(eventid=content.ids, fields=['uuid', 'value']):
        assert set(row) == {'uuid', 'value'}


def test_client(world, content):
    found = world.publisher.misp.search(controller='attributes', eventid=content.ids, type_attribute='ip-dst', pythonify=True)
    assert sorted(a.value for a in found) == ['198.51.100.1', '2001:db8::1']
    events = world.publisher.misp.search(eventinfo=content.mark + '%', pythonify=True)
    assert [e.uuid for e in events] == [e['uuid'] for e in content.events]
    assert world.publisher.misp.search(controller='objects', object_name='file', eventid=content.ids[2], pythonify=True)[0].name == 'file'
    rows = world.publisher.misp.search(controller='attributes', eventid=content.ids, return_format='csv')
    assert len(rows if isinstance(rows, list) else rows.strip().splitlines()) >= len(content.attributes)
