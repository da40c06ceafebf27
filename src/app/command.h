/* The command line: one row a command with its options and its help, from which parsing, `varde help` and exit codes derive.
 * Exit codes: 0 done, 1 it failed or something was refused, 2 the command line was wrong. */
#ifndef VARDE_APP_COMMAND_H
#define VARDE_APP_COMMAND_H

#include "app/config.h"
#include "base/vec.h"

#define EXIT_DONE 0
#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define OPTIONS_MAX 12

struct option {
    const char *name;  /* "role" */
    const char *value; /* "ROLE" in the help; NULL: a flag */
    const char *help;
};

struct invocation;

struct command {
    const char *name;                   /* "serve", "user create" */
    const char *arguments;              /* "FILE...", "" */
    int min_args, max_args;             /* max -1: any number */
    const char *summary;                /* one line */
    const char *details;                /* what one should know; paragraphs and examples */
    struct option options[OPTIONS_MAX]; /* ends with a row without name */
    int (*run)(struct invocation *invocation);
};

/* A command that was called. */
struct invocation {
    const struct command *command;
    struct config config;
    struct arena *arena;
    const char *given[OPTIONS_MAX]; /* value of the n-th option, "" for a flag; NULL when not given */
    const char **args;
    int arg_count;
    const char *config_path; /* --config */
    bool json;               /* --json, where the command knows it */
};

/* The value of an option, NULL when it was not given. Asserts that the command has it. */
const char *invocation_option(const struct invocation *invocation, const char *name);
bool invocation_has(const struct invocation *invocation, const char *name);
/* Print "varde: ..." to standard error; returns EXIT_FAILED or EXIT_USAGE. */
int command_fail(const char *format, ...) PRINTF_LIKE(1, 2);
int command_usage(const struct invocation *invocation, const char *format, ...) PRINTF_LIKE(2, 3);
/* EXIT_DONE, or EXIT_FAILED after printing the error's detail. */
int command_result(enum err e);

extern const struct command *const commands[]; /* app/commands.c; ends with NULL */

/* Parse and run; returns the exit code. */
int command_main(int argc, char **argv);

#endif
