/* Small judgements over one line of text, for the steps that look at its shape. Nothing here knows a language. */
#include "reading/clean_parts.h"

#include "model/ascii.h"

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

static bool is_one_of(uint32_t character, const uint32_t *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == character) return true;
    return false;
}

/* The last character of `s`, 0 of none, and its length. */
static uint32_t last_character(struct str s, size_t *len) {
    *len = s.len > 0;
    while (*len < s.len && *len < 4 && ((unsigned char)s.ptr[s.len - *len] & 0xC0) == 0x80) ++*len;
    return s.len ? utf8_decode(s.ptr + s.len - *len, *len) : 0;
}

bool clean_ends_sentence(struct str line) {
    size_t len;
    uint32_t last;
    /* quotes, brackets and blanks may stand behind the stop */
    static const uint32_t closing[] = {'"', '\'', ')', ']', 0x201D, 0x201C, 0xBB, 0xAB, 0x2019, 0x2033, 0x300D, 0x300F, 0xFF09, ' '};
    static const uint32_t stops[] = {'.', '!', '?', ':', ';', ',', 0x2026, 0x3002, 0xFF01, 0xFF1F, 0x61F, 0x589, 0x6D4};
    while ((last = last_character(line, &len)) && is_one_of(last, closing, sizeof closing / sizeof *closing)) line.len -= len;
    return last && is_one_of(last, stops, sizeof stops / sizeof *stops);
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

bool clean_has_long_number(struct str s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (((unsigned char)s.ptr[i] & 0xC0) == 0x80) continue;
        digits = utf8_is_digit(s, i) ? digits + 1 : 0;
        if (digits >= 4) return true;
    }
    return false;
}

const char *clean_frame(struct str line) {
    static const char *const frames[] = {"++", "==", "**"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        if (str_starts(line, str_from(frames[i]))) return frames[i];
    return NULL;
}

bool clean_is_framed(struct str line) {
    const char *frame = clean_frame(line);
    return frame && str_ends(line, str_from(frame));
}

bool clean_is_symbol(struct str s, size_t at) {
    unsigned char first = (unsigned char)s.ptr[at];
    size_t len = first == 0xE2 || first == 0xF0 ? utf8_char_len(s.ptr + at, s.len - at) : 0;
    uint32_t code = len ? utf8_decode(s.ptr + at, len) : 0;
    return (code >= 0x2190 && code < 0x2C00) || (code >= 0x1F000 && code < 0x1FB00);
}

size_t clean_capitals(struct str s, struct str folded) {
    size_t capitals = 0;
    for (size_t i = 0; i < s.len && i < folded.len; i++) {
        if (((unsigned char)s.ptr[i] & 0xC0) == 0x80 || ascii_is_digit(s.ptr[i]) || !words_is_letter(s, i)) continue;
        size_t n = utf8_char_len(s.ptr + i, s.len - i);
        if (n == 0 || n > folded.len - i || memcmp(s.ptr + i, folded.ptr + i, n) == 0) return 0;
        capitals++;
    }
    return capitals;
}
