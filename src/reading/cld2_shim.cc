/* The one piece of C++: a C face for the language detector CLD2. Nothing else belongs here. */
#include <stdio.h> /* CLD2's header needs it and does not say so */

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "reading/cld2_shim.h"

void cld2_detect(const char *text, size_t len, const char *hint, cld2_stretch *stretch, void *ctx, struct cld2_result *out) {
    CLD2::Language languages[CLD2_TOP];
    CLD2::ResultChunkVector chunks;
    int text_bytes;
    bool reliable;
    CLD2::Language known = hint && *hint ? CLD2::GetLanguageFromName(hint) : CLD2::UNKNOWN_LANGUAGE;
    CLD2::CLDHints hints = {NULL, "", CLD2::UNKNOWN_ENCODING, known};
    CLD2::ExtDetectLanguageSummary(text, (int)len, true, &hints, 0, languages, out->percent, out->score, stretch ? &chunks : NULL,
                                   &text_bytes, &reliable);
    out->reliable = reliable;
    for (int i = 0; i < CLD2_TOP; i++) out->code[i] = CLD2::LanguageCode(languages[i]);
    for (size_t i = 0; i < chunks.size(); i++) {
        size_t from = (size_t)chunks[i].offset, to = from + (size_t)chunks[i].bytes;
        if (chunks[i].offset >= 0 && chunks[i].bytes > 0 && to <= len)
            stretch(ctx, from, to, CLD2::LanguageCode(static_cast<CLD2::Language>(chunks[i].lang1)));
    }
}
