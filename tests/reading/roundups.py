#!/usr/bin/env python3
"""varde roundup over files: over reports made here, and over the five seeds beside the project where they are. What it quotes must stand in its sources word
by word, and what it counts is counted again here. Standard library only. Last line: "N passed, N failed, N skipped"."""
import argparse
import datetime
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
SEEDS = os.path.join(os.path.dirname(TOP), 'shared', 'seeds')
SVG = '{http://www.w3.org/2000/svg}'
HTML = '{http://www.w3.org/1999/xhtml}'


def run(binary, *args, code=0, **environment):
    done = subprocess.run([binary, 'roundup', *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300,
                          env=dict(os.environ, **environment))
    assert done.returncode == code, (done.returncode, done.stderr.decode('utf-8', 'replace')[-2000:])
    assert b'Sanitizer' not in done.stderr, done.stderr.decode('utf-8', 'replace')[-3000:]
    return done.stdout.decode('utf-8')


def make(binary, week, *args, **more):
    return json.loads(run(binary, '--week', week, '--format', 'json', *args, **more))


def plain(text):
    """blanks are laid out anew by the reading, marks that cannot be seen go"""
    return re.sub(r'\s+', '', re.sub('[\u00ad\u200b-\u200f\ufeff]', '', text)).lower()


def all_stories(roundup):
    return roundup['stories'] + roundup['later'] + roundup['uncertain']


def check_true(roundup, folder):
    """each sentence stands in its source, each count is right"""
    def stands(text, source):
        with open(os.path.join(folder, re.sub(r'#\d+$', '', source)), encoding='utf-8') as f:
            assert plain(text.removesuffix('…')) in plain(f.read()), (text, source)
    for story in all_stories(roundup):
        for said in story['sentences'] + story['quotes']:
            stands(said['text'], said['source'])
        reports = {re.sub(r'#\d+$', '', s['name']) for s in story['sources']}
        assert story['reports'] == len(reports), story
        assert set(story['languages']) == {s['language'] for s in story['sources'] if s['language']}, story
        assert story['independent_sources'] <= story['reports']
        assert story['single_source'] == (story['independent_sources'] == 1)
        assert len(story['sentences']) <= 3
    for said in roundup['attributed'] + roundup['ahead']:
        stands(said['text'], said['source'])
    reports = {re.sub(r'#\d+$', '', s['name']) for story in roundup['stories'] for s in story['sources']}
    assert roundup['reports'] == len(reports), roundup['reports']
    singles = [story['single_source'] for story in roundup['stories']]
    assert singles == sorted(singles), 'what one source alone tells comes last'
    for story in roundup['stories']:
        assert roundup['from'] <= story['when']['from'] <= story['when']['to'] <= roundup['to'], story['when']
        earlier = any(s['published'] and s['published']['to'] < roundup['from'] for s in story['sources'])
        assert story['continued'] == earlier, story


def sources(stories):
    return {s['name'] for story in stories for s in story['sources']}


def test_seeds(binary):
    files = sorted(glob.glob(os.path.join(SEEDS, '*.txt')))
    told = ['--manifest', os.path.join(SEEDS, 'manifest.jsonl'), *files]
    third, second, february = make(binary, '2022-W03', *told), make(binary, '2022-W02', *told), make(binary, '2017-W07', *told)
    for roundup in (third, second, february):
        check_true(roundup, SEEDS)
        assert not roundup['uncertain'], roundup['uncertain']
    names = sources(third['stories'])
    digest = '002_ec23acfeabae9f78.txt#%d'
    assert {digest % n for n in range(1, 8)} | {'004_4f9e8bdc6409b2d1.txt'} <= names, names
    assert '003_af26cfce1edd8f1b.txt' not in names and '001_6d17f7c8ee7027fa.txt' not in names
    assert '001_6d17f7c8ee7027fa.txt' in sources(second['stories'])
    assert sources(february['stories']) == {'003_af26cfce1edd8f1b.txt'}
    # the Norwegian article: in the story of its latest report, wherever that lies, and told of in its own week
    assert '000_1c64efaec305130e.txt' in sources(second['stories']) | sources(second['later'])
    shared = [s for s in third['stories'] if len({re.sub(r'#.*', '', x['name']) for x in s['sources']}) > 1]
    assert any({'004_4f9e8bdc6409b2d1.txt', digest % 7} <= {x['name'] for x in s['sources']} for s in shared), 'invited to new talks: one story'


def test_seeds_without_dates(binary):
    files = sorted(glob.glob(os.path.join(SEEDS, '*.txt')))
    for week in ('2022-W01', '2022-W02', '2022-W03', '2022-W04'):
        roundup = make(binary, week, *files)
        for story in roundup['stories'] + roundup['later']:
            assert not any('003_' in s['name'] for s in story['sources']), 'of 2017'
        check_true(roundup, SEEDS)


def test_seeds_as_pages(binary):
    files = sorted(glob.glob(os.path.join(SEEDS, '*.txt')))
    manifest = ['--manifest', os.path.join(SEEDS, 'manifest.jsonl')]
    for form in ('md', 'html', 'json'):
        once = run(binary, '--week', '2022-W03', '--format', form, *manifest, *files, TZ='UTC', LC_ALL='C')
        again = run(binary, '--week', '2022-W03', '--format', form, *manifest, *files[::-1], TZ='Asia/Tokyo', LC_ALL='tr_TR.UTF-8')
        assert once == again, f'{form}: the same files in another order, zone and locale'
    page = xml.etree.ElementTree.fromstring(run(binary, '--week', '2022-W03', '--format', 'html', *manifest, *files))
    roundup = make(binary, '2022-W03', *manifest, *files)
    assert len(page.findall(f'.//{HTML}article')) == len(roundup['stories'])
    assert len(page.findall(f'.//{SVG}g')) == len(roundup['stories'])
    assert len(page.findall(f'.//{SVG}circle')) >= len(roundup['stories'])
    shown = ''.join(page.itertext())
    for story in roundup['stories']:
        for said in story['sentences']:
            assert f'“{said["text"]}”' in shown, said


class Folder:
    """reports made for a test, with their manifest"""

    def __init__(self):
        self.temp = tempfile.TemporaryDirectory()
        self.rows, self.paths = [], []

    def __enter__(self):
        self.temp.__enter__()
        return self

    def __exit__(self, *error):
        return self.temp.__exit__(*error)

    def path(self, name):
        return os.path.join(self.temp.name, name)

    def put(self, name, text, **said):
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)
        self.rows.append({'file': name, **said})
        self.paths.append(self.path(name))

    def args(self):
        with open(self.path('manifest.jsonl'), 'w', encoding='utf-8') as f:
            f.writelines(json.dumps(row) + '\n' for row in self.rows)
        return ['--manifest', self.path('manifest.jsonl'), *self.paths]


