/* Ministries: in each language what it calls one with its country beside it, each rule of whose one without a country is, and what is none. And every
 * line of the table is reached. */
#include "../test.h"
#include "base/arena.h"
#include "reading/fold.h"
#include "reading/match.h"
#include "reading/reading.h"
#include "reading/tables.h"

static struct arena *arena;

/* The bodies that a text names, by place, with "; " between. */
static struct str bodies(const char *language, const char *text) {
    struct reading r;
    struct str all = STR("");
    reading_of(arena, str_from(text), &(struct reading_hints){.language = str_from(language)}, &r);
    for (size_t i = 0; i < r.entities.len; i++) {
        const struct entity *e = &r.entities.items[i];
        CHECK(e->kind <= ENTITY_VULNERABILITY); /* what a table calls a ministry is none by itself */
        if (e->kind != ENTITY_ORGANISATION) continue;
        all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), all.len ? "; " : "", STR_ARG(e->name));
        for (size_t k = 0; k < e->spans.len; k++) {
            CHECK(e->spans.items[k].from < e->spans.items[k].to && e->spans.items[k].to <= r.text.len);
            CHECK(k == 0 || e->spans.items[k - 1].from < e->spans.items[k].from);
        }
    }
    return all;
}

struct sentence {
    const char *language, *text, *bodies;
};

static void check(const struct sentence *s, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct str got = bodies(s[i].language, s[i].text);
        if (!str_eq(got, str_from(s[i].bodies))) printf("  %s: %s\n", s[i].language, s[i].text);
        CHECK_STR(got, s[i].bodies);
    }
}

#define UA "Ministry of Defence of Ukraine"
#define RU "Russian Foreign Ministry"

