/* Calls in any order with any arguments: whatever the writers accept and finish is a document that the readers accept,
 * the same through a small buffer as through a large one, and nothing crashes. The numbers are pseudo-random and the
 * same in every run. */
#include "check.h"

#include <string.h>

enum { ROUNDS = 10000, CALLS = 30, ROOM = 16384, SMALL = 256 };

static uint64_t state = 0x9E3779B97F4A7C15u;

static unsigned pick(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % n);
}

static soapstone_str pick_ns(void)
{
    static const char *const all[] = { "", "", "urn:a", "urn:b", "http://schemas.xmlsoap.org/soap/envelope/",
                                       "http://www.w3.org/2003/05/soap-envelope",
                                       "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/" };
    return soapstone_cstr(all[pick(sizeof all / sizeof *all)]);
}

static soapstone_str pick_name(void)
{
    static const char *const all[] = { "a", "b", "c", "encodingStyle", "mustUnderstand", "role", "Body", "Fault", "\xC3\xA9", "xmlns", "xml",
                                       "", "a:b", "1", "a b" };
    return soapstone_cstr(all[pick(sizeof all / sizeof *all)]);
}

static soapstone_str pick_prefix(void)
{
    static const char *const all[] = { "", "p", "q", "soap", "ns1", "xml", "xmlns", "1" };
    return soapstone_cstr(all[pick(sizeof all / sizeof *all)]);
}

static soapstone_str pick_text(void)
{
    static const char *const all[] = { "", "x", "<&>\"'", "\r\n\t", "]]>", "\xE2\x82\xAC", "\xE2", "\x82\xAC", "\x01",
                                       "\xFF" };
    return soapstone_cstr(all[pick(sizeof all / sizeof *all)]);
}

static uint8_t document[ROOM * 2];
static size_t document_len;

static void drain(soapstone_writer *w)
{
    soapstone_str bytes;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(w, &bytes));
    if (CHECK(bytes.len <= sizeof document - document_len)) {
        memcpy(document + document_len, bytes.ptr, bytes.len);
        document_len += bytes.len;
    }
}

/* A call that takes its bytes in parts. */
static int32_t write_bytes(soapstone_writer *w, int32_t (*call)(soapstone_writer *, soapstone_str *), soapstone_str bytes)
{
    int32_t status;
    while ((status = call(w, &bytes)) == SOAPSTONE_OUTPUT_FULL) {
        drain(w);
    }
    return status;
}

static int32_t write_content(soapstone_writer *w)
{
    soapstone_str text = pick_text();
    switch (pick(12)) {
    case 0:
        return soapstone_writer_start(w, pick_ns(), pick_name());
    case 1:
        return soapstone_writer_start_prefixed(w, pick_prefix(), pick_ns(), pick_name());
    case 2:
        return soapstone_writer_attribute(w, pick_ns(), pick_name(), text);
    case 3:
        return soapstone_writer_attribute_prefixed(w, pick_prefix(), pick_ns(), pick_name(), text);
    case 4:
        return soapstone_writer_attribute_qname(w, pick_ns(), pick_name(), pick_ns(), pick_name());
    case 5:
        return soapstone_writer_namespace(w, pick_prefix(), pick_ns());
    case 6:
        return soapstone_writer_declare(w, pick_ns());
    case 7:
        return soapstone_writer_text(w, text);
    case 8:
        return write_bytes(w, soapstone_writer_text_part, text);
    case 9:
        return soapstone_writer_text_qname(w, pick_ns(), pick_name());
    case 10:
        return write_bytes(w, pick(2) ? soapstone_writer_base64 : soapstone_writer_hex, text);
    default:
        return soapstone_writer_end(w);
    }
}

static int32_t write_part(soapstone_writer *w)
{
    soapstone_fault fault;
    soapstone_block_attributes attributes;
    int32_t status;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.must_understand = (int32_t)pick(2);
    attributes.relay = (int32_t)pick(2);
    attributes.role = pick_ns();
    switch (pick(14)) {
    case 0:
        return soapstone_envelope_writer_envelope(w);
    case 1:
        return soapstone_envelope_writer_envelope_prefixed(w, pick_prefix());
    case 2:
        return soapstone_envelope_writer_header(w);
    case 3:
        return soapstone_envelope_writer_header_block(w, pick_ns(), pick_name(), &attributes);
    case 4:
        return soapstone_envelope_writer_upgrade(w, 0);
    case 5:
        return soapstone_envelope_writer_not_understood(w, pick_ns(), pick_name());
    case 6:
        return soapstone_envelope_writer_body(w);
    case 7:
        return soapstone_envelope_writer_body_entry(w, pick_ns(), pick_name());
    case 8:
    case 9:
        status = soapstone_fault_init(&fault, pick(2) ? SOAPSTONE_SOAP11 : SOAPSTONE_SOAP12, 1 + (int32_t)pick(5),
                                      pick_text());
        if (status != SOAPSTONE_OK) {
            return status;
        }
        fault.role = pick_text();
        return pick(2) ? soapstone_envelope_writer_fault(w, &fault)
                       : soapstone_envelope_writer_fault_with_detail(w, &fault);
    case 10:
        return soapstone_envelope_writer_trailer(w, pick_ns(), pick_name());
    case 11:
        return soapstone_writer_declaration(w);
    case 12:
        return soapstone_writer_pin(w, pick_prefix(), pick_ns());
    default:
        return soapstone_envelope_writer_end(w);
    }
}

