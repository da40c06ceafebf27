"""Server settings, blocklists, the log and statistics."""
import json
import uuid

NOT_ALLOWED = 'You do not have permission to use this functionality.'


def test_catalogue(site_admin):
    answer = site_admin.ok('GET', '/servers/serverSettings')
    rows = {r['setting']: r for r in answer['finalSettings']}
    assert rows['MISP.live']['value'] is True and rows['MISP.max_correlations_per_event']['value'] == 5000
    assert answer['workers']['default']['ok'] and answer['workers']['prio']['ok']
    for row in rows.values():
        assert isinstance(row['value'], {'boolean': bool, 'numeric': int, 'string': str}[row['type']]), row
        assert row['description'] and row['level'] in (0, 1, 2)
        one = site_admin.ok('GET', '/servers/getSetting/' + row['setting'])
        assert one['value'] == row['value'] and one['type'] == row['type']
    schema = site_admin.ok('GET', '/servers/dbSchemaDiagnostic')
    assert schema['actual_db_version'] == schema['expected_db_version']


def test_values_are_checked(site_admin):
    edit = '/servers/serverSettingsEdit/'
    for name, value in (('MISP.live', 'perhaps'), ('debug', 'x'), ('debug', {}), ('MISP.org', ['x']), ('MISP.uuid', str(uuid.uuid4())),
                        ('MISP.host_org_id', 2)):
        answer = site_admin.post(edit + name, {'value': value})
        assert answer.status == 403 and answer.data['errors'], name
    assert site_admin.post(edit + 'MISP.no_such_setting', {'value': 1}).status == 404
    assert site_admin.get('/servers/getSetting/MISP.no_such_setting').status == 404


def test_maintenance(make_server):
    server = make_server()
    made = server.call('POST', '/admin/users/add', {'email': 'someone@host.example', 'org_id': 1})[2]['User']
    assert server.call('GET', '/events/index', key=made['authkey'])[0] == 200
    server.call('POST', '/servers/serverSettingsEdit/MISP.live', {'value': False, 'force': True})
    assert server.call('GET', '/events/index', key=made['authkey'])[0] == 403
    assert server.call('GET', '/events/index')[0] == 200, 'a site administrator comes in'
    server.call('POST', '/servers/serverSettingsEdit/MISP.live', {'value': True})
    assert server.call('GET', '/events/index', key=made['authkey'])[0] == 200


def test_event_blocklist(world, site_admin, unique):
    blocked = str(uuid.uuid4())
    made = site_admin.misp.add_event_blocklist([blocked, 'no uuid'], comment=unique, event_info='info')
    assert made['result'] == {'successes': [blocked], 'fails': ['no uuid']}
    again = site_admin.ok('POST', '/eventBlocklists/add', {'uuids': blocked})
    assert again['result']['fails'] == [blocked]
    refused = world.user.post('/events/add', {'Event': {'info': unique, 'uuid': blocked}})
    assert refused.status == 403 and refused.data['message'] == 'Event blocked by event blocklist.'
    entry = [b for b in site_admin.misp.event_blocklists(pythonify=True) if b.event_uuid == blocked][0]
    assert entry.comment == unique and entry.event_info == 'info'
    entry.comment = 'changed'
    assert site_admin.misp.update_event_blocklist(entry, pythonify=True).comment == 'changed'
    for who in ('user', 'publisher', 'org_admin'):
        assert world[who].get('/eventBlocklists/index').status == 403, 'only the organisation that runs the server'
        assert world[who].post('/eventBlocklists/delete/' + blocked).data['message'] == NOT_ALLOWED
    assert site_admin.misp.delete_event_blocklist(entry)['success']
    assert site_admin.post('/eventBlocklists/delete/' + blocked).status == 404
    event = world.user.add_event(unique, uuid=blocked)
    world.user.ok('POST', f'/events/delete/{event["id"]}', {})
    # what was deleted does not come back
    assert world.user.post('/events/add', {'Event': {'info': unique, 'uuid': blocked}}).status == 403
    site_admin.ok('POST', '/eventBlocklists/delete/' + blocked, {})


