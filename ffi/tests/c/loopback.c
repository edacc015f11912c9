/* A service of the same program, called from C without a network (S-151, S-218 to S-221, S-228): served, filtered, and
 * refused; and NTLM, which takes three messages on one connection (S-038, S-041). */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define NS "urn:m"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };

/* -------------------------------------------------------------------------------------------------------- the service */

static char text[32], block_text[16];

static int32_t handle(void *ctx, const soapstone_received *request, soapstone_message *message)
{
    soapstone_kept_block block;
    soapstone_event event;
    int32_t status;

    (void)ctx;
    text[0] = '\0';
    memset(block_text, 0, sizeof block_text);
    if (soapstone_header_reader_find(request->headers, S("urn:gate"), S("authHeader"), &block) == SOAPSTONE_OK) {
        soapstone_str content = soapstone_element_text(&block.element);
        memcpy(block_text, content.ptr, content.len);
    }
    while ((status = soapstone_message_next(message, &event)) == SOAPSTONE_OK)
        if (event.kind == SOAPSTONE_EVENT_TEXT && strlen(text) + event.text.len < sizeof text)
            strncat(text, (const char *)event.text.ptr, event.text.len);
    return status == SOAPSTONE_END ? SOAPSTONE_OUTCOME_REPLY : status;
}

static int32_t answer(void *ctx, const soapstone_received *request, soapstone_writer *writer)
{
    (void)ctx;
    (void)request;
    soapstone_envelope_writer_envelope(writer);
    soapstone_envelope_writer_body_entry(writer, S(NS), S("pong"));
    soapstone_writer_text(writer, S(text));
    soapstone_envelope_writer_end(writer);
    return soapstone_envelope_writer_finish(writer);
}

static int32_t serve(void *ctx, int32_t (*read)(void *, uint8_t *, size_t, size_t *),
                     int32_t (*write)(void *, const uint8_t *, size_t))
{
    static uint8_t head[512], input[64], workspace[1024], store[512], output[512];
    static soapstone_operation operation;
    static soapstone_filter filter;
    soapstone_connection connection = {sizeof connection, 0, ctx, read, write};
    soapstone_service service;
    soapstone_node node;
    soapstone_path path;
    soapstone_server server;

    memset(&service, 0, sizeof service);
    memset(&node, 0, sizeof node);
    memset(&server, 0, sizeof server);
    operation.ns = S(NS);
    operation.local = S("ping");
    filter.ns = S("urn:gate");
    filter.local = S("authHeader");
    service.size = sizeof service;
    service.operations = &operation;
    service.operation_count = 1;
    node.size = sizeof node;
    node.filters = &filter;
    node.filter_count = 1;
    path.path = S("");
    path.service = &service;
    server.size = sizeof server;
    server.paths = &path;
    server.path_count = 1;
    server.node = &node;
    server.handle = handle;
    server.answer = answer;
    server.head = head, server.head_len = sizeof head;
    server.input = input, server.input_len = sizeof input;
    server.workspace = workspace, server.workspace_len = sizeof workspace;
    server.store = store, server.store_len = sizeof store;
    server.output = output, server.output_len = sizeof output;
    return soapstone_server_serve(&server, ABI, &connection);
}

/* ---------------------------------------------------------------------------------------------------------- who is there */

static int delivered, which;

enum { SERVE, FILTER, NOTHING, ERROR, TOO_MUCH, NTLM_SERVER };

/* What a filter sends on. */
static struct {
    char bytes[2048];
    size_t at, len;
} routed;

static int32_t read_routed(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    (void)ctx;
    *count = routed.len - routed.at < len ? routed.len - routed.at : len;
    memcpy(bytes, routed.bytes + routed.at, *count);
    routed.at += *count;
    return SOAPSTONE_OK;
}

/* Writes to the line, whose pointer is the ctx of both functions. */
static int32_t write_line(void *ctx, const uint8_t *bytes, size_t len)
{
    return soapstone_line_write(ctx, bytes, len);
}

/* Puts a header block before the Body, a field into the head, and has the message served (S-219, S-221). */
static int32_t filter(soapstone_line *line)
{
    static const char block[] = "<soap:Header><g:authHeader xmlns:g=\"urn:gate\">let in</g:authHeader></soap:Header>";
    char request[1024];
    const char *body, *entry;
    soapstone_str rest;

    CHECK_STATUS(SOAPSTONE_OK, soapstone_line_request(line, &rest));
    CHECK(rest.len < sizeof request);
    memcpy(request, rest.ptr, rest.len);
    request[rest.len] = '\0';
    body = strstr(request, "\r\n\r\n");
    entry = body == NULL ? NULL : strstr(body, "<soap:Body");
    CHECK(entry != NULL);
    if (entry == NULL)
        return SOAPSTONE_ERROR_IO;
    body += 4;
    routed.len = (size_t)snprintf(routed.bytes, sizeof routed.bytes,
                                  "POST /routed HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\nX-Routed: 1\r\n"
                                  "Content-Length: %u\r\n\r\n%.*s%s%s",
                                  (unsigned)(strlen(body) + sizeof block - 1), (int)(entry - body), body, block, entry);
    routed.at = 0;
    return serve(line, read_routed, write_line);
}

