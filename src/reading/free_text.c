/* See free_text.h. */
#include "reading/free_text.h"

#include "base/map.h"
#include "codec/csv.h"
#include "codec/json_tree.h"
#include "model/ascii.h"
#include "reading/indicator_host.h"
#include "reading/indicator_scan.h"
#include "reading/public_suffix.h"
#include "reading/token.h"

#define WORD_MAX 8192   /* bytes: no indicator is longer */
#define NAME_MAX_LEN 24 /* of what stands before a colon */
#define DIGEST_MIN 32
#define WALLET_MIN 11
#define QUOTED_MAX 260 /* a path with blanks in it */

struct finder {
    struct arena *arena;
    struct str text;
    struct free_text_options options;
    struct free_text_list *out;
    struct map *seen;    /* value -> anything */
    struct str previous; /* word */
};

/* --- taking a hit --- */

static bool is_version_word(struct str word) {
    static const char *const names[] = {"version",  "versions",  "ver",     "v",        "build",  "release", "firmware",
                                        "versione", "wersja",    "wersji",  "versión",  "версия", "версии",  "версія",
                                        "версії",   "versiunea", "versjon", "revision", NULL};
    for (size_t i = 0; names[i]; i++)
        if (str_eq_nocase(word, str_from(names[i]))) return true;
    return false;
}

/* "attack.The": two sentences without a blank between them. */
static bool is_sentence_joint(struct str value) {
    size_t dot = str_find_last(value, '.');
    struct str end = str_sub(value, dot + 1, SIZE_MAX);
    if (dot == SIZE_MAX || dot == 0 || end.len < 2 || str_find_char(value, '.', 0) != dot) return false;
    bool upper_start = end.ptr[0] >= 'A' && end.ptr[0] <= 'Z', lower_before = value.ptr[dot - 1] >= 'a' && value.ptr[dot - 1] <= 'z';
    return upper_start && lower_before && end.ptr[1] >= 'a' && end.ptr[1] <= 'z';
}

/* What running text is full of and nobody means. */
static bool is_noise(const struct finder *f, const struct indicator *hit) {
    static const char *const products[] = {"node.js", "asp.net", "vue.js", "next.js", "react.js", "d3.js", NULL};
    struct str type = hit->types[0];
    if (hit->defanged) return false;
    if (str_eq(type, STR("ip-dst"))) return str_find_char(hit->value, ':', 0) == SIZE_MAX && is_version_word(f->previous);
    if (hit->weak && str_eq(type, STR("regkey"))) return true;
    for (size_t i = 0; products[i]; i++)
        if (str_eq_nocase(hit->value, str_from(products[i]))) return true;
    if (str_eq(type, STR("filename")) && !public_suffix_is_file_ending(host_last_label(hit->value))) return true;
    return (str_eq(type, STR("filename")) || str_eq(type, STR("domain"))) && is_sentence_joint(hit->value);
}

static void add(struct finder *f, const struct indicator *hit, struct str word) {
    if (f->options.prose && is_noise(f, hit)) return;
    if (map_get(f->seen, hit->value)) return;
    map_put(f->seen, hit->value, f);
    struct free_text_hit *to = vec_push(f->arena, f->out);
    *to = (struct free_text_hit){.what = *hit, .original_value = word};
    to->is_placed = word.ptr >= f->text.ptr && word.ptr + word.len <= f->text.ptr + f->text.len;
    if (!to->is_placed) return;
    to->from = (size_t)(word.ptr - f->text.ptr);
    to->to = to->from + word.len;
}

/* --- pieces of a word --- */

static struct str trim_piece(struct str s) {
    while (s.len > 1 && (s.ptr[0] == '-' || s.ptr[0] == '/' || s.ptr[0] == '.' || s.ptr[0] == '_' || s.ptr[0] == '=' || s.ptr[0] == '@' ||
                         (s.ptr[0] == ':' && s.ptr[1] != ':')))
        s = str_sub(s, 1, SIZE_MAX);
    while (s.len > 0 &&
           (s.ptr[s.len - 1] == '-' || s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == '_' || s.ptr[s.len - 1] == '@' ||
            s.ptr[s.len - 1] == '+' || s.ptr[s.len - 1] == '%' || (s.ptr[s.len - 1] == ':' && (s.len < 3 || s.ptr[s.len - 2] != ':'))))
        s.len--;
    return token_trim(s);
}

static bool resolve(struct finder *f, struct str piece, struct indicator *hit) {
    return piece.len > 2 && piece.len <= WORD_MAX && indicator_resolve(f->arena, piece, hit) && !hit->weak;
}

