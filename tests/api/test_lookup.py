"""Look-ups and lists for sensors: what is known, to whom, in every form; agreements, embargoes; and that nothing tells of what one does not see."""
import base64
import io
import ipaddress
import json
import math
import shutil
import socket
import struct
import subprocess
import time
from urllib.parse import quote

import pytest

from agreements import new_parties, at

LISTS = ['/lookup/filter.bloom', '/lookup/zeek', '/lookup/rpz', *(f'/lookup/list/{k}' for k in ('ip', 'domain', 'url', 'hash', 'email', 'filename')),
         *(f'/lookup/suricata/{k}' for k in ('domain', 'url', 'ip', 'md5', 'sha256', 'email', 'filename'))]
WRONG_HITS = set()


class Bloom:
    """a reader of the layout of its own, by the description in src/format/bloom_out.c"""
    PRIME, FACTOR, MASK = 18446744073709551557, 18446744073709550147, (1 << 64) - 1

    def __init__(self, data):
        self.flags, self.n, self.p, self.k, self.m, self.count = struct.unpack_from('<QQdQQQ', data)
        self.bits = data[48:48 + (self.m + 63) // 64 * 8]
        assert self.flags == 1 and len(data) == 48 + len(self.bits)
        assert self.m == abs(math.ceil(self.n * math.log(self.p) / math.log(2) ** 2)) and self.k == math.ceil(math.log(2) * self.m / self.n)

    def __contains__(self, text):
        number = 14695981039346656037
        for byte in text.encode():
            number = number * 1099511628211 & self.MASK ^ byte
        number %= self.PRIME
        for _ in range(self.k):
            number = (number * self.FACTOR & self.MASK) % self.PRIME
            bit = number % self.m
            if not self.bits[bit // 8] >> bit % 8 & 1:
                return False
        return True


def path_of(value):
    return '/lookup/' + quote(value, safe='')


def text(caller, path, **more):
    status, _, data = caller.call('GET', path, **more)
    assert status == 200, (path, data)
    return data.decode() if isinstance(data, bytes) else json.dumps(data)


def bloom(caller, query=''):
    status, _, data = caller.get('/lookup/filter.bloom' + query)
    assert status == 200 and isinstance(data, bytes), data
    return Bloom(data)


def hits(caller, values, **more):
    status, _, data = caller.post('/lookup', values, **more)
    assert status == 200 and data['asked'] == len(values) and data['known'] == len(data['hits']), data
    return {h['place']: h for h in data['hits']}


def sees(caller, domain):
    """by every way there is, which must agree; the domain has to_ids, of a published event"""
    one = caller.get(path_of(domain)).status == 200
    said = domain in bloom(caller)
    if said and not one and len(WRONG_HITS) < 3:  # the filter promises one wrong hit in a thousand
        WRONG_HITS.add(domain)
        said = False
    full = caller.get(path_of(domain) + '?detail=full').status == 200
    ways = [one, full, bool(hits(caller, ['nothing.example', domain])), said, f'\n{domain} CNAME' in text(caller, '/lookup/rpz'),
            f'\n{domain}\tIntel::DOMAIN' in text(caller, '/lookup/zeek'), domain in text(caller, '/lookup/list/domain').split(),
            base64.b64encode(domain.encode()).decode() in text(caller, '/lookup/suricata/domain').split(), bool(caller.search(value=domain))]
    assert len(set(ways)) == 1, ways
    return one


def published(caller, attributes, info='lookup', **fields):
    fields.setdefault('distribution', '1')
    return caller.add_event(info, attributes, published=True, **fields)


@pytest.fixture(scope='module')
def parties(world):
    return [party for party, _ in new_parties(world, 'Look-ups', 3)]


def test_one_value(world, unique):
    md5 = unique[1:]
    url = f'http://{unique}.example/a/b?c=d+e&f=%7Cg'
    published(world.publisher, [{'type': 'domain', 'value': unique + '.example'}, {'type': 'filename|md5', 'value': f'{unique}.exe|{md5}'},
                                {'type': 'url', 'value': url}, {'type': 'text', 'value': unique + ' blank', 'to_ids': False},
                                {'type': 'ip-dst|port', 'value': '2001:db8:5::7|65077'}])
    other = world.other_user
    for value, kind in ((unique + '.example', 'domain'), (unique.upper() + '.EXAMPLE', 'domain'), (md5, 'filename|md5'), (unique + '.exe', 'filename|md5'),
                        (f'{unique}.EXE|{md5}', 'filename|md5'), (url, 'url'), (unique + ' blank', 'text'), ('2001:0db8:5:0::7', 'ip-dst|port'),
                        ('2001:db8:5::7|65077', 'ip-dst|port')):
        data = other.ok('GET', path_of(value))
        assert data == {'value': value, 'type': kind, 'to_ids': kind != 'text', 'events': 1}, data
        assert other.ok('GET', '/lookup?value=' + quote(value, safe='')) == data
        assert hits(other, [value]) == {0: dict(data, place=0)}
    for value in ('65077', unique, f'{unique}.exe|{"0" * 32}', f'x|{md5}', unique + '%', '%'):
        assert other.get(path_of(value)).status == 404 and hits(other, [value]) == {}, value
    # neither named parameters, nor suffixes, nor blanks for +
    published(world.publisher, [{'type': 'filename', 'value': f'{unique}:x.json'}, {'type': 'text', 'value': f'{unique}a b'}])
    assert other.get(f'/lookup/{unique}:x.json').status == 200 and other.get(f'/lookup/{unique}:x').status == 404
    assert other.get(f'/lookup/{unique}a+b').status == 404 and other.get(f'/lookup/{unique}a%20b').status == 200


def test_counts_and_deleted(world, unique):
    domain = unique + '.example'
    first = published(world.publisher, [{'type': 'domain', 'value': domain, 'to_ids': False}, {'type': 'hostname', 'value': domain, 'to_ids': False}])
    second = published(world.publisher, [{'type': 'url', 'value': domain}])
    other = world.other_user
    assert other.ok('GET', path_of(domain)) == {'value': domain, 'type': 'url', 'to_ids': True, 'events': 2}
    assert [h['events'] for h in hits(other, [domain, 'x', domain.upper()]).values()] == [2, 2]
    world.publisher.ok('POST', f'/attributes/delete/{second["Attribute"][0]["id"]}')
    assert other.ok('GET', path_of(domain)) == {'value': domain, 'type': 'hostname', 'to_ids': False, 'events': 1}
    world.publisher.ok('POST', f'/events/delete/{first["id"]}')
    assert other.get(path_of(domain)).status == 404
    world.publisher.ok('POST', f'/events/delete/{second["id"]}')
    edited = published(world.publisher, [{'type': 'domain', 'value': domain}])
    world.publisher.ok('POST', f'/attributes/edit/{edited["Attribute"][0]["id"]}', {'value': 'x' + domain})
    assert other.get(path_of(domain)).status == 404 and other.get(path_of('x' + domain)).status == 200


def test_full(world, unique):
    domain = unique + '.example'
    event = published(world.publisher, [{'type': 'domain', 'value': domain, 'Tag': [{'name': 'tlp:green'}]}], Tag=[{'name': 'tlp:white'}])
    world.publisher.ok('POST', '/sightings/add', {'id': event['Attribute'][0]['id']})
    data = world.user.ok('GET', path_of(domain) + '?detail=full')
    (found,) = data['attributes']
    assert found['Event']['uuid'] == event['uuid'] and len(found['Sighting']) == 1 and data['events'] == 1
    assert {t['name'] for t in found['Tag']} == {'tlp:green', 'tlp:white'}, found['Tag']
    data = world.other_user.ok('GET', path_of(domain) + '?detail=full')
    assert data['attributes'][0]['Sighting'] == []  # the policy: only the owner's
    answer = world.user.post('/lookup?detail=full', [domain, 'x' + domain])
    assert answer.data['known'] == 1 and answer.data['hits'][0]['attributes'][0]['value'] == domain
    assert world.user.post('/lookup?detail=full', ['x'] * 1001).status == 413
    assert world.user.get(path_of(domain) + '?detail=some').status == 400


def test_bulk(world, unique):
    published(world.publisher, [{'type': 'domain', 'value': f'{unique}-{n}.example'} for n in range(500)])
    asked = [f'{unique}-{n % 1000}.example' for n in range(100000)]
    found = hits(world.other_user, asked)
    assert sorted(found) == [n for n in range(100000) if n % 1000 < 500]
    assert all(h['value'] == asked[p] and h['events'] == 1 and h['type'] == 'domain' and h['to_ids'] for p, h in found.items())
    few = [f'{unique}-1.example', 'no.example', f'{unique.upper()}-2.EXAMPLE']
    assert sorted(hits(world.other_user, few)) == [0, 2]
    answer = world.other_user.post('/lookup', {'values': few, 'other': {'a': [1]}})
    assert [h['place'] for h in answer.data['hits']] == [0, 2]
    lines = '\r\n'.join(few) + '\n'
    kind = {'Content-Type': 'text/plain'}
    assert world.other_user.post('/lookup', lines, headers=kind).data['known'] == 2
    data = world.other_user.post('/lookup', lines, headers=dict(kind, Accept='text/plain')).data
    assert data.decode().split() == [few[0], few[2]]
    data = world.other_user.post('/lookup', few, headers={'Accept': 'application/x-ndjson'}).data
    assert [json.loads(row)['place'] for row in data.decode().splitlines()] == [0, 2]
    assert world.other_user.post('/lookup', []).data == {'asked': 0, 'known': 0, 'hits': []}
    assert world.other_user.post('/lookup', ['', ' ', None, 5]).data['known'] == 0


def test_popular_value(world, unique):
    """more rows than are read on the spot, and the same value many times in one question"""
    domain = unique + '.example'
    for n in range(3):
        published(world.publisher, [{'type': 'text', 'value': domain, 'comment': str(i), 'category': 'Other', 'first_seen': f'2026-01-01T00:{i // 60:02}:{i % 60:02}Z'} if i % 2 else
                                    {'type': 'filename|md5', 'value': f'{domain}|{n:016x}{i:016x}'} for i in range(200)])
    assert world.other_user.ok('GET', path_of(domain))['events'] == 3
    assert {h['events'] for h in hits(world.other_user, [domain] * 5000).values()} == {3}
    full = world.other_user.ok('GET', path_of(domain) + '?detail=full')
    assert len({a['id'] for a in full['attributes']}) == len(full['attributes']) >= 300


def test_site_admins_read_is_audited(world, unique):
    """what it would not see as a member"""
    published(world.publisher, [{'type': 'domain', 'value': unique + '.example'}], distribution='0')

    def reads():
        return len(world.site_admin.ok('POST', '/admin/logs/index', {'action': 'read', 'limit': 1000}))
    before = reads()
    assert world.site_admin.get(path_of(unique + '.example')).status == 200
    deadline = time.time() + 10
    while reads() == before and time.time() < deadline:
        time.sleep(0.3)
    assert reads() > before


def test_bad_input(world, stranger):
    for body in (b'', b'{}', b'[', b'[[]]', b'[{}]', b'{"values": 5}', b'"x"', b'[1] 2', b'\xff', b'["\xff"]'):
        answer = world.user.post('/lookup', body)
        assert answer.status == 400 and answer.data['code'] == 'bad_input' and answer.data['message'], (body, answer)
    for body in (b'\xff\n', b'a\0b'):
        assert world.user.post('/lookup', body, headers={'Content-Type': 'text/plain'}).status == 400
    assert world.user.post('/lookup', ['x'] * 100001).status == 413
    assert world.user.post('/lookup', 'x\n' * 100001, headers={'Content-Type': 'text/plain'}).status == 413
    assert world.user.get('/lookup').status == 400 and world.user.get('/lookup/').status == 400
    assert world.user.get('/lookup/%zz').status == 400 and world.user.get('/lookup/%00').status == 400 and world.user.get('/lookup/%ff').status == 400
    assert world.user.get('/lookup/a/b').status == 404
    assert world.user.get('/lookup/list/nothing').status == 404 and world.user.get('/lookup/suricata/sha1').status == 404
    assert world.user.get('/lookup/rpz?policy=a%20b').status == 400
    for path in ['/lookup/x', *LISTS]:
        assert stranger.get(path).status == 403, path


def shown(answer, *values):
    """all that an answer tells, without the value and the moment"""
    headers = {k: v for k, v in answer.headers.items() if k not in ('Date', 'ETag')}
    told = json.dumps([answer.status, headers, answer.data if not isinstance(answer.data, bytes) else answer.data.hex()])
    for value in values:
        told = told.replace(value, 'VALUE')
    return told


def test_no_oracle(world, unique):
    """what is not seen is a miss in everything: the answers are those to a value that nobody knows"""
    known, unknown = f'{unique}k.example', f'{unique}n.example'
    before = {path: world.other_user.get(path).headers['ETag'] for path in LISTS}
    published(world.publisher, [{'type': 'domain', 'value': known}], distribution='0')
    event = published(world.publisher, [{'type': 'domain', 'value': known, 'distribution': '0'}])
    published(world.publisher, [], Object=[{'name': 'domain-ip', 'distribution': '0', 'meta-category': 'network',
                                            'Attribute': [{'type': 'domain', 'value': known, 'object_relation': 'domain'}]}])
    other = world.other_user
    for tail in ('', '?detail=full'):
        assert shown(other.get(path_of(known) + tail), known) == shown(other.get(path_of(unknown) + tail), unknown)
    for headers in ({}, {'Accept': 'application/x-ndjson'}, {'Accept': 'text/plain'}):
        assert shown(other.post('/lookup', [known, 'x'], headers=headers)) == shown(other.post('/lookup', [unknown, 'x'], headers=headers))
    assert other.post('/lookup?detail=full', [known]).data['known'] == 0
    assert not sees(other, known) and sees(world.user, known) and hits(world.user, [known])[0]['events'] == 3
    for path in LISTS:  # not even that something happened
        answer = other.get(path, headers={'If-None-Match': before[path]})
        assert answer.status == 304 and answer.headers['ETag'] == before[path], path
    # of an event in which one sees something else: only that counts
    world.publisher.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'hostname', 'value': known, 'to_ids': False})
    assert other.ok('GET', path_of(known)) == {'value': known, 'type': 'hostname', 'to_ids': False, 'events': 1}
    assert len(other.ok('GET', path_of(known) + '?detail=full')['attributes']) == 1


