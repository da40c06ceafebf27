/* Certificate files: see the header. What they hold is checked by the library that uses them. */
#include "http/tls.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PEM_MOST (1u << 20)

static enum err read_pem(const char *path, char **out) {
    FILE *file = fopen(path, "re");
    if (!file) return err_set(ERR_IO, "%s cannot be read: %m", path);
    char *text = malloc(PEM_MOST + 1);
    if (!text) abort();
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

enum err tls_files_read(const char *cert_file, const char *key_file, struct tls_files *out) {
    *out = (struct tls_files){0};
    if (!cert_file && !key_file) return OK;
    if (!cert_file || !key_file) return err_set(ERR_BAD_INPUT, "TLS needs a certificate file and a key file");
    enum err err = read_pem(cert_file, &out->cert);
    if (err == OK) err = read_pem(key_file, &out->key);
    if (err != OK) tls_files_free(out);
    return err;
}

void tls_files_free(struct tls_files *files) {
    if (files->key) sodium_memzero(files->key, strlen(files->key));
    free(files->cert);
    free(files->key);
    *files = (struct tls_files){0};
}