/* "md5:9e10...", "IP:1.2.3.4", "C2:host:443": what stands behind a name. Names that could be the first part of IPv6 need dots behind them. */
static bool resolve_named(struct finder *f, struct str *piece, struct indicator *hit) {
    struct str rest = *piece;
    for (int i = 0; i < 2; i++) {
        size_t colon = str_find_char(str_sub(rest, 0, NAME_MAX_LEN), ':', 0);
        if (colon == SIZE_MAX || colon == 0 || !ascii_is_letter(rest.ptr[0])) return false;
        struct str name = str_sub(rest, 0, colon);
        rest = str_sub(rest, colon + 1, SIZE_MAX);
        if (ascii_all(name, ascii_is_hex) && str_find_char(rest, '.', 0) == SIZE_MAX) return false;
        *piece = rest;
        if (resolve(f, rest, hit)) return true;
    }
    return false;
}

static bool is_address_char(char c) { return ascii_is_digit(c) || c == '.'; }

/* "1.2.3.4-1.2.3.9", "1.2.3.4/1.2.3.9": both. */
static bool take_span(struct finder *f, struct str piece) {
    struct indicator first, second;
    size_t dash = str_find_char(piece, '-', 0);
    if (dash == SIZE_MAX) dash = str_find_char(piece, '/', 0);
    if (dash == SIZE_MAX || piece.len > 33) return false;
    struct str a = str_sub(piece, 0, dash), b = str_sub(piece, dash + 1, SIZE_MAX);
    if (!ascii_all(a, is_address_char) || !ascii_all(b, is_address_char) || !resolve(f, a, &first) || !resolve(f, b, &second)) return false;
    add(f, &first, a);
    add(f, &second, b);
    return true;
}

/* "a@b.example/c": the mail address. */
static bool resolve_mail(struct finder *f, struct str *piece, struct indicator *hit) {
    size_t at = str_find_char(*piece, '@', 0), slash = str_find_char(*piece, '/', 0);
    if (at == SIZE_MAX || slash == SIZE_MAX || at > slash) return false;
    *piece = str_sub(*piece, 0, slash);
    return resolve(f, *piece, hit) && str_eq(hit->types[0], STR("email-src"));
}

/* Returns whether any piece was something. */
static bool take_pieces(struct finder *f, struct str word) {
    struct str rest = word, piece;
    struct indicator hit;
    bool any = false;
    while (indicator_next_piece(&rest, &piece)) {
        piece = trim_piece(piece);
        if (piece.len < 3 || piece.len > WORD_MAX) continue;
        bool found = (piece.len < word.len && resolve(f, piece, &hit)) || resolve_mail(f, &piece, &hit) || resolve_named(f, &piece, &hit);
        if (found) add(f, &hit, piece);
        any |= found || take_span(f, piece);
    }
    return any;
}

/* --- words --- */

/* Most words have nothing in them that any indicator must have: a dot, a bracket, a colon... or digits and the length of a digest. */
static bool is_plain(struct str word) {
    size_t digits = 0;
    bool dash = false;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        switch (c) {
        case '.':
        case '@':
        case ':':
        case '\\':
        case '[':
        case '(':
        case '{': return false;
        case '+':
        case '-': dash = true; break;
        case 0xe2:
        case 0xef: /* full stops of other widths */
            if (i + 2 < word.len && ((unsigned char)word.ptr[i + 2] == 0xa4 || (unsigned char)word.ptr[i + 2] == 0x8e)) return false;
            break;
        default: digits += ascii_is_digit((char)c);
        }
    }
    if (word.len >= DIGEST_MIN) return false;
    return digits == 0 || !(dash || word.len >= WALLET_MIN || str_starts_nocase(word, STR("as")));
}

static void take_word(struct finder *f, struct str word) {
    struct indicator hit;
    if (is_plain(word)) return;
    if (f->options.skip && f->options.skip(f->options.ctx, word)) return;
    bool found = word.len <= WORD_MAX && indicator_resolve(f->arena, word, &hit);
    if (found && !hit.weak)
        add(f, &hit, word);
    else if (!take_pieces(f, word) && found && !f->options.prose)
        add(f, &hit, word);
}

/* The next part of a word between characters of no width. */
static bool next_part(struct str *rest, struct str *part) {
    size_t skip, len = 0;
    while (rest->len > 0 && (skip = token_invisible(*rest)) > 0) *rest = str_sub(*rest, skip, SIZE_MAX);
    while (len < rest->len && token_invisible(str_sub(*rest, len, SIZE_MAX)) == 0) len++;
    *part = str_sub(*rest, 0, len);
    *rest = str_sub(*rest, len, SIZE_MAX);
    return len > 0;
}

