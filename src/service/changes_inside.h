/* The inside of the change stream: changes.c (frame, batches), change_view.c (views as of a place), change_walk.c (rows), change_expand.c (what a change of sight brings),
 * change_tell.c (lines and contents). Nobody else includes this. */
#ifndef VARDE_SERVICE_CHANGES_INSIDE_H
#define VARDE_SERVICE_CHANGES_INSIDE_H

#include "base/buf.h"
#include "model/event.h"
#include "service/change_cursor.h"
#include "service/changes.h"
#include "store/change_read.h"

#define SETTING_HORIZON "varde.changes_horizon" /* the log was compacted up to this row */

enum told { TOLD_ADDED, TOLD_CHANGED, TOLD_DELETED, TOLD_VISIBLE, TOLD_INVISIBLE };

/* An event as it was at the place, and as it is. */
struct change_event {
    int64_t id;
    bool known;           /* it stood at the place */
    struct visibility at; /* then */
    struct uuid uuid;
    bool stands; /* now */
    bool seen;   /* now, by the caller */
    struct event event;
};

struct change_object {
    int64_t id;
    bool stands, deleted;
    int distribution, distribution_at; /* now, and at the place */
    int64_t group, group_at;
};

struct changes {
    struct context *c;
    struct arena *main;   /* the context's own */
    struct arena *kept;   /* of what lives as long as the stream */
    struct arena *rows;   /* of a batch of rows */
    struct arena *page;   /* of what is being told: emptied at each pause */
    struct arena *old[2]; /* views as of the place: one holds the present one */
    int current;
    struct change_cursor cursor; /* position: of the last row that was told whole */
    char cursor_text[CHANGE_CURSOR_TEXT];
    enum changes_form form;
    struct id_list listed, open_to_all; /* plain groups as of the place: that list the organisation, that take all of this server */
    int64_t entry;                      /* newest agreement entry as of the place */
    int64_t now;                        /* the place's instant */
    struct view before, after;          /* of the row at hand: equal but for rows of scope */
    const struct change_record *row;
    int64_t place;    /* the row's id */
    bool several;     /* the row brings several lines: they carry the cursor of the row before it */
    bool reading;     /* a read transaction is open */
    struct buf lines; /* told, and not written yet */
    struct sink_buf line;
    struct json_out out;
    struct sink *to;
    size_t count;
    struct change_event event;   /* cached; id 0: none */
    struct change_object object; /* the same */
};

/* --- change_view.c --- */
/* As of the cursor's position. ERR_RESYNC: it cannot be told any more. */
enum err change_view_open(struct changes *s) MUST_USE;
/* Before and after the row at hand. *differs: they may differ, by the row's group or event. */
enum err change_view_step(struct changes *s, bool *differs) MUST_USE;
bool change_view_sees_event(const struct view *view, const struct change_event *e);

/* --- changes.c --- */
/* Between two things: writes what was told and begins a new page where it is time. */
enum err changes_pause(struct changes *s) MUST_USE;

/* --- change_tell.c --- */
enum err change_turn_to(struct changes *s, int64_t event_id) MUST_USE;
/* The object of an attribute (0: none), as of the place and now. */
enum err change_object_of(struct changes *s, int64_t object_id) MUST_USE;
/* Did (does) the view show an item with these columns, of the cached event and below the cached object? */
bool change_sees_item(const struct changes *s, const struct view *view, const struct visibility *event, int distribution, int64_t group,
                      int64_t object_id);
/* Is the place behind the horizon of compaction? */
bool change_is_vague(const struct changes *s);
/* One line without content, where the place is not vague. uuid may be NULL; `attribute` and `name` (of a tag) too. */
struct change_line {
    enum told told;
    int kind;
    int64_t id;
    const struct uuid *uuid, *attribute;
    struct str name;
};
enum err change_tell_bare(struct changes *s, const struct change_line *line) MUST_USE;
/* The thing with its content, if it may be seen now; else nothing is told. *told tells which. */
enum err change_tell_event(struct changes *s, enum told told, bool *done) MUST_USE;
enum err change_tell_attribute(struct changes *s, enum told told, int64_t id, bool *done) MUST_USE;
enum err change_tell_object(struct changes *s, enum told told, int64_t id, bool *done) MUST_USE;
enum err change_tell_reference(struct changes *s, enum told told, int64_t id, bool *done) MUST_USE;
enum err change_tell_report(struct changes *s, enum told told, int64_t id, bool *done) MUST_USE;
enum err change_tell_sighting(struct changes *s, enum told told, int64_t id, bool *done) MUST_USE;
enum err change_tell_proposal(struct changes *s, enum told told, int64_t id, bool *done) MUST_USE;
/* The use of the tag on the cached event (attribute_id 0) or on an attribute. */
enum err change_tell_tag(struct changes *s, enum told told, int64_t tag_id, int64_t attribute_id, bool *done) MUST_USE;
enum err change_tell_group(struct changes *s, enum told told, int64_t id, const struct uuid *uuid) MUST_USE;

struct analyst_datum;
enum err change_tell_analyst(struct changes *s, enum told told, const struct analyst_datum *d) MUST_USE;

/* --- change_analyst.c --- */
enum err change_analyst_row(struct changes *s) MUST_USE;

/* --- change_walk.c --- */
enum err change_tell_row(struct changes *s) MUST_USE;

/* --- change_expand.c --- */
/* What is in the cached event and was, or came, in sight between two views (and two states of the event). */
enum err change_expand_event(struct changes *s, const struct visibility *was, const struct visibility *is) MUST_USE;
/* The attributes and references of an object that came in sight. */
enum err change_expand_object(struct changes *s, int64_t object_id) MUST_USE;
/* What hangs on an attribute that came in sight. */
enum err change_expand_attribute(struct changes *s, int64_t attribute_id) MUST_USE;
/* All that is shared with the group of the row at hand. */
enum err change_expand_group(struct changes *s) MUST_USE;
/* The event of the row at hand, whose time came or went. */
enum err change_expand_instant(struct changes *s) MUST_USE;

#endif
