/* Elements that outlive their events: kept from the Body and from a fault, looked at, written again; and the misuse of
 * all that has to do with header blocks. */
#include "vector.h"

#include <stdlib.h>
#include <string.h>

#define S soapstone_cstr
#define ENVELOPE(version, inside) "<e:Envelope xmlns:e=\"" version "\">" inside "</e:Envelope>"
#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT, SPACE = 700 };

/* Keeps the body entry, or the first child of it, or the detail of a fault. */
typedef struct reading {
    soapstone_envelope_reader envelope;
    soapstone_fault_reader fault;
    soapstone_keeper keeper;
} reading;

enum { ENTRY, CHILD, DETAIL };

/* The next event, of the fault reader once there is a fault. */
static int32_t next(reading *r, soapstone_str *input, int last, soapstone_event *event)
{
    return soapstone_envelope_reader_section(&r->envelope) == SOAPSTONE_SECTION_FAULT
               ? soapstone_fault_reader_next(&r->fault, &r->envelope, input, last, event)
               : soapstone_envelope_reader_next(&r->envelope, input, last, event);
}

static int is_wanted(int what, const soapstone_event *event)
{
    switch (what) {
    case ENTRY:
        return event->section == SOAPSTONE_SECTION_BODY_ENTRY;
    case CHILD:
        return event->section == SOAPSTONE_SECTION_BODY_ENTRY && event->kind == SOAPSTONE_EVENT_START;
    default:
        return event->section == SOAPSTONE_SECTION_FAULT && event->kind == SOAPSTONE_EVENT_START;
    }
}

static uint8_t fault_store[64];
static size_t store_size;
static int wanted;

/* Feeds the message until the element is kept; the reading, which may have moved, and the status. */
static reading *keep(const vector *v, feeding f, int32_t *status)
{
    static reading readings[2];
    reading *r = &readings[0];
    soapstone_event event;
    soapstone_str input;
    size_t taken = 0;
    int other = 0, keeping = 0, done = 0;
    soapstone_envelope_reader_init(&r->envelope, ABI, vector_memory(0, SPACE), SPACE, NULL);
    soapstone_fault_reader_init(&r->fault, ABI, fault_store, sizeof fault_store);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_init(&r->keeper, ABI, vector_memory(1, store_size), store_size));
    input = vector_chunk(v, &f, &taken);
    while (!done) {
        int last = taken == v->input_len;
        *status = !keeping           ? next(r, &input, last, &event)
                  : wanted == DETAIL ? soapstone_keeper_read_detail(&r->keeper, &r->fault, &r->envelope, &input, last)
                                     : soapstone_keeper_read(&r->keeper, &r->envelope, &input, last);
        done = *status < 0 || (keeping && *status == SOAPSTONE_OK);
        keeping = keeping || (*status == SOAPSTONE_OK && is_wanted(wanted, &event));
        if (*status == SOAPSTONE_NEED_INPUT) {
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
    }
    return r;
}

static void put_element(bytes *out, const soapstone_element *element)
{
    soapstone_element_reader reader;
    soapstone_element inner;
    soapstone_event event;
    soapstone_qname name;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_reader_init(&reader, ABI, element));
    while (soapstone_element_reader_next(&reader, &event, &inner) == SOAPSTONE_OK) {
        if (event.kind == SOAPSTONE_EVENT_START) {
            CHECK_STATUS(SOAPSTONE_OK, soapstone_element_qname(&inner, &name));
            put(out, "<");
            put_name(out, event.ns, event.local);
            put(out, " ");
            put_name(out, name.ns, name.local);
            put(out, ">");
        } else if (event.kind == SOAPSTONE_EVENT_TEXT) {
            put_str(out, event.text);
        } else {
            put(out, "</>");
        }
    }
}

static void run(const vector *v, feeding f, bytes *out)
{
    soapstone_element element;
    int32_t status;
    reading *r = keep(v, f, &status);
    if (!CHECK_STATUS(SOAPSTONE_OK, status)) {
        return;
    }
    CHECK_STATUS(NO, soapstone_keeper_read(&r->keeper, &r->envelope, NULL, 1));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_element(&r->keeper, &element));
    put_element(out, &element);
}

