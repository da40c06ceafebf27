/* libcurl's global state, made at its first use: a server that fetches nothing and sends no mail does not pay for it. */
#ifndef VARDE_SYNC_CURL_START_H
#define VARDE_SYNC_CURL_START_H

#include "base/err.h"

/* Any number of times, from any thread. */
enum err curl_start(void) MUST_USE;

#endif
