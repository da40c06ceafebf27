#!/usr/bin/env python3
"""Replay recorded exchanges with the PHP server (../shared/wire) and report where keys or JSON types differ.

  ./dev wire [CASE...] [--verbose] [--list]

Two servers are started with empty data folders: one for the recording of the client's live suite, one for the
scenarios. Ids, keys, timestamps and uuids that the recorded server gave out are translated to ours as they appear. What is
compared is the status, the kind of content, and the *shape* of the JSON: which keys there are, and which JSON types their
values have. Exchanges with paths of later stages are not sent.

Known differences stand in docs/WIRE.md, each with its reason; everything else fails. Prints one line per case and, last,
"N passed, N failed, N skipped" where a case is one unit."""
import argparse
import csv
import fnmatch
import http.client
import io
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mail_sink import MailSink  # noqa: E402
from varde_server import SHARED, TOP, Server, library_folder  # noqa: E402

KNOWN = os.path.join(TOP, 'docs', 'WIRE.md')
UUID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', re.I)

# stages 0-4 of the interface: what is sent. The rest of the recording belongs to later work.
IN_SCOPE = [re.compile(p, re.I) for p in (
    r'^/events($|/(\d+|add|view|edit|delete|index|publish|unpublish|addTag|removeTag|restSearch|alert|contact|freeTextImport)\b)',
    r'^/attributes($|/(add|edit|delete|restore|view|index|restSearch|describeTypes|attributeStatistics|addTag|removeTag|'
    r'deleteSelected)\b)',
    r'^/objects/(add|edit|delete|view|restSearch|revise)\b', r'^/object_?references/', r'^/object_?templates/(index|view|getRaw)',
    r'^/shadow_?attributes/', r'^/sightings/', r'^/tags/', r'^/roles/', r'^/admin/(roles|users|organisations)/',
    r'^/organisations/', r'^/users/(view|index|statistics)', r'^/auth_?keys/', r'^/sharing_?groups/',
    r'^/servers/(getVersion|getPyMISPVersion|serverSettings|getSetting|serverSettingsEdit|update\b)',
    r'^/event_?[rR]eports/(index|add|edit|delete|view\b|restore)', r'^/(event|org)_?blocklists/', r'^/analyst_?data/',
    r'^/nonexistent/', r'^/events/nosuchaction',
)]
FORMATS = {None, 'json', 'csv', 'text', 'count', 'nosuch'}
# tests of the client's suite that need stages 0-4 only (spec/api.md section 11)
SUITE_TESTS = set('''describe_types live_acl server_settings roles organisation org_search user user_search
 toggle_global_pythonify get_non_exists_event exists direct event_add_update_metadata extend_event edit_attribute
 default_distribution first_last_seen user_perms delete_with_update delete_by_uuid unknown_template custom_template
 domain_ip_object asn_object csv_loader object_template add_event_with_attachment
 add_event_with_attachment_object_controller add_event_with_attachment_object_control lief_and_sign expansion
 search_value_event search_value_attribute search_type_event search_type_attribute search_index search_objects
 search_tag_event search_tag_attribute search_tag_advanced_event search_tag_advanced_attributes search_timestamp_event
 search_timestamp_attribute search_workflow search_workflow_ts search_publish_timestamp tags update_object
 event_no_sightings sightings attribute statistics sharing_groups sharing_group sharing_group_search event_report
 blocklists analyst_data_CRUD analyst_data_ACL search_csv search_type_event_csv search_text'''.split())

KINDS = {'event': 'event', 'events': 'event', 'attribute': 'attribute', 'attributes': 'attribute', 'object': 'object',
         'objects': 'object', 'tag': 'tag', 'tags': 'tag', 'org': 'org', 'orgc': 'org', 'organisation': 'org',
         'organisations': 'org', 'user': 'user', 'users': 'user', 'role': 'role', 'roles': 'role',
         'sharinggroup': 'sharing_group', 'sharing_group': 'sharing_group', 'sharing_groups': 'sharing_group', 'sharinggroups': 'sharing_group',
         'shadowattribute': 'shadow_attribute', 'shadowattributes': 'shadow_attribute',
         'shadow_attribute': 'shadow_attribute', 'shadow_attributes': 'shadow_attribute', 'sighting': 'sighting',
         'sightings': 'sighting', 'relatedevent': 'event', 'relatedattribute': 'attribute',
         'objectreference': 'reference', 'object_references': 'reference', 'objecttemplate': 'template',
         'objecttemplates': 'template', 'eventreport': 'report', 'eventreports': 'report', 'event_reports': 'report',
         'note': 'note', 'notes': 'note', 'opinion': 'opinion', 'opinions': 'opinion', 'authkey': 'auth_key', 'auth_keys': 'auth_key', 'eventblocklist': 'event_block', 'orgblocklist': 'org_block'}
