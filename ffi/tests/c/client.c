/* A client in C over a transport in memory: responses in pieces of every size, and what goes wrong at every point. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define ENVELOPE "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><a>7</a></e:Body></e:Envelope>"
#define OK_11(length) "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: " length "\r\n\r\n"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };

/* ---------------------------------------------------------------------------------------------------- the transport */

static const char *script[4]; /* a response for each request */
static char sent[65536];
static size_t sent_len, given, piece;
static int turn, opened, closed, resumed, steps, fail_at, wrote, answers;
static int64_t waited;

static int32_t step(void)
{
    return fail_at > 0 && ++steps >= fail_at ? -4711 : SOAPSTONE_OK;
}

static int32_t open_it(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout)
{
    CHECK(ctx == &script && endpoint->port == 8080 && !endpoint->secure);
    CHECK_STR("meter.example", endpoint->host);
    waited = timeout;
    opened++;
    return step();
}

static int32_t read_it(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    const char *response;
    size_t n;

    CHECK(ctx == &script && len > 0);
    if (step() != SOAPSTONE_OK)
        return -4711;
    if (wrote) {
        turn++;
        wrote = 0;
        given = 0;
    }
    response = turn > 0 && turn <= 4 && script[turn - 1] != NULL ? script[turn - 1] : "";
    n = strlen(response) - given;
    n = n < len ? n : len;
    n = n < piece ? n : piece;
    memcpy(bytes, response + given, n);
    given += n;
    *count = n;
    return SOAPSTONE_OK;
}

static int32_t write_it(void *ctx, const uint8_t *bytes, size_t len)
{
    CHECK(ctx == &script && sent_len + len < sizeof sent);
    memcpy(sent + sent_len, bytes, len);
    sent_len += len;
    sent[sent_len] = '\0';
    wrote = 1;
    return step();
}

static void close_it(void *ctx)
{
    CHECK(ctx == &script);
    closed++;
}

static int32_t ready_it(void *ctx, uint32_t millis)
{
    (void)ctx;
    (void)millis;
    return answers;
}

static void resume_it(void *ctx, int64_t timeout)
{
    CHECK(ctx == &script);
    waited = timeout;
    resumed++;
}

static soapstone_transport transport(void)
{
    soapstone_transport t = {sizeof t, 0, &script, open_it, read_it, write_it, close_it, ready_it, resume_it, NULL};

    turn = opened = closed = resumed = steps = wrote = 0;
    sent_len = given = 0;
    sent[0] = '\0';
    return t;
}

/* ------------------------------------------------------------------------------------------------------- the message */

static struct {
    int calls;
    int32_t answer;
    size_t repeat;
} body;

static int32_t write_body(void *ctx, soapstone_writer *writer)
{
    size_t i;

    CHECK(ctx == &body);
    body.calls++;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(writer));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_body_entry(writer, S("urn:m"), S("ping")));
    for (i = 0; i < body.repeat; i++) {
        int32_t status = soapstone_writer_text(writer, S("a & b "));
        if (status != SOAPSTONE_OK)
            return status;
    }
    if (body.answer != SOAPSTONE_OK)
        return body.answer == 1 ? SOAPSTONE_OK : body.answer; /* 1: says it is done and is not */
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_end(writer));
    return soapstone_envelope_writer_finish(writer);
}

/* Gives "<x/>" two bytes at a time. */
static int32_t give(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    static size_t at;

    CHECK(ctx == &body);
    if (len == 0) {
        at = 0;
        return body.answer;
    }
    *count = 4 - at < 2 ? 4 - at : 2;
    *count = *count < len ? *count : len;
    memcpy(bytes, "<x/>" + at, *count);
    at += *count;
    return SOAPSTONE_OK;
}

static uint8_t memory[2048], scratch[512], workspace[512];

