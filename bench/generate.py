"""Events as an exchange of indicators has them: addresses, domains, URLs, hashes; `shared` of the values come from a common pool, so
that events correlate a little. The same seed gives the same event."""
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
