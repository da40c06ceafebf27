"""Reports of open sources: sent in every form, read, kept as event reports, seen by whom they are for; and the MISP paths that make content of them."""
import base64
import http.client
import http.server
import json
import threading

import pytest

from conftest import World

NEWS = ('Hackers attacked the ministry in Kyiv\n\n'
        'KYIV, 14 January 2022 - Websites of the Ukrainian foreign ministry were defaced in the night, officials said. The attackers used the server at '
        '198[.]51[.]100[.]77 and the page hxxp://evil-news[.]example/login to steal passwords.\n\n'
        'NATO Secretary General Jens Stoltenberg condemned the attack. "We stand with Ukraine," Stoltenberg said.\n')
ERROR = {'name', 'message', 'url', 'code'}
NOBODY = '00000000-0000-4000-8000-000000000000'


def send(caller, body, status=201, **more):
    answer = caller.post('/reports', body, **more)
    assert answer.status == status, answer
    return answer.data


def raw(caller, body, content_type, query='', path='/reports', method='POST'):
    """bytes as they are; (status, headers, bytes)"""
    connection = http.client.HTTPConnection(caller.server.host, caller.server.port, timeout=60)
    headers = {'Authorization': caller.key, 'Accept': 'application/json'}
    if content_type:
        headers['Content-Type'] = content_type
    connection.request(method, path + query, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), data


def take(caller, body, content_type, query='', status=201):
    got, _, data = raw(caller, body, content_type, query)
    assert got == status, data[:2000]
    return json.loads(data)


def original(caller, report, status=200):
    got, headers, data = raw(caller, None, None, path=f'/reports/{report}/original', method='GET')
    assert got == status, data[:500]
    return headers, data


def names(reading, kind=None):
    return {e['name'] for e in reading['entities'] if kind in (None, e['kind'])}


def refused(answer, status, field=None):
    assert answer.status == status, answer
    assert ERROR <= set(answer.data), answer.data
    if field:
        assert field in answer.data['errors'], answer.data


@pytest.fixture
def remove(world):
    """remove(event id): deleted when the test is over"""
    made = []
    yield made.append
    for event in made:
        world.site_admin.post(f'/events/delete/{event}')


def test_text(world, remove):
    answer = world.user.post('/reports', {'text': NEWS, 'source_url': 'https://news.example/2022/kyiv'})
    assert answer.status == 201, answer
    (report,), event = answer.data['reports'], answer.data['event']
    remove(event['id'])
    assert answer.headers['Location'].endswith(f'/reports/{report["uuid"]}')
    reading = report['reading']
    assert reading['language']['code'] == 'en' and reading['published']['from'] == '2022-01-14'
    assert {'Ukraine', 'Jens Stoltenberg'} <= names(reading)
    assert {i['value'] for i in reading['indicators']} >= {'198.51.100.77', 'http://evil-news.example/login'}
    assert isinstance(report['id'], int) and report['original_kept'] is True

    # MISP's clients see an event with a report
    stored = world.user.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert stored['uuid'] == event['uuid'] and stored['info'] == report['title'] and stored['date'] == '2022-01-14'
    assert stored['Orgc']['name'] == 'Alpha' and not stored.get('Attribute')
    (seen,) = world.user.misp.get_event_reports(stored['id'], pythonify=True)
    assert seen.uuid == report['uuid'] and seen.name == report['title'] and 'Stoltenberg said' in seen.content

    # and it reads the same each time
    again = world.user.ok('GET', f'/reports/{report["uuid"]}')
    assert again['reading'] == reading and again == world.user.ok('GET', f'/reports/{report["uuid"]}')
    assert again['event'] == dict(event, info=stored['info'])
    assert again['source']['url'] == 'https://news.example/2022/kyiv' and again['source']['form'] == 'text'
    assert again['source']['original_kept'] is True and again['source']['size'] == len(NEWS.encode())


FORMS = [
    ('html', 'text/html', '<html><head><title>An arrest in Oslo</title></head><body><nav>Home Sport Culture</nav><article><h1>An arrest in Oslo</h1>'
     '<p>Police in Norway arrested a man on Tuesday after an attack on a hospital in Oslo, the ministry said.</p>'
     '<p>He is suspected of having sent the ransomware to twelve hospitals in Norway and Sweden.</p></article></body></html>'),
    ('markdown', 'text/markdown', '# An arrest in Oslo\n\nPolice in [Norway](https://no.example) arrested **a man** on Tuesday after an attack on a hospital in Oslo.\n'),
    ('mail', 'message/rfc822', 'From: a@desk.example\r\nTo: b@desk.example\r\nSubject: An arrest in Oslo\r\nDate: Tue, 18 Jan 2022 10:00:00 +0100\r\n'
     'Content-Type: text/plain; charset=utf-8\r\n\r\nPolice in Norway arrested a man on Tuesday after an attack on a hospital in Oslo.\r\n'),
    ('text', 'text/plain', 'An arrest in Oslo\n\nPolice in Norway arrested a man on Tuesday after an attack on a hospital in Oslo.\n'),
]


