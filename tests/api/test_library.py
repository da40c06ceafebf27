"""The library: loading it, object templates, taxonomies, warning lists, notice lists, galaxies and clusters (spec 1.5, 2.3, 2.4).
Most run on a small library of our own in a temporary folder, with a server of its own."""
import json
import os
import time
import uuid as uuids

import pytest
from conftest import World
from pymisp import MISPEvent, MISPGalaxyCluster

TEMPLATE = '6f1d3a52-1111-4a2b-8c11-000000000001'
GALAXY = '6f1d3a52-1111-4a2b-8c11-000000000002'
BEAR = '6f1d3a52-1111-4a2b-8c11-000000000003'
CAT = '6f1d3a52-1111-4a2b-8c11-000000000004'
MODEL = '6f1d3a52-1111-4a2b-8c11-000000000005'


def put(root, path, document):
    target = os.path.join(root, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, 'w', encoding='utf-8') as f:
        f.write(document if isinstance(document, str) else json.dumps(document))


def warninglist(name, kind, entries, types, version=1):
    return {'name': name, 'type': kind, 'version': version, 'description': f'{name}, of {kind}', 'list': entries, 'matching_attributes': types}


def template(version=1, **more):
    attributes = {'colour': {'misp-attribute': 'text', 'ui-priority': 1, 'description': 'c', 'sane_default': ['red', 'blue']},
                  'digest': {'misp-attribute': 'md5', 'multiple': True, 'disable_correlation': True}}
    return dict({'name': 'our-thing', 'uuid': TEMPLATE, 'version': version, 'meta-category': 'misc', 'description': 'A thing.',
                 'attributes': attributes, 'requiredOneOf': ['colour', 'digest']}, **more)


def make_library(root):
    put(root, 'objects/objects/our-thing/definition.json', template())
    put(root, 'taxonomies/MANIFEST.json', {'not': 'a taxonomy'})
    put(root, 'taxonomies/ours/machinetag.json', {
        'namespace': 'ours', 'version': 3, 'description': 'Our words.', 'exclusive': True,
        'predicates': [{'value': 'mood', 'expanded': 'Mood', 'exclusive': True}, {'value': 'plain', 'colour': '#112233'}],
        'values': [{'predicate': 'mood', 'entry': [{'value': 'good', 'expanded': 'Good', 'colour': '#00ff00', 'numerical_value': 75},
                                                   {'value': 'bad', 'description': 'not good'}]}]})
    put(root, 'warninglists/lists/a-resolvers/list.json',
        warninglist('Our resolvers', 'cidr', ['192.0.2.0/24', '2001:db8::/32'], ['ip-dst', 'ip-dst|port', 'domain|ip']))
    put(root, 'warninglists/lists/b-hosts/list.json', warninglist('Our hosts', 'hostname', ['.harmless.example'], ['domain', 'hostname', 'url']))
    put(root, 'warninglists/lists/c-regex/list.json', warninglist('Our words', 'regex', ['/^harmless [0-9]+$/i'], ['text']))
    put(root, 'noticelists/lists/ours/list.json', {
        'name': 'our-notice', 'expanded_name': 'Our Notice', 'version': 1, 'ref': ['https://notice.example'], 'geographical_area': ['EU'],
        'notice': [{'scope': ['attribute'], 'field': ['type'], 'value': ['text'], 'tags': [], 'message': {'en': 'Mind it.'}}]})
    put(root, 'galaxies/galaxies/animals.json', {'name': 'Our Animals', 'type': 'our-animals', 'uuid': GALAXY, 'version': 1, 'icon': 'paw',
                                                 'namespace': 'ours', 'description': 'Animals.'})
    put(root, 'galaxies/clusters/animals.json', {
        'name': 'Our Animals', 'type': 'our-animals', 'uuid': str(uuids.uuid4()), 'version': 5, 'source': 'the zoo', 'authors': ['a keeper'],
        'values': [{'value': 'Bear', 'uuid': BEAR, 'description': 'large', 'meta': {'synonyms': ['Bruin', 'Ursa'], 'diet': 'honey'},
                    'related': [{'dest-uuid': CAT, 'type': 'chased-by', 'tags': ['zoo:likely']}]},
                   {'value': 'Cat', 'uuid': CAT, 'description': 'small'},
                   {'value': 'without uuid'}]})
    put(root, 'decaying-models/models/ours.json', {'name': 'Our Model', 'uuid': MODEL, 'version': 1, 'formula': 'Polynomial', 'description': 'd',
                                                   'parameters': {'lifetime': 10, 'decay_speed': 2, 'threshold': 30, 'default_base_score': 80},
                                                   'attribute_types': ['url'], 'ref': []})


