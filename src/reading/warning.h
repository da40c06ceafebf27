/* Warning lists, compiled: does a value stand in a list of things that are known to be harmless? One list is compiled once and then read by any
 * number of threads. Knows nothing of attributes. Case is ignored but in expressions, which say themselves. */
#ifndef VARDE_READING_WARNING_H
#define VARDE_READING_WARNING_H

#include "base/vec.h"

struct warning_list;

/* `type`: "string" (equal), "substring" (an entry stands in the value), "hostname" (the value's host is an entry or below one), "cidr" (an address
 * in a network), "regex" (expressions in delimiters, "/^a/i"); any other is taken as string. Entries that cannot be understood match nothing. The
 * list and copies of what it keeps live in `arena`; call warning_list_done before that goes. */
struct warning_list *warning_list_compile(struct arena *arena, struct str type, const struct str *entries, size_t count);
void warning_list_done(struct warning_list *list);
/* *matched: the entry that it was, living as long as the list. */
bool warning_list_match(const struct warning_list *list, struct str value, struct str *matched);

#endif
