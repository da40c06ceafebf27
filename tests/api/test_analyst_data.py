"""Analyst data: notes, opinions, relationships (spec 1.5, 2.5, 3.2, 5.5): who may write, who sees, nested ones, deletion, events that bring
them along, peers, and that a note tells nobody of a thing that is hidden from them."""
import uuid

import pytest
from pymisp import MISPEvent, MISPNote, MISPObject, MISPOpinion, MISPRelationship

from agreements import new_parties
from changes import now, read


def add(caller, kind, about, about_type, **fields):
    return caller.ok('POST', f'/analyst_data/add/{kind}/{about}/{about_type}', fields)[kind]


def note(caller, about, about_type='Event', text='a note', **fields):
    return add(caller, 'Note', about, about_type, note=text, **fields)


def sees(caller, kind, ref):
    return caller.get(f'/analyst_data/view/{kind}/{ref}').status == 200


@pytest.fixture
def shared(world, unique):
    """an event of `user` that everybody sees, with an attribute, an object, a report and a hidden attribute"""
    made = world.user.add_event(unique, [{'type': 'text', 'value': unique}, {'type': 'text', 'value': unique + ' hidden', 'distribution': '0'}],
                                distribution='1', Object=[{'name': 'file', 'meta-category': 'file', 'template_version': '1',
                                                           'template_uuid': str(uuid.uuid4()),
                                                           'Attribute': [{'type': 'filename', 'value': unique, 'object_relation': 'filename'}]}],
                                EventReport=[{'name': 'r', 'content': 'c'}])
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')


def test_shape(world):
    fake = str(uuid.uuid4())
    made = note(world.user, fake)
    assert list(made) == ['id', 'uuid', 'object_uuid', 'object_type', 'authors', 'org_uuid', 'orgc_uuid', 'created', 'modified', 'distribution',
                          'sharing_group_id', 'locked', 'note', 'language', 'note_type', 'note_type_name', 'Orgc', 'Org', '_canEdit']
    assert (made['object_uuid'], made['object_type'], made['authors']) == (fake, 'Event', 'user@alpha.example')
    assert (made['distribution'], made['sharing_group_id'], made['locked'], made['language']) == ('1', None, False, 'en')
    assert made['Org']['name'] == made['Orgc']['name'] == 'Alpha' and made['note_type'] == 0
    opinion = add(world.user, 'Opinion', made['uuid'], 'Note', opinion=42, comment='hm')
    assert (opinion['opinion'], opinion['comment'], opinion['note_type_name']) == ('42', 'hm', 'Opinion')
    related = add(world.user, 'Relationship', fake, 'Event', relationship_type='related-to', related_object_type='Event',
                  related_object_uuid=str(uuid.uuid4()))
    assert related['relationship_type'] == 'related-to' and related['related_object_type'] == 'Event'
    whole = world.user.ok('GET', f'/analyst_data/view/Note/{made["id"]}')['Note']
    assert [o['uuid'] for o in whole['Opinion']] == [opinion['uuid']] and '_canEdit' not in whole
    assert world.user.ok('GET', f'/analyst_data/getChildren/Event/{fake}')['Note'][0]['Opinion'][0]['uuid'] == opinion['uuid']
    assert world.other_user.ok('GET', f'/analystData/view/all/{made["uuid"]}')['Note']['uuid'] == made['uuid']


