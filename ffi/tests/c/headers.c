/* Header blocks from C: judged before the Body opens, kept, handed to a function, at every split of the message. */
#include "vector.h"

#include <stdlib.h>
#include <string.h>

#define S soapstone_cstr

enum { SOAP11 = SOAPSTONE_SOAP11, SOAP12 = SOAPSTONE_SOAP12, SPACE = 900 };

/* What a message with these header blocks comes to: the kept blocks and what the handler left, or the error; and the
 * blocks that come as events. */
static const struct row {
    const char *id;
    int32_t version;
    const char *blocks, *expected, *events;
} rows[] = {
    { "MU-01", SOAP11, "<m:h e:mustUnderstand='1'/>", "not understood m:h", "h" },
    { "MU-02", SOAP12, "<m:h e:mustUnderstand='true'/>", "not understood m:h", "h" },
    { "MU-03", SOAP12, "<m:h e:mustUnderstand='0'/>", "", "h" },
    { "MU-04", SOAP11, "<m:h mustUnderstand='1'/>", "", "h" },
    { "MU-05", SOAP12, "<m:h e:mustUnderstand='1' e:role='http://www.w3.org/2003/05/soap-envelope/role/none'/>", "",
      "h" },
    { "MU-06", SOAP11, "<m:h e:mustUnderstand='1' e:actor='urn:other'/>", "", "h" },
    { "MU-07", SOAP12, "<m:x e:mustUnderstand='1'/><m:a/><n e:mustUnderstand='1' xmlns='urn:n'/>",
      "not understood m:x n", "xn" },
    { "own role", SOAP11, "<m:h e:mustUnderstand='1' e:actor=' urn:own '/>", "not understood m:h", "h" },
    { "S-302", SOAP11, "<m:a e:mustUnderstand='1' e:actor='urn:own'>1</m:a>",
      "(1 urn:own)<a {http://schemas.xmlsoap.org/soap/envelope/}mustUnderstand=1"
      " {http://schemas.xmlsoap.org/soap/envelope/}actor=urn:own>1</>",
      "" },
    { "S-005", SOAP11, "<m:a x='1' m:y='2'>t<m:c/>u</m:a><m:b/>", "(0)<a x=1 {urn:m}y=2>t<c></>u</>", "b" },
    { "two", SOAP11, "<v:v xmlns:v='urn:v'>&lt;<![CDATA[&]]></v:v><v:w xmlns:v='urn:v'/><m:a/>",
      "(0)<v><&</>(0)<a></>", "w" },
    { "S-303", SOAP11, "<m:handled/><m:h e:mustUnderstand='1'/>", "not understood m:h", "h" },
    { "S-311", SOAP11, "<m:handled e:mustUnderstand='1' k='v' m:q='m:z'>se<!-- -->v<m:e/>en</m:handled>",
      " context mu k=v z={urn:m} seven", "" },
    { "handler refuses", SOAP11, "<m:handled>bad</m:handled>", "refused -7001 io", "" },
    { "handler names an error", SOAP11, "<m:handled>lexical</m:handled>", "refused -301 xsd.lexical", "" },
    { "handler answers no error", SOAP11, "<m:handled>odd</m:handled>", "refused -3 io", "" },
    { "not understood counts more", SOAP11, "<m:handled>bad</m:handled><m:h e:mustUnderstand='1'/>",
      "not understood m:h", "h" },
    { "not well-formed", SOAP11, "<m:a>&</m:a>", "refused -111 xml.invalid_reference", "" },
};

/* What the handler has seen of a block. */
typedef struct seen {
    char text[64];
    size_t len;
} seen;

static void note(seen *s, const char *text, soapstone_str more)
{
    size_t len = strlen(text);
    if (len + more.len <= sizeof s->text - s->len) {
        memcpy(s->text + s->len, text, len);
        memcpy(s->text + s->len + len, more.ptr, more.len);
        s->len += len + more.len;
    }
}

