"""What an agreement, an embargo or a hidden observer keeps from somebody cannot be told from what is not there: by no answer, count, header, ETag, error
text or status, over every reading route there is and through the official client. Each test takes two pictures of all that a viewer can
read, with the hidden thing and without it, and they must be the same to the byte. What differs by itself is left out: instants of the answers,
cursors, and numeric ids, whose gaps tell the server's total volume (the documented exception)."""
import json
import re
import subprocess
import uuid as uuids

import pytest

from agreements import at, new_parties
from conftest import World, binary

ROUTES = json.loads(subprocess.run([binary(), 'routes', '--json'], stdout=subprocess.PIPE, check=True).stdout)
LEFT_OUT = re.compile(r'logout|heartbeat|/update$|loadDefaultFeeds|killAll|changes$|postTest|queryACL', re.I)
HEADERS_LEFT_OUT = ('Date', 'Connection', 'Keep-Alive')
EVENT_FORMATS = ('json', 'xml', 'csv', 'text', 'values', 'count', 'hashes', 'cache')
NOWHERE = '999999999'


class Ground:
    """a server of its own with four parties and what everybody sees"""

    def __init__(self, world):
        self.world = world
        made = new_parties(world, 'Leaks', 5)
        self.a, self.b, self.c, self.d, self.e = [party for party, _ in made]
        self.people = {party.name: (party.caller, user) for party, user in made}
        self.outsider = world.third_user
        self.tag = world.site_admin.ok('POST', '/tags/add', {'name': 'shared:tag'})['Tag']
        self.seen = self.a.caller.add_event('in the open', [{'type': 'domain', 'value': 'correlates.example'}, {'type': 'ip-dst', 'value': '198.51.100.1'}],
                                            distribution='1', published=True, Tag=[{'name': 'shared:tag'}, {'name': 'tlp:green'}], Object=[{
                                                'name': 'file', 'meta-category': 'file', 'Attribute': [
                                                    {'type': 'md5', 'value': '1' * 32, 'object_relation': 'md5'}]}])
        first = self.seen['Attribute'][0]
        self.a.caller.ok('POST', f'/sightings/add/{first["id"]}', {})
        self.report = self.a.caller.ok('POST', f'/eventReports/add/{self.seen["id"]}', {'name': 'open', 'content': 'Open report of an attack.',
                                                                                         'distribution': '5'})['EventReport']
        self.b.caller.ok('POST', f'/shadow_attributes/add/{self.seen["id"]}', {'type': 'text', 'value': 'open proposal'})
        claim = self.a.caller.post('/attributions', {'subject': f'event:{self.seen["uuid"]}', 'actor': {'name': 'Somebody'}, 'likelihood': 50})
        assert claim.status == 201, claim.data
        self.claim = claim.data

    def values(self):
        """what stands for the parameters of routes: things that everybody sees"""
        return {'event': self.seen['id'], 'attribute': self.seen['Attribute'][0]['id'], 'object': self.seen['Object'][0]['id'], 'report': self.report['id'],
                'value': 'correlates.example', 'type': 'Note', 'claim': self.claim['uuid'], 'datum': self.claim['uuid'], 'story': self.report['uuid'],
                'tag': self.tag['id'], 'organisation': self.a.caller.org['id'], 'name': 'shared', 'set': 'domain', 'kind': 'domain', 'user': 'me',
                'context': 'type', 'percentage': '1', 'namesort': '1', 'span': week()}

    def agreement(self, parties, sign=True, **terms):
        ref = parties[0].draw_up([(p, 'member') for p in parties], **terms)
        for p in parties if sign else []:
            p.must(ref, 'sign')
        return ref, str(parties[0].caller.ok('GET', f'/agreements/{ref}')['sharing_group_id'])


@pytest.fixture(scope='module')
def ground(make_server):
    return Ground(World(make_server()))


def week():
    import datetime
    year, number, _ = datetime.datetime.now(datetime.timezone.utc).isocalendar()
    return f'{year}-W{number:02d}'


# --- pictures ---

