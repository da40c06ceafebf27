/* The route tables, told to people and tools. What is not here: routes. */
#include "api/reference.h"

#include <stdlib.h>

#include "api/call.h"
#include "model/role.h"

static int by_path(const void *a, const void *b) {
    const struct route *x = *(const struct route *const *)a, *y = *(const struct route *const *)b;
    int c = strcmp(x->path, y->path);
    return c ? c : strcmp(x->methods, y->methods);
}

void reference_sorted(const struct route_table *const *tables, struct arena *arena, struct route_refs *out) {
    *out = (struct route_refs){0};
    for (; *tables; tables++)
        for (size_t i = 0; i < (*tables)->count; i++) *vec_push(arena, out) = &(*tables)->routes[i];
    if (out->len > 0) qsort(out->items, out->len, sizeof *out->items, by_path);
}

void reference_permissions(const struct route *route, void (*put)(void *ctx, struct str name), void *ctx) {
    const struct permission *p;
    for (size_t i = 0; (p = permission_at(i)); i++)
        if (route->permission & p->flag) put(ctx, p->name);
}

static const struct {
    unsigned flag;
    const char *name, *mark;
} flags[] = {{ROUTE_READ, "read", "read"},
             {ROUTE_LONG, "long", "long"},
             {ROUTE_OPEN, "open", "no log-in"},
             {ROUTE_MAYBE_LONG, "maybe_long", NULL},
             {ROUTE_BIG, "big", "large body"}};

static void put_name(void *ctx, struct str name) { json_str(ctx, name); }

static void put_route(struct json_out *o, const struct route *route, struct str method) {
    json_open(o);
    json_put_str(o, "method", method);
    json_put_str(o, "path", str_from(route->path));
    json_k(o, "permission");
    json_open_array(o);
    reference_permissions(route, put_name, o);
    json_close_array(o);
    json_k(o, "flags");
    json_open_array(o);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (route->flags & flags[i].flag) json_text(o, flags[i].name);
    json_close_array(o);
    json_put_text(o, "help", route->help);
    json_close(o);
}

void reference_json(struct json_out *out, const struct route_table *const *tables, struct arena *arena) {
    struct route_refs all;
    reference_sorted(tables, arena, &all);
    json_open_array(out);
    for (size_t i = 0; i < all.len; i++) {
        struct str rest = str_from(all.items[i]->methods), method;
        while (str_split(&rest, '|', &method)) put_route(out, all.items[i], method);
    }
    json_close_array(out);
}

struct words {
    struct sink *out;
    size_t count;
};

static void put_word(void *ctx, struct str name) {
    struct words *w = ctx;
    sink_printf(w->out, "%s%.*s", w->count++ ? ", " : "", STR_ARG(name));
}

/* A text in a cell of a Markdown table: `|` would end the cell. */
static void put_cell(struct sink *out, const char *text) {
    for (; *text; text++) {
        if (*text == '|') sink_add_char(out, '\\');
        sink_add_char(out, *text);
    }
}

static void put_row(struct sink *out, const struct route *route) {
    struct words words = {.out = out};
    sink_add_text(out, "| ");
    for (const char *p = route->methods; *p; p++) sink_add_str(out, *p == '|' ? STR(", ") : (struct str){p, 1});
    sink_printf(out, " | `/%s` | ", route->path);
    if (route->flags & ROUTE_OPEN)
        put_word(&words, STR("no log-in"));
    else if (route->permission == PERM_ANY)
        put_word(&words, STR("any role"));
    else
        reference_permissions(route, put_word, &words);
    sink_add_text(out, route->flags & ROUTE_READ ? " | read | " : " | | ");
    put_cell(out, route->help);
    sink_add_text(out, " |\n");
}

static bool same_controller(struct arena *arena, const struct route *a, const struct route *b) {
    return a && str_eq(route_controller(arena, a), route_controller(arena, b)) && route_is_admin(a) == route_is_admin(b);
}

void reference_markdown(struct sink *out, const struct route_table *const *tables, struct arena *arena) {
    struct route_refs all;
    const struct route *before = NULL;
    reference_sorted(tables, arena, &all);
    sink_add_text(out,
                  "# API reference\n\n"
                  "Made of the route tables by `varde routes --markdown`; do not edit. Paths are matched without regard to case and\n"
                  "underscores. `:name` is a positional parameter, `:name?` an optional one. Options may be sent in the JSON body, as\n"
                  "`/name:value` segments behind the path, or as query parameters. `read` marks what a read-only key may do.\n");
    for (size_t i = 0; i < all.len; i++) {
        const struct route *route = all.items[i];
        if (!same_controller(arena, before, route)) {
            struct str name = route_controller(arena, route);
            if (str_eq(name, STR("*"))) name = STR("any controller");
            sink_printf(out, "\n## %.*s%s\n\n| method | path | permission | | what |\n|---|---|---|---|---|\n", STR_ARG(name),
                        route_is_admin(route) ? " (administration)" : "");
        }
        put_row(out, route);
        before = route;
    }
}