KINDS = {'objectTemplates': 1, 'taxonomies': 1, 'warninglists': 3, 'noticelists': 1, 'galaxies': 1}


@pytest.fixture(scope='module')
def own_library(tmp_path_factory):
    root = tmp_path_factory.mktemp('library')
    make_library(root)
    return str(root)


@pytest.fixture(scope='module')
def zoo(make_server, own_library):
    """a world on a server with our library, loaded"""
    made = World(make_server(library=own_library))
    for kind in KINDS:
        made.site_admin.ok('POST', f'/{kind}/update')
    return made


def message(caller, path, body=None):
    return caller.ok('POST', path, body)['message']


# --- loading ---

def test_without_a_library(make_server):
    admin = World(make_server()).site_admin
    assert admin.ok('POST', '/objectTemplates/update') == []
    assert message(admin, '/taxonomies/update') == 'All taxonomy libraries are up to date already.'
    assert message(admin, '/galaxies/update') == 'Galaxies updated.'
    assert admin.ok('GET', '/warninglists/index') == {'Warninglists': []}
    assert admin.ok('POST', '/warninglists/checkValue', ['x']) == []


def test_first_start_loads(make_server, own_library):
    server = make_server(library=own_library)
    admin = World(server).site_admin
    assert [t['Taxonomy']['namespace'] for t in admin.ok('GET', '/taxonomies/index')] == ['ours']
    assert len(admin.ok('GET', f'/galaxies/view/{GALAXY}')['GalaxyCluster']) == 2
    assert message(admin, '/taxonomies/update') == 'All taxonomy libraries are up to date already.'
    server.run('check')  # must exit with 0


def test_update_tells_how_many_changed(make_server, tmp_path):
    root = str(tmp_path)
    admin = World(make_server(library=root)).site_admin  # an empty folder: what is there at the first start is loaded by itself
    make_library(root)
    assert message(admin, '/warninglists/update') == 'Successfully updated 3 warninglists.'
    assert message(admin, '/warninglists/update') == 'All warninglists are up to date already.'
    assert message(admin, '/taxonomies/update') == 'Successfully updated 1 taxonomy libraries.'
    first = {w['Warninglist']['name']: w['Warninglist'] for w in admin.ok('GET', '/warninglists/index')['Warninglists']}
    admin.ok('POST', '/warninglists/toggleEnable', {'id': first['Our words']['id'], 'enabled': True})
    put(root, 'warninglists/lists/c-regex/list.json', warninglist('Our words', 'string', ['abc'], ['text'], version=2))
    assert message(admin, '/warninglists/update') == 'Successfully updated 1 warninglists.'
    second = {w['Warninglist']['name']: w['Warninglist'] for w in admin.ok('GET', '/warninglists/index')['Warninglists']}
    assert second['Our words'] == dict(first['Our words'], type='string', version='2', enabled=True, description='Our words, of string')
    assert second['Our hosts'] == first['Our hosts']
    assert list(admin.ok('POST', '/warninglists/checkValue', ['abc'])) == ['abc']


def test_bad_files_are_refused_and_named(make_server, tmp_path):
    root = str(tmp_path)
    admin = World(make_server(library=root)).site_admin
    make_library(root)
    put(root, 'taxonomies/broken/machinetag.json', '{"namespace": "broken", ')
    put(root, 'taxonomies/poor/machinetag.json', {'namespace': 'poor'})
    os.makedirs(os.path.join(root, 'taxonomies/empty'))
    outside = os.path.join(str(tmp_path.parent), 'outside.json')
    put('/', outside[1:], {'namespace': 'outside', 'predicates': []})
    os.makedirs(os.path.join(root, 'taxonomies/link'))
    os.symlink(outside, os.path.join(root, 'taxonomies/link/machinetag.json'))
    os.symlink(os.path.join(root, 'taxonomies/ours'), os.path.join(root, 'taxonomies/linked-folder'))
    text = message(admin, '/taxonomies/update')
    assert text.startswith('Successfully updated 1 taxonomy libraries. However, could not update 2 taxonomy libraries. broken: ')
    assert [t['Taxonomy']['namespace'] for t in admin.ok('GET', '/taxonomies/index')] == ['ours']
    answer = admin.post('/taxonomies/update')
    assert answer.status == 403 and answer.data['saved'] is False and 'broken' in answer.data['errors']


