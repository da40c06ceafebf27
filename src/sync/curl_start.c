/* curl_global_init, once. */
#include "sync/curl_start.h"

#include <curl/curl.h>
#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode started = CURLE_FAILED_INIT;

static void start(void) { started = curl_global_init(CURL_GLOBAL_DEFAULT); }

enum err curl_start(void) {
    pthread_once(&once, start);
    return started == CURLE_OK ? OK : err_set(ERR_INTERNAL, "libcurl cannot be started.");
}
