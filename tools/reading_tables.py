#!/usr/bin/env python3
"""Compile the word tables of reading (src/reading/tables/) into C: fold pages, three tries, the targets they lead to.

usage: reading_tables.py OUT.c TABLES_DIR

The syntax of the tables is told in docs/recipes/language.md. A fact said twice is an error. What this program folds, fold.c folds in the
same way at run time: both take the letters from the pages made here, and the few rules beside them (Greek pairs, joined apostrophes)
are tested against each other by tests/unit/reading/tables.c, which looks every entry up.
"""
import re
import sys
import unicodedata
from pathlib import Path

END, TILDE, STAR = 52, 53, 54
TAIL = 63  # an edge that says: the only way on stands in the tails; and its end there
BEGINS = {3: 1 << 16, 4: 1 << 18, 5: 1 << 20}  # bits over the first so many symbols
COMMON_LEVELS = 2  # of a trie, which most words pass
CAPITAL, UPPER, LOWER, FULL, ALONE, CONSONANTS, SPACED, HEBREW, WEAK, LETTERS = 1, 2, 4, 8, 16, 32, 64, 128, 256, 512
KINDS = ['country', 'organisation', 'person', 'place', 'actor', 'malware', 'product', 'vulnerability', 'topic', 'negative', 'given', 'ministry']
ARMENIAN_U = ('ո', 'ւ')
GREEK_PAIRS = {'ου': 'u', 'μπ': 'b', 'ντ': 'd', 'γκ': 'g', 'γγ': 'g', 'ει': 'i', 'οι': 'i', 'αι': 'e', 'τζ': 'dz', 'αυ': 'av', 'ευ': 'ev'}
SAME = {'nb': 'no', 'nn': 'no', 'hr': 'sr', 'bs': 'sr', 'me': 'sr', 'iw': 'he'}
LAST = 0x3000


class Fail(Exception):
    pass


def letter_table(path):
    """code point -> ASCII text; '' for what is dropped. Latin letters with marks lose them, unless fold.txt says otherwise."""
    own = {}
    for line in path.read_text('utf-8').splitlines():
        line = line.split('#')[0].split()
        for pair in line:
            letter, _, roman = pair.partition('=')
            own[letter] = roman
    table = {}
    for code in range(0x80, LAST):
        char = chr(code)
        if not (char.isalpha() or unicodedata.category(char) in ('Mn', 'Cf')):
            continue
        lower = char.lower() if len(char.lower()) == 1 else char
        for attempt in (lower, unicodedata.normalize('NFD', lower)[0]):
            if attempt in own:
                table[code] = own[attempt]
                break
            if attempt.isascii() and attempt.isalnum():
                table[code] = attempt.lower()
                break
        else:
            if unicodedata.category(char) in ('Mn', 'Cf'):
                table[code] = ''
    return table


def is_ideograph(code):
    return 0x0E00 <= code < 0x0E80 or 0x3040 <= code < 0xA000 or 0xAC00 <= code < 0xD7A4


def script(code):
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return 'latin'
    if 0x370 <= code < 0x400 or 0x1F00 <= code < 0x2000:
        return 'greek'
    if 0x400 <= code < 0x530:
        return 'cyrillic'
    if 0x590 <= code < 0x600:
        return 'hebrew'
    return 'other'


def base(char):
    return unicodedata.normalize('NFD', char.lower())[0]


def has_diaeresis(char):
    return '\u0308' in unicodedata.normalize('NFD', char)


def han_table(path):
    """Traditional Chinese letters -> simplified ones: both sides of a comparison are folded so."""
    pairs = {}
    for line in path.read_text('utf-8').splitlines():
        for pair in line.split('#')[0].split():
            pairs[ord(pair[0])] = ord(pair[2])
    return pairs


