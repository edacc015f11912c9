/* What a client and a server tell of their connections: every event, documents without secrets, at every split. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define SECRET "s3cr3t"
#define SOAP "http://schemas.xmlsoap.org/soap/envelope/"
#define REPLY                                                                                                         \
    "<e:Envelope xmlns:e='" SOAP "'><e:Header><w:SessionToken xmlns:w='w'>" SECRET                                    \
    "</w:SessionToken></e:Header><e:Body><e:Fault><faultcode>e:Server</faultcode><faultstring>password: " SECRET      \
    "</faultstring></e:Fault></e:Body></e:Envelope>"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };

/* --------------------------------------------------------------------------------------------------------- the log */

static struct {
    char dump[2][4096], arguments[2][4096], names[256];
    size_t dumped[2], argued[2];
    int kinds[16], events, number, secure;
    uint32_t port;
    uint64_t bytes[2], micros, clock;
    soapstone_error error;
} log_;

static void append(char *to, size_t *len, soapstone_str text)
{
    if (!CHECK(*len + text.len < 4096))
        return;
    memcpy(to + *len, text.ptr, text.len);
    *len += text.len;
    to[*len] = '\0';
}

static void take(void *ctx, const soapstone_trace_event *event)
{
    int way = event->direction == SOAPSTONE_TRACE_RECEIVED;

    CHECK(ctx == &log_ && event->size == sizeof *event && event->kind > 0 && event->kind < 16);
    log_.events++;
    log_.kinds[event->kind]++;
    switch (event->kind) {
    case SOAPSTONE_TRACE_DUMP:
        CHECK(event->level == SOAPSTONE_TRACE_DETAIL && event->direction != 0 && event->text.len > 0);
        if (event->category == SOAPSTONE_TRACE_OUTBOUND || event->category == SOAPSTONE_TRACE_INBOUND)
            append(log_.dump[way], &log_.dumped[way], event->text);
        else
            append(log_.arguments[way], &log_.argued[way], event->text);
        break;
    case SOAPSTONE_TRACE_OPENED:
        CHECK_STR("meter.example", event->text);
        log_.port = event->port;
        log_.secure = event->number;
        break;
    case SOAPSTONE_TRACE_STATUS:
        log_.number = event->number;
        break;
    case SOAPSTONE_TRACE_BLOCK:
    case SOAPSTONE_TRACE_ENTRY:
    case SOAPSTONE_TRACE_OPERATION:
    case SOAPSTONE_TRACE_DUPLICATE:
    case SOAPSTONE_TRACE_UNDERSTOOD: {
        size_t len = strlen(log_.names);
        append(log_.names, &len, event->text);
        append(log_.names, &len, S(" "));
        break;
    }
    case SOAPSTONE_TRACE_ENDS:
        CHECK(event->category == SOAPSTONE_TRACE_PERFORMANCE);
        log_.bytes[way] = event->bytes;
        log_.micros = event->micros;
        break;
    case SOAPSTONE_TRACE_FAILED:
        CHECK(event->level == SOAPSTONE_TRACE_ERROR);
        log_.error = event->error;
        log_.number = event->number;
        break;
    }
}

static uint64_t tick(void *ctx)
{
    (void)ctx;
    return log_.clock += 5;
}

static soapstone_str own = {(const uint8_t *)"OWN", 3};

static soapstone_trace trace_at(uint8_t level, uint32_t flags)
{
    soapstone_trace trace;

    memset(&trace, 0, sizeof trace);
    trace.size = sizeof trace;
    trace.flags = flags;
    trace.ctx = &log_;
    trace.event = take;
    trace.now = tick;
    memset(trace.levels, level, 7);
    trace.secrets = &own;
    trace.secret_count = 1;
    return trace;
}

/* --------------------------------------------------------------------------------------------------- the transport */

static char wire[4096], sent[65536];
static size_t wire_len, at, piece, sent_len;
static int ready_calls, resumed, closed;
static int32_t open_answer;

static int32_t open_it(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout)
{
    (void)endpoint;
    (void)timeout;
    CHECK(ctx == wire);
    at = 0;
    return open_answer;
}

static int32_t read_it(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    size_t n = wire_len - at;

    CHECK(ctx == wire);
    n = n < len ? n : len;
    n = n < piece ? n : piece;
    memcpy(bytes, wire + at, n);
    at += n;
    *count = n;
    return SOAPSTONE_OK;
}

