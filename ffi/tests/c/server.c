/* A server in C over a connection in memory: every request in pieces of every size. */
#include "check.h"

#include <string.h>

/* How a response says that it ends where it ends. */
#ifdef LEAN
#define UNKNOWN_LENGTH "Connection: close"
#else
#define UNKNOWN_LENGTH "Transfer-Encoding: chunked"
#endif

#define S soapstone_cstr
#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define NS "urn:m"
#define ENVELOPE(uri, header, entry)                                                                                  \
    "<e:Envelope xmlns:e='" uri "' xmlns:m='" NS "'><e:Header>" header "</e:Header><e:Body>" entry "</e:Body></e:Envelope>"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };
enum { ECHO, FAIL, TELL, SECRET, BUSY, BREAK, HALF, OPERATIONS };

/* --------------------------------------------------------------------------------------------------- the connection */

static char input[4096], sent[65536];
static size_t input_len, at, piece, sent_len, room;
static int32_t at_end; /* what a read answers at the end of the input */

static int32_t receive(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    size_t n = input_len - at;

    if (n == 0 && at_end != SOAPSTONE_OK)
        return at_end;
    n = n < len ? n : len;
    n = n < piece ? n : piece;
    memcpy(bytes, input + at, n);
    at += n;
    *count = n;
    return ctx == &piece ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

static int32_t send_all(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx;
    if (len > room)
        return -4711;
    room -= len;
    memcpy(sent + sent_len, bytes, len);
    sent_len += len;
    sent[sent_len] = '\0';
    return SOAPSTONE_OK;
}

/* --------------------------------------------------------------------------------------------------- the application */

static struct {
    char text[64], id[8], trace[16];
    int calls, statuses, last_status;
    int32_t last_error, own;
} seen;

static int32_t admit(void *ctx, const soapstone_received *request)
{
    soapstone_str value;

    CHECK(ctx == &seen && request->headers == NULL && request->operation == -1);
    return soapstone_http_fields_value(&request->fields, S("X-Busy"), 0, &value) == SOAPSTONE_OK ? 503 : SOAPSTONE_OK;
}

static int32_t identify(void *ctx, const soapstone_received *request, soapstone_request *known)
{
    soapstone_str value;

    CHECK(ctx == &seen && request->headers != NULL && known->size == sizeof *known);
    if (soapstone_http_fields_value(&request->fields, S("Authorization"), 0, &value) == SOAPSTONE_OK)
        known->authenticated = SOAPSTONE_AUTHENTICATION_TRANSPORT;
    if (soapstone_http_fields_value(&request->fields, S("X-Token"), 0, &value) == SOAPSTONE_OK)
        return SOAPSTONE_ERROR_FAILED_AUTHENTICATION;
    if (soapstone_http_fields_value(&request->fields, S("X-Action"), 0, &value) == SOAPSTONE_OK)
        known->addressing_action = value;
    return SOAPSTONE_OK;
}

static int32_t make_fault(void *ctx, const soapstone_received *request, const soapstone_error *error,
                          soapstone_fault *fault)
{
    CHECK(ctx == &seen);
    return soapstone_security_fault(fault, request->version, SOAPSTONE_WSS_OASIS, error->kind, 0);
}

static int32_t asked(void *ctx, const soapstone_received *request)
{
    soapstone_str value;

    CHECK(ctx == &seen && request->headers == NULL && request->operation == -1);
    if (soapstone_http_fields_value(&request->fields, S("X-Asks"), 0, &value) != SOAPSTONE_OK)
        return SOAPSTONE_NOT_FOUND;
    memset(seen.text, 0, sizeof seen.text);
    return soapstone_str_equals(value, "nothing") ? SOAPSTONE_OK : SOAPSTONE_SOAP11;
}

static int32_t page(void *ctx, const soapstone_received *request, soapstone_str *media_type, soapstone_str *content)
{
    (void)ctx;
    if (!soapstone_str_equals(request->target, "/m?wsdl"))
        return SOAPSTONE_NOT_FOUND;
    *media_type = S("text/xml");
    *content = S("<definitions/>");
    return SOAPSTONE_OK;
}

static void fields(void *ctx, int32_t status, soapstone_response_head *head)
{
    (void)ctx;
    CHECK_STATUS(NO, soapstone_response_head_field(NULL, S("A"), S("b")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_response_head_field(head, S("Server"), S("test")));
    if (status == 401)
        CHECK_STATUS(SOAPSTONE_OK, soapstone_response_head_field(head, S("WWW-Authenticate"), S("Basic realm=\"m\"")));
}

static void answered(void *ctx, int32_t status, const soapstone_error *error)
{
    (void)ctx;
    seen.statuses++;
    seen.last_status = status;
    seen.last_error = error->kind;
}

static void look_at_entry(soapstone_message *message)
{
    soapstone_attribute attribute;
    soapstone_namespace ns;

    if (soapstone_message_find_attribute(message, S(""), S("id"), &attribute) == SOAPSTONE_OK &&
        attribute.value.len < sizeof seen.id)
        memcpy(seen.id, attribute.value.ptr, attribute.value.len);
    CHECK_STATUS(seen.id[0] != 0 ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND,
                 soapstone_message_attribute(message, 0, &attribute));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_message_resolve(message, S("m"), &ns));
    CHECK_STR(NS, ns.uri);
}

static int32_t handle(void *ctx, const soapstone_received *request, soapstone_message *message)
{
    soapstone_kept_block block;
    soapstone_event event;
    int32_t status;

    CHECK(ctx == &seen && soapstone_str_equals(request->method, "POST"));
    CHECK_STATUS(NO, soapstone_message_next(NULL, &event));
    CHECK_STATUS(NO, soapstone_message_next(message, NULL));
    seen.calls++;
    memset(seen.trace, 0, sizeof seen.trace);
    if (soapstone_header_reader_find(request->headers, S(NS), S("trace"), &block) == SOAPSTONE_OK) {
        soapstone_str text = soapstone_element_text(&block.element);
        memcpy(seen.trace, text.ptr, text.len);
    }
    memset(seen.text, 0, sizeof seen.text);
    memset(seen.id, 0, sizeof seen.id);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_message_next(message, &event));
    CHECK(event.kind == SOAPSTONE_EVENT_OPEN && event.section == SOAPSTONE_SECTION_BODY_ENTRY);
    look_at_entry(message);
    if (request->operation == TELL) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_message_skip(message));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_message_next(message, &event));
        CHECK(event.kind == SOAPSTONE_EVENT_CLOSE);
        CHECK_STATUS(NO, soapstone_message_skip(message));
    }
    while ((status = soapstone_message_next(message, &event)) == SOAPSTONE_OK)
        if (event.kind == SOAPSTONE_EVENT_TEXT && strlen(seen.text) + event.text.len < sizeof seen.text)
            strncat(seen.text, (const char *)event.text.ptr, event.text.len);
    if (status != SOAPSTONE_END)
        return status;
    switch (request->operation) {
    case FAIL: return SOAPSTONE_OUTCOME_FAULT + SOAPSTONE_FAULT_SENDER;
    case TELL: return SOAPSTONE_OUTCOME_ACCEPTED;
    case BUSY: return 503;
    case BREAK: return SOAPSTONE_ERROR_LEXICAL;
    default: return SOAPSTONE_OUTCOME_REPLY;
    }
}

