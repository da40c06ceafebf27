/* What the forms of a roundup say in the same words. English of fixed words and numbers only; text of others passes through roundup_out_clean. */
#include "format/roundup_out.h"

#include "base/clock.h"
#include "codec/url.h"
#include "codec/utf8.h"
#include "reading/headline.h"

struct civil {
    int64_t year, month, day;
};

static struct civil civil_of(int64_t day) {
    char text[CLOCK_TEXT];
    struct str date = clock_date(day * 86400, text), part;
    struct civil c = {0};
    str_split(&date, '-', &part);
    str_to_i64(part, &c.year);
    str_split(&date, '-', &part);
    str_to_i64(part, &c.month);
    str_to_i64(date, &c.day);
    return c;
}

static const char *month_name(int64_t month) {
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    return month >= 1 && month <= 12 ? names[month - 1] : "";
}

static void put_day(struct sink *to, const struct civil *c, bool month, bool year) {
    sink_add_i64(to, c->day);
    if (month) sink_printf(to, " %s", month_name(c->month));
    if (year) sink_printf(to, " %d", (int)c->year);
}

void roundup_out_days(struct sink *to, int64_t from, int64_t to_day) {
    struct civil a = civil_of(from), b = civil_of(to_day);
    if (from != to_day) {
        put_day(to, &a, a.month != b.month || a.year != b.year, a.year != b.year);
        sink_add_text(to, " to ");
    }
    put_day(to, &b, true, true);
}

void roundup_out_dated(struct sink *to, const struct dated *when) {
    struct civil a = civil_of(when->from), b = civil_of(when->to);
    if (when->precision == PRECISION_NONE) {
        sink_add_text(to, "day unknown");
        return;
    }
    if (when->precision == PRECISION_DAY)
        roundup_out_days(to, when->from, when->to);
    else if (when->precision == PRECISION_MONTH && a.year == b.year && a.month == b.month &&
             when->to - when->from > 6) /* "next week" is one */
        sink_printf(to, "%s %d", month_name(a.month), (int)a.year);
    else if (a.day == 1 && a.month == 1 && b.month == 12 && b.day == 31 && a.year == b.year)
        sink_printf(to, "%d", (int)a.year);
    else
        roundup_out_days(to, when->from, when->to);
    if (when->source == DATE_STORY) sink_add_text(to, ", inferred from its story");
}

const char *roundup_out_period(const struct roundup *r) {
    return r->from == r->to ? "day" : str_find_char(r->label, 'W', 0) != SIZE_MAX ? "week" : "month";
}

void roundup_out_title(struct sink *to, const struct roundup *r) {
    struct civil last = civil_of(r->to);
    size_t mark = str_find_char(r->label, 'W', 0);
    int64_t week = 0;
    if (r->from == r->to) {
        put_day(to, &last, true, true);
    } else if (mark != SIZE_MAX) {
        str_to_i64(str_sub(r->label, mark + 1, 2), &week);
        sink_printf(to, "Week %d of %.4s", (int)week, r->label.ptr); /* a label is at least "2022-W03" */
    } else {
        sink_printf(to, "%s %d", month_name(last.month), (int)last.year);
    }
}

void roundup_out_number(struct sink *to, int64_t n, const char *one, const char *many) {
    sink_add_i64(to, n);
    sink_printf(to, " %s", n == 1 ? one : many);
}

bool roundup_is_empty(const struct roundup *r) {
    return r->stories.len + r->incidents.len + r->attributions.len + r->attributed.len + r->trends.len + r->agreements.len + r->ahead.len +
               r->proposals.len + r->uncertain.len + r->later.len ==
           0;
}

/* Appends ", " or " and " as a list needs. */
static void put_comma(struct sink *to, bool *some) {
    if (*some) sink_add_text(to, ", ");
    *some = true;
}

static void put_count(struct sink *to, bool *some, int64_t n, const char *one, const char *many) {
    if (n == 0) return;
    put_comma(to, some);
    roundup_out_number(to, n, one, many);
}

/* The same of a list that may be listed in part. */
static void put_listed(struct sink *to, bool *some, size_t n, bool cut, const char *one, const char *many) {
    if (n == 0) return;
    put_comma(to, some);
    if (cut) sink_add_text(to, "more than ");
    roundup_out_number(to, (int64_t)n, one, many);
}

void roundup_out_summary(struct sink *to, const struct roundup *r) {
    bool some = false;
    if (roundup_is_empty(r)) {
        sink_printf(to, "Nothing is known of this %s: no report and no incident.", roundup_out_period(r));
        return;
    }
    if (r->stories.len) {
        put_count(to, &some, (int64_t)r->stories.len, "story", "stories");
        if (r->reports) {
            sink_add_text(to, " from ");
            roundup_out_number(to, (int64_t)r->reports, "report", "reports");
        }
        if (r->reports && r->languages) {
            sink_add_text(to, " in ");
            roundup_out_number(to, (int64_t)r->languages, "language", "languages");
        }
    } else {
        put_comma(to, &some);
        sink_add_text(to, r->uncertain.len ? "No story of a date that is certain" : "No story");
    }
    put_count(to, &some, (int64_t)r->later.len, "story that went on afterwards", "stories that went on afterwards");
    put_listed(to, &some, r->incidents.len, r->cut[ROUNDUP_INCIDENTS], "incident reported by members", "incidents reported by members");
    put_listed(to, &some, r->proposals.len, r->cut[ROUNDUP_PROPOSALS], "event with open proposals", "events with open proposals");
    put_count(to, &some, (int64_t)r->uncertain.len, "story of uncertain date", "stories of uncertain date");
    sink_add_char(to, '.');
}

