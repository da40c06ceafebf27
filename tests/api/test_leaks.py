"""Ways round the view that once were open: what may not be seen must not be told by a detour either. The matrix of the ordinary ways is
in test_visibility.py."""
import json

import pytest


def attribute(value, **fields):
    return dict({'type': 'text', 'value': value, 'distribution': '5'}, **fields)


def text_object(value, distribution, **fields):
    return dict({'name': 'file', 'meta-category': 'file', 'distribution': distribution,
                 'Attribute': [attribute(value, object_relation='text')]}, **fields)


@pytest.fixture
def make(world):
    """make(caller, info, ...): an event that is deleted afterwards"""
    made = []

    def add(caller, *args, **fields):
        made.append(caller.add_event(*args, **dict({'distribution': '1'}, **fields)))
        return made[-1]
    yield add
    for event in made:
        world.site_admin.post(f'/events/delete/{event["id"]}')


def tells(answer, text):
    return text in json.dumps(answer)


def test_deleted_content_of_a_foreign_extension(world, make, unique):
    base = make(world.user, f'base {unique}', [attribute(f'own {unique}')])
    extension = make(world.other_user, f'extension {unique}', [attribute(f'gone {unique}'), attribute(f'here {unique}')],
                     extends_uuid=base['uuid'])
    gone = next(a for a in extension['Attribute'] if a['value'] == f'gone {unique}')
    world.other_user.ok('POST', f'/attributes/delete/{gone["id"]}', {})
    for form in ({'extended': 1, 'deleted': 1}, {'extended': 1, 'deleted': [0, 1]}):
        seen = world.user.ok('POST', f'/events/view/{base["id"]}', form)
        assert tells(seen, f'here {unique}') and not tells(seen, f'gone {unique}')
    own = world.other_user.ok('POST', f'/events/view/{extension["id"]}', {'deleted': 1})
    assert tells(own, f'gone {unique}')


def test_flattened_event_keeps_hidden_objects_hidden(world, make, unique):
    event = make(world.user, f'flat {unique}', Object=[text_object(f'hidden {unique}', '0'), text_object(f'open {unique}', '5')])
    for path in (f'/events/view/{event["id"]}/flatten:1', f'/events/view/{event["id"]}'):
        assert not tells(world.other_user.ok('GET', path), f'hidden {unique}')
    for filters in ({'flatten': 1}, {'flatten': 1, 'deleted': [0, 1]}):
        found = world.other_user.search('events', eventid=event['id'], **filters)
        assert tells(found, f'open {unique}') and not tells(found, f'hidden {unique}')
        assert tells(world.user.search('events', eventid=event['id'], **filters), f'hidden {unique}')


def test_deleted_attributes_of_live_objects_in_object_search(world, make, unique):
    event = make(world.user, f'objects {unique}', Object=[{
        'name': 'file', 'meta-category': 'file', 'distribution': '5',
        'Attribute': [attribute(f'kept {unique}', object_relation='text'), attribute(f'gone {unique}', object_relation='text')]}])
    gone = next(a for a in event['Object'][0]['Attribute'] if a['value'] == f'gone {unique}')
    world.user.ok('POST', f'/attributes/delete/{gone["id"]}', {})
    for deleted in ([0, 1], 1):
        assert not tells(world.other_user.search('objects', eventid=event['id'], deleted=deleted), f'gone {unique}')
    assert tells(world.user.search('objects', eventid=event['id'], deleted=[0, 1]), f'gone {unique}')


def reference(source, target):
    return {'object_uuid': source['uuid'], 'referenced_uuid': target['uuid'], 'relationship_type': 'contains'}


@pytest.mark.parametrize('target', ['attribute', 'object', 'inside'])
def test_targets_of_references(world, make, unique, target):
    """an unseen target is told like one that is not here: by the uuid that the reference names, and nothing else"""
    event = make(world.user, f'targets {unique}', [attribute(f'secret {unique}', distribution='0')],
                 Object=[text_object(f'source {unique}', '5'), text_object(f'secret {unique}', '0', comment=f'secret {unique}')])
    source = next(o for o in event['Object'] if o['distribution'] == '5')
    hidden = next(o for o in event['Object'] if o['distribution'] == '0')
    what = {'attribute': event['Attribute'][0], 'object': hidden, 'inside': hidden['Attribute'][0]}[target]
    world.user.ok('POST', '/objectReferences/add', reference(source, what))
    for path in (f'/events/view/{event["id"]}', f'/objects/view/{source["id"]}'):
        seen = world.other_user.ok('GET', path)
        assert not tells(seen, f'secret {unique}')
        shown = (seen['Event']['Object'][0] if 'Event' in seen else seen['Object'])['ObjectReference'][0]
        assert shown['referenced_uuid'] == what['uuid']
        assert (shown['referenced_id'], shown['referenced_type']) == ('0', '0') and 'Object' not in shown and 'Attribute' not in shown
    own = world.user.ok('GET', f'/objects/view/{source["id"]}')['Object']['ObjectReference'][0]
    assert own['referenced_id'] == what['id']


