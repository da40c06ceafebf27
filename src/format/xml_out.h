/* MISP's XML: the same document as the JSON one, told in elements. A sink that takes the JSON text as it is written and hands on XML, so
 * that no writer exists twice and nothing is held back: members become elements, a list repeats its element, booleans are 1 and 0,
 * null and empty lists are empty elements. Takes only what codec/json_write wrote. */
#ifndef VARDE_FORMAT_XML_OUT_H
#define VARDE_FORMAT_XML_OUT_H

#include "base/sink.h"

#define XML_DEPTH 64
#define XML_NAME 64

struct xml_level {
    char name[XML_NAME];
    bool is_array, has_items;
    bool is_tagged; /* an end tag is due when it closes */
    bool is_plain;  /* an array whose items bear no element of their own: the outermost */
};

struct sink_xml {
    struct sink sink;
    struct sink *to;
    struct xml_level levels[XML_DEPTH];
    size_t depth;
    char key[XML_NAME];
    size_t key_len;
    enum { XML_BETWEEN, XML_KEY, XML_TEXT, XML_WORD } state;
    bool wants_key, escaped;
    unsigned hex_left, code, high; /* of \uXXXX, and the first half of a surrogate pair */
    char word[32];
    size_t word_len;
    char window[4096];
};

/* Writes the declaration. */
void sink_xml_init(struct sink_xml *x, struct sink *to);
enum err sink_xml_done(struct sink_xml *x) MUST_USE;

#endif
