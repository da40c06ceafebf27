/* What a name is looked up by: its consonants as a number, and bits for those it begins with. Whoever makes the index and whoever looks into it have
 * to agree. */
#include "reading/person_alike_index.h"

#include <string.h>

enum { FIRST_BONES = 4, BEGINNINGS = 256 };

static unsigned hash_of(const char *text, size_t len) {
    unsigned h = 2166136261u;
    for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h;
}

void alike_note_beginnings(const struct person_sound *sound, bool said, struct alike_beginnings *out) {
    char bones[BONES_MAX + 1];
    bool is = true;
    for (unsigned choice = 0; choice < ALIKE_CHOICES && is; choice++) {
        is = person_sound_bones(sound, choice, bones);
        size_t len = is ? strlen(bones) : 0, most = len < FIRST_BONES ? len : FIRST_BONES;
        for (size_t n = said ? 0 : most; is && n <= most; n++) {
            unsigned bit = hash_of(bones, n) % BEGINNINGS;
            out->bits[bit / 64] |= 1ULL << bit % 64;
        }
    }
}

uint64_t alike_mask(const struct alike_beginnings *b) { return b->bits[0] | b->bits[1] | b->bits[2] | b->bits[3]; }

uint16_t alike_code(const char *bones, size_t len) {
    static const char kinds[] = "btksln";
    unsigned code = 0;
    for (size_t i = 0; i < len; i++) code = code * 7 + 1 + (unsigned)(strchr(kinds, bones[i]) - kinds);
    return (uint16_t)code;
}