def test_client(world, unique):
    """as the official client does it, in events and apart"""
    event = MISPEvent()
    event.info = unique
    event.distribution = 1
    attribute = event.add_attribute('text', unique)
    attribute.add_note('on the attribute')
    thing = MISPObject('file')
    thing.add_attribute('filename', unique)
    thing.add_note('on the object').add_opinion(10, 'on the note')
    event.add_object(thing)
    event.add_note('on the event', language='fr')
    event.add_opinion(80, 'of the event')
    event.add_relationship(related_object_type='Event', related_object_uuid=str(uuid.uuid4()), relationship_type='related-to')
    made = world.user.misp.add_event(event, pythonify=True)
    assert isinstance(made, MISPEvent), made
    seen = world.other_user.misp.get_event(made, pythonify=True)
    assert [n.note for n in seen.notes] == ['on the event'] and seen.notes[0].language == 'fr'
    assert [o.opinion for o in seen.opinions] == [80] and len(seen.relationships) == 1
    assert [n.note for n in seen.attributes[0].notes] == ['on the attribute']
    assert [n.note for n in seen.objects[0].notes] == ['on the object']
    nested = world.other_user.misp.get_note(seen.objects[0].notes[0], pythonify=True)
    assert [o.comment for o in nested.opinions] == ['on the note']
    # an edit of the event changes and adds
    mine = world.user.misp.get_event(made, pythonify=True)
    mine.notes[0].note = 'changed'
    mine.attributes[0].add_opinion(5, 'new')
    world.user.misp.update_event(mine)
    seen = world.other_user.misp.get_event(made, pythonify=True)
    assert [n.note for n in seen.notes] == ['changed'] and [o.opinion for o in seen.attributes[0].opinions] == [5]
    single = world.other_user.misp.get_note(seen.notes[0], pythonify=True)
    assert isinstance(single, MISPNote) and single.note == 'changed'
    opinion = world.other_user.misp.get_opinion(seen.opinions[0], pythonify=True)
    assert isinstance(opinion, MISPOpinion) and opinion.opinion == 80
    assert isinstance(world.user.misp.get_relationship(seen.relationships[0], pythonify=True), MISPRelationship)
    world.site_admin.post(f'/events/delete/{made.id}')


def test_where_it_shows(world, shared):
    attribute, thing, report = shared['Attribute'][0], shared['Object'][0], shared['EventReport'][0]
    for about, kind in ((shared, 'Event'), (attribute, 'Attribute'), (thing, 'Object'), (report, 'EventReport')):
        note(world.user, about['uuid'], kind, text=kind)
    event = world.other_user.ok('GET', f'/events/view/{shared["id"]}')['Event']
    parts = (event, event['Attribute'][0], event['Object'][0], event['EventReport'][0])
    assert [p['Note'][0]['note'] for p in parts] == ['Event', 'Attribute', 'Object', 'EventReport']
    assert event['Note'][0]['_max_depth_reached'] is False and event['Note'][0]['_canEdit'] is False
    assert world.other_user.ok('GET', f'/attributes/view/{attribute["id"]}')['Attribute']['Note'][0]['note'] == 'Attribute'
    assert world.other_user.ok('GET', f'/objects/view/{thing["id"]}')['Object']['Note'][0]['note'] == 'Object'
    assert world.other_user.ok('GET', f'/eventReports/view/{report["id"]}')['EventReport']['Note'][0]['note'] == 'EventReport'
    plain = world.other_user.search('events', eventid=shared['id'])[0]['Event']
    asked = world.other_user.search('events', eventid=shared['id'], includeAnalystData=True)[0]['Event']
    assert 'Note' not in plain and asked['Note'][0]['note'] == 'Event' and asked['Attribute'][0]['Note'][0]['note'] == 'Attribute'
    assert 'Note' not in world.other_user.search('attributes', uuid=attribute['uuid'])[0]
    assert world.other_user.search('attributes', uuid=attribute['uuid'], includeAnalystData=1)[0]['Note'][0]['note'] == 'Attribute'
    # another kind of thing with that uuid is another thing
    note(world.user, shared['uuid'], 'Attribute', text='mistaken')
    assert [n['note'] for n in world.user.ok('GET', f'/events/view/{shared["id"]}')['Event']['Note']] == ['Event']


