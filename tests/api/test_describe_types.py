"""The type table that the server tells is the one that the pinned client was made with, in the same order."""
import json


def test_equals_the_clients(user):
    remote = user.ok('GET', '/attributes/describeTypes.json')
    local = user.misp.describe_types_local
    assert remote['result'] == local
    # dictionaries compare without regard to order; clients build their menus in the order that they are told
    assert json.dumps(remote['result']) == json.dumps(local)


def test_everybody_with_a_key_may_read_it(read_only, stranger):
    assert read_only.get('/attributes/describeTypes').status == 200
    assert stranger.get('/attributes/describeTypes').status == 403
