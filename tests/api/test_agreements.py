"""Agreements: from the draft to the end, what they open and close, what they refuse, and what of them can be seen by whom."""
import time

import pytest

from agreements import Key, at, new_parties


@pytest.fixture(scope='module')
def parties(world):
    """five organisations, each with an administrator and a registered key"""
    return [party for party, _ in new_parties(world, 'Agreements', 5)]


def state(party, uuid):
    return party.caller.ok('GET', f'/agreements/{uuid}')['state']


def group(party, uuid):
    return party.caller.ok('GET', f'/agreements/{uuid}')['sharing_group_id']


def share(party, uuid, info, attributes=(), **fields):
    return party.caller.add_event(info, attributes or [{'type': 'text', 'value': info}], distribution='4', sharing_group_id=str(group(party, uuid)),
                                  **fields)


def sees(party, event):
    path = f'/events/view/{event["uuid"]}'
    status = party.caller.get(path).status
    found = party.caller.search('events', uuid=event['uuid'])
    values = party.caller.search('attributes', value=event['info'])
    assert (status == 200) == bool(found) == bool(values), (status, found, values)
    return status == 200


def test_life(parties, unique):
    a, b, c, d, _ = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member'), (c, 'partner')], effective_from=at(3), effective_until=at(3600))
    assert state(a, uuid) == 'draft' and state(b, uuid) == 'draft'
    assert d.caller.get(f'/agreements/{uuid}').status == 404 and uuid not in str(d.caller.ok('GET', '/agreements'))
    a.must(uuid, 'sign')
    assert state(b, uuid) == 'awaiting_signatures'
    event = share(b, uuid, unique)  # a party puts something under it before it is in force: nobody else sees it
    assert sees(b, event) and not sees(a, event) and not sees(c, event)
    b.must(uuid, 'sign')
    c.must(uuid, 'sign')
    assert state(a, uuid) == 'signed' and not sees(a, event)
    deadline = time.time() + 15
    while state(a, uuid) != 'in_force' and time.time() < deadline:
        time.sleep(0.2)
    assert sees(a, event) and sees(c, event) and not sees(d, event)
    a.must(uuid, 'suspend')
    assert state(b, uuid) == 'suspended' and sees(b, event) and not sees(c, event)
    a.must(uuid, 'resume')
    assert sees(c, event)
    c.must(uuid, 'withdraw')
    assert not sees(c, event) and sees(a, event) and state(c, uuid) == 'in_force'
    a.must(uuid, 'end')
    assert state(b, uuid) == 'ended' and not sees(a, event) and sees(b, event)


def test_who_left_shares_nothing(parties, unique):
    a, b, c, _, _ = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member'), (c, 'partner')])
    for p in (a, b, c):
        p.must(uuid, 'sign')
    theirs, others = share(c, uuid, unique + 'c'), share(b, uuid, unique + 'b')
    assert sees(a, theirs) and sees(c, others)
    c.must(uuid, 'withdraw')
    assert sees(c, theirs) and not sees(a, theirs) and not sees(b, theirs) and not sees(c, others) and sees(a, others)
    # and comes back by an accession
    a.must(uuid, 'accede', org=c.org, role='partner')
    c.must(uuid, 'accede', role='partner')
    assert sees(a, theirs) and sees(c, others)


