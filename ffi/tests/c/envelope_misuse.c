/* Envelopes from C: what is answered to calls out of order, to wrong arguments and to handles that are none. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr

static uint8_t space[700], memory[4096];

static soapstone_output output(int32_t kind)
{
    soapstone_output o;
    memset(&o, 0, sizeof o);
    o.size = sizeof o;
    o.kind = kind;
    o.memory = memory;
    o.memory_len = sizeof memory;
    return o;
}

static int32_t init(soapstone_writer *w, int32_t version)
{
    soapstone_output o = output(SOAPSTONE_OUTPUT_BUFFER);
    return soapstone_envelope_writer_init(w, SOAPSTONE_ABI_VERSION, space, sizeof space, &o, NULL, version);
}

static soapstone_fault sender(void)
{
    soapstone_fault fault;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_init(&fault, SOAPSTONE_SOAP12, SOAPSTONE_FAULT_SENDER, S("x")));
    return fault;
}

static void refuses_what_is_out_of_order(void)
{
    soapstone_writer w;
    soapstone_error error;
    const int32_t disorder = SOAPSTONE_ERROR_OUT_OF_ORDER;
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP12));
    CHECK_STATUS(disorder, soapstone_envelope_writer_body_entry(&w, S("urn:m"), S("a")));
    CHECK_STATUS(disorder, soapstone_envelope_writer_finish(&w));
    CHECK_STATUS(disorder, soapstone_writer_text(&w, S("x")));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_finish(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
    CHECK_STATUS(disorder, soapstone_envelope_writer_envelope(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_UNQUALIFIED_HEADER_BLOCK,
                 soapstone_envelope_writer_header_block(&w, S(""), S("a"), NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_body_entry(&w, S("urn:m"), S("a")));
    CHECK_STATUS(disorder, soapstone_writer_end(&w));
    CHECK_STATUS(disorder, soapstone_envelope_writer_header(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&w, S(""), S("b")));
    CHECK_STATUS(disorder, soapstone_envelope_writer_end(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_end(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_end(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_TRAILING_ELEMENT, soapstone_envelope_writer_trailer(&w, S("urn:t"), S("t")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_finish(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_error(&w, &error));
    CHECK_STATUS(SOAPSTONE_ERROR_TRAILING_ELEMENT, error.kind);
}

/* Every call on a handle that is NULL, zeroed, or of another kind. */
static void refuses_foreign_writers(soapstone_writer *w)
{
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    soapstone_fault fault = sender();
    CHECK_STATUS(no, soapstone_envelope_writer_envelope(w));
    CHECK_STATUS(no, soapstone_envelope_writer_envelope_prefixed(w, S("e")));
    CHECK_STATUS(no, soapstone_envelope_writer_header(w));
    CHECK_STATUS(no, soapstone_envelope_writer_header_block(w, S("urn:m"), S("a"), NULL));
    CHECK_STATUS(no, soapstone_envelope_writer_upgrade(w, 0));
    CHECK_STATUS(no, soapstone_envelope_writer_not_understood(w, S("urn:m"), S("a")));
    CHECK_STATUS(no, soapstone_envelope_writer_body(w));
    CHECK_STATUS(no, soapstone_envelope_writer_body_entry(w, S("urn:m"), S("a")));
    CHECK_STATUS(no, soapstone_envelope_writer_fault(w, &fault));
    CHECK_STATUS(no, soapstone_envelope_writer_fault_with_detail(w, &fault));
    CHECK_STATUS(no, soapstone_envelope_writer_fault_message(w, &fault, 0));
    CHECK_STATUS(no, soapstone_envelope_writer_trailer(w, S("urn:m"), S("a")));
    CHECK_STATUS(no, soapstone_envelope_writer_end(w));
    CHECK_STATUS(no, soapstone_envelope_writer_finish(w));
}

static void refuses_foreign_readers(soapstone_envelope_reader *r, soapstone_fault_reader *f)
{
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    soapstone_event event;
    soapstone_header_block block;
    soapstone_attribute attribute;
    soapstone_namespace ns;
    soapstone_qname name;
    soapstone_reason reason;
    soapstone_fault fault;
    soapstone_error error;
    soapstone_str input = S("<a/>");
    CHECK_STATUS(no, soapstone_envelope_reader_next(r, &input, 1, &event));
    CHECK_STATUS(no, soapstone_envelope_reader_accept_encodings(r));
    CHECK_STATUS(no, soapstone_envelope_reader_set_encoding(r, S("UTF-8")));
    CHECK_STATUS(no, soapstone_envelope_reader_skip(r));
    CHECK_STATUS(no, soapstone_envelope_reader_header_block(r, &block));
    CHECK_STATUS(no, soapstone_envelope_reader_qname(r, &name));
    CHECK_STATUS(no, soapstone_envelope_reader_attribute(r, 0, &attribute));
    CHECK_STATUS(no, soapstone_envelope_reader_find_attribute(r, S(""), S("a"), &attribute));
    CHECK_STATUS(no, soapstone_envelope_reader_declaration(r, 0, &ns));
    CHECK_STATUS(no, soapstone_envelope_reader_resolve(r, S(""), &ns));
    CHECK_STATUS(no, soapstone_envelope_reader_error(r, &error));
    CHECK(soapstone_envelope_reader_version(r) == 0 && soapstone_envelope_reader_reply_version(r) == 0);
    CHECK(soapstone_envelope_reader_section(r) == 0 && soapstone_envelope_reader_encoding_style(r) == 0);
    CHECK(soapstone_envelope_reader_offset(r) == 0 && soapstone_envelope_reader_depth(r) == 0);
    CHECK(soapstone_envelope_reader_workspace_peak(r) == 0);
    CHECK_STATUS(no, soapstone_fault_reader_next(f, r, &input, 1, &event));
    CHECK_STATUS(no, soapstone_fault_reader_fault(f, &fault));
    CHECK_STATUS(no, soapstone_fault_reader_subcode(f, 0, &name));
    CHECK_STATUS(no, soapstone_fault_reader_reason(f, 0, &reason));
    CHECK_STATUS(no, soapstone_fault_reader_error(f, &error));
    CHECK(input.len == 4);
}

