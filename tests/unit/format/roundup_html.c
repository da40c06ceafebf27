/* The HTML of a roundup: well-formed to an XML parser whatever the texts hold, nothing fetched, links only where they may lead, languages and directions. */
#include "roundup_page.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

struct seen {
    int scripts, links, bad_links, rtl, headings, svg, images, handlers, level_skips;
    int last_level;
};

static void look_at_attributes(const xmlNode *n, struct seen *seen) {
    for (const xmlAttr *a = n->properties; a; a = a->next) {
        const char *name = (const char *)a->name, *value = a->children ? (const char *)a->children->content : "";
        if (strncmp(name, "on", 2) == 0) seen->handlers++;
        if (strcmp(name, "src") == 0) seen->images++;
        if (strcmp(name, "dir") == 0 && strcmp(value, "rtl") == 0) seen->rtl++;
        if (strcmp(name, "href") != 0) continue;
        seen->links++;
        if (strncmp(value, "http://", 7) != 0 && strncmp(value, "https://", 8) != 0 && value[0] != '#') seen->bad_links++;
        xmlChar *rel = xmlGetNoNsProp(n, (const xmlChar *)"rel");
        if (value[0] != '#' && (!rel || strcmp((char *)rel, "noopener noreferrer") != 0)) seen->bad_links++;
        xmlFree(rel);
    }
}

static void look(const xmlNode *n, struct seen *seen) {
    for (; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE) continue;
        const char *name = (const char *)n->name;
        if (strcmp(name, "script") == 0) seen->scripts++;
        if (strcmp(name, "svg") == 0) seen->svg++;
        if (strcmp(name, "img") == 0 || strcmp(name, "link") == 0 || strcmp(name, "iframe") == 0) seen->images++;
        if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2]) {
            seen->headings++;
            if (name[1] - '0' > seen->last_level + 1) seen->level_skips++;
            seen->last_level = name[1] - '0';
        }
        look_at_attributes(n, seen);
        look(n->children, seen);
    }
}

static struct seen seen_in(struct str text) {
    struct seen seen = {0};
    xmlDoc *doc = xmlReadMemory(text.ptr, (int)text.len, "roundup", "UTF-8", XML_PARSE_NONET);
    CHECK(doc != NULL);
    if (doc) look(xmlDocGetRootElement(doc), &seen);
    xmlFreeDoc(doc);
    return seen;
}

static void test_hostile(void) {
    struct roundup r = page_roundup();
    struct str text = page_text(roundup_html_write, &r);
    struct seen seen = seen_in(text);
    CHECK_INT(seen.scripts, 0);
    CHECK_INT(seen.handlers, 0);
    CHECK_INT(seen.images, 0);
    CHECK_INT(seen.bad_links, 0);
    CHECK(seen.links > 4);
    CHECK_INT(seen.svg, 1);
    CHECK(seen.rtl >= 6);
    CHECK_INT(seen.level_skips, 0);
    CHECK(!page_has(text, "href=\"javascript"));
    CHECK(!page_has(text, "\xE2\x80\xAE"));
    CHECK(page_has(text, "<bdi lang=\"ar\" dir=\"rtl\">هجوم إلكتروني على الميناء</bdi>"));
    CHECK(page_has(text, "<bdi lang=\"he\" dir=\"rtl\">התקפה על הנמל</bdi>"));
    CHECK(page_has(text, "<a href=\"https://example.org/?a=1&amp;b=&#39;2&#39;%22\" rel=\"noopener noreferrer\""));
    CHECK(page_has(text, "lang=\"&quot;x\""));
}

static void test_nothing_from_outside(void) {
    struct roundup r = page_roundup();
    struct str text = page_text(roundup_html_write, &r);
    CHECK(!page_has(text, "@import") && !page_has(text, "url(") && !page_has(text, "<link") && !page_has(text, "<img"));
    CHECK(page_has(text, "default-src &#39;none&#39;"));
    CHECK(page_has(text, "@media print") && page_has(text, "prefers-color-scheme:dark") && page_has(text, "width=device-width"));
}

static void test_empty(void) {
    struct roundup r;
    CHECK(roundup_span(page_arena(), STR("2022-01-14"), &r) == OK);
    struct str text = page_text(roundup_html_write, &r);
    struct seen seen = seen_in(text);
    CHECK_INT(seen.svg, 0);
    CHECK_INT(seen.headings, 1);
    CHECK(page_has(text, "<p>14 January 2022. Nothing is known of this day: no report and no incident.</p>"));
}

static void test_month(void) {
    struct roundup r = page_roundup(), month;
    CHECK(roundup_span(page_arena(), STR("2022-01"), &month) == OK);
    r.label = month.label;
    r.from = month.from;
    r.to = month.to;
    r.stories.items[1].continued = true; /* and of no known beginning */
    r.stories.items[1].from = 0;
    struct str text = page_text(roundup_html_write, &r);
    CHECK_INT(seen_in(text).svg, 1);
    CHECK(page_has(text, ">Mon 17</text>") && !page_has(text, ">Tue 18</text>"));
    CHECK(!page_has(text, "=\"-")); /* nothing left of the picture */
}

static void test_many(void) {
    struct roundup r = page_roundup();
    for (int i = 2; i < 60; i++) *vec_push(page_arena(), &r.stories) = page_story(i);
    struct str text = page_text(roundup_html_write, &r);
    CHECK_INT(seen_in(text).scripts, 0);
    CHECK(page_has(text, "(the first 24)"));
    CHECK(page_has(text, "id=\"story-60\""));
}

TEST_MAIN(TEST(test_hostile), TEST(test_nothing_from_outside), TEST(test_empty), TEST(test_month), TEST(test_many))
