/* Siebel sessions from C: what a server reads, a client that keeps its token, addresses, and their misuse. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define ENVELOPE "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xmlns:s='http://siebel.com/webservices'>"
#define MESSAGE(blocks) ENVELOPE "<e:Header>" blocks "</e:Header><e:Body/></e:Envelope>"
#define LOGIN "<s:UsernameToken>u</s:UsernameToken><s:PasswordText>p</s:PasswordText>"

enum {
    ABI = SOAPSTONE_ABI_VERSION,
    NO = SOAPSTONE_ERROR_INVALID_ARGUMENT,
    NONE = SOAPSTONE_SESSION_NONE,
    STATELESS = SOAPSTONE_SESSION_STATELESS,
    STATEFUL = SOAPSTONE_SESSION_STATEFUL
};

static uint8_t workspace[512], store[1024], output[2048];
static soapstone_header_reader headers;

/* Reads the header blocks, with a chunk end at this place. */
static void read_headers(soapstone_str message, size_t split)
{
    const soapstone_vocabulary *known[1];
    soapstone_envelope_reader envelope;
    soapstone_node node;
    soapstone_str first = message, rest = message;
    int32_t status;
    known[0] = soapstone_session_vocabulary();
    memset(&node, 0, sizeof node);
    node.size = sizeof node;
    node.keep_all = 1;
    node.vocabularies = known;
    node.vocabulary_count = 1;
    first.len = split;
    rest.ptr += split;
    rest.len -= split;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, ABI, workspace, sizeof workspace, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_init(&headers, ABI, store, sizeof store, &node));
    status = soapstone_header_reader_read(&headers, &envelope, &first, 0);
    if (status == SOAPSTONE_NEED_INPUT) {
        status = soapstone_header_reader_read(&headers, &envelope, &rest, 1);
    }
    CHECK_STATUS(SOAPSTONE_OK, status);
}

/* Header blocks and what a server makes of them: the status, or the request. */
static const struct row {
    const char *id, *message;
    int32_t status, session_type, request;
    const char *username, *token;
} rows[] = {
    { "V-01", MESSAGE(LOGIN "<s:SessionType>None</s:SessionType>"), 0, NONE, SOAPSTONE_SESSION_LOGIN, "u", NULL },
    { "V-02", MESSAGE(LOGIN "<s:SessionType>STATELESS</s:SessionType>"), 0, STATELESS, SOAPSTONE_SESSION_LOGIN, "u",
      NULL },
    { "V-04", MESSAGE("<s:SessionType>None</s:SessionType>"), 0, NONE, SOAPSTONE_SESSION_ANONYMOUS, NULL, NULL },
    { "V-05", MESSAGE("<s:SessionType>Stateful</s:SessionType><s:SessionToken>\n t \n</s:SessionToken>"), 0, STATEFUL,
      SOAPSTONE_SESSION_RESUME, NULL, "t" },
    { "V-07", MESSAGE("<s:SessionToken>t</s:SessionToken>"), 0, NONE, SOAPSTONE_SESSION_LOGOUT, NULL, "t" },
    { "half", MESSAGE("<s:UsernameToken>u</s:UsernameToken>"), 0, NONE, SOAPSTONE_ERROR_INVALID_SESSION, "u", NULL },
    { "S-264", MESSAGE("<s:SessionType>ServerDetermine</s:SessionType>"), 0, SOAPSTONE_SESSION_SERVER_DETERMINE,
      SOAPSTONE_ERROR_CREDENTIALS_REQUIRED, NULL, NULL },
    { "twice", MESSAGE("<s:SessionToken>t</s:SessionToken><s:SessionToken>t</s:SessionToken>"),
      SOAPSTONE_ERROR_INVALID_SESSION, 0, 0, NULL, NULL },
    { "V-11", MESSAGE(LOGIN "<w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2003/06/secext'/>"),
      SOAPSTONE_ERROR_SESSION_CONFLICT, 0, 0, NULL, NULL },
};