def test_who_sees(world, shared):
    made = {d: note(world.user, shared['uuid'], distribution=d) for d in ('0', '1', '2', '3', '5')}
    assert [sees(world.other_user, 'Note', made[d]['uuid']) for d in made] == [False, True, True, True, True]
    assert all(sees(world.colleague, 'Note', n['uuid']) and sees(world.site_admin, 'Note', n['id']) for n in made.values())
    inherited = note(world.user, str(uuid.uuid4()), distribution='5')
    assert not sees(world.other_user, 'Note', inherited['uuid']) and sees(world.colleague, 'Note', inherited['uuid'])
    listed = world.other_user.ok('GET', '/analyst_data/index/Note')
    assert made['0']['uuid'] not in [n['Note']['uuid'] for n in listed] and made['1']['uuid'] in [n['Note']['uuid'] for n in listed]
    hidden = world.other_user.get(f'/analyst_data/view/Note/{made["0"]["uuid"]}')
    none = world.other_user.get(f'/analyst_data/view/Note/{uuid.uuid4()}')
    assert hidden.status == none.status == 404 and hidden.data['message'] == none.data['message'] == 'Invalid Note.'


def test_hidden_things_stay_hidden(world, shared):
    """a note for all on a thing that only some see is seen by these only, whichever way one asks"""
    secret = shared['Attribute'][1]
    made = note(world.user, secret['uuid'], 'Attribute', text='on a hidden attribute')
    child = add(world.user, 'Opinion', made['uuid'], 'Note', opinion=1)
    assert sees(world.colleague, 'Note', made['uuid']) and sees(world.colleague, 'Opinion', child['uuid'])
    assert not sees(world.other_user, 'Note', made['uuid']) and not sees(world.other_user, 'Opinion', child['uuid'])
    text = str(world.other_user.ok('GET', '/analyst_data/index')) + str(world.other_user.ok('POST', '/analyst_data/indexMinimal'))
    text += str(world.other_user.ok('GET', f'/analyst_data/getChildren/Attribute/{secret["uuid"]}'))
    text += str(world.other_user.ok('GET', f'/analyst_data/getChildren/Note/{made["uuid"]}'))
    assert made['uuid'] not in text and secret['uuid'] not in text
    assert world.other_user.get(f'/analyst_data/getRelatedElement/Attribute/{secret["uuid"]}').status == 404
    # who does not see the thing may write, and is told what it would be told of nothing
    mine = note(world.other_user, secret['uuid'], 'Attribute')
    other = note(world.other_user, str(uuid.uuid4()), 'Attribute')
    assert {k: type(v) for k, v in mine.items()} == {k: type(v) for k, v in other.items()}
    assert sees(world.third_user, 'Note', mine['uuid']) == sees(world.third_user, 'Note', other['uuid']) is True
    # a taken and a blocked uuid are refused alike
    dropped = note(world.other_user, str(uuid.uuid4()))
    world.other_user.ok('POST', f'/analyst_data/delete/Note/{dropped["uuid"]}')
    answers = [world.other_user.post(f'/analyst_data/add/Note/{shared["uuid"]}/Event', {'note': 'x', 'uuid': u}) for u in (made['uuid'], dropped['uuid'])]
    assert [a.status for a in answers] == [403, 403] and answers[0].data['errors'] == answers[1].data['errors']


def test_rights(world, shared, unique):
    made = note(world.user, shared['uuid'])
    for caller in (world.other_user, world.other_publisher):
        for answer in (caller.post(f'/analyst_data/edit/Note/{made["uuid"]}', {'note': 'mine'}), caller.post(f'/analyst_data/delete/Note/{made["uuid"]}')):
            assert answer.status == 405 and answer.data['message'] == 'You are not authorised to do that.'
    assert world.read_only.post(f'/analyst_data/add/Note/{shared["uuid"]}/Event', {'note': 'x'}).status == 403
    assert world.colleague.ok('POST', f'/analyst_data/edit/Note/{made["uuid"]}', {'note': 'ours'})['Note']['note'] == 'ours'
    # only who synchronises may speak for another organisation
    as_beta = {'orgc_uuid': world.orgs['Beta']['uuid']}
    assert note(world.user, shared['uuid'], **as_beta)['orgc_uuid'] == world.orgs['Alpha']['uuid']
    synced = note(world.sync, shared['uuid'], **as_beta)
    assert (synced['orgc_uuid'], synced['org_uuid'], synced['locked']) == (world.orgs['Beta']['uuid'], world.orgs['Alpha']['uuid'], True)
    assert world.other_user.ok('POST', f'/analyst_data/edit/Note/{synced["uuid"]}', {'note': 'by its creator'})['Note']['note'] == 'by its creator'
    # site administrators may
    assert world.site_admin.ok('POST', f'/analyst_data/delete/Note/{made["uuid"]}')['message'] == 'Note deleted.'
    for path in ('/analyst_data/filterAnalystDataForPush', '/analyst_data/pushAnalystData'):
        assert world.user.post(path, {}).status == 403