static int32_t answer(void *ctx, const soapstone_received *request, soapstone_writer *writer)
{
    soapstone_fault fault;
    int i;

    CHECK(ctx == &seen);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(writer));
    if (request->operation == FAIL) {
        CHECK_STATUS(SOAPSTONE_OK,
                     soapstone_fault_init(&fault, request->version, SOAPSTONE_FAULT_SENDER, S("as you wish")));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_fault(writer, &fault));
        return soapstone_envelope_writer_finish(writer);
    }
    soapstone_envelope_writer_body_entry(writer, S(NS), S("Answer"));
    soapstone_writer_text(writer, S(seen.text));
    for (i = 0; request->operation == HALF && i < 500; i++)
        if (soapstone_writer_text(writer, S("0123456789")) != SOAPSTONE_OK)
            return SOAPSTONE_ERROR_IO;
    if (seen.own != 0)
        return seen.own;
    soapstone_envelope_writer_end(writer);
    return soapstone_envelope_writer_finish(writer);
}

/* -------------------------------------------------------------------------------------------------------- the server */

static soapstone_operation operations[OPERATIONS];
static soapstone_service service;
static soapstone_path paths[1];
static soapstone_filter filters[1];
static soapstone_node node;
static soapstone_server server;
static soapstone_connection connection;
static uint8_t head[512], window[64], workspace[1024], store[512], output[512];

