"""Parties of agreements for the tests: each has a key of its own (Ed25519 by libsodium, which the program needs anyhow) and signs what the server says is to be
signed. Everything goes over HTTP as a client would do it."""
import ctypes
import ctypes.util
import datetime
import time

sodium = ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')
sodium.sodium_init()


class Key:
    def __init__(self, seed=None):
        self.public, self.secret = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
        if seed is None:
            sodium.crypto_sign_keypair(self.public, self.secret)
        else:
            sodium.crypto_sign_seed_keypair(self.public, self.secret, bytes(seed))

    @property
    def hex(self):
        return self.public.raw.hex()

    def sign(self, text):
        signature = ctypes.create_string_buffer(64)
        data = text.encode()
        sodium.crypto_sign_detached(signature, None, data, ctypes.c_ulonglong(len(data)), self.secret)
        return signature.raw.hex()


def at(seconds=0):
    """an instant so many seconds from now, as the terms write it"""
    return datetime.datetime.fromtimestamp(int(time.time()) + seconds, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')


class Party:
    """an organisation's administrator with its key"""
    keys = {}  # uuid of the organisation: the key that it has registered; the modules of one run share the organisations

    def __init__(self, caller, key=None):
        self.caller, self.key = caller, key or Key()
        self.org = caller.org['uuid']
        self.name = caller.org['name']

    def register(self):
        if self.org in Party.keys:
            self.key = Party.keys[self.org]
            return self
        Party.keys[self.org] = self.key
        answer = self.caller.post('/signingKeys', {'public_key': self.key.hex})
        assert answer.status == 201, answer.data
        return self

    def rotate(self):
        """to a new key, handed on by the present one"""
        new = Key()
        text = 'varde-key-rotation-v1\n{"key":"%s","org":"%s","previous":"%s"}' % (new.hex, self.org, self.key.hex)
        answer = self.caller.post('/signingKeys', {'public_key': new.hex, 'rotation': self.key.sign(text)})
        assert answer.status == 201, answer.data
        old, self.key = self.key, new
        Party.keys[self.org] = new
        return old

    def act(self, agreement, act, key=None, **fields):
        """the answer to an act with this party's signature"""
        body = dict(fields, act=act)
        asked = self.caller.post(f'/agreements/{agreement}/to_sign', body)
        if asked.status != 200:
            return asked
        return self.caller.post(f'/agreements/{agreement}/{act}', dict(fields, signature=(key or self.key).sign(asked.data['text'])))

    def must(self, agreement, act, **fields):
        answer = self.act(agreement, act, **fields)
        assert answer.status == 200, answer.data
        return answer.data

    def draw_up(self, parties, **terms):
        """a new agreement with these (Party, role) pairs; its uuid"""
        body = {'name': 'An agreement', 'text': '# Terms', 'effective_from': at(-60), 'ceiling': 'amber',
                'parties': [{'org': p.org, 'role': role} for p, role in parties]}
        body.update(terms)
        answer = self.caller.post('/agreements', body)
        assert answer.status == 201, answer.data
        return answer.data['uuid']


def new_parties(world, prefix, count):
    """so many parties, each of an organisation of its own, with a plain user of it: [(Party, Caller)]"""
    made = []
    for n in range(count):
        name = f'{prefix} {n}'
        world.orgs[name] = world.site_admin.ok('POST', '/admin/organisations/add', {'name': name})['Organisation']
        org = world.orgs[name]['uuid'][:8]
        people = []
        for role in (2, 3):
            user = world.site_admin.ok('POST', '/admin/users/add', {'email': f'{role}@{org}.example', 'org_id': world.orgs[name]['id'],
                                                                    'role_id': role})['User']
            people.append(type(world.site_admin)(world.server, user['authkey'], f'{name} {role}', user, world.orgs[name]))
        made.append((Party(people[0]).register(), people[1]))
    return made
