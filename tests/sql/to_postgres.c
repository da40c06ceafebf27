/* Turns the program's SQL into what PostgreSQL is asked to take; used by tests/sql/run.py.
 *
 *   to-postgres schema FILE.sql...   the schemas in PostgreSQL's form, in this order
 *   to-postgres statements FILE      FILE holds statements, each ended by a NUL byte (db_observe_into writes such); prints for each a
 *                                    PREPARE of the name s0, s1, ..., again ended by a NUL byte */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "db/db.h"

#define PARAMETERS 1000

static bool read_file(const char *path, struct buf *out) {
    char piece[65536];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        return false;
    }
    while ((n = fread(piece, 1, sizeof piece, f)) > 0) buf_add(out, piece, n);
    bool good = !ferror(f) && !out->failed;
    fclose(f);
    return good;
}

/* The types of the parameters: PostgreSQL infers those that stand in the text; one that a composed text leaves out needs a type, any. */
static void print_types(const char *sql) {
    bool used[PARAMETERS + 1] = {false};
    int highest = 0, gaps = 0;
    for (const char *p = strchr(sql, '$'); p; p = strchr(p + 1, '$')) {
        long n = isdigit((unsigned char)p[1]) ? strtol(p + 1, NULL, 10) : 0;
        if (n < 1 || n > PARAMETERS) continue;
        used[n] = true;
        highest = n > highest ? (int)n : highest;
    }
    for (int n = 1; n <= highest; n++) gaps += !used[n];
    for (int n = 1; gaps && n <= highest; n++)
        printf("%s%s%s", n == 1 ? " (" : ", ", used[n] ? "unknown" : "text", n == highest ? ")" : "");
}

static void print_statement(struct arena *arena, int number, const char *sql) {
    struct str form = db_to_postgres(arena, sql);
    while (form.len && strchr(" \n;", form.ptr[form.len - 1])) form.len--;
    char *text = arena_cstr(arena, form);
    printf("PREPARE s%d", number);
    print_types(text);
    printf(" AS %s%c", text, '\0');
}

static int statements(struct arena *arena, const char *path) {
    struct buf all;
    buf_init(&all, 256u << 20);
    if (!read_file(path, &all)) return 1;
    int number = 0;
    for (size_t at = 0; at < all.len; at += strlen(all.data + at) + 1) print_statement(arena, number++, all.data + at);
    buf_done(&all);
    return 0;
}

static int schema(struct arena *arena, const char *path) {
    struct buf text;
    buf_init(&text, 16u << 20);
    if (!read_file(path, &text)) return 1;
    struct str form = db_to_postgres(arena, text.data ? text.data : "");
    printf("%.*s\n", STR_ARG(form));
    buf_done(&text);
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fprintf(stderr, "to-postgres schema FILE... | statements FILE\n");
        return 2;
    }
    struct arena *arena = arena_new((size_t)1 << 30);
    int bad = 0;
    if (strcmp(argv[1], "schema") == 0)
        for (int i = 2; i < argc; i++) bad |= schema(arena, argv[i]);
    else
        bad = statements(arena, argv[2]);
    arena_free(arena);
    return bad;
}
