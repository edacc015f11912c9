/*
 * A device that is called: a heater, in C.
 *
 *     device
 *
 * reads requests from standard input and writes the answers to standard output, each in the SOAP version of its request,
 * until standard input ends. It has three operations, of which two want to know who calls (caller.c) and one is one-way,
 * and a handler for a header block of its own (request.c). A request with WS-Addressing gets an answer with it. Whatever
 * is wrong with a message is answered with the fault that SOAP prescribes, or with none where nobody waits for an
 * answer. The exit status is 0 when no pipe broke.
 *
 * All memory is static: the workspace of the library, stores for what must outlive its events, and one buffer for a
 * chunk on its way.
 */
#include "chunks.h"
#include "heap.h"
#include "report.h"
#include "request.h"
#include "soapstone.h"
#include "system.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t workspace[2048]; /* a request is read before its answer is written, so they share it */
static uint8_t chunk[CHUNK_SIZE];

static int target = 20; /* degrees: the state of this heater */

/* An answer on its way. */
typedef struct {
    soapstone_writer writer;
    chunks *pipe;
    const request *request;
    int is_sent;      /* 1 when there is an answer */
    char result[160]; /* what is told about it */
} answer;

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

/* -------------------------------------------------------------------------------------------- what may be called */

enum { READ_TEMPERATURE, SET_TARGET, RESTART, OPERATIONS };

static soapstone_operation operations[OPERATIONS];
static soapstone_service service;

static void make_service(void)
{
    static const char *const names[OPERATIONS] = {"ReadTemperature", "SetTarget", "Restart"};
    static const char *const actions[OPERATIONS] = {NS ":ReadTemperature", NS ":SetTarget", NS ":Restart"};
    int i;

    for (i = 0; i < OPERATIONS; i++) {
        operations[i].ns = str(NS);
        operations[i].local = str(names[i]);
        operations[i].addressing_action = str(actions[i]);
    }
    operations[RESTART].one_way = 1;
    operations[SET_TARGET].authentication = operations[RESTART].authentication =
        SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST | SOAPSTONE_AUTHENTICATION_SESSION;
    service.size = sizeof service;
    service.operations = operations;
    service.operation_count = OPERATIONS;
}

/* ----------------------------------------------------------------------------------------------- writing an answer */

/* Called by the writer when the chunk is full, and for the rest at the end. */
static int32_t send_chunk(void *pipe, const uint8_t *bytes, size_t len)
{
    return chunks_send(pipe, bytes, len) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

/* Starts the Envelope. */
static int32_t start(answer *a)
{
    soapstone_output output = {0};

    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_WRITE;
    output.memory = chunk;
    output.memory_len = sizeof chunk;
    output.write = send_chunk;
    output.ctx = a->pipe;
    a->is_sent = 1;
    TRY(soapstone_envelope_writer_init(&a->writer, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL,
                                       a->request->version));
    TRY(soapstone_writer_pin(&a->writer, str("h"), str(NS)));
    TRY(soapstone_writer_pin(&a->writer, str("wsa"), soapstone_wsa_namespace(SOAPSTONE_WSA_10)));
    return soapstone_envelope_writer_envelope(&a->writer);
}

/* Writes the addressing headers, with an id of their own. */
static int32_t address(answer *a, soapstone_addressing_properties *properties)
{
    uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM];
    char id[SOAPSTONE_MESSAGE_ID_LEN];

    if (system_random(random, sizeof random) != 0)
        return SOAPSTONE_ERROR_IO;
    TRY(soapstone_message_id(random, sizeof random, id, sizeof id));
    properties->message_id.ptr = (const uint8_t *)id;
    properties->message_id.len = sizeof id;
    return soapstone_addressing_write(&a->writer, properties);
}

/* Whether the one who called waits for an answer here. */
static int is_answered(const soapstone_addressing_properties *properties)
{
    return properties->destination == SOAPSTONE_DESTINATION_BACK_CHANNEL;
}

/*
 * Begins an answer with this action: the Envelope, and the header blocks that go with it. Answers SOAPSTONE_NOT_FOUND
 * when the request says that it wants none.
 */
static int32_t begin(answer *a, const char *action)
{
    const request *r = a->request;
    soapstone_addressing_properties properties;

    if (r->is_addressed) {
        TRY(soapstone_addressing_reply(&r->headers, &addressing_rules, str(action), &properties, NULL));
        if (!is_answered(&properties))
            return SOAPSTONE_NOT_FOUND;
    }
    TRY(start(a));
    if (r->is_addressed)
        TRY(address(a, &properties));
    return caller_answer(&r->caller, &a->writer);
}

/* The same for a fault, which may be wanted elsewhere. */
static int32_t begin_fault(answer *a)
{
    const request *r = a->request;
    soapstone_addressing_properties properties;
    int is_problem = r->problem.error.kind != SOAPSTONE_OK, is_addressed;

    is_addressed = is_problem
                       ? soapstone_addressing_answer(&r->headers, &addressing_rules, &r->problem, &properties) == 0
                       : soapstone_addressing_fault_reply(&r->headers, &addressing_rules, str(""), &properties, NULL) == 0;
    if (is_addressed && !is_answered(&properties))
        return SOAPSTONE_NOT_FOUND;
    TRY(start(a));
    if (is_addressed)
        TRY(address(a, &properties));
    if (is_problem)
        TRY(soapstone_problem_write_header(&a->writer, &r->problem));
    return caller_answer(&r->caller, &a->writer);
}

