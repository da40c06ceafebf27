/* See search_request.h. One table says what each filter is; the functions below say how each kind of value is read. */
#include "service/search_request.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"

enum filter_kind {
    KIND_TERMS, /* which: search_term */
    KIND_FLAG,  /* which: search_flag */
    KIND_SPAN,  /* which: search_span */
    KIND_MASK,  /* which: mask_name */
    KIND_DATE_FROM,
    KIND_DATE_TO,
    KIND_DATE,
    KIND_SEEN_FROM,
    KIND_SEEN_TO,
    KIND_TIMESTAMP, /* of the scope's own noun */
    KIND_LIMIT,
    KIND_PAGE,
    KIND_ORDER,
    KIND_SORT,
    KIND_DIRECTION,
    KIND_FORMAT,
    KIND_COLUMNS,
    KIND_FIELDS,
    KIND_ANYWHERE,
    KIND_EVENT_ATTRIBUTE,
    KIND_SILENT /* an option that changes nothing here and need not be reported */
};
enum mask_name { MASK_TO_IDS, MASK_DELETED, MASK_PUBLISHED };

#define EVERY (SCOPE_EVENTS | SCOPE_ATTRIBUTES | SCOPE_OBJECTS)
#define ALL_4 (EVERY | SCOPE_INDEX)

struct filter {
    const char *name; /* folded: lower case, no underscores */
    enum filter_kind kind;
    int which;
    unsigned scopes;
};