/* Makes a call, again and again while the output is full, with the same choices. Its status is one the header knows. */
static int32_t settle(soapstone_writer *w, int32_t (*call)(soapstone_writer *))
{
    uint64_t before = state;
    int32_t status;
    while ((status = call(w)) == SOAPSTONE_OUTPUT_FULL) {
        drain(w);
        state = before;
    }
    CHECK(status == SOAPSTONE_OK || (status < 0 && !soapstone_str_equals(soapstone_error_name(status), "unknown")));
    return status;
}

/* Closes what is open, as far as the calls made allow it. */
static int finish(soapstone_writer *w, int envelope)
{
    int tries;
    for (tries = 0; tries < 2 * CALLS; tries++) {
        if (settle(w, envelope ? soapstone_envelope_writer_finish : soapstone_writer_finish) == SOAPSTONE_OK) {
            drain(w);
            return 1;
        }
        if (settle(w, soapstone_writer_end) != SOAPSTONE_OK
            && (!envelope || settle(w, soapstone_envelope_writer_end) != SOAPSTONE_OK)) {
            break;
        }
    }
    return 0;
}

static int32_t read_back(int envelope)
{
    static uint8_t workspace[8192];
    soapstone_envelope_reader er;
    soapstone_reader r;
    soapstone_event event;
    soapstone_str input;
    int32_t status;
    soapstone_envelope_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.leniencies = SOAPSTONE_LENIENT_ALL;
    input.ptr = document;
    input.len = document_len;
    soapstone_envelope_reader_init(&er, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &options);
    soapstone_reader_init(&r, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
    do {
        status = envelope ? soapstone_envelope_reader_next(&er, &input, 1, &event)
                          : soapstone_reader_next(&r, &input, 1, &event);
    } while (status == SOAPSTONE_OK);
    return status;
}

/* Writes a document, and says whether it could be finished. */
static int write_document(int envelope, size_t room)
{
    static uint8_t workspace[4096], memory[ROOM];
    soapstone_output output = { sizeof output, SOAPSTONE_OUTPUT_BUFFER, memory, room, NULL, NULL };
    int32_t version = pick(2) ? SOAPSTONE_SOAP11 : SOAPSTONE_SOAP12;
    unsigned calls = 1 + pick(CALLS);
    soapstone_writer w;
    document_len = 0;
    if (envelope) {
        soapstone_envelope_writer_init(&w, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL, version);
        settle(&w, pick(8) ? soapstone_envelope_writer_envelope : write_part);
    } else {
        soapstone_writer_init(&w, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL);
        settle(&w, write_content);
    }
    while (calls-- > 0) {
        settle(&w, envelope && pick(3) == 0 ? write_part : write_content);
    }
    return finish(&w, envelope);
}

static int round_trip(int envelope)
{
    static uint8_t first[sizeof document];
    uint64_t before = state;
    size_t len;
    int finished = write_document(envelope, ROOM);
    int32_t status;
    memcpy(first, document, document_len);
    len = document_len;
    state = before;
    CHECK(write_document(envelope, SMALL) == finished);
    if (!finished) {
        return 0;
    }
    CHECK(len == document_len && memcmp(first, document, len) == 0);
    status = read_back(envelope);
    if (!CHECK(status == SOAPSTONE_END)) {
        soapstone_str name = soapstone_error_name(status);
        printf("  %.*s: %.*s\n", (int)name.len, (const char *)name.ptr, (int)document_len, (const char *)document);
    }
    return 1;
}

int main(void)
{
    int i, documents = 0, envelopes = 0;
    for (i = 0; i < ROUNDS; i++) {
        documents += round_trip(0);
        envelopes += round_trip(1);
    }
    printf("%d documents and %d envelopes\n", documents, envelopes);
    CHECK(documents > ROUNDS / 4 && envelopes > ROUNDS / 2);
    return check_done("any_order");
}
