/* The names of the traffic light protocol. */
#include "model/tlp.h"

static const char *const names[] = {"", "clear", "green", "amber", "amber+strict", "red"};

enum tlp tlp_of_tag(struct str tag_name) {
    struct str name = str_trim(tag_name);
    if (str_starts_nocase(name, STR("tlp:"))) name = str_sub(name, 4, name.len - 4);
    if (str_eq_nocase(name, STR("white"))) return TLP_CLEAR;
    for (int i = TLP_CLEAR; i <= TLP_RED; i++)
        if (str_eq_nocase(name, str_from(names[i]))) return (enum tlp)i;
    return TLP_NONE;
}

const char *tlp_text(enum tlp tlp) { return names[tlp]; }
