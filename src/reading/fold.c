/* Romanising by the pages of tables/fold.txt. Not a transliteration to be printed: only the two sides of a comparison have to agree. The
 * generator (tools/reading_tables.py) folds the entries by the same rules. */
#include "reading/fold.h"

#include <stdalign.h>
#include <string.h>

#include "codec/utf8.h"
#include "reading/tables.h"

enum { TOKEN_MAX = 48, LAST_PAGED = 0x3000 };

struct folding {
    struct str text;
    size_t at, len; /* the character that is read */
    uint32_t code, previous;
    struct tokens *out;
    size_t used; /* symbols */
    struct token *open;
    bool upper_so_far, gap_wide, gap_stop, gap_any;
};

static bool is_ideograph(uint32_t c) { return (c >= 0x0E00 && c < 0x0E80) || (c >= 0x3040 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7A4); }

static enum token_script script_of(uint32_t c) {
    if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00)) return TOKEN_LATIN;
    if ((c >= 0x370 && c < 0x400) || (c >= 0x1F00 && c < 0x2000)) return TOKEN_GREEK;
    if (c >= 0x400 && c < 0x530) return TOKEN_CYRILLIC;
    if (c >= 0x590 && c < 0x600) return TOKEN_HEBREW;
    if (c >= 0x10A0 && c < 0x1100) return TOKEN_GEORGIAN;
    return c >= 0x600 && c < 0x780 ? TOKEN_ARABIC : TOKEN_OTHER;
}

/* Is it a capital? Of the scripts that have them; in the others everything counts as one, so that names are found. */
static bool is_capital(uint32_t c) {
    if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if ((c >= 0x590 && c < 0x1E00) || c == 0x130 || c == 0x18F) /* İ and Ə have small forms beyond the folding */
        return true;
    return utf8_fold_code(c) != c;
}

static void close_token(struct folding *f) {
    if (!f->open) return;
    if (f->open->len == 0) {
        f->out->len--;
    } else {
        f->open->all_upper = f->upper_so_far;
        f->gap_wide = f->gap_stop = f->gap_any = false;
    }
    f->open = NULL;
}

/* Does only a hyphen, an apostrophe or a colon stand between the end of the token before and here? */
static bool is_one_mark(const struct folding *f, size_t from) {
    const char *gap = f->text.ptr + from;
    size_t len = f->at - from;
    if (len == 1) return *gap == '-' || *gap == '\'' || *gap == ':';
    return len == 3 && (memcmp(gap, "\u2019", 3) == 0 || memcmp(gap, "\u2011", 3) == 0 || memcmp(gap, "\u2010", 3) == 0);
}

static void open_token(struct folding *f, enum token_script script) {
    struct token *t = &f->out->items[f->out->len];
    *t = (struct token){.from = (uint32_t)f->at, .symbols = (uint32_t)f->used, .script = (uint8_t)script, .sound = SOUND_UNMADE};
    t->joined = f->out->len > 0 && !f->gap_wide;
    t->opens = f->out->len == 0 || f->gap_stop;
    t->spaced = f->gap_any;
    t->attached = t->joined && is_one_mark(f, f->out->items[f->out->len - 1].to);
    f->out->len++;
    f->open = t;
    f->upper_so_far = true;
}

static void add_symbol(struct folding *f, uint8_t symbol) {
    if (f->open->len >= TOKEN_MAX) return;
    f->out->symbols[f->used++] = symbol;
    f->open->len++;
    if (f->upper_so_far) f->open->upper = f->open->len;
}

/* ASCII letters and digits as symbols. */
enum { NO_SYMBOL = 255 };

static inline uint8_t ascii_symbol(unsigned char c) {
    unsigned char lower = c | 0x20;
    if (lower >= 'a' && lower <= 'z') return (uint8_t)(lower - 'a');
    return c >= '0' && c <= '9' ? (uint8_t)(26 + (c - '0')) : NO_SYMBOL;
}