static int32_t write_it(void *ctx, const uint8_t *bytes, size_t len)
{
    CHECK(ctx == wire && sent_len + len < sizeof sent);
    memcpy(sent + sent_len, bytes, len);
    sent_len += len;
    sent[sent_len] = '\0';
    return SOAPSTONE_OK;
}

static void close_it(void *ctx)
{
    CHECK(ctx == wire);
    closed++;
}

static int32_t ready_it(void *ctx, uint32_t millis)
{
    (void)millis;
    CHECK(ctx == wire);
    ready_calls++;
    at = 0;
    return 0;
}

static void resume_it(void *ctx, int64_t timeout)
{
    (void)timeout;
    CHECK(ctx == wire);
    resumed++;
}

static void begin(const char *head, const char *body)
{
    memset(&log_, 0, sizeof log_);
    sent_len = at = 0;
    sent[0] = '\0';
    ready_calls = resumed = closed = 0;
    open_answer = SOAPSTONE_OK;
    wire_len = (size_t)sprintf(wire, "%sContent-Length: %u\r\n\r\n%s", head, (unsigned)strlen(body), body);
}

static soapstone_transport transport(void)
{
    soapstone_transport t;

    memset(&t, 0, sizeof t);
    t.size = sizeof t;
    t.ctx = wire;
    t.open = open_it;
    t.read = read_it;
    t.write = write_it;
    t.close = close_it;
    t.ready = ready_it;
    t.resume = resume_it;
    return t;
}

/* ------------------------------------------------------------------------------------------------------- a client */

static int32_t write_request(void *ctx, soapstone_writer *writer)
{
    (void)ctx;
    soapstone_envelope_writer_envelope(writer);
    soapstone_envelope_writer_body_entry(writer, S(""), S("Op"));
    soapstone_writer_start(writer, S(""), S("Password"));
    soapstone_writer_text(writer, S(SECRET));
    soapstone_writer_end(writer);
    soapstone_writer_start(writer, S(""), S("own"));
    soapstone_writer_text(writer, S(SECRET));
    soapstone_writer_end(writer);
    soapstone_envelope_writer_end(writer);
    return soapstone_envelope_writer_finish(writer);
}

#define SHOWN_BODY "<Op><Password>***</Password><own>***</own></Op>"
#define SHOWN_FAULT                                                                                                   \
    "<e:Fault><faultcode>e:Server</faultcode><faultstring>password: ***</faultstring></e:Fault>"
#define SHOWN_REPLY                                                                                                   \
    "<e:Envelope xmlns:e='" SOAP "'><e:Header><w:SessionToken xmlns:w='w'>***</w:SessionToken></e:Header>"            \
    "<e:Body>" SHOWN_FAULT "</e:Body></e:Envelope>"

static int32_t call(soapstone_client *client, int chunked)
{
    static uint8_t workspace[512];
    soapstone_http_call set;
    soapstone_str input;
    int32_t status;

    memset(&set, 0, sizeof set);
    set.size = sizeof set;
    set.version = SOAPSTONE_SOAP11;
    set.endpoint = S("http://meter.example:8080/a?SWEPassword=" SECRET);
    set.length = chunked ? SOAPSTONE_LENGTH_CHUNKED : SOAPSTONE_LENGTH_COUNTED;
    set.workspace = workspace;
    set.workspace_len = sizeof workspace;
    set.body = write_request;
    status = soapstone_client_call(client, &set);
    while (status == SOAPSTONE_OK)
        status = soapstone_client_receive(client, &input);
    return status;
}

