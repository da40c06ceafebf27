/* The program's entry. Everything else is a command. */
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "app/command.h"
#include "db/db.h"

int main(int argc, char **argv) {
    if (sodium_init() < 0) return command_fail("the cryptographic library cannot be initialised");
    /* what is written here is nobody else's business */
    umask(0077);
    /* the portability test collects every statement */
    const char *sql_log = getenv("VARDE_SQL_LOG");
    if (sql_log && db_observe_into(sql_log) != OK) return command_fail("%s", err_detail());
    return command_main(argc, argv);
}
