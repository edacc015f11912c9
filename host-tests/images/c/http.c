/* The program of service.c behind HTTP: reads the head of a request, takes the message out of its body, and puts head
 * and chunks around the answer. */
#define program_start soap_start
#define program_step soap_step
#define state_size soap_state_size
#include "service.c"
#undef program_start
#undef program_step
#undef state_size

static const char request[] = "POST /station HTTP/1.1\r\n"
                              "Host: station.example\r\n"
                              "Content-Type: text/xml; charset=utf-8\r\n"
                              "SOAPAction: \"urn:example:station/report\"\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n";

static soapstone_http_head_reader head_reader;
static soapstone_http_body_reader body_reader;
static soapstone_http_head_writer head_writer;
static soapstone_http_body_writer body_writer;
static uint8_t head[256];
static soapstone_str piece;
const uint32_t state_size = sizeof head_reader + sizeof body_reader + sizeof head_writer + sizeof body_writer +
                            sizeof reader + sizeof fault_reader + sizeof writer;

/* Reads the head; gives how its body ends. */
static int32_t read_head(soapstone_http_framing *framing) {
    soapstone_str input = STR(request);
    soapstone_http_request said;
    soapstone_http_head_reader_init(&head_reader, SOAPSTONE_ABI_VERSION, head, sizeof head, 0);
    int32_t status = soapstone_http_head_reader_read(&head_reader, &input, 0);
    if (status == SOAPSTONE_OK)
        status = soapstone_http_head_reader_request(&head_reader, &said);
    if (status == SOAPSTONE_OK)
        status = soapstone_http_request_framing(&said, framing, NULL);
    return status;
}

void program_start(void *workspace, size_t len) {
    soapstone_http_framing framing;
    soap_start(workspace, len);
    /* The board has the message without its chunks: it is what is left of the connection. */
    if (read_head(&framing) == SOAPSTONE_OK)
        framing.kind = SOAPSTONE_HTTP_UNTIL_CLOSE;
    soapstone_http_body_reader_init(&body_reader, SOAPSTONE_ABI_VERSION, &framing, 1000000, NULL, 0);
}

/* What goes around an answer of so many bytes. */
static int32_t respond_with(uint32_t len, uint32_t *seen) {
    const soapstone_http_framing chunked = {SOAPSTONE_HTTP_CHUNKED, 0, 0};
    soapstone_http_frame frame;
    soapstone_str bytes;
    soapstone_http_head_writer_response(&head_writer, SOAPSTONE_ABI_VERSION, head, sizeof head, 200, STR("OK"));
    soapstone_http_head_writer_field(&head_writer, STR("Content-Type"), STR("text/xml; charset=utf-8"));
    soapstone_http_head_writer_field(&head_writer, STR("Transfer-Encoding"), STR("chunked"));
    int32_t status = soapstone_http_head_writer_finish(&head_writer, &bytes);
    if (status != SOAPSTONE_OK)
        return status;
    *seen += (uint32_t)bytes.len;
    soapstone_http_body_writer_init(&body_writer, SOAPSTONE_ABI_VERSION, &chunked);
    status = soapstone_http_body_writer_frame(&body_writer, len, &frame);
    if (status == SOAPSTONE_OK)
        status = soapstone_http_body_writer_finish(&body_writer, &bytes);
    *seen += frame.before_len + (uint32_t)(frame.after.len + bytes.len);
    return status;
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    const uint32_t before = *seen;
    int32_t status;
    if (piece.len == 0) {
        status = soapstone_http_body_reader_next(&body_reader, input, last, &piece);
        if (status != SOAPSTONE_OK && status != SOAPSTONE_END)
            return status;
    }
    status = soap_step(&piece, last && input->len == 0, seen);
    if (status == SOAPSTONE_END && respond_with(*seen - before, seen) != SOAPSTONE_OK)
        return SOAPSTONE_ERROR_IO;
    return status == SOAPSTONE_NEED_INPUT ? SOAPSTONE_OK : status;
}
