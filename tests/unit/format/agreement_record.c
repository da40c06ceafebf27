/* Agreements from the first draft to the end: states, signatures, the record and its check; and the published test vectors. */
#include "format/agreement_record.h"

#include <sodium.h>

#include "../test.h"
#include "base/clock.h"
#include "codec/hex.h"

#define DAY 86400
#define START 1642118400 /* 2022-01-14 */

static struct arena *arena;
static struct agreement a;
static struct signing_key_list keys;
static uint8_t secret[6][64];
static struct uuid org[6]; /* 0 owner (a member), 1 and 2 members, 3 partner, 4 joins later, 5 hidden observer */
static int64_t now;

static void make_keys(void) {
    for (int i = 0; i < 6; i++) {
        uint8_t seed[32];
        struct signing_key *k = vec_push(arena, &keys);
        memset(seed, i + 1, sizeof seed);
        crypto_sign_seed_keypair(k->key, secret[i], seed);
        memset(org[i].bytes, 0x10 + i, sizeof org[i].bytes);
        *k = (struct signing_key){.org = org[i], .first = true, .created = START - DAY, .id = i + 1, .org_id = i + 1};
        crypto_sign_ed25519_sk_to_pk(k->key, secret[i]);
    }
}

static struct json_node *json(const char *text) {
    struct json_node *node = NULL;
    CHECK(json_tree_copy(arena, str_from(text), &node) == OK);
    return node;
}

static struct agreement_entry *append(struct agreement_entry_list *chain, struct agreement_entry e) {
    e.at = now++;
    e.seq = (int64_t)chain->len + 1;
    if (chain->len) memcpy(e.previous, chain->items[chain->len - 1].hash, sizeof e.previous);
    struct agreement_entry *out = vec_push(arena, chain);
    *out = e;
    return out;
}

static const char *propose(const char *terms_text) {
    struct agreement_terms terms;
    const char *field;
    if (agreement_read_terms(arena, json(terms_text), &terms, &field) != OK) return err_detail();
    terms.version = (int64_t)a.versions.len + 1;
    terms.owner = a.owner;
    struct agreement_entry e = {.act = ACT_PROPOSE, .org = a.owner, .version = terms.version, .at = now};
    const char *refusal = agreement_refusal(arena, &a, NULL, &e);
    if (refusal) return refusal;
    *vec_push(arena, &a.versions) = terms;
    struct agreement_entry *stored = append(&a.history, e);
    agreement_entry_hash(arena, &a, stored, stored->hash);
    return NULL;
}

/* Organisation `who` acts, with its own key; NULL or what stands against it. */
static const char *act_of(int who, enum agreement_act act, int64_t version, int subject, enum party_role role,
                          struct agreement_annex *annex) {
    struct agreement_entry_list *chain = annex ? &annex->entries : &a.history;
    struct agreement_entry e = {.act = act, .org = org[who], .version = version, .role = role, .at = now};
    struct str bytes;
    if (act == ACT_OFFER || act == ACT_ACCEDE) e.subject = org[subject];
    const char *refusal = agreement_refusal(arena, &a, annex, &e);
    if (refusal) return refusal;
    struct agreement_entry *stored = append(chain, e);
    memcpy(stored->key, keys.items[who].key, sizeof stored->key);
    CHECK(agreement_signed_bytes(arena, &a, stored, annex != NULL, &bytes) == OK);
    crypto_sign_detached(stored->signature, NULL, (const uint8_t *)bytes.ptr, bytes.len, secret[who]);
    agreement_entry_hash(arena, &a, stored, stored->hash);
    return NULL;
}

static const char *act(int who, enum agreement_act what, int64_t version) { return act_of(who, what, version, 0, PARTY_MEMBER, NULL); }

static const char *state(void) {
    struct agreement_fold fold;
    agreement_fold(arena, &a, INT64_MAX, now, &fold);
    return agreement_state_text(fold.state);
}