/* Writes the fault that answers what is wrong with a message, unless its operation is one-way. */
static int32_t refuse(answer *a)
{
    const request *r = a->request;
    soapstone_str name = soapstone_error_name(r->error.kind);
    int of_security = r->error.kind <= -500 && r->error.kind > -600; /* errors are numbered by layer */
    soapstone_fault fault;
    int32_t status = soapstone_service_fault(&service, &r->call, r->version, &r->error, &fault);

    snprintf(a->result, sizeof a->result, "refused: %.*s at byte %llu", (int)name.len, (const char *)name.ptr,
             (unsigned long long)r->error.offset);
    if (status == SOAPSTONE_NOT_FOUND)
        return SOAPSTONE_OK;
    TRY(status);
    if (of_security)
        TRY(soapstone_security_fault(&fault, r->version, SOAPSTONE_WSS_OASIS, r->error.kind, 0));
    TRY(begin_fault(a));
    if (r->problem.error.kind == SOAPSTONE_OK)
        return soapstone_envelope_writer_answer(&a->writer, &fault, 0, &r->headers);
    TRY(soapstone_problem_write_fault(&a->writer, &r->problem));
    return soapstone_envelope_writer_finish(&a->writer);
}

/* Writes an element with a text in it, and ends what it stands in and the message. */
static int32_t finish_with(answer *a, const char *name, const char *text)
{
    TRY(soapstone_writer_start(&a->writer, str(NS), str(name)));
    TRY(soapstone_writer_text(&a->writer, str(text)));
    TRY(soapstone_writer_end(&a->writer));
    TRY(soapstone_envelope_writer_end(&a->writer));
    return soapstone_envelope_writer_finish(&a->writer);
}

/* ------------------------------------------------------------------------------------------------- the operations */

static int32_t read_temperature(answer *a)
{
    const char *note = a->request->note;

    snprintf(a->result, sizeof a->result, "answered%s%s", note[0] == '\0' ? "" : "; note: ", note);
    TRY(begin(a, NS ":ReadTemperatureResponse"));
    TRY(soapstone_envelope_writer_body_entry(&a->writer, str(NS), str("ReadTemperatureResponse")));
    return finish_with(a, "celsius", "19.5");
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

/* Takes a new target; one that this heater cannot have is a fault whose detail says what it can. */
static int32_t set_target(answer *a)
{
    int wanted = number(a->request, "celsius");
    soapstone_fault fault;
    char value[16];

    snprintf(a->result, sizeof a->result, "target %d", wanted);
    if (wanted < 5 || wanted > 30) {
        TRY(soapstone_fault_init(&fault, a->request->version, SOAPSTONE_FAULT_SENDER,
                                 str("the target is out of range")));
        TRY(begin_fault(a));
        TRY(soapstone_envelope_writer_fault_with_detail(&a->writer, &fault));
        return finish_with(a, "Range", "5 30");
    }
    target = wanted;
    snprintf(value, sizeof value, "%d", target);
    TRY(begin(a, NS ":SetTargetResponse"));
    TRY(soapstone_envelope_writer_body_entry(&a->writer, str(NS), str("SetTargetResponse")));
    return finish_with(a, "celsius", value);
}

static int32_t restart(answer *a)
{
    snprintf(a->result, sizeof a->result, "restarted; nobody waits for an answer");
    target = 20;
    return SOAPSTONE_OK;
}

/* Does what was called and answers it. */
static int32_t do_and_answer(answer *a)
{
    static int32_t (*const work[OPERATIONS])(answer *) = {read_temperature, set_target, restart};

    int32_t status;

    a->is_sent = 0;
    status = a->request->error.kind != SOAPSTONE_OK ? refuse(a) : work[a->request->call.index](a);
    return status == SOAPSTONE_NOT_FOUND ? SOAPSTONE_OK : status;
}

int main(void)
{
    static request r;
    static answer a;
    chunks pipe = {0, 1, 0, 0};
    report line = {"device", 1, 0, 0, 0, sizeof workspace};
    int gone;

    if (heap_check() != 0) {
        fprintf(stderr, "device: allocations are not counted here\n");
        return 64;
    }
    signal(SIGPIPE, SIG_IGN); /* a caller that is gone is an error of write, not the end of this program */
    make_service();
    a.pipe = &pipe;
    a.request = &r;
    while ((gone = request_receive(&r, &service, &pipe, workspace, sizeof workspace, chunk)) == 0) {
        line.workspace_used = soapstone_envelope_reader_workspace_peak(&r.reader);
        if (do_and_answer(&a) != SOAPSTONE_OK)
            return 1;
        if (a.is_sent && soapstone_writer_workspace_peak(&a.writer) > line.workspace_used)
            line.workspace_used = soapstone_writer_workspace_peak(&a.writer);
        line.bytes_in = pipe.bytes_in;
        line.bytes_out = pipe.bytes_out;
        report_line(&line, a.result);
        if (send_chunk(&pipe, NULL, 0) != SOAPSTONE_OK)
            return 1;
        pipe.bytes_in = pipe.bytes_out = 0;
    }
    return gone == 1 && heap_allocations() == 0 ? 0 : 1;
}
