/* Envelopes from C: written through output memory of every size, read back; faults of both versions, mapped and
 * answered. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define S soapstone_cstr

enum { ROOM = 4096 };

static guarded space_guard, memory_guard, store_guard, input_guard;
static uint8_t message[ROOM];
static size_t message_len;

static soapstone_output output(int32_t kind, size_t room)
{
    soapstone_output o;
    memset(&o, 0, sizeof o);
    o.size = sizeof o;
    o.kind = kind;
    o.memory = guarded_end(&memory_guard, room);
    o.memory_len = room;
    return o;
}

static int32_t init(soapstone_writer *w, int32_t version, size_t room)
{
    soapstone_output o = output(SOAPSTONE_OUTPUT_BUFFER, room);
    message_len = 0;
    return soapstone_envelope_writer_init(w, SOAPSTONE_ABI_VERSION, guarded_end(&space_guard, 700), 700, &o, NULL,
                                          version);
}

static void drain(soapstone_writer *w)
{
    soapstone_str bytes;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(w, &bytes));
    if (bytes.len > ROOM - message_len) {
        fprintf(stderr, "more output than expected\n");
        exit(2);
    }
    memcpy(message + message_len, bytes.ptr, bytes.len);
    message_len += bytes.len;
}

/* Repeats a call as long as the output is full. */
#define MUST(w, call)                                                                              \
    do {                                                                                           \
        int32_t must_status;                                                                       \
        while ((must_status = (call)) == SOAPSTONE_OUTPUT_FULL) {                                  \
            drain(w);                                                                              \
        }                                                                                          \
        CHECK_STATUS(SOAPSTONE_OK, must_status);                                                   \
    } while (0)

static int contains(const char *text)
{
    size_t len = strlen(text), at;
    for (at = 0; at + len <= message_len; at++) {
        if (memcmp(message + at, text, len) == 0) {
            return 1;
        }
    }
    return 0;
}

static soapstone_block_attributes must_understand(void)
{
    soapstone_block_attributes attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.must_understand = 1;
    attributes.role = S("urn:role");
    return attributes;
}

/* A message with everything its version allows. */
static void write_message(soapstone_writer *w, int32_t version)
{
    soapstone_block_attributes attributes = must_understand();
    soapstone_str data = S("any bytes");
    attributes.relay = version == SOAPSTONE_SOAP12;
    MUST(w, soapstone_writer_declaration(w));
    MUST(w, soapstone_writer_pin(w, S("m"), S("urn:m")));
    MUST(w, soapstone_envelope_writer_envelope_prefixed(w, S("e")));
    MUST(w, soapstone_envelope_writer_header(w));
    MUST(w, soapstone_envelope_writer_header_block(w, S("urn:h"), S("ctx"), &attributes));
    MUST(w, soapstone_writer_text(w, S("t1")));
    MUST(w, soapstone_envelope_writer_end(w));
    MUST(w, soapstone_envelope_writer_header_block(w, S("urn:h"), S("plain"), NULL));
    MUST(w, soapstone_envelope_writer_end(w));
    MUST(w, soapstone_envelope_writer_body(w));
    MUST(w, soapstone_envelope_writer_body_entry(w, S("urn:m"), S("put")));
    MUST(w, soapstone_writer_attribute(w, S(""), S("id"), S("7")));
    MUST(w, soapstone_writer_start(w, S("urn:m"), S("data")));
    MUST(w, soapstone_writer_base64(w, &data));
    MUST(w, soapstone_writer_end(w));
    MUST(w, soapstone_envelope_writer_end(w));
    if (version == SOAPSTONE_SOAP11) {
        MUST(w, soapstone_envelope_writer_trailer(w, S("urn:t"), S("after")));
        MUST(w, soapstone_envelope_writer_end(w));
    }
    MUST(w, soapstone_envelope_writer_finish(w));
    drain(w);
}

