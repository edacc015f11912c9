/* Header blocks from C: what a node may be, what is answered to wrong arguments and to handles that are none, and the
 * message that answers one which was refused. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };

#define MESSAGE                                                                                                        \
    "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope' xmlns:m='urn:m'><e:Header>"                         \
    "<m:a e:role='http://www.w3.org/2003/05/soap-envelope/role/next'/>"                                                \
    "<m:b e:role='http://www.w3.org/2003/05/soap-envelope/role/next' e:relay='1'/><m:c/>"                              \
    "<m:d e:mustUnderstand='1'/><f:d xmlns:f='urn:f' e:mustUnderstand='1'/></e:Header><e:Body/></e:Envelope>"

static uint8_t space[1024], store[1024], memory[4096];
static soapstone_envelope_reader envelope;
static soapstone_header_reader headers;

static soapstone_node node_of(int32_t intermediary, int32_t keep_all)
{
    soapstone_node node;
    memset(&node, 0, sizeof node);
    node.size = sizeof node;
    node.intermediary = intermediary;
    node.keep_all = keep_all;
    return node;
}

static int32_t read_headers(const soapstone_node *node)
{
    soapstone_str input = S(MESSAGE);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, ABI, space, sizeof space, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_init(&headers, ABI, store, sizeof store, node));
    return soapstone_header_reader_read(&headers, &envelope, &input, 1);
}

static void check_blocks(const char *expected,
                         int32_t (*blocks)(const soapstone_header_reader *, uint32_t, soapstone_kept_block *))
{
    soapstone_kept_block block;
    soapstone_qname name;
    uint32_t i;
    for (i = 0; blocks(&headers, i, &block) == SOAPSTONE_OK; i++) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_element_name(&block.element, &name));
        CHECK(i < strlen(expected) && name.local.ptr[0] == (uint8_t)expected[i]);
        CHECK(block.relay == (expected[i] == 'b'));
    }
    CHECK(i == strlen(expected));
}

static void forwards_what_an_intermediary_does_not_process(void)
{
    soapstone_filter filters[1];
    soapstone_node node = node_of(1, 1);
    memset(filters, 0, sizeof filters);
    filters[0].ns = S("urn:m");
    filters[0].local = S("a");
    node.filters = filters;
    node.filter_count = 1;
    CHECK_STATUS(SOAPSTONE_OK, read_headers(&node));
    check_blocks("ab", soapstone_header_reader_block);
    check_blocks("bcdd", soapstone_header_reader_forwarded);
}

static int contains(soapstone_str bytes, const char *text)
{
    size_t len = strlen(text), at;
    for (at = 0; at + len <= bytes.len; at++) {
        if (memcmp(bytes.ptr + at, text, len) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The whole answer, through a buffer of this size, after a header block when there is to be one. */
static soapstone_str answered(const soapstone_fault *fault, size_t room, int with_block, int32_t *status)
{
    static uint8_t answer[2048], writing[512];
    soapstone_output o = { sizeof o, SOAPSTONE_OUTPUT_BUFFER, memory, room, NULL, NULL };
    soapstone_writer w;
    soapstone_str bytes, whole;
    size_t len = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_init(&w, ABI, writing, sizeof writing, &o, NULL,
                                                              soapstone_envelope_reader_reply_version(&envelope)));
    if (with_block) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_header_block(&w, S("urn:h"), S("h"), NULL));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_end(&w));
    }
    do {
        *status = soapstone_envelope_writer_answer(&w, fault, 0, &headers);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&w, &bytes));
        memcpy(answer + len, bytes.ptr, bytes.len);
        len += bytes.len;
    } while (*status == SOAPSTONE_OUTPUT_FULL);
    whole.ptr = answer;
    whole.len = len;
    return whole;
}

