/* One list for all who ask which country a report is silent about because it is its own. */
#include "reading/homes.h"

#include <stddef.h>
#include <string.h>

struct home {
    char language[3], country[3];
    bool only;
};

static const struct home homes[] = {
    {"uk", "UA", true},  {"pl", "PL", true},  {"cs", "CZ", true},  {"sk", "SK", true}, {"hu", "HU", true},  {"fi", "FI", true},
    {"sv", "SE", true},  {"da", "DK", true},  {"no", "NO", true},  {"et", "EE", true}, {"lv", "LV", true},  {"lt", "LT", true},
    {"bg", "BG", true},  {"el", "GR", true},  {"ro", "RO", false}, {"hr", "HR", true}, {"sl", "SI", true},  {"sr", "RS", false},
    {"mk", "MK", true},  {"sq", "AL", false}, {"tr", "TR", true},  {"ka", "GE", true}, {"hy", "AM", true},  {"he", "IL", true},
    {"ja", "JP", true},  {"ko", "KR", true},  {"nl", "NL", false}, {"it", "IT", true}, {"fr", "FR", false}, {"de", "DE", false},
    {"fa", "IR", false}, {"ru", "RU", false}, {"be", "BY", true},  {"is", "IS", true}, {"ga", "IE", true},  {"mt", "MT", true},
    {"az", "AZ", true},  {"kk", "KZ", true},  {"vi", "VN", true},  {"id", "ID", true},
};

const char *homes_of(const char *language, bool *only) {
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if (strcmp(homes[i].language, language) == 0) {
            *only = homes[i].only;
            return homes[i].country;
        }
    return NULL;
}
