"""Delegation: handing an event that only one's own organisation sees to another one."""
import pytest

SETTING = '/servers/serverSettingsEdit/MISP.delegation'
NOT_ALLOWED = 'You do not have permission to use this functionality.'


@pytest.fixture
def enabled(site_admin):
    site_admin.ok('POST', SETTING, {'value': True})
    yield
    site_admin.ok('POST', SETTING, {'value': False})


def ask(world, event, **fields):
    return world.publisher.post(f'/eventDelegations/delegateEvent/{event["uuid"]}', dict({'org_id': world.orgs['Beta']['uuid']}, **fields))


def test_off(world, event):
    assert ask(world, event).status == 403
    assert world.user.get('/eventDelegations').status == 403


def test_whole_way(world, event, enabled):
    assert world.user.post(f'/eventDelegations/delegateEvent/{event["id"]}', {'org_id': world.orgs['Beta']['id']}).data['message'] == NOT_ALLOWED
    made = ask(world, event, distribution=1, message='please').data['EventDelegation']
    assert made['org_id'] == world.orgs['Beta']['id'] and made['requester_org_id'] == world.orgs['Alpha']['id'] and made['message'] == 'please'
    assert ask(world, event).status == 403, 'one request an event'
    number = made['id']
    assert [d['Event']['info'] for d in world.other_user.ok('GET', '/eventDelegations') if d['EventDelegation']['id'] == number] == [event['info']]
    # a third organisation neither sees nor touches it
    assert number not in [d['EventDelegation']['id'] for d in world.third_user.ok('GET', '/eventDelegations')]
    for path in ('acceptDelegation', 'deleteDelegation'):
        here, there = (world.third_user.post(f'/eventDelegations/{path}/{n}') for n in (number, '99999999'))
        assert here.status == there.status == 404 and here.data['message'] == there.data['message']
    # who asks cannot answer; who is asked does not see the event before
    refused = world.publisher.post(f'/eventDelegations/acceptDelegation/{number}')
    assert refused.status == 403 and refused.data['message'] == 'You are not authorised to do that.'
    assert world.other_user.get(f'/events/view/{event["id"]}').status == 404
    accepted = world.other_user.ok('POST', f'/eventDelegations/acceptDelegation/{number}', {})
    assert accepted['message'] == 'Event ownership transferred.'
    now = world.other_user.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert now['Orgc']['name'] == now['Org']['name'] == 'Beta' and now['distribution'] == '1' and now['published'] is False
    assert world.user.get(f'/events/view/{event["id"]}').status == 200, 'by distribution 1'
    assert world.user.post(f'/events/edit/{event["id"]}', {'info': 'mine'}).status == 403
    assert world.other_user.post(f'/eventDelegations/acceptDelegation/{number}').status == 404


def test_refusals(world, event, enabled, unique):
    for body in ({'org_id': world.orgs['Alpha']['id']}, {'org_id': '99999999'}, {'org_id': None}, {'distribution': 9},
                 {'distribution': 4, 'sharing_group_id': '99999999'}):
        assert ask(world, event, **body).status == 403, body
    wide = world.user.add_event(unique, distribution='3')
    assert ask(world, wide).status == 403, 'others see it already'
    assert world.other_publisher.post(f'/eventDelegations/delegateEvent/{wide["id"]}', {'org_id': world.orgs['Gamma']['id']}).status == 403
    assert world.other_publisher.post(f'/eventDelegations/delegateEvent/{event["id"]}', {'org_id': world.orgs['Gamma']['id']}).status == 404
    world.user.ok('POST', f'/events/delete/{wide["id"]}', {})


def test_withdrawn_and_deleted(world, event, enabled, unique):
    made = ask(world, event).data['EventDelegation']
    assert world.publisher.ok('POST', f'/eventDelegations/deleteDelegation/{made["id"]}', {})['message'] == 'Delegation request deleted.'
    gone = world.user.add_event(unique, distribution='0')
    asked = ask(world, gone).data['EventDelegation']
    world.user.ok('POST', f'/events/delete/{gone["id"]}', {})
    assert world.other_user.get(f'/eventDelegations/view/{asked["id"]}').status == 404