static void check_optional(const char *expected, soapstone_str string)
{
    CHECK((expected == NULL) == (string.ptr == NULL));
    CHECK_STR(expected ? expected : "", string);
}

static void a_server_reads_them_at_every_split(void)
{
    size_t i, split;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        soapstone_str message = S(row->message);
        for (split = 0; split <= message.len; split++) {
            soapstone_session_headers session;
            soapstone_error error;
            read_headers(message, split);
            memset(&error, 0, sizeof error);
            CHECK_STATUS(row->status, soapstone_session_headers_read(&headers, &session, &error));
            CHECK(error.kind == row->status && (error.offset > 0) == (row->status != 0));
            CHECK_STATUS(row->status, soapstone_session_headers_read(&headers, &session, NULL));
            if (row->status == SOAPSTONE_OK) {
                CHECK(session.session_type == row->session_type && session.request == row->request);
                CHECK(session.present == 1 && session.offset > 0);
                check_optional(row->username, session.username);
                check_optional(row->token, session.token);
            }
        }
    }
}

static soapstone_output buffer(size_t len)
{
    soapstone_output o;
    memset(&o, 0, sizeof o);
    o.size = sizeof o;
    o.kind = SOAPSTONE_OUTPUT_BUFFER;
    o.memory = output;
    o.memory_len = len;
    return o;
}

/* Writes the header blocks of a request or, without a session, of a response, through a buffer of this size. */
static soapstone_str written(const soapstone_session *session, const char *token, size_t room)
{
    static uint8_t message[2048];
    soapstone_output o = buffer(room);
    soapstone_writer w;
    soapstone_str text, piece;
    int32_t status, step = 0;
    text.ptr = message;
    text.len = 0;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_envelope_writer_init(&w, ABI, workspace, sizeof workspace, &o, NULL, SOAPSTONE_SOAP11));
    while (step < 3) {
        status = step == 0   ? soapstone_envelope_writer_envelope(&w)
                 : step == 2 ? soapstone_envelope_writer_finish(&w)
                 : session   ? soapstone_session_write(session, &w)
                             : soapstone_session_token_write(&w, S(token));
        CHECK(status == SOAPSTONE_OK || status == SOAPSTONE_OUTPUT_FULL);
        if (status < 0) {
            break;
        }
        step += status == SOAPSTONE_OK;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&w, &piece));
        memcpy(message + text.len, piece.ptr, piece.len);
        text.len += piece.len;
    }
    return text;
}

static soapstone_session_headers sent(const soapstone_session *session)
{
    soapstone_session_headers read;
    size_t room;
    for (room = 120; room < 180; room++) {
        read_headers(written(session, NULL, room), 0);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_session_headers_read(&headers, &read, NULL));
    }
    return read;
}

static int32_t answer(soapstone_session *session, const char *token)
{
    read_headers(written(NULL, token, sizeof output), 0);
    return soapstone_session_finish(session, &headers);
}

