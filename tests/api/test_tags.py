"""Tags: who may know of which, who may put them on what, and what a tag changes (spec 1.5, 2.4, 3.3; alliance, section 0)."""
import pytest
from pymisp import MISPTag


@pytest.fixture
def tag(site_admin, unique):
    """a tag of the site administrator that nobody uses"""
    made = site_admin.ok('POST', '/tags/add', {'name': f'tag {unique}'})['Tag']
    yield made
    site_admin.post(f'/tags/delete/{made["id"]}')


def names(caller, text=''):
    return {t['name'] for t in caller.ok('GET', f'/tags/index/searchall:{text}')['Tag']}


def attach(caller, target, tag, **more):
    return caller.post('/tags/attachTagToObject', dict({'uuid': target, 'tag': tag}, **more))


def remove(caller, target, tag):
    return caller.post('/tags/removeTagFromObject', {'uuid': target, 'tag': tag})


def event_tags(caller, event):
    return {t['name']: t for t in caller.ok('GET', f'/events/view/{event["id"]}')['Event'].get('Tag', [])}


def test_add_view_edit_delete(site_admin, unique):
    made = site_admin.ok('POST', '/tags/add', {'Tag': {'name': f'  {unique}  ', 'numerical_value': 7}})['Tag']
    assert made['name'] == unique
    assert made['numerical_value'] == '7' and made['exportable'] is True and made['hide_tag'] is False
    assert made['colour'].startswith('#') and len(made['colour']) == 7
    assert site_admin.ok('GET', f'/tags/view/{made["id"]}') == dict(made, count=0, attribute_count=0)
    edited = site_admin.ok('POST', f'/tags/edit/{made["id"]}', {'hide_tag': True, 'colour': '#0102ff'})['Tag']
    assert edited == dict(made, hide_tag=True, colour='#0102ff')
    answer = site_admin.post(f'/tags/delete/{made["id"]}')
    assert answer.status == 200 and answer.data['message'] == 'Tag deleted.'
    assert site_admin.get(f'/tags/view/{made["id"]}').status == 404


def test_official_client(site_admin, unique):
    misp = site_admin.misp
    tag = MISPTag()
    tag.name = unique
    tag = misp.add_tag(tag, pythonify=True)
    assert misp.get_tag(tag, pythonify=True).name == unique
    assert misp.disable_tag(tag, pythonify=True).hide_tag is True
    assert misp.enable_tag(tag, pythonify=True).hide_tag is False
    assert [t.name for t in misp.search_tags(unique[:20] + '%', pythonify=True)] == [unique]
    assert misp.search_tags(unique[1:], pythonify=True) == []
    assert misp.delete_tag(tag)['message'] == 'Tag deleted.'


@pytest.mark.parametrize('bad, field', [({'name': ''}, 'name'), ({'name': 'a\nb'}, 'name'), ({'colour': 'red'}, 'colour'),
                                        ({'numerical_value': 'x'}, 'numerical_value'), ({'org_id': 999999}, 'org_id'),
                                        ({'user_id': 999999}, 'user_id')])
def test_refused_fields(site_admin, unique, bad, field):
    answer = site_admin.post('/tags/add', dict({'name': unique}, **bad))
    assert answer.status == 403 and list(answer.data['errors']) == [field]


def test_names_are_unique_in_any_case(site_admin, tag):
    answer = site_admin.post('/tags/add', {'name': tag['name'].upper()})
    assert answer.status == 403 and 'name' in answer.data['errors']


def test_search_takes_percent_but_no_underscore(site_admin, tag, unique):
    def found(text):
        return [t['Tag']['name'] for t in site_admin.ok('POST', '/tags/search', {'tagname': text})]
    assert found(f'%{unique}') == [tag['name']]
    assert found(tag['name'].upper()) == [tag['name']]
    assert found(tag['name'].replace(' ', '_')) == []
    assert found(unique) == []


def test_permissions(world, tag, unique):
    assert world.user.post('/tags/add', {'name': unique}).status == 403
    assert world.org_admin.post(f'/tags/edit/{tag["id"]}', {'name': unique}).status == 403
    assert world.org_admin.post(f'/tags/delete/{tag["id"]}').status == 403
    own = world.org_admin.ok('POST', '/tags/add', {'name': unique})['Tag']
    assert world.org_admin.post('/tags/add', {'name': unique + 'x', 'org_id': world.orgs['Beta']['id']}).status == 403
    world.site_admin.ok('POST', f'/tags/delete/{own["id"]}')