static void test_country_beside(void) {
    static const struct sentence rows[] = {
        {"en", "Hackers broke into the Ukrainian Ministry of Defence on Monday.", UA},
        {"en", "Hackers broke into Ukraine's defense ministry on Monday.", UA},
        {"en", "Hackers broke into the Ministry of Health of the Netherlands on Monday.", "Ministry of Health of the Netherlands"},
        {"en", "Hackers broke into the Irish Department of Health on Monday.", "Department of Health of Ireland"},
        {"de", "Das ukrainische Verteidigungsministerium meldete einen Angriff.", UA},
        {"de", "Wie das Außenministerium in Moskau mitteilte, begann alles am Montag.", RU},
        {"de", "Server des US-Finanzministeriums waren betroffen.", "US Department of the Treasury"},
        {"nl", "Het Oekraïense ministerie van Defensie meldde een aanval.", UA},
        {"sv", "Det ukrainska försvarsdepartementet utsattes för en attack.", UA},
        {"da", "Det ukrainske forsvarsministerium blev ramt af et angreb.", UA},
        {"no", "Det ukrainske forsvarsdepartementet ble rammet av et angrep.", UA},
        {"is", "Varnarmálaráðuneyti Úkraínu varð fyrir árás. Úkraínska varnarmálaráðuneytið staðfesti það.", UA},
        {"fi", "Ukrainan puolustusministeriön sivustot kaatuivat maanantaina.", UA},
        {"et", "Ukraina kaitseministeeriumi veebileht langes rünnaku alla.", UA},
        {"lv", "Ukrainas Aizsardzības ministrija ziņoja par uzbrukumu.", UA},
        {"lt", "Ukrainos gynybos ministerija pranešė apie ataką.", UA},
        {"pl", "Strony ukraińskiego ministerstwa obrony przestały działać.", UA},
        {"pl", "Rzeczniczka MSZ Rosji odrzuciła zarzuty.", RU},
        {"cs", "Internetové stránky ukrajinského ministerstva obrany nefungovaly.", UA},
        {"sk", "Stránky ukrajinského ministerstva obrany nefungovali.", UA},
        {"hu", "Az ukrán védelmi minisztérium honlapja elérhetetlenné vált.", UA},
        {"ro", "Ministerul ucrainean al Apărării a anunțat un atac.", UA},
        {"ro", "Ministerul Apărării din Ucraina a anunțat un atac.", UA},
        {"bg", "Украинското министерство на отбраната съобщи за атака.", UA},
        {"bg", "Министерството на отбраната на Украйна съобщи за атака.", UA},
        {"mk", "Украинското Министерство за одбрана соопшти за нападот.", UA},
        {"sr", "Ukrajinsko ministarstvo odbrane saopštilo je da je napadnuto.", UA},
        {"sr", "Министарство одбране Украјине саопштило је да је нападнуто.", UA},
        {"sl", "Ukrajinsko obrambno ministrstvo je sporočilo, da je bilo napadeno.", UA},
        {"sq", "Ministria e Mbrojtjes e Ukrainës njoftoi për një sulm.", UA},
        {"el", "Το υπουργείο Άμυνας της Ουκρανίας ανακοίνωσε επίθεση.", UA},
        {"el", "Το ουκρανικό υπουργείο Άμυνας ανακοίνωσε επίθεση.", UA},
        {"ru", "Украинское министерство обороны сообщило об атаке.", UA},
        {"ru", "Сайт Минфина Литвы не работал в понедельник.", "Ministry of Finance of Lithuania"},
        {"uk", "Литовське міністерство оборони повідомило про атаку.", "Lithuanian Ministry of National Defence"},
        {"be", "Міністэрства абароны Украіны паведаміла пра атаку.", UA},
        {"fr", "Le ministère ukrainien de la Défense a été attaqué.", UA},
        {"fr", "Le ministère de la Défense ukrainien a été attaqué.", UA},
        {"fr", "Le ministère de la Défense de l'Ukraine a été attaqué.", UA},
        {"fr", "Le site du ministère de la Défense à Rome a été attaqué.", "Ministry of Defence of Italy"},
        {"es", "El Ministerio de Defensa de Ucrania sufrió un ataque.", UA},
        {"es", "El Ministerio ucraniano de Defensa sufrió un ataque.", UA},
        {"ca", "El Ministeri de Defensa d'Ucraïna va patir un atac.", UA},
        {"pt", "O Ministério da Defesa da Ucrânia sofreu um ataque.", UA},
        {"it", "Il ministero della Difesa ucraino ha subito un attacco.", UA},
        {"it", "Il ministero ucraino della Difesa ha subito un attacco.", UA},
        {"mt", "Il-Ministeru għad-Difiża tal-Ukrajna kien attakkat.", UA},
        {"tr", "Ukrayna Savunma Bakanlığı'nın sitesi çöktü.", UA},
        {"az", "Ukrayna Müdafiə Nazirliyinin saytı çökdü.", UA},
        {"kk", "Украина Қорғаныс министрлігінің сайты істен шықты.", UA},
        {"ka", "უკრაინის თავდაცვის სამინისტროს საიტი გაითიშა.", UA},
        {"hy", "Ուկրաինայի պաշտպանության նախարարության կայքը չէր աշխատում։", UA},
        {"he", "משרד ההגנה של אוקראינה הודיע על מתקפה.", UA},
        {"ar", "أعلنت وزارة الدفاع الأوكرانية عن هجوم على مواقعها.", UA},
        {"fa", "وزارت دفاع اوکراین از یک حمله خبر داد.", UA},
        {"zh", "乌克兰国防部网站周一遭到攻击。", UA},
        {"ja", "ウクライナの国防省のサイトが攻撃を受けた。", UA},
        {"ko", "우크라이나 국방부 홈페이지가 공격을 받았다.", UA},
        {"ro", "Parchetul General al României a deschis o anchetă.", "Prosecutor General's Office of Romania"},
        {"id", "Kementerian Pertahanan Ukraina melaporkan serangan.", UA},
        {"vi", "Bộ Quốc phòng Ukraine thông báo về một cuộc tấn công.", UA},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void test_no_country_beside(void) {
    static const struct sentence rows[] = {
        /* of the language */
        {"cs", "Stránky ministerstva obrany v pondělí nefungovaly.", "Ministry of Defence of Czechia"},
        {"cs", "Ruští hackeři napadli Česko. Stránky ministerstva obrany v pondělí nefungovaly.", "Ministry of Defence of Czechia"},
        {"pl", "Strony MON nie działały w poniedziałek.", "Ministry of Defence of Poland"},
        {"no", "Utenriksdepartementet anklager Kina og sier at kinesiske aktører står bak.", "Norwegian Ministry of Foreign Affairs"},
        /* of the country that the report is about */
        {"cs", "Ukrajina čelí útoku z internetu. Stránky ministerstva obrany v pondělí nefungovaly.", UA},
        {"es", "Costa Rica declara la emergencia. El Ministerio de Hacienda fue el primero.", "Ministry of Finance of Costa Rica"},
        {"es", "Chile y Perú firman un acuerdo. El Ministerio de Hacienda fue el primero.", ""},
        {"es", "El Ministerio de Hacienda fue el primero.", ""},
        {"es", "Chile, Perú, Bolivia y Cuba firman. Chile celebra. El Ministerio de Hacienda fue el primero.", ""},
        /* of the country that it is about, but not of the one of the language, where provinces have the like */
        {"de", "Die Ukraine meldet einen Angriff. Das Innenministerium war nicht erreichbar.", "Ministry of Internal Affairs of Ukraine"},
        {"de", "Deutschland meldet einen Angriff. Das Innenministerium war nicht erreichbar.", ""},
        /* of the one that is named elsewhere */
        {"en", "The Ukrainian Ministry of Defence was hit. Russia denied it. The Ministry of Defence was offline.", UA},
        {"cs", "Česko pomůže. Ukrajinské ministerstvo obrany nefunguje. Útok na ministerstvo obrany trvá.", UA},
        /* of the person who speaks for it */
        {"it", "L'Italia condanna. La portavoce del ministero degli Esteri Maria Zakharova ha negato tutto.", RU},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static void test_none(void) {
    static const struct sentence rows[] = {
        {"en", "The Ukrainian defence minister met the ministry of silence.", ""},
        {"en", "A mail server at a foreign ministry in Central Europe was hit; Ukraine helped.", ""},
        {"en", "Ukraine is silent. Ontario Health Ministry said so.", ""},
        {"en", "California Department of Health was hit. The United States are silent.", ""},
        {"es", "El Ministerio ucraniano calla.", ""},
        {"en", "The Justice Department is silent.", "US Department of Justice"},
        {"en", "Canada is silent. The health ministry of Saskatchewan said so.", ""},
        {"fr", "Le Canada se tait. Le ministère de la Santé du Saguenay aussi.", ""},
        {"de", "Bundesinnenministerin Faeser und die ukrainische Verteidigungsministerin trafen sich.", ""},
        {"de", "Das bayerische Innenministerium schweigt, Deutschland auch.", ""},
        {"sq", "Ministri i Mbrojtjes i Ukrainës foli me Ministrin e Mbrojtjes.", ""},
        {"el", "Ο υπουργός Άμυνας της Ουκρανίας μίλησε.", ""},
        {"tr", "Ukrayna Savunma Bakanı konuştu.", ""},
        {"da", "Den ukrainske forsvarsminister talte med forsvarsministeren.", ""},
        {"fi", "Ukrainan puolustusministeri puhui puolustusministerin kanssa.", ""},
        {"hu", "Az ukrán védelmi miniszter beszélt.", ""},
        {"ar", "قال وزير الدفاع الأوكراني إن الهجوم انتهى.", ""},
        {"ru", "Министерство здравоохранения Московской области сообщило об атаке. Россия молчит.", ""},
        /* a country that stands there, but not as whose it is */
        {"cs", "Česko připsalo útok na ministerstvo obrany Číně.", "Ministry of Defence of Czechia"},
        {"en", "The attack began in Ukraine, Ministry of Defence of Poland officials said.", "Ministry of Defence of Poland"},
        {"no", "Angrepet rammet Ukraina. Forsvarsdepartementet i Norge sier lite i dag.", "Ministry of Defence of Norway"},
        {"it", "L'Italia tace. Il ministero della Difesa e la Russia non parlano.", "Ministry of Defence of Italy"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

static struct str load(const char *path) {
    static char bytes[1 << 18];
    FILE *f = fopen(path, "rb");
    CHECK(f);
    size_t n = f ? fread(bytes, 1, sizeof bytes, f) : 0;
    if (f) fclose(f);
    return (struct str){bytes, n};
}

/* "?Department of @" and "Health" as they stand in a text. */
static struct str filled(struct str head, struct str word) {
    char *out = arena_raw(arena, head.len + word.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < head.len; i++) {
        struct str part = head.ptr[i] == '@' ? word : str_sub(head, i, 1);
        for (size_t k = 0; k < part.len; k++)
            if (!strchr("=^_!?*~", part.ptr[k])) out[n++] = part.ptr[k];
    }
    return (struct str){out, n};
}

static bool reaches(struct tokens *tokens, struct str language, struct str text, struct str what) {
    uint64_t bit = 0;
    for (size_t i = 0; i < reading_language_count; i++)
        if (str_eq(language, str_from(reading_languages[i]))) bit = 1ULL << i;
    fold_tokens(tokens, text);
    struct match_view view = {.tokens = tokens, .languages = bit};
    struct match m = tokens->len ? match_longest(&reading_names, &view, 0) : (struct match){0};
    for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1)
        if (reading_targets[e->target].kind == TARGET_MINISTRY && str_eq(str_from(reading_targets[e->target].id), what)) return true;
    return false;
}

/* Each word of a line, in each of the heads of its language. */
static int check_line(struct tokens *tokens, struct str language, struct str heads, struct str words, struct str what) {
    struct str word, head;
    int lost = 0;
    while (words.len && str_split(&words, ',', &word))
        for (struct str rest = heads; rest.len && str_split(&rest, ',', &head);) {
            struct str text = filled(str_trim(head), str_trim(word));
            if (reaches(tokens, language, text, what)) continue;
            printf("  ministries.txt: %.*s: %.*s does not reach %.*s\n", STR_ARG(language), STR_ARG(text), STR_ARG(what));
            lost++;
        }
    return lost;
}

static void test_table_is_reached(void) {
    struct tokens tokens = fold_new(arena);
    struct str rest = load("src/reading/tables/ministries.txt"), line, name, kind, language = STR(""), heads = STR("");
    int lost = 0, lines = 0;
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (str_starts(line, STR("language "))) language = str_sub(line, strlen("language "), SIZE_MAX);
        if (!language.len || !line.len || line.ptr[0] == '#' || str_find_char(line, ':', 0) == SIZE_MAX) continue;
        str_split(&line, ':', &name);
        bool whole = str_starts(name, STR("whole ")), hole = str_starts(name, STR("hole"));
        if (whole) str_split(&name, ' ', &kind);
        if (str_eq(name, STR("head")))
            heads = line;
        else
            lost += check_line(&tokens, language, whole || hole ? STR("@") : heads, line, hole ? STR("") : name);
        lines++;
    }
    CHECK_INT(lost, 0);
    CHECK(lines > 600);
}

static void begin(void) { arena = arena_new(SIZE_MAX); }
static void end(void) { arena_free(arena); }

TEST_MAIN(TEST(begin), TEST(test_country_beside), TEST(test_no_country_beside), TEST(test_none), TEST(test_table_is_reached), TEST(end))