@pytest.mark.parametrize('field,content_type,document', FORMS, ids=[f[0] for f in FORMS])
def test_forms(world, remove, field, content_type, document):
    by_field = send(world.user, {field: document, 'distribution': 0})
    by_type = take(world.user, document.encode(), content_type + '; charset=utf-8', '?distribution=0')
    for answer in (by_field, by_type):
        remove(answer['event']['id'])
        (report,) = answer['reports']
        assert report['title'] == 'An arrest in Oslo' and 'Norway' in names(report['reading'])
        kept = world.user.ok('GET', f'/reports/{report["uuid"]}')
        assert kept['source']['form'] == field and kept['reading'] == report['reading']
        assert original(world.user, report['uuid'])[1] == document.encode()
        assert world.user.ok('GET', f'/events/view/{answer["event"]["id"]}')['Event']['distribution'] == '0'
    assert by_field['reports'][0]['reading'] == by_type['reports'][0]['reading']


def pdf_of(lines):
    """a PDF of one page with these lines"""
    text = 'BT /F1 11 Tf 72 760 Td 14 TL ' + ' '.join(f"({line}) Tj T*" for line in lines) + ' ET'
    objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
               '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
               f'<</Length {len(text)}>>stream\n{text}\nendstream', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
    out, places = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f'{number} 0 obj{body}endobj\n'.encode()
    xref = f'xref\n0 {len(objects) + 1}\n0000000000 65535 f \n' + ''.join(f'{p:010d} 00000 n \n' for p in places)
    return out + f'{xref}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF'.encode()


def test_pdf(world, remove):
    document = pdf_of(['An arrest in Oslo', '', 'Police in Norway arrested a man on Tuesday after an attack on a hospital in Oslo,', 'the ministry of justice said.'])
    first = world.user.post('/reports', {'pdf': base64.b64encode(document).decode(), 'distribution': 0})
    if first.status == 415:
        pytest.skip('there is no varde-pdf beside the program')
    assert first.status == 201, first
    for answer in (first.data, take(world.user, document, 'application/pdf', '?distribution=0'), take(world.user, document, 'application/octet-stream', '?distribution=0')):
        remove(answer['event']['id'])
        (report,) = answer['reports']
        assert 'Norway' in names(report['reading']) and 'ministry of justice' in report['reading']['text']
        assert original(world.user, report['uuid'])[1] == document
        assert world.user.ok('GET', f'/reports/{report["uuid"]}')['reading'] == report['reading']
    assert take(world.user, document[:200], 'application/pdf', status=400)['code'] == 'bad_input'


ENTRIES = [('Bank robbed in Rome', 'Italy', '2022-01-10'), ('Port of Gdansk closed', 'Poland', '2022-01-11'), ('Talks in Vienna', 'Austria', '2022-01-12')]
FEED = ('<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>All news</title>' + ''.join(
    f'<item><title>{title}</title><link>https://feed.example/{i}</link><pubDate>{day}</pubDate><content:encoded><![CDATA[<p>The government of {country} '
    f'said on the day that an attack on its computers was under way.</p>]]></content:encoded></item>' for i, (title, country, day) in enumerate(ENTRIES))
    + '</channel></rss>')


@pytest.mark.parametrize('how', ['field', 'type', 'guessed'])
def test_feed(world, remove, how):
    if how == 'field':
        answer = send(world.user, {'feed': FEED, 'title': 'Press of the day', 'distribution': 0})
    else:
        answer = take(world.user, FEED.encode(), 'application/rss+xml' if how == 'type' else 'application/xml', '?title=Press%20of%20the%20day&distribution=0')
    remove(answer['event']['id'])
    assert [r['title'] for r in answer['reports']] == [e[0] for e in ENTRIES]
    for (title, country, day), report in zip(ENTRIES, answer['reports']):
        assert country in names(report['reading'], 'country') and report['reading']['published']['from'] == day
        assert world.user.ok('GET', f'/reports/{report["uuid"]}')['reading'] == report['reading']
        # who sees one entry sees no other: the original is the entry alone
        kept = original(world.user, report['uuid'])[1].decode()
        assert title in kept and not any(e[0] in kept for e in ENTRIES if e[0] != title)
    event = world.user.ok('GET', f'/events/view/{answer["event"]["id"]}')['Event']
    assert event['info'] == 'Press of the day' and len(event['EventReport']) == 3


CITIES = ['Rome was robbed of all that it had', 'Gdansk was closed for some days', 'Vienna was the place of more talks', 'Madrid saw two men arrested', 'Oslo saw a march of many', 'Riga built a wall of stone']


def of_source(caller, source, number, foot, remove, **more):
    """a report of that source with its foot: the lines cut as the source's"""
    city = CITIES[number]
    text = f'{city}\n\nThe city of {city}, the ministry said, and nobody knew what would come of it in the end, neither there nor in the capital.\n\n{foot}\n'
    answer = send(caller, {'text': text, 'source_url': f'https://www.{source}/{number}', 'published': f'2022-01-{number + 10}', 'distribution': 1, **more})
    remove(answer['event']['id'])
    (report,) = answer['reports']
    assert caller.ok('GET', f'/reports/{report["uuid"]}')['reading'] == report['reading']
    return answer, [line['text'] for line in report['reading']['removed'] if line['reason'] == 'seen in three reports of this source']


