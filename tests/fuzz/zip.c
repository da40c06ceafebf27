/* Zip: foreign archives are read under a ceiling; what is written from any bytes reads back. */
#include <stdlib.h>

#include "codec/zip.h"

#define CEILING 100000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct str archive, struct str password) {
    struct zip z;
    struct zip_entry e;
    if (zip_open(&z, archive) != OK) return;
    for (int i = 0; i < 50 && zip_next(&z, &e); i++) {
        struct buf out;
        buf_init(&out, CEILING);
        enum err err = zip_read(&z, &e, password, &out);
        if (out.len > CEILING || (err == OK && out.len != e.size)) abort();
        buf_done(&out);
    }
}

static void check_written(struct str bytes, struct str password) {
    struct zip_member members[2] = {{STR("a"), bytes}, {str_sub(bytes, 0, 40), STR("x")}};
    struct buf archive, out;
    struct zip z;
    struct zip_entry e;
    buf_init(&archive, SIZE_MAX);
    if (zip_write(&archive, members, 2, password) != OK || zip_open(&z, buf_str(&archive)) != OK) abort();
    for (int i = 0; i < 2; i++) {
        buf_init(&out, members[i].data.len);
        if (!zip_next(&z, &e) || !str_eq(e.name, members[i].name)) abort();
        if (zip_read(&z, &e, password, &out) != OK || !str_eq(buf_str(&out), members[i].data)) abort();
        buf_done(&out);
    }
    if (zip_next(&z, &e)) abort();
    buf_done(&archive);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str bytes = {size ? (const char *)data : "", size};
    read_all(bytes, STR_NONE);
    read_all(bytes, ZIP_SAMPLE_PASSWORD);
    check_written(bytes, size % 2 ? ZIP_SAMPLE_PASSWORD : STR_NONE);
    return 0;
}
