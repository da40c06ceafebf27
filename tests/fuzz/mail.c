/* Mails of any bytes: the text that comes out is valid UTF-8 without control characters, the day has the form of one. */
#include <stdlib.h>

#include "codec/utf8.h"
#include "format/in_mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(SIZE_MAX);
    struct str bytes = {size ? (const char *)data : "", size};
    struct document_in mail;
    if (in_mail_read(arena, bytes, &mail) == OK) {
        if (!utf8_is_valid(mail.text) || !utf8_is_valid(mail.title) || !utf8_is_valid(mail.author) || mail.published.len % 10 != 0) abort();
        for (size_t i = 0; i < mail.text.len; i++)
            if ((unsigned char)mail.text.ptr[i] < ' ' && mail.text.ptr[i] != '\n' && mail.text.ptr[i] != '\t') abort();
    }
    (void)in_mail_is(bytes);
    arena_free(arena);
    return 0;
}
