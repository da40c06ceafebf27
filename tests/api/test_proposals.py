"""Proposals: who sees them, who decides, and what becomes of them (spec 1.5, 2.5, 3.2)."""
import pytest

PROPOSE = '/shadowAttributes'


@pytest.fixture
def shared(world, unique):
    """an event of `user` that everybody here sees, with a hidden attribute"""
    made = world.user.add_event(unique, [{'type': 'text', 'value': unique, 'comment': 'old'},
                                         {'type': 'text', 'value': unique + ' hidden', 'distribution': '0'}], distribution='1')
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')


def listed(caller, event, options=''):
    return [p['ShadowAttribute'] for p in caller.ok('GET', f'{PROPOSE}/index/{event["id"]}{options}')]


def attributes(caller, event):
    return {a['value']: a for a in caller.ok('GET', f'/events/view/{event["id"]}')['Event']['Attribute']}


def test_new_attribute(world, shared, unique):
    made = world.other_user.ok('POST', f'{PROPOSE}/add/{shared["uuid"]}', {'type': 'ip-dst', 'value': '198.51.100[.]7', 'comment': unique})
    made = made['ShadowAttribute']
    assert made['value'] == '198.51.100.7' and made['category'] == 'Network activity' and made['to_ids'] is True
    assert made['old_id'] == '0' and made['event_id'] == shared['id'] and made['deleted'] is False
    assert made['email'] == world.other_user.user['email']
    (entry,) = listed(world.third_user, shared)
    assert entry['uuid'] == made['uuid'] and entry['Org']['name'] == 'Beta' and entry['event_uuid'] == shared['uuid']
    assert 'email' not in entry
    assert world.user.ok('GET', f'{PROPOSE}/view/{made["id"]}')['ShadowAttribute']['value'] == '198.51.100.7'
    before = world.user.ok('GET', f'/events/view/{shared["id"]}')['Event']
    assert [p['uuid'] for p in before['ShadowAttribute']] == [made['uuid']] and before['timestamp'] == shared['timestamp']

    for caller in (world.other_user, world.third_user):
        answer = caller.post(f'{PROPOSE}/accept/{made["id"]}')
        assert answer.status == 405
        assert answer.data['message'] == 'Proposal not found or you are not authorised to accept it.'
    assert world.user.ok('POST', f'{PROPOSE}/accept/{made["id"]}')['message'] == 'Proposal accepted.'
    got = attributes(world.user, shared)['198.51.100.7']
    assert got['uuid'] == made['uuid'] and got['comment'] == unique
    assert world.user.post(f'{PROPOSE}/accept/{made["id"]}').status == 405
    assert listed(world.user, shared, '/deleted:0') == []
    assert [p['deleted'] for p in listed(world.user, shared)] == [True]
    assert listed(world.third_user, shared) == []


def test_change(world, shared, unique):
    attribute = shared['Attribute'][0]
    made = world.other_user.ok('POST', f'{PROPOSE}/edit/{attribute["id"]}', {'comment': 'new', 'value': unique + '!'})['ShadowAttribute']
    assert made['old_id'] == attribute['id'] and made['uuid'] == attribute['uuid'] and made['value'] == unique + '!'
    assert listed(world.user, shared)[0]['old_uuid'] == attribute['uuid']
    assert attributes(world.user, shared)[unique]['comment'] == 'old'
    assert world.user.ok('POST', f'{PROPOSE}/accept/{made["id"]}')['message'] == 'Proposed change accepted.'
    got = attributes(world.user, shared)[unique + '!']
    assert got['id'] == attribute['id'] and got['comment'] == 'new' and got['type'] == 'text'


def test_deletion(world, shared, unique):
    answer = world.other_user.ok('POST', f'{PROPOSE}/delete/{shared["Attribute"][0]["uuid"]}')
    assert answer['saved'] is True and answer['success']
    (entry,) = listed(world.user, shared)
    assert entry['proposal_to_delete'] is True
    world.user.ok('POST', f'{PROPOSE}/accept/{entry["id"]}')
    assert unique not in attributes(world.user, shared)


def test_discard(world, shared):
    def propose():
        return world.other_user.ok('POST', f'{PROPOSE}/edit/{shared["Attribute"][0]["id"]}', {'to_ids': True})['ShadowAttribute']['id']
    assert world.third_user.post(f'{PROPOSE}/discard/{propose()}').status == 405
    assert world.other_user.ok('POST', f'{PROPOSE}/discard/{propose()}')['message'] == 'Proposal discarded.'
    assert world.user.ok('POST', f'{PROPOSE}/discard/{propose()}')['message'] == 'Proposal discarded.'
    assert attributes(world.user, shared)[shared['Attribute'][0]['value']]['to_ids'] is False
    assert len(listed(world.user, shared, '/deleted:0')) == 1


def test_accepting_is_an_edit(world, unique):
    made = world.publisher.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1', published=True, timestamp='1000000000')
    proposal = world.other_user.ok('POST', f'{PROPOSE}/add/{made["id"]}', {'type': 'text', 'value': unique + '2'})['ShadowAttribute']
    now = world.publisher.ok('GET', f'/events/view/{made["id"]}')['Event']
    assert now['published'] is True and now['timestamp'] == '1000000000'
    world.publisher.ok('POST', f'{PROPOSE}/accept/{proposal["id"]}')
    now = world.publisher.ok('GET', f'/events/view/{made["id"]}')['Event']
    assert now['published'] is False and int(now['timestamp']) > 1000000000 and now['attribute_count'] == '2'
    world.site_admin.ok('POST', f'/events/delete/{made["id"]}')


