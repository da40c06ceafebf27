"""How a request finds its handler and how answers are dressed: spellings, parameters, methods, formats, errors, headers."""
import json

import pytest


def test_paths_are_spelled_freely(user):
    wanted = user.ok('GET', '/sharing_groups/index')
    for path in ('/sharingGroups/index', '/SharingGroups/INDEX', '/sharing_groups', '/sharinggroups/', '//sharing_groups//index',
                 '/sharing_groups/index.json', '/sharing_groups/index?page=1', 'http://elsewhere.example/sharing_groups/index'):
        assert user.ok('GET', path) == wanted, path


def test_root_is_the_index_of_events(user, event):
    assert [e['id'] for e in user.ok('GET', '/')] == [e['id'] for e in user.ok('GET', '/events/index')]
    assert [e['id'] for e in user.ok('GET', '/events')] == [e['id'] for e in user.ok('GET', '/events/index')]


def test_ids_in_the_place_of_an_action(user, event):
    for ref in (event['id'], event['uuid']):
        assert user.ok('GET', f'/events/{ref}')['Event']['uuid'] == event['uuid']
    status, _, data = user.get('/events/nosuchaction')
    assert (status, data['message']) == (404, 'Not Found')


def test_named_parameters(site_admin, world):
    email = world.user.user['email']
    quoted = email.replace('@', '%40')
    for path in (f'/admin/users/index/value:{email}', f'/admin/users/index/value:{quoted}', f'/admin/users/index?value={quoted}',
                 f'/admin/users/index/value:{email}.json'):
        found = site_admin.ok('GET', path)
        assert [u['User']['email'] for u in found] == [email], path
    both = site_admin.ok('GET', f'/admin/users/index/value:nobody@nowhere.example?value={quoted}')
    assert both == [], 'what stands in the path wins over the query'


def test_broken_encoding(user):
    for path in ('/events/view/%', '/events/view/%zz', '/events/view/%00', '/events/view/%ff', '/events/index?value=%c3',
                 '/events/index?a[]=1&a=2', '/events/index/a:1?a[]=2'):
        status, _, data = user.get(path)
        assert status == 400 and data['name'] == data['message'] and data['code'] == 'bad_input', path


def test_methods(user, event):
    status, headers, data = user.call('PATCH', f'/events/view/{event["id"]}')
    assert status == 405 and headers['Allow'] == 'GET, HEAD, POST' and data['code'] == 'method'
    status, headers, data = user.get(f'/events/delete/{event["id"]}')
    assert status == 405 and 'POST' in headers['Allow']
    assert user.ok('GET', f'/events/view/{event["id"]}'), 'and nothing was deleted'


def test_head_is_an_existence_test(user, other_user, event):
    for path, status in ((f'/events/view/{event["uuid"]}', 200), ('/events/view/0', 404)):
        answer = user.head(path)
        assert answer.status == status and answer.data in (b'', None)
    assert other_user.head(f'/events/view/{event["uuid"]}').status == 404
    # the connection must still be in step after an answer without body
    assert user.get(f'/events/view/{event["uuid"]}').status == 200


@pytest.mark.parametrize('path', ['/events/add', '/attributes/add/1', '/objects/add/1', '/eventReports/add', '/sightings/add', '/tags/add',
                                  '/events/edit/1', '/admin/organisations/add'])
def test_get_describes_what_post_takes(site_admin, path):
    status, _, data = site_admin.get(path)
    assert status == 200, (status, data)
    assert data['description'] and data['name'].endswith('API description')
    assert isinstance(data['mandatory_fields'], list) and isinstance(data['optional_fields'], list)
    assert data['url'].startswith('/')


def test_description_needs_the_permission(read_only, stranger):
    assert read_only.get('/events/add').status == 403
    assert stranger.get('/events/add').status == 403


def test_errors_have_one_shape(user, stranger):
    for caller, method, path, status, code in ((user, 'GET', '/nonexistent/thing', 404, 'not_found'),
                                               (user, 'GET', '/events/view/999999999', 404, 'not_found'),
                                               (stranger, 'GET', '/events/index', 403, 'unauthenticated'),
                                               (user, 'POST', '/admin/roles/add', 403, 'forbidden'),
                                               (user, 'PUT', '/users/view/me', 405, 'method')):
        answer = caller.call(method, path)
        assert answer.status == status, (path, answer)
        assert answer.headers['Content-Type'].startswith('application/json')
        assert answer.data['name'] == answer.data['message'] and answer.data['url'] == path and answer.data['code'] == code, answer.data