class Folder:
    def __init__(self, table, han):
        self.table, self.han = table, han

    def words(self, text):
        """The tokens of a text, as lists of symbols (0-25 letters, 26-35 digits, 36-51 nibbles)."""
        out, current = [], []

        def flush():
            if current:
                out.append(list(current))
                current.clear()
        i = 0
        while i < len(text):
            char, code = text[i], ord(text[i])
            if 0xFF10 <= code <= 0xFF5A and chr(code - 0xFEE0).isalnum():  # wide Latin letters
                char, code = chr(code - 0xFEE0), code - 0xFEE0
            if is_ideograph(code):
                flush()
                code = self.han.get(code, code)
                out.append([36 + (code >> shift & 15) for shift in (12, 8, 4, 0)])
            elif char.isascii() and char.isalnum():
                current.append(symbol(char.lower()))
            elif code in self.table:
                roman = self.table[code]
                if script(code) == 'greek' and i + 1 < len(text) and base(char) + base(text[i + 1]) in GREEK_PAIRS \
                        and not has_diaeresis(text[i + 1]) and not (base(char) in 'αοε' and char.lower() != base(char)):
                    roman = GREEK_PAIRS[base(char) + base(text[i + 1])]
                    i += 1
                elif (char.lower(), text[i + 1:i + 2].lower()) == ARMENIAN_U:
                    roman = 'u'
                    i += 1
                current.extend(symbol(c) for c in roman)
            elif char in "'’ʼ\"״׳“”" and current and 0 < i < len(text) - 1 and (
                    char not in '"“”״׳' and script(ord(text[i - 1])) == script(ord(text[i + 1])) == 'cyrillic'
                    or script(ord(text[i - 1])) == script(ord(text[i + 1])) == 'hebrew'):
                pass
            else:
                flush()
            i += 1
        flush()
        return out


def symbol(char):
    return ord(char) - 97 if 'a' <= char <= 'z' else 26 + int(char)


def skeleton(symbols):
    """The sound of a name without its spelling: fold.c, fold_skeleton, does the same."""
    if any(s >= 36 for s in symbols):
        return list(symbols)
    text = ''.join(chr(97 + s) if s < 26 else str(s - 26) for s in symbols)
    i, out = 0, []
    while i < len(text):
        piece, step = text[i], 1
        for long, short in SKELETON:
            if text.startswith(long, i):
                piece, step = short, len(long)
                break
        for char in piece:
            if not out or out[-1] != char or char.isdigit():
                out.append(char)
        i += step
    return [symbol(c) for c in out]


SKELETON = [('tsch', 'c'), ('sch', 's'), ('shch', 's'), ('tch', 'c'), ('sh', 's'), ('sz', 's'), ('sj', 's'), ('zh', 's'), ('cz', 'c'), ('ch', 'h'), ('kh', 'h'),
            ('ph', 'v'), ('th', 't'), ('ts', 's'), ('tz', 's'), ('dj', 'd'), ('ck', 'k'), ('z', 's'), ('w', 'v'), ('f', 'v'), ('q', 'k'), ('c', 'k'), ('y', 'i'), ('j', 'i'), ('x', 'ks')]


