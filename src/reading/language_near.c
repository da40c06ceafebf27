/* Norwegian, Danish and Swedish; Czech and Slovak; the Cyrillic ones; Croatian and Serbian; Arabic and Persian: a detector that counts letter groups
 * mistakes one for the other in short texts. Each of them has letters or small words that the other never writes: these decide, where they are
 * clear. No judgement about other languages. */
#include "reading/language_near.h"

#include <string.h>

enum { LOOKED_AT = 1 << 14, CLEAR = 2 };

/* What speaks for a language and against its relatives; pieces are found anywhere, blanks mark the bounds of words. */
struct sign {
    const char *code;
    const char *pieces[32];
};
struct family {
    struct sign signs[6];
};

static const struct family families[] = {
    {{{"sv", {"ä", "ö", " och ", " att ", " från "}},
      {"da",
       {" af ", " efter ", " blev ", " også ", " mod ", " hvor", " sig ", " nu ", " noget", " oplyser ", " siger ", "kriminal", " og "}},
      {"no", {" av ", " etter ", " ble ", " også ", " mot ", " hvor", " seg ", " nå ", " noe", " opplyser ", " sier ", "øy", " og "}}}},
    {{{"cs", {"ř", "ě", "ů", " jsou ", " nebo "}}, {"sk", {"ľ", "ĺ", "ŕ", "ô", "ä", " sú ", " alebo ", " bol ", " sa "}}}},
    {{{"uk", {"ї", "є", "ґ", " що ", " та "}},
      {"be", {"ў", " што ", " і ", "дз", "ць "}},
      {"ru", {"ы", "э", "ё", " что ", " и "}},
      {"bg", {"ъ", "щ", " че ", " се ", " са ", "ите "}},
      {"mk", {"ѓ", "ќ", "ѕ", "џ", "ј", " се ", " дека "}},
      {"sr", {"ђ", "ћ", "љ", "њ", "ј", " је ", " су "}}}},
    {{{"hr", {" tko ",  " također", "sigurnos", "vijeć",       " tijekom ", "sustav", " tjed",    "ožujk",    "veljač",           "siječnj",
              "travnj", "svibnj",   "lipnj",    "srpnj",       "kolovoz",   " rujn",  "listopad", "studenog", "prosinc",          "izvješ",
              "uhić",   "priopć",   "tvrtk",    "poslužitelj", "hrvat",     " vlast", "točn",     "tisuć",    "ministar vanjskih"}},
      {"sr", {" ko ",    " takođe",  "bezbedn",   " veće",   " tokom ",  "sistem", "nedelj",  "januar",  "februar", " marta",
              " aprila", " juna",    " jula",     " avgust", "septembr", "oktobr", "novembr", "decembr", "izvešt",  "uhapš",
              "saopšt",  "kompanij", "predsedni", "vesti",   "tačn",     "hiljad", "opštin",  " reč"}}}},
    {{{"fa", {"پ", "چ", "ژ", "گ", "ک", "ی", " است", " را "}}, {"ar", {"ة", "ك", "ي", "ى", " في ", " على "}}}},
};

static size_t count_of(struct str text, const char *piece) {
    size_t n = 0, len = strlen(piece);
    for (size_t at = 0; (at = str_find(text, (struct str){piece, len}, at)) != SIZE_MAX; at += len) n++;
    return n;
}

/* Pieces that a relative shares say nothing. */
static bool is_shared(const struct family *family, const struct sign *own, const char *piece) {
    for (size_t i = 0; i < 6 && family->signs[i].code; i++)
        for (size_t k = 0; &family->signs[i] != own && k < 32 && family->signs[i].pieces[k]; k++)
            if (strcmp(family->signs[i].pieces[k], piece) == 0) return true;
    return false;
}

static size_t weigh(struct str text, const struct family *family, const struct sign *sign) {
    size_t sum = 0;
    for (size_t i = 0; i < 32 && sign->pieces[i]; i++)
        if (!is_shared(family, sign, sign->pieces[i])) sum += count_of(text, sign->pieces[i]);
    return sum;
}

static const struct sign *sign_of(const struct family *family, const char *code) {
    for (size_t i = 0; i < 6 && family->signs[i].code; i++)
        if (strcmp(family->signs[i].code, code) == 0) return &family->signs[i];
    return NULL;
}

/* Serbian is written in two alphabets: which family it is compared with is told by its letters. */
static bool is_of_family(struct str text, const struct family *family, const char *code) {
    if (!sign_of(family, code)) return false;
    if (strcmp(code, "sr") != 0) return true;
    bool cyrillic = count_of(text, "а") > count_of(text, "a");
    return cyrillic == (sign_of(family, "ru") != NULL);
}

const char *language_near(struct str text, const char *code) {
    if (text.len > LOOKED_AT) text.len = LOOKED_AT;
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        const struct family *family = &families[f];
        if (!is_of_family(text, family, code)) continue;
        size_t own = weigh(text, family, sign_of(family, code)), most = own;
        const char *best = code;
        for (size_t i = 0; i < 6 && family->signs[i].code; i++) {
            size_t weight = weigh(text, family, &family->signs[i]);
            if (weight > most && weight >= CLEAR && weight > 2 * own) {
                most = weight;
                best = family->signs[i].code;
            }
        }
        return best;
    }
    return code;
}