# paths whose number is not of the controller's own kind
PATH_KINDS = [(re.compile(p, re.I), k) for p, k in (
    (r'^/(attributes|objects|shadow_?attributes|event_?reports)/add/', 'event'), (r'^/sightings/add/', 'attribute'),
    (r'^/sightings/listSightings/\d+/attribute', 'attribute'), (r'^/sightings/(listSightings|index)/', 'event'),
    (r'^/shadow_?attributes/(index|add)/', 'event'), (r'^/shadow_?attributes/edit/', 'attribute'))]


def load(name):
    with open(os.path.join(SHARED, 'wire', name), encoding='utf-8') as f:
        return [json.loads(line) for line in f]


# ---- requests that the recording has cut are made whole again -----------------------------------------------------

def real_events():
    """uuid to event, of the folder of real events"""
    folder = os.path.join(SHARED, 'data', 'misp-events')
    found = {}
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith('.json'):
            with open(os.path.join(folder, name), encoding='utf-8') as f:
                event = json.load(f)
            event = event.get('response', [event])[0] if isinstance(event.get('response'), list) else event
            if 'Event' in event:
                found[event['Event'].get('uuid')] = event
    return found


def is_cut(node):
    if isinstance(node, dict):
        return '__more__' in node or '__truncated__' in node or any(is_cut(v) for v in node.values())
    return isinstance(node, list) and any(is_cut(v) for v in node)


def rows_of_csv(exchanges):
    for exchange in exchanges:
        if isinstance(exchange['response'], str) and exchange['response'].startswith('uuid,event_id,category,type,'):
            return list(csv.DictReader(io.StringIO(exchange['response'])))
    return []


def make_whole(exchanges):
    real = real_events()
    for exchange in exchanges:
        event = (exchange['request'] or {}).get('Event') if isinstance(exchange['request'], dict) else None
        if not event or not is_cut(event):
            continue
        if event.get('uuid') in real:
            exchange['request'] = real[event['uuid']]
            continue
        kept = [a for a in event['Attribute'] if not is_cut(a)]
        for row in rows_of_csv(exchanges)[len(kept):]:
            kept.append({'type': row['type'], 'category': row['category'], 'value': row['value'],
                         'comment': row['comment'], 'to_ids': row['to_ids'] == '1'})
        event['Attribute'] = kept


# ---- what the recorded server called a thing, and what ours calls it ------------------------------------------------

