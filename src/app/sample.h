/* The sample for `varde init --sample`: a few events of our own making, with reserved names and addresses only. */
#ifndef VARDE_APP_SAMPLE_H
#define VARDE_APP_SAMPLE_H

#include "service/context.h"

/* Import them as the context's actor; *events gets their number. */
enum err sample_load(struct context *c, int *events) MUST_USE;

#endif
