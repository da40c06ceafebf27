"""PDF: documents made here byte by byte, read by `varde read` and by POST /reports."""
import base64
import json
import subprocess
import time
import zlib

import pytest

from conftest import binary
from test_reports import take

LATIN = ['KYIV - Websites of the Ukrainian foreign ministry were defaced in the night, offi-', 'cials said on Friday. The attackers used the server at 198[.]51[.]100[.]77, and',
         'the police opened an investigation.', '', 'NATO Secretary General Jens Stoltenberg condemned the attack on Ukraine.']
CYRILLIC = ['Хакеры атаковали сайты министерства иностранных дел Украины в Киеве,', 'сообщила полиция в пятницу. Путин и Лавров отрицают участие России.']


def pdf(objects, info=None, trailer=b''):
    """bytes of a document with these objects (numbered from 1; 1 is the catalogue)"""
    if info:
        objects = objects + [info]
        trailer += b'/Info %d 0 R' % len(objects)
    out, places = b'%PDF-1.5\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n' % number + body + b'\nendobj\n'
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1) + b''.join(b'%010d 00000 n \n' % p for p in places)
    return out + b'trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n' % (len(objects) + 1, trailer, start)


def stream(data, extra=b''):
    return b'<</Length %d%s>>stream\n' % (len(data), extra) + data + b'\nendstream'


def page(font, content, pages=1, extra=b''):
    """catalogue, tree of so many pages with the same content, that content, and the font with what it needs"""
    kids = b' '.join(b'%d 0 R' % (5 + len(font) + i) for i in range(pages))
    leaf = b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 700 800]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>'
    return [b'<</Type/Catalog/Pages 2 0 R%s>>' % extra, b'<</Type/Pages/Kids[%s]/Count %d>>' % (kids, pages), content, *font, b'null'] + [leaf] * pages


def latin(lines, **more):
    shown = b''.join(b'0 -16 Td (%s) Tj ' % line.encode('latin-1').replace(b'(', b'\\(').replace(b')', b'\\)') for line in lines)
    return page([b'<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>'], stream(b'BT /F 10 Tf 40 780 Td ' + shown + b'ET'), **more)


def cyrillic(lines):
    """letters by number, told only by the font's ToUnicode map"""
    letters = sorted(set(''.join(lines)))
    code = {letter: i + 1 for i, letter in enumerate(letters)}
    table = b'\n'.join(b'<%04X> <%04X>' % (code[c], ord(c)) for c in letters)
    cmap = (b'/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> '
            b'endcodespacerange %d beginbfchar\n' % len(letters) + table + b'\nendbfchar endcmap end end')
    shown = b''.join(b'0 -16 Td <%s> Tj ' % b''.join(b'%04X' % code[c] for c in line) for line in lines)
    font = [b'<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 7 0 R>>',
            b'<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600/FontDescriptor 6 0 R>>',
            b'<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
            stream(cmap)]
    return page(font, stream(b'BT /F 10 Tf 40 780 Td ' + shown + b'ET'))


def read(tmp_path, data):
    path = tmp_path / 'report.pdf'
    path.write_bytes(data)
    return subprocess.run([binary(), 'read', '--json', str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)


def reading(tmp_path, data):
    done = read(tmp_path, data)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_latin(tmp_path):
    got = reading(tmp_path, pdf(latin(LATIN), info=b'<</Title(Hackers in Kyiv)/Author(A. Writer)/CreationDate(D:20220114233000+02\'00\')>>'))
    assert got['language']['code'] == 'en' and got['title'] == 'Hackers in Kyiv'
    assert got['published']['from'] == '2022-01-14'
    assert 'officials said on Friday. The attackers used the server' in got['text'], got['text']
    assert 'investigation.\n\nNATO' in got['text'] or 'investigation.\nNATO' in got['text'], got['text']
    assert '198.51.100.77' in [i['value'] for i in got['indicators']]
    assert 'Jens Stoltenberg' in [e['name'] for e in got['entities']]


def test_cyrillic(tmp_path):
    got = reading(tmp_path, pdf(cyrillic(CYRILLIC)))
    assert got['language']['code'] == 'ru'
    assert CYRILLIC[0] + ' ' + CYRILLIC[1] in got['text'], got['text']
    assert {'RU', 'UA'} <= {e.get('id') for e in got['entities']}


def test_title_in_utf16(tmp_path):
    title = b'<FEFF' + 'Київ'.encode('utf-16-be').hex().encode() + b'>'
    assert reading(tmp_path, pdf(latin(LATIN), info=b'<</Title ' + title + b'>>'))['title'] == 'Київ'


def test_several_pages_and_compressed_content(tmp_path):
    objects = latin(LATIN, pages=3)
    packed = zlib.compress(objects[2][objects[2].index(b'stream\n') + 7:-10])
    objects[2] = stream(packed, b'/Filter/FlateDecode')
    assert 'Stoltenberg' in reading(tmp_path, pdf(objects))['text']


def encrypted():
    """marked as encrypted with a password that nobody knows"""
    key = b'<' + b'41' * 32 + b'>'
    return pdf(latin(LATIN), trailer=b'/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O ' + key + b'/U ' + key + b'/P -44>>')


def bomb():
    """one small stream that unpacks to 1 GB of text: a compressed block said again and again"""
    squeeze = zlib.compressobj(9)
    begin = squeeze.compress(b'BT /F 10 Tf ') + squeeze.flush(zlib.Z_FULL_FLUSH)
    block = squeeze.compress((b'(' + b'word ' * 200 + b') Tj ') * 1000) + squeeze.flush(zlib.Z_FULL_FLUSH)
    objects = latin(['x'])
    objects[2] = stream(begin + block * 1000 + squeeze.flush(), b'/Filter/FlateDecode')
    return pdf(objects)


def cycle():
    """a tree of pages that holds itself"""
    return pdf([b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>'])


@pytest.mark.parametrize('make,words', [
    (lambda: b'%PDF-1.7\nnothing', 'broken'), (lambda: pdf(latin(LATIN))[:500], 'broken'), (encrypted, 'encrypted'), (cycle, 'pages|broken|no text'),
    (lambda: pdf(latin(['x'], pages=3001)), 'more pages'), (lambda: pdf(latin([])), 'no text'), (lambda: b'%PDF-' + bytes(range(256)) * 4000, 'broken'),
    (bomb, 'too long|more text|too much memory')])
def test_what_cannot_be_read(tmp_path, make, words):
    data, begun = make(), time.monotonic()
    done = read(tmp_path, data)
    assert done.returncode == 1 and any(w in done.stderr for w in words.split('|')), done.stderr
    assert time.monotonic() - begun < 40


def test_sent_as_a_report(world):
    data = pdf(latin(LATIN), info=b'<</Title(Hackers in Kyiv)>>')
    answer = take(world.user, data, 'application/pdf')
    assert answer['reports'][0]['reading']['title'] == 'Hackers in Kyiv'
    answer = world.user.post('/reports', {'pdf': base64.b64encode(data).decode()})
    assert answer.status == 201, answer
    assert world.user.post('/reports', {'pdf': base64.b64encode(encrypted()).decode()}).status == 415
    assert world.user.post('/reports', {'pdf': base64.b64encode(b'%PDF-1.4 x').decode()}).status == 400