def questions(ground, caller):
    """[(method, path, body, headers)]: every reading route that the role may use (a refusal would stand in its own log), and searches in all scopes and
    formats"""
    values, made = ground.values(), []
    if not hasattr(caller, 'permissions'):
        caller.permissions = {k for k, v in caller.ok('GET', '/users/view/me')['Role'].items() if k.startswith('perm_') and v is True}
    for route in ROUTES:
        if not set(route['permission'] or ()) <= caller.permissions or 'read' not in route['flags'] or 'open' in route['flags'] or LEFT_OUT.search(route['path']) or route['method'] not in ('GET', 'POST'):
            continue
        parts = route['path'].split('/')
        names = [p[1:].rstrip('?') for p in parts if p.startswith(':')]
        body = None if route['method'] == 'GET' else {}
        if any(p.endswith('?') for p in parts):
            made.append((route['method'], '/' + '/'.join(p for p in parts if not p.endswith('?')), body, None))
        if all(n in values for n in names):
            made.append((route['method'], '/' + '/'.join(values[p[1:].rstrip('?')] if p.startswith(':') else p for p in parts), body, None))
    for scope in ('events', 'attributes', 'objects'):
        for form in EVENT_FORMATS:
            made.append(('POST', f'/{scope}/restSearch', {'returnFormat': form}, None))
        for filters in ({'value': 'correlates.example'}, {'tags': ['shared:tag']}, {'tags': ['!shared:tag']}, {'limit': 1, 'page': 1}, {'limit': 1, 'page': 2},
                        {'includeCorrelations': 1}, {'includeContext': 1, 'includeSightings': 1, 'includeEventTags': 1}, {'withAttachments': 1},
                        {'includeWarninglistHits': 1, 'includeDecayScore': 1}, {'eventinfo': '%e%'}, {'published': 1}, {'last': '1d'}, {'deleted': [0, 1]},
                        {'metadata': 1}, {'page': 3, 'limit': 100}, {'value': '%s%', 'includeEventUuid': 1}, {'searchall': '%correlates%'},
                        {'sharinggroup': [1, 2, 3, 4, 5, 6, 7, 8]}, {'value': 'secret.example'}, {'quickFilter': 'secret'}, {'tags': 'secret:%'}):
            made.append(('POST', f'/{scope}/restSearch', dict(filters, returnFormat='json'), None))
    for body in ({'minimal': 1}, {'sort': 'attribute_count'}, {'limit': 1, 'page': 2}, {'searchall': 'secret'}, {'hasproposal': 1}, {'searchtag': 'shared:tag'}):
        made.append(('POST', '/events/index', body, None))
    for context in ('event', 'attribute'):
        made.append(('POST', f'/sightings/restSearch/{context}', {'returnFormat': 'json', 'id': values[context]}, None))
    made += [('POST', '/sightings/restSearch', {'returnFormat': 'json', 'last': '1d'}, None),
             ('GET', '/attributes/attributeStatistics/category/true', None, None), ('GET', '/tags/tagStatistics/true/true', None, None),
             ('GET', f'/attributions?subject=event:{ground.seen["uuid"]}', None, None), ('GET', '/tags/search/secret', None, None),
             ('GET', '/lookup/secret.example', None, None), ('GET', '/lookup/correlates.example?detail=full', None, None),
             ('POST', '/lookup', ['secret.example', 'correlates.example', '198.51.100.1', 'secret text', '5' * 32], None),
             ('POST', '/lookup?detail=full', ['secret.example', 'correlates.example'], None),
             ('POST', f'/events/view/{ground.seen["id"]}', {'extended': 1, 'includeServerCorrelations': 1, 'deleted': [0, 1]}, None),
             ('HEAD', f'/events/view/{ground.seen["id"]}', None, None)]
    made += [('GET', f'/roundups/{week()}?format={f}', None, None) for f in ('md', 'html', 'json')]
    made += [('GET', f'/lookup/list/{k}', None, None) for k in ('ip', 'domain', 'url', 'hash', 'email', 'filename')]
    made += [('GET', f'/lookup/suricata/{k}', None, None) for k in ('domain', 'url', 'ip', 'md5', 'sha256', 'email', 'filename')]
    made += [('GET', f'/users/statistics/{p}', None, None) for p in ('data', 'orgs', 'users', 'tags', 'attributehistogram', 'sightings', 'galaxyMatrix')]
    return made


