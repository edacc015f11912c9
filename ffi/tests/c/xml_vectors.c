/* Runs the vectors of host-tests/vectors/xml through the C interface: whole, split in two at every byte, byte by
 * byte, and restless: after every call the handle is copied elsewhere and the rest of the input moved. Input and
 * workspace end at a page nobody may touch. */
#include "vector.h"

#include <string.h>

enum { WORKSPACE = 4096 };

static guarded chunks[2], workspace;
static bytes out;

/* How a document is cut: at `cut`, or into pieces of one byte; moved about or left alone. */
typedef struct feeding {
    size_t cut;
    int by_byte, restless;
} feeding;

static void ready(soapstone_reader *reader, const vector *v)
{
    soapstone_limits limits;
    size_t size = vector_option(v, "workspace") != 0 ? vector_option(v, "workspace") : WORKSPACE;
    memset(&limits, 0, sizeof limits);
    limits.size = sizeof limits;
    limits.depth = (uint32_t)vector_option(v, "depth");
    limits.attributes = (uint32_t)vector_option(v, "attributes");
    limits.tag_bytes = (uint32_t)vector_option(v, "tag_bytes");
    limits.namespaces = (uint32_t)vector_option(v, "namespaces");
    limits.message_bytes = vector_option(v, "message_bytes");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_init(reader, SOAPSTONE_ABI_VERSION, guarded_end(&workspace, size),
                                                     size, &limits));
    if (vector_option(v, "refuse_pi")) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_refuse_pis(reader));
    }
    if (vector_option(v, "encodings")) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_accept_encodings(reader));
    }
}

static void put_start(const soapstone_reader *reader, const soapstone_event *event)
{
    uint32_t i;
    put(&out, "<");
    put_name(&out, event->ns, event->local);
    for (i = 0; i < event->declarations; i++) {
        soapstone_namespace d;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_declaration(reader, i, &d));
        put(&out, d.prefix.len != 0 ? " xmlns:" : " xmlns");
        put_str(&out, d.prefix);
        put(&out, "=\"");
        put_str(&out, d.uri);
        put(&out, "\"");
    }
    for (i = 0; i < event->attributes; i++) {
        soapstone_attribute a, found;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_attribute(reader, i, &a));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_find_attribute(reader, a.ns, a.local, &found));
        CHECK(found.value.ptr == a.value.ptr && found.value.len == a.value.len);
        put(&out, " ");
        put_name(&out, a.ns, a.local);
        put(&out, "=\"");
        put_str(&out, a.value);
        put(&out, "\"");
    }
    put(&out, ">");
}

static void put_event(const soapstone_reader *reader, const soapstone_event *event, int *open)
{
    if (event->kind == SOAPSTONE_EVENT_TEXT) {
        put_text(&out, open, event->text);
        return;
    }
    put_text_end(&out, open);
    if (event->kind == SOAPSTONE_EVENT_START) {
        put_start(reader, event);
    } else {
        put(&out, "</");
        put_name(&out, event->ns, event->local);
        put(&out, ">");
    }
}

/* The next chunk, at the end of guarded memory; *taken counts what was handed out. */
static soapstone_str chunk(const vector *v, const feeding *f, size_t *taken)
{
    size_t end = f->by_byte ? *taken + 1 : *taken < f->cut ? f->cut : v->input_len;
    soapstone_str piece;
    end = end < v->input_len ? end : v->input_len;
    piece.len = end - *taken;
    piece.ptr = guarded_copy(&chunks[0], v->input + *taken, piece.len);
    *taken = end;
    return piece;
}

static int32_t run_once(const vector *v, feeding f)
{
    static soapstone_reader handles[2];
    soapstone_reader *reader = &handles[0];
    soapstone_event event;
    size_t taken = 0;
    soapstone_str input;
    int32_t status;
    int open = 0, other = 0;
    ready(reader, v);
    out.len = 0;
    input = chunk(v, &f, &taken);
    do {
        status = soapstone_reader_next(reader, &input, taken == v->input_len, &event);
        if (status == SOAPSTONE_OK) {
            put_event(reader, &event, &open);
        } else if (status == SOAPSTONE_NEED_INPUT) {
            CHECK(input.len == 0 && taken < v->input_len);
            input = chunk(v, &f, &taken);
        }
        if (f.restless) {
            other = !other;
            handles[other] = *reader;
            memset(reader, 0x55, sizeof *reader);
            reader = &handles[other];
            input.ptr = guarded_copy(&chunks[1], input.ptr, input.len);
            input.ptr = guarded_copy(&chunks[0], input.ptr, input.len);
        }
    } while (status == SOAPSTONE_OK || status == SOAPSTONE_NEED_INPUT);
    put_text_end(&out, &open);
    if (status < 0) {
        soapstone_error error;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(reader, &error));
        CHECK_STATUS(status, error.kind);
        CHECK_STATUS(status, soapstone_reader_next(reader, &input, 1, &event));
        put_error(&out, &error);
    }
    return status;
}

/* Whether the document gives what it must, fed like this. */
static int met(const vector *v, feeding f)
{
    run_once(v, f);
    if (!CHECK(vector_met(v, &out))) {
        printf("%s, cut %zu%s%s:\n  expected %.*s\n  got      %.*s\n", v->id, f.cut, f.by_byte ? ", by byte" : "",
               f.restless ? ", restless" : "", (int)v->expected_len, (const char *)v->expected, (int)out.len,
               (const char *)out.data);
        return 0;
    }
    return 1;
}

static void run(const vector *v)
{
    feeding f = { 0, 0, 0 };
    while (met(v, f) && f.cut < v->input_len) {
        f.cut++;
    }
    f.restless = 1;
    met(v, f);
    f.by_byte = 1;
    met(v, f);
    f.restless = 0;
    met(v, f);
}

int main(int argc, char **argv)
{
    chunks[0] = guarded_new(VECTOR_MAX);
    chunks[1] = guarded_new(VECTOR_MAX);
    workspace = guarded_new(VECTOR_MAX);
    return vector_main(argc, argv, "xml_vectors", run);
}
