"""What a stranger or a broken client may send: each gets a clear JSON error with the right status, and changes nothing."""
import gzip
import json
import time
import uuid

import pytest

MALFORMED = [
    b'{', b'[', b'"', b'not json', b'{"Event": {"info": "x"', b'{"Event": {"info": "x"}', b'{"Event": {"info": "x"}}}',
    b'{"a":1}{"b":2}', b"{'Event': {'info': 'x'}}", b'{"Event": {"info": "x",}}', b'{"Event": {"info" "x"}}', b'[1,]', b'nul',
    b'{"Event": {"info": tru}}', b'{"Event": {"info": 01}}', b'{"Event": {"info": +1}}', b'{"Event": {"info": NaN}}',
    b'{"Event": {"info": "a\nb"}}', b'{"Event": {"info": "\\x41"}}', b'\x00', b'{"Event": {"info": "x"}}\x00', b'\xef\xbb\xbf{',
]
NOT_UTF8 = [b'\xff', b'\xc0\xaf', b'\xe0\x80\xaf', b'\xed\xa0\x80', b'\xf8\x88\x80\x80\x80', b'\xf4\x90\x80\x80', b'\xc3', b'a\x80b']
TRICKS = [
    "' OR '1'='1", "' OR 1=1 -- ", '" OR ""="', "1; DROP TABLE events; --", "1 UNION SELECT hash FROM auth_keys", "') OR ('a'='a",
    '../../../../etc/passwd', '..\\..\\windows', '%2e%2e%2f%2e%2e%2fetc%2fpasswd', '$1', '?1', ':a', '@a', '{{7*7}}', '`id`',
    '$(id)', '<script>alert(1)</script>', 'a\tb', '\\', '\\\\', "\\'", '_', '*', '[a-z]*', '\u202e', '\U0001f4a9', 'x' * 70000,
]
FILTERS = ['value', 'value1', 'value2', 'type', 'category', 'comment', 'object_relation', 'org', 'tags', 'event_tags', 'eventid',
           'uuid', 'eventinfo', 'from', 'to', 'date', 'last', 'publish_timestamp', 'timestamp', 'event_timestamp',
           'attribute_timestamp', 'first_seen', 'last_seen', 'published', 'threat_level_id', 'to_ids', 'deleted', 'sharinggroup',
           'object_name', 'object_template_uuid', 'searchall', 'limit', 'page', 'order', 'returnFormat', 'metadata',
           'withAttachments', 'requested_attributes', 'fields']
INDEX_FILTERS = ['all', 'attribute', 'email', 'published', 'eventid', 'tags', 'datefrom', 'dateuntil', 'eventinfo',
                 'threatlevel', 'distribution', 'analysis', 'org', 'timestamp', 'publish_timestamp', 'sharinggroup', 'minimal',
                 'sort', 'direction', 'limit', 'page']
WRITES = ['/events/add', '/events/edit/{id}', '/attributes/add/{id}', '/objects/add/{id}', '/tags/add', '/sightings/add',
          '/events/restSearch', '/attributes/restSearch', '/objects/restSearch', '/events/index', '/tags/attachTagToObject',
          '/shadow_attributes/add/{id}', '/eventReports/add/{id}']


def is_error(answer):
    """a refusal in the form that clients know"""
    assert 400 <= answer.status < 500, f'{answer.status}: {str(answer.data)[:500]}'
    assert isinstance(answer.data, dict), answer.data
    assert answer.data.get('message') and answer.data.get('name') and 'url' in answer.data, answer.data
    return answer.data


def not_a_fault(answer):
    assert answer.status < 500, f'{answer.status}: {str(answer.data)[:500]}'
    return answer


@pytest.fixture
def unchanged(world, event):
    """the event is afterwards what it was, and there are as many events, attributes and tags as before"""

    def state():
        seen = world.user.ok('GET', f'/events/view/{event["id"]}')
        events = world.site_admin.get('/events/index/limit:1/page:1').headers.get('X-Result-Count')
        attributes = world.site_admin.ok('POST', '/attributes/restSearch', {'returnFormat': 'count'})
        tags = len(world.site_admin.ok('GET', '/tags/index')['Tag'])
        return seen, events, attributes, tags

    before = state()
    yield event
    assert state() == before


