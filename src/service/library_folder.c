/* See library_folder.h. */
#include "service/library_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define CHUNK (256u << 10)

enum err library_folder_open(const char *root, const char *path, int *fd) {
    struct str rest = str_from(path), piece;
    int at = open(root, FOLDER_FLAGS);
    while (at >= 0 && str_split(&rest, '/', &piece)) {
        char name[256];
        if (piece.len >= sizeof name) piece.len = sizeof name - 1;
        memcpy(name, piece.ptr, piece.len);
        name[piece.len] = '\0';
        int next = openat(at, name, FOLDER_FLAGS | O_NOFOLLOW);
        close(at);
        at = next;
    }
    *fd = at;
    return at >= 0 ? OK : err_set(ERR_NOT_FOUND, "The library has no folder %s.", path);
}

static int by_bytes(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }

enum err library_folder_names(int fd, struct arena *arena, struct str_list *out) {
    int copy = openat(fd, ".", FOLDER_FLAGS);
    DIR *folder = copy >= 0 ? fdopendir(copy) : NULL;
    if (!folder) {
        if (copy >= 0) close(copy);
        return err_set(ERR_IO, "A library folder cannot be listed: %s.", strerror(errno));
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL && out->len < LIBRARY_NAMES_MAX;)
        if (entry->d_name[0] != '.') *vec_push(arena, out) = arena_str(arena, str_from(entry->d_name));
    closedir(folder);
    if (out->len) qsort(out->items, out->len, sizeof *out->items, by_bytes);
    return OK;
}

static enum err read_all(int fd, const char *name, struct buf *out) {
    for (;;) {
        if (!buf_reserve(out, CHUNK)) return err_set(ERR_TOO_LARGE, "The library file %s is too large.", name);
        ssize_t n = read(fd, out->data + out->len, CHUNK - 32);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(ERR_IO, "The library file %s cannot be read: %s.", name, strerror(errno));
        if (n == 0) return OK;
        out->len += (size_t)n;
    }
}

static enum err read_file(int folder, const char *name, struct buf *out) {
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    if (fd < 0) return err_set(ERR_NOT_FOUND, "The library has no file %s.", name);
    enum err e = OK;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) e = err_set(ERR_NOT_FOUND, "The library's %s is no ordinary file.", name);
    if (e == OK && st.st_size > (off_t)LIBRARY_FILE_MAX) e = err_set(ERR_TOO_LARGE, "The library file %s is too large.", name);
    if (e == OK) e = read_all(fd, name, out);
    close(fd);
    return e;
}

enum err library_folder_read(int fd, const char *name, const char *file, struct buf *out) {
    if (!file) return read_file(fd, name, out);
    int folder = openat(fd, name, FOLDER_FLAGS | O_NOFOLLOW);
    if (folder < 0) return err_set(ERR_NOT_FOUND, "The library has no folder %s.", name);
    enum err e = read_file(folder, file, out);
    close(folder);
    return e;
}
