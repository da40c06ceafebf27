/* Zip archives (PKWARE's APPNOTE 6.3): local headers with content, then the directory, then its end record. Sizes are
 * known before a header is written, so no data descriptors; when reading, the directory alone is believed, and only
 * after every offset was checked. */
#include "codec/zip.h"

#include <string.h>
#include <zlib.h>

#include "base/random.h"
#include "codec/gzip.h"

#define LOCAL_SIGNATURE 0x04034b50u
#define CENTRAL_SIGNATURE 0x02014b50u
#define END_SIGNATURE 0x06054b50u
#define LOCAL_SIZE 30u
#define CENTRAL_SIZE 46u
#define END_SIZE 22u

#define FLAG_ENCRYPTED 1u
#define FLAG_DESCRIPTOR 8u /* sizes follow the content; the check byte is then of the time */
#define FLAG_UTF8 0x800u
#define STORED 0u
#define DEFLATED 8u
#define ENCRYPTION_HEADER 12u
#define VERSION 20u
#define DATE_1980 0x21u /* 1980-01-01: the archive tells nothing about when it was made */

/* The traditional cipher: three words that every plain byte changes. */
struct cipher {
    uint32_t keys[3];
};

static uint32_t crc_step(uint32_t crc, uint8_t byte) { return (uint32_t)get_crc_table()[(crc ^ byte) & 0xFF] ^ crc >> 8; }

static void cipher_update(struct cipher *c, uint8_t plain) {
    c->keys[0] = crc_step(c->keys[0], plain);
    c->keys[1] = (c->keys[1] + (c->keys[0] & 0xFF)) * 134775813u + 1;
    c->keys[2] = crc_step(c->keys[2], (uint8_t)(c->keys[1] >> 24));
}

static uint8_t cipher_byte(const struct cipher *c) {
    uint32_t n = (c->keys[2] | 2) & 0xFFFF;
    return (uint8_t)(n * (n ^ 1) >> 8);
}

static void cipher_init(struct cipher *c, struct str password) {
    *c = (struct cipher){{0x12345678, 0x23456789, 0x34567890}};
    for (size_t i = 0; i < password.len; i++) cipher_update(c, (uint8_t)password.ptr[i]);
}

static void encrypt(struct cipher *c, char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        uint8_t plain = (uint8_t)bytes[i];
        bytes[i] = (char)(plain ^ cipher_byte(c));
        cipher_update(c, plain);
    }
}

static void decrypt(struct cipher *c, char *out, const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        uint8_t plain = (uint8_t)((uint8_t)bytes[i] ^ cipher_byte(c));
        out[i] = (char)plain;
        cipher_update(c, plain);
    }
}

static void put_16(struct buf *out, unsigned n) { buf_add(out, (uint8_t[]){(uint8_t)n, (uint8_t)(n >> 8)}, 2); }

static void put_32(struct buf *out, size_t n) {
    put_16(out, (unsigned)(n & 0xFFFF));
    put_16(out, (unsigned)(n >> 16 & 0xFFFF));
}

static unsigned get_16(const char *p) { return (unsigned)(uint8_t)p[0] | (unsigned)(uint8_t)p[1] << 8; }

static uint32_t get_32(const char *p) { return (uint32_t)get_16(p) | (uint32_t)get_16(p + 2) << 16; }

static uint32_t crc_of(struct str s) { return (uint32_t)crc32_z(0, (const Bytef *)s.ptr, s.len); }

/* What the local header and the directory say alike. */
static void put_common(struct buf *out, const struct zip_entry *e) {
    put_16(out, VERSION);
    put_16(out, e->flags);
    put_16(out, e->method);
    put_16(out, 0);
    put_16(out, DATE_1980);
    put_32(out, e->crc);
    put_32(out, e->packed);
    put_32(out, e->size);
    put_16(out, (unsigned)e->name.len);
    put_16(out, 0); /* no extra field */
}

/* The content as it is packed, without encryption: deflated if that is smaller. */
static enum err pack(struct gzip *z, struct str data, struct buf *packed, struct zip_entry *e) {
    buf_init(packed, data.len);
    e->method = STORED;
    e->packed = data.len;
    if (data.len < 16) return OK;
    enum err err = gzip_deflate_raw(z, data, packed);
    if (err == ERR_TOO_LARGE) /* not smaller */
        return OK;
    e->method = DEFLATED;
    e->packed = packed->len;
    return err;
}

static void put_encrypted(struct buf *out, const struct zip_entry *e, struct str content, struct str password) {
    struct cipher c;
    char header[ENCRYPTION_HEADER];
    random_bytes(header, sizeof header);
    header[sizeof header - 1] = (char)(e->crc >> 24); /* lets a reader see that the password is right */
    cipher_init(&c, password);
    encrypt(&c, header, sizeof header);
    buf_add(out, header, sizeof header);
    size_t at = out->len;
    buf_add_str(out, content);
    if (!out->failed) encrypt(&c, out->data + at, content.len);
}

