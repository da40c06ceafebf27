/* Fetching with libcurl, which gets no freedom: it is told the addresses, follows no redirect, knows no proxy and no cookie, and the callback that opens
 * its sockets looks at each address once more. One hop is one transfer on a handle of its own. */
#include "sync/fetch.h"

#include <curl/curl.h>
#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "sync/curl_start.h"
#include "sync/fetch_target.h"
#include "sync/internal_address.h"
#include "sync/resolve.h"

#define HEADERS_MAX (256u << 10)
#define CONNECT_MS 10000L
#define ADDRESSES_MAX 16

/* One sentence for all of it: a stranger learns nothing about names and networks here. */
#define TEXT_FORBIDDEN "This address may not be fetched: it is not on the operator's list, or it leads to where nothing is fetched from."
#define TEXT_SLOW "The source did not answer in time."
#define TEXT_FAILED "The source could not be read."

struct hop {
    const struct fetch_options *options;
    struct arena *arena;
    int64_t deadline; /* steady microseconds */
    CURL *curl;
    struct curl_slist *resolved;
    struct buf body;
    size_t header_bytes;
    bool too_large, inside;
};

bool sync_fetch_is_on(const struct fetch_options *options) { return options && options->allow && options->allow[0] != '\0'; }

static size_t take_body(char *bytes, size_t size, size_t count, void *ctx) {
    struct hop *hop = ctx;
    buf_add(&hop->body, bytes, size * count);
    hop->too_large = hop->body.failed;
    return hop->too_large ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *ctx) {
    struct hop *hop = ctx;
    (void)bytes;
    hop->header_bytes += size * count;
    hop->too_large = hop->header_bytes > HEADERS_MAX;
    return hop->too_large ? 0 : size * count;
}

static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to) {
    struct hop *hop = ctx;
    struct address address;
    if (purpose != CURLSOCKTYPE_IPCXN || !internal_address_from(&to->addr, &address) ||
        !internal_address_is_allowed(&address, hop->options->allow_inner)) {
        hop->inside = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* What libcurl shall use instead of asking anybody: "host:port:address,address". Every address was judged. */
static enum err give_addresses(struct hop *hop, const struct fetch_target *target, const struct address_list *addresses) {
    struct buf entry;
    char text[ADDRESS_TEXT];
    if (target->is_address) return OK;
    buf_init(&entry, 4096);
    buf_printf(&entry, "%.*s:%u:", STR_ARG(target->host), target->port);
    for (size_t i = 0; i < addresses->len && i < ADDRESSES_MAX; i++) {
        if (i > 0) buf_add_char(&entry, ',');
        buf_add_str(&entry, address_text(&addresses->items[i], text));
    }
    hop->resolved = entry.failed ? NULL : curl_slist_append(NULL, entry.data);
    buf_done(&entry);
    return hop->resolved ? OK : err_set(ERR_REFUSED, TEXT_FAILED);
}

/* On the list, and none of its addresses inside? One that is inside condemns the name: an honest source has none. */
static enum err vet(struct hop *hop, const struct fetch_target *target) {
    struct address_list addresses = {0};
    enum err e = OK;
    if (!fetch_target_is_allowed(hop->arena, target, hop->options->allow)) return err_set(ERR_FORBIDDEN, TEXT_FORBIDDEN);
    if (target->is_address)
        *vec_push(hop->arena, &addresses) = target->address;
    else
        e = sync_resolve(hop->arena, target->host, hop->deadline - clock_steady(), &addresses);
    if (e != OK) return err_set(ERR_FORBIDDEN, TEXT_FORBIDDEN);
    for (size_t i = 0; i < addresses.len; i++)
        if (!internal_address_is_allowed(&addresses.items[i], hop->options->allow_inner)) return err_set(ERR_FORBIDDEN, TEXT_FORBIDDEN);
    return give_addresses(hop, target, &addresses);
}

static bool set_limits(struct hop *hop, long milliseconds) {
    CURL *c = hop->curl;
    return curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK && curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, milliseconds) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)hop->options->max_bytes) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK && curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L) == CURLE_OK && curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK;
}

static bool set_callbacks(struct hop *hop) {
    CURL *c = hop->curl;
    return curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK && curl_easy_setopt(c, CURLOPT_WRITEDATA, hop) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_HEADERDATA, hop) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, hop) == CURLE_OK;
}

