"""Events and attributes: add, view, edit as a merge, delete, index, existence, publishing; by bare requests and by the client."""
import json
import time
import uuid
from datetime import datetime, timezone

import pytest
from pymisp import MISPAttribute, MISPEvent

def values(event):
    return [a['value'] for a in event['Attribute']]


def test_smallest_event(user, unique):
    event = user.add_event(unique)
    assert event['info'] == unique and event['published'] is False and event['distribution'] in ('0', '1')
    assert event['threat_level_id'] == '4' and event['analysis'] == '0'
    assert event['date'] == datetime.now(timezone.utc).strftime('%Y-%m-%d')
    assert abs(int(event['timestamp']) - time.time()) < 60 and event['publish_timestamp'] == '0'
    assert event['Org']['name'] == event['Orgc']['name'] == 'Alpha'
    assert event['event_creator_email'] == 'user@alpha.example'
    for key in ('Attribute', 'Object', 'Galaxy', 'RelatedEvent', 'ShadowAttribute', 'EventReport'):
        assert event[key] == [], key
    assert user.ok('GET', f'/events/view/{event["id"]}')['Event'] == event
    user.ok('POST', f'/events/delete/{event["id"]}')


def test_numbers_are_texts_and_flags_are_booleans(event, user):
    seen = user.ok('GET', f'/events/view/{event["uuid"]}')['Event']
    for key in ('id', 'org_id', 'orgc_id', 'threat_level_id', 'analysis', 'distribution', 'timestamp', 'publish_timestamp',
                'sharing_group_id', 'attribute_count'):
        assert isinstance(seen[key], str) and seen[key].isdigit(), key
    for key in ('published', 'locked', 'proposal_email_lock', 'disable_correlation'):
        assert isinstance(seen[key], bool), key
    one = seen['Attribute'][0]
    for key in ('id', 'event_id', 'object_id', 'distribution', 'timestamp', 'sharing_group_id'):
        assert isinstance(one[key], str) and one[key].isdigit(), key
    for key in ('to_ids', 'deleted', 'disable_correlation'):
        assert isinstance(one[key], bool), key


@pytest.mark.parametrize('wrap', [lambda e: e, lambda e: {'Event': e}, lambda e: {'request': {'Event': e}}, lambda e: {'request': e},
                                  lambda e: {'response': {'Event': e}}])
def test_wrappers(user, unique, wrap):
    event = user.ok('POST', '/events/add', wrap({'info': unique, 'Attribute': [{'type': 'text', 'value': unique}]}))['Event']
    assert event['info'] == unique and values(event) == [unique]
    user.ok('POST', f'/events/delete/{event["id"]}')


def test_other_spellings_of_the_paths(user, event, unique):
    number = event['id']
    for path in (f'/events/{number}', f'/events/view/{number}.json', f'/events/{number}.json', f'/Events/view/{number}/',
                 f'/events/view/{number}?x=1', f'/events/view/{event["uuid"].upper()}'):
        assert user.ok('GET', path)['Event']['uuid'] == event['uuid'], path
    assert user.ok('PUT', f'/events/{number}', {'info': unique + '2'})['Event']['info'] == unique + '2'
    made = user.ok('POST', '/events', {'info': unique})['Event']
    assert user.delete(f'/events/{made["id"]}').status == 200
    assert user.head(f'/events/view/{made["id"]}').status == 404


