/* What service.c does, with WS-Addressing: the header blocks of a message are judged and its addressing is checked, the
 * answer or fault has the addressing that the request asks for. With SECURED it proves by a UsernameToken with a password
 * digest who sends it, and demands the same of what it reads. */
#include "program.h"

static soapstone_envelope_reader reader;
static soapstone_header_reader headers;
static soapstone_fault_reader fault_reader;
static soapstone_writer writer;
static soapstone_event event;
static soapstone_fault fault;
static soapstone_problem problem;
static soapstone_addressing_properties properties;
static uint8_t store[1024], texts[256], memory[1024], *room;
static size_t room_len;
static int32_t opened, found;
#ifdef SECURED
static soapstone_replay replays[8];
const uint32_t state_size =
    sizeof reader + sizeof headers + sizeof fault_reader + sizeof writer + sizeof problem + sizeof properties + sizeof replays;
#else
const uint32_t state_size =
    sizeof reader + sizeof headers + sizeof fault_reader + sizeof writer + sizeof problem + sizeof properties;
#endif

static soapstone_str str(const char *text, size_t len) {
    soapstone_str s = {(const uint8_t *)text, len};
    return s;
}
#define STR(literal) str(literal, sizeof(literal) - 1)

void program_start(void *workspace, size_t len) {
    static const soapstone_vocabulary *vocabularies[2];
    soapstone_node node = {0};
    room = workspace;
    room_len = len;
    vocabularies[0] = soapstone_wsa_vocabulary();
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 1;
#ifdef SECURED
    vocabularies[1] = soapstone_wss_vocabulary();
    node.vocabulary_count = 2;
#endif
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, room, room_len, NULL);
    soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node);
}

#ifdef SECURED
static int32_t password_of(void *ctx, soapstone_str username, soapstone_str *password) {
    (void)ctx;
    *password = STR("secret");
    return username.len == 8 ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND;
}

static int32_t verify(uint32_t *seen) {
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    int32_t status = soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);
    policy.require_username_token = 0;
    verifier.size = sizeof verifier;
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = sizeof replays / sizeof *replays;
    verifier.password = password_of;
    if (soapstone_security_verify(&headers, &verifier, &result, NULL) == SOAPSTONE_OK)
        *seen += (uint32_t)result.authenticated;
    return status;
}

/* A real one takes its nonce from a random number generator and the time from a clock. */
static int32_t prove(void) {
    soapstone_security_tokens tokens = {0};
    tokens.size = sizeof tokens;
    tokens.generation = SOAPSTONE_WSS_OASIS;
    tokens.username = STR("operator");
    tokens.password = STR("secret");
    tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
    tokens.nonce = STR("0123456789abcdef");
    tokens.username_created = STR("2026-11-21T12:00:00Z");
    return soapstone_security_write(&writer, &tokens);
}
#else
static int32_t verify(uint32_t *seen) {
    (void)seen;
    return SOAPSTONE_OK;
}

static int32_t prove(void) {
    return SOAPSTONE_OK;
}
#endif

/* The addressing headers of a request, for a message that is none itself. */
static void request(void) {
    properties.size = sizeof properties;
    properties.version = SOAPSTONE_WSA_10;
    properties.action = STR("urn:example:station:Done");
    properties.to = STR("urn:example:station");
}

/* A message with addressing and a body entry with an element in it. */
static int32_t answer(void) {
    const soapstone_str uri = STR("urn:example:station");
    int32_t status;
    if (soapstone_addressing_reply(&headers, NULL, STR("urn:example:station:Done"), &properties, NULL) != SOAPSTONE_OK)
        request();
    status = soapstone_envelope_writer_envelope(&writer);
    status |= soapstone_addressing_write(&writer, &properties);
    status |= prove();
    status |= soapstone_envelope_writer_body_entry(&writer, uri, STR("Done"));
    status |= soapstone_writer_start(&writer, uri, STR("Sensor"));
    status |= soapstone_writer_attribute(&writer, STR(""), STR("id"), STR("r000001"));
    status |= soapstone_writer_text(&writer, STR("tank & sump"));
    status |= soapstone_writer_end(&writer);
    status |= soapstone_envelope_writer_end(&writer);
    return status | soapstone_envelope_writer_finish(&writer);
}

/* The fault that was read, or that of an error, which may be one of the addressing. */
static int32_t refusal(void) {
    int32_t status = soapstone_envelope_writer_envelope(&writer);
    if (problem.error.kind != SOAPSTONE_OK) {
        soapstone_addressing_answer(&headers, NULL, &problem, &properties);
        status |= soapstone_addressing_write(&writer, &properties);
        status |= soapstone_problem_write_header(&writer, &problem);
        status |= soapstone_problem_write_fault(&writer, &problem);
    } else {
        if (soapstone_addressing_fault_reply(&headers, NULL, STR(""), &properties, NULL) == SOAPSTONE_OK)
            status |= soapstone_addressing_write(&writer, &properties);
        status |= soapstone_envelope_writer_fault_with_detail(&writer, &fault);
        status |= soapstone_writer_start(&writer, STR("urn:example:station"), STR("Station"));
        status |= soapstone_writer_end(&writer);
        status |= soapstone_envelope_writer_end(&writer);
    }
    return status | soapstone_envelope_writer_finish(&writer);
}

/* Answers what was read, or the error that ended the reading. */
static int32_t respond(int32_t status, uint32_t *seen) {
    int32_t version = soapstone_envelope_reader_reply_version(&reader), written;
    soapstone_str bytes = {NULL, 0};
    soapstone_output output = {0};
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, room, room_len, &output, NULL, version);
    if (status < 0)
        soapstone_fault_init(&fault, version, soapstone_fault_kind_for_error(status), STR("not read"));
    written = found || status < 0 ? refusal() : answer();
    soapstone_writer_drain(&writer, &bytes);
    *seen += (uint32_t)bytes.len;
    return written == SOAPSTONE_OK ? status : SOAPSTONE_ERROR_IO;
}

/* Looks at the header blocks, now that the Body has opened. */
static int32_t check(uint32_t *seen) {
    soapstone_addressing addressing;
    opened = 1;
    if (soapstone_addressing_read(&headers, &addressing) == SOAPSTONE_OK)
        *seen += (uint32_t)addressing.message_id.len;
    return soapstone_addressing_check(&headers, NULL, &problem) | verify(seen);
}

/* Sees what an event says, and leaves a fault to its reader. */
static void look(uint32_t *seen) {
    soapstone_attribute attribute;
    switch (event.kind) {
    case SOAPSTONE_EVENT_OPEN:
        found |= event.section == SOAPSTONE_SECTION_FAULT;
        if (event.section == SOAPSTONE_SECTION_FAULT)
            soapstone_fault_reader_init(&fault_reader, SOAPSTONE_ABI_VERSION, texts, sizeof texts);
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
    if (!opened) {
        status = soapstone_header_reader_read(&headers, &reader, input, last);
        if (status == SOAPSTONE_OK)
            status = check(seen);
    } else {
        if (soapstone_envelope_reader_section(&reader) == SOAPSTONE_SECTION_FAULT)
            status = soapstone_fault_reader_next(&fault_reader, &reader, input, last, &event);
        else
            status = soapstone_envelope_reader_next(&reader, input, last, &event);
        if (status == SOAPSTONE_OK)
            look(seen);
    }
    return status < 0 || status == SOAPSTONE_END ? respond(status, seen) : status;
}
