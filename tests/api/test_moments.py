"""What counts is the moment of acting: a key revoked, a group left, a user moved while a request is under way."""
import http.client
import json
import socket

import pytest


def begin(caller, method, path, length):
    """send the head of a request, and nothing of its body"""
    connection = http.client.HTTPConnection(caller.server.host, caller.server.port, timeout=60)
    connection.putrequest(method, path)
    for name, value in (('Authorization', caller.key), ('Accept', 'application/json'), ('Content-Type', 'application/json'),
                        ('Content-Length', str(length))):
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def finish(connection, body):
    connection.send(body)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def rest(world, unique):
    """something that another connection does, so that the head above has surely been looked at"""
    return world.user.ok('GET', '/users/view/me')


@pytest.fixture
def victim(world, unique):
    return world.add_user(f'victim.{unique}', 'Beta', 3)


def test_key_revoked_during_an_upload(world, victim, unique):
    body = json.dumps({'Event': {'info': f'late {unique}'}}).encode()
    upload = begin(victim, 'POST', '/events/add', len(body))
    upload.send(body[:5])
    rest(world, unique)
    world.site_admin.ok('POST', f'/admin/users/edit/{victim.user["id"]}', {'disabled': True})
    assert finish(upload, body[5:])[0] == 403
    assert world.site_admin.ok('POST', '/events/index', {'eventinfo': f'late {unique}'}) == []


def test_role_taken_during_an_upload(world, victim, unique):
    body = json.dumps({'Event': {'info': f'late {unique}'}}).encode()
    upload = begin(victim, 'POST', '/events/add', len(body))
    rest(world, unique)
    world.site_admin.ok('POST', f'/admin/users/edit/{victim.user["id"]}', {'role_id': 6})
    assert finish(upload, body)[0] == 403


def shared(world, unique, count):
    group = world.org_admin.ok('POST', '/sharing_groups/add', {'name': f'moment {unique}', 'releasability': 'x'})['SharingGroup']
    for org in ('Alpha', 'Beta'):
        world.org_admin.ok('POST', '/sharing_groups/addOrg', {'sg_id': group['id'], 'org_id': world.orgs[org]['id']})
    event = world.user.add_event(f'moment {unique}', [
        {'type': 'text', 'value': f'{unique} {i} {"x" * 300}', 'distribution': '5'} for i in range(count)],
        distribution='4', sharing_group_id=group['id'])
    return group, event


def leave(world, group):
    world.org_admin.ok('POST', '/sharing_groups/removeOrg', {'sg_id': group['id'], 'org_id': world.orgs['Beta']['id']})


def test_group_left_before_the_body_came(world, victim, unique):
    group, event = shared(world, unique, 1)
    body = json.dumps({'returnFormat': 'json', 'eventid': event['id']}).encode()
    search = begin(victim, 'POST', '/attributes/restSearch', len(body))
    rest(world, unique)
    leave(world, group)
    status, answer = finish(search, body)
    assert status == 200 and answer['response']['Attribute'] == []
    world.site_admin.post(f'/events/delete/{event["id"]}')


@pytest.mark.parametrize('path', ['/attributes/restSearch', '/events/restSearch', '/events/view'])
def test_group_left_in_the_middle_of_an_answer(world, victim, unique, path):
    group, event = shared(world, unique, 30000)
    body = {'returnFormat': 'json', 'eventid': event['id']}
    method = 'GET' if path == '/events/view' else 'POST'
    if method == 'GET':
        path, body = f'{path}/{event["id"]}', None
    text = json.dumps(body).encode() if body else b''
    connection = socket.create_connection((victim.server.host, victim.server.port), timeout=60)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    connection.sendall(f'{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {victim.key}\r\nAccept: application/json\r\n'
                       f'Content-Type: application/json\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n'.encode() + text)
    seen = connection.recv(4096)
    leave(world, group)
    try:
        while True:
            piece = connection.recv(1 << 20)
            if not piece:
                break
            seen += piece
    except ConnectionResetError:
        pass
    count = seen.count(f'{unique} '.encode())
    assert 0 < count < 25000
    world.site_admin.post(f'/events/delete/{event["id"]}')
