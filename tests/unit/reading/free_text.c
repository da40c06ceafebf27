/* Free text: every case of the import that clients know, and hard ones of our own. A case is a text and what is found in it, "type value" each,
 * joined by " ; ". */
#include "reading/free_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "../test.h"
#include "base/buf.h"
#include "codec/csv.h"
#include "model/refang.h"
#include "reading/public_suffix.h"

static struct arena *arena;

static struct str show(const struct free_text_list *list) {
    struct str text = STR("");
    for (size_t i = 0; i < list->len; i++) {
        const struct indicator *hit = &list->items[i].what;
        text = arena_printf(arena, "%.*s%s%.*s %.*s", STR_ARG(text), i ? " ; " : "", STR_ARG(hit->types[0]), STR_ARG(hit->value));
    }
    return text;
}

static struct free_text_list find(struct str text, bool prose) {
    struct free_text_list list = {0};
    struct free_text_options options = {.prose = prose};
    free_text_find(arena, text, &options, &list);
    return list;
}

struct sample {
    const char *text, *found;
};

static void run(const struct sample *samples, size_t count, bool prose) {
    for (size_t i = 0; i < count; i++) {
        struct free_text_list list = find(str_from(samples[i].text), prose);
        struct str got = show(&list);
        if (!str_eq(got, str_from(samples[i].found))) printf("in [%s]\n", samples[i].text);
        CHECK_STR(got, samples[i].found);
    }
}
#define RUN(samples, prose) run((samples), sizeof(samples) / sizeof *(samples), (prose))

