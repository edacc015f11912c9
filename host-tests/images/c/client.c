/* Calls a service: a request with addressing headers and a UsernameToken digest over HTTP, then the response, be it a
 * message or a fault, and whose answer it is. */
#include "program.h"

#include <string.h>

static soapstone_client client;
static soapstone_envelope_reader reader;
static soapstone_header_reader headers;
static soapstone_fault_reader fault_reader;
static soapstone_fault fault;
static soapstone_event event;
static uint8_t memory[1024], kept[512], store[256], id[SOAPSTONE_MESSAGE_ID_LEN], *room;
static size_t room_len;
static soapstone_str head, piece, *connection;
static uint32_t sent;
static int32_t ended, in_body;
static enum { CALLING, READING } step;
const uint32_t state_size = sizeof client + sizeof reader + sizeof headers + sizeof fault_reader;

static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nConnection: close\r\n\r\n";

static soapstone_str str(const void *text, size_t len) {
    soapstone_str s = {text, len};
    return s;
}
#define STR(literal) str(literal, sizeof(literal) - 1)

static int32_t connect_to(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout) {
    (void)ctx, (void)endpoint, (void)timeout;
    head = STR(response);
    return SOAPSTONE_OK;
}

static int32_t send_all(void *ctx, const uint8_t *bytes, size_t len) {
    (void)ctx, (void)bytes;
    sent += (uint32_t)len;
    return SOAPSTONE_OK;
}

/* The board has the message; the head of the response goes before it. */
static int32_t receive(void *ctx, uint8_t *bytes, size_t len, size_t *count) {
    soapstone_str *from = head.len > 0 ? &head : connection;
    (void)ctx;
    *count = len < from->len ? len : from->len;
    memcpy(bytes, from->ptr, *count);
    from->ptr += *count;
    from->len -= *count;
    return SOAPSTONE_OK;
}

static void disconnect(void *ctx) {
    (void)ctx;
}

/* A real one takes its nonce from a random number generator and the time from a clock. */
static int32_t write_security(soapstone_writer *writer) {
    soapstone_security_tokens tokens = {0};
    tokens.size = sizeof tokens;
    tokens.generation = SOAPSTONE_WSS_OASIS;
    tokens.username = STR("operator");
    tokens.password = STR("secret");
    tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
    tokens.nonce = STR("0123456789abcdef");
    tokens.username_created = STR("2026-11-21T12:00:00Z");
    return soapstone_security_write(writer, &tokens);
}

static int32_t write_addressing(soapstone_writer *writer) {
    soapstone_addressing_properties properties = {0};
    properties.size = sizeof properties;
    properties.version = SOAPSTONE_WSA_10;
    properties.action = STR("urn:example:station/read");
    properties.to = STR("http://station.example/ws");
    properties.message_id = str(id, sizeof id);
    return soapstone_addressing_write(writer, &properties);
}

static int32_t write_request(void *ctx, soapstone_writer *writer) {
    const soapstone_str uri = STR("urn:example:station");
    int32_t status = soapstone_envelope_writer_envelope(writer);
    (void)ctx;
    status |= write_addressing(writer);
    status |= write_security(writer);
    status |= soapstone_envelope_writer_body_entry(writer, uri, STR("Read"));
    status |= soapstone_writer_start(writer, uri, STR("Sensor"));
    status |= soapstone_writer_attribute(writer, STR(""), STR("id"), STR("r000001"));
    status |= soapstone_writer_text(writer, STR("tank & sump"));
    status |= soapstone_writer_end(writer);
    status |= soapstone_envelope_writer_end(writer);
    return status | soapstone_envelope_writer_finish(writer);
}

void program_start(void *workspace, size_t len) {
    static const uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM] = {1, 2, 3, 4};
    static const soapstone_vocabulary *vocabularies[1];
    soapstone_transport transport = {0};
    soapstone_node node = {0};
    room = workspace;
    room_len = len;
    step = CALLING;
    sent = 0;
    ended = in_body = 0;
    piece.len = 0;
    vocabularies[0] = soapstone_wsa_vocabulary();
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 1;
    transport.size = sizeof transport;
    transport.open = connect_to;
    transport.read = receive;
    transport.write = send_all;
    transport.close = disconnect;
    soapstone_message_id(random, sizeof random, id, sizeof id);
    soapstone_client_init_direct(&client, SOAPSTONE_ABI_VERSION, &transport, memory, sizeof memory);
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, room, room_len, NULL);
    soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, kept, sizeof kept, &node);
}

