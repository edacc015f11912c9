/* The client of proving.c, over HTTP. */
#define CONNECTED
#include "proving.c"

static soapstone_client client;
static soapstone_str head, piece, *connection;
static uint32_t sent;
static int32_t ended;
static enum { CALLING, READING } step;
const uint32_t state_size = sizeof client + sizeof reader + sizeof headers + sizeof fault_reader;

static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nConnection: close\r\n\r\n";

static int32_t connect_to(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout) {
    (void)ctx, (void)endpoint, (void)timeout;
    head = STR(response);
    return SOAPSTONE_OK;
}

static int32_t send_all(void *ctx, const uint8_t *bytes, size_t len) {
    (void)ctx, (void)bytes;
    sent += (uint32_t)len;
    return SOAPSTONE_OK;
}

/* The board has the message; the head of the response goes before it. */
static int32_t receive(void *ctx, uint8_t *bytes, size_t len, size_t *count) {
    soapstone_str *from = head.len > 0 ? &head : connection;
    (void)ctx;
    *count = len < from->len ? len : from->len;
    memcpy(bytes, from->ptr, *count);
    from->ptr += *count;
    from->len -= *count;
    return SOAPSTONE_OK;
}

static void disconnect(void *ctx) {
    (void)ctx;
}

void program_start(void *workspace, size_t len) {
    soapstone_transport transport = {0};
    begin(workspace, len);
    step = CALLING;
    sent = 0;
    ended = 0;
    piece.len = 0;
    transport.size = sizeof transport;
    transport.open = connect_to;
    transport.read = receive;
    transport.write = send_all;
    transport.close = disconnect;
    soapstone_client_init_direct(&client, SOAPSTONE_ABI_VERSION, &transport, memory, sizeof memory);
}

static int32_t call(uint32_t *seen) {
    soapstone_http_call request = {0};
    int32_t status;
    request.size = sizeof request;
    request.version = SOAPSTONE_SOAP11;
    request.endpoint = STR("http://station.example/ws");
    request.action = STR("urn:example:station/read");
    request.length = SOAPSTONE_LENGTH_COUNTED;
    request.workspace = room;
    request.workspace_len = room_len;
    request.body = write_request;
    status = soapstone_client_call(&client, &request);
    expect_response();
    *seen += sent;
    step = READING;
    return status;
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    int32_t status;
    connection = input;
    if (step == CALLING)
        return input->len == 0 && !last ? SOAPSTONE_NEED_INPUT : call(seen);
    status = read_on(&piece, ended, seen);
    if (status != SOAPSTONE_NEED_INPUT || (input->len == 0 && !last))
        return status;
    status = soapstone_client_receive(&client, &piece);
    ended = status == SOAPSTONE_END;
    return status < 0 ? status : SOAPSTONE_OK;
}
