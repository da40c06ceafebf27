/* Phrases of the word tables: a hash over the first bytes of each, chained through the rows. What a phrase means is the business of those who ask. */
#include "reading/words.h"

#include <pthread.h>

#include "codec/utf8.h"
#include "model/ascii.h"

enum { HEADS = 4096, ROWS_MAX = 4096, KEY_MAX = 4, BEGIN = 3, BITS = 8192 };

struct index {
    const struct word_row *rows;
    size_t count;
    uint8_t begins[BITS / 8];             /* of hashes of the first bytes */
    uint16_t head[HEADS], next[ROWS_MAX]; /* row + 1, 0 = end */
};
static struct index indexes[WORD_TABLE_COUNT];
static pthread_once_t built = PTHREAD_ONCE_INIT;

static unsigned hash(const char *text, size_t len) {
    uint32_t h = 2166136261u + (uint32_t)len;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return (h ^ h >> 13) % HEADS;
}

static unsigned begin_bit(const char *text, size_t len) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < BEGIN && i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return (h ^ h >> 15) % BITS;
}

static void build_one(struct index *index, const struct word_row *rows, size_t count) {
    index->rows = rows;
    index->count = count;
    for (size_t i = 0; i < count && i < ROWS_MAX - 1; i++) {
        size_t len = strlen(rows[i].text);
        unsigned at = hash(rows[i].text, len < KEY_MAX ? len : KEY_MAX);
        index->next[i] = index->head[at];
        index->head[at] = (uint16_t)(i + 1);
        unsigned bit = begin_bit(rows[i].text, len);
        index->begins[bit / 8] |= (uint8_t)(1u << bit % 8);
    }
}

static void build(void) {
    build_one(&indexes[WORDS_BOILERPLATE], table_boilerplate, table_boilerplate_count);
    build_one(&indexes[WORDS_CALENDAR], table_calendar, table_calendar_count);
    build_one(&indexes[WORDS_SPEECH], table_speech, table_speech_count);
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

bool words_may_begin(enum word_table table, struct str folded, size_t at) {
    pthread_once(&built, build);
    unsigned bit = begin_bit(folded.ptr + at, folded.len - at);
    return folded.len - at < BEGIN || (indexes[table].begins[bit / 8] >> bit % 8 & 1);
}

static int compare(const struct word_row *row, const char *kind, const char *language) {
    int order = strcmp(row->kind, kind);
    return order ? order : strcmp(row->language, language);
}

const struct word_row *words_rows(enum word_table table, const char *kind, const char *language, size_t *count) {
    pthread_once(&built, build);
    const struct index *index = &indexes[table];
    size_t low = 0, high = index->count, end;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(&index->rows[middle], kind, language) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < index->count && compare(&index->rows[end], kind, language) == 0;) end++;
    *count = end - low;
    return &index->rows[low];
}

bool words_is_letter(struct str s, size_t at) {
    if (at >= s.len) return false;
    unsigned char c = (unsigned char)s.ptr[at];
    if (c < 0x80) return ascii_is_alnum((char)c);
    if (c == 0xC2) return at + 1 < s.len && (unsigned char)s.ptr[at + 1] == 0xAA; /* Latin-1 marks: quotes, dashes, blanks */
    if (c == 0xE2) return at + 1 < s.len && (unsigned char)s.ptr[at + 1] > 0x8B;  /* general punctuation */
    if (c == 0xE3) return at + 2 < s.len && !((unsigned char)s.ptr[at + 1] == 0x80 && (unsigned char)s.ptr[at + 2] < 0xA0);
    return true;
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

const struct word_row *words_at(enum word_table table, const char *kind, const char *language, struct str folded, size_t at) {
    const struct index *index = &indexes[table];
    const struct word_row *best = NULL;
    size_t best_len = 0;
    pthread_once(&built, build);
    for (size_t key = 1; key <= KEY_MAX && at + key <= folded.len; key++) {
        for (unsigned i = index->head[hash(folded.ptr + at, key)]; i; i = index->next[i - 1]) {
            const struct word_row *row = &index->rows[i - 1];
            size_t len = strlen(row->text);
            if (len <= best_len || (key < KEY_MAX && len != key) || len > folded.len - at) continue;
            if (memcmp(row->text, folded.ptr + at, len) != 0 || strcmp(row->kind, kind) != 0) continue;
            if (language && row->language[0] && strcmp(row->language, language) != 0) continue;
            if (!ends_well(row->text, len, folded, at + len)) continue;
            best = row;
            best_len = len;
        }
    }
    return best;
}

const struct word_row *words_find(enum word_table table, const char *kind, const char *language, struct str folded, size_t from,
                                  size_t *at) {
    for (size_t i = from; i < folded.len; i++) {
        unsigned char c = (unsigned char)folded.ptr[i];
        if ((c & 0xC0) == 0x80 || c == ' ') continue;
        if (words_is_letter(folded, i) && c < 0xE3 && !words_is_start(folded, i)) continue;
        const struct word_row *row = words_at(table, kind, language, folded, i);
        if (!row) continue;
        *at = i;
        return row;
    }
    return NULL;
}
