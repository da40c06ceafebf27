/* Elements of a page that hold no text of the report. Three signs: the element's name; a word in its class, of which some never stand over text and
 * others only do when little text is under them; and links that are nearly all of a short block. */
#include "format/in_html_furniture.h"

#include "model/ascii.h"

enum { OWN_MAX = 100, BLOCK_MAX = 260, BLOCK_MIN = 16, NODES_MAX = 300 };

bool in_html_is_named(const xmlNode *n, const char *const *names) {
    if (n->type != XML_ELEMENT_NODE) return false;
    for (; *names; names++)
        if (strcmp((const char *)n->name, *names) == 0) return true;
    return false;
}

struct str in_html_attribute(const xmlNode *n, const char *name) {
    for (const xmlAttr *a = n->type == XML_ELEMENT_NODE ? n->properties : NULL; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0 && a->children && a->children->content)
            return str_from((const char *)a->children->content);
    return STR_NONE;
}

bool in_html_contains(struct str s, const char *word) {
    struct str want = str_from(word);
    for (size_t i = 0; i + want.len <= s.len; i++)
        if (str_starts_nocase(str_sub(s, i, want.len), want)) return true;
    return false;
}

/* The text below a block, of links and not, as far as it is short; *numbered when a year or a hash is in it. */
struct measure {
    size_t own, linked, longest; /* longest: of one paragraph or of one piece of text */
    size_t paragraphs;           /* with text that is no link */
    bool numbered, complete, stopped;
};

static void measure_text(const char *text, bool in_link, struct measure *m) {
    size_t len = 0, digits = 0;
    for (const char *c = text; *c && len <= BLOCK_MAX; c++) {
        len += !ascii_is_blank(*c);
        digits = ascii_is_digit(*c) ? digits + 1 : 0;
        m->numbered = m->numbered || digits >= 4 || (*c == ':' && c[1] == '/' && c[2] == '/');
    }
    *(in_link ? &m->linked : &m->own) += len;
    if (!in_link && len > m->longest) m->longest = len;
    struct str s = str_trim(str_from(text));
    if (!in_link && s.len) m->stopped = str_ends(s, STR(".")) || str_ends(s, STR("。")) || str_ends(s, STR("!")) || str_ends(s, STR("?"));
}

static bool holds_paragraph(const xmlNode *n) {
    static const char *const names[] = {"p", "blockquote", "pre", "li", "td", NULL};
    return in_html_is_named(n, names);
}

static bool is_silent(const xmlNode *n) {
    static const char *const names[] = {"script", "style", "noscript", "svg", "template", NULL};
    return in_html_is_named(n, names);
}

/* Ends early where there is more than a box has. */
static struct measure measure_block(const xmlNode *root) {
    static const char *const links[] = {"a", NULL};
    struct measure m = {.complete = true};
    const xmlNode *link = in_html_is_named(root, links) ? root : NULL, *paragraph = NULL;
    size_t nodes = 0, before = 0;
    for (const xmlNode *n = root; n;) {
        if (++nodes > NODES_MAX || m.own > 4 * BLOCK_MAX) {
            m.complete = false;
            return m;
        }
        if (!link && in_html_is_named(n, links)) link = n;
        if (!paragraph && holds_paragraph(n)) paragraph = n, before = m.own;
        if (n->type == XML_TEXT_NODE && n->content) measure_text((const char *)n->content, link != NULL, &m);
        if (n->children && !is_silent(n)) {
            n = n->children;
            continue;
        }
        for (;; n = n->parent) {
            if (n == link) link = NULL;
            if (n == paragraph) {
                if (m.own - before > m.longest) m.longest = m.own - before;
                m.paragraphs += m.own - before > BLOCK_MIN;
                paragraph = NULL;
            }
            if (n == root || n->next) break;
        }
        n = n == root ? NULL : n->next;
    }
    return m;
}

/* The words of a class or an id, "related-links__item": is one of them in the list, or does a long one begin so? */
static bool has_word(struct str s, const char *const *words) {
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        while (end < s.len && ascii_is_alnum(s.ptr[end])) end++;
        struct str token = str_sub(s, i, end - i);
        for (const char *const *w = words; token.len > 1 && *w; w++) {
            size_t len = strlen(*w);
            if (len >= 5 ? str_starts_nocase(token, str_from(*w)) : str_eq_nocase(token, str_from(*w))) return true;
        }
        i = end + 1;
    }
    return false;
}

