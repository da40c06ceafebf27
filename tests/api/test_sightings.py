"""Sightings: by value and by attribute, who may see them, and that they change nothing else (spec 1.5, 2.5, 3.2)."""
import pytest

NO_MATCH = {'message': 'Could not add the Sighting. Reason: No valid attributes found that match the criteria.'}


@pytest.fixture
def shared(world, unique):
    """an event of `user` that everybody here sees"""
    made = world.user.add_event(unique, [{'type': 'text', 'value': unique}, {'type': 'domain|ip', 'value': f'{unique}.example|192.0.2.9'},
                                         {'type': 'text', 'value': unique + ' hidden', 'distribution': '0'}], distribution='1')
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')


def of_attribute(caller, attribute, **more):
    return caller.ok('POST', '/sightings/listSightings', dict({'context': 'attribute', 'id': attribute['id']}, **more))


def of_event(caller, event, **more):
    return caller.ok('POST', '/sightings/listSightings', dict({'context': 'event', 'id': event['id']}, **more))


def test_by_attribute(user, event):
    attribute = event['Attribute'][0]
    made = user.ok('POST', f'/sightings/add/{attribute["uuid"]}', {'source': 'sensor', 'type': '1', 'timestamp': 1600000000})['Sighting']
    assert made['attribute_id'] == attribute['id'] and made['event_id'] == event['id'] and made['org_id'] == user.org['id']
    assert (made['source'], made['type'], made['date_sighting']) == ('sensor', '1', '1600000000')
    assert of_attribute(user, attribute) == [{'Sighting': made, 'Organisation': {'name': 'Alpha'}}]
    assert of_event(user, event) == of_attribute(user, attribute)
    assert user.ok('GET', f'/sightings/view/{made["uuid"]}')['Sighting'] == made
    inline = user.ok('GET', f'/events/view/{event["id"]}')['Event']['Attribute'][0]['Sighting']
    assert [s['uuid'] for s in inline] == [made['uuid']]


def test_body_names_the_attribute(user, event):
    attribute = event['Attribute'][0]
    for body in ({'uuid': attribute['uuid']}, {'id': attribute['id']}, {'Sighting': {'uuid': attribute['uuid']}}):
        assert user.ok('POST', '/sightings/add', body)['Sighting']['attribute_id'] == attribute['id']


def test_by_value(user, shared, unique):
    text, pair, _ = shared['Attribute']
    for value, attribute in ((unique, text), (unique.upper(), text), (f'{unique}.example', pair), (f'{unique}.example|192.0.2.9', pair)):
        assert user.ok('POST', '/sightings/add', {'value': value})['Sighting']['attribute_id'] == attribute['id'], value
    last = user.ok('POST', '/sightings/add', {'values': [f'{unique}.example', unique]})['Sighting']
    assert last['attribute_id'] == pair['id']
    assert len(of_event(user, shared)) == 6


def test_one_for_each_visible_attribute(world, unique):
    made = [caller.add_event(unique, [{'type': 'text', 'value': unique}], distribution=d)
            for caller, d in ((world.user, '1'), (world.user, '0'), (world.other_user, '1'), (world.other_user, '0'))]
    last = world.user.ok('POST', '/sightings/add', {'value': unique})['Sighting']
    assert last['attribute_id'] == made[2]['Attribute'][0]['id']
    assert [len(of_event(world.site_admin, e)) for e in made] == [1, 1, 1, 0]
    for e in made:
        world.site_admin.ok('POST', f'/events/delete/{e["id"]}')


def test_date_and_time(user, event):
    path = f'/sightings/add/{event["Attribute"][0]["id"]}'
    assert user.ok('POST', path, {'date': '2020-09-13', 'time': '12:26:40'})['Sighting']['date_sighting'] == '1600000000'
    assert 'Invalid timestamp' in user.ok('POST', path, {'timestamp': 'not a time'})['message']
    assert 'Invalid type' in user.ok('POST', path, {'type': '7'})['message']


def test_nothing_found_looks_the_same(world, event, unique):
    deleted = world.other_user.add_event(unique, [{'type': 'text', 'value': unique + 'gone'}], distribution='0')
    world.other_user.ok('POST', f'/attributes/delete/{deleted["Attribute"][0]["id"]}')
    for body in ({'value': unique}, {'value': unique + 'gone'}, {'values': []}, {}, {'uuid': event['Attribute'][0]['uuid']},
                 {'id': event['Attribute'][0]['id']}, {'id': 99999999}, {'value': 'nothing like ' + unique}):
        assert world.other_user.ok('POST', '/sightings/add', body) == NO_MATCH, body
    assert world.other_user.ok('POST', f'/sightings/add/{event["Attribute"][0]["uuid"]}') == NO_MATCH
    assert of_event(world.user, event) == []
    world.site_admin.ok('POST', f'/events/delete/{deleted["id"]}')


def test_content_stays_as_it_is(world, unique):
    made = world.publisher.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1', published=True, timestamp='1000000000')
    world.other_user.ok('POST', '/sightings/add', {'value': unique})
    now = world.publisher.ok('GET', f'/events/view/{made["id"]}')['Event']
    assert now['published'] is True and now['timestamp'] == '1000000000'
    assert now['Attribute'][0]['timestamp'] == made['Attribute'][0]['timestamp']
    world.site_admin.ok('POST', f'/events/delete/{made["id"]}')


def test_owner_sees_all_others_their_own(world, shared):
    attribute = shared['Attribute'][0]
    for caller in (world.user, world.other_user, world.third_user):
        caller.ok('POST', f'/sightings/add/{attribute["id"]}', {'source': caller.name})
    def sources(caller):
        return {s['Sighting']['source'] for s in of_event(caller, shared)}
    assert sources(world.user) == sources(world.site_admin) == {'user', 'other_user', 'third_user'}
    assert sources(world.other_user) == {'other_user'}
    assert sources(world.third_user) == {'third_user'}
    mine = {s['Sighting']['event_id'] for s in world.other_user.ok('POST', '/sightings/index', {})}
    assert shared['id'] in mine