def test_etags(world, unique):
    published(world.publisher, [{'type': kind, 'value': value} for kind, value in
                                (('domain', unique + '.example'), ('ip-src', '192.0.2.77'), ('md5', unique[1:]), ('sha256', unique[1:] * 2),
                                 ('url', f'http://{unique}.example/'), ('email-src', f'a@{unique}.example'), ('filename', unique))])
    for path in LISTS:
        status, headers, data = world.user.get(path)
        assert status == 200 and headers['ETag'].startswith('"') and 'private' in headers['Cache-Control'] and 'Authorization' in headers['Vary'], path
        again = world.user.get(path, headers={'If-None-Match': f'"x", W/{headers["ETag"]}'})
        assert again.status == 304 and again.data == b'' and again.headers['ETag'] == headers['ETag']
        assert world.other_user.get(path).headers['ETag'] != headers['ETag']  # of another view
        assert world.user.head(path).headers['ETag'] == headers['ETag']
    old = {path: world.user.get(path).headers['ETag'] for path in LISTS}
    assert len(set(old.values())) == len(LISTS)
    serial = int(text(world.user, '/lookup/rpz').split('hostmaster.localhost. ')[1].split()[0])
    published(world.publisher, [{'type': 'domain', 'value': 'new' + unique + '.example'}])
    for path in LISTS:
        touched = path.rsplit('/', 1)[1] in ('filter.bloom', 'zeek', 'rpz', 'domain')
        assert world.user.get(path, headers={'If-None-Match': old[path]}).status == (200 if touched else 304), path
    assert int(text(world.user, '/lookup/rpz').split('hostmaster.localhost. ')[1].split()[0]) > serial


