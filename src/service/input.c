/* Fields that a client sent. */
#include "service/input.h"

#include "base/clock.h"

bool input_str(const struct json_node *body, const char *key, struct str *to) {
    const struct json_node *node = json_get(body, key);
    if (node == NULL || !(json_is_scalar(node) || node->kind == JSON_NULL)) return false;
    *to = node->kind == JSON_NULL ? STR_NONE : node->text;
    return true;
}

bool input_text(const struct json_node *body, const char *key, struct str *to) {
    if (!input_str(body, key, to)) return false;
    if (str_is_none(*to)) *to = STR("");
    return true;
}

bool input_bool(const struct json_node *body, const char *key, bool *to) {
    const struct json_node *node = json_get(body, key);
    if (node != NULL && node->kind == JSON_STRING && node->text.len == 0) {
        *to = false; /* the official client sends "" for false here and there */
        return true;
    }
    return json_get_bool(body, key, to);
}

bool input_int(const struct json_node *body, const char *key, int64_t *to) { return json_get_int(body, key, to); }

bool input_instant(const struct json_node *body, const char *key, int64_t *to, bool *bad) {
    struct str text;
    int64_t micros;
    if (!input_str(body, key, &text)) return false;
    text = str_trim(text);
    if (str_is_empty(text) || str_eq(text, STR("0"))) {
        *to = 0;
        return true;
    }
    if (!clock_parse_iso(text, &micros)) {
        *bad = true;
        return false;
    }
    *to = micros / 1000000;
    return true;
}