static bool is_ascii(struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80) return false;
    }
    return true;
}

static enum err put_member(struct buf *out, struct gzip *z, const struct zip_member *m, struct str password, size_t begin,
                           struct zip_entry *e) {
    struct buf packed;
    if (m->data.len > UINT32_MAX - 64 || m->name.len > UINT16_MAX)
        return err_set(ERR_TOO_LARGE, "A member is too large for a zip archive.");
    *e = (struct zip_entry){.name = m->name, .size = m->data.len, .crc = crc_of(m->data)};
    e->offset = out->len - begin;
    e->flags = (password.ptr ? FLAG_ENCRYPTED : 0) | (is_ascii(m->name) ? 0 : FLAG_UTF8);
    enum err err = pack(z, m->data, &packed, e);
    if (err == OK) {
        struct str content = e->method == STORED ? m->data : buf_str(&packed);
        e->packed += password.ptr ? ENCRYPTION_HEADER : 0;
        put_32(out, LOCAL_SIGNATURE);
        put_common(out, e);
        buf_add_str(out, m->name);
        if (password.ptr)
            put_encrypted(out, e, content, password);
        else
            buf_add_str(out, content);
    }
    buf_done(&packed);
    return err;
}

static void put_directory_entry(struct buf *directory, const struct zip_entry *e) {
    put_32(directory, CENTRAL_SIGNATURE);
    put_16(directory, VERSION); /* made by */
    put_common(directory, e);
    put_16(directory, 0); /* no comment */
    put_16(directory, 0); /* first disk */
    put_16(directory, 0); /* internal attributes */
    put_32(directory, 0); /* external attributes */
    put_32(directory, e->offset);
    buf_add_str(directory, e->name);
}

static void put_end(struct buf *out, size_t count, size_t begin, size_t directory_len) {
    size_t directory_at = out->len - begin - directory_len;
    put_32(out, END_SIGNATURE);
    put_32(out, 0); /* this disk, and that of the directory */
    put_16(out, (unsigned)count);
    put_16(out, (unsigned)count);
    put_32(out, directory_len);
    put_32(out, directory_at);
    put_16(out, 0); /* no comment */
}

enum err zip_write(struct buf *out, const struct zip_member *members, size_t count, struct str password) {
    size_t begin = out->len;
    struct buf directory;
    enum err e = OK;
    if (count >= UINT16_MAX) return err_set(ERR_TOO_LARGE, "There are too many members for a zip archive.");
    struct gzip *z = gzip_new(6);
    if (!z) return err_set(ERR_INTERNAL, "out of memory");
    buf_init(&directory, out->max);
    for (size_t i = 0; i < count && e == OK; i++) {
        struct zip_entry entry;
        e = put_member(out, z, &members[i], password, begin, &entry);
        if (e == OK) put_directory_entry(&directory, &entry);
        if (out->len - begin > UINT32_MAX) e = err_set(ERR_TOO_LARGE, "The zip archive becomes too large.");
    }
    if (e == OK) {
        buf_add_str(out, buf_str(&directory));
        put_end(out, count, begin, directory.len);
        if (out->failed || directory.failed) e = err_plain(ERR_TOO_LARGE);
    }
    buf_done(&directory);
    gzip_free(z);
    return e;
}

static bool find_end(struct str archive, size_t *at) {
    if (archive.len < END_SIZE) return false;
    size_t lowest = archive.len > END_SIZE + UINT16_MAX ? archive.len - END_SIZE - UINT16_MAX : 0;
    for (size_t i = archive.len - END_SIZE + 1; i-- > lowest;) {
        const char *p = archive.ptr + i;
        if (get_32(p) == END_SIGNATURE && get_16(p + 20) == archive.len - i - END_SIZE) {
            *at = i;
            return true;
        }
    }
    return false;
}

enum err zip_open(struct zip *z, struct str archive) {
    size_t end;
    *z = (struct zip){.archive = archive};
    if (!find_end(archive, &end)) return err_set(ERR_BAD_INPUT, "This is not a zip archive.");
    const char *p = archive.ptr + end;
    size_t count = get_16(p + 10), len = get_32(p + 12), at = get_32(p + 16);
    if (get_16(p + 4) != 0 || get_16(p + 6) != 0 || get_16(p + 8) != count)
        return err_set(ERR_UNSUPPORTED, "Zip archives of several disks are not supported.");
    if (count == UINT16_MAX || len == UINT32_MAX || at == UINT32_MAX) return err_set(ERR_UNSUPPORTED, "Zip64 archives are not supported.");
    if (at > end || len > end - at) return err_set(ERR_BAD_INPUT, "The zip archive is damaged.");
    z->at = at;
    z->directory_end = at + len;
    z->left = count;
    return OK;
}

