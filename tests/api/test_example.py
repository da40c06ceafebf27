"""docs/EXAMPLE.md, carried out: each block of the page is done in its order against a fresh server, and what the page shows must hold.

The forms of the blocks (the words behind the three backquotes):
  sh                shell, in a folder of its own where `varde` is on the path; must succeed
  sh serve          the server is started
  text              what the shell block before it printed: each line, in this order, perhaps with others between
  http WHO          a request of WHO, whose key stands in the file WHO.api: method and path, an empty line, a body
  http WHO until    the same, asked again until the answer is as shown (at most 90 s): for what the clock brings
  json 200          the answer to the request before: its status, and JSON that its own holds
  ndjson 200        the same for lines: each in this order, perhaps with others between
  ... only          of a list of lines: these and no others
  ... without A B   and these words are nowhere in the answer
In JSON that is shown, every member must be there and match; "..." is anything, also inside a text; a list that ends with "..." holds these and
perhaps others, in any order; else these in this order. "{a name}" is remembered where it is met first and stands for that value from then on, also in
requests. {in 15 seconds} is an instant. {signed by FILE} is the signature that `varde agreement sign --key FILE` makes over what
.../to_sign answers to the rest of the body."""
import json
import os
import re
import subprocess
import time

import pytest

from agreements import at
from conftest import TOP, Caller, binary, finish
from varde_server import Server

PAGE = os.path.join(TOP, 'docs', 'EXAMPLE.md')
BLOCK = re.compile(r'^```(\w[^\n]*)\n(.*?)^```$', re.M | re.S)
NAME = re.compile(r'\{([a-z][a-z0-9 .-]*)\}')
WAIT = 90


class Differs(AssertionError):
    pass


def blocks():
    with open(PAGE, encoding='utf-8') as f:
        text = f.read()
    for found in BLOCK.finditer(text):
        yield text[:found.start()].count('\n') + 1, found.group(1).split(), found.group(2)


