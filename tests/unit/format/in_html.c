/* Pages: what is main text, what the page says of itself, and pages that no parser should be given. */
#include "format/in_html.h"

#include "../test.h"
#include "base/buf.h"
#include "format/in_html_bare.h"

#define PROSE "On Friday hackers attacked the ministry of foreign affairs, the office said in a statement."

static struct arena *arena;

static struct document_in page(const char *html) {
    struct document_in d = {.text = STR("?")};
    if (!arena) arena = arena_new(SIZE_MAX);
    CHECK(in_html_read(arena, str_from(html), STR_NONE, &d) == OK);
    return d;
}

static bool has(struct str s, const char *word) { return str_find(s, str_from(word), 0) != SIZE_MAX; }

static void test_main_text(void) {
    struct document_in d =
        page("<html><body><nav><a href=x>Home</a></nav><header>Top</header><div class='cookie-banner'><p>We use cookies and so on, "
             "and a lot of text about them.</p></div><article><h1>Title</h1><p>" PROSE "</p><script>var a = 1;</script><aside><p>Elsewhere "
             "there is news, too, of another day.</p></aside><figure><figcaption>A photo</figcaption></figure><ul><li>one point</li></ul>"
             "</article><footer><p>Imprint and contact and all the rest of it.</p></footer></body></html>");
    CHECK(has(d.text, PROSE) && has(d.text, "• one point"));
    CHECK(!has(d.text, "cookies") && !has(d.text, "var a") && !has(d.text, "Elsewhere") && !has(d.text, "Imprint") &&
          !has(d.text, "Home") && !has(d.text, "A photo"));
    CHECK_STR(d.title, "Title");
}

/* A letter laid out in a table: the cells that say as much as the longest one are text, too; a short one beside a long text is not. */
static void test_cells(void) {
    struct document_in d =
        page("<html><body><table><tr><td><p>Welcome</p></td></tr><tr><td><h2>One</h2><p>" PROSE "</p></td></tr><tr><td><h2>Two</h2>"
             "<p>In Peru a lender lost the records of its customers, and nobody knows how.</p></td></tr><tr><td><h2>Three</h2>"
             "<p>In Japan a port stood still for two days until its terminal was set up anew.</p></td></tr></table></body></html>");
    CHECK(has(d.text, PROSE) && has(d.text, "Peru") && has(d.text, "Japan") && has(d.text, "Two"));
    d = page("<html><body><table><tr><td><p>" PROSE "</p><p>" PROSE PROSE
             "</p></td><td><p>In other news a cat was found again on a roof in "
             "Delft.</p></td></tr></table></body></html>");
    CHECK(has(d.text, PROSE) && !has(d.text, "Delft"));
}

static void test_metadata(void) {
    static const char *const days[] = {
        "<meta property='article:published_time' content='2022-01-14T10:00:00+02:00'>",
        "<meta itemprop='datePublished' content='2022-01-14'>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\": \"2022-01-14T08:00:00Z\"}</script>",
        "<time datetime='2022-01-14 09:30'>yesterday</time>",
        "<meta name='date' content='Fri, 14 Jan 2022 10:00:00 +0000'>",
    };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct str html = STR_NONE;
        if (!arena) arena = arena_new(SIZE_MAX);
        html = arena_printf(
            arena,
            "<html lang='en-GB'><head><title>Site</title><meta property='og:title' content='Banks'><meta name='author' content='A. Writer'>"
            "<meta property='og:url' content='https://n.example/a'>%s</head><body><p>" PROSE "</p></body></html>",
            days[i]);
        struct document_in d = page(arena_cstr(arena, html));
        CHECK_STR(d.published, "2022-01-14");
        CHECK_STR(d.title, "Banks");
        CHECK_STR(d.author, "A. Writer");
        CHECK_STR(d.source_url, "https://n.example/a");
        CHECK_STR(d.language, "en");
    }
}

