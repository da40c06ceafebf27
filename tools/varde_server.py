"""A varde process with a data folder of its own, for the tests and tools written in Python (standard library only).

    with Server(binary, folder) as server:
        status, headers, body = server.call('GET', '/users/view/me')
"""
import http.client
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.join(os.path.dirname(TOP), 'shared')
READY = re.compile(r'listening on (https?)://([0-9.]+|\[[0-9a-f:]+\]):(\d+)')


class ServerError(Exception):
    pass


def library_folder():
    """the folder of object templates, taxonomies and so on; None where there is none"""
    path = os.path.join(SHARED, 'reference')
    return path if os.path.isdir(path) else None


def call(host, port, key, method, path, body=None, headers=None, timeout=60):
    """one request on a connection of its own: (status, headers, parsed JSON or bytes)"""
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        return exchange(connection, key, method, path, body, headers)
    finally:
        connection.close()


def exchange(connection, key, method, path, body=None, headers=None):
    sent = {'Accept': 'application/json', 'Content-Type': 'application/json'}
    if key:
        sent['Authorization'] = key
    sent.update(headers or {})
    if body is not None and not isinstance(body, (bytes, str)):
        body = json.dumps(body)
    if isinstance(body, str):
        body = body.encode()
    connection.request(method, path, body=body, headers=sent)
    answer = connection.getresponse()
    data = answer.read()
    try:
        data = json.loads(data)
    except ValueError:
        pass
    return answer.status, answer.headers, data


class Server:
    def __init__(self, binary, folder, library=None, sample=False, fresh=True, settings=None, wait=60):
        self.binary, self.folder, self.library, self.wait = binary, folder, library, wait
        self.process = None
        self.log = os.path.join(os.path.dirname(os.path.abspath(folder)), os.path.basename(folder) + '.log')
        self.settings = settings or {}
        self.host, self.port, self.key, self.url = '127.0.0.1', 0, None, None
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(os.path.dirname(os.path.abspath(folder)), exist_ok=True)
            self.init(sample)

    def environment(self):
        return dict(os.environ, **{'VARDE_' + k.upper().replace('.', '_'): str(v) for k, v in self.settings.items()})

    def run(self, *args, check=True, text=True, **more):
        """a command of the program on this data folder"""
        done = subprocess.run([self.binary, '--data', self.folder, *args], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=text, env=self.environment(), **more)
        if check and done.returncode != 0:
            raise ServerError(f'varde {" ".join(args)}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}')
        return done

    def init(self, sample):
        args = ['init', '--json'] + (['--sample'] if sample else [])
        answer = self.run(*args).stdout
        self.key = json.loads(answer)['key']

    def start(self):
        args = [self.binary, '--data', self.folder]
        if self.library:
            args += ['--library', self.library]
        args += ['serve', '--listen', f'{self.host}:{self.port}']
        # what an earlier run said must stay readable, and a reader of "listening on" must not see its line
        self.log_file = open(self.log, 'ab')
        begun = self.log_file.tell()
        self.process = subprocess.Popen(args, stdout=self.log_file, stderr=self.log_file, env=self.environment())
        deadline = time.monotonic() + self.wait
        while time.monotonic() < deadline:
            with open(self.log, 'rb') as f:
                f.seek(begun)
                found = READY.search(f.read().decode('utf-8', 'replace'))
            if found:
                self.port = int(found.group(3))
                self.url = f'{found.group(1)}://{self.host}:{self.port}'
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        tail = self.log_tail()
        self.stop()
        raise ServerError('varde serve did not start:\n' + tail)

    def log_tail(self, size=6000):
        with open(self.log, 'rb') as f:
            return f.read()[-size:].decode('utf-8', 'replace')

    def stop(self, wait=30):
        """ask it to end; the exit code (None where it was not running)"""
        if not self.process:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(wait)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                self.process = None
                self.log_file.close()
                raise ServerError(f'varde serve did not stop within {wait} s of SIGTERM')
        code = self.process.returncode
        self.process = None
        self.log_file.close()
        return code

    def kill(self):
        """as a power cut would"""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None
        self.log_file.close()

    def __enter__(self):
        return self.start() if not self.process else self

    def __exit__(self, *_):
        self.stop()

    def call(self, method, path, body=None, key=None, headers=None, timeout=60):
        return call(self.host, self.port, self.key if key is None else key, method, path, body, headers, timeout)

    def raw(self, data, wait=5, half_close=False):
        """send bytes as they are; everything that comes back until the server closes or `wait` seconds passed"""
        with socket.create_connection((self.host, self.port), timeout=wait) as s:
            s.sendall(data)
            if half_close:
                s.shutdown(socket.SHUT_WR)
            return receive(s, wait)

    def proc(self, name):
        with open(f'/proc/{self.process.pid}/{name}', encoding='utf-8', errors='replace') as f:
            return f.read()

    def cpu_seconds(self):
        fields = self.proc('stat').rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def anonymous_kib(self):
        return int(re.search(r'RssAnon:\s+(\d+)', self.proc('status')).group(1))


def receive(s, wait):
    """what comes until the peer closes, or until `wait` seconds have passed"""
    got = b''
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        ready, _, _ = select.select([s], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            break
        try:
            piece = s.recv(65536)
        except ConnectionResetError:
            break
        if not piece:
            break
        got += piece
    return got
