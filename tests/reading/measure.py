#!/usr/bin/env python3
"""Measures `varde read` and `varde stories` over a half of the labelled reports (README.md tells the form of the labels and what is counted)
and prints each figure beside the goal of the design. Standard library only.

    measure.py --varde BINARY [--details] [--json] tests/reading/half_b

--sanity only looks whether the labels are sound and each report can be read; its last line is "N passed, N failed, N skipped"."""
import argparse
import collections
import difflib
import json
import os
import re
import subprocess
import sys
import unicodedata

SCRIPTS = {'uk': 'Cyrl', 'ru': 'Cyrl', 'bg': 'Cyrl', 'mk': 'Cyrl', 'sr': 'Cyrl', 'be': 'Cyrl', 'el': 'Grek', 'ka': 'Geor', 'hy': 'Armn',
           'ar': 'Arab', 'fa': 'Arab', 'he': 'Hebr', 'zh': 'Hani', 'ja': 'Jpan', 'ko': 'Kore'}
REASONS = {'repeated paragraph', 'teaser', 'share', 'comment', 'caption', 'advertisement', 'navigation'}
VERDICTS = {'malicious', 'mentioned', 'unsure'}
NOT_COUNTRIES = {'EU', 'UN', 'XX', 'ZZ'}
LETTERS = str.maketrans({'ø': 'o', 'ł': 'l', 'đ': 'd', 'ß': 'ss', 'æ': 'ae', 'ı': 'i'})


def fold(name):
    """the form in which names are compared: lower case, no marks, no punctuation, no leading article"""
    plain = unicodedata.normalize('NFD', name.lower()).translate(LETTERS)
    plain = ''.join(c for c in plain if unicodedata.category(c) != 'Mn')
    return re.sub(r'^the ', '', re.sub(r'[\W_]+', ' ', plain).strip())


def forms(name):
    """all folded forms of a label such as "A|B (C)": with what is in brackets and without"""
    out = set()
    for one in name.split('|'):
        out |= {fold(one), fold(re.sub(r'\s*\(.*?\)', '', one))}
    return out


def words(name):
    """of a person's name what all spellings of it share: "Volodymyr O. Zelenskyy" and "Zelensky" end alike"""
    return {re.sub(r'(.)\1', r'\1', re.sub('[yj]', 'i', word)) for word in fold(name).split() if len(word) > 1}


def ministry(name):
    """what a ministry does and whose it is: "Ministry of Finance of Costa Rica" -> ("finance", "costa rica"); None of what is none"""
    name = re.sub(r'\bdefense\b', 'defence', re.sub(r'\b(internal affairs|interior)\b', 'interior', re.sub(r'\b(?:national|public) ', '', fold(re.sub(r'[()]', ' of ', name)))))
    found = re.fullmatch(r'(.*?) ?\b(?:ministry|department) (?:of|for) (?:the )?(.*?)(?: of (?:the )?(.*?))?(?: of)?', name)
    if found:
        return re.split(' and ', found[2])[0], found[3] or found[1] or ''
    found = re.fullmatch(r'(.*?) ?\b(foreign|defence|interior|oil) ministry', name)
    return (('foreign affairs' if found[2] == 'foreign' else found[2]), found[1]) if found else None


def same_ministry(label, name):
    """a label that tells no country is met by the ministry of any; one that tells it, by adjective or name, by that one"""
    want, got = [m for m in map(ministry, label.split('|')) if m], ministry(name)
    if not got:
        return False
    whose = [country for _, country in want if country]
    return any(does == got[0] for does, _ in want) and (not whose or any(c[:4] == got[1][:4] or c == 'us' and got[1] == 'united states' for c in whose))


def is_same(a, b, what):
    """one name in two forms; of a person one may be shorter, but for two words at least: "Rodrigo Chaves" and "Rodrigo Chaves Robles" """
    if forms(a) & forms(b) or what == 'organisations' and same_ministry(a, b):
        return True
    return what == 'persons' and any(len(words(x) & words(y)) >= 2 and (words(x) <= words(y) or words(y) <= words(x))
                                     for x in a.split('|') for y in b.split('|'))


