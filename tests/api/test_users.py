"""Users beyond what test_access.py holds: who finds whom, the last administrator, passwords, settings, registrations."""
import json

import pytest

NOT_ALLOWED = 'You do not have permission to use this functionality.'


def test_self_edit_keeps_what_is_not_his(world):
    me = world.colleague
    before = me.ok('GET', '/users/view/me')['User']
    after = me.ok('POST', '/users/edit/me', {'autoalert': True, 'role_id': 1, 'disabled': True, 'termsaccepted': True,
                                             'change_pw': not before['change_pw']})
    assert set(after) >= {'User', 'Role', 'Organisation', 'UserSetting'}
    assert after['User']['autoalert'] is True
    for field in ('role_id', 'disabled', 'termsaccepted', 'change_pw', 'org_id'):
        assert after['User'][field] == before[field], field
    me.ok('POST', '/users/edit/me', {'autoalert': False})


def test_others_are_not_found(world):
    other, absent = world.other_user.user['id'], '99999999'
    for path in ('/users/view/{}', '/users/edit/{}', '/auth_keys/add/{}', '/auth_keys/index/{}', '/users/resetauthkey/{}'):
        method = 'GET' if 'view' in path or 'index' in path else 'POST'
        there = world.user.call(method, path.format(other), None if method == 'GET' else {})
        nowhere = world.user.call(method, path.format(absent), None if method == 'GET' else {})
        assert there.status == nowhere.status == 404, path
        assert there.data['message'] == nowhere.data['message'], path
    # an e-mail is no way around
    there = world.user.get('/users/view/' + world.other_user.user['email'])
    assert there.status == 404 and there.data['message'] == world.user.get('/users/view/nobody@x.example').data['message']


def test_org_admin_cannot_touch_a_site_administrator(world, unique):
    boss = world.add_user(unique, 'Alpha', 1)
    number = boss.user['id']
    for method, path in (('GET', '/admin/users/view/'), ('POST', '/admin/users/edit/'), ('POST', '/admin/users/delete/'),
                         ('POST', '/auth_keys/add/'), ('POST', '/users/resetauthkey/')):
        assert world.org_admin.call(method, path + number, None if method == 'GET' else {}).status == 404, path
    assert number not in [u['User']['id'] for u in world.org_admin.ok('GET', '/admin/users/index')]
    assert all(k['AuthKey']['user_id'] != number for k in world.org_admin.ok('GET', '/auth_keys/index'))
    assert boss.get('/users/view/me').status == 200
    world.site_admin.ok('POST', f'/admin/users/delete/{number}', {})


def test_last_site_administrator_stays(make_server):
    server = make_server()
    for path, body in (('/admin/users/delete/1', {}), ('/admin/users/edit/1', {'role_id': 3}), ('/admin/users/edit/1', {'disabled': True})):
        status, _, data = server.call('POST', path, body)
        assert status == 403 and 'last site administrator' in json.dumps(data), path
    status, _, data = server.call('POST', '/admin/roles/edit/1', {'perm_site_admin': False})
    assert status == 403 and data['errors']['perm_site_admin']
    assert server.call('POST', '/admin/organisations/delete/1', {})[0] == 403


@pytest.mark.parametrize('password, good', [('Password1234', True), ('a long passphrase', True), ('short', False), ('password1234', False),
                                            ('PASSWORD1234', False), ('Passwordpass', False), ('', False)])
def test_passwords(world, password, good):
    answer = world.colleague.post('/users/change_pw', {'password': password})
    assert answer.status == (200 if good else 403), answer.data
    if good:
        assert answer.data['message'] == 'Password Changed.'
        me = world.colleague.ok('GET', '/users/view/me')['User']
        assert me['change_pw'] is False and password not in json.dumps(me)
    else:
        assert 'password' in answer.data['errors']


@pytest.mark.parametrize('email', ['', 'x', 'x@', '@x.example', 'a b@x.example', 'a@b@x.example', 'a\n@x.example', 'a@' + 'x' * 300])
def test_bad_addresses(world, email):
    answer = world.site_admin.post('/admin/users/add', {'email': email, 'org_id': world.orgs['Alpha']['id']})
    assert answer.status == 403 and 'email' in answer.data['errors'], answer.data


def test_expired_account(world, unique):
    person = world.add_user(unique, 'Alpha', 3)
    world.site_admin.ok('POST', f'/admin/users/edit/{person.user["id"]}', {'expiration': '2020-01-01'})
    assert person.get('/users/view/me').status == 403
    world.site_admin.ok('POST', f'/admin/users/edit/{person.user["id"]}', {'expiration': None})
    assert person.get('/users/view/me').status == 200
    bad = world.site_admin.post(f'/admin/users/edit/{person.user["id"]}', {'expiration': 'soon'})
    assert bad.status == 403 and 'expiration' in bad.data['errors']
    world.site_admin.ok('POST', f'/admin/users/delete/{person.user["id"]}', {})
    assert person.get('/users/view/me').status == 403


