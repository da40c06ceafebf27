/* Sockets and certificate files: see the header. */
#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024
#define PEM_MOST (1u << 20)

static socklen_t parse_address(const char *text, unsigned port, struct sockaddr_storage *out)
{
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

static unsigned port_of(int fd)
{
    struct sockaddr_storage bound;
    struct sockaddr_in in;
    socklen_t len = sizeof bound;
    if (getsockname(fd, (struct sockaddr *)&bound, &len) != 0)
        return 0;
    memcpy(&in, &bound, sizeof in); /* the port lies at the same place in both families */
    return ntohs(in.sin_port);
}

enum err listener_open(const char *address, unsigned port, int *fd, unsigned *bound)
{
    struct sockaddr_storage at = {0};
    socklen_t len = parse_address(address, port, &at);
    const int on = 1, off = 0;

    if (len == 0 || port > 65535)
        return err_set(ERR_BAD_INPUT, "%s, port %u, cannot be listened on", address, port);
    int s = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0)
        return err_set(ERR_IO, "no socket: %m");
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (at.ss_family == AF_INET6) /* "::" takes IPv4 as well */
        setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(s, (struct sockaddr *)&at, len) != 0 || listen(s, BACKLOG) != 0) {
        enum err err = err_set(ERR_IO, "cannot listen on %s, port %u: %m", address, port);
        close(s);
        return err;
    }
    *fd = s;
    *bound = port_of(s);
    return OK;
}

static enum err read_pem(const char *path, char **out)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_set(ERR_IO, "%s cannot be read: %m", path);
    char *text = malloc(PEM_MOST + 1);
    if (!text)
        abort();
    size_t len = fread(text, 1, PEM_MOST, file);
    fclose(file);
    text[len] = '\0';
    if (!strstr(text, "-----BEGIN")) {
        free(text);
        return err_set(ERR_BAD_INPUT, "%s is no PEM file", path);
    }
    *out = text;
    return OK;
}

enum err tls_files_read(const char *cert_file, const char *key_file, struct tls_files *out)
{
    *out = (struct tls_files){0};
    if (!cert_file && !key_file)
        return OK;
    if (!cert_file || !key_file)
        return err_set(ERR_BAD_INPUT, "TLS needs a certificate file and a key file");
    enum err err = read_pem(cert_file, &out->cert);
    if (err == OK)
        err = read_pem(key_file, &out->key);
    if (err != OK)
        tls_files_free(out);
    return err;
}

void tls_files_free(struct tls_files *files)
{
    if (files->key)
        sodium_memzero(files->key, strlen(files->key));
    free(files->cert);
    free(files->key);
    *files = (struct tls_files){0};
}