/* sorted by name */
static const struct filter filters[] = {
    {"allowproposalblocking", KIND_SILENT, 0, EVERY},
    {"all", KIND_ANYWHERE, 0, SCOPE_INDEX},
    {"analysis", KIND_TERMS, TERM_ANALYSIS, ALL_4},
    {"attribute", KIND_EVENT_ATTRIBUTE, 0, SCOPE_INDEX},
    {"attributetimestamp", KIND_SPAN, SPAN_ATTRIBUTE_TIMESTAMP, EVERY},
    {"category", KIND_TERMS, TERM_CATEGORY, EVERY},
    {"comment", KIND_TERMS, TERM_COMMENT, EVERY},
    {"date", KIND_DATE, 0, ALL_4},
    {"datefrom", KIND_DATE_FROM, 0, SCOPE_INDEX},
    {"dateuntil", KIND_DATE_TO, 0, SCOPE_INDEX},
    {"deleted", KIND_MASK, MASK_DELETED, EVERY},
    {"direction", KIND_DIRECTION, 0, ALL_4},
    {"distribution", KIND_TERMS, TERM_DISTRIBUTION, ALL_4},
    {"download", KIND_SILENT, 0, ALL_4},
    {"enforcewarninglist", KIND_FLAG, FLAG_ENFORCE_WARNINGLIST, EVERY},
    {"eventid", KIND_TERMS, TERM_EVENT_ID, ALL_4},
    {"eventinfo", KIND_TERMS, TERM_INFO, ALL_4},
    {"eventsextendinguuid", KIND_TERMS, TERM_EXTENDING, EVERY},
    {"eventtags", KIND_TERMS, TERM_EVENT_TAGS, EVERY},
    {"eventtimestamp", KIND_SPAN, SPAN_EVENT_TIMESTAMP, EVERY},
    {"eventuuid", KIND_TERMS, TERM_EVENT_UUID, EVERY},
    {"excludegalaxy", KIND_FLAG, FLAG_NO_GALAXY, EVERY},
    {"excludelocaltags", KIND_FLAG, FLAG_NO_LOCAL_TAGS, EVERY},
    {"fields", KIND_FIELDS, 0, ALL_4},
    {"firstseen", KIND_SEEN_FROM, SPAN_FIRST_SEEN, EVERY},
    {"flatten", KIND_FLAG, FLAG_FLATTEN, EVERY},
    {"from", KIND_DATE_FROM, 0, ALL_4},
    {"hasproposal", KIND_FLAG, FLAG_HAS_PROPOSAL, SCOPE_INDEX},
    {"headerless", KIND_FLAG, FLAG_HEADERLESS, EVERY},
    {"id", KIND_TERMS, TERM_ATTRIBUTE_ID, SCOPE_ATTRIBUTES},
    {"idlist", KIND_TERMS, TERM_EVENT_ID, SCOPE_EVENTS},
    {"includealltags", KIND_FLAG, FLAG_ALL_TAGS, EVERY},
    {"includeanalystdata", KIND_FLAG, FLAG_ANALYST_DATA, EVERY},
    {"includeattachments", KIND_FLAG, FLAG_WITH_ATTACHMENTS, EVERY},
    {"includeattributeuuid", KIND_FLAG, FLAG_ATTRIBUTE_UUID, EVERY},
    {"includecontext", KIND_FLAG, FLAG_CONTEXT, EVERY},
    {"includecorrelations", KIND_FLAG, FLAG_CORRELATIONS, EVERY},
    {"includedecayscore", KIND_FLAG, FLAG_DECAY_SCORE, EVERY},
    {"includeeventtags", KIND_FLAG, FLAG_EVENT_TAGS, EVERY},
    {"includeeventuuid", KIND_FLAG, FLAG_EVENT_UUID, EVERY},
    {"includegalaxy", KIND_SILENT, 0, EVERY},
    {"includegranularcorrelations", KIND_FLAG, FLAG_GRANULAR, EVERY},
    {"includeproposals", KIND_FLAG, FLAG_PROPOSALS, EVERY},
    {"includesightings", KIND_FLAG, FLAG_SIGHTINGS, EVERY},
    {"includewarninglisthits", KIND_FLAG, FLAG_WARNINGLIST_HITS, EVERY},
    {"info", KIND_TERMS, TERM_INFO, SCOPE_INDEX},
    {"last", KIND_SPAN, SPAN_PUBLISH_TIMESTAMP, EVERY},
    {"lastseen", KIND_SEEN_TO, SPAN_LAST_SEEN, EVERY},
    {"limit", KIND_LIMIT, 0, ALL_4},
    {"metacategory", KIND_TERMS, TERM_META_CATEGORY, EVERY},
    {"metadata", KIND_FLAG, FLAG_METADATA, EVERY},
    {"minimal", KIND_FLAG, FLAG_MINIMAL, SCOPE_INDEX},
    {"noeventreports", KIND_FLAG, FLAG_NO_REPORTS, EVERY},
    {"noshadowattributes", KIND_FLAG, FLAG_NO_PROPOSALS, EVERY},
    {"nosightings", KIND_FLAG, FLAG_NO_SIGHTINGS, EVERY},
    {"objectid", KIND_TERMS, TERM_OBJECT_ID, EVERY},
    {"objectname", KIND_TERMS, TERM_OBJECT_NAME, EVERY},
    {"objectrelation", KIND_TERMS, TERM_RELATION, EVERY},
    {"objecttemplateuuid", KIND_TERMS, TERM_OBJECT_TEMPLATE, EVERY},
    {"objecttemplateversion", KIND_TERMS, TERM_TEMPLATE_VERSION, EVERY},
    {"objecttimestamp", KIND_SPAN, SPAN_OBJECT_TIMESTAMP, EVERY},
    {"order", KIND_ORDER, 0, ALL_4},
    {"org", KIND_TERMS, TERM_ORG, ALL_4},
    {"page", KIND_PAGE, 0, ALL_4},
    {"published", KIND_MASK, MASK_PUBLISHED, ALL_4},
    {"publishtimestamp", KIND_SPAN, SPAN_PUBLISH_TIMESTAMP, ALL_4},
    {"quickfilter", KIND_ANYWHERE, 0, ALL_4},
    {"requestedattributes", KIND_COLUMNS, 0, EVERY},
    {"returnformat", KIND_FORMAT, 0, ALL_4},
    {"searchall", KIND_ANYWHERE, 0, ALL_4},
    {"sgreferenceonly", KIND_FLAG, FLAG_GROUP_REFERENCE_ONLY, EVERY},
    {"sharinggroup", KIND_TERMS, TERM_GROUP, ALL_4},
    {"sharinggroupid", KIND_TERMS, TERM_SHARING_GROUP_ID, EVERY},
    {"sort", KIND_SORT, 0, ALL_4},
    {"tag", KIND_TERMS, TERM_TAGS, ALL_4},
    {"tags", KIND_TERMS, TERM_TAGS, ALL_4},
    {"threatlevel", KIND_TERMS, TERM_THREAT_LEVEL, ALL_4},
    {"threatlevelid", KIND_TERMS, TERM_THREAT_LEVEL, ALL_4},
    {"timestamp", KIND_TIMESTAMP, 0, ALL_4},
    {"to", KIND_DATE_TO, 0, ALL_4},
    {"toids", KIND_MASK, MASK_TO_IDS, EVERY},
    {"type", KIND_TERMS, TERM_TYPE, EVERY},
    {"uuid", KIND_TERMS, TERM_UUID, ALL_4},
    {"value", KIND_TERMS, TERM_VALUE, EVERY},
    {"value1", KIND_TERMS, TERM_VALUE1, EVERY},
    {"value2", KIND_TERMS, TERM_VALUE2, EVERY},
    {"withattachments", KIND_FLAG, FLAG_WITH_ATTACHMENTS, EVERY},
};