def test_what_lists_hold(world, unique):
    domain, md5, sha256 = unique + '.example', unique[1:], unique[1:] * 2
    published(world.publisher, [{'type': 'domain|ip', 'value': f'{domain}|198.51.100.77'}, {'type': 'filename|sha256', 'value': f'{unique}.exe|{sha256}'},
                                {'type': 'md5', 'value': md5}, {'type': 'ip-dst', 'value': '203.0.113.0/25'}, {'type': 'url', 'value': f'https://{domain}/x'},
                                {'type': 'email-src', 'value': f'me@{domain}'}, {'type': 'domain', 'value': 'quiet' + domain, 'to_ids': False},
                                {'type': 'text', 'value': unique, 'to_ids': True}])
    published(world.publisher, [{'type': 'domain', 'value': domain}])  # again: once in a list
    world.publisher.add_event('draft', [{'type': 'domain', 'value': 'draft' + domain}], distribution='1')
    me = world.other_user
    assert text(me, '/lookup/list/domain').split().count(domain) == 1
    for path, value in (('list/ip', '198.51.100.77'), ('list/ip', '203.0.113.0/25'), ('list/hash', md5), ('list/hash', sha256), ('list/email', f'me@{domain}'),
                        ('list/filename', unique + '.exe'), ('list/url', f'https://{domain}/x'), ('suricata/md5', md5), ('suricata/sha256', sha256),
                        ('suricata/ip', '198.51.100.77'), ('suricata/url', base64.b64encode(f'https://{domain}/x'.encode()).decode())):
        assert value in text(me, '/lookup/' + path).split(), path
    assert '203.0.113.0/25' not in text(me, '/lookup/suricata/ip')
    rows = [line.split('\t') for line in text(me, '/lookup/zeek').splitlines()]
    assert rows[0] == ['#fields', 'indicator', 'indicator_type', 'meta.source'] and all(len(r) == 3 for r in rows[1:])
    for row in ((domain, 'Intel::DOMAIN'), ('203.0.113.0/25', 'Intel::SUBNET'), ('198.51.100.77', 'Intel::ADDR'), (f'{domain}/x', 'Intel::URL'),
                (sha256, 'Intel::FILE_HASH'), (unique + '.exe', 'Intel::FILE_NAME'), (f'me@{domain}', 'Intel::EMAIL')):
        assert [*row, 'varde'] in rows, row
    # meant for detection, and published, unless one asks for the rest
    for query, expected in (('', (True, False, False)), ('?all=1', (True, True, False)), ('?unpublished=1', (True, False, True)), ('?all=1&unpublished=1', (True, True, True))):
        names = text(me, '/lookup/list/domain' + query).split()
        assert tuple(n + domain in names for n in ('', 'quiet', 'draft')) == expected, query
        assert tuple(n + domain in bloom(me, query) for n in ('', 'quiet', 'draft')) == expected, query
    assert unique in bloom(me) and sha256 in bloom(me) and unique + '.exe' in bloom(me) and sum(f'{n}.absent.example' in bloom(me) for n in range(300)) <= 5


