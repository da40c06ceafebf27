/* The floor under every answer: a bare libmicrohttpd (epoll) that reads the request's body, if any, and answers with a fixed JSON
 * text of the given size.
 *
 *   floor_http SIZE THREADS     prints "listening on http://127.0.0.1:PORT" on standard error; ends when standard input does */
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct MHD_Response *response;
static char seen; /* marks a request whose head has been seen */

static enum MHD_Result answer(void *ctx, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **state) {
    (void)ctx, (void)url, (void)method, (void)version, (void)data;
    if (!*state) {
        *state = &seen;
        return MHD_YES;
    }
    if (*size) {
        *size = 0;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int argc, char **argv) {
    size_t size = argc == 3 ? (size_t)strtoul(argv[1], NULL, 10) : 0;
    unsigned threads = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    char *text = malloc(size + 1), end[64];
    if (size < 2 || threads < 1 || !text) {
        fprintf(stderr, "usage: floor_http SIZE THREADS\n");
        return 2;
    }
    memset(text, 'x', size);
    text[0] = text[size - 1] = '"';
    response = MHD_create_response_from_buffer(size, text, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
    struct MHD_Daemon *daemon =
        threads > 1 ? MHD_start_daemon(flags, 0, NULL, NULL, answer, NULL, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_END)
                    : MHD_start_daemon(flags, 0, NULL, NULL, answer, NULL, MHD_OPTION_END);
    if (!daemon) {
        fprintf(stderr, "floor_http: cannot listen\n");
        return 1;
    }
    fprintf(stderr, "listening on http://127.0.0.1:%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    while (read(STDIN_FILENO, end, sizeof end) > 0) {}
    MHD_stop_daemon(daemon);
    MHD_destroy_response(response);
    free(text);
    return 0;
}
