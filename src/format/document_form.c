/* See document_form.h. The readers are those of the in_* files. */
#include "format/document_form.h"

#include "format/in_feed.h"
#include "format/in_html.h"
#include "format/in_mail.h"
#include "format/in_markdown.h"
#include "format/in_text.h"

enum { PDF_MARK_WITHIN = 1024, HEAD = 1024 };

static const struct {
    const char *name, *ending;
} forms[FORM_COUNT] = {
    [FORM_ANY] = {"any", "bin"},   [FORM_TEXT] = {"text", "txt"}, [FORM_HTML] = {"html", "html"}, [FORM_MARKDOWN] = {"markdown", "md"},
    [FORM_MAIL] = {"mail", "eml"}, [FORM_FEED] = {"feed", "xml"}, [FORM_PDF] = {"pdf", "pdf"},
};

static const struct {
    const char *type;
    enum document_form form;
} types[] = {
    {"text/plain", FORM_TEXT},
    {"text/html", FORM_HTML},
    {"application/xhtml+xml", FORM_HTML},
    {"text/markdown", FORM_MARKDOWN},
    {"text/x-markdown", FORM_MARKDOWN},
    {"message/rfc822", FORM_MAIL},
    {"application/rss+xml", FORM_FEED},
    {"application/atom+xml", FORM_FEED},
    {"application/rdf+xml", FORM_FEED},
    {"application/pdf", FORM_PDF},
    {"application/xml", FORM_ANY},
    {"text/xml", FORM_ANY},
    {"application/octet-stream", FORM_ANY},
    {"", FORM_ANY},
};

const char *document_form_name(enum document_form form) { return forms[form].name; }
const char *document_form_ending(enum document_form form) { return forms[form].ending; }

enum document_form document_form_named(struct str name) {
    for (int i = 0; i < FORM_COUNT; i++)
        if (str_eq(name, str_from(forms[i].name))) return (enum document_form)i;
    return FORM_COUNT;
}

enum document_form document_form_of_type(struct str content_type) {
    struct str type = str_trim(str_sub(content_type, 0, str_find_char(content_type, ';', 0)));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq_nocase(type, str_from(types[i].type))) return types[i].form;
    return FORM_COUNT;
}

struct str document_form_charset(struct str content_type) {
    struct str rest = content_type, piece;
    while (!str_is_none(rest) && str_split(&rest, ';', &piece)) {
        piece = str_trim(piece);
        if (!str_starts_nocase(piece, STR("charset="))) continue;
        struct str value = str_trim(str_sub(piece, 8, SIZE_MAX));
        if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"') value = str_sub(value, 1, value.len - 2);
        return value.len > 0 && value.len <= 40 ? value : STR_NONE;
    }
    return STR_NONE;
}

static enum err read_text(struct arena *arena, bool is_markdown, struct str charset, struct str bytes, struct document_in *out) {
    struct in_text text;
    enum err e = in_text_convert(arena, bytes, charset, &text);
    if (e == OK) *out = (struct document_in){.text = text.text};
    if (e == OK && is_markdown) in_markdown_read(arena, text.text, out);
    return e;
}

static enum err read_one(struct arena *arena, enum document_form form, struct str charset, struct str bytes, struct document_in *out) {
    switch (form) {
    case FORM_HTML: return in_html_read(arena, bytes, charset, out);
    case FORM_MAIL: return in_mail_read(arena, bytes, out);
    default: return read_text(arena, form == FORM_MARKDOWN, charset, bytes, out);
    }
}

enum err document_form_read(struct arena *arena, enum document_form form, struct str charset, struct str bytes,
                            struct document_in_list *out) {
    struct document_in one;
    if (form == FORM_FEED) return in_feed_read(arena, bytes, out);
    if (form == FORM_PDF && str_find(str_sub(bytes, 0, PDF_MARK_WITHIN), STR("%PDF-"), 0) == SIZE_MAX)
        return err_set(ERR_BAD_INPUT, "These bytes are no PDF.");
    if (form == FORM_ANY || form == FORM_PDF) return document_in_read(arena, bytes, STR(""), out);
    enum err e = read_one(arena, form, charset, bytes, &one);
    if (e == OK) *vec_push(arena, out) = one;
    return e;
}

bool document_form_is_feed(struct arena *arena, enum document_form form, struct str bytes) {
    struct document_in_list documents = {0};
    struct str head = arena_lower(arena, str_sub(bytes, 0, HEAD));
    if (form != FORM_ANY) return form == FORM_FEED;
    /* so that nothing else is read twice */
    if (str_find(head, STR("<rss"), 0) == SIZE_MAX && str_find(head, STR("<feed"), 0) == SIZE_MAX &&
        str_find(head, STR("<rdf:rdf"), 0) == SIZE_MAX)
        return false;
    return document_in_read(arena, bytes, STR(""), &documents) == OK && documents.len > 1;
}