static vector message(const char *id, const char *text, const char *expected)
{
    vector v;
    v.id = id;
    v.input_len = strlen(text);
    v.input = malloc(v.input_len);
    memcpy(v.input, text, v.input_len);
    v.expected_len = strlen(expected);
    v.expected = malloc(v.expected_len + 1);
    memcpy(v.expected, expected, v.expected_len + 1);
    v.options = "";
    return v;
}

static void message_free(vector *v)
{
    free(v->input);
    free(v->expected);
}

#define ENTRY_11 ENVELOPE(SOAP11, "<e:Body><m:a xmlns:m='urn:m' i='1'>x<m:b> m:q </m:b>y<c/>z</m:a></e:Body>")

static void keeps_at_every_split(void)
{
    static const struct row {
        const char *id, *text, *expected;
        int wanted;
    } rows[] = {
        { "body entry", ENTRY_11, "<{urn:m}a x>x<{urn:m}b {urn:m}q> m:q </>y<c ></>z</>", ENTRY },
        { "child", ENTRY_11, "<{urn:m}b {urn:m}q> m:q </>", CHILD },
        { "empty entry", ENVELOPE(SOAP12, "<e:Body><a/></e:Body>"), "<a ></>", ENTRY },
        { "detail", ENVELOPE(SOAP11, "<e:Body><e:Fault><faultcode>e:Server</faultcode><detail><a>1</a></detail>"
                                     "<faultstring>x</faultstring></e:Fault></e:Body>"),
          "<detail ><a 1>1</></>", DETAIL },
    };
    const struct row *row;
    for (row = rows; row < rows + sizeof rows / sizeof *rows; row++) {
        vector v = message(row->id, row->text, row->expected);
        store_size = 256;
        wanted = row->wanted;
        vector_run(&v, run);
        message_free(&v);
    }
}

static void says_what_the_store_must_hold(void)
{
    const feeding whole = { 0, 0, 0 };
    vector v = message("store", ENTRY_11, "");
    soapstone_error error;
    soapstone_element element;
    size_t needed = 0;
    int32_t status;
    wanted = ENTRY;
    for (store_size = 0; store_size < 256; store_size++) {
        reading *r = keep(&v, whole, &status);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_error(&r->keeper, &error));
        if (status == SOAPSTONE_OK) {
            break;
        }
        CHECK_STATUS(NO, soapstone_keeper_element(&r->keeper, &element));
        CHECK(error.kind == status && error.limit == SOAPSTONE_LIMIT_TEXT_STORE && error.needed > store_size);
        CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_keeper_read(&r->keeper, &r->envelope, NULL, 1));
        needed = (size_t)error.needed;
    }
    CHECK(store_size == needed && error.kind == SOAPSTONE_OK);
    message_free(&v);
}

/* The body entry of a message, kept. */
static soapstone_element kept(const char *text)
{
    const feeding whole = { 0, 0, 0 };
    vector v = message("kept", text, "");
    soapstone_element element;
    int32_t status;
    store_size = 512;
    wanted = ENTRY;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_element(&keep(&v, whole, &status)->keeper, &element));
    message_free(&v);
    return element;
}

static void looks_at_an_element(void)
{
    soapstone_element a = kept(ENTRY_11), b, c, none = a;
    soapstone_attribute attribute;
    soapstone_qname name;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_name(&a, &name));
    CHECK_STR("urn:m", name.ns);
    CHECK_STR("a", name.local);
    CHECK_STR("m", soapstone_element_prefix(&a));
    CHECK_STR("x", soapstone_element_text(&a));
    CHECK(soapstone_element_is(&a, S("urn:m"), S("a")) == 1 && soapstone_element_is(&a, S(""), S("a")) == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_attribute(&a, 0, &attribute));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_attribute(&a, 1, &attribute));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_find_attribute(&a, S(""), S("i"), &attribute));
    CHECK_STR("1", attribute.value);
    CHECK(attribute.ns_id == SOAPSTONE_NS_NONE && attribute.prefix.len == 0);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_find_attribute(&a, S("urn:m"), S("i"), &attribute));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_first_child(&a, &b));
    CHECK_STR(" m:q ", soapstone_element_text(&b));
    CHECK_STR("m:q", soapstone_element_trimmed(&b));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_qname(&b, &name));
    CHECK_STR("urn:m", name.ns);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_resolve(&b, S("m:other"), &name));
    CHECK_STR("other", name.local);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_next_sibling(&b, &b));
    CHECK(soapstone_element_is(&b, S(""), S("c")) == 1 && soapstone_element_prefix(&b).len == 0);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_next_sibling(&b, &c));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_next_sibling(&a, &c));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_first_child(&b, &c));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_child(&a, S("urn:m"), S("b"), &c));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_child(&a, S(""), S("b"), &c));
    /* Not a place where an element begins, and no place at all. */
    for (none.place = 1; none.place < a.store_len + 20; none.place++) {
        int32_t status = soapstone_element_name(&none, &name);
        CHECK(status == NO || status == SOAPSTONE_OK);
    }
    CHECK_STATUS(NO, soapstone_element_name(&none, &name));
    CHECK(soapstone_element_text(&none).len == 0 && soapstone_element_is(&none, S(""), S("")) == 0);
}

