/* A small JSON document as a tree in an arena: for filters, settings and short bodies (not for events). */
#ifndef VARDE_CODEC_JSON_TREE_H
#define VARDE_CODEC_JSON_TREE_H

#include "codec/json.h"

struct json_node {
    enum json_kind kind;
    struct str key;          /* in an object */
    struct str text;         /* scalars: string content, number as written, "1"/"0", absent for null */
    struct json_node *child; /* first member or item */
    struct json_node *next;
    struct json_node *last; /* last member or item, so that appending is cheap */
    size_t len;             /* number of members or items */
};

/* Parse a whole document; `text` is modified and must outlive the tree (32 bytes of room after it). ERR_BAD_INPUT with detail. */
enum err json_tree_parse(struct arena *arena, char *text, size_t len, struct json_node **out) MUST_USE;
/* The same from constant text: copies it first. */
enum err json_tree_copy(struct arena *arena, struct str text, struct json_node **out) MUST_USE;
/* Read the next value of a running parser as a tree. NULL on error. */
struct json_node *json_tree_read(struct json *j, struct arena *arena);
/* Last member with that key (exact case), or NULL; NULL-safe: `node` may be NULL or not an object. */
struct json_node *json_get(const struct json_node *node, const char *key);
/* Text of a scalar member; STR_NONE when absent, null or not a scalar. */
struct str json_get_text(const struct json_node *node, const char *key);
/* false when absent or not a whole number (numbers, numeric strings and booleans are). */
bool json_get_int(const struct json_node *node, const char *key, int64_t *out);
/* true/false/1/0/"1"/"0"/"true"/"false"/"yes"/"no"/"on"/"off"; false when absent or none of these. */
bool json_get_bool(const struct json_node *node, const char *key, bool *out);
bool json_is_scalar(const struct json_node *node);
bool json_text_is_true(struct str text); /* "1", "true", "yes", "on" in any case */
struct json_node *json_tree_object(struct arena *arena);
/* Append a member to an object or (key STR_NONE) an item to an array. */
struct json_node *json_tree_add(struct arena *arena, struct json_node *parent, struct str key, enum json_kind kind, struct str text);
struct json_node *json_tree_array(struct arena *arena);

#endif
