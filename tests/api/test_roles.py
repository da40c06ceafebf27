"""Roles beyond what test_access.py holds: defaults, names, levels, deletion."""


def test_default_role(site_admin, world, unique):
    assert site_admin.ok('POST', '/admin/roles/set_default/4', {})['message'] == 'Default role set.'
    person = site_admin.ok('POST', '/admin/users/add', {'email': f'{unique}@alpha.example', 'org_id': world.orgs['Alpha']['id']})['User']
    assert person['role_id'] == '4'
    site_admin.ok('POST', '/admin/roles/set_default/3', {})
    assert [r['Role']['id'] for r in site_admin.ok('GET', '/roles/index') if r['Role']['default_role']] == ['3']
    assert site_admin.post('/admin/roles/set_default/999').status == 404
    assert site_admin.post('/admin/roles/delete/3').status == 403, 'users have it, and it is the default'
    site_admin.ok('POST', f'/admin/users/delete/{person["id"]}', {})


def test_fields(site_admin, unique):
    made = site_admin.ok('POST', '/admin/roles/add', {'Role': {'name': unique, 'permission': 2, 'max_execution_time': 1234}})['Role']
    assert made['permission'] == '2' and made['perm_modify_org'] and not made['perm_publish'] and made['max_execution_time'] == '1234'
    assert made['permission_description'] == 'manage_org'
    changed = site_admin.ok('POST', f'/admin/roles/edit/{made["id"]}', {'permission': '0', 'perm_publish': True, 'memory_limit': '1G'})['Role']
    assert changed['perm_publish'] and changed['permission'] == '3' and changed['memory_limit'] == '1G', 'flags say more than the level'
    for body in ({'name': unique}, {'name': ''}, {'name': 'x' * 200}, {'name': unique + 'x', 'rate_limit_count': -1}):
        assert site_admin.post('/admin/roles/add', body).status == 403, body
    site_admin.ok('POST', f'/admin/roles/delete/{made["id"]}', {})
    assert site_admin.get(f'/roles/view/{made["id"]}').status == 404


def test_role_without_keys(world, site_admin, unique):
    role = site_admin.ok('POST', '/admin/roles/add', {'name': unique, 'perm_add': True})['Role']
    person = world.add_user(unique, 'Alpha', int(role['id']))
    answer = person.get('/users/view/me')
    assert answer.status == 403 and answer.data['message'].startswith('Authentication failed.')
    site_admin.ok('POST', f'/admin/roles/edit/{role["id"]}', {'perm_auth': True})
    assert person.get('/users/view/me').status == 200, 'with the very next request'
    site_admin.ok('POST', f'/admin/users/delete/{person.user["id"]}', {})
    site_admin.ok('POST', f'/admin/roles/delete/{role["id"]}', {})


def test_restricted_role(world, site_admin, unique):
    role = site_admin.ok('POST', '/admin/roles/add', {'name': unique, 'perm_auth': True, 'restricted_to_site_admin': True})['Role']
    body = {'email': f'{unique}@alpha.example', 'role_id': role['id']}
    refused = world.org_admin.post('/admin/users/add', body)
    assert refused.status == 403 and 'role_id' in refused.data['errors']
    made = site_admin.ok('POST', '/admin/users/add', dict(body, org_id=world.orgs['Alpha']['id']))['User']
    site_admin.ok('POST', f'/admin/users/delete/{made["id"]}', {})
    site_admin.ok('POST', f'/admin/roles/delete/{role["id"]}', {})
