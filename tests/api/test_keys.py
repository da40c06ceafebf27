"""API keys: expiry, addresses, read-only, and what a key can do to keys."""
import time

import pytest

NOT_ALLOWED = 'You do not have permission to use this functionality.'


def make(caller, **fields):
    return caller.ok('POST', '/auth_keys/add/me', fields)['AuthKey']


def enter(world, key):
    status, _, data = world.server.call('GET', '/users/view/me', key=key)
    return status, data.get('message')


def test_expiry(world, user):
    past = make(user, expiration='2020-01-01')
    assert enter(world, past['authkey_raw']) == (403, 'Auth key is expired')
    soon = make(user, expiration=int(time.time()) + 3600)
    assert enter(world, soon['authkey_raw'])[0] == 200
    status, headers, _ = world.server.call('GET', '/users/view/me', key=soon['authkey_raw'])
    assert headers['X-Auth-Key-Expiration'].startswith(time.strftime('%Y-', time.gmtime()))
    user.ok('POST', f'/auth_keys/edit/{soon["id"]}', {'expiration': '2020-01-01'})
    assert enter(world, soon['authkey_raw']) == (403, 'Auth key is expired')
    bad = user.post('/auth_keys/add/me', {'expiration': 'whenever'})
    assert bad.status == 403 and 'expiration' in bad.data['errors']
    for key in (past, soon):
        user.ok('POST', f'/auth_keys/delete/{key["uuid"]}', {})


def test_addresses(world, user):
    away = make(user, allowed_ips=['10.0.0.0/8', '2001:db8::/32'])
    assert away['allowed_ips'] == ['10.0.0.0/8', '2001:db8::/32']
    assert enter(world, away['authkey_raw']) == (403, 'It is not possible to use this Auth key from your IP address')
    here = user.ok('POST', f'/auth_keys/edit/{away["id"]}', {'allowed_ips': '10.0.0.0/8\n127.0.0.0/8, ::1'})['AuthKey']
    assert here['allowed_ips'] == ['10.0.0.0/8', '127.0.0.0/8', '::1']
    assert enter(world, away['authkey_raw'])[0] == 200
    for bad in ('x', '10.0.0.0/99', ['127.0.0.1', 'localhost']):
        answer = user.post(f'/auth_keys/edit/{away["id"]}', {'allowed_ips': bad})
        assert answer.status == 403 and 'allowed_ips' in answer.data['errors'], bad
    user.ok('POST', f'/auth_keys/delete/{away["id"]}', {})


@pytest.mark.parametrize('who', ['user', 'org_admin', 'site_admin'])
def test_read_only(world, who):
    made = make(world[who], read_only=True)
    key = made['authkey_raw']
    assert made['read_only'] is True
    call = world.server.call
    assert call('GET', '/events/index', key=key)[0] == 200
    for path, body in (('/events/add', {'Event': {'info': 'x'}}), ('/auth_keys/add/me', {}), (f'/auth_keys/edit/{made["id"]}', {'read_only': False}),
                       ('/users/change_pw', {'password': 'Password1234'}), ('/users/resetauthkey/me', {}), ('/users/edit/me', {'autoalert': True}),
                       ('/userSettings/setSetting', {'setting': 'homepage', 'value': 1}), ('/admin/organisations/add', {'name': 'x'})):
        status, _, data = call('POST', path, body, key=key)
        assert (status, data['message']) == (403, NOT_ALLOWED), path
    world[who].ok('POST', f'/auth_keys/delete/{made["id"]}', {})
    assert enter(world, key)[0] == 403


def test_reset(world, unique):
    person = world.add_user(unique, 'Alpha', 3)
    second = make(person)['authkey_raw']
    message = person.ok('POST', '/users/resetauthkey/me', {})['message']
    fresh = message.split()[-1]
    assert len(fresh) == 40 and enter(world, fresh)[0] == 200
    for old in (person.key, second):
        assert enter(world, old) == (403, 'Auth key is expired')
    world.site_admin.ok('POST', f'/admin/users/delete/{person.user["id"]}', {})
    assert enter(world, fresh)[0] == 403


def test_admin_makes_keys(world):
    target = world.user.user['id']
    made = world.org_admin.ok('POST', f'/auth_keys/add/{target}', {'comment': 'by the administrator'})['AuthKey']
    assert made['user_id'] == target and enter(world, made['authkey_raw'])[0] == 200
    assert world.other_admin.post(f'/auth_keys/delete/{made["id"]}').status == 404
    assert world.other_admin.get(f'/auth_keys/view/{made["uuid"]}').status == 404
    world.org_admin.ok('POST', f'/auth_keys/delete/{made["id"]}', {})
    assert enter(world, made['authkey_raw'])[0] == 403


def test_last_used(world, user):
    made = make(user)
    assert user.ok('GET', f'/auth_keys/view/{made["id"]}')['AuthKey']['last_used'] == 0
    for _ in range(2):
        enter(world, made['authkey_raw'])
    assert abs(user.ok('GET', f'/auth_keys/view/{made["id"]}')['AuthKey']['last_used'] - time.time()) < 60
    user.ok('POST', f'/auth_keys/delete/{made["id"]}', {})