def test_listed_for_those_who_see_a_use(world, event, tag, unique):
    assert names(world.site_admin, unique) == {tag['name']}
    assert names(world.user, unique) == set()
    assert world.user.get(f'/tags/view/{tag["id"]}').status == 404
    attach(world.site_admin, event['uuid'], tag['name'])
    assert names(world.user, unique) == {tag['name']}
    assert world.user.ok('GET', f'/tags/view/{tag["id"]}')['count'] == 1
    assert names(world.other_user, unique) == set()
    assert world.other_user.get(f'/tags/view/{tag["id"]}').status == 404
    assert world.other_user.ok('POST', '/tags/search', {'tagname': tag['name']}) == []


def test_counts_are_those_of_the_view(world, tag, unique):
    mine = world.user.add_event(unique, [{'type': 'text', 'value': unique}, {'type': 'text', 'value': unique + '2', 'distribution': '0'}],
                                distribution='1')
    for target in [mine['uuid']] + [a['uuid'] for a in mine['Attribute']]:
        assert attach(world.user, target, tag['name']).status == 200
    def counts(caller):
        row = caller.ok('GET', f'/tags/view/{tag["id"]}')
        return row['count'], row['attribute_count']
    assert counts(world.user) == (1, 2)
    assert counts(world.other_user) == (1, 1)
    assert counts(world.site_admin) == (1, 2)
    world.user.ok('POST', f'/attributes/delete/{mine["Attribute"][0]["id"]}')
    assert counts(world.other_user) == (1, 0)
    world.site_admin.ok('POST', f'/events/delete/{mine["id"]}')
    assert world.other_user.get(f'/tags/view/{tag["id"]}').status == 404


def test_made_and_reserved_tags_are_listed_without_use(world, unique):
    made = world.org_admin.ok('POST', '/tags/add', {'name': f'{unique} made'})['Tag']
    reserved = world.site_admin.ok('POST', '/tags/add', {'name': f'{unique} reserved', 'org_id': world.orgs['Alpha']['id']})['Tag']
    assert names(world.colleague, unique) == {made['name'], reserved['name']}
    assert names(world.other_user, unique) == set()
    for one in (made, reserved):
        world.site_admin.ok('POST', f'/tags/delete/{one["id"]}')


def test_attach_and_remove(user, event, tag):
    answer = attach(user, event['uuid'], tag['name'])
    assert answer.data['message'] == f'Global tag {tag["name"]}({tag["id"]}) successfully attached to Event({event["id"]}).'
    assert event_tags(user, event)[tag['name']]['local'] is False
    answer = attach(user, event['uuid'], tag['name'])
    assert answer.status == 200
    assert answer.data['message'] == f'Event already has the requested tag attached, no changes had to be made for tag {tag["name"]}.'
    answer = remove(user, event['uuid'], tag['name'])
    assert answer.data['message'] == f'Global tag {tag["name"]} ({tag["id"]}) successfully removed from Event({event["id"]}).'
    assert event_tags(user, event) == {}
    assert remove(user, event['uuid'], tag['name']).status == 403
    attribute = event['Attribute'][0]
    answer = attach(user, attribute['uuid'], tag['name'], relationship_type='derived-from')
    assert answer.data['message'].endswith(f'successfully attached to Attribute({attribute["id"]}).')
    seen = user.ok('GET', f'/attributes/view/{attribute["id"]}')['Attribute']['Tag']
    assert [t['name'] for t in seen] == [tag['name']]
    assert remove(user, attribute['uuid'], tag['id']).data['message'].endswith(f'removed from Attribute({attribute["id"]}).')


def test_list_of_tags(site_admin, user, event, unique):
    answer = attach(site_admin, event['uuid'], [f'{unique} a', f'{unique} b'])
    assert answer.status == 200 and f'{unique} a(' in answer.data['message'] and f'{unique} b(' in answer.data['message']
    assert set(event_tags(user, event)) == {f'{unique} a', f'{unique} b'}
    answer = attach(user, event['uuid'], [f'{unique} c', f'{unique} a'])
    assert answer.status == 403
    assert answer.data['errors'] == ('Failed to attach 1 tags. Reasons: '
                                     '{"0":"Tag not found and insufficient privileges to create it."}')


