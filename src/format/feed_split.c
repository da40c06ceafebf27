/* See feed_split.h. Each entry is copied below a root of the feed's own name, with the namespaces that it uses. */
#include "format/feed_split.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

static bool is_entry(const xmlNode *n) {
    return n->type == XML_ELEMENT_NODE && (xmlStrEqual(n->name, (const xmlChar *)"item") || xmlStrEqual(n->name, (const xmlChar *)"entry"));
}

static enum err copy_entry(struct arena *arena, xmlNode *entry, const xmlNode *root, struct str_list *out) {
    xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
    xmlNode *top = doc ? xmlNewNode(NULL, root->name) : NULL;
    xmlNode *copy = top ? xmlDocCopyNode(entry, doc, 1) : NULL;
    xmlChar *text = NULL;
    int len = 0;
    if (top) xmlDocSetRootElement(doc, top);
    if (copy) {
        xmlAddChild(top, copy);
        xmlReconciliateNs(doc, copy);
        xmlDocDumpMemoryEnc(doc, &text, &len, "UTF-8");
    }
    if (text) *vec_push(arena, out) = arena_str(arena, (struct str){(const char *)text, (size_t)len});
    bool copied = text != NULL;
    xmlFree(text);
    xmlFreeDoc(doc);
    return copied ? OK : err_set(ERR_BAD_INPUT, "An entry of this feed cannot be read.");
}

static enum err walk(struct arena *arena, xmlNode *parent, const xmlNode *root, int depth, size_t max, struct str_list *out) {
    enum err e = OK;
    for (xmlNode *n = parent->children; n && e == OK; n = n->next) {
        if (is_entry(n))
            e = out->len < max ? copy_entry(arena, n, root, out) : err_set(ERR_TOO_LARGE, "This feed holds more than %zu entries.", max);
        else if (depth < 2 && n->type == XML_ELEMENT_NODE)
            e = walk(arena, n, root, depth + 1, max, out);
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
    enum err e = root ? walk(arena, root, root, 0, max, out) : OK;
    xmlFreeDoc(doc);
    if (e == OK && out->len == before) e = err_set(ERR_BAD_INPUT, "This feed holds no entry that can be read.");
    return e;
}