/* MustUnderstand and a NotUnderstood for each, S-115. */
static void answers_what_was_not_understood(void)
{
    soapstone_error error;
    soapstone_fault fault;
    soapstone_str whole, part;
    uint8_t first[2048];
    size_t room;
    int32_t status;
    CHECK_STATUS(SOAPSTONE_ERROR_NOT_UNDERSTOOD, read_headers(NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_error(&headers, &error));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_for_error(&fault, SOAPSTONE_SOAP12, &error));
    fault.detail = 1;
    whole = answered(&fault, sizeof memory, 0, &status);
    CHECK_STATUS(SOAPSTONE_OK, status);
    CHECK(contains(whole, "<soap:NotUnderstood xmlns:ns1=\"urn:m\" qname=\"ns1:d\"/><soap:NotUnderstood "));
    CHECK(contains(whole, "=\"urn:f\"") && contains(whole, "soap:MustUnderstand") && contains(whole, "Envelope>"));
    memcpy(first, whole.ptr, whole.len);
    for (room = 120; room < 160; room++) {
        part = answered(&fault, room, 0, &status);
        CHECK_STATUS(SOAPSTONE_OK, status);
        CHECK(part.len == whole.len && memcmp(part.ptr, first, part.len) == 0);
    }
    whole = answered(&fault, sizeof memory, 1, &status);
    CHECK_STATUS(SOAPSTONE_OK, status);
    CHECK(contains(whole, "<soap:Header><ns1:h xmlns:ns1=\"urn:h\"/><soap:NotUnderstood "));
    fault.code.local = S("a b");
    CHECK(answered(&fault, sizeof memory, 0, &status).len == 0);
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_NAME, status);
}

static int32_t init_with(soapstone_node node)
{
    return soapstone_header_reader_init(&headers, ABI, store, sizeof store, &node);
}

static void refuses_wrong_nodes(void)
{
    static const soapstone_vocabulary *const none[1] = { NULL };
    soapstone_str roles[1];
    soapstone_filter filters[1];
    soapstone_node node = node_of(0, 0);
    roles[0].ptr = NULL;
    roles[0].len = 1;
    memset(filters, 0, sizeof filters);
    filters[0].ns = S("urn:m");
    filters[0].local = roles[0];
    CHECK_STATUS(NO, init_with(node_of(2, 0)));
    CHECK_STATUS(NO, init_with(node_of(0, -1)));
    node.size--;
    CHECK_STATUS(NO, init_with(node));
    node = node_of(0, 0);
    node.reserved[1] = 1;
    CHECK_STATUS(NO, init_with(node));
    node = node_of(0, 0);
    node.role_count = 1;
    CHECK_STATUS(NO, init_with(node));
    node.roles = roles;
    CHECK_STATUS(NO, init_with(node));
    node = node_of(0, 0);
    node.filters = filters;
    node.filter_count = 1;
    CHECK_STATUS(NO, init_with(node));
    node = node_of(0, 0);
    node.vocabularies = none;
    node.vocabulary_count = 1;
    CHECK_STATUS(NO, init_with(node));
    CHECK_STATUS(NO, soapstone_header_reader_init(&headers, ABI + 1, store, sizeof store, NULL));
    CHECK_STATUS(NO, soapstone_header_reader_init(&headers, ABI, NULL, 1, NULL));
    CHECK_STATUS(NO, soapstone_header_reader_init(NULL, ABI, store, sizeof store, NULL));
}