def test_only_site_administrators_update(zoo):
    for kind in KINDS:
        for caller in (zoo.user, zoo.org_admin, zoo.read_only):
            assert caller.post(f'/{kind}/update').status == 403


# --- object templates ---

def test_object_templates(zoo):
    rows = zoo.user.ok('GET', '/objectTemplates/index')
    assert [r['ObjectTemplate']['name'] for r in rows] == ['our-thing']
    assert rows[0]['ObjectTemplate']['requirements'] == {'requiredOneOf': ['colour', 'digest']}
    view = zoo.user.ok('GET', f'/objectTemplates/view/{TEMPLATE}')
    assert view['ObjectTemplate'] == rows[0]['ObjectTemplate']
    colour, digest = view['ObjectTemplateElement']
    assert colour['object_relation'] == 'colour' and colour['sane_default'] == ['red', 'blue'] and colour['disable_correlation'] is None
    assert digest['type'] == 'md5' and digest['multiple'] is True and digest['disable_correlation'] is True
    assert int(digest['id']) == int(colour['id']) + 1
    assert zoo.site_admin.ok('GET', '/objectTemplates/getRaw/our-thing') == template()
    assert zoo.site_admin.ok('GET', f'/objectTemplates/getRaw/{TEMPLATE}') == template()
    for path in ('view/999999', 'view/no-such-name', f'view/{uuids.uuid4()}'):
        assert zoo.user.get(f'/objectTemplates/{path}').status == 404


def test_templates_with_the_official_client(zoo):
    misp = zoo.site_admin.misp
    assert isinstance(misp.update_object_templates(), list)
    found = misp.object_templates(pythonify=True)
    assert misp.get_object_template(found[0].uuid, pythonify=True).name == 'our-thing'


# --- taxonomies ---

def test_taxonomy_view(zoo):
    row = zoo.user.ok('GET', '/taxonomies/index')[0]
    assert row['total_count'] == 3
    view = zoo.user.ok('GET', '/taxonomies/view/ours')
    assert view == zoo.user.ok('GET', f'/taxonomies/view/{row["Taxonomy"]["id"]}')
    assert [e['tag'] for e in view['entries']] == ['ours:mood="good"', 'ours:mood="bad"', 'ours:plain']
    good, bad, plain = view['entries']
    assert good['expanded'] == 'Mood: Good' and good['exclusive_predicate'] is True and good['numerical_value'] == 75
    assert bad['description'] == 'not good' and plain['colour'] == '#112233' and 'exclusive_predicate' not in plain
    assert zoo.user.get('/taxonomies/view/nobody').status == 404


def test_taxonomy_tags(zoo):
    admin = zoo.site_admin
    taxonomy = admin.ok('GET', '/taxonomies/view/ours')['Taxonomy']
    assert message(admin, f'/taxonomies/enable/{taxonomy["id"]}') == 'Taxonomy enabled'
    assert message(admin, f'/taxonomies/addTag/{taxonomy["id"]}', {'name': 'ours:plain'}) == 'The tag(s) has been saved.'
    entries = {e['tag']: e['existing_tag'] for e in admin.ok('GET', '/taxonomies/view/ours')['entries']}
    assert entries['ours:plain']['Tag']['colour'] == '#112233' and entries['ours:mood="good"'] is False
    assert message(admin, f'/taxonomies/addTag/{taxonomy["id"]}') == 'The tag(s) has been saved.'
    entries = {e['tag']: e['existing_tag'] for e in admin.ok('GET', '/taxonomies/view/ours')['entries']}
    assert entries['ours:mood="good"']['Tag']['numerical_value'] == '75'
    assert admin.ok('GET', '/taxonomies/index')[0]['current_count'] == 3
    admin.ok('POST', f'/taxonomies/disableTag/{taxonomy["id"]}')
    assert all(e['existing_tag']['Tag']['hide_tag'] for e in admin.ok('GET', '/taxonomies/view/ours')['entries'])
    assert message(admin, f'/taxonomies/disable/{taxonomy["id"]}') == 'Taxonomy disabled'
    assert message(admin, f'/taxonomies/toggleRequired/{taxonomy["id"]}') == 'Taxonomy toggleRequireded'
    assert admin.ok('GET', '/taxonomies/view/ours')['Taxonomy'] == dict(taxonomy, required=not taxonomy['required'], enabled=False)
    for path in ('enable', 'disable', 'addTag', 'disableTag', 'toggleRequired'):
        assert admin.post(f'/taxonomies/{path}/999999').status == 404
        assert zoo.org_admin.post(f'/taxonomies/{path}/{taxonomy["id"]}').status == 403