@pytest.mark.parametrize('kind, body', [('Note', {'note': ''}), ('Opinion', {'opinion': 101}), ('Opinion', {'opinion': 'many'}),
                                        ('Relationship', {'related_object_type': 'Event'}), ('Note', {'note': 'x', 'distribution': 9}),
                                        ('Relationship', {'related_object_type': 'Dog', 'related_object_uuid': str(uuid.uuid4())}),
                                        ('Note', {'note': 'x', 'distribution': 4, 'sharing_group_id': 999999}), ('Note', {'note': 'x', 'uuid': 'x'})])
def test_bad_input(world, kind, body):
    answer = world.user.post(f'/analyst_data/add/{kind}/{uuid.uuid4()}/Event', body)
    assert answer.status == 403 and answer.data['errors'], answer.data


def test_bad_paths(world):
    assert world.user.post('/analyst_data/add/Note/nonsense/Event', {'note': 'x'}).status == 403
    assert world.user.post(f'/analyst_data/add/Note/{uuid.uuid4()}/Dog', {'note': 'x'}).status == 403
    assert world.user.post(f'/analyst_data/add/Dog/{uuid.uuid4()}/Event', {'note': 'x'}).status == 404
    assert world.user.get('/analyst_data/view/Note/0').status == 404


def test_delete_and_blocklist(world, shared):
    made = note(world.user, shared['uuid'])
    child = add(world.user, 'Opinion', made['uuid'], 'Note', opinion=7)
    answer = world.user.ok('POST', f'/analyst_data/delete/Note/{made["uuid"]}')
    assert (answer['success'], answer['message'], answer['id']) == (True, 'Note deleted.', int(made['id']))
    assert world.user.get(f'/analyst_data/view/Note/{made["uuid"]}').status == 404
    assert sees(world.user, 'Opinion', child['uuid'])  # it survives, for its owner
    assert world.user.post(f'/analyst_data/delete/Note/{made["uuid"]}').status == 404
    entries = world.site_admin.ok('GET', '/analystDataBlocklists/index')
    entry = next(b for b in entries if b['analyst_data_uuid'] == made['uuid'])
    assert entry['analyst_data_orgc'] == 'Alpha' and world.user.get('/analystDataBlocklists/index').status == 403
    edited = world.site_admin.ok('POST', f'/analystDataBlocklists/edit/{entry["id"]}', {'comment': 'c'})
    assert edited['AnalystDataBlocklist']['comment'] == 'c'
    assert world.user.post(f'/analyst_data/add/Note/{shared["uuid"]}/Event', {'note': 'x', 'uuid': made['uuid']}).status == 403
    world.site_admin.ok('POST', f'/analystDataBlocklists/delete/{made["uuid"]}')
    assert note(world.user, shared['uuid'], uuid=made['uuid'])['uuid'] == made['uuid']
    other = str(uuid.uuid4())
    assert world.site_admin.ok('POST', '/analystDataBlocklists/add', {'uuids': [other]})['result']['successes'] == [other]
    assert world.user.post(f'/analyst_data/add/Note/{shared["uuid"]}/Event', {'note': 'x', 'uuid': other}).status == 403


