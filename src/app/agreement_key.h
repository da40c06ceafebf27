/* Files with a signing key: the private half, which never leaves the machine on which it was made. One line: "varde-ed25519 HEX" of the 32-byte seed; mode 0600. */
#ifndef VARDE_APP_AGREEMENT_KEY_H
#define VARDE_APP_AGREEMENT_KEY_H

#include "base/arena.h"
#include "base/err.h"

#define SIGNING_SECRET 64

struct signing_secret {
    unsigned char public_key[32], secret[SIGNING_SECRET];
};
/* ERR_CONFLICT when the file exists; ERR_IO. */
enum err signing_secret_make(const char *path, struct signing_secret *out) MUST_USE;
enum err signing_secret_read(struct arena *arena, const char *path, struct signing_secret *out) MUST_USE;
/* Hexadecimal, in the arena. */
struct str signing_secret_sign(struct arena *arena, const struct signing_secret *secret, struct str bytes);

#endif
