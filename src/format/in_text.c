/* Which encoding is it? A byte-order mark or valid UTF-8 settles it. A legacy encoding is believed where it was declared, or else where its letters
 * fall into words better than those of every other: each candidate is scored by what its high bytes would be. Then the text is normalised: no
 * reader after this meets a carriage return, a zero-width mark, a control character or a decomposed letter. */
#include "format/in_text.h"

#include <emmintrin.h>
#include <errno.h>
#include <iconv.h>
#include <limits.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "codec/utf8.h"
#include "model/ascii.h"

enum { SAMPLE = 32768, MARGIN_NUMBER = 10 };

#define CYRILLIC_OFTEN "оеаинтсрвл"
#define HAN_OFTEN \
    "的一是在不了有和人这中大为上个国我以要他时来用们到作地于出就分对成会可主发年动同工也能下过子说政府部交外击网布这日星期" \
    "這為個國時來們於對會發動過說擊網東與從後開長事新者本行月"
#define KANA_OFTEN "のにはをたがでてとしれさいるなかもらうまりこすンスルトイアクリーラッ、。日国人年大"
#define HANGUL_OFTEN "이다는의에을가하고지로기도서사한은를으부보해시인아정자라나어대일전"

/* Letters of the languages that an encoding is used for, the commoner case of each; and those (in words of such letters alone) that are the
 * commonest: what tells two scripts without accents apart. */
struct candidate {
    const char *name, *letters, *often;
};
static const struct candidate candidates[] = {
    {"windows-1252", "éèêëàâçîïôûùœæøåäöüßñáíóúãõìòÉÀÇØÅÄÖÜ", ""},
    {"windows-1250", "ąćęłńóśźżáčďéěíňřšťúůýžőűöüăâîľĺŕôŠČŽŁŚŻ", ""},
    {"windows-1251", "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґђљњћџјѓќѕ", CYRILLIC_OFTEN},
    {"KOI8-R", "абвгдежзийклмнопрстуфхцчшщъыьэюя", CYRILLIC_OFTEN},
    {"ISO-8859-5", "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєђљњћџјѓќѕ", CYRILLIC_OFTEN},
    {"windows-1253", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ", "αοιετσνηυρς"},
    {"windows-1254", "ğışçöüâîİŞĞÇÖÜ", ""},
    {"windows-1257", "āčēģīķļņšūžąęėįųõäöü", ""},
    {"ISO-8859-2", "ąćęłńóśźżáčďéěíňřšťúůýžőűöüăâîľĺŕôŠČŽŁŚŻ", ""},
    {"windows-1255", "אבגדהוזחטיךכלםמןנסעףפץצקרשת", "יוהלאתרבשמ"},
    {"windows-1256", "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإؤئآپچژگ", "اليونمترب"},
    {"GB18030", "", HAN_OFTEN},
    {"BIG5", "", HAN_OFTEN},
    {"CP932", "", KANA_OFTEN},
    {"EUC-JP", "", KANA_OFTEN},
    {"CP949", "", HANGUL_OFTEN},
};
enum { CANDIDATES = sizeof candidates / sizeof *candidates };

/* NULL when there is a sequence that the encoding does not have. */
static char *convert(struct arena *arena, const char *name, struct str bytes, size_t *len) {
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) return NULL;
    size_t room = bytes.len * 3 + 4, left = bytes.len, space = room;
    char *out = arena_raw(arena, room), *to = out, *from = (char *)(uintptr_t)bytes.ptr;
    size_t result = left ? iconv(cd, &from, &left, &to, &space) : 0;
    bool cut = result == (size_t)-1 && errno == EINVAL && left < 4 && bytes.len == SAMPLE; /* within the last character of a sample */
    iconv_close(cd);
    if (result == (size_t)-1 && !cut) return NULL;
    *len = room - space;
    return out;
}

static bool has_letter(const char *letters, const char *at, size_t len) {
    for (const char *p = letters; (p = memchr(p, *at, strlen(p))) != NULL; p++)
        if (strlen(p) >= len && memcmp(p, at, len) == 0) return true;
    return false;
}

static bool is_mark(uint32_t code) {
    return (code >= 0x2010 && code <= 0x2026) || code == 0xA0 || code == 0xAB || code == 0xBB || code == 0xA7 || code == 0xB0 ||
           code == 0x20AC || code == 0x2116 || code == 0xA9 || code == 0xAE || code == 0x2122;
}

