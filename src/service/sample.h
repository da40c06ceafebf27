/* Files inside attributes: attachments as they are, malware samples as an encrypted zip (spec 2.9). */
#ifndef VARDE_SERVICE_SAMPLE_H
#define VARDE_SERVICE_SAMPLE_H

#include "model/event.h"
#include "service/context.h"

/* Turn the base64 of `a->data` into the bytes to store: for `encrypt` (or a malware-sample that is no zip) an encrypted zip, and the value
 * becomes filename|md5. Types that carry no file lose their data. ERR_REFUSED with the problem noted. */
enum err sample_prepare(struct context *c, int64_t index, struct attribute *a) MUST_USE;

#endif