def test_a_global_tag_unpublishes_a_local_one_does_not(world, unique, tag):
    made = world.publisher.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1', published=True, timestamp='1000000000')
    assert made['published'] is True
    answer = attach(world.site_admin, made['uuid'], f'{unique} local', local=True)
    assert answer.data['message'].startswith(f'Local tag {unique} local(')
    now = world.publisher.ok('GET', f'/events/view/{made["id"]}')['Event']
    assert now['published'] is True and now['timestamp'] == '1000000000'
    assert [t['local'] for t in now['Tag']] == [True]
    attribute = made['Attribute'][0]
    assert attach(world.publisher, attribute['uuid'], tag['name']).status == 200
    now = world.publisher.ok('GET', f'/events/view/{made["id"]}')['Event']
    assert now['published'] is False and int(now['timestamp']) > 1000000000
    assert int(now['Attribute'][0]['timestamp']) >= int(attribute['timestamp'])
    assert remove(world.publisher, made['uuid'], f'{unique} local').status == 403
    assert remove(world.site_admin, made['uuid'], f'{unique} local').status == 200
    world.site_admin.ok('POST', f'/events/delete/{made["id"]}')


def test_local_tags_are_for_the_host(world, event, tag):
    answer = attach(world.user, event['uuid'], tag['name'], local=True)
    assert answer.status == 403
    assert event_tags(world.user, event) == {}


def test_what_is_not_seen_is_not_there(world, event, tag, unique):
    nothing = '00000000-0000-4000-8000-000000000000'
    for call in (attach, remove):
        unseen = call(world.other_user, event['uuid'], tag['name'])
        absent = call(world.other_user, nothing, tag['name'])
        hidden = call(world.other_user, event['Attribute'][0]['uuid'], tag['name'])
        assert unseen.status == absent.status == hidden.status == 404
        assert unseen.data == absent.data == hidden.data
        assert unseen.data['message'] == 'Invalid Target.'
    # seen, but not owned
    shared = world.user.add_event(unique, [{'type': 'text', 'value': unique}], distribution='1')
    assert attach(world.other_user, shared['uuid'], tag['name']).status == 403
    assert attach(world.other_user, shared['Attribute'][0]['uuid'], tag['name']).status == 403
    assert attach(world.read_only, shared['uuid'], tag['name']).status == 403
    assert 'Tag' not in world.user.ok('GET', f'/events/view/{shared["id"]}')['Event']
    world.site_admin.ok('POST', f'/events/delete/{shared["id"]}')


def test_ids_tell_nothing_of_unseen_tags(world, tag, unique):
    mine = world.other_user.add_event(unique, distribution='0')
    unseen = attach(world.other_user, mine['uuid'], tag['id'])
    absent = attach(world.other_user, mine['uuid'], '99999999')
    assert unseen.status == absent.status == 403 and unseen.data['errors'] == absent.data['errors']
    assert event_tags(world.other_user, mine) == {}
    world.site_admin.ok('POST', f'/events/delete/{mine["id"]}')


def test_reserved_tags(world, event, unique):
    for_beta = world.site_admin.ok('POST', '/tags/add', {'name': f'{unique} org', 'org_id': world.orgs['Beta']['id']})['Tag']
    for_one = world.site_admin.ok('POST', '/tags/add', {'name': f'{unique} user', 'user_id': world.colleague.user['id']})['Tag']
    local_only = world.site_admin.ok('POST', '/tags/add', {'name': f'{unique} local', 'local_only': True})['Tag']
    def errors(tag):
        return attach(world.user, event['uuid'], tag['name']).data['errors']
    assert 'This tag can only be set by a fixed organisation.' in errors(for_beta)
    assert 'This tag can only be set by a fixed user.' in errors(for_one)
    assert 'local' in errors(local_only)
    assert attach(world.colleague, event['uuid'], for_one['name']).status == 200
    assert set(event_tags(world.user, event)) == {for_one['name']}
    for one in (for_beta, for_one, local_only):
        world.site_admin.ok('POST', f'/tags/delete/{one["id"]}')
    assert event_tags(world.user, event) == {}


def test_not_exportable_tags_are_left_out(world, event, unique):
    hidden = world.site_admin.ok('POST', '/tags/add', {'name': unique, 'exportable': False})['Tag']
    assert attach(world.user, event['uuid'], unique).status == 200
    assert event_tags(world.user, event) == {}
    assert remove(world.user, event['uuid'], unique).status == 200
    world.site_admin.ok('POST', f'/tags/delete/{hidden["id"]}')