/* "0123": to whom it is open now. */
static const char *open_to(int64_t at) {
    struct agreement_fold fold;
    char text[8];
    size_t n = 0;
    agreement_fold(arena, &a, INT64_MAX, at, &fold);
    for (int i = 0; i < 6; i++)
        if (agreement_is_open_to(&fold, &org[i])) text[n++] = (char)('0' + i);
    return arena_cstr(arena, (struct str){text, n});
}

#define O(n) #n #n #n #n "-" #n #n "-" #n #n "-" #n #n "-" #n #n #n #n #n #n
#define PARTY(n, role) "{\"org\":\"" O(n) "\",\"role\":\"" role "\"}"
#define TERMS \
    "{\"name\":\"Partner access\",\"text\":\"# Terms\",\"parties\":[" PARTY(13, "partner") "," PARTY(10, "member") "," PARTY( \
        11, "member") "," PARTY(12, "member") "],\"effective_from\":\"2022-01-17T00:00:00Z\",\"effective_until\":\"2022-03-01T00:00:" \
                                              "00Z\",\"min_signatures\":3,\"ceiling\":\"green\"," \
                                              "\"scope\":{\"types\":[\"domain\",\"ip-dst\"]},\"hidden_observers_allowed\":true}"
#define EFFECT 1642377600 /* 2022-01-17 */
#define UNTIL 1646092800  /* 2022-03-01 */

static void begin(void) {
    arena = arena_new(64 << 20);
    a = (struct agreement){.created = START};
    keys = (struct signing_key_list){0};
    make_keys();
    a.owner = org[0];
    memset(a.uuid.bytes, 0xaa, sizeof a.uuid.bytes);
    now = START;
}

static void test_states(void) {
    begin();
    CHECK(propose(TERMS) == NULL);
    CHECK_CSTR(state(), "draft");
    CHECK(act(0, ACT_SIGN, 1) == NULL);
    CHECK_CSTR(state(), "awaiting_signatures");
    CHECK(act(1, ACT_SIGN, 1) == NULL);
    CHECK(act(3, ACT_SIGN, 1) == NULL);
    CHECK_CSTR(state(), "signed");
    CHECK_CSTR(open_to(EFFECT - 1), "");
    CHECK_CSTR(open_to(EFFECT), "013"); /* from inclusive; not the one who has not signed */
    CHECK_CSTR(open_to(UNTIL - 1), "013");
    CHECK_CSTR(open_to(UNTIL), "");
    now = EFFECT;
    CHECK(act(2, ACT_SIGN, 1) == NULL);
    CHECK_CSTR(open_to(now), "0123");
    CHECK(act(2, ACT_SUSPEND, 1) == NULL);
    CHECK_CSTR(state(), "suspended");
    CHECK_CSTR(open_to(now), "");
    CHECK(act(1, ACT_RESUME, 1) != NULL); /* neither owner nor who suspended */
    CHECK(act(0, ACT_RESUME, 1) == NULL);
    CHECK_CSTR(open_to(now), "0123");
    CHECK(act(1, ACT_WITHDRAW, 1) == NULL);
    CHECK_CSTR(open_to(now), "023");
    CHECK(act(0, ACT_END, 1) == NULL);
    CHECK_CSTR(state(), "ended");
    CHECK(act(2, ACT_SIGN, 1) != NULL);
    arena_free(arena);
}

static void test_next_change(void) {
    struct agreement_fold fold;
    begin();
    CHECK(propose(TERMS) == NULL);
    for (int i = 0; i < 4; i++) CHECK(act(i, ACT_SIGN, 1) == NULL);
    agreement_fold(arena, &a, INT64_MAX, now, &fold);
    CHECK_INT(fold.next_change, EFFECT);
    agreement_fold(arena, &a, INT64_MAX, EFFECT, &fold);
    CHECK_INT(fold.next_change, UNTIL);
    agreement_fold(arena, &a, INT64_MAX, UNTIL, &fold);
    CHECK(fold.next_change == INT64_MAX);
    CHECK_CSTR(agreement_state_text(fold.state), "ended");
    arena_free(arena);
}

