/* Web pages by libxml2's HTML parser, network and entities off. What is main text: the element whose own paragraphs hold the most text that is
 * no link. The walk goes from node to node without recursion, so depth costs nothing. Pages that the parser would stop at (deep ones) or sit over
 * (thousands of attributes) are no pages that anybody reads: of these the plain text between the tags is taken (in_html_bare). */
#include "format/in_html.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/clock.h"
#include "format/in_html_bare.h"
#include "format/in_html_furniture.h"
#include "format/in_text.h"
#include "model/ascii.h"
#include "model/time_text.h"

enum { TEXT_MAX = 64 << 20, PARAGRAPH = 40, META_LOOK = 4096, REPORT = 300, TABLES_AROUND = 8 };

static pthread_once_t started = PTHREAD_ONCE_INIT;
static void start(void) { xmlInitParser(); }

static bool is_block(const xmlNode *n) {
    static const char *const names[] = {
        "p",       "div", "h1", "h2", "h3", "h4", "h5",     "h6",   "li", "ul", "ol",   "tr",     "table",   "blockquote", "pre", "section",
        "article", "br",  "hr", "dd", "dt", "dl", "header", "main", "td", "th", "body", "center", "details", "summary",    NULL};
    return in_html_is_named(n, names);
}

/* The node after `n` in reading order below `root`; without its children when `skip`. NULL at the end. *left is called out by closing blocks. */
static const xmlNode *next_node(const xmlNode *root, const xmlNode *n, bool skip, bool *closed_block) {
    if (!skip && n->children && n->type != XML_ENTITY_REF_NODE) return n->children;
    while (n != root) {
        if (is_block(n)) *closed_block = true;
        if (n->next) return n->next;
        n = n->parent;
        if (!n) return NULL;
    }
    return NULL;
}

static void add_words(struct buf *to, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        bool blank = ascii_is_blank(s.ptr[i]);
        if (!blank)
            buf_add_char(to, s.ptr[i]);
        else if (to->len && to->data[to->len - 1] != ' ' && to->data[to->len - 1] != '\n')
            buf_add_char(to, ' ');
    }
}

static void end_line(struct buf *to) {
    while (to->len && to->data[to->len - 1] == ' ') to->len--;
    if (to->len && to->data[to->len - 1] != '\n') buf_add_char(to, '\n');
}

/* With `bare` the blocks that are links go too: a page that has a text beside them. */
static void write_text(const xmlNode *root, bool bare, struct buf *to) {
    bool skip;
    for (const xmlNode *n = root; n;) {
        bool closed = false;
        skip = n != root && (in_html_is_furniture(n) || (bare && in_html_is_link_block(n)));
        if (!skip && is_block(n)) end_line(to);
        if (!skip && strcmp((const char *)n->name, "li") == 0 && n->type == XML_ELEMENT_NODE) buf_add_text(to, "• ");
        if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
            add_words(to, str_from((const char *)n->content));
        n = next_node(root, n, skip, &closed);
        if (closed) end_line(to);
    }
    end_line(to);
}

/* Text below a paragraph, without that of links. */
static size_t own_text(const xmlNode *root) {
    static const char *const links[] = {"a", NULL};
    size_t sum = 0;
    bool unused = false;
    for (const xmlNode *n = root; n;) {
        bool skip = n != root && (in_html_is_furniture(n) || in_html_is_named(n, links));
        if (n->type == XML_TEXT_NODE && n->content) sum += strlen((const char *)n->content);
        n = next_node(root, n, skip, &unused);
    }
    return sum;
}

struct score {
    const xmlNode *node;
    size_t points;
};
struct score_list VEC_OF(struct score);

static void add_points(struct arena *arena, struct score_list *list, const xmlNode *n, size_t points) {
    if (!n || n->type != XML_ELEMENT_NODE) return;
    for (size_t i = list->len; i > 0 && i + 64 > list->len; i--)
        if (list->items[i - 1].node == n) {
            list->items[i - 1].points += points;
            return;
        }
    *vec_push(arena, list) = (struct score){n, points};
}