@pytest.mark.parametrize('path', WRITES)
def test_malformed_json(world, unchanged, path):
    for body in MALFORMED:
        answer = world.site_admin.post(path.format(**unchanged), body)
        assert answer.status != 200, (body, answer)
        is_error(answer)


@pytest.mark.parametrize('path', WRITES)
def test_not_utf8(world, unchanged, path):
    for bad in NOT_UTF8:
        for body in (b'{"info": "' + bad + b'", "type": "text", "value": "' + bad + b'"}', b'{"' + bad + b'": 1}'):
            is_error(world.site_admin.post(path.format(**unchanged), body))


@pytest.mark.parametrize('path', WRITES)
def test_nul_and_lone_surrogates(world, unchanged, path):
    for text in ('\\u0000', 'a\\u0000b', '\\ud800', '\\udc00x', '\\ud800\\ud800'):
        body = '{"info": "%s", "type": "text", "value": "%s", "name": "%s", "uuid": "%s", "tag": "%s"}' % ((text,) * 5)
        is_error(world.site_admin.post(path.format(**unchanged), body))


@pytest.mark.parametrize('path', WRITES)
def test_depth(world, unchanged, path):
    deep = 10000
    for body in ('[' * deep + ']' * deep, '{"a":' * deep + '1' + '}' * deep, '{"Event":{"info":' + '[' * deep + ']' * deep + '}}',
                 '[' * deep, '{"a":' * 65 + '1' + '}' * 65):
        is_error(world.site_admin.post(path.format(**unchanged), body))


def test_too_many_values(world, unchanged):
    is_error(world.site_admin.post('/events/add', b'{"Event": {"info": [' + b'1,' * (21 << 20) + b'1]}}', timeout=120))


def test_body_over_the_limit(make_server):
    server = make_server(settings={'http.max_body': '1M'})
    small = json.dumps({'Event': {'info': 'x', 'Attribute': [{'type': 'text', 'value': str(i)} for i in range(5000)]}})
    large = json.dumps({'Event': {'info': 'x', 'Attribute': [{'type': 'text', 'value': str(i)} for i in range(50000)]}}).encode()
    assert server.call('POST', '/events/add', small)[0] == 200
    before = server.call('GET', '/events/index')[2]
    # announced, chunked, and as a small gzip body that grows
    head = f'POST /events/add HTTP/1.1\r\nHost: x\r\nAuthorization: {server.key}\r\nAccept: application/json\r\n' \
           'Content-Type: application/json\r\nConnection: close\r\n'.encode()
    chunked = b''.join(b'%x\r\n%s\r\n' % (len(p), p) for p in (large[i:i + 9000] for i in range(0, len(large), 9000))) + b'0\r\n\r\n'
    packed = gzip.compress(large)
    for request in (head + b'Content-Length: %d\r\n\r\n' % len(large) + large,
                    head + b'Content-Length: 99999999999\r\n\r\n',
                    head + b'Transfer-Encoding: chunked\r\n\r\n' + chunked,
                    head + b'Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n' % len(packed) + packed):
        try:
            answer = server.raw(request, wait=10)
        except (BrokenPipeError, ConnectionResetError):
            continue  # cut while sending: also refused
        assert answer.startswith(b'HTTP/1.1 413') or answer == b'', answer[:300]
    assert server.call('GET', '/events/index')[2] == before


def test_gzip_bodies(world, event):
    packed = {'Content-Encoding': 'gzip'}
    body = gzip.compress(json.dumps({'returnFormat': 'json', 'eventid': event['id']}).encode())
    assert world.user.post('/attributes/restSearch', body, headers=packed).status == 200
    for bad in (body[:-5], body[:10], b'no gzip at all', b'\x1f\x8b' + b'\xff' * 50, body + b'rest'):
        is_error(world.user.post('/attributes/restSearch', bad, headers=packed))
    is_error(world.user.post('/attributes/restSearch', body, headers={'Content-Encoding': 'compress'}))