/* What the high characters would say: own letters are for it, symbols within words against it, a capital after a small letter much so. */
static long score(const struct candidate *c, struct str text) {
    long sum = 0;
    size_t high_run = 0;
    bool small = false, ideographs = !*c->letters;
    for (size_t i = 0; i < text.len;) {
        size_t len = utf8_char_len(text.ptr + i, text.len - i);
        if (len == 0) return LONG_MIN;
        if (len == 1) {
            small = text.ptr[i] >= 'a' && text.ptr[i] <= 'z';
        } else if (ideographs) {
            bool often = has_letter(c->often, text.ptr + i, len);
            uint32_t code = utf8_decode(text.ptr + i, len);
            sum += often ? 16 : code >= 0x3000 && code < 0xFF60 ? -2 : -6;
        } else {
            char folded[8];
            uint32_t code = utf8_decode(text.ptr + i, len);
            bool is_small = utf8_fold_into(folded, sizeof folded, str_sub(text, i, len)) == len && memcmp(folded, text.ptr + i, len) == 0;
            bool beside_latin = (i > 0 && ascii_is_letter(text.ptr[i - 1])) || (i + len < text.len && ascii_is_letter(text.ptr[i + len]));
            if (*c->often && beside_latin) /* no word mixes scripts */
                sum -= 3;
            else if (has_letter(c->letters, text.ptr + i, len))
                sum += small && !is_small ? -2 : high_run > 1 && has_letter(c->often, text.ptr + i, len) ? 4 : 3;
            else if (has_letter(c->letters, folded, len))
                sum += small ? -4 : 1;
            else
                sum += is_mark(code) ? 0 : -3;
            small = is_small && !is_mark(code);
        }
        high_run = len > 1 ? high_run + 1 : 0;
        i += len;
    }
    return sum;
}

/* The candidate whose letters fit best, and whether by a margin. */
static const char *guess_legacy(struct arena *arena, struct str bytes, bool *certain) {
    long best = LONG_MIN, second = LONG_MIN, high = 0;
    const char *name = "windows-1252";
    struct str sample = str_sub(bytes, 0, SAMPLE);
    for (size_t i = 0; i < sample.len; i++) high += (unsigned char)sample.ptr[i] >= 0x80;
    for (size_t i = 0; i < CANDIDATES; i++) {
        size_t len;
        char *text = convert(arena, candidates[i].name, sample, &len);
        long points = text ? score(&candidates[i], (struct str){text, len}) : LONG_MIN;
        if (points > best) {
            second = best;
            best = points;
            name = candidates[i].name;
        } else if (points > second) {
            second = points;
        }
    }
    *certain = best > high && best - second > high / MARGIN_NUMBER;
    return name;
}

/* Mostly UTF-8 with a few strangers, as pages that were pasted together are: these are read as windows-1252. */
static bool is_mostly_utf8(struct str s) {
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < s.len;) {
        size_t n = utf8_char_len(s.ptr + i, s.len - i);
        if (n > 1) good++;
        if (n == 0) bad++;
        i += n ? n : 1;
    }
    return good > 4 * bad;
}

static struct str mend_utf8(struct arena *arena, struct str s) {
    char *out = arena_raw(arena, s.len * 3 + 1);
    size_t at = 0;
    for (size_t i = 0; i < s.len;) {
        size_t n = utf8_char_len(s.ptr + i, s.len - i), len;
        if (n) {
            memcpy(out + at, s.ptr + i, n);
            at += n;
            i += n;
            continue;
        }
        char *one = convert(arena, "windows-1252", str_sub(s, i, 1), &len);
        if (one) memcpy(out + at, one, len), at += len;
        i++;
    }
    return (struct str){out, at};
}

/* UTF-16 by its mark, or by zero bytes at every other place. */
static const char *utf16_name(struct str s) {
    if (str_starts(s, STR("\xFF\xFE"))) return "UTF-16LE";
    if (str_starts(s, STR("\xFE\xFF"))) return "UTF-16BE";
    size_t even = 0, odd = 0, n = s.len < 512 ? s.len & ~(size_t)1 : 512;
    for (size_t i = 0; i + 1 < n; i += 2) {
        even += s.ptr[i] == 0;
        odd += s.ptr[i + 1] == 0;
    }
    if (n < 16) return NULL;
    if (odd * 4 > n && even == 0) return "UTF-16LE";
    return even * 4 > n && odd == 0 ? "UTF-16BE" : NULL;
}

