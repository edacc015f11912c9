#include "files.h"

#include "crc32.h"
#include "system.h"

#include <stdlib.h>
#include <string.h>

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

/* --------------------------------------------------------------------------------------------------------- who calls */

static int32_t password_of(void *ctx, soapstone_str username, soapstone_str *password)
{
    const files *f = ctx;

    if (!soapstone_str_equals(username, f->user))
        return SOAPSTONE_NOT_FOUND;
    *password = str(f->password);
    return SOAPSTONE_OK;
}

/* A UsernameToken, not older than five minutes, that was not used before. */
static int32_t identify(void *ctx, const soapstone_received *request, soapstone_request *known)
{
    static soapstone_replay replays[64];
    files *f = ctx;
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    soapstone_error error;

    if (f->user == NULL)
        return SOAPSTONE_OK;
    TRY(soapstone_security_policy_init(&policy, f->password_type));
    policy.require_username_token = 0; /* that nobody said who calls is found out when the operation is known */
    verifier.size = sizeof verifier;
    verifier.has_clock = 1;
    verifier.now = system_time();
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = sizeof replays / sizeof *replays;
    verifier.password = password_of;
    verifier.ctx = f;
    TRY(soapstone_security_verify(request->headers, &verifier, &result, &error));
    if (result.authenticated)
        known->authenticated = SOAPSTONE_AUTHENTICATION_PASSWORD_TEXT | SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST;
    return SOAPSTONE_OK;
}

/* ---------------------------------------------------------------------------------------------------- what is called */

/* Decodes a piece of the file and keeps it. */
static int32_t store(files *f, soapstone_base64 *decoder, soapstone_str text)
{
    uint8_t bytes[512];
    size_t len;
    int32_t status;

    do {
        status = soapstone_base64_decode(decoder, &text, bytes, sizeof bytes, &len);
        if (status < 0)
            return status;
        if (f->in != NULL && fwrite(bytes, 1, len, f->in) != len)
            return SOAPSTONE_ERROR_IO;
        f->crc = crc32_update(f->crc, bytes, len);
        f->count += len;
    } while (status == SOAPSTONE_OUTPUT_FULL);
    return SOAPSTONE_OK;
}

/* Reads the Body to its end. */
static int32_t read_body(files *f, int32_t operation, soapstone_message *message)
{
    soapstone_base64 decoder;
    soapstone_event event;
    size_t have = 0;
    int32_t status;

    TRY(soapstone_base64_init(&decoder, SOAPSTONE_ABI_VERSION, 0));
    while ((status = soapstone_message_next(message, &event)) == SOAPSTONE_OK) {
        if (event.kind != SOAPSTONE_EVENT_TEXT)
            continue;
        if (operation == STORE) {
            TRY(store(f, &decoder, event.text));
        } else if (event.text.len >= sizeof f->text - have) {
            f->reason = "the text is longer than this service can keep";
        } else {
            memcpy(f->text + have, event.text.ptr, event.text.len);
            have += event.text.len;
        }
    }
    if (status == SOAPSTONE_END && operation == STORE)
        return soapstone_base64_finish(&decoder);
    f->text[have] = '\0';
    return status == SOAPSTONE_END ? SOAPSTONE_OK : status;
}

static int32_t handle(void *ctx, const soapstone_received *request, soapstone_message *message)
{
    files *f = ctx;

    f->reason = NULL;
    f->count = f->crc = 0;
    if (f->in != NULL && request->operation == STORE)
        rewind(f->in);
    TRY(read_body(f, request->operation, message));
    if (request->operation == STORE && f->in != NULL && fflush(f->in) != 0)
        return SOAPSTONE_ERROR_IO;
    if (request->operation == FETCH)
        f->count = strtoull(f->text, NULL, 10);
    if (request->operation == NOTE) {
        fprintf(stderr, "note: %s\n", f->text);
        return SOAPSTONE_OUTCOME_ACCEPTED;
    }
    return f->reason == NULL ? SOAPSTONE_OUTCOME_REPLY : SOAPSTONE_OUTCOME_FAULT + SOAPSTONE_FAULT_SENDER;
}