def test_lines_of_a_source(world, unique, remove):
    source, foot = f'{unique}.example', f'Our house {unique} in the capital is open on all days of the week for what you know.'
    made = [of_source(world.user, source, number, foot, remove) for number in range(3)]
    assert [cut for _, cut in made] == [[], [], []]
    answer, cut = of_source(world.other_user, source, 3, foot, remove, distribution=0)
    assert cut == [foot]
    uuid = answer['reports'][0]['uuid']
    content = world.other_user.ok('GET', f'/events/view/{answer["event"]["id"]}')['Event']['EventReport'][0]['content']
    assert CITIES[3] in content and foot not in content
    # another source has not printed it; nor has the same on one day only
    assert of_source(world.other_user, f'other-{source}', 4, foot, remove)[1] == []
    # one of the three is taken from the others' sight: what was learnt is not known any more, and what was read before is read as it was
    world.user.ok('POST', f'/events/edit/{made[0][0]["event"]["id"]}', {'distribution': '0'})
    assert of_source(world.user, source, 4, foot, remove, distribution=0)[1] == []
    assert world.other_user.ok('GET', f'/reports/{uuid}')['reading'] == answer['reports'][0]['reading']
    # seen again, and deleted
    world.user.ok('POST', f'/events/edit/{made[0][0]["event"]["id"]}', {'distribution': '1'})
    assert of_source(world.user, source, 4, foot, remove, distribution=0)[1] == [foot]
    world.user.ok('POST', f'/events/delete/{made[1][0]["event"]["id"]}')
    assert of_source(world.user, source, 4, foot, remove, distribution=0)[1] == []


@pytest.mark.parametrize('hidden', [{'distribution': 0}, {'published': '2022-01-09'}])
def test_what_is_not_learnt(world, unique, remove, hidden):
    """nothing is learnt from what not everybody sees, not even for its owner; nor from one day"""
    source, foot = f'{unique}.example', f'Our house {unique} in the capital is open on all days of the week for what you know.'
    for number in range(5):
        for caller in (world.user, world.other_user) if number == 4 else (world.user,):
            assert of_source(caller, source, number, foot, remove, **hidden)[1] == []


def test_day_of_the_feed(world, remove):
    feed = FEED.replace('<title>All news</title>', '<title>All news</title><pubDate>Fri, 14 Jan 2022 10:00:00 GMT</pubDate>').replace('<pubDate>2022-01-11</pubDate>', '')
    answer = send(world.user, {'feed': feed, 'distribution': 0})
    remove(answer['event']['id'])
    days = [r['reading']['published'] for r in answer['reports']]
    assert [d['source'] for d in days] == ['metadata', 'feed', 'metadata']
    assert (days[1]['from'], days[1]['to'], days[1]['precision']) == ('2021-12-15', '2022-01-14', 'month')
    uuid = answer['reports'][1]['uuid']
    assert world.user.ok('GET', f'/reports/{uuid}')['reading']['published'] == days[1]
    story = world.user.ok('GET', f'/stories/{uuid}')['story']
    assert {p['uuid']: (p['published']['from'], p['published']['to']) for p in story['timeline']}[uuid] == ('2021-12-15', '2022-01-14')


def test_on_an_event(world, event, unique):
    answer = send(world.user, {'text': NEWS, 'event': event['uuid'], 'title': f'A title {unique}', 'published': '2022-01-15', 'language': 'en'})
    assert answer['event'] == {'id': int(event['id']), 'uuid': event['uuid']}
    (report,) = answer['reports']
    assert report['title'] == f'A title {unique}' and report['reading']['published']['from'] == '2022-01-15'
    stored = world.user.ok('GET', f'/events/view/{event["id"]}')['Event']
    assert stored['info'] == event['info'] and [r['uuid'] for r in stored['EventReport']] == [report['uuid']]
    assert stored['EventReport'][0]['content'].startswith(f'# A title {unique}\n\nHackers attacked')
    listed = world.user.ok('GET', f'/reports?event={event["id"]}')
    assert [r['uuid'] for r in listed['reports']] == [report['uuid']] and listed['next'] is None
    # by number as well, and by a colleague of the same organisation
    assert send(world.colleague, {'text': NEWS, 'event': int(event['id'])})['event']['uuid'] == event['uuid']
    assert len(world.user.ok('GET', f'/reports?event={event["uuid"]}')['reports']) == 2


