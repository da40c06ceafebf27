/* Server settings under their MISP names: what there is, what it stands at, and changing it. Site administrators only. */
#ifndef VARDE_SERVICE_SERVER_SETTING_H
#define VARDE_SERVICE_SERVER_SETTING_H

#include "service/write.h"

/* {"finalSettings":[...],"workers":{...},"version":{...},...} */
enum err server_setting_index(struct context *c, struct json_out *out) MUST_USE;
/* One setting with its typed value; ERR_NOT_FOUND for an unknown name. */
enum err server_setting_view(struct context *c, struct str name, struct json_out *out) MUST_USE;
/* `value` is a scalar. ERR_REFUSED when it does not fit the type, or the setting is read-only. */
enum err server_setting_edit(struct context *c, struct str name, const struct json_node *value) MUST_USE;
/* {"actual_db_version","expected_db_version",...} */
enum err server_setting_schema(struct context *c, struct json_out *out) MUST_USE;

#endif
