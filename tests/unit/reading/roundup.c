/* Spans of days; which stories belong to one; what is counted once; what is quoted; days ahead. */
#include "reading/roundup.h"

#include "../test.h"

static struct arena *arena;

static struct roundup span(const char *text) {
    struct roundup r;
    if (!arena) arena = arena_new(SIZE_MAX);
    if (roundup_span(arena, str_from(text), &r) != OK) r.label = STR_NONE;
    return r;
}

#define DAY(n) (19000 + (n)) /* 19009 is 2022-01-17, a Monday */

static void test_weeks(void) {
    struct roundup r = span("2022-W03");
    CHECK_STR(r.label, "2022-W03");
    CHECK_INT(r.from, 19009);
    CHECK_INT(r.to, 19015);
    r = span("2022-w01");
    CHECK_STR(r.label, "2022-W01");
    CHECK_INT(r.from, 18995); /* 3 January */
    r = span("2020-W53");
    CHECK_INT(r.from, 18624); /* 28 December 2020 */
    CHECK_INT(r.to, 18630);
    r = span("2021-W01");
    CHECK_INT(r.from, 18631); /* 4 January 2021 */
    r = span("2019-W01");
    CHECK_INT(r.from, 17896); /* 31 December 2018 */
    CHECK(span("2021-W53").label.ptr == NULL);
    CHECK(span("2015-W53").label.ptr != NULL);
}

static void test_months_and_days(void) {
    struct roundup r = span("2022-02");
    CHECK_STR(r.label, "2022-02");
    CHECK_INT(r.from, 19024);
    CHECK_INT(r.to, 19051);
    r = span("2020-02");
    CHECK_INT(r.to - r.from, 28);
    r = span("2022-12");
    CHECK_INT(r.to - r.from, 30);
    r = span("2022-01-14");
    CHECK_STR(r.label, "2022-01-14");
    CHECK_INT(r.from, 19006);
    CHECK_INT(r.to, 19006);
}

static void test_no_span(void) {
    static const char *const bad[] = {
        "",        "2022",       "2022-W",      "2022-W00",   "2022-W54",  "2022-W3",    "2022-W033",    "2022-13",
        "2022-00", "2022-02-30", "2022-1-4",    "22-W03",     "W03",       "2022-W03-1", "2022-01-14-1", "+022-01",
        "2022-+1", "2022-W+3",   "2022-01-14 ", "2022-W03\n", "-2022-W03", "9999-W01"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (span(bad[i]).label.ptr) printf("%s\n", bad[i]);
        CHECK(span(bad[i]).label.ptr == NULL);
    }
}

/* --- stories made by hand --- */

struct given {
    const char *file, *language, *source, *title, *sentence;
    int from, to; /* days from DAY(0); to -1: not known */
    uint64_t likeness;
    int item;
};

static struct story_part_list parts;
static struct story_list stories;

static void begin(void) {
    if (!arena) arena = arena_new(SIZE_MAX);
    parts = (struct story_part_list){0};
    stories = (struct story_list){0};
}

static struct brief *add(const struct given *g) {
    struct brief *b = ARENA_NEW(arena, struct brief);
    struct story_part *p = vec_push(arena, &parts);
    snprintf(b->language.code, sizeof b->language.code, "%s", g->language);
    if (g->to >= 0) b->published = (struct dated){DAY(g->from), DAY(g->to), g->from == g->to ? PRECISION_DAY : PRECISION_MONTH, DATE_HINT};
    b->title = str_from(g->title ? g->title : "A title");
    b->source = str_from(g->source ? g->source : "");
    b->trace.likeness = g->likeness;
    b->trace.from = (int32_t)b->published.from;
    b->trace.to = (int32_t)b->published.to;
    if (g->sentence) {
        struct brief_sentence *s = vec_push(arena, &b->sentences);
        s->text = str_from(g->sentence);
        snprintf(s->language, sizeof s->language, "%s", g->language);
    }
    p->brief = b;
    p->name = str_from(g->file);
    p->item = g->item;
    p->uuid.bytes[0] = (uint8_t)parts.len;
    p->order = (int64_t)parts.len;
    return b;
}

/* The last `count` parts are one story. */
static void tell(size_t count) {
    struct story *s = vec_push(arena, &stories);
    s->parts = ARENA_ARRAY(arena, size_t, count);
    s->part_count = count;
    s->headline = arena_printf(arena, "Headline %zu", stories.len);
    s->uuid.bytes[0] = (uint8_t)(0x80 + stories.len);
    for (size_t i = 0; i < count; i++) {
        const struct dated *d = &parts.items[parts.len - count + i].brief->published;
        s->parts[i] = parts.len - count + i;
        if (d->precision == PRECISION_NONE) continue;
        if (!s->from || d->from < s->from) s->from = d->from;
        if (d->precision > s->when.precision || d->to > s->when.to) s->when = *d;
        if (d->to > s->to) s->to = d->to;
    }
}