@pytest.mark.parametrize('policy, expected', [(0, [{'b'}, set(), {'b'}]), (1, [{'a', 'b', 'h'}, set(), {'b'}]),
                                              (2, [{'a', 'b', 'h'}, {'a', 'b', 'h'}, {'b'}]), (3, [{'b', 'h'}, {'h'}, {'b'}])])
def test_policies(world, shared, policy, expected):
    admin = world.site_admin
    first, _, hidden = shared['Attribute']
    world.user.ok('POST', f'/sightings/add/{first["id"]}', {'source': 'a'})
    world.other_user.ok('POST', f'/sightings/add/{first["id"]}', {'source': 'b'})
    admin.ok('POST', f'/sightings/add/{first["id"]}', {'source': 'h'})
    world.user.ok('POST', f'/sightings/add/{hidden["id"]}', {'source': 'of a hidden attribute'})
    admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_policy', {'value': policy})
    try:
        def sources(caller, **more):
            return {s['Sighting']['source'] for s in of_event(caller, shared, **more)}
        assert sources(world.other_user) == expected[0]
        assert sources(world.third_user) == expected[1]
        assert sources(world.other_user, org_id=world.orgs['Beta']['uuid']) == expected[2]
        assert sources(world.user) == {'a', 'b', 'h', 'of a hidden attribute'}
    finally:
        admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_policy', {'value': 0})


def test_order_and_pages(user, event):
    path = f'/sightings/add/{event["Attribute"][0]["id"]}'
    for at in (1600000000, 1700000000, 1600000000, 1650000000):
        user.ok('POST', path, {'timestamp': at})
    whole = [s['Sighting'] for s in of_event(user, event)]
    assert [s['date_sighting'] for s in whole] == ['1700000000', '1650000000', '1600000000', '1600000000']
    assert int(whole[2]['id']) < int(whole[3]['id'])
    assert [s['Sighting'] for s in of_event(user, event, limit=2, page=2)] == whole[2:]


def test_unseen_objects(world, event):
    attribute = event['Attribute'][0]
    for body in ({'context': 'event', 'id': event['id']}, {'context': 'attribute', 'id': attribute['uuid']}, {'context': 'attribute', 'id': 99999999}):
        answer = world.other_user.post('/sightings/listSightings', body)
        assert answer.status == 405 and answer.data['message'] == 'Invalid object.'
    assert world.user.post('/sightings/listSightings', {'context': 'galaxy', 'id': 1}).status == 405


def test_delete(world, shared):
    attribute = shared['Attribute'][0]
    made = world.other_user.ok('POST', f'/sightings/add/{attribute["id"]}')['Sighting']
    unseen = world.third_user.post(f'/sightings/delete/{made["uuid"]}')
    assert unseen.status == 404
    assert world.user.post(f'/sightings/delete/{made["uuid"]}').status == 403
    answer = world.other_user.post(f'/sightings/delete/{made["uuid"]}')
    assert answer.status == 200 and answer.data['message'] == 'Sighting successfully deleted.' and answer.data['id'] == made['uuid']
    assert world.other_user.post(f'/sightings/delete/{made["id"]}').status == 404
    assert of_attribute(world.site_admin, attribute) == []


def test_permission(world, shared):
    answer = world.read_only.post(f'/sightings/add/{shared["Attribute"][0]["id"]}')
    assert answer.status == 403 and answer.data['message'] == 'You do not have permission to use this functionality.'


def test_official_client(world, event):
    attribute = event['Attribute'][0]
    made = world.user.misp.add_sighting({'value': attribute['value']}, pythonify=True)
    assert made.attribute_id == attribute['id']
    assert [s.id for s in world.user.misp.sightings(world.user.misp.get_event(event['id'], pythonify=True), pythonify=True)] == [made.id]
    assert world.user.misp.delete_sighting(made)['message'] == 'Sighting successfully deleted.'


def test_hidden_sightings_leave_no_trace(world, shared):
    attribute = shared['Attribute'][0]
    world.user.ok('POST', f'/sightings/add/{attribute["id"]}')
    def seen(caller):
        return [a for a in caller.ok('GET', f'/events/view/{shared["id"]}')['Event']['Attribute'] if a['id'] == attribute['id']][0]
    assert len(seen(world.user)['Sighting']) == 1
    assert 'Sighting' not in seen(world.other_user)
    assert 'Sighting' not in world.other_user.ok('GET', f'/attributes/view/{attribute["id"]}')['Attribute']
    assert world.other_user.get(f'/sightings/index/{shared["id"]}').data == []


def test_anonymous(world, shared):
    admin = world.site_admin
    world.other_user.ok('POST', f'/sightings/add/{shared["Attribute"][0]["id"]}', {'source': 'b'})
    admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_anonymise', {'value': True})
    try:
        (entry,) = of_event(world.user, shared)
        assert entry['Sighting']['org_id'] == '0' and entry['Organisation']['name'] == ''
        assert of_event(world.user, shared, org_id=world.orgs['Beta']['id']) == []
        inline = world.user.ok('GET', f'/events/view/{shared["id"]}')['Event']['Attribute'][0]['Sighting'][0]
        assert 'Beta' not in str(inline) and world.orgs['Beta']['uuid'] not in str(inline)
        assert of_event(world.other_user, shared)[0]['Organisation']['name'] == 'Beta'
    finally:
        admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_anonymise', {'value': False})
