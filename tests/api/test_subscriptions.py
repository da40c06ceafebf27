"""Roundups by e-mail, and the question to the creators of an event, against a mail relay of our own (tools/mail_sink.py)."""
import datetime
import os
import re
import socket
import sqlite3
import time

import pytest

from conftest import World
from mail_sink import MailSink, make_certificate
from test_fetch import own_address

DAY = datetime.timedelta(days=1)


def yesterday():
    return (datetime.datetime.now(datetime.timezone.utc) - DAY).date().isoformat()


def news(word):
    return (f'Hackers attacked the ministry in Kyiv\n\nKYIV - Websites of the Ukrainian foreign ministry were defaced in the night, officials said {word}. '
            'The attackers used malware against government servers. The police opened an investigation into the cyberattack.\n')


@pytest.fixture
def sink():
    sink = MailSink()
    yield sink
    sink.stop()


def settings_for(sink, host='127.0.0.1', scheme='smtp', **more):
    return dict({'mail.relay': f'{scheme}://{host}:{sink.port}', 'mail.from': 'varde@host.example', 'mail.seconds': 5}, **more)


@pytest.fixture
def place(make_server, sink):
    """a world of its own whose server mails to `sink`"""
    return World(make_server(settings=settings_for(sink)))


def send_due(world, *args, check=True, **settings):
    """varde subscription send-due; (sent, not wanted, failed)"""
    kept = world.server.settings
    world.server.settings = dict(kept, **settings)
    try:
        done = world.server.run('subscription', 'send-due', *args, check=check)
    finally:
        world.server.settings = kept
    found = re.search(r'sent: (\d+), not wanted: (\d+), failed: (\d+)', done.stdout)
    assert found, done.stdout + done.stderr
    return tuple(map(int, found.groups()))


def make_due(world):
    """as if their time had come"""
    with sqlite3.connect(os.path.join(world.server.folder, 'varde.db')) as db:
        db.execute('UPDATE subscriptions SET next_at = 1000')
    db.close()


def report(caller, word, **more):
    answer = caller.post('/reports', dict({'text': news(word), 'published': yesterday(), 'distribution': '1'}, **more))
    assert answer.status == 201, answer
    return answer.data


def test_own_ones_only(place):
    mine = place.user.ok('POST', '/subscriptions', {'period': 'week'})
    assert mine['user'] == place.user.user['email'] and mine['format'] == 'html' and mine['last'] is None and mine['failures'] == 0
    assert datetime.datetime.fromisoformat(mine['next']) > datetime.datetime.now(datetime.timezone.utc)
    other = place.other_user.ok('POST', '/subscriptions', {'period': 'month', 'format': 'md'})
    assert place.user.ok('GET', '/subscriptions') == [mine] and place.other_user.ok('GET', '/subscriptions') == [other]
    assert place.site_admin.ok('GET', '/subscriptions') == [mine, other]
    again = place.user.ok('POST', '/subscriptions', {'period': 'week', 'format': 'md'})
    assert again == dict(mine, format='md'), 'a second one of the same period is the same'
    for caller, status in ((place.other_user, 404), (place.org_admin, 404), (place.read_only, 404)):
        assert caller.delete(f'/subscriptions/{mine["id"]}').status == status, caller.name
    assert place.user.delete('/subscriptions/x').status == 404
    place.user.ok('DELETE', f'/subscriptions/{mine["id"]}')
    place.site_admin.ok('DELETE', f'/subscriptions/{other["id"]}')
    assert place.site_admin.ok('GET', '/subscriptions') == []


def test_what_is_refused(place):
    for body, field in (({}, 'period'), ({'period': 'year'}, 'period'), ({'period': 'day', 'format': 'pdf'}, 'format')):
        answer = place.user.post('/subscriptions', body)
        assert answer.status == 403 and field in answer.data['errors'], answer
    foreign = place.other_user.user['email']
    assert place.user.post('/subscriptions', {'period': 'day', 'user': foreign}).status == 404, 'whom one does not manage'
    assert place.stranger().get('/subscriptions').status == 403
    key = place.user.ok('POST', f'/auth_keys/add/{place.user.user["id"]}', {'read_only': True})['AuthKey']['authkey_raw']
    assert place.server.call('POST', '/subscriptions', {'period': 'day'}, key=key)[0] == 403
    made = place.org_admin.ok('POST', '/subscriptions', {'period': 'day', 'user': place.user.user['email']})
    assert place.user.ok('GET', '/subscriptions') == [made], 'an administrator may, for the own organisation'


def test_off_without_a_relay(make_server):
    server = make_server()
    status, _, data = server.call('POST', '/subscriptions', {'period': 'week'})
    assert status == 403 and 'no mail' in str(data)
    assert server.call('GET', '/subscriptions')[2] == []
    assert server.run('subscription', 'send-due', check=False).returncode == 1


