/* The writer from C: every call, through output memory of every size, through a write function, and counted; then
 * what it answers to misuse. Workspace and output end at a page nobody may touch. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define S soapstone_cstr

enum { ROOM = 8192 };

static guarded workspace_guard, memory_guard;
static uint8_t out[ROOM];
static size_t out_len;

static void keep(const void *bytes, size_t len)
{
    if (len > ROOM - out_len) {
        fprintf(stderr, "more output than expected\n");
        exit(2);
    }
    memcpy(out + out_len, bytes, len);
    out_len += len;
}

/* A write function: fails with `ctx` once it is not 0. */
static int32_t send(void *ctx, const uint8_t *bytes, size_t len)
{
    int32_t *failure = ctx;
    if (*failure == 0) {
        keep(bytes, len);
    }
    return *failure;
}

static soapstone_output output(int32_t kind, size_t room, int32_t *failure)
{
    soapstone_output o;
    memset(&o, 0, sizeof o);
    o.size = sizeof o;
    o.kind = kind;
    o.memory = guarded_end(&memory_guard, room);
    o.memory_len = room;
    if (kind == SOAPSTONE_OUTPUT_WRITE) {
        o.write = send;
        o.ctx = failure;
    }
    return o;
}

static int32_t init(soapstone_writer *w, int32_t kind, size_t room, int32_t *failure)
{
    soapstone_output o = output(kind, room, failure);
    out_len = 0;
    return soapstone_writer_init(w, SOAPSTONE_ABI_VERSION, guarded_end(&workspace_guard, 512), 512, &o, NULL);
}

static void drain(soapstone_writer *w)
{
    soapstone_str bytes;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(w, &bytes));
    keep(bytes.ptr, bytes.len);
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

static const char expected[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<m:a xmlns:m=\"urn:m\" id=\"&lt;&amp;&quot;&#9;\" xmlns:q=\"urn:q\" q:r=\"1\" xmlns:ns2=\"urn:t\" type=\"ns2:int\">"
    "<d xmlns=\"urn:d\" xmlns:e=\"urn:e\" xmlns:ns5=\"urn:f\">1 &lt; 2\xC3\xA9&gt;</d>"
    "<m:b>AAEC/w==</m:b><m:c>0001FF</m:c><m:code>ns2:x</m:code><raw/><m:e/></m:a>";

static void write_everything(soapstone_writer *w)
{
    static const uint8_t bytes[] = { 0, 1, 2, 255 }, cut[] = "1 < 2\xC3";
    soapstone_str prefix, part;

    MUST(w, soapstone_writer_declaration(w));
    MUST(w, soapstone_writer_pin(w, S("m"), S("urn:m")));
    MUST(w, soapstone_writer_start(w, S("urn:m"), S("a")));
    MUST(w, soapstone_writer_attribute(w, S(""), S("id"), S("<&\"\t")));
    MUST(w, soapstone_writer_attribute_prefixed(w, S("q"), S("urn:q"), S("r"), S("1")));
    MUST(w, soapstone_writer_attribute_qname(w, S(""), S("type"), S("urn:t"), S("int")));
    MUST(w, soapstone_writer_start_prefixed(w, S(""), S("urn:d"), S("d")));
    MUST(w, soapstone_writer_namespace(w, S("e"), S("urn:e")));
    MUST(w, soapstone_writer_declare(w, S("urn:f")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_prefix(w, S("urn:f"), &prefix));
    CHECK_STR("ns5", prefix);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_writer_prefix(w, S("urn:nowhere"), &prefix));
    part.ptr = cut;
    part.len = 6;
    MUST(w, soapstone_writer_text_part(w, &part));
    CHECK(part.len == 0 && part.ptr == cut + 6);
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_UNFINISHED, soapstone_writer_end(w));
    part = S("\xA9");
    MUST(w, soapstone_writer_text_part(w, &part));
    MUST(w, soapstone_writer_text(w, S(">")));
    MUST(w, soapstone_writer_end(w));
    MUST(w, soapstone_writer_start(w, S("urn:m"), S("b")));
    part.ptr = bytes;
    part.len = 2;
    MUST(w, soapstone_writer_base64(w, &part));
    part.len = 2;
    MUST(w, soapstone_writer_base64(w, &part));
    MUST(w, soapstone_writer_end(w));
    MUST(w, soapstone_writer_start(w, S("urn:m"), S("c")));
    part.ptr = bytes;
    part.len = 2;
    MUST(w, soapstone_writer_hex(w, &part));
    part.ptr = bytes + 3;
    part.len = 1;
    MUST(w, soapstone_writer_hex(w, &part));
    MUST(w, soapstone_writer_end(w));
    MUST(w, soapstone_writer_start(w, S("urn:m"), S("code")));
    MUST(w, soapstone_writer_text_qname(w, S("urn:t"), S("x")));
    MUST(w, soapstone_writer_end(w));
    part = S("<raw/>");
    MUST(w, soapstone_writer_raw_unescaped(w, &part));
    MUST(w, soapstone_writer_start(w, S("urn:m"), S("e")));
    CHECK(soapstone_writer_depth(w) == 2);
    MUST(w, soapstone_writer_end(w));
    MUST(w, soapstone_writer_end(w));
    MUST(w, soapstone_writer_finish(w));
    CHECK(soapstone_writer_written(w) == sizeof expected - 1 && soapstone_writer_depth(w) == 0);
    CHECK(soapstone_writer_workspace_peak(w) > 0 && soapstone_writer_workspace_peak(w) <= 512);
}

