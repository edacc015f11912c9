/* Reads a message, be it a fault, and answers it with a message or a fault: what a device needs of the envelope in both
 * directions. */
#include "program.h"

/* Header blocks of programs that do more than this one. */
#ifndef WRITE_HEADERS
#define WRITE_HEADERS(writer) SOAPSTONE_OK
#endif

/* Whether there is a fault that says more of an error. */
#ifndef IS_FAULT
#define IS_FAULT(fault, version, error) 0
#endif

/* Bytes of the longest answer. */
#ifndef ANSWER
#define ANSWER 1024
#endif

static soapstone_envelope_reader reader;
static soapstone_fault_reader fault_reader;
static soapstone_writer writer;
static soapstone_event event;
static soapstone_fault fault;
static uint8_t store[256], memory[ANSWER], *room;
static size_t room_len;
static int found;
const uint32_t state_size = sizeof reader + sizeof fault_reader + sizeof writer;

static soapstone_str str(const char *text, size_t len) {
    soapstone_str s = {(const uint8_t *)text, len};
    return s;
}
#define STR(literal) str(literal, sizeof(literal) - 1)

void program_start(void *workspace, size_t len) {
    room = workspace;
    room_len = len;
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, room, room_len, NULL);
}

/* A header block and a body entry with an element in it. */
static int32_t answer(void) {
    const soapstone_str uri = STR("urn:example:station");
    soapstone_block_attributes block = {0};
    int32_t status;
    block.size = sizeof block;
    block.must_understand = 1;
    status = soapstone_envelope_writer_envelope(&writer);
    status |= WRITE_HEADERS(&writer);
    status |= soapstone_envelope_writer_header_block(&writer, uri, STR("Session"), &block);
    status |= soapstone_writer_text(&writer, STR("797"));
    status |= soapstone_envelope_writer_end(&writer);
    status |= soapstone_envelope_writer_body_entry(&writer, uri, STR("Done"));
    status |= soapstone_writer_start(&writer, uri, STR("Sensor"));
    status |= soapstone_writer_attribute(&writer, STR(""), STR("id"), STR("r000001"));
    status |= soapstone_writer_text(&writer, STR("tank & sump"));
    status |= soapstone_writer_end(&writer);
    status |= soapstone_envelope_writer_end(&writer);
    return status | soapstone_envelope_writer_finish(&writer);
}

/* A fault with a detail: the one that was read, or that of an error. */
static int32_t refusal(void) {
    int32_t status = soapstone_envelope_writer_envelope(&writer);
    status |= WRITE_HEADERS(&writer);
    status |= soapstone_envelope_writer_fault_with_detail(&writer, &fault);
    status |= soapstone_writer_start(&writer, STR("urn:example:station"), STR("Station"));
    status |= soapstone_writer_end(&writer);
    status |= soapstone_envelope_writer_end(&writer);
    return status | soapstone_envelope_writer_finish(&writer);
}

/* Starts an answer in the version of the message; which that is. */
static int32_t begin_answer(void) {
    int32_t version = soapstone_envelope_reader_reply_version(&reader);
    soapstone_output output = {0};
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, room, room_len, &output, NULL, version);
    return version;
}

/* Answers what was read, or the error that ended the reading. */
static int32_t respond(int32_t status, uint32_t *seen) {
    int32_t version = begin_answer(), written;
    soapstone_str bytes = {NULL, 0};
    if (status < 0 && !IS_FAULT(&fault, version, status))
        soapstone_fault_init(&fault, version, soapstone_fault_kind_for_error(status), STR("not read"));
    written = found || status < 0 ? refusal() : answer();
    soapstone_writer_drain(&writer, &bytes);
    *seen += (uint32_t)bytes.len;
    return written == SOAPSTONE_OK ? status : SOAPSTONE_ERROR_IO;
}

/* Sees what an event says, and leaves a fault to its reader. */
static void look(uint32_t *seen) {
    soapstone_header_block block;
    soapstone_attribute attribute;
    switch (event.kind) {
    case SOAPSTONE_EVENT_OPEN:
        if (event.section == SOAPSTONE_SECTION_HEADER_BLOCK &&
            soapstone_envelope_reader_header_block(&reader, &block) == SOAPSTONE_OK)
            *seen += (uint32_t)block.must_understand;
        found |= event.section == SOAPSTONE_SECTION_FAULT;
        if (event.section == SOAPSTONE_SECTION_FAULT)
            soapstone_fault_reader_init(&fault_reader, SOAPSTONE_ABI_VERSION, store, sizeof store);
        /* fall through */
    case SOAPSTONE_EVENT_START:
        ++*seen;
        for (uint32_t i = 0; i < event.attributes; i++)
            if (soapstone_envelope_reader_attribute(&reader, i, &attribute) == SOAPSTONE_OK)
                *seen += 1 + (uint32_t)attribute.value.len;
        break;
    case SOAPSTONE_EVENT_TEXT:
        *seen += (uint32_t)event.text.len;
        break;
    case SOAPSTONE_EVENT_CLOSE:
        if (event.section == SOAPSTONE_SECTION_FAULT)
            soapstone_fault_reader_fault(&fault_reader, &fault);
        break;
    }
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    int32_t status;
    if (soapstone_envelope_reader_section(&reader) == SOAPSTONE_SECTION_FAULT)
        status = soapstone_fault_reader_next(&fault_reader, &reader, input, last, &event);
    else
        status = soapstone_envelope_reader_next(&reader, input, last, &event);
    if (status == SOAPSTONE_OK)
        look(seen);
    return status < 0 || status == SOAPSTONE_END ? respond(status, seen) : status;
}
