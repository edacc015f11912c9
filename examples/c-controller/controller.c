/*
 * A client of the heater in ../c-device, in C.
 *
 *     controller 1.1|1.2
 *
 * calls the operations of the device, as they should be called and as they should not: it sends the requests on standard
 * output, reads the answers from standard input and tells on standard error what came of them. The exit status is the
 * number of calls that went wrong.
 *
 * All memory is static: what the library must remember (workspace, stores), and one buffer for a chunk on its way.
 */
#include "chunks.h"
#include "heap.h"
#include "report.h"
#include "soapstone.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define NS "urn:example:heater"

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t workspace[2048];    /* the request is written before its answer is read, so they share it */
static uint8_t header_store[1024]; /* header blocks of the answer */
static uint8_t entry_store[512];   /* its body entry, or the texts of the fault */
static uint8_t chunk[CHUNK_SIZE];

typedef struct {
    chunks pipe;
    int32_t version;
    soapstone_writer writer;
    size_t workspace_used;
} controller;

/* An answer, read. */
typedef struct {
    soapstone_envelope_reader reader;
    soapstone_header_reader headers;
    soapstone_keeper keeper;
    soapstone_fault_reader fault_reader;
    enum { HEADERS, BODY, ENTRY, FAULT, REST } phase;
    int has_entry, is_fault;
    soapstone_element entry; /* in entry_store */
    soapstone_fault fault;   /* its strings lie there too */
} answer;

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

/* ----------------------------------------------------------------------------------------------- writing a request */

