/* varde-pdf: the text of one PDF, from standard input to standard output. A program of its own, started by varde for each document, because
 * - what it parses is hostile and the parser is large: here it can use up or break nothing but itself;
 * - poppler's licence (GPL) then binds this small program and not the server;
 * - the server does not carry poppler in its memory.
 * Before a byte of the document is looked at it gives up what it does not need: memory, time, processes, the network, and all files but
 * the system's own below /usr (the server's data among what is out of reach). What the kernel does not know of this is left out.
 *
 * Output: src/format/in_pdf.h (in_pdf_parse). Exit codes: enum result, known to src/app/pdf_program.c. */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <memory>
#include <new>
#include <string>

#include <poppler-document.h>
#include <poppler-page.h>
#include <poppler-global.h>

enum result { DONE = 0, BROKEN = 3, ENCRYPTED = 4, TOO_MANY_PAGES = 5, TOO_MUCH_TEXT = 6, TOO_LARGE = 7, NO_MEMORY = 8, NOT_CONFINED = 9 };

static const size_t MEMORY_MAX = 768u << 20, INPUT_MAX = 256u << 20, TEXT_MAX = 16u << 20;
static const int PAGES_MAX = 3000;
static const rlim_t CPU_SECONDS = 12;

static bool limit(int what, rlim_t most) {
    struct rlimit r = {most, most};
    return setrlimit(what, &r) == 0;
}

#if defined(__x86_64__)
#define AUDIT_HERE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define AUDIT_HERE AUDIT_ARCH_AARCH64
#endif

/* No sockets, no programs, no processes, nobody else's business. A system without seccomp still has the limits. */
static void forbid_calls() {
#ifdef AUDIT_HERE
#define DENY(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##call, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_HERE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#if defined(__x86_64__)
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), /* the x32 spelling of every call */
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        DENY(fork), DENY(vfork), DENY(open), DENY(creat), DENY(unlink), DENY(rename), DENY(chmod), DENY(link), DENY(symlink),
#endif
        DENY(socket), DENY(socketpair), DENY(connect), DENY(bind), DENY(sendto), DENY(sendmsg), DENY(execve), DENY(execveat), DENY(clone),
        DENY(ptrace), DENY(process_vm_readv), DENY(process_vm_writev), DENY(kill), DENY(tkill), DENY(unlinkat), DENY(renameat2),
        DENY(linkat), DENY(symlinkat), DENY(fchmod), DENY(fchmodat), DENY(mount), DENY(setns), DENY(unshare), DENY(bpf), DENY(keyctl),
        DENY(io_uring_setup), DENY(pidfd_open), DENY(memfd_create), DENY(prlimit64), DENY(setrlimit), DENY(openat2), DENY(clone3),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof code / sizeof *code, code};
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
#endif
}

/* Only /usr may still be read (the tables of poppler-data), nothing written. */
static void forbid_files() {
    struct landlock_ruleset_attr all = {};
    all.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1; /* every right of the first version */
    int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0) return;
    struct landlock_path_beneath_attr below = {};
    below.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    below.parent_fd = open("/usr", O_PATH | O_CLOEXEC);
    if (below.parent_fd >= 0) syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
    syscall(SYS_landlock_restrict_self, rules, 0);
    close(below.parent_fd);
    close(rules);
}

static bool confine() {
    if (!limit(RLIMIT_AS, MEMORY_MAX) || !limit(RLIMIT_CPU, CPU_SECONDS) || !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_CORE, 0) ||
        !limit(RLIMIT_NOFILE, 64) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    forbid_files();
    forbid_calls();
    return true;
}

static bool read_input(std::string &bytes) {
    char chunk[65536];
    ssize_t got;
    while ((got = read(STDIN_FILENO, chunk, sizeof chunk)) > 0) {
        bytes.append(chunk, (size_t)got);
        if (bytes.size() > INPUT_MAX) return false;
    }
    return got == 0;
}

/* On one line. */
static void print_line(const char *name, const poppler::ustring &value) {
    const poppler::byte_array text = value.to_utf8();
    if (text.empty() || text.size() > 4096) return;
    printf("%s: ", name);
    for (char c : text)
        if (c) putchar((unsigned char)c < ' ' ? ' ' : c);
    putchar('\n');
}

static void print_head(const poppler::document &document) {
    char day[20];
    struct tm parts;
    time_t created = document.get_creation_date_t();
    print_line("title", document.get_title());
    print_line("author", document.get_author());
    if (created > 0 && gmtime_r(&created, &parts) && parts.tm_year > 90 && parts.tm_year < 300 &&
        strftime(day, sizeof day, "%Y-%m-%d", &parts) > 0)
        printf("created: %s\n", day);
    putchar('\n');
}

static enum result print_pages(const poppler::document &document) {
    size_t printed = 0;
    for (int i = 0; i < document.pages(); i++) {
        std::unique_ptr<poppler::page> page(document.create_page(i));
        if (!page) continue;
        poppler::byte_array text = page->text(poppler::rectf(), poppler::page::non_raw_non_physical_layout).to_utf8();
        printed += text.size() + 1;
        if (printed > TEXT_MAX) return TOO_MUCH_TEXT;
        for (char c : text)
            if (c && c != '\f') putchar(c);
        putchar('\f');
    }
    return DONE;
}

static enum result run() {
    std::string bytes;
    if (!read_input(bytes)) return TOO_LARGE;
    poppler::set_debug_error_function([](const std::string &, void *) {}, nullptr);
    std::unique_ptr<poppler::document> document(poppler::document::load_from_raw_data(bytes.data(), (int)bytes.size()));
    if (!document) return BROKEN;
    if (document->is_locked()) return ENCRYPTED;
    if (document->pages() <= 0) return BROKEN;
    if (document->pages() > PAGES_MAX) return TOO_MANY_PAGES;
    print_head(*document);
    return print_pages(*document);
}

int main() {
    if (!confine()) return NOT_CONFINED;
    enum result result;
    try {
        result = run();
    } catch (const std::bad_alloc &) {
        result = NO_MEMORY;
    } catch (...) {
        result = BROKEN;
    }
    if (fflush(stdout) != 0 && result == DONE) result = TOO_MUCH_TEXT;
    _exit(result);
}