static void a_client_keeps_the_newest_token(void)
{
    uint8_t token[16];
    soapstone_session session;
    soapstone_session_headers request;
    soapstone_error error;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_init(&session, ABI, STATELESS, token, sizeof token, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_CREDENTIALS_REQUIRED, soapstone_session_begin(&session, 0));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_error(&session, &error));
    CHECK(error.kind == SOAPSTONE_ERROR_CREDENTIALS_REQUIRED);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_set_credentials(&session, S("u<>"), S("p")));
    CHECK(soapstone_session_token(&session).ptr == NULL && !soapstone_session_is_busy(&session));

    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 0));
    CHECK(soapstone_session_is_busy(&session));
    CHECK_STATUS(SOAPSTONE_ERROR_SESSION_BUSY, soapstone_session_begin(&session, 0)); /* V-08 */
    request = sent(&session);
    CHECK(request.request == SOAPSTONE_SESSION_LOGIN && request.session_type == STATELESS);
    CHECK_STR("u<>", request.username);
    CHECK_STR("p", request.password);
    CHECK_STATUS(SOAPSTONE_OK, answer(&session, "tok-1")); /* V-05 */
    CHECK_STR("tok-1", soapstone_session_token(&session));

    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 900));
    request = sent(&session);
    CHECK(request.request == SOAPSTONE_SESSION_RESUME && request.username.ptr == NULL); /* V-06 */
    CHECK_STR("tok-1", request.token);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_fail(&session));

    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 901)); /* V-09 */
    CHECK(sent(&session).request == SOAPSTONE_SESSION_LOGIN);
    CHECK_STATUS(SOAPSTONE_OK, answer(&session, "tok-2"));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 902));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_reject(&session)); /* S-261 */
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 903));
    CHECK(sent(&session).request == SOAPSTONE_SESSION_LOGIN);
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, answer(&session, "a token that does not fit"));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_error(&session, &error));
    CHECK(error.limit == SOAPSTONE_LIMIT_TEXT_STORE && error.needed == strlen("a token that does not fit"));
    CHECK_STATUS(NO, soapstone_session_finish(&session, &headers));

    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_session_logout(&session, 904));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 904));
    CHECK_STATUS(SOAPSTONE_OK, answer(&session, "tok-3"));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_logout(&session, 905)); /* V-07 */
    CHECK(sent(&session).request == SOAPSTONE_SESSION_LOGOUT);
    CHECK_STATUS(SOAPSTONE_OK, answer(&session, "tok-4"));
    CHECK(soapstone_session_token(&session).ptr == NULL);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_forget(&session));
    CHECK(token[0] == 0 && memcmp(token, token + 1, sizeof token - 1) == 0);
}

static void options_are_checked(void)
{
    uint8_t token[16];
    soapstone_session session;
    soapstone_session_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.security = 1;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_init(&session, ABI, NONE, token, sizeof token, &options));
    CHECK_STATUS(SOAPSTONE_ERROR_SESSION_CONFLICT, soapstone_session_begin(&session, 0));
    options.security = 0;
    options.mobile = 1;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_init(&session, ABI, STATEFUL, token, sizeof token, &options));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_SESSION, soapstone_session_begin(&session, 0));
    options.mobile = 0;
    options.session_timeout = 10;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_init(&session, ABI, STATEFUL, token, sizeof token, &options));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_set_credentials(&session, S("u"), S("p")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_session_begin(&session, 0));
    CHECK_STATUS(SOAPSTONE_OK, answer(&session, "t"));
    CHECK_STATUS(SOAPSTONE_ERROR_SESSION_EXPIRED, soapstone_session_begin(&session, 11));
    options.mobile = 2;
    CHECK_STATUS(NO, soapstone_session_init(&session, ABI, NONE, token, sizeof token, &options));
    options.mobile = 0;
    options.size--;
    CHECK_STATUS(NO, soapstone_session_init(&session, ABI, NONE, token, sizeof token, &options));
    CHECK_STATUS(NO, soapstone_session_init(&session, ABI, 4, token, sizeof token, NULL));
    CHECK_STATUS(NO, soapstone_session_init(&session, ABI + 1, NONE, token, sizeof token, NULL));
    CHECK_STATUS(NO, soapstone_session_init(&session, ABI, NONE, NULL, 1, NULL));
    CHECK_STATUS(NO, soapstone_session_init(NULL, ABI, NONE, token, sizeof token, NULL));
}

static void refuses_foreign_handles(soapstone_session *s)
{
    soapstone_session_headers read;
    soapstone_error error;
    soapstone_output o = buffer(sizeof output);
    soapstone_writer w;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_envelope_writer_init(&w, ABI, workspace, sizeof workspace, &o, NULL, SOAPSTONE_SOAP11));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
    CHECK_STATUS(NO, soapstone_session_set_credentials(s, S("u"), S("p")));
    CHECK_STATUS(NO, soapstone_session_begin(s, 0));
    CHECK_STATUS(NO, soapstone_session_logout(s, 0));
    CHECK_STATUS(NO, soapstone_session_write(s, &w));
    CHECK_STATUS(NO, soapstone_session_finish(s, &headers));
    CHECK_STATUS(NO, soapstone_session_fail(s));
    CHECK_STATUS(NO, soapstone_session_reject(s));
    CHECK_STATUS(NO, soapstone_session_forget(s));
    CHECK_STATUS(NO, soapstone_session_error(s, &error));
    CHECK_STATUS(NO, soapstone_session_headers_read(NULL, &read, NULL));
    CHECK_STATUS(NO, soapstone_session_headers_read(&headers, NULL, NULL));
    CHECK(soapstone_session_token(s).ptr == NULL && soapstone_session_is_busy(s) == 0);
}

