/* The operator's library folder on disk: folders are listed, files read whole. Only below the folder: no link is followed under it, and
 * only ordinary files of at most LIBRARY_FILE_MAX bytes are read. Knows nothing of what stands in the files. */
#ifndef VARDE_SERVICE_LIBRARY_FOLDER_H
#define VARDE_SERVICE_LIBRARY_FOLDER_H

#include "base/buf.h"
#include "base/vec.h"

#define LIBRARY_FILE_MAX (64u << 20)
#define LIBRARY_NAMES_MAX 100000

/* Open the folder `path` ("objects/objects") below `root`. ERR_NOT_FOUND when there is none; else *fd is the caller's to close. */
enum err library_folder_open(const char *root, const char *path, int *fd) MUST_USE;
/* The names in it, bytewise sorted; hidden ones are left out. */
enum err library_folder_names(int fd, struct arena *arena, struct str_list *out) MUST_USE;
/* The file `name`, or `file` in the folder `name` when `file` is not NULL, appended to `out` with room for 32 more bytes (not counted).
 * ERR_NOT_FOUND when there is no such ordinary file. */
enum err library_folder_read(int fd, const char *name, const char *file, struct buf *out) MUST_USE;

#endif