def without_refusals(data, org):
    """of a log: what it tells of one's own refused requests, which these are, goes out; all of it is one's own organisation's"""
    if not isinstance(data, list) or not any('AuditLog' in row or 'Log' in row for row in data if isinstance(row, dict)):
        return data
    rows = [row.get('AuditLog') or row['Log'] for row in data]
    assert all(row.get('org_id', org) == org for row in rows), rows
    return [row for row in rows if row.get('action') != 'refused']


def plain(data):
    text = data.decode('utf-8', 'replace') if isinstance(data, bytes) else json.dumps(data, sort_keys=True)
    text = re.sub(r'"cursor": ?"[^"]*"', '"cursor"', text)
    return re.sub(r'"(last_\w+|current_login|unique_ips)": ?("[^"]*"|\d+|null|\[[^]]*\])', r'"\1"', text)


def picture(ground, *callers, agreement=None):
    """{(who, question): (status, headers, answer)}; with all that is to be read of an agreement"""
    taken = {}
    for caller in callers:
        asked = questions(ground, caller)
        asked += [('GET', p, None, None) for p in about(agreement) if agreement]
        for method, path, body, headers in asked:
            answer = caller.call(method, path, body, headers=headers)
            told = sorted((k, v) for k, v in answer.headers.items() if k not in HEADERS_LEFT_OUT and (method == 'HEAD' or k != 'Content-Length'))
            assert answer.status < 500, (path, body, answer)
            taken[caller.name, f'{method} {path} {json.dumps(body)}'] = (answer.status, told,
                                                                               plain(without_refusals(answer.data, caller.org['id'])))
        assert len(asked) > 180
        lines = caller.call('GET', '/changes', headers={'Accept': '*/*'})
        taken[caller.name, 'GET /changes'] = (lines.status, [], plain(lines.data))
        taken[caller.name, 'client'] = client(ground, caller)
    return taken


def about(agreement):
    return [f'/agreements/{agreement}{t}' for t in ('', '/history', '/export', '/events')] + [f'/sharing_groups/view/{agreement}', '/signingKeys']


def client(ground, caller):
    """what the official client shows"""
    misp, found = caller.misp, []
    for controller in ('events', 'attributes', 'objects'):
        found.append(misp.search(controller=controller))
        found.append(misp.search(controller=controller, value='secret.example'))
        found.append(misp.search(controller=controller, tags=['secret:tag']))
    found += [misp.events(), misp.search_index(minimal=True), misp.attributes(), misp.attributes_statistics(), misp.attributes_statistics(percentage=True),
              misp.tags(), misp.tags_statistics(), misp.tags_statistics(percentage=True), misp.search_tags('secret'), misp.sharing_groups(),
              misp.organisations(scope='all'), misp.attribute_proposals(), misp.attribute_proposals(ground.seen['id']), misp.users_statistics(),
              misp.users_statistics('tags'), misp.search_sightings(context='event', context_id=ground.seen['id']), misp.sightings(ground.seen['id']),
              misp.get_event_reports(ground.seen['id']), misp.get_event(ground.seen['id'], extended=True), misp.event_delegations(),
              misp.galaxies(), misp.search(controller='attributes', return_format='csv'), misp.direct_call('agreements', kw_params=None)]
    for text in (str(uuids.uuid4()), NOWHERE):
        found += [re.sub(text, '#', json.dumps(misp.get_event(text))), misp.event_exists(text), misp.attribute_exists(text)]
    return plain(found)


def same(before, after):
    assert before.keys() == after.keys()
    for key, one in before.items():
        assert one == after[key], f'{key} is not the same:\n{difference(one, after[key])}'


def difference(one, other):
    if isinstance(one, tuple):
        if one[:2] != other[:2]:
            return f'{one[:2]}\n{other[:2]}'
        one, other = one[2], other[2]
    place = next((i for i, (x, y) in enumerate(zip(one, other)) if x != y), min(len(one), len(other)))
    return f'...{one[max(0, place - 300):place + 300]}\n...{other[max(0, place - 300):place + 300]}'


# --- what is to stay hidden ---