@pytest.mark.parametrize('fields', [
    {'info': {}}, {'info': []}, {'info': None}, {'info': ''}, {}, {'info': 'x', 'Attribute': 'x'}, {'info': 'x', 'Attribute': 5},
    {'info': 'x', 'Attribute': [5, None, 'x', [], {}]}, {'info': 'x', 'Attribute': [{'type': 7, 'value': 'x'}]},
    {'info': 'x', 'Attribute': [{'type': 'text', 'value': {}}]}, {'info': 'x', 'Attribute': [{'type': 'text', 'value': None}]},
    {'info': 'x', 'distribution': 'x'}, {'info': 'x', 'distribution': 9}, {'info': 'x', 'distribution': -1},
    {'info': 'x', 'distribution': 5}, {'info': 'x', 'distribution': 99999999999999999999}, {'info': 'x', 'distribution': 1.5},
    {'info': 'x', 'distribution': {}}, {'info': 'x', 'distribution': 4}, {'info': 'x', 'distribution': 4, 'sharing_group_id': 99999},
    {'info': 'x', 'date': 'neverday'}, {'info': 'x', 'date': {}}, {'info': 'x', 'date': '2022-13-45'},
    {'info': 'x', 'uuid': 'nope'}, {'info': 'x', 'uuid': 5}, {'info': 'x', 'uuid': []}, {'info': 'x', 'timestamp': 'abc'},
    {'info': 'x', 'timestamp': -5}, {'info': 'x', 'timestamp': 10 ** 30}, {'info': 'x', 'threat_level_id': 17},
    {'info': 'x', 'analysis': 'deep'}, {'info': 'x', 'Tag': 'x'}, {'info': 'x', 'Tag': [5, None, {}]}, {'info': 'x', 'Object': 'x'},
    {'info': 'x', 'Object': [5, {}, {'name': 5}]}, {'info': 'x', 'EventReport': [5, {}]}, {'info': 'x', 'Orgc': 'x'},
    {'info': 'x', 'extends_uuid': 'nope'}, {'info': 'x', 'published': 'maybe'}, {'info': 'x' * 70000},
    {'info': 'x', 'org_id': "1 OR 1=1"}, {'info': 'x', 'id': 'DROP'},
], ids=lambda f: json.dumps(f)[:60])
def test_wrong_types_in_an_event(world, fields):
    """refused whole, or kept without what was wrong; what is answered can be read again"""
    answer = not_a_fault(world.publisher.post('/events/add', {'Event': fields}))
    if answer.status != 200:
        is_error(answer)
        return
    event = answer.data['Event']
    assert event['distribution'] in ('0', '1', '2', '3'), event
    assert event['threat_level_id'] in ('1', '2', '3', '4') and event['analysis'] in ('0', '1', '2')
    assert all(a['value'] for a in event.get('Attribute', ())), event
    again = world.publisher.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert again['info'] == event['info'] and again['uuid'] == event['uuid']
    uuid.UUID(event['uuid'])
    time.strptime(event['date'], '%Y-%m-%d')
    assert world.publisher.post(f'/events/delete/{event["id"]}').status == 200


@pytest.mark.parametrize('attribute', [
    {}, {'type': 'ip-dst'}, {'value': 'x'}, {'type': 'nosuch', 'value': 'x'}, {'type': 'ip-dst', 'value': '999.1.1.1'},
    {'type': 'ip-dst', 'value': ''}, {'type': 'ip-dst', 'value': '   '}, {'type': 'md5', 'value': 'xyz'},
    {'type': 'md5', 'value': 'd41d8cd98f00b204e9800998ecf8427'}, {'type': 'sha256', 'value': 'e3b0'}, {'type': 'domain', 'value': 'no domain'},
    {'type': 'domain|ip', 'value': 'a.example'}, {'type': 'domain|ip', 'value': 'a.example|x'}, {'type': 'ip-dst|port', 'value': '1.2.3.4|99999999'},
    {'type': 'filename|md5', 'value': 'a.exe|nothash'}, {'type': 'email-src', 'value': 'nobody'}, {'type': 'url', 'value': ''},
    {'type': 'AS', 'value': 'a-s'}, {'type': 'vulnerability', 'value': 'CVE-1'}, {'type': 'port', 'value': '70000'},
    {'type': 'datetime', 'value': 'not a time'}, {'type': 'ip-dst', 'category': 'Nonsense', 'value': '1.2.3.4'},
    {'type': 'ip-dst', 'category': 'Person', 'value': '1.2.3.4'}, {'type': 'text', 'value': 'x', 'distribution': 17},
    {'type': 'text', 'value': 'x', 'distribution': 4}, {'type': 'text', 'value': 'x', 'uuid': 'nope'},
    {'type': 'text', 'value': 'x', 'first_seen': 'whenever'},
    {'type': 'text', 'value': 'x', 'first_seen': '2022-02-01', 'last_seen': '2022-01-01'},
    {'type': 'text', 'value': 'x' * 65536}, {'type': 'malware-sample', 'value': 'a.exe|d41d8cd98f00b204e9800998ecf8427e', 'data': '???'},
    {'type': 'text', 'value': ['x', {}]}, [], [[]], 'x', 5,
], ids=lambda a: json.dumps(a)[:60])
def test_refused_attributes(world, unchanged, attribute):
    answer = world.user.post(f'/attributes/add/{unchanged["id"]}', attribute)
    data = is_error(answer)
    assert data.get('errors') or answer.status != 403, data


