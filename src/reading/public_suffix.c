/* See public_suffix.h. Tables are sorted by bytes, so that a look is a binary search. */
#include "reading/public_suffix.h"

#include "model/ascii.h"

#define LABEL_MAX 64

#define X(text) {text, sizeof(text) - 1},
static const struct str top_levels[] = {
#include "reading/tables/top_level_domains.txt"
};
static const struct str special_top_levels[] = {
#include "reading/tables/special_top_levels.txt"
};
static const struct str file_endings[] = {
#include "reading/tables/file_endings.txt"
};
static const struct str file_stems[] = {
#include "reading/tables/file_stems.txt"
};
static const struct str vendors[] = {
#include "reading/tables/vendor_domains.txt"
};
#undef X

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool holds(const struct str *table, size_t count, struct str text) {
    char lower[LABEL_MAX];
    size_t from = 0, to = count;
    if (text.len == 0 || text.len > sizeof lower) return false;
    for (size_t i = 0; i < text.len; i++) lower[i] = (char)(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] + 32 : text.ptr[i]);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_cmp((struct str){lower, text.len}, table[middle]);
        if (order == 0) return true;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return false;
}

bool public_suffix_is_known(struct str label) {
    return holds(top_levels, COUNT(top_levels), label) || holds(special_top_levels, COUNT(special_top_levels), label);
}

bool public_suffix_is_file_ending(struct str ending) { return holds(file_endings, COUNT(file_endings), ending); }

static bool is_one_of(struct str label, const char *const *names) {
    for (; *names; names++)
        if (str_eq_nocase(label, str_from(*names))) return true;
    return false;
}

bool public_suffix_is_rather_file(struct str word) {
    /* domains of these are rare, files are not; with the others what stands before decides */
    static const char *const archives[] = {"zip", "mov", "cab", NULL};
    static const char *const scripts[] = {"sh", "py", "pl", "rs", "md", "so", "ps", "pm", "cc", NULL};
    size_t dot = str_find_last(word, '.');
    if (dot == SIZE_MAX || dot == 0) return false;
    struct str ending = str_sub(word, dot + 1, SIZE_MAX), stem = str_sub(word, 0, dot);
    if (is_one_of(ending, archives)) return true;
    if (!is_one_of(ending, scripts)) return false;
    size_t inner = str_find_last(stem, '.');
    struct str before = inner == SIZE_MAX ? stem : str_sub(stem, inner + 1, SIZE_MAX);
    if (inner != SIZE_MAX) return public_suffix_is_file_ending(before) && !public_suffix_is_known(before);
    if (str_find_char(stem, '_', 0) != SIZE_MAX || holds(file_stems, COUNT(file_stems), stem)) return true;
    return str_eq_nocase(ending, STR("so")) && str_starts(stem, STR("lib"));
}

bool public_suffix_is_vendor(struct str host) {
    while (host.len > 0) {
        if (holds(vendors, COUNT(vendors), host)) return true;
        size_t dot = str_find_char(host, '.', 0);
        if (dot == SIZE_MAX) return false;
        host = str_sub(host, dot + 1, SIZE_MAX);
    }
    return false;
}