def pile(owner, others=(), **where):
    """one of everything: an event with attributes, object, tags, report, sightings, proposals, claims, notes; all of them carry the word secret"""
    event = owner.add_event('secret event', [{'type': 'domain', 'value': 'correlates.example', 'comment': 'secret'}, {'type': 'domain', 'value': 'secret.example'},
                                             {'type': 'ip-src', 'value': '203.0.113.99'}, {'type': 'sha1', 'value': '5' * 40}], published=True,
                            Tag=[{'name': 'shared:tag'}, {'name': 'secret:tag'}, {'name': 'tlp:green'}], Object=[{
                                'name': 'file', 'meta-category': 'file', 'Attribute': [
                                    {'type': 'md5', 'value': '1' * 32, 'object_relation': 'md5'},
                                    {'type': 'filename', 'value': 'secret.exe', 'object_relation': 'filename'}]}], **where)
    attribute, thing = event['Attribute'][1], {'event': event, 'object': event['Object'][0]}
    thing['attribute'] = attribute
    thing['report'] = owner.ok('POST', f'/eventReports/add/{event["id"]}', {'name': 'secret report', 'content': 'A secret attack on Ukraine by Sandworm.',
                                                                            'distribution': '5'})['EventReport']
    for caller in (owner, *others):
        thing['sighting'] = caller.ok('POST', f'/sightings/add/{attribute["id"]}', {})['Sighting']
        thing['proposal'] = caller.ok('POST', f'/shadow_attributes/add/{event["id"]}', {'type': 'text', 'value': 'secret proposal'})['ShadowAttribute']
        for subject in (f'event:{event["uuid"]}', f'attribute:{attribute["uuid"]}'):
            claim = caller.post('/attributions', {'subject': subject, 'actor': {'name': 'secret actor'}, 'likelihood': 50})
            assert claim.status == 201, claim.data
            thing['claim'] = claim.data
        note = caller.post(f'/analyst_data/add/Note/{event["uuid"]}/Event', {'note': 'secret note', 'distribution': '5'})
        assert note.status == 200, note.data
        thing['datum'] = note.data['Note']
    return thing


def remove(world, thing):
    for claim in [c['uuid'] for c in world.site_admin.ok('GET', f'/attributions?subject=event:{thing["event"]["uuid"]}')['claims']]:
        assert world.site_admin.delete(f'/attributions/{claim}').status in (200, 409)
    world.site_admin.ok('POST', f'/events/delete/{thing["event"]["id"]}')


KINDS = {'event', 'attribute', 'object', 'report', 'proposal', 'sighting', 'claim', 'datum'}


def absent(ground, thing, *callers):
    """each route about a thing by its id or uuid, reading and writing: as of one that never was, and it stays as it is"""
    body = {'info': 'x', 'type': 'text', 'value': 'x', 'name': 'x', 'content': 'x', 'comment': 'x', 'tag': 'tlp:red', 'likelihood': 5}
    before = ground.world.site_admin.ok('GET', f'/events/view/{thing["event"]["id"]}')['Event']['timestamp']
    for route in ROUTES:
        names = [s[1:].rstrip('?') for s in route['path'].split('/') if s.startswith(':')]
        if not names or 'open' in route['flags']:
            continue
        kind = next((n for n in names if n in KINDS), None)
        for form in ('id', 'uuid') if kind else ():
            if form not in thing[kind]:
                continue
            there, nowhere = str(thing[kind][form]), NOWHERE if form == 'id' else str(uuids.uuid4())
            for caller in callers:
                told = []
                for target in (there, nowhere):
                    path = '/' + '/'.join((target if p[1:].rstrip('?') == kind else 'Note' if 'type' in p else '0') if p.startswith(':') else p
                                          for p in route['path'].split('/'))
                    answer = caller.call(route['method'], path, None if route['method'] in ('GET', 'HEAD') else body)
                    told.append((answer.status, plain(answer.data).replace(target, '#')))
                assert told[0] == told[1], (caller.name, route['method'], path, told)
                assert 'secret' not in told[0][1]
    assert ground.world.site_admin.ok('GET', f'/events/view/{thing["event"]["id"]}')['Event']['timestamp'] == before
    for caller in callers:
        told = [caller.misp.get_event(u)['errors'] for u in (thing['event']['uuid'], str(uuids.uuid4()))]
        assert told[0][0] == told[1][0] == 404 and {**told[0][1], 'url': ''} == {**told[1][1], 'url': ''}, told
        assert not caller.misp.event_exists(thing['event']['uuid']) and not caller.misp.attribute_exists(thing['attribute']['uuid'])


