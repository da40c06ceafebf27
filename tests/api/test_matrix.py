"""Every route of `varde routes --json` against every kind of caller. The expectation comes from the table and the role alone: who lacks a
permission is told so, in one sentence and with nothing else; who has it gets an answer that is no fault; and what somebody may not see
cannot be told from what is not there."""
import json
import re
import subprocess
import uuid

import pytest

from conftest import binary

NOT_ALLOWED = 'You do not have permission to use this functionality.'
NO_KEY = 'Authentication failed.'
ROUTES = json.loads(subprocess.run([binary(), 'routes', '--json'], stdout=subprocess.PIPE, check=True).stdout)
CALLERS = ['stranger', 'read_only', 'user', 'other_user', 'publisher', 'sync', 'org_admin', 'site_admin', 'read_only_key']
NOWHERE = '999999999'
# what would end the run or takes other things away than what it is given; they have tests of their own
UNSAFE = re.compile(r'logout|shutdown|restart|killAll|/update$|loadDefaultFeeds|change_pw|resetauthkey/:user\?', re.I)


def name_of(route):
    return f'{route["method"]} {route["path"]}'


def fill(route, value):
    """the path with every positional parameter given"""
    return '/' + '/'.join(value(s[1:].rstrip('?')) if s.startswith(':') else s for s in route['path'].split('/'))


def send(caller, route, value, body=None):
    return caller.call(route['method'], fill(route, value), body if body is not None else None if route['method'] in ('GET', 'HEAD') else {})


@pytest.fixture(scope='module')
def callers(world):
    """name: (caller, names of the permissions that his role has, whether his key only reads)"""
    made = {}
    for name in CALLERS[1:-1]:
        role = world[name].ok('GET', '/users/view/me')['Role']
        made[name] = (world[name], {k for k, v in role.items() if k.startswith('perm_') and v is True}, False)
    key = world.org_admin.ok('POST', '/auth_keys/add/me', {'read_only': True})['AuthKey']['authkey_raw']
    reader = type(world.user)(world.server, key, 'read_only_key')
    made['read_only_key'] = (reader, made['org_admin'][1] & {'perm_auth', 'perm_audit'}, True)
    return made


def test_the_table_is_whole():
    assert len(ROUTES) > 80
    for route in ROUTES:
        assert route['help'], name_of(route)
        assert 'open' in route['flags'] or isinstance(route['permission'], list), name_of(route)
    assert len({name_of(r).lower() for r in ROUTES}) == len(ROUTES), 'no route twice'
    # what changes something asks for a permission or at least for a key that may write
    for route in ROUTES:
        if re.search(r'/(add|edit|delete)\b', route['path']) and 'open' not in route['flags']:
            assert 'read' not in route['flags'], name_of(route)


@pytest.mark.parametrize('route', ROUTES, ids=name_of)
def test_stranger(world, route):
    if 'open' in route['flags']:
        assert send(world.stranger(), route, lambda _: NOWHERE).status < 500
        return
    for key in ('', 'x' * 40):
        answer = type(world.user)(world.server, key).call(route['method'], fill(route, lambda _: '1'),
                                                           None if route['method'] in ('GET', 'HEAD') else {})
        assert answer.status == 403, answer
        if route['method'] != 'HEAD':
            assert answer.data['message'].startswith(NO_KEY) and set(answer.data) <= {'name', 'message', 'url', 'code'}, answer


PAIRS = [(r, c) for r in ROUTES for c in CALLERS[1:] if not (c == 'site_admin' and UNSAFE.search(r['path']))]


@pytest.mark.parametrize('route,name', PAIRS, ids=lambda v: v if isinstance(v, str) else name_of(v))
def test_permission(callers, route, name):
    caller, permissions, reads_only = callers[name]
    allowed = 'open' in route['flags'] or (set(route['permission']) <= permissions and ('read' in route['flags'] or not reads_only))
    answer = send(caller, route, lambda _: NOWHERE)
    assert answer.status < 500, answer
    if not allowed:
        assert answer.status == 403, answer
        assert answer.data['message'] == NOT_ALLOWED and set(answer.data) <= {'name', 'message', 'url', 'code'}, answer
    elif answer.status == 403 and isinstance(answer.data, dict):
        assert not answer.data['message'].startswith(NO_KEY), answer