static size_t text_of_paragraphs(const xmlNode *root) {
    static const char *const paragraphs[] = {"p", "pre", "blockquote", NULL};
    size_t sum = 0;
    bool unused = false;
    for (const xmlNode *n = root; n;) {
        bool skip = n != root && in_html_is_furniture(n), is_one = !skip && in_html_is_named(n, paragraphs);
        if (is_one) sum += own_text(n);
        n = next_node(root, n, skip || is_one, &unused);
    }
    return sum;
}

/* Letters are laid out in tables, each item of a roundup in a cell of its own: where the others say as much as this one, the table is the text. */
static const xmlNode *table_around(const xmlNode *best) {
    static const char *const tables[] = {"table", NULL};
    size_t own = text_of_paragraphs(best), looked = 0;
    for (const xmlNode *n = best->parent; n && n->type == XML_ELEMENT_NODE && looked < TABLES_AROUND; n = n->parent) {
        if (!in_html_is_named(n, tables)) continue;
        if (text_of_paragraphs(n) >= own * 2) return n;
        looked++;
    }
    return best;
}

/* Each paragraph speaks for its parent, and half for the parent of that. */
static const xmlNode *main_node(struct arena *arena, const xmlNode *root) {
    static const char *const paragraphs[] = {"p", "pre", "blockquote", NULL};
    static const char *const wrappers[] = {"article", "main", NULL};
    struct score_list list = {0};
    bool unused = false;
    for (const xmlNode *n = root; n;) {
        bool skip = n != root && in_html_is_furniture(n);
        if (!skip && in_html_is_named(n, paragraphs)) {
            size_t text = own_text(n);
            if (text >= PARAGRAPH) {
                add_points(arena, &list, n->parent, text);
                if (n->parent) add_points(arena, &list, n->parent->parent, text / 2);
            }
            skip = true;
        }
        n = next_node(root, n, skip, &unused);
    }
    struct score best = {root, 0};
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i].points > best.points) best = list.items[i];
    /* the article around it holds the heading too */
    for (const xmlNode *n = best.node; n && n->type == XML_ELEMENT_NODE; n = n->parent)
        if (in_html_is_named(n, wrappers)) return n;
    return table_around(best.node);
}

static void take(struct arena *arena, struct str *to, struct str value) {
    value = str_trim(value);
    if (str_is_empty(*to) && value.len) *to = arena_str(arena, value);
}

/* The day of any form of time; dates with a zone count as they are written. */
static void take_day(struct arena *arena, struct str *to, struct str value) {
    int64_t micros;
    char text[CLOCK_TEXT];
    value = str_trim(value);
    if (to->len || value.len < 8) return;
    if (ascii_is_digit(value.ptr[0]) && value.len >= 10 && value.ptr[4] == '-') value.len = 10;
    if (time_text_parse(value, &micros)) *to = arena_str(arena, clock_date(micros / 1000000, text));
}