def test_bloom_with_flor(world, unique):
    flor = pytest.importorskip('flor')
    values = [f'{unique}-{n}.example' for n in range(300)]
    published(world.publisher, [{'type': 'domain', 'value': v} for v in values])
    reader = flor.BloomFilter()
    reader.read(io.BytesIO(world.user.get('/lookup/filter.bloom').data))
    assert all(v.encode() in reader for v in values) and reader.N <= reader.n
    assert sum(f'{unique}-{n}.absent'.encode() in reader for n in range(2000)) < 30


def test_agreement(parties, unique):
    a, b, c = parties
    domain = unique + '.example'
    uuid = a.draw_up([(a, 'member'), (b, 'member'), (c, 'partner')], effective_from=at(4), effective_until=at(3600))
    group = str(a.caller.ok('GET', f'/agreements/{uuid}')['sharing_group_id'])
    a.must(uuid, 'sign')
    etag = a.caller.get('/lookup/list/domain').headers['ETag']
    published(b.caller, [{'type': 'domain', 'value': domain}], distribution='4', sharing_group_id=group)
    b.must(uuid, 'sign')
    c.must(uuid, 'sign')
    assert sees(b.caller, domain) and not sees(a.caller, domain) and not sees(c.caller, domain)
    assert a.caller.get('/lookup/list/domain', headers={'If-None-Match': etag}).status == 304
    deadline = time.time() + 20
    while a.caller.ok('GET', f'/agreements/{uuid}')['state'] != 'in_force' and time.time() < deadline:
        time.sleep(0.2)
    assert sees(a.caller, domain) and sees(c.caller, domain)
    assert a.caller.get('/lookup/list/domain', headers={'If-None-Match': etag}).status == 200
    # counts are of what one sees
    published(c.caller, [{'type': 'domain', 'value': domain}], distribution='4', sharing_group_id=group)
    published(c.caller, [{'type': 'domain', 'value': domain}], distribution='0')
    assert [hits(p.caller, [domain])[0]['events'] for p in (a, b, c)] == [2, 2, 3]
    c.must(uuid, 'withdraw')  # what it shared is seen by nobody else, and it sees nothing of the others
    assert [hits(p.caller, [domain])[0]['events'] for p in (a, b, c)] == [1, 1, 2]
    a.must(uuid, 'suspend')
    assert not sees(a.caller, domain) and sees(b.caller, domain) and hits(b.caller, [domain])[0]['events'] == 1
    a.must(uuid, 'resume')
    assert sees(a.caller, domain)
    a.must(uuid, 'end')
    assert not sees(a.caller, domain) and sees(b.caller, domain)
    assert a.caller.get('/lookup/list/domain', headers={'If-None-Match': etag}).status == 304