/* ------------------------------------------------------------------------------------------------- what is answered */

/* Writes <local>text</local>. */
static int32_t element(soapstone_writer *w, const char *local, const char *text)
{
    TRY(soapstone_writer_start(w, str(NS), str(local)));
    TRY(soapstone_writer_text(w, str(text)));
    return soapstone_writer_end(w);
}

/* Writes the file, piece by piece. */
static int32_t content(files *f, soapstone_writer *w)
{
    uint8_t bytes[502]; /* twice 0 to 250 */
    uint64_t left = f->count;
    size_t i;

    for (i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i % 251);
    if (f->out != NULL)
        rewind(f->out);
    TRY(soapstone_writer_start(w, str(NS), str("content")));
    while (left > 0) {
        soapstone_str piece;
        piece.ptr = bytes;
        piece.len = left < sizeof bytes ? (size_t)left : sizeof bytes;
        if (f->out != NULL)
            piece.len = fread(bytes, 1, piece.len, f->out);
        if (piece.len == 0)
            break;
        left -= piece.len;
        TRY(soapstone_writer_base64(w, &piece));
    }
    return soapstone_writer_end(w);
}

static int32_t answer(void *ctx, const soapstone_received *request, soapstone_writer *w)
{
    static const char *const names[OPERATIONS] = {"EchoResponse", "StoreResponse", "FetchResponse", ""};
    files *f = ctx;
    soapstone_fault fault;
    char count[24], crc[16];

    TRY(soapstone_writer_pin(w, str("f"), str(NS)));
    TRY(soapstone_envelope_writer_envelope(w));
    if (f->reason != NULL) {
        TRY(soapstone_fault_init(&fault, request->version, SOAPSTONE_FAULT_SENDER, str(f->reason)));
        TRY(soapstone_envelope_writer_fault(w, &fault));
        return soapstone_envelope_writer_finish(w);
    }
    TRY(soapstone_envelope_writer_body_entry(w, str(NS), str(names[request->operation])));
    switch (request->operation) {
    case ECHO_TEXT:
        TRY(element(w, "text", f->text));
        break;
    case STORE:
        snprintf(count, sizeof count, "%llu", (unsigned long long)f->count);
        snprintf(crc, sizeof crc, "%08lx", (unsigned long)f->crc);
        TRY(element(w, "bytes", count));
        TRY(element(w, "crc32", crc));
        break;
    default:
        TRY(content(f, w));
    }
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

static void answered(void *ctx, int32_t status, const soapstone_error *error)
{
    const files *f = ctx;
    soapstone_str name = soapstone_error_name(error->kind);

    if (f->verbose)
        fprintf(stderr, "%d %.*s\n", (int)status, error->kind == 0 ? 0 : (int)name.len, (const char *)name.ptr);
}

void files_serve(files *f, soapstone_server *server)
{
    static const char *const names[OPERATIONS] = {"Echo", "Store", "Fetch", "Note"};
    static soapstone_operation operations[OPERATIONS];
    static soapstone_service service;
    static soapstone_path paths[1];
    static const soapstone_vocabulary *vocabularies[1];
    static soapstone_node node;
    int i;

    for (i = 0; i < OPERATIONS; i++) {
        operations[i].ns = str(NS);
        operations[i].local = str(names[i]);
        if (f->user != NULL)
            operations[i].authentication =
                SOAPSTONE_AUTHENTICATION_PASSWORD_TEXT | SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST;
    }
    operations[NOTE].one_way = 1;
    service.size = sizeof service;
    service.operations = operations;
    service.operation_count = OPERATIONS;
    paths[0].service = &service;
    vocabularies[0] = soapstone_wss_vocabulary();
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 1;
    server->paths = paths;
    server->path_count = 1;
    server->node = &node;
    server->ctx = f;
    server->identify = identify;
    server->handle = handle;
    server->answer = answer;
    server->answered = answered;
}