def test_equal_attribute_is_there_meanwhile(world, shared, unique):
    made = world.other_user.ok('POST', f'{PROPOSE}/add/{shared["id"]}', {'type': 'text', 'value': unique})['ShadowAttribute']
    answer = world.user.post(f'{PROPOSE}/accept/{made["id"]}')
    assert answer.status == 403 and answer.data['errors'] == {'value': ['A similar attribute already exists for this event.']}
    assert [p['id'] for p in listed(world.user, shared, '/deleted:0')] == [made['id']]


def test_uuid_of_something_else(world, shared, event, unique):
    """a proposal may name any uuid; accepting it never touches what holds that uuid"""
    taken = event['Attribute'][0]['uuid']
    made = world.other_user.ok('POST', f'{PROPOSE}/add/{shared["id"]}', {'type': 'text', 'value': unique + '2', 'uuid': taken})['ShadowAttribute']
    world.user.ok('POST', f'{PROPOSE}/accept/{made["id"]}')
    assert attributes(world.user, shared)[unique + '2']['uuid'] != taken
    assert world.user.ok('GET', f'/attributes/view/{taken}')['Attribute']['event_id'] == event['id']


@pytest.mark.parametrize('body, word', [({'type': 'ip-dst', 'value': 'no address'}, 'value'), ({'type': 'nothing', 'value': 'x'}, 'type'),
                                        ({'value': 'x'}, 'type'), ({'type': 'ip-dst', 'value': '192.0.2.1', 'category': 'Person'}, 'type')])
def test_invalid(world, shared, body, word):
    answer = world.other_user.post(f'{PROPOSE}/add/{shared["id"]}', body)
    assert answer.status == 404
    assert answer.data['message'].startswith(f'Could not save the proposal. Errors: {word}: ')


def test_what_is_not_seen_is_not_there(world, event, shared):
    hidden = shared['Attribute'][1]
    other = world.other_user
    assert other.post(f'{PROPOSE}/add/{event["id"]}', {'type': 'text', 'value': 'x'}).status == 404
    assert other.get(f'{PROPOSE}/index/{event["id"]}').status == 404
    for path in ('edit', 'delete'):
        unseen = other.post(f'{PROPOSE}/{path}/{hidden["uuid"]}', {'comment': 'x'})
        absent = other.post(f'{PROPOSE}/{path}/00000000-0000-4000-8000-000000000000', {'comment': 'x'})
        assert unseen.status == absent.status == 404 and unseen.data['message'] == absent.data['message']
    # a proposal on an attribute that others do not see is not theirs to see either
    mine = world.user.ok('POST', f'{PROPOSE}/edit/{hidden["id"]}', {'comment': 'x'})['ShadowAttribute']
    assert listed(other, shared) == []
    unseen, absent = other.get(f'{PROPOSE}/view/{mine["id"]}'), other.get(f'{PROPOSE}/view/99999999')
    assert unseen.status == absent.status == 404 and unseen.data['message'] == absent.data['message']
    assert other.post(f'{PROPOSE}/discard/{mine["id"]}').status == 405
    assert [p['id'] for p in listed(world.user, shared)] == [mine['id']]


def test_list_options(world, shared, unique):
    for i in range(3):
        world.other_user.ok('POST', f'{PROPOSE}/add/{shared["id"]}', {'type': 'text', 'value': f'{unique} {i}'})
    assert [p['value'] for p in listed(world.user, shared)] == [f'{unique} {i}' for i in range(3)]
    assert [p['value'] for p in listed(world.user, shared, '/limit:2/page:2')] == [f'{unique} 2']
    assert [p['value'] for p in listed(world.user, shared, '/sort:id/direction:desc/limit:1')] == [f'{unique} 2']
    assert [p['value'] for p in listed(world.user, shared, f'/searchall:{unique}+1')] == [f'{unique} 1']
    assert listed(world.other_user, shared, '/all:0') == []
    assert len(listed(world.user, shared, '/all:0')) == 3
    assert listed(world.user, shared, '/timestamp:4000000000') == []


def test_read_only_may_not_propose(world, shared):
    assert world.read_only.post(f'{PROPOSE}/add/{shared["id"]}', {'type': 'text', 'value': 'x'}).status == 403


def test_official_client(world, shared, unique):
    other, owner = world.other_user.misp, world.user.misp
    proposal = other.add_attribute_proposal(shared['id'], {'type': 'text', 'value': unique + '2'}, pythonify=True)
    assert other.get_attribute_proposal(proposal, pythonify=True).uuid == proposal.uuid
    change = other.update_attribute_proposal(shared['Attribute'][0]['id'], {'to_ids': True}, pythonify=True)
    assert {p.id for p in owner.attribute_proposals(shared['id'], pythonify=True)} == {proposal.id, change.id}
    assert owner.accept_attribute_proposal(change)['message'] == 'Proposed change accepted.'
    assert owner.discard_attribute_proposal(proposal)['message'] == 'Proposal discarded.'