static void test_amendment(void) {
    begin();
    CHECK(propose(TERMS) == NULL);
    for (int i = 0; i < 4; i++) CHECK(act(i, ACT_SIGN, 1) == NULL);
    now = EFFECT + 10;
    CHECK(propose("{\"name\":\"Partner access\",\"text\":\"# New terms\",\"parties\":[" PARTY(10, "member") "," PARTY(
              13, "member") "," PARTY(14, "member") "],\"effective_from\":\"2022-01-18T00:00:00Z\"}") == NULL);
    CHECK_CSTR(open_to(now), "0123"); /* the version in force stays */
    CHECK(act(0, ACT_SIGN, 2) == NULL);
    CHECK(act(3, ACT_SIGN, 2) == NULL);
    CHECK_CSTR(open_to(EFFECT + DAY), "0123"); /* one has not signed yet */
    CHECK(act(4, ACT_SIGN, 2) == NULL);
    CHECK_CSTR(open_to(now), "0123"); /* and it has a date */
    CHECK_CSTR(open_to(EFFECT + DAY), "034");
    now = EFFECT + DAY;
    CHECK(act(1, ACT_SIGN, 1) != NULL);
    struct agreement_fold fold;
    agreement_fold(arena, &a, INT64_MAX, now, &fold);
    CHECK(agreement_standing_of(&fold, &org[1])->left); /* no longer named */
    CHECK(!agreement_standing_of(&fold, &org[4])->left);
    arena_free(arena);
}

static void test_accession_and_observers(void) {
    struct agreement_fold fold;
    begin();
    CHECK(propose(TERMS) == NULL);
    for (int i = 0; i < 4; i++) CHECK(act(i, ACT_SIGN, 1) == NULL);
    now = EFFECT;
    CHECK(act_of(1, ACT_OFFER, 1, 4, PARTY_MEMBER, NULL) != NULL); /* only the owner admits */
    CHECK(act_of(4, ACT_ACCEDE, 1, 4, PARTY_MEMBER, NULL) == NULL);
    CHECK_CSTR(open_to(now), "0123");
    CHECK(act_of(0, ACT_OFFER, 1, 4, PARTY_PARTNER, NULL) != NULL); /* another role than the one it signed */
    CHECK(act_of(0, ACT_OFFER, 1, 4, PARTY_MEMBER, NULL) == NULL);
    CHECK_CSTR(open_to(now), "01234");
    struct agreement_annex *annex = vec_push(arena, &a.annexes);
    annex->observer = org[5];
    CHECK(act_of(0, ACT_OFFER, 1, 5, PARTY_OBSERVER, annex) == NULL);
    CHECK_CSTR(open_to(now), "01234");
    CHECK(act_of(5, ACT_ACCEDE, 1, 5, PARTY_OBSERVER, annex) == NULL);
    CHECK_CSTR(open_to(now), "012345");
    agreement_fold(arena, &a, INT64_MAX, now, &fold);
    CHECK(agreement_standing_of(&fold, &org[5])->hidden);
    CHECK(act(4, ACT_WITHDRAW, 1) == NULL);
    agreement_fold(arena, &a, INT64_MAX, now, &fold);
    CHECK(agreement_standing_of(&fold, &org[4])->left);
    CHECK(act_of(0, ACT_OFFER, 1, 4, PARTY_MEMBER, NULL) == NULL); /* and comes back */
    CHECK(act_of(4, ACT_ACCEDE, 1, 4, PARTY_MEMBER, NULL) == NULL);
    CHECK_CSTR(open_to(now), "012345");
    /* who stands openly is not hidden too; who left may come back as a hidden observer, and what it shared before stays for itself */
    struct agreement_annex *other = vec_push(arena, &a.annexes);
    other->observer = org[4];
    CHECK(act_of(0, ACT_OFFER, 1, 4, PARTY_OBSERVER, other) != NULL);
    CHECK(act(4, ACT_WITHDRAW, 1) == NULL);
    CHECK(act_of(0, ACT_OFFER, 1, 4, PARTY_OBSERVER, other) == NULL);
    CHECK(act_of(4, ACT_ACCEDE, 1, 4, PARTY_OBSERVER, other) == NULL);
    CHECK_CSTR(open_to(now), "012345");
    agreement_fold(arena, &a, INT64_MAX, now, &fold);
    CHECK_INT(fold.parties.len, 6);
    CHECK(agreement_standing_of(&fold, &org[4])->hidden && agreement_standing_of(&fold, &org[4])->left);
    arena_free(arena);
}

