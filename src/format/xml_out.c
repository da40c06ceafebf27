/* See xml_out.h. A push parser of one character at a time: pieces of the text may end anywhere. */
#include "format/xml_out.h"

#include "codec/utf8.h"

static void put_text(struct sink_xml *x, const char *text) { sink_add_text(x->to, text); }

/* Keys are our own words; what no element may be called becomes an underscore. */
static void put_name(struct sink_xml *x, const char *name) {
    for (size_t i = 0; name[i]; i++) {
        char c = name[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool other = (c >= '0' && c <= '9') || c == '-' || c == '.';
        sink_add_char(x->to, letter || (other && i > 0) ? c : '_');
    }
    if (!name[0]) {
        sink_add_char(x->to, '_');
    }
}

static void put_tag(struct sink_xml *x, const char *before, const char *name, const char *after) {
    put_text(x, before);
    put_name(x, name);
    put_text(x, after);
}

static void put_char(struct sink_xml *x, char c) {
    switch (c) {
    case '&': put_text(x, "&amp;"); break;
    case '<': put_text(x, "&lt;"); break;
    case '>': put_text(x, "&gt;"); break;
    default:
        if ((unsigned char)c >= 0x20 || c == '\t' || c == '\n' || c == '\r') { /* XML 1.0 knows no others */
            sink_add_char(x->to, c);
        }
    }
}

static struct xml_level *top(struct sink_xml *x) { return x->depth ? &x->levels[x->depth - 1] : NULL; }

/* The element of the value that begins now; NULL when it has none. */
static const char *element(struct sink_xml *x) {
    struct xml_level *level = top(x);
    if (!level) {
        return NULL;
    }
    if (!level->is_array) {
        return x->key;
    }
    level->has_items = true;
    return level->is_plain ? NULL : level->name;
}

static void open_level(struct sink_xml *x, bool is_array) {
    const char *name = element(x);
    if (x->depth == XML_DEPTH) {
        x->sink.error = err_set(ERR_INTERNAL, "An answer is nested too deeply for XML.");
        return;
    }
    struct xml_level *level = &x->levels[x->depth++];
    *level = (struct xml_level){.is_array = is_array, .is_plain = is_array && x->depth == 2};
    for (size_t i = 0; name && name[i]; i++) {
        level->name[i] = name[i];
    }
    level->is_tagged = name && (!is_array || level->is_plain);
    if (level->is_tagged) {
        put_tag(x, "<", level->name, ">");
    }
    x->wants_key = !is_array;
}

static void close_level(struct sink_xml *x) {
    struct xml_level *level = top(x);
    if (!level) {
        return;
    }
    x->depth--;
    if (level->is_tagged) {
        put_tag(x, "</", level->name, ">");
    } else if (level->is_array && !level->has_items && level->name[0]) {
        put_tag(x, "<", level->name, "/>");
    }
    x->wants_key = false;
}

static void begin_text(struct sink_xml *x) {
    const char *name = element(x);
    x->state = XML_TEXT;
    if (name) {
        put_tag(x, "<", name, ">");
    }
}

static void end_text(struct sink_xml *x) {
    struct xml_level *level = top(x);
    const char *name = !level ? NULL : !level->is_array ? x->key : level->is_plain ? NULL : level->name;
    x->state = XML_BETWEEN;
    if (name) {
        put_tag(x, "</", name, ">");
    }
}

static void end_word(struct sink_xml *x) {
    struct str word = {x->word, x->word_len};
    begin_text(x);
    if (str_eq(word, STR("true"))) {
        put_text(x, "1");
    } else if (str_eq(word, STR("false"))) {
        put_text(x, "0");
    } else if (!str_eq(word, STR("null"))) {
        sink_add_str(x->to, word);
    }
    end_text(x);
    x->word_len = 0;
}

static void put_code(struct sink_xml *x, unsigned code) {
    char bytes[4];
    if (code < 0x80) {
        put_char(x, (char)code);
    } else {
        sink_add(x->to, bytes, utf8_encode(code, bytes));
    }
}

static void hex_digit(struct sink_xml *x, char c) {
    unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a') + 10;
    x->code = x->code << 4 | (digit & 15);
    if (--x->hex_left > 0) {
        return;
    }
    if (x->code >= 0xd800 && x->code < 0xdc00) {
        x->high = x->code;
    } else if (x->code >= 0xdc00 && x->code < 0xe000) {
        put_code(x, x->high ? 0x10000 + ((x->high - 0xd800) << 10) + (x->code - 0xdc00) : 0xfffd);
        x->high = 0;
    } else {
        put_code(x, x->code);
    }
}

static void escaped_char(struct sink_xml *x, char c) {
    x->escaped = false;
    switch (c) {
    case 'u':
        x->hex_left = 4;
        x->code = 0;
        break;
    case 'n': put_char(x, '\n'); break;
    case 'r': put_char(x, '\r'); break;
    case 't': put_char(x, '\t'); break;
    case 'b':
    case 'f': break;
    default: put_char(x, c);
    }
}

static void in_text(struct sink_xml *x, char c) {
    if (x->hex_left > 0) {
        hex_digit(x, c);
    } else if (x->escaped) {
        escaped_char(x, c);
    } else if (c == '\\') {
        x->escaped = true;
    } else if (c == '"') {
        end_text(x);
    } else {
        put_char(x, c);
    }
}

static void in_key(struct sink_xml *x, char c) {
    if (c == '"' && !x->escaped) {
        x->key[x->key_len] = '\0';
        x->state = XML_BETWEEN;
        x->wants_key = false;
    } else if (x->key_len + 1 < XML_NAME) {
        x->key[x->key_len++] = c;
    }
    x->escaped = c == '\\' && !x->escaped;
}

static void between(struct sink_xml *x, char c) {
    switch (c) {
    case '{': open_level(x, false); break;
    case '[': open_level(x, true); break;
    case '}':
    case ']': close_level(x); break;
    case ',': x->wants_key = top(x) && !top(x)->is_array; break;
    case '"':
        if (x->wants_key) {
            x->state = XML_KEY;
            x->key_len = 0;
        } else {
            begin_text(x);
        }
        break;
    case ':':
    case ' ':
    case '\n': break;
    default:
        x->state = XML_WORD;
        x->word[0] = c;
        x->word_len = 1;
    }
}

static void in_word(struct sink_xml *x, char c) {
    if (c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n') {
        end_word(x);
        between(x, c);
    } else if (x->word_len < sizeof x->word) {
        x->word[x->word_len++] = c;
    }
}

static enum err flush(struct sink *sink) {
    struct sink_xml *x = (struct sink_xml *)sink;
    for (size_t i = 0; i < sink->len; i++) {
        switch (x->state) {
        case XML_BETWEEN: between(x, x->window[i]); break;
        case XML_KEY: in_key(x, x->window[i]); break;
        case XML_TEXT: in_text(x, x->window[i]); break;
        case XML_WORD: in_word(x, x->window[i]); break;
        }
    }
    sink->len = 0;
    return sink->error != OK ? sink->error : x->to->error;
}

void sink_xml_init(struct sink_xml *x, struct sink *to) {
    *x = (struct sink_xml){.sink = {.cap = sizeof x->window, .flush = flush}, .to = to};
    x->sink.window = x->window;
    put_text(x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

enum err sink_xml_done(struct sink_xml *x) {
    if (x->sink.error == OK) {
        x->sink.error = flush(&x->sink);
    }
    put_text(x, "\n");
    return x->sink.error != OK ? x->sink.error : x->to->error;
}
