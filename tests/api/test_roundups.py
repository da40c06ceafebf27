"""Roundups on the wire: what happened in a week, month or day, for each caller what it sees; in three forms, and as feeds."""
import re
import xml.etree.ElementTree as ElementTree

import pytest

from test_stories import COMMUNITY, INHERIT, ORGANISATION, Desk, both_happenings, bridge, text_of

WEEK = '/roundups/2022-W34'


@pytest.fixture(scope='module')
def desk(make_server):
    """both happenings; Beta sees a bridge between them; an event of Gamma with indicators, an actor, a proposal"""
    desk = Desk(make_server)
    world = desk.world
    desk.made = both_happenings(desk, world.user, world.other_user)
    desk.bridge = desk.report(world.other_user, bridge(), '2022-08-27', ORGANISATION)
    desk.incident = desk.event(world.third_user, 'Phishing against a port', date='2022-08-24', threat_level_id='1', attributes=[
        {'type': 'ip-src', 'value': f'203.0.113.{i}', 'to_ids': True, 'timestamp': 1661400000 + i} for i in range(3)] + [
        {'type': 'domain', 'value': 'hidden.example', 'to_ids': True, 'timestamp': 1661400009, 'distribution': ORGANISATION},
        {'type': 'ip-src', 'value': '203.0.113.9', 'to_ids': True, 'timestamp': 1661400000 - 7 * 86400}])
    world.site_admin.ok('POST', '/tags/add', {'name': 'misp-galaxy:threat-actor="Sandworm"'})
    world.site_admin.ok('POST', '/tags/attachTagToObject', {'uuid': desk.incident['uuid'], 'tag': 'misp-galaxy:threat-actor="Sandworm"'})
    world.other_user.ok('POST', f'/shadow_attributes/add/{desk.incident["id"]}', {'type': 'domain', 'category': 'Network activity', 'value': 'proposed.example'})
    return desk


def test_json(desk):
    roundup = desk.world.user.ok('GET', WEEK)
    assert len(roundup['stories']) == 2
    assert [(i['info'], i['attributes']) for i in roundup['incidents']] == [('Phishing against a port', 4)]
    trends = {t['type']: t for t in roundup['trends']}
    assert set(trends) == {'ip-src'} and trends['ip-src']['now'] == 3 and trends['ip-src']['before'] == [1, 0, 0, 0]
    assert [a['actor'] for a in roundup['attributions']] == ['Sandworm']
    assert roundup['proposals'] == []


def test_each_viewer(desk):
    world = desk.world
    owner = world.third_user.ok('GET', WEEK)
    assert {t['type'] for t in owner['trends']} == {'ip-src', 'domain'} and owner['incidents'][0]['attributes'] == 5
    assert [p['count'] for p in owner['proposals']] == [1]
    assert len(world.other_user.ok('GET', WEEK)['stories']) == 1
    assert len(owner['stories']) == 2


def test_forms(desk):
    world = desk.world
    status, headers, md = world.user.get(WEEK + '?format=md')
    assert status == 200 and headers['Content-Type'].startswith('text/markdown')
    assert 'Phishing against a port' in md.decode() and 'hidden.example' not in md.decode()
    status, headers, html = world.user.get(WEEK + '?format=html')
    assert status == 200 and headers['Content-Type'].startswith('text/html')
    policy = headers['Content-Security-Policy']
    assert "default-src 'none'" in policy and 'script' not in policy
    assert b'<script' not in html.lower() and b'Phishing against a port' in html
    ElementTree.fromstring(re.sub(rb'<!DOCTYPE[^>]*>', b'', html))
    for form in ('md', 'html', 'json'):
        first, second = (world.user.get(f'{WEEK}?format={form}').data for _ in range(2))
        assert first == second


def test_month_and_day(desk):
    world = desk.world
    assert len(world.user.ok('GET', '/roundups/2022-08')['stories']) == 2
    assert len(world.user.ok('GET', '/roundups/2022-08-28')['stories']) == 1
    assert world.user.ok('GET', '/roundups/2022-W40')['stories'] == []


@pytest.mark.parametrize('wrong', ['2022-W54', '2022-13', '2022-02-30', '2022-W3x', '2022-08-28-1'])
def test_wrong_span(desk, wrong):
    status, _, data = desk.world.user.get('/roundups/' + wrong)
    assert status == 400 and set(data) >= {'name', 'message', 'url'}


def test_wrong_form(desk):
    assert desk.world.user.get(WEEK + '?format=pdf').status == 400


def test_weeks(desk):
    world = desk.world
    weeks = {w['label']: w for w in world.user.ok('GET', '/roundups')['roundups']}
    assert weeks['2022-W34']['from'] == '2022-08-22' and weeks['2022-W34']['to'] == '2022-08-28'
    assert weeks['2022-W34']['reports'] == 6 and weeks['2022-W34']['events'] == 1
    assert {w['label']: w for w in world.other_user.ok('GET', '/roundups')['roundups']}['2022-W34']['reports'] == 7
    atom = '{http://www.w3.org/2005/Atom}'
    status, headers, data = world.user.get('/roundups?format=atom')
    assert status == 200 and headers['Content-Type'].startswith('application/atom+xml')
    titles = [e.find(atom + 'title').text for e in ElementTree.fromstring(data).iter(atom + 'entry')]
    assert any('2022-W34' in t for t in titles)


def test_text_of_strangers_stays_text(desk):
    world = desk.world
    event = desk.event(world.user, '<script>alert(1)</script> & "x" [a](javascript:alert(2))', date='2022-09-06', attributes=[
        {'type': 'ip-src', 'value': '203.0.113.200', 'to_ids': True}])
    desk.report(world.user, '<img src=x onerror=alert(3)> Albania\n\n' + text_of('albania-iran-en'), '2022-09-07', INHERIT, event=desk.event(world.user, distribution=COMMUNITY))
    html = world.user.get('/roundups/2022-W36?format=html').data.decode()
    assert '<script>' not in html and '<img' not in html and 'href="javascript' not in html
    world.site_admin.ok('POST', f'/events/delete/{event["id"]}', {})