static const struct {
    const char *name; /* folded */
    enum search_order order;
} order_names[] = {
    {"id", ORDER_ID},
    {"eventid", ORDER_EVENT_ID},
    {"objectid", ORDER_OBJECT_ID},
    {"type", ORDER_TYPE},
    {"category", ORDER_CATEGORY},
    {"value", ORDER_VALUE},
    {"value1", ORDER_VALUE},
    {"distribution", ORDER_DISTRIBUTION},
    {"timestamp", ORDER_TIMESTAMP},
    {"objectrelation", ORDER_RELATION},
    {"publishtimestamp", ORDER_PUBLISH_TIMESTAMP},
    {"info", ORDER_INFO},
    {"analysis", ORDER_ANALYSIS},
    {"threatlevelid", ORDER_THREAT_LEVEL},
    {"threatlevel", ORDER_THREAT_LEVEL},
    {"date", ORDER_DATE},
    {"orgcid", ORDER_ORGC},
    {"org", ORDER_ORGC},
    {"attributecount", ORDER_ATTRIBUTE_COUNT},
    {"published", ORDER_PUBLISHED},
};

static const struct {
    const char *name;
    enum search_format format;
} format_names[] = {
    {"json", FORM_JSON},   {"download", FORM_JSON}, {"xml", FORM_XML},       {"csv", FORM_CSV},     {"text", FORM_TEXT},
    {"values", FORM_TEXT}, {"count", FORM_COUNT},   {"hashes", FORM_HASHES}, {"cache", FORM_CACHE},
};

struct reading {
    struct arena *arena;
    int64_t now;
    struct search_request *out;
};

/* "sgReferenceOnly", "event_tags" -> "sgreferenceonly", "eventtags"; too long: "" */
static struct str fold_name(struct str name, char out[64]) {
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (n == 63) {
            return STR("");
        }
        if (name.ptr[i] != '_') {
            out[n++] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] + 32) : name.ptr[i];
        }
    }
    out[n] = '\0';
    return (struct str){out, n};
}

static const struct filter *find_in_table(const char *name, unsigned scope) {
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        if (filters[i].name[0] == name[0] && strcmp(filters[i].name, name) == 0) {
            return filters[i].scopes & scope ? &filters[i] : NULL;
        }
    }
    return NULL;
}

/* events/index knows its filters also as "searchtag", "searcheventinfo"... */
static const struct filter *find_filter(struct str name, unsigned scope) {
    char folded[64];
    fold_name(name, folded);
    const struct filter *f = find_in_table(folded, scope);
    if (!f && scope == SCOPE_INDEX && strncmp(folded, "search", 6) == 0) {
        f = find_in_table(folded + 6, scope);
    }
    return f;
}

/* --- values --- */

size_t search_skip(size_t page, size_t limit) {
    size_t skip;
    bool over = __builtin_mul_overflow(page - 1, limit, &skip) || skip > INT64_MAX / 2;
    return over ? (size_t)(INT64_MAX / 2) : skip;
}

bool search_is_pattern(struct str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\\') {
            i++;
        } else if (text.ptr[i] == '%') {
            return true;
        }
    }
    return false;
}

