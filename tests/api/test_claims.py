"""Claims of attribution (spec alliance, section 2): rival claims side by side, append-only, the summary with its working; shown to MISP clients as analyst
data and edited from there; what the viewer may not see leaves no trace."""
import json
import uuid

import pytest
from pymisp import MISPOpinion, MISPRelationship

from agreements import new_parties

ACTOR_SPACE = uuid.UUID('04857a28-ccc4-5240-b1f0-314c3b990221')  # docs/CLAIMS.md


def state(caller, subject, **fields):
    body = dict({'subject': subject, 'actor': {'name': 'Nobody'}, 'likelihood': 60}, **fields)
    answer = caller.post('/attributions', body)
    assert answer.status == 201, answer.data
    return answer.data


def of(caller, subject):
    return caller.ok('GET', f'/attributions?subject={subject}')


def shown(caller, subject):
    return [c['uuid'] for c in of(caller, subject)['claims']]


@pytest.fixture
def shared(world, unique):
    """an event of `user` that everybody sees, with a hidden attribute"""
    made = world.user.add_event(unique, [{'type': 'text', 'value': unique}, {'type': 'text', 'value': unique + ' hidden', 'distribution': '0'}],
                                distribution='1')
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')


def test_shape(world, shared):
    made = state(world.user, f'event:{shared["uuid"]}', actor={'country': 'zz'}, relation='sponsored', likelihood=85, confidence='high',
                 status='preliminary', basis='the code', stated_on='2022-01-16', evidence=[shared['Attribute'][0]['uuid']])
    assert made['subject'] == {'type': 'event', 'uuid': shared['uuid']} and made['actor'] == {'country': 'ZZ'}
    assert made['claimant'] == made['recorded_by'] == {'org': world.orgs['Alpha']['uuid'], 'name': 'Alpha'}
    assert (made['likelihood'], made['likelihood_term'], made['confidence'], made['status']) == (85, 'very likely', 'high', 'preliminary')
    assert (made['relation'], made['stated_on'], made['basis'], made['distribution']) == ('sponsored', '2022-01-16', 'the code', 5)
    assert made['evidence'] == [shared['Attribute'][0]['uuid']] and len(made['history']) == 1
    # a uuid alone will do
    assert shown(world.other_user, shared['uuid']) == [made['uuid']]
    assert of(world.other_user, shared['uuid'])['subject'] == {'type': 'event', 'uuid': shared['uuid']}


def test_subjects(world, shared, unique):
    thing = world.user.add_event(unique + ' 2', [], distribution='1', Object=[
        {'name': 'file', 'meta-category': 'file', 'template_version': '1', 'template_uuid': str(uuid.uuid4()),
         'Attribute': [{'type': 'filename', 'value': unique, 'object_relation': 'filename'}]}])['Object'][0]
    for subject in (f'attribute:{shared["Attribute"][0]["uuid"]}', f'object:{thing["uuid"]}'):
        made = state(world.user, subject)
        assert shown(world.other_user, subject) == [made['uuid']]
    assert world.user.post('/attributions', {'subject': f'event:{thing["uuid"]}', 'actor': {'name': 'x'}, 'likelihood': 1}).status == 404


def test_story(world, unique):
    """a claim on a story is found by each of its parts, and shown with it"""
    event = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1')
    text = ('KYIV, 14 January 2022. Hackers defaced the websites of the Ukrainian government on Friday, the foreign ministry said. '
            'The attack on government websites of Ukraine left a threatening message.')
    answer = world.user.post('/reports', {'text': text, 'event': event['id'], 'title': unique})
    assert answer.status in (200, 201), answer.data
    reports = world.user.ok('GET', f'/eventReports/index/event_id:{event["id"]}')
    report = reports[0]['EventReport']['uuid']
    story = world.user.get(f'/stories/{report}')
    assert story.status == 200, story.data
    made = state(world.user, f'story:{story.data["story"]["uuid"]}', actor={'name': unique})
    assert made['subject']['type'] == 'story'
    assert made['uuid'] in shown(world.other_user, f'story:{report}')
    seen = world.other_user.ok('GET', f'/stories/{report}')['story']
    assert made['uuid'] in [c['uuid'] for c in seen['claims']]
    world.site_admin.post(f'/events/delete/{event["id"]}')


