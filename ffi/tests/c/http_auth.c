/* Values of header fields and credentials from C: what they say, both sides of Basic and Digest, NTLM, and misuse. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define IS(word, text) soapstone_http_word_equals((word), S(text), 0)

enum {
    ABI = SOAPSTONE_ABI_VERSION,
    NO = SOAPSTONE_ERROR_INVALID_ARGUMENT,
    WRONG = SOAPSTONE_ERROR_HTTP_VALUE,
    REFUSED = SOAPSTONE_ERROR_HTTP_AUTHENTICATION,
    NONE = SOAPSTONE_NOT_FOUND
};

static const uint8_t random_bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
static soapstone_http_login login;
static soapstone_http_guard guard;
static uint8_t head_memory[1024], value_memory[512];

/* Fields with these lines. */
static soapstone_http_fields fields_of(const char *lines)
{
    soapstone_http_fields fields;
    memset(&fields, 0, sizeof fields);
    fields.lines = S(lines);
    return fields;
}

static void media_types(void)
{
    static const struct row {
        const char *id, *value;
        int32_t unquoted, status;
        const char *essence, *action, *charset;
    } rows[] = {
        { "HTTP-06", "application/soap+xml;action=\"urn:m:op\";charset=UTF-8", 0, 0, "application/soap+xml", "urn:m:op",
          "UTF-8" },
        { "HTTP-07", "application/soap+xml; action=\"a\\\"b\"", 0, 0, "application/soap+xml", "a\"b", NULL },
        { "HTTP-08", "TEXT/XML; Charset=\"utf-16\"", 0, 0, "text/xml", NULL, "utf-16" },
        { "HTTP-09", "application/json", 0, 0, "application/json", NULL, NULL },
        { "HTTP-10", "text/html", 1, 0, "text/html", NULL, NULL },
        { "unquoted", "application/soap+xml;action=urn:echo/echo", 1, 0, "application/soap+xml", "urn:echo/echo", NULL },
        { "quotes are missing", "application/soap+xml;action=urn:echo/echo", 0, WRONG, NULL, NULL, NULL },
        { "twice", "text/xml;charset=a;charset=b", 0, WRONG, NULL, NULL, NULL },
        { "nothing", "", 0, WRONG, NULL, NULL, NULL },
    };
    size_t i;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        soapstone_http_media_type kind;
        soapstone_http_word word;
        soapstone_str name, text;
        soapstone_error error;
        CHECK_STATUS(row->status, soapstone_http_media_type_parse(S(row->value), row->unquoted, &kind, &error));
        if (row->status != SOAPSTONE_OK) {
            CHECK(error.kind == row->status);
            continue;
        }
        CHECK(soapstone_http_media_type_is(&kind, S(row->essence)) == 1);
        CHECK(soapstone_http_media_type_is(&kind, S("text/plain")) == 0);
        CHECK(soapstone_http_media_type_is(&kind, S("text")) == 0);
        CHECK_STATUS(row->action ? SOAPSTONE_OK : NONE, soapstone_http_parameter(&kind.parameters, S("ACTION"), &word));
        if (row->action) {
            CHECK(IS(&word, row->action));
            CHECK_STATUS(SOAPSTONE_OK, soapstone_http_word_decode(&word, value_memory, sizeof value_memory, &text, NULL));
            CHECK_STR(row->action, text);
            CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_http_word_decode(&word, value_memory, 1, &text, &error));
            CHECK(error.limit == SOAPSTONE_LIMIT_OUTPUT && error.needed == strlen(row->action));
        }
        CHECK_STATUS(row->charset ? SOAPSTONE_OK : NONE,
                     soapstone_http_parameter(&kind.parameters, S("charset"), &word));
        CHECK(!row->charset || soapstone_http_word_equals(&word, S(row->charset), 1));
        while (soapstone_http_parameters_next(&kind.parameters, &name, &word) == SOAPSTONE_OK) {
            CHECK(name.len == 6 || name.len == 7);
        }
        CHECK_STATUS(SOAPSTONE_END, soapstone_http_parameters_next(&kind.parameters, &name, &word));
    }
}

