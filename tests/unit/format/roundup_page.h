/* A roundup with something hostile in every text, for the tests of the pages. */
#ifndef TESTS_UNIT_FORMAT_ROUNDUP_PAGE_H
#define TESTS_UNIT_FORMAT_ROUNDUP_PAGE_H

#include "format/roundup_out.h"

#include "../test.h"

#define EVIL \
    STR("<script>alert(1)</script> ]]> --> \"'&amp; [x](javascript:y) **b** `c` http://evil.example/ www.evil.example <!-- " \
        "\x01\xE2\x80\xAE")
#define EVIL_URL STR("javascript:alert(1)")

static struct arena *page_arena(void) {
    static struct arena *arena;
    if (!arena) arena = arena_new(SIZE_MAX);
    return arena;
}

static struct dated page_day(int64_t day) { return (struct dated){day, day, PRECISION_DAY, DATE_HINT}; }

static void page_sentence(struct roundup_sentence_list *to, struct str text, const char *language, struct str url) {
    struct roundup_sentence *s = vec_push(page_arena(), to);
    *s = (struct roundup_sentence){.text = text, .source = EVIL, .url = url, .published = page_day(19010)};
    snprintf(s->language, sizeof s->language, "%s", language);
}

static struct roundup_story page_story(int n) {
    struct arena *arena = page_arena();
    struct roundup_story s = {
        .headline = EVIL, .when = page_day(19010), .from = 19004, .to = 19010, .continued = n == 0, .reports = 2, .independent = 2};
    s.uuid.bytes[0] = (uint8_t)(n + 1);
    s.languages = 2;
    memcpy(s.language_codes[0], "ar", 3);
    memcpy(s.language_codes[1], "<b>", 4);
    page_sentence(&s.sentences, EVIL, "en", EVIL_URL);
    page_sentence(&s.sentences, STR("هجوم إلكتروني على الميناء"), "ar", STR("https://example.org/?a=1&b='2'\""));
    page_sentence(&s.sentences, STR("התקפה על הנמל"), "he", STR(""));
    *vec_push(arena, &s.quotes) = (struct roundup_quote){.speaker = EVIL, .text = EVIL, .language = "en", .source = EVIL, .url = EVIL_URL};
    *vec_push(arena, &s.sources) =
        (struct roundup_source){.name = EVIL, .title = EVIL, .url = EVIL_URL, .language = "\"x", .published = page_day(19010)};
    *vec_push(arena, &s.sources) =
        (struct roundup_source){.title = STR("عنوان"), .url = STR("http://example.org/<x>"), .language = "ar", .copy = true};
    *vec_push(arena, &s.claims) = (struct roundup_claim){
        .claimant = EVIL, .actor = EVIL, .relation = EVIL, .status = EVIL, .text = EVIL, .likelihood = 80, .subject = EVIL};
    vec_push(arena, &s.related)->bytes[0] = (uint8_t)(n == 0 ? 2 : 1);
    return s;
}

static struct roundup page_roundup(void) {
    struct arena *arena = page_arena();
    struct roundup r;
    if (roundup_span(arena, STR("2022-W03"), &r) != OK) test_fail(__FILE__, __LINE__, "span");
    r.viewer = EVIL;
    r.reports = 3;
    r.languages = 2;
    for (int i = 0; i < 2; i++) *vec_push(arena, &r.stories) = page_story(i);
    *vec_push(arena, &r.uncertain) = page_story(5);
    *vec_push(arena, &r.later) = page_story(6);
    *vec_push(arena, &r.incidents) =
        (struct roundup_incident){.id = 7, .day = 19011, .org = EVIL, .info = EVIL, .threat_level = EVIL, .attributes = 1};
    *vec_push(arena, &r.attributions) = page_story(0).claims.items[0];
    page_sentence(&r.attributed, EVIL, "fa", EVIL_URL);
    *vec_push(arena, &r.trends) = (struct roundup_trend){.type = EVIL, .now = 9, .before = {1, 2, 3, 4}};
    *vec_push(arena, &r.agreements) = (struct roundup_agreement){.name = EVIL, .what = EVIL, .day = 19012};
    *vec_push(arena, &r.ahead) =
        (struct roundup_ahead){.when = page_day(19030), .text = EVIL, .language = "he", .source = EVIL, .url = EVIL_URL};
    *vec_push(arena, &r.proposals) = (struct roundup_proposal){.event_id = 3, .count = 2, .info = EVIL};
    return r;
}

static struct str page_text(void (*write)(struct sink *to, const struct roundup *r), const struct roundup *r) {
    struct sink_buf sink;
    struct buf buf;
    buf_init(&buf, 1 << 22);
    sink_buf_init(&sink, &buf);
    write(&sink.sink, r);
    if (sink_buf_done(&sink) != OK) test_fail(__FILE__, __LINE__, "written");
    struct str text = arena_str(page_arena(), buf_str(&buf));
    buf_done(&buf);
    return text;
}

static bool page_has(struct str text, const char *what) { return str_find(text, str_from(what), 0) != SIZE_MAX; }

#endif