static void refuses_wrong_arguments(void)
{
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    soapstone_envelope_options options;
    soapstone_envelope_reader r;
    soapstone_fault_reader f;
    soapstone_writer w;
    soapstone_fault fault = sender();
    soapstone_error error;
    soapstone_block_attributes attributes;
    soapstone_output o = output(SOAPSTONE_OUTPUT_COUNT);
    memset(&options, 0, sizeof options);
    memset(&error, 0, sizeof error);
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    CHECK_STATUS(no, soapstone_envelope_reader_init(&r, SOAPSTONE_ABI_VERSION, NULL, 0, &options));
    options.size = sizeof options;
    options.version = 10;
    CHECK_STATUS(no, soapstone_envelope_reader_init(&r, SOAPSTONE_ABI_VERSION, NULL, 0, &options));
    options.version = SOAPSTONE_SOAP11;
    options.leniencies = SOAPSTONE_LENIENT_ALL + 1;
    CHECK_STATUS(no, soapstone_envelope_reader_init(&r, SOAPSTONE_ABI_VERSION, NULL, 0, &options));
    CHECK_STATUS(no, soapstone_fault_reader_init(&f, SOAPSTONE_ABI_VERSION, NULL, 1));
    CHECK_STATUS(no, soapstone_fault_init(&fault, SOAPSTONE_SOAP11, 6, S("x")));
    CHECK_STATUS(no, soapstone_fault_init(&fault, 0, SOAPSTONE_FAULT_SENDER, S("x")));
    CHECK_STATUS(no, soapstone_fault_init(NULL, SOAPSTONE_SOAP11, SOAPSTONE_FAULT_SENDER, S("x")));
    CHECK_STATUS(no, soapstone_fault_for_error(&fault, SOAPSTONE_SOAP11, NULL));
    CHECK_STATUS(no, soapstone_fault_for_error(&fault, SOAPSTONE_SOAP11, &error));
    CHECK_STATUS(no, soapstone_fault_to_version(NULL, SOAPSTONE_SOAP11));
    CHECK_STATUS(no, soapstone_fault_to_version(&fault, 1));
    fault.subcode_count = SOAPSTONE_FAULT_SUBCODES + 1;
    CHECK_STATUS(no, soapstone_fault_to_version(&fault, SOAPSTONE_SOAP11));
    CHECK_STATUS(no, soapstone_envelope_writer_init(&w, SOAPSTONE_ABI_VERSION, NULL, 0, &o, NULL, 0));
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_SOAP11));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
    CHECK_STATUS(no, soapstone_envelope_writer_fault(&w, NULL));
    CHECK_STATUS(no, soapstone_envelope_writer_fault(&w, &fault));
    attributes.must_understand = 2;
    CHECK_STATUS(no, soapstone_envelope_writer_header_block(&w, S("urn:m"), S("a"), &attributes));
    attributes.must_understand = 1;
    attributes.relay = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_MISPLACED_ATTRIBUTE,
                 soapstone_envelope_writer_header_block(&w, S("urn:m"), S("a"), &attributes));
    attributes.size = 0;
    CHECK_STATUS(no, soapstone_envelope_writer_header_block(&w, S("urn:m"), S("a"), &attributes));
}

int main(void)
{
    soapstone_envelope_reader zeroed;
    soapstone_fault_reader zeroed_fault;
    soapstone_writer plain;
    soapstone_output o = output(SOAPSTONE_OUTPUT_COUNT);
    refuses_what_is_out_of_order();
    refuses_wrong_arguments();
    refuses_foreign_writers(NULL);
    soapstone_writer_init(&plain, SOAPSTONE_ABI_VERSION, NULL, 0, &o, NULL);
    refuses_foreign_writers(&plain);
    refuses_foreign_readers(NULL, NULL);
    memset(&zeroed, 0, sizeof zeroed);
    memset(&zeroed_fault, 0, sizeof zeroed_fault);
    refuses_foreign_readers(&zeroed, &zeroed_fault);
    return check_done("envelope_misuse");
}