def test_client_adds_and_reads(user, unique):
    event = MISPEvent()
    event.info = f'{unique} – ünïcødé 💥 "quoted" \\ back'
    event.distribution = 0
    event.add_attribute('ip-dst', '198.51.100.1', comment='a, "b"\n<c>')
    event.add_attribute('domain|ip', 'Two.Example|198.51.100.2')
    event.add_attribute('md5', 'D41D8CD98F00B204E9800998ECF8427E', to_ids=False)
    event.add_tag('tlp:white')
    made = user.misp.add_event(event, pythonify=True)
    assert made.info == event.info and made.uuid == event.uuid
    assert [a.value for a in made.attributes] == ['198.51.100.1', 'two.example|198.51.100.2', 'd41d8cd98f00b204e9800998ecf8427e']
    assert made.attributes[0].comment == 'a, "b"\n<c>'
    again = user.misp.get_event(made, pythonify=True)
    assert again.to_dict() == made.to_dict()
    assert user.misp.event_exists(made) and user.misp.event_exists(made.id)
    made.add_attribute('text', unique)
    changed = user.misp.update_event(made, pythonify=True)
    assert unique in [a.value for a in changed.attributes] and len(changed.attributes) == 4
    assert user.misp.delete_event(made)['message'] == 'Event deleted.'
    assert not user.misp.event_exists(made)


def test_edit_is_a_merge_by_uuid(user, event, unique):
    one = event['Attribute'][0]
    time.sleep(1.1)
    answer = user.ok('POST', f'/events/edit/{event["uuid"]}', {'Event': {'info': 'changed', 'Attribute': [
        {'uuid': one['uuid'], 'type': 'text', 'value': unique + ' changed'}, {'type': 'text', 'value': unique + ' more'}]}})['Event']
    assert answer['info'] == 'changed' and values(answer) == [unique + ' changed', unique + ' more']
    assert answer['Attribute'][0]['id'] == one['id'], 'the same attribute'
    assert int(answer['timestamp']) > int(event['timestamp'])
    # older than ours: refused; without the field: now
    old = user.post(f'/events/edit/{event["id"]}', {'Event': {'info': 'older', 'timestamp': '1'}})
    assert old.status == 403 and 'not newer' in json.dumps(old.data['errors'])
    # an attribute that is older than ours keeps our value
    stale = user.ok('POST', f'/events/edit/{event["id"]}', {'Event': {'Attribute': [
        {'uuid': one['uuid'], 'type': 'text', 'value': 'stale', 'timestamp': '1'}]}})['Event']
    assert 'stale' not in values(stale)
    gone = user.ok('POST', f'/events/edit/{event["id"]}', {'Event': {'Attribute': [{'uuid': one['uuid'], 'deleted': True}]}})['Event']
    assert values(gone) == [unique + ' more']


def test_metadata(user, unique):
    answer = user.ok('POST', '/events/add/metadata:1', {'info': unique, 'Attribute': [{'type': 'text', 'value': unique}]})['Event']
    assert not answer.get('Attribute')
    assert values(user.ok('GET', f'/events/view/{answer["id"]}')['Event']) == [unique]
    user.ok('POST', f'/events/delete/{answer["id"]}')


def test_publish(user, publisher, other_user, event):
    assert user.post(f'/events/publish/{event["id"]}').status == 403
    assert publisher.post(f'/events/publish/{event["id"]}').status == 200
    seen = user.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert seen['published'] is True and int(seen['publish_timestamp']) >= int(event['timestamp'])
    # any change takes it back
    user.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'text', 'value': 'later'})
    assert user.ok('GET', f'/events/view/{event["id"]}')['Event']['published'] is False
    # a plain user's published flag is dropped, a publisher's is kept
    assert user.ok('POST', f'/events/edit/{event["id"]}', {'published': True})['Event']['published'] is False
    assert publisher.ok('POST', f'/events/edit/{event["id"]}', {'published': True})['Event']['published'] is True
    assert publisher.ok('POST', f'/events/unpublish/{event["id"]}')['message'] == 'Event unpublished.'
    assert user.ok('GET', f'/events/view/{event["id"]}')['Event']['published'] is False


