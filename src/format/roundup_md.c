/* A roundup as Markdown (CommonMark, and safe where a reader takes HTML or links bare addresses): every character that could begin markup is escaped, so
 * that a title stays a title. */
#include "format/roundup_form.h"

static bool is_word(struct str s, size_t i) {
    unsigned char c = i < s.len ? (unsigned char)s.ptr[i] : ' ';
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* An underscore within a word and a # within a line mean nothing; escaping them would only make names hard to read. */
static bool is_markup(struct str s, size_t i) {
    char c = s.ptr[i];
    if (c == '_') return i == 0 || !is_word(s, i - 1) || !is_word(s, i + 1);
    if (c == '#') return i == 0 || s.ptr[i - 1] == ' ' || s.ptr[i - 1] == '#';
    return c && strchr("\\`*[]{}|~@", c);
}

static bool begins_www(struct str s, size_t i) { return i >= 3 && str_eq_nocase(str_sub(s, i - 3, 3), STR("www")); }

static void add_piece(struct sink *to, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '<') {
            sink_add_text(to, "&lt;");
        } else if (c == '>') {
            sink_add_text(to, "&gt;");
        } else if (c == '&') {
            sink_add_text(to, "&amp;");
        } else {
            /* "http://" and "www." would become links by themselves, also in what is quoted of an attacker's address */
            bool links = (c == ':' && i + 1 < s.len && s.ptr[i + 1] == '/') || (c == '.' && begins_www(s, i)) ||
                         (c == '!' && i + 1 < s.len && s.ptr[i + 1] == '[');
            if (links || is_markup(s, i)) sink_add_char(to, '\\');
            sink_add_char(to, c);
        }
    }
}

static void add(struct sink *to, struct str text) { roundup_out_clean(to, text, add_piece); }

static void section_open(struct sink *to, const char *title) { sink_printf(to, "\n## %s\n", title); }
static void nothing(struct sink *to) { (void)to; }
static void new_line(struct sink *to) { sink_add_char(to, '\n'); }

static void story_open(struct sink *to, size_t number, struct str headline) {
    sink_add_text(to, "\n### ");
    if (number) sink_printf(to, "%zu. ", number);
    add(to, headline);
    sink_add_char(to, '\n');
}

static void block_open(struct sink *to) { sink_add_text(to, "\n> "); }
static void item_open(struct sink *to) { sink_add_text(to, "- "); }

/* Isolated, so that right-to-left text does not reorder what stands beside it. */
static void named(struct sink *to, struct str text, const char *language) {
    bool rtl = roundup_is_rtl(language);
    if (rtl) sink_add_text(to, "\xE2\x81\xA8");
    add(to, text);
    if (rtl) sink_add_text(to, "\xE2\x81\xA9");
}

static void quote(struct sink *to, struct str text, const char *language) {
    sink_add_text(to, "\xE2\x80\x9C");
    named(to, text, language);
    sink_add_text(to, "\xE2\x80\x9D");
}

static void link_to(struct sink *to, struct str url, struct str text, const char *language) {
    sink_add_char(to, '[');
    named(to, text, language);
    sink_add_text(to, "](<");
    roundup_out_url(to, url);
    sink_add_text(to, ">)");
}

static void story_link(struct sink *to, size_t number) { sink_printf(to, "%zu", number); }

void roundup_md_write(struct sink *to, const struct roundup *r) {
    static const struct roundup_form form = {.add = add,
                                             .section_open = section_open,
                                             .section_close = nothing,
                                             .story_open = story_open,
                                             .story_close = nothing,
                                             .line_open = new_line,
                                             .line_close = new_line,
                                             .block_open = block_open,
                                             .block_close = new_line,
                                             .list_open = new_line,
                                             .list_close = nothing,
                                             .item_open = item_open,
                                             .item_close = new_line,
                                             .quote = quote,
                                             .named = named,
                                             .link = link_to,
                                             .story_link = story_link};
    sink_add_text(to, "# Roundup: ");
    roundup_out_title(to, r);
    sink_add_text(to, "\n\n");
    roundup_out_days(to, r->from, r->to);
    if (r->viewer.len) {
        sink_add_text(to, ", for ");
        add(to, r->viewer);
    }
    sink_add_text(to, ". ");
    roundup_out_summary(to, r);
    sink_add_char(to, '\n');
    roundup_walk(to, &form, r);
}