def test_batch_keeps_the_good_and_names_the_bad(world, event, unique):
    batch = [{'type': 'text', 'value': unique + 'a'}, {'type': 'ip-dst', 'value': 'bad'}, {'type': 'nosuch', 'value': 'x'},
             {'type': 'domain', 'value': unique + '.example'}]
    data = world.user.ok('POST', f'/attributes/add/{event["id"]}', batch)
    assert sorted(data['errors']) == ['attribute_1', 'attribute_2'], data
    assert 'value' in data['errors']['attribute_1'] and 'type' in data['errors']['attribute_2']
    assert len(data['Attribute']) == 2
    seen = world.user.ok('GET', f'/events/view/{event["id"]}')['Event']['Attribute']
    assert {a['value'] for a in seen} == {unique, unique + 'a', unique + '.example'}


def test_event_keeps_the_good_and_names_the_bad(world, unique):
    data = world.user.ok('POST', '/events/add', {'Event': {'info': unique, 'Attribute': [
        {'type': 'ip-dst', 'value': 'bad'}, {'type': 'text', 'value': unique}, {'type': 'md5', 'value': 'short'}]}})
    assert [a['value'] for a in data['Event']['Attribute']] == [unique]
    told = json.dumps(data.get('errors') or data['Event'].get('errors'))
    assert 'IP address' in told and told.count('value') >= 2, data
    world.user.post(f'/events/delete/{data["Event"]["id"]}')


def test_unknown_ids(world, unchanged):
    nobody = str(uuid.uuid4())
    for wrong in ('0', '999999999', '99999999999999999999999', '-1', 'abc', nobody, nobody[:-1], '1%20or%201', "1'", '%00', '1e3', '0x1'):
        for kind in ('events', 'attributes', 'objects', 'shadow_attributes', 'sharing_groups', 'tags', 'organisations', 'eventReports',
                     'roles'):
            answer = not_a_fault(world.site_admin.get(f'/{kind}/view/{wrong}'))
            assert answer.status in (400, 403, 404, 405), f'{kind}/view/{wrong}: {answer}'
        for path in ('/events/edit/', '/events/delete/', '/events/publish/', '/attributes/add/', '/attributes/edit/', '/attributes/delete/',
                     '/attributes/restore/', '/objects/add/', '/objects/edit/', '/objects/delete/', '/objectReferences/delete/',
                     '/shadow_attributes/add/', '/shadow_attributes/accept/', '/shadow_attributes/discard/', '/sightings/delete/',
                     '/tags/edit/', '/tags/delete/', '/sharing_groups/edit/', '/sharing_groups/delete/', '/eventReports/add/',
                     '/eventReports/delete/', '/admin/users/edit/', '/admin/users/delete/', '/admin/roles/delete/',
                     '/admin/organisations/edit/', '/admin/organisations/delete/', '/auth_keys/delete/'):
            answer = not_a_fault(world.site_admin.post(path + wrong, {'value': 'x', 'type': 'text', 'name': 'x'}))
            assert answer.status in (400, 403, 404, 405) or \
                (answer.status == 200 and answer.data.get('saved') is False), f'{path}{wrong}: {answer}'


def test_duplicate_uuids(world, event, unique):
    twin = str(uuid.uuid4())
    data = world.user.ok('POST', '/events/add', {'Event': {'info': unique, 'Attribute': [
        {'type': 'text', 'value': unique + '1', 'uuid': twin}, {'type': 'text', 'value': unique + '2', 'uuid': twin}]}})
    assert len(data['Event']['Attribute']) == 1, 'one of two with the same uuid'
    # an attribute's uuid of another event is not moved or overwritten
    mine = event['Attribute'][0]
    is_error(world.user.post(f'/attributes/add/{data["Event"]["id"]}', {'type': 'text', 'value': unique + '3', 'uuid': mine['uuid']}))
    assert world.user.ok('GET', f'/attributes/view/{mine["id"]}')['Attribute']['value'] == mine['value']
    # an event's uuid a second time
    again = world.user.post('/events/add', {'Event': {'info': 'again', 'uuid': event['uuid']}})
    assert again.status == 404 and again.headers.get('Location', '').endswith(f'/events/{event["id"]}'), again
    world.user.post(f'/events/delete/{data["Event"]["id"]}')


