/* The listening socket and the thread that accepts. libmicrohttpd could accept by itself, but it cannot stop accepting without a race that
 * ends the process (0.9.75, MHD_quiesce_daemon with a pool), nor hand new connections to a daemon with a new certificate. */
#ifndef VARDE_HTTP_LISTENER_H
#define VARDE_HTTP_LISTENER_H

#include <sys/socket.h>

#include "base/err.h"

struct listener;

/* Bind and listen; `port` 0 takes a free one. ERR_IO with detail, ERR_BAD_INPUT for what is no address. */
enum err listener_open(struct listener **out, const char *address, unsigned port) MUST_USE;
unsigned listener_port(const struct listener *listener);
/* From now on accept; `accepted` owns the socket. */
void listener_run(struct listener *listener, void (*accepted)(void *ctx, int fd, const struct sockaddr *peer, socklen_t len), void *ctx);
/* Stop accepting and close: who comes is refused by the system. NULL does nothing. */
void listener_close(struct listener *listener);

#endif