@pytest.fixture(scope='module')
def hidden(world):
    """one of everything, for Alpha only: parameter name to (id, uuid)"""
    text = 'hidden' + uuid.uuid4().hex
    owner = world.publisher
    event = owner.add_event(text, [{'type': 'text', 'value': text}], distribution='0', Object=[{
        'name': text, 'meta-category': 'misc', 'Attribute': [{'type': 'text', 'object_relation': 'text', 'value': text + ' in'},
                                                              {'type': 'text', 'object_relation': 'text', 'value': text + ' too'}]}])
    thing = event['Object'][0]
    found = {'event': event, 'attribute': event['Attribute'][0], 'object': thing}
    found['report'] = owner.ok('POST', f'/eventReports/add/{event["id"]}', {'name': text, 'content': text})['EventReport']
    found['reference'] = owner.ok('POST', '/objectReferences/add', {
        'object_uuid': thing['uuid'], 'referenced_uuid': event['Attribute'][0]['uuid'], 'relationship_type': 'x'})['ObjectReference']
    found['proposal'] = owner.ok('POST', f'/shadow_attributes/add/{event["id"]}', {'type': 'text', 'value': text + ' p'})['ShadowAttribute']
    found['sighting'] = owner.ok('POST', f'/sightings/add/{event["Attribute"][0]["id"]}', {'type': '0'})['Sighting']
    group = world.org_admin.ok('POST', '/sharing_groups/add', {'name': text, 'releasability': text})['SharingGroup']
    found['group'] = found['sharing_group'] = group
    found['user'] = world.colleague.user
    yield text, found
    world.site_admin.post(f'/events/delete/{event["id"]}')
    world.site_admin.post(f'/sharing_groups/delete/{group["id"]}')


KINDS = {'event', 'attribute', 'object', 'report', 'reference', 'proposal', 'sighting', 'group', 'sharing_group', 'user'}


def parameters(route):
    return [s[1:].rstrip('?') for s in route['path'].split('/') if s.startswith(':')]


WITH_PARAMETER = [r for r in ROUTES if parameters(r) and parameters(r)[0] in KINDS and 'open' not in r['flags']]
BODY = {'info': 'x', 'type': 'text', 'value': 'x', 'name': 'x', 'content': 'x', 'comment': 'x', 'tag': 'tlp:red'}


@pytest.mark.parametrize('route', WITH_PARAMETER, ids=name_of)
@pytest.mark.parametrize('form', ['id', 'uuid'])
def test_hidden_looks_like_absent(world, hidden, route, form):
    text, things = hidden
    names = parameters(route)
    target = things[names[0]]
    if form not in target:
        return  # users have no uuid
    absent = NOWHERE if form == 'id' else str(uuid.uuid4())
    body = None if route['method'] in ('GET', 'HEAD') else BODY
    for viewer in ('other_user', 'other_publisher', 'other_admin'):
        here = send(world[viewer], route, lambda n: target[form] if n == names[0] else '0', body)
        there = send(world[viewer], route, lambda n: absent if n == names[0] else '0', body)
        assert here.status == there.status, (viewer, here, there)
        said = json.dumps(here.data) if not isinstance(here.data, bytes) else here.data.decode('utf-8', 'replace')
        other = json.dumps(there.data) if not isinstance(there.data, bytes) else there.data.decode('utf-8', 'replace')
        assert text not in said
        # each answer may repeat what it was asked for; apart from that they are the same
        assert re.sub(rf'\b{target[form]}\b', '#', said) == re.sub(rf'\b{absent}\b', '#', other), (viewer, said, other)


def test_nothing_hidden_was_changed(world, hidden):
    text, things = hidden
    event = world.publisher.ok('GET', f'/events/view/{things["event"]["id"]}')['Event']
    assert event['info'] == text and event['Attribute'][0]['value'] == text
    assert event['timestamp'] >= things['event']['timestamp'] and not event.get('Tag')
    assert event['Object'][0]['name'] == text
