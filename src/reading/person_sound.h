/* How a name is spoken, near enough that Казнёв, كازنوف, カズヌーヴ, 카즈뇌브 and Cazeneuve can be laid beside each other: one letter a sound. Unlike the sound of
 * fold.h, which has to agree exactly, this one keeps what the spelling leaves open (a Latin j, c, ch) as a letter of its own, which costs little
 * beside each of its readings. Pure. */
#ifndef VARDE_READING_PERSON_SOUND_H
#define VARDE_READING_PERSON_SOUND_H

#include <stdbool.h>

#include "base/str.h"
#include "reading/fold.h"

/* Vowels a e i o u; b c(ts) d f g h k l m n p r s t v w x(kh) z; S(sh) Z(zh, and j of John) C(ch); H J G Q T = Latin ch, j, g before e and i, c at the
 * end, th; A I U E = an alef, yod, waw and final he, which may be vowels. */
enum { SOUND_MAX = 24, BONES_MAX = 5 };

/* What a script leaves out or puts in. LETTERS has capitals, CASELESS (Georgian, Armenian) has none, CONSONANTS (Arabic, Hebrew) tells few vowels. */
enum person_voice { VOICE_LETTERS, VOICE_CASELESS, VOICE_CONSONANTS, VOICE_KANA, VOICE_KOREAN, VOICES };

struct person_sound {
    char at[SOUND_MAX];
    uint8_t len;
    uint8_t voice; /* enum person_voice */
};

/* A word of folded letters (fold_tokens). `spelt`: Latin letters as English, French and so on write them; otherwise one letter a sound. */
void person_sound_word(const uint8_t *symbols, size_t len, enum token_script script, bool spelt, struct person_sound *out);
/* The Japanese or Korean word that `text` begins with; how many bytes it takes, 0 if there is none. */
size_t person_sound_syllables(struct str text, struct person_sound *out);
/* The consonants by kinds, at most `max`: what two spellings of a name have in common. `choice` takes another reading of what is open for each of its
 * numbers; false when there is no such reading (0 always has one). */
bool person_sound_bones(const struct person_sound *sound, unsigned choice, char out[BONES_MAX + 1]);
/* How far `said` is from `name`, in hundredths of a letter; `ending`: a tail of a few letters may be an inflection. What is more than `limit` is not told
 * exactly. */
unsigned person_sound_distance(const struct person_sound *name, const struct person_sound *said, bool ending, unsigned limit);

#endif