class Names:
    def __init__(self):
        self.ids = {}
        self.texts = {}
        self.times = {}
        self.given = set()  # uuids that the client chose: the same on both servers
        self.last = None  # the newest pair of recorded and own time

    def kind_of(self, key, around):
        if key == 'id':
            return around
        if key.endswith('_id'):
            return KINDS.get(key[:-3])
        return None

    def learn(self, old, new, kind=None):
        if isinstance(old, dict) and isinstance(new, dict):
            for key in old:
                if key in new:
                    self.learn_pair(key, old[key], new[key], kind)
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            for a, b in zip(old, new):
                self.learn(a, b, kind)

    def learn_pair(self, key, old, new, kind):
        if isinstance(old, (dict, list)):
            self.learn(old, new, KINDS.get(key.lower(), kind))
        elif isinstance(old, (str, int)) and isinstance(new, (str, int)) and not isinstance(old, bool):
            of = self.kind_of(key, kind)
            if of and str(old) != '0' and str(old).isdigit() and str(new).isdigit():
                self.ids.setdefault(of, {})[str(old)] = str(new)
            elif UUID.fullmatch(str(old)) and UUID.fullmatch(str(new)) and str(old).lower() not in self.given:
                self.texts[str(old).lower()] = str(new)
            elif re.fullmatch(r'1[5-9]\d{8}', str(old)) and 'timestamp' in key:
                self.times[str(old)] = str(new)
                if re.fullmatch(r'\d{10}', str(new)) and (not self.last or int(old) > self.last[0]):
                    self.last = (int(old), int(new))

    def text(self, text):
        return UUID.sub(lambda m: self.texts.get(m.group(0).lower(), m.group(0)), text)

    def number(self, kind, text):
        return self.ids.get(kind, {}).get(text, text)

    def path(self, path):
        segments = self.text(path).split('/')
        controller = [s for s in segments if s and s != 'admin'][:1]
        kind = KINDS.get(controller[0].lower()) if controller else None
        for pattern, other in PATH_KINDS:
            if pattern.match(path):
                kind = other
                break
        for i, segment in enumerate(segments):
            if segment.isdigit() and i > 1:
                segments[i] = self.number(kind, segment)
            elif re.fullmatch(r'event_?id:\d+', segment):
                segments[i] = segment.split(':')[0] + ':' + self.number('event', segment.split(':')[1])
        return '/'.join(segments)

    def body(self, node, key='', kind=None):
        if isinstance(node, dict):
            return {k: self.body(v, k, KINDS.get(k.lower(), kind) if isinstance(v, (dict, list)) else kind)
                    for k, v in node.items()}
        if isinstance(node, list):
            return [self.body(v, key, kind) for v in node]
        if isinstance(node, bool) or node is None:
            return node
        if isinstance(node, float) and 'timestamp' in key:
            return float(self.leaf(int(node), key, kind))
        return self.leaf(node, key, kind) if isinstance(node, (str, int)) else node

    def leaf(self, node, key, kind):
        of = 'event' if key == 'eventid' else 'sharing_group' if key == 'sharinggroup' else self.kind_of(key, kind)
        text = str(node)
        if of and text.isdigit():
            text = self.number(of, text)
        elif text in self.times and 'timestamp' in key:
            text = self.times[text]
        elif 'timestamp' in key and self.last and re.fullmatch(r'\d{10}', text) and abs(int(text) - self.last[0]) < 86400:
            text = str(int(text) - self.last[0] + self.last[1])  # an hour ago then is an hour ago now
        else:
            text = self.text(text)
        return int(text) if isinstance(node, int) and text.isdigit() else text


# ---- shapes -------------------------------------------------------------------------------------------------------------

def type_name(value):
    if value is None:
        return 'null'
    if isinstance(value, bool):
        return 'boolean'
    if isinstance(value, (int, float)):
        return 'number'
    return {str: 'text', list: 'list', dict: 'object'}[type(value)]


# members whose own members are named by data: tactics, organisations, tags
NAMED_BY_DATA = re.compile(r'(^|[.\]])(meta|kill_chain_order|flatData|orgActivity\.data)$')


def names_are_data(path, keys):
    return bool(NAMED_BY_DATA.search(path)) or (bool(keys) and all(k.isdigit() or UUID.fullmatch(k) for k in keys))


def shape(node, path, into):
    into.setdefault(path, set()).add(type_name(node))
    if isinstance(node, dict):
        if '__truncated__' in node or '__more__' in node:
            into[path].add('cut')
            return
        data = names_are_data(path, list(node))
        for key, value in node.items():
            if key == '__more_keys__':
                into[path].add('more')
                continue
            shape(value, f'{path}.{"<id>" if data else key}' if path else ('<id>' if data else key), into)
    elif isinstance(node, list):
        for value in node:
            if isinstance(value, dict) and '__more__' in value:
                continue
            shape(value, path + '[]', into)


def parent(path):
    return path[:-2] if path.endswith('[]') else path.rpartition('.')[0] if '.' in path else ''