/* Called by the writer when the chunk is full, and for the rest at the end. */
static int32_t send_chunk(void *pipe, const uint8_t *bytes, size_t len)
{
    return chunks_send(pipe, bytes, len) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

/* Begins a request. */
static int32_t begin(controller *c)
{
    soapstone_output output = {0};

    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_WRITE;
    output.memory = chunk;
    output.memory_len = sizeof chunk;
    output.write = send_chunk;
    output.ctx = &c->pipe;
    TRY(soapstone_envelope_writer_init(&c->writer, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL,
                                       c->version));
    TRY(soapstone_writer_pin(&c->writer, str("h"), str(NS)));
    return soapstone_envelope_writer_envelope(&c->writer);
}

/* Writes a header block that must be understood. */
static int32_t header(controller *c, const char *local, const char *text)
{
    soapstone_block_attributes mandatory = {0};

    mandatory.size = sizeof mandatory;
    mandatory.must_understand = 1;
    TRY(soapstone_envelope_writer_header_block(&c->writer, str(NS), str(local), &mandatory));
    TRY(soapstone_writer_text(&c->writer, str(text)));
    return soapstone_envelope_writer_end(&c->writer);
}

/* Writes the body entry, with a child when there is a value for it, and completes the request. */
static int32_t call_operation(controller *c, const char *operation, const char *celsius)
{
    soapstone_writer *w = &c->writer;

    TRY(soapstone_envelope_writer_body_entry(w, str(NS), str(operation)));
    if (celsius != NULL) {
        TRY(soapstone_writer_start(w, str(NS), str("celsius")));
        TRY(soapstone_writer_text(w, str(celsius)));
        TRY(soapstone_writer_end(w));
    }
    TRY(soapstone_envelope_writer_end(w));
    TRY(soapstone_envelope_writer_finish(w));
    if (soapstone_writer_workspace_peak(w) > c->workspace_used)
        c->workspace_used = soapstone_writer_workspace_peak(w);
    return send_chunk(&c->pipe, NULL, 0);
}

/* ------------------------------------------------------------------------------------------------ reading an answer */

/* Looks for what is in the Body: an entry, a fault, or nothing. */
static int32_t read_body(answer *a, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    TRY(soapstone_envelope_reader_next(&a->reader, input, last, &event));
    switch (event.section) {
    case SOAPSTONE_SECTION_BODY_ENTRY:
        a->phase = ENTRY;
        return soapstone_keeper_init(&a->keeper, SOAPSTONE_ABI_VERSION, entry_store, sizeof entry_store);
    case SOAPSTONE_SECTION_FAULT:
        a->phase = FAULT;
        return soapstone_fault_reader_init(&a->fault_reader, SOAPSTONE_ABI_VERSION, entry_store, sizeof entry_store);
    default:
        a->phase = REST;
        return SOAPSTONE_OK;
    }
}

/* Reads on inside a fault; its detail is not looked at. */
static int32_t read_fault(answer *a, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    do
        TRY(soapstone_fault_reader_next(&a->fault_reader, &a->reader, input, last, &event));
    while (event.kind != SOAPSTONE_EVENT_CLOSE);
    a->is_fault = 1;
    a->phase = REST;
    return soapstone_fault_reader_fault(&a->fault_reader, &a->fault);
}

/* Reads on, as far as the input goes. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_chunk(answer *a, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    for (;;) {
        switch (a->phase) {
        case HEADERS:
            TRY(soapstone_header_reader_read(&a->headers, &a->reader, input, last));
            a->phase = BODY;
            break;
        case BODY:
            TRY(read_body(a, input, last));
            break;
        case ENTRY:
            TRY(soapstone_keeper_read(&a->keeper, &a->reader, input, last));
            TRY(soapstone_keeper_element(&a->keeper, &a->entry));
            a->has_entry = 1;
            a->phase = REST;
            break;
        case FAULT:
            TRY(read_fault(a, input, last));
            break;
        case REST:
            TRY(soapstone_envelope_reader_next(&a->reader, input, last, &event));
        }
    }
}

/* Reads an answer to its end. Stores 1 in none when there is none: the operation is one-way. */
static int32_t receive(controller *c, answer *a, int *none)
{
    soapstone_str input = {chunk, 0};
    int32_t status = SOAPSTONE_NEED_INPUT;
    int first = 1;

    memset(a, 0, sizeof *a);
    TRY(soapstone_envelope_reader_init(&a->reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL));
    TRY(soapstone_header_reader_init(&a->headers, SOAPSTONE_ABI_VERSION, header_store, sizeof header_store, NULL));
    while (status == SOAPSTONE_NEED_INPUT) {
        if (chunks_receive(&c->pipe, chunk, &input.len) != 0)
            return SOAPSTONE_ERROR_IO;
        input.ptr = chunk;
        *none = first && input.len == 0;
        if (*none)
            return SOAPSTONE_OK;
        first = 0;
        status = read_chunk(a, &input, input.len == 0);
    }
    if (soapstone_envelope_reader_workspace_peak(&a->reader) > c->workspace_used)
        c->workspace_used = soapstone_envelope_reader_workspace_peak(&a->reader);
    return status == SOAPSTONE_END ? SOAPSTONE_OK : status;
}

/* ---------------------------------------------------------------------------------------------- calls, and verdicts */

/* Writes a request, reads the answer and says in result what came of it. Stores 1 in good if that is right. */
typedef int32_t call(controller *c, answer *a, char *result, size_t size, int *good);

/* Reads an answer that must be a value. */
static int32_t expect_value(controller *c, answer *a, const char *value, char *result, size_t size, int *good)
{
    soapstone_element child;
    soapstone_str text = {NULL, 0};
    int none;

    TRY(receive(c, a, &none));
    if (a->has_entry && soapstone_element_child(&a->entry, str(NS), str("celsius"), &child) == SOAPSTONE_OK)
        text = soapstone_element_trimmed(&child);
    snprintf(result, size, "%.*s degrees", (int)text.len, (const char *)text.ptr);
    *good = soapstone_envelope_reader_version(&a->reader) == c->version && soapstone_str_equals(text, value);
    return SOAPSTONE_OK;
}

/* Reads an answer that must be a fault with this code, in the version spoken. */
static int32_t expect_fault(controller *c, answer *a, int32_t kind, const char *reason, char *result, size_t size,
                            int *good)
{
    const soapstone_fault *f = &a->fault;
    int none;

    TRY(receive(c, a, &none));
    if (!a->is_fault || f->reason_count == 0) {
        snprintf(result, size, "no fault");
        return SOAPSTONE_OK;
    }
    snprintf(result, size, "fault %.*s: %.*s", (int)f->code.local.len, (const char *)f->code.local.ptr,
             (int)f->reasons[0].text.len, (const char *)f->reasons[0].text.ptr);
    *good = soapstone_envelope_reader_version(&a->reader) == c->version && f->kind == kind &&
            soapstone_str_equals(f->reasons[0].text, reason);
    return SOAPSTONE_OK;
}

static int32_t read_temperature(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(header(c, "Caller", "the demo's controller"));
    TRY(call_operation(c, "ReadTemperature", NULL));
    return expect_value(c, a, "19.5", result, size, good);
}

static int32_t set_target(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(call_operation(c, "SetTarget", "22"));
    return expect_value(c, a, "22", result, size, good);
}

static int32_t set_no_target(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(call_operation(c, "SetTarget", "99"));
    return expect_fault(c, a, SOAPSTONE_FAULT_SENDER, "the target is out of range", result, size, good);
}

/* A header block that must be understood, and that no device understands. */
static int32_t unknown_header(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(header(c, "Reservation", "7"));
    TRY(call_operation(c, "ReadTemperature", NULL));
    return expect_fault(c, a, SOAPSTONE_FAULT_MUST_UNDERSTAND, "a mandatory header block was not understood", result,
                        size, good);
}

/* The handler of the device finds this too long. */
static int32_t long_caller(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(header(c, "Caller", "a caller with a name that is longer than the device is ready to keep"));
    TRY(call_operation(c, "ReadTemperature", NULL));
    return expect_fault(c, a, SOAPSTONE_FAULT_SENDER, "the value is out of range", result, size, good);
}

static int32_t unknown_operation(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(call_operation(c, "Explode", NULL));
    return expect_fault(c, a, SOAPSTONE_FAULT_SENDER, "the service has no such operation", result, size, good);
}

/* One-way: no answer comes. */
static int32_t restart(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c));
    TRY(call_operation(c, "Restart", NULL));
    TRY(receive(c, a, good));
    snprintf(result, size, *good ? "no answer" : "an answer");
    return SOAPSTONE_OK;
}

/* Makes a call and reports it. Returns 0 when all was as it must be, else 1. */
static int make(controller *c, const char *name, call *work)
{
    static answer a;
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
    line.who = "controller";
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
    static controller c;
    int failed = 0;

    if (argc != 2 || (strcmp(argv[1], "1.1") != 0 && strcmp(argv[1], "1.2") != 0)) {
        fprintf(stderr, "usage: controller 1.1|1.2, with the device at standard input and output\n");
        return 64;
    }
    if (heap_check() != 0) {
        fprintf(stderr, "controller: allocations are not counted here\n");
        return 64;
    }
    signal(SIGPIPE, SIG_IGN); /* a device that is gone is an error of write, not the end of this program */
    c.version = strcmp(argv[1], "1.1") == 0 ? SOAPSTONE_SOAP11 : SOAPSTONE_SOAP12;
    c.pipe.in = 0;
    c.pipe.out = 1;
    failed += make(&c, "temperature", read_temperature);
    failed += make(&c, "set target", set_target);
    failed += make(&c, "set no target", set_no_target);
    failed += make(&c, "unknown header", unknown_header);
    failed += make(&c, "long caller", long_caller);
    failed += make(&c, "unknown call", unknown_operation);
    failed += make(&c, "restart", restart);
    return failed;
}
