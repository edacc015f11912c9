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
#include "answer.h"
#include "chunks.h"
#include "heap.h"
#include "report.h"
#include "soapstone.h"
#include "system.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define NS "urn:example:heater"
#define USER "operator"
#define PASSWORD "warm and dry"

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t workspace[2048]; /* the request is written before its answer is read, so they share it */
static uint8_t token[128];      /* the newest session token */
static uint8_t chunk[CHUNK_SIZE];

/* A UsernameToken is good once: made of fresh random bytes and the time. */
typedef struct {
    uint8_t nonce[16];
    uint8_t time[32];
    soapstone_str created;
} proof;

typedef struct {
    chunks pipe;
    int32_t version;
    soapstone_writer writer;
    soapstone_session session;
    proof proof;
    char message_id[SOAPSTONE_MESSAGE_ID_LEN]; /* of the request */
    size_t workspace_used;
} controller;

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

/* Writes the addressing headers of a request: what it asks for, an id, and that the answer is to come back here. */
static int32_t address(controller *c, const char *action)
{
    soapstone_addressing_properties properties = {0};
    uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM];

    if (system_random(random, sizeof random) != 0)
        return SOAPSTONE_ERROR_IO;
    TRY(soapstone_message_id(random, sizeof random, c->message_id, sizeof c->message_id));
    properties.size = sizeof properties;
    properties.version = SOAPSTONE_WSA_10;
    properties.must_understand = 1;
    properties.action = str(action);
    properties.message_id.ptr = (const uint8_t *)c->message_id;
    properties.message_id.len = sizeof c->message_id;
    properties.to = str("urn:example:the-heater");
    return soapstone_addressing_write(&c->writer, &properties);
}

/* Begins a request that asks for this action. */
static int32_t begin(controller *c, const char *action)
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
    TRY(soapstone_writer_pin(&c->writer, str("wsa"), soapstone_wsa_namespace(SOAPSTONE_WSA_10)));
    TRY(soapstone_envelope_writer_envelope(&c->writer));
    return address(c, action);
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

/* Makes what a UsernameToken is made of. */
static int32_t make_proof(proof *p)
{
    if (system_random(p->nonce, sizeof p->nonce) != 0)
        return SOAPSTONE_ERROR_IO;
    return soapstone_date_time_emit(system_time(), p->time, sizeof p->time, &p->created);
}

/* Writes a UsernameToken with a password digest. */
static int32_t security(controller *c)
{
    soapstone_security_tokens tokens = {0};

    tokens.size = sizeof tokens;
    tokens.generation = SOAPSTONE_WSS_OASIS;
    tokens.must_understand = 1;
    tokens.username = str(USER);
    tokens.password = str(PASSWORD);
    tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
    tokens.nonce.ptr = c->proof.nonce;
    tokens.nonce.len = sizeof c->proof.nonce;
    tokens.username_created = c->proof.created;
    return soapstone_security_write(&c->writer, &tokens);
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

/* ---------------------------------------------------------------------------------------------- calls, and verdicts */

/* Whether an answer says that it is one to the request. */
static int is_related(const controller *c, const answer *a)
{
    soapstone_addressing addressing;

    return soapstone_addressing_read(&a->headers, &addressing) == SOAPSTONE_OK &&
           addressing.in_reply_to.len == sizeof c->message_id &&
           memcmp(addressing.in_reply_to.ptr, c->message_id, sizeof c->message_id) == 0;
}

/* Reads an answer to its end. */
static int32_t receive(controller *c, answer *a, int *none)
{
    int32_t status = answer_receive(a, &c->pipe, workspace, sizeof workspace, chunk, none);

    if (soapstone_envelope_reader_workspace_peak(&a->reader) > c->workspace_used)
        c->workspace_used = soapstone_envelope_reader_workspace_peak(&a->reader);
    if (status == SOAPSTONE_OK && !*none && !is_related(c, a))
        return SOAPSTONE_ERROR_INVALID_ADDRESSING_HEADER;
    return status;
}

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
    TRY(begin(c, NS ":ReadTemperature"));
    TRY(header(c, "Note", "a cold morning"));
    TRY(call_operation(c, "ReadTemperature", NULL));
    return expect_value(c, a, "19.5", result, size, good);
}

/* Only callers who prove who they are may do this. */
static int32_t set_as_nobody(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c, NS ":SetTarget"));
    TRY(call_operation(c, "SetTarget", "21"));
    return expect_fault(c, a, SOAPSTONE_FAULT_SENDER, "the operation requires authentication", result, size, good);
}

static int32_t set_target(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(make_proof(&c->proof));
    TRY(begin(c, NS ":SetTarget"));
    TRY(security(c));
    TRY(call_operation(c, "SetTarget", "22"));
    return expect_value(c, a, "22", result, size, good);
}

