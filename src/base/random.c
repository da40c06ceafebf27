/* Random bytes from the operating system, through libsodium (which ends the process when there are none). */
#include "base/random.h"

#include <sodium.h>
#include <stdint.h>

void random_bytes(void *out, size_t len) { randombytes_buf(out, len); }

void random_alnum(char *out, size_t len) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    uint8_t pool[64];
    size_t done = 0;
    while (done < len) {
        random_bytes(pool, sizeof pool);
        for (size_t i = 0; i < sizeof pool && done < len; i++) {
            if (pool[i] < 248) /* 4 * 62: what lies above would favour the first letters */
                out[done++] = letters[pool[i] % 62];
        }
    }
    sodium_memzero(pool, sizeof pool);
    out[len] = '\0';
}