def test_uuid_of_something_unseen_tells_nothing(world, event):
    """the event is for Alpha only: to Beta its uuid behaves like a blocked one"""
    answer = world.other_user.post('/events/add', {'Event': {'info': 'mine', 'uuid': event['uuid']}})
    is_error(answer)
    assert not answer.headers.get('Location')
    assert event['id'] not in json.dumps(answer.data) and event['info'] not in json.dumps(answer.data)


def test_foreign_content(world, event, unique):
    shared = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1')
    attribute = shared['Attribute'][0]['id']
    for path, body in ((f'/events/edit/{shared["id"]}', {'info': 'mine now'}), (f'/events/delete/{shared["id"]}', {}),
                       (f'/events/publish/{shared["id"]}', {}), (f'/attributes/add/{shared["id"]}', {'type': 'text', 'value': 'x'}),
                       (f'/attributes/edit/{attribute}', {'value': 'mine'}), (f'/attributes/delete/{attribute}', {}),
                       (f'/objects/add/{shared["id"]}', {'name': 'x', 'Attribute': []}),
                       ('/tags/attachTagToObject', {'uuid': shared['uuid'], 'tag': 'tlp:red'}),
                       (f'/eventReports/add/{shared["id"]}', {'name': 'x', 'content': 'x'})):
        answer = world.other_publisher.post(path, body)
        assert answer.status == 403, f'{path}: {answer}'
    for path in (f'/events/edit/{event["id"]}', f'/attributes/add/{event["id"]}', f'/events/publish/{event["id"]}'):
        assert world.other_publisher.post(path, {'info': 'x', 'type': 'text', 'value': 'x'}).status == 404, path
    now = world.user.ok('GET', f'/events/view/{shared["id"]}')['Event']
    assert now['info'] == unique and now['Attribute'][0]['value'] == unique and now['published'] is False
    world.user.post(f'/events/delete/{shared["id"]}')


def test_expired_and_read_only_keys(world, event):
    def key(**fields):
        made = world.user.ok('POST', '/auth_keys/add/me', fields)['AuthKey']
        assert len(made['authkey_raw']) == 40
        return made['authkey_raw']

    def call(key, method, path, body=None):
        return world.server.call(method, path, body, key=key)

    assert call(key(), 'GET', '/users/view/me')[0] == 200
    status, _, data = call(key(expiration='2001-01-01'), 'GET', '/users/view/me')
    assert status == 403 and 'expired' in data['message'], data
    elsewhere = call(key(allowed_ips=['192.0.2.1']), 'GET', '/users/view/me')
    assert elsewhere[0] == 403, elsewhere
    reader = key(read_only=True)
    assert call(reader, 'GET', f'/events/view/{event["id"]}')[0] == 200
    for path in ('/events/add', f'/events/edit/{event["id"]}', f'/events/delete/{event["id"]}', f'/attributes/add/{event["id"]}',
                 '/auth_keys/add/me', '/users/change_pw', '/sightings/add'):
        status, _, data = call(reader, 'POST', path, {'info': 'x', 'type': 'text', 'value': 'x', 'password': 'a-Password-1234567'})
        assert status == 403, f'{path}: {status} {data}'
    for bad in ('x' * 40, 'x' * 39, 'x' * 41, '', "' OR 1=1", world.user.key[:-1] + '!', 'Bearer ' + world.user.key[:5]):
        status, _, data = call(bad or ' ', 'GET', '/users/view/me')
        assert status == 403 and data['message'].startswith('Authentication failed'), (bad, status, data)


