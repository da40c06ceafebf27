/* Values of every type: at least one that is accepted and, where a type is checked at all, one that is refused; the last test
 * counts. Types that share a rule are tried together, the others case by case. */
#include "model/normalise.h"

#include "../test.h"
#include "base/limits.h"

static struct arena *arena;
static int accepted[TYPE_END], refused[TYPE_END];

static struct str normal(const struct attribute_type *type, struct str raw) {
    struct value v;
    if (value_normalise(arena, type, raw, &v) != OK) return STR("(refused)");
    CHECK_INT(str_is_none(v.value2), !attribute_type_is(type, TYPE_COMPOSITE));
    return value_join(arena, type, v);
}

static void accept(const struct attribute_type *type, struct str raw, const char *want, int line) {
    struct str got = normal(type, raw), again;
    accepted[type->number]++;
    test_text(__FILE__, line, type->name.ptr, got.ptr, got.len, want);
    if (str_eq(got, STR("(refused)"))) return;
    again = normal(type, got);
    test_text(__FILE__, line, "the same again", again.ptr, again.len, want);
}

static void refuse(const struct attribute_type *type, struct str raw, const char *want, int line) {
    struct value v;
    test_done_checks++;
    refused[type->number]++;
    if (value_normalise(arena, type, raw, &v) != ERR_REFUSED) {
        printf("%.*s: [%.*s] was accepted\n", STR_ARG(type->name), STR_ARG(raw));
        test_fail(__FILE__, line, "must be refused");
    } else if (want) {
        test_text(__FILE__, line, type->name.ptr, err_detail(), strlen(err_detail()), want);
    }
}

#define ACCEPT(type, raw, want) accept(attribute_type_find(STR(type)), STR(raw), want, __LINE__)
#define REFUSE(type, raw, want) refuse(attribute_type_find(STR(type)), STR(raw), want, __LINE__)
#define SAME(type, raw) ACCEPT(type, raw, raw)
#define GENERIC "Value not in the right type/format. Please double check the value or select type \"other\"."
#define OTHER " Please double check the value or select type \"other\"."
#define MD5 "0cc175b9c0f1b6a831c399e269772661"
#define TLSH "b2317c38fac0333c8ff7d3ff31fcf3b7fb3f9a3ef3bf3c880cfc43ebf97f3cc73fbfc"
#define SSDEEP "96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp/RWO"

static void test_any_text(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        if (type->validator != VALIDATE_ANY) continue;
        bool pair = attribute_type_is(type, TYPE_COMPOSITE);
        accept(type, pair ? STR(" a\nb|c\xf0\x9f\x90\x9b ") : STR(" a\nb\xf0\x9f\x90\x9b "),
               pair ? "a\nb|c\xf0\x9f\x90\x9b" : "a\nb\xf0\x9f\x90\x9b", __LINE__);
        refuse(type, STR(" \t\r\n"), "Value cannot be empty.", __LINE__);
    }
}

static void test_one_line(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        if (type->validator != VALIDATE_ONE_LINE) continue;
        bool pair = attribute_type_is(type, TYPE_COMPOSITE);
        accept(type, pair ? STR("Cmd.EXE|x ") : STR("Cmd.EXE "), pair ? "Cmd.EXE|x" : "Cmd.EXE", __LINE__);
        refuse(type, pair ? STR("a\nb|c") : STR("a\nb"), "Value must not contain new line character.", __LINE__);
    }
}

/* `count` times the letter, with `before` in front */
static struct str run_of(const char *before, char letter, unsigned count) {
    static char text[400];
    size_t len = strlen(before);
    memcpy(text, before, len + 1);
    memset(text + len, letter, count);
    text[len + count] = '\0';
    return (struct str){text, len + count};
}

static void test_hashes(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        bool alone = type->validator == VALIDATE_HASH || type->validator == VALIDATE_PEHASH;
        bool named = type->validator == VALIDATE_FILENAME_HASH || type->validator == VALIDATE_FILENAME_PEHASH;
        if (!alone && !named) continue;
        const char *name = named ? "Cmd.EXE|" : "";
        char want[400];
        snprintf(want, sizeof want, "%s", run_of(name, n == TYPE_GIT_COMMIT_ID ? 'A' : 'a', type->size).ptr);
        accept(type, run_of(name, 'A', type->size), want, __LINE__);
        refuse(type, run_of(name, 'a', type->size - 1), NULL, __LINE__);
        refuse(type, run_of(name, 'a', type->size + 1), NULL, __LINE__);
        refuse(type, run_of(name, 'g', type->size), NULL, __LINE__);
        if (named) refuse(type, run_of("a\nb|", 'a', type->size), NULL, __LINE__);
        if (named) refuse(type, run_of("|", 'a', type->size), NULL, __LINE__);
    }
}