def test_rivals_and_summary(world, shared):
    subject = f'event:{shared["uuid"]}'
    old = state(world.user, subject, actor={'name': 'Sandworm'}, likelihood=80, confidence='high', stated_on='2022-01-16')
    dissent = state(world.other_user, subject, actor={'name': 'Sandworm'}, relation='not-responsible', likelihood=70, confidence='low')
    outside = state(world.third_user, subject, actor={'country': 'ZZ'}, likelihood=30, claimant={'name': 'A paper', 'reliability': 'C'})
    unrated = state(world.third_user, subject, actor={'name': 'sandworm'}, likelihood=10, claimant='A voice')
    answer = of(world.user, subject)
    assert [c['uuid'] for c in answer['claims']] == [c['uuid'] for c in (old, dissent, outside, unrated)]
    positions = answer['summary']['positions']
    assert len(positions) == 4  # no dissent is hidden, and no two actors are taken for one
    assert sum(p['weight'] for p in positions) == 1000 and positions == sorted(positions, key=lambda p: -p['sum'])
    work = {c['uuid']: c for p in positions for c in p['claims']}
    assert work[outside['uuid']]['reliability'] == 600 and work[unrated['uuid']]['reliability'] == 500 and work[old['uuid']]['reliability'] == 800
    assert work[dissent['uuid']]['recency'] == 1000 and 0 < work[old['uuid']]['recency'] < 1000 and work[dissent['uuid']]['confidence'] == 400
    for c in work.values():
        assert c['weight'] == c['reliability'] * c['recency'] // 1000 * c['confidence'] // 1000
    assert outside['claimant'] == {'name': 'A paper', 'reliability': 'C'} and outside['recorded_by']['name'] == 'Gamma'


def test_append_only(world, shared):
    made = state(world.user, f'event:{shared["uuid"]}', likelihood=20, distribution=0)
    edited = world.colleague.ok('PUT', f'/attributions/{made["uuid"]}', {'likelihood': 90, 'status': 'confirmed', 'distribution': 1})
    assert edited['likelihood'] == 90 and [h['likelihood'] for h in edited['history']] == [20, 90]
    # a predecessor that the viewer could not see is left out
    seen = world.other_user.ok('GET', f'/attributions/{made["uuid"]}')
    assert [h['likelihood'] for h in seen['history']] == [90]
    withdrawn = world.user.ok('DELETE', f'/attributions/{made["uuid"]}')
    assert withdrawn['status'] == 'withdrawn' and len(withdrawn['history']) == 3
    answer = of(world.other_user, shared['uuid'])
    assert [c['status'] for c in answer['claims']] == ['withdrawn']
    assert [(p['weight'], p['claims'][0]['weight']) for p in answer['summary']['positions']] == [(0, 0)]
    assert world.user.delete(f'/attributions/{made["uuid"]}').status == 409
    assert world.user.put(f'/attributions/{made["uuid"]}', {'likelihood': 1}).status == 409


def test_who_may(world, shared):
    subject = f'event:{shared["uuid"]}'
    for claimant in (world.orgs['Beta']['uuid'], 'Beta', 'beta', {'org': world.orgs['Beta']['uuid']}, {'name': 'Beta'}):
        answer = world.user.post('/attributions', {'subject': subject, 'actor': {'name': 'x'}, 'likelihood': 1, 'claimant': claimant})
        assert answer.status == 403 and 'outside source' in answer.data['message'], (claimant, answer.data)
    assert state(world.user, subject, claimant={'org': world.orgs['Alpha']['uuid']})['claimant']['name'] == 'Alpha'
    made = state(world.user, subject)
    for answer in (world.other_user.put(f'/attributions/{made["uuid"]}', {'likelihood': 1}), world.other_user.delete(f'/attributions/{made["uuid"]}')):
        assert answer.status == 403
    assert world.read_only.post('/attributions', {'subject': subject, 'actor': {'name': 'x'}, 'likelihood': 1}).status == 403
    assert world.read_only.get(f'/attributions?subject={subject}').status == 200


