/*
 * A SOAP client in C.
 *
 *     client 1.1|1.2
 *
 * builds requests for the service in ../c-server, sends them on standard output and reads the answers from standard
 * input. What it does is told on standard error; the exit status is the number of calls that went wrong.
 *
 * All memory is static: what the library must remember (workspace, store), and one buffer for a chunk on its way.
 */
#include "chunks.h"
#include "crc32.h"
#include "heap.h"
#include "report.h"
#include "soapstone.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define NS "urn:example:depot"
#define ATTACHMENT 20000000 /* bytes */
#define STORE "store 20 MB" /* the call that sends them */

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t workspace[2048]; /* the request is written before its answer is read, so they share it */
static uint8_t store[512];      /* the texts of a fault */
static uint8_t chunk[CHUNK_SIZE];

typedef struct {
    chunks pipe;
    int32_t version;
    soapstone_writer writer;
    size_t workspace_used;
} client;

/* What an answer says; what it does not have stays empty. */
typedef struct {
    int32_t version;
    char value[32], bytes[32], crc32[32];
    char *field;          /* the one of these whose text is being read, or NULL */
    int is_fault;         /* 1 when the answer is a fault */
    soapstone_fault fault; /* its strings lie in store */
} answer;

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

static void use_workspace(client *c, size_t peak)
{
    if (peak > c->workspace_used)
        c->workspace_used = peak;
}

/* ----------------------------------------------------------------------------------------------- writing a request */

/* Called by the writer when the chunk is full, and for the rest at the end. */
static int32_t send_chunk(void *pipe, const uint8_t *bytes, size_t len)
{
    return chunks_send(pipe, bytes, len) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

/* Writes a request up to its body entry. The header block must be understood. */
static int32_t begin(client *c, const char *header, const char *operation)
{
    soapstone_writer *w = &c->writer;
    soapstone_output output = {0};
    soapstone_block_attributes mandatory = {0};

    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_WRITE;
    output.memory = chunk;
    output.memory_len = sizeof chunk;
    output.write = send_chunk;
    output.ctx = &c->pipe;
    mandatory.size = sizeof mandatory;
    mandatory.must_understand = 1;
    TRY(soapstone_envelope_writer_init(w, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL,
                                       c->version));
    TRY(soapstone_writer_pin(w, str("d"), str(NS)));
    TRY(soapstone_envelope_writer_envelope(w));
    TRY(soapstone_envelope_writer_header_block(w, str(NS), str(header), &mandatory));
    TRY(soapstone_writer_text(w, str("the demo's client")));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_body_entry(w, str(NS), str(operation));
}

/* Writes <local>text</local>. */
static int32_t element(client *c, const char *local, const char *text)
{
    TRY(soapstone_writer_start(&c->writer, str(NS), str(local)));
    TRY(soapstone_writer_text(&c->writer, str(text)));
    return soapstone_writer_end(&c->writer);
}

/* Completes the request. */
static int32_t end(client *c)
{
    TRY(soapstone_envelope_writer_end(&c->writer));
    TRY(soapstone_envelope_writer_finish(&c->writer));
    use_workspace(c, soapstone_writer_workspace_peak(&c->writer));
    return send_chunk(&c->pipe, NULL, 0);
}

/* The attachment, made as it goes: numbers that look random. A real one would come from a file or a sensor. */
static void make_bytes(uint32_t *state, uint8_t *bytes, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++) {
        *state ^= *state << 13;
        *state ^= *state >> 17;
        *state ^= *state << 5;
        bytes[i] = (uint8_t)*state;
    }
}

/* Writes the attachment as base64 and gives its CRC-32. */
static int32_t attachment(client *c, uint32_t *crc)
{
    uint8_t bytes[512];
    uint32_t state = 2463534242u;
    size_t left, len, percent = 0;

    *crc = 0;
    for (left = ATTACHMENT; left > 0; left -= len) {
        soapstone_str part;
        len = left < sizeof bytes ? left : sizeof bytes;
        make_bytes(&state, bytes, len);
        *crc = crc32_update(*crc, bytes, len);
        part.ptr = bytes;
        part.len = len;
        TRY(soapstone_writer_base64(&c->writer, &part));
        if ((ATTACHMENT - left) / (ATTACHMENT / 100) != percent) {
            percent = (ATTACHMENT - left) / (ATTACHMENT / 100);
            report_progress(STORE, ATTACHMENT - left, ATTACHMENT);
        }
    }
    report_progress(STORE, ATTACHMENT, ATTACHMENT);
    return SOAPSTONE_OK;
}

