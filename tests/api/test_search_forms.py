"""The other forms of search answers: XML, hashes, cache, count; sightings/restSearch; warning lists; very large lists of values."""
import csv
import hashlib
import io
import time
import xml.etree.ElementTree

import pytest


@pytest.fixture(scope='module')
def made(world):
    mark = f'form{time.time_ns()}'
    digest = hashlib.md5(mark.encode()).hexdigest()
    event = world.publisher.add_event(f'{mark} <&> "info"', [
        {'type': 'domain', 'category': 'Network activity', 'value': f'{mark}.example', 'to_ids': True, 'Tag': [{'name': 'tlp:green'}]},
        {'type': 'filename|md5', 'category': 'Payload delivery', 'value': f'{mark}.exe|{digest}', 'to_ids': True},
        {'type': 'md5', 'category': 'Payload delivery', 'value': digest, 'to_ids': True},
        {'type': 'text', 'category': 'Other', 'value': 'a <b> & "c" \u00e4\U0001f600', 'to_ids': False},
    ], distribution='1')
    world.publisher.ok('POST', f'/events/publish/{event["id"]}', {})
    return mark, digest, event


def post(caller, scope, form, **filters):
    answer = caller.post(f'/{scope}/restSearch', dict(filters, returnFormat=form))
    assert answer.status == 200, answer.data
    return answer


def test_xml_of_attributes(world, made):
    answer = post(world.publisher, 'attributes', 'xml', eventid=made[2]['id'])
    assert answer.headers['Content-Type'].startswith('application/xml')
    root = xml.etree.ElementTree.fromstring(answer.data)
    assert root.tag == 'response'
    assert [a.tag for a in root] == ['Attribute'] * 4
    expected = world.publisher.search('attributes', eventid=made[2]['id'])
    for element, attribute in zip(root, expected):
        for key in ('id', 'uuid', 'type', 'category', 'value', 'comment'):
            assert (element.findtext(key) or '') == attribute[key]
        assert element.findtext('to_ids') == ('1' if attribute['to_ids'] else '0')
    assert root[0].find('Tag').findtext('name') == 'tlp:green'


def test_xml_of_events(world, made):
    root = xml.etree.ElementTree.fromstring(post(world.publisher, 'events', 'xml', eventid=made[2]['id']).data)
    assert [e.tag for e in root] == ['Event']
    assert root[0].findtext('info') == made[2]['info']
    assert len(root[0].findall('Attribute')) == 4


def test_hashes(world, made):
    assert post(world.publisher, 'attributes', 'hashes', eventid=made[2]['id']).data.decode().split() == [made[1]]


def test_cache(world, made):
    lines = post(world.publisher, 'attributes', 'cache', eventid=made[2]['id'], includeEventUuid=1).data.decode().splitlines()
    domain = hashlib.md5(f'{made[0]}.example'.encode()).hexdigest()
    assert f'{domain},{made[2]["uuid"]}' in lines
    assert len(lines) == 5


@pytest.mark.parametrize('scope, expected', [('attributes', b'4'), ('events', b'1'), ('objects', b'0')])
def test_count(world, made, scope, expected):
    answer = world.publisher.post(f'/{scope}/restSearch', {'eventid': made[2]['id'], 'returnFormat': 'count'})
    assert answer.status == 200
    assert str(answer.data).strip("b'") == expected.decode()


def test_unknown_form(world):
    answer = world.publisher.post('/attributes/restSearch', {'returnFormat': 'nosuch', 'limit': 1})
    assert answer.status == 404
    assert answer.data['message'] == 'Invalid output format.'


@pytest.mark.parametrize('form', ['csv', 'text', 'values', 'hashes', 'cache'])
def test_objects_have_no_rows(world, made, form):
    """objects are given out as JSON, XML and as their count"""
    world.publisher.ok('POST', f'/objects/add/{made[2]["id"]}', {'name': 'file', 'meta-category': 'file', 'Attribute': [
        {'type': 'filename', 'value': 'rows.exe', 'object_relation': 'filename'}]})
    answer = world.publisher.post('/objects/restSearch', {'returnFormat': form})
    assert answer.status == 404 and answer.data['message'] == 'Invalid output format.'