static void make_server(void)
{
    static const char *const names[OPERATIONS] = { "Echo", "Fail", "Tell", "Secret", "Busy", "Break", "Half" };
    int i;

    for (i = 0; i < OPERATIONS; i++) {
        operations[i].ns = S(NS);
        operations[i].local = S(names[i]);
    }
    operations[ECHO].soap_action = operations[ECHO].addressing_action = S("urn:echo");
    operations[TELL].one_way = 1;
    operations[SECRET].authentication = SOAPSTONE_AUTHENTICATION_TRANSPORT;
    service.size = sizeof service;
    service.operations = operations;
    service.operation_count = OPERATIONS;
    paths[0].path = S("/m");
    paths[0].service = &service;
    filters[0].ns = S(NS);
    filters[0].local = S("trace");
    node.size = sizeof node;
    node.filters = filters;
    node.filter_count = 1;
    server.size = sizeof server;
    server.paths = paths;
    server.path_count = 1;
    server.node = &node;
    server.ctx = &seen;
    server.admit = admit;
    server.identify = identify;
    server.fault = make_fault;
    server.asked = asked;
    server.page = page;
    server.fields = fields;
    server.answered = answered;
    server.handle = handle;
    server.answer = answer;
    server.head = head, server.head_len = sizeof head;
    server.input = window, server.input_len = sizeof window;
    server.workspace = workspace, server.workspace_len = sizeof workspace;
    server.store = store, server.store_len = sizeof store;
    server.output = output, server.output_len = sizeof output;
    connection.size = sizeof connection;
    connection.ctx = &piece;
    connection.read = receive;
    connection.write = send_all;
}

static void post(const char *fields_, const char *body)
{
    input_len = (size_t)snprintf(input, sizeof input, "POST /m HTTP/1.1\r\nHost: h\r\n%sContent-Length: %u\r\n\r\n%s",
                                 fields_, (unsigned)strlen(body), body);
}

static int32_t serve(size_t size)
{
    at = sent_len = 0;
    sent[0] = '\0';
    piece = size;
    room = sizeof sent - 1;
    seen.calls = seen.statuses = 0;
    return soapstone_server_serve(&server, ABI, &connection);
}

#define XML "Content-Type: text/xml\r\n"
#define SOAP "Content-Type: application/soap+xml; action=\"urn:echo\"\r\n"