def compare(recorded, ours):
    """the differences of two parsed answers, as short sentences"""
    a, b = {}, {}
    shape(recorded, '', a)
    shape(ours, '', b)
    found = []
    hidden = set()

    def is_hidden(path):
        return any(path == h or path.startswith(h + '.') or path.startswith(h + '[]') for h in hidden if h) or '' in hidden

    for path in sorted(a, key=lambda p: (p.count('.') + p.count('[]'), p)):
        if is_hidden(path):
            continue
        if 'cut' in a[path]:
            hidden.add(path)
        elif path not in b:
            hidden.add(path)
            found.append(f'{parent(path) or "the answer"} is empty' if path.endswith('[]') else f'lacks {path}')
        else:
            odd, want = b[path] - a[path] - {'null'}, a[path] - {'null', 'more'}
            if odd and want:
                found.append(f'{path or "the answer"} is {"/".join(sorted(odd))} for {"/".join(sorted(want))}')
                if odd & {'list', 'object'}:
                    hidden.add(path)
    for path in sorted(b, key=lambda p: (p.count('.') + p.count('[]'), p)):
        if path in a or is_hidden(path):
            continue
        hidden.add(path)
        if 'more' in a.get(parent(path), ()):
            continue
        # an element where the recording shows an empty list or null says nothing about keys
        if not path.endswith('[]') and a.get(parent(path), set()) != {'null'}:
            found.append(f'adds {path}')
    return found


def kind_of_content(headers):
    return (headers.get('content-type') or '').split(';')[0].strip()


def differences(exchange, status, headers, data):
    found = []
    if status != exchange['status']:
        found.append(f'status {status} for {exchange["status"]}')
    if found or exchange['method'] == 'HEAD' or exchange['status'] == 302:
        return found
    want = kind_of_content(exchange['headers'])
    got = kind_of_content({k.lower(): v for k, v in headers.items()})
    if got != want:
        found.append(f'content {got or "none"} for {want or "none"}')
    elif want == 'application/json':
        recorded = exchange['response']
        if isinstance(recorded, (dict, list)) and isinstance(data, (dict, list)):
            if not (isinstance(recorded, dict) and '__truncated__' in recorded):
                found += compare(recorded, data)
        elif type_name(recorded) != 'text' and not isinstance(data, bytes) and type_name(recorded) != type_name(data):
            found.append(f'the answer is {type_name(data)} for {type_name(recorded)}')
    elif isinstance(exchange['response'], str) and exchange['response'].startswith('uuid,'):
        head = (data if isinstance(data, bytes) else b'').decode('utf-8', 'replace').split('\n')[0].strip()
        if head != exchange['response'].split('\n')[0].strip():
            found.append('another CSV head line')
    for name in ('x-result-count', 'x-export-module-used', 'x-response-format', 'content-disposition'):
        if name in exchange['headers'] and not headers.get(name):
            found.append(f'lacks header {name}')
    return found


# ---- replay -------------------------------------------------------------------------------------------------------------

def in_scope(exchange):
    if not any(p.match(exchange['path']) for p in IN_SCOPE):
        return False
    request = exchange['request']
    if 'restSearch' in exchange['path'] and isinstance(request, dict):
        return request.get('returnFormat') in FORMATS
    return True


# the recorded server had read its library; ours reads it before the replay where there is one
LIBRARY = ['object_templates', 'galaxies', 'noticelists', 'warninglists', 'taxonomies']


