/* Indicators of a report, each with a verdict: part of the attack, merely mentioned, or unsure. The rule is short and says its reason: what was
 * written so that nobody clicks it is the attacker's, and so are digests, and files that are named near such; what can be clicked is the writer's own
 * reference; what every machine has or asks is nobody's; the rest is left open. */
#include "codec/url.h"
#include "reading/free_text.h"
#include "reading/reading.h"

static bool is_one_of(struct str type, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(type, str_from(names[i]))) return true;
    return false;
}

#define IS_ONE_OF(type, names) is_one_of((type), (names), sizeof(names) / sizeof *(names))

static const char *const digests[] = {"md5",    "sha1",         "sha224",        "sha256",          "sha384",
                                      "sha512", "filename|md5", "filename|sha1", "filename|sha256", "ssdeep"};
static const char *const references[] = {"url", "link", "domain", "hostname", "email", "email-src"};

static const char *const files[] = {"filename"};
static const char *const addresses[] = {"ip-dst", "ip-src"};

enum { NEAR = 600 }; /* bytes between a file's name and what is surely the attacker's */

/* Name servers for everybody: programs ask them whether they are online. */
static const char *const resolvers[] = {"8.8.8.8",         "8.8.4.4",        "1.1.1.1",        "1.0.0.1",   "9.9.9.9",
                                        "149.112.112.112", "208.67.222.222", "208.67.220.220", "77.88.8.8", "114.114.114.114",
                                        "223.5.5.5",       "4.2.2.2",        "94.140.14.14"};

/* What comes with the system or the desk: attackers use it, it is not theirs. */
static const char *const system_files[] = {
    "bcdedit.exe",  "bitsadmin.exe", "certutil.exe", "chrome.exe",   "cmd.exe",        "conhost.exe",  "cscript.exe", "dllhost.exe",
    "excel.exe",    "explorer.exe",  "firefox.exe",  "java.exe",     "kernel32.dll",   "lsass.exe",    "mshta.exe",   "msiexec.exe",
    "net.exe",      "notepad.exe",   "ntdll.dll",    "outlook.exe",  "powershell.exe", "psexec.exe",   "python.exe",  "reg.exe",
    "regsvr32.exe", "rundll32.exe",  "schtasks.exe", "services.exe", "svchost.exe",    "taskkill.exe", "user32.dll",  "vssadmin.exe",
    "wevtutil.exe", "winlogon.exe",  "winword.exe",  "wmic.exe",     "ws2_32.dll",     "wscript.exe"};

static bool is_system_file(struct str name) {
    for (size_t i = 0; i < sizeof system_files / sizeof *system_files; i++)
        if (str_eq_nocase(name, str_from(system_files[i]))) return true;
    return false;
}

/* Does the value stand on the host that the report itself came from? */
static bool is_own_host(const struct reading_hints *hints, struct str value) {
    struct url own;
    if (str_is_empty(hints->source_url) || !url_split(hints->source_url, &own) || str_is_empty(own.host)) return false;
    return str_find(value, own.host, 0) != SIZE_MAX;
}

/* "mixes scripts: looks like apple.com" */
static const char *look_reason(struct arena *arena, struct str looks_like) {
    if (str_is_none(looks_like)) return "mixes letters of several scripts that look alike";
    return arena_cstr(arena, arena_printf(arena, "mixes scripts: looks like %.*s", STR_ARG(looks_like)));
}

static void judge(struct arena *arena, const struct reading_hints *hints, const struct indicator *what, struct found_indicator *out) {
    struct str type = what->types[0];
    out->verdict = VERDICT_UNSURE;
    out->reason = "nothing tells whose it is";
    if (is_own_host(hints, what->value)) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "where the report itself comes from";
    } else if (what->mixed_scripts) {
        out->verdict = VERDICT_MALICIOUS; /* nobody takes such a name but to deceive */
        out->reason = look_reason(arena, what->looks_like);
    } else if (what->defanged) {
        out->verdict = VERDICT_MALICIOUS;
        out->reason = "written so that nobody clicks it";
    } else if (IS_ONE_OF(type, digests)) {
        out->verdict = VERDICT_MALICIOUS;
        out->reason = "a digest of a file";
    } else if (str_eq(type, STR("vulnerability"))) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "a weakness, nobody's own";
    } else if (IS_ONE_OF(type, addresses) && IS_ONE_OF(what->value, resolvers)) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "a name server for everybody";
    } else if (IS_ONE_OF(type, files) && is_system_file(what->value)) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "a file that every machine has";
    } else if (IS_ONE_OF(type, references)) {
        out->verdict = VERDICT_MENTIONED;
        out->reason = "written as a reference that can be followed";
    }
}

/* A file that is named near a digest or a defanged address is the attacker's, too: a report tells of its files where it tells of these. */
static void judge_files(struct reading *r) {
    for (size_t i = 0; i < r->indicators.len; i++) {
        struct found_indicator *file = &r->indicators.items[i];
        if (file->verdict != VERDICT_UNSURE || !IS_ONE_OF(str_from(file->type), files)) continue;
        for (size_t k = i > 8 ? i - 8 : 0; k < r->indicators.len && k <= i + 8; k++) {
            const struct found_indicator *other = &r->indicators.items[k];
            size_t gap = other->span.from > file->span.to   ? other->span.from - file->span.to
                         : file->span.from > other->span.to ? file->span.from - other->span.to
                                                            : 0;
            if (k == i || other->verdict != VERDICT_MALICIOUS || IS_ONE_OF(str_from(other->type), files) || gap > NEAR) continue;
            file->verdict = VERDICT_MALICIOUS;
            file->reason = "a file named beside what is the attacker's";
            break;
        }
    }
}

void reading_indicators(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    struct free_text_list hits = {0};
    struct free_text_options options = {.prose = true};
    free_text_find(arena, r->text, &options, &hits);
    for (size_t i = 0; i < hits.len; i++) {
        const struct free_text_hit *hit = &hits.items[i];
        if (!hit->is_placed) continue;
        struct found_indicator *found = vec_push(arena, &r->indicators);
        found->type = arena_cstr(arena, hit->what.types[0]);
        found->value = hit->what.value;
        found->defanged = hit->what.defanged;
        found->span = (struct span){hit->from, hit->to};
        found->looks_like = hit->what.looks_like;
        judge(arena, hints, &hit->what, found);
    }
    judge_files(r);
}