class Reader:
    def __init__(self, folder):
        self.folder, self.names, self.callers, self.server = folder, {}, {}, None
        self.printed, self.request, self.answer = '', None, None
        os.makedirs(os.path.join(folder, 'bin'))
        os.symlink(binary(), os.path.join(folder, 'bin', 'varde'))
        self.environment = dict(os.environ, PATH=os.path.join(folder, 'bin') + ':' + os.environ['PATH'])

    # --- words of the page ---

    def put(self, text):
        """a text of the page with what its names stand for"""
        def one(found):
            name = found.group(1)
            if name.startswith('in '):
                count, unit = name.split()[1:]
                return at(int(count) * {'seconds': 1, 'minutes': 60, 'hours': 3600, 'hour': 3600}[unit])
            if name.startswith('signed by '):
                return found.group(0)
            assert name in self.names, f'{name} is not known yet'
            return str(self.names[name])
        return NAME.sub(one, text)

    def match(self, shown, real, path=''):
        if isinstance(shown, dict):
            if not isinstance(real, dict):
                raise Differs(f'{path}: {real!r}')
            for key, value in shown.items():
                if key not in real:
                    raise Differs(f'{path}.{key} is not there')
                self.match(value, real[key], f'{path}.{key}')
        elif isinstance(shown, list):
            self.match_list(shown, real, path)
        elif isinstance(shown, str):
            self.match_text(shown, real, path)
        elif shown != real or isinstance(shown, bool) != isinstance(real, bool):
            raise Differs(f'{path}: {real!r}, shown is {shown!r}')

    def fits(self, shown, real, path):
        before = dict(self.names)
        try:
            self.match(shown, real, path)
        except Differs:
            self.names = before
            return False
        return True

    def match_list(self, shown, real, path):
        if not isinstance(real, list):
            raise Differs(f'{path}: {real!r}')
        if shown[-1:] == ['...']:
            rest = list(real)
            for n, one in enumerate(shown[:-1]):
                found = next((r for r in rest if self.fits(one, r, path)), None)
                if found is None:
                    raise Differs(f'{path}[{n}]: none is so: {json.dumps(one)[:500]} in {json.dumps(real)[:4000]}')
                rest.remove(found)
        elif len(shown) != len(real):
            raise Differs(f'{path}: {len(real)} elements, shown are {len(shown)}: {json.dumps(real)[:4000]}')
        else:
            for n, pair in enumerate(zip(shown, real)):
                self.match(*pair, f'{path}[{n}]')

    def match_lines(self, shown, real, only):
        if only and len(shown) != len(real):
            raise Differs(f'{len(real)} lines, shown are {len(shown)}: {json.dumps(real)[:4000]}')
        place = 0
        for one in shown:
            while place < len(real) and not self.fits(one, real[place], ''):
                place += 1
            if place == len(real):
                told = [{k: v for k, v in line.items() if k != 'content'} for line in real]
                raise Differs(f'no line is so, in its place: {json.dumps(one)} in {json.dumps(told)[:8000]}')
            place += 1

    def match_text(self, shown, real, path):
        whole = NAME.fullmatch(shown)
        if whole and whole.group(1) not in self.names and not whole.group(1).startswith('in '):
            self.names[whole.group(1)] = real
            return
        wanted = self.put(shown) if not whole or whole.group(1) in self.names else shown
        if not isinstance(real, str) and not whole and shown != '...':
            raise Differs(f'{path}: {real!r}, shown is {shown!r}')
        pattern = '.*'.join(re.escape(piece) for piece in wanted.split('...'))
        if not re.fullmatch(pattern, str(real), re.S):
            raise Differs(f'{path}: {real!r}, shown is {wanted!r}')

    # --- blocks ---

    def shell(self, words, text):
        if 'serve' in words:
            self.server = Server(binary(), os.path.join(self.folder, 'data'), fresh=False, settings={'login.burst': 0}).start()
            return
        done = subprocess.run(['bash', '-eu', '-o', 'pipefail', '-c', self.put(text)], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=120)
        if done.returncode:
            raise Differs(f'exit code {done.returncode}\n{done.stdout}\n{done.stderr}')
        self.printed = done.stdout

    def text(self, words, text):
        lines = self.printed.splitlines()
        for wanted in text.splitlines():
            free = [n for n in NAME.findall(wanted) if n not in self.names]
            for n in free:
                wanted = wanted.replace('{' + n + '}', '\0')
            pattern = '.*'.join(re.escape(piece) for piece in self.put(wanted).split('...')).replace(re.escape('\0'), r'(\S+)').replace('\0', r'(\S+)')
            while lines and not re.fullmatch(pattern, lines[0].strip()):
                lines.pop(0)
            if not lines:
                raise Differs(f'{wanted!r} was not printed:\n{self.printed}')
            self.names.update(zip(free, re.fullmatch(pattern, lines[0].strip()).groups()))

    def caller(self, who):
        if who not in self.callers:
            with open(os.path.join(self.folder, who + '.api'), encoding='utf-8') as f:
                self.callers[who] = Caller(self.server, f.read().strip(), who)
        return self.callers[who]

    def http(self, words, text):
        self.request = words, text
        self.ask()

    def ask(self):
        words, text = self.request
        head, _, body = text.partition('\n\n')
        method, path = self.put(head).split()
        body = json.loads(self.put(body)) if body.strip() else None
        caller = self.caller(words[1])
        if body and str(body.get('signature', '')).startswith('{signed by '):
            body['signature'] = self.sign(caller, path, body)
        self.answer = caller.call(method, path, body, headers={'Accept': '*/*'})

    def sign(self, caller, path, body):
        agreement, act = path.rsplit('/', 1)
        fields = {k: v for k, v in body.items() if k != 'signature'}
        asked = caller.call('POST', agreement + '/to_sign', dict(fields, act=act))
        if asked.status != 200:
            raise Differs(f'to_sign: {asked.status} {asked.data}')
        key = NAME.fullmatch(body['signature']).group(1)[len('signed by '):]
        done = subprocess.run(['varde', 'agreement', 'sign', '--key', key], input=asked.data['text'], cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, text=True, timeout=60, check=True)
        return json.loads(done.stdout)['signature']

    def json(self, words, text):
        deadline = time.monotonic() + WAIT
        while True:
            before = dict(self.names)
            try:
                return self.compare(words, text)
            except Differs:
                if 'until' not in self.request[0] or time.monotonic() > deadline:
                    raise
            self.names = before
            time.sleep(0.3)
            self.ask()

    ndjson = json

    def compare(self, words, text):
        status, _, data = self.answer
        if str(status) != words[1]:
            raise Differs(f'status {status}: {str(data)[:1500]}')
        if words[0] == 'json':
            self.match(json.loads(text), data)
        else:
            lines = [data] if isinstance(data, dict) else [json.loads(line) for line in data.decode().splitlines()]
            self.match_lines([json.loads(line) for line in text.splitlines()], lines, 'only' in words)
        told = json.dumps(data) if not isinstance(data, bytes) else data.decode()
        for word in words[words.index('without') + 1:] if 'without' in words else []:
            if self.put(word) in told:
                raise Differs(f'{word} is in the answer: {told[:3000]}')


def test_example(tmp_path):
    reader = Reader(str(tmp_path))
    done = 0
    try:
        for line, words, text in blocks():
            kind = {'sh': 'shell'}.get(words[0], words[0])
            if kind not in ('shell', 'text', 'http', 'json', 'ndjson'):
                pytest.fail(f'docs/EXAMPLE.md, line {line}: there are no blocks of the kind {words[0]}')
            try:
                getattr(reader, kind)(words, text)
            except AssertionError as why:
                raise AssertionError(f'docs/EXAMPLE.md, line {line} ({" ".join(words)}): {why}') from None
            done += 1
    finally:
        if reader.server:
            finish(reader.server)
    assert done > 40