static int32_t say(soapstone_line *line, const char *response)
{
    return soapstone_line_write(line, (const uint8_t *)response, strlen(response));
}

/* Lets in who takes the three steps in their order. */
static int32_t ntlm_server(soapstone_line *line)
{
    char request[1024];
    soapstone_str rest;

    CHECK_STATUS(SOAPSTONE_OK, soapstone_line_request(line, &rest));
    CHECK(rest.len < sizeof request);
    memcpy(request, rest.ptr, rest.len);
    request[rest.len] = '\0';
    if (strstr(request, "\r\nAuthorization: NTLM b25l\r\n") != NULL)
        return say(line, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM AAAA\r\nContent-Length: 0\r\n\r\n");
    if (strstr(request, "\r\nAuthorization: NTLM dHdv\r\n") != NULL)
        return serve(line, soapstone_line_read, soapstone_line_write);
    return say(line, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 2\r\n\r\nno");
}

static int32_t deliver(void *ctx, soapstone_line *line)
{
    uint8_t first[4];
    size_t count;

    CHECK(ctx == &delivered);
    delivered++;
    switch (which) {
    case SERVE: return serve(line, soapstone_line_read, soapstone_line_write);
    case FILTER: return filter(line);
    case NOTHING:
        CHECK_STATUS(SOAPSTONE_OK, soapstone_line_read(line, first, sizeof first, &count));
        CHECK(count == 4 && memcmp(first, "POST", 4) == 0);
        CHECK_STATUS(NO, soapstone_line_read(line, first, sizeof first, NULL));
        CHECK_STATUS(NO, soapstone_line_read(line, NULL, 4, &count));
        CHECK_STATUS(NO, soapstone_line_write(line, NULL, 4));
        CHECK_STATUS(NO, soapstone_line_request(line, NULL));
        return SOAPSTONE_OK;
    case TOO_MUCH:
        for (count = 0; count < 1000; count++)
            if (say(line, "HTTP/1.1 200 OK\r\n") != SOAPSTONE_OK)
                return say(line, "HTTP/1.1 200 OK\r\n");
        return SOAPSTONE_OK;
    case NTLM_SERVER: return ntlm_server(line);
    default: return -77;
    }
}

/* ------------------------------------------------------------------------------------------------------------- the calls */

static int32_t write_body(void *ctx, soapstone_writer *writer)
{
    soapstone_envelope_writer_envelope(writer);
    soapstone_envelope_writer_body_entry(writer, S(NS), S("ping"));
    soapstone_writer_text(writer, S(ctx));
    soapstone_envelope_writer_end(writer);
    return soapstone_envelope_writer_finish(writer);
}

static uint8_t memory[2048], scratch[256], workspace[512], outbound[1024], inbound[1024];
static soapstone_loopback loopback;
static soapstone_client client;

static soapstone_http_call a_call(int who, size_t request_room)
{
    soapstone_transport transport;
    soapstone_http_call call;

    which = who;
    delivered = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_loopback_init(&loopback, ABI, deliver, &delivered, outbound, request_room,
                                                       inbound, sizeof inbound));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_loopback_transport(&loopback, &transport));
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_client_init(&client, ABI, &transport, memory, sizeof memory, scratch, sizeof scratch));
    memset(&call, 0, sizeof call);
    call.size = sizeof call;
    call.version = SOAPSTONE_SOAP11;
    call.endpoint = S("http://inside/m");
    call.workspace = workspace;
    call.workspace_len = sizeof workspace;
    call.body = write_body;
    return call;
}

/* Calls, and wants this text back. */
static void called(soapstone_http_call *call, const char *said)
{
    char reply[1024], wanted[64];
    soapstone_str piece;
    int32_t status;

    reply[0] = '\0';
    call->ctx = (void *)said;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, call));
    while ((status = soapstone_client_receive(&client, &piece)) == SOAPSTONE_OK)
        strncat(reply, (const char *)piece.ptr, piece.len);
    CHECK_STATUS(SOAPSTONE_END, status);
    snprintf(wanted, sizeof wanted, "pong>%s</", said);
    CHECK(strstr(reply, strchr(wanted, '>')) != NULL);
    CHECK(strcmp(text, said) == 0);
}

