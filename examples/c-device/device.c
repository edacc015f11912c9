/*
 * A device that is called: a heater, in C.
 *
 *     device
 *
 * reads requests from standard input and writes the answers to standard output, each in the SOAP version of its request,
 * until standard input ends. It has three operations, of which two want to know who calls (caller.c) and one is one-way,
 * and a handler for a header block of its own. Whatever is wrong with a message is answered with the fault that SOAP
 * prescribes, or with none where nobody waits for an answer. The exit status is 0 when no pipe broke.
 *
 * All memory is static: the workspace of the library, a store for what must outlive its events, and one buffer for a
 * chunk on its way.
 */
#include "caller.h"
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

static uint8_t workspace[2048];     /* a request is read before its answer is written, so they share it */
static uint8_t header_store[1024];  /* header blocks that were kept */
static uint8_t entry_store[512];    /* the body entry */
static uint8_t chunk[CHUNK_SIZE];

/* Where the reading of a request is. */
typedef enum { HEADERS, BODY, ENTRY, REST } phase;

typedef struct {
    soapstone_envelope_reader reader;
    soapstone_header_reader headers;
    soapstone_keeper keeper;
    soapstone_element entry; /* the body entry, once it is kept */
    soapstone_call call;     /* the operation, once the body entry has opened */
    soapstone_error error;   /* what is wrong with the message, if anything */
    int32_t version;         /* of the answer */
    phase phase;
    char note[32];           /* what the header block Note says */
    caller caller;
} request;

static int target = 20; /* degrees: the state of this heater */

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

/* ------------------------------------------------------------------------------------------------- what it is called */

enum { READ_TEMPERATURE, SET_TARGET, RESTART, OPERATIONS };

static soapstone_operation operations[OPERATIONS];
static soapstone_service service;

static void make_service(void)
{
    static const char *const names[OPERATIONS] = {"ReadTemperature", "SetTarget", "Restart"};
    int i;

    for (i = 0; i < OPERATIONS; i++) {
        operations[i].ns = str(NS);
        operations[i].local = str(names[i]);
    }
    operations[RESTART].one_way = 1;
    operations[SET_TARGET].authentication = operations[RESTART].authentication =
        SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST | SOAPSTONE_AUTHENTICATION_SESSION;
    service.size = sizeof service;
    service.operations = operations;
    service.operation_count = OPERATIONS;
}

/* ---------------------------------------------------------------------------------------------- header blocks */

/*
 * The handler of the header block Note, which goes to the log. What a handler learns reaches the application through the
 * context of the header reader, not by the header block itself.
 */
static int32_t note(void *ctx, soapstone_header_context *context, const soapstone_event *event,
                    const soapstone_header_block *block)
{
    request *r = ctx;
    size_t have = strlen(r->note);

    (void)block;
    if (event->kind == SOAPSTONE_EVENT_TEXT) {
        if (event->text.len >= sizeof r->note - have)
            return SOAPSTONE_ERROR_OVERFLOW;
        memcpy(r->note + have, event->text.ptr, event->text.len);
        r->note[have + event->text.len] = '\0';
    }
    return event->kind == SOAPSTONE_EVENT_CLOSE ? soapstone_header_context_put(context, str("note"), str(r->note))
                                                : SOAPSTONE_OK;
}

