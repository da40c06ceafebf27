/* Spellings into sounds by small tables, and an edit distance whose costs say which sounds one script writes for another. */
#include "reading/person_sound.h"

#include <pthread.h>
#include <string.h>

#include "codec/utf8.h"

struct piece {
    const char *letters, *sound;
};

/* The longest first; what is not here stands for itself. */
static const struct piece spelt_pieces[] = {
    {"krz", "kS"}, {"prz", "pS"}, {"trz", "tS"}, {"grz", "gZ"}, {"drz", "Z"}, {"tsch", "C"}, {"shch", "S"}, {"sch", "S"},
    {"tch", "C"},  {"dzh", "Z"},  {"eau", "o"},  {"ch", "H"},   {"sh", "S"},  {"zh", "Z"},   {"cz", "C"},   {"sj", "S"},
    {"dj", "Z"},   {"ph", "f"},   {"th", "T"},   {"kh", "x"},   {"gh", "g"},  {"gn", "n"},   {"ck", "k"},   {"tz", "c"},
    {"ts", "c"},   {"ce", "ce"},  {"ci", "ci"},  {"cy", "ci"},  {"ge", "Ge"}, {"gi", "Gi"},  {"gy", "Gi"},  {"qu", "k"},
    {"ou", "u"},   {"oo", "u"},   {"ee", "i"},   {"x", "ks"},   {"q", "k"},   {"y", "i"},    {"j", "J"}};
static const struct piece plain_pieces[] = {{"dzh", "Z"}, {"sht", "S"}, {"kh", "x"}, {"gh", "g"}, {"zh", "Z"}, {"sh", "S"}, {"ch", "C"},
                                            {"ts", "c"},  {"dz", "z"},  {"th", "t"}, {"lj", "l"}, {"nj", "n"}, {"dj", "Z"}, {"gj", "Z"},
                                            {"kj", "C"},  {"ks", "ks"}, {"j", "i"},  {"y", "i"},  {"q", "k"},  {"x", "ks"}};
static const struct piece caucasian_pieces[] = {{"dzh", "Z"}, {"kh", "x"}, {"gh", "g"}, {"zh", "Z"}, {"sh", "S"}, {"ch", "C"},
                                                {"ts", "c"},  {"dz", "z"}, {"j", "Z"},  {"y", "i"},  {"q", "k"}};
static const struct piece arabic_pieces[] = {{"kh", "x"}, {"gh", "g"}, {"zh", "Z"}, {"sh", "S"}, {"ch", "C"}, {"dh", "d"}, {"th", "t"},
                                             {"j", "G"},  {"y", "I"},  {"w", "U"},  {"a", "A"},  {"e", "A"},  {"q", "k"}};
static const struct piece hebrew_pieces[] = {{"sh", "S"}, {"ts", "c"}, {"y", "I"}, {"v", "U"},
                                             {"a", "A"},  {"e", "A"},  {"q", "k"}, {"g", "G"}};

static bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
static bool is_weak(char c) { return c == 'A' || c == 'I' || c == 'U' || c == 'E'; }

static void add(struct person_sound *out, char c) {
    if (out->len < SOUND_MAX && (out->len == 0 || out->at[out->len - 1] != c)) out->at[out->len++] = c;
}

enum { SPELT, PLAIN, CAUCASIAN, ARABIC, HEBREW, TABLES, SAME_LETTER = 10 };

/* The pieces of each table by their first letter, in their order. */
static const struct piece *pieces_of[TABLES][26][SAME_LETTER];
static pthread_once_t sorted = PTHREAD_ONCE_INIT;

static void sort_table(int table, const struct piece *pieces, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct piece **to = pieces_of[table][pieces[i].letters[0] - 'a'];
        while (*to) to++;
        *to = &pieces[i];
    }
}

#define SORT(table, pieces) sort_table(table, pieces, sizeof pieces / sizeof *pieces)

static void sort_pieces(void) {
    SORT(SPELT, spelt_pieces);
    SORT(PLAIN, plain_pieces);
    SORT(CAUCASIAN, caucasian_pieces);
    SORT(ARABIC, arabic_pieces);
    SORT(HEBREW, hebrew_pieces);
}

