/* Addresses and networks: see the header. */
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static struct address from_v4(const void *four) {
    struct address a;
    memcpy(a.bytes, mapped_prefix, sizeof mapped_prefix);
    memcpy(a.bytes + 12, four, 4);
    return a;
}

bool http_address_is_v4(const struct address *address) { return memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0; }

bool http_address_eq(const struct address *a, const struct address *b) { return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0; }

struct address http_address_of_socket(const struct sockaddr *from) {
    struct address a = {{0}};
    if (from && from->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, from, sizeof in);
        a = from_v4(&in.sin_addr);
    } else if (from && from->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, from, sizeof in6);
        memcpy(a.bytes, &in6.sin6_addr, sizeof a.bytes);
    }
    return a;
}

struct str http_address_text(const struct address *address, char out[ADDRESS_TEXT]) {
    bool v4 = http_address_is_v4(address);
    if (!inet_ntop(v4 ? AF_INET : AF_INET6, address->bytes + (v4 ? 12 : 0), out, ADDRESS_TEXT)) out[0] = '\0';
    return str_from(out);
}

/* Without brackets and port. */
static struct str bare_address(struct str text) {
    if (text.len && text.ptr[0] == '[') {
        size_t end = str_find_char(text, ']', 1);
        return end == SIZE_MAX ? text : str_sub(text, 1, end - 1);
    }
    size_t colon = str_find_char(text, ':', 0);
    if (colon != SIZE_MAX && str_find_char(text, ':', colon + 1) == SIZE_MAX) return str_sub(text, 0, colon);
    return text;
}

bool http_address_parse(struct str text, struct address *out) {
    char copy[ADDRESS_TEXT];
    uint8_t four[4];

    text = bare_address(str_trim(text));
    if (text.len == 0 || text.len >= sizeof copy || memchr(text.ptr, 0, text.len)) return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (inet_pton(AF_INET, copy, four) == 1) {
        *out = from_v4(four);
        return true;
    }
    return inet_pton(AF_INET6, copy, out->bytes) == 1;
}

struct network {
    struct address base;
    unsigned bits; /* of the 128 */
};

struct networks {
    size_t len;
    struct network items[];
};

static bool parse_network(struct str text, struct network *out) {
    size_t slash = str_find_char(text, '/', 0);
    int64_t bits;

    if (!http_address_parse(slash == SIZE_MAX ? text : str_sub(text, 0, slash), &out->base)) return false;
    int64_t most = http_address_is_v4(&out->base) ? 32 : 128;
    if (slash == SIZE_MAX)
        bits = most;
    else if (!str_to_i64(str_sub(text, slash + 1, text.len), &bits) || bits < 0 || bits > most)
        return false;
    out->bits = (unsigned)(bits + 128 - most);
    return true;
}

static bool next_word(struct str *rest, struct str *word) {
    size_t i = 0, end;
    while (i < rest->len && (rest->ptr[i] == ' ' || rest->ptr[i] == ',' || rest->ptr[i] == '\t' || rest->ptr[i] == '\n')) i++;
    for (end = i; end < rest->len && !strchr(" ,\t\n", rest->ptr[end]); end++)
        ;
    *word = str_sub(*rest, i, end - i);
    *rest = str_sub(*rest, end, rest->len);
    return word->len > 0;
}

enum err networks_parse(const char *text, struct networks **out) {
    struct str rest = text ? str_from(text) : STR(""), word;
    size_t most = rest.len / 2 + 1; /* a word and a separator take two bytes */
    struct networks *made = calloc(1, sizeof *made + most * sizeof made->items[0]);

    if (!made) return err_set(ERR_INTERNAL, "out of memory");
    while (next_word(&rest, &word)) {
        if (!parse_network(word, &made->items[made->len])) {
            free(made);
            return err_set(ERR_BAD_INPUT, "\"%.*s\" is no address and no network", STR_ARG(word));
        }
        made->len++;
    }
    *out = made;
    return OK;
}

void networks_free(struct networks *networks) { free(networks); }

static bool network_has(const struct network *network, const struct address *address) {
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    if (memcmp(network->base.bytes, address->bytes, whole) != 0) return false;
    return rest == 0 || ((network->base.bytes[whole] ^ address->bytes[whole]) >> (8 - rest)) == 0;
}

bool networks_has(const struct networks *networks, const struct address *address) {
    for (size_t i = 0; i < networks->len; i++)
        if (network_has(&networks->items[i], address)) return true;
    return false;
}
