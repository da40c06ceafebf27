/* A roundup as one HTML document: style and timeline inside, nothing fetched from anywhere, no script. Light and dark, a phone and paper. Written so that
 * an XML parser reads it too, which is how its tests prove that no text of others broke out. */
#include "base/clock.h"
#include "format/roundup_form.h"

enum { TIMELINE_ROWS = 24, TIMELINE_WIDTH = 360, TIMELINE_LEFT = 24, ROW_HEIGHT = 18 };

static void add(struct sink *to, struct str text) { roundup_out_clean(to, text, roundup_out_escape); }

/* ' lang="ar" dir="rtl"'; of a language that is not known the text itself tells the direction */
static void add_language(struct sink *to, const char *code) {
    if (code[0]) {
        sink_add_text(to, " lang=\"");
        add(to, str_from(code));
        sink_add_char(to, '"');
    }
    sink_printf(to, " dir=\"%s\"", !code[0] ? "auto" : roundup_is_rtl(code) ? "rtl" : "ltr");
}

static void section_open(struct sink *to, const char *title) { sink_printf(to, "<section>\n<h2>%s</h2>\n", title); }
static void section_close(struct sink *to) { sink_add_text(to, "</section>\n"); }

static void story_open(struct sink *to, size_t number, struct str headline) {
    if (number)
        sink_printf(to, "<article id=\"story-%zu\">\n<h3>%zu. ", number, number);
    else
        sink_add_text(to, "<article>\n<h3>");
    add(to, headline);
    sink_add_text(to, "</h3>\n");
}

static void story_close(struct sink *to) { sink_add_text(to, "</article>\n"); }
static void line_open(struct sink *to) { sink_add_text(to, "<p>"); }
static void line_close(struct sink *to) { sink_add_text(to, "</p>\n"); }
static void block_open(struct sink *to) { sink_add_text(to, "<blockquote><p>"); }
static void block_close(struct sink *to) { sink_add_text(to, "</p></blockquote>\n"); }
static void list_open(struct sink *to) { sink_add_text(to, "<ul>\n"); }
static void list_close(struct sink *to) { sink_add_text(to, "</ul>\n"); }
static void item_open(struct sink *to) { sink_add_text(to, "<li>"); }
static void item_close(struct sink *to) { sink_add_text(to, "</li>\n"); }

static void named(struct sink *to, struct str text, const char *language) {
    sink_add_text(to, "<bdi");
    add_language(to, language);
    sink_add_char(to, '>');
    add(to, text);
    sink_add_text(to, "</bdi>");
}

static void quote(struct sink *to, struct str text, const char *language) {
    sink_add_text(to, "\xE2\x80\x9C");
    named(to, text, language);
    sink_add_text(to, "\xE2\x80\x9D");
}

struct attribute_sink { /* & and ' of a URL, escaped on their way */
    struct sink sink;
    struct sink *to;
    char window[256];
};

static enum err attribute_flush(struct sink *s) {
    struct attribute_sink *a = (struct attribute_sink *)s;
    roundup_out_escape(a->to, (struct str){a->window, s->len});
    s->len = 0;
    return a->to->error;
}

static void link_to(struct sink *to, struct str url, struct str text, const char *language) {
    struct attribute_sink a = {.sink = {.window = a.window, .cap = sizeof a.window, .flush = attribute_flush}, .to = to};
    sink_add_text(to, "<a href=\"");
    roundup_out_url(&a.sink, url);
    (void)attribute_flush(&a.sink);
    sink_add_text(to, "\" rel=\"noopener noreferrer\"");
    add_language(to, language);
    sink_add_char(to, '>');
    add(to, text);
    sink_add_text(to, "</a>");
}

static void story_link(struct sink *to, size_t number) { sink_printf(to, "<a href=\"#story-%zu\">%zu</a>", number, number); }

/* --- the timeline --- */

/* Hundredths of a unit, so that no locale and no rounding of a library decides about a byte. */
static void put_coordinate(struct sink *to, const char *name, int64_t hundredths) {
    sink_printf(to, " %s=\"%lld.%02lld\"", name, (long long)(hundredths / 100), (long long)(hundredths % 100));
}