static void read_meta(struct arena *arena, const xmlNode *n, struct document_in *out) {
    struct str name = in_html_attribute(n, "property"), content = in_html_attribute(n, "content");
    if (str_is_empty(name)) name = in_html_attribute(n, "name");
    if (str_is_empty(name)) name = in_html_attribute(n, "itemprop");
    if (str_is_empty(name) || str_is_empty(content)) return;
    if (str_eq_nocase(name, STR("og:title"))) take(arena, &out->title, content);
    if (str_eq_nocase(name, STR("author")) || str_eq_nocase(name, STR("article:author")) || str_eq_nocase(name, STR("dc.creator")))
        take(arena, &out->author, content);
    if (str_eq_nocase(name, STR("og:url"))) take(arena, &out->source_url, content);
    static const char *const days[] = {"article:published_time", "datePublished",  "pubdate",          "publishdate",   "dc.date",
                                       "dc.date.issued",         "date",           "parsely-pub-date", "sailthru.date", "publication_date",
                                       "og:published_time",      "dcterms.created"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (str_eq_nocase(name, str_from(days[i]))) take_day(arena, &out->published, content);
}

/* JSON-LD: only its "datePublished" is wanted, so it is looked for as text. */
static void read_json_ld(struct arena *arena, const xmlNode *n, struct document_in *out) {
    if (!in_html_contains(in_html_attribute(n, "type"), "ld+json") || !n->children || !n->children->content) return;
    struct str json = str_from((const char *)n->children->content);
    size_t at = str_find(json, STR("\"datePublished\""), 0);
    if (at == SIZE_MAX || (at = str_find_char(json, ':', at)) == SIZE_MAX || (at = str_find_char(json, '"', at)) == SIZE_MAX) return;
    size_t end = str_find_char(json, '"', at + 1);
    if (end != SIZE_MAX) take_day(arena, &out->published, str_sub(json, at + 1, end - at - 1));
}

static void read_metadata(struct arena *arena, const xmlNode *root, struct document_in *out) {
    bool unused = false;
    struct str title = STR_NONE, heading = STR_NONE, time = STR_NONE;
    for (const xmlNode *n = root; n; n = next_node(root, n, false, &unused)) {
        if (n->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)n->name;
        if (strcmp(name, "meta") == 0) read_meta(arena, n, out);
        if (strcmp(name, "script") == 0) read_json_ld(arena, n, out);
        if (strcmp(name, "html") == 0) take(arena, &out->language, str_sub(in_html_attribute(n, "lang"), 0, 2));
        if (strcmp(name, "time") == 0 && str_is_none(time)) time = in_html_attribute(n, "datetime");
        if (strcmp(name, "title") == 0 && n->children && n->children->content && str_is_none(title))
            title = str_from((const char *)n->children->content);
        if (strcmp(name, "h1") == 0 && n->children && n->children->content && str_is_none(heading))
            heading = str_from((const char *)n->children->content);
    }
    take(arena, &out->title, heading);
    take(arena, &out->title, title);
    take_day(arena, &out->published, time);
}

static htmlDocPtr parse(struct str text) {
    pthread_once(&started, start);
    if (text.len == 0 || text.len > INT32_MAX || in_html_is_hostile(text)) return NULL;
    return htmlReadMemory(text.ptr, (int)text.len, NULL, "UTF-8",
                          HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT);
}

static struct str text_below(struct arena *arena, const xmlNode *root) {
    struct buf text;
    buf_init(&text, TEXT_MAX);
    write_text(root, own_text(root) >= REPORT, &text);
    struct str result = in_text_normalise(arena, buf_str(&text));
    buf_done(&text);
    return result;
}

static struct str bare_text(struct arena *arena, struct str page) {
    struct buf text;
    buf_init(&text, TEXT_MAX);
    in_html_bare(page, &text);
    struct str result = in_text_normalise(arena, buf_str(&text));
    buf_done(&text);
    return result;
}

/* charset=... in the first bytes of the page. */
static struct str declared_in(struct str bytes) {
    struct str head = str_sub(bytes, 0, META_LOOK);
    for (size_t i = 0; i + 8 < head.len; i++) {
        if (!str_starts_nocase(str_sub(head, i, 8), STR("charset="))) continue;
        size_t from = i + 8, end;
        while (from < head.len && (head.ptr[from] == '"' || head.ptr[from] == '\'')) from++;
        for (end = from; end < head.len && (ascii_is_alnum(head.ptr[end]) || head.ptr[end] == '-' || head.ptr[end] == '_');) end++;
        return str_sub(head, from, end - from);
    }
    return STR_NONE;
}

enum err in_html_read(struct arena *arena, struct str bytes, struct str declared, struct document_in *out) {
    struct in_text text;
    *out = (struct document_in){.text = {"", 0}};
    enum err e = in_text_convert(arena, bytes, declared.len ? declared : declared_in(bytes), &text);
    if (e != OK) return e;
    htmlDocPtr doc = parse(text.text);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root) {
        read_metadata(arena, root, out);
        out->text = text_below(arena, main_node(arena, root));
    }
    xmlFreeDoc(doc);
    if (!root) out->text = bare_text(arena, text.text);
    return OK;
}

struct str in_html_text(struct arena *arena, struct str fragment) {
    htmlDocPtr doc = parse(fragment);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    struct str text = root ? text_below(arena, root) : bare_text(arena, fragment);
    xmlFreeDoc(doc);
    return text;
}
