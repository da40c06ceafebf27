/* RSS (0.9 to 2.0, RDF) and Atom by libxml2: no network, no external entities, and libxml2's own bounds on entities that multiply. */
#include "format/in_feed.h"

#include <libxml/parser.h>

#include "base/clock.h"
#include "codec/utf8.h"
#include "format/in_html.h"
#include "format/in_text.h"
#include "model/time_text.h"

enum { ENTRIES = 10000, DAY_SECONDS = 86400 };

static bool is_called(const xmlNode *n, const char *name) {
    return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

/* A copy; a parser that recovers lets bytes through that are no UTF-8: these are read as text of an unknown encoding. */
static struct str copy_of(struct arena *arena, const xmlChar *text) {
    struct str s = str_trim(str_from(text ? (const char *)text : ""));
    struct in_text converted;
    if (utf8_is_valid(s)) return arena_str(arena, s);
    return in_text_convert(arena, s, STR_NONE, &converted) == OK ? converted.text : (struct str){"", 0};
}

static struct str content(struct arena *arena, xmlNode *n) {
    xmlChar *text = xmlNodeGetContent(n);
    struct str copy = copy_of(arena, text);
    xmlFree(text);
    return copy;
}

static struct str day(struct arena *arena, struct str text) {
    int64_t micros;
    char out[CLOCK_TEXT];
    return time_text_parse(text, &micros) ? arena_str(arena, clock_date(micros / 1000000, out)) : STR_NONE;
}

static struct str link_of(struct arena *arena, xmlNode *n) {
    xmlChar *href = xmlGetProp(n, (const xmlChar *)"href");
    struct str result = href ? copy_of(arena, href) : content(arena, n);
    xmlFree(href);
    return result;
}

static void read_day(struct arena *arena, xmlNode *n, struct document_in *d) {
    if (is_called(n, "pubDate") || is_called(n, "published") || is_called(n, "date")) d->published = day(arena, content(arena, n));
    if (is_called(n, "updated") && str_is_empty(d->published)) d->published = day(arena, content(arena, n));
}

static void read_field(struct arena *arena, xmlNode *n, struct document_in *d) {
    read_day(arena, n, d);
    if (is_called(n, "title")) d->title = in_html_text(arena, content(arena, n));
    if (is_called(n, "link") && str_is_empty(d->source_url)) d->source_url = link_of(arena, n);
    if (is_called(n, "author") || is_called(n, "creator")) d->author = content(arena, n);
    if (is_called(n, "description") || is_called(n, "summary") || is_called(n, "encoded") || is_called(n, "content")) {
        struct str text = in_html_text(arena, content(arena, n));
        if (text.len > d->text.len) d->text = text; /* the longest of summary and content */
    }
}

static bool is_entry(const xmlNode *n) { return is_called(n, "item") || is_called(n, "entry"); }

/* When it was published as a whole, as a child of the root or the channel says; when it was built tells nothing. */
static struct str day_of_feed(struct arena *arena, const xmlNode *parent, int depth) {
    struct str found = STR_NONE;
    for (xmlNode *n = parent->children; n && str_is_empty(found); n = n->next) {
        if (is_called(n, "pubDate") || is_called(n, "published") || is_called(n, "date") || is_called(n, "updated"))
            found = day(arena, content(arena, n));
        else if (depth < 1 && is_called(n, "channel"))
            found = day_of_feed(arena, n, depth + 1);
    }
    return found;
}

static struct str day_after(struct arena *arena, struct str text) {
    int64_t seconds;
    char out[CLOCK_TEXT];
    return clock_parse_date(text, &seconds) ? arena_str(arena, clock_date(seconds + DAY_SECONDS, out)) : text;
}

/* A date that stands still while entries come is believed of none; a day of grace for the zones of time. */
static bool is_belied(struct arena *arena, const xmlNode *parent, struct str last, int depth) {
    for (xmlNode *n = parent->children; n; n = n->next) {
        if (!is_entry(n)) {
            if (depth < 2 && n->type == XML_ELEMENT_NODE && is_belied(arena, n, last, depth + 1)) return true;
            continue;
        }
        struct document_in d = {.text = {"", 0}};
        for (xmlNode *field = n->children; field; field = field->next) read_day(arena, field, &d);
        if (!str_is_empty(d.published) && str_cmp(d.published, last) > 0) return true;
    }
    return false;
}

struct str in_feed_published(struct arena *arena, const struct _xmlNode *root) {
    struct str found = day_of_feed(arena, root, 0);
    return str_is_empty(found) || is_belied(arena, root, day_after(arena, found), 0) ? STR_NONE : found;
}

static void read_entries(struct arena *arena, xmlNode *parent, int depth, struct document_in_list *out) {
    for (xmlNode *n = parent->children; n && out->len < ENTRIES; n = n->next) {
        if (is_entry(n)) {
            struct document_in d = {.text = {"", 0}};
            for (xmlNode *field = n->children; field; field = field->next) read_field(arena, field, &d);
            d.title = str_trim(d.title);
            *vec_push(arena, out) = d;
        } else if (depth < 2 && n->type == XML_ELEMENT_NODE) {
            read_entries(arena, n, depth + 1, out);
        }
    }
}

enum err in_feed_read(struct arena *arena, struct str bytes, struct document_in_list *out) {
    if (bytes.len > INT32_MAX) return err_set(ERR_TOO_LARGE, "The feed is too large.");
    xmlInitParser();
    xmlDocPtr doc =
        xmlReadMemory(bytes.ptr, (int)bytes.len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    size_t before = out->len;
    if (root) read_entries(arena, root, 0, out);
    struct str published = out->len > before ? in_feed_published(arena, root) : STR_NONE;
    for (size_t i = before; i < out->len; i++) out->items[i].feed_published = published;
    xmlFreeDoc(doc);
    return out->len ? OK : err_set(ERR_BAD_INPUT, "This feed holds no entry that can be read.");
}