@pytest.mark.parametrize('scope', ['events', 'attributes', 'objects'])
@pytest.mark.parametrize('name', FILTERS)
def test_tricks_in_search_filters(world, unchanged, scope, name):
    """no fault, no SQL error text, and a filter that matches nothing gives nothing"""
    for trick in TRICKS:
        for value in (trick, [trick, '!' + trick], {'OR': [trick], 'NOT': [trick]}):
            filters = {'returnFormat': 'json', 'eventid': unchanged['id'], name: value}
            answer = not_a_fault(world.user.post(f'/{scope}/restSearch', filters))
            text = json.dumps(answer.data).lower()
            assert 'sqlite' not in text and 'syntax error' not in text and 'etc/passwd:' not in text
            if answer.status == 200 and name == 'value' and isinstance(value, str) and value not in ('_', '*'):
                found = answer.data['response']
                assert (found['Attribute'] if scope == 'attributes' else found) == [], (trick, found)


@pytest.mark.parametrize('name', INDEX_FILTERS)
def test_tricks_in_index_filters(world, unchanged, name):
    for trick in TRICKS:
        answer = not_a_fault(world.user.post('/events/index', {name: trick, 'eventid': unchanged['id']}))
        assert 'sqlite' not in json.dumps(answer.data).lower()


def test_tricks_in_sort_fields(world, unchanged):
    for trick in TRICKS + ['id; DROP TABLE events', 'password', 'users.email', 'value1 COLLATE x', '(SELECT 1)', 'random()', 'id,id']:
        for direction in ('asc', 'desc', trick):
            not_a_fault(world.user.post('/events/index', {'sort': trick, 'direction': direction}))
            not_a_fault(world.user.post('/attributes/restSearch', {'returnFormat': 'json', 'order': f'{trick} {direction}', 'limit': 3}))
    for path in ("/events/index/sort:';--/direction:x", '/events/index/sort:id%20desc;/limit:-1', '/attributes/index/sort:(select)'):
        not_a_fault(world.user.get(path))


@pytest.mark.parametrize('path', ['/events/view/%s', '/events/index/searcheventinfo:%s', '/tags/index/searchall:%s',
                                  '/organisations/index/searchall:%s', '/objectTemplates/getRaw/%s', '/objectTemplates/view/%s',
                                  '/admin/users/index/value:%s', '/attributes/attributeStatistics/%s', '/users/statistics/%s',
                                  '/servers/getSetting/%s', '/%s', '/events/%s', '/taxonomies/view/%s', '/%s/index'])
def test_tricks_in_paths(world, path):
    from urllib.parse import quote
    for trick in TRICKS:
        for text in (quote(trick[:2000], safe=''), quote(trick[:2000], safe='/.').replace(' ', '+')):
            answer = not_a_fault(world.site_admin.get(path % text))
            assert 'root:' not in str(answer.data) and 'sqlite' not in str(answer.data).lower()


def test_tricks_are_kept_as_they_are(world, unique):
    """what looks like an attack is an indicator like any other: stored, found, and given back unharmed"""
    values = [unique + t for t in TRICKS if len(t) < 1000 and t == t.strip()]
    event = world.user.add_event(unique, [{'type': 'text', 'value': v, 'comment': v} for v in values])
    assert [a['value'] for a in event['Attribute']] == values
    for value in values:
        if '%' in value or '||' in value or '&&' in value:
            continue
        found = world.user.search(value=value)
        assert [a['value'] for a in found] == [value] and found[0]['comment'] == value
    world.user.post(f'/events/delete/{event["id"]}')


@pytest.mark.parametrize('page,limit', [(2, 10), (10 ** 6, 10), (10 ** 18, 10 ** 3), (1, 0), (0, 10), (-1, 10), (1, -5), ('x', 10), (1, 'x'),
                                        ([1], 10), ({}, {}), (10 ** 30, 10 ** 30)])
def test_pages_beyond_the_end(world, event, page, limit):
    for scope in ('attributes', 'events'):
        answer = not_a_fault(world.user.post(f'/{scope}/restSearch', {'returnFormat': 'json', 'eventid': event['id'], 'page': page, 'limit': limit}))
        if isinstance(page, int) and page > 1 and answer.status == 200 and limit:
            found = answer.data['response']
            assert (found['Attribute'] if scope == 'attributes' else found) == []
    not_a_fault(world.user.post('/events/index', {'page': page, 'limit': limit}))
    not_a_fault(world.user.get(f'/events/index/page:{page}/limit:{limit}'.replace(' ', '')))


