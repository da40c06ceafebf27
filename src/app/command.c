/* Parsing the command line and printing help. What is not here: any command. The idea: options of the command and settings of the program
 * share one syntax (--name VALUE or --name=VALUE, anywhere behind the program's name), so that nobody has to know which is which. */
#include "app/command.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

#define ARENA_MAX (1024u << 20)

int command_fail(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("varde: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return EXIT_FAILED;
}

int command_usage(const struct invocation *invocation, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("varde: ", stderr);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nTry: varde help%s%s\n", invocation->command ? " " : "", invocation->command ? invocation->command->name : "");
    return EXIT_USAGE;
}

int command_result(enum err e) { return e == OK ? EXIT_DONE : command_fail("%s", err_detail()); }

const char *invocation_option(const struct invocation *invocation, const char *name) {
    for (int i = 0; i < OPTIONS_MAX && invocation->command->options[i].name; i++)
        if (strcmp(invocation->command->options[i].name, name) == 0) return invocation->given[i];
    assert(!"the command has such an option");
    return NULL;
}

bool invocation_has(const struct invocation *invocation, const char *name) { return invocation_option(invocation, name) != NULL; }

static void help_overview(void) {
    puts("Varde: a server for sharing threat intelligence, for clients of the MISP interface.\n\n"
         "  varde COMMAND [ARGUMENT]... [--OPTION [VALUE]]...\n");
    int width = 0;
    for (const struct command *const *c = commands; *c; c++)
        if ((int)strlen((*c)->name) > width) width = (int)strlen((*c)->name);
    for (const struct command *const *c = commands; *c; c++) printf("  %-*s  %s\n", width, (*c)->name, (*c)->summary);
    puts("\n  varde help COMMAND    tells more and gives examples\n"
         "  varde config          lists all settings; each of them is also an option: --listen 0.0.0.0:8080\n\n"
         "The data folder is --data DIR (default: ./data). Begin with:\n\n"
         "  varde init --data /var/lib/varde --org \"CERT Example\" --email admin@example.org\n"
         "  varde serve --data /var/lib/varde\n\n"
         "All commands may be used while the server runs, but for restore. Where the administrator's key is lost:\n"
         "varde key reset EMAIL. Exit codes: 0 done, 1 it failed, was refused, or found nothing, 2 the command line was wrong.");
}

static void help_command(const struct command *c) {
    printf("varde %s%s%s%s\n\n%s.\n", c->name, c->arguments[0] ? " " : "", c->arguments, c->options[0].name ? " [--OPTION]..." : "",
           c->summary);
    if (c->options[0].name) puts("");
    for (int i = 0; i < OPTIONS_MAX && c->options[i].name; i++) {
        char head[64];
        snprintf(head, sizeof head, "--%s%s%s", c->options[i].name, c->options[i].value ? " " : "",
                 c->options[i].value ? c->options[i].value : "");
        printf("  %-22s %s\n", head, c->options[i].help);
    }
    if (c->details) printf("\n%s\n", c->details);
}

/* The command that the first one or two words name; *used tells how many. */
static const struct command *find_command(const char **words, int count, int *used) {
    for (const struct command *const *c = commands; *c; c++) {
        const char *name = (*c)->name, *blank = strchr(name, ' ');
        size_t len = blank ? (size_t)(blank - name) : strlen(name);
        if (count < 1 || strlen(words[0]) != len || strncmp(words[0], name, len) != 0) continue;
        if (blank && (count < 2 || strcmp(words[1], blank + 1) != 0)) continue;
        *used = blank ? 2 : 1;
        return *c;
    }
    return NULL;
}

/* Is `word` the first of the two words of the command's name? */
static bool begins_with(const struct command *c, const char *word) {
    size_t len = strlen(word);
    return strncmp(c->name, word, len) == 0 && c->name[len] == ' ';
}

/* No command is named so; where one of two words has been begun, tell how it may go on. */
static int unknown_command(const struct invocation *in, const char *first, const char *second) {
    int shown = 0;
    for (const struct command *const *at = commands; *at; at++)
        if (begins_with(*at, first)) fprintf(stderr, shown++ ? ", %s" : "varde: which of these? %s", (*at)->name);
    if (shown == 0) return command_usage(in, "there is no command %s%s%s", first, second ? " " : "", second ? second : "");
    fprintf(stderr, "\nTry: varde help %s\n", first);
    return EXIT_USAGE;
}

/* `second` is the second word of a command's name where `words` has only the first. */
static int help(const struct invocation *in, const char **words, int count, const char *second) {
    const char *both[2] = {count > 0 ? words[0] : NULL, count > 1 ? words[1] : second};
    int used, shown = 0;
    if (count == 0) {
        help_overview();
        return EXIT_DONE;
    }
    const struct command *c = find_command(both, both[1] ? 2 : 1, &used);
    if (c) {
        help_command(c);
        return EXIT_DONE;
    }
    /* "varde help user" tells about all commands that begin so */
    for (const struct command *const *at = commands; *at; at++) {
        if (both[1] || !begins_with(*at, both[0])) continue;
        fputs(shown++ ? "\n" : "", stdout);
        help_command(*at);
    }
    return shown ? EXIT_DONE : unknown_command(in, both[0], both[1]);
}

static int find_option(const struct command *c, const char *name, size_t len) {
    for (int i = 0; c && i < OPTIONS_MAX && c->options[i].name; i++)
        if (strlen(c->options[i].name) == len && memcmp(c->options[i].name, name, len) == 0) return i;
    return -1;
}

/* One option: of the command, --config, or a setting. Returns how many further words it took, -1 after an error. */
static int take_option(struct invocation *in, const char *text, const char *next) {
    const char *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    struct str name = {text, len};
    int own = find_option(in->command, text, len);
    bool is_flag = own >= 0 && !in->command->options[own].value;
    const char *value = equals ? equals + 1 : is_flag ? "" : next;
    int taken = equals || is_flag ? 0 : 1;
    enum setting setting = own >= 0 ? SETTING_COUNT : config_find(name);
    if (own < 0 && setting == SETTING_COUNT && !str_eq(name, STR("config"))) {
        command_usage(in, "there is no option --%.*s", STR_ARG(name));
        return -1;
    }
    if (!value) {
        command_usage(in, "--%s needs a value", text);
        return -1;
    }
    if (own >= 0) {
        in->given[own] = value;
        in->json |= strcmp(in->command->options[own].name, "json") == 0;
        return taken;
    }
    if (str_eq(name, STR("config"))) {
        in->config_path = value;
        return taken;
    }
    if (config_set(&in->config, setting, str_from(value), SOURCE_COMMAND) == OK) return taken;
    command_usage(in, "%s", err_detail());
    return -1;
}

/* Does the option before the command's name take the next word? Settings do; the command's own options stand behind it. */
static int skip_option(const char *text) {
    struct str name = {text, strcspn(text, "=")};
    bool takes_value = str_eq(name, STR("config")) || config_find(name) != SETTING_COUNT;
    return takes_value && !text[name.len] ? 1 : 0;
}

static bool is_help(const char *word) { return strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0; }

/* The words before any option decide which command it is. */
static const struct command *identify(int argc, char **argv, const char *words[2], int *word_count) {
    int used;
    *word_count = 0;
    for (int i = 1; i < argc && *word_count < 2; i++) {
        if (strncmp(argv[i], "--", 2) == 0 && argv[i][2])
            i += skip_option(argv[i] + 2);
        else if (!is_help(argv[i]))
            words[(*word_count)++] = argv[i];
    }
    return find_command(words, *word_count, &used);
}

/* Options and arguments behind the command's name. Returns EXIT_DONE when all is well. */
static int parse(struct invocation *in, int argc, char **argv) {
    int skip = strchr(in->command->name, ' ') ? 2 : 1;
    bool only_words = false;
    in->args = ARENA_ARRAY(in->arena, const char *, argc);
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (!only_words && strcmp(word, "--") == 0) {
            only_words = true;
        } else if (!only_words && strncmp(word, "--", 2) == 0) {
            int taken = take_option(in, word + 2, i + 1 < argc ? argv[i + 1] : NULL);
            if (taken < 0) return EXIT_USAGE;
            i += taken;
        } else if (skip > 0) {
            skip--;
        } else {
            in->args[in->arg_count++] = word;
        }
    }
    const struct command *c = in->command;
    if (c->max_args >= 0 && in->arg_count > c->max_args && in->args[c->max_args][0] == '-')
        return command_usage(in, "there is no option %s", in->args[c->max_args]);
    if (in->arg_count < c->min_args || (c->max_args >= 0 && in->arg_count > c->max_args))
        return command_usage(in, "%s takes %s", c->name, c->arguments[0] ? c->arguments : "no arguments");
    return EXIT_DONE;
}