# --- warning lists ---

@pytest.fixture
def all_lists(zoo):
    zoo.site_admin.ok('POST', '/warninglists/toggleEnable', {'name': 'Our %', 'enabled': True})
    yield zoo
    zoo.site_admin.ok('POST', '/warninglists/toggleEnable', {'name': 'Our %', 'enabled': False})


def test_toggle(zoo):
    admin = zoo.site_admin
    lists = {w['Warninglist']['name']: w['Warninglist'] for w in admin.ok('GET', '/warninglists/index')['Warninglists']}
    assert lists['Our resolvers']['warninglist_entry_count'] == '2'
    assert lists['Our resolvers']['valid_attributes'] == 'ip-dst, ip-dst|port, domain|ip'
    post = {'id': [lists['Our hosts']['id']], 'enabled': True}
    assert admin.ok('POST', '/warninglists/toggleEnable', post) == {'saved': True, 'success': '1 warninglist(s) enabled'}
    assert [w['Warninglist']['name'] for w in admin.ok('GET', '/warninglists/index/enabled:1')['Warninglists']] == ['Our hosts']
    assert admin.ok('POST', '/warninglists/toggleEnable', {'name': ['our%', 'Our hosts']})['success'] == '3 warninglist(s) toggled'
    assert admin.ok('POST', '/warninglists/toggleEnable', {'name': 'Our hosts'})['success'] == '1 warninglist(s) enabled'
    assert admin.ok('POST', '/warninglists/toggleEnable', {'name': '%', 'enabled': 0})['success'] == '3 warninglist(s) disabled'
    assert admin.post('/warninglists/toggleEnable', {'name': 'nobody'}).status == 404
    assert zoo.user.post('/warninglists/toggleEnable', {'name': '%'}).status == 403


def test_view_list(zoo):
    lists = {w['Warninglist']['name']: w['Warninglist'] for w in zoo.user.ok('GET', '/warninglists/index')['Warninglists']}
    view = zoo.user.ok('GET', f'/warninglists/view/{lists["Our resolvers"]["id"]}')['Warninglist']
    assert [e['value'] for e in view['WarninglistEntry']] == ['192.0.2.0/24', '2001:db8::/32']
    assert [t['type'] for t in view['WarninglistType']] == ['ip-dst', 'ip-dst|port', 'domain|ip']
    assert zoo.user.get('/warninglists/view/999999').status == 404


def test_check_value(all_lists):
    asked = ['192.0.2.9', '198.51.100.1', 'https://www.HARMLESS.example/x', 'Harmless 12', 'harmless x']
    found = all_lists.user.ok('POST', '/warninglists/checkValue', asked)
    assert {v: [h['matched'] for h in hits] for v, hits in found.items()} == {
        '192.0.2.9': ['192.0.2.0/24'], 'https://www.HARMLESS.example/x': ['.harmless.example'], 'Harmless 12': ['/^harmless [0-9]+$/i']}
    assert found['192.0.2.9'][0]['name'] == 'Our resolvers'
    assert all_lists.user.misp.values_in_warninglist(['198.51.100.1']) == []


def test_odd_needles(zoo):
    for needle in ('x' * 100000, '%' * 60000, "'; DROP TABLE galaxies; --", '\\', '_', '[', '\u00e9' * 30000):
        assert zoo.user.ok('POST', '/galaxies', {'value': needle}) == []
        assert zoo.user.ok('POST', '/warninglists/index', {'value': needle}) == {'Warninglists': []}
        assert zoo.user.ok('POST', f'/galaxy_clusters/index/{GALAXY}', {'searchall': needle}) == []
    assert zoo.site_admin.post('/warninglists/toggleEnable', {'name': '\\'}).status == 404
    assert zoo.site_admin.post('/warninglists/toggleEnable', {'name': {'a': 1}, 'id': [[1], None, 'x']}).status == 404
    assert zoo.user.post('/warninglists/checkValue', {'a': ['b'], 'c': None}).data == []