def test_embargo(world, unique):
    domain, gone = unique + '.example', 'gone' + unique + '.example'
    published(world.publisher, [{'type': 'domain', 'value': domain}], embargo_until=at(9))
    published(world.publisher, [{'type': 'domain', 'value': gone}], visible_until=at(9))
    assert not sees(world.other_user, domain) and sees(world.other_user, gone)
    assert sees(world.user, domain) and sees(world.user, gone)
    deadline = time.time() + 15
    while not hits(world.other_user, [domain]) and time.time() < deadline:
        time.sleep(0.2)
    time.sleep(1)
    assert sees(world.other_user, domain) and not sees(world.other_user, gone) and sees(world.user, gone)


def test_command(make_server, unique):
    server = make_server()
    server.call('POST', '/events/add', {'Event': {'info': 'x', 'Attribute': [{'type': 'domain', 'value': unique + '.example'}]}})
    done = server.run('lookup', '-', input=f'{unique}.example\nno.example\n\n{unique.upper()}.EXAMPLE\n')
    assert done.stdout.splitlines() == [f'{v}  (domain, to_ids)  1 event' for v in (f'{unique}.example', f'{unique.upper()}.EXAMPLE')]
    rows = json.loads(server.run('lookup', '-', '--json', input=f'{unique}.example\nno.example\n').stdout)
    assert rows == [{'value': f'{unique}.example', 'type': 'domain', 'to_ids': True, 'events': 1}]
    assert server.run('lookup', '-', input='no.example\n', check=False).returncode == 1


