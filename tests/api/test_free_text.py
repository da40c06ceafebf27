"""Free-text import: what is found in a text lands on the event, or beside it as proposals (spec 7)."""
import csv
import json
import os
import subprocess

import pytest

from conftest import binary
from varde_server import SHARED

TEXT = 'see hxxp://evil[.]example/x and 198[.]51[.]100[.]20, md5 d41d8cd98f00b204e9800998ecf8427f CVE-2022-1234 mail a@b[.]example'
FOUND = [('url', 'http://evil.example/x', 1), ('ip-dst', '198.51.100.20', 1), ('md5', 'd41d8cd98f00b204e9800998ecf8427f', 1),
         ('vulnerability', 'CVE-2022-1234', 0), ('email-src', 'a@b.example', 1)]
SYNCHRONOUS = '/disable_background_processing:1'


@pytest.fixture
def shared(world, unique):
    """an event of `user` that everybody here sees"""
    made = world.user.add_event(unique, [], distribution='1')
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')


def take(caller, event, text, options='', **more):
    return caller.ok('POST', f'/events/freeTextImport/{event["uuid"]}{options}', dict(more, value=text))


def attributes(caller, event):
    return caller.ok('GET', f'/events/view/{event["id"]}')['Event'].get('Attribute', [])


def test_attributes(world, event):
    answer = [a['Attribute'] for a in take(world.user, event, TEXT, SYNCHRONOUS)]
    assert [(a['type'], a['value'], a['to_ids']) for a in answer] == FOUND
    assert answer[0]['original_value'] == 'hxxp://evil[.]example/x' and answer[0]['value1'] == answer[0]['value'] and answer[0]['value2'] == ''
    stored = attributes(world.user, event)[1:]
    assert [a['uuid'] for a in stored] == [a['uuid'] for a in answer] and [a['id'] for a in stored] == [a['id'] for a in answer]
    assert [a['value'] for a in stored] == [a[1] for a in FOUND]
    assert all(a['distribution'] == '5' and a['event_id'] == event['id'] for a in stored)
    assert take(world.user, event, TEXT, SYNCHRONOUS) == [], 'what is there already is not saved again'
    again = take(world.user, event, TEXT)
    assert [a['Attribute']['value'] for a in again] == [a[1] for a in FOUND] and 'id' not in again[0]['Attribute']
    assert len(attributes(world.user, event)) == 1 + len(FOUND)


def test_details(world, event):
    (answer,) = take(world.user, event, 'EXAMPLE.com:80', SYNCHRONOUS, distribution=2)
    assert answer['Attribute']['comment'] == 'On port 80' and answer['Attribute']['distribution'] == 2
    stored = attributes(world.user, event)[-1]
    assert (stored['value'], stored['comment'], stored['distribution']) == ('example.com', 'On port 80', '2')
    (answer,) = take(world.user, event, '192.0.2.1:8080', SYNCHRONOUS)
    assert (answer['Attribute']['value'], answer['Attribute']['value1'], answer['Attribute']['value2']) == ('192.0.2.1|8080', '192.0.2.1', '8080')
    (answer,) = take(world.user, event, 'https://www.virustotal.com/x', SYNCHRONOUS)
    assert (answer['Attribute']['type'], answer['Attribute']['to_ids']) == ('link', 0)
    assert take(world.user, event, 'nothing to see here') == []


def test_preview(world, event):
    found = take(world.user, event, '192.0.2.77 example.com:80 https://virustotal.com/a', returnMetaAttributes=True)
    assert found[0]['types'] == {'ip-dst': 'ip-dst', 'ip-src': 'ip-src', 'ip-src/ip-dst': 'ip-src/ip-dst'}
    assert found[0]['default_type'] == 'ip-dst' and found[0]['default_category'] == 'Network activity'
    assert found[1]['comment'] == 'On port 80' and found[1]['original_value'] == 'example.com:80'
    assert found[2]['default_type'] == 'link' and found[2]['to_ids'] is False
    assert len(attributes(world.user, event)) == 1


def test_proposals(world, shared):
    answer = take(world.other_user, shared, TEXT)
    assert [(a['ShadowAttribute']['type'], a['ShadowAttribute']['value']) for a in answer] == [a[:2] for a in FOUND]
    assert attributes(world.user, shared) == []
    seen = world.user.ok('GET', f'/events/view/{shared["id"]}')['Event']['ShadowAttribute']
    assert {p['uuid'] for p in seen} == {a['ShadowAttribute']['uuid'] for a in answer}