static void ready(soapstone_envelope_reader *r, soapstone_str *input)
{
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(r, SOAPSTONE_ABI_VERSION,
                                                              guarded_end(&space_guard, 700), 700, NULL));
    input->ptr = guarded_copy(&input_guard, message, message_len);
    input->len = message_len;
}

static void expect(soapstone_envelope_reader *r, soapstone_str *input, int32_t kind, int32_t section, const char *local)
{
    soapstone_event event;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_next(r, input, 1, &event));
    CHECK(event.kind == kind && event.section == section);
    CHECK_STR(local, kind == SOAPSTONE_EVENT_TEXT ? event.text : event.local);
}

static void read_message(int32_t version)
{
    enum { OPEN = SOAPSTONE_EVENT_OPEN, CLOSE = SOAPSTONE_EVENT_CLOSE };
    soapstone_envelope_reader r;
    soapstone_header_block block;
    soapstone_attribute attribute;
    soapstone_namespace ns;
    soapstone_event event;
    soapstone_str input;
    ready(&r, &input);
    CHECK(soapstone_envelope_reader_version(&r) == 0 && soapstone_envelope_reader_section(&r) == 0);
    expect(&r, &input, OPEN, SOAPSTONE_SECTION_ENVELOPE, "Envelope");
    CHECK(soapstone_envelope_reader_version(&r) == version);
    CHECK(soapstone_envelope_reader_reply_version(&r) == version);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_declaration(&r, 0, &ns));
    CHECK_STR("e", ns.prefix);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_envelope_reader_skip(&r));
    expect(&r, &input, OPEN, SOAPSTONE_SECTION_HEADER, "Header");
    expect(&r, &input, OPEN, SOAPSTONE_SECTION_HEADER_BLOCK, "ctx");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_header_block(&r, &block));
    CHECK(block.must_understand == 1 && block.relay == (version == SOAPSTONE_SOAP12));
    CHECK(block.target == SOAPSTONE_TARGET_ROLE);
    CHECK_STR("urn:role", block.role);
    expect(&r, &input, SOAPSTONE_EVENT_TEXT, SOAPSTONE_SECTION_HEADER_BLOCK, "t1");
    expect(&r, &input, CLOSE, SOAPSTONE_SECTION_HEADER_BLOCK, "ctx");
    expect(&r, &input, OPEN, SOAPSTONE_SECTION_HEADER_BLOCK, "plain");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_header_block(&r, &block));
    CHECK(block.must_understand == 0 && block.role.ptr == NULL);
    CHECK(block.target == SOAPSTONE_TARGET_ULTIMATE_RECEIVER);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_skip(&r));
    expect(&r, &input, CLOSE, SOAPSTONE_SECTION_HEADER, "Header");
    expect(&r, &input, OPEN, SOAPSTONE_SECTION_BODY, "Body");
    expect(&r, &input, OPEN, SOAPSTONE_SECTION_BODY_ENTRY, "put");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_attribute(&r, 0, &attribute));
    CHECK_STR("7", attribute.value);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_find_attribute(&r, S(""), S("id"), &attribute));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_resolve(&r, S("m"), &ns));
    CHECK_STR("urn:m", ns.uri);
    CHECK(soapstone_envelope_reader_depth(&r) == 3 && soapstone_envelope_reader_encoding_style(&r) == 0);
    expect(&r, &input, SOAPSTONE_EVENT_START, SOAPSTONE_SECTION_BODY_ENTRY, "data");
    expect(&r, &input, SOAPSTONE_EVENT_TEXT, SOAPSTONE_SECTION_BODY_ENTRY, "YW55IGJ5dGVz");
    expect(&r, &input, SOAPSTONE_EVENT_END, SOAPSTONE_SECTION_BODY_ENTRY, "data");
    expect(&r, &input, CLOSE, SOAPSTONE_SECTION_BODY_ENTRY, "put");
    expect(&r, &input, CLOSE, SOAPSTONE_SECTION_BODY, "Body");
    if (version == SOAPSTONE_SOAP11) {
        expect(&r, &input, OPEN, SOAPSTONE_SECTION_TRAILER, "after");
        expect(&r, &input, CLOSE, SOAPSTONE_SECTION_TRAILER, "after");
    }
    expect(&r, &input, CLOSE, SOAPSTONE_SECTION_ENVELOPE, "Envelope");
    CHECK_STATUS(SOAPSTONE_END, soapstone_envelope_reader_next(&r, &input, 1, &event));
    CHECK(soapstone_envelope_reader_offset(&r) == message_len);
    CHECK(soapstone_envelope_reader_workspace_peak(&r) <= 700);
}