/* Writes an element as a header block, inside one and inside a body entry, through an output of this size. */
static size_t copied(const soapstone_element *element, size_t room, uint8_t *copy)
{
    static uint8_t memory[512], space[512];
    soapstone_output o = { sizeof o, SOAPSTONE_OUTPUT_BUFFER, memory, room, NULL, NULL };
    soapstone_writer w;
    soapstone_str bytes;
    size_t len = 0;
    int32_t status = SOAPSTONE_OK, step = 0;
    soapstone_envelope_writer_init(&w, ABI, space, sizeof space, &o, NULL, SOAPSTONE_SOAP12);
    while (step < 6 && (status == SOAPSTONE_OK || status == SOAPSTONE_OUTPUT_FULL)) {
        switch (step) {
        case 0:
            status = soapstone_envelope_writer_envelope(&w);
            break;
        case 1:
            status = soapstone_envelope_writer_kept_block(&w, element);
            break;
        case 2:
            status = soapstone_envelope_writer_header_block_prefixed(&w, S("p"), S("urn:m"), S("a"), NULL);
            break;
        case 3:
            status = soapstone_envelope_writer_element(&w, element);
            break;
        case 4:
            status = soapstone_envelope_writer_end(&w);
            break;
        default:
            status = soapstone_envelope_writer_finish(&w);
        }
        soapstone_writer_drain(&w, &bytes);
        memcpy(copy + len, bytes.ptr, bytes.len);
        len += bytes.len;
        step += status == SOAPSTONE_OK;
    }
    CHECK_STATUS(SOAPSTONE_OK, status);
    return len;
}

static void writes_what_was_kept(void)
{
    static const char expected[] = ENVELOPE(
        SOAP12, "<e:Header><m:a xmlns:m=\"urn:m\" xmlns:t=\"urn:t\" k=\"1\" m:l=\"t:x\"><m:b xmlns:u=\"urn:u\">u:q</m:b>"
                "&lt;</m:a><p:a xmlns:p=\"urn:m\"><m:a xmlns:m=\"urn:m\" xmlns:t=\"urn:t\" k=\"1\" m:l=\"t:x\">"
                "<m:b xmlns:u=\"urn:u\">u:q</m:b>&lt;</m:a></p:a></e:Header><e:Body/>");
    static uint8_t copy[2048];
    static char named[sizeof expected + 64];
    soapstone_element element = kept(ENVELOPE(SOAP12, "<e:Body><m:a k='1' xmlns:m='urn:m' xmlns:t='urn:t' m:l='t:x'>"
                                                      "<m:b xmlns:u='urn:u'>u:q</m:b>&lt;</m:a></e:Body>"));
    size_t room, at, to = 0;
    /* The writer says soap where the vectors say e. */
    for (at = 0; at + 1 < sizeof expected; at++) {
        int prefix = expected[at] == 'e' && (expected[at + 1] == ':' || expected[at + 1] == '=');
        to += (size_t)snprintf(named + to, sizeof named - to, prefix ? "soap" : "%c", expected[at]);
    }
    for (room = 80; room <= 512; room += room < 120 ? 1 : 392) {
        size_t len = copied(&element, room, copy);
        if (!CHECK(len == to && memcmp(copy, named, len) == 0)) {
            printf("room %zu: %.*s\n", room, (int)len, (const char *)copy);
            return;
        }
    }
}

int main(void)
{
    vector_ready();
    keeps_at_every_split();
    says_what_the_store_must_hold();
    looks_at_an_element();
    writes_what_was_kept();
    return check_done("kept");
}
