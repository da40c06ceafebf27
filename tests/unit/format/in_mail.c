/* Mails: heads with encoded words, parts in parts, and heads that are longer than any. */
#include "format/in_mail.h"

#include "../test.h"
#include "base/buf.h"

#define HEAD \
    "From: =?utf-8?q?J=C3=BCrgen?= <a@b.example>\r\nTo: c\r\nDate: Fri, 14 Jan 2022 10:00:00 +0000\r\nSubject: " \
    "=?iso-8859-2?b?o/NkvA==?=\r\n =?utf-8?q?_und_mehr?=\r\n"

static struct arena *arena;

static struct document_in mail(const char *text) {
    struct document_in d = {.text = STR("?")};
    if (!arena) arena = arena_new(SIZE_MAX);
    CHECK(in_mail_read(arena, str_from(text), &d) == OK);
    return d;
}

static void test_head(void) {
    struct document_in d = mail(HEAD "\r\nThe body.\r\n");
    CHECK_STR(d.title, "Łódź und mehr");
    CHECK_STR(d.author, "Jürgen <a@b.example>");
    CHECK_STR(d.published, "2022-01-14");
    CHECK_STR(str_trim(d.text), "The body.");
    CHECK(in_mail_is(STR(HEAD "\r\nx")) && !in_mail_is(STR("A text.\nFrom: here\nto: there\n")));
}

static void test_parts(void) {
    struct document_in d =
        mail(HEAD "Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n"
                  "--y\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>as a page</p>\r\n"
                  "--y\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9 "
                  "an=\r\nd\r\n--y--\r\n"
                  "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nnot this\r\n--x--\r\n");
    CHECK_STR(str_trim(d.text), "café and");
    d = mail(HEAD "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+SGVsbG88L3A+\r\n");
    CHECK_STR(str_trim(d.text), "Hello");
    d = mail(HEAD "Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\xC3\xA9"); /* it lies */
    CHECK_STR(d.text, "café");
}

static void test_long_head(void) {
    struct buf text;
    struct document_in d;
    if (!arena) arena = arena_new(SIZE_MAX);
    buf_init(&text, 1 << 26);
    buf_add_text(&text, "From: a\nTo: b\nSubject: x\n");
    for (int i = 0; i < 1000000; i++) buf_add_text(&text, " folded\n");
    buf_add_text(&text, "Date: Fri, 14 Jan 2022 10:00:00 +0000\n\nbody");
    CHECK(in_mail_read(arena, buf_str(&text), &d) == OK);
    CHECK(str_starts(d.title, STR("x folded folded")) && d.title.len < 20000);
    CHECK_STR(d.published, "2022-01-14");
    CHECK_STR(d.text, "body");
    buf_done(&text);
}

TEST_MAIN(TEST(test_head), TEST(test_parts), TEST(test_long_head))
