/* The nouns of a report of an attack: event, attribute, object, reference, tag use, sighting, proposal, event report.
 * Plain data. Used both for what is stored (all fields valid) and for what a client sent: then `given` has a bit for
 * each field that was present, so that an edit changes only those. Texts live in the request's arena or body. */
#ifndef VARDE_MODEL_EVENT_H
#define VARDE_MODEL_EVENT_H

#include "base/vec.h"
#include "codec/json.h"
#include "codec/uuid.h"

#define SEEN_NONE INT64_MIN /* first_seen, last_seen: absent */

enum given {
    GIVEN_UUID = 1 << 0,
    GIVEN_INFO = 1 << 1,
    GIVEN_DATE = 1 << 2,
    GIVEN_DISTRIBUTION = 1 << 3,
    GIVEN_SHARING_GROUP = 1 << 4,
    GIVEN_THREAT_LEVEL = 1 << 5,
    GIVEN_ANALYSIS = 1 << 6,
    GIVEN_PUBLISHED = 1 << 7,
    GIVEN_TIMESTAMP = 1 << 8,
    GIVEN_DISABLE_CORRELATION = 1 << 9,
    GIVEN_EXTENDS = 1 << 10,
    GIVEN_TYPE = 1 << 11,
    GIVEN_CATEGORY = 1 << 12,
    GIVEN_VALUE = 1 << 13,
    GIVEN_TO_IDS = 1 << 14,
    GIVEN_COMMENT = 1 << 15,
    GIVEN_DELETED = 1 << 16,
    GIVEN_FIRST_SEEN = 1 << 17,
    GIVEN_LAST_SEEN = 1 << 18,
    GIVEN_OBJECT_RELATION = 1 << 19,
    GIVEN_NAME = 1 << 20,
    GIVEN_META_CATEGORY = 1 << 21,
    GIVEN_DESCRIPTION = 1 << 22,
    GIVEN_TEMPLATE_UUID = 1 << 23,
    GIVEN_TEMPLATE_VERSION = 1 << 24,
    GIVEN_DATA = 1 << 25,
    GIVEN_EMBARGO = 1 << 26,
    GIVEN_VISIBLE_UNTIL = 1 << 27,
    GIVEN_ENCRYPT = 1 << 28,
    GIVEN_PROTECTED = 1 << 29,
    GIVEN_ATTRIBUTES = 1 << 30
};

/* The use of a tag on an event or attribute, with the tag itself. As input: `name`, and `id` where given; `remove` for a tag with deleted:1. */
struct tag_use {
    int64_t id;        /* of the event_tags or attribute_tags row */
    int64_t owner_id;  /* event or attribute */
    bool of_attribute; /* which of them (stored uses) */
    int64_t tag_id;
    struct str name, colour; /* input: name may be absent when tag_id is given */
    bool exportable, hide_tag, is_galaxy, is_custom_galaxy, local_only, local, remove;
    int64_t org_id, user_id;
    struct str numerical_value; /* decimal text or absent */
    struct str relationship_type;
};
struct tag_use_list VEC_OF(struct tag_use);

/* A sharing group as a document names it, by uuid; the id is that of the server that wrote the document. */
struct group_ref {
    struct uuid uuid;
    int64_t id;
};

/* Input: lists of notes, opinions and relationships that stand in a document (service/analyst_data.h), as trees. */
struct json_node;
struct analyst_in {
    struct json_node *lists[3];
};

struct sighting {
    int64_t id;
    struct uuid uuid;
    int64_t attribute_id, event_id, org_id, date_sighting;
    struct uuid attribute_uuid;
    struct str source;
    int type; /* 0 sighting, 1 false positive, 2 expiration */
    struct str org_name;
    struct uuid org_uuid;
};
struct sighting_list VEC_OF(struct sighting);