def test_restricted_domain(world, site_admin, unique):
    org = site_admin.ok('POST', '/admin/organisations/add', {'name': unique, 'restricted_to_domain': ['good.example']})['Organisation']
    assert org['restricted_to_domain'] == ['good.example']
    bad = site_admin.post('/admin/users/add', {'email': f'{unique}@bad.example', 'org_id': org['id']})
    assert bad.status == 403 and 'email' in bad.data['errors']
    good = site_admin.ok('POST', '/admin/users/add', {'email': f'{unique}@good.example', 'org_id': org['id']})['User']
    used = site_admin.post(f'/admin/organisations/delete/{org["id"]}')
    assert used.status == 403, 'it owns a user'
    site_admin.ok('POST', f'/admin/users/delete/{good["id"]}', {})
    site_admin.ok('POST', f'/admin/organisations/delete/{org["id"]}', {})


def test_user_settings(world):
    me = world.user
    assert me.misp.set_user_setting('dashboard_access', 1)['UserSetting']['value'] == 1
    value = {'Tag.name': 'x', 'AND': [1, True, None]}
    stored = me.misp.set_user_setting('publish_alert_filter', value, pythonify=True)
    assert stored.value == value
    assert me.ok('GET', '/users/view/me')['UserSetting']['publish_alert_filter'] == value
    one = me.ok('POST', '/userSettings/getSetting', {'setting': 'publish_alert_filter'})['UserSetting']
    assert one['value'] == value
    assert me.post('/userSettings/setSetting', {'setting': 'no_such_setting', 'value': 1}).status == 404
    # another one's settings are not seen, and not written
    other = world.other_user
    assert one['id'] not in [s['UserSetting']['id'] for s in other.ok('GET', '/userSettings/index')]
    assert other.post(f'/userSettings/delete/{one["id"]}').status == 404
    assert other.post('/userSettings/setSetting', {'setting': 'homepage', 'value': '/', 'user_id': me.user['id']}).status == 404
    for setting in me.ok('GET', '/userSettings/index'):
        me.ok('POST', f'/userSettings/delete/{setting["UserSetting"]["id"]}', {})
    assert me.ok('GET', '/userSettings/index') == []


def test_registrations(world, site_admin, stranger, unique):
    name = 'Security.allow_self_registration'
    site_admin.ok('POST', f'/servers/serverSettingsEdit/{name}', {'value': False})
    assert stranger.post('/users/register', {'email': f'{unique}@x.example'}).status == 403
    site_admin.ok('POST', f'/servers/serverSettingsEdit/{name}', {'value': True})
    for address in (f'{unique}1@x.example', f'{unique}2@x.example', world.user.user['email']):
        answer = stranger.post('/users/register', {'email': address, 'org_name': 'Alpha', 'perm_sync': True, 'evil': 'x' * 9999})
        assert answer.status == 200 and answer.data['saved'], 'the same answer, whether the address is known or not'
    assert stranger.post('/users/register', {'email': 'no address'}).status == 400
    assert world.user.get('/users/registrations/index').data['message'] == NOT_ALLOWED
    waiting = [r['Inbox'] for r in site_admin.ok('GET', '/users/registrations/index')][-3:]
    assert waiting[0]['data'] == {'email': f'{unique}1@x.example', 'org_name': 'Alpha', 'perm_sync': '1', 'perm_publish': '', 'perm_admin': ''}
    refused = site_admin.post(f'/users/acceptRegistrations/{waiting[0]["uuid"]}', {'User': {'role_id': '3'}})
    assert refused.status == 400 and refused.data['message'] == 'No organisation selected. Supply an Organisation ID'
    site_admin.ok('POST', f'/users/acceptRegistrations/{waiting[0]["uuid"]}', {'User': {'org_id': world.orgs['Alpha']['id'], 'role_id': '3'}})
    made = [u['User'] for u in site_admin.ok('GET', '/admin/users/index/value:' + unique)]
    assert [u['email'] for u in made] == [f'{unique}1@x.example'] and made[0]['role_id'] == '3'
    again = site_admin.post(f'/users/acceptRegistrations/{waiting[2]["id"]}', {'User': {'org_id': world.orgs['Alpha']['id']}})
    assert again.status == 403 and 'email' in again.data['errors'], 'that address has an account'
    for item in waiting[1:]:
        assert site_admin.ok('POST', f'/users/discardRegistrations/{item["id"]}', {})['name'] == '1 registration(s) discarded.'
    assert site_admin.post(f'/users/discardRegistrations/{waiting[1]["id"]}').status == 404
    site_admin.ok('POST', f'/admin/users/delete/{made[0]["id"]}', {})
    site_admin.ok('POST', f'/servers/serverSettingsEdit/{name}', {'value': False})
