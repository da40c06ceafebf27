"""Who one is: keys, users, organisations, roles, settings, and what a stranger is told."""
import json

import pytest
from pymisp import MISPOrganisation, MISPUser

REFUSED = 'Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header.'
NOT_ALLOWED = 'You do not have permission to use this functionality.'


def test_version(user):
    data = user.ok('GET', '/servers/getVersion')
    major, minor, patch = (int(n) for n in data['version'].split('.'))
    assert (major, minor) == (2, 5)
    assert data['pymisp_recommended_version'].count('.') == 2 and data['perm_sync'] is False
    assert 'gzip' in data['request_encoding'] and data['perm_analyst_data'] is True
    assert set(user.ok('GET', '/servers/getPyMISPVersion.json')) == {'version'}


def test_me(user):
    data = user.ok('GET', '/users/view/me')
    assert data['User']['email'] == 'user@alpha.example' and data['Organisation']['name'] == 'Alpha'
    assert data['Role']['perm_add'] is True and data['Role']['perm_publish'] is False
    assert set(data['User']['password']) == {'*'} and 'authkey' not in data['User']
    assert 'UserSetting' in data


def test_client_starts(world):
    for name in ('user', 'publisher', 'org_admin', 'read_only', 'site_admin'):
        client = world[name].misp
        assert client._current_user.email and client.get_server_version if hasattr(client, 'get_server_version') else True


def test_describe_types_are_the_clients(user):
    remote = user.ok('GET', '/attributes/describeTypes.json')['result']
    local = user.misp.describe_types_local
    assert remote == {k: local[k] for k in remote}
    assert set(remote) >= {'types', 'categories', 'sane_defaults', 'category_type_mappings'}


@pytest.mark.parametrize('path', ['/users/view/me', '/events/index', '/events/view/1', '/attributes/index', '/servers/getVersion',
                                  '/organisations/index', '/'])
def test_stranger(stranger, path):
    answer = stranger.get(path)
    assert answer.status == 403 and answer.data['message'] == REFUSED and answer.data['url'] == path
    assert stranger.post('/events/add', {'Event': {'info': 'x'}}).data['message'] == REFUSED


def test_unknown_path(user, stranger):
    for caller in (user, stranger):
        answer = caller.get('/nosuch/thing')
        assert answer.status in (403, 404) and 'message' in answer.data


def test_both_headers(world):
    me = world.user.key
    for headers in ({'Authorization': me}, {'X-MISP-AUTH': me}, {'Authorization': 'Basic abc', 'X-MISP-AUTH': me},
                    {'Authorization': 'x' * 40, 'X-MISP-AUTH': me}):
        assert world.server.call('GET', '/users/view/me', key='', headers=headers)[0] == 200, headers


def test_organisations(site_admin, user, unique):
    client = site_admin.misp
    org = MISPOrganisation()
    org.name = unique
    made = client.add_organisation(org, pythonify=True)
    assert made.name == unique and made.local and made.uuid
    made.description = 'changed – ünïcode'
    made.nationality = 'Norway'
    assert client.update_organisation(made, pythonify=True).description == 'changed – ünïcode'
    assert client.get_organisation(made.uuid, pythonify=True).nationality == 'Norway'
    assert unique in [o.name for o in client.organisations(pythonify=True)]
    assert site_admin.head(f'/organisations/view/{made.id}').status == 200
    # names and uuids are unique; names are not empty
    for body in ({'name': unique}, {'name': unique.upper()}, {'name': 'x' + unique, 'uuid': made.uuid}, {'name': ''}, {}):
        assert site_admin.post('/admin/organisations/add', body).status == 403, body
    assert user.post('/admin/organisations/add', {'name': 'x' + unique}).data['message'] == NOT_ALLOWED
    assert user.post(f'/admin/organisations/delete/{made.id}').status == 403
    assert client.delete_organisation(made)['message']
    assert site_admin.head(f'/organisations/view/{made.id}').status == 404


def test_users(world, site_admin, unique):
    client = site_admin.misp
    person = MISPUser()
    person.email = f'{unique}@alpha.example'
    person.org_id = world.orgs['Alpha']['id']
    made = client.add_user(person, pythonify=True)
    assert made.role_id in (3, '3') and len(made.authkey) == 40
    assert world.server.call('GET', '/users/view/me', key=made.authkey)[2]['User']['email'] == person.email
    made.email = f'{unique}2@alpha.example'
    assert client.update_user(made, pythonify=True).email == made.email
    assert [u.email for u in client.users(search=unique, pythonify=True)] == [made.email]
    fresh = client.get_new_authkey(made)
    assert len(fresh) == 40 and fresh != made.authkey
    assert site_admin.post('/admin/users/add', {'email': made.email, 'org_id': person.org_id}).status == 403, 'the same address twice'
    assert site_admin.post('/admin/users/add', {'email': 'no address', 'org_id': person.org_id}).status == 403
    assert site_admin.post('/admin/users/add', {'email': f'{unique}3@a.example', 'org_id': '999999'}).status == 403
    site_admin.ok('POST', f'/admin/users/edit/{made.id}', {'disabled': True})
    assert world.server.call('GET', '/users/view/me', key=fresh)[0] == 403
    assert client.delete_user(made)['message']
    assert site_admin.get(f'/admin/users/view/{made.id}').status == 404