def test_who_sees_it(world, unique, remove):
    answer = send(world.user, {'text': NEWS + unique, 'distribution': 0})
    remove(answer['event']['id'])
    report = answer['reports'][0]['uuid']
    number = answer['reports'][0]['id']
    for path in (f'/reports/{report}', f'/reports/{number}', f'/reports/{report}/original', f'/eventReports/extractFromReport/{report}'):
        hidden, nothing = world.other_user.get(path), world.other_user.get(path.replace(report, NOBODY).replace(f'/{number}', '/99999999'))
        assert hidden.status == nothing.status == 404
        assert hidden.data['message'] == nothing.data['message']
    assert all(r['uuid'] != report for r in world.other_user.ok('GET', '/reports?limit=500')['reports'])
    hidden = world.other_user.post('/reports', {'text': NEWS, 'event': answer['event']['uuid']})
    nothing = world.other_user.post('/reports', {'text': NEWS, 'event': NOBODY})
    assert hidden.status == nothing.status == 404 and hidden.data == nothing.data
    hidden, nothing = (world.other_user.get(f'/reports?event={e}') for e in (answer['event']['uuid'], NOBODY))
    assert hidden.status == nothing.status == 404 and hidden.data['message'] == nothing.data['message']
    assert world.colleague.get(f'/reports/{report}').status == 200
    # one entry of a feed is taken from the community again: nothing of it is left in its neighbours
    feed = send(world.user, {'feed': FEED, 'distribution': 1})
    remove(feed['event']['id'])
    secret = feed['reports'][1]
    world.user.ok('POST', f'/eventReports/edit/{secret["uuid"]}', {'distribution': '0'})
    seen = world.other_user.ok('GET', f'/reports?event={feed["event"]["id"]}')['reports']
    assert [r['uuid'] for r in seen] == [feed['reports'][2]['uuid'], feed['reports'][0]['uuid']]
    assert world.other_user.get(f'/reports/{secret["uuid"]}').status == 404
    original(world.other_user, secret['uuid'], 404)
    assert all(b'Gdansk' not in original(world.other_user, r['uuid'])[1] for r in seen)


def test_who_may_send(world, event):
    refused(world.stranger().post('/reports', {'text': NEWS}), 403)
    refused(world.read_only.post('/reports', {'text': NEWS}), 403)
    assert world.read_only.get('/reports').status == 200 and world.stranger().get('/reports').status == 403
    shared = world.user.add_event('shared', [], distribution='1')
    try:
        refused(world.other_user.post('/reports', {'text': NEWS, 'event': shared['uuid']}), 403)
        assert world.other_user.ok('GET', f'/reports?event={shared["id"]}')['reports'] == []
    finally:
        world.site_admin.post(f'/events/delete/{shared["id"]}')


REFUSED = [
    ({}, 'text'), ({'text': ''}, 'text'), ({'text': ' \n\t '}, 'text'), ({'text': None}, 'text'), ({'text': ['a']}, 'text'), ({'text': 'a', 'html': 'b'}, 'html'),
    ({'html': '<html><body></body></html>'}, 'html'), ({'pdf': '!!!'}, 'pdf'), ({'text': NEWS, 'published': '14.1.2022'}, 'published'),
    ({'text': NEWS, 'published': '2022-02-30'}, 'published'), ({'text': NEWS, 'language': 'English'}, 'language'),
    ({'text': NEWS, 'source_url': 'javascript:alert(1)'}, 'source_url'), ({'text': NEWS, 'source_url': 'http://x.example/' + 'a' * 3000}, 'source_url'),
    ({'text': NEWS, 'title': 'x' * 251}, 'title'), ({'text': NEWS, 'title': {'a': 1}}, 'title'), ({'text': NEWS, 'distribution': 9}, 'distribution'),
    ({'text': NEWS, 'distribution': 4}, 'distribution'), ({'text': NEWS, 'distribution': 5}, 'distribution'), ({'text': NEWS, 'distribution': 'x'}, 'distribution'),
]


@pytest.mark.parametrize('body,field', REFUSED, ids=lambda v: v if isinstance(v, str) else None)
def test_refused(world, event, body, field):
    before = world.user.ok('GET', '/reports?limit=500')
    count = len(world.user.ok('GET', '/events/index'))
    refused(world.user.post('/reports', body), 400, field)
    assert world.user.ok('GET', '/reports?limit=500') == before and len(world.user.ok('GET', '/events/index')) == count


def test_refused_bytes(world):
    before = world.user.ok('GET', '/reports?limit=500')
    count = len(world.user.ok('GET', '/events/index'))
    for body, content_type, status in [
            (b'', 'text/plain', 400), (b'%PDF-1.4 broken', 'text/html', None), (b'no pdf', 'application/pdf', 400), (b'<rss></rss>', 'application/rss+xml', 400),
            (b'<rss><channel><item></item></channel></rss>', 'application/rss+xml', 400), (bytes(range(256)) * 64, 'text/plain', 415),
            (b'\x7fELF\x02\x01\x01' + bytes(5000), 'application/octet-stream', 415), (b'x' * 9, 'image/png', 415), (b'a=b', 'application/x-www-form-urlencoded', 415),
            (b'{"text": ', 'application/json', 400), (b'[1]', 'application/json', 400)]:
        got, _, data = raw(world.user, body, content_type)
        if status is None:
            continue
        assert got == status, (body[:20], content_type, got, data[:300])
        assert ERROR <= set(json.loads(data))
    assert len(world.user.ok('GET', '/events/index')) <= count + 1
    assert raw(world.user, NEWS.encode(), 'text/plain', '?published=tomorrow')[0] == 400
    assert len(world.user.ok('GET', '/reports?limit=500')['reports']) <= len(before['reports']) + 1


