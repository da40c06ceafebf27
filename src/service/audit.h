/* The log of who did what, read: of the caller's own organisation with perm_audit, of everybody for a site administrator. */
#ifndef VARDE_SERVICE_AUDIT_H
#define VARDE_SERVICE_AUDIT_H

#include "service/context.h"
#include "store/audit.h"

#define AUDIT_PAGE 1000 /* rows in an answer that names no limit; also the most */

enum audit_form { AUDIT_LOG /* [{"Log"}] */, AUDIT_AUDIT_LOG /* [{"AuditLog","User","Organisation"}] */ };

/* filter.org_id and offset are set here; page counts from 1. */
enum err audit_index(struct context *c, struct audit_filter filter, int64_t page, enum audit_form form, struct json_out *out) MUST_USE;

#endif