static bool is_binary(struct str s) {
    size_t control = 0, n = s.len < SAMPLE ? s.len : SAMPLE;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        control += c < 32 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 27;
    }
    return control * 50 > n;
}

static bool decode_as(struct arena *arena, const char *name, struct str bytes, struct in_text *out) {
    size_t len;
    char *text = convert(arena, name, bytes, &len);
    if (!text) return false;
    out->encoding = name;
    out->text = (struct str){text, len};
    return utf8_is_valid(out->text);
}

static void decode(struct arena *arena, struct str bytes, struct str declared, struct in_text *out) {
    out->certain = true;
    out->encoding = "UTF-8";
    out->text = bytes;
    if (utf8_is_valid(bytes)) return;
    bool says_utf8 = str_eq_nocase(declared, STR("utf-8")) || str_eq_nocase(declared, STR("utf8"));
    if (is_mostly_utf8(bytes)) {
        out->certain = false;
        out->text = mend_utf8(arena, bytes);
        return;
    }
    if (declared.len && declared.len < 32 && !says_utf8 && ascii_all(str_sub(declared, 0, 1), ascii_is_letter)) {
        const char *name = str_eq_nocase(declared, STR("iso-8859-1")) || str_eq_nocase(declared, STR("latin1")) ? "windows-1252"
                           : str_eq_nocase(declared, STR("iso-8859-9"))                                         ? "windows-1254"
                                                                        : arena_cstr(arena, declared);
        if (decode_as(arena, name, bytes, out)) return;
    }
    const char *name = guess_legacy(arena, bytes, &out->certain);
    if (decode_as(arena, name, bytes, out)) return;
    out->certain = false;
    out->encoding = "windows-1252";
    out->text = mend_utf8(arena, bytes);
}

static bool is_joiner_script(uint32_t code) { return (code >= 0x600 && code < 0x900) || (code >= 0x900 && code < 0x1000); }

/* What to write for a character: 0 = nothing. */
static uint32_t kept(uint32_t code, uint32_t before) {
    if (code < 32) return code == '\n' || code == '\t' ? code : code == '\f' || code == '\v' ? '\n' : 0;
    if (code == 0x85 || code == 0x2028 || code == 0x2029) return '\n';
    if (code == 127 || (code >= 0x80 && code < 0xA0)) return 0;
    if (code == 0xA0 || code == 0x2007 || code == 0x202F || (code >= 0x2000 && code <= 0x200A)) return ' ';
    if (code == 0x200C || code == 0x200D) return is_joiner_script(before) ? code : 0;
    if (code == 0xAD || code == 0x200B || code == 0x200E || code == 0x200F || code == 0x2060 || code == 0xFEFF) return 0;
    if ((code >= 0x202A && code <= 0x202E) || (code >= 0x2061 && code <= 0x206F) || (code >= 0xFFF9 && code <= 0xFFFB)) return 0;
    if (code >= 0xE0000 && code <= 0xE007F) return 0; /* invisible tags */
    return code;
}

/* May the character be other than NFC, or make its neighbours so? A wide guess: what is told yes is asked of ICU. */
static bool is_suspect(uint32_t c) {
    if (c < 0x300) return false;
    return c < 0x370 || c == 0x37E || c == 0x387 || c == 0x374 || (c >= 0x590 && c < 0x1200) || (c >= 0x1AB0 && c < 0x1B00) ||
           (c >= 0x1DC0 && c < 0x1E00) || (c >= 0x1F00 && c < 0x2000) || (c >= 0x20D0 && c < 0x2100) || (c >= 0x2126 && c <= 0x212B) ||
           c == 0x2329 || c == 0x232A || c == 0x2ADC || (c >= 0x3099 && c <= 0x309A) || (c >= 0xF900 && c < 0xFB50) ||
           (c >= 0xFE20 && c < 0xFE30) || c > 0xFFFF;
}