def test_delete(user, site_admin, unique):
    events = [user.add_event(f'{unique} {i}', [{'type': 'text', 'value': f'{unique}{i}'}]) for i in range(3)]
    assert user.ok('POST', f'/events/delete/{events[0]["uuid"]}')['message'] == 'Event deleted.'
    for e in events[1:]:
        user.ok('POST', '/events/delete', {'id': [e['id']]})
    for e in events:
        assert user.get(f'/events/view/{e["id"]}').status == 404
        assert user.get(f'/attributes/view/{e["Attribute"][0]["id"]}').status in (404, 405)
        assert user.search(value=e['Attribute'][0]['value']) == []
    answer = user.post(f'/events/delete/{events[0]["id"]}')
    assert answer.status == 403 and answer.data['errors'] == 'Event was not deleted.'


def test_a_deleted_event_does_not_come_back(user, site_admin, unique):
    event = user.add_event(unique)
    user.ok('POST', f'/events/delete/{event["id"]}')
    again = user.post('/events/add', {'Event': {'info': unique, 'uuid': event['uuid']}})
    assert again.status == 403 and 'blocklist' in json.dumps(again.data)
    site_admin.ok('POST', f'/eventBlocklists/delete/{event["uuid"]}')
    assert user.ok('POST', '/events/add', {'Event': {'info': unique, 'uuid': event['uuid']}})['Event']['uuid'] == event['uuid']
    user.ok('POST', f'/events/delete/{event["uuid"]}')
    site_admin.post(f'/eventBlocklists/delete/{event["uuid"]}')


def test_ids_are_never_used_twice(user, unique):
    first = user.add_event(unique)
    user.ok('POST', f'/events/delete/{first["id"]}')
    second = user.add_event(unique)
    assert int(second['id']) > int(first['id'])
    user.ok('POST', f'/events/delete/{second["id"]}')


def test_index(user, other_user, unique):
    made = [user.add_event(f'{unique} {i}', date=f'2020-01-0{i + 1}', distribution='0') for i in range(4)]
    found = user.ok('POST', '/events/index', {'eventinfo': f'%{unique}%'})
    assert sorted(e['uuid'] for e in found) == sorted(e['uuid'] for e in made)
    answer = user.post('/events/index', {'eventinfo': f'%{unique}%', 'sort': 'date', 'direction': 'desc', 'limit': 2, 'page': 2})
    assert [e['date'] for e in answer.data] == ['2020-01-02', '2020-01-01'] and answer.headers['X-Result-Count'] == '4'
    assert other_user.ok('POST', '/events/index', {'eventinfo': unique}) == []
    between = user.ok('POST', '/events/index', {'eventinfo': f'%{unique}%', 'datefrom': '2020-01-02', 'dateuntil': '2020-01-03'})
    assert len(between) == 2
    small = user.ok('POST', '/events/index', {'eventinfo': f'%{unique}%', 'minimal': 1})
    assert set(small[0]) == {'id', 'timestamp', 'sighting_timestamp', 'published', 'uuid', 'orgc_uuid'}
    for e in made:
        user.ok('POST', f'/events/delete/{e["id"]}')


def test_import_keeps_the_creator(site_admin, user, unique):
    """an event of another organisation, brought by the site administrator: the creator is kept, and created where unknown"""
    creator = {'uuid': str(uuid.uuid4()), 'name': 'Creator ' + unique}
    event = site_admin.add_event(unique, [], Orgc=creator)
    assert event['Orgc']['uuid'] == creator['uuid'] and event['Orgc']['name'] == creator['name']
    assert event['Org']['id'] != event['Orgc']['id']
    mine = user.add_event(unique, [], Orgc=creator)
    assert mine['Orgc']['name'] == 'Alpha', 'a user cannot write in the name of another organisation'
    for e in (event, mine):
        site_admin.ok('POST', f'/events/delete/{e["id"]}')


def test_extends(user, event, unique):
    child = user.add_event(unique, [{'type': 'text', 'value': unique + ' child'}], extends_uuid=event['uuid'], distribution='0')
    assert child['extends_uuid'] == event['uuid']
    both = user.ok('GET', f'/events/view/{event["id"]}/extended:1')['Event']
    assert set(values(both)) == {unique, unique + ' child'}
    user.ok('POST', f'/events/delete/{child["id"]}')