def test_enforced_on_add(all_lists, unique):
    """a value that a list for its type names is refused where the client asks for that"""
    user = all_lists.user
    event = user.add_event('warned', [{'type': 'text', 'value': unique}])
    text = 'Attribute could not be saved as it trips over a warninglist and enforceWarninglist is enforced.'
    row = {'type': 'ip-dst', 'category': 'Network activity', 'value': '192.0.2.55', 'enforceWarninglist': True}
    answer = user.post(f'/attributes/add/{event["id"]}', row)
    assert answer.status == 403 and answer.data['errors'] == text
    assert user.post(f'/attributes/add/{event["id"]}', dict(row, type='domain|ip', value='a.example|192.0.2.55')).status == 403
    for other in (dict(row, type='ip-src'), dict(row, value='198.51.100.7'), dict(row, enforceWarninglist=False)):
        assert user.post(f'/attributes/add/{event["id"]}', other).status == 200
    both = user.post(f'/attributes/add/{event["id"]}', [dict(row, value='192.0.2.56'), dict(row, value='198.51.100.8')])
    assert both.status == 200 and both.data['Attribute']['value'] == '198.51.100.8'
    assert both.data['errors'] == {'attribute_0': {'value': [text]}}


def test_enforced_in_searches(all_lists, unique):
    user = all_lists.user
    user.add_event('warned', [{'type': 'ip-dst', 'value': '192.0.2.77', 'comment': unique}, {'type': 'ip-dst', 'value': '198.51.100.77', 'comment': unique}])
    assert len(user.search('attributes', comment=unique)) == 2
    assert [a['value'] for a in user.search('attributes', comment=unique, enforceWarninglist=1)] == ['198.51.100.77']


# --- notice lists ---

def test_noticelists(zoo):
    row = zoo.user.ok('GET', '/noticelists/index')[0]['Noticelist']
    assert row['name'] == 'our-notice' and row['geographical_area'] == ['EU'] and row['enabled'] is False
    misp = zoo.site_admin.misp
    assert misp.enable_noticelist(row['id'])['Noticelist']['enabled'] is True
    view = zoo.user.ok('GET', f'/noticelists/view/{row["id"]}')['Noticelist']
    assert view['NoticelistEntry'][0]['data']['message'] == {'en': 'Mind it.'}
    assert misp.disable_noticelist(row['id'])['Noticelist']['enabled'] is False
    assert zoo.user.post(f'/noticelists/enableNoticelist/{row["id"]}/true').status == 403
    assert zoo.user.get('/noticelists/view/999999').status == 404


# --- galaxies ---

def test_galaxy_view(zoo):
    galaxy = zoo.user.ok('GET', '/galaxies/index')[0]['Galaxy']
    assert galaxy['name'] == 'Our Animals' and galaxy['namespace'] == 'ours'
    view = zoo.user.ok('GET', f'/galaxies/view/{GALAXY}')
    assert view['Galaxy'] == galaxy
    clusters = {c['value']: c for c in view['GalaxyCluster'] if c['default']}
    assert set(clusters) == {'Bear', 'Cat'}
    assert clusters['Bear']['tag_name'] == 'misp-galaxy:our-animals="Bear"' and clusters['Bear']['authors'] == ['a keeper']
    assert [(e['key'], e['value']) for e in clusters['Bear']['GalaxyElement']] == [
        ('synonyms', 'Bruin'), ('synonyms', 'Ursa'), ('diet', 'honey')]
    bear = zoo.user.ok('GET', f'/galaxy_clusters/view/{BEAR}')['GalaxyCluster']
    assert bear['Galaxy'] == galaxy and bear['Org']['name'] == 'MISP'
    assert [(r['referenced_galaxy_cluster_uuid'], r['referenced_galaxy_cluster_type'], r['referenced_galaxy_cluster_id'])
            for r in bear['GalaxyClusterRelation']] == [(CAT, 'chased-by', clusters['Cat']['id'])]
    assert [r['galaxy_cluster_uuid'] for r in zoo.user.ok('GET', f'/galaxyClusters/view/{CAT}')['GalaxyCluster']['RelationshipInbound']] == [BEAR]
    assert [c['GalaxyCluster']['value'] for c in zoo.user.ok('POST', f'/galaxy_clusters/index/{GALAXY}', {'searchall': 'bruin'})] == ['Bear']
    assert zoo.user.misp.search_galaxy(value='Our Animals', pythonify=True)[0].uuid == GALAXY
    assert zoo.user.ok('POST', '/galaxies', {'value': '%'}) == []
    assert zoo.user.get('/galaxies/view/999999').status == 404


