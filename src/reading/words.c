/* Phrases of the word tables: a hash over the first bytes of each, chained through the rows, and before that a set of bits over the first three bytes
 * (four, which are two letters, beyond ASCII) with the kind and the language, which answers for most places of a text. What a phrase means is the business of those who ask. */
#include "reading/words.h"

#include <assert.h>
#include <pthread.h>

#include "codec/utf8.h"
#include "model/ascii.h"

/* What does not fit is not found: tests/unit/reading/words.c looks every row up. */
enum { HEADS = 1 << 16, ROWS_MAX = 1 << 15, KEY_MAX = 8, BITS = 1 << 18, BEGINS = 1 << 15, RANGES_MAX = 1024, KINDS_MAX = 23 };

#define HASH_START 2166136261u

/* The rows of one kind and language. */
struct range {
    uint16_t from, to;
};

struct words_index {
    const struct word_row *rows;
    size_t count, range_count;
    uint16_t kinds[KINDS_MAX]; /* keys; a kind's number is its place */
    uint8_t kind_count;
    uint8_t begins[BITS / 8]; /* of hashes of the first bytes: with the kind, the language, with both */
    struct begin {
        uint32_t kinds : KINDS_MAX;            /* a bit of each kind of which a phrase begins so */
        uint32_t keys : KEY_MAX;               /* a bit of each length of a key of them */
    } beginning[BEGINS], short_beginning[256]; /* by that hash, and by the first byte of the short ones */
    uint16_t head[HEADS], next[ROWS_MAX];      /* row + 1, 0 = end */
    uint8_t len[ROWS_MAX], kind[ROWS_MAX];
    uint16_t language[ROWS_MAX];
    struct range ranges[RANGES_MAX];
};
static struct words_index indexes[WORD_TABLE_COUNT];
static pthread_once_t built = PTHREAD_ONCE_INIT;

enum { EVERYWHERE = 0, EACH = UINT16_MAX }; /* of a query's language */

/* The kinds of a table part by their first two letters: tools/embed_tables.py sees to it. */
static uint16_t key_of(const char *kind) { return (uint16_t)((unsigned char)kind[0] << 8 | (unsigned char)kind[1]); }

static uint8_t kind_of(const struct words_index *index, const char *kind) {
    uint16_t key = key_of(kind);
    uint8_t i = 0;
    while (i < index->kind_count && index->kinds[i] != key) i++;
    return i;
}

static uint8_t kind_new(struct words_index *index, const char *kind) {
    uint8_t number = kind_of(index, kind);
    if (number == index->kind_count && number < KINDS_MAX - 1) index->kinds[index->kind_count++] = key_of(kind);
    return number;
}

/* The two letters of the code; EVERYWHERE of "". */
static uint16_t language_of_code(const char *code) {
    return code[0] ? (uint16_t)((unsigned char)code[0] << 8 | (unsigned char)code[1]) : EVERYWHERE;
}

/* Of the first bytes of a text, one more at each step; and the head of the chain for them, of one kind. */
static uint32_t hash_step(uint32_t h, char c) { return (h ^ (unsigned char)c) * 16777619u; }
static unsigned chain_of(uint32_t h, uint8_t kind) { return ((h ^ h >> 13) + kind * 7919u) % HEADS; }

/* So many bytes of a text tell whether a phrase may begin so. */
static inline size_t begin_len(const char *text) { return (unsigned char)text[0] < 0x80 ? 3 : 4; }

