/* Server settings: the table `settings`, held in memory and read anew whenever the policy version moves. */
#include "service/core_private.h"

enum err core_settings_reload(struct core *core, struct db *db) {
    struct arena *fresh = arena_new(16u << 20);
    struct setting_list list = {0};
    enum err e = store_setting_all(db, fresh, &list);
    if (e != OK) {
        arena_free(fresh);
        return e;
    }
    pthread_rwlock_wrlock(&core->settings_lock);
    struct arena *old = core->settings_arena;
    core->settings_arena = fresh;
    core->settings = list;
    pthread_rwlock_unlock(&core->settings_lock);
    if (old) arena_free(old);
    return OK;
}

struct str core_setting(struct core *core, struct arena *arena, const char *name, const char *fallback) {
    struct str value = STR_NONE, wanted = str_from(name);
    pthread_rwlock_rdlock(&core->settings_lock);
    for (size_t i = 0; i < core->settings.len && str_is_none(value); i++)
        if (str_eq(core->settings.items[i].name, wanted)) value = arena_str(arena, core->settings.items[i].value);
    pthread_rwlock_unlock(&core->settings_lock);
    return str_is_none(value) ? str_from(fallback) : value;
}

int64_t core_setting_int(struct core *core, const char *name, int64_t fallback) {
    int64_t number = fallback;
    struct str wanted = str_from(name);
    pthread_rwlock_rdlock(&core->settings_lock);
    for (size_t i = 0; i < core->settings.len; i++)
        if (str_eq(core->settings.items[i].name, wanted) && !str_to_i64(core->settings.items[i].value, &number)) number = fallback;
    pthread_rwlock_unlock(&core->settings_lock);
    return number;
}

bool core_setting_bool(struct core *core, const char *name, bool fallback) {
    bool answer = fallback;
    struct str wanted = str_from(name);
    pthread_rwlock_rdlock(&core->settings_lock);
    for (size_t i = 0; i < core->settings.len; i++)
        if (str_eq(core->settings.items[i].name, wanted)) answer = json_text_is_true(core->settings.items[i].value);
    pthread_rwlock_unlock(&core->settings_lock);
    return answer;
}
