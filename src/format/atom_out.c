/* Atom, RFC 4287. Ids are urn:uuid, stable for ever; times are those of the content, so that two polls of the same data give the same bytes. */
#include "format/atom_out.h"

#include "base/clock.h"
#include "format/roundup_out.h"

static void put(struct sink *to, const char *element, const char *type, struct str text) {
    sink_printf(to, "<%s", element);
    if (type) sink_printf(to, " type=\"%s\"", type);
    sink_add_char(to, '>');
    roundup_out_clean(to, text, roundup_out_escape);
    sink_printf(to, "</%s>\n", element);
}

static void put_id(struct sink *to, const struct uuid *uuid) {
    char text[UUID_TEXT];
    uuid_text(uuid, text);
    sink_printf(to, "<id>urn:uuid:%s</id>\n", text);
}

static void put_time(struct sink *to, const char *element, int64_t seconds) {
    char text[CLOCK_TEXT];
    struct str s = clock_datetime(seconds, text);
    sink_printf(to, "<%s>%.*sT%.*sZ</%s>\n", element, 10, s.ptr, (int)s.len - 11, s.ptr + 11, element);
}

/* A path of this server, or an address that a reader may be led to; anything else is left out. */
static void put_link(struct sink *to, const char *rel, const char *type, struct str url) {
    bool is_path = url.len && url.ptr[0] == '/' && !str_starts(url, STR("//"));
    if (!is_path && !roundup_is_link(url)) return;
    sink_printf(to, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    for (size_t i = 0; i < url.len; i++) {
        if (url.ptr[i] == '&')
            sink_add_text(to, "&amp;");
        else if (url.ptr[i] == '\'')
            sink_add_text(to, "&#39;");
        else
            roundup_out_url(to, str_sub(url, i, 1));
    }
    sink_add_text(to, "\"/>\n");
}

void atom_feed_open(struct sink *to, const struct atom_feed *feed) {
    sink_add_text(to, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    put_id(to, &feed->uuid);
    put(to, "title", "text", feed->title);
    put_time(to, "updated", feed->updated);
    sink_add_text(to, "<author>\n");
    put(to, "name", NULL, feed->author.len ? feed->author : STR("Varde"));
    sink_add_text(to, "</author>\n");
    put_link(to, "self", "application/atom+xml", feed->self);
    put_link(to, "alternate", "text/html", feed->page);
}

void atom_entry_write(struct sink *to, const struct atom_entry *entry) {
    sink_add_text(to, "<entry>\n");
    put_id(to, &entry->uuid);
    put(to, "title", "text", entry->title);
    put_time(to, "updated", entry->updated);
    if (entry->published) put_time(to, "published", entry->published);
    put_link(to, "alternate", "text/html", entry->link);
    if (entry->summary.len) put(to, "summary", "text", entry->summary);
    if (entry->html.len) put(to, "content", "html", entry->html);
    sink_add_text(to, "</entry>\n");
}

void atom_feed_close(struct sink *to) { sink_add_text(to, "</feed>\n"); }
