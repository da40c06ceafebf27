/* The map from paths to routes. What is not here: the routes. The idea: controller and action of a MISP path, folded to lower case
 * without underscores, are the key of a map; what differs behind them is compared one by one, which is seldom more than three.
 *
 * Shortcuts of MISP hold for every controller: a missing action is `index`, no path at all is `events/index`, and a route whose first
 * segment is `*` answers on any controller. A parameter in the place of an action (`events/:event`) takes only ids, uuids
 * and spans of days, but `:value` any text. */
#include "api/match.h"

#include "base/map.h"
#include "codec/uuid.h"

#define KEY_MAX 128

struct pattern {
    const struct route *route;
    unsigned methods;
    struct str segments[PATH_SEGMENTS]; /* folded literals; absent for a parameter */
    bool any_second;                    /* the second one may be any text */
    size_t count, required;
    struct pattern *next; /* with the same key */
};

struct route_map {
    struct map *by_start;
};

unsigned route_method(enum http_method method) {
    switch (method) {
    case HTTP_GET:
    case HTTP_HEAD: return METHOD_GET;
    case HTTP_POST: return METHOD_POST;
    case HTTP_PUT: return METHOD_PUT;
    case HTTP_DELETE: return METHOD_DELETE;
    case HTTP_PATCH: return METHOD_PATCH;
    default: return 0;
    }
}

static unsigned method_of_word(struct str word) {
    static const struct {
        const char *name;
        unsigned bit;
    } names[] = {{"GET", METHOD_GET}, {"POST", METHOD_POST}, {"PUT", METHOD_PUT}, {"DELETE", METHOD_DELETE}, {"PATCH", METHOD_PATCH}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(word, str_from(names[i].name))) return names[i].bit;
    return 0;
}

/* 0 when a word is no method. */
static unsigned methods_of_text(const char *text) {
    struct str rest = str_from(text), word;
    unsigned methods = 0;
    while (str_split(&rest, '|', &word)) {
        unsigned bit = method_of_word(word);
        if (bit == 0) return 0;
        methods |= bit;
    }
    return methods;
}

struct str route_methods_text(struct arena *arena, unsigned methods) {
    return arena_printf(arena, "%s%s%s%s%s", methods & METHOD_GET ? "GET, HEAD" : "",
                        methods & METHOD_POST ? (methods & METHOD_GET ? ", POST" : "POST") : "",
                        methods & METHOD_PUT ? (methods & 3u ? ", PUT" : "PUT") : "",
                        methods & METHOD_DELETE ? (methods & 7u ? ", DELETE" : "DELETE") : "",
                        methods & METHOD_PATCH ? (methods & 15u ? ", PATCH" : "PATCH") : "");
}