static void test_hash_messages(void) {
    REFUSE("md5", "x", "Checksum has an invalid length or format (expected: 32 hexadecimal characters)." OTHER);
    REFUSE("jarm-fingerprint", "x", "Checksum has an invalid length or format (expected: 62 hexadecimal characters)." OTHER);
    REFUSE("filename|md5", "cmd.exe|86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
           "Checksum has an invalid length or format (expected: filename|32 hexadecimal characters)." OTHER);
    SAME("filename|md5", "cmd.exe|" MD5);
    ACCEPT("filename|md5", "CMD.EXE|0CC175B9C0F1B6A831C399E269772661", "CMD.EXE|" MD5);
    ACCEPT("x509-fingerprint-md5", "0C:C1:75:B9:C0:F1:B6:A8:31:C3:99:E2:69:77:26:61", MD5);
    SAME("dom-hash", MD5);
}

static void test_other_digests(void) {
    SAME("tlsh", TLSH);
    ACCEPT("tlsh", "T1FDD4E000b6a1c034f1f612f849b6a3a4b53f7ea1677481cf12d916ea4a79af1ed31317",
           "t1fdd4e000b6a1c034f1f612f849b6a3a4b53f7ea1677481cf12d916ea4a79af1ed31317");
    REFUSE("tlsh", "t1fdd4", NULL);
    SAME("filename|tlsh", "cmd.exe|" TLSH);
    REFUSE("filename|tlsh", "cmd.exe|x", NULL);
    REFUSE("filename|tlsh", "a\nb|" TLSH, "Filename must not contain new line character.");
    SAME("ssdeep", SSDEEP);
    SAME("ssdeep", "768:+OFu8Q3w6QzfR5Jni6SQD7qSFDs6P93/q0XIc/UB5EPABWX:RFu8QAFzffJui79f13/AnB5EPAkX");
    REFUSE("ssdeep", "768:+OFu\n\n:RFu8", "Invalid SSDeep hash. The format has to be blocksize:hash:hash");
    REFUSE("ssdeep", "768:+OFu", NULL);
    REFUSE("ssdeep", "768:a:b:c", NULL);
    SAME("filename|ssdeep", "ahoj.txt|" SSDEEP);
    REFUSE("filename|ssdeep", "ahoj.txt|x", "Invalid ssdeep hash (expected: blocksize:hash:hash).");
    SAME("impfuzzy", "24:x_y:z");
    REFUSE("impfuzzy", "a:b:c", "Invalid impfuzzy format. The format has to be imports:hash:hash");
    SAME("filename|impfuzzy", "a.exe|24:x:z");
    REFUSE("filename|impfuzzy", "a.exe|24", "Invalid impfuzzy format. The format has to be imports:hash:hash");
    accept(attribute_type_find(STR("telfhash")), run_of("", 'a', 70), run_of("", 'a', 70).ptr, __LINE__);
    accept(attribute_type_find(STR("telfhash")), run_of("", 'a', 72), run_of("", 'a', 72).ptr, __LINE__);
    refuse(attribute_type_find(STR("telfhash")), run_of("", 'a', 71), NULL, __LINE__);
    accept(attribute_type_find(STR("cdhash")), run_of("", 'a', 41), run_of("", 'a', 41).ptr, __LINE__);
    ACCEPT("cdhash", "0CC175B9C0F1B6A831C399E26977266100000000", MD5 "00000000");
    refuse(attribute_type_find(STR("cdhash")), run_of("", 'a', 39),
           "The input doesn't match the expected format (expected: 40 or more hexadecimal characters)", __LINE__);
    ACCEPT("vhash", "Z1", "z1");
    REFUSE("vhash", "a\nb", GENERIC);
    ACCEPT("filename|vhash", "A.exe|Z1", "A.exe|z1");
    REFUSE("filename|vhash", "a.exe|", NULL);
}