def test_a_relay_that_is_none(make_server):
    server = make_server()
    for relay, sender in (('mail.example', 'a@b'), ('http://mail.example', 'a@b'), ('smtp://u:p@mail.example', 'a@b'), ('smtp://mail.example', 'nobody')):
        done = server.run('subscription', 'send-due', '--mail-relay', relay, '--mail-from', sender, check=False)
        assert done.returncode == 1 and 'must be' in done.stderr, done


def test_the_mail(place, sink, unique):
    place.user.ok('POST', '/subscriptions', {'period': 'day'})
    report(place.user, unique)
    assert send_due(place) == (0, 0, 0), 'not due yet'
    make_due(place)
    assert send_due(place) == (1, 0, 0)
    (mail,) = sink.mails
    message = mail['message']
    assert mail['to'] == [place.user.user['email']] and message['To'] == mail['to'][0] and mail['from'] == 'varde@host.example'
    assert message['Subject'].startswith('Roundup: ') and message['Auto-Submitted'] == 'auto-generated' and message['Date'] and message['MIME-Version']
    assert message.get_content_type() == 'multipart/alternative' and not message.defects
    text, html = [part.get_content() for part in message.iter_parts()]
    assert 'Kyiv' in text and text.lstrip().startswith('#')
    assert html.lstrip().lower().startswith('<!doctype html') and 'Kyiv' in html
    assert all(len(line) <= 998 and line.isascii() for line in mail['raw'].decode().split('\r\n'))
    # settled: nothing is sent twice
    assert send_due(place) == (0, 0, 0) and len(sink.mails) == 1
    (row,) = place.user.ok('GET', '/subscriptions')
    assert row['last'] and row['failures'] == 0 and row['next'] > row['last']
    # sent again by hand, it carries the same id
    assert send_due(place, '--now') == (1, 0, 0)
    assert sink.mails[1]['message']['Message-ID'] == message['Message-ID']
    assert place.user.ok('GET', '/subscriptions') == [row]


def test_markdown_only(place, sink, unique):
    place.user.ok('POST', '/subscriptions', {'period': 'day', 'format': 'md'})
    report(place.user, unique)
    assert send_due(place, '--now') == (1, 0, 0)
    assert sink.mails[0]['message'].get_content_type() == 'text/plain'


def test_each_gets_what_they_may_see(place, sink, unique):
    report(place.user, unique, distribution='0')
    for who in ('colleague', 'other_user', 'site_admin'):
        place[who].ok('POST', '/subscriptions', {'period': 'day', 'format': 'md'})
    assert send_due(place, '--now') == (1, 2, 0), 'the others have nothing to read; a site administrator reads as a member'
    assert [m['to'] for m in sink.mails] == [[place.colleague.user['email']]]


def test_disabled_and_expired_users_get_none(place, sink, unique):
    report(place.user, unique)
    place.colleague.ok('POST', '/subscriptions', {'period': 'day'})
    place.publisher.ok('POST', '/subscriptions', {'period': 'day'})
    place.site_admin.ok('POST', f'/admin/users/edit/{place.colleague.user["id"]}', {'disabled': True})
    place.site_admin.ok('POST', f'/admin/users/edit/{place.publisher.user["id"]}', {'expiration': '2020-01-01'})
    make_due(place)
    assert send_due(place) == (0, 2, 0) and sink.mails == []
    place.site_admin.ok('POST', f'/admin/users/delete/{place.colleague.user["id"]}', {})
    assert len(place.site_admin.ok('GET', '/subscriptions')) == 1


def test_a_failure_is_tried_again_and_keeps_nobody(place, sink, unique):
    report(place.user, unique)
    for who in ('user', 'colleague'):
        place[who].ok('POST', '/subscriptions', {'period': 'day', 'format': 'md'})
    sink.refused.add(place.user.user['email'])
    make_due(place)
    assert send_due(place, check=False) == (1, 0, 1)
    assert [m['to'] for m in sink.mails] == [[place.colleague.user['email']]]
    gaps = []
    for failures in (1, 2, 3):
        (row,) = place.user.ok('GET', '/subscriptions')
        assert row['failures'] == failures and row['last'] is None
        gaps.append(datetime.datetime.fromisoformat(row['next']) - datetime.datetime.now(datetime.timezone.utc))
        if failures < 3:
            make_due(place)
            send_due(place, check=False)
    assert datetime.timedelta(seconds=200) < gaps[0] < gaps[1] < gaps[2] <= DAY
    sink.refused.clear()
    sink.mails.clear()
    make_due(place)
    send_due(place)
    assert [place.user.user['email']] in [m['to'] for m in sink.mails]
    assert place.user.ok('GET', '/subscriptions')[0]['failures'] == 0


def test_the_server_sends_by_itself(make_server, sink, unique):
    server = make_server(settings=settings_for(sink))
    place = World(server)
    report(place.user, unique)
    place.user.ok('POST', '/subscriptions', {'period': 'day'})
    make_due(place)
    assert server.stop() == 0
    server.start()
    for _ in range(200):
        rows = place.user.ok('GET', '/subscriptions')
        if rows[0]['last']:
            break
        time.sleep(0.05)
    assert len(sink.mails) == 1 and rows[0]['last'] and rows[0]['next'] > rows[0]['last']