def test_hidden(world, shared, unique):
    """claims on what the claimant cannot see, evidence that the viewer cannot see, claims that are not for the viewer"""
    secret = shared['Attribute'][1]['uuid']
    answers = [world.other_user.post('/attributions', {'subject': f'attribute:{u}', 'actor': {'name': 'x'}, 'likelihood': 1})
               for u in (secret, str(uuid.uuid4()))]
    assert [a.status for a in answers] == [404, 404] and answers[0].data['message'] == answers[1].data['message']
    assert world.other_user.get(f'/attributions?subject={secret}').status == world.other_user.get(f'/attributions?subject={uuid.uuid4()}').status == 404
    made = state(world.user, f'attribute:{secret}', distribution=1)
    gone = world.other_user.get(f'/attributions/{uuid.uuid4()}')
    hidden = world.other_user.get(f'/attributions/{made["uuid"]}')
    assert (hidden.status, hidden.data['message']) == (gone.status, gone.data['message']) == (404, 'There is no such claim.')
    for kind, ref in (('Relationship', made['uuid']), ('Opinion', str(uuid.uuid5(uuid.UUID(made['uuid']), 'opinion')))):
        assert world.colleague.get(f'/analyst_data/view/{kind}/{ref}').status == 200
        assert world.other_user.get(f'/analyst_data/view/{kind}/{ref}').status == 404
    assert made['uuid'] not in str(world.other_user.ok('GET', '/analyst_data/index'))
    evident = state(world.user, f'event:{shared["uuid"]}', evidence=[secret, shared['uuid']])
    assert evident['evidence'] == [secret, shared['uuid']]
    assert world.other_user.ok('GET', f'/attributions/{evident["uuid"]}')['evidence'] == [shared['uuid']]
    bad = [world.other_user.post('/attributions', {'subject': f'event:{shared["uuid"]}', 'actor': {'name': 'x'}, 'likelihood': 1, 'evidence': [u]})
           for u in (secret, str(uuid.uuid4()))]
    assert [b.status for b in bad] == [404, 404]
    own = state(world.user, f'event:{shared["uuid"]}', distribution=0, actor={'name': unique})
    answer = of(world.other_user, shared['uuid'])
    assert [c['uuid'] for c in answer['claims']] == [evident['uuid']] and unique not in json.dumps(answer)
    assert own['uuid'] in shown(world.colleague, shared['uuid'])


@pytest.mark.parametrize('fields', [{'likelihood': 101}, {'likelihood': None}, {'likelihood': 'x'}, {'actor': None}, {'actor': {}}, {'actor': {'country': 'XYZ'}},
                                    {'actor': {'name': 'a', 'country': 'ZZ'}}, {'relation': 'guilty'}, {'confidence': 'total'}, {'status': 'withdrawn'},
                                    {'stated_on': 'yesterday'}, {'stated_on': '2999-01-01'}, {'evidence': 'x'}, {'evidence': ['x']}, {'distribution': 7},
                                    {'distribution': 4}, {'claimant': {'name': 'x', 'reliability': 'G'}}, {'subject': 'dog:1'}, {'subject': None}])
def test_bad_input(world, shared, fields):
    body = dict({'subject': f'event:{shared["uuid"]}', 'actor': {'name': 'x'}, 'likelihood': 1}, **fields)
    answer = world.user.post('/attributions', {k: v for k, v in body.items() if v is not None})
    assert answer.status == 400, answer.data
    assert world.user.get('/attributions').status == 400