def test_peers(world, shared, unique):
    mine = note(world.user, shared['uuid'], text=unique, distribution='3')
    fresh = str(uuid.uuid4())
    minimal = world.other_user.ok('POST', '/analyst_data/indexMinimal', {'orgc_name': ['Alpha']})
    assert minimal['Note'][mine['uuid']] == mine['modified'] and set(minimal) == {'Note', 'Opinion', 'Relationship'}
    assert mine['uuid'] not in world.other_user.ok('POST', '/analyst_data/indexMinimal', {'orgc_name': ['!Alpha']})['Note']
    listed = world.other_user.ok('GET', f'/analyst_data/index/Note/uuid[]:{mine["uuid"]}/uuid[]:{fresh}')
    assert [n['Note']['uuid'] for n in listed] == [mine['uuid']]
    offered = {'Note': {mine['uuid']: '2099-01-01 00:00:00', fresh: '2022-01-01 00:00:00'}}
    assert world.sync.ok('POST', '/analyst_data/filterAnalystDataForPush', offered)['Note'] == {fresh: '2022-01-01 00:00:00'}
    sent = {'uuid': fresh, 'note': 'pushed', 'object_type': 'Event', 'object_uuid': shared['uuid'], 'distribution': '1', 'modified': '2022-01-01 00:00:00',
            'created': '2021-01-01 00:00:00', 'orgc_uuid': world.orgs['Beta']['uuid'], 'authors': 'them',
            'Opinion': [{'opinion': 3, 'comment': 'nested', 'uuid': str(uuid.uuid4()), 'distribution': '1'}]}
    world.sync.ok('POST', '/analyst_data/pushAnalystData', {'Note': sent})
    got = world.other_user.ok('GET', f'/analyst_data/view/Note/{fresh}')['Note']
    assert (got['note'], got['modified'], got['created'], got['locked'], got['authors']) == ('pushed', '2022-01-01 00:00:00', '2021-01-01 00:00:00', True, 'them')
    assert got['Opinion'][0]['comment'] == 'nested'
    newer = {'Note': {fresh: '2023-01-01 00:00:00'}}
    assert world.sync.ok('POST', '/analyst_data/filterAnalystDataForPush', newer)['Note'] == newer['Note']
    world.sync.ok('POST', '/analyst_data/pushAnalystData', {'Note': dict(sent, note='again', modified='2023-01-01 00:00:00')})
    world.sync.ok('POST', '/analyst_data/pushAnalystData', {'Note': dict(sent, note='stale', modified='2020-01-01 00:00:00')})
    assert world.other_user.ok('GET', f'/analyst_data/view/Note/{fresh}')['Note']['note'] == 'again'


def test_audit(world, shared, unique):
    made = note(world.user, shared['uuid'], text=unique)
    world.user.ok('POST', f'/analyst_data/edit/Note/{made["id"]}', {'note': unique + ' 2'})
    world.user.ok('POST', f'/analyst_data/delete/Note/{made["id"]}')
    rows = world.site_admin.ok('POST', '/admin/logs/index', {'model': 'Note', 'model_id': made['id']})
    assert {r['Log']['action'] for r in rows} == {'add', 'edit', 'delete'}