/* One line through ICU; the line itself where that fails. */
static struct str nfc(struct arena *arena, struct str line) {
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&e);
    int32_t n = 0, room = (int32_t)line.len * 3 + 8, len = 0;
    if (line.len > (1u << 27)) return line;
    UChar *wide = ARENA_ARRAY(arena, UChar, line.len + 1), *done = ARENA_ARRAY(arena, UChar, room);
    u_strFromUTF8(wide, (int32_t)line.len + 1, &n, line.ptr, (int32_t)line.len, &e);
    if (U_SUCCESS(e) && unorm2_isNormalized(normalizer, wide, n, &e)) return line;
    int32_t m = unorm2_normalize(normalizer, wide, n, done, room, &e);
    char *out = arena_raw(arena, (size_t)m * 3 + 1);
    u_strToUTF8(out, m * 3 + 1, &len, done, m, &e);
    return U_SUCCESS(e) ? (struct str){out, (size_t)len} : line;
}

static bool is_printable_16(const char *p) {
    __m128i x = _mm_loadu_si128((const __m128i *)p); /* signed: bytes from 0x80 on are negative */
    return _mm_movemask_epi8(_mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8(0x1F)), _mm_cmplt_epi8(x, _mm_set1_epi8(0x7F)))) == 0xFFFF;
}

/* How many bytes from `i` on stay as they are and could not matter to their neighbours: printable ASCII, and the letters of Latin, Greek and Cyrillic
 * that are composed. */
static size_t ordinary(struct str text, size_t i) {
    size_t from = i;
    while (i < text.len) {
        if (text.len - i >= 16 && is_printable_16(text.ptr + i)) {
            i += 16;
            continue;
        }
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x20 && c < 0x7F) {
            i++;
        } else if (((c >= 0xC3 && c <= 0xCB) || c == 0xD0 || c == 0xD1) && i + 1 < text.len &&
                   ((unsigned char)text.ptr[i + 1] & 0xC0) == 0x80) {
            i += 2;
        } else {
            break;
        }
    }
    return i - from;
}

static void add_line(struct arena *arena, struct buf *to, size_t from, bool suspect) {
    if (!suspect) return;
    struct str line = arena_str(arena, str_sub(buf_str(to), from, SIZE_MAX)), better = nfc(arena, line);
    to->len = from;
    buf_add_str(to, better);
}

struct str in_text_normalise(struct arena *arena, struct str text) {
    struct buf out;
    size_t line = 0;
    uint32_t before = 0;
    bool suspect = false;
    buf_init(&out, text.len * 3 + 64);
    buf_reserve(&out, text.len + 1);
    for (size_t i = 0; i < text.len;) {
        size_t run = ordinary(text, i);
        if (run) {
            buf_add(&out, text.ptr + i, run);
            i += run;
            before = 'a';
            continue;
        }
        unsigned char c = (unsigned char)text.ptr[i];
        size_t len = c < 0x80 ? 1 : utf8_char_len(text.ptr + i, text.len - i);
        uint32_t code = len ? utf8_decode(text.ptr + i, len) : 0;
        if (c == '\r') code = i + 1 < text.len && text.ptr[i + 1] == '\n' ? 0 : '\n';
        uint32_t keep = code ? kept(code, before) : 0;
        if (keep == '\n') {
            add_line(arena, &out, line, suspect);
            buf_add_char(&out, '\n');
            line = out.len;
            suspect = false;
        } else if (keep == code && keep) {
            buf_add(&out, text.ptr + i, len);
            suspect |= is_suspect(code);
        } else if (keep) {
            buf_add_char(&out, (char)keep);
        }
        if (keep) before = keep;
        i += len ? len : 1;
    }
    add_line(arena, &out, line, suspect);
    struct str result = arena_str(arena, buf_str(&out));
    buf_done(&out);
    return result;
}

enum err in_text_convert(struct arena *arena, struct str bytes, struct str declared, struct in_text *out) {
    *out = (struct in_text){.text = {"", 0}, .encoding = "UTF-8", .certain = true};
    const char *wide = utf16_name(bytes);
    if (wide) {
        if (!decode_as(arena, wide, bytes, out)) return err_set(ERR_UNSUPPORTED, "This looks like %s text, but it is damaged.", wide);
    } else {
        if (is_binary(bytes)) return err_set(ERR_UNSUPPORTED, "This is no text: it holds binary data.");
        decode(arena, bytes, declared, out);
    }
    out->text = in_text_normalise(arena, out->text);
    return OK;
}