static int32_t opened(seen *s, soapstone_header_context *context, const soapstone_header_block *block)
{
    soapstone_attribute attribute;
    soapstone_namespace ns;
    s->len = 0;
    if (block->must_understand) {
        note(s, "mu", S(""));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_context_attribute(context, 1, &attribute));
        CHECK_STR("v", attribute.value);
        CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_header_context_attribute(context, 3, &attribute));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_context_find_attribute(context, S(""), S("k"), &attribute));
        note(s, " k=", attribute.value);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_context_resolve(context, S("m"), &ns));
        note(s, " z={", ns.uri);
        note(s, "} ", S(""));
        CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_header_context_resolve(context, S("zz"), &ns));
    }
    return 0;
}

static int32_t handled(void *ctx, soapstone_header_context *context, const soapstone_event *event,
                       const soapstone_header_block *block)
{
    seen *s = ctx;
    soapstone_attribute attribute;
    soapstone_str said;
    CHECK(event->section == SOAPSTONE_SECTION_HEADER_BLOCK);
    CHECK((block != NULL) == (event->kind == SOAPSTONE_EVENT_OPEN));
    if (event->kind == SOAPSTONE_EVENT_OPEN) {
        return opened(s, context, block);
    }
    if (event->kind == SOAPSTONE_EVENT_TEXT) {
        CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_header_context_attribute(context, 0, &attribute));
        note(s, "", event->text);
    }
    if (event->kind == SOAPSTONE_EVENT_CLOSE) {
        said.ptr = (const uint8_t *)s->text;
        said.len = s->len;
        CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ENCODING, soapstone_header_context_put(context, S("seen"), S("\xFF")));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_context_put(context, S("seen"), S("nothing yet")));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_context_put(context, S("seen"), said));
        return soapstone_str_equals(said, "bad") ? -7001
               : soapstone_str_equals(said, "odd") ? 12
               : soapstone_str_equals(said, "lexical") ? SOAPSTONE_ERROR_LEXICAL
                                                       : 0;
    }
    return 0;
}

static seen handler_seen;
static soapstone_str roles[1];
static soapstone_filter filters[3];

static soapstone_node node(void)
{
    soapstone_node n;
    memset(&n, 0, sizeof n);
    n.size = sizeof n;
    roles[0] = S("urn:own");
    filters[0].ns = filters[1].ns = S("urn:m");
    filters[0].local = S("handled");
    filters[0].handler = handled;
    filters[0].ctx = &handler_seen;
    filters[1].local = S("a");
    filters[2].ns = S("urn:v");
    filters[2].local = S("v");
    n.roles = roles;
    n.role_count = 1;
    n.filters = filters;
    n.filter_count = 3;
    return n;
}

static void put_element(bytes *out, const soapstone_element *element)
{
    soapstone_element_reader r;
    soapstone_element inner;
    soapstone_event event;
    soapstone_attribute attribute;
    uint32_t i;
    int open = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_reader_init(&r, SOAPSTONE_ABI_VERSION, element));
    while (soapstone_element_reader_next(&r, &event, &inner) == SOAPSTONE_OK) {
        if (event.kind == SOAPSTONE_EVENT_START) {
            put(out, "<");
            put_str(out, event.local);
            for (i = 0; soapstone_element_attribute(&inner, i, &attribute) == SOAPSTONE_OK; i++) {
                put(out, " ");
                put_name(out, attribute.ns, attribute.local);
                put(out, "=");
                put_str(out, attribute.value);
            }
            CHECK(i == event.attributes);
            put(out, ">");
        } else if (event.kind == SOAPSTONE_EVENT_TEXT) {
            put_str(out, event.text);
        } else {
            put(out, "</>");
        }
        CHECK(event.kind == SOAPSTONE_EVENT_TEXT || event.depth == (uint32_t)(open += event.kind == SOAPSTONE_EVENT_START));
        open -= event.kind == SOAPSTONE_EVENT_END;
    }
    CHECK_STATUS(SOAPSTONE_END, soapstone_element_reader_next(&r, &event, &inner));
}