struct str search_pattern(struct arena *arena, struct str text) {
    char *out = arena_raw(arena, text.len * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = c != '%';
        if (c == '\\' && i + 1 < text.len && strchr("\\%_", text.ptr[i + 1])) {
            c = text.ptr[++i];
            plain = true;
        }
        if (plain && (c == '%' || c == '_' || c == '!')) {
            out[n++] = '!';
        }
        out[n++] = c;
    }
    return (struct str){out, n};
}

static void add_term(struct reading *r, struct search_terms *terms, struct str text, struct str_list *where) {
    text = str_trim(text);
    if (text.len > 1 && text.ptr[0] == '!' && where == &terms->any) {
        *vec_push(r->arena, &terms->none) = str_trim(str_sub(text, 1, text.len));
    } else if (text.len > 0) {
        *vec_push(r->arena, where) = text;
    }
}

/* "a&&b", "a||b": a list */
static void add_scalar(struct reading *r, struct search_terms *terms, struct str text, bool keep_whole) {
    size_t from = 0, parts = 0;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] == text.ptr[i + 1] && (text.ptr[i] == '&' || text.ptr[i] == '|')) {
            add_term(r, terms, str_sub(text, from, i - from), &terms->any);
            from = ++i + 1;
            parts++;
        }
    }
    if (parts == 0 || from < text.len) {
        add_term(r, terms, str_sub(text, from, text.len - from), &terms->any);
    }
    if (parts > 0 && keep_whole) {
        add_term(r, terms, text, &terms->any);
    }
}

static void add_list(struct reading *r, struct search_terms *terms, const struct json_node *node, struct str_list *where) {
    if (json_is_scalar(node)) {
        add_term(r, terms, node->text, where);
        return;
    }
    for (const struct json_node *item = node->child; item; item = item->next) {
        if (json_is_scalar(item)) {
            add_term(r, terms, item->text, where);
        }
    }
}

static enum err read_terms(struct reading *r, enum search_term which, const struct json_node *node) {
    struct search_terms *terms = &r->out->terms[which];
    if (node->len > LIMIT_FILTER_VALUES) {
        return err_set(ERR_TOO_LARGE, "A filter holds more than %d values.", LIMIT_FILTER_VALUES);
    }
    if (node->kind == JSON_OBJECT) {
        for (const struct json_node *side = node->child; side; side = side->next) {
            if (str_eq_nocase(side->key, STR("NOT"))) {
                add_list(r, terms, side, &terms->none);
            } else if (str_eq_nocase(side->key, STR("AND"))) {
                add_list(r, terms, side, &terms->all);
            } else if (str_eq_nocase(side->key, STR("OR"))) {
                add_list(r, terms, side, &terms->any);
            } else if (json_is_scalar(side)) { /* {"0": "a", "1": "b"}: a list as PHP may write it */
                add_term(r, terms, side->text, &terms->any);
            }
        }
    } else if (node->kind == JSON_ARRAY) {
        add_list(r, terms, node, &terms->any);
    } else {
        add_scalar(r, terms, node->text, which == TERM_VALUE || which == TERM_COMMENT || which == TERM_INFO);
    }
    return OK;
}

static struct str first_text(const struct json_node *node) {
    const struct json_node *item = json_is_scalar(node) ? node : node->child;
    return item && json_is_scalar(item) && !str_is_none(item->text) ? item->text : STR("");
}

static struct interval read_interval(struct reading *r, const struct json_node *node) {
    const struct json_node *a = json_is_scalar(node) ? node : node->child;
    const struct json_node *b = json_is_scalar(node) || !a ? NULL : a->next;
    struct interval none = {0};
    if (!a || !json_is_scalar(a) || (b && !json_is_scalar(b))) {
        return none;
    }
    return b ? interval_between(a->text, b->text, r->now) : interval_since(a->text, r->now);
}

static struct str date_of(struct reading *r, int64_t seconds) {
    char text[CLOCK_TEXT];
    return arena_str(r->arena, clock_date(seconds, text));
}

static void read_date(struct reading *r, const struct json_node *node, bool from, bool to) {
    struct interval i = from && to ? read_interval(r, node) : (struct interval){0};
    struct search *s = &r->out->search;
    if (from && to) {
        s->date_from = i.has_from ? date_of(r, i.from) : s->date_from;
        s->date_to = i.has_to ? date_of(r, i.to) : s->date_to;
    } else if (from) {
        s->date_from = date_of(r, interval_point(first_text(node), r->now));
    } else {
        s->date_to = date_of(r, interval_point(first_text(node), r->now));
    }
}

