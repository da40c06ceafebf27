/* Configuration: each setting is one row of a table with name, type, range, default and help. A value comes, later ones winning, from the
 * default, the file (`name = value` lines), the environment (VARDE_HTTP_WORKERS for http.workers), the command line
 * (--http-workers 8). Only this room reads any of these. */
#ifndef VARDE_APP_CONFIG_H
#define VARDE_APP_CONFIG_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sink.h"

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_BYTES, SETTING_CHOICE };
enum setting_source { SOURCE_DEFAULT, SOURCE_FILE, SOURCE_ENVIRONMENT, SOURCE_COMMAND };

/* Every setting: X(identifier, name, type, lowest, highest, default, choices, help). Numbers and sizes are checked against the range; a
 * size may end in K, M or G. */
#define SETTING_TABLE(X) \
    X(DATA_DIR, "data.dir", TEXT, 0, 0, "data", NULL, "folder of the database and the server's secret; made with mode 0700") \
    X(LIBRARY_PATH, "library.path", TEXT, 0, 0, "", NULL, \
      "folder with object templates, taxonomies, galaxies and lists as the MISP project publishes them; empty: none") \
    X(LISTEN, "listen", TEXT, 0, 0, "127.0.0.1:8080", NULL, \
      "address and port to listen on: 127.0.0.1:8080, 0.0.0.0:8080, [::1]:8080; port 0 takes any free one") \
    X(BASE_URL, "base_url", TEXT, 0, 0, "", NULL, \
      "address under which clients reach the server (https://intel.example.org/misp): for links; its path is cut off requests") \
    X(TLS_CERT, "tls.cert", TEXT, 0, 0, "", NULL, "certificate chain (PEM); with tls.key the server speaks TLS. Read again on SIGHUP") \
    X(TLS_KEY, "tls.key", TEXT, 0, 0, "", NULL, "private key of tls.cert (PEM)") \
    X(PROXIES, "proxies", TEXT, 0, 0, "", NULL, \
      "trusted proxies, addresses and CIDR blocks separated by commas: only from them X-Forwarded-For and -Proto are believed") \
    X(LOG_LEVEL, "log.level", CHOICE, 0, 0, "info", "error warn info debug", "what is written to standard error") \
    X(LOG_ACCESS, "log.access", TEXT, 0, 0, "", NULL, \
      "file of the access log, one line of key=value a request; - for standard error; empty: off. Opened again on SIGHUP") \
    X(HTTP_MAX_BODY, "http.max_body", BYTES, 1 << 20, INT64_C(4) << 30, "256M", NULL, "largest request body, also after inflating") \
    X(HTTP_MAX_HEADERS, "http.max_headers", BYTES, 4096, 1 << 20, "16K", NULL, "largest request head") \
    X(HTTP_THREADS, "http.threads", NUMBER, 0, 256, "0", NULL, "threads that receive requests and answer short ones; 0: one a core") \
    X(HTTP_WORKERS, "http.workers", NUMBER, 0, 1024, "0", NULL, "threads for long requests; 0: two a core, at least four") \
    X(HTTP_MAX_STREAMS, "http.max_streams", NUMBER, 1, 100000, "256", NULL, \
      "change streams (Server-Sent Events) that may be open at once; more are answered 503") \
    X(HTTP_QUEUE, "http.queue", NUMBER, 1, 100000, "256", NULL, "long requests that may wait for a worker; more are answered 503") \
    X(HTTP_MAX_CONNECTIONS, "http.max_connections", NUMBER, 8, 1000000, "4096", NULL, "connections at the same time") \
    X(HTTP_MAX_PER_ADDRESS, "http.max_per_address", NUMBER, 1, 1000000, "512", NULL, \
      "connections of one client address; trusted proxies excepted") \
    X(HTTP_HEAD_SECONDS, "http.head_seconds", NUMBER, 1, 3600, "15", NULL, "time in which a request head must have arrived") \
    X(HTTP_IDLE_SECONDS, "http.idle_seconds", NUMBER, 1, 86400, "60", NULL, \
      "silence after which a connection is closed, and a reader that takes nothing is cut") \
    X(HTTP_BODY_RATE, "http.body_rate", BYTES, 1, 1 << 30, "1K", NULL, "bytes a second that an upload must reach on average") \
    X(HTTP_STOP_SECONDS, "http.stop_seconds", NUMBER, 1, 3600, "30", NULL, \
      "time that running requests have to finish when the server stops") \
    X(CHANGES_KEEP_DAYS, "changes.keep_days", NUMBER, 0, 100000, "90", NULL, \
      "days after which superseded rows of the change log are dropped, once a day; readers that are further behind begin anew; 0: never") \
    X(LOGIN_BURST, "login.burst", NUMBER, 0, 100000, "30", NULL, "failed log-ins of one address before it has to wait; 0: no limit") \
    X(LOGIN_SECONDS, "login.seconds", NUMBER, 1, 86400, "10", NULL, "time after which one failed log-in is forgiven") \
    X(EVENT_DISTRIBUTION, "distribution.event", NUMBER, 0, 3, "1", NULL, \
      "distribution of new events that name none: 0 organisation, 1 community, 2 connected, 3 all") \
    X(ATTRIBUTE_DISTRIBUTION, "distribution.attribute", NUMBER, 0, 5, "5", NULL, \
      "distribution of new attributes and objects that name none: as of events, 5 as their event") \
    X(CORRELATION_CEILING, "correlation.ceiling", NUMBER, 1, 1000000, "5000", NULL, \
      "matches returned for a popular value, the newest first") \
    X(REPORTS_MAX_BYTES, "reports.max_bytes", BYTES, 1024, INT64_C(1) << 30, "32M", NULL, \
      "largest report or feed that POST /reports takes") \
    X(REPORTS_QUOTA, "reports.quota", BYTES, 0, INT64_C(1) << 44, "1G", NULL, \
      "originals of reports kept for one organisation; what does not fit any more is read and stored, but its bytes are not kept. 0: " \
      "none") \
    X(FETCH_ALLOW, "fetch.allow", TEXT, 0, 0, "", NULL, \
      "where reports may be fetched from: hosts (example.org; .example.org with all below it; a port as in example.org:8443) or " \
      "beginnings " \
      "of URLs (https://example.org/news/), separated by blanks or commas; empty: nothing is ever fetched") \
    X(FETCH_ALLOW_INNER, "fetch.allow_inner", TEXT, 0, 0, "", NULL, \
      "addresses and CIDR blocks that may be connected to although they are internal: for closed networks; empty: none") \
    X(FETCH_MAX_BYTES, "fetch.max_bytes", BYTES, 1024, 1 << 30, "16M", NULL, "largest document that is fetched, unpacked") \
    X(FETCH_SECONDS, "fetch.seconds", NUMBER, 1, 3600, "20", NULL, "time for fetching a document, with all its redirects") \
    X(MAIL_RELAY, "mail.relay", TEXT, 0, 0, "", NULL, \
      "relay that takes mail: smtp://mail.example.org:587 (STARTTLS is demanded) or smtps://mail.example.org; empty: no mail is sent") \
    X(MAIL_FROM, "mail.from", TEXT, 0, 0, "", NULL, "sender of all mail: varde@example.org; needed with mail.relay") \
    X(MAIL_USER, "mail.user", TEXT, 0, 0, "", NULL, "name with which to log in at the relay; empty: no log-in") \
    X(MAIL_PASSWORD_FILE, "mail.password_file", TEXT, 0, 0, "", NULL, \
      "file whose first line is the password of mail.user; read at each sending") \
    X(MAIL_INSECURE, "mail.insecure", CHOICE, 0, 0, "no", "no yes", \
      "yes: mail may go to the relay without TLS, or with a certificate that nobody vouches for") \
    X(MAIL_SECONDS, "mail.seconds", NUMBER, 1, 3600, "30", NULL, "time for handing one mail to the relay") \
    X(MAIL_HOUR, "mail.hour", NUMBER, 0, 23, "5", NULL, "hour of the day (UTC) from which roundups of the span that ended are mailed")

