/* Verdicts on the indicators of a report. */
#include "../test.h"
#include "reading/reading.h"

static struct arena *arena;

static const struct found_indicator *find(const struct reading *r, const char *value) {
    for (size_t i = 0; i < r->indicators.len; i++)
        if (str_eq(r->indicators.items[i].value, str_from(value))) return &r->indicators.items[i];
    return NULL;
}

static enum verdict verdict_of(const struct reading *r, const char *value) {
    const struct found_indicator *found = find(r, value);
    CHECK(found != NULL);
    return found ? found->verdict : VERDICT_UNSURE;
}

static void test_verdicts(void) {
    struct reading r = {.text =
                            STR("The implant called bad-login[.]example and 198.51.100[.]7, exploiting CVE-2021-44228; sample "
                                "d41d8cd98f00b204e9800998ecf8427e. See https://www.example.org/advisory and https://news.example.com/more "
                                "for details. Another address was 203.0.113.9.")};
    struct reading_hints hints = {.source_url = STR("https://news.example.com/2022/01/report.html")};
    reading_indicators(arena, &hints, &r);
    CHECK(verdict_of(&r, "198.51.100.7") == VERDICT_MALICIOUS);
    CHECK(verdict_of(&r, "d41d8cd98f00b204e9800998ecf8427e") == VERDICT_MALICIOUS);
    CHECK(verdict_of(&r, "CVE-2021-44228") == VERDICT_MENTIONED);
    CHECK(verdict_of(&r, "https://www.example.org/advisory") == VERDICT_MENTIONED);
    CHECK(verdict_of(&r, "https://news.example.com/more") == VERDICT_MENTIONED);
    CHECK(verdict_of(&r, "203.0.113.9") == VERDICT_UNSURE);
}

/* A file beside what is the attacker's is his; what every machine has or asks is nobody's; a file named far from all that is open. */
static void test_files(void) {
    struct reading r = {.text = STR("The loader drops oabsvc.exe, starts it by rundll32.exe and asks 8.8.8.8 for mail-oab[.]example.")};
    reading_indicators(arena, &(struct reading_hints){0}, &r);
    CHECK(verdict_of(&r, "oabsvc.exe") == VERDICT_MALICIOUS);
    CHECK(verdict_of(&r, "rundll32.exe") == VERDICT_MENTIONED);
    CHECK(verdict_of(&r, "8.8.8.8") == VERDICT_MENTIONED);
    r = (struct reading){.text = STR("They opened oabsvc.exe and nothing happened.")};
    reading_indicators(arena, &(struct reading_hints){0}, &r);
    CHECK(verdict_of(&r, "oabsvc.exe") == VERDICT_UNSURE);
}

static void test_likeness(void) {
    struct reading r = {.text = STR("Mail led to https://аррӏе.com/login and to xn--80ak6aa92e.com.")};
    static const struct reading_hints none;
    reading_indicators(arena, &none, &r);
    CHECK_INT(r.indicators.len, 2);
    for (size_t i = 0; i < r.indicators.len; i++) {
        CHECK_STR(r.indicators.items[i].looks_like, "apple.com");
        CHECK_STR(str_from(r.indicators.items[i].reason), "mixes scripts: looks like apple.com");
    }
}

static void test_places(void) {
    struct reading r = {.text = STR("see 198.51.100[.]7 there")};
    static const struct reading_hints none;
    reading_indicators(arena, &none, &r);
    CHECK_INT(r.indicators.len, 1);
    if (r.indicators.len != 1) return;
    const struct found_indicator *found = &r.indicators.items[0];
    CHECK(found->defanged);
    CHECK_STR(str_sub(r.text, found->span.from, found->span.to - found->span.from), "198.51.100[.]7");
}

int main(void) {
    static const struct test_case cases[] = {TEST(test_verdicts), TEST(test_files), TEST(test_likeness), TEST(test_places)};
    arena = arena_new(1 << 20);
    int code = test_run(cases, sizeof cases / sizeof *cases);
    arena_free(arena);
    return code;
}
