/* Writes a request with addressing headers and reads the response, be it a message or a fault, and whose answer it is: what
 * a client needs beside its connection. */
#include "program.h"

#include <string.h>

/* What programs do that do more than this one. */
#ifndef PROVE
#define PROVE(writer) SOAPSTONE_OK
#endif

/* Bytes of the request, or of what goes to a connection at a time. */
#ifndef MEMORY
#define MEMORY 1024
#endif

static soapstone_envelope_reader reader;
static soapstone_header_reader headers;
static soapstone_fault_reader fault_reader;
static soapstone_fault fault;
static soapstone_event event;
static uint8_t memory[MEMORY], kept[512], store[256], id[SOAPSTONE_MESSAGE_ID_LEN], *room;
static size_t room_len;
static int32_t in_body;

static soapstone_str str(const void *text, size_t len) {
    soapstone_str s = {text, len};
    return s;
}
#define STR(literal) str(literal, sizeof(literal) - 1)

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
    status |= PROVE(writer);
    status |= soapstone_envelope_writer_body_entry(writer, uri, STR("Read"));
    status |= soapstone_writer_start(writer, uri, STR("Sensor"));
    status |= soapstone_writer_attribute(writer, STR(""), STR("id"), STR("r000001"));
    status |= soapstone_writer_text(writer, STR("tank & sump"));
    status |= soapstone_writer_end(writer);
    status |= soapstone_envelope_writer_end(writer);
    return status | soapstone_envelope_writer_finish(writer);
}

/* What every request starts with. */
static void begin(void *workspace, size_t len) {
    static const uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM] = {1, 2, 3, 4};
    static const soapstone_vocabulary *vocabularies[1];
    soapstone_node node = {0};
    room = workspace;
    room_len = len;
    in_body = 0;
    vocabularies[0] = soapstone_wsa_vocabulary();
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 1;
    soapstone_message_id(random, sizeof random, id, sizeof id);
    soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, kept, sizeof kept, &node);
}

/* The workspace is that of the request first, then that of the response. */
static void expect_response(void) {
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, room, room_len, NULL);
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

static int32_t read_on(soapstone_str *input, int32_t last, uint32_t *seen) {
    int32_t status;
    if (!in_body)
        status = soapstone_header_reader_next(&headers, &reader, input, last, &event);
    else if (soapstone_envelope_reader_section(&reader) == SOAPSTONE_SECTION_FAULT)
        status = soapstone_fault_reader_next(&fault_reader, &reader, input, last, &event);
    else
        status = soapstone_envelope_reader_next(&reader, input, last, &event);
    return status == SOAPSTONE_OK ? look(seen) : status;
}

#ifndef CONNECTED
static soapstone_writer writer;
static int32_t called;
const uint32_t state_size = sizeof writer + sizeof reader + sizeof headers + sizeof fault_reader;

void program_start(void *workspace, size_t len) {
    begin(workspace, len);
    called = 0;
}

/* The request goes into a buffer. */
static int32_t call(uint32_t *seen) {
    soapstone_str bytes = {NULL, 0};
    soapstone_output output = {0};
    int32_t status;
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, room, room_len, &output, NULL, SOAPSTONE_SOAP11);
    status = write_request(NULL, &writer);
    soapstone_writer_drain(&writer, &bytes);
    *seen += (uint32_t)bytes.len;
    expect_response();
    called = 1;
    return status;
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    return called ? read_on(input, last, seen) : call(seen);
}
#endif
