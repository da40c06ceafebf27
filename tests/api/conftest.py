"""The harness of the API tests: one server for the whole run (built with AddressSanitizer when started by ./dev test), two
organisations beside the host's, and a user for every role. README.md in this folder lists the fixtures."""
import http.client
import os
import re
import sys
import uuid

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, 'tools'))
from varde_server import Server, exchange, library_folder  # noqa: E402

from pymisp import PyMISP  # noqa: E402

# name: (organisation, role id); the roles are those that every new database has
USERS = {
    'org_admin': ('Alpha', 2), 'user': ('Alpha', 3), 'publisher': ('Alpha', 4), 'sync': ('Alpha', 5),
    'read_only': ('Alpha', 6), 'colleague': ('Alpha', 3),
    'other_user': ('Beta', 3), 'other_publisher': ('Beta', 4), 'other_admin': ('Beta', 2),
    'third_user': ('Gamma', 3), 'third_publisher': ('Gamma', 4),
}
SANITIZER = re.compile(r'ERROR: (Address|Leak)Sanitizer|runtime error:|Assertion .* failed')


def binary():
    for path in (os.environ.get('VARDE_BINARY'), os.path.join(TOP, 'build', 'test', 'varde'),
                 os.path.join(TOP, 'build', 'release', 'varde')):
        if path and os.path.exists(path):
            return path
    pytest.exit('there is no varde binary: ./dev build, or set VARDE_BINARY', returncode=3)


class Answer(tuple):
    """(status, headers, data) with names"""
    status = property(lambda self: self[0])
    headers = property(lambda self: self[1])
    data = property(lambda self: self[2])


class Caller:
    """Someone with a key: bare requests over one keep-alive connection, parsed JSON back."""

    def __init__(self, server, key, name='', user=None, org=None):
        self.server, self.key, self.name, self.user, self.org = server, key, name, user or {}, org or {}
        self.connection = None
        self.client = None

    def call(self, method, path, body=None, headers=None, timeout=60):
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=timeout)
            try:
                return Answer(exchange(self.connection, self.key, method, path, body, headers))
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # the server may have closed a kept connection; a fresh one must answer
                self.connection.close()
                self.connection = None
                if attempt == 2:
                    raise
            except BaseException:
                self.connection.close()
                self.connection = None
                raise

    def get(self, path, **more):
        return self.call('GET', path, **more)

    def head(self, path, **more):
        return self.call('HEAD', path, **more)

    def post(self, path, body=None, **more):
        return self.call('POST', path, {} if body is None else body, **more)

    def put(self, path, body=None, **more):
        return self.call('PUT', path, {} if body is None else body, **more)

    def delete(self, path, body=None, **more):
        return self.call('DELETE', path, body, **more)

    def ok(self, method, path, body=None):
        """a call that must succeed; its data"""
        status, _, data = self.call(method, path, body)
        assert status == 200, f'{self.name}: {method} {path}: {status} {str(data)[:2000]}'
        return data

    def add_event(self, info='an event', attributes=(), **fields):
        """POST /events/add; the Event of the answer"""
        event = dict({'info': info, 'Attribute': list(attributes)}, **fields)
        return self.ok('POST', '/events/add', {'Event': event})['Event']

    def search(self, scope='attributes', **filters):
        """restSearch in JSON; the list of attributes, events or objects"""
        filters.setdefault('returnFormat', 'json')
        found = self.ok('POST', f'/{scope}/restSearch', filters)['response']
        return found['Attribute'] if scope == 'attributes' else found

    @property
    def misp(self):
        """the official client with this one's key"""
        if self.client is None:
            self.client = PyMISP(self.server.url, self.key, False)
        return self.client


class World:
    """server, organisations and one Caller a role: world.user, world['user'], world.orgs['Alpha']"""

    def __init__(self, server):
        self.server = server
        self.callers = {'site_admin': Caller(server, server.key, 'site_admin')}
        self.orgs = {}
        for name in sorted({org for org, _ in USERS.values()}):
            self.orgs[name] = self.site_admin.ok('POST', '/admin/organisations/add', {'name': name})['Organisation']
        for name, (org, role) in USERS.items():
            self.callers[name] = self.add_user(name, org, role)
        me = self.site_admin.ok('GET', '/users/view/me')
        # a plain user may use tags, not create them
        self.site_admin.add_event('tags', Tag=[{'name': f'tlp:{c}'} for c in ('red', 'amber', 'green', 'white')], distribution='0')
        self.site_admin.user, self.site_admin.org = me['User'], me['Organisation']
        self.orgs['host'] = me['Organisation']

    def add_user(self, name, org, role):
        """a new user of organisation `org` ('Alpha') with this role id; its Caller"""
        email = f'{name.replace("_", ".")}@{org.lower()}.example'
        user = self.site_admin.ok('POST', '/admin/users/add',
                                  {'email': email, 'org_id': self.orgs[org]['id'], 'role_id': role})['User']
        assert len(user['authkey']) == 40, user
        return Caller(self.server, user['authkey'], name, user, self.orgs[org])

    def stranger(self):
        """someone without a key"""
        return Caller(self.server, '', 'stranger')

    def __getitem__(self, name):
        return self.callers[name] if name != 'stranger' else self.stranger()

    def __getattr__(self, name):
        try:
            return self.__dict__['callers'][name]
        except KeyError:
            raise AttributeError(name) from None


def complaints(server):
    """what a sanitizer or an assertion said in the server's log"""
    with open(server.log, encoding='utf-8', errors='replace') as f:
        text = f.read()
    found = SANITIZER.search(text)
    return text[found.start():found.start() + 4000] if found else None


def finish(server):
    code = server.stop()
    trouble = complaints(server)
    assert not trouble, trouble
    assert code == 0, f'varde serve ended with exit code {code}:\n{server.log_tail()}'


@pytest.fixture(scope='session')
def make_server(tmp_path_factory):
    """make_server(settings={...}, library=...): one more server of one's own, stopped and checked at the end"""
    made = []

    def make(settings=None, library=None, **more):
        folder = tmp_path_factory.mktemp('varde') / 'data'
        # tests send wrong keys by the hundred, all from one address
        settings = dict({'login.burst': 0}, **(settings or {}))
        server = Server(binary(), str(folder), settings=settings, library=library, **more).start()
        made.append(server)
        return server

    yield make
    for server in made:
        finish(server)


@pytest.fixture(scope='session')
def server(make_server):
    return make_server(library=library_folder())


@pytest.fixture(scope='session')
def world(server):
    return World(server)


@pytest.fixture(scope='session')
def library():
    """the folder of object templates, taxonomies...; the test is skipped where it is absent"""
    folder = library_folder()
    if not folder:
        pytest.skip('../shared/reference is not here')
    return folder


@pytest.fixture
def site_admin(world):
    return world.site_admin


@pytest.fixture
def user(world):
    return world.user


@pytest.fixture
def publisher(world):
    return world.publisher


@pytest.fixture
def org_admin(world):
    return world.org_admin


@pytest.fixture
def read_only(world):
    return world.read_only


@pytest.fixture
def other_user(world):
    return world.other_user


@pytest.fixture
def stranger(world):
    return world.stranger()


@pytest.fixture
def unique():
    """a text that no other test uses"""
    return 'u' + uuid.uuid4().hex


@pytest.fixture
def event(world, unique):
    """an event of `user`, for its own organisation only, with one text attribute; deleted afterwards"""
    made = world.user.add_event(f'event {unique}', [{'type': 'text', 'value': unique}], distribution='0')
    yield made
    world.site_admin.post(f'/events/delete/{made["id"]}')
