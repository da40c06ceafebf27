/* Messages: what a client sees of them, and that no header can be smuggled in. */
#include "sync/mail_message.h"

#include "../test.h"

static struct buf out;

static enum err write(struct mail mail, const char *from) {
    buf_init(&out, 1 << 20);
    if (str_is_none(mail.message_id)) mail.message_id = STR("id@varde.example");
    return mail_message_write(&mail, str_from(from), &out);
}

static bool has(const char *text) { return str_find(buf_str(&out), str_from(text), 0) != SIZE_MAX; }

static void test_addresses(void) {
    static const char *const good[] = {"a@b", "first.last+tag@mail.example.org", "o'neill@x.example"};
    static const char *const bad[] = {"",        "a",     "@b",   "a@",   "a@b@c",      "a b@c", "a@b\r\nBcc: x@y", "<a@b>",
                                      "a@b,c@d", "a\"@b", "-a@b", "a@-b", "\xc3\xa4@b", "a@b;",  "a:b@c",           "a@b\n"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) CHECK(mail_address_is_valid(str_from(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!mail_address_is_valid(str_from(bad[i])));
    CHECK_STR(mail_address_domain(STR("a@b.example")), "b.example");
}

static void test_plain(void) {
    CHECK(write((struct mail){.to = STR("a@b"), .subject = STR("Hello"), .text = STR("one\n.two\nend"), .date = 1642161600}, "v@x") == OK);
    CHECK_STR(buf_str(&out), "Date: Fri, 14 Jan 2022 12:00:00 +0000\r\nFrom: Varde <v@x>\r\nTo: <a@b>\r\nSubject: Hello\r\n"
                             "Message-ID: <id@varde.example>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                             "one\r\n.two\r\nend\r\n");
    buf_done(&out);
}

static void test_quoted_printable(void) {
    char longer[200];
    memset(longer, 'x', sizeof longer);
    CHECK(write((struct mail){.to = STR("a@b"), .text = STR("a=b \n\xc3\xa4\t\n\r\nlast")}, "v@x") == OK);
    CHECK(has("\r\n\r\na=3Db=20\r\n=C3=A4=09\r\n\r\nlast\r\n"));
    buf_done(&out);
    CHECK(write((struct mail){.to = STR("a@b"), .text = {longer, sizeof longer}}, "v@x") == OK);
    struct str line, rest = buf_str(&out);
    while (rest.len > 0 && str_split(&rest, '\n', &line)) CHECK(line.len <= 78);
    CHECK(has("x=\r\nx"));
    buf_done(&out);
}

static void test_alternatives(void) {
    CHECK(write((struct mail){.to = STR("a@b"), .text = STR("--=_varde_part--"), .html = STR("<p>x</p>")}, "v@x") == OK);
    CHECK(has("multipart/alternative; boundary=\"=_varde_part\"") && has("text/plain") && has("text/html"));
    CHECK(has("\r\n--=3D_varde_part--\r\n"));
    buf_done(&out);
}

static void test_subject(void) {
    CHECK(write((struct mail){.to = STR("a@b"), .subject = STR("a\r\nBcc: victim@example.org\r\n\r\nbody"), .text = STR("")}, "v@x") == OK);
    CHECK(has("Subject: a  Bcc: victim@example.org    body\r\n") && !has("\nBcc"));
    buf_done(&out);
    CHECK(write((struct mail){.to = STR("a@b"), .subject = STR("=?x?= \xd0\x9a\xd0\xb8\xd1\x97\xd0\xb2"), .text = STR("")}, "v@x") == OK);
    CHECK(has("Subject: =?UTF-8?B?PT94Pz0g0JrQuNGX0LI=?=\r\n"));
    buf_done(&out);
    /* 46 bytes: the letter at the edge is not cut */
    CHECK(write((struct mail){.to = STR("a@b"), .subject = STR("123456789012345678901234567890123456789012345678901234\xc3\xa4z\xc3\xa4")},
                "v@x") == OK);
    CHECK(has("?=\r\n =?UTF-8?B?"));
    buf_done(&out);
}

static void test_refused(void) {
    CHECK(write((struct mail){.to = STR("a@b\r\nBcc: c@d")}, "v@x") == ERR_BAD_INPUT);
    CHECK(write((struct mail){.to = STR("a@b")}, "v") == ERR_BAD_INPUT);
    CHECK(write((struct mail){.to = STR("a@b"), .reply_to = STR("x\n@y")}, "v@x") == ERR_BAD_INPUT);
    CHECK(write((struct mail){.to = STR("a@b"), .message_id = STR("x>\r\nX: y@z")}, "v@x") == ERR_BAD_INPUT);
    CHECK_INT(out.len, 0);
    buf_init(&out, 100);
    CHECK(mail_message_write(&(struct mail){.to = STR("a@b"), .message_id = STR("i@j"), .text = STR("x")}, STR("v@x"), &out) ==
          ERR_TOO_LARGE);
    buf_done(&out);
}

TEST_MAIN(TEST(test_addresses), TEST(test_plain), TEST(test_quoted_printable), TEST(test_alternatives), TEST(test_subject),
          TEST(test_refused))
