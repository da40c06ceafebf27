/* Small judgements over one line of text, for the steps that look at its shape. Nothing here knows a language. */
#include "model/ascii.h"
#include "reading/clean.h"

static size_t date_len(struct str s) {
    static const char form[] = "dddd-dd-dd";
    size_t i = 0;
    while (i < s.len && form[i] && (form[i] == 'd' ? ascii_is_digit(s.ptr[i]) : s.ptr[i] == '-')) i++;
    if (i == 8 || i == 5) i--;
    return i == 10 || i == 7 || i == 4 ? i : 0;
}

size_t clean_prefix(struct str input, struct str *date) {
    size_t i = 0;
    bool named = false;
    while (i < input.len && ascii_is_blank(input.ptr[i])) i++;
    static const char *const words[] = {"date", "published", "posted"};
    for (size_t w = 0; w < 3 && !named; w++) {
        size_t len = strlen(words[w]);
        if (!str_starts_nocase(str_sub(input, i, len), str_from(words[w])) || i + len >= input.len) continue;
        if (input.ptr[i + len] != ' ' && input.ptr[i + len] != ':' && input.ptr[i + len] != '=') continue;
        i += len;
        while (i < input.len && (input.ptr[i] == ' ' || input.ptr[i] == ':' || input.ptr[i] == '=')) i++;
        named = true;
    }
    *date = str_sub(input, i, date_len(str_sub(input, i, SIZE_MAX)));
    size_t end = i + date->len;
    if (date->len == 0 || (date->len == 4 && !named)) return 0;
    if (end < input.len && (ascii_is_alnum(input.ptr[end]) || input.ptr[end] == '-' || input.ptr[end] == '.')) return 0;
    while (end < input.len && (input.ptr[end] == ' ' || input.ptr[end] == ':' || input.ptr[end] == ',')) end++;
    return end;
}

static bool is_tail(struct str s, const char *mark) { return str_ends(s, str_from(mark)); }

bool clean_ends_sentence(struct str line) {
    static const char *const closing[] = {"\"", "”", "“", "»", "«", "’", "'", ")", "]", "″", " "};
    static const char *const stops[] = {".", "!", "?", "…", ":", ";", "。", "！", "？", "؟", "։", "۔", ","};
    for (bool again = true; again && line.len;) {
        again = false;
        for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
            if (is_tail(line, closing[i])) line.len -= strlen(closing[i]), again = true;
    }
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (is_tail(line, stops[i])) return true;
    return false;
}

size_t clean_bullet(struct str line) {
    static const char *const marks[] = {"• ", "•", "* ", "- ", "– ", "▪ ", "● ", "◦ ", "‣ ", "■ ", "■", "► ", "·  ", "· "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(line, str_from(marks[i]))) return strlen(marks[i]);
    size_t digits = 0;
    while (digits < line.len && digits < 3 && ascii_is_digit(line.ptr[digits])) digits++;
    if (digits == 0 || digits > 2 || digits + 1 >= line.len) return 0;
    return (line.ptr[digits] == '.' || line.ptr[digits] == ')') && line.ptr[digits + 1] == ' ' ? digits + 2 : 0;
}

size_t clean_quote_mark(struct str s, size_t at) {
    static const char *const marks[] = {"“", "”", "„", "‟", "«", "»", "「", "」", "『", "』"};
    if (at >= s.len) return 0;
    if (s.ptr[at] == '"') return 1;
    if ((unsigned char)s.ptr[at] < 0xC2) return 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(str_sub(s, at, 3), str_from(marks[i]))) return strlen(marks[i]);
    return 0;
}