/* What the server that clients know is tested with. */
static void test_known(void) {
    static const struct sample samples[] = {
        {"127.0.0.1", "ip-dst 127.0.0.1"},
        {"we also saw an IP address (8.8.8.8).", "ip-dst 8.8.8.8"},
        {"127.0.0.1:8080", "ip-dst|port 127.0.0.1|8080"},
        {"127.0.0.1/32", "ip-dst 127.0.0.1/32"},
        {"2a00:1450:4005:80a::2003", "ip-dst 2a00:1450:4005:80a::2003"},
        {"2a00:1450:4005:80a::2003/128", "ip-dst 2a00:1450:4005:80a::2003/128"},
        {"[1fff:0:a88:85a3::ac1f]:8001", "ip-dst|port 1fff:0:a88:85a3::ac1f|8001"},
        {"fe80:0000:f2cd:7d80:3f37:52c6", ""},
        {"example.com", "domain example.com"},
        {"example.com.", "domain example.com"},
        {"EXAMPLE.COM", "domain EXAMPLE.COM"},
        {"example.example.com", "hostname example.example.com"},
        {"example.com:80", "domain example.com"},
        {"example.example", "filename example.example"},
        {"example.txt.zip", "filename example.txt.zip"},
        {"/var/log/example.txt.zip", "filename /var/log/example.txt.zip"},
        {"C:\\example.txt.zip", "filename C:\\example.txt.zip"},
        {"HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion", "regkey HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion"},
        {"háčkyčárky.cz", "domain háčkyčárky.cz"},
        {"xn--ghq549cb2anjl2suxo.com", "domain xn--ghq549cb2anjl2suxo.com"},
        {"xn--lbrs59br5a.xn--fiqs8s", "domain xn--lbrs59br5a.xn--fiqs8s"},
        {"2018-08-21", ""},
        {"cK753n3MVw", ""},
        {"", ""},
        {"test@example.com", "email-src test@example.com"},
        {"test[@]example.com", "email-src test@example.com"},
        {"test[at]example.com", "email-src test@example.com"},
        {"http://example.com", "url http://example.com"},
        {"https://example.com", "url https://example.com"},
        {"https://github.com:443/MISP/MISP", "url https://github.com:443/MISP/MISP"},
        {"github.com/MISP/MISP", "url github.com/MISP/MISP"},
        {"https://www.virustotal.com/example https://virustotal.com/example",
         "link https://www.virustotal.com/example ; link https://virustotal.com/example"},
        {"https://www.hybrid-analysis.com/example", "link https://www.hybrid-analysis.com/example"},
        {"hxxp://example.com hxtp://example.com htxp://example.com", "url http://example.com"},
        {"hxxps://example.com hxtps://example.com htxps://example.com", "url https://example.com"},
        {"meow://example.com", "url http://example.com"},
        {"h[tt]p://example.com", "url http://example.com"},
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "btc bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
        {"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "btc BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"},
        {"tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "btc tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"},
        {"3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "btc 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"},
        {"24:VGXGP7L5e/Ixt3af/WKPPaYpzg4m3XWMCsXNCRs0:kYDxcfPZpelCs9Cm0",
         "ssdeep 24:VGXGP7L5e/Ixt3af/WKPPaYpzg4m3XWMCsXNCRs0:kYDxcfPZpelCs9Cm0"},
        {"CVE-2019-16202", "vulnerability CVE-2019-16202"},
        {"cve-2019-16202", "vulnerability CVE-2019-16202"},
        {"as0 AS0", "AS AS0"},
        {"9e107d9d372bb6826bd81d3542a419d6", "md5 9e107d9d372bb6826bd81d3542a419d6"},
        {"9E107D9D372BB6826BD81D3542A419D6", "md5 9E107D9D372BB6826BD81D3542A419D6"},
        {"da39a3ee5e6b4b0d3255bfef95601890afd80709", "sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709"},
        {"ahoj.txt|9e107d9d372bb6826bd81d3542a419d6", "filename|md5 ahoj.txt|9e107d9d372bb6826bd81d3542a419d6"},
        {"127.0.0.1\xc2\xa0"
         "127.0.0.2",
         "ip-dst 127.0.0.1 ; ip-dst 127.0.0.2"},
        {"127.0.0.1\xc2\xa0\xc2\xa0"
         "127.0.0.2",
         "ip-dst 127.0.0.1 ; ip-dst 127.0.0.2"},
        {"127.0.0.1\x1d"
         "127.0.0.2",
         "ip-dst 127.0.0.1 ; ip-dst 127.0.0.2"},
        {"=\"127.0.0.1\",=\"127.0.0.2\",\"\",\"1\"", "ip-dst 127.0.0.1 ; ip-dst 127.0.0.2"},
        {"1.2.3.4 1.2.3.4", "ip-dst 1.2.3.4"},
        {"# LAST 1000 # UTC UPDATE 2020-07-13 08:15:00\n127.0.0.1,(127.0.0.2),  <127.0.0.3>; \"127.0.0.4\" \"'127.0.0.5'\"",
         "ip-dst 127.0.0.1 ; ip-dst 127.0.0.2 ; ip-dst 127.0.0.3 ; ip-dst 127.0.0.4 ; ip-dst 127.0.0.5"},
        {"{\"a\": [\"127.0.0.1\", {\"b\": \"see example.com\"}], \"c\": 5}", "ip-dst 127.0.0.1 ; domain example.com"},
        {"{ no JSON 127.0.0.1", "ip-dst 127.0.0.1"},
    };
    RUN(samples, false);
}

static void test_nothing(void) {
    static const char *const texts[] = {"|", "&", "$", "0",  ":80", "1.2", "[]:80", "\\.", ".", ":", "a:b", "a:b:c", "\"",
                                        "'", "(", ")", "[",  "]",   "{",   "}",     "<",   ">", ",", ";",   "-",     "_",
                                        "+", "*", "/", "\\", "@",   "#",   "%",     "^",   "=", "!", "?",   "~",     "`"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) CHECK_INT(find(str_from(texts[i]), false).len, 0);
}

static void test_details(void) {
    struct free_text_list list = find(STR("x (example.com:80) https://virustotal.com/a hxxp://a[.]b.example/"), false);
    CHECK_INT(list.len, 3);
    CHECK_STR(list.items[0].what.comment, "On port 80");
    CHECK_STR(list.items[0].original_value, "example.com:80");
    CHECK(list.items[0].is_placed && list.items[0].from == 3 && list.items[0].to == 17);
    CHECK(!list.items[0].what.defanged && !list.items[0].what.not_for_ids);
    CHECK(list.items[1].what.not_for_ids);
    CHECK_STR(list.items[2].what.value, "http://a.b.example/");
    CHECK_STR(list.items[2].original_value, "hxxp://a[.]b.example/");
    CHECK(list.items[2].what.defanged);
    list = find(STR("8.8.8.8:53 [::1]:80"), false);
    CHECK_STR(list.items[0].what.comment, "On port 53");
    CHECK_STR(list.items[0].what.types[1], "ip-src|port");
    CHECK_STR(list.items[1].what.comment, "On port 80");
    list = find(STR("9e107d9d372bb6826bd81d3542a419d6 example.com www.example.com 1.1.1.1 a@b.com"), false);
    CHECK_INT(list.items[0].what.type_count, 4);
    CHECK_STR(list.items[0].what.types[2], "x509-fingerprint-md5");
    CHECK_STR(list.items[1].what.types[1], "filename");
    CHECK_STR(list.items[2].what.types[1], "domain");
    CHECK_STR(list.items[3].what.types[2], "ip-src/ip-dst");
    CHECK_INT(list.items[4].what.type_count, 5);
}

static void test_homoglyphs(void) {
    static const struct {
        const char *name;
        bool mixed;
    } names[] = {{"pаypal.com", true}, /* one Cyrillic letter */
                 {"аррӏе.com", true},  /* all of them */
                 {"gοogle.com", true}, /* a Greek one */
                 {"paypal.com", false}, {"háčkyčárky.cz", false},     {"пример.рф", false},
                 {"пример.com", false}, {"xn--80ak6aa92e.com", true}, {"ελλάδα.gr", false}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct free_text_list list = find(str_from(names[i].name), false);
        CHECK_INT(list.len, 1);
        if (list.len) CHECK_STR(list.items[0].what.types[0], "domain");
        if (list.len && list.items[0].what.mixed_scripts != names[i].mixed) printf("%s\n", names[i].name);
        CHECK(list.len && list.items[0].what.mixed_scripts == names[i].mixed);
    }
    CHECK(find(STR("https://аррӏе.com/login"), false).items[0].what.mixed_scripts);
    CHECK(find(STR("info@pаypal.com"), false).items[0].what.mixed_scripts);
    /* what they pass for, also behind punycode */
    CHECK_STR(find(STR("https://аррӏе.com/login"), false).items[0].what.looks_like, "apple.com");
    CHECK_STR(find(STR("xn--80ak6aa92e.com"), false).items[0].what.looks_like, "apple.com");
    CHECK_STR(find(STR("gοogle[.]com"), false).items[0].what.looks_like, "google.com");
    CHECK(str_is_none(find(STR("xn--e1afmkfd.com"), false).items[0].what.looks_like)); /* пример */
}

/* Ways of keeping others from clicking. */
static void test_defanged(void) {
    static const struct sample samples[] = {
        {"evil[.]com evil(.)org evil{.}net", "domain evil.com ; domain evil.org ; domain evil.net"},
        {"evil[dot]com evil(dot)org evil[DOT]net", "domain evil.com ; domain evil.org ; domain evil.net"},
        {"hxxp[:]//evil[.]com/a", "url http://evil.com/a"},
        {"hxxps[://]evil[.]com/a", "url https://evil.com/a"},
        {"[hxxp://]evil.com/a", "url http://evil.com/a"},
        {"hXXp://evil.com/a", "url http://evil.com/a"},
        {"http[s]://evil.com/a", "url https://evil.com/a"},
        {"h**p://evil.com/a", "url http://evil.com/a"},
        {"http:\\\\evil.com/a", "url http://evil.com/a"},
        {"fxp://evil.com/a", "url ftp://evil.com/a"},
        {"hxxp://evil[.com/a", "url http://evil.com/a"},
        {"evil[.com", "domain evil.com"},
        {"evil.]com", "domain evil.com"},
        {"1[.]2[.]3[.]4", "ip-dst 1.2.3.4"},
        {"1.2.3[.]4", "ip-dst 1.2.3.4"},
        {"1[.]2[.]3[.]4[:]8080", "ip-dst|port 1.2.3.4|8080"},
        {"admin(at)evil(dot)com", "email-src admin@evil.com"},
        {"admin{at}evil{dot}com", "email-src admin@evil.com"},
        {"admin[@]evil[.]com", "email-src admin@evil.com"},
        {"evil．com", "domain evil.com"},
        {"hxxp://evil[.]com[/]path", "url http://evil.com/path"},
        {"2001[:]db8::1", "ip-dst 2001:db8::1"},
        {"evil[.]neverknown", "domain evil.neverknown"},
        {"setup[.]exe", "filename setup.exe"},
        {"http://a.com/html?D=fd6f2405;", "url http://a.com/html?D=fd6f2405"},
        {"ev\xe2\x80\x8bil.com", "domain evil.com"}, /* a blank of no width */
        {"9e107d9d372bb682\xc2\xad"
         "6bd81d3542a419d6",
         "md5 9e107d9d372bb6826bd81d3542a419d6"}, /* a soft hyphen */
        {"1.1.1.1\xe2\x80\x8b"
         "2.2.2.2",
         "ip-dst 1.1.1.1 ; ip-dst 2.2.2.2"},
        {"a.com\xe2\x80\x8e b.com", "domain a.com ; domain b.com"},
    };
    RUN(samples, false);
}

/* Beside punctuation and letters of other scripts. */
static void test_surroundings(void) {
    static const struct sample samples[] = {
        {"“evil.com”", "domain evil.com"},
        {"«evil.com»", "domain evil.com"},
        {"„evil.com“", "domain evil.com"},
        {"evil.com’s", "domain evil.com"},
        {"evil.com'dan", "domain evil.com"},
        {"evil.com—and", "domain evil.com"},
        {"evil.com…", "domain evil.com"},
        {"访问evil.com。谢谢", "domain evil.com"},
        {"请访问（evil.com）", "domain evil.com"},
        {"地址是1.2.3.4，端口", "ip-dst 1.2.3.4"},
        {"下载地址：https://evil.com/a.php。", "url https://evil.com/a.php"},
        {"https://evil.com/path请看", "url https://evil.com/path"},
        {"中国移动.com", "domain 中国移动.com"},
        {"الموقع:evil.com", "domain evil.com"},
        {"evil.com، example.org", "domain evil.com ; domain example.org"},
        {"العنوان1.2.3.4", "ip-dst 1.2.3.4"},
        {"사이트evil.com에서", "domain evil.com"},
        {"<admin@evil.com>", "email-src admin@evil.com"},
        {"\"Admin\" <admin@evil.com>, <b@evil.org>", "email-src admin@evil.com ; email-src b@evil.org"},
        {"mailto:admin@evil.com", "email-src admin@evil.com"},
        {"<a href=\"http://evil.com/a\">x</a>", "url http://evil.com/a"},
        {"[click](http://evil.com/a.php)", "url http://evil.com/a.php"},
        {"**evil.com** `1.2.3.4` _b.org_", "domain evil.com ; ip-dst 1.2.3.4 ; domain b.org"},
        {"|evil.com|1.2.3.4|", "domain evil.com ; ip-dst 1.2.3.4"},
        {"|9e107d9d372bb6826bd81d3542a419d6|da39a3ee5e6b4b0d3255bfef95601890afd80709|",
         "md5 9e107d9d372bb6826bd81d3542a419d6 ; sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709"},
        {"MD5:9e107d9d372bb6826bd81d3542a419d6", "md5 9e107d9d372bb6826bd81d3542a419d6"},
        {"md5=9e107d9d372bb6826bd81d3542a419d6", "md5 9e107d9d372bb6826bd81d3542a419d6"},
        {"SHA1(a.exe)=da39a3ee5e6b4b0d3255bfef95601890afd80709", "filename a.exe ; sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709"},
        {"ip=1.2.3.4 C2:evil.com:443 url=http://evil.com/x?a=b", "ip-dst 1.2.3.4 ; domain evil.com ; url http://evil.com/x?a=b"},
        {"1.2.3.4-1.2.3.9", "ip-dst 1.2.3.4 ; ip-dst 1.2.3.9"},
        {"1.2.3.4/1.2.3.9", "ip-dst 1.2.3.4 ; ip-dst 1.2.3.9"},
        {"support@evil.com/help email:b@evil.com", "email-src support@evil.com ; email-src b@evil.com"},
        {"http://user:pass@evil.com/x", "url http://user:pass@evil.com/x"},
        {"SHA-1: da39a3ee5e6b4b0d3255bfef95601890afd80709; tel:+1-202-555-0143", "sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709 ; "
                                                                                 "phone-number +1-202-555-0143"},
        {"http://evil.com/a!", "url http://evil.com/a"},
        {"(see http://evil.com/a)", "url http://evil.com/a"},
        {"https://en.wikipedia.org/wiki/Foo_(bar)", "url https://en.wikipedia.org/wiki/Foo_(bar)"},
        {"{evil.com}", "domain evil.com"},
        {"[evil.com]", "domain evil.com"},
        {"https://uk.wikipedia.org/wiki/Україна", "url https://uk.wikipedia.org/wiki/Україна"},
    };
    RUN(samples, false);
}

static void test_addresses(void) {
    static const struct sample samples[] = {
        {"::1", "ip-dst ::1"},
        {"::", ""},
        {"std::string", ""},
        {"2001:db8::1", "ip-dst 2001:db8::1"},
        {"[2001:db8::1]", "ip-dst 2001:db8::1"},
        {"2001:DB8:0:0:0:0:0:1", "ip-dst 2001:DB8:0:0:0:0:0:1"},
        {"2001:db8:0:0:0:0:0:1:8080", "ip-dst|port 2001:db8:0:0:0:0:0:1|8080"},
        {"fe80::1%eth0", "ip-dst fe80::1"},
        {"::ffff:1.2.3.4", "ip-dst ::ffff:1.2.3.4"},
        {"1.2.3.0/24", "ip-dst 1.2.3.0/24"},
        {"1.2.3.4/33", ""},
        {"2001:db8::/32", "ip-dst 2001:db8::/32"},
        {"http://[2001:db8::1]:8080/x", "url http://[2001:db8::1]:8080/x"},
        {"1.2.3.4/evil.php", "url 1.2.3.4/evil.php"},
        {"https://product.example.com:8080", "url https://product.example.com:8080"},
        {"http://1.2.3.4:88/_[A-Z0-9]", "url http://1.2.3.4:88/_[A-Z0-9]"},
        {"256.1.1.1 1.2.3 1.2.3.4.5 01.02.2022", ""},
        {"192.168.001.001", ""},
        {"v1.2.3.4", ""},
        {"http://ao3.hmgo.pw/tags/Akihabara@TODEEP/works", "url http://ao3.hmgo.pw/tags/Akihabara@TODEEP/works"},
        {"user.name+tag@sub.evil.co.uk", "email-src user.name+tag@sub.evil.co.uk"},
        {"user@localhost @handle a@b", ""},
        {"ockiwumgv77jgrppj4na362q4z6flsm3uno5td423jj4lj2f2meqt6ad.onion",
         "domain ockiwumgv77jgrppj4na362q4z6flsm3uno5td423jj4lj2f2meqt6ad.onion"},
        {"+49-30-1234567 +4930123456", "phone-number +49-30-1234567 ; phone-number +4930123456"},
    };
    RUN(samples, false);
}

/* What looks like something and is not. */
static void test_lookalikes(void) {
    static const struct sample samples[] = {
        {"12:30:45 10:35 10:35:07Z 6:30:15pm 24:00:00 2022:01:15", ""},
        {"2022-01-15 15-01-2022 2022/01/15 15/01/2022 2014-2022 2022-01 2021/22", ""},
        {"15.01.2022 1.2.2022 10.30 12.5% 3.14 1.000.000", ""},
        {"v1.2.3 10.0.19041 1.2.3-rc1 2.0b 5.15.0-rc1 1.0.2k v2.0.1b 3.5GB 10.30am", ""},
        {"e.g. i.e. U.S. a.m. p.m. z.B.", ""},
        {"978-3-16-148410-0", ""},
        {"3:15:20Z", ""},
        {"d41d8cd98f00b204e9800998ecf8427", ""},    /* 31 digits */
        {"g41d8cd98f00b204e9800998ecf8427e", ""},   /* a letter that is none */
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", ""}, /* wrong check sum */
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", ""},
        {"CVE-2022 CVE-22-1234 CVE-2022-123", ""},
        {"ASAP AS ASx12", ""},
        {"550e8400-e29b-41d4-a716-446655440000", ""},
        {"install.sh setup.py README.md libc.so main.rs report.zip", "filename install.sh ; filename setup.py ; filename README.md ; "
                                                                     "filename libc.so ; filename main.rs ; filename report.zip"},
        {"invoice.pdf.exe doc.docx", "filename invoice.pdf.exe ; filename doc.docx"},
        {"src/main.c and/or 1/2", "filename src/main.c"},
        {"tcp.sh bit.ly x.ai", "domain tcp.sh ; domain bit.ly ; domain x.ai"},
        {"%APPDATA%\\a\\evil.dll", "filename %APPDATA%\\a\\evil.dll"},
        {"C:\\Windows\\System32", ""},
        {"C:/x/y.exe", "filename C:/x/y.exe"},
        {"\"C:\\Program Files\\a b.exe\"", "regkey Files\\a ; filename b.exe ; filename C:\\Program Files\\a b.exe"},
        {"HKCU\\Software\\Run\\evil.exe", "regkey HKCU\\Software\\Run\\evil.exe"},
        {"10.7z a.7z", "filename 10.7z ; filename a.7z"},
        {"документ.docx", "filename документ.docx"},
        {"http://localhost x://y", ""},
    };
    RUN(samples, false);
}

/* Running text. */
static void test_prose(void) {
    static const struct sample samples[] = {
        {"It ended.The attackers used Node.js and ASP.NET on version 1.2.3.4 of x.exe.", "filename x.exe"},
        {"They saw it in Kyiv.It was evil.com", "domain evil.com"},
        {"The group DOMAIN\\user met at 10.30.", ""},
        {"example.example is no file; a.docx is", "filename a.docx"},
        {"Connects to 1.2.3.4 from 10.1.1.1", "ip-dst 1.2.3.4 ; ip-dst 10.1.1.1"},
        {"He said \"open the file evil.exe now\"", "filename evil.exe"},
    };
    RUN(samples, true);
}

/* --- CSV --- */

static size_t count_csv(const char *text, char delimiter, int64_t column) {
    struct free_text_list list = {0};
    struct free_text_csv csv = {.delimiter = delimiter, .columns = &column, .column_count = column > 0};
    free_text_find_csv(arena, str_from(text), &csv, &list);
    return list.len;
}

static void test_csv(void) {
    CHECK_INT(count_csv("# Downloaded from 1.1.1.1\n\n127.0.0.1\n\"127.0.0.2\"\n", ',', 0), 2);
    CHECK_INT(count_csv("###\n# From 1.1.1.1\n###\n127.0.0.1\t127.0.0.3\n\"127.0.0.2\"\n   58.214.25.190\n   58.214.239.53", '\t', 0), 5);
    CHECK_INT(count_csv("127.0.0.1\t127.0.0.2\n127.0.0.3\t127.0.0.4", '\t', 1), 2);
    CHECK_INT(count_csv("127.0.0.1\t127.0.0.2\n127.0.0.3\t127.0.0.2", '\t', 2), 1);
    CHECK_INT(count_csv("", ',', 0), 0);
    CHECK_INT(count_csv(",,,\t\n,,,,,", ',', 0), 0);
}

static const char *expected_type(struct str name, struct str value) {
    static const struct {
        const char *name, *type;
    } types[] = {{"URL", "url"},   {"FileHash-MD5", "md5"}, {"MD5", "md5"},     {"FileHash-SHA256", "sha256"}, {"SHA256", "sha256"},
                 {"SHA1", "sha1"}, {"email", "email-src"},  {"IPv4", "ip-dst"}, {"domain", "domain"},          {"hostname", "hostname"}};
    (void)value;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq_nocase(name, str_from(types[i].name))) return types[i].type;
    return "?";
}

/* The names of what is a domain and what a host are not used strictly in the files. */
static bool is_type(struct str got, const char *want) {
    if (str_eq(got, str_from(want))) return true;
    bool is_name = strcmp(want, "domain") == 0 || strcmp(want, "hostname") == 0;
    return is_name && (str_eq(got, STR("domain")) || str_eq(got, STR("hostname")));
}

static size_t check_file(const char *path) {
    char *text = malloc(1u << 20);
    FILE *f = fopen(path, "rb");
    size_t rows = 0, len = f && text ? fread(text, 1, 1u << 20, f) : 0;
    struct csv csv;
    struct str_list fields = {0};
    if (f) fclose(f);
    csv_init(&csv, (struct str){text, len}, ',');
    while (len && csv_read(&csv, arena, &fields)) {
        if (rows++ == 0 || fields.len < 4) continue;
        struct free_text_list list = find(fields.items[1], false), source = find(fields.items[3], false);
        const char *want = expected_type(fields.items[0], fields.items[1]);
        bool good = list.len == 1 && is_type(list.items[0].what.types[0], want);
        bool linked =
            source.len == 1 && (str_eq(source.items[0].what.types[0], STR("url")) || str_eq(source.items[0].what.types[0], STR("link")));
        linked = linked && str_find_char(source.items[0].what.value, '[', 0) == SIZE_MAX &&
                 str_starts(source.items[0].what.value, STR("https://"));
        good = good && str_find(list.items[0].what.value, STR("[."), 0) == SIZE_MAX && /* "[A-Z0-9]" of one row is part of it */
               str_starts_nocase(list.items[0].what.value, STR("hxx")) == false;
        if (!good) printf("%s [%.*s]: %.*s\n", want, STR_ARG(fields.items[1]), STR_ARG(show(&list)));
        if (!linked) printf("source [%.*s]: %.*s\n", STR_ARG(fields.items[3]), STR_ARG(show(&source)));
        CHECK(good && linked);
    }
    free(text);
    return rows;
}

static void test_real_files(void) {
    static const char *const names[] = {"../shared/data/ukraine/CERT-UA_IOCs.csv",
                                        "../shared/data/ukraine/ETAC_Vetted_UkraineRussiaWar_IOCs.csv"};
    for (size_t i = 0; i < 2; i++) {
        size_t rows = check_file(names[i]);
        if (rows == 0)
            printf("skipped: %s is not here\n", names[i]);
        else
            CHECK(rows > 100);
    }
}

/* --- the rest --- */

static void test_typed(void) {
    static const char *const urls[] = {"meow://example.com", "h[tt]p://example.com"};
    static const char *const addresses[] = {"127.0.0.1", "127[.]0.0.1", "127[.]0[.]0[.]1", "127[dot]0[dot]0[dot]1",
                                            "127(dot)0(dot)0(dot)1"};
    for (size_t i = 0; i < 2; i++) CHECK_STR(refang_value(arena, str_from(urls[i]), REFANG_URL), "http://example.com");
    for (size_t i = 0; i < 5; i++) CHECK_STR(refang_value(arena, str_from(addresses[i]), REFANG_HOST), "127.0.0.1");
    CHECK_STR(refang_value(arena, STR("http://a.com/x?y=1;\\..\\..\\./m"), REFANG_URL), "http://a.com/x?y=1;\\..\\..\\./m");
}

static void test_tables(void) {
    CHECK(public_suffix_is_known(STR("COM")) && public_suffix_is_known(STR("рф")) && public_suffix_is_known(STR("onion")));
    CHECK(!public_suffix_is_known(STR("example")) && !public_suffix_is_known(STR("")) && !public_suffix_is_known(STR("exe")));
    CHECK(public_suffix_is_file_ending(STR("EXE")) && !public_suffix_is_file_ending(STR("ex")));
    CHECK(public_suffix_is_vendor(STR("www.virustotal.com")) && !public_suffix_is_vendor(STR("notvirustotal.com")));
}

static bool skip_localhost(void *ctx, struct str word) {
    (void)ctx;
    return str_starts(word, STR("127."));
}

static void test_skip(void) {
    struct free_text_list list = {0};
    struct free_text_options options = {.skip = skip_localhost};
    free_text_find(arena, STR("127.0.0.1 1.2.3.4"), &options, &list);
    free_text_find(arena, STR("1.2.3.4 5.6.7.8"), NULL, &list);
    CHECK_STR(show(&list), "ip-dst 1.2.3.4 ; ip-dst 5.6.7.8");
}

/* One line of 20 MB of each: done in no time, or the test runs into its limit. */
static void test_long_lines(void) {
    static const char *const units[] = {"a.", "a.b@", "[",  "(.",           ")",       "hxxp://", "a:",          "1:", "\"a",
                                        "\\", "中",   "é.", "\xe2\x80\x8b", "1.2.3.4", "a-",      "http://a.b/)"};
    size_t len = 20u << 20;
    char *text = malloc(len);
    for (size_t i = 0; text && i < sizeof units / sizeof *units; i++) {
        struct arena *own = arena_new(1u << 30);
        struct free_text_list list = {0};
        size_t n = strlen(units[i]);
        for (size_t k = 0; k < len; k++) text[k] = units[i][k % n];
        free_text_find(own, (struct str){text, len}, NULL, &list);
        CHECK(list.len < 10);
        arena_free(own);
    }
    free(text);
}

static void open_arena(void) { arena = arena_new(1u << 30); }
static void close_arena(void) { arena_free(arena); }

TEST_MAIN(TEST(open_arena), TEST(test_known), TEST(test_nothing), TEST(test_details), TEST(test_homoglyphs), TEST(test_defanged),
          TEST(test_surroundings), TEST(test_addresses), TEST(test_lookalikes), TEST(test_prose), TEST(test_csv), TEST(test_real_files),
          TEST(test_typed), TEST(test_tables), TEST(test_skip), TEST(test_long_lines), TEST(close_arena))