static soapstone_http_call a_call(void)
{
    soapstone_http_call call;

    memset(&call, 0, sizeof call);
    memset(&body, 0, sizeof body);
    body.repeat = 1;
    call.size = sizeof call;
    call.version = SOAPSTONE_SOAP11;
    call.endpoint = S("http://meter.example:8080/ws");
    call.action = S("urn:m/ping");
    call.timeout = 1500;
    call.workspace = workspace;
    call.workspace_len = sizeof workspace;
    call.ctx = &body;
    call.body = write_body;
    return call;
}

static soapstone_client a_client(void)
{
    soapstone_transport t = transport();
    soapstone_client client;

    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_init(&client, ABI, &t, memory, sizeof memory, scratch, sizeof scratch));
    return client;
}

/* Reads the response as a message; its text goes to text, which has 16 bytes. */
static int32_t read_reply(soapstone_client *client, char *text)
{
    static uint8_t space[512];
    soapstone_envelope_reader reader;
    soapstone_str input = {NULL, 0};
    soapstone_event event;
    int32_t status, last = 0;

    *text = '\0';
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&reader, ABI, space, sizeof space, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_prepare(client, &reader));
    while ((status = soapstone_envelope_reader_next(&reader, &input, last, &event)) != SOAPSTONE_END) {
        if (status == SOAPSTONE_NEED_INPUT) {
            status = soapstone_client_receive(client, &input);
            last = status == SOAPSTONE_END;
        } else if (status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_TEXT) {
            strncat(text, (const char *)event.text.ptr, event.text.len);
        }
        if (status < 0)
            return status;
    }
    return SOAPSTONE_OK;
}

/* -------------------------------------------------------------------------------------------------------------- tests */

static void replies(void)
{
    static const char chunked[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "7\r\n<e:Enve\r\n5b\r\n"
                                  "lope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><a>7</a></e:Body>"
                                  "</e:Envel\r\n4\r\nope>\r\n0\r\n\r\n";
    soapstone_http_call call = a_call();
    soapstone_transport_info info;
    char text[16];

    for (piece = 1; piece < 300; piece = piece * 3 + 1) {
        soapstone_client client = a_client();
        script[0] = OK_11("102") ENVELOPE;
        script[1] = chunked;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
        CHECK_STATUS(SOAPSTONE_OK, read_reply(&client, text));
        CHECK(strcmp(text, "7") == 0 && waited == 1500 && opened == 1);
        CHECK(strstr(sent, "POST /ws HTTP/1.1\r\nHost: meter.example:8080\r\n") == sent);
        CHECK(strstr(sent, "\r\nSOAPAction: \"urn:m/ping\"\r\n") != NULL);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_finish(&client));
        call.timeout = -1;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
        CHECK(opened == 1 && resumed == 1 && waited == -1);
        CHECK_STATUS(SOAPSTONE_OK, read_reply(&client, text));
        CHECK(strcmp(text, "7") == 0);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
        CHECK(info.stage == SOAPSTONE_STAGE_PARSING && info.status == 200 && info.known == 2 && !info.is_empty);
        CHECK(info.error.kind == SOAPSTONE_OK);
        CHECK_STR("OK", info.message);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_close(&client));
        call.timeout = 1500;
    }
    piece = 1000;
}

/* A transport that fails at every point: its number is handed back, and the call says how far it came. */
static void failures(void)
{
    soapstone_http_call call = a_call();
    soapstone_transport_info info;
    char text[16];
    int32_t status = -4711;

    for (fail_at = 1; fail_at < 20 && status != SOAPSTONE_OK; fail_at++) {
        soapstone_client client = a_client();
        piece = 64;
        script[0] = OK_11("102") ENVELOPE;
        status = soapstone_client_call(&client, &call);
        if (status == SOAPSTONE_OK)
            status = read_reply(&client, text);
        CHECK(status == SOAPSTONE_OK || status == -4711);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
        CHECK((info.error.kind == SOAPSTONE_ERROR_IO) == (status != SOAPSTONE_OK));
        CHECK(fail_at > 2 || (info.stage == SOAPSTONE_STAGE_SENDING && info.status == 408 && info.known == 1));
    }
    CHECK(fail_at > 4 && fail_at < 20);
    fail_at = 0;
    piece = 1000;
}

