/* The type table as clients read it ("describeTypes"): default category and to_ids of each type, types, categories, and the
 * types of each category. Other formats of it do not exist. */
#ifndef VARDE_MODEL_DESCRIBE_TYPES_H
#define VARDE_MODEL_DESCRIBE_TYPES_H

#include "codec/json_write.h"

/* One JSON object: {"result":{"sane_defaults":{..},"types":[..],"categories":[..],"category_type_mappings":{..}}} */
void describe_types_write(struct json_out *out);

#endif
