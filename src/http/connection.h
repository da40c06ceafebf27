/* The open connections: who is on the other end, how many has one address, and which of them waits too long for its
 * client. A watch thread cuts slow heads and slow bodies once a second, and drains what a refused client still sends. Not
 * for what is said on a connection: see exchange. */
#ifndef VARDE_HTTP_CONNECTION_H
#define VARDE_HTTP_CONNECTION_H

#include <stdatomic.h>

#include "http/address.h"

enum waiting {
    WAITING_HEAD, /* for a request, or for the rest of its head */
    WAITING_BODY,
    WAITING_NOT, /* the server is at work, or sends */
};

struct connection {
    struct connection *prev, *next;           /* all, in no order */
    struct connection *same_prev, *same_next; /* of one bucket of addresses */
    int fd;
    struct address peer;
    char remote[ADDRESS_TEXT];
    bool trusted;               /* a trusted proxy */
    bool drain;                 /* when closed, read on for a moment, so that the answer is not lost to a reset */
    _Atomic int waiting;        /* enum waiting */
    _Atomic int64_t since;      /* seconds of connections_seconds when this waiting began */
    _Atomic int64_t head_since; /* when bytes of a later request's head were first seen; 0: none yet */
    _Atomic uint64_t received;  /* bytes of the body so far */
};

struct connection_limits {
    unsigned per_address, head_seconds, body_rate;
    const struct networks *proxies;
    /* called once a second by the watch thread */
    void (*tick)(void *ctx);
    void *ctx;
};

struct connections;

struct connections *connections_new(const struct connection_limits *limits);
void connections_free(struct connections *connections); /* all must be closed */
/* May that address open one more? */
bool connections_allow(struct connections *connections, const struct address *peer);
struct connection *connections_open(struct connections *connections, int fd, const struct sockaddr *peer);
/* Before the socket is closed. */
void connections_close(struct connections *connections, struct connection *connection);
/* A clock of whole seconds that costs nothing to read. */
int64_t connections_seconds(const struct connections *connections);
size_t connections_count(struct connections *connections);
/* Of the thread that owns the connection. */
void connection_waits(struct connections *connections, struct connection *connection, enum waiting waiting);

#endif