bool zip_next(struct zip *z, struct zip_entry *entry) {
    if (z->left == 0 || z->directory_end - z->at < CENTRAL_SIZE) return false;
    const char *p = z->archive.ptr + z->at;
    size_t name = get_16(p + 28), extra = get_16(p + 30), comment = get_16(p + 32);
    if (get_32(p) != CENTRAL_SIGNATURE || z->directory_end - z->at - CENTRAL_SIZE < name + extra + comment) return false;
    *entry = (struct zip_entry){
        .name = {p + CENTRAL_SIZE, name},
        .flags = get_16(p + 8),
        .method = get_16(p + 10),
        .time = get_16(p + 12),
        .crc = get_32(p + 16),
        .packed = get_32(p + 20),
        .size = get_32(p + 24),
        .offset = get_32(p + 42),
    };
    entry->is_encrypted = entry->flags & FLAG_ENCRYPTED;
    z->at += CENTRAL_SIZE + name + extra + comment;
    z->left--;
    return true;
}

/* The packed bytes: behind a local header whose name and extra field may differ in length from the directory's. */
static bool packed_bytes(const struct zip *z, const struct zip_entry *e, struct str *out) {
    size_t len = z->archive.len;
    if (e->offset > len || len - e->offset < LOCAL_SIZE) return false;
    const char *p = z->archive.ptr + e->offset;
    size_t skip = LOCAL_SIZE + get_16(p + 26) + get_16(p + 28);
    if (get_32(p) != LOCAL_SIGNATURE || len - e->offset < skip || len - e->offset - skip < e->packed) return false;
    *out = (struct str){p + skip, e->packed};
    return true;
}

static enum err decrypt_member(const struct zip_entry *e, struct str password, struct str *packed, struct buf *plain) {
    struct cipher c;
    char header[ENCRYPTION_HEADER];
    if (packed->len < sizeof header) return err_set(ERR_BAD_INPUT, "The zip archive is damaged.");
    cipher_init(&c, password);
    decrypt(&c, header, packed->ptr, sizeof header);
    unsigned check = e->flags & FLAG_DESCRIPTOR ? e->time >> 8 : e->crc >> 24;
    if (!password.ptr || (uint8_t)header[sizeof header - 1] != check)
        return err_set(ERR_FORBIDDEN, "The password of the zip archive is wrong.");
    size_t len = packed->len - sizeof header;
    buf_init(plain, len);
    if (len && !buf_reserve(plain, len)) return err_set(ERR_INTERNAL, "out of memory");
    if (len) decrypt(&c, plain->data, packed->ptr + sizeof header, len);
    plain->len = len;
    *packed = buf_str(plain);
    return OK;
}

/* Unpack and compare with what the directory states. One password in 256 passes the check byte: then it is this that
 * fails, and the password is named as the likely cause. */
static enum err unpack(const struct zip_entry *e, struct str packed, struct buf *out) {
    size_t begin = out->len;
    enum err err = OK;
    if (e->size > out->max - begin) return err_set(ERR_TOO_LARGE, "A member of the zip archive is larger than %zu bytes.", out->max);
    if (e->method == DEFLATED)
        err = gzip_inflate_raw(packed, out);
    else
        buf_add_str(out, packed);
    if (err == ERR_TOO_LARGE || (err == OK && out->failed)) return err_plain(ERR_TOO_LARGE);
    struct str made = str_sub(buf_str(out), begin, SIZE_MAX);
    if (err == OK && made.len == e->size && crc_of(made) == e->crc) return OK;
    if (e->is_encrypted) return err_set(ERR_FORBIDDEN, "The zip archive is damaged or its password is wrong.");
    return err_set(ERR_BAD_INPUT, "The zip archive is damaged.");
}

enum err zip_read(const struct zip *z, const struct zip_entry *entry, struct str password, struct buf *out) {
    struct buf plain = {0};
    struct str packed;
    if (entry->method != STORED && entry->method != DEFLATED)
        return err_set(ERR_UNSUPPORTED, "The zip archive is packed in a way that is not supported.");
    if (!packed_bytes(z, entry, &packed)) return err_set(ERR_BAD_INPUT, "The zip archive is damaged.");
    enum err e = entry->is_encrypted ? decrypt_member(entry, password, &packed, &plain) : OK;
    if (e == OK) e = unpack(entry, packed, out);
    buf_done(&plain);
    return e;
}