static int table_of(enum token_script script, bool spelt) {
    switch (script) {
    case TOKEN_ARABIC: return ARABIC;
    case TOKEN_HEBREW: return HEBREW;
    case TOKEN_GEORGIAN:
    case TOKEN_OTHER: return CAUCASIAN;
    default: return spelt ? SPELT : PLAIN;
    }
}

static const struct piece *piece_at(int table, const uint8_t *symbols, size_t left, size_t *step) {
    if (symbols[0] >= 26) return NULL;
    for (const struct piece *const *p = pieces_of[table][symbols[0]]; *p; p++) {
        size_t n = 1;
        while ((*p)->letters[n] && n < left && (*p)->letters[n] == (char)('a' + symbols[n])) n++;
        if (!(*p)->letters[n]) {
            *step = n;
            return *p;
        }
    }
    return NULL;
}

void person_sound_word(const uint8_t *symbols, size_t len, enum token_script script, bool spelt, struct person_sound *out) {
    bool consonants = script == TOKEN_ARABIC || script == TOKEN_HEBREW, caseless = script == TOKEN_OTHER || script == TOKEN_GEORGIAN;
    int table = table_of(script, spelt);
    pthread_once(&sorted, sort_pieces);
    *out = (struct person_sound){.voice = consonants ? VOICE_CONSONANTS : caseless ? VOICE_CASELESS : VOICE_LETTERS};
    for (size_t i = 0, step; i < len; i += step) {
        step = 1;
        const struct piece *p = piece_at(table, symbols + i, len - i, &step);
        if (p) {
            for (const char *c = p->sound; *c; c++) add(out, *c);
        } else if (symbols[i] == 'c' - 'a') {
            add(out, !spelt ? 'c' : i + 1 == len ? 'Q' : 'k');
        } else if (symbols[i] < 26) {
            add(out, (char)('a' + symbols[i]));
        }
    }
    if (consonants && out->len > 1 && out->at[out->len - 1] == 'h')
        out->at[out->len - 1] = 'E';
    else if (script == TOKEN_HEBREW && out->len > 1 && out->at[0] == 'U')
        out->at[0] = 'v'; /* a word's first vav is no vowel */
}

/* From U+30A1 on; a small letter is written large, its first byte told by `small`. */
static const char *const kana[] = {"a",  "a",  "i",  "i",  "u",  "u",  "e",  "e",  "o",  "o",  "ka", "ga", "ki", "gi", "ku", "gu", "ke",
                                   "ge", "ko", "go", "sa", "za", "Si", "Zi", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "Ci", "Zi",
                                   "",   "cu", "zu", "te", "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi",
                                   "pi", "fu", "bu", "pu", "he", "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "a",  "ia",
                                   "u",  "iu", "o",  "io", "ra", "ri", "ru", "re", "ro", "a",  "ua", "i",  "e",  "o",  "n",  "vu"};
enum {
    KANA_FIRST = 0x30A1,
    KANA_LAST = 0x30F4,
    KANA_LONG = 0x30FC,
    HANGUL_FIRST = 0xAC00,
    HANGUL_LAST = 0xD7A3,
    TAILS = 28,
    VOWEL_COUNT = 21
};

static bool is_small_kana(uint32_t c) {
    return c == 0x30A1 || c == 0x30A3 || c == 0x30A5 || c == 0x30A7 || c == 0x30A9 || c == 0x30E3 || c == 0x30E5 || c == 0x30E7 ||
           c == 0x30EE;
}

static void add_kana(struct person_sound *out, uint32_t c) {
    /* ティ is ti, ジョ is jo: the small vowel takes the place of the one before */
    if (is_small_kana(c) && out->len > 1 && is_vowel(out->at[out->len - 1])) out->len--;
    for (const char *s = kana[c - KANA_FIRST]; *s; s++) add(out, *s);
}