struct attribute {
    uint32_t given;
    int64_t id, event_id, object_id;
    struct uuid uuid;
    int type, category;                  /* numbers of the type and category tables; 0 = none given */
    struct str type_name, category_name; /* input: as written, when unknown to the tables */
    struct str value;                    /* input: as written */
    struct str value1, value2;           /* normalised halves; value2 empty when not composite */
    bool to_ids, deleted, disable_correlation;
    int distribution;
    int64_t sharing_group_id;
    int64_t timestamp;
    struct str comment;
    struct str object_relation;     /* absent for a free attribute */
    int64_t first_seen, last_seen;  /* microseconds, or SEEN_NONE */
    struct str data;                /* input: base64 */
    bool encrypt;                   /* input: make a malware sample of data */
    bool batch;                     /* input: `value` holds several values, one a line */
    bool enforce_warninglist;       /* input: refuse a value that stands in an enabled warning list */
    struct group_ref group;         /* input */
    struct tag_use_list tags;       /* input */
    struct sighting_list sightings; /* input */
    struct analyst_in analyst;      /* input */
};
struct attribute_list VEC_OF(struct attribute);

struct object_reference {
    int64_t id;
    struct uuid uuid;
    int64_t timestamp, object_id, event_id;
    struct uuid source_uuid, referenced_uuid;
    int64_t referenced_id;
    int referenced_type; /* 0 attribute, 1 object */
    struct str relationship_type, comment;
    bool deleted;
    struct reference_target {
        bool known;              /* read by views: what the reference points to, if it is still there */
        bool deleted, in_object; /* in_object: an attribute of an object, whose columns then follow */
        int distribution, type, category, object_distribution;
        int64_t sharing_group_id, object_sharing_group_id;
        bool to_ids;
        struct str name, meta_category, value1, value2;
    } target;
};
struct object_reference_list VEC_OF(struct object_reference);

struct object {
    uint32_t given;
    int64_t id, event_id;
    struct uuid uuid, template_uuid;
    struct str name, meta_category, description, comment;
    int64_t template_version;
    int64_t timestamp;
    int distribution;
    int64_t sharing_group_id;
    bool deleted;
    int64_t first_seen, last_seen;
    struct attribute_list attributes;
    struct object_reference_list references;
    bool break_on_duplicate;   /* input: refuse an equal object */
    struct group_ref group;    /* input */
    struct analyst_in analyst; /* input */
};
struct object_list VEC_OF(struct object);

struct event_report {
    uint32_t given;
    int64_t id, event_id;
    struct uuid uuid;
    struct str name, content;
    int distribution;
    int64_t sharing_group_id, timestamp;
    bool deleted;
    struct group_ref group;    /* input */
    struct analyst_in analyst; /* input */
};
struct event_report_list VEC_OF(struct event_report);

struct proposal {
    uint32_t given;
    int64_t id, old_id, event_id;
    struct uuid uuid, event_uuid;
    int type, category;
    struct str type_name, category_name, value, value1, value2, comment, email;
    bool to_ids, deleted, proposal_to_delete, disable_correlation;
    int64_t org_id, user_id, event_org_id, timestamp, first_seen, last_seen;
};

/* An organisation as named in a document: captured (created if unknown) by its uuid. */
struct org_ref {
    struct uuid uuid;
    struct str name;
    int64_t id; /* only meaningful on this server */
};

struct event {
    uint32_t given;
    int64_t id;
    struct uuid uuid;
    int64_t org_id, orgc_id, user_id;
    int distribution;
    int64_t sharing_group_id;
    bool published, locked, proposal_email_lock, disable_correlation;
    int protected_state; /* -1 null, 0, 1 */
    struct str date, info;
    int64_t timestamp, publish_timestamp, sighting_timestamp;
    int threat_level_id, analysis;
    int64_t attribute_count;
    struct uuid extends_uuid;
    struct str extends_ref; /* input: as written (uuid or id) */
    int64_t embargo_until, visible_until;
    /* input only */
    struct org_ref orgc, org;
    struct group_ref group;
    struct json *attributes; /* where the list begins in the document: read one by one while they are saved (format/misp_read.h) */
    struct object_list objects;
    struct tag_use_list tags;
    struct event_report_list reports;
    struct analyst_in analyst;
};

#endif