def test_sharing_group_shown_to_those_in_it_only(world, make, unique):
    group = world.org_admin.ok('POST', '/sharing_groups/add', {'name': f'left {unique}', 'releasability': f'r {unique}'})['SharingGroup']
    for org in ('Beta', 'Gamma'):
        world.org_admin.ok('POST', '/sharing_groups/addOrg', {'sg_id': group['id'], 'org_id': world.orgs[org]['id']})
    event = make(world.other_user, f'in a group {unique}', [attribute(f'value {unique}')], distribution='4', sharing_group_id=group['id'])
    assert tells(world.third_user.ok('GET', f'/events/view/{event["id"]}'), f'r {unique}')
    world.org_admin.ok('POST', '/sharing_groups/removeOrg', {'sg_id': group['id'], 'org_id': world.orgs['Beta']['id']})
    assert world.other_user.get(f'/sharing_groups/view/{group["id"]}').status == 404
    seen = world.other_user.ok('GET', f'/events/view/{event["id"]}')
    assert tells(seen, f'value {unique}') and seen['Event']['SharingGroup'] == {'id': group['id']}
    rows = [e for e in world.other_user.ok('GET', '/events/index') if e['id'] == event['id']]
    assert rows and rows[0]['SharingGroup'] == {'id': group['id']}


def test_proposals_to_hidden_attributes_are_not_counted(world, make, unique):
    event = make(world.user, f'proposals {unique}', [attribute(f'secret {unique}', distribution='0'), attribute(f'open {unique}')])
    hidden = next(a for a in event['Attribute'] if a['distribution'] == '0')
    opened = next(a for a in event['Attribute'] if a['distribution'] != '0')
    before = int(world.other_user.ok('GET', '/users/statistics')['stats']['proposal_count'])
    world.colleague.ok('POST', f'/shadow_attributes/edit/{hidden["id"]}', {'comment': 'x'})
    assert int(world.other_user.ok('GET', '/users/statistics')['stats']['proposal_count']) == before
    assert event['id'] not in {e['id'] for e in world.other_user.ok('POST', '/events/index', {'hasproposal': 1})}
    assert event['id'] in {e['id'] for e in world.user.ok('POST', '/events/index', {'hasproposal': 1})}
    world.colleague.ok('POST', f'/shadow_attributes/edit/{opened["id"]}', {'comment': 'x'})
    assert event['id'] in {e['id'] for e in world.other_user.ok('POST', '/events/index', {'hasproposal': 1})}


def test_anonymous_sightings_cannot_be_asked_by_organisation(world, make, unique):
    event = make(world.user, f'sightings {unique}', [attribute(f'seen {unique}')])
    world.site_admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_policy', {'value': 2})
    world.site_admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_anonymise', {'value': 1})
    try:
        world.other_user.ok('POST', '/sightings/add', {'values': [f'seen {unique}']})
        find = {'returnFormat': 'json', 'context': 'event', 'id': event['id']}
        everything = world.third_user.ok('POST', '/sightings/restSearch', find)['response']
        assert len(everything) == 1 and everything[0]['Sighting']['org_id'] == '0'
        for org in (world.orgs['Beta']['id'], world.orgs['Beta']['uuid']):
            assert world.third_user.ok('POST', '/sightings/restSearch', dict(find, org_id=org))['response'] == []
            assert len(world.other_user.ok('POST', '/sightings/restSearch', dict(find, org_id=org))['response']) == 1
    finally:
        world.site_admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_policy', {'value': 0})
        world.site_admin.ok('POST', '/servers/serverSettingsEdit/Plugin.Sightings_anonymise', {'value': 0})


def test_counts_of_attributes_are_those_that_are_seen(world, make, unique):
    event = make(world.user, f'counts {unique}',
                 [attribute('a'), attribute('b', distribution='0'), attribute('c', distribution='0')],
                 Object=[text_object('d', '0'), text_object('e', '5'),
                         {'name': 'file', 'meta-category': 'file', 'distribution': '0', 'Attribute': [
                             attribute('f', object_relation='text', distribution='0'), attribute('g', object_relation='text')]}])
    gone = next(a for a in event['Attribute'] if a['value'] == 'c')
    world.user.ok('POST', f'/attributes/delete/{gone["id"]}', {})
    for caller, count in ((world.user, '6'), (world.site_admin, '6'), (world.other_user, '2')):
        assert caller.ok('GET', f'/events/view/{event["id"]}')['Event']['attribute_count'] == count
        assert [e['attribute_count'] for e in caller.ok('GET', '/events/index') if e['id'] == event['id']] == [count]
        found = caller.search('events', eventid=event['id'], metadata=1)
        assert found[0]['Event']['attribute_count'] == count
