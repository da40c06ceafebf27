// The JSON parser against simdjson's: both must accept or both refuse, and reading must judge as skipping does.
// Differences that are meant: NUL in any form is refused, nesting ends at 64, and a number need not fit 64 bits.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <simdjson.h>

extern "C" {
#include "codec/json.h"
}

static void walk(struct json *j) {
    struct str key;
    switch (json_peek(j)) {
    case JSON_OBJECT:
        json_enter_object(j);
        while (json_next_key(j, &key)) walk(j);
        break;
    case JSON_ARRAY:
        json_enter_array(j);
        while (json_next_item(j)) walk(j);
        break;
    default: json_scalar(j); break;
    }
}

static enum err judge(const std::string &text, bool skip) {
    std::string room = text + std::string(32, 'x');
    struct json j;
    json_init(&j, &room[0], text.size());
    if (skip)
        json_skip(&j);
    else
        walk(&j);
    return json_finish(&j);
}

static bool has_nul(const std::string &text) {
    return text.find('\0') != std::string::npos || text.find("\\u0000") != std::string::npos;
}

// 19 digits in a row, or an exponent of three: it may not fit.
static bool has_big_number(const std::string &text) {
    size_t run = 0;
    bool exponent = false;
    for (char c : text) {
        if (c >= '0' && c <= '9') {
            if (++run >= (exponent ? 3u : 19u)) return true;
        } else {
            exponent = c == 'e' || c == 'E' || (exponent && run == 0 && (c == '-' || c == '+'));
            run = 0;
        }
    }
    return false;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static simdjson::dom::parser parser;
    std::string text(reinterpret_cast<const char *>(data), size);
    enum err ours = judge(text, false);
    if (judge(text, true) != ours) {
        std::fprintf(stderr, "reading and skipping disagree\n");
        std::abort();
    }
    if (has_nul(text) || ours == ERR_TOO_LARGE) return 0;
    simdjson::dom::element element;
    simdjson::error_code theirs = parser.parse(text).get(element);
    if (theirs == simdjson::NUMBER_ERROR && has_big_number(text)) return 0;
    if ((ours == OK) != (theirs == simdjson::SUCCESS)) {
        std::fprintf(stderr, "ours: %s; simdjson: %s\n", ours == OK ? "accepted" : err_detail(),
                     simdjson::error_message(theirs));
        std::abort();
    }
    return 0;
}