def test_older_paths(user, other_user, event, tag):
    answer = user.ok('POST', f'/events/addTag/{event["id"]}', {'tag': tag['name']})
    assert answer == {'saved': True, 'success': 'Tag(s) added.', 'check_publish': True}
    assert set(event_tags(user, event)) == {tag['name']}
    assert user.ok('POST', f'/events/removeTag/{event["id"]}/{tag["id"]}')['success'] == 'Tag removed.'
    assert user.ok('POST', f'/events/removeTag/{event["id"]}/{tag["id"]}')['saved'] is False
    attribute = event['Attribute'][0]['id']
    assert user.ok('POST', f'/attributes/addTag/{attribute}', {'tag': tag['name']})['saved'] is True
    assert user.ok('POST', f'/attributes/removeTag/{attribute}', {'tag': tag['name']})['saved'] is True
    assert other_user.post(f'/events/addTag/{event["id"]}', {'tag': tag['name']}).status == 404
    assert other_user.post(f'/attributes/addTag/{attribute}', {'tag': tag['name']}).status == 404


def test_deleting_a_tag_takes_its_uses(world, event, unique):
    made = world.site_admin.ok('POST', '/tags/add', {'name': unique})['Tag']
    attach(world.user, event['uuid'], unique)
    attach(world.user, event['Attribute'][0]['uuid'], unique)
    world.site_admin.ok('POST', f'/tags/delete/{made["id"]}')
    view = world.user.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert 'Tag' not in view and 'Tag' not in view['Attribute'][0]


def test_ids_in_an_event_tell_nothing_either(world, tag, unique):
    mine = world.other_user.add_event(unique, distribution='0', Tag=[{'id': tag['id']}])
    assert 'Tag' not in mine
    mine = world.other_user.ok('POST', f'/events/edit/{mine["id"]}', {'Tag': [{'id': tag['id']}], 'info': unique + '2'})['Event']
    assert 'Tag' not in mine
    world.site_admin.ok('POST', f'/events/delete/{mine["id"]}')


def test_relationship(world, event, tag):
    attach(world.user, event['uuid'], tag['name'], relationship_type='derived-from')
    assert event_tags(world.user, event)[tag['name']]['relationship_type'] == 'derived-from'
    assert world.other_user.post('/tags/modifyTagRelationship/event/1', {'Tag': {'relationship_type': 'x'}}).status == 404
    assert world.user.post('/tags/modifyTagRelationship/object/1', {}).status == 405


def test_words_of_an_enabled_taxonomy_are_listed(world, library):
    admin = world.site_admin
    admin.ok('POST', '/taxonomies/update')
    number = admin.ok('GET', '/taxonomies/view/tlp')['Taxonomy']['id']
    admin.ok('POST', f'/taxonomies/enable/{number}')
    admin.ok('POST', f'/taxonomies/addTag/{number}')
    try:
        assert 'tlp:unclear' in names(world.third_user, 'tlp:unclear')
    finally:
        admin.ok('POST', f'/taxonomies/disable/{number}')
    assert 'tlp:unclear' not in names(world.third_user, 'tlp:unclear')


def test_hidden_tags_are_not_newly_attached(world, event, tag, unique):
    attach(world.user, event['uuid'], tag['name'])
    world.site_admin.ok('POST', f'/tags/edit/{tag["id"]}', {'hide_tag': True})
    assert set(event_tags(world.user, event)) == {tag['name']}
    attribute = event['Attribute'][0]['uuid']
    assert 'hidden' in attach(world.user, attribute, tag['name']).data['errors']
    edited = world.user.ok('POST', f'/events/edit/{event["id"]}', {'Attribute': [{'uuid': attribute, 'Tag': [{'name': tag['name']}]}]})
    assert 'Tag' not in edited['Event']['Attribute'][0]
    assert attach(world.site_admin, attribute, tag['name']).status == 200


def test_edits_do_not_touch_local_tags(world, event, tag, unique):
    attach(world.site_admin, event['uuid'], tag['name'], local=True)
    world.user.ok('POST', f'/events/edit/{event["id"]}', {'info': unique, 'Tag': [{'name': tag['name'], 'deleted': True},
                                                                                {'name': tag['name'], 'local': False}]})
    assert event_tags(world.user, event)[tag['name']]['local'] is True
    # nor do others than the host make any, or does a removal make a tag
    world.org_admin.ok('POST', f'/events/edit/{event["id"]}', {'info': unique + '2', 'Tag': [{'name': f'{unique} mine', 'local': True},
                                                                                           {'name': f'{unique} gone', 'deleted': True}]})
    assert set(event_tags(world.user, event)) == {tag['name']}
    assert f'{unique} gone' not in names(world.site_admin, unique)
    world.site_admin.ok('POST', f'/events/edit/{event["id"]}', {'info': unique, 'Tag': [{'name': tag['name'], 'deleted': True}]})
    assert event_tags(world.user, event) == {}
