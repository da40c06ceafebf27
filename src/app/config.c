/* Settings, read and checked. What is not here: what they mean. The idea: one table (config.h) from which reading, checking, help and
 * the printed file derive; a typing error in a name or a value stops the program instead of being ignored. */
#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (1 << 20)

extern char **environ;

const struct config_row config_rows[SETTING_COUNT] = {
#define X(id, name, type, low, high, fallback, choices, help) [SET_##id] = {name, SETTING_##type, low, high, fallback, choices, help},
    SETTING_TABLE(X)
#undef X
};

static bool is_separator(char c) { return c == '.' || c == '_' || c == '-'; }

static bool name_matches(const char *name, struct str given) {
    size_t at = 0, len = strlen(name);
    if (given.len != len) return false;
    for (; at < len; at++) {
        char c = given.ptr[at];
        if (c >= 'A' && c <= 'Z') c = (char)(c | 0x20);
        if (c != name[at] && !(is_separator(c) && is_separator(name[at]))) return false;
    }
    return true;
}

enum setting config_find(struct str name) {
    /* short forms of what is typed most */
    if (str_eq(name, STR("data"))) return SET_DATA_DIR;
    if (str_eq(name, STR("library"))) return SET_LIBRARY_PATH;
    for (int i = 0; i < SETTING_COUNT; i++)
        if (name_matches(config_rows[i].name, name)) return (enum setting)i;
    return SETTING_COUNT;
}

static bool parse_number(const struct config_row *row, struct str text, int64_t *out) {
    int64_t unit = 1;
    if (row->type == SETTING_BYTES && text.len > 1) {
        switch (text.ptr[text.len - 1]) {
        case 'K': unit = 1 << 10; break;
        case 'M': unit = 1 << 20; break;
        case 'G': unit = 1 << 30; break;
        default: break;
        }
        if (unit > 1) text.len--;
    }
    if (!str_to_i64(text, out) || *out > INT64_MAX / unit || *out < 0) return false;
    *out *= unit;
    return *out >= row->low && *out <= row->high;
}

static bool is_choice(const char *choices, struct str value) {
    struct str rest = str_from(choices), word;
    while (str_split(&rest, ' ', &word))
        if (str_eq(word, value)) return true;
    return false;
}

enum err config_set(struct config *config, enum setting setting, struct str value, enum setting_source source) {
    const struct config_row *row = &config_rows[setting];
    bool is_number = row->type == SETTING_NUMBER || row->type == SETTING_BYTES;
    int64_t number = 0;
    if (is_number && !parse_number(row, value, &number))
        return err_set(ERR_BAD_INPUT, "%s = %.*s: must be a number from %lld to %lld", row->name, STR_ARG(value), (long long)row->low,
                       (long long)row->high);
    if (row->type == SETTING_CHOICE && !is_choice(row->choices, value))
        return err_set(ERR_BAD_INPUT, "%s = %.*s: must be one of: %s", row->name, STR_ARG(value), row->choices);
    if (memchr(value.ptr ? value.ptr : "", '\n', value.len)) return err_set(ERR_BAD_INPUT, "%s: must be one line", row->name);
    if (source < config->source[setting]) return OK;
    config->text[setting] = arena_str(config->arena, value);
    config->number[setting] = number;
    config->source[setting] = source;
    return OK;
}

void config_init(struct config *config, struct arena *arena) {
    *config = (struct config){.arena = arena};
    for (int i = 0; i < SETTING_COUNT; i++) {
        enum err e = config_set(config, (enum setting)i, str_from(config_rows[i].fallback), SOURCE_DEFAULT);
        if (e != OK) abort(); /* a default outside of its own range */
    }
}

enum err config_read_environment(struct config *config) {
    for (char **at = environ; *at; at++) {
        struct str entry = str_from(*at);
        size_t equals = str_find_char(entry, '=', 0);
        if (!str_starts(entry, STR("VARDE_")) || equals == SIZE_MAX) continue;
        enum setting setting = config_find(str_sub(entry, 6, equals - 6));
        /* other programs may have VARDE_ variables of their own (VARDE_BUILD of ./dev): not an error */
        if (setting == SETTING_COUNT) continue;
        enum err e = config_set(config, setting, str_sub(entry, equals + 1, entry.len), SOURCE_ENVIRONMENT);
        if (e != OK) return e;
    }
    return OK;
}