static bool all_parts_resolve(struct finder *f, struct str word) {
    struct str part;
    struct indicator hit;
    size_t count = 0;
    while (next_part(&word, &part)) {
        if (!resolve(f, token_trim(part), &hit)) return false;
        count++;
    }
    return count > 0;
}

static struct str join_parts(struct arena *arena, struct str word) {
    char *out = arena_raw(arena, word.len);
    size_t len = 0;
    struct str part;
    while (next_part(&word, &part))
        for (size_t i = 0; i < part.len; i++) out[len++] = part.ptr[i];
    return (struct str){out, len};
}

/* Characters of no width part two indicators, or hide in one. */
static void take_invisible(struct finder *f, struct str word) {
    struct indicator hit;
    struct str part;
    if (word.len <= WORD_MAX && !all_parts_resolve(f, word) && resolve(f, token_trim(join_parts(f->arena, word)), &hit)) {
        hit.defanged = true;
        add(f, &hit, word);
        return;
    }
    while (next_part(&word, &part)) {
        part = token_trim(part);
        if (part.len > 0) take_word(f, part);
    }
}

/* Whole passages in quotes are of use where a name has blanks in it; their words were looked at before. */
static void take_quoted(struct finder *f, struct str passage) {
    struct indicator hit;
    bool blank = false, line = false;
    if (passage.len == 0 || passage.len > QUOTED_MAX) return;
    for (size_t i = 0; i < passage.len; i++) {
        blank |= ascii_is_blank(passage.ptr[i]);
        line |= passage.ptr[i] == '\n' || passage.ptr[i] == '\r';
    }
    if (line || !indicator_resolve(f->arena, passage, &hit) || (hit.weak && blank)) return;
    struct str end = host_last_label(hit.value);
    bool is_path = str_find_char(passage, '\\', 0) != SIZE_MAX;
    if (blank && !is_path && (f->options.prose || !public_suffix_is_file_ending(end) || public_suffix_is_known(end))) return;
    if (!hit.weak || !f->options.prose) add(f, &hit, passage);
}

static void take_text(struct finder *f, struct str text) {
    struct tokens tokens;
    struct token token;
    tokens_init(&tokens, text);
    while (tokens_next(&tokens, &token)) {
        if (token.quoted)
            take_quoted(f, token.text);
        else if (token.has_invisible)
            take_invisible(f, token.text);
        else if (!token.is_bland || token.text.len >= DIGEST_MIN)
            take_word(f, token.text);
        f->previous = token.text;
    }
}

/* --- documents --- */

static void take_leaves(struct finder *f, const struct json_node *node) {
    for (; node; node = node->next) {
        if (node->kind == JSON_STRING) {
            take_quoted(f, token_trim(node->text));
            take_text(f, node->text);
        } else {
            take_leaves(f, node->child);
        }
    }
}

static void finder_init(struct finder *f, struct arena *arena, struct str text, struct free_text_list *out) {
    *f = (struct finder){.arena = arena, .text = text, .out = out, .seen = map_new(arena, 16)};
    for (size_t i = 0; i < out->len; i++) map_put(f->seen, out->items[i].what.value, f);
}

void free_text_find(struct arena *arena, struct str text, const struct free_text_options *options, struct free_text_list *out) {
    struct finder f;
    struct json_node *document;
    finder_init(&f, arena, text, out);
    if (options) f.options = *options;
    if (str_starts(text, STR("{")) && json_tree_copy(arena, text, &document) == OK)
        take_leaves(&f, document->child);
    else
        take_text(&f, text);
}

static bool is_wanted(const struct free_text_csv *csv, size_t column) {
    for (size_t i = 0; i < csv->column_count; i++)
        if (csv->columns[i] == (int64_t)column) return true;
    return csv->column_count == 0;
}

void free_text_find_csv(struct arena *arena, struct str text, const struct free_text_csv *csv, struct free_text_list *out) {
    struct finder f;
    struct csv reader;
    struct str_list fields = {0};
    struct indicator hit;
    finder_init(&f, arena, text, out);
    csv_init(&reader, text, csv->delimiter ? csv->delimiter : ',');
    while (csv_read(&reader, arena, &fields)) {
        if (fields.len > 0 && str_starts(str_trim(fields.items[0]), STR("#"))) continue;
        for (size_t i = 0; i < fields.len; i++) {
            struct str word = token_trim(fields.items[i]);
            if (word.len > 0 && word.len <= WORD_MAX && is_wanted(csv, i + 1) && indicator_resolve(arena, word, &hit)) add(&f, &hit, word);
        }
    }
}