/* A call that goes wrong on this side or on that. */
static void wrong(void)
{
    soapstone_http_field field;
    soapstone_http_call call = a_call();
    soapstone_transport_info info;
    soapstone_client client = a_client();
    soapstone_str page;

    body.answer = -5000;
    CHECK_STATUS(-5000, soapstone_client_call(&client, &call));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
    CHECK(info.stage == SOAPSTONE_STAGE_PREPARING && info.status == 900 && opened == 0);
    body.answer = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_UNFINISHED, soapstone_client_call(&client, &call));
    body.answer = SOAPSTONE_OK;
    field.name = S("X-Note");
    field.value = S("a\r\nb");
    call.fields = &field;
    call.field_count = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_FIELD, soapstone_client_call(&client, &call));
    call = a_call();
    call.endpoint = S("ftp://x/");
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ENDPOINT, soapstone_client_call(&client, &call));
    call = a_call();
    script[0] = "HTTP/1.1 404 Nothing\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage";
    CHECK_STATUS(SOAPSTONE_ERROR_UNEXPECTED_STATUS, soapstone_client_call(&client, &call));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
    CHECK(info.stage == SOAPSTONE_STAGE_RECEIVING && info.status == 404 && info.known == 2);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_receive(&client, &page));
    CHECK_STR("page", page);
    CHECK_STATUS(SOAPSTONE_END, soapstone_client_receive(&client, &page));
    client = a_client();
    script[0] = "";
    CHECK_STATUS(SOAPSTONE_ERROR_CONNECTION_CLOSED, soapstone_client_call(&client, &call));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
    CHECK(info.status == 408 && info.known == 1 && closed == 1);
    client = a_client();
    script[0] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    CHECK_STATUS(SOAPSTONE_ERROR_NO_REPLY, soapstone_client_call(&client, &call));
    client = a_client();
    call.pattern = SOAPSTONE_PATTERN_ONE_WAY;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
    CHECK(info.is_empty == 1 && info.status == 202);
    client = a_client();
    call.pattern = SOAPSTONE_PATTERN_EITHER;
    call.flags = SOAPSTONE_CALL_EMPTY;
    call.body = NULL;
    script[0] = "HTTP/1.1 204 No Content\r\n\r\n";
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(strstr(sent, "\r\nContent-Length: 0\r\n\r\n") != NULL && strstr(sent, "SOAPAction") == NULL);
}

/* Bodies of every length, and credentials. */
static void requests(void)
{
    static uint8_t challenge[128];
    uint8_t random[16] = {1};
    soapstone_http_login login;
    soapstone_http_call call = a_call();
    soapstone_client client = a_client();

    script[0] = OK_11("102") ENVELOPE;
    body.repeat = 1000;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(body.calls == 2 && strstr(sent, "\r\nContent-Length: 10148\r\n") != NULL);
    client = a_client();
    call.length = SOAPSTONE_LENGTH_CHUNKED;
#ifdef LEAN
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_client_call(&client, &call));
    call.length = SOAPSTONE_LENGTH_COUNTED;
    call.flags = SOAPSTONE_CALL_EXPECT;
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_client_call(&client, &call));
    call.flags = 0;
#else
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(body.calls == 3 && strstr(sent, "\r\nTransfer-Encoding: chunked\r\n") != NULL);
#endif
    client = a_client();
    call.length = SOAPSTONE_LENGTH_KNOWN;
    call.known_length = 3;
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_LENGTH, soapstone_client_call(&client, &call));
    client = a_client();
    call = a_call();
    call.source = give;
    call.body = NULL;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(strstr(sent, "\r\nContent-Length: 4\r\n\r\n<x/>") != NULL);
    client = a_client();
    body.answer = -77;
    CHECK_STATUS(-77, soapstone_client_call(&client, &call));

    client = a_client();
    call = a_call();
    call.login = &login;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&login, ABI));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_digest(&login, S("alice"), S("wonder"), SOAPSTONE_HTTP_MD5, random,
                                                           challenge, sizeof challenge));
    script[0] = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n"
                "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", qop=\"auth\"\r\n\r\n";
    script[1] = OK_11("102") ENVELOPE;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(opened == 1 && body.calls == 2 && strstr(sent, "\r\nAuthorization: Digest ") != NULL);
}

