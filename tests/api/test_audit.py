"""What is written down: refused permissions, a site administrator's reading of what it would not see as a member, and the change log's
rows of what changes who sees what."""
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import Caller


def attribute(value, **fields):
    return dict({'type': 'text', 'value': value, 'distribution': '5'}, **fields)


def rows(world, sql, *values, wait=3):
    """of the server's database, once it has written what it keeps in memory"""
    deadline = time.monotonic() + wait
    while True:
        db = sqlite3.connect(f'file:{world.server.folder}/varde.db?mode=ro', uri=True)
        found = db.execute(sql, values).fetchall()
        db.close()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def newest(world, table):
    return rows(world, f'SELECT coalesce(max(id), 0) FROM {table}')[0][0]


@pytest.fixture
def hidden(world, unique):
    made = world.user.add_event(f'hidden {unique}', [attribute(f'value {unique}')], distribution='0',
                                Object=[{'name': 'file', 'meta-category': 'file', 'distribution': '5',
                                         'Attribute': [attribute(f'inner {unique}', object_relation='text')]}],
                                EventReport=[{'name': f'report {unique}', 'content': 'x', 'distribution': '5'}])
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')


READS = {
    'event': lambda e: ('GET', f'/events/view/{e["id"]}', None),
    'attribute': lambda e: ('GET', f'/attributes/view/{e["Attribute"][0]["id"]}', None),
    'object': lambda e: ('GET', f'/objects/view/{e["Object"][0]["id"]}', None),
    'report': lambda e: ('GET', f'/eventReports/view/{e["EventReport"][0]["id"]}', None),
    'reports': lambda e: ('GET', '/eventReports/index', None),
    'attributes': lambda e: ('GET', '/attributes/index', None),
    'events': lambda e: ('GET', '/events/index', None),
    'attribute search': lambda e: ('POST', '/attributes/restSearch', {'returnFormat': 'csv', 'eventid': e['id']}),
    'event search': lambda e: ('POST', '/events/restSearch', {'returnFormat': 'json', 'eventid': e['id']}),
    'object search': lambda e: ('POST', '/objects/restSearch', {'returnFormat': 'json', 'eventid': e['id']}),
}


@pytest.mark.parametrize('way', READS)
def test_reading_beyond_membership_is_audited(world, hidden, way):
    before = newest(world, 'audit_log')
    method, path, body = READS[way](hidden)
    assert world.site_admin.call(method, path, body).status == 200
    assert len(rows(world, "SELECT id FROM audit_log WHERE id > ? AND action = 'read' AND model = 'Event'", before)) == 1
    before = newest(world, 'audit_log')
    assert world.user.call(method, path, body).status == 200
    assert rows(world, "SELECT id FROM audit_log WHERE id > ? AND action = 'read'", before, wait=1.5) == []


def test_hidden_item_of_an_open_event_counts_as_beyond(world, unique):
    event = world.user.add_event(f'open {unique}', [attribute(f'secret {unique}', distribution='0')], distribution='1')
    for path in (f'/events/view/{event["id"]}', f'/attributes/view/{event["Attribute"][0]["id"]}'):
        before = newest(world, 'audit_log')
        world.site_admin.ok('GET', path)
        assert rows(world, "SELECT 1 FROM audit_log WHERE id > ? AND action = 'read' AND model_id = ?", before, int(event['id']))
    world.site_admin.post(f'/events/delete/{event["id"]}')