POLISH = 'Premier Mateusz Morawiecki powiedział w Warszawie, że cyberatak na ministerstwo dotknął także Łódź, Gdańsk i Wrocław. Źródłem był serwer w Rosji.'
RUSSIAN = 'Министр иностранных дел России Сергей Лавров заявил в Москве, что кибератака на Украину не имеет отношения к России.'
ENCODED = [(POLISH, 'windows-1250', 'Poland'), (POLISH, 'iso-8859-2', 'Poland'), (RUSSIAN, 'windows-1251', 'Russia'), (RUSSIAN, 'koi8-r', 'Russia'),
           (POLISH, 'utf-16', 'Poland'), (RUSSIAN, 'utf-8', 'Russia')]


@pytest.mark.parametrize('declared', [True, False])
@pytest.mark.parametrize('text,encoding,country', ENCODED, ids=[e[1] for e in ENCODED])
def test_encodings(world, remove, text, encoding, country, declared):
    data = text.encode(encoding)
    answer = take(world.user, data, f'text/plain; charset={encoding}' if declared else 'text/plain', '?distribution=0')
    remove(answer['event']['id'])
    (report,) = answer['reports']
    assert text in report['reading']['text']
    headers, kept = original(world.user, report['uuid'])
    assert kept == data, 'byte for byte'
    assert world.user.ok('GET', f'/reports/{report["uuid"]}')['reading'] == report['reading']
    assert text in world.user.ok('GET', f'/eventReports/view/{report["uuid"]}')['EventReport']['content']


def test_original_is_harmless(world, remove):
    page = b'<html><body><script>alert(1)</script><p>The police of Norway arrested two men in Oslo on Monday morning.</p></body></html>'
    answer = take(world.user, page, 'text/html', '?distribution=0')
    remove(answer['event']['id'])
    headers, kept = original(world.user, answer['reports'][0]['uuid'])
    assert kept == page
    headers = {k.lower(): v for k, v in headers.items()}
    assert headers['content-type'].startswith('application/octet-stream') and headers['x-content-type-options'] == 'nosniff'
    assert headers['content-disposition'] == f'attachment; filename="report-{answer["reports"][0]["uuid"]}.html"'
    assert 'sandbox' in headers['content-security-policy']


def test_deleting(world, remove):
    answer = send(world.user, {'text': NEWS, 'distribution': 0})
    remove(answer['event']['id'])
    report = answer['reports'][0]['uuid']
    world.user.ok('POST', f'/eventReports/delete/{report}')
    assert world.user.get(f'/reports/{report}').status == 404 and original(world.user, report, 404)
    assert all(r['uuid'] != report for r in world.user.ok('GET', '/reports?limit=500')['reports'])
    world.user.ok('POST', f'/eventReports/restore/{report}')
    assert original(world.user, report)[1] == NEWS.encode()
    world.user.ok('POST', f'/eventReports/delete/{report}/1')
    assert world.user.get(f'/reports/{report}').status == 404 and original(world.user, report, 404)


def test_a_report_of_misp(world, event, unique):
    """one that came in as an event report has a reading too, and no original"""
    made = world.user.ok('POST', f'/eventReports/add/{event["id"]}', {'name': unique, 'content': NEWS})['EventReport']
    report = world.user.ok('GET', f'/reports/{made["uuid"]}')
    assert report['source'] is None and report['content'] == NEWS and 'Jens Stoltenberg' in names(report['reading'])
    assert original(world.user, made['uuid'], 404)


def test_listing(world, remove):
    feed = send(world.user, {'feed': FEED, 'distribution': 0})
    remove(feed['event']['id'])
    ids, cursor = [], ''
    while cursor is not None:
        page = world.user.ok('GET', f'/reports?event={feed["event"]["id"]}&limit=2' + (f'&cursor={cursor}' if cursor else ''))
        assert len(page['reports']) <= 2
        ids += [r['uuid'] for r in page['reports']]
        cursor = page['next']
    assert ids == [r['uuid'] for r in reversed(feed['reports'])]
    for bad in ('cursor=1', 'cursor=' + 'a' * 32, 'cursor=' + 'z' * 32, 'limit=0', 'limit=501', 'limit=-1'):
        refused(world.user.get(f'/reports?{bad}'), 400)


def test_limits(make_server):
    small = World(make_server({'reports.max_bytes': 20000, 'reports.quota': 2 * len(NEWS.encode()) + 10}))
    refused(small.user.post('/reports', {'text': 'x ' * 10001}), 413)
    assert raw(small.user, b'x ' * 10001, 'text/plain')[0] == 413
    assert small.user.ok('GET', '/reports')['reports'] == []
    kept = [send(small.user, {'text': NEWS})['reports'][0] for _ in range(3)]
    assert [r['original_kept'] for r in kept] == [True, True, False], 'the third is over the quota'
    assert send(small.other_user, {'text': NEWS})['reports'][0]['original_kept'] is True, 'each organisation has its own'
    original(small.user, kept[2]['uuid'], 404)
    lost = small.user.ok('GET', f'/reports/{kept[2]["uuid"]}')
    assert lost['source']['original_kept'] is False and {'Ukraine', 'Jens Stoltenberg'} <= names(lost['reading'])
    # what goes makes room
    small.user.ok('POST', f'/eventReports/delete/{kept[0]["uuid"]}/1')
    assert send(small.user, {'text': NEWS})['reports'][0]['original_kept'] is True
    refused(small.user.post('/reports', {'url': 'http://news.example/'}), 403)


