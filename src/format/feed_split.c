/* See feed_split.h. Each entry is copied below a root of the feed's own name, with the namespaces that it uses. */
#include "format/feed_split.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "format/in_feed.h"

static bool is_entry(const xmlNode *n) {
    return n->type == XML_ELEMENT_NODE && (xmlStrEqual(n->name, (const xmlChar *)"item") || xmlStrEqual(n->name, (const xmlChar *)"entry"));
}

struct split {
    const xmlNode *root;
    struct str published; /* of the feed; of the others an entry tells nothing */
    size_t max;
    struct str_list *out;
};

static enum err copy_entry(struct arena *arena, xmlNode *entry, const struct split *s) {
    xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *top = doc ? xmlNewNode(NULL, s->root->name) : NULL;
    xmlNode *copy = top ? xmlDocCopyNode(entry, doc, 1) : NULL;
    xmlChar *text = NULL;
    int len = 0;
    if (top) xmlDocSetRootElement(doc, top);
    if (copy && !str_is_empty(s->published)) {
        char *day = arena_raw(arena, s->published.len + 1);
        memcpy(day, s->published.ptr, s->published.len);
        day[s->published.len] = '\0';
        xmlNewChild(top, NULL, (const xmlChar *)"published", (const xmlChar *)day);
    }
    if (copy) {
        xmlAddChild(top, copy);
        xmlReconciliateNs(doc, copy);
        xmlDocDumpMemoryEnc(doc, &text, &len, "UTF-8");
    }
    if (text) *vec_push(arena, s->out) = arena_str(arena, (struct str){(const char *)text, (size_t)len});
    bool copied = text != NULL;
    xmlFree(text);
    xmlFreeDoc(doc);
    return copied ? OK : err_set(ERR_BAD_INPUT, "An entry of this feed cannot be read.");
}

static enum err walk(struct arena *arena, xmlNode *parent, int depth, const struct split *s) {
    enum err e = OK;
    for (xmlNode *n = parent->children; n && e == OK; n = n->next) {
        if (is_entry(n))
            e = s->out->len < s->max ? copy_entry(arena, n, s) : err_set(ERR_TOO_LARGE, "This feed holds more than %zu entries.", s->max);
        else if (depth < 2 && n->type == XML_ELEMENT_NODE)
            e = walk(arena, n, depth + 1, s);
    }
    return e;
}

enum err feed_split(struct arena *arena, struct str bytes, size_t max, struct str_list *out) {
    if (bytes.len > INT32_MAX) return err_set(ERR_TOO_LARGE, "The feed is too large.");
    xmlInitParser();
    xmlDocPtr doc =
        xmlReadMemory(bytes.ptr, (int)bytes.len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    size_t before = out->len;
    struct split s = {.root = root, .max = max, .out = out, .published = root ? in_feed_published(arena, root) : STR_NONE};
    enum err e = root ? walk(arena, root, 0, &s) : OK;
    xmlFreeDoc(doc);
    if (e == OK && out->len == before) e = err_set(ERR_BAD_INPUT, "This feed holds no entry that can be read.");
    return e;
}