static void soap_actions(void)
{
    static const struct row {
        const char *id, *lines;
        int32_t status, kind;
        const char *action;
    } rows[] = {
        { "HTTP-01", "SOAPAction: \"urn:m#op\"\r\n", 0, SOAPSTONE_SOAP_ACTION_QUOTED, "urn:m#op" },
        { "HTTP-02", "SOAPAction: \"\"\r\n", 0, SOAPSTONE_SOAP_ACTION_QUOTED, "" },
        { "HTTP-03", "SOAPAction: \r\n", 0, SOAPSTONE_SOAP_ACTION_EMPTY, "" },
        { "HTTP-04", "SOAPAction: urn:m#op\r\n", 0, SOAPSTONE_SOAP_ACTION_UNQUOTED, "urn:m#op" },
        { "HTTP-05", "soapaction: \"x\"\r\n", 0, SOAPSTONE_SOAP_ACTION_QUOTED, "x" },
        { "none", "Host: h\r\n", 0, SOAPSTONE_SOAP_ACTION_ABSENT, "" },
        { "two", "SOAPAction: a\r\nSOAPAction: b\r\n", WRONG, 0, NULL },
    };
    size_t i;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        soapstone_http_fields fields = fields_of(rows[i].lines);
        soapstone_http_word action;
        int32_t kind = -1;
        CHECK_STATUS(rows[i].status, soapstone_http_soap_action(&fields, &kind, &action));
        if (rows[i].status == SOAPSTONE_OK) {
            CHECK(kind == rows[i].kind && IS(&action, rows[i].action));
        }
    }
}

static void written(void)
{
    const char *want = "application/soap+xml; charset=utf-8; action=\"a\\\"b\"";
    size_t room;
    soapstone_str value;
    soapstone_error error;
    for (room = 0; room <= strlen(want); room++) {
        int32_t status = soapstone_http_value_write(S("application/soap+xml; charset=utf-8"), S("a\"b"), value_memory, room,
                                                    &value, &error);
        CHECK_STATUS(room < strlen(want) ? SOAPSTONE_ERROR_LIMIT : SOAPSTONE_OK, status);
        CHECK(status == SOAPSTONE_OK || error.needed == strlen(want));
    }
    CHECK_STR(want, value);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_value_write(S(""), S(""), value_memory, 2, &value, NULL));
    CHECK_STR("\"\"", value);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_value_write(S("text/xml"), S(""), value_memory, 8, &value, NULL));
    CHECK_STR("text/xml", value);
}

static void challenges(void)
{
    soapstone_http_fields fields = fields_of("WWW-Authenticate: NTLM TlRM, Basic realm=\"x\"\r\nWWW-Authenticate: \"\r\n");
    soapstone_http_challenge challenge;
    soapstone_http_word realm;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_challenge_at(&fields, S("www-authenticate"), 0, &challenge));
    CHECK_STR("NTLM", challenge.scheme);
    CHECK_STR("TlRM", challenge.token);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_challenge_at(&fields, S("www-authenticate"), 1, &challenge));
    CHECK_STR("Basic", challenge.scheme);
    CHECK(challenge.token.len == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_parameter(&challenge.parameters, S("Realm"), &realm));
    CHECK(IS(&realm, "x") && realm.quoted == 1);
    CHECK_STATUS(WRONG, soapstone_http_challenge_at(&fields, S("www-authenticate"), 2, &challenge));
    CHECK_STATUS(NONE, soapstone_http_challenge_at(&fields, S("www-authenticate"), 3, &challenge));
}

/* Asks the credentials for a request. */
static int32_t authorize(const soapstone_http_fields *asked, soapstone_str *value)
{
    soapstone_http_authorize request;
    memset(&request, 0, sizeof request);
    request.size = sizeof request;
    request.method = S("POST");
    request.target = S("/svc");
    request.challenges = asked;
    return soapstone_http_login_authorize(&login, &request, value_memory, sizeof value_memory, value, NULL);
}

static int32_t password(void *ctx, soapstone_str username, soapstone_str *found)
{
    if (ctx != NULL) {
        return SOAPSTONE_ERROR_IO;
    }
    *found = S("s3cret");
    return soapstone_str_equals(username, "alice") ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND;
}

/* Asks the guard, with this Authorization. */
static int32_t admit(soapstone_str authorization, uint64_t now, void *ctx, soapstone_str *username)
{
    static uint8_t memory[64], lines[600];
    soapstone_http_users users;
    soapstone_http_request request;
    size_t len = (size_t)0;
    memset(&users, 0, sizeof users);
    users.size = sizeof users;
    users.password = password;
    users.ctx = ctx;
    memset(&request, 0, sizeof request);
    request.method = S("POST");
    request.target = S("/svc");
    request.version = SOAPSTONE_HTTP_11;
    if (authorization.len > 0) {
        memcpy(lines, "Authorization: ", 15);
        memcpy(lines + 15, authorization.ptr, authorization.len);
        memcpy(lines + 15 + authorization.len, "\r\n", 2);
        len = authorization.len + 17;
    }
    request.fields.lines.ptr = lines;
    request.fields.lines.len = len;
    return soapstone_http_guard_admit(&guard, &request, now, &users, memory, sizeof memory, username, NULL);
}