static void make_ready(request *r)
{
    static soapstone_filter filters[1];
    static const soapstone_vocabulary *vocabularies[2];
    soapstone_node node = {0};

    memset(r, 0, sizeof *r);
    filters[0].ns = str(NS);
    filters[0].local = str("Note");
    filters[0].handler = note;
    filters[0].ctx = r;
    vocabularies[0] = soapstone_wss_vocabulary();
    vocabularies[1] = soapstone_session_vocabulary();
    node.size = sizeof node;
    node.filters = filters;
    node.filter_count = 1;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 2;
    soapstone_envelope_reader_init(&r->reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
    soapstone_header_reader_init(&r->headers, SOAPSTONE_ABI_VERSION, header_store, sizeof header_store, &node);
    soapstone_keeper_init(&r->keeper, SOAPSTONE_ABI_VERSION, entry_store, sizeof entry_store);
}

/* ----------------------------------------------------------------------------------------------- reading a request */

/* Finds the operation when the body entry opens, before its content; event is NULL when the Body is empty. */
static int32_t find_operation(request *r, const soapstone_event *event)
{
    soapstone_request asked = {0};
    soapstone_qname name;

    asked.size = sizeof asked;
    asked.authenticated = r->caller.authenticated;
    asked.offset = soapstone_envelope_reader_offset(&r->reader);
    if (event == NULL)
        return soapstone_service_dispatch(&service, &asked, NULL, &r->call);
    asked.offset = event->offset;
    name.ns = event->ns;
    name.local = event->local;
    return soapstone_service_dispatch(&service, &asked, &name, &r->call);
}

/* Looks for the body entry: an event of the Body that is not in one is its end. */
static int32_t read_body(request *r, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    TRY(soapstone_envelope_reader_next(&r->reader, input, last, &event));
    if (event.section != SOAPSTONE_SECTION_BODY_ENTRY)
        return find_operation(r, NULL);
    TRY(find_operation(r, &event));
    r->phase = ENTRY;
    return SOAPSTONE_OK;
}

/* Reads on, as far as the input goes. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_chunk(request *r, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    for (;;) {
        switch (r->phase) {
        case HEADERS:
            TRY(soapstone_header_reader_read(&r->headers, &r->reader, input, last));
            TRY(caller_check(&r->caller, &r->headers, &r->error));
            r->phase = BODY;
            break;
        case BODY:
            TRY(read_body(r, input, last));
            break;
        case ENTRY:
            TRY(soapstone_keeper_read(&r->keeper, &r->reader, input, last));
            TRY(soapstone_keeper_element(&r->keeper, &r->entry));
            r->phase = REST;
            break;
        case REST:
            TRY(soapstone_envelope_reader_next(&r->reader, input, last, &event));
        }
    }
}

/* What is wrong with the message, in full, by whoever found it. */
static void find_error(request *r, int32_t status)
{
    if (r->error.kind == SOAPSTONE_OK)
        soapstone_header_reader_error(&r->headers, &r->error);
    if (r->error.kind == SOAPSTONE_OK)
        soapstone_keeper_error(&r->keeper, &r->error);
    if (r->error.kind == SOAPSTONE_OK)
        soapstone_envelope_reader_error(&r->reader, &r->error);
    if (r->error.kind == SOAPSTONE_OK)
        r->error = r->call.error;
    if (r->error.kind == SOAPSTONE_OK) {
        r->error.kind = status; /* the library was content, but we were not */
        r->error.offset = soapstone_envelope_reader_offset(&r->reader);
    }
}

/*
 * Reads a request to its end, be it good or bad: after an error the rest is received and dropped.
 * Returns 0; 1 when there is no request any more, -1 when the pipe broke.
 */
static int receive(chunks *pipe, request *r)
{
    soapstone_str input = {chunk, 0};
    int32_t status = SOAPSTONE_NEED_INPUT;
    int first = 1, last;

    make_ready(r);
    do {
        int gone = chunks_receive(pipe, chunk, &input.len);
        if (gone != 0)
            return gone == 1 && first ? 1 : -1;
        input.ptr = chunk;
        first = 0;
        last = input.len == 0;
        if (status == SOAPSTONE_NEED_INPUT)
            status = read_chunk(r, &input, last);
    } while (!last);
    if (status != SOAPSTONE_END)
        find_error(r, status);
    r->version = soapstone_envelope_reader_reply_version(&r->reader);
    return 0;
}

/* ----------------------------------------------------------------------------------------------- writing an answer */

/* Called by the writer when the chunk is full, and for the rest at the end. */
static int32_t send_chunk(void *pipe, const uint8_t *bytes, size_t len)
{
    return chunks_send(pipe, bytes, len) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

/* Begins an answer: the Envelope, and the header blocks that go with it. */
static int32_t begin(soapstone_writer *w, chunks *pipe, const request *r)
{
    soapstone_output output = {0};

    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_WRITE;
    output.memory = chunk;
    output.memory_len = sizeof chunk;
    output.write = send_chunk;
    output.ctx = pipe;
    TRY(soapstone_envelope_writer_init(w, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL,
                                       r->version));
    TRY(soapstone_writer_pin(w, str("h"), str(NS)));
    TRY(soapstone_envelope_writer_envelope(w));
    return caller_answer(&r->caller, w);
}

/* Writes the fault that answers what is wrong with a message, unless its operation is one-way. */
static int32_t refuse(soapstone_writer *w, chunks *pipe, const request *r, char *result, size_t size)
{
    soapstone_str name = soapstone_error_name(r->error.kind);
    int of_security = r->error.kind <= -500 && r->error.kind > -600; /* errors are numbered by layer */
    soapstone_fault fault;
    int32_t status = soapstone_service_fault(&service, &r->call, r->version, &r->error, &fault);

    snprintf(result, size, "refused: %.*s at byte %llu", (int)name.len, (const char *)name.ptr,
             (unsigned long long)r->error.offset);
    if (status == SOAPSTONE_NOT_FOUND)
        return SOAPSTONE_OK;
    TRY(status);
    if (of_security)
        TRY(soapstone_security_fault(&fault, r->version, SOAPSTONE_WSS_OASIS, &r->error, 0));
    TRY(begin(w, pipe, r));
    return soapstone_envelope_writer_answer(w, &fault, 0, &r->headers);
}

/* Answers with one value. */
static int32_t reply(soapstone_writer *w, chunks *pipe, const request *r, const char *response, const char *name,
                     const char *value)
{
    TRY(begin(w, pipe, r));
    TRY(soapstone_envelope_writer_body_entry(w, str(NS), str(response)));
    TRY(soapstone_writer_start(w, str(NS), str(name)));
    TRY(soapstone_writer_text(w, str(value)));
    TRY(soapstone_writer_end(w));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

/* A target this heater cannot have: the detail says what it can. */
static int32_t refuse_target(soapstone_writer *w, chunks *pipe, const request *r)
{
    soapstone_fault fault;

    TRY(soapstone_fault_init(&fault, r->version, SOAPSTONE_FAULT_SENDER, str("the target is out of range")));
    TRY(begin(w, pipe, r));
    TRY(soapstone_envelope_writer_fault_with_detail(w, &fault));
    TRY(soapstone_writer_start(w, str(NS), str("Range")));
    TRY(soapstone_writer_text(w, str("5 30")));
    TRY(soapstone_writer_end(w));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

/* The number in a child of the body entry; 0 when it is none. */
static int number(const request *r, const char *name)
{
    soapstone_element child;
    soapstone_str text;
    int value = 0;

    if (soapstone_element_child(&r->entry, str(NS), str(name), &child) != SOAPSTONE_OK)
        return 0;
    for (text = soapstone_element_trimmed(&child); text.len > 0 && value < 1000; text.ptr++, text.len--) {
        if (*text.ptr < '0' || *text.ptr > '9')
            return 0;
        value = value * 10 + (*text.ptr - '0');
    }
    return value;
}

/* Does what was called and answers it. */
static int32_t answer(soapstone_writer *w, chunks *pipe, const request *r, char *result, size_t size)
{
    char value[16];
    int wanted;

    if (r->error.kind != SOAPSTONE_OK)
        return refuse(w, pipe, r, result, size);
    switch (r->call.index) {
    case READ_TEMPERATURE:
        snprintf(result, size, "answered%s%s", r->note[0] == '\0' ? "" : "; note: ", r->note);
        return reply(w, pipe, r, "ReadTemperatureResponse", "celsius", "19.5");
    case SET_TARGET:
        wanted = number(r, "celsius");
        snprintf(result, size, "target %d", wanted);
        if (wanted < 5 || wanted > 30)
            return refuse_target(w, pipe, r);
        target = wanted;
        snprintf(value, sizeof value, "%d", target);
        return reply(w, pipe, r, "SetTargetResponse", "celsius", value);
    default:
        snprintf(result, size, "restarted; nobody waits for an answer");
        target = 20;
        return SOAPSTONE_OK;
    }
}

int main(void)
{
    static request r;
    static soapstone_writer writer;
    chunks pipe = {0, 1, 0, 0};
    report line = {"device", 1, 0, 0, 0, sizeof workspace};
    int gone;

    if (heap_check() != 0) {
        fprintf(stderr, "device: allocations are not counted here\n");
        return 64;
    }
    signal(SIGPIPE, SIG_IGN); /* a caller that is gone is an error of write, not the end of this program */
    make_service();
    while ((gone = receive(&pipe, &r)) == 0) {
        char result[160];
        line.workspace_used = soapstone_envelope_reader_workspace_peak(&r.reader);
        if (answer(&writer, &pipe, &r, result, sizeof result) != SOAPSTONE_OK)
            return 1;
        line.bytes_in = pipe.bytes_in;
        line.bytes_out = pipe.bytes_out;
        report_line(&line, result);
        if (send_chunk(&pipe, NULL, 0) != SOAPSTONE_OK)
            return 1;
        pipe.bytes_in = pipe.bytes_out = 0;
    }
    return gone == 1 && heap_allocations() == 0 ? 0 : 1;
}
