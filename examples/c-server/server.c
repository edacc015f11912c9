/*
 * A SOAP service in C.
 *
 *     server
 *
 * reads requests from standard input and writes the answers to standard output, each in the SOAP version of its
 * request, until standard input ends. It knows two operations, ReadSensor and StoreFile, and one header block, Caller.
 * Whatever else comes is answered with the fault that SOAP prescribes. The exit status is 0 when no pipe broke.
 *
 * All memory is static: the workspace of the library, and one buffer for a chunk on its way.
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

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t workspace[2048]; /* a request is read before its answer is written, so they share it */
static uint8_t chunk[CHUNK_SIZE];

typedef enum { UNKNOWN, READ_SENSOR, STORE_FILE } operation;

/* What a request says. A text that it does not have stays empty. */
typedef struct {
    int32_t version; /* of the answer */
    operation op;
    char number[16], name[64];
    char *field; /* the one of these whose text is being read, or NULL */
    size_t field_size;
    int in_content; /* 1 inside the base64 of the file */
    soapstone_base64 decoder;
    uint64_t stored; /* bytes of the file */
    uint32_t crc;
    char refused_ns[128], refused[64]; /* a header block that had to be understood and was not */
    soapstone_error error;             /* what is wrong with the message, if anything */
} request;

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

/* Adds a piece of text to a string. Returns -1 when it does not fit. */
static int append(char *to, size_t size, soapstone_str piece)
{
    size_t have = strlen(to);

    if (piece.len >= size - have)
        return -1;
    memcpy(to + have, piece.ptr, piece.len);
    to[have + piece.len] = '\0';
    return 0;
}

/* ----------------------------------------------------------------------------------------------- reading a request */

/* Judges a header block: it must be one we know, or one that may be ignored. */
static int32_t header_block(request *r, soapstone_envelope_reader *reader, const soapstone_event *event)
{
    soapstone_header_block block;
    int ours, known = soapstone_str_equals(event->ns, NS) && soapstone_str_equals(event->local, "Caller");

    TRY(soapstone_envelope_reader_header_block(reader, &block));
    ours = block.target == SOAPSTONE_TARGET_ULTIMATE_RECEIVER || block.target == SOAPSTONE_TARGET_NEXT;
    if (ours && block.must_understand && !known && r->refused[0] == '\0' &&
        (append(r->refused_ns, sizeof r->refused_ns, event->ns) != 0 ||
         append(r->refused, sizeof r->refused, event->local) != 0))
        return SOAPSTONE_ERROR_OVERFLOW;
    return soapstone_envelope_reader_skip(reader); /* we need nothing of what is in it */
}

/* Looks where the text of an element belongs. */
static int32_t element(request *r, soapstone_str local)
{
    r->field = NULL;
    if (soapstone_str_equals(local, "number")) {
        r->field = r->number;
        r->field_size = sizeof r->number;
    } else if (soapstone_str_equals(local, "name")) {
        r->field = r->name;
        r->field_size = sizeof r->name;
    } else if (soapstone_str_equals(local, "content")) {
        r->in_content = 1;
        return soapstone_base64_init(&r->decoder, SOAPSTONE_ABI_VERSION, 0);
    }
    return SOAPSTONE_OK;
}

/* Takes a piece of the file: what a device would now write to its flash. */
static int32_t content(request *r, soapstone_str text)
{
    uint8_t bytes[512];
    size_t len;
    int32_t status;

    do {
        status = soapstone_base64_decode(&r->decoder, &text, bytes, sizeof bytes, &len);
        if (status < 0)
            return status;
        r->crc = crc32_update(r->crc, bytes, len);
        r->stored += len;
    } while (status == SOAPSTONE_OUTPUT_FULL);
    return SOAPSTONE_OK;
}

