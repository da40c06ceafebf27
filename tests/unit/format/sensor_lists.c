/* Plain lists, Suricata datasets, Zeek intelligence and response policy zones: what each kind of value becomes, and what is left out. */
#include "../test.h"
#include "base/buf.h"
#include "format/list_out.h"
#include "format/rpz_out.h"
#include "format/suricata_out.h"
#include "format/zeek_out.h"

static struct arena *arena;
enum form { PLAIN, SURICATA, ZEEK, ZONE };

static struct str written(enum form form, enum sensor_kind kind, const char *text) {
    struct buf b;
    struct sink_buf s;
    struct sensor_value v = {kind, str_from(text)};
    buf_init(&b, 1 << 16);
    sink_buf_init(&s, &b);
    if (form == PLAIN) list_out(&s.sink, &v);
    if (form == SURICATA) suricata_out(&s.sink, &v);
    if (form == ZEEK) zeek_out(&s.sink, &v, STR("here"));
    if (form == ZONE) rpz_out(&s.sink, &v, STR("."));
    CHECK_INT(sink_buf_done(&s), OK);
    struct str out = arena_str(arena, buf_str(&b));
    buf_done(&b);
    return out;
}

static void test_plain(void) {
    CHECK_STR(written(PLAIN, SENSOR_URL, "http://a.example/"), "http://a.example/\n");
    CHECK_INT(list_kinds(STR("hash")), SENSOR_HASHES);
    CHECK_INT(list_kinds(STR("nothing")), 0);
    CHECK(sensor_is_line(STR("a b")) && !sensor_is_line(STR("a\nb")) && !sensor_is_line(STR("")));
}

static void test_suricata(void) {
    CHECK_STR(written(SURICATA, SENSOR_DOMAIN, "evil.example"), "ZXZpbC5leGFtcGxl\n");
    CHECK_STR(written(SURICATA, SENSOR_MD5, "d41d8cd98f00b204e9800998ecf8427e"), "d41d8cd98f00b204e9800998ecf8427e\n");
    CHECK_STR(written(SURICATA, SENSOR_MD5, "d41d8cd9"), "");
    CHECK_STR(written(SURICATA, SENSOR_IP, "2001:db8::1"), "2001:db8::1\n");
    CHECK_STR(written(SURICATA, SENSOR_IP, "192.0.2.0/24"), "");
    CHECK_INT(suricata_kinds(STR("sha1")), 0);
    CHECK_STR(str_from(suricata_type(SENSOR_URL)), "string");
}

static void test_zeek(void) {
    CHECK_STR(written(ZEEK, SENSOR_IP, "192.0.2.1"), "192.0.2.1\tIntel::ADDR\there\n");
    CHECK_STR(written(ZEEK, SENSOR_IP, "192.0.2.0/24"), "192.0.2.0/24\tIntel::SUBNET\there\n");
    CHECK_STR(written(ZEEK, SENSOR_URL, "https://a.example/x"), "a.example/x\tIntel::URL\there\n");
    CHECK_STR(written(ZEEK, SENSOR_FILENAME, "#x"), "\\x23x\tIntel::FILE_NAME\there\n");
    CHECK_STR(written(ZEEK, SENSOR_FILENAME, "-"), "\\x2d\tIntel::FILE_NAME\there\n");
    CHECK_STR(written(ZEEK, SENSOR_FILENAME, "c:\\x86\\y"), "c:\\x5cx86\\y\tIntel::FILE_NAME\there\n");
    CHECK_STR(written(ZEEK, SENSOR_OTHER, "x"), "");
}

static void test_zone(void) {
    char label[80], name[200];
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, "evil.example"), "evil.example CNAME .\n*.evil.example CNAME .\n");
    CHECK_STR(written(ZONE, SENSOR_IP, "192.0.2.7"), "32.7.2.0.192.rpz-ip CNAME .\n");
    CHECK_STR(written(ZONE, SENSOR_IP, "192.0.2.7/24"), "24.0.2.0.192.rpz-ip CNAME .\n");
    CHECK_STR(written(ZONE, SENSOR_IP, "2001:db8::7"), "128.7.zz.db8.2001.rpz-ip CNAME .\n");
    CHECK_STR(written(ZONE, SENSOR_IP, "2001:db8::/32"), "32.zz.db8.2001.rpz-ip CNAME .\n");
    CHECK_STR(written(ZONE, SENSOR_IP, "1:0:2:3:4:5:6:7"), "128.7.6.5.4.3.2.0.1.rpz-ip CNAME .\n");
    CHECK_STR(written(ZONE, SENSOR_IP, "0.0.0.0/0"), "");
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, "a b.example"), "");
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, "x.example CNAME y."), "");
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, "a..example"), "");
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, "$include"), "");
    snprintf(label, sizeof label, "%064d.example", 1);
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, label), "");
    snprintf(name, sizeof name, "%050d.%050d.%050d.example", 1, 2, 3);
    CHECK_STR(written(ZONE, SENSOR_DOMAIN, name), "");
    CHECK_STR(rpz_target(arena, STR_NONE), ".");
    CHECK_STR(rpz_target(arena, STR("nodata")), "*.");
    CHECK_STR(rpz_target(arena, STR("garden.example")), "garden.example.");
    CHECK(str_is_none(rpz_target(arena, STR("a b"))));
    CHECK(str_is_none(rpz_target(arena, STR("word"))));
}

static void test_halves(void) {
    CHECK_INT(sensor_halves(TYPE_DOMAIN_IP).second, SENSOR_IP);
    CHECK_INT(sensor_halves(TYPE_MALWARE_SAMPLE).second, SENSOR_MD5);
    CHECK_INT(sensor_halves(TYPE_FILENAME_SHA256).first, SENSOR_FILENAME);
    CHECK_INT(sensor_halves(TYPE_FILENAME_SHA256).second, SENSOR_SHA256);
    CHECK_INT(sensor_halves(TYPE_IP_DST_PORT).first, SENSOR_IP);
    CHECK_INT(sensor_halves(TYPE_IP_DST_PORT).second, 0);
    CHECK_INT(sensor_halves(TYPE_SHA512).first, SENSOR_OTHER_HASH);
    CHECK_INT(sensor_halves(TYPE_JA3_FINGERPRINT_MD5).first, SENSOR_OTHER);
    CHECK_INT(sensor_halves(TYPE_TEXT).first, SENSOR_OTHER);
}

static void run_all(void) {
    arena = arena_new(1 << 20);
    test_plain();
    test_suricata();
    test_zeek();
    test_zone();
    test_halves();
    arena_free(arena);
}

TEST_MAIN(TEST(run_all))