def test_accession_and_hidden_observer(parties, world, unique):
    a, b, c, d, e = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member')], hidden_observers_allowed=True)
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    event = share(b, uuid, unique)
    assert not sees(d, event)
    a.must(uuid, 'accede', org=d.org, role='member')
    assert state(d, uuid) == 'in_force' and not sees(d, event)
    d.must(uuid, 'accede', role='member')
    assert sees(d, event)
    before = [b.caller.ok('GET', f'/agreements/{uuid}{tail}') for tail in ('', '/history', '/export')]
    listing = b.caller.ok('GET', f'/sharing_groups/view/{uuid}')
    a.must(uuid, 'accede', org=e.org, role='observer', hidden=True)
    e.must(uuid, 'accede', hidden=True, role='observer')
    assert sees(e, event)
    assert [b.caller.ok('GET', f'/agreements/{uuid}{tail}') for tail in ('', '/history', '/export')] == before
    assert b.caller.ok('GET', f'/sharing_groups/view/{uuid}') == listing and e.name not in str(listing)
    assert e.name in str(a.caller.ok('GET', f'/agreements/{uuid}')) and e.name in str(e.caller.ok('GET', f'/agreements/{uuid}'))
    assert e.key.hex not in str(b.caller.ok('GET', '/signingKeys')) and e.key.hex in str(a.caller.ok('GET', '/signingKeys'))
    # an observer reads, and adds nothing
    attribute = event['Attribute'][0]
    for path, body in (('/sightings/add', {'id': attribute['uuid']}), (f'/shadow_attributes/add/{event["id"]}', {'type': 'text', 'value': 'x'})):
        answer = e.caller.post(path, body)
        assert answer.status == 409, (path, answer.data)
    answer = e.caller.post('/events/add', {'Event': {'info': 'x', 'distribution': '4', 'sharing_group_id': str(group(a, uuid))}})
    assert answer.status in (403, 405), answer.data
    e.must(uuid, 'withdraw')
    assert not sees(e, event)


def test_refusals(parties, unique):
    a, b, c, d, _ = parties
    for terms in ({'effective_from': at(10), 'effective_until': at(5)}, {'parties': []}, {'parties': [{'org': '00000000-0000-4000-8000-000000000000'}]},
                  {'min_signatures': 9}, {'ceiling': 'mauve'}, {'name': ''}, {'effective_from': 'soon'}):
        body = {'name': unique, 'effective_from': at(), 'parties': [{'org': a.org, 'role': 'member'}]}
        answer = a.caller.post('/agreements', dict(body, **terms))
        assert answer.status == 400 and answer.data['code'] == 'bad_input', (terms, answer.data)
    uuid = a.draw_up([(a, 'member'), (b, 'member')])
    a.must(uuid, 'sign')
    assert a.act(uuid, 'sign').status == 409  # twice
    assert b.act(uuid, 'sign', key=Key()).status == 400  # not a key of theirs
    assert c.act(uuid, 'sign').status == 404  # no party, and does not know of it
    assert b.act(uuid, 'end').status == 409  # not theirs to end
    old = b.rotate()
    assert b.act(uuid, 'sign', key=old).status == 409  # a retired key
    b.must(uuid, 'sign')
    body = {'name': unique, 'effective_from': at(-5), 'parties': [{'org': a.org, 'role': 'member'}, {'org': b.org, 'role': 'member'}]}
    assert b.caller.put(f'/agreements/{uuid}', body).status == 403
    assert a.caller.put(f'/agreements/{uuid}', body).status == 200
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    assert a.act(uuid, 'sign', version=1).status == 409  # stale
    a.must(uuid, 'end')
    for act in ('sign', 'suspend', 'withdraw', 'end'):
        assert a.act(uuid, act).status == 409, act
    assert a.caller.post(f'/agreements/{uuid}/sign', {'signature': 'zz'}).status in (400, 409)