@pytest.mark.parametrize('type_,value,kept', [
    ('ip-dst', '198.51.100.7', None), ('ip-src', '203.0.113.0/24', None), ('ip-dst', '2001:0DB8::0001', '2001:db8::1'),
    ('domain', 'Example-BAD.com', 'example-bad.com'), ('hostname', 'C2.Example.NET', 'c2.example.net'),
    ('domain|ip', 'Two.example|198.51.100.9', 'two.example|198.51.100.9'), ('url', 'http://example.org/A?b=C#d', None),
    ('sha1', 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'),
    ('filename|md5', 'Evil.EXE|D41D8CD98F00B204E9800998ECF8427E', 'Evil.EXE|d41d8cd98f00b204e9800998ecf8427e'),
    ('email-src', 'Bad@Example.ORG', 'bad@example.org'), ('AS', 'AS64496', '64496'), ('vulnerability', 'cve-2021-44228', 'CVE-2021-44228'),
    ('mac-address', '00-11-22-AA-BB-CC', '00:11:22:aa:bb:cc'), ('ip-dst|port', '198.51.100.10|8443', None),
    ('datetime', '2022-01-14T03:00:00', '2022-01-14T03:00:00.000000+0000'), ('text', '  ünïcode – “text”  ', 'ünïcode – “text”'),
    ('regkey', 'HKLM\\Software\\Bad', None), ('text', '0', None), ('comment', 'a\nb', None),
])
def test_normalisation(user, event, type_, value, kept):
    made = user.ok('POST', f'/attributes/add/{event["id"]}', {'type': type_, 'value': value})['Attribute']
    assert made.get('value', made.get('value1')) is not None
    seen = user.ok('GET', f'/attributes/view/{made["id"]}')['Attribute']
    assert seen['value'] == (kept or value) and seen['type'] == type_
    assert [a['id'] for a in user.search(value=seen['value'], eventid=event['id'])] == [made['id']]


def test_attribute_life(user, event, unique):
    made = user.misp.add_attribute(event['id'], {'type': 'domain', 'value': f'{unique}.example'}, pythonify=True)
    assert isinstance(made, MISPAttribute) and made.category == 'Network activity' and made.to_ids
    same = user.post(f'/attributes/add/{event["id"]}', {'type': 'domain', 'value': f'{unique}.example'})
    assert same.status == 403 and 'A similar attribute already exists' in json.dumps(same.data['errors'])
    made.comment = 'changed'
    assert user.misp.update_attribute(made, pythonify=True).comment == 'changed'
    assert user.ok('POST', f'/attributes/edit/{made.uuid}', {'to_ids': False})['Attribute']['to_ids'] is False
    old = user.post(f'/attributes/edit/{made.id}', {'comment': 'older', 'timestamp': '1'})
    assert old.status in (403, 405) and 'not newer' in json.dumps(old.data)
    assert user.head(f'/attributes/view/{made.uuid}').status == 200
    assert user.ok('POST', f'/attributes/delete/{made.id}')['message'] == 'Attribute deleted.'
    assert user.search(value=f'{unique}.example') == []
    assert [a['deleted'] for a in user.search(value=f'{unique}.example', deleted=1)] == [True]
    assert user.post(f'/attributes/restore/{made.id}').status in (200, 302)
    assert len(user.search(value=f'{unique}.example')) == 1
    assert user.ok('POST', f'/attributes/delete/{made.id}', {'hard': True})['message'] == 'Attribute deleted.'
    assert user.search(value=f'{unique}.example', deleted=[0, 1]) == []
    assert user.head(f'/attributes/view/{made.uuid}').status == 404


def test_first_and_last_seen(user, event):
    made = user.ok('POST', f'/attributes/add/{event["id"]}', {
        'type': 'domain', 'value': 'seen.example', 'first_seen': '2022-01-14T03:00:00+03:00', 'last_seen': '1642204800.25'})['Attribute']
    seen = user.ok('GET', f'/attributes/view/{made["id"]}')['Attribute']
    assert seen['first_seen'] == '2022-01-14T00:00:00.000000+00:00'
    assert seen['last_seen'] == '2022-01-15T00:00:00.250000+00:00'


def test_samples_and_attachments(user, event, unique):
    import io
    import zipfile
    content = b'MZ' + unique.encode()
    attribute = MISPAttribute()
    attribute.from_dict(type='malware-sample', value='evil.exe', data=io.BytesIO(content), expand='binary')
    made = user.misp.add_attribute(event['id'], attribute, pythonify=True)
    rows = [made] if isinstance(made, MISPAttribute) else made
    sample = next(a for a in rows if a.type == 'malware-sample')
    seen = user.misp.get_event(event['id'], pythonify=True)
    sample = next(a for a in seen.attributes if a.type == 'malware-sample')
    found = user.search(uuid=sample.uuid, withAttachments=1)[0]
    import base64
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(found['data']))) as z:
        z.setpassword(b'infected')
        assert content in [z.read(n) for n in z.namelist()]
    plain = user.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'attachment', 'value': 'note.txt',
                                                                'data': base64.b64encode(content).decode()})['Attribute']
    assert base64.b64decode(user.search(uuid=plain['uuid'], withAttachments=1)[0]['data']) == content