static void test_refusals(void) {
    begin();
    CHECK(propose(TERMS) == NULL);
    CHECK(act(0, ACT_SIGN, 1) == NULL);
    CHECK_CSTR(act(0, ACT_SIGN, 1), "This organisation has signed that version already.");
    CHECK_CSTR(act(4, ACT_SIGN, 1), "This organisation is not a party of that version.");
    CHECK_CSTR(act(0, ACT_SIGN, 2), "There is no such version.");
    CHECK_CSTR(act(1, ACT_END, 1), "Only the organisation that drew the agreement up may end it.");
    CHECK_CSTR(act(1, ACT_WITHDRAW, 1), "This organisation is not a party.");
    CHECK(propose("{\"name\":\"x\",\"parties\":[" PARTY(
              10, "member") "],\"effective_from\":\"2022-02-01\",\"effective_until\":\"2022-01-01\"}") != NULL);
    CHECK(propose("{\"name\":\"x\",\"parties\":[" PARTY(10, "member") "," PARTY(10, "observer") "],\"effective_from\":\"2022-02-01\"}") !=
          NULL);
    CHECK(propose("{\"name\":\"x\",\"parties\":[],\"effective_from\":\"2022-02-01\"}") != NULL);
    CHECK(propose("{\"name\":\"x\",\"parties\":[" PARTY(10, "boss") "],\"effective_from\":\"2022-02-01\"}") != NULL);
    CHECK(propose("{\"name\":\"x\",\"parties\":[" PARTY(10, "member") "],\"effective_from\":\"soon\"}") != NULL);
    CHECK(propose("{\"name\":\"x\",\"parties\":[" PARTY(10, "member") "],\"effective_from\":\"2022-02-01\",\"ceiling\":\"purple\"}") !=
          NULL);
    CHECK(propose("{\"name\":\"x\",\"parties\":[" PARTY(10, "member") "],\"effective_from\":\"2022-02-01\",\"min_signatures\":2}") != NULL);
    arena_free(arena);
}

/* The record as text, read back. */
static void export(struct agreement *out, struct signing_key_list *out_keys) {
    struct buf b;
    struct sink_buf sink;
    struct json_out o;
    struct json_node *node;
    buf_init(&b, 8 << 20);
    sink_buf_init(&sink, &b);
    json_out_init(&o, &sink.sink, false);
    agreement_write_record(arena, &a, &keys, &o);
    json_out_done(&o);
    CHECK(sink_buf_done(&sink) == OK);
    CHECK(json_tree_copy(arena, buf_str(&b), &node) == OK);
    CHECK(agreement_read_record(arena, node, out, out_keys) == OK);
    buf_done(&b);
}

static size_t faults(const struct agreement *which, const struct signing_key_list *with) {
    struct str_list list = {0};
    agreement_verify(arena, which, with, &list);
    return list.len;
}

