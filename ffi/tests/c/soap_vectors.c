/* Runs the vectors of host-tests/vectors/soap through the C interface. Restless means: after every call both handles
 * are copied elsewhere and the rest of the input moved. */
#include "vector.h"

#include <string.h>

/* A message being read. */
typedef struct reading {
    soapstone_envelope_reader envelope;
    soapstone_fault_reader fault;
    int with_fault;
} reading;

static uint32_t leniencies(const vector *v)
{
    static const struct { const char *name; uint32_t bit; } all[] = {
        { "lenient", SOAPSTONE_LENIENT_ALL },
        { "processing_instructions", SOAPSTONE_LENIENT_PROCESSING_INSTRUCTIONS },
        { "must_understand_words", SOAPSTONE_LENIENT_MUST_UNDERSTAND_WORDS },
        { "unqualified_attributes", SOAPSTONE_LENIENT_UNQUALIFIED_ATTRIBUTES },
        { "lower_case_header", SOAPSTONE_LENIENT_LOWER_CASE_HEADER },
        { "lower_case_body", SOAPSTONE_LENIENT_LOWER_CASE_BODY },
        { "unqualified_blocks", SOAPSTONE_LENIENT_UNQUALIFIED_BLOCKS },
        { "soap_blocks", SOAPSTONE_LENIENT_SOAP_BLOCKS },
        { "structural_encoding", SOAPSTONE_LENIENT_STRUCTURAL_ENCODING },
        { "unknown_encodings", SOAPSTONE_LENIENT_UNKNOWN_ENCODINGS },
        { "fault_order", SOAPSTONE_LENIENT_FAULT_ORDER },
        { "fault_content", SOAPSTONE_LENIENT_FAULT_CONTENT },
        { "fault_namespaces", SOAPSTONE_LENIENT_FAULT_NAMESPACES },
        { "fault_versions", SOAPSTONE_LENIENT_FAULT_VERSIONS },
        { "fault_codes", SOAPSTONE_LENIENT_FAULT_CODES },
        { "fault_parts", SOAPSTONE_LENIENT_FAULT_PARTS },
    };
    uint32_t sum = 0;
    size_t i;
    for (i = 0; i < sizeof all / sizeof all[0]; i++) {
        sum |= vector_option(v, all[i].name) ? all[i].bit : 0;
    }
    return sum;
}

static void undeclared(soapstone_envelope_reader *r)
{
    static const char *const prefixes[] = { "xsi", "xsd", "SOAP-ENV", "m" };
    static const char *const uris[] = { "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/2001/XMLSchema",
                                        "http://schemas.xmlsoap.org/soap/envelope/", "urn:m" };
    size_t i;
    for (i = 0; i < 4; i++) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_assume_prefix(r, soapstone_cstr(prefixes[i]),
                                                                              soapstone_cstr(uris[i])));
    }
}

static void ready(reading *r, const vector *v)
{
    soapstone_limits limits;
    soapstone_envelope_options options;
    size_t store = vector_option(v, "store") != 0 ? vector_option(v, "store") : 4096;
    memset(&limits, 0, sizeof limits);
    memset(&options, 0, sizeof options);
    limits.size = sizeof limits;
    limits.header_blocks = (uint32_t)vector_option(v, "header_blocks");
    limits.namespaces = (uint32_t)vector_option(v, "namespaces");
    options.size = sizeof options;
    options.limits = &limits;
    options.version = vector_option(v, "soap11") ? SOAPSTONE_SOAP11 : vector_option(v, "soap12") ? SOAPSTONE_SOAP12 : 0;
    options.leniencies = leniencies(v);
    options.basic_profile = vector_option(v, "basic_profile") != 0;
    r->with_fault = vector_option(v, "fault") != 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&r->envelope, SOAPSTONE_ABI_VERSION,
                                                              vector_memory(0, 4096), 4096, &options));
    if (vector_option(v, "undeclared")) {
        undeclared(&r->envelope);
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_init(&r->fault, SOAPSTONE_ABI_VERSION, vector_memory(1, store),
                                                           store));
}