def test_attach_to_event_and_attribute(zoo):
    misp = zoo.user.misp
    event = zoo.user.add_event('galaxies', [{'type': 'text', 'value': 'x'}])
    clusters = {c['value']: c for c in zoo.user.ok('GET', f'/galaxies/view/{GALAXY}')['GalaxyCluster']}
    answer = zoo.publisher.ok('POST', f'/galaxies/attachCluster/{event["id"]}/event/local:0', {'Galaxy': {'target_id': clusters['Bear']['id']}})
    assert answer == {'saved': True, 'success': 'Cluster attached.', 'check_publish': True}
    attribute = event['Attribute'][0]
    zoo.publisher.ok('POST', f'/galaxies/attachCluster/{attribute["id"]}/attribute', {'target_id': CAT})
    whole = misp.get_event(event['uuid'], pythonify=True)
    assert [c.value for g in whole.galaxies for c in g.clusters] == ['Bear']
    assert [c.value for g in whole.attributes[0].galaxies for c in g.clusters] == ['Cat']
    raw = zoo.user.ok('GET', f'/events/view/{event["id"]}')['Event']
    bear = raw['Galaxy'][0]['GalaxyCluster'][0]
    assert bear['meta'] == {'synonyms': ['Bruin', 'Ursa'], 'diet': ['honey']} and bear['local'] is False and 'event_tag_id' in bear
    assert 'attribute_tag_id' in raw['Attribute'][0]['Galaxy'][0]['GalaxyCluster'][0]
    # what one does not see is not there, and what one may not change is refused
    assert zoo.other_publisher.post(f'/galaxies/attachCluster/{event["id"]}/event', {'target_id': BEAR}).status in (403, 404)
    assert zoo.publisher.post('/galaxies/attachCluster/999999/event', {'target_id': BEAR}).status == 404
    assert zoo.publisher.post(f'/galaxies/attachCluster/{event["id"]}/event', {'target_id': str(uuids.uuid4())}).status == 404
    assert zoo.publisher.post(f'/galaxies/attachCluster/{event["id"]}/feed', {'target_id': BEAR}).status == 405
    assert zoo.read_only.post(f'/galaxies/attachCluster/{event["id"]}/event', {'target_id': BEAR}).status == 403


def test_tag_brings_the_galaxy(zoo):
    event = MISPEvent()
    event.info = 'tagged'
    event.add_tag('misp-galaxy:our-animals="cat"')
    event.add_tag('misp-galaxy:our-animals="Unicorn"')
    made = zoo.site_admin.misp.add_event(event, pythonify=True)
    assert [c.value for g in made.galaxies for c in g.clusters] == ['Cat']


# --- clusters of our own ---

def add_cluster(caller, value, **more):
    return caller.ok('POST', f'/galaxy_clusters/add/{GALAXY}', dict({'value': value, 'distribution': '1', 'authors': ['me']}, **more))['GalaxyCluster']


