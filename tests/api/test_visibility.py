"""Who sees what, checked against a model of twenty lines that knows nothing of the server's code: every combination of the
event's and the item's distribution, sharing groups, published, deleted, for the owner, a member of the group, an outsider and the
site administrator, through every way by which content can be read."""
import json

import pytest

ORGANISATION, COMMUNITY, CONNECTED, ALL, GROUP, INHERIT = '0', '1', '2', '3', '4', '5'
# what an item's or an event's audience may be: distribution and which group
EVENT_LEVELS = [(ORGANISATION, None), (COMMUNITY, None), (CONNECTED, None), (ALL, None), (GROUP, 'with'), (GROUP, 'without')]
ITEM_LEVELS = EVENT_LEVELS + [(INHERIT, None)]
VIEWERS = ['user', 'colleague', 'other_user', 'third_user', 'site_admin']
OWNER = 'Alpha'
MEMBERS = {'with': {'Alpha', 'Beta'}, 'without': {'Alpha'}}
ORG_OF = {'user': 'Alpha', 'colleague': 'Alpha', 'other_user': 'Beta', 'third_user': 'Gamma', 'site_admin': 'host'}


# ---- the model ----------------------------------------------------------------------------------------------------------

def sees_level(viewer, level, group, inherited):
    if viewer == 'site_admin' or ORG_OF[viewer] == OWNER:
        return True
    if level == GROUP:
        return ORG_OF[viewer] in MEMBERS[group]
    return inherited if level == INHERIT else level in (COMMUNITY, CONNECTED, ALL)


def sees(viewer, item):
    """an item is seen when each thing that it is inside of is seen, and it itself"""
    inside = item['inside']
    if inside and not sees(viewer, inside):
        return False
    return sees_level(viewer, item['level'], item['group'], True)


def may_see_deleted(viewer):
    return viewer == 'site_admin' or ORG_OF[viewer] == OWNER


def is_deleted(item):
    return item['deleted'] or bool(item['inside'] and is_deleted(item['inside']))


# ---- the content --------------------------------------------------------------------------------------------------------

class Content:
    def __init__(self, world):
        self.items = []  # {kind, uuid, id, level, group, deleted, inside}
        self.world = world
        self.groups = {name: self.make_group(name, members) for name, members in MEMBERS.items()}
        for published in (False, True):
            for level, group in EVENT_LEVELS:
                self.make_event(level, group, published)

    def make_group(self, name, members):
        admin = self.world.org_admin
        made = admin.ok('POST', '/sharing_groups/add', {'name': f'visibility {name}', 'releasability': 'test', 'description': ''})
        number = made['SharingGroup']['id']
        for org in members:
            admin.ok('POST', '/sharing_groups/addOrg', {'sg_id': number, 'org_id': self.world.orgs[org]['id']})
        return number

    def levelled(self, level, group, **fields):
        if group:
            fields['sharing_group_id'] = self.groups[group]
        return dict(fields, distribution=level)

    def remember(self, kind, made, level, group, inside, deleted=False):
        item = dict(kind=kind, uuid=made['uuid'], id=made['id'], level=level, group=group, inside=inside, deleted=deleted,
                    value=made.get('value'))
        self.items.append(item)
        return item

    def make_event(self, level, group, published):
        owner = self.world.publisher
        attributes = [self.levelled(l, g, type='text', value=f'seen {level}{group}{published} {i}', to_ids=False)
                      for i, (l, g) in enumerate(ITEM_LEVELS)]
        made = owner.add_event(f'visibility {level} {group} {published}', attributes, **self.levelled(level, group))
        event = self.remember('Event', made, level, group, None)
        event['published'] = published
        assert len(made['Attribute']) == len(ITEM_LEVELS)
        for (l, g), attribute in zip(ITEM_LEVELS, made['Attribute']):
            self.remember('Attribute', attribute, l, g, event)
        self.make_deleted(event)
        for l, g in ITEM_LEVELS:
            self.make_object(event, l, g)
            report = owner.ok('POST', f'/eventReports/add/{made["id"]}', self.levelled(l, g, name=f'report {l}', content='text'))
            self.remember('EventReport', report['EventReport'], l, g, event)
        if published:
            owner.ok('POST', f'/events/publish/{made["id"]}', {})

    def make_deleted(self, event):
        for l, g in ((INHERIT, None), (ORGANISATION, None)):
            made = self.world.publisher.ok('POST', f'/attributes/add/{event["id"]}', self.levelled(
                l, g, type='text', value=f'deleted {event["uuid"]} {l}'))['Attribute']
            self.world.publisher.ok('POST', f'/attributes/delete/{made["id"]}', {})
            self.remember('Attribute', made, l, g, event, deleted=True)['value'] = f'deleted {event["uuid"]} {l}'

    def make_object(self, event, level, group):
        attributes = [self.levelled(l, g, type='text', object_relation='text', value=f'object {event["uuid"]} {level}{group} {i}')
                      for i, (l, g) in enumerate(ITEM_LEVELS)]
        made = self.world.publisher.ok('POST', f'/objects/add/{event["id"]}', {'Object': self.levelled(
            level, group, name='visibility', **{'meta-category': 'misc', 'Attribute': attributes})})['Object']
        parent = self.remember('Object', made, level, group, event)
        assert len(made['Attribute']) == len(ITEM_LEVELS)
        for (l, g), attribute in zip(ITEM_LEVELS, made['Attribute']):
            self.remember('Attribute', attribute, l, g, parent)

    def of(self, *kinds):
        return [i for i in self.items if i['kind'] in kinds]

    def expected(self, viewer, *kinds, deleted=False):
        """uuids that the viewer should find; with `deleted` those that are deleted as well, as far as allowed"""
        return {i['uuid'] for i in self.of(*kinds) if sees(viewer, i) and
                (not is_deleted(i) or (deleted and may_see_deleted(viewer)))}