static void put_qname(bytes *out, const char *before, soapstone_qname name)
{
    put(out, before);
    put_name(out, name.ns, name.local);
}

/* A value that may be absent. */
static void put_quoted(bytes *out, const char *name, soapstone_str value)
{
    if (value.ptr != NULL) {
        put(out, name);
        put(out, "=\"");
        put_str(out, value);
        put(out, "\"");
    }
}

static const char *part(int32_t section)
{
    static const char *const names[] = { "document", "envelope", "header", "block", "body", "entry", "fault",
                                         "trailer" };
    return names[section];
}

static void put_block(bytes *out, const reading *r, const soapstone_event *event)
{
    static const char *const targets[] = { "", "", " for=next", " for=none", " for=role" };
    soapstone_header_block block;
    soapstone_qname name;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_header_block(&r->envelope, &block));
    put(out, "[block ");
    put_name(out, event->ns, event->local);
    put(out, block.must_understand ? " mustUnderstand" : "");
    put(out, block.relay ? " relay" : "");
    put_quoted(out, " role", block.role);
    put(out, targets[block.target]);
    if (soapstone_envelope_reader_qname(&r->envelope, &name) == SOAPSTONE_OK) {
        put_qname(out, " qname=", name);
    }
    put(out, "]");
}

static void put_open(bytes *out, const reading *r, const soapstone_event *event)
{
    static const char *const styles[] = { "", " encoding=none", " encoding=soap", " encoding=unknown" };
    soapstone_header_block block;
    if (event->section == SOAPSTONE_SECTION_HEADER_BLOCK) {
        put_block(out, r, event);
        return;
    }
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_envelope_reader_header_block(&r->envelope, &block));
    put(out, "[");
    put(out, part(event->section));
    switch (event->section) {
    case SOAPSTONE_SECTION_ENVELOPE:
        put(out, soapstone_envelope_reader_version(&r->envelope) == SOAPSTONE_SOAP11 ? " 1.1" : " 1.2");
        break;
    case SOAPSTONE_SECTION_BODY_ENTRY:
        put(out, " ");
        put_name(out, event->ns, event->local);
        put(out, styles[soapstone_envelope_reader_encoding_style(&r->envelope)]);
        break;
    case SOAPSTONE_SECTION_TRAILER:
        put(out, " ");
        put_name(out, event->ns, event->local);
        break;
    }
    put(out, "]");
}

static void put_start(bytes *out, const reading *r, const soapstone_event *event)
{
    uint32_t i;
    put(out, "<");
    put_name(out, event->ns, event->local);
    for (i = 0; i < event->attributes; i++) {
        soapstone_attribute a, found;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_attribute(&r->envelope, i, &a));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_find_attribute(&r->envelope, a.ns, a.local, &found));
        CHECK(found.value.ptr == a.value.ptr && found.value.len == a.value.len);
        put(out, " ");
        put_name(out, a.ns, a.local);
        put(out, "=\"");
        put_str(out, a.value);
        put(out, "\"");
    }
    put(out, ">");
}

static void put_fault(bytes *out, const reading *r)
{
    soapstone_fault fault;
    uint32_t i;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_fault(&r->fault, &fault));
    put(out, "[/fault");
    if (fault.code.local.len != 0) {
        put_qname(out, " code=", fault.code);
    }
    for (i = 0; i < fault.subcode_count; i++) {
        soapstone_qname subcode;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_subcode(&r->fault, i, &subcode));
        CHECK(i >= SOAPSTONE_FAULT_SUBCODES || subcode.local.ptr == fault.subcodes[i].local.ptr);
        put_qname(out, " subcode=", subcode);
    }
    for (i = 0; i < fault.reason_count; i++) {
        soapstone_reason reason;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_reason(&r->fault, i, &reason));
        CHECK(i >= SOAPSTONE_FAULT_REASONS || reason.text.ptr == fault.reasons[i].text.ptr);
        put(out, " reason");
        if (reason.lang.ptr != NULL) {
            put(out, "(");
            put_str(out, reason.lang);
            put(out, ")");
        }
        put(out, "=\"");
        put_str(out, reason.text);
        put(out, "\"");
    }
    put_quoted(out, " node", fault.node);
    put_quoted(out, " role", fault.role);
    put(out, fault.detail ? " detail]" : "]");
}