static void served(void)
{
    soapstone_http_call call = a_call(SERVE, sizeof outbound);
    size_t room;
    int32_t status;

    called(&call, "one");
    called(&call, "two");
    CHECK(delivered == 2 && block_text[0] == '\0');
    call = a_call(FILTER, sizeof outbound);
    called(&call, "three");
    CHECK(strcmp(block_text, "let in") == 0);

    /* Room for less than the message: nothing is delivered, and the number says why. */
    for (room = 0, status = SOAPSTONE_ERROR_LIMIT; status != SOAPSTONE_OK && room < sizeof outbound; room += 7) {
        call = a_call(SERVE, room);
        call.ctx = (void *)"four";
        status = soapstone_client_call(&client, &call);
        CHECK(status == SOAPSTONE_OK ? delivered == 1 : status == SOAPSTONE_ERROR_LIMIT && delivered == 0);
    }
    CHECK_STATUS(SOAPSTONE_OK, status);
    CHECK(room > 300);
}

static void refused(void)
{
    static const struct {
        int who;
        int32_t status, stage, told;
    } rows[] = {
        {NOTHING, SOAPSTONE_ERROR_CONNECTION_CLOSED, SOAPSTONE_STAGE_RECEIVING, 408},
        {ERROR, -77, SOAPSTONE_STAGE_RECEIVING, 408},
        {TOO_MUCH, SOAPSTONE_ERROR_LIMIT, SOAPSTONE_STAGE_RECEIVING, 408},
    };
    soapstone_transport_info info;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        soapstone_http_call call = a_call(rows[i].who, sizeof outbound);
        call.ctx = (void *)"x";
        CHECK_STATUS(rows[i].status, soapstone_client_call(&client, &call));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
        CHECK(info.stage == rows[i].stage && info.status == rows[i].told && info.known == 1);
        which = SERVE;
        called(&call, "and the next");
    }
}

/* ----------------------------------------------------------------------------------------------------------------- NTLM */

static int32_t token(void *ctx, soapstone_str challenge, uint8_t *out, size_t out_len, size_t *written)
{
    const char *message = challenge.len == 0 ? "one" : "two";
    soapstone_str domain, user;

    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_account(S(ctx), &domain, &user));
    CHECK_STR("CORP", domain);
    CHECK_STR("alice", user);
    CHECK(challenge.len == 0 || (challenge.len == 3 && memcmp(challenge.ptr, "\0\0\0", 3) == 0));
    if (out_len < 3)
        return SOAPSTONE_ERROR_LIMIT;
    memcpy(out, message, 3);
    *written = 3;
    return SOAPSTONE_OK;
}

static void ntlm(void)
{
    static uint8_t messages[64];
    soapstone_http_login login;
    soapstone_http_call call = a_call(NTLM_SERVER, sizeof outbound);

    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&login, ABI));
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_http_login_ntlm(&login, token, (void *)"CORP\\alice", messages, sizeof messages));
    call.login = &login;
    called(&call, "hello");
    CHECK(delivered == 3);
    called(&call, "again");
    CHECK(delivered == 6);
    /* No room for a message: what the function answers ends the call. */
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&login, ABI));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_ntlm(&login, token, (void *)"CORP\\alice", messages, 2));
    call = a_call(NTLM_SERVER, sizeof outbound);
    call.ctx = (void *)"x";
    call.login = &login;
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_client_call(&client, &call));
}

static void misuse(void)
{
    soapstone_transport transport;
    soapstone_loopback zero;
    soapstone_line none;
    uint8_t byte;
    size_t count;

    memset(&zero, 0, sizeof zero);
    memset(&none, 0, sizeof none);
    CHECK_STATUS(NO, soapstone_loopback_init(NULL, ABI, deliver, NULL, outbound, 9, inbound, 9));
    CHECK_STATUS(NO, soapstone_loopback_init(&loopback, ABI, NULL, NULL, outbound, 9, inbound, 9));
    CHECK_STATUS(NO, soapstone_loopback_init(&loopback, ABI, deliver, NULL, NULL, 9, inbound, 9));
    CHECK_STATUS(NO, soapstone_loopback_transport(&zero, &transport));
    CHECK_STATUS(NO, soapstone_loopback_transport(&loopback, NULL));
    CHECK_STATUS(NO, soapstone_line_read(&none, &byte, 1, &count));
    CHECK_STATUS(NO, soapstone_line_write(NULL, &byte, 1));
}

int main(void)
{
    served();
    refused();
    ntlm();
    misuse();
    return check_done("loopback");
}
