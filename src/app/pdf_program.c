/* The document goes in as a file in memory, so that only one direction has to be tended; the text comes back through a pipe. No shell, no
 * environment, no descriptor but these; killed when its time is over. */
#include "app/pdf_program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define PRINTED_MAX (24u << 20)
#define PROGRAM_NAME "varde-pdf"

struct child {
    pid_t pid;
    int from; /* what it prints */
    int64_t deadline;
    bool killed;
};

/* Beside this very binary, whatever the working folder is. */
static bool find_program(char *path, size_t size) {
    ssize_t len = readlink("/proc/self/exe", path, size - sizeof PROGRAM_NAME);
    if (len <= 0 || (size_t)len >= size - sizeof PROGRAM_NAME) return false;
    while (len > 0 && path[len - 1] != '/') len--;
    memcpy(path + len, PROGRAM_NAME, sizeof PROGRAM_NAME);
    return access(path, X_OK) == 0;
}

static bool put_into_memory(struct str bytes, int *fd) {
    *fd = memfd_create("pdf", MFD_CLOEXEC);
    size_t at = 0;
    while (*fd >= 0 && at < bytes.len) {
        ssize_t wrote = write(*fd, bytes.ptr + at, bytes.len - at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        at += (size_t)wrote;
    }
    return *fd >= 0 && lseek(*fd, 0, SEEK_SET) == 0;
}

static bool spawn(const char *path, int input, int output, pid_t *pid) {
    char *const args[] = {(char *)(uintptr_t)path, NULL}, *const environment[] = {(char *)(uintptr_t) "LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    bool ready = posix_spawn_file_actions_adddup2(&files, input, 0) == 0 && posix_spawn_file_actions_adddup2(&files, output, 1) == 0 &&
                 posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) == 0 &&
                 posix_spawn_file_actions_addclosefrom_np(&files, 3) == 0 && posix_spawnattr_setsigmask(&attributes, &none) == 0 &&
                 posix_spawnattr_setsigdefault(&attributes, &all) == 0 &&
                 posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
    bool spawned = ready && posix_spawn(pid, path, &files, &attributes, args, environment) == 0;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return spawned;
}

static enum err begin(struct str bytes, struct child *child) {
    char path[4096];
    int input = -1, pipe_ends[2];
    if (!find_program(path, sizeof path))
        return err_set(ERR_UNSUPPORTED, "PDF cannot be read here: the program " PROGRAM_NAME " is not installed beside varde.");
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) return err_set(ERR_INTERNAL, "A pipe cannot be made: %s.", strerror(errno));
    bool begun = put_into_memory(bytes, &input) && spawn(path, input, pipe_ends[1], &child->pid);
    if (input >= 0) close(input);
    close(pipe_ends[1]);
    child->from = pipe_ends[0];
    child->deadline = clock_steady() + (int64_t)PDF_SECONDS * 1000000;
    if (begun) return OK;
    close(child->from);
    return err_set(ERR_INTERNAL, PROGRAM_NAME " cannot be started: %s.", strerror(errno));
}

/* Up to the end of what it prints, the limit, or its time. False unless it was the end. */
static bool collect(struct child *child, struct buf *to) {
    for (;;) {
        int64_t left = (child->deadline - clock_steady()) / 1000;
        struct pollfd one = {.fd = child->from, .events = POLLIN};
        if (left <= 0) return false;
        int ready = poll(&one, 1, (int)left);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || !buf_reserve(to, 65536)) return false;
        ssize_t got = read(child->from, to->data + to->len, 65536);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        to->len += (size_t)got;
    }
}

/* It ends on its own, or is ended: one that closed its output and stays is not waited for longer than its time. */
static int end(struct child *child, bool at_once) {
    int status = 0;
    pid_t ended = 0;
    struct timespec pause = {.tv_nsec = 2000000};
    while (!at_once && (ended = waitpid(child->pid, &status, WNOHANG)) == 0) {
        if (clock_steady() > child->deadline)
            at_once = true;
        else
            nanosleep(&pause, NULL);
    }
    if (at_once) {
        kill(child->pid, SIGKILL);
        while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {}
    }
    child->killed = at_once;
    return ended < 0 ? -1 : status; /* nobody knows how it ended */
}

static enum err judge(const struct child *child, int status) {
    if (child->killed || (status >= 0 && WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)))
        return err_set(ERR_TOO_LARGE, "The PDF takes too long to read.");
    if (status < 0) return err_set(ERR_INTERNAL, PROGRAM_NAME " ended, but nobody knows how: is SIGCHLD ignored?");
    if (WIFSIGNALED(status)) return err_set(ERR_BAD_INPUT, "The PDF is broken.");
    switch (WEXITSTATUS(status)) { /* enum result of pdf/varde_pdf.cc */
    case 0: return OK;
    case 3: return err_set(ERR_BAD_INPUT, "The PDF is broken.");
    case 4: return err_set(ERR_UNSUPPORTED, "The PDF is encrypted; only one that opens without a password can be read.");
    case 5: return err_set(ERR_TOO_LARGE, "The PDF has more pages than are read.");
    case 6: return err_set(ERR_TOO_LARGE, "The PDF holds more text than is read.");
    case 7: return err_set(ERR_TOO_LARGE, "The PDF is larger than is read.");
    case 8: return err_set(ERR_TOO_LARGE, "The PDF takes too much memory to read.");
    default: return err_set(ERR_INTERNAL, PROGRAM_NAME " ended with the code %d.", WEXITSTATUS(status));
    }
}

enum err pdf_program_run(struct arena *arena, struct str bytes, struct str *out) {
    struct child child = {.from = -1};
    struct buf printed;
    enum err e = begin(bytes, &child);
    if (e != OK) return e;
    buf_init(&printed, PRINTED_MAX);
    bool whole = collect(&child, &printed);
    close(child.from);
    e = judge(&child, end(&child, !whole));
    if (e == OK) *out = arena_str(arena, buf_str(&printed));
    buf_done(&printed);
    return e;
}