def test_org_blocklist(world, site_admin, unique):
    org = world.orgs['Gamma']['uuid']
    site_admin.ok('POST', '/orgBlocklists/add', {'uuids': [org], 'org_name': 'Gamma'})
    refused = world.third_user.post('/events/add', {'Event': {'info': unique}})
    assert refused.status == 403 and refused.data['message'] == 'Event blocked by organisation blocklist.'
    assert world.user.get('/orgBlocklists/index').status == 403
    assert org in [b['org_uuid'] for b in site_admin.ok('GET', '/orgBlocklists/index')]
    site_admin.ok('POST', '/orgBlocklists/delete/' + org, {})
    event = world.third_user.add_event(unique)
    world.third_user.ok('POST', f'/events/delete/{event["id"]}', {})


def test_log(world, site_admin, unique):
    org = site_admin.ok('POST', '/admin/organisations/add', {'name': unique})['Organisation']
    site_admin.ok('POST', f'/admin/organisations/edit/{org["id"]}', {'name': unique + '2'})
    site_admin.ok('POST', f'/admin/organisations/delete/{org["id"]}', {})
    rows = [r['Log'] for r in site_admin.ok('POST', '/admin/logs/index', {'model': 'Organisation', 'model_id': org['id']})]
    assert [r['action'] for r in rows] == ['add', 'edit', 'delete']
    assert json.loads(rows[1]['change']) == {'name': [unique, unique + '2']}
    assert all(r['email'] == 'admin@admin.test' for r in rows)
    audit = site_admin.ok('GET', '/admin/audit_logs/index/model:Organisation/model_id:' + org['id'])
    assert [a['AuditLog']['action'] for a in audit] == ['add', 'edit', 'delete'] and audit[1]['AuditLog']['change'] == {'name': [unique, unique + '2']}
    assert site_admin.ok('POST', '/admin/logs/index', {'title': unique}) != [] and site_admin.ok('POST', '/admin/logs/index', {'title': unique[:9]}) == []
    assert len(site_admin.ok('POST', '/admin/logs/index', {'limit': 2, 'page': 1})) == 2
    assert site_admin.ok('POST', '/admin/logs/index', {'page': 1000000}) == []
    # an organisation's users see what was done by their own
    assert {r['Log']['org'] for r in world.user.ok('POST', '/admin/logs/index', {})} <= {'Alpha'}
    assert site_admin.post('/admin/logs/index', {'created': 'sometime'}).status == 400


def test_statistics_count_only_what_is_seen(world, unique):
    before = {who: world[who].ok('GET', '/users/statistics/data')['stats'] for who in ('user', 'other_user', 'site_admin')}
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}, {'type': 'ip-dst', 'value': '198.51.100.9'}], distribution='0')
    for who, more in (('user', 1), ('other_user', 0), ('site_admin', 1)):
        after = world[who].ok('GET', '/users/statistics/data')['stats']
        assert int(after['event_count']) - int(before[who]['event_count']) == more, who
        assert int(after['attribute_count']) - int(before[who]['attribute_count']) == 2 * more, who
    for page, keys in (('users', {'user', 'org_local', 'org_external'}), ('tags', {'flatData', 'treemap'}), ('sightings', {'toplist', 'eventids'})):
        assert set(world.user.ok('GET', '/users/statistics/' + page)) == keys
    histogram = {r['org_name']: r for r in world.user.ok('GET', '/users/statistics/attributehistogram')}
    assert histogram['Alpha']['total'] <= histogram['All organisations']['total']
    assert world.user.get('/users/statistics/nonsense').status == 404
    world.user.ok('POST', f'/events/delete/{event["id"]}', {})
