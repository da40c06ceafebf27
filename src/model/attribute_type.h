/* Attribute types: what a type is called, where it belongs and how its values are treated. A constant table made of
 * the rows of model/attribute_type_table.h; no behaviour (that is in refang, normalise and validate). */
#ifndef VARDE_MODEL_ATTRIBUTE_TYPE_H
#define VARDE_MODEL_ATTRIBUTE_TYPE_H

#include "base/str.h"

/* Stored in the database. 0 is no type. */
enum attribute_type_number {
    TYPE_NONE,
#define X(number, id, name, category, to_ids, refang, normaliser, validator, size, flags) TYPE_##id = number,
#include "model/attribute_type_table.h"
#undef X
    TYPE_END
};
#define ATTRIBUTE_TYPE_COUNT (TYPE_END - 1)

enum attribute_type_flag {
    TYPE_COMPOSITE = 1,    /* written value1|value2 */
    TYPE_UNCORRELATED = 2, /* values of this type never correlate */
    TYPE_VALUE1_ONLY = 4,  /* only value1 correlates (value2 is a port) */
    TYPE_HASH = 8,         /* a digest of a file or a session, alone or after a file name */
    TYPE_FILE = 16,        /* carries data: a plain or an encrypted file */
    TYPE_IP = 32,          /* value1 is an IP address or network */
};

/* Which ways of making a value harmless are undone. */
enum attribute_refang { REFANG_NONE, REFANG_HOST, REFANG_EMAIL, REFANG_URL };

enum attribute_normaliser {
    NORMALISE_NONE,
    NORMALISE_LOWER,
    NORMALISE_LOWER_TAIL, /* what stands behind the last bar */
    NORMALISE_UPPER,
    NORMALISE_UPPER_DASH,  /* en dash to hyphen as well */
    NORMALISE_UPPER_ALNUM, /* other characters dropped */
    NORMALISE_DIGITS,      /* other characters dropped */
    NORMALISE_PHONE,
    NORMALISE_FINGERPRINT, /* lower case without colons */
    NORMALISE_IP,
    NORMALISE_IP_PORT,
    NORMALISE_DOMAIN,
    NORMALISE_DOMAIN_IP,
    NORMALISE_HOSTNAME_PORT,
    NORMALISE_MAC,
    NORMALISE_AS_NUMBER,
    NORMALISE_BOOLEAN,
    NORMALISE_DATETIME,
};

enum attribute_validator {
    VALIDATE_ANY,
    VALIDATE_ONE_LINE,
    VALIDATE_NOT_EMPTY,
    VALIDATE_HASH,
    VALIDATE_PEHASH,
    VALIDATE_TLSH,
    VALIDATE_TELFHASH,
    VALIDATE_SSDEEP,
    VALIDATE_IMPFUZZY,
    VALIDATE_CDHASH,
    VALIDATE_FILENAME_HASH,
    VALIDATE_FILENAME_PEHASH,
    VALIDATE_FILENAME_TLSH,
    VALIDATE_FILENAME_SSDEEP,
    VALIDATE_FILENAME_IMPFUZZY,
    VALIDATE_FILENAME_VHASH,
    VALIDATE_IP,
    VALIDATE_IP_PORT,
    VALIDATE_PORT,
    VALIDATE_DOMAIN,
    VALIDATE_DOMAIN_IP,
    VALIDATE_HOSTNAME_PORT,
    VALIDATE_ONION,
    VALIDATE_MAC,
    VALIDATE_EMAIL,
    VALIDATE_LINK,
    VALIDATE_HTTP_METHOD,
    VALIDATE_CVE,
    VALIDATE_CWE,
    VALIDATE_SERVICE_NAME,
    VALIDATE_SSH_FINGERPRINT,
    VALIDATE_HEX_TEXT,
    VALIDATE_ALNUM,
    VALIDATE_NUMERIC,
    VALIDATE_INTEGER,
    VALIDATE_WHOLE_NUMBER,
    VALIDATE_AS_NUMBER,
    VALIDATE_BOOLEAN,
    VALIDATE_DATETIME,
    VALIDATE_JSON,
    VALIDATE_UUID,
};

struct attribute_type {
    struct str name; /* followed by a NUL byte */
    enum attribute_type_number number;
    int category; /* default; an enum category_number */
    bool to_ids;  /* default */
    enum attribute_refang refang;
    enum attribute_normaliser normaliser;
    enum attribute_validator validator;
    unsigned size;
    unsigned flags;
};

/* The type of that name (exact case), or NULL. Constant time. */
const struct attribute_type *attribute_type_find(struct str name);
/* NULL if there is no such type. Numbers run from 1 to ATTRIBUTE_TYPE_COUNT. */
const struct attribute_type *attribute_type_by_number(int number);

static inline bool attribute_type_is(const struct attribute_type *type, unsigned flag) { return (type->flags & flag) != 0; }

#endif
