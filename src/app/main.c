/* The program's entry. Everything else is a command. */
#include <malloc.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/command.h"
#include "app/pdf_program.h"
#include "db/db.h"
#include "format/in_pdf.h"

int main(int argc, char **argv) {
    if (sodium_init() < 0) return command_fail("the cryptographic library cannot be initialised");
    /* Large requests give their memory back when they end: few heaps, and blocks from 128 KiB on are mapped on their own. */
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 128 << 10);
    mallopt(M_TRIM_THRESHOLD, 256 << 10);
    /* what is written here is nobody else's business */
    umask(0077);
    /* the portability test collects every statement */
    const char *sql_log = getenv("VARDE_SQL_LOG");
    if (sql_log && db_observe_into(sql_log) != OK) return command_fail("%s", err_detail());
    in_pdf_use(pdf_program_run);
    return command_main(argc, argv);
}