def test_as_analyst_data(world, shared):
    """a series is a Relationship with an Opinion, seen, edited and deleted by the official client"""
    made = state(world.user, f'event:{shared["uuid"]}', actor={'country': 'ZZ'}, likelihood=40, basis='because')
    event = world.other_user.misp.get_event(shared['uuid'], pythonify=True)
    relationship = event.relationships[0]
    assert isinstance(relationship, MISPRelationship) and relationship.uuid == made['uuid']
    assert (relationship.relationship_type, relationship.related_object_type) == ('attributed-to', 'GalaxyCluster')
    assert relationship.related_object_uuid == str(uuid.uuid5(ACTOR_SPACE, 'country:ZZ')) and relationship.authors == 'Alpha'
    opinion = world.user.misp.get_relationship(relationship, pythonify=True).opinions[0]
    assert opinion.uuid == str(uuid.uuid5(uuid.UUID(made['uuid']), 'opinion')) and (opinion.opinion, opinion.comment) == (40, 'because')
    opinion.opinion, opinion.comment = 75, 'more'
    changed = world.user.misp.update_opinion(opinion, pythonify=True)
    assert isinstance(changed, MISPOpinion) and changed.opinion == 75, changed
    now = world.other_user.ok('GET', f'/attributions/{made["uuid"]}')
    assert (now['likelihood'], now['basis']) == (75, 'more') and [h['likelihood'] for h in now['history']] == [40, 75]
    # an edit through the claim shows there, under the same uuids
    world.user.ok('PUT', f'/attributions/{made["uuid"]}', {'likelihood': 10, 'relation': 'not-responsible'})
    assert world.other_user.misp.get_opinion(opinion.uuid, pythonify=False)['Opinion']['opinion'] == '90'
    assert world.other_user.misp.update_opinion(opinion)['errors'] and world.other_user.misp.delete_relationship(relationship)['errors']
    # the actor of a series may become another cluster, not anything else
    bad = world.user.post(f'/analyst_data/edit/Relationship/{made["uuid"]}', {'related_object_uuid': str(uuid.uuid4()), 'related_object_type': 'GalaxyCluster'})
    assert bad.status == 403
    assert world.user.misp.delete_relationship(relationship)['success']
    now = world.other_user.ok('GET', f'/attributions/{made["uuid"]}')
    assert now['status'] == 'withdrawn' and len(now['history']) == 4
    assert world.user.get(f'/analyst_data/view/Relationship/{made["uuid"]}').status == 404
    assert world.user.get(f'/analyst_data/view/Opinion/{opinion.uuid}').status == 404


def test_cluster(world, shared, unique):
    """an actor that is a cluster; one that the viewer does not see hides the claim"""
    galaxy = world.site_admin.ok('POST', '/galaxies/index')
    if not galaxy:
        pytest.skip('no galaxies here')
    cluster = world.site_admin.ok('POST', f'/galaxy_clusters/add/{galaxy[0]["Galaxy"]["id"]}', {
        'GalaxyCluster': {'value': unique, 'description': 'd', 'distribution': '0', 'authors': [], 'GalaxyElement': []}})['GalaxyCluster']
    assert world.user.post('/attributions', {'subject': f'event:{shared["uuid"]}', 'actor': {'cluster': cluster['uuid']}, 'likelihood': 1}).status == 404
    made = state(world.site_admin, f'event:{shared["uuid"]}', actor={'cluster': cluster['uuid']}, distribution=1)
    assert made['actor'] == {'cluster': cluster['uuid'], 'name': unique}
    assert shown(world.user, shared['uuid']) == [] and made['uuid'] in shown(world.site_admin, shared['uuid'])
    assert world.site_admin.ok('GET', f'/analyst_data/view/Relationship/{made["uuid"]}')['Relationship']['related_object_uuid'] == cluster['uuid']
    assert world.user.get(f'/analyst_data/view/Relationship/{made["uuid"]}').status == 404
    world.site_admin.ok('DELETE', f'/attributions/{made["uuid"]}')