/* Every call on handles that are NULL, zeroed, or of another kind. */
static void refuses_foreign_handles(soapstone_header_reader *h, soapstone_keeper *k, soapstone_element_reader *r,
                                    soapstone_header_context *c)
{
    soapstone_str input = S(MESSAGE), text;
    soapstone_fault_reader fault;
    soapstone_event event;
    soapstone_error error;
    soapstone_kept_block block;
    soapstone_element element;
    soapstone_qname name;
    soapstone_attribute attribute;
    soapstone_namespace ns;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, ABI, space, sizeof space, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_init(&fault, ABI, store, sizeof store));
    CHECK_STATUS(NO, soapstone_header_reader_read(h, &envelope, &input, 1));
    CHECK_STATUS(NO, soapstone_header_reader_next(h, &envelope, &input, 1, &event));
    CHECK_STATUS(NO, soapstone_header_reader_block(h, 0, &block));
    CHECK_STATUS(NO, soapstone_header_reader_find(h, S("urn:m"), S("a"), &block));
    CHECK_STATUS(NO, soapstone_header_reader_forwarded(h, 0, &block));
    CHECK_STATUS(NO, soapstone_header_reader_not_understood(h, 0, &name, &text));
    CHECK_STATUS(NO, soapstone_header_reader_context(h, S("k"), &text));
    CHECK_STATUS(NO, soapstone_header_reader_error(h, &error));
    CHECK_STATUS(NO, soapstone_keeper_read(k, &envelope, &input, 1));
    CHECK_STATUS(NO, soapstone_keeper_read_detail(k, &fault, &envelope, &input, 1));
    CHECK_STATUS(NO, soapstone_keeper_element(k, &element));
    CHECK_STATUS(NO, soapstone_keeper_error(k, &error));
    CHECK_STATUS(NO, soapstone_element_reader_next(r, &event, &element));
    CHECK_STATUS(NO, soapstone_header_context_put(c, S("k"), S("v")));
    CHECK_STATUS(NO, soapstone_header_context_resolve(c, S("m"), &ns));
    CHECK_STATUS(NO, soapstone_header_context_attribute(c, 0, &attribute));
    CHECK_STATUS(NO, soapstone_header_context_find_attribute(c, S(""), S("a"), &attribute));
    CHECK(input.len == strlen(MESSAGE) && soapstone_envelope_reader_offset(&envelope) == 0);
}

static void refuses_wrong_arguments(void)
{
    soapstone_keeper keeper;
    soapstone_element_reader reader;
    soapstone_element element, zero;
    soapstone_writer w;
    soapstone_output o = { sizeof o, SOAPSTONE_OUTPUT_BUFFER, memory, sizeof memory, NULL, NULL };
    soapstone_str input = S(MESSAGE);
    soapstone_qname name;
    memset(&zero, 0, sizeof zero);
    CHECK_STATUS(NO, soapstone_keeper_init(NULL, ABI, store, sizeof store));
    CHECK_STATUS(NO, soapstone_keeper_init(&keeper, ABI + 1, store, sizeof store));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_init(&keeper, ABI, store, sizeof store));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, ABI, space, sizeof space, NULL));
    /* No element has started. */
    CHECK_STATUS(NO, soapstone_keeper_read(&keeper, &envelope, &input, 1));
    CHECK_STATUS(NO, soapstone_keeper_element(&keeper, &element));
    CHECK_STATUS(NO, soapstone_element_reader_init(&reader, ABI, &zero));
    CHECK_STATUS(NO, soapstone_element_reader_init(&reader, ABI, NULL));
    CHECK_STATUS(NO, soapstone_element_name(&zero, &name));
    CHECK_STATUS(NO, soapstone_element_qname(NULL, &name));
    CHECK(soapstone_element_prefix(NULL).len == 0 && soapstone_element_trimmed(&zero).len == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_init(&w, ABI, space, sizeof space, &o, NULL, SOAPSTONE_SOAP12));
    CHECK_STATUS(NO, soapstone_envelope_writer_kept_block(&w, &zero));
    CHECK_STATUS(NO, soapstone_envelope_writer_element(&w, NULL));
    CHECK_STATUS(NO, soapstone_envelope_writer_answer(&w, NULL, 0, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&w));
}

int main(void)
{
    soapstone_header_reader h;
    soapstone_keeper k;
    soapstone_element_reader r;
    soapstone_header_context c;
    forwards_what_an_intermediary_does_not_process();
    answers_what_was_not_understood();
    refuses_wrong_nodes();
    refuses_wrong_arguments();
    refuses_foreign_handles(NULL, NULL, NULL, NULL);
    memset(&h, 0, sizeof h);
    memset(&k, 0, sizeof k);
    memset(&r, 0, sizeof r);
    memset(&c, 0, sizeof c);
    refuses_foreign_handles(&h, &k, &r, &c);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init((soapstone_envelope_reader *)&h, ABI, space, sizeof space,
                                                              NULL));
    refuses_foreign_handles(&h, &k, &r, &c);
    return check_done("headers_misuse");
}
