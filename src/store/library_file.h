/* Which library file was read in which state: its digest, by kind of item and name. */
#ifndef VARDE_STORE_LIBRARY_FILE_H
#define VARDE_STORE_LIBRARY_FILE_H

#include "base/map.h"
#include "db/db.h"

/* All files of a kind: name -> struct str * (digest bytes). */
enum err store_library_files(struct db *db, struct arena *arena, int kind, struct map **out) MUST_USE;
enum err store_library_file_put(struct db *db, int kind, struct str name, struct str digest) MUST_USE;

#endif
