/* varde check, backup and restore. A backup is one file: the database, with the server's secret inside, without which no key would
 * work after a restore. So it is as secret as the data folder and is written with mode 0600. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/runtime.h"
#include "codec/hex.h"
#include "service/check.h"
#include "store/sequence.h"

#define SECRET_SETTING STR("varde.backup_secret")
#define SECRET_SIZE 32
#define FAULTS_SHOWN 20

static void print_fault(void *ctx, struct str text) {
    (void)ctx;
    printf("%.*s\n", STR_ARG(text));
}

static void put_fault(void *ctx, struct str text) { json_str(ctx, text); }

static int check(struct invocation *in) {
    struct runtime r;
    struct check_report report;
    struct output out;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_ACTOR);
    if (e != OK) return command_result(e);
    output_init(&out, true);
    if (in->json) {
        json_open(&out.json);
        json_k(&out.json, "faults");
        json_open_array(&out.json);
    }
    e = service_check(&r.context, FAULTS_SHOWN, in->json ? put_fault : print_fault, &out.json, &report);
    if (in->json) {
        json_close_array(&out.json);
        json_put_int(&out.json, "count", report.faults);
        json_put_int(&out.json, "rules", report.rules);
        json_put_int(&out.json, "attributes", report.attributes);
        json_close(&out.json);
        sink_add_char(out.json.to, '\n');
    }
    enum err written = output_done(&out);
    if (e == OK && !in->json && report.faults == 0)
        printf("Sound: %d rules, %lld attributes compared with the indexes.\n", report.rules, (long long)report.attributes);
    int code = command_result(e == OK ? written : e);
    if (code == EXIT_DONE && report.faults > 0) code = command_fail("%lld faults were found", (long long)report.faults);
    runtime_close(&r);
    return code;
}

const struct command command_check = {
    .name = "check",
    .arguments = "",
    .summary = "Verify the database: integrity, orphaned rows, derived data against content",
    .details =
        "Reads only, and may run while the server does. Exit code 1 when a fault was found; each is one line. Then stop the server,\n"
        "keep a copy of the data folder, and restore the last backup.\n\n"
        "  varde check --data /var/lib/varde",
    .options = {{"json", NULL, "report as JSON"}},
    .run = check,
};

static void show_copy(void *ctx, int done, int total) {
    int *shown = ctx, percent = total > 0 ? (int)((int64_t)done * 100 / total) : 100;
    if (*shown < 0 || percent == *shown) return;
    *shown = percent;
    fprintf(stderr, "\r%3d %%", percent);
    if (done == total) fputs("\r      \r", stderr);
}

static enum err open_file(struct db **db, const char *path) {
    struct db_options options = {.path = path, .writer = true, .cache_bytes = 1 << 20};
    return db_open(db, &options);
}

/* Put the secret into the copy. */
static enum err seal(const char *path, const uint8_t *secret) {
    char hex[2 * SECRET_SIZE + 1];
    struct db *copy = NULL;
    hex_encode_into(hex, secret, SECRET_SIZE);
    enum err e = open_file(&copy, path);
    if (e == OK) e = store_setting_put(copy, SECRET_SETTING, (struct str){hex, 2 * SECRET_SIZE});
    if (e == OK) e = db_checkpoint(copy, true);
    if (copy) db_close(copy);
    return e;
}

static int backup(struct invocation *in) {
    struct runtime r;
    const char *path = in->args[0];
    int shown = isatty(STDERR_FILENO) ? 0 : -1;
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX | RUNTIME_NO_ACTOR);
    if (e != OK) return command_result(e);
    e = db_backup(r.reader, path, show_copy, &shown);
    if (e == OK && (e = seal(path, core_secret(r.core))) != OK) unlink(path);
    if (e == OK) printf("The backup is in %s. It holds the server's secret: keep it as safe as the data folder.\n", path);
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_backup = {
    .name = "backup",
    .arguments = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = "Write a consistent copy of the database to a new file, also while the server runs",
    .details =
        "FILE must not exist. It holds all that `varde restore` needs, the server's secret among it: keep it safe. The configuration\n"
        "file and the library folder are not part of it.\n\n"
        "  varde backup /backup/varde-$(date +%F) --data /var/lib/varde",
    .run = backup,
};

/* What a file must be to be restored: a database of this program, not newer than it, sound, with the secret. */
static enum err read_backup(struct db *db, struct arena *arena, const char *path, uint8_t secret[SECRET_SIZE]) {
    struct setting_list settings = {0};
    enum err e = db_integrity(db, NULL, NULL);
    if (e == OK) e = store_setting_all(db, arena, &settings);
    if (e != OK) return err_set(ERR_BAD_INPUT, "%s is no backup, or it is damaged.", path);
    for (size_t i = 0; i < settings.len; i++)
        if (str_eq(settings.items[i].name, SECRET_SETTING) && settings.items[i].value.len == 2 * SECRET_SIZE &&
            hex_decode_into(secret, settings.items[i].value))
            return OK;
    return err_set(ERR_BAD_INPUT, "%s is a database, but no backup: the server's secret is missing.", path);
}