static void whole_story(void) {
    begin();
    CHECK(propose(TERMS) == NULL);
    for (int i = 0; i < 4; i++) CHECK(act(i, ACT_SIGN, 1) == NULL);
    now = EFFECT;
    CHECK(act_of(0, ACT_OFFER, 1, 4, PARTY_MEMBER, NULL) == NULL);
    CHECK(act_of(4, ACT_ACCEDE, 1, 4, PARTY_MEMBER, NULL) == NULL);
    struct agreement_annex *annex = vec_push(arena, &a.annexes);
    annex->observer = org[5];
    CHECK(act_of(0, ACT_OFFER, 1, 5, PARTY_OBSERVER, annex) == NULL);
    CHECK(act_of(5, ACT_ACCEDE, 1, 5, PARTY_OBSERVER, annex) == NULL);
    now += DAY;
    CHECK(act(1, ACT_SUSPEND, 1) == NULL);
    CHECK(act(1, ACT_RESUME, 1) == NULL);
    CHECK(act(2, ACT_WITHDRAW, 1) == NULL);
    CHECK(act(0, ACT_END, 1) == NULL);
}

static void test_record(void) {
    struct agreement read;
    struct signing_key_list read_keys;
    whole_story();
    export(&read, &read_keys);
    CHECK_INT(faults(&read, &read_keys), 0);
    CHECK_INT(read.history.len, a.history.len);
    CHECK_STR(read.versions.items[0].text, "# Terms");
    arena_free(arena);
}

/* Each byte that is touched is found out. */
static void test_forgeries(void) {
    struct agreement read;
    struct signing_key_list k;
    whole_story();
    for (size_t i = 0; i < a.history.len; i++) {
        export(&read, &k);
        read.history.items[i].at += 1;
        CHECK(faults(&read, &k) > 0);
        export(&read, &k);
        if (read.history.items[i].act != ACT_PROPOSE) {
            read.history.items[i].signature[5] ^= 1;
            agreement_entry_hash(arena, &read, &read.history.items[i], read.history.items[i].hash);
            CHECK(faults(&read, &k) > 0);
        }
    }
    export(&read, &k);
    read.versions.items[0].text = STR("# Other terms");
    CHECK(faults(&read, &k) > 0);
    export(&read, &k);
    read.versions.items[0].ceiling = TLP_RED;
    CHECK(faults(&read, &k) > 0);
    export(&read, &k);
    memmove(&read.history.items[2], &read.history.items[3], (read.history.len - 3) * sizeof *read.history.items);
    read.history.len--;
    CHECK(faults(&read, &k) > 0);
    export(&read, &k);
    k.items[1].retired = START;
    CHECK(faults(&read, &k) > 0);
    arena_free(arena);
}

static void test_rotation(void) {
    struct agreement read;
    struct signing_key_list k;
    begin();
    CHECK(propose(TERMS) == NULL);
    CHECK(act(0, ACT_SIGN, 1) == NULL);
    uint8_t seed[32], old_secret[64];
    memset(seed, 0x77, sizeof seed);
    memcpy(old_secret, secret[0], sizeof old_secret);
    struct signing_key next = {.org = org[0], .created = now};
    memcpy(next.previous, keys.items[0].key, sizeof next.previous);
    crypto_sign_seed_keypair(next.key, secret[0], seed);
    struct str bytes = agreement_rotation_bytes(arena, &org[0], next.key, next.previous);
    crypto_sign_detached(next.rotation, NULL, (const uint8_t *)bytes.ptr, bytes.len, old_secret);
    keys.items[0].retired = now;
    *vec_push(arena, &keys) = next;
    struct signing_key kept = keys.items[0];
    keys.items[0] = next; /* act() signs with the first */
    CHECK(act(1, ACT_SIGN, 1) == NULL);
    CHECK(act(0, ACT_END, 1) == NULL);
    keys.items[0] = kept;
    export(&read, &k);
    CHECK_INT(faults(&read, &k), 0); /* the past signature stays valid */
    k.items[k.len - 1].rotation[0] ^= 1;
    CHECK(faults(&read, &k) > 0);
    arena_free(arena);
}