/* Takes an event of the body entry. */
static int32_t body_entry(request *r, const soapstone_event *event)
{
    int ours = soapstone_str_equals(event->ns, NS);

    switch (event->kind) {
    case SOAPSTONE_EVENT_OPEN:
        if (ours && soapstone_str_equals(event->local, "ReadSensor"))
            r->op = READ_SENSOR;
        if (ours && soapstone_str_equals(event->local, "StoreFile"))
            r->op = STORE_FILE;
        break;
    case SOAPSTONE_EVENT_START:
        return ours ? element(r, event->local) : SOAPSTONE_OK;
    case SOAPSTONE_EVENT_TEXT:
        if (r->in_content)
            return content(r, event->text);
        if (r->field != NULL && append(r->field, r->field_size, event->text) != 0)
            return SOAPSTONE_ERROR_OVERFLOW;
        break;
    default:
        r->field = NULL;
        if (r->in_content) {
            r->in_content = 0;
            return soapstone_base64_finish(&r->decoder);
        }
    }
    return SOAPSTONE_OK;
}

/* Takes an event of the message. */
static int32_t take(request *r, soapstone_envelope_reader *reader, const soapstone_event *event)
{
    if (event->section == SOAPSTONE_SECTION_HEADER_BLOCK && event->kind == SOAPSTONE_EVENT_OPEN)
        return header_block(r, reader, event);
    if (event->section != SOAPSTONE_SECTION_BODY_ENTRY)
        return SOAPSTONE_OK;
    /* Every header block has been seen by now. Nothing is done for a message that was not understood. */
    if (r->refused[0] != '\0')
        return soapstone_envelope_reader_skip(reader);
    return body_entry(r, event);
}

/* Reads the events that are in a chunk. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_chunk(request *r, soapstone_envelope_reader *reader, soapstone_str input, int32_t last)
{
    soapstone_event event;
    int32_t status;

    while ((status = soapstone_envelope_reader_next(reader, &input, last, &event)) == SOAPSTONE_OK)
        TRY(take(r, reader, &event));
    return status;
}

/*
 * Reads a request to its end, be it good or bad: after an error the rest is received and dropped.
 * What is wrong with the message is in r->error.
 * Returns 0; 1 when there is no request any more, -1 when the pipe broke.
 */
static int receive(chunks *pipe, request *r, size_t *workspace_used)
{
    soapstone_envelope_reader reader;
    soapstone_str input = {chunk, 0};
    int32_t status = SOAPSTONE_NEED_INPUT;
    int first = 1;

    memset(r, 0, sizeof *r);
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
    do {
        int gone = chunks_receive(pipe, chunk, &input.len);
        if (gone != 0)
            return gone == 1 && first ? 1 : -1;
        if (status == SOAPSTONE_NEED_INPUT)
            status = read_chunk(r, &reader, input, input.len == 0);
        first = 0;
    } while (input.len > 0);

    soapstone_envelope_reader_error(&reader, &r->error);
    if (status < 0 && r->error.kind == SOAPSTONE_OK) {
        r->error.kind = status; /* the reader was content, but we were not */
        r->error.offset = soapstone_envelope_reader_offset(&reader);
    }
    r->version = soapstone_envelope_reader_reply_version(&reader);
    *workspace_used = soapstone_envelope_reader_workspace_peak(&reader);
    return 0;
}

/* ----------------------------------------------------------------------------------------------- writing an answer */