static void writes_and_reads(int32_t version)
{
    soapstone_writer w;
    uint8_t first[ROOM];
    size_t room, len = 0;
    for (room = ROOM; room >= 150; room = room > 800 ? 800 : room - 1) {
        CHECK_STATUS(SOAPSTONE_OK, init(&w, version, room));
        write_message(&w, version);
        if (len == 0) {
            len = message_len;
            memcpy(first, message, len);
        }
        if (!CHECK(len == message_len && memcmp(first, message, len) == 0)) {
            printf("room %zu:\n  %.*s\n  %.*s\n", room, (int)len, (const char *)first, (int)message_len,
                   (const char *)message);
        }
    }
    read_message(version);
}

/* Reads the fault of the message; the events of its detail are counted. */
static int read_fault(soapstone_fault_reader *f, soapstone_fault *fault)
{
    soapstone_envelope_reader r;
    soapstone_event event;
    soapstone_str input;
    int32_t status;
    int details = 0;
    ready(&r, &input);
    do {
        status = soapstone_envelope_reader_next(&r, &input, 1, &event);
    } while (status == SOAPSTONE_OK && event.section != SOAPSTONE_SECTION_FAULT);
    CHECK(status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_OPEN);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_init(f, SOAPSTONE_ABI_VERSION, guarded_end(&store_guard, 300),
                                                           300));
    while ((status = soapstone_fault_reader_next(f, &r, &input, 1, &event)) == SOAPSTONE_OK
           && event.kind != SOAPSTONE_EVENT_CLOSE) {
        details++;
    }
    CHECK_STATUS(SOAPSTONE_OK, status);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_fault_reader_next(f, &r, &input, 1, &event));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_next(&r, &input, 1, &event));
    CHECK(event.kind == SOAPSTONE_EVENT_CLOSE && event.section == SOAPSTONE_SECTION_BODY);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_fault(f, fault));
    return details;
}

static soapstone_fault bad_order(void)
{
    soapstone_fault fault;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_init(&fault, SOAPSTONE_SOAP12, SOAPSTONE_FAULT_SENDER, S("no <such>")));
    fault.subcodes[0].ns = S("urn:m");
    fault.subcodes[0].local = S("NoSku");
    fault.subcodes[1].ns = S("urn:m");
    fault.subcodes[1].local = S("Closed");
    fault.subcode_count = 2;
    fault.reasons[0].lang = S("en");
    fault.reasons[1].text = S("kein solches");
    fault.reasons[1].lang = S("de");
    fault.reason_count = 2;
    fault.role = S("urn:role");
    return fault;
}