static void add_ideograph(struct folding *f) {
    close_token(f);
    bool wide = f->gap_wide;
    bool han = f->code >= HAN_FIRST && f->code <= HAN_LAST && reading_han[f->code - HAN_FIRST];
    uint32_t code = han ? reading_han[f->code - HAN_FIRST] : f->code;
    open_token(f, TOKEN_OTHER);
    f->open->joined = f->out->len > 1 && !wide;
    for (int shift = 12; shift >= 0; shift -= 4) add_symbol(f, (uint8_t)(SYMBOL_NIBBLE + (code >> shift & 15)));
    f->open->to = (uint32_t)(f->at + f->len);
    close_token(f);
}

/* The bare vowel under an accent, for the pairs: only small Greek letters matter. */
static uint32_t greek_base(uint32_t c) {
    switch (c) {
    case 0x386:
    case 0x391:
    case 0x3AC: return 0x3B1;
    case 0x388:
    case 0x395:
    case 0x3AD: return 0x3B5;
    case 0x38A:
    case 0x399:
    case 0x3AF: return 0x3B9;
    case 0x38C:
    case 0x39F:
    case 0x3CC: return 0x3BF;
    case 0x38E:
    case 0x3A5:
    case 0x3CD: return 0x3C5;
    default: return c >= 0x391 && c <= 0x3A9 ? c + 32 : c;
    }
}

static const struct {
    uint32_t first, second;
    const char *roman;
} greek_pairs[] = {
    {0x3BF, 0x3C5, "u"}, {0x3BC, 0x3C0, "b"}, {0x3BD, 0x3C4, "d"},  {0x3B3, 0x3BA, "g"},  {0x3B3, 0x3B3, "g"},  {0x3B5, 0x3B9, "i"},
    {0x3BF, 0x3B9, "i"}, {0x3B1, 0x3B9, "e"}, {0x3C4, 0x3B6, "dz"}, {0x3B1, 0x3C5, "av"}, {0x3B5, 0x3C5, "ev"},
};

/* The roman text of a Greek pair that begins here, or NULL. An accent on the first of two vowels parts them. */
static const char *greek_pair(const struct folding *f, size_t *more) {
    size_t next = f->at + f->len;
    size_t n = next < f->text.len ? utf8_char_len(f->text.ptr + next, f->text.len - next) : 0;
    if (n == 0) return NULL;
    uint32_t second = greek_base(utf8_decode(f->text.ptr + next, n)), first = greek_base(f->code);
    bool accent = (f->code >= 0x3AC && f->code <= 0x3AF) || f->code == 0x3CC || f->code == 0x3CD || (f->code >= 0x386 && f->code <= 0x38F);
    for (size_t i = 0; i < sizeof greek_pairs / sizeof *greek_pairs; i++)
        if (greek_pairs[i].first == first && greek_pairs[i].second == second && !accent) {
            *more = n;
            return greek_pairs[i].roman;
        }
    return NULL;
}

/* Armenian writes its u with two letters, ո and ւ. */
static const char *armenian_u(const struct folding *f, size_t *more) {
    struct str behind = str_sub(f->text, f->at + f->len, 2);
    if ((f->code != 0x578 && f->code != 0x548) || (!str_eq(behind, STR("\u0582")) && !str_eq(behind, STR("\u0552")))) return NULL;
    *more = 2;
    return "u";
}

static void add_letter(struct folding *f, const char *roman, bool capital) {
    if (!f->open) {
        if (!*roman) return;
        open_token(f, script_of(f->code));
    }
    if (!capital && *roman) f->upper_so_far = false;
    for (; *roman; roman++) add_symbol(f, ascii_symbol((unsigned char)*roman));
    f->open->to = (uint32_t)(f->at + f->len);
}