/* Called by the writer when the chunk is full, and for the rest at the end. */
static int32_t send_chunk(void *pipe, const uint8_t *bytes, size_t len)
{
    return chunks_send(pipe, bytes, len) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

/* Writes <local>text</local>. */
static int32_t write_element(soapstone_writer *w, const char *local, const char *text)
{
    TRY(soapstone_writer_start(w, str(NS), str(local)));
    TRY(soapstone_writer_text(w, str(text)));
    return soapstone_writer_end(w);
}

/* A message that is wrong is answered with the fault that SOAP prescribes for it. */
static int32_t answer_error(soapstone_writer *w, const request *r, char *result, size_t size)
{
    soapstone_str name = soapstone_error_name(r->error.kind);
    soapstone_fault fault;

    snprintf(result, size, "refused: %.*s at byte %llu", (int)name.len, (const char *)name.ptr,
             (unsigned long long)r->error.offset);
    TRY(soapstone_fault_for_error(&fault, r->version, &r->error));
    return soapstone_envelope_writer_fault_message(w, &fault, 0);
}

/* A header block that must be understood and is not: SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 5.4.8, which also names it. */
static int32_t answer_not_understood(soapstone_writer *w, const request *r, char *result, size_t size)
{
    soapstone_fault fault;

    snprintf(result, size, "header block %s is not understood", r->refused);
    TRY(soapstone_fault_init(&fault, r->version, SOAPSTONE_FAULT_MUST_UNDERSTAND,
                             str("a mandatory header block was not understood")));
    TRY(soapstone_envelope_writer_envelope(w));
    if (r->version == SOAPSTONE_SOAP12)
        TRY(soapstone_envelope_writer_not_understood(w, str(r->refused_ns), str(r->refused)));
    TRY(soapstone_envelope_writer_fault(w, &fault));
    return soapstone_envelope_writer_finish(w);
}

/* A request that is good SOAP, but asks for what we do not have. The detail says what it asked for. */
static int32_t answer_fault(soapstone_writer *w, const request *r, const char *reason, char *result, size_t size)
{
    soapstone_fault fault;

    snprintf(result, size, "%s", reason);
    TRY(soapstone_fault_init(&fault, r->version, SOAPSTONE_FAULT_SENDER, str(reason)));
    TRY(soapstone_envelope_writer_envelope(w));
    TRY(soapstone_envelope_writer_fault_with_detail(w, &fault));
    TRY(write_element(w, "number", r->number));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

static int32_t answer_sensor(soapstone_writer *w, char *result, size_t size)
{
    snprintf(result, size, "answered");
    TRY(soapstone_envelope_writer_envelope(w));
    TRY(soapstone_envelope_writer_body_entry(w, str(NS), str("ReadSensorResponse")));
    TRY(write_element(w, "value", "21.5"));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

static int32_t answer_file(soapstone_writer *w, const request *r, char *result, size_t size)
{
    char bytes[24], crc[16];

    snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)r->stored);
    snprintf(crc, sizeof crc, "%08lx", (unsigned long)r->crc);
    snprintf(result, size, "%s decoded to %s bytes", r->name, bytes);
    TRY(soapstone_envelope_writer_envelope(w));
    TRY(soapstone_envelope_writer_body_entry(w, str(NS), str("StoreFileResponse")));
    TRY(write_element(w, "bytes", bytes));
    TRY(write_element(w, "crc32", crc));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

/* Writes the answer to a request and says in result what it is. */
static int32_t answer(soapstone_writer *w, chunks *pipe, const request *r, char *result, size_t size)
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
    TRY(soapstone_writer_pin(w, str("d"), str(NS)));
    if (r->error.kind != SOAPSTONE_OK)
        return answer_error(w, r, result, size);
    if (r->refused[0] != '\0')
        return answer_not_understood(w, r, result, size);
    if (r->op == STORE_FILE)
        return answer_file(w, r, result, size);
    if (r->op == READ_SENSOR && strcmp(r->number, "7") == 0)
        return answer_sensor(w, result, size);
    return answer_fault(w, r, r->op == READ_SENSOR ? "no sensor has this number" : "no such operation", result, size);
}

int main(void)
{
    static request r;
    static soapstone_writer writer;
    chunks pipe = {0, 1, 0, 0};
    report line = {"service", 1, 0, 0, 0, sizeof workspace};
    int gone;

    if (heap_check() != 0) {
        fprintf(stderr, "server: allocations are not counted here\n");
        return 64;
    }
    signal(SIGPIPE, SIG_IGN); /* a client that is gone is an error of write, not the end of this program */
    while ((gone = receive(&pipe, &r, &line.workspace_used)) == 0) {
        char result[160];
        if (answer(&writer, &pipe, &r, result, sizeof result) != SOAPSTONE_OK)
            return 1;
        if (soapstone_writer_workspace_peak(&writer) > line.workspace_used)
            line.workspace_used = soapstone_writer_workspace_peak(&writer);
        line.bytes_in = pipe.bytes_in;
        line.bytes_out = pipe.bytes_out;
        report_line(&line, result);
        if (send_chunk(&pipe, NULL, 0) != SOAPSTONE_OK)
            return 1;
        pipe.bytes_in = pipe.bytes_out = 0;
    }
    return gone == 1 && heap_allocations() == 0 ? 0 : 1;
}