def test_refused(world, event, unique):
    path = f'/events/freeTextImport/{event["uuid"]}'
    hidden = [world.other_user.post(path, {'value': text, **more})
              for text, more in ((TEXT, {}), ('', {}), (TEXT, {'returnMetaAttributes': True}))]
    nobody = world.other_user.post('/events/freeTextImport/00000000-0000-4000-8000-000000000000', {'value': TEXT})
    assert [a.status for a in hidden] == [404] * 3 and nobody.status == 404
    assert hidden[0].data['message'] == nobody.data['message'] == 'Invalid event'
    assert world.read_only.post(path, {'value': TEXT}).status == 403
    assert world.user.post(path, {}).status == 400
    assert world.user.post(path, {'value': TEXT, 'distribution': 9}).status == 403
    assert world.user.post(path, {'value': TEXT, 'distribution': -5}).status == 403
    assert len(attributes(world.user, event)) == 1


def test_warned(world, event, library):
    toggle = {'name': ['%public DNS resolv%'], 'enabled': True}
    world.site_admin.ok('POST', '/warninglists/toggleEnable', toggle)
    try:
        assert take(world.user, event, '8.8.8.8', SYNCHRONOUS, adhereToWarninglists=True) == []
        all_found = take(world.user, event, '8.8.8.8 192.0.2.5', adhereToWarninglists=True)
        assert [('id' in a['Attribute'], a['Attribute']['value']) for a in all_found] == [(False, '8.8.8.8'), (True, '192.0.2.5')]
        soft = take(world.user, event, '9.9.9.9 192.0.2.6', SYNCHRONOUS, adhereToWarninglists='soft')
        assert [(a['Attribute']['value'], a['Attribute']['to_ids']) for a in soft] == [('9.9.9.9', 0), ('192.0.2.6', 1)]
        kept = take(world.user, event, '1.1.1.1', SYNCHRONOUS, adhereToWarninglists=False)
        assert kept[0]['Attribute']['to_ids'] == 1
    finally:
        world.site_admin.ok('POST', '/warninglists/toggleEnable', dict(toggle, enabled=False))
    assert '8.8.8.8' not in [a['value'] for a in attributes(world.user, event)]


@pytest.mark.parametrize('name', ['CERT-UA_IOCs.csv', 'ETAC_Vetted_UkraineRussiaWar_IOCs.csv'])
def test_real_lists(world, event, name):
    path = os.path.join(SHARED, 'data', 'ukraine', name)
    if not os.path.exists(path):
        pytest.skip(f'{path} is not here')
    with open(path, encoding='utf-8-sig') as f:
        rows = [r for r in csv.reader(f)][1:]
    take(world.user, event, '\n'.join(r[1] for r in rows))
    types = {}
    for a in attributes(world.user, event):
        types.setdefault(a['type'], set()).add(a['value'].lower())
    want = {'url': 'url', 'md5': 'md5', 'filehash-md5': 'md5', 'sha256': 'sha256', 'filehash-sha256': 'sha256', 'sha1': 'sha1', 'email': 'email-src',
            'ipv4': 'ip-dst'}
    for row in rows:
        value = row[1].strip().replace('[.]', '.').replace('hxxp', 'http').lower()
        kinds = [want.get(row[0].lower())] if row[0].lower() in want else ['domain', 'hostname']
        assert any(value in types.get(k, ()) for k in kinds), row[:2]
    assert set(types) <= set(want.values()) | {'domain', 'hostname', 'text'}


def test_large(world, event):
    text = ' '.join(f'10.{i // 65536}.{i // 256 % 256}.{i % 256}' for i in range(5000)) + ' ' + 'x' * 2_000_000
    assert len(take(world.user, event, text, SYNCHRONOUS)) == 5000


def run(*args, text=''):
    return subprocess.run([binary(), 'indicators', *args], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)


def test_command(tmp_path):
    done = run(text='a\n  hxxp://evil[.]example/x 192.0.2.1:80')
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == ['standard input:2:3\turl\thttp://evil.example/x',
                                                 'standard input:2:27\tip-dst|port\t192.0.2.1|80\tOn port 80']
    path = tmp_path / 'a.txt'
    path.write_bytes('see pаypal.com \xff'.encode('utf-8') + b'\xff\x00')
    (line,) = run('--json', str(path)).stdout.splitlines()
    assert json.loads(line) == {'file': str(path), 'type': 'domain', 'value': 'pаypal.com', 'original': 'pаypal.com', 'defanged': False,
                                'mixed_scripts': True, 'types': ['domain', 'filename'], 'span': [4, 15], 'line': 1, 'column': 5}
    done = run(str(path), str(tmp_path / 'none'))
    assert done.returncode == 1 and b'none: it cannot be read' in done.stderr and b'p\xd0\xb0ypal.com' in done.stdout
    assert run(text='').stdout == b''
    assert run('--prose', text='It ended.The end').stdout == b'' != run(text='It ended.The end').stdout