# --- MISP's paths ---

def test_extract_all(world, event, unique):
    other = world.user.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'domain', 'value': f'{unique}.example'})['Attribute']
    text = (f'# Title\nsee 198.51.100.30, again 198[.]51[.]100[.]30 and {unique}[.]example; not @[attribute]({other["uuid"]}) nor 198.51.100.301.\n'
            'The file d41d8cd98f00b204e9800998ecf8427f exploits CVE-2022-1234.')
    made = world.user.ok('POST', f'/eventReports/add/{event["id"]}', {'name': unique, 'content': text})['EventReport']
    found = world.user.ok('GET', f'/eventReports/extractFromReport/{made["id"]}')
    assert [v['value'] for v in found['complexTypeToolResult']] == ['198.51.100.30', 'd41d8cd98f00b204e9800998ecf8427f', 'CVE-2022-1234']
    assert found['complexTypeToolResult'][0]['default_type'] == 'ip-dst' and 'Network activity' in found['typeToCategoryMapping']['ip-dst']
    assert found['replacementValues'] == {f'{unique}.example': {'attributeUUIDs': [other['uuid']], 'valueInReport': f'{unique}[.]example'}}
    assert world.user.ok('GET', f'/eventReports/view/{made["id"]}')['EventReport']['content'] == text, 'nothing was saved'

    answer = world.user.ok('POST', f'/eventReports/extractAllFromReport/{made["id"]}')
    assert set(answer) == {'report'} and answer['report']['EventReport']['uuid'] == made['uuid']
    values = {a['value']: a for a in world.user.ok('GET', f'/events/view/{event["id"]}')['Event']['Attribute']}
    assert {'198.51.100.30', 'd41d8cd98f00b204e9800998ecf8427f', 'CVE-2022-1234', f'{unique}.example'} <= set(values) and len(values) == 5
    ref = {v: f'@[attribute]({a["uuid"]})' for v, a in values.items()}
    assert answer['report']['EventReport']['content'] == (
        f'# Title\nsee {ref["198.51.100.30"]}, again {ref["198.51.100.30"]} and {ref[unique + ".example"]}; not {ref[unique + ".example"]} nor 198.51.100.301.\n'
        f'The file {ref["d41d8cd98f00b204e9800998ecf8427f"]} exploits {ref["CVE-2022-1234"]}.')
    assert values['198.51.100.30']['to_ids'] is True and values['198.51.100.30']['distribution'] == '5'
    # a second time there is nothing left to do
    again = world.user.ok('POST', f'/eventReports/extractAllFromReport/{made["id"]}')
    assert again['report']['EventReport']['content'] == answer['report']['EventReport']['content']
    assert len(world.user.ok('GET', f'/events/view/{event["id"]}')['Event']['Attribute']) == 5


def test_extract_of_others(world, unique):
    shared = world.user.add_event(unique, [{'type': 'ip-dst', 'value': '192.0.2.50', 'distribution': '0'}], distribution='1')
    try:
        made = world.user.ok('POST', f'/eventReports/add/{shared["id"]}', {'name': unique, 'content': 'see 192.0.2.50 and 192.0.2.51'})['EventReport']
        path = f'/eventReports/extractAllFromReport/{made["id"]}'
        refused(world.other_user.post(path), 403)
        refused(world.read_only.post(path), 403)
        found = world.other_user.ok('GET', f'/eventReports/extractFromReport/{made["id"]}')
        assert [v['value'] for v in found['complexTypeToolResult']] == ['192.0.2.50', '192.0.2.51'] and found['replacementValues'] == {}, 'the hidden one is not known'
        world.user.ok('POST', path)
        content = world.other_user.ok('GET', f'/eventReports/view/{made["id"]}')['EventReport']['content']
        assert content.startswith('see 192.0.2.50 and @[attribute]('), 'a reference would tell of what only some may see'
    finally:
        world.site_admin.post(f'/events/delete/{shared["id"]}')


def test_suggestions(world, event, unique):
    made = world.user.ok('POST', f'/eventReports/add/{event["id"]}', {'name': unique, 'content': 'see 192.0.2.60 and rubbish'})['EventReport']
    path = f'/eventReports/replaceSuggestionInReport/{made["id"]}'
    mapping = {'192.0.2.60': {'type': 'ip-src', 'category': 'Network activity', 'to_ids': False, 'value': '192.0.2.60'},
               'rubbish': {'type': 'ip-src', 'category': 'Network activity', 'to_ids': False, 'value': 'rubbish'}}
    suggestions = {'content': 'see @[suggestion](192.0.2.60) and @[suggestion](rubbish)', 'mapping': mapping}
    for body in ({}, {'suggestions': {}}, {'suggestions': 'x'}, {'suggestions': {'content': 'x', 'mapping': {}}}):
        answer = world.user.post(path, body)
        assert answer.status == 403 and answer.data['saved'] is False
    answer = world.user.ok('POST', path, {'EventReport': {'suggestions': json.dumps(suggestions)}})
    (made_one,) = [a for a in world.user.ok('GET', f'/events/view/{event["id"]}')['Event']['Attribute'] if a['type'] == 'ip-src']
    assert answer['report']['EventReport']['content'] == f'see @[attribute]({made_one["uuid"]}) and rubbish'
    assert made_one['to_ids'] is False and {'complexTypeToolResult', 'replacementValues', 'replacementContext'} <= set(answer)
    refused(world.user.post(path, {'suggestions': {'content': '@[suggestion](rubbish)', 'mapping': {'rubbish': mapping['rubbish']}}}), 403)
    assert world.other_user.post(path, {'suggestions': suggestions}).status == 404