def test_org_admin_stays_at_home(world, unique):
    admin = world.org_admin
    listed = admin.ok('GET', '/admin/users/index')
    assert {u['Organisation']['name'] for u in listed} == {'Alpha'}
    beta = world.orgs['Beta']['id']
    made = admin.post('/admin/users/add', {'email': f'{unique}@x.example', 'org_id': beta, 'role_id': 3})
    assert made.status != 200 or made.data['User']['org_id'] == world.orgs['Alpha']['id']
    for body in ({'email': f'{unique}a@x.example', 'role_id': 1}, ):
        assert admin.post('/admin/users/add', dict(body, org_id=world.orgs['Alpha']['id'])).status == 403, 'no site administrators'
    other = world.other_user.user['id']
    assert admin.get(f'/admin/users/view/{other}').status in (403, 404)
    assert admin.post(f'/admin/users/edit/{other}', {'disabled': True}).status in (403, 404)
    assert admin.post(f'/admin/users/delete/{other}').status in (403, 404)
    assert admin.post(f'/admin/users/edit/{world.user.user["id"]}', {'role_id': 1}).status == 403
    assert world.other_user.get('/users/view/me').status == 200
    assert world.user.ok('GET', '/users/view/me')['Role']['perm_site_admin'] is False


def test_a_user_cannot_raise_himself(world):
    me = world.user.user['id']
    for path in ('/users/edit/me', f'/users/edit/{me}', f'/admin/users/edit/{me}'):
        world.user.post(path, {'role_id': 1, 'org_id': world.orgs['Beta']['id']})
    now = world.user.ok('GET', '/users/view/me')
    assert now['User']['role_id'] == '3' and now['User']['org_id'] == world.orgs['Alpha']['id']
    other = world.user.get(f'/users/view/{world.other_user.user["id"]}')
    assert other.status == 404


def test_keys(world, user, other_user, unique):
    made = user.ok('POST', '/auth_keys/add/me', {'comment': unique})['AuthKey']
    key = made['authkey_raw']
    assert made['authkey_start'] == key[:4] and made['authkey_end'] == key[-4:]
    listed = user.ok('GET', '/auth_keys/index')
    assert key not in json.dumps(listed) and unique in json.dumps(listed)
    assert unique not in json.dumps(other_user.ok('GET', '/auth_keys/index'))
    assert other_user.get(f'/auth_keys/view/{made["id"]}').status in (403, 404)
    assert other_user.post(f'/auth_keys/delete/{made["id"]}').status in (403, 404)
    assert world.server.call('GET', '/users/view/me', key=key)[0] == 200
    assert user.post(f'/auth_keys/delete/{made["id"]}').status == 200
    assert world.server.call('GET', '/users/view/me', key=key)[0] == 403


def test_roles(site_admin, user, unique):
    names = {r['Role']['name']: r['Role'] for r in user.ok('GET', '/roles/index')}
    assert names['admin']['id'] == '1' and names['Read Only']['perm_add'] is False
    made = site_admin.ok('POST', '/admin/roles/add', {'name': unique, 'perm_add': True, 'perm_auth': True})['Role']
    assert made['perm_add'] is True and made['perm_site_admin'] is False
    changed = site_admin.ok('POST', f'/admin/roles/edit/{made["id"]}', {'perm_publish': True})['Role']
    assert changed['perm_publish'] is True and changed['perm_add'] is True
    assert user.post('/admin/roles/add', {'name': unique + 'x'}).status == 403
    site_admin.ok('POST', f'/admin/roles/delete/{made["id"]}', {})
    assert unique not in {r['Role']['name'] for r in user.ok('GET', '/roles/index')}


def test_role_changes_work_at_once(world, unique):
    person = world.add_user(unique, 'Alpha', 3)
    assert person.post('/events/add', {'Event': {'info': unique}}).status == 200
    world.site_admin.ok('POST', f'/admin/users/edit/{person.user["id"]}', {'role_id': 6})
    answer = person.post('/events/add', {'Event': {'info': unique}})
    assert answer.status == 403 and answer.data['message'] == NOT_ALLOWED
    for event in world.user.search('events', eventinfo=unique):
        world.site_admin.post(f'/events/delete/{event["Event"]["id"]}')
    world.site_admin.post(f'/admin/users/delete/{person.user["id"]}')


def test_settings(site_admin, user):
    name = 'MISP.max_correlations_per_event'
    before = site_admin.ok('GET', f'/servers/getSetting/{name}')['value']
    assert site_admin.ok('POST', f'/servers/serverSettingsEdit/{name}', {'value': 10})['message'] == 'Field updated'
    assert site_admin.ok('GET', f'/servers/getSetting/{name}')['value'] == 10
    assert site_admin.post(f'/servers/serverSettingsEdit/{name}', {'value': 'many'}).status >= 400
    site_admin.ok('POST', f'/servers/serverSettingsEdit/{name}', {'value': before})
    assert user.get(f'/servers/getSetting/{name}').status == 403
    assert user.post(f'/servers/serverSettingsEdit/{name}', {'value': 10}).status == 403


def test_names_of_controllers(user):
    for path in ('/sharing_groups/index', '/sharingGroups/index', '/SharingGroups/index', '/object_templates/index', '/objectTemplates/index'):
        assert user.get(path).status == 200, path


def test_audit_of_refusals(world, unique):
    world.user.post('/admin/organisations/add', {'name': unique})
    log = world.site_admin.post('/admin/logs/index', {'limit': 50})
    if log.status == 404:
        pytest.skip('no log listing yet')
    assert 'user@alpha.example' in json.dumps(log.data)