def test_refused_permissions_are_audited(world, unique):
    event = world.user.add_event(f'refused {unique}', [attribute(f'v {unique}')], distribution='1')
    group = world.org_admin.ok('POST', '/sharing_groups/add', {'name': f'refused {unique}', 'releasability': 'x'})['SharingGroup']
    world.org_admin.ok('POST', '/sharing_groups/addOrg', {'sg_id': group['id'], 'org_id': world.orgs['Beta']['id']})
    for who, path, body in (('other_user', f'/events/edit/{event["id"]}', {'info': 'x'}),
                            ('other_user', f'/attributes/add/{event["id"]}', {'type': 'text', 'value': 'x'}),
                            ('read_only', '/events/add', {'Event': {'info': 'x'}}),
                            ('other_admin', f'/sharing_groups/edit/{group["id"]}', {'name': 'x'}),
                            ('other_admin', '/sharing_groups/removeOrg', {'sg_id': group['id'], 'org_id': world.orgs['Beta']['id']}),
                            ('org_admin', '/admin/organisations/add', {'name': 'x'})):
        before = newest(world, 'audit_log')
        assert world[who].post(path, body).status == 403, path
        assert len(rows(world, "SELECT 1 FROM audit_log WHERE id > ? AND action = 'refused'", before)) == 1, path
    world.site_admin.post(f'/events/delete/{event["id"]}')


def test_membership_in_the_change_log(world, unique):
    group = world.org_admin.ok('POST', '/sharing_groups/add', {'name': f'members {unique}', 'releasability': 'x'})['SharingGroup']
    beta = world.orgs['Beta']['id']
    sql = 'SELECT before_org_id, after_org_id FROM change_log WHERE id > ? AND kind = 14 AND first_id = ? AND parent_id = ?'
    for path, expected in (('addOrg', (None, int(beta))), ('removeOrg', (int(beta), None))):
        before = newest(world, 'change_log')
        world.org_admin.ok('POST', f'/sharing_groups/{path}', {'sg_id': group['id'], 'org_id': beta})
        assert rows(world, sql, before, int(group['id']), int(beta)) == [expected]


def test_change_of_organisation_in_the_change_log(world, unique):
    user = world.add_user(f'mover.{unique}', 'Beta', 3)
    before = newest(world, 'change_log')
    world.site_admin.ok('POST', f'/admin/users/edit/{user.user["id"]}', {'org_id': world.orgs['Gamma']['id']})
    found = rows(world, 'SELECT before_org_id, after_org_id FROM change_log WHERE id > ? AND kind = 12 AND first_id = ?', before,
                 int(user.user['id']))
    assert found == [(int(world.orgs['Beta']['id']), int(world.orgs['Gamma']['id']))]
    secret = world.other_user.add_event(f'of beta {unique}', distribution='0')
    assert user.get(f'/events/view/{secret["id"]}').status == 404
    world.site_admin.post(f'/events/delete/{secret["id"]}')


def test_sightings_inside_documents_are_in_the_change_log(world, unique):
    before = newest(world, 'change_log')
    event = world.sync.add_event(f'sighted {unique}', [attribute(f'v {unique}', Sighting=[{'type': '0', 'source': 'x'}])], distribution='0')
    assert rows(world, 'SELECT 1 FROM change_log WHERE id > ? AND kind = 7 AND event_id = ?', before, int(event['id']))
    world.site_admin.post(f'/events/delete/{event["id"]}')


def test_a_flood_of_refusals_is_told(make_server):
    """more than the queue holds: what was left out is counted in a row of its own"""
    server = make_server()
    admin = Caller(server, server.key)
    org = admin.ok('POST', '/admin/organisations/add', {'name': 'Flood'})['Organisation']
    key = admin.ok('POST', '/admin/users/add', {'email': 'flood@flood.example', 'org_id': org['id'], 'role_id': 6})['User']['authkey']

    def refused(_):
        caller = Caller(server, key)
        return sum(caller.post('/events/add', {'Event': {'info': 'x'}}).status == 403 for _ in range(700))
    with ThreadPoolExecutor(6) as pool:
        total = sum(pool.map(refused, range(6)))
    time.sleep(2.5)
    db = sqlite3.connect(f'file:{server.folder}/varde.db?mode=ro', uri=True)
    kept = db.execute("SELECT count(*) FROM audit_log WHERE action = 'refused'").fetchone()[0]
    lost = db.execute("SELECT coalesce(sum(model_id), 0) FROM audit_log WHERE action = 'overflow'").fetchone()[0]
    db.close()
    assert total == 4200 and kept + lost == total
