/* The reader from C: what it answers to misuse, to handles that move, to workspaces of any kind. */
#include "check.h"

#include <string.h>

static uint8_t workspace[2048];

static soapstone_str whole(const char *text)
{
    return soapstone_cstr(text);
}

static int32_t init(soapstone_reader *reader)
{
    return soapstone_reader_init(reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
}

/* Reads to the end of the document; the last status, and the number of events. */
static int32_t read_all(soapstone_reader *reader, soapstone_str input, int *events)
{
    soapstone_event event;
    int32_t status;
    *events = 0;
    while ((status = soapstone_reader_next(reader, &input, 1, &event)) == SOAPSTONE_OK) {
        ++*events;
    }
    return status;
}

static void reads_a_request(void)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_attribute attribute;
    soapstone_namespace ns;
    soapstone_error error;
    soapstone_str input = whole(REQUEST_11);
    const uint8_t *begin = input.ptr;

    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK(event.kind == SOAPSTONE_EVENT_START && event.depth == 1 && event.offset == 0);
    CHECK(event.ns_id == SOAPSTONE_NS_SOAP11 && event.attributes == 0 && event.declarations == 1);
    CHECK_STR("Envelope", event.local);
    CHECK_STR("s", event.prefix);
    CHECK_STR("http://schemas.xmlsoap.org/soap/envelope/", event.ns);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_declaration(&reader, 0, &ns));
    CHECK_STR("s", ns.prefix);
    CHECK(ns.ns_id == SOAPSTONE_NS_SOAP11);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_reader_declaration(&reader, 1, &ns));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STR("Body", event.local);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STR("Add", event.local);
    CHECK(event.ns_id == SOAPSTONE_NS_OTHER && event.attributes == 2 && event.declarations == 1);
    CHECK(event.offset == (uint64_t)(strstr(REQUEST_11, "<m:Add") - (const char *)REQUEST_11) || begin == NULL);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_attribute(&reader, 1, &attribute));
    CHECK_STR("unit", attribute.local);
    CHECK_STR("m", attribute.value);
    CHECK_STR("", attribute.ns);
    CHECK(attribute.ns_id == SOAPSTONE_NS_NONE);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_reader_attribute(&reader, 2, &attribute));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_find_attribute(&reader, soapstone_cstr("urn:calc"),
                                                               soapstone_cstr("id"), &attribute));
    CHECK_STR("7", attribute.value);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND,
                 soapstone_reader_find_attribute(&reader, soapstone_cstr(NULL), soapstone_cstr("id"), &attribute));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_resolve(&reader, soapstone_cstr("m"), &ns));
    CHECK_STR("urn:calc", ns.uri);
    CHECK_STR("m", ns.prefix);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_reader_resolve(&reader, soapstone_cstr("q"), &ns));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_resolve(&reader, soapstone_cstr(""), &ns));
    CHECK(ns.ns_id == SOAPSTONE_NS_NONE && ns.uri.len == 0 && ns.uri.ptr != NULL);
    CHECK(soapstone_reader_depth(&reader) == 3);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_skip(&reader));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK(event.kind == SOAPSTONE_EVENT_END);
    CHECK_STR("Body", event.local);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STATUS(SOAPSTONE_END, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STATUS(SOAPSTONE_END, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK(input.len == 0 && input.ptr == begin + strlen(REQUEST_11));
    CHECK(soapstone_reader_offset(&reader) == strlen(REQUEST_11) && soapstone_reader_depth(&reader) == 0);
    CHECK(soapstone_reader_workspace_peak(&reader) > 0 && soapstone_reader_workspace_peak(&reader) < 400);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(&reader, &error));
    CHECK(error.kind == SOAPSTONE_OK && error.limit == 0);
}

