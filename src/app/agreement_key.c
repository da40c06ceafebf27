/* See agreement_key.h. */
#include "app/agreement_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "codec/hex.h"

#define HEAD "varde-ed25519 "
#define SEED 32

enum err signing_secret_make(const char *path, struct signing_secret *out) {
    unsigned char seed[SEED];
    char line[sizeof HEAD + 2 * SEED + 1] = HEAD;
    random_bytes(seed, sizeof seed);
    crypto_sign_seed_keypair(out->public_key, out->secret, seed);
    hex_encode_into(line + sizeof HEAD - 1, seed, sizeof seed);
    line[sizeof HEAD - 1 + 2 * SEED] = '\n';
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t len = sizeof HEAD + 2 * SEED;
    bool ok = fd >= 0 && write(fd, line, len) == (ssize_t)len && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0) close(fd);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(line, sizeof line);
    if (ok) return OK;
    return why == EEXIST ? err_set(ERR_CONFLICT, "%s exists already.", path)
                         : err_set(ERR_IO, "%s cannot be written: %s.", path, strerror(why));
}

enum err signing_secret_read(struct arena *arena, const char *path, struct signing_secret *out) {
    char line[256];
    struct str seed;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd >= 0 ? read(fd, line, sizeof line) : -1;
    int why = errno;
    if (fd >= 0) close(fd);
    if (len < 0) return err_set(ERR_IO, "%s cannot be read: %s.", path, strerror(why));
    struct str text = str_trim((struct str){line, (size_t)len});
    if (!str_starts(text, STR(HEAD)) || text.len != sizeof HEAD - 1 + 2 * SEED ||
        !hex_decode(arena, str_sub(text, sizeof HEAD - 1, 2 * SEED), &seed))
        return err_set(ERR_BAD_INPUT, "%s holds no key (`varde agreement key %s` makes one).", path, path);
    crypto_sign_seed_keypair(out->public_key, out->secret, (const unsigned char *)seed.ptr);
    sodium_memzero(line, sizeof line);
    return OK;
}

struct str signing_secret_sign(struct arena *arena, const struct signing_secret *secret, struct str bytes) {
    unsigned char signature[crypto_sign_BYTES];
    crypto_sign_detached(signature, NULL, (const unsigned char *)bytes.ptr, bytes.len, secret->secret);
    return hex_encode(arena, (struct str){(const char *)signature, sizeof signature});
}