static void put_kept(bytes *out, const soapstone_header_reader *r)
{
    soapstone_kept_block block, found;
    soapstone_qname name;
    soapstone_str context;
    uint32_t i;
    for (i = 0; soapstone_header_reader_block(r, i, &block) == SOAPSTONE_OK; i++) {
        put(out, "(");
        put(out, block.must_understand ? "1" : "0");
        if (block.role.ptr != NULL) {
            put(out, " ");
            put_str(out, block.role);
        }
        put(out, ")");
        put_element(out, &block.element);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_element_name(&block.element, &name));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_find(r, name.ns, name.local, &found));
        CHECK(found.offset == block.offset && found.element.place == block.element.place);
    }
    if (soapstone_header_reader_context(r, S("seen"), &context) == SOAPSTONE_OK) {
        put(out, " context ");
        put_str(out, context);
    }
}

static void put_refused(bytes *out, const soapstone_header_reader *r, int32_t status)
{
    soapstone_qname name;
    soapstone_str prefix;
    soapstone_error error;
    char number[32];
    uint32_t i;
    out->len = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_error(r, &error));
    if (status == SOAPSTONE_ERROR_NOT_UNDERSTOOD) {
        CHECK_STATUS(status, error.kind);
        for (i = 0; soapstone_header_reader_not_understood(r, i, &name, &prefix) == SOAPSTONE_OK; i++) {
            put(out, i == 0 ? "not understood " : " ");
            put_str(out, prefix);
            put(out, prefix.len == 0 ? "" : ":");
            put_str(out, name.local);
            CHECK(soapstone_str_equals(name.ns, prefix.len == 0 ? "urn:n" : "urn:m"));
        }
        return;
    }
    snprintf(number, sizeof number, "refused %d ", (int)status);
    put(out, number);
    put_str(out, soapstone_error_name(error.kind));
}

/* One reading: both handles, moved about like the chunks when the feeding is restless. */
typedef struct reading {
    soapstone_envelope_reader envelope;
    soapstone_header_reader headers;
} reading;

/* The block that opens, as the envelope reader knows it. */
static void put_event(bytes *out, const reading *r, const soapstone_event *event)
{
    soapstone_header_block block;
    if (event->kind == SOAPSTONE_EVENT_OPEN && event->section == SOAPSTONE_SECTION_HEADER_BLOCK) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_header_block(&r->envelope, &block));
        put_str(out, event->local);
    }
}

static void put_outcome(bytes *out, reading *r, soapstone_str *input, int32_t status)
{
    soapstone_event event;
    if (status < 0) {
        put_refused(out, &r->headers, status);
        CHECK_STATUS(status, soapstone_header_reader_read(&r->headers, &r->envelope, input, 1));
        return;
    }
    put_kept(out, &r->headers);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_header_reader_next(&r->headers, &r->envelope, input, 1, &event));
    while (soapstone_envelope_reader_section(&r->envelope) == SOAPSTONE_SECTION_BODY) {
        if (!CHECK(soapstone_envelope_reader_next(&r->envelope, input, 1, &event) == SOAPSTONE_OK)) {
            return;
        }
    }
    CHECK(event.section == SOAPSTONE_SECTION_BODY_ENTRY);
}

static const struct row *row;
/* Bytes of the store, and whether the events are asked for. */
static size_t store_size;
static int with_events;

