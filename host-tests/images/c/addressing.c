/* The service of service.c, with WS-Addressing: holds the headers of a message to the standard, and addresses the answer
 * as they say. */
#include "program.h"

/* What programs do that do more than this one. */
#ifndef SECURITY_VOCABULARY
#define SECURITY_VOCABULARY NULL
#define VERIFY(seen) (void)(seen)
#define PROVE(writer) SOAPSTONE_OK
#endif

/* Bytes of what is kept of the headers of a message. */
#ifndef KEPT
#define KEPT 1024
#endif

static int32_t write_headers(soapstone_writer *to);

#define WRITE_HEADERS(writer) write_headers(writer)
#define program_start service_start
#define program_step service_step
#define state_size service_size
#include "service.c"
#undef program_start
#undef program_step
#undef state_size

static soapstone_header_reader headers;
static soapstone_addressing_properties properties;
static soapstone_problem problem;
static uint8_t kept[KEPT];
static int32_t done;
const uint32_t state_size = sizeof reader + sizeof fault_reader + sizeof writer + sizeof headers;

void program_start(void *workspace, size_t len) {
    static const soapstone_vocabulary *vocabularies[2];
    soapstone_node node = {0};
    vocabularies[0] = soapstone_wsa_vocabulary();
    vocabularies[1] = SECURITY_VOCABULARY;
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = vocabularies[1] == NULL ? 1 : 2;
    service_start(workspace, len);
    soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, kept, sizeof kept, &node);
}

/* The headers of the answer: those of a reply, where the message asks for one. */
static int32_t write_headers(soapstone_writer *to) {
    static const uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM] = {1, 2, 3, 4};
    static uint8_t id[SOAPSTONE_MESSAGE_ID_LEN];
    int32_t status = soapstone_addressing_reply(&headers, NULL, STR("urn:example:station:Done"), &properties, &problem);
    if (status != SOAPSTONE_OK)
        return status == SOAPSTONE_NOT_FOUND ? PROVE(to) : status;
    status = soapstone_message_id(random, sizeof random, id, sizeof id);
    properties.message_id = str((const char *)id, sizeof id);
    status |= soapstone_addressing_write(to, &properties);
    return status | PROVE(to);
}

/* Answers a message whose addressing is wrong. */
static int32_t refuse(uint32_t *seen) {
    int32_t version = soapstone_envelope_reader_reply_version(&reader), status;
    soapstone_str bytes = {NULL, 0};
    soapstone_output output = {0};
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, room, room_len, &output, NULL, version);
    status = soapstone_addressing_answer(&headers, NULL, &problem, &properties);
    status |= soapstone_envelope_writer_envelope(&writer);
    status |= soapstone_addressing_write(&writer, &properties);
    status |= soapstone_problem_write_header(&writer, &problem);
    status |= soapstone_problem_write_fault(&writer, &problem);
    status |= soapstone_envelope_writer_finish(&writer);
    soapstone_writer_drain(&writer, &bytes);
    *seen += (uint32_t)bytes.len;
    return status == SOAPSTONE_OK ? problem.error.kind : SOAPSTONE_ERROR_IO;
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    soapstone_addressing addressing;
    int32_t status;
    if (done)
        return service_step(input, last, seen);
    status = soapstone_header_reader_next(&headers, &reader, input, last, &event);
    if (status < 0)
        return respond(status, seen);
    if (status != SOAPSTONE_OK)
        return status;
    look(seen);
    done = event.section == SOAPSTONE_SECTION_BODY && event.kind == SOAPSTONE_EVENT_OPEN;
    if (done)
        VERIFY(seen);
    if (done && soapstone_addressing_read(&headers, &addressing) == SOAPSTONE_OK) {
        *seen += (uint32_t)addressing.action.len;
        if (soapstone_addressing_check(&headers, NULL, &problem) < 0 ||
            soapstone_addressing_check_soap_action(&headers, STR(""), NULL, &problem) < 0)
            return refuse(seen);
    }
    return status;
}