static void test_addresses(void) {
    static const char *const types[] = {"ip-src", "ip-dst"};
    static const char *const bad[] = {"127", "127.0.0.", "127.0.0.1/", "127.0.0.1/32/1", "127.0.0.1/128", "::1/257", "::1/128/1"};
    for (size_t t = 0; t < 2; t++) {
        const struct attribute_type *type = attribute_type_find(str_from(types[t]));
        accept(type, STR("127.0.0.1/32"), "127.0.0.1", __LINE__);
        accept(type, STR("127.0.0.1/31"), "127.0.0.1/31", __LINE__);
        accept(type, STR("::1/128"), "::1", __LINE__);
        accept(type, STR(" 127[.]0[.]0[.]1"), "127.0.0.1", __LINE__);
        accept(type, STR("1234:0fd2:5621:0001:0089:0000:0000:4500"), "1234:fd2:5621:1:89::4500", __LINE__);
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) refuse(type, str_from(bad[i]), NULL, __LINE__);
        refuse(type, STR("bad value"), "IP address has an invalid format.", __LINE__);
    }
}

static void test_address_and_port(void) {
    static const char *const v6[] = {"2001:db8::1|80", "[2001:db8::1]:80", "2001:db8::1.80", "2001:db8::1 port 80",
                                     "2001:db8::1p80", "2001:db8::1#80",   "2001:db8::1:80", "2001:0DB8::0001/128|80"};
    const struct attribute_type *src = attribute_type_find(STR("ip-src|port"));
    for (size_t i = 0; i < sizeof v6 / sizeof *v6; i++) accept(src, str_from(v6[i]), "2001:db8::1|80", __LINE__);
    ACCEPT("ip-dst|port", "1.2.3.4:80", "1.2.3.4|80");
    SAME("ip-dst|port", "1.2.3.4|65535");
    REFUSE("ip-src|port", "1234:0fd2:5621:0001:0089:0000:0000:4500/127|80", "IP address has an invalid format.");
    REFUSE("ip-dst|port", "1.2.3.4|0", "Port numbers have to be integers between 1 and 65535.");
    REFUSE("ip-dst|port", "1.2.3.4|80|90", "Composite type found but the value not in the composite (value1|value2) format.");
    REFUSE("ip-dst|port", "1.2.3.4", "Composite type found but the value not in the composite (value1|value2) format.");
    SAME("port", "80");
    SAME("port", "1");
    REFUSE("port", "-80", "Port numbers have to be integers between 1 and 65535.");
    REFUSE("port", "65536", NULL);
    ACCEPT("hostname|port", "Example.com:80", "example.com|80");
    REFUSE("hostname|port", "example|80", "Hostname has an invalid format.");
    REFUSE("hostname|port", "example.com|x", "Port numbers have to be integers between 1 and 65535.");
    ACCEPT("domain|ip", "EXAMPLE.COM|1234:0fd2:5621:0001:0089:0000:0000:4500/128", "example.com|1234:fd2:5621:1:89::4500");
    SAME("domain|ip", "example.com|127.0.0.1");
    SAME("domain|ip", "example.com|::1");
    REFUSE("domain|ip", "example.com|127", "IP address has an invalid format.");
    REFUSE("domain|ip", "example|127.0.0.1", "Domain has an invalid format.");
    ACCEPT("domain|ip", "H\u00c1\u010cKY\u010c\u00c1RKY.CZ|127.0.0.1", "xn--hkyrky-ptac70bc.cz|127.0.0.1");
}

static void test_names(void) {
    ACCEPT("domain", "EXAMPLE.COM.", "example.com");
    ACCEPT("domain", "example[.]com", "example.com");
    ACCEPT("domain", "h\u00e1\u010dky\u010d\u00e1rky.cz", "xn--hkyrky-ptac70bc.cz");
    REFUSE("domain", "no domain", "Domain has an invalid format." OTHER);
    ACCEPT("hostname", "WWW.example.com", "www.example.com");
    REFUSE("hostname", "localhost", "Hostname has an invalid format." OTHER);
    ACCEPT("onion-address", "ABCDEFGHIJ234567.onion", "abcdefghij234567.onion");
    accept(attribute_type_find(STR("onion-address")), STR("abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"),
           "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion", __LINE__);
    REFUSE("onion-address", "abc.onion", "Onion address has an invalid format.");
    REFUSE("onion-address", ".onion", NULL);
    REFUSE("onion-address", "x", NULL);
    ACCEPT("link", "hxxps://www[.]example[.]com/a?b#c", "https://www.example.com/a?b#c");
    SAME("link", "mailto:a@b.c");
    REFUSE("link", "www.example.com", GENERIC);
    REFUSE("link", "http://", GENERIC);
    REFUSE("link", "http:///x", GENERIC);
    REFUSE("link", "http://a b", GENERIC);
    ACCEPT("url", "hxxp[:]//example[.]com\\x", "http://example.com\\x");
    ACCEPT("mac-address", "00-1A-2B-3C-4D-5E", "00:1a:2b:3c:4d:5e");
    ACCEPT("mac-address", "001a.2b3c.4d5e", "00:1a:2b:3c:4d:5e");
    REFUSE("mac-address", "00:1a:2b:3c:4d", GENERIC);
    REFUSE("mac-address", "00:1a:2b:3c:4d:zz", GENERIC);
    ACCEPT("mac-eui-64", "00 1A 2B FF FE 3C 4D 5E", "00:1a:2b:ff:fe:3c:4d:5e");
    REFUSE("mac-eui-64", "00:1a:2b:3c:4d:5e", GENERIC);
}