/* Boxes by the words of their classes and by their links; and text that stands under such words. */
static void test_boxes(void) {
    struct document_in d = page(
        "<html><body><main><h1>Title</h1><p>" PROSE "</p><p><strong><a href=x>King opens a museum in Nowhere</a></strong></p><p>" PROSE
        "</p>"
        "<div class='photo-desc'>Somebody in a garden</div><ul><li><a href=x>Team loses once again</a></li></ul><p>" PROSE "</p>"
        "<div class='lire-aussi'><b>Rivers rise</b></div><p>" PROSE "</p><div class='card'><h3><a href=x>Market falls a lot</a></h3></div>"
        "<div class='article-tags'><a href=t>Oil</a></div></main></body></html>");
    CHECK(has(d.text, PROSE));
    CHECK(!has(d.text, "King") && !has(d.text, "garden") && !has(d.text, "Team") && !has(d.text, "Rivers") && !has(d.text, "Market") &&
          !has(d.text, "Oil"));
    d = page("<html><body><article class='card'><h1>Title</h1><div class='more-text'><p>" PROSE
             "</p></div><p class='more'>It is a short one.</p><p>" PROSE "</p><h2><a href=x>Bank robbed by hackers</a></h2><p>" PROSE
             "</p><ul><li><a href=x>CVE-2021-44228</a></li><li>Servers hit: 12</li></ul><p>" PROSE
             "</p><p class='correction'>Correction: it was May.</p></article></body></html>");
    CHECK(has(d.text, "short one") && has(d.text, "Bank robbed") && has(d.text, "CVE-2021-44228") && has(d.text, "Servers hit") &&
          has(d.text, "Correction"));
}

static void test_hostile(void) {
    struct buf deep, attributes;
    if (!arena) arena = arena_new(SIZE_MAX);
    buf_init(&deep, 1 << 24);
    buf_init(&attributes, 1 << 24);
    for (int i = 0; i < 100000; i++) buf_add_text(&deep, "<div>");
    buf_add_text(&deep, PROSE);
    buf_add_text(&attributes, "<p ");
    for (int i = 0; i < 100000; i++) buf_printf(&attributes, "a%d=1 ", i);
    buf_add_text(&attributes, ">" PROSE);
    CHECK(in_html_is_hostile(buf_str(&deep)) && in_html_is_hostile(buf_str(&attributes)));
    CHECK(has(in_html_text(arena, buf_str(&deep)), PROSE) && has(in_html_text(arena, buf_str(&attributes)), PROSE));
    buf_done(&deep);
    buf_done(&attributes);
    static const char *const tame[] = {"<p>a<p>b<p>c", "<div title='a b c d e f'>x</div>", "a < b <3", "<!-- <div><div> -->",
                                       "<script>'<div><div>'</script>"};
    for (size_t i = 0; i < sizeof tame / sizeof *tame; i++) CHECK(!in_html_is_hostile(str_from(tame[i])));
}

static void test_bare(void) {
    static const char *const pairs[][2] = {
        {"<p>a <b>b</b> &amp; c</p><p>d", "a b & c\nd"},
        {"x<script>y</script>z", "x\nz"},
        {"x<!-- <p>y</p> -->z", "x\nz"},
        {"<p title='a>b'>c", "c"},
        {"1 < 2 &#8211; &#x41; &#xFFFFFF; &unknown; &", "1 < 2 – A  &unknown; &"},
        {"a<", "a<"},
        {"<style>", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buf out;
        buf_init(&out, 1 << 16);
        in_html_bare(str_from(pairs[i][0]), &out);
        CHECK_STR(str_trim(buf_str(&out)), pairs[i][1]);
        buf_done(&out);
    }
}

TEST_MAIN(TEST(test_main_text), TEST(test_cells), TEST(test_metadata), TEST(test_boxes), TEST(test_hostile), TEST(test_bare))
