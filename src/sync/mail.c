/* Handing a message to the relay with libcurl. */
#include "sync/mail.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"
#include "codec/url.h"
#include "model/address.h"
#include "sync/curl_start.h"
#include "sync/mail_message.h"

#define MESSAGE_MAX (64u << 20)
#define PASSWORD_MAX 1024

struct relay {
    struct str url;   /* with the name that we say we are */
    bool tls_at_once; /* smtps */
    bool trusted;     /* this machine, or the operator says so: TLS is used where it is offered, and certificates are not judged */
};

struct sending {
    struct buf message;
    size_t sent;
    const _Atomic bool *stop;
};

bool sync_mail_is_on(const struct mail_options *options) { return options && options->relay && options->relay[0] != '\0'; }

static bool is_this_machine(struct str host) {
    struct address address;
    if (str_eq_nocase(host, STR("localhost"))) return true;
    if (!address_parse_plain(host, &address)) return false;
    static const uint8_t one[16] = {[15] = 1};
    return address.is_v4 ? address.bytes[12] == 127 : memcmp(address.bytes, one, sizeof one) == 0;
}

static enum err read_relay(const struct mail_options *o, struct arena *arena, struct relay *out) {
    struct url url;
    struct str from = str_from(o->from);
    bool is_url = url_split(str_trim(str_from(o->relay)), &url);
    out->tls_at_once = is_url && str_eq_nocase(url.scheme, STR("smtps"));
    if (!is_url || !(out->tls_at_once || str_eq_nocase(url.scheme, STR("smtp"))) || !str_is_none(url.user) || url.path.len > 1 ||
        !str_is_none(url.query))
        return err_set(ERR_BAD_INPUT, "mail.relay = %s: must be smtp://HOST[:PORT] or smtps://HOST[:PORT]", o->relay);
    if (!mail_address_is_valid(from)) return err_set(ERR_BAD_INPUT, "mail.from = %.*s: must be the sender's address", STR_ARG(from));
    out->trusted = o->insecure || is_this_machine(url.host);
    struct str port = url.port ? arena_printf(arena, ":%u", url.port) : STR("");
    out->url = arena_printf(arena, "%s://%s%.*s%s%.*s/%.*s", out->tls_at_once ? "smtps" : "smtp", url.is_ipv6 ? "[" : "", STR_ARG(url.host),
                            url.is_ipv6 ? "]" : "", STR_ARG(port), STR_ARG(mail_address_domain(from)));
    return OK;
}

enum err sync_mail_check(const struct mail_options *options) {
    struct relay relay;
    if (!sync_mail_is_on(options)) return OK;
    struct arena *arena = arena_new(1u << 16);
    enum err e = read_relay(options, arena, &relay);
    arena_free(arena);
    return e;
}

static enum err read_password(const struct mail_options *o, char out[PASSWORD_MAX]) {
    int fd = o->password_file && o->password_file[0] ? open(o->password_file, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t len = fd < 0 ? -1 : read(fd, out, PASSWORD_MAX - 1);
    if (fd >= 0) close(fd);
    if (len < 0) return err_set(ERR_IO, "mail.password_file cannot be read.");
    out[len] = '\0';
    out[strcspn(out, "\r\n")] = '\0';
    return OK;
}

static size_t give_message(char *to, size_t size, size_t count, void *ctx) {
    struct sending *s = ctx;
    size_t take = s->message.len - s->sent;
    if (take > size * count) take = size * count;
    memcpy(to, s->message.data + s->sent, take);
    s->sent += take;
    return take;
}

static int look_whether_to_stop(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    const struct sending *s = ctx;
    (void)a, (void)b, (void)c, (void)d;
    return s->stop && atomic_load(s->stop);
}

static bool set_relay(CURL *c, const struct mail_options *o, const struct relay *relay) {
    long tls = relay->trusted && !relay->tls_at_once ? CURLUSESSL_TRY : CURLUSESSL_ALL, judge = relay->trusted ? 0L : 1L;
    return curl_easy_setopt(c, CURLOPT_URL, relay->url.ptr) == CURLE_OK && curl_easy_setopt(c, CURLOPT_USE_SSL, tls) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, judge) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, judge ? 2L : 0L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK && curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK && curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)o->seconds) == CURLE_OK;
}

