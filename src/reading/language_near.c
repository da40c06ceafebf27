/* Norwegian, Danish and Swedish; Czech and Slovak; the Cyrillic ones; Croatian and Serbian; Arabic and Persian; English, Dutch and German
 * where a short text is full of names: a detector that counts letter groups
 * mistakes one for the other in short texts. Each of them has letters or small words that the other never writes: these decide, where they are
 * clear. One pass over the text counts them all. No judgement about other languages. */
#include "reading/language_near.h"

#include <pthread.h>
#include <string.h>

enum { LOOKED_AT = 1 << 14, CLEAR = 2, PIECES = 40, SHORT_TEXT = 1200 };

/* What speaks for a language and against its relatives; pieces are found anywhere, blanks mark the bounds of words. */
struct sign {
    const char *code;
    const char *pieces[PIECES];
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
      {"be", {"ў", " што ", " і ", "дз", "ць ", "цц", "ыя ", "ага ", "ы", "э", "ё"}},
      {"ru", {"ы", "э", "ё", " что ", " и ", "ый ", "ые ", "ция", " из ", " был"}},
      {"bg", {"ъ", "щ", " че ", " се ", " са ", "ите "}},
      {"mk", {"ѓ", "ќ", "ѕ", "џ", "ј", " се ", " дека ", "ите ", "аат ", "рот ", "нот ", " кои "}},
      {"sr", {"ђ", "ћ", "љ", "њ", "ј", " је ", " су "}}}},
    {{{"hr", {" tko ",       " također",
              "sigurnos",    "vijeć",
              " tijekom ",   "sustav",
              " tjed",       "ožujk",
              "veljač",      "siječnj",
              "travnj",      "svibnj",
              "lipnj",       "srpnj",
              "kolovoz",     " rujn",
              "listopad",    "studenog",
              "prosinc",     "izvješ",
              "savjet",      "poslije",
              "vrijem",      "rješen",
              "predsjed",    "uhić",
              "priopć",      "tvrtk",
              "poslužitelj", "hrvat",
              " vlast",      "točn",
              "tisuć",       "ministar vanjskih"}},
      {"sr", {" ko ",  " takođe", "bezbedn", " veće",    " tokom ",   "sistem",  "nedelj",  "januar", "februar", " marta", " aprila",
              " juna", " jula",   " avgust", "septembr", "oktobr",    "novembr", "decembr", "izvešt", "uhapš",   "savet",  "posle ",
              "vrem",  "rešen",   "saopšt",  "kompanij", "predsedni", "vesti",   "tačn",    "hiljad", "opštin",  " reč"}}}},
    {{{"fa", {"پ", "چ", "ژ", "گ", "ک", "ی", " است", " را "}}, {"ar", {"ة", "ك", "ي", "ى", " في ", " على "}}}},
    {{{"en", {" the ", " of ", " and ", " to ", " for ", " by ", " with ", " from ", " that ", " has ", " on ", " at ", "ing "}},
      {"nl",
       {" de ", " het ", " een ", " van ", " en ", " voor ", " aan ", " bij ", " naar ", " wordt ", " met ", " door ", " na ", " niet ",
        " op ", "eren "}},
      {"de", {" der ", " die ", " das ", " und ", " den ", " von ", " mit ", " nach ", " auf ", " bei ", " ist ", " für "}}}},
};

/* Every piece that tells (what a relative shares says nothing), by its first letter: behind a blank that is the second one. */
struct piece {
    const char *text;
    uint8_t len, sign;
    uint16_t next; /* of the same letter: index + 1, 0 = none */
};
struct finder {
    struct piece pieces[6 * PIECES];
    uint16_t count, first[256];
};
static struct finder finders[sizeof families / sizeof *families];
static pthread_once_t built = PTHREAD_ONCE_INIT;

static bool is_shared(const struct family *family, const struct sign *own, const char *piece) {
    for (size_t i = 0; i < 6 && family->signs[i].code; i++)
        for (size_t k = 0; &family->signs[i] != own && k < PIECES && family->signs[i].pieces[k]; k++)
            if (strcmp(family->signs[i].pieces[k], piece) == 0) return true;
    return false;
}

static unsigned bucket_of(const char *text) {
    unsigned char first = (unsigned char)text[0], second = (unsigned char)text[1];
    return first == ' ' ? second : (first * 5u + second) & 255; /* letters of two bytes share their first one */
}