static void a_client_tells(size_t memory_len, size_t size, uint8_t level)
{
    static uint8_t memory[2048];
    static soapstone_tap tap;
    static soapstone_client client;
    soapstone_transport t = transport();
    soapstone_trace trace = trace_at(level, SOAPSTONE_TRACE_ARGUMENTS);

    begin("HTTP/1.1 500 Oh\r\nContent-Type: text/xml\r\nSet-Cookie: " SECRET "\r\n", REPLY);
    piece = size;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_init(&client, ABI, &t, memory, memory_len, NULL, 0));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_init(&tap, ABI, &trace));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_trace(&client, &tap));
    CHECK_STATUS(NO, soapstone_client_trace(&client, &tap));
    CHECK_STATUS(SOAPSTONE_END, call(&client, 1));
    CHECK(strstr(sent, "<Password>" SECRET "</Password>") != NULL && strstr(sent, "SWEPassword=" SECRET) != NULL);
    CHECK(strstr(log_.dump[0], SECRET) == NULL && strstr(log_.dump[1], SECRET) == NULL);
    CHECK(log_.kinds[SOAPSTONE_TRACE_OPENED] == 1 && log_.port == 8080 && log_.secure == 0 && log_.number == 500);
    CHECK(log_.kinds[SOAPSTONE_TRACE_BEGINS] == 2 && log_.kinds[SOAPSTONE_TRACE_ENDS] == 2);
    CHECK(log_.kinds[SOAPSTONE_TRACE_WAITED] == 1 && log_.micros == 5 && log_.kinds[SOAPSTONE_TRACE_FAULT] == 1);
    CHECK(log_.bytes[0] == sent_len && log_.bytes[1] == wire_len);
    CHECK_STR("Op SessionToken ", S(log_.names));
    if (level < SOAPSTONE_TRACE_DETAIL) { /* V-42 */
        CHECK(log_.kinds[SOAPSTONE_TRACE_DUMP] == 0);
        return;
    }
    CHECK(strncmp(log_.dump[0], "POST /a?SWEPassword=*** HTTP/1.1\nHost: meter.example:8080\n", 58) == 0);
    CHECK(strstr(log_.dump[0], "<soap:Body>" SHOWN_BODY "</soap:Body></soap:Envelope>") != NULL);
    CHECK_STR(SHOWN_BODY, S(log_.arguments[0]));
    CHECK(strncmp(log_.dump[1], "HTTP/1.1 500 Oh\nContent-Type: text/xml\nSet-Cookie: ***\n", 55) == 0);
    CHECK(strstr(log_.dump[1], "\n\n" SHOWN_REPLY) != NULL);
    CHECK_STR(SHOWN_FAULT, S(log_.arguments[1]));
}

/* A connection that is kept, and calls that fail. */
static void a_client_goes_on(void)
{
    static uint8_t memory[2048];
    static soapstone_tap tap;
    static soapstone_client client;
    soapstone_transport t = transport();
    soapstone_trace trace = trace_at(SOAPSTONE_TRACE_ERROR, 0);

    begin("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n", "<a/>");
    piece = 4096;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_init(&client, ABI, &t, memory, sizeof memory, NULL, 0));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_init(&tap, ABI, &trace));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_trace(&client, &tap));
    CHECK_STATUS(SOAPSTONE_END, call(&client, 0));
    CHECK_STATUS(SOAPSTONE_END, call(&client, 0));
    CHECK(ready_calls == 1 && resumed == 1 && log_.events == 0);
    trace.levels[SOAPSTONE_TRACE_OUTBOUND] = SOAPSTONE_TRACE_DETAIL; /* between two calls */
    soapstone_client_close(&client);
    CHECK(closed == 1 && log_.kinds[SOAPSTONE_TRACE_CLOSED] == 1);
    open_answer = -4711;
    CHECK_STATUS(-4711, call(&client, 0));
    CHECK(log_.kinds[SOAPSTONE_TRACE_FAILED] == 1 && log_.number == SOAPSTONE_STAGE_SENDING);
    CHECK(log_.error.kind == SOAPSTONE_ERROR_IO);
    begin("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n", "no");
    CHECK_STATUS(SOAPSTONE_ERROR_UNEXPECTED_STATUS, call(&client, 0));
    CHECK(log_.kinds[SOAPSTONE_TRACE_FAILED] == 1 && log_.number == SOAPSTONE_STAGE_RECEIVING);
    CHECK(log_.error.kind == SOAPSTONE_ERROR_UNEXPECTED_STATUS);
}

/* ------------------------------------------------------------------------------------------------------- a server */

static int32_t handle(void *ctx, const soapstone_received *request, soapstone_message *message)
{
    (void)ctx;
    (void)request;
    (void)message;
    return SOAPSTONE_OUTCOME_REPLY;
}

static int32_t answer(void *ctx, const soapstone_received *request, soapstone_writer *writer)
{
    (void)request;
    return write_request(ctx, writer);
}

static soapstone_tap server_tap;