/* One form of an instant: from then on (first_seen) or until then (last_seen). */
static void read_seen(struct reading *r, enum search_span span, const struct json_node *node, bool until) {
    struct interval i = read_interval(r, node);
    if (until && i.has_from && !i.has_to) {
        i = (struct interval){.has_to = true, .to = i.from};
    }
    r->out->search.span[span] = i;
}

static unsigned mask_of(struct str text, unsigned fallback) {
    if (str_eq(text, STR("1")) || str_eq_nocase(text, STR("true")) || str_eq_nocase(text, STR("only"))) {
        return MASK_YES;
    }
    if (str_eq(text, STR("0")) || str_eq_nocase(text, STR("false")) || str_eq_nocase(text, STR("exclude"))) {
        return MASK_NO;
    }
    return fallback;
}

static void read_mask(struct reading *r, enum mask_name which, const struct json_node *node) {
    struct search *s = &r->out->search;
    unsigned *to = which == MASK_TO_IDS ? &s->to_ids : which == MASK_DELETED ? &s->deleted : &s->published;
    unsigned mask = 0;
    r->out->asks_to_ids |= which == MASK_TO_IDS;
    r->out->asks_published |= which == MASK_PUBLISHED;
    if (json_is_scalar(node)) {
        *to = mask_of(node->text, *to);
        return;
    }
    for (const struct json_node *item = node->child; item; item = item->next) {
        mask |= json_is_scalar(item) ? mask_of(item->text, 0) : 0;
    }
    *to = mask ? mask : *to;
}

static enum err read_count(const struct json_node *node, const char *name, size_t *out) {
    int64_t n;
    struct str text = first_text(node);
    if (text.len == 0) {
        return OK;
    }
    if (!str_to_i64(text, &n) || n < 0 || n > 1000000000000) {
        return err_set(ERR_BAD_INPUT, "The value of %s has to be a whole number.", name);
    }
    *out = (size_t)n;
    return OK;
}

static void set_order(struct reading *r, struct str text) {
    char folded[64];
    text = str_trim(text);
    size_t blank = str_find_char(text, ' ', 0);
    struct str field = blank == SIZE_MAX ? text : str_sub(text, 0, blank);
    size_t dot = str_find_last(field, '.');
    fold_name(dot == SIZE_MAX ? field : str_sub(field, dot + 1, field.len), folded);
    for (size_t i = 0; i < sizeof order_names / sizeof *order_names; i++) {
        if (strcmp(order_names[i].name, folded) == 0) {
            r->out->search.order = order_names[i].order;
            if (blank != SIZE_MAX) {
                r->out->search.descending = str_eq_nocase(str_trim(str_sub(text, blank, text.len)), STR("desc"));
            }
        }
    }
}

static void read_format(struct reading *r, struct str text) {
    r->out->format = FORM_UNKNOWN;
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++) {
        if (str_eq_nocase(text, str_from(format_names[i].name))) {
            r->out->format = format_names[i].format;
        }
    }
}

static void read_names(struct reading *r, const struct json_node *node, struct str_list *out) {
    if (!json_is_scalar(node)) {
        for (const struct json_node *item = node->child; item; item = item->next) {
            if (json_is_scalar(item) && !str_is_empty(item->text)) {
                *vec_push(r->arena, out) = str_trim(item->text);
            }
        }
        return;
    }
    struct str rest = node->text, piece;
    while (str_split(&rest, ',', &piece)) {
        if (str_trim(piece).len) {
            *vec_push(r->arena, out) = str_trim(piece);
        }
    }
}

static enum search_span own_timestamp(enum search_scope scope) {
    return scope == SCOPE_ATTRIBUTES ? SPAN_ATTRIBUTE_TIMESTAMP : scope == SCOPE_OBJECTS ? SPAN_OBJECT_TIMESTAMP : SPAN_EVENT_TIMESTAMP;
}

