/* See library_file.h. */
#include "store/library_file.h"

enum err store_library_files(struct db *db, struct arena *arena, int kind, struct map **out) {
    *out = map_new(arena, 256);
    struct stmt *st = db_query(db, SQL("SELECT name, digest FROM library_files WHERE kind = $1"), "b", kind);
    while (stmt_step(st)) {
        struct str *digest = ARENA_NEW(arena, struct str);
        *digest = stmt_copy(st, 1, arena);
        map_put(*out, stmt_copy(st, 0, arena), digest);
    }
    return stmt_done(st);
}

enum err store_library_file_put(struct db *db, int kind, struct str name, struct str digest) {
    return db_run(db,
                  SQL("INSERT INTO library_files (kind, name, digest) VALUES ($1, $2, $3) ON CONFLICT (kind, name) DO UPDATE SET digest = "
                      "excluded.digest"),
                  "bsx", kind, name, digest);
}
