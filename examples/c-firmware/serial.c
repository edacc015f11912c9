/*
 * A device on a serial line, bare metal: SOAP over HTTP, one request after the other, without end.
 *
 * All memory is here, static and sized by name. GET, on any path, answers how much stack was used.
 */
#include "board.h"
#include "device.h"
#include "report.h"

enum {
    HEAD = 512,      /* the head of a request */
    WINDOW = 64,     /* what the serial line gives at once */
    WORKSPACE = 768, /* the reader, then the writer */
    STORE = 1024,    /* the header block Security */
    OUTPUT = 256,    /* the head of a response, then pieces of its body */
    MESSAGE = 4096   /* longer requests are refused */
};

static uint8_t head[HEAD], window[WINDOW], workspace[WORKSPACE], store[STORE], output[OUTPUT];

static int32_t receive(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    (void)ctx;
    *count = board_receive(bytes, len);
    return *count > 0 ? SOAPSTONE_OK : SOAPSTONE_NEED_INPUT;
}

static int32_t send_all(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx;
    board_send(bytes, len);
    return SOAPSTONE_OK;
}

static int32_t identify(void *ctx, const soapstone_received *request, soapstone_request *known)
{
    (void)ctx;
    return device_identify(request->headers, known);
}

static int32_t handle(void *ctx, const soapstone_received *request, soapstone_message *message)
{
    device_call call;
    soapstone_event event;
    int32_t status;

    (void)ctx;
    device_begin(&call);
    while ((status = soapstone_message_next(message, &event)) == SOAPSTONE_OK)
        TRY(device_event(&call, request->operation, &event));
    if (status != SOAPSTONE_END)
        return status;
    TRY(device_do(&call, request->operation));
    return device_answers(request->operation) ? SOAPSTONE_OUTCOME_REPLY : SOAPSTONE_OUTCOME_ACCEPTED;
}

static int32_t answer(void *ctx, const soapstone_received *request, soapstone_writer *writer)
{
    (void)ctx;
    return device_answer(request->operation, writer);
}

static int32_t page(void *ctx, const soapstone_received *request, soapstone_str *media_type, soapstone_str *content)
{
    (void)ctx, (void)request;
    *media_type = soapstone_cstr("text/plain");
    *content = report(board_stack_used(), board_stack_size());
    return SOAPSTONE_OK;
}

int main(void)
{
    static const soapstone_path paths[] = {{STR("/onvif/device_service"), &device_service}};
    static soapstone_limits limits;
    static soapstone_envelope_options envelope;
    static soapstone_node node;
    static soapstone_server server;
    static soapstone_connection connection;

    limits.size = sizeof limits;
    limits.message_bytes = MESSAGE;
    envelope.size = sizeof envelope;
    envelope.limits = &limits;
    device_node(&node);
    server.size = sizeof server;
    server.paths = paths, server.path_count = 1;
    server.envelope = &envelope;
    server.node = &node;
    server.identify = identify;
    server.page = page;
    server.handle = handle;
    server.answer = answer;
    server.head = head, server.head_len = sizeof head;
    server.input = window, server.input_len = sizeof window;
    server.workspace = workspace, server.workspace_len = sizeof workspace;
    server.store = store, server.store_len = sizeof store;
    server.output = output, server.output_len = sizeof output;
    connection.size = sizeof connection;
    connection.read = receive;
    connection.write = send_all;
    board_start();
    for (;;) /* where a connection would be closed, a serial line goes on */
        soapstone_server_serve(&server, SOAPSTONE_ABI_VERSION, &connection);
}