static void test_emails(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        if (type->validator != VALIDATE_EMAIL) continue;
        accept(type, STR("admin@example.com"), "admin@example.com", __LINE__);
        refuse(type, STR("admin"), "Email address has an invalid format." OTHER, __LINE__);
        refuse(type, STR("ad min@example.com"), NULL, __LINE__);
        refuse(type, STR("@example.com"), NULL, __LINE__);
        refuse(type, STR("a@example"), NULL, __LINE__);
    }
    ACCEPT("email-src", "Admin[@]Admin[.]test", "admin@admin.test");
    ACCEPT("email", "admin[AT]admin.test", "admin@admin.test");
    ACCEPT("email-dst", "admin[at]admin.test", "admin@admin.test");
    SAME("jabber-id", "Admin@example.com");
}

static void test_numbers(void) {
    static const char *const numeric[] = {"float",   "bin",  "cc-number",    "bank-account-nr",
                                          "aba-rtn", "prtn", "phone-number", "whois-registrant-phone"};
    for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++) {
        accept(attribute_type_find(str_from(numeric[i])), STR("12345"), "12345", __LINE__);
        refuse(attribute_type_find(str_from(numeric[i])), STR("abc"), NULL, __LINE__);
    }
    SAME("float", "-1.5e10");
    SAME("float", ".5");
    REFUSE("float", "1.2.3", GENERIC);
    REFUSE("float", "e5", GENERIC);
    REFUSE("float", ".", GENERIC);
    REFUSE("float", "0x1f", GENERIC);
    ACCEPT("cc-number", "4111 1111-1111 1111", "4111111111111111");
    ACCEPT("phone-number", "0049 (0) 123 / 456-78", "+4912345678");
    ACCEPT("phone-number", "0(0)0123", "+123");
    ACCEPT("prtn", "+1 (800) 555", "+1800555");
    REFUSE("phone-number", "+", GENERIC);
    ACCEPT("iban", "de89 3704-0044", "DE8937040044");
    REFUSE("iban", "--", "Value cannot be empty.");
    ACCEPT("bic", "deutdeff", "DEUTDEFF");
    REFUSE("bic", "!", NULL);
    SAME("btc", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
    REFUSE("btc", "1A1z P1", GENERIC);
    SAME("dash", "Xabc1");
    REFUSE("dash", "a-b", GENERIC);
    SAME("xmr", "4abc1");
    REFUSE("xmr", "a_b", GENERIC);
    SAME("integer", "-5");
    SAME("integer", "123456789012345678901234567890");
    REFUSE("integer", "5.0", "The value has to be an integer value.");
    REFUSE("integer", "-", NULL);
    SAME("size-in-bytes", "0");
    REFUSE("size-in-bytes", "-1", "The value has to be a whole number greater or equal 0.");
    SAME("counter", "7");
    REFUSE("counter", "7.5", "The value has to be a whole number greater or equal 0.");
    ACCEPT("AS", "AS1.10", "65546");
    ACCEPT("AS", "as0", "0");
    SAME("AS", "4294967295");
    REFUSE("AS", "1.2.3.4", "AS number have to be integer between 1 and 4294967295");
    REFUSE("AS", "4294967296", NULL);
    REFUSE("AS", "1.65536", NULL);
    ACCEPT("hex", "deadBEEF", "DEADBEEF");
    REFUSE("hex", "0x12", GENERIC);
    ACCEPT("boolean", "True", "1");
    ACCEPT("boolean", "false", "0");
    SAME("boolean", "1");
    SAME("boolean", "0");
    REFUSE("boolean", "maybe", GENERIC);
    ACCEPT("uuid", "1F1A1D6C-9B14-4D3B-A4A5-0B6B6F5AE6A1", "1f1a1d6c-9b14-4d3b-a4a5-0b6b6f5ae6a1");
    REFUSE("uuid", "1f1a1d6c", GENERIC);
}

