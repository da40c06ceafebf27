/* Scores of attributes by the enabled models of decay (see decaying_model.h). The base score is made of the tags that the model weighs: the mean of
 * their numerical values by weight; without such tags it is the model's default. The clock of the curve starts at the newest of timestamp, last
 * sighting and last_seen. */
#include <math.h>

#include "model/attribute_type.h"
#include "model/decay.h"
#include "service/decaying_model.h"
#include "store/decaying_model.h"
#include "store/taxonomy.h"

struct weight {
    struct str words; /* "namespace:predicate" or "namespace" */
    double weight;
};

struct scoring {
    int64_t id;
    struct str name;
    struct decay_curve curve;
    double default_base;
    bool types[ATTRIBUTE_TYPE_COUNT + 1];
    struct VEC_OF(struct weight) weights;
};

struct decay {
    struct scoring *items;
    size_t len, cap;
};

static double number_of(const struct json_node *parameters, const char *key, double fallback) {
    double d;
    return str_to_double(json_get_text(parameters, key), &d) ? d : fallback;
}

static enum err read_model(struct arena *arena, const struct decaying_model *m, struct decay *decay) {
    struct json_node *parameters, *types;
    enum err e = json_tree_copy(arena, m->parameters, &parameters);
    if (e == OK) e = json_tree_copy(arena, m->attribute_types, &types);
    if (e != OK) return err_set(ERR_CORRUPT, "The decaying model %lld is damaged.", (long long)m->id);
    struct scoring *s = vec_push(arena, decay);
    *s = (struct scoring){.id = m->id, .name = m->name, .default_base = number_of(parameters, "default_base_score", 0)};
    s->curve = (struct decay_curve){.lifetime = number_of(parameters, "lifetime", 0),
                                    .speed = number_of(parameters, "decay_speed", 1),
                                    .threshold = number_of(parameters, "threshold", 0)};
    for (const struct json_node *t = types->child; t; t = t->next) {
        const struct attribute_type *type = attribute_type_find(t->text);
        if (type) s->types[type->number] = true;
    }
    const struct json_node *config = json_get(parameters, "base_score_config");
    for (const struct json_node *w = config && config->kind == JSON_OBJECT ? config->child : NULL; w; w = w->next) {
        double weight;
        if (str_to_double(w->text, &weight) && weight > 0) *vec_push(arena, &s->weights) = (struct weight){w->key, weight};
    }
    return OK;
}

enum err decay_load(struct context *c, struct arena *arena, struct decay **out) {
    struct decaying_model_list list = {0};
    *out = ARENA_NEW(arena, struct decay);
    enum err e = store_decaying_model_list(c->db, arena, &list);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        const struct decaying_model *m = &list.items[i];
        if (m->enabled && (m->all_orgs || m->org_id == c->actor.org_id)) e = read_model(arena, m, *out);
    }
    return e;
}

/* Is the tag one of the words: "ns:predicate" of ns:predicate="value", or its namespace? */
static bool is_of(struct str tag, struct str words) {
    if (!str_starts_nocase(tag, words) || tag.len == words.len) return false;
    char next = tag.ptr[words.len];
    return next == '=' || (next == ':' && str_find_char(words, ':', 0) == SIZE_MAX);
}

static enum err value_of(struct context *c, struct arena *arena, const struct tag_use *tag, bool *known, double *value) {
    *known = str_to_double(tag->numerical_value, value);
    return *known ? OK : store_taxonomy_number(c->db, arena, tag->name, known, value);
}

/* The value of the first tag that the words name. */
static enum err weigh(struct context *c, struct arena *arena, const struct tag_use *tags, size_t count, struct str words, bool *known,
                      double *value) {
    enum err e = OK;
    *known = false;
    for (size_t i = 0; i < count && e == OK && !*known; i++)
        if (is_of(tags[i].name, words)) e = value_of(c, arena, &tags[i], known, value);
    return e;
}

static enum err base_score(struct context *c, struct arena *arena, const struct scoring *s, const struct decay_subject *subject,
                           double *base) {
    double sum = 0, weights = 0;
    enum err e = OK;
    for (size_t i = 0; i < s->weights.len && e == OK; i++) {
        const struct weight *w = &s->weights.items[i];
        bool known = false;
        double value = 0;
        e = weigh(c, arena, subject->tags, subject->tag_count, w->words, &known, &value);
        if (e == OK && !known) e = weigh(c, arena, subject->event_tags, subject->event_tag_count, w->words, &known, &value);
        if (e != OK || !known) continue;
        sum += w->weight * value;
        weights += w->weight;
    }
    *base = weights > 0 ? sum / weights : s->default_base;
    return e;
}

static int64_t age_of(struct context *c, const struct decay_subject *subject) {
    const struct attribute *a = subject->attribute;
    int64_t last = a->timestamp, seen = a->last_seen == SEEN_NONE ? 0 : a->last_seen / 1000000;
    if (seen > last) last = seen;
    if (subject->last_sighting > last) last = subject->last_sighting;
    return c->now - last;
}

static void write_score(struct json_out *out, const struct scoring *s, double base, double score) {
    json_open(out);
    json_k(out, "score");
    json_double(out, round(score * 100) / 100);
    json_k(out, "base_score");
    json_double(out, round(base * 100) / 100);
    json_put_bool(out, "decayed", score < s->curve.threshold);
    json_k(out, "DecayingModel");
    json_open(out);
    json_put_num(out, "id", s->id);
    json_put_str(out, "name", s->name);
    json_close(out);
    json_close(out);
}

enum err decay_write(struct context *c, struct arena *arena, const struct decay *decay, const struct decay_subject *subject,
                     struct json_out *out) {
    int type = subject->attribute->type;
    enum err e = OK;
    bool any = false;
    if (type <= 0 || type > ATTRIBUTE_TYPE_COUNT) return OK;
    for (size_t i = 0; i < decay->len && e == OK; i++) {
        const struct scoring *s = &decay->items[i];
        double base = 0;
        if (!s->types[type]) continue;
        e = base_score(c, arena, s, subject, &base);
        if (!any) {
            json_k(out, "decay_score");
            json_open_array(out);
            any = true;
        }
        if (e == OK) write_score(out, s, base, decay_score(&s->curve, base, age_of(c, subject)));
    }
    if (any) json_close_array(out);
    return e;
}
