/* Commands that tell about the program itself: version, config, routes. */
#include <stdio.h>

#include "api/reference.h"
#include "api/tables.h"
#include "app/commands.h"
#include "app/runtime.h"

static int version(struct invocation *in) {
    if (in->json)
        printf("{\"name\": \"varde\", \"version\": \"%s\"}\n", VARDE_VERSION);
    else
        printf("varde %s\n", VARDE_VERSION);
    return EXIT_DONE;
}

const struct command command_version = {
    .name = "version",
    .arguments = "",
    .summary = "Print the version",
    .details = "  varde version --json",
    .options = {{"json", NULL, "as JSON"}},
    .run = version,
};

static int config(struct invocation *in) {
    struct output out;
    output_init(&out, false);
    if (invocation_has(in, "markdown"))
        config_print_markdown(&out.fd.sink);
    else
        config_print(&in->config, &out.fd.sink);
    return command_result(output_done(&out));
}

const struct command command_config = {
    .name = "config",
    .arguments = "",
    .summary = "Print all settings with their values and where these come from",
    .details = "The output is itself a valid configuration file. A setting is looked for on the command line (--http-workers 8), in the\n"
               "environment (VARDE_HTTP_WORKERS=8), in the file given with --config or else varde.conf in the data folder\n"
               "(http.workers = 8); the first that has it wins.\n\n"
               "  varde config --data /var/lib/varde > /var/lib/varde/varde.conf",
    .options = {{"markdown", NULL, "as a page of documentation"}},
    .run = config,
};

static int routes(struct invocation *in) {
    struct output out;
    output_init(&out, true);
    if (invocation_has(in, "markdown")) {
        reference_markdown(&out.fd.sink, route_tables, in->arena);
    } else {
        reference_json(&out.json, route_tables, in->arena);
        sink_add_char(&out.fd.sink, '\n');
    }
    return command_result(output_done(&out));
}

const struct command command_routes = {
    .name = "routes",
    .arguments = "",
    .summary = "List every path that the server answers, with who may use it",
    .details = "The same table drives the server.\n\n"
               "  varde routes --markdown > docs/API.md",
    .options = {{"json", NULL, "as JSON (the default)"}, {"markdown", NULL, "as a page of documentation"}},
    .run = routes,
};