/* searchall: a text, or true with the text in `value` */
static void read_anywhere(struct reading *r, const struct json_node *node) {
    struct str text = first_text(node);
    if (node->kind == JSON_TRUE || str_eq(text, STR("1"))) {
        r->out->flags[FLAG_SEARCHALL] = true;
    } else if (node->kind != JSON_FALSE && text.len && !str_eq(text, STR("0"))) {
        r->out->anywhere = text;
    }
}

static enum err read_filter(struct reading *r, const struct filter *f, const struct json_node *node) {
    struct search_request *out = r->out;
    switch (f->kind) {
    case KIND_TERMS: return read_terms(r, (enum search_term)f->which, node);
    case KIND_FLAG: out->flags[f->which] = json_text_is_true(first_text(node)); return OK;
    case KIND_SPAN: out->search.span[f->which] = read_interval(r, node); return OK;
    case KIND_TIMESTAMP: out->search.span[own_timestamp(out->scope)] = read_interval(r, node); return OK;
    case KIND_MASK: read_mask(r, (enum mask_name)f->which, node); return OK;
    case KIND_DATE_FROM: read_date(r, node, true, false); return OK;
    case KIND_DATE_TO: read_date(r, node, false, true); return OK;
    case KIND_DATE: read_date(r, node, true, true); return OK;
    case KIND_SEEN_FROM: read_seen(r, SPAN_FIRST_SEEN, node, false); return OK;
    case KIND_SEEN_TO: read_seen(r, SPAN_LAST_SEEN, node, true); return OK;
    case KIND_LIMIT: return read_count(node, "limit", &out->limit);
    case KIND_PAGE: return read_count(node, "page", &out->page);
    case KIND_ORDER: set_order(r, first_text(node)); return OK;
    case KIND_SORT: set_order(r, first_text(node)); return OK;
    case KIND_DIRECTION: out->search.descending = str_eq_nocase(first_text(node), STR("desc")); return OK;
    case KIND_FORMAT: read_format(r, first_text(node)); return OK;
    case KIND_COLUMNS: read_names(r, node, &out->columns); return OK;
    case KIND_FIELDS: read_names(r, node, &out->fields); return OK;
    case KIND_ANYWHERE: read_anywhere(r, node); return OK;
    case KIND_EVENT_ATTRIBUTE: out->event_attribute = first_text(node); return OK;
    case KIND_SILENT: return OK;
    }
    return OK;
}

/* null, "", [], {} and false ask for nothing */
static bool is_blank(const struct json_node *node) {
    if (json_is_scalar(node)) {
        return node->kind == JSON_NULL || str_is_empty(node->text);
    }
    return node->child == NULL;
}

static enum err read_all(struct reading *r, const struct json_node *from, const struct json_node *over) {
    for (const struct json_node *node = from ? from->child : NULL; node; node = node->next) {
        r->out->given++;
        if (is_blank(node) || (over && node->key.len < 64 && json_get(over, arena_cstr(r->arena, node->key)))) {
            continue;
        }
        const struct filter *f = find_filter(node->key, r->out->scope);
        if (!f) {
            bool asks = !json_is_scalar(node) || !(str_eq(node->text, STR("0")) || node->kind == JSON_FALSE);
            if (asks) {
                *vec_push(r->arena, &r->out->ignored) = node->key;
            }
            continue;
        }
        enum err e = read_filter(r, f, node);
        if (e != OK) {
            return e;
        }
    }
    return OK;
}

enum err search_request_read(struct arena *arena, int64_t now, enum search_scope scope, const struct json_node *body,
                             const struct json_node *named, struct search_request *out) {
    struct reading r = {.arena = arena, .now = now, .out = out};
    *out = (struct search_request){.scope = scope, .format = FORM_JSON};
    search_init(&out->search);
    enum err e = read_all(&r, named, body);
    if (e == OK) {
        e = read_all(&r, body, NULL);
    }
    if (e != OK) {
        return e;
    }
    if (out->page == 0) {
        out->page = 1;
    }
    if (out->flags[FLAG_SEARCHALL] && out->terms[TERM_VALUE].any.len) {
        out->anywhere = out->terms[TERM_VALUE].any.items[0];
        out->terms[TERM_VALUE] = (struct search_terms){0};
    }
    return OK;
}
