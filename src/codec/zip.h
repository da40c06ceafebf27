/* Zip archives: written whole, as malware samples are kept (traditional PKWARE encryption with the password "infected":
 * no secret, it keeps virus scanners and careless fingers out), and read member by member. No Zip64. */
#ifndef VARDE_CODEC_ZIP_H
#define VARDE_CODEC_ZIP_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define ZIP_SAMPLE_PASSWORD STR("infected")

struct zip_member {
    struct str name; /* UTF-8 */
    struct str data;
};

/* Append an archive of these members to `out`; encrypted unless `password` is absent. Each is deflated where that makes it smaller. ERR_TOO_LARGE
 * at the buffer's maximum, above 4 GiB or 65,534 members. */
enum err zip_write(struct buf *out, const struct zip_member *members, size_t count, struct str password) MUST_USE;

struct zip {
    struct str archive;
    size_t at; /* in the central directory */
    size_t directory_end;
    size_t left; /* members not yet handed out */
};

struct zip_entry {
    struct str name; /* as stored: may hold anything, also .. and slashes */
    size_t size;     /* as stated; zip_read checks it */
    size_t packed;
    size_t offset;
    uint32_t crc;
    unsigned method, flags, time;
    bool is_encrypted;
};

/* ERR_BAD_INPUT if it is no archive, ERR_UNSUPPORTED if it is one of several disks or Zip64. The bytes must outlive the reader. */
enum err zip_open(struct zip *z, struct str archive) MUST_USE;
/* The next member; false at the end or where the directory is damaged (z->left is then not 0). */
bool zip_next(struct zip *z, struct zip_entry *entry);
/* The member's content, appended to `out`, whose maximum is the ceiling (ERR_TOO_LARGE). ERR_FORBIDDEN for a wrong or missing password, ERR_BAD_INPUT
 * if it is damaged, ERR_UNSUPPORTED for methods other than stored and deflated. */
enum err zip_read(const struct zip *z, const struct zip_entry *entry, struct str password, struct buf *out) MUST_USE;

#endif
