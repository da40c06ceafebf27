/* Reading a head. libmicrohttpd has cut the lines apart in place and put NUL bytes where they ended; since it looks for NUL itself, a value
 * with a NUL inside arrives shortened. That shows as a gap between one field and the next, so gaps are refused (and with them folded lines). */
#include "http/head.h"

#include <string.h>

struct reading {
    struct http_headers *headers;
    const char *end; /* of the line before: the NUL that closes it */
    size_t bytes;
    bool gap, many;
};

/* After the line that ends at `end` the next one starts: behind "\n" or "\r\n", both now NUL. */
static bool follows(const char *end, const char *next) { return next == end + 1 || next == end + 2; }

static enum MHD_Result collect(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size, const char *value, size_t value_size) {
    struct reading *r = cls;
    (void)kind;
    if (!value) value = key + key_size;
    if (!follows(r->end, key)) r->gap = true;
    r->end = value + value_size;
    r->bytes += key_size + value_size + 4;
    if (r->headers->count == HEAD_FIELDS) {
        r->many = true;
        return MHD_NO;
    }
    struct http_field *field = &r->headers->items[r->headers->count++];
    field->name = (struct str){key, key_size};
    field->value = str_trim((struct str){value, value_size});
    return MHD_YES;
}

struct str head_find(const struct http_headers *headers, struct str name, unsigned *count) {
    struct str found = STR_NONE;
    unsigned n = 0;
    for (unsigned i = 0; i < headers->count; i++) {
        const struct http_field *field = &headers->items[i];
        if (field->name.len != name.len || !str_eq_nocase(field->name, name)) continue;
        if (n++ == 0) found = field->value;
    }
    if (count) *count = n;
    return found;
}

struct str http_header(const struct http_request *request, const char *name) {
    return head_find(request->headers, str_from(name), NULL);
}

static enum http_method method_of(const char *text) {
    for (enum http_method m = HTTP_GET; m < HTTP_OTHER; m++)
        if (strcmp(text, http_method_name(m)) == 0) return m;
    return HTTP_OTHER;
}

const char *http_method_name(enum http_method method) {
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "OTHER"};
    return names[method];
}

static enum err read_fields(struct exchange *x, const char *method, const char *version) {
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct reading r = {.headers = &x->headers, .end = version + strlen(version)};
    const char *last;

    x->headers.count = 0;
    r.bytes = (size_t)(version - method) + 10;
    MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, collect, &r);
    if (size && size->header_size > r.bytes) r.bytes = size->header_size;
    if (r.many || r.bytes > x->server->options.max_headers)
        return err_set(ERR_HEADERS_TOO_LARGE, "The head of a request may have %zu bytes and %d lines.", x->server->options.max_headers,
                       HEAD_FIELDS);
    last = size ? method + size->header_size : NULL; /* behind the empty line */
    if (r.gap || version != x->uri_end + 1 || (last && (last < r.end + 2 || last > r.end + 4)))
        return err_set(ERR_BAD_INPUT, "The head of the request has a NUL byte or a folded line.");
    return OK;
}

/* What the head says about the body; whatever two readers could understand differently is refused. */
static enum err read_framing(struct exchange *x, const char *version) {
    unsigned lengths, codings;
    struct str length = head_find(&x->headers, STR("Content-Length"), &lengths);
    struct str coding = head_find(&x->headers, STR("Transfer-Encoding"), &codings);

    x->content_length = -1;
    if (codings && lengths) return err_set(ERR_BAD_INPUT, "Content-Length and Transfer-Encoding exclude each other.");
    if (codings > 1 || (codings && !str_eq_nocase(coding, STR("chunked"))))
        return err_set(ERR_BAD_INPUT, "The only Transfer-Encoding known here is chunked.");
    if (codings && strcmp(version, "HTTP/1.1") != 0) return err_set(ERR_BAD_INPUT, "Transfer-Encoding needs HTTP/1.1.");
    if (lengths > 1 || (lengths && (!str_is_digits(length) || !str_to_i64(length, &x->content_length))))
        return err_set(ERR_BAD_INPUT, "Content-Length must be there once, as a number.");
    x->has_body = codings || x->content_length > 0;
    return OK;
}

/* The right-most address that is no trusted proxy; what a stranger wrote further left is not believed. */
static void read_forwarded(struct exchange *x) {
    struct address nearest = x->connection->peer, one;
    struct str proto = head_find(&x->headers, STR("X-Forwarded-Proto"), NULL);
    bool more = true;

    x->request.is_tls |= str_eq_nocase(proto, STR("https"));
    for (unsigned i = x->headers.count; more && i-- > 0;) {
        struct str rest = x->headers.items[i].value;
        if (!str_eq_nocase(x->headers.items[i].name, STR("X-Forwarded-For"))) continue;
        while (more && rest.len) {
            size_t comma = str_find_last(rest, ',');
            struct str last = comma == SIZE_MAX ? rest : str_sub(rest, comma + 1, rest.len);
            rest = comma == SIZE_MAX ? STR("") : str_sub(rest, 0, comma);
            if (!http_address_parse(last, &one)) {
                more = false;
                break;
            }
            nearest = one;
            more = networks_has(x->server->proxies, &one);
        }
    }
    char text[ADDRESS_TEXT];
    x->request.remote = arena_str(x->arena, http_address_text(&nearest, text));
}

enum err head_read(struct exchange *x, const char *method, const char *version) {
    x->request.method = method_of(method);
    x->request.headers = &x->headers;
    x->request.remote = str_from(x->connection->remote);
    x->request.is_tls = x->server->options.cert_file != NULL;
    x->content_length = -1;
    x->has_body = true; /* until it is known */
    enum err err = read_fields(x, method, version);
    if (err == OK) err = read_framing(x, version);
    if (err == OK && x->connection->trusted) read_forwarded(x);
    return err;
}

void head_detach(struct exchange *x) {
    x->request.remote = arena_str(x->arena, x->request.remote);
    for (unsigned i = 0; i < x->headers.count; i++) {
        struct http_field *field = &x->headers.items[i];
        field->name = arena_str(x->arena, field->name);
        field->value = arena_str(x->arena, field->value);
    }
}
