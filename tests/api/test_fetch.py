"""Fetching of allowed URLs, by POST /reports: against a web server of our own on addresses of this machine, which are all inside. The server that fetches may
reach 127.0.0.1 (fetch.allow_inner) and no other of them, so that everything else must be refused although something would answer there."""
import gzip
import http.server
import socket
import threading
import time

import pytest

TEXT = ('<html><head><title>Hackers attacked the ministry in Kyiv</title></head><body><article><p>KYIV, 14 January 2022 - Websites of the Ukrainian foreign '
        'ministry were defaced in the night, officials said. The attackers used the server at 198[.]51[.]100[.]77.</p></article></body></html>').encode()
MAX = 300_000
SECONDS = 3


class Pages(http.server.BaseHTTPRequestHandler):
    """paths that do what they are called"""

    def log_message(self, *_):
        pass

    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        self.wfile.write(body)

    def slow(self):
        self.answer(200, Content_Type='text/html')
        for _ in range(100):
            self.wfile.write(b'x')
            self.wfile.flush()
            time.sleep(0.1)

    def do_GET(self):
        seen = self.server.seen
        seen.append((self.headers['Host'], self.path, dict(self.headers)))
        path, port = self.path, self.server.server_port
        try:
            if path.startswith('/ok'):
                self.answer(200, TEXT, Content_Type='text/html; charset=utf-8', Set_Cookie='a=b')
            elif path.startswith('/gzip'):
                self.answer(200, gzip.compress(TEXT), Content_Type='text/html', Content_Encoding='gzip')
            elif path.startswith('/hops/'):
                left = int(path[6:])
                self.answer(302, Location=f'/hops/{left - 1}' if left > 1 else '../ok', Set_Cookie='a=b')
            elif path.startswith('/to/'):
                self.answer(302, Location=self.server.targets[path[4:]].format(port=port))
            elif path == '/slow':
                self.slow()
            elif path == '/slow-hops':
                time.sleep(1.2)
                self.answer(302, Location='/slow-hops')
            elif path == '/large':
                self.answer(200, b'<p>' + b'word ' * (MAX // 4), Content_Type='text/html')
            elif path == '/bomb':
                self.answer(200, gzip.compress(b'0' * 100_000_000), Content_Type='text/html', Content_Encoding='gzip')
            elif path == '/headers':
                self.answer(200, TEXT, **{f'X-{i}': 'y' * 2000 for i in range(400)})
            elif path == '/binary':
                self.answer(200, bytes(range(256)) * 10, Content_Type='application/zip')
            else:
                self.answer(404, b'nothing')
        except OSError:
            pass


@pytest.fixture(scope='module')
def web():
    server = http.server.ThreadingHTTPServer(('0.0.0.0', 0), Pages)
    server.daemon_threads = True
    server.seen = []
    server.targets = {
        'other-loopback': 'http://127.0.0.2:{port}/ok', 'not-listed': 'http://other.invalid/ok', 'file': 'file:///etc/passwd',
        'gopher': 'gopher://127.0.0.1:{port}/ok', 'user': 'http://127.0.0.1:{port}@127.0.0.2:{port}/ok', 'decimal': 'http://2130706434:{port}/ok',
        'short': 'http://127.2:{port}/ok', 'mapped': 'http://[::ffff:127.0.0.2]:{port}/ok', 'metadata': 'http://169.254.169.254/latest/meta-data',
        'host': 'http://localhost:{port}/ok?redirected', 'own': 'http://' + own_address() + ':{port}/ok', 'port': 'http://127.0.0.1:22/'}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def own_address():
    """an address of this machine that is no loopback; 127.0.0.1 where there is none"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(('192.0.2.1', 9))
            return probe.getsockname()[0]
        except OSError:
            return '127.0.0.1'


@pytest.fixture(scope='module')
def fetching(make_server, web):
    port = web.server_port
    allow = ' '.join(f'{h}:{port}' for h in ('127.0.0.1', '127.0.0.2', 'localhost', '[::ffff:127.0.0.2]', own_address(), '169.254.169.254', '.invalid'))
    return make_server(settings={'fetch.allow': allow + ' 169.254.169.254', 'fetch.allow_inner': '127.0.0.1, ::1', 'fetch.max_bytes': MAX,
                                 'fetch.seconds': SECONDS})


@pytest.fixture
def ask(fetching, web):
    """ask(path or URL): status and answer of POST /reports for it; what the web server saw is in web.seen"""
    def call(url):
        web.seen.clear()
        if url.startswith('/'):
            url = f'http://127.0.0.1:{web.server_port}{url}'
        status, _, data = fetching.call('POST', '/reports', {'url': url, 'distribution': '0'})
        return status, data
    return call


def test_a_page_is_read(ask, web):
    status, data = ask('/ok?x=1#part')
    assert status == 201, data
    assert data['reports'][0]['reading']['title'] == 'Hackers attacked the ministry in Kyiv'
    assert [(h, p) for h, p, _ in web.seen] == [(f'127.0.0.1:{web.server_port}', '/ok?x=1')]
    assert web.seen[0][2]['User-Agent'].startswith('Varde/')
    assert ask('/gzip')[0] == 201


def test_a_name_is_resolved_and_connected_to(ask, web):
    status, data = ask(f'http://LOCALHOST.:{web.server_port}/ok?name')
    assert status == 201, data
    assert web.seen[0][0] == f'localhost:{web.server_port}'


def test_redirects(ask, web):
    assert ask('/hops/5')[0] == 201 and len(web.seen) == 6
    status, data = ask('/hops/6')
    assert status == 400 and 'redirects' in str(data) and len(web.seen) == 6
    status, data = ask('/to/host')
    assert status == 201 and [p for _, p, _ in web.seen] == ['/to/host', '/ok?redirected']
    assert not any('Cookie' in headers for _, _, headers in web.seen)


@pytest.mark.parametrize('where', ['other-loopback', 'not-listed', 'file', 'gopher', 'user', 'decimal', 'short', 'mapped', 'metadata', 'own', 'port'])
def test_a_redirect_to_where_nothing_may_be_fetched(ask, web, where):
    if where == 'own' and own_address() == '127.0.0.1':
        pytest.skip('this machine has no other address')
    status, data = ask('/to/' + where)
    assert status == 403, data
    assert [p for _, p, _ in web.seen] == ['/to/' + where], 'the second request was made'


def test_all_refusals_say_the_same(ask, web):
    port = web.server_port
    said = set()
    for url in ('http://127.0.0.2:{0}/ok', 'http://not-listed.example/', 'http://no-such-name.invalid:{0}/', 'http://127.0.0.1:{0}1/',
                'http://[::ffff:127.0.0.2]:{0}/ok', 'http://169.254.169.254/', 'http://' + own_address() + ':{0}/ok'):
        if url.startswith('http://127.0.0.1:') and own_address() == '127.0.0.1':
            continue
        status, data = ask(url.format(port) if not url.endswith('1/') else f'http://127.0.0.1:{port + 1 if port < 65535 else 1}/')
        assert status == 403 and not web.seen, (url, data)
        said.add((data['name'], data['message']))
    assert len(said) == 1, said
    (text,) = said
    assert 'resolve' not in str(text) and '127' not in str(text)


@pytest.mark.parametrize('url', ['ftp://127.0.0.1/', 'http://admin:secret@127.0.0.1:{port}/ok', 'http://127.0.0.1\\@x/', 'http://2130706433:{port}/ok',
                                 'http://0x7f000001:{port}/ok', 'http://0177.0.0.1:{port}/ok', 'http://127.1:{port}/ok', 'http://[::1', 'nonsense',
                                 'http://127.0.0.1:{port}/ok\nX: y', 'http://127.0.0.1:99999/'])
def test_odd_spellings_are_refused(ask, web, url):
    status, data = ask(url.format(port=web.server_port))
    assert status in (400, 403) and not web.seen, data


def test_time_is_over(ask, web):
    for path in ('/slow', '/slow-hops'):
        begun = time.monotonic()
        status, data = ask(path)
        assert status == 400 and 'in time' in str(data), data
        assert SECONDS - 1 < time.monotonic() - begun < SECONDS + 3


def test_too_large(ask):
    for path in ('/large', '/bomb', '/headers'):
        begun = time.monotonic()
        status, data = ask(path)
        assert status == 413, (path, data)
        assert time.monotonic() - begun < SECONDS


def test_no_success(ask):
    status, data = ask('/nowhere')
    assert status == 400 and '404' in str(data)
    assert ask('/binary')[0] == 415


def test_off_unless_allowed(make_server, web):
    server = make_server()
    web.seen.clear()
    status, _, data = server.call('POST', '/reports', {'url': f'http://127.0.0.1:{web.server_port}/ok'})
    assert status == 403 and not web.seen, data


def test_inside_is_inside_although_it_is_listed(make_server, web):
    """what is on the list, but resolves to this machine"""
    port = web.server_port
    hosts = ['localhost', '127.0.0.1', socket.gethostname().lower()]
    server = make_server(settings={'fetch.allow': ','.join(f'{h}:{port}' for h in hosts)})
    web.seen.clear()
    for host in hosts:
        status, _, data = server.call('POST', '/reports', {'url': f'http://{host}:{port}/ok'})
        assert status == 403, (host, data)
    assert not web.seen
