/* tests/reading/sentences.tsv through reading_recognise: precision and recall per kind, for each half. The first half was there
 * while the tables were tuned, the second was not looked at (docs/READING.md). SENTENCES_HALF=a|b limits the run, SENTENCES_SHOW=1 prints misses. */
#include <stdlib.h>

#include "../test.h"
#include "base/arena.h"
#include "reading/reading.h"

enum { COUNTRY, PERSON, ORGANISATION, KINDS };
static const enum entity_kind kind_of[KINDS] = {ENTITY_COUNTRY, ENTITY_PERSON, ENTITY_ORGANISATION};
static const char *const kind_name[KINDS] = {"countries", "persons", "organisations"};
struct score {
    int right, wrong, missed;
};
struct scores {
    struct score kinds[KINDS];
    int topics, top_right, forbidden;
};

static bool listed(struct str list, struct str name) {
    struct str piece;
    while (list.len && str_split(&list, ',', &piece))
        if (str_eq(piece, name)) return true;
    return false;
}

static struct str key(const struct entity *e) { return e->kind == ENTITY_COUNTRY ? e->id : e->name; }

static bool found(const struct reading *r, enum entity_kind kind, struct str name) {
    for (size_t i = 0; i < r->entities.len; i++)
        if (r->entities.items[i].kind == kind && str_eq(key(&r->entities.items[i]), name)) return true;
    return false;
}

static void judge(struct scores *s, const struct reading *r, const struct str *cell, bool show) {
    for (int k = 0; k < KINDS; k++) {
        struct str list = cell[2 + k], piece;
        while (list.len && str_split(&list, ',', &piece)) {
            bool is = found(r, kind_of[k], piece);
            s->kinds[k].right += is;
            s->kinds[k].missed += !is;
            if (show && !is) printf("  %.*s: missed %.*s\n", STR_ARG(cell[1]), STR_ARG(piece));
        }
        for (size_t i = 0; i < r->entities.len; i++)
            if (r->entities.items[i].kind == kind_of[k] && !listed(cell[2 + k], key(&r->entities.items[i]))) {
                s->kinds[k].wrong++;
                s->forbidden += listed(cell[6], key(&r->entities.items[i]));
                if (show) printf("  %.*s: wrongly %.*s\n", STR_ARG(cell[1]), STR_ARG(key(&r->entities.items[i])));
            }
    }
    bool top = r->topics.len && str_eq(str_from(r->topics.items[0].topic), cell[5]);
    s->topics++;
    s->top_right += top;
    if (show && !top)
        printf("  %.*s: topic %s, not %.*s\n", STR_ARG(cell[1]), r->topics.len ? r->topics.items[0].topic : "none", STR_ARG(cell[5]));
}

static struct scores run(char half) {
    static char bytes[1 << 20];
    struct scores s = {0};
    FILE *f = fopen("tests/reading/sentences.tsv", "rb");
    CHECK(f);
    size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f) fclose(f);
    struct arena *arena = arena_new(64 << 20);
    struct str rest = {bytes, n}, line, cell[8];
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] != half) continue;
        size_t cells = 0;
        while (cells < 8 && str_split(&line, '\t', &cell[cells])) cells++;
        CHECK_INT(cells, 8);
        struct reading r = {.text = cell[7]};
        snprintf(r.language.code, sizeof r.language.code, "%.*s", STR_ARG(cell[1]));
        struct paragraph *p = vec_push(arena, &r.paragraphs);
        *p = (struct paragraph){.text = cell[7], .language = r.language};
        reading_recognise(arena, &r);
        judge(&s, &r, cell, getenv("SENTENCES_SHOW"));
    }
    arena_free(arena);
    return s;
}

static void print(char half, const struct scores *s) {
    for (int k = 0; k < KINDS; k++) {
        const struct score *x = &s->kinds[k];
        printf("half %c %-14s P %.3f R %.3f (%d right, %d wrong, %d missed)\n", half, kind_name[k],
               x->right / (double)(x->right + x->wrong + !x->right), x->right / (double)(x->right + x->missed + !x->right), x->right,
               x->wrong, x->missed);
    }
    printf("half %c topic top-1    %.3f (%d of %d)\n", half, s->top_right / (double)(s->topics + !s->topics), s->top_right, s->topics);
}

static void check(char half) {
    const char *only = getenv("SENTENCES_HALF");
    if (only && *only != half) return;
    static const int precision[KINDS] = {95, 95, 97}, recall[KINDS] = {93, 95, 93};
    struct scores s = run(half);
    print(half, &s);
    for (int k = 0; k < KINDS; k++) {
        const struct score *x = &s.kinds[k];
        CHECK(x->right * 100 >= precision[k] * (x->right + x->wrong));
        CHECK(x->right * 100 >= recall[k] * (x->right + x->missed));
    }
    CHECK(s.top_right * 100 >= 88 * s.topics);
    CHECK_INT(s.forbidden, 0);
}

static void test_first_half(void) { check('a'); }

static void test_second_half(void) { check('b'); }

TEST_MAIN(TEST(test_first_half), TEST(test_second_half))