def head(server, method='POST', path='/events/add', *lines):
    return '\r\n'.join([f'{method} {path} HTTP/1.1', 'Host: x', f'Authorization: {server.key}', 'Accept: application/json',
                        'Content-Type: application/json', *lines]).encode()


def status_of(answer):
    return int(answer.split(b' ', 2)[1]) if answer.startswith(b'HTTP/') else None


@pytest.mark.parametrize('request_lines', [
    b'GARBAGE\r\n\r\n', b'GET\r\n\r\n', b'GET / HTTP/9.9\r\nHost: x\r\n\r\n', b'G\x00T / HTTP/1.1\r\nHost: x\r\n\r\n',
    b'POST /events/add HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n',
    b'POST /events/add HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n{}',
    b'POST /events/add HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    b'POST /events/add HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x',
    b'POST /events/add HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
    b'GET /' + b'a' * 100000 + b' HTTP/1.1\r\nHost: x\r\n\r\n',
    b'GET / HTTP/1.1\r\nHost: x\r\nX: ' + b'a' * 100000 + b'\r\n\r\n',
    b'GET / HTTP/1.1\r\nHost: x\r\n' + b''.join(b'X%d: a\r\n' % i for i in range(20000)) + b'\r\n',
    b'GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n', b'GET /%zz%1 HTTP/1.1\r\nHost: x\r\n\r\n', b'GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n',
    b'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', b'BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n', b'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n',
    b'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + b'\x00' * 200,
], ids=lambda r: repr(r[:40]))
def test_broken_requests(server, request_lines):
    try:
        answer = server.raw(request_lines, wait=3, half_close=True)
    except OSError:
        answer = b''  # cut while it was still sending
    assert answer == b'' or 400 <= status_of(answer) <= 505, answer[:300]
    assert b'root:' not in answer
    assert server.call('GET', '/users/view/me')[0] == 200


def test_half_sent_requests(server, world, unchanged):
    body = json.dumps({'Event': {'info': 'half'}}).encode()
    whole = head(server, 'POST', '/events/add', f'Content-Length: {len(body)}') + b'\r\n\r\n' + body
    for cut in range(1, len(whole), 7):
        answer = server.raw(whole[:cut], wait=0.05, half_close=True)
        assert answer == b'' or status_of(answer) >= 400, answer[:200]
    chunk = head(server, 'POST', '/events/add', 'Transfer-Encoding: chunked') + b'\r\n\r\n' + b'%x\r\n' % len(body) + body + b'\r\n'
    answer = server.raw(chunk, wait=0.5, half_close=True)  # the last chunk never comes
    assert answer == b'' or status_of(answer) >= 400, answer[:200]


def test_slow_requests_do_not_hold_the_server(server):
    import socket
    held = []
    try:
        for i in range(200):
            s = socket.create_connection((server.host, server.port), timeout=5)
            s.sendall(head(server, 'POST', '/events/add', 'Content-Length: 100000')[:20 + i] if i % 2 else
                      head(server, 'POST', '/events/add', 'Content-Length: 100000') + b'\r\n\r\n{"Event"')
            held.append(s)
        begun = time.monotonic()
        for _ in range(20):
            assert server.call('GET', '/users/view/me')[0] == 200
        assert time.monotonic() - begun < 5
    finally:
        for s in held:
            s.close()


def test_guessing_keys_is_throttled(make_server):
    server = make_server(settings={'login.burst': 5, 'login.seconds': 600})
    seen = [server.call('GET', '/users/view/me', key=f'{i:040d}')[0] for i in range(12)]
    assert seen[0] == 403 and seen[-1] == 429, seen


def test_slow_requests_are_cut(make_server):
    import socket
    server = make_server(settings={'http.head_seconds': 2, 'http.idle_seconds': 2})
    for sent in (b'GET /events/index HT', head(server, 'POST', '/events/add', 'Content-Length: 50') + b'\r\n\r\n{"Event'):
        with socket.create_connection((server.host, server.port), timeout=30) as s:
            s.sendall(sent)
            begun = time.monotonic()
            s.settimeout(20)
            try:
                data = b'x'
                while data:
                    data = s.recv(4096)
            except ConnectionResetError:
                pass
            assert time.monotonic() - begun < 15
    assert server.call('GET', '/users/view/me')[0] == 200


def test_database_is_clean_after_all_this(server):
    done = server.run('check', check=False)
    assert done.returncode == 0, done.stdout + done.stderr