static void addresses(void)
{
    static const struct {
        int32_t preset;
        const char *expected;
    } presets[] = {
        { SOAPSTONE_URL_SESSION, "http://h:1/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1" },
        { SOAPSTONE_URL_SECURITY, "http://h:1/siebel/app/eai_anon/enu/?SWEExtCmd=Execute&SWEExtSource=SecureWebService" },
        { SOAPSTONE_URL_START_SWE, "http://h:1/eai_anon_enu/start.swe?SWEExtSource=SecureWebService&SWEExtCmd=Execute" },
        { SOAPSTONE_URL_MOBILE, "http://h:1/?SWEExtSource=WebService&WSSOAP=1" },
        { SOAPSTONE_URL_MOBILE_SECURITY, "http://h:1/?SWEExtSource=SecureWebService&WSSOAP=1" }, /* V-44 */
    };
    soapstone_url_parameter more[9];
    soapstone_url url;
    soapstone_str text;
    soapstone_error error;
    size_t i;
    memset(more, 0, sizeof more);
    memset(&url, 0, sizeof url);
    url.size = sizeof url;
    url.base = S("http://h:1");
    for (i = 0; i < sizeof presets / sizeof presets[0]; i++) {
        url.preset = presets[i].preset;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_url_write(&url, output, sizeof output, &text, NULL));
        CHECK_STR(presets[i].expected, text);
    }
    more[0].name = S("Version");
    more[0].value = S("1 2");
    url.parameters = more;
    url.parameter_count = 1;
    url.preset = SOAPSTONE_URL_MOBILE_CREDENTIALS;
    CHECK_STATUS(SOAPSTONE_ERROR_CREDENTIALS_REQUIRED, soapstone_url_write(&url, output, sizeof output, &text, &error));
    CHECK(error.kind == SOAPSTONE_ERROR_CREDENTIALS_REQUIRED);
    url.username = S("a&b"); /* V-45 */
    url.password = S("p");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_url_write(&url, output, sizeof output, &text, NULL));
    CHECK_STR("http://h:1/?SWEExtSource=WebService&Username=a%26b&Password=p&Version=1%202", text);
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_url_write(&url, output, text.len - 1, &text, &error));
    CHECK(error.limit == SOAPSTONE_LIMIT_OUTPUT && error.needed == text.len);
    url.parameter_count = SOAPSTONE_URL_PARAMETERS + 1;
    CHECK_STATUS(NO, soapstone_url_write(&url, output, sizeof output, &text, NULL));
    url.parameter_count = 0;
    url.preset = 0;
    CHECK_STATUS(NO, soapstone_url_write(&url, output, sizeof output, &text, NULL));
    url.preset = SOAPSTONE_URL_SESSION;
    CHECK_STATUS(NO, soapstone_url_write(&url, output, sizeof output, &text, NULL));
    url.size--;
    CHECK_STATUS(NO, soapstone_url_write(&url, output, sizeof output, &text, NULL));
    CHECK_STATUS(NO, soapstone_url_write(NULL, output, sizeof output, &text, NULL));
}

int main(void)
{
    soapstone_session zeroed;
    a_server_reads_them_at_every_split();
    a_client_keeps_the_newest_token();
    options_are_checked();
    memset(&zeroed, 0, sizeof zeroed);
    refuses_foreign_handles(NULL);
    refuses_foreign_handles(&zeroed);
    addresses();
    return check_done("session");
}