PIECE = ('Ransomware stops the port of Aarhus\n\nThe port of Aarhus in Denmark was hit by ransomware in the night to Tuesday, and all cranes of the container '
         'terminal stood still until noon, the operator said.\n\nThe Danish police in Aarhus have opened an investigation. Trucks were waiting in a queue of 14 '
         'kilometres before the gates of the terminal.\n\nThe port handles more than half of the containers of Denmark.\n')


def test_copies_count_once(binary):
    with Folder() as f:
        f.put('agency.txt', PIECE, published='2022-01-18', source_url='https://agency.example/1')
        f.put('paper.txt', PIECE.replace('until noon', 'till noon'), published='2022-01-18', source_url='https://www.paper.example/2')
        f.put('other.txt', 'Havnen i Aarhus rammet av løsepengevirus\n\nContainerterminalen i Aarhus havn i Danmark ble rammet av løsepengevirus natt til tirsdag, og '
              'kranene sto stille, opplyser operatøren.\n\nDansk politi i Aarhus etterforsker angrepet. Køen av lastebiler var 14 kilometer.\n',
              published='2022-01-19', source_url='https://avis.example/3')
        roundup = make(binary, '2022-W03', *f.args())
        check = [s for s in roundup['stories'] if len(s['sources']) > 1]
        assert len(check) == 1 and {'agency.example', 'paper.example'} <= {s['name'] for s in check[0]['sources']}, roundup['stories']
        copies = [s['copy'] for s in check[0]['sources']]
        assert copies.count(True) == 1
        assert check[0]['independent_sources'] == check[0]['reports'] - 1
        assert all(s['language'] == 'en' for s in check[0]['sentences'][:2])
        page = run(binary, '--week', '2022-W03', *f.args())
        assert '<https://www.paper.example/2>' in page and 'near-copy of a report above' in page


def test_continued_and_later(binary):
    with Folder() as f:
        f.put('first.txt', PIECE, published='2022-01-14', source_url='https://agency.example/1')
        f.put('second.txt', PIECE.replace('half', 'a half'), published='2022-01-20', source_url='https://paper.example/2')
        before, after = make(binary, '2022-W02', *f.args()), make(binary, '2022-W03', *f.args())
        assert not before['stories'] and len(before['later']) == 1
        assert {s['name'] for s in before['later'][0]['sources']} == {'agency.example'}, 'as it was known then'
        assert len(after['stories']) == 1 and after['stories'][0]['continued'] and not after['later']
        assert 'Continued, first told of on 14 January 2022.' in run(binary, '--week', '2022-W03', *f.args())
        assert 'Stories that went on afterwards' in run(binary, '--week', '2022-W02', *f.args())
        assert len(make(binary, '2022-01', *f.args())['stories']) == 1
        assert len(make(binary, '2022-01-20', *f.args())['stories']) == 1


