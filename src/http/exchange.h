/* The life of one request and its answer, as libmicrohttpd calls: begun with the request line, completed when the last byte has left or the
 * client has. Two owners at most: the receiving thread and, while there is one, a worker. */
#ifndef VARDE_HTTP_EXCHANGE_H
#define VARDE_HTTP_EXCHANGE_H

#include "http/state.h"

/* libmicrohttpd's callbacks; `cls` is the server. */
void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_step(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **con_cls);
void exchange_complete(void *cls, struct MHD_Connection *mhd, void **con_cls, enum MHD_RequestTerminationCode code);

/* The pool's. */
void exchange_run_job(struct pool_job *job);
void exchange_cancel_job(struct pool_job *job);
void exchange_done_job(struct pool_job *job);

/* The parking's. */
void exchange_go_on(struct parked *item);
void exchange_end_parked(struct parked *item);

void exchange_free_spares(struct http_server *server);

#endif