/* ------------------------------------------------------------------------------------------------ reading an answer */

/* The place for the text of this element, or NULL when it is not wanted. */
static char *field(answer *a, soapstone_str local)
{
    if (soapstone_str_equals(local, "value"))
        return a->value;
    if (soapstone_str_equals(local, "bytes"))
        return a->bytes;
    if (soapstone_str_equals(local, "crc32"))
        return a->crc32;
    return NULL;
}

/* Adds a piece of text, for text comes in pieces. Returns -1 when it is longer than such a value can be. */
static int append(char *to, size_t size, soapstone_str piece)
{
    size_t have = strlen(to);

    if (piece.len >= size - have)
        return -1;
    memcpy(to + have, piece.ptr, piece.len);
    to[have + piece.len] = '\0';
    return 0;
}

/* Takes an event of the body. */
static int32_t take(answer *a, const soapstone_event *event)
{
    switch (event->kind) {
    case SOAPSTONE_EVENT_START:
        a->field = soapstone_str_equals(event->ns, NS) ? field(a, event->local) : NULL;
        break;
    case SOAPSTONE_EVENT_TEXT:
        if (a->field != NULL && append(a->field, sizeof a->value, event->text) != 0)
            return SOAPSTONE_ERROR_OVERFLOW;
        break;
    default:
        a->field = NULL;
    }
    return SOAPSTONE_OK;
}

/* Reads an answer to its end. */
static int32_t receive(client *c, answer *a)
{
    soapstone_envelope_reader reader;
    soapstone_fault_reader fault;
    soapstone_str input = {NULL, 0};
    soapstone_event event;
    int32_t status, last = 0;
    int in_fault = 0;

    memset(a, 0, sizeof *a);
    TRY(soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL));
    for (;;) {
        status = in_fault ? soapstone_fault_reader_next(&fault, &reader, &input, last, &event)
                          : soapstone_envelope_reader_next(&reader, &input, last, &event);
        if (status == SOAPSTONE_NEED_INPUT) {
            if (chunks_receive(&c->pipe, chunk, &input.len) != 0)
                return SOAPSTONE_ERROR_IO;
            input.ptr = chunk;
            last = input.len == 0;
        } else if (status == SOAPSTONE_END) {
            break;
        } else if (status != SOAPSTONE_OK) {
            return status;
        } else if (event.kind == SOAPSTONE_EVENT_OPEN && event.section == SOAPSTONE_SECTION_FAULT) {
            in_fault = a->is_fault = 1;
            TRY(soapstone_fault_reader_init(&fault, SOAPSTONE_ABI_VERSION, store, sizeof store));
        } else if (event.kind == SOAPSTONE_EVENT_CLOSE && event.section == SOAPSTONE_SECTION_FAULT) {
            in_fault = 0;
            TRY(soapstone_fault_reader_fault(&fault, &a->fault));
        } else {
            TRY(take(a, &event));
        }
    }
    a->version = soapstone_envelope_reader_version(&reader);
    use_workspace(c, soapstone_envelope_reader_workspace_peak(&reader));
    return SOAPSTONE_OK;
}

/* ---------------------------------------------------------------------------------------------- calls, and verdicts */

/* Writes a request, reads the answer and says in result what came of it. Stores 1 in good if that is right. */
typedef int32_t call(client *c, answer *a, char *result, size_t size, int *good);

/* Whether the answer is a fault in the version spoken, with this code and reason. */
static int is_fault(const client *c, const answer *a, int32_t kind, const char *reason, char *result, size_t size)
{
    const soapstone_fault *f = &a->fault;

    if (!a->is_fault || f->reason_count == 0) {
        snprintf(result, size, "no fault");
        return 0;
    }
    snprintf(result, size, "fault %.*s: %.*s", (int)f->code.local.len, (const char *)f->code.local.ptr,
             (int)f->reasons[0].text.len, (const char *)f->reasons[0].text.ptr);
    return a->version == c->version && f->kind == kind && soapstone_str_equals(f->reasons[0].text, reason);
}

static int32_t read_sensor(client *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c, "Caller", "ReadSensor"));
    TRY(element(c, "number", "7"));
    TRY(end(c));
    TRY(receive(c, a));
    snprintf(result, size, "%s degrees", a->value);
    *good = !a->is_fault && a->version == c->version && strcmp(a->value, "21.5") == 0;
    return SOAPSTONE_OK;
}