static void answered(void *ctx, int32_t status, const soapstone_error *error)
{
    (void)ctx;
    (void)status;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_failed(&server_tap, error, 0));
}

static void a_server_tells(const char *body, size_t size)
{
    static uint8_t head[512], input[64], workspace[512], store[256], output[512];
    soapstone_operation operation;
    soapstone_service service;
    soapstone_path path;
    soapstone_server server;
    soapstone_connection connection;
    soapstone_trace trace = trace_at(SOAPSTONE_TRACE_DETAIL, 0);

    begin("POST /a HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\nAuthorization: " SECRET
          "\r\nConnection: close\r\n",
          body);
    piece = size;
    memset(&operation, 0, sizeof operation);
    memset(&service, 0, sizeof service);
    memset(&path, 0, sizeof path);
    memset(&server, 0, sizeof server);
    memset(&connection, 0, sizeof connection);
    operation.ns = operation.soap_action = operation.addressing_action = S("");
    operation.local = S("Op");
    service.size = sizeof service;
    service.operations = &operation;
    service.operation_count = 1;
    path.service = &service;
    server.size = sizeof server;
    server.paths = &path;
    server.path_count = 1;
    server.handle = handle;
    server.answer = answer;
    server.answered = answered;
    server.head = head, server.head_len = sizeof head;
    server.input = input, server.input_len = sizeof input;
    server.workspace = workspace, server.workspace_len = sizeof workspace;
    server.store = store, server.store_len = sizeof store;
    server.output = output, server.output_len = sizeof output;
    connection.size = sizeof connection;
    connection.ctx = wire;
    connection.read = read_it;
    connection.write = write_it;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_init(&server_tap, ABI, &trace));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_connection_trace(&connection, &server_tap));
    CHECK_STATUS(NO, soapstone_connection_trace(&connection, &server_tap));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_server_serve(&server, ABI, &connection));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_closed(&server_tap));
    CHECK(log_.kinds[SOAPSTONE_TRACE_READY] == 1 && log_.kinds[SOAPSTONE_TRACE_CLOSED] == 1);
    CHECK(log_.bytes[0] == sent_len && log_.argued[0] + log_.argued[1] == 0);
    CHECK(strstr(log_.dump[0], SECRET) == NULL && strstr(log_.dump[1], SECRET) == NULL);
    CHECK(strstr(log_.dump[1], "Authorization: ***\n") != NULL);
}

static void servers_tell(void)
{
    size_t size;

    for (size = 1; size < 300; size += size < 40 ? 1 : 37) {
        a_server_tells("<e:Envelope xmlns:e='" SOAP "'><e:Body><Op Password='" SECRET "'/></e:Body></e:Envelope>", size);
        CHECK_STR("Op Op ", S(log_.names));
        CHECK(log_.number == 200 && log_.kinds[SOAPSTONE_TRACE_FAILED] == 0);
        CHECK(strstr(log_.dump[1], "<Op Password='***'/>") != NULL && strstr(log_.dump[0], SHOWN_BODY) != NULL);
        /* Broken so that the password has no end. */
        a_server_tells("<e:Envelope xmlns:e='" SOAP "'><e:Body><Password>" SECRET "</e:Body></Password>", size);
        CHECK(log_.kinds[SOAPSTONE_TRACE_FAILED] == 1 && log_.error.kind != 0);
        CHECK(log_.kinds[SOAPSTONE_TRACE_FAULT] == 1);
    }
}

/* S-327: how a server is set up. */
static void a_setup_is_told(void)
{
    soapstone_operation operations[3];
    soapstone_service service;
    soapstone_path path;
    soapstone_filter filter;
    soapstone_node node;
    soapstone_server server;
    soapstone_trace trace = trace_at(SOAPSTONE_TRACE_INFO, 0);
    size_t i;

    memset(&log_, 0, sizeof log_);
    memset(operations, 0, sizeof operations);
    memset(&service, 0, sizeof service);
    memset(&path, 0, sizeof path);
    memset(&filter, 0, sizeof filter);
    memset(&node, 0, sizeof node);
    memset(&server, 0, sizeof server);
    for (i = 0; i < 3; i++)
        operations[i].local = S(i == 1 ? "Reset" : "Read");
    service.size = sizeof service;
    service.operations = operations;
    service.operation_count = 3;
    path.service = &service;
    filter.ns = S("urn:f");
    filter.local = S("Lock");
    node.size = sizeof node;
    node.filters = &filter;
    node.filter_count = 1;
    server.size = sizeof server;
    server.paths = &path;
    server.path_count = 1;
    server.node = &node;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_server_trace(&server, &trace));
    CHECK_STR("Read Reset Read Read Lock ", S(log_.names));
    CHECK(log_.kinds[SOAPSTONE_TRACE_OPERATION] == 3 && log_.kinds[SOAPSTONE_TRACE_DUPLICATE] == 1);
    CHECK(log_.kinds[SOAPSTONE_TRACE_UNDERSTOOD] == 1 && log_.events == 5);
    CHECK_STATUS(NO, soapstone_server_trace(NULL, &trace));
    CHECK_STATUS(NO, soapstone_server_trace(&server, NULL));
    operations[2].style = 7;
    CHECK_STATUS(NO, soapstone_server_trace(&server, &trace));
}