static void faults_of_soap12(void)
{
    soapstone_writer w;
    soapstone_fault_reader f;
    soapstone_fault fault = bad_order(), read;
    soapstone_reason reason;
    soapstone_qname subcode;
    size_t room;
    for (room = 160; room < 500; room++) {
        CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP12, room));
        MUST(&w, soapstone_envelope_writer_envelope(&w));
        MUST(&w, soapstone_envelope_writer_not_understood(&w, S("urn:h"), S("ctx")));
        MUST(&w, soapstone_envelope_writer_fault_with_detail(&w, &fault));
        MUST(&w, soapstone_writer_start(&w, S("urn:m"), S("sku")));
        MUST(&w, soapstone_writer_end(&w));
        MUST(&w, soapstone_envelope_writer_end(&w));
        MUST(&w, soapstone_envelope_writer_finish(&w));
        drain(&w);
        CHECK(contains("qname=") && read_fault(&f, &read) == 4);
        CHECK(read.kind == SOAPSTONE_FAULT_SENDER && read.detail == 1 && read.node.ptr == NULL);
        CHECK_STR("Sender", read.code.local);
        CHECK_STR("http://www.w3.org/2003/05/soap-envelope", read.code.ns);
        CHECK(read.subcode_count == 2 && read.reason_count == 2);
        CHECK_STR("Closed", read.subcodes[1].local);
        CHECK_STR("no <such>", read.reasons[0].text);
        CHECK_STR("de", read.reasons[1].lang);
        CHECK_STR("urn:role", read.role);
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_subcode(&f, 1, &subcode));
    CHECK_STR("urn:m", subcode.ns);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_fault_reader_subcode(&f, 2, &subcode));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_reason(&f, 1, &reason));
    CHECK_STR("kein solches", reason.text);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_fault_reader_reason(&f, 2, &reason));
}

static void faults_of_soap11(void)
{
    soapstone_writer w;
    soapstone_fault_reader f;
    soapstone_fault fault = bad_order(), read;
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP11, ROOM));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_envelope_writer_not_understood(&w, S("urn:h"), S("ctx")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_fault(&w, &fault));
    CHECK_STATUS(SOAPSTONE_ERROR_FAULT_NOT_ALONE, soapstone_envelope_writer_fault(&w, &fault));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_finish(&w));
    drain(&w);
    CHECK(read_fault(&f, &read) == 0 && read.kind == SOAPSTONE_FAULT_SENDER && read.detail == 0);
    CHECK_STR("Client", read.code.local);
    CHECK_STR("no <such>", read.reasons[0].text);
    CHECK(read.subcode_count == 0 && read.reason_count == 1);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_to_version(&read, SOAPSTONE_SOAP12));
    CHECK_STR("Sender", read.code.local);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_to_version(&read, SOAPSTONE_SOAP11));
    CHECK_STR("Client", read.code.local);
    CHECK_STR("urn:role", read.role);
}

/* The suffixes of a dotted code become subcodes where the caller gives them a namespace. */
static void maps_dotted_codes(void)
{
    soapstone_fault fault, kept;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_init(&fault, SOAPSTONE_SOAP11, SOAPSTONE_FAULT_SENDER, S("no")));
    fault.code.local = S("Client.Auth.Expired");
    kept = fault;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_to_version_with(&fault, SOAPSTONE_SOAP12, SOAPSTONE_FAULT_SENDER,
                                                               S("urn:codes")));
    CHECK_STR("Sender", fault.code.local);
    CHECK(fault.subcode_count == 2);
    CHECK_STR("Auth", fault.subcodes[0].local);
    CHECK_STR("urn:codes", fault.subcodes[1].ns);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_to_version(&kept, SOAPSTONE_SOAP12));
    CHECK(kept.subcode_count == 0);
    kept.code.ns = S("urn:app");
    kept.code.local = S("Busy");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_to_version_with(&kept, SOAPSTONE_SOAP12, SOAPSTONE_FAULT_SENDER,
                                                               S(NULL)));
    CHECK_STR("Sender", kept.code.local);
    CHECK_STR("Busy", kept.subcodes[0].local);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_fault_to_version_with(&kept, SOAPSTONE_SOAP12, 0, S(NULL)));
}