static int32_t call(uint32_t *seen) {
    soapstone_http_call request = {0};
    int32_t status;
    request.size = sizeof request;
    request.version = SOAPSTONE_SOAP11;
    request.endpoint = STR("http://station.example/ws");
    request.action = STR("urn:example:station/read");
    request.length = SOAPSTONE_LENGTH_COUNTED;
    request.workspace = room;
    request.workspace_len = room_len;
    request.body = write_request;
    status = soapstone_client_call(&client, &request);
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, room, room_len, NULL);
    *seen += sent;
    step = READING;
    return status;
}

/* Whether the response answers this request; who leaves that unsaid answers it too. */
static int32_t correlate(uint32_t *seen) {
    soapstone_addressing addressing;
    if (soapstone_addressing_read(&headers, &addressing) != SOAPSTONE_OK || addressing.in_reply_to.ptr == NULL)
        return SOAPSTONE_OK;
    *seen += (uint32_t)addressing.action.len;
    if (addressing.in_reply_to.len != sizeof id || memcmp(addressing.in_reply_to.ptr, id, sizeof id) != 0)
        return SOAPSTONE_ERROR_NO_REPLY;
    return SOAPSTONE_OK;
}

/* Sees what an event says, and what a fault says when it closes. */
static int32_t look(uint32_t *seen) {
    soapstone_attribute attribute;
    if (event.kind == SOAPSTONE_EVENT_TEXT) {
        *seen += (uint32_t)event.text.len;
    } else if (event.kind == SOAPSTONE_EVENT_CLOSE) {
        if (event.section == SOAPSTONE_SECTION_FAULT &&
            soapstone_fault_reader_fault(&fault_reader, &fault) == SOAPSTONE_OK)
            *seen += (uint32_t)fault.kind + (uint32_t)fault.reasons[0].text.len;
    } else if (event.kind == SOAPSTONE_EVENT_START || event.kind == SOAPSTONE_EVENT_OPEN) {
        ++*seen;
        for (uint32_t i = 0; i < event.attributes; i++)
            if (soapstone_envelope_reader_attribute(&reader, i, &attribute) == SOAPSTONE_OK)
                *seen += 1 + (uint32_t)attribute.value.len;
        if (event.kind == SOAPSTONE_EVENT_OPEN && event.section == SOAPSTONE_SECTION_FAULT)
            soapstone_fault_reader_init(&fault_reader, SOAPSTONE_ABI_VERSION, store, sizeof store);
        if (event.kind == SOAPSTONE_EVENT_OPEN && event.section == SOAPSTONE_SECTION_BODY) {
            in_body = 1;
            return correlate(seen);
        }
    }
    return SOAPSTONE_OK;
}

static int32_t read_on(uint32_t *seen) {
    int32_t status;
    if (!in_body)
        status = soapstone_header_reader_next(&headers, &reader, &piece, ended, &event);
    else if (soapstone_envelope_reader_section(&reader) == SOAPSTONE_SECTION_FAULT)
        status = soapstone_fault_reader_next(&fault_reader, &reader, &piece, ended, &event);
    else
        status = soapstone_envelope_reader_next(&reader, &piece, ended, &event);
    return status == SOAPSTONE_OK ? look(seen) : status;
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    int32_t status;
    connection = input;
    if (step == CALLING)
        return input->len == 0 && !last ? SOAPSTONE_NEED_INPUT : call(seen);
    status = read_on(seen);
    if (status != SOAPSTONE_NEED_INPUT || (input->len == 0 && !last))
        return status;
    status = soapstone_client_receive(&client, &piece);
    ended = status == SOAPSTONE_END;
    return status < 0 ? status : SOAPSTONE_OK;
}