/* Append `segment` in lower case without underscores at key[len]; SIZE_MAX when it does not fit. */
static size_t fold(char *key, size_t len, struct str segment) {
    if (len == SIZE_MAX) return SIZE_MAX;
    for (size_t i = 0; i < segment.len; i++) {
        char c = segment.ptr[i];
        if (c == '_') continue;
        if (len == KEY_MAX) return SIZE_MAX;
        key[len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return len;
}

/* The map's key of one or two leading segments; absent when it is longer than any key. */
static struct str start_key(char key[KEY_MAX + 1], struct str first, struct str second) {
    size_t len = fold(key, 0, first);
    if (!str_is_none(second) && len < KEY_MAX) {
        key[len++] = '/';
        len = fold(key, len, second);
    }
    return len == SIZE_MAX ? STR_NONE : (struct str){key, len};
}

static bool folded_eq(struct str literal, struct str segment) {
    char key[KEY_MAX];
    size_t len = fold(key, 0, segment);
    return len != SIZE_MAX && str_eq(literal, (struct str){key, len});
}

static enum err bad_row(const struct route *route, const char *problem) {
    return err_set(ERR_INTERNAL, "route %s %s: %s", route->methods ? route->methods : "-", route->path ? route->path : "-", problem);
}

static enum err parse_segment(struct arena *arena, struct pattern *p, struct str piece) {
    if (p->count == PATH_SEGMENTS) return bad_row(p->route, "too many segments");
    bool is_param = piece.len > 0 && piece.ptr[0] == ':';
    bool optional = is_param && piece.ptr[piece.len - 1] == '?';
    if (piece.len == 0 || piece.len > KEY_MAX) return bad_row(p->route, "an empty or over-long segment");
    if (!optional && p->required < p->count) return bad_row(p->route, "a needed segment behind an optional one");
    char key[KEY_MAX];
    if (p->count == 1) p->any_second = str_starts(piece, STR(":value"));
    p->segments[p->count] = is_param ? STR_NONE : arena_str(arena, (struct str){key, fold(key, 0, piece)});
    p->count++;
    if (!optional) p->required = p->count;
    return OK;
}

static enum err parse_pattern(struct arena *arena, const struct route *route, struct pattern *p) {
    *p = (struct pattern){.route = route};
    struct str rest = str_from(route->path), piece;
    size_t params = 0;
    while (str_split(&rest, '/', &piece)) {
        enum err e = parse_segment(arena, p, piece);
        if (e != OK) return e;
        params += str_is_none(p->segments[p->count - 1]);
    }
    if (str_is_none(p->segments[0])) return bad_row(route, "the first segment must be a literal");
    return params <= ROUTE_PARAMS ? OK : bad_row(route, "too many parameters");
}

/* Every row must say who may use it: a forgotten permission must not become an open door. */
static enum err check_row(const struct route *route, struct pattern *p) {
    if (!route->path || !route->methods) return bad_row(route, "no path or method");
    if (!route->handler || !route->help || !route->help[0]) return bad_row(route, "no handler or help");
    if (route->permission == 0 && !(route->flags & ROUTE_OPEN)) return bad_row(route, "no permission");
    if (!(route->flags & ROUTE_MAYBE_LONG) != !route->is_long) return bad_row(route, "ROUTE_MAYBE_LONG and is_long go together");
    p->methods = methods_of_text(route->methods);
    return p->methods ? OK : bad_row(route, "an unknown method");
}

static bool same_shape(const struct pattern *a, const struct pattern *b) {
    if (a->count != b->count || a->required != b->required) return false;
    for (size_t i = 0; i < a->count; i++)
        if (str_is_none(a->segments[i]) != str_is_none(b->segments[i]) || !str_eq(a->segments[i], b->segments[i])) return false;
    return true;
}

static enum err add_route(struct route_map *map, struct arena *arena, const struct route *route) {
    struct pattern *p = ARENA_NEW(arena, struct pattern);
    char key[KEY_MAX + 1];
    *p = (struct pattern){.route = route};
    enum err e = check_row(route, p);
    unsigned methods = p->methods;
    if (e == OK) e = parse_pattern(arena, route, p);
    if (e != OK) return e;
    p->methods = methods;
    struct str start = start_key(key, p->segments[0], p->count > 1 ? p->segments[1] : STR_NONE);
    if (str_is_none(start)) return bad_row(route, "the first segments are too long");
    struct pattern *first = map_get(map->by_start, start), *last = NULL;
    for (struct pattern *other = first; other; last = other, other = other->next)
        if (same_shape(other, p) && (other->methods & p->methods)) return bad_row(route, "stands there twice");
    if (last)
        last->next = p;
    else
        map_put(map->by_start, arena_str(arena, start), p);
    return OK;
}

enum err route_map_build(struct route_map **out, struct arena *arena, const struct route_table *const *tables) {
    struct route_map *map = ARENA_NEW(arena, struct route_map);
    map->by_start = map_new(arena, 512);
    *out = map;
    for (; *tables; tables++)
        for (size_t i = 0; i < (*tables)->count; i++) {
            enum err e = add_route(map, arena, &(*tables)->routes[i]);
            if (e != OK) return e;
        }
    return OK;
}

/* "2022-W03", "2022-01": a roundup is named by its span; no action begins with a digit */
static bool is_span(struct str s) { return s.len >= 7 && s.ptr[4] == '-' && str_is_digits(str_sub(s, 0, 4)); }

static bool is_id_or_uuid(struct str s) {
    struct uuid uuid;
    return str_is_digits(s) || is_span(s) || uuid_parse(s, &uuid);
}

static bool fits(const struct pattern *p, const struct str *segments, size_t count, struct route_match *out) {
    size_t params = 0;
    if (count < p->required || count > p->count) return false;
    for (size_t i = 0; i < count; i++) {
        if (str_is_none(p->segments[i])) {
            if (i == 1 && !p->any_second && !is_id_or_uuid(segments[i])) return false;
            out->params[params++] = segments[i];
        } else if (!(i == 0 && str_eq(p->segments[0], STR("*"))) && !folded_eq(p->segments[i], segments[i])) {
            return false;
        }
    }
    for (; params < ROUTE_PARAMS; params++) out->params[params] = STR_NONE;
    return true;
}

static bool search(const struct pattern *p, const struct str *segments, size_t count, unsigned method, struct route_match *out) {
    for (; p; p = p->next) {
        if (!fits(p, segments, count, out)) continue;
        out->route = p->route;
        if (p->methods & method) return true;
        out->allowed |= p->methods;
    }
    return false;
}

static bool search_key(const struct route_map *map, struct str first, struct str second, const struct str *segments, size_t count,
                       unsigned method, struct route_match *out) {
    char key[KEY_MAX + 1];
    struct str start = start_key(key, first, second);
    return !str_is_none(start) && search(map_get(map->by_start, start), segments, count, method, out);
}

enum err route_map_find(const struct route_map *map, const struct path *path, unsigned method, struct route_match *out) {
    struct str segments[PATH_SEGMENTS + 1];
    size_t count = path->count;
    *out = (struct route_match){.route = NULL};
    for (size_t i = 0; i < count; i++) segments[i] = path->segments[i];
    if (count == 0) segments[count++] = STR("events");
    if (count > 1 && search_key(map, segments[0], segments[1], segments, count, method, out)) return OK;
    if (search_key(map, segments[0], STR_NONE, segments, count, method, out)) return OK;
    /* "admin/users" and "events" mean their index */
    if (count == 1 || (count == 2 && str_eq_nocase(segments[0], STR("admin")))) {
        segments[count] = STR("index");
        if (search_key(map, segments[0], segments[1], segments, count + 1, method, out)) return OK;
    }
    if (count > 1 && search_key(map, STR("*"), segments[1], segments, count, method, out)) return OK;
    return out->route ? ERR_METHOD : ERR_NOT_FOUND;
}

const struct route *route_map_begun(const struct route_map *map, const struct path *path) {
    char key[KEY_MAX + 1];
    if (path->count < 2) return NULL;
    struct str start = start_key(key, path->segments[0], path->segments[1]);
    const struct pattern *p = str_is_none(start) ? NULL : map_get(map->by_start, start);
    for (; p; p = p->next) {
        bool fits_so_far = path->count < p->required;
        for (size_t i = 0; fits_so_far && i < p->count; i++)
            fits_so_far = i < path->count ? !str_is_none(p->segments[i]) && folded_eq(p->segments[i], path->segments[i])
                                          : str_is_none(p->segments[i]);
        if (fits_so_far) return p->route;
    }
    return NULL;
}