@pytest.fixture(scope='module')
def content(world):
    made = Content(world)
    yield made
    for event in made.of('Event'):
        world.site_admin.post(f'/events/delete/{event["id"]}')


def uuids_in_event(event):
    found = {event['uuid']}
    found |= {a['uuid'] for a in event.get('Attribute', ())}
    found |= {r['uuid'] for r in event.get('EventReport', ())}
    for thing in event.get('Object', ()):
        found.add(thing['uuid'])
        found |= {a['uuid'] for a in thing.get('Attribute', ())}
    return found


def expected_in(content, viewer, event, deleted=False):
    def top(item):
        return top(item['inside']) if item['inside'] else item
    every = content.expected(viewer, 'Event', 'Attribute', 'Object', 'EventReport', deleted=deleted)
    return {i['uuid'] for i in content.items if top(i) is event and i['uuid'] in every}


@pytest.mark.parametrize('viewer', VIEWERS)
def test_events_view(world, content, viewer):
    for event in content.of('Event'):
        for name in (event['id'], event['uuid']):
            answer = world[viewer].get(f'/events/view/{name}')
            if not sees(viewer, event):
                assert answer.status == 404 and answer.data['message'] == 'Invalid event', answer
                continue
            assert uuids_in_event(answer.data['Event']) == expected_in(content, viewer, event), event


@pytest.mark.parametrize('viewer', VIEWERS)
def test_deleted_in_events_view(world, content, viewer):
    for event in content.of('Event'):
        answer = world[viewer].post(f'/events/view/{event["id"]}', {'deleted': [0, 1]})
        if sees(viewer, event):
            assert uuids_in_event(answer.data['Event']) == expected_in(content, viewer, event, deleted=True), event
        else:
            assert answer.status == 404


@pytest.mark.parametrize('viewer', VIEWERS)
@pytest.mark.parametrize('kind,path', [('Event', 'events'), ('Attribute', 'attributes'), ('Object', 'objects'),
                                       ('EventReport', 'eventReports')])
def test_existence(world, content, viewer, kind, path):
    """HEAD and GET by id and by uuid; the unseen looks exactly like what is not there"""
    unknown = world[viewer].get(f'/{path}/view/00000000-0000-4000-8000-000000000000')
    for item in content.of(kind):
        if is_deleted(item):
            continue
        for name in (item['id'], item['uuid']):
            seen = sees(viewer, item)
            if kind != 'EventReport':
                assert (world[viewer].head(f'/{path}/view/{name}').status == 200) == seen, item
            answer = world[viewer].get(f'/{path}/view/{name}')
            assert (answer.status == 200) == seen, (item, answer)
            if not seen:
                assert answer.status == unknown.status and answer.data['message'] == unknown.data['message']


@pytest.mark.parametrize('viewer', VIEWERS)
def test_events_index(world, content, viewer):
    listed = {e['uuid'] for e in world[viewer].ok('POST', '/events/index', {'eventinfo': 'visibility %'})}
    assert listed == content.expected(viewer, 'Event')
    count = world[viewer].post('/events/index', {'eventinfo': 'visibility %', 'limit': 1}).headers['X-Result-Count']
    assert int(count) == len(listed)


@pytest.mark.parametrize('viewer', VIEWERS)
def test_search_attributes(world, content, viewer):
    ids = [e['id'] for e in content.of('Event')]
    want = content.expected(viewer, 'Attribute')
    assert {a['uuid'] for a in world[viewer].search(eventid=ids)} == want
    assert {a['uuid'] for a in world[viewer].search(uuid=[i['uuid'] for i in content.of('Attribute')])} == want
    values = [i['value'] for i in content.of('Attribute')]
    assert {a['uuid'] for a in world[viewer].search(value=values)} == want
    deleted = world[viewer].search(eventid=ids, deleted=[0, 1])
    assert {a['uuid'] for a in deleted} == content.expected(viewer, 'Attribute', deleted=True)
    csv = world[viewer].ok('POST', '/attributes/restSearch', {'returnFormat': 'csv', 'eventid': ids}).decode()
    assert {line.split(',')[0].strip('"') for line in csv.splitlines()[1:] if line} == want


