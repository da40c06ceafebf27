/* MISP JSON, read: documents of clients, peers and files to model/event.h. Pure: no validation of values against their types (service does it), but wrong
 * JSON types, bad uuids and bad times are errors (sticky in the parser, with place).
 *
 * All wrappers are accepted: {"Event":{}}, {"response":...}, {"request":...}, a list of them, or the bare noun. What is read points into the parser's text. */
#ifndef VARDE_FORMAT_MISP_READ_H
#define VARDE_FORMAT_MISP_READ_H

#include "codec/json.h"
#include "model/event.h"

/* Called for each event of the document; an error stops the reading and is returned. */
typedef enum err (*misp_event_fn)(void *ctx, struct event *event);
/* Read a whole document of one or more events. `arena` is not emptied between them. */
enum err misp_read_events(struct json *j, struct arena *arena, misp_event_fn each, void *ctx) MUST_USE;
/* The only or first event; ERR_METHOD "No valid event data received." when there is none. */
enum err misp_read_event(struct json *j, struct arena *arena, struct event *out) MUST_USE;
/* The free attributes of an event that was read, one by one: a list of 10,000 costs no more memory than one. The syntax was checked when
 * the event was read; a wrong type or a bad uuid ends the list, and misp_attributes_end says so. */
struct misp_attributes {
    struct json j;
    bool is_list, done;
};
void misp_attributes_begin(struct misp_attributes *list, const struct event *e);
bool misp_attributes_next(struct misp_attributes *list, struct arena *arena, struct attribute *out);
enum err misp_attributes_end(struct misp_attributes *list) MUST_USE;
bool misp_has_attributes(const struct event *e);
/* One attribute, a list of them, or {"Attribute": either}. *several tells that a list was sent. */
enum err misp_read_attributes(struct json *j, struct arena *arena, struct attribute_list *out, bool *several) MUST_USE;
enum err misp_read_object(struct json *j, struct arena *arena, struct object *out) MUST_USE;
enum err misp_read_reference(struct json *j, struct arena *arena, struct object_reference *out) MUST_USE;
enum err misp_read_report(struct json *j, struct arena *arena, struct event_report *out) MUST_USE;
enum err misp_read_proposal(struct json *j, struct arena *arena, struct attribute *out) MUST_USE;

#endif