def test_agreement(world, unique):
    """an observer states nothing, the ceiling holds, who left is seen by nobody; the roundup tells of it"""
    (a, user), (b, other), (o, observer) = new_parties(world, unique, 3)
    ref = a.draw_up([(a, 'member'), (b, 'member'), (o, 'observer')])
    for p in (a, b, o):
        p.must(ref, 'sign')
    group = str(a.caller.ok('GET', f'/agreements/{ref}')['sharing_group_id'])
    event = a.caller.add_event(unique, [{'type': 'text', 'value': unique}], distribution='4', sharing_group_id=group, Tag=[{'name': 'tlp:green'}])
    subject = f'event:{event["uuid"]}'
    refused = observer.post('/attributions', {'subject': subject, 'actor': {'name': 'x'}, 'likelihood': 1})
    assert refused.status == 409 and refused.data['code'] == 'terms', refused.data
    mine, theirs = state(user, subject), state(other, subject)
    under = state(other, subject, distribution=4, sharing_group=ref)
    assert under['sharing_group'] == ref
    assert shown(observer, subject) == [c['uuid'] for c in (mine, theirs, under)]
    red = a.caller.add_event(unique + ' red', [{'type': 'text', 'value': unique + ' red'}], distribution='1', Tag=[{'name': 'tlp:red'}])
    refused = a.caller.post('/attributions', {'subject': f'event:{red["uuid"]}', 'actor': {'name': 'x'}, 'likelihood': 1, 'distribution': 4,
                                              'sharing_group': ref})
    assert refused.status == 409 and 'tlp:red' in refused.data['message'], refused.data
    assert world.user.get(f'/attributions?subject={subject}').status == 404
    b.must(ref, 'withdraw')
    assert other.get(f'/attributions?subject={subject}').status == 404
    assert other.ok('GET', f'/attributions/{theirs["uuid"]}')['uuid'] == theirs['uuid']  # its own
    assert shown(observer, subject) == shown(user, subject) == [mine['uuid']]
    told = {n['what'] for n in user.ok('GET', f'/roundups/{week()}?format=json')['agreements'] if n['name'] == 'An agreement'}
    assert told >= {f'signed by {unique} 0', f'left by {unique} 1'}, told
    assert world.user.ok('GET', f'/roundups/{week()}?format=json')['agreements'] == [] or unique not in str(
        world.user.ok('GET', f'/roundups/{week()}?format=json')['agreements'])
    state(observer, f'event:{red["uuid"]}', actor={'name': 'elsewhere'})  # not under the agreement
    a.must(ref, 'end')
    assert shown(a.caller, subject) == [mine['uuid']] and observer.get(f'/attributions?subject={subject}').status == 404
    for e in (event, red):
        world.site_admin.post(f'/events/delete/{e["id"]}')


def week():
    import datetime
    year, number, _ = datetime.datetime.now(datetime.timezone.utc).isocalendar()
    return f'{year}-W{number:02d}'


def test_roundup(world, shared, unique):
    made = state(world.user, f'event:{shared["uuid"]}', actor={'name': unique}, basis='a reason')
    hidden = state(world.user, f'event:{shared["uuid"]}', actor={'name': unique + ' secret'}, distribution=0)
    told = [c for c in world.other_user.ok('GET', f'/roundups/{week()}?format=json')['attributions'] if c['actor'].startswith(unique)]
    assert [(c['claimant'], c['actor'], c['relation'], c['status'], c['likelihood'], c['text']) for c in told] == [
        ('Alpha', unique, 'responsible', 'assessed', 60, 'a reason')]
    assert made['uuid'] != hidden['uuid']


def test_command_line(world, shared, tmp_path):
    path = tmp_path / 'claim.json'
    varde = world.server.run
    body = json.dumps({'subject': f'event:{shared["uuid"]}', 'actor': {'name': 'Command Line'}, 'likelihood': 50})
    path.write_text(body)
    made = json.loads(varde('claim', 'add', str(path), '--json').stdout)
    assert 'Command Line responsible, roughly even chance (50 %)' in varde('claim', 'list', f'event:{shared["uuid"]}').stdout
    assert '1000 of 1000' in varde('claim', 'list', shared['uuid']).stdout
    assert 'withdrawn' in varde('claim', 'withdraw', made['uuid']).stdout
    assert 'History:' in varde('claim', 'show', made['uuid']).stdout
    assert world.user.ok('GET', f'/attributions/{made["uuid"]}')['status'] == 'withdrawn'