/* Feeds the message up to the Body; the reading, which may have moved, and the status. */
static reading *feed(const vector *v, feeding f, bytes *events, soapstone_str *input, int32_t *status)
{
    static reading readings[2];
    reading *r = &readings[0];
    soapstone_node n = node();
    soapstone_event event;
    size_t taken = 0;
    int other = 0, open = 1;
    soapstone_envelope_reader_init(&r->envelope, SOAPSTONE_ABI_VERSION, vector_memory(0, SPACE), SPACE, NULL);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_init(&r->headers, SOAPSTONE_ABI_VERSION,
                                                            vector_memory(1, store_size), store_size, &n));
    memset(&n, 0x55, sizeof n);
    *input = vector_chunk(v, &f, &taken);
    while (open) {
        int32_t last = taken == v->input_len;
        *status = with_events ? soapstone_header_reader_next(&r->headers, &r->envelope, input, last, &event)
                              : soapstone_header_reader_read(&r->headers, &r->envelope, input, last);
        open = *status == SOAPSTONE_NEED_INPUT;
        if (with_events && *status == SOAPSTONE_OK) {
            put_event(events, r, &event);
            open = event.section != SOAPSTONE_SECTION_BODY;
        }
        if (*status == SOAPSTONE_NEED_INPUT) {
            CHECK(input->len == 0 && taken < v->input_len);
            *input = vector_chunk(v, &f, &taken);
        }
        if (f.restless) {
            other = !other;
            readings[other] = *r;
            memset(r, 0x55, sizeof *r);
            r = &readings[other];
            *input = vector_moved(*input);
        }
    }
    if (*status == SOAPSTONE_OK && taken < v->input_len) {
        input->ptr = v->input + taken - input->len;
        input->len = v->input_len - taken + input->len;
    }
    return r;
}

static void run(const vector *v, feeding f, bytes *out)
{
    static bytes events;
    soapstone_str input;
    int32_t status;
    reading *r;
    events.len = 0;
    r = feed(v, f, &events, &input, &status);
    put_outcome(out, r, &input, status);
    if (with_events && !CHECK(events.len == strlen(row->events) && memcmp(events.data, row->events, events.len) == 0)) {
        printf("%s: events %.*s\n", row->id, (int)events.len, (const char *)events.data);
    }
}

static vector message(const char *id, int32_t version, const char *blocks, const char *expected)
{
    static char text[2048], want[2048];
    vector v;
    const char *uri = version == SOAP11 ? "http://schemas.xmlsoap.org/soap/envelope/"
                                        : "http://www.w3.org/2003/05/soap-envelope";
    snprintf(text, sizeof text,
             "<e:Envelope xmlns:e='%s' xmlns:m='urn:m'><e:Header>%s</e:Header><e:Body><m:b/></e:Body></e:Envelope>", uri,
             blocks);
    snprintf(want, sizeof want, "%s", expected);
    v.id = id;
    v.input = (uint8_t *)text;
    v.input_len = strlen(text);
    v.expected = (uint8_t *)want;
    v.expected_len = strlen(want);
    v.options = "";
    return v;
}

static void judges_and_keeps(void)
{
    for (row = rows; row < rows + sizeof rows / sizeof *rows; row++) {
        vector v = message(row->id, row->version, row->blocks, row->expected);
        store_size = 512;
        for (with_events = 0; with_events < 2; with_events++) {
            vector_run(&v, run);
        }
    }
}

/* A store that is too small says how large it must be, and that is enough. */
static void says_what_the_store_must_hold(void)
{
    const feeding whole = { 0, 0, 0 };
    soapstone_str input;
    soapstone_error error;
    int32_t status;
    size_t size, needed = 0;
    row = &rows[9];
    with_events = 0;
    for (size = 0; size < 200; size++) {
        vector v = message(row->id, row->version, row->blocks, row->expected);
        reading *r;
        store_size = size;
        r = feed(&v, whole, NULL, &input, &status);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_error(&r->headers, &error));
        if (status == SOAPSTONE_OK) {
            CHECK(error.kind == SOAPSTONE_OK && size == needed);
            return;
        }
        CHECK(error.kind == SOAPSTONE_ERROR_LIMIT && error.limit == SOAPSTONE_LIMIT_TEXT_STORE);
        CHECK(error.needed > size && (needed == 0 || error.needed == needed));
        needed = (size_t)error.needed;
    }
    CHECK(!"200 bytes are enough");
}

int main(void)
{
    vector_ready();
    judges_and_keeps();
    says_what_the_store_must_hold();
    return check_done("headers");
}
