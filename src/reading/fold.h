/* Text into tokens of romanised small letters, so that one table entry serves every script and spelling: Столтенберг and Stoltenberg fold alike.
 * A letter of a script without blanks between words (Chinese, Japanese, Korean, Thai) is a token of its own. */
#ifndef VARDE_READING_FOLD_H
#define VARDE_READING_FOLD_H

#include "base/vec.h"

enum token_script { TOKEN_LATIN, TOKEN_GREEK, TOKEN_CYRILLIC, TOKEN_HEBREW, TOKEN_ARABIC, TOKEN_OTHER, TOKEN_GEORGIAN };

struct token {
    uint32_t from, to;  /* bytes of the text */
    uint32_t symbols;   /* where its symbols start in tokens.symbols */
    uint8_t len;        /* of its symbols, at most 48: what is longer is cut */
    uint8_t upper;      /* so many symbols at its start come from capitals (all, in scripts without capitals) */
    uint8_t script;     /* enum token_script */
    bool joined : 1;    /* only a blank, hyphen or the like stands before it: one name may go on */
    bool attached : 1;  /* only one mark stands before it, as before the inflection of an acronym: FN:s, ENSZ-nek, BM'nin */
    bool spaced : 1;    /* something stands before it: of a letter of a script without blanks, another word begins */
    bool all_upper : 1; /* the whole token is capitals */
    bool opens : 1;     /* it begins a sentence or line */
    uint8_t sound;      /* length of its sound, SOUND_UNMADE before fold_sound is asked */
};
enum { SOUND_UNMADE = 255 };

struct tokens {
    struct token *items;
    size_t len;
    uint8_t *symbols, *sounds;
};

enum { FOLD_BLOCK = 32768 }; /* bytes that are folded at once: long texts go through in blocks, so that memory stays flat */

/* Room for the tokens of a block; to be used again and again. */
struct tokens fold_new(struct arena *arena);
/* The same where no text will have more than `longest` bytes: most paragraphs are small beside a block. */
struct tokens fold_new_for(struct arena *arena, size_t longest);
/* The tokens of `text` (at most FOLD_BLOCK bytes, valid UTF-8), in place of those before. Linear time. */
void fold_tokens(struct tokens *tokens, struct str text);
/* Cut the next block off *rest: at most FOLD_BLOCK bytes, ending at a blank where there is one; false at the end. */
bool fold_block(struct str *rest, struct str *block);
/* The sound of `len` symbols without the habits of spelling (sch = sh = s, w = v, no doubles) into `out` of 64; returns its length. */
size_t fold_skeleton(const uint8_t *symbols, size_t len, uint8_t out[64]);
/* The skeleton of the token at `at`, made once. */
const uint8_t *fold_sound(const struct tokens *tokens, size_t at, size_t *len);

#endif