class Trie:
    def __init__(self, with_tails=True):
        self.nodes, self.added, self.with_tails = [({}, {})], [], with_tails

    def add(self, symbols, key, langs):
        self.added.append((symbols, key, langs))
        node = 0
        for s in symbols:
            edges = self.nodes[node][0]
            if s not in edges:
                edges[s] = len(self.nodes)
                self.nodes.append(({}, {}))
            node = edges[s]
        payload = self.nodes[node][1]
        payload[key] = payload.get(key, 0) | langs

    def chain_of(self, node):
        """The symbols from this node to its only end, and that end; None where it is one itself or more than one way leads on."""
        symbols = []
        if not self.with_tails:
            return None
        while len(self.nodes[node][0]) == 1 and not self.nodes[node][1]:
            (symbol, node), = self.nodes[node][0].items()
            symbols.append(symbol)
        return (symbols, node) if symbols and not self.nodes[node][0] else None

    def laid_out(self):
        """[node], and the place of the first child of each: children stand side by side. The levels that every word passes come first, one after the other;
        what is below lies subtree by subtree, so that a walk down stays within a few lines of the processor's memory."""
        order, first, level = [0], {}, [0]
        for _ in range(COMMON_LEVELS):
            level = [child for node in level for child in self.children(node, order, first)]
        stack = level[::-1]
        while stack:
            stack.extend(reversed(self.children(stack.pop(), order, first)))
        return order, first

    def children(self, node, order, first):
        edges = self.nodes[node][0]
        first[node] = len(order)
        found = [] if self.chain_of(node) else [edges[s] for s in sorted(edges)]
        order.extend(found)
        return found

    def write(self, name, out, endings=None, split=False):
        rows, tails, entries = [], bytearray(), [(0, 0, 0, 0, 1)]
        order, first = self.laid_out()

        def entry(node):
            start, items = len(entries), sorted(self.nodes[node][1].items())
            for n, ((target, flags, how), langs) in enumerate(items):
                entries.append((langs, target, flags, how, int(n == len(items) - 1)))
            return start if items else 0

        for node in order:
            chain = self.chain_of(node)
            if chain:
                rows.append((1 << TAIL, len(tails), 0))
                tails += bytes(chain[0]) + bytes([TAIL]) + entry(chain[1]).to_bytes(3, 'little')
            else:
                rows.append((sum(1 << s for s in self.nodes[node][0]), first[node], entry(node)))
        out.append(f'static const struct trie_node {name}_nodes[] = {{')
        out.extend('{0x%xU,%d,%d},' % r if r[0] < 1 << 32 else '{0x%xULL,%d,%d},' % r for r in rows)
        out.append('};')
        if tails:
            out.append(f'static const uint8_t {name}_tails[] = {{' + ','.join(map(str, tails)) + '};')
        out.append(f'static const struct trie_entry {name}_entries[] = {{')
        out.extend('{0x%xULL,%d,%d,%d,%d},' % e for e in entries)
        out.append('};')
        if not endings:
            out.append(f'const struct trie reading_{name} = {{{name}_nodes, NULL, {name}_entries, {{0}}, {{0}}}};')
            return
        filters = [self.write_filter(name, out, endings)]
        filters.append(self.without_capitals().write_filter(f'{name}_small', out, endings) if split else filters[0])
        out.append(f'const struct trie reading_{name} = {{{name}_nodes, {name}_tails, {name}_entries, {", ".join(filters)}}};')

    def without_capitals(self):
        """The trie of those entries only that a word in small letters may begin."""
        out = Trie()
        for symbols, key, langs in self.added:
            if not key[1] & (CAPITAL | UPPER):
                out.add(symbols, key, langs)
        return out

    def write_filter(self, name, out, endings):
        """struct trie_filter: sets of bits over the first symbols of all tokens with which an entry begins, asked before each walk."""
        out.append(f'static const uint8_t {name}_short[512] = {{' + ','.join(map(str, self.short())) + '};')
        for count in BEGINS:
            for kind, sums in zip(('begins', 'open'), self.begins(count, endings)):
                if kind == 'open' and count == max(BEGINS):
                    continue
                bits = bytearray(BEGINS[count] // 8)
                for total in sums:
                    bits[total % BEGINS[count] // 8] |= 1 << total % 8
                out.append(f'static const uint8_t {name}_{kind}_{count}[{len(bits)}] = {{' + ','.join(map(str, bits)) + '};')
        names = ('short', 'begins_3', 'begins_4', 'begins_5', 'open_3', 'open_4')
        return '{' + ', '.join(f'{name}_{part}' for part in names) + '}'

    def short(self):
        """A set of bits over the tokens of one and two symbols (64 a + b, b = 63 of none) that the trie reads to their end."""
        bits = bytearray(512)
        for a, node in self.nodes[0][0].items():
            edges = self.nodes[node][0]
            anything = STAR in edges or TILDE in edges
            for b in range(64):
                more = self.nodes[edges[b]][0] if b in edges and b < END else {}
                if anything or b == 63 and END in edges or any(end in more for end in (END, STAR, TILDE)):
                    bits[(a * 64 + b) // 8] |= 1 << b % 8
        return bits

    def begins(self, count, endings):
        """Sums of the first symbols, so many: of all tokens that the trie reads and, but for the longest count, that end there; and of those after
        which anything may follow."""
        # of each depth: the sums that lead to a node, to a node of the endings, or to where anything may follow
        level, tails, free = {0: [0]}, {}, set()
        for depth in range(count + 1):
            weight, below, more = 41 ** depth, {}, {}
            for node, sums in level.items():
                if STAR in self.nodes[node][0]:
                    free.update(sums)
                if TILDE in self.nodes[node][0]:
                    tails.setdefault(0, []).extend(sums)
            if depth == count:
                break
            for node, sums in level.items():
                for s, child in self.nodes[node][0].items():
                    if s < END:
                        below.setdefault(child, []).extend(total + s * weight for total in sums)
            for node, sums in tails.items():
                for s, child in endings.nodes[node][0].items():
                    if s < END:
                        more.setdefault(child, []).extend(total + s * weight for total in sums)
            level, tails = below, more
            free = {f + s * weight for f in free for s in range(END)} if count < max(BEGINS) else set()  # the shorter sets tell of these
        if count < max(BEGINS):
            level = {node: sums for node, sums in level.items() if END in self.nodes[node][0]}
            tails = {node: sums for node, sums in tails.items() if node == 0 or END in endings.nodes[node][0] or endings.nodes[node][1]}
        return {t for sums in (*level.values(), *tails.values()) for t in sums} | free, free


class Tables:
    def __init__(self, folder):
        self.folder = folder
        self.tries = {'names': Trie(), 'people': Trie(), 'words': Trie()}
        self.targets, self.rows = {}, []
        self.langs = []
        self.seen = {}
        self.weights = {}

    def lang(self, code):
        if ',' in code:
            mask = 0
            for one in code.split(','):
                mask |= self.lang(one.strip())
            return mask
        code = SAME.get(code, code)
        if code == '*':
            return (1 << 64) - 1
        if code not in self.langs:
            self.langs.append(code)
        return 1 << self.langs.index(code)

    def target(self, kind, ident, name):
        key = (kind, ident, name)
        if key not in self.targets:
            self.targets[key] = len(self.rows)
            self.rows.append(key)
        return self.targets[key]

    def pattern(self, kind, target, lang, how, text, where, flags=0, auto=False, mild=False):
        """One pattern into the trie of its kind. `auto` lets words of four letters and more take an ending by themselves."""
        mark = text.strip()
        original = mark
        langs = self.lang('*')
        while mark and mark[0] in '=^_!?':
            if mark[0] == '=':
                flags |= UPPER
            elif mark[0] == '?':
                if kind not in ('topic', 'ministry'):
                    raise Fail(f'{where}: only a word of a topic or a ministry can be weak: {original!r}')
                flags |= WEAK
            elif mark[0] == '^':
                flags |= CAPITAL
            elif mark[0] == '_':
                flags = flags & ~CAPITAL | LOWER
            else:
                langs = self.lang(lang)
            mark = mark[1:]
        if kind in ('topic', 'ministry'):
            langs = self.lang(lang)
        if kind in PLAIN and kind != 'given' and not any(0x590 <= ord(c) < 0x780 for c in mark):
            flags |= LETTERS  # no word of consonants is it
        symbols, last = [], None
        words = [w for w in mark.replace('-', ' ').split() if w]
        if (len(words) > 1 or '·' in mark or '・' in mark) and any(is_ideograph(ord(c)) for c in mark):
            flags |= SPACED
        for index, word in enumerate(words):
            tail = word[-1] if word[-1] in '~*.' else ''
            pieces = self.folder.words(word.rstrip('~*.') if tail else word)
            if not pieces:
                continue
            for n, piece in enumerate(pieces):
                if kind in ('person', 'given'):
                    piece = skeleton(piece)
                symbols.extend(piece)
                is_last = n == len(pieces) - 1
                if is_last and tail == '*':
                    symbols.append(STAR)
                elif is_last and (tail == '~' or auto and tail != '.' and not flags & UPPER and len(piece) >= 4 and piece[0] < 36):
                    symbols.append(TILDE)
                else:
                    symbols.append(END)
        if not symbols:
            raise Fail(f'{where}: nothing to look for in {original!r}')
        fact = (kind, target, tuple(symbols), flags, how, langs)
        said = (kind, target, original, lang)
        if said in self.seen and not mild:
            raise Fail(f'{where}: {original!r} is said already in {self.seen[said]}')
        if fact in self.seen:
            return  # another spelling that folds alike
        self.seen[fact] = where
        if not mild:
            self.seen[said] = where
        trie = 'people' if kind in ('person', 'given') else 'words' if kind == 'topic' else 'names'
        self.tries[trie].add(symbols, (target, flags, how), langs)
        for form in (*softened(mark), *declined(mark)) if kind == 'organisation' else ():
            self.pattern(kind, target, lang, how, original[:-len(mark)] + form, where, flags, mild=True)


def softened(name):
    """The patterns of a name of several words in which a Slavic noun changes its last consonant before its ending: bance, Komitecie, розвідці, камітэце."""
    words = name.split(' ')
    for n, word in enumerate(words):
        for hard, soft in SOFTENED:
            if len(words) > 1 and len(word) > 4 and word.endswith(hard + '~') and word[-3] not in 'sс':
                yield ' '.join(words[:n] + [word[:-1 - len(hard)] + soft + '~'] + words[n + 1:])


def declined(name):
    """The pattern of a name of several words, written without marks in letters all of whose languages inflect, with an inflection at each word."""
    words = re.split('[ -]', name)
    if len(words) < 2 or re.search('[~*.&/\\d]', name):
        return
    for letters, telling, ending in STEMS:
        if all(re.fullmatch(letters + '+', word) for word in words) and re.search(telling, name.lower()):
            yield ' '.join(word if len(word) < 4 else re.sub(ending, '', word) + '~' for word in words)


# letters of a script, those that tell such a language, and what is an ending behind at least three of them
STEMS = [('[\u0400-\u052f’\']', '', '(?<=[^ ]{3})(?:[оаеь]го|ата|ото|ите|ята|ият|ът|[ыиое]й|[ыи]х|ая|яя|ое|ее|ые|(?<!н)ие|(?<=ни)е|(?<=и)[яию]|(?<=ј)[аеу]|(?<=[іи])[яїії]|(?<=[^иіј])[аеёоуыияюіїєьй])$'),
         ('[\u0370-\u03ff\u1f00-\u1fff]', '', '(?<=[^ ]{3})(?:[οό][ςυ]|[οό]ύ|[οό]υς|[ωώ]ν|[αάηήεέ]ς|εις|[αάηήοόι])$'),
         ('[\u10a0-\u10ff]', '', '(?<=[^ ]{3})ი$'),
         ('[\u0530-\u058f]', '', '(?<=[^ ]{3})(?:ություն|ության|ը)$'),
         ('[a-zA-Z\u00c0-\u017f]', '[ąęłńśźżčšžřěůňťďľĺėįųāēģķļņ]', '(?<=[^ ]{3})(?:[eé]go|[eé]mu|o[gj]|ej|[yý]ch|ais|[aāeēėiīou]s|s|[aáeéiíoóuúůyýěąęėįųūāēī])$')]
SOFTENED = [('k', 'c'), ('t', 'c'), ('к', 'ц'), ('т', 'ц')]
COUNTRY_SHORT = {'US': 'US', 'USA': 'US', 'UK': 'GB', 'Bosnia': 'BA', 'Czech Republic': 'CZ', 'UAE': 'AE', 'Palestine': 'PS', 'Ivory Coast': 'CI', 'Turkey': 'TR', 'Defense': 'US', 'State': 'US', 'Homeland Security': 'US'}
INFLECTING = set('bg cs sk sl sr mk ru uk be pl lt lv et fi hu el sq ro ka hy'.split())
VOWELS = set('aeiouyаеиоуыэюяіїйьαεηιουωიաեիոըāēīšąęėáéíóúýăäöõ')
HOW = ['name', 'demonym', 'alias', 'capital', 'surname', 'pattern', 'full name']
PLAIN = {'organisation': CAPITAL, 'actor': CAPITAL, 'malware': CAPITAL, 'product': CAPITAL, 'place': CAPITAL, 'negative': 0, 'given': CAPITAL}


def lines_of(path):
    for number, line in enumerate(path.read_text('utf-8').splitlines(), 1):
        line = line.split(' # ')[0].strip()
        if line and not line.startswith('#'):
            yield f'{path.name}:{number}', line


def patterns_of(text):
    return [p for p in (p.strip() for p in text.replace('،', ',').split(',')) if p]


def fact(tables, where, kind, lang, ident, patterns, names, mild=False):
    """One line: what kind, in which language, of what, and the patterns that tell it."""
    if kind in ('country', 'demonym', 'capital'):
        if ident not in names:
            raise Fail(f'{where}: no such country {ident}')
        if kind == 'capital' and ident not in tables.capitals:
            raise Fail(f'{where}: {ident} has no capital in countries.txt')
        target = tables.target('country', ident, names[ident]) if kind != 'capital' else tables.target('place', ident, tables.capitals[ident])
        for p in patterns:
            flags = CAPITAL if kind != 'demonym' else 0
            how = HOW.index('name' if kind == 'country' else kind)
            tables.pattern('place' if kind == 'capital' else 'country', target, lang, how, p, where, flags, auto=kind != 'demonym', mild=mild)
            if mild and lang in INFLECTING and p[-1] in VOWELS and len(p) > 5 and ' ' not in p and '-' not in p and p[-2] not in 'oоόó':  # Samo~ is a word of its own
                tables.pattern('place' if kind == 'capital' else 'country', target, lang, how, p[:-1] + '~', where, flags, mild=True)
    elif kind in PLAIN or kind == 'topic':
        if kind == 'topic' and ident not in tables.weights:
            raise Fail(f'{where}: no such topic {ident}')
        target = tables.target(kind, '', ident)
        for p in patterns:
            tables.pattern(kind, target, lang, HOW.index('alias' if kind != 'place' else 'name'), p, where, PLAIN.get(kind, 0), auto=kind == 'place', mild=mild)
    else:
        raise Fail(f'{where}: no such kind {kind}')


def office_country(tables, office):
    """The country whose president, head of government or minister somebody is or was: "minister Fico" in a text that names it."""
    if not re.search('President|Prime Minister|Chancellor|Premier|Minister|Secretary of', office):
        return ''
    for word in re.findall(r'\bof (?:the )?([A-Z][\w&. -]*?)(?= \d| since| until|$)', office) + [w for w in ('US', 'UK') if re.search(rf'\b{w}\b', office)]:
        code = COUNTRY_SHORT.get(word) or next((c for c, n in tables.country_names.items() if n == word), '')
        if code:
            return code
    return ''


def voice_country(tables, office):
    """The country for whose ministry somebody speaks, in small letters, since it is no office of a "minister Wang"."""
    found = re.search(r'[Ss]pokes\w+ of the (?:Foreign|Defence) Ministry of ([A-Z][a-z]+(?: [A-Z][a-z]+)*)', office)
    return next((c.lower() for c, n in tables.country_names.items() if found and n == found[1]), '')


def read_person(tables, where, line):
    """Name; office; alone|full; surnames; given names; full forms in other scripts"""
    parts = [p.strip() for p in line.split(';')]
    if len(parts) < 3:
        raise Fail(f'{where}: a person needs a name, an office and alone or full')
    parts += [''] * (6 - len(parts))
    name, _, mode, surnames, given, full = parts[:6]
    words = name.replace('_', '-').split()
    target = tables.target('person', '', name.replace('_', ' '))
    tables.holds[target] = office_country(tables, parts[1]) or voice_country(tables, parts[1])
    flag = ALONE if mode == 'alone' else 0
    # a surname in -i, -y, -o, -a takes its endings in place of the vowel
    only = surnames.startswith('!')
    for s in ([] if only else [words[-1]]) + patterns_of(surnames.lstrip('!')):
        skel = skeleton(tables.folder.words(s)[0])
        tables.surnames.setdefault(target, set()).add(''.join(chr(97 + c) for c in skel if c < 26))
        vowels = {0, 4, 8, 14}
        stem = s.rstrip('yjiıаийіїўэoаae') if len(skel) > 5 and skel[-1] in vowels and ' ' not in s and '-' not in s else s
        if len(s) > 5 and s.endswith('ς') and base(s[-2]) in 'αηιο':  # Μητσοτάκης, του Μητσοτάκη
            tables.pattern('person', target, 'el', HOW.index('surname'), '!' + s[:-2] + ('' if base(s[-2]) == 'ο' else s[-2]) + '~', where, CAPITAL | flag, mild=True)
        fleeting = re.sub('[eеє](?=[kcкц]ь?$)', '', s) if re.search('[^aeiouyаеєиіоуя][eеє][kcкц]ь?$', s) and len(s) > 4 else s  # Havlíček, Havlíčkem
        for form in sorted({s, stem, fleeting}):
            tables.pattern('person', target, '*', HOW.index('surname'), form + '~', where, CAPITAL | flag, mild=True)
    tables.given[target] = sorted({''.join(chr(97 + c) for c in skeleton(tables.folder.words(g)[0]) if c < 26) for g in [words[0]] + patterns_of(given)})
    for g in [words[0]] + patterns_of(given):
        if len(g) < 3 or len(skeleton(tables.folder.words(g)[0])) < 3:
            continue  # too short to tell somebody else: Jim sounds as German "im"
        tables.pattern('given', tables.target('given', '', 'given'), '*', 0, g + '~', where, CAPITAL, mild=True)
    tables.said[target] = spelt([words[0]] + patterns_of(given)) + '|' + spelt(([] if only else [words[-1]]) + patterns_of(surnames.lstrip('!')))
    for f in patterns_of(full):
        semitic = CONSONANTS | (HEBREW if ord(f[0]) < 0x600 else 0) if 0x590 <= ord(f[0]) < 0x780 else 0  # folds to consonants that may spell some Latin name
        tables.pattern('person', target, '*', HOW.index('full name'), f, where, FULL | semitic, mild=True)


def with_head(head, word):
    """"?Department of @" and "Health": the marks of both, then the one within the other."""
    marks = ''.join(re.match('[=^_?!]*', text).group() for text in (head, word))
    return marks + head.lstrip('=^_?!').replace('@', word.lstrip('=^_?!'))


def english_ministry(tables, portfolio, country):
    """What the ministry of a country is called, unless organisations.txt has another name for it."""
    name = tables.ministry_names.get((portfolio, country)) or tables.ministry_names[portfolio, '']
    return f'{name} of {tables.spoken.get(country) or tables.country_names[country]}' if not name.startswith('US ') else name


def read_ministry_names(tables, where, kind, ident, rest):
    """"name interior UA BY: ...", "body interior RU: ...", "country NL: the Netherlands"."""
    portfolio, *countries = ident.split()
    if kind == 'country':
        tables.spoken[portfolio] = rest
        return
    if kind == 'name' and not countries:
        tables.ministry_names[portfolio, ''] = rest
        tables.target('ministry', portfolio, rest)
        return
    if kind == 'body' and ('organisation', '', rest) not in tables.targets:
        raise Fail(f'{where}: organisations.txt holds no {rest}')
    for country in countries:
        if (portfolio, '') not in tables.ministry_names or country not in tables.country_names or (portfolio, country) in tables.ministry_bodies:
            raise Fail(f'{where}: no such ministry or country, or said twice: {portfolio} {country}')
        (tables.ministry_bodies if kind == 'body' else tables.ministry_names)[portfolio, country] = rest


def read_ministries(tables, path):
    """Names first, then what each language calls them: see the head of the file."""
    tables.ministry_names, tables.ministry_bodies, tables.spoken, lang, heads = {}, {}, {}, None, []
    any_of_them = tables.target('ministry', '', '')
    for where, line in lines_of(path):
        if line.startswith('language '):
            lang, heads = line.split()[1], []
            continue
        head, _, rest = line.partition(':')
        kind, _, ident = head.partition(' ')
        if not lang:
            read_ministry_names(tables, where, kind, ident, rest.strip())
            continue
        if kind == 'head':
            heads = patterns_of(rest)
            continue
        portfolio = ident if kind == 'whole' else kind
        if kind != 'hole' and (portfolio, '') not in tables.ministry_names:
            raise Fail(f'{where}: no such ministry {portfolio}')
        target = any_of_them if kind == 'hole' else tables.target('ministry', portfolio, tables.ministry_names[portfolio, ''])
        for word in patterns_of(rest):
            for text in [word] if kind in ('whole', 'hole') else [with_head(h, word) for h in heads]:
                tables.pattern('ministry', target, lang, HOW.index('alias'), text, where)


def write_ministries(tables, out):
    """Which body of organisations.txt is the ministry of which country, and what some countries call theirs; and how countries are called in a sentence."""
    rows = []
    for portfolio in [p for p, country in tables.ministry_names if not country]:
        target = tables.targets['ministry', portfolio, tables.ministry_names[portfolio, '']]
        for country in tables.country_names:
            name = tables.ministry_bodies.get((portfolio, country)) or english_ministry(tables, portfolio, country)
            body = tables.targets.get(('organisation', '', name))
            if body is not None or (portfolio, country) in tables.ministry_names:
                rows.append((target, tables.targets['country', country, tables.country_names[country]], 0xFFFF if body is None else body, name))
    out.append('const struct reading_ministry reading_ministries[] = {' + ','.join('{%d,%d,%d,"%s"}' % row for row in rows) + '};')
    out.append(f'const size_t reading_ministry_count = {len(rows)};')
    spoken = [tables.spoken.get(ident) or name for kind, ident, name in tables.rows if kind == 'country']
    out.append('const char *const reading_spoken[] = {' + ','.join(f'"{name}"' for name in spoken) + '};')


def spelt(forms):
    """Those in letters that tell the vowels: reading/person_alike.c lays a name in any script beside them."""
    return ','.join(sorted({f.rstrip('~*.') for f in forms if script(ord(f[0])) in ('latin', 'greek', 'cyrillic') and not re.search('["\\\\]', f)}))


def plain_name(lang, text):
    """A name of CLDR as it stands in a sentence: without what is in brackets, without article, kind of place or prefix before its capital."""
    text = re.split(r' ?[(（]', text)[0]
    while unicodedata.category(text[0]) == 'Ll' and script(ord(text[0])) in ('latin', 'cyrillic') and re.search('[ -]', text) and text[1:] != text[1:].lower():
        text = re.split('[ -]', text, maxsplit=1)[1]
    return text


def load(folder, root):
    tables = Tables(folder)
    tables.given, tables.surnames, tables.said, tables.holds, tables.capitals = {}, {}, {}, {}, {}
    names = tables.country_names = {}
    for where, line in lines_of(root / 'countries.txt'):
        code, name = line.split(None, 1)
        names[code], _, capital = name.partition(' | ')
        tables.target('country', code, names[code])
        if capital:
            tables.capitals[code] = capital
    for where, line in lines_of(root / 'topics.txt'):
        topic, weight, *role = line.split()
        if role not in ([], ['context'], ['act']):
            raise Fail(f'{where}: a topic is context, act, or nothing')
        tables.weights[topic] = float(weight), 'TOPIC_' + (role or ['happening'])[0].upper()
        tables.target('topic', '', topic)
    for path in sorted((root / 'lang').glob('*.txt')):
        lang = '*' if path.stem == 'all' else path.stem
        for where, line in lines_of(path):
            if line.startswith('test '):
                continue
            head, _, rest = line.partition(':')
            kind, _, ident = head.partition(' ')
            fact(tables, where, kind, lang, ident.strip(), patterns_of(rest), names)
    for path, kind in (('organisations.txt', 'organisation'), ('actors.txt', 'actor'), ('malware.txt', 'malware'), ('products.txt', 'product'), ('places.txt', 'place')):
        for where, line in lines_of(root / path):
            name, _, rest = line.partition(':')
            fact(tables, where, kind, '*', name.strip(), patterns_of(rest), names)
    read_ministries(tables, root / 'ministries.txt')
    for where, line in lines_of(root / 'demonyms.txt'):
        head, _, rest = line.partition(':')
        code, _, langs = head.partition(' ')
        fact(tables, where, 'demonym', langs.strip(), code, patterns_of(rest), names)
    for where, line in lines_of(root / 'negative.txt'):
        fact(tables, where, 'negative', '*', line.partition(':')[0], patterns_of(line.partition(':')[2]), names)
    for where, line in lines_of(root / 'given.txt'):
        fact(tables, where, 'given', '*', 'given', [g + '~' for g in patterns_of(line.partition(':')[2])], names, mild=True)
    for where, line in lines_of(root / 'persons.txt'):
        read_person(tables, where, line)
    for where, line in lines_of(root / 'cldr.txt'):
        kind, lang, ident, text = line.split(None, 3)
        if ident not in names:
            raise Fail(f'{where}: no such country {ident}')
        text = plain_name(lang, text)
        own = '' if lang == 'en' else '!'
        text = text.replace(' & ', ' and ')
        bare = [own + '_' + text, own + text[1:]] if lang == 'ga' and text[0].islower() and text[1:2].isupper() else [own + text]  # an tSín
        fact(tables, where, kind, lang, ident, bare, names, mild=True)
    for where, line in lines_of(root / 'endings.txt'):
        tables.endings = getattr(tables, 'endings', []) + line.partition(':')[2].split()
    return tables


def write(tables, table, out_path):
    out = ['/* Made by tools/reading_tables.py of src/reading/tables/; not to be edited. */', '#include "reading/tables.h"', '']
    pages, numbers, body = [], {}, []
    empty = tuple([None] * 128)
    for page in range(LAST >> 7):
        content = tuple(table.get(page << 7 | n) for n in range(128))
        if content not in numbers:
            numbers[content] = len(numbers)
            body.append(content)
        pages.append(numbers[content])
    out.append('const unsigned char reading_fold_page[] = {' + ','.join(map(str, pages)) + '};')
    out.append('const char reading_fold_text[][128][5] = {')
    for content in body:
        out.append('{' + ','.join('"\\377"' if c is None else f'"{c}"' for c in content) + '},')
    out.append('};')
    folder = tables.folder
    sets = {'endings': Trie(with_tails=False), 'soft_endings': Trie(with_tails=False)}
    for ending in tables.endings:
        for piece in folder.words(ending):
            sets['endings'].add(piece, (0, 0, 0), 1)
            sets['soft_endings'].add(skeleton(piece), (0, 0, 0), 1)
    for name, trie in sets.items():
        trie.write(name, out)
    for name, trie in tables.tries.items():
        trie.write(name, out, sets['soft_endings' if name == 'people' else 'endings'], split=name == 'names')
    out.append('const uint16_t reading_han[HAN_LAST - HAN_FIRST + 1] = {' +
               ','.join(f'[{code - 0x4E00}]={simple}' for code, simple in sorted(folder.han.items())) + '};')
    out.append('const struct reading_target reading_targets[] = {')
    for n, (kind, ident, name) in enumerate(tables.rows):
        given = ' '.join(tables.given.get(n, []))
        surnames = ' '.join(sorted(tables.surnames.get(n, [])))
        weight, role = tables.weights[name] if kind == 'topic' else (0, 0)
        out.append('{%d, "%s", "%s", "%s", "%s", "%s", %g, %s},' % (KINDS.index(kind), tables.holds.get(n, ident), name, given, surnames, tables.said.get(n, ''), weight, role))
    out.append('};')
    out.append(f'const size_t reading_target_count = {len(tables.rows)};')
    write_ministries(tables, out)
    out.append('const char *const reading_languages[] = {' + ','.join(f'"{code}"' for code in tables.langs) + '};')
    out.append(f'const size_t reading_language_count = {len(tables.langs)};')
    out.append('const char *const reading_how[] = {' + ','.join(f'"{h}"' for h in HOW) + '};')
    if len(tables.langs) > 64:
        raise Fail('more than 64 languages')
    Path(out_path).write_text('\n'.join(out) + '\n', 'utf-8')


def main():
    out, root = sys.argv[1], Path(sys.argv[2])
    try:
        table = letter_table(root / 'fold.txt')
        tables = load(Folder(table, han_table(root / 'han.txt')), root)
        write(tables, table, out)
    except Fail as error:
        sys.exit(f'reading_tables: {error}')


if __name__ == '__main__':
    main()