def test_report_from_event(world, event, unique):
    world.user.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'ip-dst', 'value': '192.0.2.70'})
    hidden = world.user.ok('POST', f'/attributes/add/{event["id"]}', {'type': 'ip-dst', 'value': '192.0.2.71', 'distribution': '0'})['Attribute']
    world.publisher.post(f'/tags/attachTagToObject/{event["uuid"]}/tlp:green')
    made = world.user.ok('POST', f'/eventReports/reportFromEvent/{event["id"]}')['EventReport']
    stored = world.user.ok('GET', f'/events/view/{event["id"]}')['Event']
    references = {a['value']: f'@[attribute]({a["uuid"]})' for a in stored['Attribute']}
    assert made['name'].startswith('Event report (') and made['content'].startswith(f'# {event["info"]}\n')
    assert references[unique] in made['content'] and references['192.0.2.70'] in made['content'] and hidden['uuid'] not in made['content']
    filtered = world.user.ok('POST', f'/eventReports/reportFromEvent/{event["id"]}', {'filters': json.dumps({'type': ['ip-dst'], 'category': ''})})
    assert references['192.0.2.70'] in filtered['EventReport']['content'] and references[unique] not in filtered['EventReport']['content']
    assert world.other_user.post(f'/eventReports/reportFromEvent/{event["id"]}').status == 404


def test_import_from_url(world, event):
    path = f'/eventReports/importReportFromUrl/{event["id"]}'
    answer = world.user.post(path, {'url': 'http://127.0.0.1/x'})
    assert answer.status == 403 and answer.data['saved'] is False, 'nothing is fetched unless the operator allows it'
    assert world.user.post(path, {}).status == 405
    hidden, nothing = (world.other_user.post(f'/eventReports/importReportFromUrl/{e}', {'url': 'http://127.0.0.1/x'}) for e in (event['uuid'], NOBODY))
    assert hidden.status == nothing.status == 404 and hidden.data['message'] == nothing.data['message']
    assert not world.user.ok('GET', f'/events/view/{event["id"]}')['Event'].get('EventReport')


# --- the operator's galaxies ---


def test_galaxies(world, event, library, unique):
    """known actors under any of their names, told from ordinary words, and tagged on request"""
    text = ('The group Fancy Bear, which others call STRONTIUM, attacked the parliament with the malware Zebrocy and X-Agent in March. Analysts at the ministry '
            'blamed Turla and Ghostwriter.')
    report = send(world.site_admin, {'text': text, 'distribution': 0})
    reading = report['reports'][0]['reading']
    actors = [e for e in reading['entities'] if e['kind'] == 'actor']
    assert {f for e in actors for f in e['forms']} >= {'Fancy Bear', 'STRONTIUM', 'Turla'}
    assert len([e for e in actors if {'Fancy Bear', 'STRONTIUM'} & set(e['forms'])]) == 1, 'one actor, two names'
    assert 'Zebrocy' in {f for e in reading['entities'] if e['kind'] == 'malware' for f in e['forms']}
    for e in reading['entities']:
        assert all(reading['text'].encode()[a:b].decode() in e['forms'] for a, b in e['spans']), e
    answer = world.site_admin.ok('POST', f'/eventReports/extractAllFromReport/{report["reports"][0]["uuid"]}', {'tag_event': True})
    assert '@[tag](misp-galaxy:threat-actor=' in answer['report']['EventReport']['content']
    tags = {t['name'] for t in world.site_admin.ok('GET', f'/events/view/{report["event"]["id"]}')['Event']['Tag']}
    assert any(t.startswith('misp-galaxy:threat-actor="APT28"') or 'Sofacy' in t or 'APT28' in t for t in tags), tags
    world.site_admin.post(f'/events/delete/{report["event"]["id"]}')