def test_pictures_hold_still(ground):
    callers = *ground.people[ground.b.name], ground.outsider
    same(picture(ground, *callers), picture(ground, *callers))
    # and they do see what is not hidden
    before = picture(ground, *callers)
    event = ground.a.caller.add_event('not hidden', [], distribution='1')
    after = picture(ground, *callers)
    assert sum(before[k] != after[k] for k in before) > 20 * len(callers)
    ground.world.site_admin.ok('POST', f'/events/delete/{event["id"]}')


def test_before_it_is_in_force(ground):
    """its parties, who know of the agreement, cannot tell that something waits under it"""
    ref, group = ground.agreement([ground.a, ground.b], effective_from=at(3600))
    callers = *ground.people[ground.b.name], ground.outsider
    before = picture(ground, *callers, agreement=ref)
    thing = pile(ground.a.caller, distribution='4', sharing_group_id=group)
    same(before, picture(ground, *callers, agreement=ref))
    absent(ground, thing, *callers)
    remove(ground.world, thing)
    ground.a.must(ref, 'end')


def test_outsider(ground):
    """who has no part in it learns nothing of the agreement nor of what its parties share"""
    callers = *ground.people[ground.d.name], ground.outsider, ground.world.third_publisher
    before, of_party = picture(ground, *callers), picture(ground, ground.b.caller)
    ref, group = ground.agreement([ground.a, ground.b], name='secret agreement')
    thing = pile(ground.a.caller, [ground.b.caller], distribution='4', sharing_group_id=group)
    same(before, picture(ground, *callers))
    seen = picture(ground, ground.b.caller)  # who may see it is shown it almost everywhere
    assert sum(of_party[k] != seen[k] for k in seen) > 110
    absent(ground, thing, *callers)
    for target, path in ((ref, '/agreements/{}'), (ref, '/agreements/{}/history'), (ref, '/agreements/{}/export'), (ref, '/agreements/{}/events'),
                         (ref, '/sharing_groups/view/{}'), (group, '/sharing_groups/view/{}')):
        there, nowhere = [ground.d.caller.get(path.format(t)) for t in (target, NOWHERE if target == group else str(uuids.uuid4()))]
        assert there.status == nowhere.status == 404 and there.data['message'] == nowhere.data['message'], path
    for act in ('sign', 'accede', 'withdraw', 'suspend', 'resume', 'end', 'to_sign'):
        there, nowhere = [ground.d.caller.post(f'/agreements/{t}/{act}', {'signature': '00' * 64, 'act': 'sign'}) for t in (ref, str(uuids.uuid4()))]
        assert (there.status, there.data['message']) == (nowhere.status, nowhere.data['message']), act
    before = picture(ground, *callers)
    remove(ground.world, thing)
    ground.a.must(ref, 'end')
    same(before, picture(ground, *callers))


def test_after_the_end(ground):
    """what came under it is as if it had never been: deleting it changes nothing for those who once saw it, not even in the change stream"""
    ref, group = ground.agreement([ground.a, ground.b])
    thing = pile(ground.a.caller, [ground.b.caller], distribution='4', sharing_group_id=group)
    assert ground.b.caller.get(f'/events/view/{thing["event"]["uuid"]}').status == 200
    ground.a.must(ref, 'end')
    ground.b.caller.ok('GET', '/changes?since=now')
    callers = ground.people[ground.c.name][0], ground.outsider
    absent(ground, thing, *callers)
    before = picture(ground, *callers)
    remove(ground.world, thing)
    same(before, picture(ground, *callers))


def test_once_a_party(ground):
    """... and for the former party all but its own words about it"""
    ref, group = ground.agreement([ground.a, ground.b])
    thing = pile(ground.a.caller, distribution='4', sharing_group_id=group)
    assert ground.b.caller.get(f'/events/view/{thing["event"]["uuid"]}').status == 200
    ground.a.must(ref, 'end')
    callers = ground.people[ground.b.name]
    absent(ground, thing, *callers)
    before = picture(ground, *callers, agreement=ref)
    remove(ground.world, thing)
    same(before, picture(ground, *callers, agreement=ref))