static void check_output(void)
{
    if (!CHECK(out_len == sizeof expected - 1 && memcmp(out, expected, out_len) == 0)) {
        printf("  expected %s\n  got      %.*s\n", expected, (int)out_len, (const char *)out);
    }
}

static void gives_the_same_document_through_any_output(void)
{
    soapstone_writer w;
    soapstone_str bytes;
    int32_t failure = 0;
    size_t room;
    for (room = 60; room <= sizeof expected; room++) {
        CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_BUFFER, room, NULL));
        write_everything(&w);
        drain(&w);
        check_output();
        CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_WRITE, room, &failure));
        write_everything(&w);
        check_output();
        CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_drain(&w, &bytes));
    }
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_COUNT, 0, NULL));
    write_everything(&w);
    CHECK(out_len == 0);
}

/* A tag that no drained buffer could hold is an error that says how much is needed, not an endless "full". */
static void says_what_output_is_needed(void)
{
    soapstone_writer w;
    soapstone_error error;
    soapstone_str text = S("any length");
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_BUFFER, 8, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_writer_start(&w, S("urn:long"), S("element")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_error(&w, &error));
    CHECK(error.limit == SOAPSTONE_LIMIT_OUTPUT && error.needed > 8 && error.needed < 64);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&w, S(""), S("e")));
    CHECK_STATUS(SOAPSTONE_OUTPUT_FULL, soapstone_writer_text_part(&w, &text));
    CHECK(text.len != 0 && text.len < 10);
    MUST(&w, soapstone_writer_text_part(&w, &text));
    MUST(&w, soapstone_writer_end(&w));
    MUST(&w, soapstone_writer_finish(&w));
    drain(&w);
    CHECK(out_len == 17 && memcmp(out, "<e>any length</e>", 17) == 0);
}

static void hands_back_the_failure_of_the_write_function(void)
{
    soapstone_writer w;
    soapstone_error error;
    int32_t failure = -7777;
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_WRITE, 64, &failure));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&w, S(""), S("a")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_end(&w));
    CHECK_STATUS(-7777, soapstone_writer_finish(&w));
    failure = 0;
    CHECK_STATUS(-7777, soapstone_writer_finish(&w));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_error(&w, &error));
    CHECK_STATUS(SOAPSTONE_ERROR_IO, error.kind);
    CHECK(out_len == 0);
    failure = 1;
    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_WRITE, 64, &failure));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&w, S(""), S("a")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_end(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_IO, soapstone_writer_finish(&w));
}