def test_big_event(user, unique):
    count = 3000
    event = user.add_event(unique, [{'type': 'text', 'value': f'{unique} {i}', 'Tag': [{'name': 'tlp:green'}]} for i in range(count)])
    assert event['attribute_count'] == str(count) and len(event['Attribute']) == count
    assert values(event) == [f'{unique} {i}' for i in range(count)]
    page = user.search(eventid=event['id'], limit=100, page=3)
    assert [a['value'] for a in page] == [f'{unique} {i}' for i in range(200, 300)]
    user.ok('POST', f'/events/delete/{event["id"]}')


def test_conditional_get(user, event):
    path = f'/events/view/{event["id"]}'
    first = user.get(path, headers={'If-None-Match': '"x"'})
    tag = first.headers.get('ETag')
    assert first.status == 200 and tag
    assert user.get(path, headers={'If-None-Match': tag}).status == 304
    user.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'text', 'value': 'changed'})
    assert user.get(path, headers={'If-None-Match': tag}).status == 200


def test_compressed_answers(user, event):
    import gzip
    plain = user.get(f'/events/view/{event["id"]}')
    packed = user.get('/attributes/describeTypes.json', headers={'Accept-Encoding': 'gzip'})
    assert packed.headers['Content-Encoding'] == 'gzip'
    assert json.loads(gzip.decompress(packed.data))['result']['types']
    assert plain.headers.get('Content-Encoding') is None
    assert user.get('/attributes/describeTypes.json', headers={'Accept-Encoding': 'zstd'}).headers.get('Content-Encoding') in ('zstd', None)


def test_graceful_stop(make_server, unique):
    """a stop in the middle of work: what runs is finished"""
    import threading
    server = make_server()
    answers = []

    def add(i):
        try:
            answers.append((server.call('POST', '/events/add', {'info': f'{unique}{i}', 'Attribute': [
                {'type': 'text', 'value': f'{i}-{j}'} for j in range(500)]})[0], i))
        except OSError:
            answers.append((None, i))

    threads = [threading.Thread(target=add, args=(i,)) for i in range(8)]
    for t in threads:
        t.start()
    time.sleep(0.1)
    assert server.stop() == 0
    for t in threads:
        t.join()
    server.start()
    kept = {e['info']: e['attribute_count'] for e in server.call('GET', '/events/index')[2]}
    for status, i in answers:
        assert status in (200, 503, None)
        if status == 200:
            assert kept[f'{unique}{i}'] == '500'