static bool set_request(struct hop *hop, struct str url) {
    CURL *c = hop->curl;
    return curl_easy_setopt(c, CURLOPT_URL, url.ptr) == CURLE_OK &&
           (!hop->resolved || curl_easy_setopt(c, CURLOPT_RESOLVE, hop->resolved) == CURLE_OK) &&
           curl_easy_setopt(c, CURLOPT_USERAGENT, "Varde/" VARDE_VERSION) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip, deflate") == CURLE_OK;
}

static enum err judge(const struct hop *hop, CURLcode code) {
    if (hop->inside) return err_set(ERR_FORBIDDEN, TEXT_FORBIDDEN);
    if (hop->too_large || code == CURLE_FILESIZE_EXCEEDED)
        return err_set(ERR_TOO_LARGE, "The document is larger than %zu bytes, the most that is fetched.", hop->options->max_bytes);
    if (code == CURLE_OPERATION_TIMEDOUT) return err_set(ERR_REFUSED, TEXT_SLOW);
    return code == CURLE_OK ? OK : err_set(ERR_REFUSED, TEXT_FAILED);
}

/* A redirect yields its absolute target in *next; else the document is in `out`. */
static enum err take_answer(struct hop *hop, struct str url, struct str *next, struct fetched *out) {
    long status = 0;
    const char *type = NULL, *target = NULL;
    curl_easy_getinfo(hop->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(hop->curl, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(hop->curl, CURLINFO_REDIRECT_URL, &target);
    if (status >= 300 && status < 400 && target) {
        *next = arena_str(hop->arena, str_from(target));
        return OK;
    }
    if (status < 200 || status > 299) return err_set(ERR_REFUSED, "The source answered with the status %ld.", status);
    *out = (struct fetched){.bytes = arena_str(hop->arena, buf_str(&hop->body)),
                            .content_type = type ? arena_str(hop->arena, str_from(type)) : STR_NONE,
                            .url = url};
    return OK;
}

static enum err run(struct hop *hop, const struct fetch_target *target, struct str *next, struct fetched *out) {
    struct str url = fetch_target_url(hop->arena, target);
    enum err e = vet(hop, target);
    if (e != OK) return e;
    int64_t left = (hop->deadline - clock_steady()) / 1000;
    if (left <= 0) return err_set(ERR_REFUSED, TEXT_SLOW);
    hop->curl = curl_easy_init();
    if (!hop->curl || !set_limits(hop, (long)left) || !set_callbacks(hop) || !set_request(hop, url))
        return err_set(ERR_INTERNAL, "libcurl cannot be set up.");
    e = judge(hop, curl_easy_perform(hop->curl));
    return e == OK ? take_answer(hop, url, next, out) : e;
}

static enum err fetch_hop(const struct fetch_options *options, struct arena *arena, int64_t deadline, const struct fetch_target *target,
                          struct str *next, struct fetched *out) {
    struct hop hop = {.options = options, .arena = arena, .deadline = deadline};
    buf_init(&hop.body, options->max_bytes);
    enum err e = run(&hop, target, next, out);
    if (hop.curl) curl_easy_cleanup(hop.curl);
    curl_slist_free_all(hop.resolved);
    buf_done(&hop.body);
    return e;
}

enum err sync_fetch(const struct fetch_options *options, struct arena *arena, struct str url, struct fetched *out) {
    if (!sync_fetch_is_on(options)) return err_set(ERR_FORBIDDEN, TEXT_FORBIDDEN);
    int64_t deadline = clock_steady() + (int64_t)options->seconds * 1000000;
    enum err e = curl_start();
    *out = (struct fetched){.bytes = STR_NONE};
    for (int hops = 0; e == OK; hops++) {
        struct fetch_target target;
        struct str next = STR_NONE;
        if (hops > FETCH_REDIRECTS) return err_set(ERR_REFUSED, "The source redirects more than %d times.", FETCH_REDIRECTS);
        e = fetch_target_parse(arena, url, &target);
        /* where a redirect leads is not what the caller wrote: it gets no more of an answer than that */
        if (e != OK && hops > 0) e = err_set(ERR_FORBIDDEN, TEXT_FORBIDDEN);
        if (e == OK) e = fetch_hop(options, arena, deadline, &target, &next, out);
        if (str_is_none(next)) return e;
        url = next;
    }
    return e;
}