static bool set_message(CURL *c, struct sending *s, const char *from, struct curl_slist *to) {
    return curl_easy_setopt(c, CURLOPT_MAIL_FROM, from) == CURLE_OK && curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_READFUNCTION, give_message) == CURLE_OK && curl_easy_setopt(c, CURLOPT_READDATA, s) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_UPLOAD, 1L) == CURLE_OK && curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, look_whether_to_stop) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_XFERINFODATA, s) == CURLE_OK;
}

static enum err log_in(CURL *c, const struct mail_options *o) {
    char password[PASSWORD_MAX];
    if (!o->user || !o->user[0]) return OK;
    enum err e = read_password(o, password);
    if (e != OK) return e;
    bool set = curl_easy_setopt(c, CURLOPT_USERNAME, o->user) == CURLE_OK && curl_easy_setopt(c, CURLOPT_PASSWORD, password) == CURLE_OK;
    explicit_bzero(password, sizeof password);
    return set ? OK : err_set(ERR_INTERNAL, "libcurl cannot be set up.");
}

static enum err hand_over(CURL *c, struct sending *s) {
    char said[CURL_ERROR_SIZE] = "";
    long status = 0;
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, said);
    CURLcode code = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, NULL);
    if (code == CURLE_OK) return OK;
    if (code == CURLE_ABORTED_BY_CALLBACK && look_whether_to_stop(s, 0, 0, 0, 0)) return err_set(ERR_CANCELLED, "The server is stopping.");
    return err_set(ERR_REFUSED, "The relay did not take the mail: %s (status %ld).", said[0] ? said : curl_easy_strerror(code), status);
}

static enum err send_with(CURL *c, const struct mail_options *o, struct arena *arena, const struct relay *relay, struct sending *s,
                          struct str to) {
    struct curl_slist *recipients = curl_slist_append(NULL, arena_printf(arena, "<%.*s>", STR_ARG(to)).ptr);
    struct str from = arena_printf(arena, "<%s>", o->from);
    enum err e = log_in(c, o);
    if (e == OK && (!recipients || !set_relay(c, o, relay) || !set_message(c, s, from.ptr, recipients)))
        e = err_set(ERR_INTERNAL, "libcurl cannot be set up.");
    if (e == OK) e = hand_over(c, s);
    curl_slist_free_all(recipients);
    return e;
}

/* One that was never used before. */
static struct str new_id(struct arena *arena, const char *from) {
    char random[25];
    random_alnum(random, sizeof random - 1);
    return arena_printf(arena, "%s@%.*s", random, STR_ARG(mail_address_domain(str_from(from))));
}

enum err sync_mail_send(const struct mail_options *options, struct arena *arena, const struct mail *given) {
    struct relay relay;
    struct mail mail = *given;
    if (!sync_mail_is_on(options)) return err_set(ERR_UNSUPPORTED, "This server sends no mail.");
    enum err e = read_relay(options, arena, &relay);
    if (e == OK) e = curl_start();
    if (e != OK) return e;
    if (str_is_none(mail.message_id)) mail.message_id = new_id(arena, options->from);
    if (mail.date == 0) mail.date = clock_now();
    struct sending s = {.stop = options->stop};
    buf_init(&s.message, MESSAGE_MAX);
    e = mail_message_write(&mail, str_from(options->from), &s.message);
    CURL *c = e == OK ? curl_easy_init() : NULL;
    if (e == OK) e = c ? send_with(c, options, arena, &relay, &s, mail.to) : err_set(ERR_INTERNAL, "libcurl cannot be set up.");
    if (c) curl_easy_cleanup(c);
    buf_done(&s.message);
    return e;
}