static int32_t read_no_sensor(client *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c, "Caller", "ReadSensor"));
    TRY(element(c, "number", "99"));
    TRY(end(c));
    TRY(receive(c, a));
    *good = is_fault(c, a, SOAPSTONE_FAULT_SENDER, "no sensor has this number", result, size) && a->fault.detail;
    return SOAPSTONE_OK;
}

static int32_t unknown_header(client *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c, "Reservation", "ReadSensor"));
    TRY(element(c, "number", "7"));
    TRY(end(c));
    TRY(receive(c, a));
    *good = is_fault(c, a, SOAPSTONE_FAULT_MUST_UNDERSTAND, "a mandatory header block was not understood", result,
                     size);
    return SOAPSTONE_OK;
}

static int32_t store_file(client *c, answer *a, char *result, size_t size, int *good)
{
    char number[32];
    uint32_t crc;

    TRY(begin(c, "Caller", "StoreFile"));
    TRY(element(c, "name", "log.bin"));
    TRY(soapstone_writer_start(&c->writer, str(NS), str("content")));
    TRY(attachment(c, &crc));
    TRY(soapstone_writer_end(&c->writer));
    TRY(end(c));
    TRY(receive(c, a));
    snprintf(result, size, "%s bytes stored, crc32 %s", a->bytes, a->crc32);
    snprintf(number, sizeof number, "%d", ATTACHMENT);
    *good = !a->is_fault && strcmp(a->bytes, number) == 0;
    snprintf(number, sizeof number, "%08lx", (unsigned long)crc);
    *good = *good && strcmp(a->crc32, number) == 0;
    return SOAPSTONE_OK;
}

/* Even a message that is cut off is answered, in the version it began in. */
static int32_t broken_message(client *c, answer *a, char *result, size_t size, int *good)
{
    soapstone_str ns = soapstone_ns_uri(c->version == SOAPSTONE_SOAP11 ? SOAPSTONE_NS_SOAP11 : SOAPSTONE_NS_SOAP12);
    char start[96];
    int len = snprintf(start, sizeof start, "<Envelope xmlns='%.*s'><Body>", (int)ns.len, (const char *)ns.ptr);

    TRY(send_chunk(&c->pipe, (const uint8_t *)start, (size_t)len));
    TRY(send_chunk(&c->pipe, NULL, 0));
    TRY(receive(c, a));
    *good = is_fault(c, a, SOAPSTONE_FAULT_SENDER, "the document ends too early", result, size);
    return SOAPSTONE_OK;
}

/* Makes a call and reports it. Returns 0 when all was as it must be, else 1. */
static int make(client *c, const char *name, call *work)
{
    answer a;
    report line;
    char what[128] = "", result[160];
    int good = 0;
    int32_t status;

    c->pipe.bytes_in = c->pipe.bytes_out = 0;
    c->workspace_used = 0;
    report_call(name);
    status = work(c, &a, what, sizeof what, &good);
    if (status != SOAPSTONE_OK) {
        soapstone_str why = soapstone_error_message(status);
        snprintf(what, sizeof what, "%.*s (%d)", (int)why.len, (const char *)why.ptr, (int)status);
    }
    good = good && status == SOAPSTONE_OK && heap_allocations() == 0;
    snprintf(result, sizeof result, "%s  %s", good ? "PASS" : "FAIL", what);
    line.who = "client";
    line.first = 0;
    line.bytes_in = c->pipe.bytes_in;
    line.bytes_out = c->pipe.bytes_out;
    line.workspace_used = c->workspace_used;
    line.workspace = sizeof workspace;
    report_line(&line, result);
    return !good;
}

int main(int argc, char **argv)
{
    static client c;
    int failed = 0;

    if (argc != 2 || (strcmp(argv[1], "1.1") != 0 && strcmp(argv[1], "1.2") != 0)) {
        fprintf(stderr, "usage: client 1.1|1.2, with the service at standard input and output\n");
        return 64;
    }
    if (heap_check() != 0) {
        fprintf(stderr, "client: allocations are not counted here\n");
        return 64;
    }
    signal(SIGPIPE, SIG_IGN); /* a service that is gone is an error of write, not the end of this program */
    c.version = strcmp(argv[1], "1.1") == 0 ? SOAPSTONE_SOAP11 : SOAPSTONE_SOAP12;
    c.pipe.in = 0;
    c.pipe.out = 1;
    failed += make(&c, "read sensor 7", read_sensor);
    failed += make(&c, "read sensor 99", read_no_sensor);
    failed += make(&c, "unknown header", unknown_header);
    failed += make(&c, "broken message", broken_message);
    failed += make(&c, STORE, store_file);
    return failed;
}