struct axis {
    int64_t from, days;
};

/* The left edge of a day. */
static int64_t x_of(const struct axis *axis, int64_t day) {
    int64_t width = (TIMELINE_WIDTH - TIMELINE_LEFT - 2) * 100;
    int64_t at = day < axis->from ? 0 : day > axis->from + axis->days ? axis->days : day - axis->from;
    return TIMELINE_LEFT * 100 + width * at / axis->days;
}

static int64_t middle_of(const struct axis *axis, int64_t day) { return (x_of(axis, day) + x_of(axis, day + 1)) / 2; }

static void put_axis(struct sink *to, const struct axis *axis, int64_t height) {
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (int64_t day = axis->from; day < axis->from + axis->days; day++) {
        char text[CLOCK_TEXT];
        struct str date = clock_date(day * 86400, text);
        int64_t weekday = ((day + 3) % 7 + 7) % 7;
        sink_add_text(to, "<line class=\"grid\"");
        put_coordinate(to, "x1", x_of(axis, day));
        put_coordinate(to, "x2", x_of(axis, day));
        sink_printf(to, " y1=\"16\" y2=\"%lld\"/>", (long long)height);
        if (axis->days > 8 && weekday != 0) continue;
        sink_add_text(to, "<text");
        put_coordinate(to, "x", x_of(axis, day) + 300);
        sink_printf(to, " y=\"11\">%s %.2s</text>\n", names[weekday], date.ptr + date.len - 2);
    }
}

static size_t told_on(const struct roundup_story *s, int64_t day) {
    size_t n = 0;
    for (size_t i = 0; i < s->sources.len; i++) {
        const struct dated *when = &s->sources.items[i].published;
        n += !s->sources.items[i].same && when->precision != PRECISION_NONE && when->from == day && when->to == day;
    }
    return n;
}

/* A line from the first to the last report, a dot for each day with reports, larger with more; from the edge where it began before. */
static void put_row(struct sink *to, const struct axis *axis, const struct roundup_story *s, size_t number) {
    int64_t y = 16 + ROW_HEIGHT * (int64_t)number - ROW_HEIGHT / 2;
    int64_t first = s->from >= axis->from && !s->continued ? middle_of(axis, s->from) : x_of(axis, axis->from);
    sink_add_text(to, "<g><title>");
    add(to, s->headline);
    sink_printf(to, "</title><text class=\"number\" x=\"20\" y=\"%lld\">%zu</text><line class=\"bar\"", (long long)y + 4, number);
    put_coordinate(to, "x1", s->when.from == s->when.to ? first : x_of(axis, s->when.from));
    put_coordinate(to, "x2", s->when.from == s->when.to ? middle_of(axis, s->when.to) : x_of(axis, s->when.to + 1));
    sink_printf(to, " y1=\"%lld\" y2=\"%lld\"/>", (long long)y, (long long)y);
    for (int64_t day = axis->from; day < axis->from + axis->days; day++) {
        size_t n = told_on(s, day);
        if (!n) continue;
        sink_add_text(to, "<circle class=\"dot\"");
        put_coordinate(to, "cx", middle_of(axis, day));
        sink_printf(to, " cy=\"%lld\" r=\"%d\"/>", (long long)y, n == 1 ? 4 : n < 4 ? 5 : n < 10 ? 6 : 7);
    }
    sink_add_text(to, "</g>\n");
}

static void put_timeline(struct sink *to, const struct roundup *r) {
    struct axis axis = {r->from, r->to - r->from + 1};
    size_t rows = r->stories.len < TIMELINE_ROWS ? r->stories.len : TIMELINE_ROWS;
    int64_t height = 18 + ROW_HEIGHT * (int64_t)rows;
    if (!rows || axis.days < 2) return;
    sink_printf(to,
                "<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %lld\" role=\"img\" aria-labelledby=\"timeline\">\n",
                TIMELINE_WIDTH, (long long)height);
    sink_add_text(to, "<title id=\"timeline\">When the stories were told of, by day</title>\n");
    put_axis(to, &axis, height);
    for (size_t i = 0; i < rows; i++) put_row(to, &axis, &r->stories.items[i], i + 1);
    sink_add_text(to, "</svg>\n<figcaption>Days with reports, by story");
    if (r->stories.len > rows) sink_printf(to, " (the first %zu)", rows);
    sink_add_text(to, ". A line from the left edge: told of before.</figcaption>\n</figure>\n");
}