/* Words that stand over furniture, but sometimes over a text as well: they tell where no paragraph of some length is under them. */
static bool is_box(const xmlNode *n) {
    static const char *const words[] = {
        "ad",        "ads",        "adv",         "adbox",     "adslot",    "sponsor", "partner",    "commercial", "werbung",  "anzeige",
        "reklam",    "publicid",   "publicit",    "pubblicit", "annonce",   "annons",  "oglas",      "hirdet",     "mainos",   "paywall",
        "signup",    "subscr",     "mailing",     "donat",     "member",    "card",    "cards",      "tile",       "tiles",    "more",
        "mehr",      "weitere",    "altre",       "otras",     "outras",    "meer",    "wiecej",     "dalsi",      "tovabbi",  "next",
        "prev",      "previous",   "nav",         "navigat",   "pager",     "paginat", "crumb",      "crumbs",     "trail",    "most",
        "mostread",  "mostviewed", "popular",     "trending",  "latest",    "recent",  "ticker",     "recirc",     "onward",   "readmore",
        "readalso",  "readnext",   "alsoread",    "also",      "seealso",   "further", "suggest",    "similar",    "aehnlich", "verwandt",
        "linkbox",   "links",      "leggianche",  "lire",      "lees",      "leesook", "czytaj",     "zobacz",     "polecan",  "polecam",
        "citeste",   "procitaj",   "ilgili",      "benzer",    "kapcsolod", "ajanlo",  "souvis",     "suvis",      "povezan",  "sorodn",
        "relacion",  "correlat",   "gerelateerd", "relater",   "liittyv",   "seotud",  "susij",      "saistit",    "relat",    "linked",
        "tools",     "toolbar",    "buttons",     "btns",      "actions",   "follow",  "print",      "bookmark",   "sns",      "addthis",
        "teilen",    "partag",     "condivid",    "compart",   "partilh",   "delen",   "sdilet",     "sdilen",     "udostep",  "megoszt",
        "paylas",    "podeli",     "podijeli",    "reactions", "reaktion",  "komment", "koment",     "diskus",     "discuss",  "respond",
        "responses", "opinie",     "hozzaszol",   "yorum",     "tags",      "tag",     "tagged",     "taglist",    "topics",   "keywords",
        "etiquet",   "schlagw",    "tagi",        "stitky",    "cimkek",    "etichet", "disclaimer", "imprint",    "login",    "search",
        "weather",   "poll",       "quiz",        "rating",    "feedback",  "gdpr",    "consent",    "modal",      "overlay",  "lightbox",
        "pushbox",   "toplist",    "topnews",     "widget",    NULL};
    static const char *const pictures[] = {"photo",   "foto",   "bild",    "img",    "image",     "picture",   "gallery", "galerie",
                                           "galeria", "credit", "credits", "legend", "copyright", "slideshow", NULL};
    static const char *const lines[] = {"p", "h1", "h2", "h3", "time", NULL};
    struct str class = in_html_attribute(n, "class"), id = in_html_attribute(n, "id");
    bool picture = has_word(class, pictures) || has_word(id, pictures);
    if (!picture && !has_word(class, words) && !has_word(id, words)) return false;
    struct measure m = measure_block(n);
    if (!m.complete || m.longest > OWN_MAX || m.paragraphs > 1) return false;
    return picture || !in_html_is_named(n, lines) || !m.stopped;
}

static bool is_hidden(const xmlNode *n) {
    return str_eq_nocase(in_html_attribute(n, "aria-hidden"), STR("true")) || !str_is_none(in_html_attribute(n, "hidden")) ||
           in_html_contains(in_html_attribute(n, "style"), "display:none") ||
           in_html_contains(in_html_attribute(n, "style"), "display: none");
}

/* Names of classes under which no page keeps its text. */
static bool is_class_of_furniture(const xmlNode *n) {
    static const char *const words[] = {
        "comment",    "share",    "sharing", "social", "related",   "promo",      "sidebar",    "cookie",  "newsletter",     "breadcrumb",
        "advert",     "banner",   "teaser",  "popup",  "subscribe", "recommend",  "site-nav",   "navbar",  "menu",           "skip-link",
        "read-more-", "outbrain", "taboola", "disqus", "tags-list", "author-box", "byline-bio", "caption", "wp-block-embed", NULL};
    static const char *const roots[] = {"html", "body", "main", "article", NULL};
    if (in_html_is_named(n, roots)) return false;
    struct str class = in_html_attribute(n, "class"), id = in_html_attribute(n, "id"), role = in_html_attribute(n, "role");
    if (str_eq_nocase(role, STR("navigation")) || str_eq_nocase(role, STR("complementary")) || str_eq_nocase(role, STR("banner")))
        return true;
    if (is_hidden(n)) return true;
    for (size_t i = 0; words[i]; i++)
        if (in_html_contains(class, words[i]) || in_html_contains(id, words[i])) return true;
    return (!str_is_none(class) || !str_is_none(id)) && is_box(n);
}

bool in_html_is_furniture(const xmlNode *n) {
    static const char *const names[] = {"script",     "style",  "noscript", "nav",    "aside", "form",     "footer", "button",
                                        "svg",        "iframe", "template", "select", "input", "textarea", "object", "figure",
                                        "figcaption", "video",  "audio",    "canvas", "head",  "title",    "label",  NULL};
    if (n->type == XML_COMMENT_NODE || n->type == XML_PI_NODE || n->type == XML_DTD_NODE) return true;
    return in_html_is_named(n, names) || (n->type == XML_ELEMENT_NODE && is_class_of_furniture(n));
}

/* The next element beside it. */
static const xmlNode *next_element(const xmlNode *n) {
    do n = n->next;
    while (n && n->type != XML_ELEMENT_NODE);
    return n;
}

bool in_html_is_link_block(const xmlNode *n) {
    static const char *const blocks[] = {"p", "li", "div", "section", "ul", "ol", "h2", "h3", "h4", "h5", "h6", "dd", "dt", NULL};
    static const char *const headings[] = {"h2", "h3", "h4", "h5", "h6", NULL}, *const paragraphs[] = {"p", "div", "ul", NULL};
    if (!in_html_is_named(n, blocks)) return false;
    struct measure m = measure_block(n);
    size_t all = m.own + m.linked;
    if (!m.complete || m.numbered || m.own > OWN_MAX / 2 || m.linked < BLOCK_MIN || all > 4 * BLOCK_MAX || m.linked * 4 < all * 3)
        return false;
    const xmlNode *next = in_html_is_named(n, headings) ? next_element(n) : NULL;
    /* the heading of an item may be a link, with the item under it */
    return !next || !in_html_is_named(next, paragraphs) || measure_block(next).own <= OWN_MAX / 2;
}