def test_stopping_does_not_wait_for_the_relay(make_server, unique):
    """a relay that takes the connection and says nothing"""
    with socket.socket() as mute:
        mute.bind(('127.0.0.1', 0))
        mute.listen()
        mute.settimeout(20)
        settings = {'mail.relay': f'smtp://127.0.0.1:{mute.getsockname()[1]}', 'mail.from': 'v@host.example', 'mail.seconds': 60}
        server = make_server(settings=settings)
        place = World(server)
        report(place.user, unique)
        place.user.ok('POST', '/subscriptions', {'period': 'day'})
        make_due(place)
        server.stop()
        server.start()
        taken = mute.accept()
        begun = time.monotonic()
        assert server.stop() == 0 and time.monotonic() - begun < 10 and taken
    with sqlite3.connect(os.path.join(server.folder, 'varde.db')) as db:
        (failures, last, next_at), = db.execute('SELECT failures, last_at, next_at FROM subscriptions')
    db.close()
    assert (failures, last) == (0, 0) and next_at <= time.time() + 1, 'broken off, so due at the next start'
    server.start()  # what ends all servers of the tests expects it to run


def test_tls_is_demanded(place, sink, unique, tmp_path):
    if own_address() == '127.0.0.1':
        pytest.skip('this machine has no address but the loopback')
    report(place.user, unique)
    place.user.ok('POST', '/subscriptions', {'period': 'day'})
    relay = {'mail.relay': f'smtp://{own_address()}:{sink.port}'}
    assert send_due(place, '--now', check=False, **relay) == (0, 0, 1)
    assert sink.mails == [] and not any(c.upper().startswith('MAIL') for c in sink.commands), 'the relay offers no STARTTLS, so it gets nothing'
    assert send_due(place, '--now', **relay, **{'mail.insecure': 'yes'}) == (1, 0, 0)
    safe = MailSink(make_certificate(tmp_path))
    relay = {'mail.relay': f'smtp://{own_address()}:{safe.port}'}
    assert send_due(place, '--now', check=False, **relay) == (0, 0, 1) and safe.mails == [], 'nobody vouches for the certificate'
    assert send_due(place, '--now', **relay, **{'mail.insecure': 'yes'}) == (1, 0, 0)
    assert safe.mails[0]['encrypted']
    safe.stop()


def test_the_command_line(place):
    run = place.server.run
    email = place.user.user['email']
    assert email in run('subscription', 'add', email, '--period', 'month').stdout
    assert run('subscription', 'add', email, '--period', 'hour', check=False).returncode == 1
    assert run('subscription', 'add', 'nobody@nowhere.example', check=False).returncode == 1
    listed = run('subscription', 'list').stdout
    assert email in listed and 'month' in listed
    (row,) = place.user.ok('GET', '/subscriptions')
    run('subscription', 'remove', str(row['id']))
    assert run('subscription', 'remove', str(row['id']), check=False).returncode == 1
    assert place.user.ok('GET', '/subscriptions') == []


def test_contact(place, sink, unique):
    event = place.user.add_event(unique, distribution='1')
    place.site_admin.ok('POST', f'/admin/users/edit/{place.colleague.user["id"]}', {'contactalert': True})
    message = f'Is this {unique}?\r\nBcc: victim@example.org\r\n.\r\nQUIT\r\n'
    answer = place.other_user.misp.contact_event_reporter(event['id'], message)
    assert answer['message'] == 'Email sent to the reporter.' and answer['saved']
    mails = {m['to'][0]: m for m in sink.mails}
    assert place.colleague.user['email'] in mails
    mail = mails[place.colleague.user['email']]
    assert mail['to'] == [place.colleague.user['email']] and mail['message']['Reply-To'] == place.other_user.user['email']
    body = mail['message'].get_content()
    assert unique in body and 'Bcc: victim@example.org' in body and '\n.\n' in body.replace('\r', '') and mail['message']['Bcc'] is None
    assert event['uuid'] in body and event['info'] not in mail['message']['Subject']
    sink.mails.clear()
    assert place.other_user.post(f'/events/contact/{event["uuid"]}', {'message': 'x', 'person': True}).status == 200
    assert [m['to'] for m in sink.mails] == [[place.user.user['email']]]
    assert place.other_user.post(f'/events/contact/{event["id"]}', {'message': ' '}).status == 403
    hidden = place.user.add_event(unique + '2', distribution='0')
    unseen, nothing = (place.other_user.post(f'/events/contact/{e}', {'message': 'x'}) for e in (hidden['id'], 999999))
    assert unseen.status == nothing.status == 404 and unseen.data['message'] == nothing.data['message']
    sink.refused.update(m.user['email'] for m in place.callers.values())
    assert place.other_user.post(f'/events/contact/{event["id"]}', {'message': 'x'}).status == 500
