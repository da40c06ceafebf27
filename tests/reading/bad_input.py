#!/usr/bin/env python3
"""varde read over input that nobody wrote to be read: each case has a clear answer (an exit code with one line, or a reading), within a bound of
time, and times must not grow faster than sizes. Standard library only. Last line: "N passed, N failed, N skipped"."""
import argparse
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import zipfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROSE = 'On Friday hackers attacked the ministry of foreign affairs of Ukraine, said Jens Stoltenberg of NATO. '


class Bench:
    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def run(self, content, name='input', seconds=60):
        """(exit code, the reading or None, standard error); asserts that no sanitizer spoke and that it ended in time"""
        path = os.path.join(self.folder, name)
        with open(path, 'wb') as f:
            for piece in [content] if isinstance(content, bytes) else content:
                f.write(piece)
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([self.binary, 'read', '--json', path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.took = used.ru_utime + used.ru_stime - begun.ru_utime - begun.ru_stime  # of the processor: what else runs here does not count
        os.remove(path)
        text = done.stderr.decode('utf-8', 'replace')
        assert 'Sanitizer' not in text and 'runtime error' not in text, text[-2000:]
        assert done.returncode in (0, 1), f'exit code {done.returncode}: {text[-500:]}'
        lines = done.stdout.splitlines()
        return done.returncode, json.loads(lines[0]) if done.returncode == 0 and lines else None, text

    def read(self, content, name='input', seconds=60):
        code, reading, text = self.run(content, name, seconds)
        assert code == 0, text
        return reading

    def refused(self, content, word, name='input', seconds=60):
        code, _, text = self.run(content, name, seconds)
        assert code == 1 and word in text, (code, text)


# ---- nothing, and what is no text ---------------------------------------------------------------------------------------


def test_empty(b):
    for content in (b'', b' \n\t \r\n  ', b'\xef\xbb\xbf', b'\n' * 100000, '\u200b\u200b'.encode()):
        r = b.read(content)
        assert r['text'] == '' and r['published'] is None and r['language']['code'] == 'unknown' and r['entities'] == [], r


def test_binary(b):
    with open(sys.executable, 'rb') as f:
        elf = f.read(1 << 16)
    noise = random.Random(1).randbytes(100000)
    for content in (elf, b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR' + noise, noise, bytes(range(256)) * 40):
        b.refused(content, 'binary')


def test_packed(b):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('bomb.txt', b'0' * 10000000)
    for content, name in ((packed.getvalue(), 'bomb.zip'), (gzip.compress(b'0' * 10000000), 'bomb.gz')):
        b.refused(content, 'packed', name)


# ---- size ---------------------------------------------------------------------------------------------------------------


def test_large(b):
    prose = (PROSE * 10 + '\n\n').encode()
    # the first part is all different, the rest comes again and again: the sanitizers take their time
    b.read((prose[:-2] + b' %d\n\n' % min(i, 5000) for i in range(100_000_000 // len(prose))), seconds=600)
    b.refused((b'x' * (1 << 20) for _ in range(257)), '256 MB')


def test_long_line(b):
    r = b.read(PROSE.encode() * (20_000_000 // len(PROSE)), seconds=200)
    assert len(r['text']) > 19_000_000 and len(r['entities']) == 4 and r['language']['code'] == 'en'


def test_short_lines(b):
    r = b.read(b''.join(b'line %d\n' % i for i in range(1_000_000)), seconds=200)
    assert r['text'].count('\n\n') > 900_000


def test_repeated(b):
    r = b.read((PROSE + '\n\n').encode() * 100_000, seconds=100)
    assert r['text'].count('Ukraine') == 1 and len(r['removed']) == 99_999


# ---- time grows as size does -------------------------------------------------------------------------------------------------

GROWING = {
    'quotes': lambda n: ''.join(f'“We have seen attack number {i} on the bank”, said Olaf Scholz. ' for i in range(n // 66)),
    'dates': lambda n: ''.join(f'{i % 28 + 1}.{i % 12 + 1}.20{i % 23:02} ' for i in range(n // 10)),
    'weekdays': lambda n: 'on 14 January and Friday ' * (n // 25),
    'vulnerabilities': lambda n: ''.join(f'CVE-2021-{i + 10000} ' for i in range(n // 15)),
    'addresses': lambda n: ''.join(f'{i >> 16 & 127 | 1}.{i >> 8 & 255}.{i & 255}.7 ' for i in range(n // 11)),
    'digest': lambda n: 'Weekly digest\n\n' + ''.join(f'"Heading {i}"\n\n• The text of item {i} with letters enough that it is a long point, or so.\n\n'
                                                     for i in range(n // 100)),
    'dialogue': lambda n: '– ' + 'We, the people, said, and, said Lavrov, ' * (n // 41),
    'quotation marks': lambda n: '"' * n,
    'brackets': lambda n: '[.](' * (n // 4),
    'accents': lambda n: 'a' + '\u0301' * (n // 2),
    'teasers': lambda n: 'Read also: something\n' * (n // 21),
    'comments': lambda n: 'Comments\nA line here\n' * (n // 21),
    'attributes': lambda n: '<html><body><p ' + ''.join(f'a{i}=1 ' for i in range(n // 8)) + '>text',
    'nested divs': lambda n: '<html><body>' + '<div>' * (n // 5) + 'text',
    'nested paragraphs': lambda n: '<html><body>' + '<div><p>some text that is long enough to count' * (n // 46),
    'unclosed tags': lambda n: '<html><body>' + '<' * n,
    'metadata': lambda n: '<html><head>' + '<meta property="x" content="y">' * (n // 31),
    'folded head': lambda n: 'From: a@b.c\nDate: x\nTo: y\nSubject: x\n' + ' folded\n' * (n // 8) + '\nbody',
    'encoded words': lambda n: 'From: a@b.c\nDate: x\nTo: y\nSubject: ' + '=?utf-8?q?a?= ' * (n // 14) + '\n\nbody',
    'parts': lambda n: MAIL + '--b\n\nx\n' * (n // 7) + '--b--',
}
MAIL = 'From: a@b.c\nSubject: x\nDate: Fri, 14 Jan 2022 10:00:00 +0000\nTo: c\nContent-Type: multipart/mixed; boundary=b\n\n'


def growing(make):
    def test(b):
        took = []
        for size in (1_000_000, 4_000_000):
            b.run(make(size).encode(), seconds=120)
            took.append(b.took)
        # work that grows with the square would need sixteen times as much
        assert took[1] < 10 * took[0] + 2, f'{took[0]:.2f} s of work for 1 MB, {took[1]:.2f} s for 4 MB'
    return test


# ---- pages ----------------------------------------------------------------------------------------------------------------


def test_deep_page(b):
    r = b.read(b'<html><body>' + b'<div>' * 1_000_000 + b'<p>' + PROSE.encode() * 3)
    assert 'Stoltenberg' in r['text'], r['text'][:200]
    r = b.read(b'<html><body>' + b'<div>' * 1_000_000 + PROSE.encode() + b'</div>' * 1_000_000)
    assert [e['name'] for e in r['entities'] if e['kind'] == 'person'] == ['Jens Stoltenberg']


def test_unclosed_page(b):
    for tail in ('', '<', '<p', '<p class="', '<!--', '<script>', '<style>', '&amp', '&#', '&#x', '</'):
        r = b.read(f'<html><body><article><p>{PROSE}{PROSE}</p>{tail}'.encode())
        assert 'Stoltenberg' in r['text'], (tail, r['text'])


def test_page_entities(b):
    r = b.read(b'<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>' +
               b'&b;&x; ' * 20 + PROSE.encode() + b'&amp;&#8211;&#x110000;&#0;</p>')
    assert 'root:' not in r['text'] and 'lollol' not in r['text'] and 'Stoltenberg' in r['text']


# ---- feeds ----------------------------------------------------------------------------------------------------------------


def test_feed_bombs(b):
    laughs = ''.join(f'<!ENTITY l{i} "{"&l%d;" % (i - 1) * 10}">' for i in range(1, 10))
    b.run(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]><rss><channel><item><title>t</title>'
          f'<description>&l9;</description></item></channel></rss>'.encode(), 'bomb.xml', 20)
    assert b.took < 20
    secret = os.path.join(b.folder, 'secret')
    with open(secret, 'w', encoding='utf-8') as f:
        f.write('not to be read')
    code, r, _ = b.run(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]><rss><channel><item><title>t</title>'
                       f'<description>before &x; after</description></item></channel></rss>'.encode(), 'feed.xml')
    assert code == 1 or 'not to be read' not in json.dumps(r)


def test_large_feed(b):
    entries = ''.join(f'<item><title>Report {i}</title><description>{PROSE}</description></item>' for i in range(10_000))
    r = b.read(f'<?xml version="1.0"?><rss><channel>{entries}</channel></rss>'.encode(), seconds=120)
    assert len(r['items']) == 10_000


# ---- mails ----------------------------------------------------------------------------------------------------------------


def test_nested_mail(b):
    nested = MAIL + ''.join(f'--b{"b" * (i % 3)}\nContent-Type: multipart/mixed; boundary=b{"b" * ((i + 1) % 3)}\n\n' for i in range(1000))
    code, _, text = b.run(nested.encode(), 'deep.eml')
    assert code == 0 or 'no text' in text
    b.run((MAIL + '--b\nContent-Transfer-Encoding: base64\n\n' + 'QUFB' * 2_000_000 + '\n--b--').encode(), 'bomb.eml')
    assert b.took < 30


def test_lying_charset(b):
    said = 'From: a@b.c\nTo: d\nDate: Fri, 14 Jan 2022 10:00:00 +0000\nSubject: Über Łódź\nContent-Type: text/plain; charset={}\n\n{}'
    body = 'Zażółć gęślą jaźń i wiele innych słów, które są po polsku, napisał minister Łukasz.'
    r = b.read(said.format('iso-8859-1', body).encode('utf-8'), 'lies.eml')
    assert 'Zażółć' in r['text'], r['text']
    r = b.read(said.replace('Über Łódź', 'x').format('utf-8', body).encode('cp1250'), 'lies.eml')
    assert 'gęślą' in r['text'], r['text']


# ---- encodings ------------------------------------------------------------------------------------------------------------


def test_declared_wrong(b):
    page = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'
    text = 'Der Minister für Auswärtiges erklärte in München, die Hacker hätten große Schäden über Nacht ausgelöst. ' * 2
    assert 'München' in b.read(page.format('iso-8859-1', text).encode('utf-8'))['text']
    assert 'München' in b.read(page.format('utf-8', text).encode('latin-1'))['text']
    assert 'München' in b.read(page.format('no-such-thing', text).encode('latin-1'))['text']


def test_mixed_encodings(b):
    r = b.read('Ålesund, Grünau, Łódź and Plzeň were named, '.encode() * 3 + b'and caf\xe9 too.')
    assert 'café' in r['text'] and 'Łódź' in r['text']


def test_wide(b):
    text = 'Le ministère français de l’intérieur a été touché par une attaque à Besançon, a déclaré le préfet. ' * 3
    for encoding in ('utf-16', 'utf-16-le', 'utf-16-be'):
        assert 'Besançon' in b.read(text.encode(encoding))['text'], encoding
    b.refused(b'\xff\xfe' + '\ud800'.encode('utf-16-le', 'surrogatepass') * 9, 'damaged')


LEGACY = {
    'cp1251': ('uk', 'Міністерство закордонних справ України повідомило про кібератаку на урядові сайти, які не працюють від п’ятниці.'),
    'koi8-r': ('ru', 'Министерство иностранных дел сообщило о кибератаке на правительственные сайты, которые не работают с пятницы.'),
    'iso8859-5': ('ru', 'Министерство иностранных дел сообщило о кибератаке на правительственные сайты, которые не работают с пятницы.'),
    'cp1253': ('el', 'Το υπουργείο εξωτερικών ανακοίνωσε ότι οι ιστοσελίδες της κυβέρνησης δέχθηκαν επίθεση την Παρασκευή το βράδυ.'),
    'cp1250': ('pl', 'Ministerstwo spraw zagranicznych ogłosiło, że strony rządowe zostały zaatakowane w piątek, a część jeszcze nie działa.'),
    'cp1254': ('tr', 'Dışişleri Bakanlığı, hükümet sitelerine cuma günü saldırı düzenlendiğini ve bazı sitelerin hâlâ çalışmadığını açıkladı.'),
    'cp1257': ('lt', 'Užsienio reikalų ministerija pranešė, kad penktadienį įvykdyta kibernetinė ataka prieš vyriausybės svetaines, kurios dar neveikia.'),
    'cp1255': ('he', 'משרד החוץ הודיע כי אתרי הממשלה הותקפו ביום שישי וכי חלק מהם עדיין אינם פועלים לאחר המתקפה'),
    'cp1256': ('ar', 'أعلنت وزارة الخارجية أن مواقع الحكومة تعرضت لهجوم إلكتروني يوم الجمعة وأن بعضها لا يزال لا يعمل حتى الآن'),
    'shift_jis': ('ja', '外務省は金曜日に政府のウェブサイトがサイバー攻撃を受け、一部はまだ動いていないと発表しました。'),
    'euc-jp': ('ja', '外務省は金曜日に政府のウェブサイトがサイバー攻撃を受け、一部はまだ動いていないと発表しました。'),
    'gb18030': ('zh', '外交部星期五宣布政府网站遭到网络攻击，其中一些网站仍然无法运行，调查正在进行之中。'),
    'big5': ('zh', '外交部星期五宣布政府網站遭到網路攻擊，其中一些網站仍然無法運行，調查正在進行之中。'),
    'euc-kr': ('ko', '외교부는 금요일에 정부 웹사이트가 사이버 공격을 받았으며 일부는 아직 작동하지 않는다고 발표했습니다.'),
}


def legacy(encoding):
    def test(b):
        language, text = LEGACY[encoding]
        text = text.replace('’', "'") if encoding == 'koi8-r' else text
        page = f'<html><head><meta charset="{encoding}"></head><body><p>{text * 3}</p></body></html>'
        r = b.read(page.encode(encoding))
        assert text[:20] in r['text'] and r['language']['code'] == language, ('declared', r['language'], r['text'][:80])
        r = b.read((text + ' ').encode(encoding) * 4)
        assert text[:20] in r['text'] and r['language']['code'] == language, ('not declared', r['language'], r['text'][:80])
    return test


# ---- what deceives the eye --------------------------------------------------------------------------------------------------


def test_hidden_characters(b):
    r = b.read('Jens Stol\u00adten\u200bberg\u2060 spoke in Ky\ufeffiv about \u202ereport\u202c to evil\u200b[.]example, said the office.'.encode())
    names = {e['name'] for e in r['entities']}
    assert 'Jens Stoltenberg' in names and {'Kyiv', 'Ukraine'} & names, names
    assert not set('\u00ad\u200b\u2060\ufeff\u202e\u202c') & set(r['text'])
    assert [i['value'] for i in r['indicators']] == ['evil.example'], r['indicators']
    r = b.read('The file invoice\u202efdp.exe was attached to the mail.'.encode())
    assert [i['value'] for i in r['indicators']] == ['invoicefdp.exe'], r['indicators']


def test_lookalikes(b):
    for name, like in (('аpple.com', 'apple.com'), ('аррӏе.com', 'apple.com'), ('xn--80ak6aa92e.com', 'apple.com'), ('gοogle.com', 'google.com'),
                       ('pаypal.com', 'paypal.com')):
        found = b.read(f'The mail led to {name} on Friday.'.encode())['indicators']
        assert len(found) == 1 and found[0]['looks_like'] == like and found[0]['reason'] == f'mixes scripts: looks like {like}', found
    for name in ('пример.рф', 'háčkyčárky.cz', 'example.com', 'xn--e1afmkfd.com'):
        assert all('looks_like' not in i for i in b.read(f'The mail led to {name} on Friday.'.encode())['indicators']), name


# ---- Markdown ---------------------------------------------------------------------------------------------------------------


def test_markdown(b):
    r = b.read(('---\ntitle: Banks attacked\ndate: 2022-02-15\nlang: en\n---\n\n# Banks attacked\n\n' + PROSE +
                '\n\nSee the [advisory](https://www.example.org/advisory) and **evil[.]example**.\n\n```\ncurl hxxp://evil[.]example/a\n```\n').encode(), 'a.md')
    assert r['title'] == 'Banks attacked' and r['published']['from'] == '2022-02-15', (r['title'], r['published'])
    assert '---' not in r['text'] and '](' not in r['text'] and '```' not in r['text'] and '**' not in r['text'], r['text']
    values = {i['value'] for i in r['indicators']}
    assert {'https://www.example.org/advisory', 'evil.example', 'http://evil.example/a'} <= values, values


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--binary', default=os.path.join(TOP, 'build', 'test', 'varde'))
    parser.add_argument('-k', default='', help='only cases whose name holds this')
    options = parser.parse_args()
    cases = [(name[5:].replace('_', ' '), run) for name, run in globals().items() if name.startswith('test_')]
    cases += [('growth: ' + name, growing(make)) for name, make in GROWING.items()]
    cases += [('encoding ' + name, legacy(name)) for name in LEGACY]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(options.binary), folder)
        for name, run in cases:
            if options.k not in name:
                continue
            try:
                run(bench)
                passed += 1
            except Exception as error:
                failed += 1
                print(f'FAILED {name}: {type(error).__name__}: {str(error)[:600]}')
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
