"""Organisations that came with events: known to those who see such an event, and to nobody else."""
import uuid


def test_foreign_organisation_is_known_with_its_event(world, unique):
    maker = str(uuid.uuid4())
    event = world.sync.ok('POST', '/events/add', {'Event': {'info': unique, 'distribution': '0', 'uuid': str(uuid.uuid4()),
                                                            'Orgc': {'uuid': maker, 'name': unique}}})['Event']
    assert event['Orgc']['uuid'] == maker
    name = lambda caller: [o['Organisation']['name'] for o in caller.ok('GET', '/organisations/index/scope:external')]  # noqa: E731
    assert world.user.get('/organisations/view/' + maker).status == 200 and unique in name(world.user)
    here, there = world.other_user.get('/organisations/view/' + maker), world.other_user.get('/organisations/view/' + str(uuid.uuid4()))
    assert here.status == there.status == 404 and here.data['message'] == there.data['message']
    assert unique not in name(world.other_user)
    local = world.user.ok('GET', '/organisations/index')
    assert {'Alpha', 'Beta', 'Gamma'} <= {o['Organisation']['name'] for o in local}
    assert all('user_count' not in o['Organisation'] for o in local), 'not for those who do not run the server'
    world.site_admin.ok('POST', f'/events/delete/{event["id"]}', {})
    assert world.user.get('/organisations/view/' + maker).status == 404
    world.site_admin.ok('POST', f'/admin/organisations/delete/{maker}', {})


def test_search(site_admin, unique):
    made = [site_admin.ok('POST', '/admin/organisations/add', {'name': n})['Organisation'] for n in (unique + ' One%', unique + ' Two_')]
    found = lambda text: [o['Organisation']['name'] for o in site_admin.ok('GET', '/organisations/index/searchall:' + text)]  # noqa: E731
    assert found(unique) == [m['name'] for m in made] and found(unique.upper()) == found(unique)
    assert found(unique + '+One%25') == [made[0]['name']] and found(unique + '%25') == [], 'no wildcards'
    for org in made:
        site_admin.ok('POST', f'/admin/organisations/delete/{org["uuid"]}', {})


def test_hidden_index(make_server):
    server = make_server()
    org = server.call('POST', '/admin/organisations/add', {'name': 'Elsewhere'})[2]['Organisation']
    key = server.call('POST', '/admin/users/add', {'email': 'someone@host.example', 'org_id': 1})[2]['User']['authkey']
    assert server.call('GET', f'/organisations/view/{org["id"]}', key=key)[0] == 200
    server.call('POST', '/servers/serverSettingsEdit/Security.hide_organisation_index_from_users', {'value': True})
    assert server.call('GET', '/organisations/index', key=key)[0] == 403
    assert server.call('GET', f'/organisations/view/{org["id"]}', key=key)[0] == 404
    assert server.call('GET', '/organisations/view/1', key=key)[0] == 200
    assert len(server.call('GET', '/organisations/index')[2]) == 2