static enum err read_config(struct invocation *in) {
    enum err e = config_read_environment(&in->config);
    return e == OK ? config_read_file(&in->config, in->config_path) : e;
}

static void set_log_level(const struct config *config) {
    static const char *const names[] = {"error", "warn", "info", "debug"};
    for (int i = 0; i < 4; i++)
        if (strcmp(config_text(config, SET_LOG_LEVEL), names[i]) == 0) log_set_level((enum log_level)i);
}

static int run(struct invocation *in, int argc, char **argv) {
    int code = parse(in, argc, argv);
    if (code != EXIT_DONE) return code;
    if (read_config(in) != OK) return command_usage(in, "%s", err_detail());
    set_log_level(&in->config);
    return in->command->run(in);
}

static bool asks_help(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (is_help(argv[i])) return true;
    return false;
}

static bool asks_version(int argc, char **argv) { return argc == 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0); }

int command_main(int argc, char **argv) {
    const char *words[2] = {NULL, NULL};
    int count;
    struct invocation in = {.command = NULL};
    if (asks_version(argc, argv)) {
        puts("varde " VARDE_VERSION);
        return EXIT_DONE;
    }
    in.command = identify(argc, argv, words, &count);
    if (count > 0 && strcmp(words[0], "help") == 0) {
        const char *last = argv[argc - 1];
        return help(&in, words + 1, count - 1, count > 1 && last != words[1] ? last : NULL);
    }
    if (asks_help(argc, argv)) return help(&in, words, count, NULL);
    if (count == 0 && argc > 1) return command_usage(&in, "which command?");
    if (count == 0) {
        help_overview();
        return EXIT_USAGE;
    }
    if (!in.command) return unknown_command(&in, words[0], words[1]);
    in.arena = arena_new(ARENA_MAX);
    config_init(&in.config, in.arena);
    int code = run(&in, argc, argv);
    arena_free(in.arena);
    if (fflush(stdout) != 0 || ferror(stdout)) code = command_fail("standard output cannot be written");
    return code;
}
