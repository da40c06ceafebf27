/* An Atom feed (RFC 4287) written entry by entry onto a sink: of roundups, of stories. Text of others is escaped here; links are written only where a
 * reader may be led there (roundup_is_link) or where they are paths of this server. */
#ifndef VARDE_FORMAT_ATOM_OUT_H
#define VARDE_FORMAT_ATOM_OUT_H

#include "base/sink.h"
#include "codec/uuid.h"

struct atom_feed {
    struct uuid uuid; /* of the feed, the same for ever */
    struct str title;
    struct str author;     /* of all entries that name none: the server's name */
    struct str self, page; /* address of the feed, of the page that it is of; or empty */
    int64_t updated;       /* seconds: when the newest entry changed */
};
struct atom_entry {
    struct uuid uuid;
    struct str title, link; /* an entry without html needs its link: RFC 4287, 4.1.2 */
    int64_t updated;        /* seconds; never the time of making, or each poll would show all as new */
    int64_t published;      /* seconds, 0: not told */
    struct str summary;     /* plain text, or empty */
    struct str html;        /* content, as HTML that is escaped already; or empty */
};

void atom_feed_open(struct sink *to, const struct atom_feed *feed);
void atom_entry_write(struct sink *to, const struct atom_entry *entry);
void atom_feed_close(struct sink *to);

#endif