/* docs/AGREEMENTS.md publishes these three: the bytes that are signed, and the signature of the key whose seed is 32 times 01 (05 for the accession). */
static const struct vector {
    const char *bytes, *signature;
} vectors[] = {
    {"varde-agreement-v1\n{\"ceiling\":\"green\",\"effective_from\":\"2022-01-17T00:00:00Z\",\"effective_until\":\"2022-03-01T00:00:00Z\","
     "\"hidden_observers_allowed\":true,\"min_signatures\":3,\"name\":\"Partner "
     "access\",\"owner\":\"10101010-1010-1010-1010-101010101010\","
     "\"parties\":[{\"org\":\"10101010-1010-1010-1010-101010101010\",\"role\":\"member\"},{\"org\":\"11111111-1111-1111-1111-"
     "111111111111\","
     "\"role\":\"member\"},{\"org\":\"12121212-1212-1212-1212-121212121212\",\"role\":\"member\"},{\"org\":\"13131313-1313-1313-1313-"
     "131313131313\","
     "\"role\":\"partner\"}],\"scope\":{\"categories\":[],\"tags\":[],\"types\":[\"domain\",\"ip-dst\"]},"
     "\"text_sha256\":\"9a748fe9e781beea40e2a21af555fafd8538db98122c4bcaa4cc06ab745bf074\",\"untagged\":\"amber\","
     "\"uuid\":\"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\",\"version\":1}",
     "a4ae277490b35a032bcb36b85f3fba884490b339217561942626cd46c1b9451a8c034ea6eef0b5a89d1e8b1ec111085d6205eda9df36e9791d39ca428d66260e"},
    {"varde-agreement-accession-v1\n{\"org\":\"14141414-1414-1414-1414-141414141414\",\"role\":\"member\","
     "\"uuid\":\"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\",\"version\":1}",
     "ec658e30b197c70ef0b090cc4859af65324dfd78d0562e83bc3b2890224c040a3e99a6df0b3a5c8b45fd12081b424394017b18da02049d6e881d7903b745140e"},
    {"varde-agreement-act-v1\n{\"act\":\"end\",\"org\":\"10101010-1010-1010-1010-101010101010\","
     "\"previous\":\"38de332a4537d423a4c53a52285cb2b0f83a25abce557b5d1e42a32115e78f14\",\"uuid\":\"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa\"}",
     "27d8b14f087b97133b9830bd9d9008e37f001aba72c536537956e3f526d3791197d11e73880027c179cf0d3c904b63eb3d454f9c9e1f4b9bcccd33e7d18b3f00"}};

static void test_vectors(void) {
    struct str bytes;
    begin();
    CHECK(propose(TERMS) == NULL);
    CHECK(act(0, ACT_SIGN, 1) == NULL);
    CHECK(act_of(4, ACT_ACCEDE, 1, 4, PARTY_MEMBER, NULL) == NULL);
    CHECK(act(0, ACT_END, 1) == NULL);
    for (size_t i = 1; i < a.history.len; i++) {
        const struct agreement_entry *e = &a.history.items[i];
        CHECK(agreement_signed_bytes(arena, &a, e, false, &bytes) == OK);
        CHECK_STR(bytes, vectors[i - 1].bytes);
        CHECK(agreement_signature_holds(bytes, e->key, e->signature));
        CHECK_STR(hex_encode(arena, (struct str){(const char *)e->signature, 64}), vectors[i - 1].signature);
    }
    arena_free(arena);
}

TEST_MAIN(TEST(test_states), TEST(test_next_change), TEST(test_amendment), TEST(test_accession_and_observers), TEST(test_refusals),
          TEST(test_record), TEST(test_forgeries), TEST(test_rotation), TEST(test_vectors))
