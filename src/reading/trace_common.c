/* How little it tells that two reports share a name, known beforehand: names that stand in reports of every kind. A table of our own, since counting
 * in the reports at hand would tell of reports that a viewer may not see. Countries are weighed in link.c. */
#include "reading/trace_parts.h"

struct common_name {
    enum entity_kind kind;
    enum trace_common common;
    const char *name;
};

#define PERSON(common, name) \
    { ENTITY_PERSON, common, name }
#define ORGANISATION(common, name) \
    { ENTITY_ORGANISATION, common, name }

#define PLACE(common, name) \
    { ENTITY_PLACE, common, name }

static const struct common_name common_names[] = {
    PERSON(TRACE_EVERYWHERE, "Vladimir Putin"),
    PERSON(TRACE_COMMON, "Volodymyr Zelensky"),
    PERSON(TRACE_COMMON, "Joe Biden"),
    PERSON(TRACE_COMMON, "Donald Trump"),
    PERSON(TRACE_COMMON, "Barack Obama"),
    PERSON(TRACE_COMMON, "Jens Stoltenberg"),
    PERSON(TRACE_COMMON, "Sergey Lavrov"),
    PERSON(TRACE_COMMON, "Dmitry Peskov"),
    PERSON(TRACE_COMMON, "Maria Zakharova"),
    PERSON(TRACE_COMMON, "Antony Blinken"),
    PERSON(TRACE_COMMON, "Ursula von der Leyen"),
    PERSON(TRACE_COMMON, "Josep Borrell"),
    PERSON(TRACE_COMMON, "Emmanuel Macron"),
    PERSON(TRACE_COMMON, "Angela Merkel"),
    PERSON(TRACE_COMMON, "Xi Jinping"),
    PERSON(TRACE_COMMON, "Mark Rutte"),
    ORGANISATION(TRACE_EVERYWHERE, "NATO"),
    ORGANISATION(TRACE_EVERYWHERE, "European Union"),
    ORGANISATION(TRACE_EVERYWHERE, "United Nations"),
    ORGANISATION(TRACE_EVERYWHERE, "Kremlin"),
    ORGANISATION(TRACE_EVERYWHERE, "White House"),
    ORGANISATION(TRACE_EVERYWHERE, "Pentagon"),
    ORGANISATION(TRACE_EVERYWHERE, "Microsoft"),
    ORGANISATION(TRACE_EVERYWHERE, "Google"),
    ORGANISATION(TRACE_EVERYWHERE, "Twitter"),
    ORGANISATION(TRACE_EVERYWHERE, "Facebook"),
    ORGANISATION(TRACE_EVERYWHERE, "Telegram"),
    ORGANISATION(TRACE_EVERYWHERE, "Meta"),
    ORGANISATION(TRACE_COMMON, "European Commission"),
    ORGANISATION(TRACE_COMMON, "FBI"),
    ORGANISATION(TRACE_COMMON, "CISA"),
    ORGANISATION(TRACE_COMMON, "NSA"),
    ORGANISATION(TRACE_COMMON, "SBU"),
    ORGANISATION(TRACE_COMMON, "FSB"),
    ORGANISATION(TRACE_COMMON, "GRU"),
    ORGANISATION(TRACE_COMMON, "CERT-UA"),
    ORGANISATION(TRACE_COMMON, "Europol"),
    ORGANISATION(TRACE_EVERYWHERE, "Reuters"),
    ORGANISATION(TRACE_EVERYWHERE, "Agence France-Presse"),
    ORGANISATION(TRACE_EVERYWHERE, "Associated Press"),
    ORGANISATION(TRACE_EVERYWHERE, "BBC"),
    ORGANISATION(TRACE_EVERYWHERE, "CNN"),
    ORGANISATION(TRACE_EVERYWHERE, "New York Times"),
    ORGANISATION(TRACE_EVERYWHERE, "Washington Post"),
    ORGANISATION(TRACE_EVERYWHERE, "Bloomberg"),
    ORGANISATION(TRACE_EVERYWHERE, "The Guardian"),
    ORGANISATION(TRACE_EVERYWHERE, "Wall Street Journal"),
    ORGANISATION(TRACE_EVERYWHERE, "Financial Times"),
    ORGANISATION(TRACE_EVERYWHERE, "TASS"),
    ORGANISATION(TRACE_EVERYWHERE, "RIA Novosti"),
    ORGANISATION(TRACE_EVERYWHERE, "Interfax"),
    ORGANISATION(TRACE_EVERYWHERE, "Deutsche Welle"),
    ORGANISATION(TRACE_EVERYWHERE, "Al Jazeera"),
    ORGANISATION(TRACE_EVERYWHERE, "Xinhua"),
    ORGANISATION(TRACE_EVERYWHERE, "Kyodo News"),
    ORGANISATION(TRACE_EVERYWHERE, "Yonhap"),
    ORGANISATION(TRACE_EVERYWHERE, "dpa"),
    ORGANISATION(TRACE_EVERYWHERE, "PAP"),
    ORGANISATION(TRACE_EVERYWHERE, "BTA"),
    ORGANISATION(TRACE_EVERYWHERE, "ANSA"),
    ORGANISATION(TRACE_EVERYWHERE, "EFE"),
    ORGANISATION(TRACE_EVERYWHERE, "Der Spiegel"),
    ORGANISATION(TRACE_EVERYWHERE, "Politico"),
    ORGANISATION(TRACE_EVERYWHERE, "Radio Free Europe"),
    ORGANISATION(TRACE_EVERYWHERE, "Ukrinform"),
    ORGANISATION(TRACE_EVERYWHERE, "Ukrainska Pravda"),
    ORGANISATION(TRACE_EVERYWHERE, "RT"),
    ORGANISATION(TRACE_EVERYWHERE, "WhatsApp"),
    ORGANISATION(TRACE_EVERYWHERE, "YouTube"),
    ORGANISATION(TRACE_EVERYWHERE, "Instagram"),
    ORGANISATION(TRACE_EVERYWHERE, "LinkedIn"),
    ORGANISATION(TRACE_EVERYWHERE, "TikTok"),
    ORGANISATION(TRACE_EVERYWHERE, "Signal"),
    ORGANISATION(TRACE_EVERYWHERE, "Apple"),
    ORGANISATION(TRACE_EVERYWHERE, "Amazon"),
    ORGANISATION(TRACE_EVERYWHERE, "Wikipedia"),
    ORGANISATION(TRACE_EVERYWHERE, "OpenAI"),
    ORGANISATION(TRACE_EVERYWHERE, "VKontakte"),
    ORGANISATION(TRACE_COMMON, "CIA"),
    ORGANISATION(TRACE_COMMON, "US Department of State"),
    ORGANISATION(TRACE_COMMON, "US Department of the Treasury"),
    ORGANISATION(TRACE_COMMON, "US Department of Justice"),
    ORGANISATION(TRACE_COMMON, "Interpol"),
    ORGANISATION(TRACE_COMMON, "Eurojust"),
    ORGANISATION(TRACE_COMMON, "ENISA"),
    ORGANISATION(TRACE_COMMON, "Kaspersky"),
    ORGANISATION(TRACE_COMMON, "ESET"),
    ORGANISATION(TRACE_COMMON, "Mandiant"),
    ORGANISATION(TRACE_COMMON, "FireEye"),
    ORGANISATION(TRACE_COMMON, "CrowdStrike"),
    ORGANISATION(TRACE_COMMON, "Symantec"),
    ORGANISATION(TRACE_COMMON, "Check Point"),
    ORGANISATION(TRACE_COMMON, "Palo Alto Networks"),
    ORGANISATION(TRACE_COMMON, "Recorded Future"),
    ORGANISATION(TRACE_COMMON, "Group-IB"),
    ORGANISATION(TRACE_COMMON, "Trend Micro"),
    ORGANISATION(TRACE_COMMON, "Bitdefender"),
    ORGANISATION(TRACE_COMMON, "Sophos"),
    ORGANISATION(TRACE_COMMON, "Cisco"),
    ORGANISATION(TRACE_COMMON, "Cloudflare"),
    ORGANISATION(TRACE_COMMON, "Secureworks"),
    ORGANISATION(TRACE_COMMON, "Proofpoint"),
    ORGANISATION(TRACE_COMMON, "IBM"),
    ORGANISATION(TRACE_COMMON, "Amnesty International"),
    ORGANISATION(TRACE_COMMON, "Human Rights Watch"),
    ORGANISATION(TRACE_COMMON, "Citizen Lab"),
    ORGANISATION(TRACE_COMMON, "European Parliament"),
    ORGANISATION(TRACE_COMMON, "European Council"),
    ORGANISATION(TRACE_COMMON, "UN Security Council"),
    ORGANISATION(TRACE_COMMON, "OSCE"),
    ORGANISATION(TRACE_COMMON, "IAEA"),
    ORGANISATION(TRACE_COMMON, "G7"),
    ORGANISATION(TRACE_COMMON, "G20"),
    ORGANISATION(TRACE_COMMON, "World Bank"),
    ORGANISATION(TRACE_COMMON, "Gazprom"),
    ORGANISATION(TRACE_COMMON, "SVR"),
    ORGANISATION(TRACE_COMMON, "MI5"),
    ORGANISATION(TRACE_COMMON, "MI6"),
    ORGANISATION(TRACE_COMMON, "GCHQ"),
    ORGANISATION(TRACE_COMMON, "Red Cross"),
    ORGANISATION(TRACE_COMMON, "International Criminal Court"),
    ORGANISATION(TRACE_COMMON, "US Congress"),
    ORGANISATION(TRACE_COMMON, "US Senate"),
    ORGANISATION(TRACE_COMMON, "US House of Representatives"),
    {ENTITY_PRODUCT, TRACE_EVERYWHERE, "Windows"},
    {ENTITY_PRODUCT, TRACE_COMMON, "Microsoft Office"},
    {ENTITY_PRODUCT, TRACE_COMMON, "Microsoft Outlook"},
    {ENTITY_PRODUCT, TRACE_COMMON, "Microsoft Exchange"},
    {ENTITY_PRODUCT, TRACE_COMMON, "Active Directory"},
    {ENTITY_PRODUCT, TRACE_COMMON, "WordPress"},
    PLACE(TRACE_EVERYWHERE, "Brussels"),
    PLACE(TRACE_EVERYWHERE, "Moscow"),
    PLACE(TRACE_EVERYWHERE, "Kyiv"),
    PLACE(TRACE_EVERYWHERE, "Washington"),
    PLACE(TRACE_EVERYWHERE, "Berlin"),
    PLACE(TRACE_EVERYWHERE, "Paris"),
    PLACE(TRACE_EVERYWHERE, "London"),
    PLACE(TRACE_EVERYWHERE, "Beijing"),
    PLACE(TRACE_COMMON, "Geneva"),
    PLACE(TRACE_COMMON, "Donbas"),
    PLACE(TRACE_COMMON, "Crimea"),
};