static void put_event(bytes *out, const reading *r, const soapstone_event *event, int *open)
{
    if (event->kind == SOAPSTONE_EVENT_TEXT) {
        put_text(out, open, event->text);
        return;
    }
    put_text_end(out, open);
    switch (event->kind) {
    case SOAPSTONE_EVENT_OPEN:
        put_open(out, r, event);
        break;
    case SOAPSTONE_EVENT_START:
        put_start(out, r, event);
        break;
    case SOAPSTONE_EVENT_END:
        put(out, "</");
        put_name(out, event->ns, event->local);
        put(out, ">");
        break;
    default:
        if (event->section == SOAPSTONE_SECTION_FAULT && r->with_fault) {
            put_fault(out, r);
        } else {
            put(out, "[/");
            put(out, part(event->section));
            put(out, "]");
        }
    }
}

static void put_refusal(bytes *out, const reading *r, int in_fault, int32_t status)
{
    soapstone_error error;
    CHECK_STATUS(SOAPSTONE_OK, in_fault ? soapstone_fault_reader_error(&r->fault, &error)
                                        : soapstone_envelope_reader_error(&r->envelope, &error));
    CHECK_STATUS(status, error.kind);
    put_error(out, &error);
    if (soapstone_envelope_reader_version(&r->envelope) == 0 && status <= -200 && status > -300) {
        int32_t reply = soapstone_envelope_reader_reply_version(&r->envelope);
        put(out, reply == SOAPSTONE_SOAP11 ? " reply=1.1" : " reply=1.2");
    }
}

static int32_t next(reading *r, int in_fault, soapstone_str *input, int last, soapstone_event *event)
{
    return in_fault ? soapstone_fault_reader_next(&r->fault, &r->envelope, input, last, event)
                    : soapstone_envelope_reader_next(&r->envelope, input, last, event);
}

static void run(const vector *v, feeding f, bytes *out)
{
    static reading readings[2];
    reading *r = &readings[0];
    soapstone_event event;
    size_t taken = 0;
    soapstone_str input;
    int32_t status;
    int open = 0, other = 0, in_fault;
    ready(r, v);
    input = vector_chunk(v, &f, &taken);
    do {
        in_fault = r->with_fault && soapstone_envelope_reader_section(&r->envelope) == SOAPSTONE_SECTION_FAULT;
        status = next(r, in_fault, &input, taken == v->input_len, &event);
        if (status == SOAPSTONE_OK) {
            put_event(out, r, &event, &open);
        } else if (status == SOAPSTONE_NEED_INPUT) {
            CHECK(input.len == 0 && taken < v->input_len);
            input = vector_chunk(v, &f, &taken);
        }
        if (f.restless) {
            other = !other;
            readings[other] = *r;
            memset(r, 0x55, sizeof *r);
            r = &readings[other];
            input = vector_moved(input);
        }
    } while (status == SOAPSTONE_OK || status == SOAPSTONE_NEED_INPUT);
    put_text_end(out, &open);
    if (status < 0) {
        put_refusal(out, r, in_fault, status);
        CHECK_STATUS(status, next(r, in_fault, &input, 1, &event));
    }
}

int main(int argc, char **argv)
{
    return vector_main(argc, argv, "soap_vectors", run);
}