def test_permission_text(read_only):
    status, _, data = read_only.post('/events/add', {'Event': {'info': 'x'}})
    assert status == 403 and data['message'] == 'You do not have permission to use this functionality.'


def test_stranger_uploads_nothing(server):
    """the refusal comes before the body: a stranger need not send, nor the server receive, 100 MB"""
    head = (f'POST /events/add HTTP/1.1\r\nHost: {server.host}\r\nContent-Type: application/json\r\n'
            'Content-Length: 104857600\r\nExpect: 100-continue\r\n\r\n').encode()
    answer = server.raw(head, wait=3)
    assert answer.startswith(b'HTTP/1.1 403'), answer[:200]


def test_small_routes_take_small_bodies(user):
    status, _, data = user.post('/users/view/me', {'filler': 'x' * (2 << 20)})
    assert status == 413 and data['code'] == 'too_large'


def test_invalid_json_is_never_no_filter(user, event):
    """a filter that cannot be read must not mean: everything"""
    for path in ('/events/index', '/events/restSearch', '/attributes/restSearch', '/sharing_groups/index', f'/events/view/{event["id"]}'):
        status, _, data = user.post(path, b'{"limit": 1')
        assert status in (400, 405) and data['message'].startswith('Invalid JSON input'), (path, status, data)


def test_pretty_for_people_compact_for_programs(user):
    def body(**headers):
        connection = user.server
        import http.client
        c = http.client.HTTPConnection(connection.host, connection.port)
        c.request('GET', '/users/view/me', headers=dict({'Authorization': user.key, 'Accept': 'application/json'}, **headers))
        text = c.getresponse().read().decode()
        c.close()
        return text
    plain = body()
    assert '\n' not in plain
    assert '\n' not in body(**{'User-Agent': 'PyMISP 2.5'}) and '\n' not in body(**{'User-Agent': 'MISP 2.5.1'})
    pretty = body(**{'User-Agent': 'curl/8.1'})
    assert '\n    "User": {' in pretty and json.loads(pretty) == json.loads(plain)
    assert '\n' not in body(**{'User-Agent': 'Mozilla/5.0', 'X-Requested-With': 'XMLHttpRequest'})


def test_headers(user, site_admin, world):
    _, headers, _ = user.get('/users/view/me')
    assert 'private' in headers['Cache-Control'] and 'Authorization' in headers['Vary']
    assert 'X-Auth-Key-Expiration' not in headers
    key = user.ok('POST', '/auth_keys/add/me', {'expiration': '2099-01-02'})['AuthKey']['authkey_raw']
    _, headers, _ = world.server.call('GET', '/users/view/me', key=key)
    assert headers['X-Auth-Key-Expiration'].startswith('2099-01-0')


def test_both_key_headers(world):
    for headers in ({'X-MISP-AUTH': world.user.key}, {'X-MISP-AUTH': world.user.key, 'Authorization': 'x' * 40},
                    {'Authorization': f'{"y" * 40},{world.user.key}'}):
        status, _, data = world.server.call('GET', '/users/view/me', key='', headers=headers)
        assert status == 200 and data['User']['email'] == world.user.user['email'], headers


def test_heartbeat_needs_no_key(stranger):
    assert stranger.get('/users/heartbeat').data['message']


def test_query_acl(site_admin, user):
    assert site_admin.ok('GET', '/events/queryACL/findMissingFunctionNames') == []
    assert site_admin.ok('GET', '/tags/queryACL') == []
    names = site_admin.ok('GET', '/roles/queryACL/printAllFunctionNames')
    assert 'add' in names['events'] and 'view' in names['events']
    roles = site_admin.ok('GET', '/events/queryACL/printRoleAccess')
    assert 'add' in roles['User']['events'] and 'add' not in roles['Read Only'].get('events', [])
    assert user.get('/events/queryACL/printAllFunctionNames').status == 403
    assert site_admin.get('/events/queryACL/nonsense').status == 404


def test_base_url_with_a_path(make_server):
    server = make_server(settings={'base_url': 'https://intel.example.org/misp/'})
    for path in ('/misp/users/view/me', '/users/view/me'):
        assert server.call('GET', path)[0] == 200
    assert server.call('GET', '/mispx/users/view/me')[0] == 404
