"""Events as an exchange of indicators has them: addresses, domains, URLs, hashes; `shared` of the values come from a common pool, so
that events correlate a little. The same seed gives the same event."""
import datetime
import random
import uuid

WORDS = ('update secure login mail portal cloud api static cdn sync account verify news admin panel invoice docs files share '
         'media support billing edge proxy node data').split()
TOPS = 'com net org info biz ru cn top xyz online site io'.split()
KINDS = ['ip-dst'] * 25 + ['domain'] * 20 + ['url'] * 20 + ['md5'] * 12 + ['sha256'] * 18 + ['email-src'] * 5


def value(rnd, kind):
    domain = f'{rnd.choice(WORDS)}-{rnd.choice(WORDS)}{rnd.randrange(10 ** 9)}.{rnd.choice(TOPS)}'
    if kind == 'ip-dst':
        return '2001:db8:%x:%x::%x' % (rnd.randrange(1, 65536), rnd.randrange(1, 65536), rnd.randrange(1, 65536))
    if kind == 'domain':
        return domain
    if kind == 'url':
        return f'http://{domain}/{rnd.choice(WORDS)}/{rnd.choice(WORDS)}.php?id={rnd.randrange(10 ** 6)}'
    if kind == 'md5':
        return '%032x' % rnd.getrandbits(128)
    if kind == 'sha256':
        return '%064x' % rnd.getrandbits(256)
    return f'{rnd.choice(WORDS)}.{rnd.choice(WORDS)}{rnd.randrange(10 ** 5)}@{domain}'


def event(count, seed, shared=0.0, info=None):
    rnd = random.Random(seed)
    pool_rnd = random.Random(424242)
    pool = [(k, value(pool_rnd, k)) for k in (pool_rnd.choice(KINDS) for _ in range(500))] if shared else []
    attributes, seen = [], set()
    while len(attributes) < count:
        if shared and rnd.random() < shared:
            kind, text = rnd.choice(pool)
        else:
            kind = rnd.choice(KINDS)
            text = value(rnd, kind)
        if (kind, text) in seen:
            continue
        seen.add((kind, text))
        attributes.append({'uuid': str(uuid.UUID(int=rnd.getrandbits(128), version=4)), 'type': kind,
                           'category': 'Network activity' if kind in ('ip-dst', 'domain', 'url') else 'Payload delivery', 'value': text,
                           'to_ids': rnd.random() < 0.9, 'comment': rnd.choice(('', '', 'C2 server', 'dropper', 'phishing campaign'))})
    return {'Event': {'uuid': str(uuid.UUID(int=rnd.getrandbits(128), version=4)), 'info': info or f'bench {seed}, {count} attributes',
                      'distribution': '1', 'threat_level_id': '2', 'analysis': '1', 'date': '2026-01-%02d' % (1 + rnd.randrange(28)),
                      'Attribute': attributes, 'Tag': [{'name': 'tlp:amber'}, {'name': f'bench:seed="{seed}"'}]}}


def one_value(text, seed):
    """a small event that holds this one value"""
    made = event(0, seed, info=f'correlating {seed}')
    made['Event']['Attribute'] = [{'type': 'domain', 'category': 'Network activity', 'value': text}]
    return made


COUNTRIES = [('Estonia', 'Estland'), ('Poland', 'Polen'), ('Norway', 'Norwegen'), ('Italy', 'Italien'), ('Spain', 'Spanien'), ('France', 'Frankreich'),
             ('Germany', 'Deutschland'), ('Ukraine', 'Ukraine'), ('Greece', 'Griechenland'), ('Turkey', 'Türkei'), ('Canada', 'Kanada'),
             ('Brazil', 'Brasilien'), ('Japan', 'Japan'), ('Australia', 'Australien'), ('Portugal', 'Portugal'), ('Romania', 'Rumänien')]
DEEDS = [('a ransomware attack', 'einen Angriff mit Ransomware'), ('a DDoS attack', 'einen DDoS-Angriff'), ('a data leak', 'ein Datenleck'),
         ('a phishing campaign', 'eine Phishing-Kampagne'), ('a power outage', 'einen Stromausfall'), ('an arrest of hackers', 'eine Festnahme von Hackern')]
VICTIMS = [('hospital', 'das Krankenhaus'), ('bank', 'die Bank'), ('railway', 'die Bahn'), ('ministry', 'das Ministerium'), ('port', 'den Hafen')]
SYLLABLES = 'ba ke lo mi nu ra so ti va ze dor fin gal hem jul kor lan mar nor pol ros sten tor und vik'.split()


WHO = 'spokesman manager director mayor deputy adviser lawyer engineer analyst officer minister founder chairwoman trainee inspector'.split()
SAID = 'said told_reporters wrote admitted confirmed explained repeated conceded insisted'.split()
MORE = ['parts of the service go on', 'the website is down', 'backups are being restored', 'staff work on paper', 'the police were called', 'nobody was hurt',
        'experts were flown in', 'a deadline runs out soon', 'no ransom was paid', 'the cause is not known', 'trains run late', 'patients were moved',
        'customers wait for answers', 'a hotline was set up', 'the mail servers are off', 'the board meets tonight', 'telephones work again']
WER = 'Sprecher Leiterin Direktor Anwältin Technikerin Beamter Gründer Vorsitzende Prüferin Berater'.split()
MEHR = ['der Betrieb läuft in Teilen weiter', 'die Seite ist nicht zu erreichen', 'gearbeitet wird auf Papier', 'verletzt wurde niemand', 'gezahlt wurde nichts',
        'die Ursache ist noch offen', 'ermittelt wird in alle Richtungen', 'die Leitungen sind wieder frei', 'bis morgen soll alles gehen']


def report(number, happening_size=5, days=1100):
    """a report of a made-up happening, in English or German: (name, text); those of one happening follow one another"""
    rnd, own = random.Random(number // happening_size), random.Random(-1 - number)
    name = ''.join(rnd.choice(SYLLABLES) for _ in range(3)).capitalize()
    person = ''.join(rnd.choice(SYLLABLES) for _ in range(2)).capitalize() + ' ' + ''.join(rnd.choice(SYLLABLES) for _ in range(3)).capitalize()
    country, deed, victim = rnd.choice(COUNTRIES), rnd.choice(DEEDS), rnd.choice(VICTIMS)
    # the later, the newer, as reports come in; some weeks of disorder
    day = datetime.date(2020, 1, 1) + datetime.timedelta(number * days // 105000 + rnd.randrange(20) + number % happening_size // 2)
    lost = rnd.randrange(100, 90000)
    if number % 2:
        return f'{name}: {deed[1]}', (f'{day}\n\n{name} in {country[1]} meldet {deed[1]}: betroffen ist {victim[1]}. {person}, {own.choice(WER)}, sprach von '
                                      f'{lost} Konten; {own.choice(MEHR)}, {own.choice(MEHR)}.\n')
    return f'{name}: {deed[0]}', (f'{day}\n\nA {victim[0]} of {name} in {country[0]} reported {deed[0]}, {own.choice(WHO)} {person} {own.choice(SAID).replace("_", " ")}. '
                                  f'It hit {lost} accounts; {own.choice(MORE)}, {own.choice(MORE)}.\n')