def test_many_values(world, made):
    """thousands of values in one filter are one look-up each, not one statement text"""
    values = [f'{i}.{made[0]}.nowhere' for i in range(20000)] + [f'{made[0]}.example'.upper()]
    rows = world.publisher.search('attributes', value=values)
    assert [r['value'] for r in rows] == [f'{made[0]}.example']
    answer = world.publisher.post('/attributes/restSearch', {'value': [f'%{i}%' for i in range(500)]})
    assert answer.status == 413


def test_pages_beyond_the_end(world, made):
    for page in (2, 10**12):
        for scope in ('attributes', 'events'):
            assert world.publisher.search(scope, eventid=made[2]['id'], limit=10**12, page=page) == []
        assert world.publisher.ok('POST', '/events/index', {'eventid': made[2]['id'], 'limit': 10**12, 'page': page}) == []
    assert world.publisher.post('/attributes/restSearch', {'limit': 10**30}).status == 400


def test_composites_among_many(world, made):
    values = [f'{i}.{made[0]}.nowhere' for i in range(30)]
    found = world.publisher.search('attributes', value=values + [f'{made[0]}.exe|{made[1]}'])
    assert [a['value'] for a in found] == [f'{made[0]}.exe|{made[1]}']
    found = world.publisher.search('attributes', value=values + [made[1]])
    assert {a['type'] for a in found} == {'md5', 'filename|md5'}
    assert world.publisher.search('attributes', value=values + [f'{made[0]}.exe|{"0" * 32}']) == []


def test_sightings(world, made):
    user, event = world.publisher, made[2]
    attribute = event['Attribute'][0]
    for kind, source in ((0, 'sensor'), (1, 'analyst')):
        user.ok('POST', f'/sightings/add/{attribute["id"]}', {'type': kind, 'source': source})

    def found(**filters):
        return [s['Sighting'] for s in user.ok('POST', '/sightings/restSearch', filters)['response']]

    def mine(**filters):
        return [(s['type'], s['source']) for s in found(**filters) if s['attribute_id'] == attribute['id']]

    both = [('0', 'sensor'), ('1', 'analyst')]
    assert mine(last='1d') == both
    assert mine(type='1', last='1d') == both[1:]
    assert mine(source='sensor') == both[:1]
    assert mine(last='1d', org_id=world.orgs['Alpha']['id']) == both
    assert mine(last='1d', org_id='!' + world.orgs['Alpha']['uuid']) == []
    assert mine(**{'from': int(time.time()) + 3600, 'to': int(time.time()) + 7200}) == []
    rows = user.ok('POST', '/sightings/restSearch/attribute', {'id': attribute['id'], 'includeAttribute': 1, 'includeEvent': 1})['response']
    assert [r['Sighting']['Attribute']['uuid'] for r in rows] == [attribute['uuid']] * 2
    assert rows[0]['Sighting']['Event']['uuid'] == event['uuid']
    by_event = user.ok('POST', '/sightings/restSearch/event', {'uuid': event['uuid']})['response']
    assert len(by_event) == 2
    assert user.post('/sightings/restSearch/event', {}).status == 400
    assert user.post('/sightings/restSearch', {'returnFormat': 'nosuch'}).status == 404
    table = user.post('/sightings/restSearch/event', {'id': event['id'], 'returnFormat': 'csv'}).data.decode()
    assert [r['source'] for r in csv.DictReader(io.StringIO(table))] == ['sensor', 'analyst']
    # another organisation sees the event, but by policy only its own sightings
    assert world.other_user.ok('POST', '/sightings/restSearch/event', {'id': event['id']})['response'] == []


def test_sightings_through_the_client(world, made):
    event = made[2]
    world.publisher.ok('POST', f'/sightings/add/{event["Attribute"][1]["id"]}', {'type': 0})
    found = world.publisher.misp.search_sightings(context='attribute', context_id=event['Attribute'][1]['id'], include_attribute=True,
                                                  include_event_meta=True, pythonify=True)
    assert found[0]['event'].uuid == event['uuid']