static struct roundup made(void) {
    struct roundup r = span("2022-W03"); /* days 9 to 15 */
    roundup_stories(arena, &parts, &stories, &r);
    return r;
}

static void test_belonging(void) {
    begin();
    add(&(struct given){.file = "in", .language = "en", .from = 15, .to = 15, .sentence = "The port of the capital was closed on Sunday."});
    tell(1);
    add(&(struct given){.file = "before", .language = "en", .from = 8, .to = 8});
    tell(1);
    add(&(struct given){.file = "after", .language = "en", .from = 16, .to = 16});
    tell(1);
    add(&(struct given){.file = "month", .language = "en", .from = -7, .to = 23});
    tell(1);
    add(&(struct given){.file = "nothing", .language = "en", .to = -1});
    tell(1);
    add(&(struct given){.file = "went", .language = "en", .from = 12, .to = 12});
    add(&(struct given){.file = "on", .language = "en", .from = 18, .to = 18});
    tell(2);
    add(&(struct given){.file = "early", .language = "no", .from = 6, .to = 6});
    add(&(struct given){.file = "late", .language = "en", .from = 14, .to = 14});
    tell(2);
    struct roundup r = made();
    CHECK_INT(r.stories.len, 2);
    CHECK_STR(r.stories.items[0].headline, "Headline 7"); /* several sources first */
    CHECK(r.stories.items[0].continued && !r.stories.items[0].single);
    CHECK_STR(r.stories.items[1].headline, "Headline 1");
    CHECK(!r.stories.items[1].continued && r.stories.items[1].single);
    CHECK_INT(r.uncertain.len, 2);
    CHECK_INT(r.later.len, 1);
    CHECK_STR(r.later.items[0].headline, "Headline 6");
    CHECK_INT(r.reports, 3);
    CHECK_INT(r.languages, 2);
}

static void test_counted_once(void) {
    begin();
    add(&(struct given){.file = "a", .language = "en", .source = "agency.example", .from = 10, .to = 10, .likeness = 0x1111222233334444});
    add(&(struct given){.file = "b", .language = "de", .source = "paper.example", .from = 10, .to = 10, .likeness = 0x1111222233334444});
    add(&(struct given){.file = "c", .language = "en", .source = "agency.example", .from = 11, .to = 11, .likeness = 0xFEDC123456789ABC});
    add(&(struct given){.file = "d#1", .language = "en", .from = 12, .to = 12, .likeness = 0x0F0F0F0F12348765, .item = 1});
    add(&(struct given){.file = "d#2", .language = "en", .from = 12, .to = 12, .likeness = 0xA5A5C3C35A5A3C3C, .item = 2});
    tell(5);
    struct roundup r = made();
    CHECK_INT(r.stories.len, 1);
    const struct roundup_story *s = &r.stories.items[0];
    CHECK_INT(s->reports, 4);     /* the digest once */
    CHECK_INT(s->independent, 2); /* the agency with its copy, the digest */
    CHECK_INT(s->languages, 2);
    CHECK_CSTR(s->language_codes[0], "en");
    CHECK_CSTR(s->language_codes[1], "de");
    CHECK_INT(s->sources.len, 5);
    CHECK(!s->sources.items[0].copy && s->sources.items[1].copy && !s->sources.items[2].copy);
    CHECK(!s->sources.items[3].same && s->sources.items[4].same);
    CHECK_INT(r.reports, 4);
}

static void test_unknown_sources(void) {
    begin();
    add(&(struct given){.file = "a", .language = "", .from = 10, .to = 10, .likeness = 0x1111222233334444});
    add(&(struct given){.file = "b", .language = "", .from = 10, .to = 10, .likeness = 0xFEDC123456789ABC});
    tell(2);
    struct roundup r = made();
    CHECK_INT(r.stories.items[0].independent, 2);
    CHECK_INT(r.stories.items[0].languages, 0);
}