/* A service refuses a message and answers with the fault that says why. */
static void answers_errors(void)
{
    static const char wrong[] = "<x:Envelope xmlns:x='http://www.w3.org/2001/12/soap-envelope'><x:Body/></x:Envelope>";
    soapstone_envelope_reader r;
    soapstone_writer w;
    soapstone_event event;
    soapstone_error error;
    soapstone_fault fault, read;
    soapstone_fault_reader f;
    soapstone_str input = S(wrong);
    size_t room;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&r, SOAPSTONE_ABI_VERSION,
                                                              guarded_end(&space_guard, 700), 700, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_VERSION_MISMATCH, soapstone_envelope_reader_next(&r, &input, 1, &event));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_error(&r, &error));
    CHECK_STATUS(SOAPSTONE_ERROR_VERSION_MISMATCH, error.kind);
    CHECK(soapstone_fault_kind_for_error(error.kind) == SOAPSTONE_FAULT_VERSION_MISMATCH);
    CHECK(soapstone_fault_kind_for_error(SOAPSTONE_ERROR_SYNTAX) == SOAPSTONE_FAULT_SENDER);
    CHECK(soapstone_fault_kind_for_error(SOAPSTONE_OK) == 0);
    CHECK(soapstone_envelope_reader_reply_version(&r) == SOAPSTONE_SOAP12);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_for_error(&fault, SOAPSTONE_SOAP12, &error));
    for (room = 160; room < 600; room++) {
        CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP12, room));
        MUST(&w, soapstone_envelope_writer_fault_message(&w, &fault, 0));
        drain(&w);
        CHECK(contains("SupportedEnvelope") && read_fault(&f, &read) == 0);
        CHECK(read.kind == SOAPSTONE_FAULT_VERSION_MISMATCH);
    }
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP11, ROOM));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_upgrade(&w, SOAPSTONE_SOAP12));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_envelope_writer_upgrade(&w, 13));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_fault(&w, &fault));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_finish(&w));
    drain(&w);
    CHECK(contains("SupportedEnvelope") && read_fault(&f, &read) == 0);
}

/* The store of a fault says exactly how much it must hold. */
static void says_what_store_is_needed(void)
{
    soapstone_fault fault = bad_order();
    soapstone_envelope_reader r;
    soapstone_fault_reader f;
    soapstone_writer w;
    soapstone_event event;
    soapstone_error error;
    soapstone_str input;
    size_t store = 64;
    int32_t status;
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP12, ROOM));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_fault_message(&w, &fault, 0));
    drain(&w);
    CHECK(!contains("Upgrade"));
    for (;;) {
        ready(&r, &input);
        do {
            CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_next(&r, &input, 1, &event));
        } while (event.section != SOAPSTONE_SECTION_FAULT);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_init(&f, SOAPSTONE_ABI_VERSION,
                                                               guarded_end(&store_guard, store), store));
        status = soapstone_fault_reader_next(&f, &r, &input, 1, &event);
        if (store != 64) {
            break;
        }
        CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, status);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_error(&f, &error));
        CHECK(error.limit == SOAPSTONE_LIMIT_TEXT_STORE && error.needed > 64);
        store = (size_t)error.needed;
    }
    CHECK_STATUS(SOAPSTONE_OK, status);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_error(&f, &error));
    CHECK_STATUS(SOAPSTONE_OK, error.kind);
}

/* The exact length ahead of the message, for a Content-Length. */
static void counts(void)
{
    soapstone_writer w;
    soapstone_output o = output(SOAPSTONE_OUTPUT_COUNT, 0);
    soapstone_fault fault = bad_order();
    uint64_t length;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_envelope_writer_init(&w, SOAPSTONE_ABI_VERSION, guarded_end(&space_guard, 700), 700, &o,
                                                NULL, SOAPSTONE_SOAP12));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_fault_message(&w, &fault, 0));
    length = soapstone_writer_written(&w);
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP12, ROOM));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_fault_message(&w, &fault, 0));
    drain(&w);
    CHECK(length == message_len && length > 300);
}

int main(void)
{
    space_guard = guarded_new(700);
    memory_guard = guarded_new(ROOM);
    store_guard = guarded_new(ROOM);
    input_guard = guarded_new(ROOM);
    writes_and_reads(SOAPSTONE_SOAP11);
    writes_and_reads(SOAPSTONE_SOAP12);
    faults_of_soap12();
    faults_of_soap11();
    maps_dotted_codes();
    answers_errors();
    says_what_store_is_needed();
    counts();
    return check_done("envelope");
}