/* What the guard asks for, as the fields of a response. */
static soapstone_http_fields challenge(uint64_t now)
{
    soapstone_http_head_writer writer;
    soapstone_http_fields fields;
    soapstone_str head = { NULL, 0 };
    memset(&fields, 0, sizeof fields);
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_http_head_writer_response(&writer, ABI, head_memory, sizeof head_memory, 401, S("")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_guard_challenge(&guard, now, &writer));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_finish(&writer, &head));
    while (head.len > 0 && *head.ptr != '\n') {
        head.ptr++;
        head.len--;
    }
    if (head.len > 3) {
        fields.lines.ptr = head.ptr + 1;
        fields.lines.len = head.len - 3;
    }
    return fields;
}

static void basic(void)
{
    static int failing;
    soapstone_str value = { NULL, 0 }, username = { NULL, 0 };
    soapstone_http_fields asked;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_guard_init(&guard, ABI, S("soap"), random_bytes, NULL, 0, 0));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_guard_basic(&guard));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&login, ABI));
    CHECK_STATUS(NONE, authorize(NULL, &value));
    CHECK_STATUS(NO, soapstone_http_login_basic(&login, S("a:b"), S("")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_basic(&login, S("webuser"), S("s3cret")));
    CHECK_STATUS(SOAPSTONE_OK, authorize(NULL, &value));
    CHECK_STR("Basic d2VidXNlcjpzM2NyZXQ=", value); /* V-16 */
    CHECK_STATUS(REFUSED, admit(value, 0, NULL, &username));
    CHECK_STATUS(SOAPSTONE_ERROR_IO, admit(value, 0, &failing, &username));
    asked = challenge(0);
    CHECK_STATUS(NONE, authorize(&asked, &value));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_basic(&login, S("alice"), S("s3cret")));
    CHECK_STATUS(SOAPSTONE_OK, authorize(&asked, &value));
    CHECK_STATUS(SOAPSTONE_OK, admit(value, 0, NULL, &username));
    CHECK_STR("alice", username);
    CHECK_STATUS(REFUSED, admit(S(""), 0, NULL, &username));
    CHECK_STATUS(WRONG, admit(S("Basic A"), 0, NULL, &username));
}

static void digest(void)
{
    static soapstone_http_nonce nonces[2];
    static uint8_t kept[128];
    soapstone_str value = { NULL, 0 }, username = { NULL, 0 };
    soapstone_http_fields asked;
    uint32_t algorithms;
    for (algorithms = 1; algorithms <= 3; algorithms++) {
        soapstone_http_login moved;
        memset(nonces, 0, sizeof nonces);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_guard_init(&guard, ABI, S("soap"), random_bytes, nonces, 2, 60));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_guard_digest(&guard, algorithms));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&moved, ABI));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_digest(&moved, S("alice"), S("s3cret"), algorithms, random_bytes,
                                                               kept, sizeof kept));
        memcpy(&login, &moved, sizeof login);
        memset(&moved, 0x55, sizeof moved);
        CHECK_STATUS(NONE, authorize(NULL, &value));
        asked = challenge(100);
        CHECK_STATUS(SOAPSTONE_OK, authorize(&asked, &value));
        CHECK_STATUS(SOAPSTONE_OK, admit(value, 100, NULL, &username));
        CHECK_STR("alice", username);
        CHECK_STATUS(REFUSED, admit(value, 100, NULL, &username));
        CHECK_STATUS(SOAPSTONE_OK, authorize(NULL, &value));
        CHECK_STATUS(SOAPSTONE_OK, admit(value, 160, NULL, &username));
        CHECK_STATUS(SOAPSTONE_OK, authorize(NULL, &value));
        CHECK_STATUS(REFUSED, admit(value, 161, NULL, &username));
        asked = challenge(161);
        CHECK_STATUS(SOAPSTONE_OK, authorize(&asked, &value));
        CHECK_STATUS(SOAPSTONE_OK, admit(value, 161, NULL, &username));
    }
    CHECK_STATUS(NO, soapstone_http_guard_digest(&guard, 4));
    CHECK_STATUS(NO, soapstone_http_login_digest(&login, S("a"), S("b"), 0, random_bytes, kept, sizeof kept));
    CHECK_STATUS(NO, soapstone_http_login_digest(&login, S("a"), S("b"), 1, NULL, kept, sizeof kept));
}