def test_agreement(world, unique):
    """a note under an agreement opens and closes with it; an observer adds nothing; the ceiling holds; who left is seen by nobody"""
    (a, user), (b, other), (o, observer) = new_parties(world, unique, 3)
    uuid_ = a.draw_up([(a, 'member'), (b, 'member'), (o, 'observer')])
    group = a.caller.ok('GET', f'/agreements/{uuid_}')['sharing_group_id']
    under_it = {'distribution': '4', 'sharing_group_id': str(group)}
    green = {'Tag': [{'name': 'tlp:green'}]}
    event = a.caller.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1', **green)
    made = note(a.caller, event['uuid'], **under_it)
    assert not sees(other, 'Note', made['uuid'])
    for p in (a, b, o):
        p.must(uuid_, 'sign')
    assert sees(other, 'Note', made['uuid']) and sees(observer, 'Note', made['uuid']) and not sees(world.user, 'Note', made['uuid'])
    assert observer.post(f'/analyst_data/add/Note/{event["uuid"]}/Event', dict(under_it, note='x')).status == 403
    under = a.caller.add_event(unique + ' under', [{'type': 'text', 'value': unique + ' under'}], **under_it, **green)
    refused = observer.post(f'/analyst_data/add/Note/{under["uuid"]}/Event', {'note': 'x'})
    assert refused.status == 409 and refused.data['code'] == 'terms', refused.data
    red = a.caller.add_event(unique + ' red', [{'type': 'text', 'value': unique + ' red'}], distribution='1', Tag=[{'name': 'tlp:red'}])
    refused = a.caller.post(f'/analyst_data/add/Note/{red["uuid"]}/Event', dict(under_it, note='x'))
    assert refused.status == 409 and 'tlp:red' in refused.data['message'], refused.data
    inherited = note(other, under['uuid'], distribution='5')
    assert sees(observer, 'Note', inherited['uuid']) and not sees(world.user, 'Note', inherited['uuid'])
    theirs = note(other, event['uuid'], **under_it)
    assert sees(user, 'Note', theirs['uuid'])
    b.must(uuid_, 'withdraw')
    assert not sees(other, 'Note', made['uuid']) and sees(other, 'Note', theirs['uuid']) and sees(other, 'Note', inherited['uuid'])
    assert not any(sees(v, 'Note', inherited['uuid']) for v in (user, observer))
    assert not sees(user, 'Note', theirs['uuid']) and not sees(observer, 'Note', theirs['uuid'])
    a.must(uuid_, 'end')
    assert not sees(observer, 'Note', made['uuid']) and sees(user, 'Note', made['uuid'])
    for e in (event, under, red):
        world.site_admin.post(f'/events/delete/{e["id"]}')


def test_change_stream(world, shared):
    """who sees a note is told of it, of its changes and of its end; of a note on something hidden nothing is told to others"""
    cursors = {c: now(c) for c in (world.colleague, world.other_user)}
    open_ = note(world.user, shared['uuid'], text='open')
    hidden = note(world.user, shared['Attribute'][1]['uuid'], 'Attribute', text='hidden')
    free = note(world.user, str(uuid.uuid4()), text='free')
    told = {c: [(n['action'], n['uuid']) for n in read(c, since)[0] if n['kind'] == 'analyst_data'] for c, since in cursors.items()}
    assert told[world.colleague] == [('added', n['uuid']) for n in (open_, hidden, free)]
    assert told[world.other_user] == [('added', n['uuid']) for n in (open_, free)]
    cursors = {c: now(c) for c in cursors}
    world.user.ok('POST', f'/analyst_data/edit/Note/{open_["uuid"]}', {'note': 'changed'})
    lines = read(world.other_user, cursors[world.other_user])[0]
    assert [(n['action'], n['content']['Note']['note']) for n in lines] == [('changed', 'changed')]
    world.user.ok('POST', f'/analyst_data/edit/Note/{free["uuid"]}', {'distribution': '0'})
    world.user.ok('POST', f'/analyst_data/delete/Note/{hidden["uuid"]}')
    world.user.ok('POST', f'/analyst_data/delete/Note/{open_["uuid"]}')
    told = {c: [(n['action'], n['uuid']) for n in read(c, since)[0] if n['kind'] == 'analyst_data'] for c, since in cursors.items()}
    assert told[world.colleague] == [('changed', free['uuid']), ('deleted', hidden['uuid']), ('deleted', open_['uuid'])]
    assert told[world.other_user] == [('became_invisible', free['uuid']), ('deleted', open_['uuid'])]
    assert all('content' not in n for n in read(world.other_user, cursors[world.other_user])[0])
