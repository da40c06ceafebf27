/* How many reports a second are linked into a store of 100,000: each looks for those that it belongs to, then joins the store. In memory, without a
 * database. The reports are made from real readings (the files given): as many countries, topics, people and common names as those have; six reports
 * share the rare names of one happening, within some days; 100,000 lie in one year. Prints: reports a second, links found a report, scores a second. */
#include <string.h>

#include "floor.h"
#include "reading/brief.h"
#include "reading/link_index.h"

enum { STORE = 100000, NEW = 10000, BASES = 512, OF_ONE = 6, YEAR = 365, FIRST_DAY = 19000 };

struct bases {
    struct trace traces[BASES];
    size_t len;
};

static void read_base(struct bases *bases, const char *path) {
    static char text[1 << 16];
    FILE *f = fopen(path, "rb");
    struct arena *arena = arena_new(SIZE_MAX);
    struct brief_list briefs = {0};
    struct reading reading;
    if (!f) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    size_t len = fread(text, 1, sizeof text, f);
    fclose(f);
    reading_of(arena, (struct str){text, len}, NULL, &reading);
    brief_all(arena, &reading, NULL, &briefs);
    for (size_t i = 0; i < briefs.len && bases->len < BASES; i++) bases->traces[bases->len++] = briefs.items[i].trace;
    arena_free(arena);
}

static int by_hash(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (!x || !y) return x ? -1 : y ? 1 : 0;
    return x < y ? -1 : x > y;
}

/* The rare ones become those of the happening; one in eight is lost, as in another language. */
static void salt(uint32_t *hashes, size_t n, uint32_t happening, uint64_t *random) {
    size_t kept = 0;
    for (size_t i = 0; i < n && hashes[i]; i++) {
        uint32_t common = hashes[i] & TRACE_COMMON_MASK;
        if (floor_random(random) % 8 == 0) continue;
        hashes[kept++] =
            common <= TRACE_KNOWN ? ((hashes[i] ^ happening * 0x9E3779B1u) & ~(uint32_t)TRACE_COMMON_MASK) | common : hashes[i];
    }
    memset(hashes + kept, 0, (n - kept) * sizeof *hashes);
    qsort(hashes, n, sizeof *hashes, by_hash);
}

static struct trace make(const struct bases *bases, size_t number, size_t total, uint64_t *random) {
    uint32_t happening = (uint32_t)(number / OF_ONE);
    struct trace t = bases->traces[(happening * 2654435761u) % bases->len];
    t.from = t.to = FIRST_DAY + (int32_t)(number * YEAR / total) + (int32_t)(floor_random(random) % 3);
    t.years = t.months = 0;
    t.likeness = floor_random(random);
    for (size_t i = 0; i < TRACE_DAYS; i++)
        if (t.days[i] != INT32_MIN) t.days[i] = t.from;
    salt(t.keys, TRACE_KEYS, happening, random);
    salt(t.names, TRACE_NAMES, happening, random);
    salt(t.people, TRACE_PEOPLE, happening % 97, random); /* the same few hundred people all year */
    salt(t.organisations, TRACE_PEOPLE, happening % 97, random);
    return t;
}

int main(int argc, char **argv) {
    struct bases *bases = calloc(1, sizeof *bases);
    struct trace *all = calloc(STORE + NEW, sizeof *all);
    struct arena *arena = arena_new(SIZE_MAX), *scratch = arena_new(SIZE_MAX);
    uint64_t random = 7;
    if (!bases || !all || argc < 2) {
        fprintf(stderr, "usage: link_rate REPORT...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++) read_base(bases, argv[i]);
    for (size_t i = 0; i < STORE + NEW; i++) all[i] = make(bases, i, STORE, &random);
    struct link_index *index = link_index_new(arena, STORE);
    for (size_t i = 0; i < STORE; i++) link_index_add(index, &all[i]);
    size_t links = 0;
    double begun = floor_now();
    for (size_t i = STORE; i < STORE + NEW; i++) {
        struct link_found_list found = {0};
        link_index_find(index, scratch, &all[i], &found);
        for (size_t k = 0; k < found.len; k++) links += found.items[k].kind == LINK_STORY;
        link_index_add(index, &all[i]);
        arena_reset(scratch);
    }
    double took = floor_now() - begun;
    int64_t sum = 0;
    begun = floor_now();
    for (size_t i = 0; i < 2000000; i++) sum += link_score(&all[i % STORE], &all[(i * 7919 + 13) % STORE]);
    double scoring = floor_now() - begun;
    printf("%.0f %.2f %.0f %lld\n", NEW / took, (double)links / NEW, 2000000 / scoring, (long long)(sum / 2000000));
    arena_free(scratch);
    arena_free(arena);
    free(all);
    free(bases);
    return 0;
}