/* -------------------------------------------------------------------------------------------------------- misuse */

static void misuse(void)
{
    static soapstone_tap tap, zero;
    static soapstone_client client;
    soapstone_connection connection;
    soapstone_error error;
    soapstone_trace trace = trace_at(0, 0), wrong[5];
    size_t i;

    for (i = 0; i < 5; i++)
        wrong[i] = trace;
    wrong[0].size--;
    wrong[1].event = NULL;
    wrong[2].flags = 2;
    wrong[3].reserved = 1;
    wrong[4].secret_count = 9;
    for (i = 0; i < 5; i++)
        CHECK_STATUS(NO, soapstone_tap_init(&tap, ABI, &wrong[i]));
    CHECK_STATUS(NO, soapstone_tap_init(&tap, ABI, NULL));
    CHECK_STATUS(NO, soapstone_tap_init(NULL, ABI, &trace));
    CHECK_STATUS(NO, soapstone_tap_init(&tap, ABI + 1, &trace));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_init(&tap, ABI, &trace));
    CHECK_STATUS(NO, soapstone_client_trace(&client, &tap));
    CHECK_STATUS(NO, soapstone_client_trace(NULL, &tap));
    memset(&connection, 0, sizeof connection);
    memset(&error, 0, sizeof error);
    CHECK_STATUS(NO, soapstone_connection_trace(&connection, &tap));
    CHECK_STATUS(NO, soapstone_connection_trace(NULL, &tap));
    connection.size = sizeof connection;
    CHECK_STATUS(NO, soapstone_connection_trace(&connection, &tap));
    CHECK_STATUS(NO, soapstone_connection_trace(&connection, &zero));
    CHECK_STATUS(NO, soapstone_tap_closed(&zero));
    CHECK_STATUS(NO, soapstone_tap_failed(&zero, &error, 0));
    CHECK_STATUS(NO, soapstone_tap_failed(&tap, NULL, 0));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_tap_failed(&tap, &error, 0));
    /* S-327 */
    CHECK_STR("WebSvcPerf", soapstone_trace_alias(SOAPSTONE_TRACE_PERFORMANCE));
    CHECK_STR("WebSvcOutbound", soapstone_trace_alias(SOAPSTONE_TRACE_OUTBOUND));
    CHECK_STR("WebSvcOutboundArgTrc", soapstone_trace_alias(SOAPSTONE_TRACE_OUTBOUND_ARGUMENT));
    CHECK_STR("WebSvcInbound", soapstone_trace_alias(SOAPSTONE_TRACE_INBOUND));
    CHECK_STR("WebSvcInboundArgTrc", soapstone_trace_alias(SOAPSTONE_TRACE_INBOUND_ARGUMENT));
    CHECK_STR("WebSvcLoad", soapstone_trace_alias(SOAPSTONE_TRACE_LOADING));
    CHECK_STR("WebSvcDesign", soapstone_trace_alias(SOAPSTONE_TRACE_DESIGN));
    CHECK_STR("unknown", soapstone_trace_alias(7));
}

int main(void)
{
    size_t size;

    for (size = 1; size < 500; size++) {
        a_client_tells(700 + size, size, SOAPSTONE_TRACE_DETAIL);
        a_client_tells(700 + size, size, SOAPSTONE_TRACE_INFO);
    }
    a_client_goes_on();
    servers_tell();
    a_setup_is_told();
    misuse();
    return check_done("trace");
}