def test_hostile(binary):
    evil = '<script>alert(1)</script> "><img src=x onerror=alert(1)> [x](javascript:alert(1))'
    with Folder() as f:
        f.put('evil.txt', f'{evil}\n\n{evil} was said of the attack on the ministry of Ukraine in Kyiv, and more of it was told on that day. See '
              f'http://evil.example/payload for {evil} and so on.\n', published='2022-01-18', source_url='javascript:alert(1)')
        f.put('arabic.txt', 'تعرضت وزارة الدفاع في أوكرانيا لهجوم إلكتروني واسع النطاق يوم الثلاثاء، وفقا لما أعلنته الوزارة في بيان رسمي صدر في كييف.\n',
              published='2022-01-18', source_url='https://news.example/a?x=1&y="2"')
        text = run(binary, '--week', '2022-W03', '--format', 'html', *f.args())
        page = xml.etree.ElementTree.fromstring(text)
        assert not page.findall(f'.//{HTML}script') and not page.findall(f'.//{HTML}img')
        for link in page.iter(f'{HTML}a'):
            assert re.match('https?://|#', link.get('href')), link.get('href')
        assert any(e.get('lang') == 'ar' and e.get('dir') == 'rtl' for e in page.iter(f'{HTML}bdi'))
        markdown = run(binary, '--week', '2022-W03', *f.args())
        assert '<script' not in markdown and '](<javascript' not in markdown and 'http://evil' not in markdown


def test_command_line(binary):
    with Folder() as f:
        f.put('a.txt', PIECE, published='2022-01-18')
        assert 'Nothing is known of this week' in run(binary, '--week', '2021-W03', *f.args())
        assert run(binary, '--week', '2022-W03', *f.args()).startswith('# Roundup: Week 3 of 2022\n')
        for bad in ([], ['--week', '2022-W54'], ['--week', 'now'], ['--week', '2022-W03', '--format', 'pdf']):
            run(binary, *bad, *f.paths, code=2)
        assert '# Roundup' in run(binary, '--week', '2022-W03', *f.args(), f.path('none.txt'), code=1)
        with open(f.path('broken.jsonl'), 'w', encoding='utf-8') as broken:
            broken.write('{"file":\n')
        run(binary, '--week', '2022-W03', '--manifest', f.path('broken.jsonl'), *f.paths, code=1)
        unknown = make(binary, '2022-W03', f.path('a.txt'))
        assert not unknown['stories'] and len(unknown['uncertain']) == 1
        assert 'Date uncertain' in run(binary, '--week', '2022-W03', f.path('a.txt'))


def test_database(binary):
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([binary, '--data', data, 'init', '--sample'], stdout=subprocess.DEVNULL, check=True, timeout=120)
        assert 'Nothing is known of this week' in run(binary, '--data', data, '--week', '2001-W03')
        year, week, _ = datetime.datetime.now(datetime.timezone.utc).date().isocalendar()
        now = make(binary, f'{year}-W{week:02}', '--data', data)
        assert not now['stories'] and now['trends'] and all(t['before'] == [0, 0, 0, 0] for t in now['trends']), now['trends']
        assert run(binary, '--data', data, '--week', now['label']).count('## ') >= 1
        run(binary, '--data', data, '--week', '2022-W03', '--manifest', 'x', code=2)
        run(binary, '--data', os.path.join(data, 'none'), '--week', '2022-W03', code=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', default=os.path.join(TOP, 'build', 'test', 'varde'))
    binary = os.path.abspath(parser.parse_args().binary)
    passed = failed = skipped = 0
    cases = [test_copies_count_once, test_continued_and_later, test_hostile, test_command_line, test_database]
    seeds = [test_seeds, test_seeds_without_dates, test_seeds_as_pages]
    if os.path.isdir(SEEDS):
        cases += seeds
    else:
        print('skipped: the five seeds: there is no ../shared')
        skipped += len(seeds)
    for case in cases:
        try:
            case(binary)
            passed += 1
        except Exception as error:
            failed += 1
            print(f'FAILED {case.__name__}: {type(error).__name__}: {str(error)[:1500]}')
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
