/* Indicators of a report, each with a verdict: part of the attack, merely mentioned, or unsure. The rule is short and says its reason: what was
 * written so that nobody clicks it is the attacker's, and so are digests; what can be clicked is the writer's own reference; the rest is left open. */
#include "codec/url.h"
#include "reading/free_text.h"
#include "reading/reading.h"

static bool is_one_of(struct str type, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(type, str_from(names[i]))) return true;
    return false;
}

#define IS_ONE_OF(type, names) is_one_of((type), (names), sizeof(names) / sizeof *(names))

static const char *const digests[] = {"md5",    "sha1",         "sha224",        "sha256",          "sha384",
                                      "sha512", "filename|md5", "filename|sha1", "filename|sha256", "ssdeep"};
static const char *const references[] = {"url", "link", "domain", "hostname", "email", "email-src"};

/* Does the value stand on the host that the report itself came from? */
static bool is_own_host(const struct reading_hints *hints, struct str value) {
    struct url own;
    if (str_is_empty(hints->source_url) || !url_split(hints->source_url, &own) || str_is_empty(own.host)) return false;
    return str_find(value, own.host, 0) != SIZE_MAX;
}

/* "mixes scripts: looks like apple.com" */
static const char *look_reason(struct arena *arena, struct str looks_like) {
    if (str_is_none(looks_like)) return "mixes letters of several scripts that look alike";
    return arena_cstr(arena, arena_printf(arena, "mixes scripts: looks like %.*s", STR_ARG(looks_like)));
}

static void judge(struct arena *arena, const struct reading_hints *hints, const struct indicator *what, struct found_indicator *out) {
    struct str type = what->types[0];
    out->verdict = VERDICT_UNSURE;
    out->reason = "nothing tells whose it is";
    if (is_own_host(hints, what->value)) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "where the report itself comes from";
    } else if (what->mixed_scripts) {
        out->verdict = VERDICT_MALICIOUS; /* nobody takes such a name but to deceive */
        out->reason = look_reason(arena, what->looks_like);
    } else if (what->defanged) {
        out->verdict = VERDICT_MALICIOUS;
        out->reason = "written so that nobody clicks it";
    } else if (IS_ONE_OF(type, digests)) {
        out->verdict = VERDICT_MALICIOUS;
        out->reason = "a digest of a file";
    } else if (str_eq(type, STR("vulnerability"))) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "a weakness, nobody's own";
    } else if (IS_ONE_OF(type, references)) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "written as a reference that can be followed";
    }
}

void reading_indicators(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    struct free_text_list hits = {0};
    struct free_text_options options = {.prose = true};
    free_text_find(arena, r->text, &options, &hits);
    for (size_t i = 0; i < hits.len; i++) {
        const struct free_text_hit *hit = &hits.items[i];
        if (!hit->is_placed) continue;
        struct found_indicator *found = vec_push(arena, &r->indicators);
        found->type = arena_cstr(arena, hit->what.types[0]);
        found->value = hit->what.value;
        found->defanged = hit->what.defanged;
        found->span = (struct span){hit->from, hit->to};
        found->looks_like = hit->what.looks_like;
        judge(arena, hints, &hit->what, found);
    }
}