static int32_t token(void *ctx, soapstone_str challenge, uint8_t *out, size_t out_len, size_t *written)
{
    if (out_len < 3) {
        return SOAPSTONE_ERROR_IO;
    }
    memcpy(out, challenge.len == 0 ? "one" : "two", 3);
    *written = *(size_t *)ctx;
    return SOAPSTONE_OK;
}

static void ntlm(void)
{
    static uint8_t memory[16];
    static size_t len = 3;
    soapstone_http_fields begin = fields_of("WWW-Authenticate: NTLM\r\n");
    soapstone_http_fields next = fields_of("WWW-Authenticate: NTLM AAAA\r\n");
    soapstone_str value = { NULL, 0 }, domain, username;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&login, ABI));
    CHECK_STATUS(NO, soapstone_http_login_ntlm(&login, NULL, NULL, memory, sizeof memory));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_ntlm(&login, token, &len, memory, sizeof memory));
    CHECK_STATUS(NONE, authorize(NULL, &value));
    CHECK_STATUS(SOAPSTONE_OK, authorize(&begin, &value));
    CHECK_STR("NTLM b25l", value);
    CHECK_STATUS(SOAPSTONE_OK, authorize(&next, &value));
    CHECK_STR("NTLM dHdv", value);
    CHECK_STATUS(NONE, authorize(&begin, &value));
    CHECK_STATUS(NONE, authorize(NULL, &value));
    len = sizeof memory + 1;
    CHECK_STATUS(NO, authorize(&begin, &value));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_account(S("CORP\\alice"), &domain, &username));
    CHECK_STR("CORP", domain);
    CHECK_STR("alice", username);
    CHECK_STATUS(NO, soapstone_http_account(S("nodomain"), &domain, &username)); /* V-26 */
    CHECK(soapstone_http_scheme(S("digest")) == SOAPSTONE_HTTP_DIGEST);
    CHECK(soapstone_http_scheme(S("NTLM")) == SOAPSTONE_HTTP_NTLM);
    CHECK(soapstone_http_scheme(S("foo")) == SOAPSTONE_HTTP_BASIC); /* V-25 */
}

static void misuse(void)
{
    soapstone_http_login blank;
    soapstone_http_guard none;
    soapstone_http_head_writer writer;
    soapstone_str bad = { NULL, 1 }, out;
    soapstone_http_word word;
    soapstone_http_parameters parameters;
    int32_t kind;
    memset(&blank, 0, sizeof blank);
    memset(&none, 0, sizeof none);
    memset(&writer, 0, sizeof writer);
    memset(&parameters, 0, sizeof parameters);
    parameters.form = 9;
    CHECK_STATUS(NO, soapstone_http_login_init(NULL, ABI));
    CHECK_STATUS(NO, soapstone_http_login_init(&login, ABI + 1));
    CHECK_STATUS(NO, soapstone_http_login_basic(&blank, S("a"), S("b")));
    CHECK_STATUS(NO, soapstone_http_login_authorize(&blank, NULL, value_memory, 1, &out, NULL));
    CHECK_STATUS(NO, soapstone_http_guard_init(&guard, ABI, bad, random_bytes, NULL, 0, 0));
    CHECK_STATUS(NO, soapstone_http_guard_init(&guard, ABI, S("r"), NULL, NULL, 0, 0));
    CHECK_STATUS(NO, soapstone_http_guard_init(&guard, ABI, S("r"), random_bytes, NULL, 1, 0));
    CHECK_STATUS(NO, soapstone_http_guard_basic(&none));
    CHECK_STATUS(NO, soapstone_http_guard_challenge(&none, 0, &writer));
    CHECK_STATUS(NO, soapstone_http_media_type_parse(bad, 0, NULL, NULL));
    CHECK_STATUS(NO, soapstone_http_parameter(&parameters, S("a"), &word));
    CHECK_STATUS(NO, soapstone_http_parameters_next(NULL, &out, &word));
    CHECK_STATUS(NO, soapstone_http_soap_action(NULL, &kind, &word));
    CHECK(soapstone_http_media_type_is(NULL, S("text/xml")) == 0 && soapstone_http_word_equals(NULL, S(""), 0) == 0);
}

int main(void)
{
    media_types();
    soap_actions();
    written();
    challenges();
    basic();
    digest();
    ntlm();
    misuse();
    return check_done("http_auth");
}