def ratio(part, whole):
    return part / whole if whole else None


class Figures:
    """the figures in order of printing, and the errors behind each"""

    def __init__(self):
        self.rows, self.errors = [], []

    def add(self, name, value, goal=None, note=''):
        self.rows.append((name, value, goal, note))

    def error(self, kind, file, text):
        self.errors.append((kind, file, text))

    def counts(self, name, right, wrong, missed, goals, note=''):
        self.add(name + ' P', ratio(right, right + wrong), goals[0], f'{right} of {right + wrong} found{note}')
        self.add(name + ' R', ratio(right, right + missed), goals[1], f'{right} of {right + missed} labelled')

    def show(self):
        for name, value, goal, note in self.rows:
            shown = '   -  ' if value is None else f'{value:6.3f}' if isinstance(value, float) else f'{value:6d}'
            if goal is None:
                state = ''
            else:
                met = value is not None and (value <= goal if goal == 0 else value >= goal)
                state = f'{goal:<5} {"" if value is None else "ok" if met else "below" if goal else "NOT 0"}'
            print(f'{name:<44} {shown}  {state:<12} {note}')


class Half:
    """labels, readings and stories of one folder"""

    def __init__(self, folder, varde):
        self.folder, self.varde = folder, varde
        self.labels = rows(os.path.join(folder, 'labels.jsonl'))
        manifest = os.path.join(folder, 'manifest.jsonl')
        self.options = ['--json'] + (['--manifest', manifest] if os.path.exists(manifest) else [])
        self.hinted = {row['file']: row for row in (rows(manifest) if os.path.exists(manifest) else [])}
        self.files = [os.path.join(folder, 'reports', label['file']) for label in self.labels]

    def run(self, command):
        done = subprocess.run([self.varde, command, *self.options, *self.files], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
        return done.returncode, done.stdout.decode('utf-8', 'replace'), done.stderr.decode('utf-8', 'replace')

    def read(self):
        code, out, err = self.run('read')
        if code:
            print(f'varde read ended with {code}: {err.strip()[-500:]}', file=sys.stderr)
        found = [json.loads(line) for line in out.splitlines() if line.startswith('{')]
        self.readings = {os.path.basename(r['file']): r for r in found}

    def judged(self):
        for label in self.labels:
            if label['file'] in self.readings:
                yield label, self.readings[label['file']]


def rows(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def entities(reading):
    """entities of a reading, those of its items included"""
    out = list(reading['entities'])
    for item in reading.get('items', []):
        out += entities(item)
    return out


def names(reading, *kinds):
    return {e['name'] for e in entities(reading) if e['kind'] in kinds}


def languages(half, out):
    right = 0
    for label, r in half.judged():
        got = r['language']['code']
        right += got == label['language']
        if got != label['language']:
            out.error('language', label['file'], f'{got} for {label["language"]}')
    out.add('language', ratio(right, len(half.labels)), .99, f'{right} of {len(half.labels)}')


def countries(half, out):
    right = wrong = missed = 0
    for label, r in half.judged():
        got = {e['id'] for e in entities(r) if e['kind'] == 'country'} - NOT_COUNTRIES
        want, may = set(label['countries']), set(label.get('countries_may', []))
        right += len(got & want)
        wrong += len(got - want - may)
        missed += len(want - got)
        for code in sorted(got - want - may):
            found = [e['forms'] for e in entities(r) if e['kind'] == 'country' and e['id'] == code]
            out.error('country wrong', label['file'], f'{code} {found}')
        for code in sorted(want - got):
            out.error('country missed', label['file'], code)
    out.counts('countries', right, wrong, missed, (.95, .93))


def held(*tables):
    """the folded names that the tables of the engine hold: what a list of names can find at all"""
    folder, out = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'src', 'reading', 'tables'), set()
    for table in tables:
        with open(os.path.join(folder, table + '.txt'), encoding='utf-8') as f:
            out |= set().union(*[forms(re.split('[:;]', line)[0].replace('_', ' ')) for line in f if line.strip() and not line.startswith('#')])
    return out


def named(half, out, what, kinds, strict, want_key, may_keys, goals, tables):
    right = wrong = missed = 0
    known, right_held, missed_held = held(*tables), 0, 0
    for label, r in half.judged():
        seen, exact = names(r, *kinds), names(r, strict)
        want = label.get(want_key, [])
        may = [n for key in may_keys for n in label.get(key, [])]
        for n in want:
            found = any(is_same(n, m, what) for m in seen)
            right += found
            missed += not found
            right_held += found and bool(forms(n) & known)
            missed_held += not found and bool(forms(n) & known)
            if not found:
                out.error(what + ' missed', label['file'], n.split('|')[0])
        for n in sorted(exact):
            if not any(is_same(other, n, what) for other in want + may) and not close_to(n, may, what):
                wrong += 1
                out.error(what + ' wrong', label['file'], f'{n} {[e["forms"] for e in entities(r) if e["name"] == n]}')
    out.counts(what, right, wrong, missed, goals)
    out.add(what + ' R, of those in the tables', ratio(right_held, right_held + missed_held), None, f'{right_held} of {right_held + missed_held}')


def close_to(name, may, what):
    """an open name is spelt by the engine as the text has it: a close spelling of one that may be found is no error"""
    return what == 'persons' and any(difflib.SequenceMatcher(None, fold(name), f).ratio() > .7 for other in may for f in forms(other))


def persons(half, out):
    named(half, out, 'persons', ('person',), 'person', 'persons', ('persons_open', 'persons_may'), (.95, .95), ('persons',))


def organisations(half, out):
    named(half, out, 'organisations', ('organisation', 'product', 'actor', 'malware'), 'organisation', 'organisations', ('organisations_may',), (.97, .93),
          ('organisations', 'products', 'actors', 'malware'))


def cross_script(half, out):
    """the same person in two reports of different scripts: one name in both readings?"""
    named_in, found_in, known = collections.defaultdict(set), collections.defaultdict(set), set()
    script = {label['file']: SCRIPTS.get(label['language'], 'Latn') for label in half.labels}
    people = {}
    for label, r in half.judged():
        people[label['file']] = names(r, 'person')
        for n in label.get('persons', []):
            known |= forms(n)
        for n in label.get('persons', []) + label.get('persons_open', []):
            named_in[min(forms(n))].add(label['file'])
        for n in people[label['file']]:
            found_in[fold(n)].add(label['file'])
    for only_known, goals in ((True, (.98, .97)), (False, (None, None))):
        right = wrong = missed = 0
        for person, files in named_in.items():
            if only_known and person not in known:
                continue
            for a, b in pairs(sorted(files), script):
                same = {fold(n) for n in people[a]} & {fold(n) for n in people[b]}
                if any(difflib.SequenceMatcher(None, n, person).ratio() > .6 for n in same):
                    right += 1
                else:
                    missed += 1
                    out.error('pair missed' if only_known else 'pair missed (open names)', a, f'{person} also in {b}')
        for person, files in found_in.items():
            if only_known and person not in known:
                continue
            truth = [f for n, f in named_in.items() if difflib.SequenceMatcher(None, n, person).ratio() > .6]
            for a, b in pairs(sorted(files), script):
                if not any(a in f and b in f for f in truth):
                    wrong += 1
                    out.error('pair wrong' if only_known else 'pair wrong (open names)', a, f'{person} also in {b}')
        out.counts('cross-script pairs' + ('' if only_known else ', open names too'), right, wrong, missed, goals)


def pairs(files, script):
    for i, a in enumerate(files):
        for b in files[i + 1:]:
            if script[a] != script[b]:
                yield a, b


def dates(half, out):
    days = right = given = contains = claimed = answered = known = blind = 0
    for label, r in half.judged():
        if half.hinted.get(label['file'], {}).get('published'):
            continue
        want, got = label['published'], r['published']
        if want is None:
            blind += bool(got)
            if got:
                out.error('date where none can be known', label['file'], str(got))
            continue
        known += 1
        inside = got and got['from'] <= want['to'] and want['from'] <= got['to']
        day = got and got['from'] == got['to']
        given += bool(got)
        contains += bool(inside)
        days += bool(day)
        right += bool(day and inside)
        if label['claims_day']:
            claimed += 1
            answered += bool(day and inside)
        if got and not inside or label['claims_day'] and not (day and inside):
            out.error('date', label['file'], f'{got and (got["from"], got["to"], got["source"])} for {want["from"]}..{want["to"]}')
    out.add('a day given is the true day', ratio(right, days), .92, f'{right} of {days}')
    out.add('a day that the report claims is found', ratio(answered, claimed), None, f'{answered} of {claimed}')
    out.add('an interval given contains the true day', ratio(contains, given), .97, f'{contains} of {given}; {known - given} without')
    out.add('dates where none can be known', blind, None)


def topics(half, out):
    right = strict = total = 0
    for label, r in half.judged():
        if 'topic' not in label or label.get('items'):
            continue
        total += 1
        got = r['topics'][0]['topic'] if r['topics'] else None
        strict += got == label['topic']
        right += got in [label['topic'], *label.get('topic_also', [])]
        if got not in [label['topic'], *label.get('topic_also', [])]:
            out.error('topic', label['file'], f'{[t["topic"] for t in r["topics"][:3]]} for {label["topic"]}')
    out.add('topic top-1', ratio(right, total), .88, f'{right} of {total} (strictly {strict})')


def squeeze(text):
    return re.sub(r'\W+', ' ', text).strip().lower()


def lines_of(reading):
    """the lines of a text that is left, squeezed, those of its items included"""
    out = [squeeze(line) for line in (reading.get('text') or '').split('\n')]
    for item in reading.get('items', []):
        out += lines_of(item)
    return out


def times_left(line, lines):
    """how often a line stands there: a short one as a whole line ("Share"), a long one also inside of a paragraph"""
    if len(line.split()) > 3 or len(line) > 24:
        return sum(f' {line} ' in f' {other} ' for other in lines)
    return lines.count(line)


def removed(half, out):
    gone = reason = total = extra = 0
    for label, r in half.judged():
        lines = lines_of(r)
        said = [(squeeze(x.get('text', '')), x['reason']) for x in r['removed']]
        for want in label['removed']:
            line = squeeze(want['text'])
            total += 1
            cut = [why for cut_text, why in said if line and (line in cut_text or cut_text and cut_text in line)]
            left = times_left(line, lines) > (1 if want['reason'] == 'repeated paragraph' and not r.get('items') else 0)
            if line and left:
                out.error('line kept', label['file'], f'{want["reason"]}: {want["text"][:80]}')
                continue
            gone += 1
            reason += want['reason'] in cut
            if cut and want['reason'] not in cut:
                out.error('other reason', label['file'], f'{cut} for {want["reason"]}: {want["text"][:60]}')
        wanted = [squeeze(w['text']) for w in label['removed']]
        for cut_text, why in said:
            if cut_text and not any(cut_text in w or w in cut_text for w in wanted):
                extra += 1
                out.error('cut for nothing', label['file'], f'{why}: {cut_text[:100]}')
    out.add('lines that must go are gone', ratio(gone, total), None, f'{gone} of {total}; {reason} of them reported with the same reason')
    out.add('lines cut that no label names', extra, None)


def teasers(half, out):
    found = total = 0
    for label, r in half.judged():
        have = {(e['kind'], fold(e['id'] or '')) for e in entities(r)} | {(e['kind'], fold(e['name'])) for e in entities(r)}
        for bad in label.get('must_not', []):
            total += 1
            if any((bad['kind'], f) in have for f in forms(bad['id'])):
                found += 1
                out.error('entity from a cut line', label['file'], f'{bad["kind"]} {bad["id"]}')
    out.add('entities from lines to cut', found, 0, f'of {total}')


def indicators(half, out):
    said = rightly = found = total = asked = malicious = 0
    for label, r in half.judged():
        if 'indicators' not in label:
            continue
        want = {w['value'].lower(): w['verdict'] for w in label['indicators']}
        got = {g['value'].lower(): g['verdict'] for g in r['indicators']}
        for value, verdict in want.items():
            total += 1
            found += value in got
            if value not in got:
                out.error('indicator missed', label['file'], f'{value} ({verdict})')
            elif got[value] != verdict:
                out.error('verdict', label['file'], f'{value}: {got[value]} for {verdict}')
            malicious += verdict == 'malicious'
            asked += verdict == 'malicious' and got.get(value) == 'malicious'
        for value, verdict in got.items():
            if verdict == 'malicious':
                said += 1
                # part of an address that is labelled whole (the host of a malicious URL) is as malicious as the whole
                good = want.get(value) == 'malicious' or value not in want and any(v == 'malicious' and value in w for w, v in want.items())
                rightly += good
                if not good:
                    out.error('wrongly malicious', label['file'], f'{value} is {want.get(value, "not labelled")}')
            elif value not in want:
                out.error('indicator more than labelled', label['file'], f'{value}: {verdict}')
    out.add('indicators said malicious, rightly', ratio(rightly, said), None, f'{rightly} of {said}')
    out.add('indicators malicious, found so', ratio(asked, malicious), None, f'{asked} of {malicious}')
    out.add('indicators found at all', ratio(found, total), None, f'{found} of {total}')


def units(half, found):
    """[(name, language, true story, story found)] of reports, and of items of digests"""
    where, out = {}, []
    for number, story in enumerate(found['stories']):
        for member in story['members']:
            where[os.path.basename(member)] = number
    for label in half.labels:
        file = label['file']
        parts = sorted((m for m in where if m.startswith(file + '#')), key=lambda m: int(m.rsplit('#', 1)[1]))
        lone = ('lone', file)
        if not label.get('items'):
            place = where.get(file, where[parts[0]] if parts else lone)
            out.append((file, label['language'], label['story'], place))
            continue
        texts = [squeeze((i.get('title') or '') + ' ' + i['text']) for i in half.readings.get(file, {}).get('items', [])]
        for number, item in enumerate(label['items'], 1):
            at = next((n for n, text in enumerate(texts, 1) if squeeze(item['start']) in text), None)
            place = where.get(f'{file}#{at}', where.get(file, ('lone', file, number)))
            out.append((f'{file}#{number}', label['language'], item['story'], place))
    return out


def stories(half, out):
    code, text, err = half.run('stories')
    try:
        found = json.loads(text)
    except ValueError:
        print(f'varde stories ended with {code}: {err.strip()[-300:]}', file=sys.stderr)
        for name, goal in (('stories pair P', .85), ('stories pair R', .78), ('stories cross-language F1', .80), ('stories B-cubed F1', .88)):
            out.add(name, None, goal)
        return
    all_units = units(half, found)
    pair_figures(all_units, out, False)
    pair_figures(all_units, out, True)
    p = sum(ratio(*overlap(u, all_units, 3)) for u in all_units) / len(all_units)
    r = sum(ratio(*overlap(u, all_units, 2)) for u in all_units) / len(all_units)
    out.add('stories B-cubed F1', 2 * p * r / (p + r), .88, f'P {p:.3f} R {r:.3f}, {len(all_units)} units')


def overlap(unit, all_units, key):
    """(how many share the true story among those that share KEY with this one, how many share KEY)"""
    same = [u for u in all_units if u[key] == unit[key]]
    return sum(u[2] == unit[2] and u[3] == unit[3] for u in same), len(same)


def pair_figures(all_units, out, across):
    right = wrong = missed = 0
    for i, a in enumerate(all_units):
        for b in all_units[i + 1:]:
            if across and a[1] == b[1]:
                continue
            true, made = a[2] == b[2], a[3] == b[3]
            right += true and made
            wrong += made and not true
            missed += true and not made
            if made and not true and not across:
                out.error('wrong merge', a[0], f'({a[2]}) with {b[0]} ({b[2]})')
            if true and not made and not across:
                out.error('not joined', a[0], f'with {b[0]} ({a[2]})')
    p, r = ratio(right, right + wrong), ratio(right, right + missed)
    f = 2 * p * r / (p + r) if p and r else 0.0
    if across:
        out.add('stories cross-language F1', f, .80, f'P {p or 0:.3f} R {r or 0:.3f}')
    else:
        out.counts('stories pair', right, wrong, missed, (.85, .78))
        out.add('stories pair F1', f)


def digests(half, out):
    right = total = 0
    for label, r in half.judged():
        if label.get('items') or r.get('items'):
            total += 1
            right += len(label.get('items', [])) == len(r.get('items', []))
            if len(label.get('items', [])) != len(r.get('items', [])):
                out.error('items', label['file'], f'{len(r.get("items", []))} for {len(label.get("items", []))}')
    out.add('digests with the right number of items', ratio(right, total), None, f'{right} of {total}')


def sound(label):
    """the words against a label, or nothing"""
    for key in ('file', 'language', 'published', 'claims_day', 'countries', 'persons', 'organisations', 'removed'):
        if key not in label:
            return f'no {key}'
    if ('story' in label) == bool(label.get('items')):
        return 'a story, or items, not both'
    if set(label['countries']) & {m['id'] for m in label.get('must_not', [])}:
        return 'a country is wanted and forbidden'
    if any(r['reason'] not in REASONS for r in label['removed']) or any(i['verdict'] not in VERDICTS for i in label.get('indicators', [])):
        return 'an unknown reason or verdict'
    return None


def sanity(folders, varde):
    """each label is sound, each report is labelled once and can be read"""
    passed, failed = 0, []
    for folder in folders:
        half = Half(folder, varde)
        half.read()
        listed = sorted(label['file'] for label in half.labels)
        there = sorted(os.listdir(os.path.join(folder, 'reports')))
        if listed != there:
            failed.append(f'{folder}: labels and reports differ: {sorted(set(listed) ^ set(there))}')
        for label in half.labels:
            fault = sound(label)
            if not fault and label['file'] not in half.readings:
                fault = 'could not be read'
            if fault:
                failed.append(f'{folder}: {label["file"]}: {fault}')
            else:
                passed += 1
    for line in failed:
        print('FAILED ' + line)
    print(f'{passed} passed, {len(failed)} failed, 0 skipped')
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument('--varde', '--binary', required=True)
    parser.add_argument('--details', action='store_true', help='list each error')
    parser.add_argument('--json', action='store_true', help='the figures as JSON')
    parser.add_argument('--sanity', action='store_true')
    parser.add_argument('half', nargs='*')
    options = parser.parse_args()
    varde = os.path.abspath(options.varde)
    if options.sanity:
        return sanity(options.half or [os.path.join(here, h) for h in ('half_a', 'half_b') if os.path.exists(os.path.join(here, h, 'labels.jsonl'))], varde)
    for folder in options.half:
        half, out = Half(folder, varde), Figures()
        half.read()
        kinds = collections.Counter(label['language'] for label in half.labels)
        if not options.json:
            print(f'{folder}: {len(half.labels)} reports in {len(kinds)} languages, {len(half.readings)} read')
        for step in (languages, countries, persons, cross_script, organisations, dates, topics, digests, stories, teasers, removed, indicators):
            step(half, out)
        if options.json:
            print(json.dumps({name: value for name, value, _, _ in out.rows}, indent=1))
        else:
            out.show()
        if options.details:
            for kind, file, text in sorted(out.errors):
                print(f'  {kind}: {file}: {text}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