enum setting {
#define X(id, name, type, low, high, fallback, choices, help) SET_##id,
    SETTING_TABLE(X)
#undef X
        SETTING_COUNT
};

struct config_row {
    const char *name;
    enum setting_type type;
    int64_t low, high;
    const char *fallback, *choices, *help;
};
extern const struct config_row config_rows[SETTING_COUNT];

struct config {
    struct arena *arena;
    struct str text[SETTING_COUNT];
    int64_t number[SETTING_COUNT];
    enum setting_source source[SETTING_COUNT];
    struct str file; /* that was read; absent if none */
};

/* All defaults. */
void config_init(struct config *config, struct arena *arena);
/* The setting that a name means: http.max_body, http-max-body, HTTP_MAX_BODY; SETTING_COUNT if none. */
enum setting config_find(struct str name);
/* Check and take a value; one of a lower source than what stands there changes nothing. ERR_BAD_INPUT tells what is wrong. */
enum err config_set(struct config *config, enum setting setting, struct str value, enum setting_source source) MUST_USE;
/* Every VARDE_NAME of the environment. */
enum err config_read_environment(struct config *config) MUST_USE;
/* `path`, or, when NULL, varde.conf in the data folder if it exists. */
enum err config_read_file(struct config *config, const char *path) MUST_USE;
/* As a C string; "" when empty. */
const char *config_text(const struct config *config, enum setting setting);
/* The same, NULL when empty. */
const char *config_text_or_null(const struct config *config, enum setting setting);
/* A commented configuration file with all values and where they come from; itself valid as a configuration file. */
void config_print(const struct config *config, struct sink *out);
/* docs/CONFIGURATION.md. */
void config_print_markdown(struct sink *out);

#endif