const char *roundup_language(const char *code) {
    const char *name = headline_language(code);
    size_t len = strlen(code);
    if (name != code) return name;
    return (len == 2 || len == 3) && strspn(code, "abcdefghijklmnopqrstuvwxyz") == len ? code : "language unknown";
}

static void put_languages(struct sink *to, const struct roundup_story *s) {
    size_t most = sizeof s->language_codes / sizeof *s->language_codes, shown = s->languages < most ? s->languages : most;
    sink_add_text(to, " (");
    for (size_t i = 0; i < shown; i++) {
        if (i) sink_add_text(to, ", ");
        sink_add_text(to, roundup_language(s->language_codes[i]));
    }
    sink_add_text(to, s->languages > shown ? " and others)" : ")");
}

void roundup_out_counts(struct sink *to, const struct roundup_story *s) {
    bool some = false;
    put_count(to, &some, (int64_t)s->reports, "report", "reports");
    if (s->reports && s->languages) {
        sink_add_text(to, " in ");
        if (s->languages == 1) {
            sink_add_text(to, roundup_language(s->language_codes[0]));
        } else {
            roundup_out_number(to, (int64_t)s->languages, "language", "languages");
            put_languages(to, s);
        }
    }
    put_count(to, &some, (int64_t)s->events, "event of a member", "events of members");
    if (s->reports > 1) put_count(to, &some, (int64_t)s->independent, "independent source", "independent sources");
}

void roundup_out_standing(struct sink *to, const struct roundup_story *s) {
    sink_add_text(to, s->continued ? "Continued" : "New");
    if (s->continued && s->from) {
        sink_add_text(to, ", first told of on ");
        roundup_out_days(to, s->from, s->from);
    }
}

bool roundup_is_rtl(const char *language) {
    static const char *const codes[] = {"ar", "he", "iw", "fa", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], language) == 0) return true;
    return false;
}

bool roundup_is_link(struct str url) {
    struct url parts;
    if (!url.len || url.len > 2000 || !url_split(url, &parts) || parts.user.ptr || !parts.host.len) return false;
    return str_eq_nocase(parts.scheme, STR("http")) || str_eq_nocase(parts.scheme, STR("https"));
}

static bool is_url_char(unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (c && strchr("-._~:/?#[]@!$&'*+,;=%", c));
}

void roundup_out_url(struct sink *to, struct str url) {
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (is_url_char(c))
            sink_add_char(to, (char)c);
        else
            sink_printf(to, "%%%02X", c);
    }
}

/* Marks that set or override the direction of what follows: a title could turn the text around it with them. */
static bool turns_text(uint32_t code) { return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069); }

static bool is_unfit(uint32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 || code == 0xFFFE || code == 0xFFFF;
}

void roundup_out_escape(struct sink *to, struct str piece) {
    for (size_t i = 0; i < piece.len; i++) {
        switch (piece.ptr[i]) {
        case '&': sink_add_text(to, "&amp;"); break;
        case '<': sink_add_text(to, "&lt;"); break;
        case '>': sink_add_text(to, "&gt;"); break;
        case '"': sink_add_text(to, "&quot;"); break;
        case '\'': sink_add_text(to, "&#39;"); break;
        default: sink_add_char(to, piece.ptr[i]);
        }
    }
}

void roundup_out_clean(struct sink *to, struct str text, void (*add)(struct sink *to, struct str piece)) {
    size_t from = 0;
    for (size_t i = 0; i < text.len;) {
        size_t len = utf8_char_len(text.ptr + i, text.len - i);
        uint32_t code = len ? utf8_decode(text.ptr + i, len) : 0;
        if (len && !turns_text(code) && !is_unfit(code)) {
            i += len;
            continue;
        }
        if (i > from) add(to, str_sub(text, from, i - from));
        if (!len)
            add(to, STR("\xEF\xBF\xBD"));
        else
            add(to, STR(" ")); /* not nothing: what it parted must not grow together to an address */
        i += len ? len : 1;
        from = i;
    }
    if (text.len > from) add(to, str_sub(text, from, text.len - from));
}

struct uuid roundup_uuid(const struct roundup *r) {
    static const struct uuid space = {{0x5e, 0x0c, 0x5a, 0x8f, 0x0d, 0x3b, 0x4c, 0x1a, 0x9a, 0x52, 0x1d, 0x6e, 0x7b, 0x2f, 0x40, 0x9c}};
    return uuid_from_name(&space, r->label);
}
