/* Zip: own archives read back, by ourselves and by Python's zipfile; damage and wrong passwords. */
#include "../test.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "codec/zip.h"

extern char **environ;

static char large[100000];

static const struct zip_member *sample(void) {
    static struct zip_member members[4];
    memset(large, 'A', sizeof large);
    members[0] = (struct zip_member){STR("900150983cd24fb0d6963f7d28e17f72"), STR("abc")};
    members[1] = (struct zip_member){STR("900150983cd24fb0d6963f7d28e17f72.filename.txt"), STR("evil \xC3\xA9.exe")};
    members[2] = (struct zip_member){STR("\xC3\xA9.bin"), {large, sizeof large}};
    members[3] = (struct zip_member){STR("empty"), STR("")};
    return members;
}

static void check_members(struct str archive, struct str password) {
    struct zip z;
    struct zip_entry e;
    size_t i = 0;
    CHECK_INT(zip_open(&z, archive), OK);
    for (; zip_next(&z, &e); i++) {
        struct buf out;
        buf_init(&out, e.size);
        CHECK(str_eq(e.name, sample()[i].name));
        CHECK_INT(e.is_encrypted, password.ptr != NULL);
        CHECK_INT(zip_read(&z, &e, password, &out), OK);
        CHECK(str_eq(buf_str(&out), sample()[i].data));
        buf_done(&out);
    }
    CHECK_INT(i, 4);
    CHECK_INT(z.left, 0);
}

static void test_round_trip(void) {
    struct buf b;
    buf_init(&b, 1 << 20);
    CHECK_INT(zip_write(&b, sample(), 4, STR_NONE), OK);
    CHECK(b.len < 2000); /* deflated */
    check_members(buf_str(&b), STR_NONE);
    buf_clear(&b);
    CHECK_INT(zip_write(&b, sample(), 4, ZIP_SAMPLE_PASSWORD), OK);
    check_members(buf_str(&b), ZIP_SAMPLE_PASSWORD);
    buf_add_text(&b, "trailing");
    struct zip z;
    CHECK_INT(zip_open(&z, buf_str(&b)), ERR_BAD_INPUT);
    buf_done(&b);
}

static void test_wrong_password(void) {
    struct buf b, out;
    struct zip z;
    struct zip_entry e;
    buf_init(&b, 1 << 20);
    buf_init(&out, 1 << 20);
    CHECK_INT(zip_write(&b, sample(), 1, ZIP_SAMPLE_PASSWORD), OK);
    CHECK_INT(zip_open(&z, buf_str(&b)), OK);
    CHECK(zip_next(&z, &e));
    CHECK_INT(zip_read(&z, &e, STR_NONE, &out), ERR_FORBIDDEN);
    for (int i = 0; i < 600; i++) { /* some pass the check byte */
        char password[32];
        snprintf(password, sizeof password, "wrong%d", i);
        buf_clear(&out);
        CHECK_INT(zip_read(&z, &e, str_from(password), &out), ERR_FORBIDDEN);
    }
    buf_done(&b);
    buf_done(&out);
}

/* Every single wrong byte is survived, and a whole answer is never a wrong one. */
static void test_damage(void) {
    struct buf b, out;
    buf_init(&b, 1 << 20);
    buf_init(&out, 1 << 20);
    CHECK_INT(zip_write(&b, sample(), 2, STR_NONE), OK);
    for (size_t i = 0; i < b.len; i++) {
        struct zip z;
        struct zip_entry e;
        b.data[i] ^= 0x55;
        if (zip_open(&z, buf_str(&b)) == OK) {
            while (zip_next(&z, &e)) {
                buf_clear(&out);
                if (zip_read(&z, &e, STR_NONE, &out) == OK)
                    CHECK(str_eq(buf_str(&out), sample()[0].data) || str_eq(buf_str(&out), sample()[1].data));
            }
        }
        b.data[i] ^= 0x55;
    }
    struct zip z;
    for (size_t len = 0; len < b.len; len++) CHECK(zip_open(&z, (struct str){b.data, len}) != OK);
    buf_done(&b);
    buf_done(&out);
}

static void test_ceilings(void) {
    struct buf b, out;
    struct zip z;
    struct zip_entry e;
    buf_init(&b, 300);
    CHECK_INT(zip_write(&b, sample(), 4, STR_NONE), ERR_TOO_LARGE);
    buf_done(&b);
    buf_init(&b, 1 << 20);
    buf_init(&out, 1000);
    CHECK_INT(zip_write(&b, sample() + 2, 1, STR_NONE), OK);
    CHECK_INT(zip_open(&z, buf_str(&b)), OK);
    CHECK(zip_next(&z, &e));
    CHECK_INT(zip_read(&z, &e, STR_NONE, &out), ERR_TOO_LARGE);
    e.size = 500; /* a directory that lies */
    CHECK_INT(zip_read(&z, &e, STR_NONE, &out), ERR_TOO_LARGE);
    CHECK(out.len <= 1000);
    buf_done(&out);
    buf_done(&b);
}

static const char python_reader[] =
    "import sys, zipfile\n"
    "z = zipfile.ZipFile(sys.argv[1])\n"
    "n = z.namelist()\n"
    "assert n[:2] == ['900150983cd24fb0d6963f7d28e17f72', '900150983cd24fb0d6963f7d28e17f72.filename.txt'], n\n"
    "assert n[2:] == ['\\u00e9.bin', 'empty'], n\n"
    "assert all(i.flag_bits & 1 for i in z.infolist())\n"
    "r = [z.read(i, pwd=b'infected') for i in n]\n"
    "assert r == [b'abc', 'evil \\u00e9.exe'.encode(), b'A' * 100000, b''], r\n"
    "try:\n"
    "    z.read(n[0])\n"
    "except RuntimeError:\n"
    "    sys.exit(0)\n"
    "sys.exit(1)\n";

static void test_python_reads_it(void) {
    char path[] = "/tmp/varde-zip-XXXXXX";
    struct buf b;
    int status = -1;
    pid_t child;
    buf_init(&b, 1 << 20);
    CHECK_INT(zip_write(&b, sample(), 4, ZIP_SAMPLE_PASSWORD), OK);
    int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, b.data, b.len) == (ssize_t)b.len);
    close(fd);
    char *args[] = {"python3", "-c", (char *)(uintptr_t)python_reader, path, NULL};
    CHECK(posix_spawnp(&child, "python3", NULL, NULL, args, environ) == 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_INT(status, 0);
    unlink(path);
    buf_done(&b);
}

TEST_MAIN(TEST(test_round_trip), TEST(test_wrong_password), TEST(test_damage), TEST(test_ceilings), TEST(test_python_reads_it))