/* An apostrophe within a Cyrillic word and a gershayim within a Hebrew one belong to it; "U.S." is one token, too. */
static bool is_inner_mark(const struct folding *f) {
    size_t next = f->at + f->len;
    if (!f->open || next >= f->text.len) return false;
    size_t n = utf8_char_len(f->text.ptr + next, f->text.len - next);
    uint32_t after = n ? utf8_decode(f->text.ptr + next, n) : 0;
    enum token_script before = script_of(f->previous);
    if (f->code == '.')
        return f->open->upper == f->open->len && f->previous < 0x80 && after >= 'A' && after <= 'Z' &&
               (size_t)(f->at - f->open->from) < 2 * (size_t)f->open->len && f->open->len < 6;
    bool quote = f->code == '"' || f->code == 0x201C || f->code == 0x201D || f->code == 0x5F4 || f->code == 0x5F3;
    bool apostrophe = f->code == '\'' || f->code == 0x2019 || f->code == 0x2BC;
    if (apostrophe && before == TOKEN_CYRILLIC && script_of(after) == TOKEN_CYRILLIC) return true;
    return (apostrophe || quote) && before == TOKEN_HEBREW && script_of(after) == TOKEN_HEBREW;
}

/* Swedish and Finnish set their inflections behind an acronym with a colon: FN:s, YK:n. */
static bool goes_on_after_acronym(const struct folding *f) {
    if (f->out->len == 0 || f->at + 1 >= f->text.len) return false;
    const struct token *t = &f->out->items[f->out->len - 1];
    unsigned char next = (unsigned char)f->text.ptr[f->at + 1];
    return t->to == f->at && t->all_upper && t->len >= 2 && ((next >= 'a' && next <= 'z') || next == 0xC3);
}

/* "Agencja ds. Cyberbezpieczeństwa", "св. Марина": two letters without a vowel before a dot are no word that ends a sentence. */
static bool is_abbreviation(const struct folding *f, const struct token *t) {
    if (t->len != 2 || t->script > TOKEN_CYRILLIC) return false;
    for (const uint8_t *s = f->out->symbols + t->symbols; s < f->out->symbols + t->symbols + 2; s++)
        if (*s >= 26 || strchr("aeiouy", 'a' + *s)) return false;
    return true;
}

static void gap(struct folding *f) {
    uint32_t c = f->code;
    if (c == ' ') { /* most gaps */
        close_token(f);
        f->gap_any = true;
        return;
    }
    if (is_inner_mark(f)) return;
    close_token(f);
    f->gap_any = true;
    if (c == '.' && f->at + 1 < f->text.len && (f->text.ptr[f->at + 1] | 0x20) >= 'a' && (f->text.ptr[f->at + 1] | 0x20) <= 'z')
        return; /* CERT.at, Dr.Web: names go over such a dot */
    const struct token *last = f->out->len ? &f->out->items[f->out->len - 1] : NULL;
    if (c == '.' && last && last->to == f->at && ((last->len <= 2 && last->upper == 1) || is_abbreviation(f, last)))
        return; /* and over that of an initial or a title: George W. Bush, St. Petersburg */
    if (c == '.' && last && last->to == f->at && last->len >= 2 && f->text.ptr[last->to - 2] == '.') {
        f->gap_stop = true; /* "U.S. National Security Council"; a sentence may end here all the same */
        return;
    }
    if (c == ':' && goes_on_after_acronym(f)) return;
    if (c == '\n' || c == '.' || c == '!' || c == '?' || c == 0x3002 || c == ':' || c == 0x2022 || c == 0x2013 || c == 0x2014)
        f->gap_stop = true;
    if (!(c == ' ' || c == '-' || c == '&' || c == '\'' || c == 0x2019 || c == 0xA0 || c == 0x2010 || c == 0x2011 || c == '"' ||
          c == 0xAB || c == 0xBB || c == 0x201C || c == 0x201D || c == 0x201E || c == '/' || c == 0x30FB || c == 0x55A || c == 0x5F3 ||
          c == 0x5F4 || c == 0xAD || c == 0xB7))
        f->gap_wide = true;
}