# ---- the zone, in a name server ---------------------------------------------------------------------------------------

def question(name):
    return struct.pack('>HHHHHH', 7, 0x0100, 1, 0, 0, 0) + b''.join(bytes([len(p)]) + p.encode() for p in name.split('.')) + b'\0\0\1\0\1'


def ask(port, name):
    """the rcode and number of answers"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(2)
        s.sendto(question(name), ('127.0.0.1', port))
        answer = s.recv(4096)
    return answer[3] & 15, struct.unpack_from('>H', answer, 6)[0]


NAMED = """options { directory "%(folder)s"; listen-on port %(port)d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none; recursion yes;
  allow-query { any; }; dnssec-validation no; managed-keys-directory "%(folder)s"; response-policy { zone "rpz.test"; } qname-wait-recurse no; };
controls { };
zone "rpz.test" { type primary; file "%(folder)s/rpz.zone"; };
zone "good.example" { type primary; file "%(folder)s/good.zone"; };
"""


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def tool(name):
    return shutil.which(name) or shutil.which(name, path='/usr/sbin:/usr/bin:/sbin')


@pytest.fixture(scope='module')
def zone_values(world):
    published(world.publisher, [{'type': 'domain', 'value': 'evil-rpz.example'}, {'type': 'hostname', 'value': 'xn--bcher-kva.example'},
                                {'type': 'ip-dst', 'value': '198.51.100.9'}, {'type': 'ip-dst', 'value': '2001:db8:0:9::/64'}, {'type': 'ip-src', 'value': '::1'}])


def test_zone_is_valid(world, zone_values, tmp_path):
    if not tool('named-checkzone'):
        pytest.skip('bind9-utils is not installed')
    for policy in ('', '?policy=nodata', '?policy=drop', '?policy=garden.example'):
        (tmp_path / 'rpz.zone').write_text(text(world.user, '/lookup/rpz' + policy))
        done = subprocess.run([tool('named-checkzone'), '-k', 'ignore', 'rpz.test', str(tmp_path / 'rpz.zone')], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0 and 'OK' in done.stdout and 'loaded serial' in done.stdout, done.stdout


def test_zone_in_a_name_server(world, zone_values, tmp_path):
    if not tool('named'):
        pytest.skip('bind9 is not installed')
    port = free_port()
    folder = str(tmp_path)
    (tmp_path / 'rpz.zone').write_text(text(world.user, '/lookup/rpz'))
    records = {'www': '192.0.2.80', 'bad': '198.51.100.9'}
    (tmp_path / 'good.zone').write_text('$TTL 60\n@ IN SOA a. b. 1 60 60 60 60\n@ IN NS localhost.\n' + ''.join(f'{n} IN A {a}\n' for n, a in records.items()))
    (tmp_path / 'named.conf').write_text(NAMED % {'folder': folder, 'port': port})
    log = open(tmp_path / 'log', 'w', encoding='utf-8')
    process = subprocess.Popen([tool('named'), '-g', '-c', str(tmp_path / 'named.conf'), '-n', '1'], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if ask(port, 'www.good.example') == (0, 1):
                    break
            except OSError:
                time.sleep(0.1)
        said = (tmp_path / 'log').read_text()
        if process.poll() is not None and ('permission' in said or 'Permission' in said):
            pytest.skip('named may not run here')
        assert ask(port, 'www.good.example') == (0, 1), said[-3000:]
        assert 'rpz.test/IN: loaded serial' in said, said[-3000:]
        for name in ('evil-rpz.example', 'below.it.evil-rpz.example', 'xn--bcher-kva.example', 'bad.good.example'):
            assert ask(port, name) == (3, 0), name
        assert 'invalid' not in said.lower() and 'not canonical' not in said.lower(), said
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def test_addresses_in_the_zone(world, zone_values):
    names = [line.split()[0] for line in text(world.user, '/lookup/rpz').splitlines() if '.rpz-ip ' in line]
    found = set()
    for name in names:
        prefix, *parts = name[:-len('.rpz-ip')].split('.')
        if len(parts) == 4 and 'zz' not in parts:
            found.add(ipaddress.ip_network('.'.join(reversed(parts)) + '/' + prefix))
        else:
            found.add(ipaddress.ip_network(':'.join(reversed(parts)).replace('zz', ':').replace(':::', '::') + '/' + prefix))
    for expected in ('198.51.100.9/32', '2001:db8:0:9::/64', '::1/128'):
        assert ipaddress.ip_network(expected) in found, (expected, names)
