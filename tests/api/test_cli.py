"""The command line beside a running server, settings and their sources, help and exit codes. What works on files alone is tested by
tests/cli/run.py."""
import json
import os
import re
import sqlite3
import subprocess

import pytest

from conftest import binary


def run(folder, *args, env=None, stdin=None):
    return subprocess.run([binary(), '--data', str(folder), *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120,
                          env=dict(os.environ, **(env or {})), stdin=stdin or subprocess.DEVNULL)


def config(folder, *args, env=None):
    done = run(folder, 'config', *args, env=env)
    assert done.returncode == 0, done.stderr
    return dict(re.findall(r'^([a-z_.]+) = (.*)$', done.stdout, re.M))


@pytest.fixture
def made(tmp_path):
    """(folder, what init said)"""
    folder = tmp_path / 'made'
    done = run(folder, 'init', '--json', '--org', 'Here', '--email', 'boss@here.example')
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_init_says_who_and_keeps_it_private(made):
    folder, said = made
    assert said['organisation'] == 'Here' and said['email'] == 'boss@here.example' and len(said['key']) == 40
    assert os.stat(folder).st_mode & 0o777 == 0o700
    for name in os.listdir(folder):
        assert os.stat(folder / name).st_mode & 0o077 == 0, name
    assert run(folder, 'init').returncode == 1


def test_init_with_sample(tmp_path):
    done = run(tmp_path / 'data', 'init', '--sample')
    assert done.returncode == 0 and '3 sample events' in done.stdout and 'shown this once' in done.stdout
    assert 'event' in run(tmp_path / 'data', 'lookup', '192.0.2.44').stdout
    assert run(tmp_path / 'data', 'check').returncode == 0


def test_sources_of_settings(tmp_path):
    folder = tmp_path
    assert config(folder)['http.workers'] == '0'
    (folder / 'varde.conf').write_text('# a comment\nhttp.workers = 3\n  http.max_body=64M  \nlisten = 127.0.0.1:1\n')
    got = config(folder, '--listen', '[::1]:9', env={'VARDE_HTTP_WORKERS': '5'})
    assert (got['http.workers'], got['http.max_body'], got['listen']) == ('5', '64M', '[::1]:9')
    got = config(folder, '--http-workers=7', env={'VARDE_HTTP_WORKERS': '5'})
    assert got['http.workers'] == '7'
    other = folder / 'other.conf'
    other.write_text('log.level = warn\n')
    got = config(folder, '--config', str(other))
    assert (got['log.level'], got['http.workers']) == ('warn', '0')


def test_printed_settings_can_be_read_again(tmp_path):
    (tmp_path / 'a.conf').write_text(run(tmp_path, 'config', '--http-workers', '9').stdout)
    assert config(tmp_path, '--config', str(tmp_path / 'a.conf')) == dict(config(tmp_path), **{'http.workers': '9'})


@pytest.mark.parametrize('text, said', [('http.workers = many', 'varde.conf:1'), ('http.workers = -1', 'from 0'), ('\n\nnosuch = 1', 'varde.conf:3'),
                                        ('listen', 'name = value'), ('log.level = loud', 'one of'), ('http.max_body = 1T', 'number'),
                                        ('http.max_body = 99999999999G', 'number')])
def test_wrong_settings_stop_the_program(tmp_path, text, said):
    (tmp_path / 'varde.conf').write_text(text + '\n')
    done = run(tmp_path, 'config')
    assert done.returncode == 2 and said in done.stderr, done.stderr


def test_usage_errors(made):
    folder, _ = made
    for args in (('nosuch',), ('import',), ('user', 'create', 'a@b.example'), ('serve', 'extra'), ('config', '--nosuch'), ('config', '--listen'),
                 ('org', 'create', 'a', 'b'), ('search', 'x', '--limit', 'y')):
        done = run(folder, *args)
        assert done.returncode == 2 and 'help' in done.stderr, (args, done)
        assert not done.stdout, args


def test_help_teaches(tmp_path):
    overview = run(tmp_path, 'help').stdout
    for line in re.findall(r'^  (?!varde)([a-z]+(?: [a-z]+)?)  +\S', overview, re.M):
        text = run(tmp_path, 'help', *line.split()).stdout
        assert text.startswith(f'varde {line}'), line
        assert run(tmp_path, *line.split(), '--help').stdout == text
    assert 'key create' in run(tmp_path, 'help', 'key').stdout
    assert run(tmp_path, 'help', 'nosuch').returncode == 2


def test_routes_are_listed(tmp_path):
    rows = json.loads(run(tmp_path, 'routes', '--json').stdout)
    for row in rows:
        assert set(row) == {'method', 'path', 'permission', 'flags', 'help'} and row['help'], row
        assert row['permission'] or 'open' in row['flags'], row
    assert {'method': 'POST', 'path': 'events/add'}.items() <= next(r for r in rows if r['path'] == 'events/add').items()
    page = run(tmp_path, 'routes', '--markdown').stdout
    assert page.startswith('# ') and '`/events/add`' in page


def test_people_beside_a_running_server(make_server):
    server = make_server()
    server.run('org', 'create', 'Elsewhere')
    answer = json.loads(server.run('user', 'create', 'x@elsewhere.example', '--org', 'Elsewhere', '--role', 'Read Only', '--json').stdout)

    def me(key):
        """the server notices within a second"""
        import time
        for _ in range(30):
            status, _, data = server.call('GET', '/users/view/me', key=key)
            yield status, data
            time.sleep(0.1)

    assert any(status == 200 and data['Role']['name'] == 'Read Only' for status, data in me(answer['key']))
    again = json.loads(server.run('key', 'reset', 'x@elsewhere.example', '--json').stdout)['key']
    assert any(status == 200 for status, _ in me(again))
    assert any(status == 403 for status, _ in me(answer['key']))
    keys = json.loads(server.run('key', 'list', 'x@elsewhere.example', '--json').stdout)
    assert len(keys) == 2 and all(again not in json.dumps(k) for k in keys)
    newest = max(keys, key=lambda k: int(k['id']))
    server.run('key', 'revoke', newest['id'])
    assert any(status == 403 for status, _ in me(again))
    assert server.run('key', 'revoke', '999999', check=False).returncode == 1


def test_import_beside_a_running_server(make_server, tmp_path):
    server = make_server()
    path = tmp_path / 'e.json'
    path.write_text(json.dumps({'Event': {'info': 'from the side', 'date': '2024-01-01', 'distribution': '1', 'Orgc': {
        'uuid': '55f6ea5e-51ac-4344-bc8c-4170950d210f', 'name': 'Somebody'}, 'Attribute': [{'type': 'domain', 'value': 'side.example'}]}}))
    said = json.loads(server.run('import', '--json', str(path)).stdout)
    assert (said['added'], said['attributes'], said['refused']) == (1, 1, 0)
    import time
    for _ in range(30):
        _, _, data = server.call('POST', '/attributes/restSearch', {'value': 'side.example'})
        if data['response']['Attribute']:
            break
        time.sleep(0.1)
    assert data['response']['Attribute'], 'the value index has caught up'
    assert server.run('check').returncode == 0


def test_commands_leave_the_servers_log_alone(make_server):
    """the last one to close a database takes its log away: a command beside the server is not the last"""
    server = make_server()
    for i in range(3):
        assert server.call('POST', '/events/add', {'info': f'before {i}'})[0] == 200
        server.run('org', 'list')
        server.run('key', 'create', 'admin@admin.test')
        assert server.call('POST', '/events/add', {'info': f'after {i}'})[0] == 200
        assert os.path.exists(os.path.join(server.folder, 'varde.db-wal'))
    assert server.run('check').returncode == 0
    assert len(server.call('GET', '/events/index')[2]) == 6


def test_one_server_a_folder(make_server):
    server = make_server()
    done = server.run('serve', '--listen', '127.0.0.1:0', check=False)
    assert done.returncode == 1 and 'running' in done.stderr
    copy = os.path.join(os.path.dirname(server.folder), 'copy')
    server.run('backup', copy)
    done = server.run('restore', copy, '--force', check=False)
    assert done.returncode == 1 and 'stop it first' in done.stderr
    assert server.call('GET', '/users/view/me')[0] == 200
    assert server.run('backup', copy, check=False).returncode == 1, 'a backup overwrites nothing'


def test_restore_brings_keys_back(made, tmp_path):
    folder, said = made
    copy = str(tmp_path / 'copy')
    assert run(folder, 'backup', copy).returncode == 0
    assert os.stat(copy).st_mode & 0o777 == 0o600
    assert run(folder, 'restore', copy).returncode == 1, 'only with --force'
    assert run(folder, 'org', 'create', 'Later').returncode == 0
    assert run(folder, 'restore', copy, '--force').returncode == 0
    assert 'Later' not in run(folder, 'org', 'list').stdout
    from varde_server import Server
    with Server(binary(), str(folder), fresh=False) as server:
        assert server.call('GET', '/users/view/me', key=said['key'])[0] == 200
    with sqlite3.connect(folder / 'varde.db') as db:
        assert not db.execute("SELECT 1 FROM settings WHERE name LIKE '%secret%'").fetchall(), 'the secret stays in its own file'


@pytest.mark.parametrize('damage, word', [
    ('UPDATE attributes SET event_id = 999', 'event_id is not in events'),
    ('UPDATE events SET attribute_count = 7', 'attribute_count is wrong'),
    ('UPDATE attributes SET uuid = (SELECT min(uuid) FROM attributes)', 'uuid is not unique'),
    ('UPDATE events SET distribution = 4, sharing_group_id = 99', 'sharing group'),
    ("UPDATE sequences SET next_id = 1 WHERE name = 'attributes'", 'sequence of attributes'),
    ('DELETE FROM objects', 'object_id is not in objects'),
])
def test_check_names_what_is_wrong(tmp_path, damage, word):
    folder = tmp_path / 'data'
    assert run(folder, 'init', '--sample').returncode == 0
    with sqlite3.connect(folder / 'varde.db') as db:
        db.execute('PRAGMA foreign_keys = OFF')
        db.execute(damage)
    done = run(folder, 'check')
    assert done.returncode == 1 and word in done.stdout, done
    report = json.loads(run(folder, 'check', '--json').stdout)
    assert report['count'] > 0 and any(word in f for f in report['faults'])


def test_export_of_one_event(tmp_path):
    folder = tmp_path / 'data'
    assert run(folder, 'init', '--sample').returncode == 0
    one = json.loads(run(folder, 'export', '--event', '1').stdout)['Event']
    assert one['Object'][0]['ObjectReference'] and one['EventReport'] and one['Orgc']['name'] == 'Example CERT'
    assert json.loads(run(folder, 'export', '--event', one['uuid']).stdout)['Event'] == one
    assert run(folder, 'export', '--event', '99').returncode == 1
    again = tmp_path / 'again.json'
    again.write_text(run(folder, 'export').stdout)
    assert run(tmp_path / 'other', 'init').returncode == 0
    assert run(tmp_path / 'other', 'import', str(again)).returncode == 0
    assert run(folder, 'import', str(again)).stdout.startswith('0 events added, 0 updated, 3 unchanged')


def test_export_as_csv_and_text(tmp_path):
    folder = tmp_path / 'data'
    assert run(folder, 'init', '--sample').returncode == 0
    csv = run(folder, 'export', '--format', 'csv').stdout
    assert csv.startswith('uuid,event_id,category,type,value') and len(csv.strip().splitlines()) == 14
    text = run(folder, 'export', '--format', 'text').stdout.split()
    assert '192.0.2.44' in text and 'berth-4471.exe' not in text
    assert run(folder, 'export', '--format', 'pdf').returncode == 2


def test_search_and_lookup(tmp_path):
    folder = tmp_path / 'data'
    assert run(folder, 'init', '--sample').returncode == 0
    assert 'files.harbour.example' in run(folder, 'search', 'harbour', '--type', 'url').stdout
    assert run(folder, 'search', 'nothing-like-this').returncode == 1
    rows = json.loads(run(folder, 'lookup', 'UPDATE-check.example', '--json').stdout)
    assert {r['event_id'] for r in rows} == {'1', '3'}
    done = run(folder, 'lookup', '192.0.2.44', '192.0.2.45')
    assert done.returncode == 0 and '192.0.2.45  not known' in done.stdout
    assert run(folder, 'lookup', '%').returncode == 1, 'no wildcards here'
