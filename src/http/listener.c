/* Accepting: see the header. */
#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BACKLOG 1024
#define SHORT_OF_FILES_MS 50 /* how long to wait when no more files can be opened */

struct listener {
    int fd, stop; /* stop: an event that ends the thread */
    unsigned port;
    bool running;
    pthread_t thread;
    void (*accepted)(void *ctx, int fd, const struct sockaddr *peer, socklen_t len);
    void *ctx;
};

static socklen_t parse_address(const char *text, unsigned port, struct sockaddr_storage *out) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};

    if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
        memcpy(out, &in, sizeof in);
        return sizeof in;
    }
    if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1) {
        memcpy(out, &in6, sizeof in6);
        return sizeof in6;
    }
    return 0;
}

static unsigned port_of(int fd) {
    struct sockaddr_storage bound;
    struct sockaddr_in in;
    socklen_t len = sizeof bound;
    if (getsockname(fd, (struct sockaddr *)&bound, &len) != 0) return 0;
    memcpy(&in, &bound, sizeof in); /* the port lies at the same place in both families */
    return ntohs(in.sin_port);
}

static enum err bind_socket(const char *address, unsigned port, int *fd) {
    struct sockaddr_storage at = {0};
    socklen_t len = parse_address(address, port, &at);
    const int on = 1, off = 0;

    if (len == 0 || port > 65535) return err_set(ERR_BAD_INPUT, "%s, port %u, cannot be listened on", address, port);
    int s = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return err_set(ERR_IO, "no socket: %m");
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (at.ss_family == AF_INET6) /* "::" takes IPv4 as well */
        setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(s, (struct sockaddr *)&at, len) != 0 || listen(s, BACKLOG) != 0) {
        enum err err = err_set(ERR_IO, "cannot listen on %s, port %u: %m", address, port);
        close(s);
        return err;
    }
    *fd = s;
    return OK;
}

enum err listener_open(struct listener **out, const char *address, unsigned port) {
    int fd = -1;
    enum err err = bind_socket(address, port, &fd);
    if (err != OK) return err;
    struct listener *made = calloc(1, sizeof *made);
    if (!made) abort();
    made->fd = fd;
    made->port = port_of(fd);
    made->stop = eventfd(0, EFD_CLOEXEC);
    if (made->stop < 0) abort();
    *out = made;
    return OK;
}

unsigned listener_port(const struct listener *listener) { return listener->port; }

static void accept_all(struct listener *l) {
    struct sockaddr_storage peer;
    for (;;) {
        socklen_t len = sizeof peer;
        int fd = accept4(l->fd, (struct sockaddr *)&peer, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            l->accepted(l->ctx, fd, (struct sockaddr *)&peer, len);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            poll(NULL, 0, SHORT_OF_FILES_MS);
            return;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return;
        }
    }
}

static void *accept_loop(void *arg) {
    struct listener *l = arg;
    struct pollfd wait[2] = {{.fd = l->fd, .events = POLLIN}, {.fd = l->stop, .events = POLLIN}};
    for (;;) {
        if (poll(wait, 2, -1) < 0 && errno != EINTR) return NULL;
        if (wait[1].revents) return NULL;
        if (wait[0].revents) accept_all(l);
        wait[0].revents = wait[1].revents = 0;
    }
}

void listener_run(struct listener *listener, void (*accepted)(void *ctx, int fd, const struct sockaddr *peer, socklen_t len), void *ctx) {
    listener->accepted = accepted;
    listener->ctx = ctx;
    if (pthread_create(&listener->thread, NULL, accept_loop, listener) != 0) abort();
    listener->running = true;
}

void listener_close(struct listener *listener) {
    const uint64_t one = 1;
    if (!listener) return;
    if (listener->running) {
        if (write(listener->stop, &one, sizeof one) != (ssize_t)sizeof one) abort();
        pthread_join(listener->thread, NULL);
    }
    close(listener->fd);
    close(listener->stop);
    free(listener);
}