def test_after_a_withdrawal(ground):
    """the withdrawer sees nothing of the others', the others nothing of its own"""
    ref, group = ground.agreement([ground.a, ground.b, ground.c])
    theirs = pile(ground.a.caller, distribution='4', sharing_group_id=group)
    its = pile(ground.c.caller, distribution='4', sharing_group_id=group)
    assert ground.c.caller.get(f'/events/view/{theirs["event"]["uuid"]}').status == 200 == ground.b.caller.get(f'/events/view/{its["event"]["uuid"]}').status
    ground.c.must(ref, 'withdraw')
    assert ground.b.caller.get(f'/events/view/{theirs["event"]["uuid"]}').status == 200
    for thing, callers in ((theirs, ground.people[ground.c.name]), (its, ground.people[ground.b.name])):
        absent(ground, thing, *callers)
        before = picture(ground, *callers, agreement=ref)
        remove(ground.world, thing)
        same(before, picture(ground, *callers, agreement=ref))
    ground.a.must(ref, 'end')


def test_hidden_observer(ground):
    """nobody but the owner and itself sees that it is there, comes, reads or goes"""
    ref, group = ground.agreement([ground.a, ground.b, ground.c], hidden_observers_allowed=True)
    thing = pile(ground.a.caller, [ground.b.caller], distribution='4', sharing_group_id=group)
    callers = *ground.people[ground.b.name], *ground.people[ground.c.name], ground.outsider
    before = picture(ground, *callers, agreement=ref)
    ground.a.must(ref, 'accede', org=ground.e.org, role='observer', hidden=True)
    same(before, picture(ground, *callers, agreement=ref))
    ground.e.must(ref, 'accede', role='observer', hidden=True)
    assert ground.e.caller.get(f'/events/view/{thing["event"]["uuid"]}').status == 200
    same(before, picture(ground, *callers, agreement=ref))
    assert not any(ground.e.name in one[2] or ground.e.key.hex in one[2] for (_, asked), one in before.items() if 'rganisation' not in asked and
                   'client' != asked and 'statistics' not in asked)
    ground.e.must(ref, 'withdraw')
    same(before, picture(ground, *callers, agreement=ref))
    remove(ground.world, thing)
    ground.a.must(ref, 'end')


def test_embargo(ground):
    """before it lifts, and after `visible_until`"""
    callers = *ground.people[ground.b.name], ground.outsider
    before = picture(ground, *callers)
    for dates in ({'embargo_until': at(3600)}, {'visible_until': at(-1)}):
        thing = pile(ground.a.caller, distribution='1', **dates)
        same(before, picture(ground, *callers))
        absent(ground, thing, *callers)
        before = picture(ground, *callers)
        remove(ground.world, thing)
        same(before, picture(ground, *callers))


def test_refusals_tell_nothing(ground):
    """the errors of terms: a lower ceiling names the events that the caller sees, and no others"""
    ref, group = ground.agreement([ground.a, ground.b, ground.c])
    seen = ground.a.caller.add_event('amber', [], distribution='4', sharing_group_id=group, Tag=[{'name': 'tlp:amber'}])
    embargoed = ground.b.caller.add_event('amber too', [], distribution='4', sharing_group_id=group, embargo_until=at(3600), Tag=[{'name': 'tlp:amber'}])
    left = ground.c.caller.add_event('amber as well', [], distribution='4', sharing_group_id=group, Tag=[{'name': 'tlp:amber'}])
    ground.c.must(ref, 'withdraw')
    answer = ground.a.caller.put(f'/agreements/{ref}', {'name': 'lower', 'effective_from': at(-5), 'ceiling': 'green', 'parties': [
        {'org': p.org, 'role': 'member'} for p in (ground.a, ground.b, ground.c)]})
    assert answer.status == 409 and answer.data['code'] == 'terms', answer.data
    named = set(re.findall(r'\d+', answer.data['message'].split('events')[1]))
    assert named == {seen['id']} and not named & {embargoed['id'], left['id']}, answer.data
    # the same by who sees nothing of it: refused because it is not theirs, whatever lies under it
    answer = ground.b.caller.put(f'/agreements/{ref}', {'name': 'lower', 'effective_from': at(-5), 'ceiling': 'green', 'parties': [
        {'org': ground.b.org, 'role': 'member'}]})
    assert answer.status == 403 and embargoed['id'] not in re.findall(r'\d+', answer.data['message'])
    ground.a.must(ref, 'end')
    for event in (seen, embargoed, left):
        ground.world.site_admin.ok('POST', f'/events/delete/{event["id"]}')