/* Japanese and Chinese pages write Latin letters and digits as wide as their own: ＦＢＩ. */
enum { WIDE_ASCII = 0xFEE0 };

static bool is_wide_ascii(uint32_t c) {
    return c > WIDE_ASCII && c < WIDE_ASCII + 0x80 && ascii_symbol((unsigned char)(c - WIDE_ASCII)) != NO_SYMBOL;
}

/* Most characters of most texts: the ASCII letters that stand here, at least one, without the way over a roman text. */
static void read_ascii_run(struct folding *f) {
    uint8_t symbol;
    if (!f->open) open_token(f, TOKEN_LATIN);
    struct token *t = f->open;
    const char *text = f->text.ptr, *p = text + f->at, *end = text + f->text.len;
    uint8_t *to = f->out->symbols + f->used, *room = to + (TOKEN_MAX - t->len), *from = to;
    for (; p < end && (symbol = ascii_symbol((unsigned char)*p)) != NO_SYMBOL; p++) {
        if (to < room) *to++ = symbol;
        f->upper_so_far &= *p < 'a';
        if (f->upper_so_far) t->upper = (uint8_t)(t->len + (to - from));
    }
    t->len = (uint8_t)(t->len + (to - from));
    f->used += (size_t)(to - from);
    f->at = (size_t)(p - text);
    f->previous = (unsigned char)p[-1];
    t->to = (uint32_t)f->at;
}

static void read_character(struct folding *f) {
    if (f->code < 0x80) {
        gap(f);
        return;
    }
    if (is_ideograph(f->code)) {
        add_ideograph(f);
        return;
    }
    if (is_wide_ascii(f->code)) {
        f->code -= WIDE_ASCII;
        add_letter(f, (const char[]){(char)(f->code | (f->code >= 'A' ? 0x20 : 0)), '\0'}, is_capital(f->code));
        return;
    }
    const char *roman = f->code < LAST_PAGED ? reading_fold_text[reading_fold_page[f->code >> 7]][f->code & 127] : "\377";
    if ((unsigned char)*roman == 0xFF) {
        gap(f);
        return;
    }
    size_t more = 0;
    const char *pair = script_of(f->code) == TOKEN_GREEK ? greek_pair(f, &more) : armenian_u(f, &more);
    bool capital = *roman && is_capital(f->code);
    f->len += more;
    add_letter(f, pair ? pair : roman, capital);
}

struct tokens fold_new(struct arena *arena) {
    return fold_new_for(arena, FOLD_BLOCK);
}

struct tokens fold_new_for(struct arena *arena, size_t longest) {
    struct tokens out = {0};
    size_t block = longest < FOLD_BLOCK ? longest : FOLD_BLOCK;
    /* a token needs a byte and a blank, or an ideograph of three bytes; a letter gives at most two symbols a byte ("sht" of two bytes) */
    char *items = arena_raw(arena, (block / 2 + 2) * sizeof *out.items + alignof(struct token));
    out.items = (struct token *)(items + (alignof(struct token) - (uintptr_t)items % alignof(struct token)) %
                                             alignof(struct token)); /* not zeroed: each is set when it begins */
    out.symbols = arena_raw(arena, block * 2 + 8);
    out.sounds = arena_raw(arena, (block * 2 + 8) * 2); /* "ks" of an x */
    return out;
}

bool fold_block(struct str *rest, struct str *block) {
    if (rest->len == 0) return false;
    size_t cut = rest->len;
    if (cut > FOLD_BLOCK) {
        *block = utf8_cut(*rest, FOLD_BLOCK);
        for (cut = block->len; cut > FOLD_BLOCK / 2 && rest->ptr[cut - 1] != ' ' && rest->ptr[cut - 1] != '\n';) cut--;
        if (cut <= FOLD_BLOCK / 2) cut = block->len;
    }
    *block = str_sub(*rest, 0, cut);
    *rest = str_sub(*rest, cut, rest->len - cut);
    return true;
}