static void refuses_null(void)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_attribute attribute;
    soapstone_namespace ns;
    soapstone_error error;
    soapstone_str input = whole("<a b='1'><c/></a>"), bad = { NULL, 1 }, none = { NULL, 0 };
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;

    CHECK_STATUS(no, init(NULL));
    CHECK_STATUS(no, soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, NULL, 1, NULL));
    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    CHECK_STATUS(no, soapstone_reader_next(NULL, &input, 1, &event));
    CHECK_STATUS(no, soapstone_reader_next(&reader, NULL, 1, &event));
    CHECK_STATUS(no, soapstone_reader_next(&reader, &input, 1, NULL));
    CHECK_STATUS(no, soapstone_reader_next(&reader, &bad, 1, &event));
    CHECK_STATUS(SOAPSTONE_NEED_INPUT, soapstone_reader_next(&reader, &none, 0, &event));
    CHECK(soapstone_reader_offset(&reader) == 0 && input.len == 17);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STATUS(no, soapstone_reader_attribute(NULL, 0, &attribute));
    CHECK_STATUS(no, soapstone_reader_attribute(&reader, 0, NULL));
    CHECK_STATUS(no, soapstone_reader_find_attribute(NULL, none, none, &attribute));
    CHECK_STATUS(no, soapstone_reader_find_attribute(&reader, bad, none, &attribute));
    CHECK_STATUS(no, soapstone_reader_find_attribute(&reader, none, bad, &attribute));
    CHECK_STATUS(no, soapstone_reader_find_attribute(&reader, none, none, NULL));
    CHECK_STATUS(no, soapstone_reader_declaration(NULL, 0, &ns));
    CHECK_STATUS(no, soapstone_reader_declaration(&reader, 0, NULL));
    CHECK_STATUS(no, soapstone_reader_resolve(NULL, none, &ns));
    CHECK_STATUS(no, soapstone_reader_resolve(&reader, bad, &ns));
    CHECK_STATUS(no, soapstone_reader_resolve(&reader, none, NULL));
    CHECK_STATUS(no, soapstone_reader_skip(NULL));
    CHECK_STATUS(no, soapstone_reader_error(NULL, &error));
    CHECK_STATUS(no, soapstone_reader_error(&reader, NULL));
    CHECK_STATUS(no, soapstone_reader_accept_encodings(NULL));
    CHECK_STATUS(no, soapstone_reader_refuse_pis(NULL));
    CHECK(soapstone_reader_offset(NULL) == 0 && soapstone_reader_depth(NULL) == 0);
    CHECK(soapstone_reader_workspace_peak(NULL) == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(&reader, &error));
    CHECK(error.kind == SOAPSTONE_OK);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_attribute(&reader, 0, &attribute));
}

static void refuses_foreign_handles(void)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_str input = whole("<a/>");
    int fill;
    for (fill = 0; fill < 256; fill += 85) {
        memset(&reader, fill, sizeof reader);
        CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_next(&reader, &input, 1, &event));
        CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_skip(&reader));
        CHECK(soapstone_reader_offset(&reader) == 0);
    }
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_reader_next((soapstone_reader *)(void *)((uint8_t *)&reader + 1), &input, 1, &event));
    CHECK(input.len == 4);
}

static void checks_versions_and_limits(void)
{
    soapstone_reader reader;
    soapstone_limits limits;
    soapstone_error error;
    int events;

    CHECK(soapstone_abi_version() == SOAPSTONE_ABI_VERSION);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION + 1, workspace, sizeof workspace, NULL));
    memset(&limits, 0, sizeof limits);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &limits));
    limits.size = sizeof limits;
    limits.depth = 65536;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &limits));
    limits.depth = 2;
    limits.reserved[3] = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &limits));
    limits.reserved[3] = 0;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &limits));
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, read_all(&reader, whole("<a><b><c/></b></a>"), &events));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(&reader, &error));
    CHECK(events == 2 && error.limit == SOAPSTONE_LIMIT_DEPTH && error.needed == 3 && error.offset == 6);
    CHECK_STR("depth", soapstone_limit_name(error.limit));
    CHECK_STR("unknown", soapstone_limit_name(0));
}

/* needed is exact: with it the same document is read, with a byte less it is not. */
static void says_what_workspace_is_needed(void)
{
    uint8_t memory[64];
    soapstone_reader reader;
    soapstone_error error;
    size_t shift, size = 0;
    int events, rounds = 0;
    guarded g = guarded_new(4096);

    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, NULL, 0, NULL));
    while (read_all(&reader, whole(REQUEST_11), &events) == SOAPSTONE_ERROR_LIMIT && ++rounds < 1000) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(&reader, &error));
        CHECK(error.limit == SOAPSTONE_LIMIT_WORKSPACE && error.needed > size);
        size = (size_t)error.needed;
        soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, guarded_end(&g, size), size, NULL);
    }
    CHECK(events == 12 && size > 0 && soapstone_reader_workspace_peak(&reader) <= size);
    for (shift = 0; shift < 8; shift++) {
        soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, g.map + shift, size, NULL);
        CHECK_STATUS(SOAPSTONE_END, read_all(&reader, whole(REQUEST_11), &events));
        soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, g.map + shift, size - 1, NULL);
        CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, read_all(&reader, whole(REQUEST_11), &events));
    }
    soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, memory, sizeof memory, NULL);
    CHECK_STATUS(SOAPSTONE_END, read_all(&reader, whole("<a/>"), &events));
    guarded_free(&g);
}