static void add_piece(struct finder *f, const char *text, size_t sign) {
    unsigned bucket = bucket_of(text);
    f->pieces[f->count] = (struct piece){text, (uint8_t)strlen(text), (uint8_t)sign, f->first[bucket]};
    f->first[bucket] = ++f->count;
}

static void build(void) {
    for (size_t f = 0; f < sizeof families / sizeof *families; f++)
        for (size_t i = 0; i < 6 && families[f].signs[i].code; i++)
            for (size_t k = 0; k < PIECES && families[f].signs[i].pieces[k]; k++)
                if (!is_shared(&families[f], &families[f].signs[i], families[f].signs[i].pieces[k]))
                    add_piece(&finders[f], families[f].signs[i].pieces[k], i);
}

/* How often pieces of each of the signs stand in the text. */
static void weigh(struct str text, const struct finder *f, size_t weights[6]) {
    for (size_t at = 0; at + 1 < text.len; at++)
        for (unsigned i = f->first[bucket_of(text.ptr + at)]; i; i = f->pieces[i - 1].next) {
            const struct piece *p = &f->pieces[i - 1];
            weights[p->sign] += p->len <= text.len - at && memcmp(p->text, text.ptr + at, p->len) == 0;
        }
}

static const struct sign *sign_of(const struct family *family, const char *code) {
    for (size_t i = 0; i < 6 && family->signs[i].code; i++)
        if (strcmp(family->signs[i].code, code) == 0) return &family->signs[i];
    return NULL;
}

/* Is it told to be in that language, or too short to be told? What is in another one has letters of its own. */
static bool speaks(const struct paragraph *p, const char *code) { return !p->language.code[0] || strcmp(p->language.code, code) == 0; }

/* Serbian is written in two alphabets: which family it is compared with is told by its letters. */
static bool is_of_family(const struct paragraph_list *paragraphs, const struct family *family, const char *code) {
    if (!sign_of(family, code)) return false;
    if (strcmp(code, "sr") != 0) return true;
    size_t cyrillic = 0, latin = 0;
    for (size_t k = 0; k < paragraphs->len; k++) {
        struct str text = paragraphs->items[k].text;
        for (size_t i = 0; i < text.len && speaks(&paragraphs->items[k], code); i++) {
            latin += text.ptr[i] == 'a';
            cyrillic += (unsigned char)text.ptr[i] == 0xD0 && i + 1 < text.len && (unsigned char)text.ptr[i + 1] == 0xB0; /* U+0430 */
        }
    }
    return (cyrillic > latin) == (sign_of(family, "ru") != NULL);
}

static size_t bytes_of(const struct paragraph_list *paragraphs) {
    size_t bytes = 0;
    for (size_t i = 0; i < paragraphs->len && bytes <= SHORT_TEXT; i++) bytes += paragraphs->items[i].text.len;
    return bytes;
}

static void weigh_all(const struct paragraph_list *paragraphs, const char *code, const struct finder *f, size_t weights[6]) {
    size_t left = LOOKED_AT;
    for (size_t i = 0; i < paragraphs->len && left; i++) {
        if (!speaks(&paragraphs->items[i], code)) continue;
        struct str text = str_sub(paragraphs->items[i].text, 0, left);
        weigh(text, f, weights);
        left -= text.len;
    }
}

const char *language_near(const struct paragraph_list *paragraphs, const char *code) {
    pthread_once(&built, build);
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        const struct sign *signs = families[f].signs, *own = sign_of(&families[f], code);
        size_t weights[6] = {0};
        if (!own || !is_of_family(paragraphs, &families[f], code)) continue;
        if (sign_of(&families[f], "en") && bytes_of(paragraphs) > SHORT_TEXT) continue; /* errs only where names are half of it */
        weigh_all(paragraphs, code, &finders[f], weights);
        size_t own_weight = weights[own - signs], most = own_weight;
        const char *best = code;
        for (size_t i = 0; i < 6 && signs[i].code; i++) {
            if (weights[i] <= most || weights[i] < CLEAR || weights[i] <= 2 * own_weight) continue;
            most = weights[i];
            best = signs[i].code;
        }
        return best;
    }
    return code;
}
