/* The service of service.c, with WS-Addressing: reads the headers of a message, and writes those of its answer. */
#include "program.h"

/* What programs do that do more than this one. */
#ifndef SECURITY_VOCABULARY
#define SECURITY_VOCABULARY NULL
#define VERIFY(seen) SOAPSTONE_OK
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
static uint8_t kept[KEPT], id[SOAPSTONE_MESSAGE_ID_LEN];
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

/* A real one takes its numbers from a random number generator. */
static soapstone_str new_id(void) {
    static const uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM] = {1, 2, 3, 4};
    soapstone_message_id(random, sizeof random, id, sizeof id);
    return str((const char *)id, sizeof id);
}

#ifndef CHECKED
static soapstone_addressing request;
static int32_t addressed;

/* The headers of a message are complete: what they say is in the answer, too. */
static int32_t judge(uint32_t *seen) {
    addressed = soapstone_addressing_read(&headers, &request) == SOAPSTONE_OK;
    *seen += (uint32_t)request.action.len;
    return SOAPSTONE_OK;
}

/* The headers of the answer, where the message has such. */
static int32_t write_headers(soapstone_writer *to) {
    soapstone_addressing_properties properties = {0};
    if (!addressed)
        return SOAPSTONE_OK;
    properties.size = sizeof properties;
    properties.version = request.version;
    properties.action = STR("urn:example:station:Done");
    properties.message_id = new_id();
    properties.in_reply_to = request.message_id;
    return soapstone_addressing_write(to, &properties);
}
#else
static int32_t judge(uint32_t *seen);
#endif

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    int32_t status;
    if (done)
        return service_step(input, last, seen);
    status = soapstone_header_reader_next(&headers, &reader, input, last, &event);
    if (status == SOAPSTONE_OK) {
        look(seen);
        done = event.section == SOAPSTONE_SECTION_BODY && event.kind == SOAPSTONE_EVENT_OPEN;
        if (!done)
            return status;
        status = VERIFY(seen);
        if (status == SOAPSTONE_OK)
            return judge(seen);
    }
    return status < 0 ? respond(status, seen) : status;
}