static const struct row {
    const char *id, *fields, *body;
    int status, calls;
    const char *has, *text;
} rows[] = {
    { "echo, 1.1", XML "SOAPAction: \"urn:echo\"\r\n", ENVELOPE(SOAP11, "<m:trace>t1</m:trace>", "<m:Echo id='i7'>a&lt;b</m:Echo>"),
      200, 1, ">a&lt;b<", "a<b" },
    { "echo, 1.2", SOAP, ENVELOPE(SOAP12, "", "<m:Echo>c</m:Echo>"), 200, 1, "application/soap+xml; charset=utf-8", "c" },
    { "an Action", XML "X-Action: urn:echo\r\n", ENVELOPE(SOAP11, "", "<m:Echo>c</m:Echo>"), 200, 1, ">c<", "c" },
    { "another Action", XML "X-Action: urn:echo\r\n", ENVELOPE(SOAP11, "", "<m:Fail/>"), 500, 0, "soap:Client", NULL },
    { "HTTP-11", SOAP, ENVELOPE(SOAP12, "", "<m:Echo><m:Fail/></m:Echo>"), 200, 1, "Answer", "" },
    { "HTTP-11, fault", "Content-Type: application/soap+xml\r\n", ENVELOPE(SOAP12, "", "<m:Fail/>"), 400, 1, "as you wish", "" },
    { "HTTP-12", XML, ENVELOPE(SOAP11, "", "<m:Fail/>"), 500, 1, "as you wish", "" },
    { "S-139", XML, ENVELOPE(SOAP11, "", "<m:Tell>c</m:Tell>"), 202, 1, "Content-Length: 0", "" },
    { "who calls", XML, ENVELOPE(SOAP11, "", "<m:Secret/>"), 401, 0, "WWW-Authenticate: Basic realm=\"m\"", NULL },
    { "who calls, proven", XML "Authorization: x\r\n", ENVELOPE(SOAP11, "", "<m:Secret>s</m:Secret>"), 200, 1, ">s<", "s" },
    { "a token, 1.1", XML "X-Token: x\r\n", ENVELOPE(SOAP11, "", "<m:Echo/>"), 500, 0, ">ns1:FailedAuthentication<", NULL },
    { "a token, 1.2", SOAP "X-Token: x\r\n", ENVELOPE(SOAP12, "", "<m:Echo/>"), 400, 0, "<soap:Value>soap:Sender</soap:Value><soap:Subcode>", NULL },
    { "nothing sent, a message due", "X-Asks: x\r\n", "", 200, 0, ":Answer", "" },
    { "nothing sent, nothing due", "X-Asks: nothing\r\n", "", 204, 0, "204 No Content", NULL },
    { "nothing sent, nobody asked", "", "", 400, 0, "soap:Sender", NULL },
    { "busy", XML "X-Busy: 1\r\n", ENVELOPE(SOAP11, "", "<m:Echo/>"), 503, 0, "soap:Server", NULL },
    { "busy operation", XML, ENVELOPE(SOAP11, "", "<m:Busy/>"), 503, 1, "soap:Server", "" },
    { "an action of another operation", SOAP, ENVELOPE(SOAP12, "", "<m:Break/>"), 400, 0, "soap:Sender", NULL },
    { "an error of the operation, 1.1", XML, ENVELOPE(SOAP11, "", "<m:Break/>"), 500, 1, "soap:Client", "" },
    { "not understood", SOAP, ENVELOPE(SOAP12, "<m:lock e:mustUnderstand='1'/>", "<m:Echo/>"), 500, 0, "NotUnderstood", NULL },
    { "HTTP-09", "Content-Type: application/json\r\n", "{}", 415, 0, "soap:Fault", NULL },
    { "a long reply", XML, ENVELOPE(SOAP11, "", "<m:Half/>"), 200, 1, UNKNOWN_LENGTH, "" },
    { "broken", XML, ENVELOPE(SOAP11, "", "<m:Echo><x></m:Echo>"), 500, 1, "soap:Client", "" },
};

static void every_row(size_t size)
{
    char line[32];
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        post(r->fields, r->body);
        CHECK_STATUS(SOAPSTONE_OK, serve(size));
        snprintf(line, sizeof line, "HTTP/1.1 %d ", r->status);
        if (!CHECK(strncmp(sent, line, strlen(line)) == 0) || !CHECK(strstr(sent, r->has) != NULL) ||
            !CHECK(seen.calls == r->calls) || !CHECK(seen.statuses == 1 && seen.last_status == r->status) ||
            !CHECK(r->text == NULL || strcmp(seen.text, r->text) == 0))
            fprintf(stderr, "  in %s, %u at once: %s\n", r->id, (unsigned)size, sent);
        CHECK(strstr(sent, "Server: test\r\n") != NULL);
        if (i == 0)
            CHECK(strcmp(seen.trace, "t1") == 0 && strcmp(seen.id, "i7") == 0);
    }
}