static void add_hangul(struct person_sound *out, uint32_t c) {
    static const char heads[] = "gkndtlmbbssiZZCktph"; /* "i" is the silent one, not added */
    static const char *const vowels[VOWEL_COUNT] = {"a", "e",  "ia", "ie", "o",  "e",  "io", "ie", "o",  "ua", "ue",
                                                    "e", "io", "u",  "uo", "ue", "ui", "iu", "",   "ui", "i"};
    static const char tails[TAILS] = "\0kkknnntllllllllmpptt"
                                     "nttktph";
    uint32_t n = c - HANGUL_FIRST, head = n / (VOWEL_COUNT * TAILS);
    if (head != 11) add(out, heads[head]);
    for (const char *s = vowels[n / TAILS % VOWEL_COUNT]; *s; s++) add(out, *s);
    if (tails[n % TAILS]) add(out, tails[n % TAILS]);
}

size_t person_sound_syllables(struct str text, struct person_sound *out) {
    size_t at = 0;
    uint32_t first = 0;
    *out = (struct person_sound){.voice = VOICE_KANA};
    while (at < text.len) {
        size_t n = utf8_char_len(text.ptr + at, text.len - at);
        uint32_t c = n ? utf8_decode(text.ptr + at, n) : 0;
        bool is_kana = (c >= KANA_FIRST && c <= KANA_LAST) || c == KANA_LONG, is_hangul = c >= HANGUL_FIRST && c <= HANGUL_LAST;
        if (!(at == 0 ? is_kana || is_hangul : first >= HANGUL_FIRST ? is_hangul : is_kana)) break;
        first = at == 0 ? c : first;
        out->voice = is_hangul ? VOICE_KOREAN : VOICE_KANA;
        if (is_hangul)
            add_hangul(out, c);
        else if (c != KANA_LONG)
            add_kana(out, c);
        at += n;
    }
    return at;
}

/* The kinds of consonants that one sound may be, "-" = none at all; the first is the usual one. */
static const char *kinds_of(const struct person_sound *sound, size_t at) {
    bool last = at + 1 == sound->len;
    switch (sound->at[at]) {
    case 'b':
    case 'p':
    case 'f': return "b";
    case 'v': return last ? "b-" : "b-";
    case 'w': return "-b";
    case 't':
    case 'd': return last ? "t-" : "t";
    case 'T': return "ts";
    case 'k':
    case 'g': return "k";
    case 'x': return "-k";
    case 'h': return at == 0 ? "-k" : "-";
    case 's':
    case 'z': return last ? "s-" : "s";
    case 'S':
    case 'Z':
    case 'C':
    case 'c': return "s";
    case 'H': return "sk-";
    case 'J': return "s-";
    case 'G': return "ks-";
    case 'Q': return "ks";
    case 'l': return "l";
    case 'r': return "l-";
    case 'm':
    case 'n': return "n";
    default: return "-";
    }
}

bool person_sound_bones(const struct person_sound *sound, unsigned choice, char out[BONES_MAX + 1]) {
    size_t n = 0;
    for (size_t i = 0; i < sound->len; i++) {
        const char *kinds = kinds_of(sound, i);
        unsigned count = (unsigned)strlen(kinds);
        char kind = kinds[choice % count];
        choice /= count;
        if (kind != '-' && n < BONES_MAX) out[n++] = kind;
    }
    out[n] = 0;
    return choice == 0;
}

/* Hundredths of a letter that one sound is from another, both ways; what is not told is LETTER. */
enum { LETTER = 100, VOWELS = 25, TAIL = 10, TAIL_MAX = 4 };
static const char *const near[] = {"0vf", "0Jc", "0JZ", "0Ji", "0JI", "0GZ", "0Gg", "0GJ", "0HC", "0Hx", "0Hh", "0Qk", "0Qc", "0Tt",
                                   "0hx", "0bp", "0pf", "0vw", "0uw", "1HS", "1Hk", "1sz", "1bv", "1vU", "1hE", "1wv", "2Td", "2Ts",
                                   "2Tz", "2sS", "2sc", "2zZ", "2zc", "2SZ", "2cC", "2ZC", "2Hc", "2HZ", "2Jx", "2Jh", "2JS", "2Gx",
                                   "2Gh", "2Gk", "2QC", "2Qs", "2Qz", "2Js", "3kx", "3gh", "3gx", "3SC", "3GC", "3Gz", "3Jz", "3JC",
                                   "3Tf", "3gk", "4td", "4hk", "4sC", "4Hs", "4zS", "4sZ", "4pv", "4Jg", "4mn", "5bf", "6lr"};