static void test_the_rest(void) {
    ACCEPT("datetime", "2020-01-31", "2020-01-31T00:00:00.000000+0000");
    ACCEPT("datetime", "2020-01-31T10:00:00.5+02:00", "2020-01-31T08:00:00.500000+0000");
    ACCEPT("datetime", "Fri, 31 Jan 2020 10:00:00 GMT", "2020-01-31T10:00:00.000000+0000");
    ACCEPT("datetime", "20200131", "2020-01-31T00:00:00.000000+0000");
    REFUSE("datetime", "2020-02-31", "Datetime has to be in the ISO 8601 format.");
    REFUSE("datetime", "soon", "Datetime has to be in the ISO 8601 format.");
    ACCEPT("http-method", "get", "GET");
    REFUSE("http-method", "FETCH", "Unknown HTTP method.");
    ACCEPT("vulnerability", "cve\u20132019-16202", "CVE-2019-16202");
    REFUSE("vulnerability", "CVE-19-16202", "Invalid format. Expected: CVE-xxxx-xxxx...");
    REFUSE("vulnerability", "CVE-2019-162", NULL);
    ACCEPT("weakness", "cwe-79", "CWE-79");
    REFUSE("weakness", "CWE-", "Invalid format. Expected: CWE-x...");
    SAME("windows-service-name", "Spooler");
    REFUSE("windows-service-name", "a/b", NULL);
    SAME("windows-service-displayname", "Print Spooler");
    REFUSE("windows-service-displayname", "a\\b", NULL);
    refuse(attribute_type_find(STR("windows-service-name")), run_of("", 'a', 257), NULL, __LINE__);
    SAME("ssh-fingerprint", "7b:e5:6f:a7:f4:f9:81:62:5c:e3:1f:bf:8b:57:6c:5a");
    SAME("ssh-fingerprint", "MD5:7b:e5:6f:a7:f4:f9:81:62:5c:e3:1f:bf:8b:57:6c:5a");
    SAME("ssh-fingerprint", "SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE");
    REFUSE("ssh-fingerprint", "SHA256:mVPwvezndPv", "SSH fingerprint must be in MD5 or SHA256 format.");
    REFUSE("ssh-fingerprint", "7b:e5", NULL);
    SAME("cortex", "{\"a\": [1, null]}");
    REFUSE("cortex", "{\"a\":", GENERIC);
}

static void test_limits(void) {
    const struct attribute_type *text = attribute_type_find(STR("text")), *pair = attribute_type_find(STR("regkey|value"));
    char *big = arena_raw(arena, LIMIT_VALUE + 1);
    memset(big, 'a', LIMIT_VALUE + 1);
    struct value v;
    CHECK_INT(value_normalise(arena, text, (struct str){big, LIMIT_VALUE}, &v), OK);
    CHECK_INT(value_normalise(arena, text, (struct str){big, LIMIT_VALUE + 1}, &v), ERR_REFUSED);
    CHECK_CSTR(err_detail(),
               "The entered string is too long and would get truncated. Please consider adding the data as an attachment instead");
    refuse(text, STR("\x01\x02"), "Value provided consists purely of control characters and is therefore considered to be empty.",
           __LINE__);
    refuse(pair, STR("\x01|x"), "Value provided consists purely of control characters and is therefore considered to be empty.", __LINE__);
    refuse(pair, STR("x|\x7f"), "Value provided consists purely of control characters and is therefore considered to be empty.", __LINE__);
    accept(pair, STR("HKLM\\x|"), "HKLM\\x|", __LINE__);
    accept(text, STR("0"), "0", __LINE__);
    refuse(text, STR_NONE, "Value cannot be empty.", __LINE__);
}

static void test_every_type_was_tried(void) {
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        if (!accepted[n] || !refused[n]) printf("untried: %.*s\n", STR_ARG(type->name));
        CHECK(accepted[n] > 0);
        CHECK(refused[n] > 0);
    }
}

int main(void) {
    arena = arena_new(64 << 20);
    static const struct test_case cases[] = {TEST(test_any_text),
                                             TEST(test_one_line),
                                             TEST(test_hashes),
                                             TEST(test_hash_messages),
                                             TEST(test_other_digests),
                                             TEST(test_addresses),
                                             TEST(test_address_and_port),
                                             TEST(test_names),
                                             TEST(test_emails),
                                             TEST(test_numbers),
                                             TEST(test_the_rest),
                                             TEST(test_limits),
                                             TEST(test_every_type_was_tried)};
    int bad = test_run(cases, sizeof cases / sizeof *cases);
    arena_free(arena);
    return bad;
}
