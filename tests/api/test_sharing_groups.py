"""Sharing groups: who finds, changes and uses them, and that membership works at once."""
import pytest

NOT_ALLOWED = 'You do not have permission to use this functionality.'


@pytest.fixture
def group(world, unique):
    """a group of Alpha's administrator with Alpha in it"""
    made = world.org_admin.ok('POST', '/sharingGroups/add', {'name': unique, 'releasability': 'to test'})
    world.org_admin.ok('POST', '/sharingGroups/addOrg', {'sg_id': made['SharingGroup']['id'], 'org_id': world.orgs['Alpha']['id'], 'extend': False})
    yield made['SharingGroup']
    for found in world.site_admin.search('events', eventinfo=unique):
        world.site_admin.post(f'/events/delete/{found["Event"]["id"]}')
    world.site_admin.post(f'/sharingGroups/delete/{made["SharingGroup"]["id"]}')


def test_shape(world, group, unique):
    seen = world.user.ok('GET', f'/sharing_groups/view/{group["uuid"]}')
    assert seen['SharingGroup']['name'] == unique and seen['Organisation']['name'] == 'Alpha'
    assert [o['Organisation']['name'] for o in seen['SharingGroupOrg']] == ['Alpha']
    assert [(s['server_id'], s['all_orgs']) for s in seen['SharingGroupServer']] == [('0', False)]
    row = [g for g in world.org_admin.ok('GET', '/sharingGroups/index')['response'] if g['SharingGroup']['id'] == group['id']][0]
    assert row['editable'] and row['deletable'] and row['SharingGroup']['org_count'] == '1'
    client = world.org_admin.misp
    assert client.get_sharing_group(group['id'], pythonify=True).uuid == group['uuid']
    assert client.sharing_group_exists(group['uuid']) and not client.sharing_group_exists('99999999')


def test_unseen_is_not_found(world, group):
    number, absent = group['id'], '99999999'
    for caller in (world.other_user, world.other_admin):
        assert caller.head(f'/sharing_groups/view/{number}').status == 404
        assert number not in [g['SharingGroup']['id'] for g in caller.ok('GET', '/sharing_groups/index')['response']]
    beta = world.orgs['Beta']['id']
    for path, body in (('/sharing_groups/edit/{}', {'name': 'mine'}), ('/sharing_groups/delete/{}', {}),
                       ('/sharingGroups/addOrg/{}/' + beta, {}), ('/sharingGroups/removeOrg/{}/' + beta, {}), ('/sharingGroups/addServer/{}/0', {})):
        here, there = (world.other_admin.post(path.format(n), body) for n in (number, absent))
        assert here.status == there.status == 404 and here.data['message'] == there.data['message'], path
    # and nobody shares with a group that he is not in
    for n in (number, absent):
        answer = world.other_user.post('/events/add', {'Event': {'info': 'x', 'distribution': '4', 'sharing_group_id': n}})
        assert answer.status in (403, 404, 405), answer.data


def test_only_with_the_right(world, group, unique):
    for path in ('/sharingGroups/add', f'/sharing_groups/edit/{group["id"]}', f'/sharing_groups/delete/{group["id"]}'):
        assert world.user.post(path, {'name': 'x' + unique}).data['message'] == NOT_ALLOWED
    for body in ({}, {'name': ''}, {'name': unique}, {'name': unique.upper()}, {'name': 'y' + unique, 'uuid': group['uuid']},
                 {'name': 'y' + unique, 'uuid': 'no uuid'}):
        assert world.org_admin.post('/sharingGroups/add', body).status == 403, body


def test_membership_works_at_once(world, group, unique):
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='4', sharing_group_id=group['id'])
    path, beta = f'/events/view/{event["uuid"]}', world.orgs['Beta']['id']
    assert world.other_user.get(path).status == 404
    added = world.org_admin.ok('POST', '/sharingGroups/addOrg', {'sg_id': group['uuid'], 'org_id': world.orgs['Beta']['uuid'], 'extend': True})
    assert added['name'] == 'Organisation added to the sharing group.'
    assert world.other_user.get(path).status == 200
    # who may extend adds others, but neither renames nor removes
    gamma = world.orgs['Gamma']['id']
    assert world.other_admin.post(f'/sharingGroups/addOrg/{group["id"]}/{gamma}').status == 200
    assert world.other_admin.post(f'/sharing_groups/edit/{group["id"]}', {'name': 'x' + unique}).status == 403
    assert world.other_admin.post(f'/sharingGroups/removeOrg/{group["id"]}/{gamma}').status == 403
    assert world.third_user.get(path).status == 200
    removed = world.org_admin.ok('POST', '/sharingGroups/removeOrg', {'sg_id': group['id'], 'org_id': beta})
    assert removed['name'] == 'Organisation removed from the sharing group.'
    assert world.other_user.get(path).status == 404
    assert world.org_admin.post('/sharingGroups/removeOrg', {'sg_id': group['id'], 'org_id': beta}).status == 403, 'it is not in it'
    # a server with all its organisations
    world.org_admin.ok('POST', '/sharingGroups/addServer', {'sg_id': group['id'], 'server_id': 0, 'all_orgs': True})
    assert world.other_user.get(path).status == 200
    world.org_admin.ok('POST', '/sharingGroups/addServer', {'sg_id': group['id'], 'server_id': 0, 'all_orgs': False})
    assert world.other_user.get(path).status == 404
    assert world.org_admin.post('/sharingGroups/addServer', {'sg_id': group['id'], 'server_id': 7}).status == 404


def test_used_group_stays(world, group, unique):
    event = world.user.add_event(unique, distribution='4', sharing_group_id=group['id'])
    assert world.org_admin.post(f'/sharing_groups/delete/{group["id"]}').status == 403
    world.user.ok('POST', f'/events/delete/{event["id"]}', {})
    assert world.org_admin.ok('POST', f'/sharing_groups/delete/{group["id"]}', {})['message'] == 'SharingGroup deleted'
    assert world.org_admin.head(f'/sharing_groups/view/{group["id"]}').status == 404


def test_inactive_group_stays_readable(world, group, unique):
    event = world.user.add_event(unique, distribution='4', sharing_group_id=group['id'])
    changed = world.org_admin.ok('POST', f'/sharing_groups/edit/{group["id"]}', {'active': False})
    assert changed['SharingGroup']['active'] is False
    assert world.user.get(f'/events/view/{event["id"]}').status == 200
