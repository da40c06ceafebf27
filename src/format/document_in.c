/* Which form is it? Told by the first bytes, since names lie; then the reader of that form does the work. */
#include "format/document_in.h"

#include "format/in_feed.h"
#include "format/in_html.h"
#include "format/in_mail.h"
#include "format/in_markdown.h"
#include "format/in_pdf.h"
#include "format/in_text.h"

enum { LOOK = 1024 };

static bool has(struct str s, const char *needle) {
    struct str want = str_from(needle);
    for (size_t i = 0; i + want.len <= s.len; i++)
        if (str_starts_nocase(str_sub(s, i, want.len), want)) return true;
    return false;
}

static bool is_feed(struct str head) {
    return str_starts(head, STR("<")) && (has(head, "<rss") || has(head, "<feed") || has(head, "<rdf:rdf")) && !has(head, "<html");
}

static bool is_html(struct str head, struct str name) {
    if (!str_starts(head, STR("<"))) return false;
    return has(head, "<!doctype html") || has(head, "<html") || has(head, "<head") || has(head, "<body") || has(head, "<div") ||
           has(head, "<article") || has(head, "<p>") || str_ends(name, STR(".html")) || str_ends(name, STR(".htm"));
}

/* What has to be unpacked first; it is not done here, since what it would unpack to has no bound. */
static bool is_packed(struct str bytes) {
    static const struct str marks[] = {{"PK\3\4", 4},
                                       {"PK\5\6", 4},
                                       {"\x1F\x8B", 2},
                                       {"BZh", 3},
                                       {"\xFD"
                                        "7zXZ",
                                        5},
                                       {"7z\xBC\xAF", 4},
                                       {"Rar!", 4},
                                       {"\x28\xB5\x2F\xFD", 4}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(bytes, marks[i])) return true;
    return false;
}

static enum err read_text(struct arena *arena, struct str bytes, struct str name, struct document_in_list *out) {
    struct in_text text;
    struct document_in document = {.text = {"", 0}};
    enum err e = in_text_convert(arena, bytes, STR_NONE, &text);
    if (e != OK) return e;
    document.text = text.text;
    if (in_markdown_is(str_sub(text.text, 0, LOOK), name)) in_markdown_read(arena, text.text, &document);
    *vec_push(arena, out) = document;
    return OK;
}

enum err document_in_read(struct arena *arena, struct str bytes, struct str name, struct document_in_list *out) {
    struct str head = str_sub(bytes, 0, LOOK);
    if (is_packed(bytes)) return err_set(ERR_UNSUPPORTED, "This is a packed file (zip, gzip or the like): unpack it first.");
    if (in_pdf_is(bytes)) {
        struct document_in document;
        enum err e = in_pdf_read(arena, bytes, &document);
        if (e == OK) *vec_push(arena, out) = document;
        return e;
    }
    if (str_starts(head, STR("\xEF\xBB\xBF"))) head = str_sub(head, 3, SIZE_MAX);
    head = str_trim(head);
    if (is_feed(head)) return in_feed_read(arena, bytes, out);
    if (is_html(head, name)) {
        struct document_in document;
        enum err e = in_html_read(arena, bytes, STR_NONE, &document);
        if (e == OK) *vec_push(arena, out) = document;
        return e;
    }
    if (in_mail_is(head) || str_ends(name, STR(".eml"))) {
        struct document_in document;
        enum err e = in_mail_read(arena, bytes, &document);
        if (e == OK) *vec_push(arena, out) = document;
        return e;
    }
    return read_text(arena, bytes, name, out);
}