class Replay:
    def __init__(self, server, known, wanted, verbose):
        self.server, self.known, self.wanted, self.verbose = server, known, wanted, verbose
        self.names = Names()
        self.keys = {'key1': server.key}
        self.by_email = {}
        self.cases = {}

    def key(self, exchange, rest):
        """our key for the recorded name of one: found by the e-mail address that this name's users/view/me shows"""
        name = exchange['auth']
        if name is None:
            return ''
        if name not in self.keys:
            for other in rest:
                if other['auth'] == name and other['path'] == '/users/view/me':
                    email = other['response'].get('User', {}).get('email')
                    if email in self.by_email:
                        self.keys[name] = self.by_email[email]
                    break
        return self.keys.get(name, 'x' * 40)

    def remember_user(self, data):
        user = data.get('User', data) if isinstance(data, dict) else {}
        if isinstance(user, dict) and user.get('email') and len(user.get('authkey') or '') == 40:
            self.by_email[user['email']] = user['authkey']

    def send(self, exchange, rest):
        body = exchange['request']
        if isinstance(body, (dict, list)):
            # lists of sightings name their context in the body or at the end of the path
            context = body.get('context') if isinstance(body, dict) else None
            body = self.names.body(body, kind=KINDS.get(context or exchange['path'].rsplit('/', 1)[-1]))
        headers = {'Accept': exchange['accept'] or '*/*'}
        return self.server.call(exchange['method'], self.names.path(exchange['path']), body,
                                key=self.key(exchange, rest), headers=headers)

    def run(self, exchanges):
        for i, exchange in enumerate(exchanges):
            case = exchange['test'] or 'set-up and tear-down'
            tally = self.cases.setdefault(case, {'same': 0, 'known': 0, 'new': [], 'later': 0})
            if not in_scope(exchange):
                tally['later'] += 1
                continue
            try:
                status, headers, data = self.send(exchange, exchanges[i:])
                found = differences(exchange, status, headers, data)
            except (OSError, http.client.HTTPException) as error:
                found = [f'no answer: {error!r}']
                data = None
            self.names.learn(exchange['response'], data, KINDS.get(exchange['path'].strip('/').split('/')[0].lower()))
            self.remember_user(data)
            self.judge(exchange, case, tally, found)

    def judge(self, exchange, case, tally, found):
        where = f'{case} {exchange["method"]} {exchange["path"]}'
        new = [f for f in found if not self.known.covers(where, f)]
        if new:
            tally['new'] += [(f'#{exchange["number"]} {exchange["method"]} {exchange["path"]}', f) for f in new]
        elif found:
            tally['known'] += 1
        else:
            tally['same'] += 1

    def report(self):
        passed = failed = 0
        for case, tally in self.cases.items():
            if not self.wanted(case) or not (tally['same'] + tally['known'] + len(tally['new'])):
                continue
            passed, failed = passed + (not tally['new']), failed + bool(tally['new'])
            print(f'{case:<50} {tally["same"]} same, {tally["known"]} with known differences,'
                  f' {len(tally["new"])} new differences, {tally["later"]} of later stages')
            for where, what in tally['new'] if self.verbose else tally['new'][:12]:
                print(f'    {where}: {what}')
            if len(tally['new']) > 12 and not self.verbose:
                print(f'    ... and {len(tally["new"]) - 12} more')
        return passed, failed


class Known:
    """The table rows of docs/WIRE.md: | where | difference | reason |; the first two are patterns with *"""

    def __init__(self, path):
        self.rows = []
        self.used = set()
        if not os.path.exists(path):
            return
        with open(path, encoding='utf-8') as f:
            for line in f:
                cells = [c.strip() for c in line.strip().strip('|').split('|')]
                if line.startswith('| `') and len(cells) == 3:
                    self.rows.append((self.pattern(cells[0]), self.pattern(cells[1]), line.strip()))

    @staticmethod
    def pattern(cell):
        # fnmatch takes [] for a character class: the lists of paths must stay what they are
        return re.compile(fnmatch.translate(cell.strip('`').replace('[', '[[]')))

    def covers(self, where, what):
        for place, difference, line in self.rows:
            if place.match(where) and difference.match(what):
                self.used.add(line)
                return True
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--binary', required=True)
    parser.add_argument('--verbose', action='store_true', help='every difference, and known rows that no longer occur')
    parser.add_argument('case', nargs='*', help='only cases whose name holds one of these words')
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(SHARED, 'wire')):
        print('wire: ../shared/wire is not here: skipped\n0 passed, 0 failed, 1 skipped')
        return 0
    suite, scenarios = load('suite.jsonl'), load('scenarios.jsonl')
    for number, exchange in enumerate(suite + scenarios):
        exchange['number'] = number
    make_whole(scenarios)
    suite = [e for e in suite if not e['test'] or e['test'][5:] in SUITE_TESTS or e['number'] < 28]
    known = Known(KNOWN)

    def wanted(case):
        return not options.case or any(word in case for word in options.case)

    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix='varde-wire-') as folder:
        mail = {'mail.relay': f'smtp://127.0.0.1:{MailSink(host="127.0.0.1").port}', 'mail.from': 'varde@host.example'}
        for name, exchanges in (('suite', suite), ('scenarios', scenarios)):
            with Server(options.binary, os.path.join(folder, name), library=library_folder(), settings=mail) as server:
                for part in LIBRARY:
                    server.call('POST', f'/{part}/update', {}, timeout=300)
                replay = Replay(server, known, wanted, options.verbose)
                replay.run(exchanges)
                good, bad = replay.report()
                passed, failed = passed + good, failed + bad
    if options.verbose and not options.case:
        for _, _, line in known.rows:
            if line not in known.used:
                print(f'docs/WIRE.md: no longer occurs: {line}')
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