def test_cluster_life(zoo, unique):
    admin = zoo.site_admin
    made = add_cluster(admin, unique, meta={'k': ['v', 'w']})
    assert made['tag_name'] == f'misp-galaxy:our-animals="{made["uuid"]}"' and made['default'] is False and made['extends_uuid'] is None
    assert [(e['key'], e['value']) for e in made['GalaxyElement']] == [('k', 'v'), ('k', 'w')]
    edited = admin.ok('POST', f'/galaxy_clusters/edit/{made["uuid"]}', {
        'description': 'new', 'GalaxyElement': [{'key': 'k', 'value': 'z'}],
        'GalaxyClusterRelation': [{'referenced_galaxy_cluster_uuid': BEAR, 'referenced_galaxy_cluster_type': 'is-like', 'Tag': [{'name': f'{unique}:t'}]}]})
    edited = edited['GalaxyCluster']
    assert edited['value'] == unique and edited['description'] == 'new'
    assert [(e['key'], e['value']) for e in edited['GalaxyElement']] == [('k', 'z')]
    relation = edited['GalaxyClusterRelation'][0]
    assert relation['Tag'][0]['name'] == f'{unique}:t' and relation['distribution'] == '1'
    changed = dict(relation, referenced_galaxy_cluster_type='is-not-like')
    again = admin.ok('POST', f'/galaxy_clusters/edit/{made["id"]}', {'GalaxyClusterRelation': [changed]})['GalaxyCluster']
    assert [(r['id'], r['referenced_galaxy_cluster_type']) for r in again['GalaxyClusterRelation']] == [(relation['id'], 'is-not-like')]
    assert message(admin, f'/galaxy_cluster_relations/delete/{relation["id"]}') == 'GalaxyClusterRelation deleted'
    assert admin.ok('GET', f'/galaxy_clusters/view/{made["id"]}')['GalaxyCluster']['GalaxyClusterRelation'] == []
    assert message(admin, f'/galaxy_clusters/publish/{made["id"]}') == 'GalaxyCluster published'
    assert admin.ok('GET', f'/galaxy_clusters/view/{made["id"]}')['GalaxyCluster']['published'] is True
    assert message(admin, f'/galaxy_clusters/delete/{made["id"]}') == 'Galaxy cluster successfuly soft deleted.'
    assert admin.ok('GET', f'/galaxy_clusters/view/{made["id"]}')['GalaxyCluster']['deleted'] is True
    assert unique not in [c['value'] for c in admin.ok('GET', f'/galaxies/view/{GALAXY}')['GalaxyCluster']]
    assert 'block list' in message(admin, f'/galaxy_clusters/delete/{made["id"]}', {'hard': 1})
    assert admin.get(f'/galaxy_clusters/view/{made["uuid"]}').status == 404
    refused = admin.post(f'/galaxy_clusters/add/{GALAXY}', {'value': 'again', 'uuid': made['uuid']})
    assert refused.status == 403 and 'uuid' in refused.data['errors']


def test_cluster_of_the_library_stays(zoo):
    for path in ('edit', 'delete', 'publish'):
        answer = zoo.site_admin.post(f'/galaxy_clusters/{path}/{BEAR}', {'value': 'Wolf', 'hard': True})
        assert answer.status == 405
    assert zoo.user.ok('GET', f'/galaxy_clusters/view/{BEAR}')['GalaxyCluster']['value'] == 'Bear'


@pytest.mark.parametrize('bad, field', [({'value': ' '}, 'value'), ({'distribution': 7}, 'distribution'), ({'distribution': 5}, 'distribution'),
                                        ({'uuid': 'no'}, 'uuid'), ({'uuid': BEAR}, 'uuid')])
def test_bad_clusters(zoo, bad, field):
    answer = zoo.site_admin.post(f'/galaxy_clusters/add/{GALAXY}', dict({'value': 'x', 'distribution': 1}, **bad))
    assert answer.status == 403 and field in answer.data['errors'], answer.data


def test_cluster_visibility(zoo, unique):
    """an organisation's own cluster is nobody else's business: not by id, not in lists, not on an event that they see"""
    made = add_cluster(zoo.site_admin, unique, distribution='0')
    for caller in (zoo.user, zoo.other_user):
        assert caller.get(f'/galaxy_clusters/view/{made["id"]}').status == 404
        assert caller.get(f'/galaxy_clusters/view/{made["uuid"]}').status == 404
        assert unique not in [c['value'] for c in caller.ok('GET', f'/galaxies/view/{GALAXY}')['GalaxyCluster']]
    event = zoo.site_admin.add_event('seen by all', [{'type': 'text', 'value': unique}], distribution='3', published=True)
    zoo.site_admin.ok('POST', f'/galaxies/attachCluster/{event["id"]}/event', {'target_id': made['id']})
    zoo.site_admin.ok('POST', f'/events/publish/{event["id"]}')
    assert zoo.site_admin.ok('GET', f'/events/view/{event["id"]}')['Event']['Galaxy'][0]['GalaxyCluster'][0]['value'] == unique
    seen = zoo.user.get(f'/events/view/{event["id"]}')
    assert seen.status == 200 and seen.data['Event']['Galaxy'] == []
    open_one = add_cluster(zoo.site_admin, f'{unique} open')
    assert zoo.user.get(f'/galaxy_clusters/view/{open_one["id"]}').status == 200
    assert zoo.user.post(f'/galaxy_clusters/edit/{open_one["id"]}', {'value': 'mine'}).status == 403