@pytest.mark.parametrize('viewer', VIEWERS)
def test_count(world, content, viewer):
    ids = [e['id'] for e in content.of('Event')]
    answer = world[viewer].ok('POST', '/attributes/restSearch', {'returnFormat': 'count', 'eventid': ids})
    number = answer if isinstance(answer, int) else int(answer if isinstance(answer, (bytes, str)) else answer['response'])
    assert number == len(content.expected(viewer, 'Attribute'))


@pytest.mark.parametrize('viewer', VIEWERS)
def test_search_events(world, content, viewer):
    found = world[viewer].search('events', eventinfo='visibility %')
    assert {e['Event']['uuid'] for e in found} == content.expected(viewer, 'Event')
    for one in found:
        event = next(e for e in content.of('Event') if e['uuid'] == one['Event']['uuid'])
        assert uuids_in_event(one['Event']) == expected_in(content, viewer, event), event
    for published in (0, 1):
        found = world[viewer].search('events', eventinfo='visibility %', published=published, metadata=1)
        want = {e['uuid'] for e in content.of('Event') if e['published'] == bool(published) and sees(viewer, e)}
        assert {e['Event']['uuid'] for e in found} == want


@pytest.mark.parametrize('viewer', VIEWERS)
def test_search_objects(world, content, viewer):
    found = world[viewer].search('objects', object_name='visibility', eventid=[e['id'] for e in content.of('Event')])
    assert {o['Object']['uuid'] for o in found} == content.expected(viewer, 'Object')
    for one in found:
        parent = next(o for o in content.of('Object') if o['uuid'] == one['Object']['uuid'])
        want = {a['uuid'] for a in content.of('Attribute') if a['inside'] is parent and sees(viewer, a)}
        assert {a['uuid'] for a in one['Object'].get('Attribute', ())} == want


@pytest.mark.parametrize('viewer', VIEWERS)
def test_a_value_of_something_unseen_finds_nothing(world, content, viewer):
    """event scope: an event is not found by an attribute that the caller may not see"""
    for item in content.of('Attribute'):
        if is_deleted(item) or item['inside']['kind'] != 'Event':
            continue
        found = world[viewer].search('events', value=item['value'], metadata=1)
        assert {e['Event']['uuid'] for e in found} == ({item['inside']['uuid']} if sees(viewer, item) else set()), item


@pytest.mark.parametrize('viewer', ['other_user', 'third_user'])
def test_writes_tell_nothing(world, content, viewer):
    """what cannot be seen cannot be told from what is not there by trying to change it either"""
    for event in content.of('Event'):
        if sees(viewer, event):
            continue
        for path, body in ((f'/events/edit/{event["id"]}', {'info': 'x'}), (f'/attributes/add/{event["id"]}', {'type': 'text', 'value': 'x'}),
                           (f'/shadow_attributes/add/{event["id"]}', {'type': 'text', 'value': 'x'}),
                           (f'/eventReports/add/{event["id"]}', {'name': 'x', 'content': 'x'}),
                           ('/tags/attachTagToObject', {'uuid': event['uuid'], 'tag': 'tlp:red'}),
                           ('/sightings/add', {'uuid': event['uuid']})):
            answer = world[viewer].post(path, body)
            missing = world[viewer].post(path.replace(f'/{event["id"]}', '/999999999'),
                                         {k: v if v != event['uuid'] else '00000000-0000-4000-8000-000000000000' for k, v in body.items()})
            assert answer.status == missing.status, (path, answer, missing)
            said = json.dumps(answer.data).replace(event['id'], '#').replace(event['uuid'], '#')
            other = json.dumps(missing.data).replace('999999999', '#').replace('00000000-0000-4000-8000-000000000000', '#')
            assert said == other


def test_correlations_are_filtered_on_both_sides(world, unique):
    """two events with the same value: each viewer is told of the other one only where that is visible"""
    ours = world.user.add_event(unique + ' ours', [{'type': 'domain', 'value': unique + '.example'}], distribution='1')
    hidden = world.user.add_event(unique + ' hidden', [{'type': 'domain', 'value': unique + '.example', 'distribution': '0'}],
                                  distribution='1')
    secret = world.user.add_event(unique + ' secret', [{'type': 'hostname', 'value': unique + '.example'}], distribution='0')
    for viewer, want in (('user', {hidden['uuid'], secret['uuid']}), ('other_user', set()), ('site_admin', {hidden['uuid'], secret['uuid']})):
        seen = world[viewer].ok('GET', f'/events/view/{ours["id"]}')['Event']
        assert {r['Event']['uuid'] for r in seen.get('RelatedEvent', ())} == want, viewer
        rows = world[viewer].search(value=unique + '.example', eventid=ours['id'], includeCorrelations=1)
        assert {r['Event']['uuid'] for r in rows[0].get('RelatedAttribute', ())} == want, viewer
    for event in (ours, hidden, secret):
        world.site_admin.post(f'/events/delete/{event["id"]}')
