/* Prints the Chinese letters of the traditional script that have another form in the simplified one, as ICU (Unihan) pairs them, in the form of
 * src/reading/tables/han.txt. Run by hand when ICU's data is newer: cc tools/han_pairs.c -o pairs $(pkg-config --cflags --libs icu-i18n) && ./pairs.
 * Not part of the build. */
#include <stdio.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { FIRST = 0x4E00, LAST = 0x9FFF, A_LINE = 30 };

int main(void) {
    UErrorCode e = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Traditional-Simplified");
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
    int count = 0;
    if (U_FAILURE(e)) return 1;
    for (UChar c = FIRST; c <= LAST; c++) {
        UChar text[8] = {c};
        int32_t len = 1, limit = 1;
        char from[8], to[8];
        e = U_ZERO_ERROR;
        utrans_transUChars(t, text, &len, 8, 0, &limit, &e);
        if (U_FAILURE(e) || len != 1 || text[0] == c || text[0] < FIRST || text[0] > LAST) continue;
        u_strToUTF8(from, sizeof from, NULL, &c, 1, &e);
        u_strToUTF8(to, sizeof to, NULL, text, 1, &e);
        printf("%s=%s%s", from, to, ++count % A_LINE ? " " : "\n");
    }
    printf("\n");
    utrans_close(t);
    return 0;
}