/* The same proof again, as somebody would send it who has listened. */
static int32_t replay(controller *c, answer *a, char *result, size_t size, int *good)
{
    int none;

    TRY(begin(c, NS ":SetTarget"));
    TRY(security(c));
    TRY(call_operation(c, "SetTarget", "30"));
    TRY(receive(c, a, &none));
    *good = a->is_fault && soapstone_security_fault_error(&a->fault) == SOAPSTONE_ERROR_FAILED_AUTHENTICATION;
    snprintf(result, size, *good ? "fault of WS-Security: not accepted" : "accepted");
    return SOAPSTONE_OK;
}

static int32_t set_no_target(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(make_proof(&c->proof));
    TRY(begin(c, NS ":SetTarget"));
    TRY(security(c));
    TRY(call_operation(c, "SetTarget", "99"));
    return expect_fault(c, a, SOAPSTONE_FAULT_SENDER, "the target is out of range", result, size, good);
}

/* Logs in the first time, and goes on with the newest token after. */
static int32_t set_in_session(controller *c, answer *a, char *result, size_t size, int *good)
{
    int logged_in = soapstone_session_token(&c->session).ptr != NULL;
    size_t len;
    int32_t status;

    TRY(soapstone_session_begin(&c->session, (uint64_t)system_time()));
    TRY(begin(c, NS ":SetTarget"));
    TRY(soapstone_session_write(&c->session, &c->writer));
    TRY(call_operation(c, "SetTarget", "24"));
    status = expect_value(c, a, "24", result, size, good);
    if (status != SOAPSTONE_OK)
        return soapstone_session_fail(&c->session) == SOAPSTONE_OK ? status : SOAPSTONE_ERROR_IO;
    TRY(soapstone_session_finish(&c->session, &a->headers));
    len = strlen(result);
    snprintf(result + len, size - len, logged_in ? ", by the token" : ", logged in");
    *good = *good && soapstone_session_token(&c->session).ptr != NULL;
    return SOAPSTONE_OK;
}

/* A header block that must be understood, and that no device understands. */
static int32_t unknown_header(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c, NS ":ReadTemperature"));
    TRY(header(c, "Reservation", "7"));
    TRY(call_operation(c, "ReadTemperature", NULL));
    return expect_fault(c, a, SOAPSTONE_FAULT_MUST_UNDERSTAND, "a mandatory header block was not understood", result,
                        size, good);
}

/* The handler of the device finds this too long. */
static int32_t long_note(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(begin(c, NS ":ReadTemperature"));
    TRY(header(c, "Note", "a note that is longer than the device is ready to keep, as notes are"));
    TRY(call_operation(c, "ReadTemperature", NULL));
    return expect_fault(c, a, SOAPSTONE_FAULT_SENDER, "the value is out of range", result, size, good);
}

/* Its action has a fault of its own in WS-Addressing. */
static int32_t unknown_operation(controller *c, answer *a, char *result, size_t size, int *good)
{
    soapstone_problem problem;
    int none;

    TRY(begin(c, NS ":Explode"));
    TRY(call_operation(c, "Explode", NULL));
    TRY(receive(c, a, &none));
    *good = a->is_fault && soapstone_problem_read(&a->fault, NULL, &problem) == SOAPSTONE_OK &&
            problem.error.kind == SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED;
    snprintf(result, size, *good ? "fault of WS-Addressing: the action is not supported" : "another answer");
    return SOAPSTONE_OK;
}

/* One-way: no answer comes. */
static int32_t restart(controller *c, answer *a, char *result, size_t size, int *good)
{
    TRY(make_proof(&c->proof));
    TRY(begin(c, NS ":Restart"));
    TRY(security(c));
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
    soapstone_session_init(&c.session, SOAPSTONE_ABI_VERSION, SOAPSTONE_SESSION_STATELESS, token, sizeof token, NULL);
    soapstone_session_set_credentials(&c.session, str(USER), str(PASSWORD));
    c.pipe.in = 0;
    c.pipe.out = 1;
    failed += make(&c, "temperature", read_temperature);
    failed += make(&c, "set as nobody", set_as_nobody);
    failed += make(&c, "set target", set_target);
    failed += make(&c, "set by replay", replay);
    failed += make(&c, "open session", set_in_session);
    failed += make(&c, "in session", set_in_session);
    failed += make(&c, "set no target", set_no_target);
    failed += make(&c, "unknown header", unknown_header);
    failed += make(&c, "long note", long_note);
    failed += make(&c, "unknown call", unknown_operation);
    failed += make(&c, "restart", restart);
    return failed;
}
