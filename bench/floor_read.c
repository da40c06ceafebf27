/* The floor under GET /events/view: read the 10,000 rows of one event from a table of a million and write them as JSON into one
 * buffer, by the plainest code that is still right (quotes are escaped).
 *
 *   floor_read DATABASE [ROUNDS]     prints the median of seconds, and the bytes written */
#include "floor.h"

#include <string.h>

static char *out;
static size_t used, room;

static void put(const char *text, size_t len) {
    if (used + len > room) {
        room = (used + len) * 2;
        out = realloc(out, room);
        if (!out) exit(1);
    }
    memcpy(out + used, text, len);
    used += len;
}

static void put_z(const char *text) { put(text, strlen(text)); }

static void put_quoted(const char *text, size_t len) {
    put("\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == '"' || text[i] == '\\') {
            char escaped[8];
            put(text + from, i - from);
            put(escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)(unsigned char)text[i]));
            from = i + 1;
        }
    put(text + from, len - from);
    put("\"", 1);
}

static void put_number(const char *name, long long n) {
    char digits[24];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    put("\"", 1);
    put_z(name);
    put("\":\"", 3);
    put(digits + at, sizeof digits - at);
    put("\",", 2);
}

static void put_uuid(const unsigned char *bytes) {
    static const char hex[] = "0123456789abcdef";
    char text[36], *p = text;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *p++ = '-';
        *p++ = hex[bytes[i] >> 4];
        *p++ = hex[bytes[i] & 15];
    }
    put(text, sizeof text);
}

static void put_row(sqlite3_stmt *st) {
    put_z("{");
    put_number("id", sqlite3_column_int64(st, 0));
    put_z("\"type\":\"ip-dst\",\"category\":\"Network activity\",\"to_ids\":true,\"uuid\":\"");
    put_uuid(sqlite3_column_blob(st, 6));
    put_z("\",");
    put_number("event_id", sqlite3_column_int64(st, 1));
    put_z("\"distribution\":\"5\",");
    put_number("timestamp", sqlite3_column_int64(st, 5));
    put_z("\"comment\":");
    put_quoted((const char *)sqlite3_column_text(st, 10), (size_t)sqlite3_column_bytes(st, 10));
    put_z(",\"sharing_group_id\":\"0\",\"deleted\":false,\"disable_correlation\":false,\"object_id\":\"0\",\"object_relation\":null,"
          "\"first_seen\":null,\"last_seen\":null,\"value\":");
    put_quoted((const char *)sqlite3_column_text(st, 8), (size_t)sqlite3_column_bytes(st, 8));
    put_z(",\"Galaxy\":[],\"ShadowAttribute\":[]},");
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    enum { MOST = 100 };
    int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 9;
    double took[MOST];
    if (argc < 2 || rounds < 1 || rounds > MOST) {
        fprintf(stderr, "usage: floor_read DATABASE [ROUNDS up to 100]\n");
        return 2;
    }
    sqlite3 *db = floor_million(argv[1], 100);
    for (int i = 0; i < rounds; i++) {
        sqlite3_stmt *st;
        double begun = floor_now();
        used = 0;
        floor_check(db, sqlite3_prepare_v2(db, "SELECT * FROM attributes WHERE event_id = ?", -1, &st, NULL), "prepare");
        sqlite3_bind_int(st, 1, 50);
        while (sqlite3_step(st) == SQLITE_ROW) put_row(st);
        sqlite3_finalize(st);
        took[i] = floor_now() - begun;
    }
    qsort(took, (size_t)rounds, sizeof *took, by_size);
    printf("%.6f %zu\n", took[rounds / 2], used);
    sqlite3_close(db);
    free(out);
    return 0;
}