static uint8_t costs[128][128];
static pthread_once_t built = PTHREAD_ONCE_INIT;

static void tell(char a, char b, unsigned cost) { costs[(unsigned)a][(unsigned)b] = costs[(unsigned)b][(unsigned)a] = (uint8_t)cost; }

static void build(void) {
    static const char vowels[] = "aeiou";
    memset(costs, LETTER, sizeof costs);
    for (int c = 0; c < 128; c++) costs[c][c] = 0;
    for (const char *a = vowels; *a; a++)
        for (const char *b = vowels; *b; b++)
            if (a != b) tell(*a, *b, VOWELS);
    tell('e', 'i', 15), tell('o', 'u', 15);
    for (const char *a = vowels; *a; a++) {
        tell(*a, 'A', *a == 'a' ? 0 : 10);
        tell(*a, 'E', 5);
        tell(*a, 'I', *a == 'i' || *a == 'e' ? 0 : 50);
        tell(*a, 'U', *a == 'o' || *a == 'u' ? 0 : 50);
    }
    tell('w', 'U', 0);
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) tell(near[i][1], near[i][2], (unsigned)(near[i][0] - '0') * 10);
}

static bool is_syllabic(enum person_voice voice) { return voice == VOICE_KANA || voice == VOICE_KOREAN; }

/* Of a sound of the name that is not said. */
static unsigned cost_unsaid(const struct person_sound *name, size_t at, enum person_voice voice) {
    char c = name->at[at];
    if (is_vowel(c)) return voice == VOICE_CONSONANTS ? (at == 0 ? 50 : 4) : is_syllabic(voice) || at + 1 == name->len ? 20 : 40;
    switch (c) {
    case 'h':
    case 'H': return c == 'h' ? 10 : 40;
    case 'w':
    case 'J': return 30;
    case 'r': return is_syllabic(voice) ? 25 : LETTER;
    case 's': return at + 1 == name->len ? 25 : LETTER; /* Κυριάκος, Κυριάκου */
    case 't':
    case 'd':
    case 'z':
    case 'p': return at + 1 == name->len ? 50 : LETTER;
    default: return LETTER;
    }
}

/* Of a sound that is said and stands not in the name. */
static unsigned cost_put_in(char c, enum person_voice voice) {
    if (is_vowel(c)) return voice == VOICE_KANA ? (c == 'u' || c == 'o' ? 6 : 15) : voice == VOICE_KOREAN ? 25 : 40;
    return c == 'E' ? 10 : is_weak(c) ? 40 : c == 'h' ? 20 : LETTER;
}

static unsigned cost_between(char a, char b, enum person_voice voice) {
    if (is_syllabic(voice) && ((a == 'l' && b == 'r') || (a == 'r' && b == 'l') || (a == 'v' && b == 'b'))) return 0;
    return costs[(unsigned)a][(unsigned)b];
}

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

unsigned person_sound_distance(const struct person_sound *name, const struct person_sound *said, bool ending, unsigned limit) {
    unsigned row[SOUND_MAX + 1];
    enum person_voice voice = (enum person_voice)said->voice;
    pthread_once(&built, build);
    row[0] = 0;
    for (size_t j = 1; j <= said->len; j++) row[j] = row[j - 1] + cost_put_in(said->at[j - 1], voice);
    for (size_t i = 1; i <= name->len; i++) {
        unsigned diagonal = row[0], unsaid = cost_unsaid(name, i - 1, voice), nearest = row[0] += unsaid;
        for (size_t j = 1; j <= said->len; j++) {
            unsigned above = row[j];
            row[j] = least(diagonal + cost_between(name->at[i - 1], said->at[j - 1], voice),
                           least(above + unsaid, row[j - 1] + cost_put_in(said->at[j - 1], voice)));
            diagonal = above;
            nearest = least(nearest, row[j]);
        }
        if (nearest > limit) return nearest; /* it only grows */
    }
    unsigned best = row[said->len];
    for (size_t cut = 1; ending && cut <= TAIL_MAX && cut < said->len; cut++)
        best = least(best, row[said->len - cut] + (unsigned)cut * TAIL);
    return best;
}