static void refuses_misuse(void)
{
    soapstone_writer w;
    soapstone_error error;
    soapstone_str text = S("x"), bad = { NULL, 1 }, broken = S("\xFF");

    CHECK_STATUS(SOAPSTONE_OK, init(&w, SOAPSTONE_OUTPUT_BUFFER, 512, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_error(&w, &error));
    CHECK_STATUS(SOAPSTONE_OK, error.kind);
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, soapstone_writer_text(&w, text));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_UNBALANCED, soapstone_writer_end(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_UNFINISHED, soapstone_writer_finish(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_NAME, soapstone_writer_start(&w, S(""), S("a b")));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ENCODING, soapstone_writer_start(&w, S(""), broken));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_start(&w, bad, S("a")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&w, S(""), S("a")));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_LATE, soapstone_writer_declaration(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_LATE, soapstone_writer_pin(&w, S("p"), S("urn:p")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_attribute(&w, S(""), S("b"), text));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_DUPLICATE_ATTRIBUTE, soapstone_writer_attribute(&w, S(""), S("b"), text));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_CHAR, soapstone_writer_attribute(&w, S(""), S("c"), S("\x01")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_text(&w, text));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_CHAR, soapstone_writer_text(&w, S("\x01")));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ENCODING, soapstone_writer_text(&w, broken));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ENCODING, soapstone_writer_text_part(&w, &broken));
    CHECK(broken.len == 1);
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE, soapstone_writer_attribute(&w, S(""), S("d"), text));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_error(&w, &error));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE, error.kind);
    CHECK(error.offset == soapstone_writer_written(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_text_part(&w, &bad));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_text_part(&w, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_prefix(&w, S(""), NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_drain(&w, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_writer_error(&w, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_end(&w));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_SECOND_ROOT, soapstone_writer_start(&w, S(""), S("a")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_finish(&w));
    drain(&w);
    CHECK(out_len == 14 && memcmp(out, "<a b=\"x\">x</a>", 14) == 0);
}

/* Every call on a handle that is NULL, zeroed, or of another kind. */
static void refuses_foreign_handles(soapstone_writer *w)
{
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    soapstone_str text = S("x"), bytes;
    soapstone_error error;
    CHECK_STATUS(no, soapstone_writer_declaration(w));
    CHECK_STATUS(no, soapstone_writer_pin(w, text, text));
    CHECK_STATUS(no, soapstone_writer_start(w, text, text));
    CHECK_STATUS(no, soapstone_writer_start_prefixed(w, text, text, text));
    CHECK_STATUS(no, soapstone_writer_attribute(w, text, text, text));
    CHECK_STATUS(no, soapstone_writer_attribute_prefixed(w, text, text, text, text));
    CHECK_STATUS(no, soapstone_writer_attribute_qname(w, text, text, text, text));
    CHECK_STATUS(no, soapstone_writer_namespace(w, text, text));
    CHECK_STATUS(no, soapstone_writer_declare(w, text));
    CHECK_STATUS(no, soapstone_writer_prefix(w, text, &bytes));
    CHECK_STATUS(no, soapstone_writer_text(w, text));
    CHECK_STATUS(no, soapstone_writer_text_part(w, &text));
    CHECK_STATUS(no, soapstone_writer_text_qname(w, text, text));
    CHECK_STATUS(no, soapstone_writer_base64(w, &text));
    CHECK_STATUS(no, soapstone_writer_hex(w, &text));
    CHECK_STATUS(no, soapstone_writer_raw_unescaped(w, &text));
    CHECK_STATUS(no, soapstone_writer_end(w));
    CHECK_STATUS(no, soapstone_writer_finish(w));
    CHECK_STATUS(no, soapstone_writer_drain(w, &bytes));
    CHECK_STATUS(no, soapstone_writer_error(w, &error));
    CHECK(soapstone_writer_written(w) == 0 && soapstone_writer_depth(w) == 0);
    CHECK(soapstone_writer_workspace_peak(w) == 0 && text.len == 1);
}

static void refuses_wrong_outputs(void)
{
    soapstone_writer w;
    int32_t failure = 0;
    soapstone_output o = output(SOAPSTONE_OUTPUT_BUFFER, 64, NULL);
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    void *space = guarded_end(&workspace_guard, 64);

    CHECK_STATUS(no, soapstone_writer_init(NULL, SOAPSTONE_ABI_VERSION, space, 64, &o, NULL));
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, space, 64, NULL, NULL));
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, NULL, 64, &o, NULL));
    CHECK_STATUS(no, soapstone_writer_init(&w, 0, space, 64, &o, NULL));
    o.write = send;
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, space, 64, &o, NULL));
    o = output(SOAPSTONE_OUTPUT_WRITE, 64, &failure);
    o.write = NULL;
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, space, 64, &o, NULL));
    o = output(SOAPSTONE_OUTPUT_BUFFER, 64, NULL);
    o.kind = 99;
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, space, 64, &o, NULL));
    o = output(SOAPSTONE_OUTPUT_BUFFER, 64, NULL);
    o.memory = NULL;
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, space, 64, &o, NULL));
    o = output(SOAPSTONE_OUTPUT_BUFFER, 64, NULL);
    o.size--;
    CHECK_STATUS(no, soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, space, 64, &o, NULL));
}

/* A handle may be copied between calls, and two may take turns. */
static void moves_and_interleaves(void)
{
    soapstone_writer a, b, moved;
    soapstone_output o = output(SOAPSTONE_OUTPUT_BUFFER, 100, NULL);
    static uint8_t other_space[128], other_memory[100];
    soapstone_str bytes;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_init(&a, SOAPSTONE_ABI_VERSION, guarded_end(&workspace_guard, 128),
                                                     128, &o, NULL));
    o.memory = other_memory;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_writer_init(&b, SOAPSTONE_ABI_VERSION, other_space, sizeof other_space, &o, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&a, S("urn:a"), S("a")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_start(&b, S("urn:b"), S("b")));
    memcpy(&moved, &a, sizeof moved);
    memset(&a, 0, sizeof a);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_text(&moved, S("1")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_text(&b, S("2")));
    memcpy(&a, &moved, sizeof a);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_end(&a));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_end(&b));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&a, &bytes));
    CHECK_STR("<ns0:a xmlns:ns0=\"urn:a\">1</ns0:a>", bytes);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&b, &bytes));
    CHECK_STR("<ns0:b xmlns:ns0=\"urn:b\">2</ns0:b>", bytes);
}

int main(void)
{
    soapstone_writer zeroed;
    soapstone_reader reader;
    workspace_guard = guarded_new(512);
    memory_guard = guarded_new(ROOM);
    gives_the_same_document_through_any_output();
    says_what_output_is_needed();
    hands_back_the_failure_of_the_write_function();
    refuses_misuse();
    refuses_foreign_handles(NULL);
    memset(&zeroed, 0, sizeof zeroed);
    refuses_foreign_handles(&zeroed);
    soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, NULL, 0, NULL);
    memcpy(&zeroed, &reader, sizeof reader < sizeof zeroed ? sizeof reader : sizeof zeroed);
    refuses_foreign_handles(&zeroed);
    refuses_wrong_outputs();
    moves_and_interleaves();
    return check_done("writer");
}