def test_refusals_say_why(parties, unique):
    """each with the status, the code and the words by which the one who asked can mend it"""
    a, b, c, d, _ = parties

    def refused(answer, status, *words):
        assert answer.status == status and answer.data['code'], answer.data
        assert all(w in answer.data['message'] for w in words), answer.data['message']
    nobody = '00000000-0000-4000-8000-000000000000'
    body = {'name': unique, 'effective_from': at(), 'parties': [{'org': a.org, 'role': 'member'}]}
    for terms, words in (({'effective_from': at(10), 'effective_until': at(5)}, ('effective_until',)), ({'effective_until': 'never'}, ('effective_until',)),
                         ({'parties': [{'org': nobody, 'role': 'member'}]}, ('parties', nobody)), ({'parties': [{'org': 'Alpha'}]}, ('parties',)),
                         ({'parties': [{'org': a.org, 'role': 'king'}]}, ('parties',)), ({'min_signatures': 0}, ('min_signatures',)),
                         ({'parties': [{'org': a.org, 'role': 'member'}] * 2}, ('parties',)),
                         ({'ceiling': 'mauve'}, ('ceiling',)), ({'scope': {'types': ['no type']}}, ('scope',)), ({'effective_from': None}, ('effective_from',))):
        refused(a.caller.post('/agreements', dict(body, **terms)), 400, *words)
    uuid = a.draw_up([(a, 'member'), (b, 'member')])
    refused(a.caller.post(f'/agreements/{uuid}/sign', {}), 400, 'signature')
    refused(a.caller.post(f'/agreements/{uuid}/sign', {'signature': '00' * 64}), 400, 'signature')
    refused(b.act(uuid, 'sign', key=a.key), 400, 'signature')  # by the wrong organisation
    refused(b.act(uuid, 'sign', version=7), 409, 'no such version')
    refused(a.caller.post(f'/agreements/{uuid}/to_sign', {'act': 'burn'}), 400, 'act')
    refused(b.caller.post(f'/agreements/{uuid}/sign', {'as': a.org, 'signature': '00' * 64}), 403, 'acts for itself')
    a.must(uuid, 'sign')
    refused(a.act(uuid, 'sign'), 409, 'has signed that version already')
    old = b.rotate()
    refused(b.act(uuid, 'sign', key=old), 409, 'retired')
    text = b.caller.ok('POST', f'/agreements/{uuid}/to_sign', {'act': 'sign'})['text']
    refused(b.caller.post(f'/agreements/{uuid}/sign', {'signature': old.sign(text), 'key': old.hex}), 409, 'retired')
    refused(b.caller.post('/signingKeys', {'public_key': old.hex, 'rotation': b.key.sign('x')}), 409, 'registered before')
    refused(b.caller.post('/signingKeys', {'public_key': Key().hex}), 409, 'rotation')
    refused(b.caller.post('/signingKeys', {'public_key': Key().hex, 'rotation': old.sign('x')}), 400, 'rotation')
    b.must(uuid, 'sign')
    refused(a.caller.post(f'/agreements/{uuid}/to_sign', {'act': 'accede', 'org': nobody, 'role': 'member'}), 400, 'org')
    refused(a.caller.post(f'/agreements/{uuid}/to_sign', {'act': 'accede', 'org': d.org, 'role': 'observer', 'hidden': True}), 409, 'hidden')
    refused(b.caller.post(f'/agreements/{uuid}/to_sign', {'act': 'accede', 'org': d.org, 'role': 'member'}), 409, 'admits a party')
    refused(a.act(uuid, 'resume'), 409, 'not suspended')
    terms = dict(body, effective_from=at(-5), parties=[{'org': p.org, 'role': 'member'} for p in (a, b)])
    assert a.caller.put(f'/agreements/{uuid}', terms).status == 200
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    refused(b.act(uuid, 'sign', version=1), 409, 'stale')
    # a signature over one version is none over another, nor over another agreement
    other = a.draw_up([(a, 'member'), (b, 'member')])
    text = a.caller.ok('POST', f'/agreements/{other}/to_sign', {'act': 'sign'})['text']
    assert a.caller.put(f'/agreements/{other}', terms).status == 200
    refused(a.caller.post(f'/agreements/{other}/sign', {'signature': a.key.sign(text)}), 400, 'signature')
    a.must(uuid, 'end')
    for act in ('sign', 'suspend', 'resume', 'withdraw', 'end', 'accede'):
        refused(a.act(uuid, act), 409, 'ended')
    refused(a.caller.put(f'/agreements/{uuid}', terms), 409, 'ended')
    refused(c.caller.get(f'/agreements/{uuid}'), 404, 'not authorised')