static enum err read_line(struct config *config, const char *path, int number, struct str line) {
    line = str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#') return OK;
    size_t equals = str_find_char(line, '=', 0);
    struct str name = str_trim(str_sub(line, 0, equals));
    enum setting setting = equals == SIZE_MAX ? SETTING_COUNT : config_find(name);
    if (equals == SIZE_MAX) return err_set(ERR_BAD_INPUT, "%s:%d: not of the form `name = value`", path, number);
    if (setting == SETTING_COUNT) return err_set(ERR_BAD_INPUT, "%s:%d: there is no setting %.*s", path, number, STR_ARG(name));
    enum err e = config_set(config, setting, str_trim(str_sub(line, equals + 1, line.len)), SOURCE_FILE);
    if (e == OK) return OK;
    struct str why = arena_str(config->arena, str_from(err_detail()));
    return err_set(e, "%s:%d: %s", path, number, why.ptr);
}

static enum err read_lines(struct config *config, const char *path, struct str text) {
    struct str line;
    enum err e = OK;
    for (int number = 1; e == OK && str_split(&text, '\n', &line); number++) e = read_line(config, path, number, line);
    return e;
}

enum err config_read_file(struct config *config, const char *path) {
    bool is_needed = path != NULL;
    if (!path) path = arena_printf(config->arena, "%s/varde.conf", config_text(config, SET_DATA_DIR)).ptr;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && !is_needed) return OK;
    if (fd < 0) return err_set(ERR_IO, "The configuration file %s cannot be read: %s.", path, strerror(errno));
    char *text = arena_raw(config->arena, FILE_MAX);
    size_t len = 0;
    ssize_t got;
    while (len < FILE_MAX && (got = read(fd, text + len, FILE_MAX - len)) > 0) len += (size_t)got;
    close(fd);
    config->file = arena_str(config->arena, str_from(path));
    return read_lines(config, config->file.ptr, (struct str){text, len});
}

const char *config_text(const struct config *config, enum setting setting) {
    return config->text[setting].ptr ? config->text[setting].ptr : "";
}

const char *config_text_or_null(const struct config *config, enum setting setting) {
    return str_is_empty(config->text[setting]) ? NULL : config->text[setting].ptr;
}

void config_print(const struct config *config, struct sink *out) {
    static const char *const sources[] = {"default", "file", "environment", "command line"};
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct config_row *row = &config_rows[i];
        sink_printf(out, "# %s\n", row->help);
        if (row->type == SETTING_NUMBER || row->type == SETTING_BYTES)
            sink_printf(out, "# from %lld to %lld; default %s; this value: %s\n", (long long)row->low, (long long)row->high, row->fallback,
                        sources[config->source[i]]);
        else
            sink_printf(out, "# %s%s%sdefault %s; this value: %s\n", row->choices ? "one of " : "", row->choices ? row->choices : "",
                        row->choices ? "; " : "", row->fallback[0] ? row->fallback : "empty", sources[config->source[i]]);
        sink_printf(out, "%s = %s\n\n", row->name, config_text(config, (enum setting)i));
    }
}

static void put_range(struct sink *out, const struct config_row *row) {
    if (row->type == SETTING_NUMBER || row->type == SETTING_BYTES)
        sink_printf(out, "%lld to %lld%s", (long long)row->low, (long long)row->high, row->type == SETTING_BYTES ? " bytes" : "");
    else
        sink_add_text(out, row->choices ? row->choices : "text");
}

void config_print_markdown(struct sink *out) {
    sink_add_text(out,
                  "# Configuration\n\n"
                  "Made of the table of settings by `varde config --markdown`; do not edit. Varde works without any of it.\n\n"
                  "A setting is looked for on the command line (`--http-workers 8`), in the environment (`VARDE_HTTP_WORKERS=8`), and in\n"
                  "the configuration file (`http.workers = 8`): the file named with `--config`, else `varde.conf` in the data folder. The\n"
                  "first that has it wins. Dots, dashes and underscores of a name mean the same; `--data` and `--library` are short for\n"
                  "`--data-dir` and `--library-path`. Sizes may end in K, M or G. A name or value that is wrong stops the program with a\n"
                  "sentence that says where it stands. `varde config` prints all values and where they come from.\n\n"
                  "Settings that clients of the MISP interface see and change (`servers/serverSettings`) are kept in the database and are\n"
                  "not part of this table.\n\n"
                  "| setting | range | default | what |\n|---|---|---|---|\n");
    for (int i = 0; i < SETTING_COUNT; i++) {
        const struct config_row *row = &config_rows[i];
        sink_printf(out, "| `%s` | ", row->name);
        put_range(out, row);
        sink_printf(out, " | %s%s%s | %s |\n", row->fallback[0] ? "`" : "", row->fallback[0] ? row->fallback : "empty",
                    row->fallback[0] ? "`" : "", row->help);
    }
}
