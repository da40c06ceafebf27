/* The floor under POST /events/add: a bare insert of 10,000 such rows in one transaction, with five plain indexes and the same
 * synchronous level (WAL, FULL), into a table that already holds a million.
 *
 *   floor_insert DATABASE     prints seconds; the rows are taken out again afterwards (not measured) */
#include "floor.h"

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: floor_insert DATABASE\n");
        return 2;
    }
    sqlite3 *db = floor_million(argv[1], 100);
    uint64_t random = (uint64_t)time(NULL) * 1000003u;
    double begun = floor_now();
    floor_run(db, "BEGIN IMMEDIATE");
    floor_insert(db, 1000000, FLOOR_EVENT_ROWS, &random);
    floor_run(db, "COMMIT");
    printf("%.6f\n", floor_now() - begun);
    floor_run(db, "DELETE FROM attributes WHERE event_id = 1000000; PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
    return 0;
}
