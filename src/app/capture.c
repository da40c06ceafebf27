/* JSON of a service, as a tree. */
#include "app/capture.h"

#include "base/limits.h"

void capture_begin(struct capture *capture) {
    buf_init(&capture->buf, LIMIT_BODY);
    sink_buf_init(&capture->sink, &capture->buf);
    json_out_init(&capture->out, &capture->sink.sink, false);
}

enum err capture_end(struct capture *capture, enum err e, struct arena *arena, struct json_node **node) {
    enum err written = sink_buf_done(&capture->sink);
    if (e == OK) e = written;
    if (e == OK) e = json_tree_copy(arena, buf_str(&capture->buf), node);
    buf_done(&capture->buf);
    return e;
}

struct str capture_field(const struct json_node *node, const char *model, const char *key) {
    struct str text = json_get_text(model ? json_get(node, model) : node, key);
    return str_is_none(text) ? STR("") : text;
}