static void test_sentences(void) {
    begin();
    add(&(struct given){.file = "no", .language = "no", .from = 10, .to = 10, .sentence = "Angrepet rammet havnen i natt, sier politiet."});
    add(&(struct given){
        .file = "en", .language = "en", .from = 11, .to = 11, .sentence = "• The attack hit the harbour at night, police say."});
    add(&(struct given){
        .file = "copy", .language = "en", .from = 11, .to = 11, .sentence = "The attack hit the harbour at night, the police say."});
    tell(3);
    struct roundup r = made();
    const struct roundup_sentence_list *s = &r.stories.items[0].sentences;
    CHECK_INT(s->len, 2); /* one English one of the two alike, then the original */
    CHECK_STR(s->items[0].text, "The attack hit the harbour at night, police say.");
    CHECK_STR(s->items[0].source, "en");
    CHECK_STR(s->items[1].text, "Angrepet rammet havnen i natt, sier politiet.");
    CHECK_CSTR(s->items[1].language, "no");
}

/* The best of a report first is how a brief has them; they are read as they stand. */
static void test_reading_order(void) {
    begin();
    struct brief *b = add(&(struct given){.file = "x", .language = "en", .from = 11, .to = 11});
    *vec_push(arena, &b->sentences) =
        (struct brief_sentence){.text = STR("Trucks queued for hours at the gates."), .language = "en", .weight = 9, .place = 4};
    *vec_push(arena, &b->sentences) =
        (struct brief_sentence){.text = STR("The port stood still on Tuesday."), .language = "en", .weight = 8, .place = 0};
    *vec_push(arena, &b->sentences) =
        (struct brief_sentence){.text = STR("It had been warned by its insurer."), .language = "en", .weight = 7, .place = 3};
    tell(1);
    struct roundup r = made();
    const struct roundup_sentence_list *s = &r.stories.items[0].sentences;
    CHECK_INT(s->len, 2); /* nobody could say who had been warned */
    CHECK_STR(s->items[0].text, "The port stood still on Tuesday.");
    CHECK_STR(s->items[1].text, "Trucks queued for hours at the gates.");
    b->sentences.items[2].place = 1;
    r = made();
    s = &r.stories.items[0].sentences;
    CHECK_INT(s->len, 3);
    CHECK_STR(s->items[1].text, "It had been warned by its insurer.");
    b->sentences.items[2].text = STR("Cranes were moving again by noon.");
    b->sentences.items[2].place = 9;
    r = made();
    CHECK_STR(r.stories.items[0].sentences.items[2].text, "Cranes were moving again by noon.");
}

static void test_headings_are_no_sentences(void) {
    begin();
    add(&(struct given){.file = "x", .language = "en", .from = 11, .to = 11, .title = "Harbour closed", .sentence = "“Harbour closed”"});
    tell(1);
    add(&(struct given){
        .file = "y", .language = "en", .from = 11, .to = 11, .title = "The harbour was closed.", .sentence = "The harbour was closed."});
    tell(1);
    struct roundup r = made();
    CHECK_INT(r.stories.items[0].sentences.len, 0);
    CHECK_INT(r.stories.items[1].sentences.len, 1);
}

static void test_quotes(void) {
    begin();
    struct brief *b =
        add(&(struct given){.file = "x", .language = "en", .from = 11, .to = 11, .sentence = "Talks were held in the capital."});
    *vec_push(arena, &b->names) = (struct brief_name){.kind = ENTITY_PERSON, .name = STR("Jane Roe")};
    *vec_push(arena, &b->names) = (struct brief_name){.kind = ENTITY_ORGANISATION, .name = STR("NATO")};
    *vec_push(arena, &b->quotes) = (struct quote){.speaker = STR("NATO"), .text = STR("We have run out of patience")};
    *vec_push(arena, &b->quotes) = (struct quote){.speaker = STR("Jane Roe"), .text = STR("Nobody knows how long this will take, and…")};
    *vec_push(arena, &b->quotes) = (struct quote){.speaker = STR("Jane Roe"), .text = STR("This was a good day for all of us")};
    tell(1);
    struct roundup r = made();
    CHECK_INT(r.stories.items[0].quotes.len, 1);
    CHECK_STR(r.stories.items[0].quotes.items[0].text, "This was a good day for all of us");
}

/* Not again what a sentence quotes already, not what is torn out of its sentence; the comma behind the words is not the speaker's. */
static void test_whole_quotes(void) {
    static const char *const quotes[] = {"We have run out of patience", "in the field of cyber war", "в сфері безпеки", "Щось нове,"};
    begin();
    struct brief *b = add(&(struct given){
        .file = "x", .language = "en", .from = 11, .to = 11, .sentence = "She demanded an answer, saying “We have run out of patience”."});
    *vec_push(arena, &b->names) = (struct brief_name){.kind = ENTITY_PERSON, .name = STR("Jane Roe")};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        *vec_push(arena, &b->quotes) = (struct quote){.speaker = STR("Jane Roe"), .text = str_from(quotes[i])};
    tell(1);
    struct roundup r = made();
    CHECK_INT(r.stories.items[0].quotes.len, 1);
    CHECK_STR(r.stories.items[0].quotes.items[0].text, "Щось нове");
}

