/* The order of the steps. Nothing is understood here. */
#include "reading/document.h"

#include "reading/doubt.h"
#include "reading/names.h"

void document_understand(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    reading_recognise(arena, r);
    reading_names_note(arena, hints->names, r);
    reading_indicators(arena, hints, r);
    reading_quotes(arena, r);
}

void reading_begin(struct arena *arena, struct str input, const struct reading_hints *hints, struct reading *out) {
    *out = (struct reading){.text = {"", 0}, .title = {"", 0}};
    reading_clean(arena, input, hints, out);
    reading_language(arena, hints, out);
    reading_dates(arena, input, hints, out);
}

void reading_of(struct arena *arena, struct str input, const struct reading_hints *hints, struct reading *out) {
    static const struct reading_hints none;
    if (!hints) hints = &none;
    reading_begin(arena, input, hints, out);
    document_understand(arena, hints, out);
    reading_items(arena, hints, out);
    doubt_settle(out);
}