def test_galaxies_of_the_few(world, library, unique):
    """a cluster that only some may see is known to no reading; once everybody sees it, to all"""
    name = 'Grimly ' + unique.capitalize()
    galaxy = next(g['Galaxy'] for g in world.site_admin.ok('GET', '/galaxies/index') if g['Galaxy']['type'] == 'threat-actor')
    body = {'value': name, 'description': 'x', 'source': 'x', 'authors': ['x'], 'distribution': '0', 'GalaxyElement': [{'key': 'synonyms', 'value': 'The Quorvath Circle'}]}
    made = world.site_admin.ok('POST', f'/galaxy_clusters/add/{galaxy["id"]}', {'GalaxyCluster': body})['GalaxyCluster']
    text = f'The ministry said on Monday that Quorvath Circle and {name} had attacked it.'

    def actors():
        answer = send(world.site_admin, {'text': text, 'distribution': 0})
        world.site_admin.post(f'/events/delete/{answer["event"]["id"]}')
        return {(e['name'], tuple(e['forms'])) for e in answer['reports'][0]['reading']['entities'] if e['kind'] == 'actor'}

    assert actors() == set()
    world.site_admin.ok('POST', f'/galaxy_clusters/edit/{made["id"]}', {'GalaxyCluster': {'distribution': '1'}})
    assert actors() == set(), 'not published yet'
    world.site_admin.ok('POST', f'/galaxy_clusters/publish/{made["id"]}')
    assert {n for n, _ in actors()} == {name}
    world.site_admin.ok('POST', f'/galaxy_clusters/delete/{made["id"]}')
    assert actors() == set()


# --- from an address ---

PAGE = FORMS[0][2].encode()
PAGES = {'/a': (PAGE, 'text/html; charset=utf-8'), '/feed': (FEED.encode(), 'application/rss+xml'), '/cyrillic': (RUSSIAN.encode('windows-1251'), 'text/plain; charset=windows-1251'),
         '/picture': (b'\x89PNG\r\n\x1a\n' + bytes(100), 'image/png'), '/empty': (b'', 'text/html')}


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body, content_type = PAGES.get(self.path, (None, None))
        self.send_response(200 if body is not None else 404)
        self.send_header('Content-Type', content_type or 'text/plain')
        self.send_header('Content-Length', str(len(body or b'')))
        self.end_headers()
        self.wfile.write(body or b'')

    def log_message(self, *_):
        pass


@pytest.fixture(scope='module')
def web():
    """the address of a web server of our own"""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f'127.0.0.1:{server.server_port}'
    server.shutdown()


def test_url(make_server, web):
    world = World(make_server({'fetch.allow': web, 'fetch.allow_inner': '127.0.0.1'}))
    answer = send(world.user, {'url': f'http://{web}/a', 'distribution': 0})
    (report,) = answer['reports']
    assert report['title'] == 'An arrest in Oslo' and original(world.user, report['uuid'])[1] == PAGE
    kept = world.user.ok('GET', f'/reports/{report["uuid"]}')
    assert kept['source']['url'] == f'http://{web}/a' and kept['source']['form'] == 'html' and kept['reading'] == report['reading']
    assert len(send(world.user, {'url': f'http://{web}/feed'})['reports']) == 3
    (report,) = send(world.user, {'url': f'http://{web}/cyrillic', 'source_url': 'https://elsewhere.example/x'})['reports']
    assert RUSSIAN in report['reading']['text']
    assert world.user.ok('GET', f'/reports/{report["uuid"]}')['source']['url'] == 'https://elsewhere.example/x'

    count = len(world.user.ok('GET', '/reports')['reports'])
    refused(world.user.post('/reports', {'url': f'http://{web}/picture'}), 415)
    for path in ('/empty', '/nothing'):
        refused(world.user.post('/reports', {'url': f'http://{web}{path}'}), 400)
    for url in ('http://127.0.0.1:1/', 'http://localhost/', 'file:///etc/passwd', 'gopher://x/', 'nonsense', ''):
        assert world.user.post('/reports', {'url': url}).status in (400, 403), url
    hidden = world.publisher.add_event('hidden', [], distribution='0')
    refused(world.other_user.post('/reports', {'url': f'http://{web}/a', 'event': hidden['uuid']}), 404)
    refused(world.read_only.post('/reports', {'url': f'http://{web}/a'}), 403)
    assert len(world.user.ok('GET', '/reports')['reports']) == count

    # the path of MISP's clients
    path = f'/eventReports/importReportFromUrl/{hidden["id"]}'
    made = world.publisher.ok('POST', path, {'url': f'http://{web}/a'})
    assert made['EventReport']['name'].startswith(f'Report from - http://{web}/a (') and made['EventReport']['event_id'] == hidden['id']
    assert 'twelve hospitals' in made['EventReport']['content'] and 'Sport' not in made['EventReport']['content']
    for bad in ('/picture', '/nothing', '/empty'):
        answer = world.publisher.post(path, {'EventReport': {'url': f'http://{web}{bad}'}})
        assert answer.status == 403 and answer.data['saved'] is False, answer
    assert len(world.publisher.ok('GET', f'/events/view/{hidden["id"]}')['Event']['EventReport']) == 1


def test_lines_in_doubt(world, unique, remove):
    told = 'The ministry of {} said that the network was down for hours and that nobody knew who had done it, neither there nor in the capital.'
    text = f'What happened on the day {unique}\n\n{told.format("Norway")}\n\nBoeing delays its newest jet\n\n{told.format("Sweden")}\n'
    answer = send(world.user, {'text': text, 'distribution': 0})
    remove(answer['event']['id'])
    reading = world.user.ok('GET', f'/reports/{answer["reports"][0]["uuid"]}')['reading']
    assert [line['text'] for line in reading['doubtful']] == ['Boeing delays its newest jet']
    assert 'Boeing delays' in reading['text'] and 'Boeing' not in {entity['name'] for entity in reading['entities']}
