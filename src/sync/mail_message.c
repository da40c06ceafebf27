/* Writing a message. */
#include "sync/mail_message.h"

#include <stdio.h>

#include "codec/base64.h"
#include "codec/utf8.h"

#define ADDRESS_MAX 254
#define SUBJECT_MAX 300
#define WORD_BYTES 45 /* of an encoded word: 60 characters of base64, 72 with what is around them */
#define LINE_MAX_QP 75
/* "=_" never stands in quoted-printable text, so no content can end a part. */
#define BOUNDARY "=_varde_part"

bool mail_address_is_valid(struct str a) {
    size_t at = str_find_char(a, '@', 0);
    if (a.len > ADDRESS_MAX || at == SIZE_MAX || at == 0 || at + 1 == a.len || str_find_char(a, '@', at + 1) != SIZE_MAX) return false;
    for (size_t i = 0; i < a.len; i++)
        if (a.ptr[i] <= ' ' || a.ptr[i] >= 127 || strchr("()<>[],;:\\\"", a.ptr[i])) return false;
    return a.ptr[at + 1] != '-' && a.ptr[0] != '-';
}

struct str mail_address_domain(struct str address) {
    return str_sub(address, str_find_last(address, '@') + 1, SIZE_MAX);
}

static void put_date(struct buf *out, int64_t seconds) {
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t instant = (time_t)seconds;
    struct tm t;
    if (!gmtime_r(&instant, &t)) return;
    buf_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[t.tm_wday], t.tm_mday, months[t.tm_mon], t.tm_year + 1900,
               t.tm_hour, t.tm_min, t.tm_sec);
}

static bool is_plain(struct str text) {
    if (text.len > 60 || str_find(text, STR("=?"), 0) != SIZE_MAX) return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < ' ' || text.ptr[i] >= 127) return false;
    return true;
}

/* Encoded words, each on a line of its own; none cuts a character. Line ends and other control characters became blanks before. */
static void put_words(struct buf *out, struct str text) {
    char encoded[80];
    while (text.len > 0) {
        struct str word = utf8_cut(text, WORD_BYTES);
        if (word.len == 0) word = str_sub(text, 0, 1);
        size_t len = base64_encode_into(encoded, word);
        buf_printf(out, "=?UTF-8?B?%.*s?=", (int)len, encoded);
        text = str_sub(text, word.len, text.len);
        if (text.len > 0) buf_add_text(out, "\r\n ");
    }
}

static void put_subject(struct buf *out, struct str subject) {
    char clean[SUBJECT_MAX];
    subject = utf8_cut(subject, sizeof clean);
    for (size_t i = 0; i < subject.len; i++) clean[i] = (unsigned char)subject.ptr[i] < ' ' || subject.ptr[i] == 127 ? ' ' : subject.ptr[i];
    struct str text = str_trim((struct str){clean, subject.len});
    buf_add_text(out, "Subject: ");
    if (is_plain(text))
        buf_add_str(out, text);
    else
        put_words(out, text);
    buf_add_text(out, "\r\n");
}

/* One line of quoted-printable, without its end. */
static void put_line(struct buf *out, struct str line) {
    size_t column = 0;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        bool last = i + 1 == line.len, blank = c == ' ' || c == '\t';
        bool literal = (c > ' ' && c < 127 && c != '=') || (blank && !last);
        size_t width = literal ? 1 : 3;
        if (column + width > LINE_MAX_QP) {
            buf_add_text(out, "=\r\n");
            column = 0;
        }
        if (literal)
            buf_add_char(out, (char)c);
        else
            buf_printf(out, "=%02X", c);
        column += width;
    }
}

static void put_part(struct buf *out, const char *type, struct str text) {
    struct str line, rest = text;
    buf_printf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", type);
    while (rest.len > 0 && str_split(&rest, '\n', &line)) {
        if (str_ends(line, STR("\r"))) line.len--;
        put_line(out, line);
        buf_add_text(out, "\r\n");
    }
}

static void put_bodies(struct buf *out, const struct mail *mail) {
    if (str_is_empty(mail->html)) {
        put_part(out, "text/plain", mail->text);
        return;
    }
    buf_add_text(out, "Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\r\n\r\n--" BOUNDARY "\r\n");
    put_part(out, "text/plain", mail->text);
    buf_add_text(out, "\r\n--" BOUNDARY "\r\n");
    put_part(out, "text/html", mail->html);
    buf_add_text(out, "\r\n--" BOUNDARY "--\r\n");
}

enum err mail_message_write(const struct mail *mail, struct str from, struct buf *out) {
    if (!mail_address_is_valid(from)) return err_set(ERR_BAD_INPUT, "The sender of mail is no address.");
    if (!mail_address_is_valid(mail->to)) return err_set(ERR_BAD_INPUT, "The recipient of a mail is no address.");
    if (!str_is_empty(mail->reply_to) && !mail_address_is_valid(mail->reply_to))
        return err_set(ERR_BAD_INPUT, "The address for replies is none.");
    if (!mail_address_is_valid(mail->message_id)) return err_set(ERR_BAD_INPUT, "The id of a message is none.");
    put_date(out, mail->date);
    buf_printf(out, "From: Varde <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(from), STR_ARG(mail->to));
    if (!str_is_empty(mail->reply_to)) buf_printf(out, "Reply-To: <%.*s>\r\n", STR_ARG(mail->reply_to));
    put_subject(out, mail->subject);
    buf_printf(out, "Message-ID: <%.*s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n", STR_ARG(mail->message_id));
    put_bodies(out, mail);
    return out->failed ? err_set(ERR_TOO_LARGE, "The mail is too large.") : OK;
}