void fold_tokens(struct tokens *tokens, struct str text) {
    tokens->len = 0;
    struct folding f = {.text = text, .out = tokens};
    while (f.at < text.len) {
        unsigned char c = (unsigned char)text.ptr[f.at];
        if (c < 0x80 && ascii_symbol(c) != NO_SYMBOL) {
            read_ascii_run(&f);
            continue;
        }
        f.len = c < 0x80 ? 1 : utf8_char_len(text.ptr + f.at, text.len - f.at);
        if (f.len == 0)
            f.len = 1, f.code = ' ';
        else if (f.len == 2)
            f.code = (c & 0x1Fu) << 6 | ((unsigned char)text.ptr[f.at + 1] & 0x3Fu); /* as utf8_decode: most letters beyond ASCII */
        else
            f.code = f.len == 1 ? c : utf8_decode(text.ptr + f.at, f.len);
        read_character(&f);
        f.previous = f.code;
        f.at += f.len;
    }
    close_token(&f);
}

/* By the first letter; the longest first. */
static const struct sound {
    const char *sound, *as;
} sounds[26][6] = {
    ['c' - 'a'] = {{"cz", "c"}, {"ch", "h"}, {"ck", "k"}, {"c", "k"}},
    ['d' - 'a'] = {{"dj", "d"}},
    ['f' - 'a'] = {{"f", "v"}},
    ['j' - 'a'] = {{"j", "i"}},
    ['k' - 'a'] = {{"kh", "h"}},
    ['p' - 'a'] = {{"ph", "v"}},
    ['q' - 'a'] = {{"q", "k"}},
    ['s' - 'a'] = {{"shch", "s"}, {"sch", "s"}, {"sh", "s"}, {"sz", "s"}, {"sj", "s"}},
    ['t' - 'a'] = {{"tsch", "c"}, {"tch", "c"}, {"th", "t"}, {"ts", "s"}, {"tz", "s"}},
    ['w' - 'a'] = {{"w", "v"}},
    ['x' - 'a'] = {{"x", "ks"}},
    ['y' - 'a'] = {{"y", "i"}},
    ['z' - 'a'] = {{"zh", "s"}, {"z", "s"}},
};

static const char *sound_at(const uint8_t *s, size_t left, size_t *step) {
    *step = 1;
    if (s[0] >= 26) return NULL;
    for (const struct sound *row = sounds[s[0]]; row < sounds[s[0]] + 6 && row->sound; row++) {
        size_t n = 1;
        while (row->sound[n] && n < left && row->sound[n] == 'a' + s[n]) n++;
        if (!row->sound[n]) {
            *step = n;
            return row->as;
        }
    }
    return NULL;
}

size_t fold_skeleton(const uint8_t *symbols, size_t len, uint8_t out[64]) {
    size_t n = 0;
    for (size_t i = 0, step; i < len && n < 62; i += step) {
        if (symbols[i] >= SYMBOL_NIBBLE) {
            step = 1;
            out[n++] = symbols[i];
            continue;
        }
        const char *as = sound_at(symbols + i, len - i, &step);
        char own[2] = {symbols[i] < 26 ? (char)('a' + symbols[i]) : '0', 0};
        for (const char *c = as ? as : own; *c; c++) {
            uint8_t symbol = as || symbols[i] < 26 ? (uint8_t)(*c - 'a') : symbols[i];
            if (n == 0 || out[n - 1] != symbol || symbol >= 26) out[n++] = symbol;
        }
    }
    return n;
}

const uint8_t *fold_sound(const struct tokens *tokens, size_t at, size_t *len) {
    struct token *t = &tokens->items[at];
    uint8_t *sound = tokens->sounds + 2 * (size_t)t->symbols, made[64];
    if (t->sound == SOUND_UNMADE) {
        t->sound = (uint8_t)fold_skeleton(tokens->symbols + t->symbols, t->len, made);
        memcpy(sound, made, t->sound);
    }
    *len = t->sound;
    return sound;
}