static inline uint32_t begin_hash(const char *text) {
    const unsigned char *u = (const unsigned char *)text;
    uint32_t h = (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16;
    if (u[0] >= 0x80) h |= (uint32_t)u[3] << 24;
    h *= 2654435761u;
    return h ^ h >> 15;
}

static uint32_t kind_salt(uint8_t kind) { return (kind + 1u) * 40503u; }
static uint32_t language_salt(uint8_t kind, uint16_t language) { return kind_salt(kind) + (language + 1u) * 977u; }

static bool is_set(const struct words_index *index, uint32_t hash_value) {
    return index->begins[hash_value % BITS / 8] >> hash_value % 8 & 1;
}

static void set(struct words_index *index, uint32_t hash_value) { index->begins[hash_value % BITS / 8] |= (uint8_t)(1u << hash_value % 8); }

static bool is_new_range(const struct word_row *rows, size_t i) {
    return i == 0 || strcmp(rows[i].kind, rows[i - 1].kind) != 0 || strcmp(rows[i].language, rows[i - 1].language) != 0;
}

static size_t key_len(size_t len) { return len < KEY_MAX ? len : KEY_MAX; }

static void note_begin(struct words_index *index, size_t i) {
    const char *text = index->rows[i].text;
    bool is_short = index->len[i] < begin_len(text);
    struct begin *begin = is_short ? &index->short_beginning[(unsigned char)text[0]] : &index->beginning[begin_hash(text) % BEGINS];
    begin->kinds |= 1u << index->kind[i];
    begin->keys |= 1u << (key_len(index->len[i]) - 1);
    if (is_short) return;
    set(index, begin_hash(text) + kind_salt(index->kind[i]));
    set(index, begin_hash(text) + kind_salt(KINDS_MAX)); /* of any kind */
    set(index, begin_hash(text) + language_salt(index->kind[i], index->language[i]));
    set(index, begin_hash(text) + language_salt(KINDS_MAX, index->language[i]));
}

static void build_one(struct words_index *index, const struct word_row *rows, size_t count) {
    index->rows = rows;
    index->count = count;
    for (size_t i = 0; i < count && i < ROWS_MAX - 1; i++) {
        size_t len = strlen(rows[i].text);
        uint32_t h = HASH_START;
        for (size_t k = 0; k < key_len(len); k++) h = hash_step(h, rows[i].text[k]);
        index->len[i] = (uint8_t)(len < 255 ? len : 255);
        index->kind[i] = kind_new(index, rows[i].kind);
        unsigned at = chain_of(h, index->kind[i]);
        index->next[i] = index->head[at];
        index->head[at] = (uint16_t)(i + 1);
        index->language[i] = language_of_code(rows[i].language);
        note_begin(index, i);
        if (is_new_range(rows, i) && index->range_count < RANGES_MAX) index->ranges[index->range_count++].from = (uint16_t)i;
        if (index->range_count) index->ranges[index->range_count - 1].to = (uint16_t)(i + 1);
    }
}

static void build(void) {
    build_one(&indexes[WORDS_BOILERPLATE], table_boilerplate, table_boilerplate_count);
    build_one(&indexes[WORDS_CALENDAR], table_calendar, table_calendar_count);
    build_one(&indexes[WORDS_SPEECH], table_speech, table_speech_count);
}

struct words_query words_query(enum word_table table, const char *kind, const char *language) {
    pthread_once(&built, build);
    const struct words_index *index = &indexes[table];
    return (struct words_query){index, language ? language_of_code(language) : EACH, kind ? kind_of(index, kind) : KINDS_MAX};
}

struct str words_fold(struct arena *arena, struct str text) {
    struct str folded = utf8_fold(arena, text);
    if (folded.len == text.len) return folded;
    char *out = arena_raw(arena, text.len + 1);
    memcpy(out, text.ptr, text.len);
    for (size_t i = 0; i < text.len;) {
        char one[4];
        size_t n = utf8_char_len(text.ptr + i, text.len - i);
        if (n && utf8_fold_into(one, sizeof one, str_sub(text, i, n)) == n) memcpy(out + i, one, n);
        i += n ? n : 1;
    }
    return (struct str){out, text.len};
}

bool words_query_may_begin(const struct words_query *q, struct str folded, size_t at) {
    if (folded.len - at < begin_len(folded.ptr + at) || q->index->short_beginning[(unsigned char)folded.ptr[at]].keys) return true;
    uint32_t begin = begin_hash(folded.ptr + at);
    if (q->language == EACH) return is_set(q->index, begin + kind_salt(q->kind));
    return is_set(q->index, begin + language_salt(q->kind, q->language)) || is_set(q->index, begin + language_salt(q->kind, EVERYWHERE));
}

const struct word_row *words_rows(enum word_table table, const char *kind, const char *language, size_t *count) {
    const struct words_index *index = &indexes[table];
    pthread_once(&built, build);
    size_t low = 0, high = index->range_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct word_row *row = &index->rows[index->ranges[middle].from];
        int order = strcmp(row->kind, kind);
        if (!order) order = strcmp(row->language, language);
        if (order == 0) {
            *count = (size_t)(index->ranges[middle].to - index->ranges[middle].from);
            return row;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    return index->rows;
}

/* Of Latin-1, Armenian, Hebrew, Arabic, general, ideographic and wide punctuation. */
bool words_is_letter_mixed(struct str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at], next = at + 1 < s.len ? (unsigned char)s.ptr[at + 1] : 0;
    unsigned char third = at + 2 < s.len ? (unsigned char)s.ptr[at + 2] : 0;
    switch (c) {
    case 0xC2: return next == 0xAA;
    case 0xD5: return next < 0x9A || next > 0x9F;                                        /* the Armenian marks ՝ ՞ ՛ */
    case 0xD6: return next != 0x89 && next != 0x8A && next != 0xBE;                      /* ։ and two hyphens */
    case 0xD8: return next != 0x8C && next != 0x8D && next != 0x9B && next != 0x9F;      /* ، ؛ ؟ */
    case 0xDB: return next != 0x94;                                                      /* ۔ */
    case 0xE2: return next > 0x8B || (next == 0x80 && (third == 0x8C || third == 0x8D)); /* joiners stand within words */
    case 0xE3: return next != 0x80 || third >= 0xA0;
    default: return !(next == 0xBC && (third < 0x90 || (third > 0x99 && third < 0xA1))) && !(next == 0xBD && third > 0x9A && third < 0xA6);
    }
}

bool words_is_start(struct str s, size_t at) {
    if (at == 0) return true;
    size_t before = at - 1;
    while (before > 0 && ((unsigned char)s.ptr[before] & 0xC0) == 0x80) before--;
    return !words_is_letter(s, before);
}

/* After a phrase that ends with a letter no letter may follow; scripts without blanks never separate words. */
static bool ends_well(const char *text, size_t len, struct str s, size_t end) {
    unsigned char last = (unsigned char)text[len - 1];
    if (last < 0x80 && !ascii_is_alnum((char)last)) return true;
    if ((unsigned char)text[0] >= 0xE3 && (unsigned char)text[0] < 0xEE) return true;
    return !words_is_letter(s, end);
}

static bool is_wanted(const struct words_query *q, size_t row) {
    uint16_t language = q->index->language[row];
    return q->index->kind[row] == q->kind && (q->language == EACH || language == q->language || language == EVERYWHERE);
}

/* What phrases may begin here. */
static struct begin begin_at(const struct words_index *index, struct str folded, size_t at) {
    struct begin begin = index->short_beginning[(unsigned char)folded.ptr[at]];
    if (folded.len - at < begin_len(folded.ptr + at)) return begin;
    const struct begin *longer = &index->beginning[begin_hash(folded.ptr + at) % BEGINS];
    return (struct begin){begin.kinds | longer->kinds, begin.keys | longer->keys};
}

static const struct word_row *longest_at(const struct words_query *q, struct str folded, size_t at) {
    const struct words_index *index = q->index;
    assert(q->kind < KINDS_MAX);
    const struct word_row *best = NULL;
    size_t best_len = 0;
    uint32_t h = HASH_START;
    unsigned keys = begin_at(index, folded, at).keys;
    for (size_t key = 1; keys >> (key - 1) && at + key <= folded.len; key++) {
        h = hash_step(h, folded.ptr[at + key - 1]);
        if (!(keys >> (key - 1) & 1)) continue;
        for (unsigned i = index->head[chain_of(h, q->kind)]; i; i = index->next[i - 1]) {
            const struct word_row *row = &index->rows[i - 1];
            size_t len = index->len[i - 1];
            if (len <= best_len || (key < KEY_MAX && len != key) || len > folded.len - at || !is_wanted(q, i - 1)) continue;
            if (memcmp(row->text, folded.ptr + at, len) != 0 || !ends_well(row->text, len, folded, at + len)) continue;
            best = row;
            best_len = len;
        }
    }
    return best;
}

const struct word_row *words_query_at(const struct words_query *q, struct str folded, size_t at) {
    return at < folded.len && words_query_may_begin(q, folded, at) ? longest_at(q, folded, at) : NULL;
}

const struct word_row *words_at(enum word_table table, const char *kind, const char *language, struct str folded, size_t at) {
    struct words_query q = words_query(table, kind, language);
    return words_query_at(&q, folded, at);
}

/* The next place from *at on where a phrase can begin: at a mark, or at the beginning of a word, which in scripts without blanks is each letter. */
static inline bool next_begin(struct str folded, size_t *at, bool *inside) {
    for (; *at < folded.len; ++*at) {
        unsigned char c = (unsigned char)folded.ptr[*at];
        if ((c & 0xC0) == 0x80) continue;
        bool letter = words_is_letter(folded, *at), begins = c != ' ' && !(*inside && letter && c < 0xE3);
        *inside = letter;
        if (begins) return true;
    }
    return false;
}

const struct word_row *words_find(enum word_table table, const char *kind, const char *language, struct str folded, size_t from,
                                  size_t *at) {
    struct words_query q = words_query(table, kind, language);
    bool inside = from < folded.len && !words_is_start(folded, from); /* of a word */
    for (size_t i = from; next_begin(folded, &i, &inside); i++) {
        const struct word_row *row = words_query_may_begin(&q, folded, i) ? longest_at(&q, folded, i) : NULL;
        if (!row) continue;
        *at = i;
        return row;
    }
    return NULL;
}

unsigned words_which(const struct words_query *queries, size_t count, struct str folded) {
    unsigned found = 0, wanted = 0;
    bool inside = false;
    for (size_t k = 0; k < count; k++) wanted |= 1u << queries[k].kind;
    for (size_t i = 0; next_begin(folded, &i, &inside); i++) {
        unsigned kinds = begin_at(queries->index, folded, i).kinds & wanted;
        for (size_t k = 0; kinds && k < count; k++)
            if (kinds >> queries[k].kind & 1 && !(found >> k & 1) && longest_at(&queries[k], folded, i)) found |= 1u << k;
    }
    return found;
}
