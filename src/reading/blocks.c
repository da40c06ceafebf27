/* The title first, then one paragraph after the other; what is longer than FOLD_BLOCK comes in pieces. */
#include "reading/blocks.h"

#include "reading/language_mask.h"

enum { LEAD_BYTES = 80, MARKS = 8 }; /* a lead has so many; so many more has a heading than the title */

/* Bytes of the longest text that will be folded at once. */
static size_t longest(const struct reading *r) {
    size_t most = r->paragraphs.len ? r->title.len : r->title.len + r->text.len;
    for (size_t i = 0; i < r->paragraphs.len; i++)
        if (r->paragraphs.items[i].text.len > most) most = r->paragraphs.items[i].text.len;
    return most;
}

static bool is_inside(struct str part, struct str whole) {
    return part.ptr && whole.ptr && part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

static bool is_heading(struct str text, struct str title) {
    return title.len && text.len <= title.len + MARKS && str_find(text, title, 0) != SIZE_MAX;
}

static void open_text(struct blocks *b, struct str text, size_t offset, const char *own, enum block_place place) {
    const char *language = own[0] ? own : b->r->language.code;
    b->rest = text;
    b->block.offset = offset;
    b->block.text = STR_NONE;
    b->block.languages = language_mask(b->r->language.code, own);
    b->block.place = place;
    b->block.italian = language[0] == 'i' && language[1] == 't' && language[2] == '\0';
}

static bool open_next(struct blocks *b) {
    const struct reading *r = b->r;
    if (!b->titled) {
        b->titled = true;
        open_text(b, r->title, 0, "", BLOCK_TITLE);
        b->block.repeated = is_inside(r->title, r->text);
        b->block.unplaced = !b->block.repeated;
        return true;
    }
    b->block.unplaced = b->block.repeated = b->block.doubtful = false;
    if (r->paragraphs.len == 0 && b->paragraph == 0) {
        b->paragraph = 1;
        open_text(b, r->text, 0, "", BLOCK_LEAD);
        return true;
    }
    if (b->paragraph >= r->paragraphs.len) return false;
    const struct paragraph *p = &r->paragraphs.items[b->paragraph];
    open_text(b, p->text, p->offset, p->language.code, b->led ? BLOCK_REST : BLOCK_LEAD);
    b->block.doubtful = p->doubtful;
    b->block.heading = !b->led && is_heading(p->text, r->title);
    b->led |= p->text.len >= LEAD_BYTES && !b->block.heading;
    b->paragraph++;
    return true;
}

void blocks_init(struct blocks *b, struct arena *arena, const struct reading *r) {
    *b = (struct blocks){.r = r, .block = {.tokens = fold_new_for(arena, longest(r))}};
}

bool blocks_next(struct blocks *b) {
    struct str piece;
    b->block.offset += b->block.text.len;
    if (b->block.text.len) b->block.place = BLOCK_REST; /* of one text only the first piece leads */
    while (!fold_block(&b->rest, &piece))
        if (!open_next(b)) return false;
    b->block.text = piece;
    fold_tokens(&b->block.tokens, piece);
    return true;
}
