"""events/index and attributes/index: filters, order, pages, forms."""
import pytest


@pytest.fixture(scope='module')
def content(world):
    mark = 'idx' + world.publisher.add_event('mark', [])['uuid'].replace('-', '')[:12]
    add = world.publisher.add_event
    events = [
        add(f'{mark} b', [{'type': 'domain', 'category': 'Network activity', 'value': f'{mark}.example'}], date='2020-01-01',
            threat_level_id='1', analysis='0', distribution='1'),
        add(f'{mark} a', [], date='2021-01-01', threat_level_id='2', analysis='1', distribution='0', Tag=[{'name': 'tlp:green'}]),
        add(f'{mark} C:\\Windows\\x', [], date='2022-01-01', threat_level_id='3', analysis='2', distribution='1'),
    ]
    return mark, events


def index(caller, **filters):
    answer = caller.post('/events/index', filters)
    assert answer.status == 200, answer.data
    return answer


def places(content, answer):
    ids = [e['id'] for e in content[1]]
    return [ids.index(row['id']) for row in answer.data if row['id'] in ids]


@pytest.mark.parametrize('filters, expected', [
    ({}, [0, 1, 2]),
    ({'datefrom': '2020-06-01'}, [1, 2]),
    ({'dateuntil': '2020-06-01'}, [0]),
    ({'datefrom': '2020-06-01', 'dateuntil': '2021-06-01'}, [1]),
    ({'threatlevel': 1}, [0]),
    ({'threatlevel': ['1', '3']}, [0, 2]),
    ({'analysis': 2}, [2]),
    ({'distribution': 0}, [1]),
    ({'published': 1}, []),
    ({'published': 0}, [0, 1, 2]),
    ({'tags': 'tlp:green'}, [1]),
    ({'tag': ['TLP:GREEN']}, [1]),
    ({'tags': '!tlp:green'}, [0, 2]),
    ({'tags': 'nobody-has-this'}, []),
    ({'org': 'Alpha'}, [0, 1, 2]),
    ({'org': 'Beta'}, []),
    ({'org': '!Alpha'}, []),
    ({'hasproposal': 1}, []),
])
def test_filters(world, content, filters, expected):
    if 'org' in filters:
        filters = {'org': filters['org'].replace('Alpha', world.orgs['Alpha']['name']).replace('Beta', world.orgs['Beta']['name'])}
    answer = index(world.publisher, eventinfo=f'{content[0]}%', **filters)
    assert places(content, answer) == expected
    assert answer.headers['X-Result-Count'] == str(len(expected))


def test_attribute_and_search_names(world, content):
    assert places(content, index(world.publisher, attribute=f'{content[0]}.example')) == [0]
    assert places(content, index(world.publisher, searcheventinfo=f'{content[0]} b')) == [0]
    assert places(content, index(world.publisher, searchall=f'%{content[0]}.exam%')) == [0]
    assert places(content, index(world.publisher, eventid=[content[1][2]['id'], content[1][0]['uuid']])) == [0, 2]


def test_backslashes(world, content):
    assert places(content, index(world.publisher, eventinfo=f'{content[0]} C:\\Windows\\x')) == [2]
    assert places(content, index(world.publisher, eventinfo=f'{content[0]} C:\\\\Windows\\\\x')) == [2]


def test_order_and_pages(world, content):
    pattern = f'{content[0]}%'
    assert places(content, index(world.publisher, eventinfo=pattern, sort='info', direction='asc')) == [1, 0, 2]
    assert places(content, index(world.publisher, eventinfo=pattern, sort='info', direction='desc')) == [2, 0, 1]
    assert places(content, index(world.publisher, eventinfo=pattern, sort='date', direction='desc', limit=1)) == [2]
    second = index(world.publisher, eventinfo=pattern, limit=1, page=2)
    assert places(content, second) == [1]
    assert second.headers['X-Result-Count'] == '3'
    assert places(content, index(world.publisher, eventinfo=pattern, limit=2, page=9)) == []
    assert places(content, index(world.publisher, eventinfo=pattern, sort='(SELECT 1)')) == [0, 1, 2]


def test_shape(world, content):
    row = index(world.publisher, eventinfo=f'{content[0]} a').data[0]
    assert {'id', 'org_id', 'date', 'info', 'uuid', 'published', 'analysis', 'attribute_count', 'orgc_id', 'timestamp', 'distribution',
            'sharing_group_id', 'proposal_email_lock', 'locked', 'threat_level_id', 'publish_timestamp', 'sighting_timestamp',
            'disable_correlation', 'extends_uuid', 'protected', 'Org', 'Orgc', 'EventTag'} <= set(row)
    assert row['EventTag'][0]['Tag']['name'] == 'tlp:green'
    assert 'Attribute' not in row


def test_minimal(world, content):
    row = index(world.publisher, eventinfo=f'{content[0]} a', minimal=1).data[0]
    assert set(row) == {'id', 'timestamp', 'sighting_timestamp', 'published', 'uuid', 'orgc_uuid'}
    assert row['orgc_uuid'] == world.orgs['Alpha']['uuid']


def test_unknown_filters_are_told(world, content):
    answer = index(world.publisher, eventinfo=f'{content[0]}%', nosuch=1)
    assert answer.headers['X-Ignored-Filters'] == 'nosuch'
    assert places(content, answer) == [0, 1, 2]


def test_others_see_what_they_may(world, content):
    assert places(content, index(world.other_user, eventinfo=f'{content[0]}%')) == [0, 2]


def test_get_with_named_parameters(world, content):
    answer = world.publisher.get(f'/events/index/searcheventinfo:{content[0]}%25/limit:1')
    assert places(content, answer) == [0]


def test_client(world, content):
    found = world.publisher.misp.search_index(eventinfo=f'{content[0]}%', sort='info', desc=True, pythonify=True)
    assert [e.id for e in found] == [int(content[1][i]['id']) for i in (2, 0, 1)]


def test_attributes_index(world, content):
    rows = world.publisher.ok('GET', '/attributes/index/limit:5')
    assert 1 <= len(rows) <= 5
    assert {'id', 'event_id', 'uuid', 'type', 'category', 'value'} <= set(rows[0])
    numbers = [int(r['event_id']) for r in rows]
    assert numbers == sorted(numbers, reverse=True)
