/* Integers to decimal digits, two at a time. Reading is in base/str. */
#include "base/decimal.h"

#include <string.h>

static const char pairs[200 + 1] = "00010203040506070809101112131415161718192021222324"
                                   "25262728293031323334353637383940414243444546474849"
                                   "50515253545556575859606162636465666768697071727374"
                                   "75767778798081828384858687888990919293949596979899";

size_t decimal_u64(uint64_t n, char *out) {
    char digits[DECIMAL_TEXT];
    char *at = digits + sizeof digits;
    while (n >= 100) {
        at -= 2;
        memcpy(at, pairs + n % 100 * 2, 2);
        n /= 100;
    }
    if (n >= 10) {
        at -= 2;
        memcpy(at, pairs + n * 2, 2);
    } else {
        *--at = (char)('0' + n);
    }
    size_t len = (size_t)(digits + sizeof digits - at);
    memcpy(out, at, len);
    return len;
}

size_t decimal_i64(int64_t n, char *out) {
    if (n >= 0) return decimal_u64((uint64_t)n, out);
    *out = '-';
    return 1 + decimal_u64(0 - (uint64_t)n, out + 1);
}