/* A client that goes nowhere else. */
static void direct(void)
{
    soapstone_transport t = transport();
    soapstone_client client;
    soapstone_http_login login;
    soapstone_http_call call = a_call();

    CHECK_STATUS(NO, soapstone_client_init_direct(&client, ABI, NULL, memory, sizeof memory));
    CHECK_STATUS(NO, soapstone_client_init_direct(&client, ABI, &t, NULL, 7));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_init_direct(&client, ABI, &t, memory, sizeof memory));
    script[0] = "HTTP/1.1 307 Elsewhere\r\nContent-Length: 0\r\nLocation: http://meter.example:8080/x\r\n\r\n";
    script[1] = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n";
    script[2] = OK_11("102") ENVELOPE;
    CHECK_STATUS(SOAPSTONE_ERROR_REDIRECTED, soapstone_client_call(&client, &call));
    CHECK_STATUS(SOAPSTONE_ERROR_UNEXPECTED_STATUS, soapstone_client_call(&client, &call));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(turn == 3 && strstr(sent, "Authorization") == NULL);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&login, ABI));
    call.login = &login;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
    call.login = NULL;
    call.choose = soapstone_route_choose;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
}

static void misuse(void)
{
    soapstone_transport t = transport();
    soapstone_client client, zero;
    soapstone_http_call call = a_call();
    soapstone_transport_info info;
    soapstone_str bytes;
    soapstone_envelope_reader reader;

    memset(&zero, 0, sizeof zero);
    memset(&reader, 0, sizeof reader);
    CHECK_STATUS(NO, soapstone_client_init(NULL, ABI, &t, memory, sizeof memory, NULL, 0));
    CHECK_STATUS(NO, soapstone_client_init(&client, ABI, NULL, memory, sizeof memory, NULL, 0));
    CHECK_STATUS(NO, soapstone_client_init(&client, ABI, &t, NULL, 7, NULL, 0));
    t.read = NULL;
    CHECK_STATUS(NO, soapstone_client_init(&client, ABI, &t, memory, sizeof memory, NULL, 0));
    t = transport();
    t.ready = NULL;
    t.resume = NULL;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_init(&client, ABI, &t, memory, sizeof memory, NULL, 0));
    CHECK_STATUS(NO, soapstone_client_call(NULL, &call));
    CHECK_STATUS(NO, soapstone_client_call(&zero, &call));
    CHECK_STATUS(NO, soapstone_client_call(&client, NULL));
    call.body = NULL;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
    call = a_call();
    call.flags = 128;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
    call = a_call();
    call.length = 9;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
    call = a_call();
    call.field_count = 1;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
    CHECK_STATUS(NO, soapstone_client_receive(&zero, &bytes));
    CHECK_STATUS(NO, soapstone_client_receive(&client, NULL));
    CHECK_STATUS(SOAPSTONE_END, soapstone_client_receive(&client, &bytes));
    CHECK_STATUS(NO, soapstone_client_prepare(&client, &reader));
    CHECK_STATUS(NO, soapstone_client_finish(NULL));
    CHECK_STATUS(NO, soapstone_client_close(&zero));
    CHECK_STATUS(NO, soapstone_client_info(&client, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
    CHECK(info.known == 0 && info.status == 900);
    call = a_call();
    call.endpoint = S("http://meter.example:8080/ws");
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT,
                 (soapstone_client_init(&client, ABI, &t, memory, 64, NULL, 0), soapstone_client_call(&client, &call)));
}

int main(void)
{
    answers = -1;
    piece = 1000;
    replies();
    failures();
    wrong();
    requests();
    direct();
    misuse();
    return check_done("client");
}