/* --- the page --- */

static const char STYLE[] =
    ":root{color-scheme:light dark;--ink:#1b1f24;--soft:#56606b;--paper:#fff;--line:#c9d0d8;--accent:#0b5cad}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e4e7eb;--soft:#a3adb8;--paper:#14171a;--line:#3a424b;--accent:#7db8f0}}\n"
    "body{margin:0 auto;padding:1rem;max-width:44rem;color:var(--ink);background:var(--paper);font:1rem/1.5 "
    "system-ui,sans-serif;overflow-wrap:anywhere}\n"
    "h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}\n"
    "h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}\n"
    "h3{font-size:1.05rem;line-height:1.35;margin:1.5rem 0 .25rem}\n"
    "p{margin:.4rem 0}\n"
    "ul{margin:.4rem 0;padding-inline-start:1.2rem}\n"
    "blockquote{margin:.5rem 0;padding-inline-start:.8rem;border-inline-start:3px solid var(--line)}\n"
    "article ul,figcaption{color:var(--soft);font-size:.9rem}\n"
    "a{color:var(--accent)}\n"
    "figure{margin:1rem 0}\n"
    "svg{display:block;width:100%;max-width:36rem;height:auto}\n"
    "svg text{font:9px system-ui,sans-serif;fill:var(--soft)}\n"
    "svg .number{font-size:10px;text-anchor:end;fill:var(--ink)}\n"
    ".grid{stroke:var(--line);stroke-width:.5}\n"
    ".bar{stroke:var(--accent);stroke-width:2;opacity:.5}\n"
    ".dot{fill:var(--accent)}\n"
    "@media print{:root{--ink:#000;--soft:#333;--paper:#fff;--line:#999;--accent:#000}body{max-width:none;padding:0;font-size:10pt}"
    "h2,h3{break-after:avoid}blockquote,li,figure{break-inside:avoid}"
    "a[href^=\"http\"]::after{content:\" <\" attr(href) \">\";font-size:8pt}@page{margin:18mm}}\n";

static void put_head(struct sink *to, const struct roundup *r) {
    sink_add_text(
        to, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
            "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\"/>\n"
            "<title>Roundup: ");
    roundup_out_title(to, r);
    sink_add_text(to, "</title>\n<style>\n");
    for (const char *c = STYLE; *c; c++) { /* an XML reader would take < for a tag; CSS reads the escape */
        if (*c == '<')
            sink_add_text(to, "\\3C ");
        else
            sink_add_char(to, *c);
    }
    sink_add_text(to, "</style>\n</head>\n");
}

void roundup_html_write(struct sink *to, const struct roundup *r) {
    static const struct roundup_form form = {.add = add,
                                             .section_open = section_open,
                                             .section_close = section_close,
                                             .story_open = story_open,
                                             .story_close = story_close,
                                             .line_open = line_open,
                                             .line_close = line_close,
                                             .block_open = block_open,
                                             .block_close = block_close,
                                             .list_open = list_open,
                                             .list_close = list_close,
                                             .item_open = item_open,
                                             .item_close = item_close,
                                             .quote = quote,
                                             .named = named,
                                             .link = link_to,
                                             .story_link = story_link};
    put_head(to, r);
    sink_add_text(to, "<body>\n<header>\n<h1>Roundup: ");
    roundup_out_title(to, r);
    sink_add_text(to, "</h1>\n<p>");
    roundup_out_days(to, r->from, r->to);
    if (r->viewer.len) {
        sink_add_text(to, ", for ");
        add(to, r->viewer);
    }
    sink_add_text(to, ". ");
    roundup_out_summary(to, r);
    sink_add_text(to, "</p>\n</header>\n<main>\n");
    put_timeline(to, r);
    roundup_walk(to, &form, r);
    sink_add_text(to, "</main>\n</body>\n</html>\n");
}
