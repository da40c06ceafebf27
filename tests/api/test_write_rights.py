"""Writes by detours: into groups that one may not use, into foreign events, of things that one does not see."""
import uuid

import pytest


def attribute(value, **fields):
    return dict({'type': 'text', 'value': value, 'distribution': '5'}, **fields)


@pytest.fixture
def make(world):
    made = []

    def add(caller, *args, **fields):
        made.append(caller.add_event(*args, **dict({'distribution': '1'}, **fields)))
        return made[-1]
    yield add
    for event in made:
        world.site_admin.post(f'/events/delete/{event["id"]}')


def add_group(world, name, *members, **fields):
    group = world.org_admin.ok('POST', '/sharing_groups/add', dict({'name': name, 'releasability': 'test'}, **fields))['SharingGroup']
    for org in members:
        world.org_admin.ok('POST', '/sharing_groups/addOrg', {'sg_id': group['id'], 'org_id': world.orgs[org]['id']})
    return group


def in_group(group, **fields):
    return dict(fields, distribution='4', sharing_group_id=group['id'])


@pytest.mark.parametrize('who', ['user', 'site_admin'])
def test_inactive_group_takes_nothing_new(world, make, unique, who):
    caller = world[who]
    group = add_group(world, f'closing {unique}', 'Alpha')
    old = make(caller, f'old {unique}', [attribute(f'a {unique}')], **in_group(group))
    world.org_admin.ok('POST', f'/sharing_groups/edit/{group["id"]}', {'name': f'closing {unique}', 'active': False})
    assert caller.post('/events/add', {'Event': in_group(group, info='x')}).status == 405
    event = make(caller, f'open {unique}', [attribute(f'b {unique}')])
    number, one = event['id'], event['Attribute'][0]['id']
    for path, body in ((f'/attributes/add/{number}', in_group(group, type='text', value='c')),
                       (f'/attributes/edit/{one}', in_group(group)),
                       (f'/objects/add/{number}', in_group(group, name='file', **{'meta-category': 'file', 'Attribute': [
                           attribute('x', object_relation='text')]})),
                       (f'/eventReports/add/{number}', in_group(group, name='r', content='c')),
                       (f'/events/edit/{number}', in_group(group, info='y'))):
        assert caller.post(path, body).status in (403, 405), path
    # what is under it already stays readable, and may be edited without a word about the group
    caller.ok('POST', f'/events/edit/{old["id"]}', {'info': f'renamed {unique}'})
    assert caller.ok('GET', f'/events/view/{old["id"]}')['Event']['distribution'] == '4'


def test_group_of_a_foreign_document_is_meant_by_uuid(world, make, unique):
    """an id in a document from elsewhere may by chance be that of another group here"""
    here, meant = add_group(world, f'here {unique}', 'Alpha', 'Beta'), add_group(world, f'meant {unique}', 'Alpha', 'Gamma')
    foreign = dict(distribution='4', sharing_group_id=here['id'], SharingGroup={'id': here['id'], 'uuid': meant['uuid'], 'name': 'x'})
    event = make(world.user, f'foreign {unique}', [attribute(f'inside {unique}', **foreign)], **foreign)
    assert event['sharing_group_id'] == meant['id'] and event['Attribute'][0]['sharing_group_id'] == meant['id']
    assert world.other_user.get(f'/events/view/{event["id"]}').status == 404
    assert world.third_user.get(f'/events/view/{event["id"]}').status == 200
    unknown = dict(foreign, SharingGroup={'id': here['id'], 'uuid': str(uuid.uuid4()), 'name': 'x'})
    assert world.user.post('/events/add', {'Event': dict(unknown, info='x')}).status == 405
    # a client that changed the id in what it had read meant the id
    moved = world.user.ok('POST', f'/events/edit/{event["id"]}', {'distribution': '4', 'sharing_group_id': here['id'],
                                                                   'SharingGroup': {'id': meant['id'], 'uuid': meant['uuid']}})
    assert moved['Event']['sharing_group_id'] == here['id']
    # by uuid alone
    back = world.user.ok('POST', f'/events/edit/{event["id"]}', {'distribution': '4', 'SharingGroup': {'uuid': meant['uuid']}})
    assert back['Event']['sharing_group_id'] == meant['id']


def test_creator_edits_only_what_it_sees(world, make, unique):
    """an event that another organisation brought here belongs to that one: its creator may edit it, not what is hidden in it"""
    event = make(world.sync, f'brought {unique}', [attribute(f'secret {unique}', distribution='0'), attribute(f'open {unique}')],
                 Orgc={'uuid': world.orgs['Beta']['uuid'], 'name': 'Beta'}, locked=True,
                 Object=[{'name': 'file', 'meta-category': 'file', 'distribution': '0',
                          'Attribute': [attribute(f'inner {unique}', object_relation='text')]}],
                 EventReport=[{'name': f'report {unique}', 'content': 'secret', 'distribution': '0'}])
    hidden = next(a for a in event['Attribute'] if a['distribution'] == '0')
    box, report = event['Object'][0], event['EventReport'][0]
    creator = world.other_publisher
    seen = creator.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert seen['orgc_id'] == world.orgs['Beta']['id'] and not seen['Object'] and not seen['EventReport']
    parts = {'Attribute': [dict(attribute('mine now'), uuid=u) for u in (hidden['uuid'], box['Attribute'][0]['uuid'])],
             'Object': [{'uuid': box['uuid'], 'name': 'file', 'distribution': '5', 'Attribute': []}],
             'EventReport': [{'uuid': report['uuid'], 'name': 'mine', 'distribution': '5'}]}
    creator.ok('POST', f'/events/edit/{event["id"]}', dict(parts, info='edited'))
    owner = world.sync.ok('GET', f'/events/view/{event["id"]}')['Event']
    values = {a['uuid']: a['value'] for a in owner['Attribute'] + owner['Object'][0]['Attribute']}
    assert values[hidden['uuid']] == f'secret {unique}' and values[box['Attribute'][0]['uuid']] == f'inner {unique}'
    assert owner['Object'][0]['distribution'] == '0' and owner['EventReport'][0]['distribution'] == '0'


def test_uuid_of_a_foreign_thing_moves_nothing(world, make, unique):
    mine = make(world.user, f'mine {unique}', [attribute(f'a {unique}')], Object=[
        {'name': 'file', 'meta-category': 'file', 'Attribute': [attribute(f'b {unique}', object_relation='text')]}])
    theirs = make(world.other_user, f'theirs {unique}', [attribute(f'c {unique}')])
    stolen = dict(attribute('stolen'), uuid=mine['Attribute'][0]['uuid'])
    boxed = dict(mine['Object'][0], comment='stolen', timestamp='9999999999')
    world.other_user.post(f'/events/edit/{theirs["id"]}', {'Attribute': [stolen], 'Object': [boxed]})
    world.other_user.post(f'/attributes/add/{theirs["id"]}', stolen)
    world.other_user.post(f'/objects/add/{theirs["id"]}', boxed)
    after = world.user.ok('GET', f'/events/view/{mine["id"]}')['Event']
    assert [a['value'] for a in after['Attribute']] == [f'a {unique}'] and after['Object'][0]['comment'] == ''
    assert len(world.other_user.ok('GET', f'/events/view/{theirs["id"]}')['Event']['Attribute']) == 1
