/* See indicator_scan.h. The text has no end mark, so reading goes through YYPEEK, which gives 0 at the end; no rule matches 0. All rules begin with
 * what they go on with, so that nothing is read twice but for the few bytes that a failed bracket costs. */
#include "reading/indicator_scan.h"

#include "model/ascii.h"

#define YYCTYPE unsigned char
#define YYPEEK() (at < end ? (unsigned char)*at : 0)
#define YYSKIP() (++at)
#define YYBACKUP() (mark = at)
#define YYRESTORE() (at = mark)

/*!re2c
    re2c:yyfill:enable = 0;
    re2c:flags:input = custom;
    re2c:flags:utf-8 = 1;

    digit = [0-9];
    letter = [a-zA-Z];
    /* letters of scripts that words and labels are written in like Latin ones; others run together with what stands beside them */
    near = [\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u0373\u0376-\u037d\u0386\u0388-\u03ff\u0400-\u0481\u048a-\u052f\u0531-\u0556\u0561-\u0587\u10a0-\u10ff\u1e00-\u1fff];
    wide = [\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u06fa-\u06fc\u0904-\u0939\u0e01-\u0e30\u0e32-\u0e46\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3];
    fence = "[" | "(" | "{";
    unfence = "]" | ")" | "}";
    defanged = fence ("." | "@" | ":" | "://" | "/" | "," | 'dot' | 'at' | 'tt' | 's') unfence | "[." | ".]";
    scheme = ("h" | "H") ([xXtT*]{2} | "[tt]" | "[xx]") [pP] "[s]"? [sS]? | 'meow' | 's'? 'ftp' 's'? | 'fxp' | 'ws' 's'? | 'tcp' | 'udp' | 'ssh' | 'smb' | 'ldap' 's'? | 'rtmp';
    slashes = "://" | "[:]//" | "[://]" | ":\\\\" | "[:]\\\\" | ":[//]" | ":[/][/]";
    in_url = [!#$%&()*+,\-./0-9:;=?@A-Z[\\\]_a-z~] | near;
    in_word = letter | digit | near | [-_.@:+] | defanged;
    label = (letter | digit | "-")+ | wide+;
*/

static bool is_digest_length(size_t len) { return len == 32 || len == 40 || len == 56 || len == 64 || len == 96 || len == 128; }

enum indicator_shape indicator_shape_of(struct str word) {
    const char *at = word.ptr, *end = word.ptr + word.len, *mark = at;
    enum indicator_shape shape;
    if (word.len == 0) return SHAPE_NONE;
    if (is_digest_length(word.len) && ascii_all(word, ascii_is_hex)) return SHAPE_HEX;
    /*!re2c
        digit{1,2} ":" digit{1,2} (":" digit{1,2})? ([.,] digit{1,9})? ('z' | 'am' | 'pm' | 'h' | 'utc' | [+-] digit{1,2} ":"? digit{0,2})?
            { shape = SHAPE_DATE; goto done; }
        digit{4} [-/] digit{1,2} ([-/] digit{1,2})? | digit{1,2} [-/] digit{1,2} [-/] (digit{2} | digit{4}) | digit{4} [-/] digit{4}
            { shape = SHAPE_DATE; goto done; }
        digit+ ":" [0-9a-zA-Z/+]+ ":" [0-9a-zA-Z/+]+ { shape = SHAPE_COLONS; goto done; }
        'cve-' digit{4} "-" digit{4,9} { shape = SHAPE_CVE; goto done; }
        'as' digit+ { shape = SHAPE_AS; goto done; }
        "+"? (digit{1,3} "(0)"?)? [0-9/\-]{5,} digit { shape = SHAPE_PHONE; goto done; }
        "" { return SHAPE_NONE; }
    */
done:
    (void)mark;
    return at == end ? shape : SHAPE_NONE;
}

bool indicator_is_bitcoin(struct str word) {
    const char *at = word.ptr, *end = word.ptr + word.len, *mark = at;
    if (word.len < 11 || word.len > 90) return false;
    /*!re2c
        [13] [a-km-zA-HJ-NP-Z1-9]{25,34} { goto end; }
        ("bc1" | "tb1") [ac-hj-np-z02-9]{8,87} { goto end; }
        ("BC1" | "TB1") [AC-HJ-NP-Z02-9]{8,87} { goto end; }
        "" { return false; }
    */
end:
    (void)mark;
    return at == end;
}

bool indicator_is_number(struct str word) {
    const char *at = word.ptr, *end = word.ptr + word.len, *mark = at;
    if (word.len == 0) return false;
    /*!re2c
        'v'? digit+ ("." digit+)+ ([\-+_]? letter{1,5} digit{0,4} | [.\-+_] ('rc' | 'beta' | 'alpha') digit*)? { goto version; }
        'v'? digit+ "." (digit+ ".")* digit+ [a-zA-Z\-] [a-zA-Z0-9\-]* { goto version; }
        letter ("." letter)+ { goto version; }
        "" { return false; }
    */
version:
    (void)mark;
    return at == end;
}

bool indicator_next_piece(struct str *rest, struct str *piece) {
    const char *at = rest->ptr, *end = rest->ptr + rest->len, *mark = at, *start;
    bool found = false;
    while (at < end && !found) {
        start = at;
        /*!re2c
            scheme slashes in_url+ { found = true; continue; }
            in_word+ ("/" in_url*)? { found = true; continue; }
            wide+ ("." label)+ (":" digit{2,5})? ("/" in_url*)? { found = true; continue; }
            wide+ { continue; }
            [^] { continue; }
            * { continue; }
        */
    }
    if (found) *piece = (struct str){start, (size_t)(at - start)};
    (void)mark;
    *rest = (struct str){at, (size_t)(end - at)};
    return found;
}
