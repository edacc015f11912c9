/* Runs the vectors of host-tests/vectors/xml through the C interface. Restless means: after every call the handle is
 * copied elsewhere and the rest of the input moved. */
#include "vector.h"

#include <string.h>

static void ready(soapstone_reader *reader, const vector *v)
{
    soapstone_limits limits;
    size_t size = vector_option(v, "workspace") != 0 ? vector_option(v, "workspace") : 4096;
    memset(&limits, 0, sizeof limits);
    limits.size = sizeof limits;
    limits.depth = (uint32_t)vector_option(v, "depth");
    limits.attributes = (uint32_t)vector_option(v, "attributes");
    limits.tag_bytes = (uint32_t)vector_option(v, "tag_bytes");
    limits.namespaces = (uint32_t)vector_option(v, "namespaces");
    limits.message_bytes = vector_option(v, "message_bytes");
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_reader_init(reader, SOAPSTONE_ABI_VERSION, vector_memory(0, size), size, &limits));
    if (vector_option(v, "refuse_pi")) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_refuse_pis(reader));
    }
    if (vector_option(v, "encodings")) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_accept_encodings(reader));
    }
}

static void put_start(bytes *out, const soapstone_reader *reader, const soapstone_event *event)
{
    uint32_t i;
    put(out, "<");
    put_name(out, event->ns, event->local);
    for (i = 0; i < event->declarations; i++) {
        soapstone_namespace d;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_declaration(reader, i, &d));
        put(out, d.prefix.len != 0 ? " xmlns:" : " xmlns");
        put_str(out, d.prefix);
        put(out, "=\"");
        put_str(out, d.uri);
        put(out, "\"");
    }
    for (i = 0; i < event->attributes; i++) {
        soapstone_attribute a, found;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_attribute(reader, i, &a));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_find_attribute(reader, a.ns, a.local, &found));
        CHECK(found.value.ptr == a.value.ptr && found.value.len == a.value.len);
        put(out, " ");
        put_name(out, a.ns, a.local);
        put(out, "=\"");
        put_str(out, a.value);
        put(out, "\"");
    }
    put(out, ">");
}

static void put_event(bytes *out, const soapstone_reader *reader, const soapstone_event *event, int *open)
{
    if (event->kind == SOAPSTONE_EVENT_TEXT) {
        put_text(out, open, event->text);
        return;
    }
    put_text_end(out, open);
    if (event->kind == SOAPSTONE_EVENT_START) {
        put_start(out, reader, event);
    } else {
        put(out, "</");
        put_name(out, event->ns, event->local);
        put(out, ">");
    }
}

static void run(const vector *v, feeding f, bytes *out)
{
    static soapstone_reader handles[2];
    soapstone_reader *reader = &handles[0];
    soapstone_event event;
    size_t taken = 0;
    soapstone_str input;
    int32_t status;
    int open = 0, other = 0;
    ready(reader, v);
    input = vector_chunk(v, &f, &taken);
    do {
        status = soapstone_reader_next(reader, &input, taken == v->input_len, &event);
        if (status == SOAPSTONE_OK) {
            put_event(out, reader, &event, &open);
        } else if (status == SOAPSTONE_NEED_INPUT) {
            CHECK(input.len == 0 && taken < v->input_len);
            input = vector_chunk(v, &f, &taken);
        }
        if (f.restless) {
            other = !other;
            handles[other] = *reader;
            memset(reader, 0x55, sizeof *reader);
            reader = &handles[other];
            input = vector_moved(input);
        }
    } while (status == SOAPSTONE_OK || status == SOAPSTONE_NEED_INPUT);
    put_text_end(out, &open);
    if (status < 0) {
        soapstone_error error;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(reader, &error));
        CHECK_STATUS(status, error.kind);
        CHECK_STATUS(status, soapstone_reader_next(reader, &input, 1, &event));
        put_error(out, &error);
    }
}

int main(int argc, char **argv)
{
    return vector_main(argc, argv, "xml_vectors", run);
}
