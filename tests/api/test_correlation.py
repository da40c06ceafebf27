"""Correlation on read: related events and attributes, what takes no part, and what each viewer may learn of it."""
import pytest


def text(value, **fields):
    return dict({'type': 'text', 'category': 'Other', 'value': value}, **fields)


def related(caller, event):
    data = caller.ok('GET', f'/events/view/{event["id"]}')['Event']
    return {r['Event']['id'] for r in data['RelatedEvent']}


def related_values(caller, value):
    rows = caller.ok('POST', '/attributes/restSearch', {'value': value, 'returnFormat': 'json', 'includeCorrelations': 1})
    return {a['event_id']: {r['event_id'] for r in a['RelatedAttribute']} for a in rows['response']['Attribute']}


@pytest.fixture
def pair(user, unique):
    """two events with one value in common, in other letters"""
    return [user.add_event(f'{unique} {i}', [text(unique.upper() if i else unique)]) for i in range(2)]


def test_both_sides(user, pair, unique):
    first, second = pair
    assert related(user, first) == {second['id']}
    assert related(user, second) == {first['id']}
    assert related_values(user, unique) == {first['id']: {second['id']}, second['id']: {first['id']}}


def test_shape(user, pair):
    found = user.ok('GET', f'/events/view/{pair[0]["id"]}')['Event']['RelatedEvent'][0]['Event']
    assert found['uuid'] == pair[1]['uuid']
    assert {'id', 'date', 'threat_level_id', 'info', 'published', 'uuid', 'analysis', 'timestamp', 'distribution', 'org_id', 'orgc_id', 'Org',
            'Orgc'} <= set(found)
    event = user.misp.get_event(pair[0]['id'], pythonify=True)
    assert event.RelatedEvent[0]['Event'].id == int(pair[1]['id'])


def test_halves_of_composites(user, unique):
    digest = format(abs(hash(unique)) % (1 << 128), '032x')
    composite = user.add_event(unique, [{'type': 'filename|md5', 'category': 'Payload delivery', 'value': f'{unique}.exe|{digest}'}])
    by_hash = user.add_event(unique, [{'type': 'md5', 'category': 'Payload delivery', 'value': digest}])
    by_name = user.add_event(unique, [{'type': 'filename', 'category': 'Payload delivery', 'value': f'{unique}.exe'}])
    assert related(user, composite) == {by_hash['id'], by_name['id']}
    assert related(user, by_hash) == {composite['id']}


def test_ports_and_silent_types_take_no_part(user, unique):
    number = abs(hash(unique)) % 200
    one = user.add_event(unique, [{'type': 'ip-dst|port', 'category': 'Network activity', 'value': f'203.0.113.{number}|4711'},
                                  {'type': 'comment', 'category': 'Other', 'value': unique}])
    user.add_event(unique, [{'type': 'port', 'category': 'Network activity', 'value': '4711'},
                            {'type': 'comment', 'category': 'Other', 'value': unique}, text('4711')])
    assert not any(unique in r['Event']['info'] for r in user.ok('GET', f'/events/view/{one["id"]}')['Event']['RelatedEvent'])


def test_networks(user, unique):
    block = '2001:db8:%x:%x::' % (abs(hash(unique)) % 65536, abs(hash(unique + 'x')) % 65536)
    network = user.add_event(unique, [{'type': 'ip-src', 'category': 'Network activity', 'value': block + '/64'}])
    inside = user.add_event(unique, [{'type': 'ip-dst', 'category': 'Network activity', 'value': block + '17'}])
    outside = user.add_event(unique, [{'type': 'ip-dst', 'category': 'Network activity', 'value': '2001:db9::17'}])
    assert related(user, network) == {inside['id']}
    assert related(user, inside) == {network['id']}
    assert network['id'] not in related(user, outside)


def test_switches(user, unique):
    kept = user.add_event(unique, [text(unique)])
    silent = user.add_event(unique, [text(unique, disable_correlation=True)])
    off = user.add_event(unique, [text(unique)], disable_correlation=True)
    assert related(user, kept) == set()
    assert related(user, silent) == set()
    assert related(user, off) == set()
    attribute = silent['Attribute'][0]
    user.ok('POST', f'/attributes/edit/{attribute["id"]}', {'disable_correlation': False})
    assert related(user, kept) == {silent['id']}


def test_deleted_attributes_do_not_count(user, pair):
    user.ok('POST', f'/attributes/delete/{pair[1]["Attribute"][0]["id"]}', {})
    assert related(user, pair[0]) == set()


def test_changed_values(user, pair, unique):
    user.ok('POST', f'/attributes/edit/{pair[1]["Attribute"][0]["id"]}', {'value': unique + ' other'})
    assert related(user, pair[0]) == set()
    user.ok('POST', f'/attributes/edit/{pair[1]["Attribute"][0]["id"]}', {'value': unique})
    assert related(user, pair[0]) == {pair[1]['id']}


def test_unseen_matches_are_not_told(world, unique):
    mine = world.user.add_event(unique, [text(unique)], distribution='1')
    hidden = world.other_user.add_event(unique, [text(unique)], distribution='0')
    half = world.other_user.add_event(unique, [text(unique, distribution='0')], distribution='1')
    open_ = world.other_user.add_event(unique, [text(unique)], distribution='1')
    assert related(world.user, mine) == {open_['id']}
    assert related(world.other_user, hidden) == {mine['id'], half['id'], open_['id']}
    assert related_values(world.user, unique) == {mine['id']: {open_['id']}, open_['id']: {mine['id']}}
    assert related(world.site_admin, mine) == {hidden['id'], half['id'], open_['id']}


def test_exclusions(world, user, unique):
    events = [user.add_event(unique, [text(f'{unique}.corp.example')]) for _ in range(2)]
    assert related(user, events[0]) == {events[1]['id']}
    assert user.post('/correlation_exclusions/add', {'value': '%x%'}).status == 403
    added = world.site_admin.ok('POST', '/correlation_exclusions/add', {'value': f'{unique}%', 'comment': 'why'})['CorrelationExclusion']
    try:
        assert added['value'] == f'{unique}%' and added['comment'] == 'why'
        assert related(user, events[0]) == set()
        assert world.site_admin.post('/correlation_exclusions/add', {'value': f'{unique}%'}).status == 403
        assert world.site_admin.post('/correlation_exclusions/add', {'value': ' '}).status == 403
        listed = world.site_admin.ok('GET', '/correlation_exclusions/index')
        assert added['id'] in [x['CorrelationExclusion']['id'] for x in listed]
        assert world.site_admin.ok('GET', f'/correlation_exclusions/view/{added["id"]}')['CorrelationExclusion'] == added
    finally:
        world.site_admin.ok('POST', f'/correlation_exclusions/delete/{added["id"]}', {})
    assert related(user, events[0]) == {events[1]['id']}
    assert world.site_admin.get(f'/correlation_exclusions/view/{added["id"]}').status == 404


def test_ceiling(make_server):
    """the newest events are told, and no more than the setting allows"""
    server = make_server(settings={'correlation.ceiling': '5'})

    def call(method, path, body=None):
        status, _, data = server.call(method, path, body)
        assert status == 200, data
        return data

    ids = [call('POST', '/events/add', {'Event': {'info': str(i), 'Attribute': [text('popular')]}})['Event']['id'] for i in range(9)]
    found = call('GET', f'/events/view/{ids[0]}')['Event']['RelatedEvent']
    assert {r['Event']['id'] for r in found} == set(ids[-5:])