static enum err write_secret(const char *path, const uint8_t secret[SECRET_SIZE]) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = fd >= 0 && write(fd, secret, SECRET_SIZE) == SECRET_SIZE && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    return ok ? OK : err_set(ERR_IO, "%s cannot be written: %s.", path, strerror(errno));
}

/* The copy becomes the database: brought up to date, without the secret, with a new epoch, since cursors of before mean nothing now. */
static enum err settle(const char *path) {
    struct db *db = NULL;
    struct uuid epoch = uuid_random();
    char text[UUID_TEXT];
    enum err e = open_file(&db, path);
    if (e == OK) e = db_migrate(db);
    if (e == OK) e = store_setting_remove(db, SECRET_SETTING);
    if (e == OK) e = store_setting_put(db, STR("varde.epoch"), uuid_text(&epoch, text));
    if (e == OK) e = db_checkpoint(db, true);
    if (db) db_close(db);
    return e;
}

struct places {
    const char *folder, *database, *fresh, *secret, *lock;
};

static struct places places_of(const struct invocation *in) {
    const char *folder = config_text(&in->config, SET_DATA_DIR);
    return (struct places){.folder = folder,
                           .database = arena_printf(in->arena, "%s/varde.db", folder).ptr,
                           .fresh = arena_printf(in->arena, "%s/varde.db.restoring", folder).ptr,
                           .secret = arena_printf(in->arena, "%s/server.key", folder).ptr,
                           .lock = arena_printf(in->arena, "%s/serve.lock", folder).ptr};
}

/* The folder is there, nobody serves it, and it is empty or may be overwritten. *lock is to be closed at the end. */
static enum err prepare_folder(const struct places *p, bool force, int *lock) {
    struct stat st;
    if (mkdir(p->folder, 0700) != 0 && errno != EEXIST)
        return err_set(ERR_IO, "The data folder %s cannot be made: %s.", p->folder, strerror(errno));
    *lock = open(p->lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*lock < 0) return err_set(ERR_IO, "The lock %s cannot be made: %s.", p->lock, strerror(errno));
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0) return err_set(ERR_CONFLICT, "A server is running on %s: stop it first.", p->folder);
    if (!force && stat(p->database, &st) == 0) return err_set(ERR_CONFLICT, "%s holds a database already; --force replaces it.", p->folder);
    return OK;
}

/* The old log must not be replayed into the new file. */
static enum err put_in_place(const struct invocation *in, const struct places *p, const uint8_t secret[SECRET_SIZE]) {
    static const char *const tails[] = {"-wal", "-shm"};
    enum err e = write_secret(p->secret, secret);
    for (size_t i = 0; i < 2 && e == OK; i++)
        if (unlink(arena_printf(in->arena, "%s%s", p->database, tails[i]).ptr) != 0 && errno != ENOENT)
            e = err_set(ERR_IO, "%s%s cannot be removed: %s.", p->database, tails[i], strerror(errno));
    if (e == OK && rename(p->fresh, p->database) != 0) e = err_set(ERR_IO, "%s cannot be put in place: %s.", p->database, strerror(errno));
    return e;
}

static int restore(struct invocation *in) {
    struct places p = places_of(in);
    struct db *from = NULL;
    uint8_t secret[SECRET_SIZE];
    int lock = -1, shown = isatty(STDERR_FILENO) ? 0 : -1;
    struct stat st;
    enum err e = stat(in->args[0], &st) == 0 && S_ISREG(st.st_mode) ? OK : err_set(ERR_IO, "There is no file %s.", in->args[0]);
    struct db_options options = {.path = in->args[0], .cache_bytes = 1 << 20};
    if (e == OK && (e = db_open(&from, &options)) != OK) e = err_set(ERR_BAD_INPUT, "%s is no backup, or it is damaged.", in->args[0]);
    if (e == OK) e = read_backup(from, in->arena, in->args[0], secret);
    if (e == OK) e = prepare_folder(&p, invocation_has(in, "force"), &lock);
    if (e == OK) {
        unlink(p.fresh);
        e = db_backup(from, p.fresh, show_copy, &shown);
    }
    if (e == OK) e = settle(p.fresh);
    if (e == OK) e = put_in_place(in, &p, secret);
    if (e == OK)
        printf("%s was restored into %s.\n", in->args[0], p.folder);
    else if (lock >= 0)
        unlink(p.fresh);
    if (from) db_close(from);
    if (lock >= 0) close(lock);
    return command_result(e);
}

const struct command command_restore = {
    .name = "restore",
    .arguments = "FILE",
    .min_args = 1,
    .max_args = 1,
    .summary = "Make the data folder anew from a backup",
    .details =
        "The server must not run. The backup is checked first; a database that is there is replaced only with --force, and only when\n"
        "the new one is complete. Keys, users and content are those of the backup.\n\n"
        "  varde restore /backup/varde-2025-03-01 --data /var/lib/varde --force",
    .options = {{"force", NULL, "replace the database that is there"}},
    .run = restore,
};