static void the_rest(void)
{
    static const char get[] = "GET /m?wsdl HTTP/1.1\r\nHost: h\r\n\r\nHEAD /m?wsdl HTTP/1.1\r\nHost: h\r\n\r\n";

    /* A page, and two requests on one connection. */
    memcpy(input, get, input_len = sizeof get - 1);
    CHECK_STATUS(SOAPSTONE_OK, serve(1000));
    CHECK(strstr(sent, "\r\n\r\n<definitions/>HTTP/1.1 200 OK\r\n") != NULL && seen.statuses == 2);

    /* Counted, the reply is written twice. */
    post(XML, ENVELOPE(SOAP11, "", "<m:Half/>"));
    server.flags = SOAPSTONE_SERVER_COUNTED;
    CHECK_STATUS(SOAPSTONE_OK, serve(1000));
    CHECK(strstr(sent, "Content-Length: 5") != NULL && seen.calls == 1);
    server.flags = 0;

    /* Nothing in time: 408; a broken connection: nothing at all. */
    post(XML, ENVELOPE(SOAP11, "", "<m:Echo/>"));
    input_len -= 20;
    at_end = SOAPSTONE_NEED_INPUT;
    CHECK_STATUS(SOAPSTONE_OK, serve(1000));
    CHECK(seen.last_status == 408);
    at_end = -4712;
    CHECK_STATUS(-4712, serve(1000));
    CHECK(sent_len == 0);
    at_end = SOAPSTONE_OK;

    /* A connection that cannot be written to. */
    post(XML, ENVELOPE(SOAP11, "", "<m:Echo/>"));
    at = sent_len = room = 0;
    CHECK_STATUS(-4711, soapstone_server_serve(&server, ABI, &connection));

    /* An answer that fails: a fault, or a connection that is cut. */
    seen.own = -4713;
    post(XML, ENVELOPE(SOAP11, "", "<m:Echo/>"));
    CHECK_STATUS(SOAPSTONE_OK, serve(1000));
    CHECK(seen.last_status == 500);
    post(XML, ENVELOPE(SOAP11, "", "<m:Half/>"));
    CHECK_STATUS(-4713, serve(1000));
    CHECK(strstr(sent, "\r\n0\r\n") == NULL);
    seen.own = 0;
}

static void misuse(void)
{
    soapstone_server bad = server;
    soapstone_connection bad_connection = connection;

    CHECK_STATUS(NO, soapstone_server_serve(NULL, ABI, &connection));
    CHECK_STATUS(NO, soapstone_server_serve(&server, ABI + 1, &connection));
    CHECK_STATUS(NO, soapstone_server_serve(&server, ABI, NULL));
    bad.size--;
    CHECK_STATUS(NO, soapstone_server_serve(&bad, ABI, &connection));
    bad = server, bad.handle = NULL;
    CHECK_STATUS(NO, soapstone_server_serve(&bad, ABI, &connection));
    bad = server, bad.input_len = 0;
    CHECK_STATUS(NO, soapstone_server_serve(&bad, ABI, &connection));
    bad = server, bad.flags = 64;
    CHECK_STATUS(NO, soapstone_server_serve(&bad, ABI, &connection));
    bad = server, bad.reserved[1] = 1;
    CHECK_STATUS(NO, soapstone_server_serve(&bad, ABI, &connection));
    bad_connection.write = NULL;
    CHECK_STATUS(NO, soapstone_server_serve(&server, ABI, &bad_connection));
}

int main(void)
{
    size_t size;

    make_server();
    for (size = 1; size < 40; size++)
        every_row(size);
    every_row(1000);
    the_rest();
    misuse();
    return check_done("server");
}
