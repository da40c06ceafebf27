/* An attribute with what stands around it, as the line-by-line formats (CSV, text) take it. */
#ifndef VARDE_FORMAT_ATTRIBUTE_ROW_H
#define VARDE_FORMAT_ATTRIBUTE_ROW_H

#include "model/event_head.h"

struct attribute_row {
    const struct attribute *attribute;
    const struct event_head *event;   /* never NULL */
    const struct object_head *object; /* NULL for a free attribute */
    const struct tag_use *tags;
    size_t tag_count;
};

#endif