def test_clusters_with_the_official_client(zoo, unique):
    misp = zoo.site_admin.misp
    galaxy = misp.get_galaxy(GALAXY, withCluster=True, pythonify=True)
    cluster = MISPGalaxyCluster()
    cluster.value, cluster.authors, cluster.distribution, cluster.description = unique, ['me'], 1, 'd'
    cluster = misp.add_galaxy_cluster(galaxy.id, cluster, pythonify=True)
    cluster.add_cluster_element('synonyms', 'other')
    cluster = misp.update_galaxy_cluster(cluster, pythonify=True)
    assert cluster.elements_meta == {'synonyms': ['other']}
    fork = MISPGalaxyCluster()
    fork.value, fork.authors, fork.distribution, fork.description = f'{unique} fork', [], 1, 'd'
    fork = misp.add_galaxy_cluster(galaxy.id, fork, pythonify=True)
    assert misp.delete_galaxy_cluster(fork, hard=True)['success']
    assert misp.delete_galaxy_cluster(cluster)['success']


# --- decay ---

def test_decay(zoo, unique):
    admin, user = zoo.site_admin, zoo.user
    assert message(admin, '/decayingModel/update') == 'Default decaying models updated'
    model = admin.misp.decaying_models(pythonify=True)[0]
    assert model.name == 'Our Model' and model.enabled is False
    now = int(time.time())
    rows = [{'type': 'url', 'value': f'http://{unique}.example/{age}', 'comment': unique, 'timestamp': now - age * 86400} for age in (0, 4, 9, 20)]
    rows.append({'type': 'text', 'value': unique, 'comment': unique})
    user.add_event('decay', rows)

    def scores():
        found = user.search('attributes', comment=unique, includeDecayScore=1)
        return {a['value'].rsplit('/', 1)[-1]: a.get('decay_score') for a in found}

    assert all(v is None for v in scores().values())
    assert admin.misp.enable_decaying_model(model)['data']['DecayingModel']['enabled'] is True
    given = scores()
    assert given[unique] is None
    # 80 * (1 - (age / 10) ** (1 / 2))
    for age, want in (('0', 80), ('4', 29.4), ('9', 4.1), ('20', 0)):
        score, = given[age]
        assert abs(score['score'] - want) < 0.1 and score['base_score'] == 80 and score['decayed'] is (want < 30)
        assert score['DecayingModel'] == {'id': str(model.id), 'name': 'Our Model'}
    assert 'decay_score' not in user.search('attributes', comment=unique)[0]
    assert admin.misp.disable_decaying_model(model)['success'] is True
    assert all(v is None for v in scores().values())
    assert user.post(f'/decayingModel/enable/{model.id}').status == 403
    assert admin.post('/decayingModel/enable/999999').status == 404


# --- the whole library ---

def test_whole_library(make_server, library):
    """every file is understood: an update has nothing left to do, and nothing to refuse"""
    admin = World(make_server(library=library)).site_admin
    assert len(admin.ok('POST', '/objectTemplates/update')) > 300
    assert message(admin, '/warninglists/update') == 'All warninglists are up to date already.'
    assert message(admin, '/noticelists/update') == 'All noticelists are up to date already.'
    assert message(admin, '/galaxies/update') == 'Galaxies updated.'
    assert message(admin, '/decayingModel/update') == 'Default decaying models updated'
    assert message(admin, '/taxonomies/update') == 'All taxonomy libraries are up to date already.'
    galaxies = admin.ok('GET', '/galaxies/index')
    assert len(galaxies) > 100
    for galaxy in galaxies[:3]:
        assert admin.ok('GET', f'/galaxies/view/{galaxy["Galaxy"]["id"]}')['GalaxyCluster']
    assert admin.ok('POST', '/warninglists/toggleEnable', {'name': '%', 'enabled': True})['saved'] is True
    assert admin.ok('POST', '/warninglists/checkValue', ['8.8.8.8'])