static void ahead(struct brief *b, int day, const char *text) {
    struct brief_ahead *a = vec_push(arena, &b->ahead);
    a->when = (struct dated){DAY(day), DAY(day), PRECISION_DAY, DATE_BODY};
    a->sentence = str_from(text);
    snprintf(a->language, sizeof a->language, "%s", b->language.code);
}

static void test_ahead(void) {
    begin();
    struct brief *b = add(&(struct given){.file = "in", .language = "no", .from = 10, .to = 10});
    ahead(b, 30, "Møtet er 7. februar.");
    ahead(b, 12, "Onsdag er det møte."); /* in the span: not ahead of it */
    b = add(&(struct given){.file = "also", .language = "en", .from = 11, .to = 11});
    ahead(b, 30, "The meeting is on 7 February.");
    tell(2);
    b = add(&(struct given){.file = "old", .language = "en", .from = 2, .to = 2});
    ahead(b, 20, "• “The vote is on 28 January.”");
    ahead(b, 200, "The treaty ends in July.");
    tell(1);
    b = add(&(struct given){.file = "after", .language = "en", .from = 17, .to = 17});
    ahead(b, 25, "Nobody knew of this in that week.");
    tell(1);
    struct roundup r = made();
    CHECK_INT(r.ahead.len, 2);
    CHECK_STR(r.ahead.items[0].text, "The vote is on 28 January.");
    CHECK_STR(r.ahead.items[1].text, "The meeting is on 7 February."); /* once for its story, in English */
}

static void test_attribution_is_quoted(void) {
    begin();
    struct brief *b = add(&(struct given){
        .file = "x", .language = "en", .from = 11, .to = 11, .sentence = "The ministry blamed Russia for the attack on its servers."});
    *vec_push(arena, &b->topics) = (struct topic_score){"attribution", 2};
    struct brief_sentence *other = vec_push(arena, &b->sentences);
    *other = (struct brief_sentence){.text = STR("Servers were restored within two days, it said."), .language = "en"};
    tell(1);
    struct roundup r = made();
    CHECK_INT(r.attributed.len, 1);
    CHECK_STR(r.attributed.items[0].text, "The ministry blamed Russia for the attack on its servers.");
    CHECK_STR(r.attributed.items[0].source, "x");
    begin();
    b = add(&(struct given){
        .file = "y", .language = "en", .from = 11, .to = 11, .sentence = "He blamed Russia for the end of the organisation."});
    *vec_push(arena, &b->topics) = (struct topic_score){"attribution", 2};
    *vec_push(arena, &b->topics) = (struct topic_score){"talks", 2};
    tell(1);
    r = made();
    CHECK_INT(r.attributed.len, 0); /* nobody did anything to a computer */
}

static void test_same_whatever_the_order(void) {
    begin();
    for (int i = 0; i < 6; i++) {
        add(&(struct given){.file = arena_cstr(arena, arena_printf(arena, "f%d", i)),
                            .language = "en",
                            .from = 10,
                            .to = 10,
                            .sentence =
                                arena_cstr(arena, arena_printf(arena, "Sentence number %d tells of happening %d alone.", i, i * 7))});
        tell(1);
    }
    struct roundup a = made();
    struct story first = stories.items[0];
    stories.items[0] = stories.items[5];
    stories.items[5] = first;
    struct roundup b = made();
    CHECK_INT(a.stories.len, 6);
    for (size_t i = 0; i < a.stories.len; i++) CHECK(uuid_eq(&a.stories.items[i].uuid, &b.stories.items[i].uuid));
}

static void test_nothing(void) {
    begin();
    struct roundup r = made();
    CHECK_INT(r.stories.len + r.uncertain.len + r.later.len + r.ahead.len + r.attributed.len, 0);
}

TEST_MAIN(TEST(test_weeks), TEST(test_months_and_days), TEST(test_no_span), TEST(test_belonging), TEST(test_counted_once),
          TEST(test_unknown_sources), TEST(test_sentences), TEST(test_reading_order), TEST(test_headings_are_no_sentences),
          TEST(test_quotes), TEST(test_whole_quotes), TEST(test_ahead), TEST(test_attribution_is_quoted),
          TEST(test_same_whatever_the_order), TEST(test_nothing))