/* Institutions that have a word to say in every matter of their country. */
static bool is_institution(struct str name) {
    static const char *const parts[] = {"CERT",           "CSIRT",         "NCSC",   "DNSC",     "ANSSI",      "BSI",
                                        "Cyber Security", "Cybersecurity", "Police", "Ministry", "Parliament", "Government"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (str_find(name, str_from(parts[i]), 0) != SIZE_MAX) return true;
    return false;
}

enum trace_common trace_common_of(enum entity_kind kind, struct str name) {
    for (size_t i = 0; i < sizeof common_names / sizeof *common_names; i++)
        if (common_names[i].kind == kind && str_eq(str_from(common_names[i].name), name)) return common_names[i].common;
    if (kind == ENTITY_ORGANISATION && is_institution(name)) return TRACE_COMMON;
    switch (kind) {
    case ENTITY_VULNERABILITY: return TRACE_RARE;
    default: return TRACE_KNOWN; /* an actor and its programs have many victims */
    }
}

/* Sounds of at most six letters, without a vowel at the end. */
static const char *const fillers[] = {
    "europ", "evrop",  "vestrn", "vest",  "asi",    "afrik",    "amerik", "baltik", "atlant", "union", "tvit",
    "tvitr", "vaseb",  "telegr", "redut", "reuter", "internet", "intern", "onlin",  "vebsid", "viber", "iutub",
    "insta", "blumb",  "asosia", "pres",  "presid", "minist",   "sekret", "gener",  "direkt", "bbk",   "knn",
    "bit",   "bitkoi", "krip",   "ddos",  "cert",   "komput",   "tv",     "pdv",    "html",   "http",  "https",
    "vvv",   "email",  "mail",   "kovid", "kibers", "siber",    "kiber",  "it",     "vpn",    "dns",
};

bool trace_is_filler(struct str sound) {
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (str_eq(str_from(fillers[i]), sound)) return true;
    return false;
}