static void calls_in_the_wrong_order(void)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_attribute attribute;
    soapstone_namespace ns;
    soapstone_str input = whole("<a>x</a>"), none = { NULL, 0 };
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    int round;

    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    for (round = 0; round < 4; round++) {
        if (round != 1) {
            CHECK_STATUS(no, soapstone_reader_attribute(&reader, 0, &attribute));
            CHECK_STATUS(no, soapstone_reader_find_attribute(&reader, none, none, &attribute));
            CHECK_STATUS(no, soapstone_reader_declaration(&reader, 0, &ns));
        } else {
            CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_reader_attribute(&reader, 0, &attribute));
        }
        CHECK_STATUS(round < 3 ? SOAPSTONE_OK : SOAPSTONE_END,
                     soapstone_reader_next(&reader, &input, 1, &event));
    }
    CHECK_STATUS(no, soapstone_reader_skip(&reader));
    CHECK_STATUS(no, soapstone_reader_accept_encodings(&reader));
    CHECK_STATUS(no, soapstone_reader_set_encoding(&reader, soapstone_cstr("UTF-8")));
    CHECK_STATUS(no, soapstone_reader_refuse_pis(&reader));
    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    CHECK_STATUS(no, soapstone_reader_skip(&reader));
}

/* The transport names the encoding; the document says nothing. */
static void takes_the_encoding_of_the_transport(void)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_str input = whole("<a>\xE9</a>"), bad = { NULL, 1 };

    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_set_encoding(NULL, input));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_set_encoding(&reader, bad));
    CHECK_STATUS(SOAPSTONE_ERROR_UNSUPPORTED_ENCODING,
                 soapstone_reader_set_encoding(&reader, soapstone_cstr("EBCDIC")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_accept_encodings(&reader));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_set_encoding(&reader, soapstone_cstr("iso-8859-1")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STR("\xC3\xA9", event.text);
}

/* A prefix that the document uses and does not declare. */
static void takes_a_prefix_as_declared(void)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_str input = whole("<p:a/>"), bad = { NULL, 1 }, prefix = soapstone_cstr("p"), ns = soapstone_cstr("urn:p");

    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_assume_prefix(NULL, prefix, ns));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_assume_prefix(&reader, bad, ns));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_assume_prefix(&reader, prefix, ns));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_next(&reader, &input, 1, &event));
    CHECK_STR("urn:p", event.ns);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_assume_prefix(&reader, prefix, ns));
    /* A binding that XML does not allow stays an error. */
    CHECK_STATUS(SOAPSTONE_OK, init(&reader));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_assume_prefix(&reader, soapstone_cstr("xmlns"), ns));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_reader_next(&reader, &input, 1, &event));
}

/* Two readers take turns; one of them is copied between its calls. */
static void interleaves(void)
{
    static uint8_t other_workspace[512];
    soapstone_reader a, b, copy;
    soapstone_event event, mirror;
    soapstone_str in_a = whole(REQUEST_11), in_b = whole(REQUEST_11);
    int32_t status;
    CHECK_STATUS(SOAPSTONE_OK, init(&a));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_init(&b, SOAPSTONE_ABI_VERSION, other_workspace,
                                                     sizeof other_workspace, NULL));
    do {
        status = soapstone_reader_next(&a, &in_a, 1, &event);
        memcpy(&copy, &b, sizeof copy);
        CHECK_STATUS(status, soapstone_reader_next(&copy, &in_b, 1, &mirror));
        memcpy(&b, &copy, sizeof b);
        if (status == SOAPSTONE_OK) {
            CHECK(event.kind == mirror.kind && event.offset == mirror.offset);
            CHECK(event.local.len == mirror.local.len && event.text.len == mirror.text.len);
            CHECK(memcmp(event.local.ptr, mirror.local.ptr, event.local.len) == 0);
        }
    } while (status == SOAPSTONE_OK);
    CHECK_STATUS(SOAPSTONE_END, status);
}

static void names_everything(void)
{
    soapstone_str string = whole("abc"), bad = { NULL, 3 };
    CHECK_STR("xml.unexpected_end", soapstone_error_name(SOAPSTONE_ERROR_UNEXPECTED_END));
    CHECK_STR("the document ends too early", soapstone_error_message(SOAPSTONE_ERROR_UNEXPECTED_END));
    CHECK_STR("need_input", soapstone_error_name(SOAPSTONE_NEED_INPUT));
    CHECK_STR("unknown", soapstone_error_name(-99999));
    CHECK_STR("http://www.w3.org/2003/05/soap-envelope", soapstone_ns_uri(SOAPSTONE_NS_SOAP12));
    CHECK_STR("", soapstone_ns_uri(-1));
    CHECK_STR("", soapstone_ns_uri(256 + SOAPSTONE_NS_SOAP12));
    CHECK(soapstone_str_equals(string, "abc") == 1 && soapstone_str_equals(string, "abcd") == 0);
    CHECK(soapstone_str_equals(string, NULL) == 0 && soapstone_str_equals(bad, "abc") == 0);
    CHECK(soapstone_cstr(NULL).len == 0 && soapstone_cstr("").len == 0);
}

int main(void)
{
    reads_a_request();
    refuses_null();
    refuses_foreign_handles();
    checks_versions_and_limits();
    says_what_workspace_is_needed();
    calls_in_the_wrong_order();
    takes_the_encoding_of_the_transport();
    takes_a_prefix_as_declared();
    interleaves();
    names_everything();
    return check_done("reader");
}