def test_terms_hold(parties, world, unique):
    a, b, _, _, _ = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member')], ceiling='green', scope={'types': ['domain', 'ip-dst'], 'categories': ['Network activity']})
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    number = str(group(a, uuid))

    def add(tags, attributes):
        return a.caller.post('/events/add', {'Event': {'info': unique, 'distribution': '4', 'sharing_group_id': number, 'Tag': [{'name': t} for t in tags],
                                                       'Attribute': attributes}})
    domain = {'type': 'domain', 'value': unique + '.example', 'category': 'Network activity'}
    assert add([], [domain]).status == 409  # untagged counts as amber
    refused = add(['tlp:red'], [domain])
    assert refused.status == 409 and refused.data['code'] == 'terms' and 'tlp:red' in refused.data['message']
    refused = add(['tlp:green'], [{'type': 'text', 'value': 'x', 'category': 'Other'}])
    assert refused.status == 409 and 'text' in refused.data['message']
    made = add(['tlp:green'], [domain])
    assert made.status == 200, made.data
    event = made.data['Event']
    before = a.caller.ok('GET', f'/events/view/{event["id"]}')
    assert a.caller.post(f'/attributes/add/{event["id"]}', {'type': 'md5', 'value': '0' * 32}).status == 409
    assert world.site_admin.post('/tags/attachTagToObject', {'uuid': event['uuid'], 'tag': 'tlp:amber'}).status == 409
    assert world.site_admin.post('/tags/attachTagToObject', {'uuid': event['Attribute'][0]['uuid'], 'tag': 'tlp:red', 'local': True}).status == 409
    assert a.caller.ok('GET', f'/events/view/{event["id"]}') == before
    # a ceiling below what is shared already
    terms = {'name': 'Lower', 'effective_from': at(-5), 'ceiling': 'clear', 'parties': [{'org': a.org, 'role': 'member'}, {'org': b.org, 'role': 'member'}]}
    answer = a.caller.put(f'/agreements/{uuid}', terms)
    assert answer.status == 409 and event['id'] in answer.data['message'], answer.data


def test_as_sharing_group(parties, unique):
    a, b, c, _, _ = parties
    uuid = a.draw_up([(a, 'member'), (b, 'member')], name=unique)
    client = a.caller.misp
    rows = {g.uuid: g for g in client.sharing_groups(pythonify=True)}
    assert uuid in rows and not rows[uuid].active
    a.must(uuid, 'sign')
    b.must(uuid, 'sign')
    rows = {g.uuid: g for g in b.caller.misp.sharing_groups(pythonify=True)}
    assert rows[uuid].active and {o['Organisation']['name'] for o in b.caller.ok('GET', f'/sharing_groups/view/{uuid}')['SharingGroupOrg']} == {a.name, b.name}
    assert uuid not in {g.uuid for g in c.caller.misp.sharing_groups(pythonify=True)}
    for path, body in ((f'/sharing_groups/edit/{uuid}', {'name': 'x'}), (f'/sharing_groups/delete/{uuid}', {}),
                       ('/sharingGroups/addOrg', {'sg_id': uuid, 'org_id': c.org})):
        answer = a.caller.post(path, body)
        assert answer.status == 403 and unique in answer.data['message'], answer.data
        assert c.caller.post(path, body).status == 404


def test_embargo(world, unique):
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1', embargo_until=at(3), visible_until=at(6))
    path = f'/events/view/{event["id"]}'
    assert world.colleague.get(path).status == 200 and world.other_user.get(path).status == 404
    edited = world.user.ok('POST', f'/events/edit/{event["id"]}', {'Event': {'info': unique + '!'}})['Event']
    assert edited['embargo_until'] == event['embargo_until'] and edited['visible_until'] == event['visible_until']

    def wait(status):
        deadline = time.time() + 15
        while world.other_user.get(path).status != status and time.time() < deadline:
            time.sleep(0.1)
        assert world.other_user.get(path).status == status
    wait(200)
    wait(404)
    assert world.colleague.get(path).status == 200
