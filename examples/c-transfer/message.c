#include "message.h"

#include <stdio.h>
#include <string.h>

enum { ABI = SOAPSTONE_ABI_VERSION, BLOCK = 1536 };

static uint8_t workspace[512], head[512], block[BLOCK];

static soapstone_writer writer; /* a message is read before the next is written */
static soapstone_envelope_reader reader;

size_t memory_given(void)
{
    return sizeof workspace + sizeof head + sizeof block + sizeof io;
}

static soapstone_str str(const char *text)
{
    return soapstone_cstr(text);
}

/* ----------------------------------------------------------------------------------------------- writing a message */

/* Some of the content: no two blocks are the same. */
static void make_block(uint64_t at)
{
    static int made;
    uint32_t state = 2463534242u;
    size_t i;
    for (i = 0; !made && i < sizeof block; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        block[i] = (uint8_t)state;
    }
    made = 1;
    memcpy(block, &at, sizeof at);
}

/* Called by the writer when its memory is full, and for the rest at the end. */
static int32_t send_body(void *ctx, const uint8_t *bytes, size_t len)
{
    connection *c = ctx;
    soapstone_http_frame frame;
    struct iovec piece[3];

    TRY(soapstone_http_body_writer_frame(&c->body, len, &frame));
    c->digest_sent = digest(c->digest_sent, bytes, len);
    c->sent += len;
    piece[0].iov_base = frame.before;
    piece[0].iov_len = frame.before_len;
    piece[1].iov_base = (void *)bytes;
    piece[1].iov_len = len;
    piece[2].iov_base = (void *)frame.after.ptr;
    piece[2].iov_len = frame.after.len;
    return send_pieces(c->fd, piece, 3);
}

/* Writes the message: a body entry with a number, or with content. */
static int32_t write_message(const soapstone_output *output, const char *name, uint64_t number, uint64_t content)
{
    char text[24];
    uint64_t at;

    TRY(soapstone_envelope_writer_init(&writer, ABI, workspace, sizeof workspace, output, NULL, SOAPSTONE_SOAP12));
    TRY(soapstone_envelope_writer_envelope(&writer));
    TRY(soapstone_envelope_writer_body_entry(&writer, str(NS), str(name)));
    TRY(soapstone_writer_start(&writer, str(NS), str("bytes")));
    sprintf(text, "%llu", (unsigned long long)number);
    TRY(soapstone_writer_text(&writer, str(text)));
    TRY(soapstone_writer_end(&writer));
    TRY(soapstone_writer_start(&writer, str(NS), str("content")));
    for (at = 0; at < content; at += BLOCK) {
        soapstone_str part;
        make_block(at);
        part.ptr = block;
        part.len = content - at < BLOCK ? (size_t)(content - at) : BLOCK;
        TRY(soapstone_writer_base64(&writer, &part));
    }
    TRY(soapstone_writer_end(&writer));
    TRY(soapstone_envelope_writer_end(&writer));
    return soapstone_envelope_writer_finish(&writer);
}

/* The length of a message: that of one without content is counted, that of base64 is known. */
static int32_t measure(const char *name, uint64_t number, uint64_t content, uint64_t *length)
{
    soapstone_output count = {sizeof count, SOAPSTONE_OUTPUT_COUNT, NULL, 0, NULL, NULL};

    TRY(write_message(&count, name, number, 1));
    *length = soapstone_writer_written(&writer) - 4 + (content + 2) / 3 * 4;
    if (content == 0)
        TRY(write_message(&count, name, number, 0));
    if (content == 0)
        *length = soapstone_writer_written(&writer);
    return SOAPSTONE_OK;
}

int32_t send_message(connection *c, const char *target, const char *name, uint64_t number, uint64_t content,
                            int chunked)
{
    soapstone_http_framing framing = {SOAPSTONE_HTTP_CHUNKED, 0, 0};
    soapstone_output output = {0};
    soapstone_http_head_writer fields;
    soapstone_str bytes;

    if (target != NULL)
        TRY(soapstone_http_head_writer_request(&fields, ABI, head, sizeof head, str("POST"), str(target)));
    else
        TRY(soapstone_http_head_writer_response(&fields, ABI, head, sizeof head, 200, str("OK")));
    if (target != NULL)
        TRY(soapstone_http_head_writer_field(&fields, str("Host"), str("127.0.0.1")));
    TRY(soapstone_http_head_writer_field(&fields, str("Content-Type"), str("application/soap+xml; charset=utf-8")));
    if (chunked) {
        TRY(soapstone_http_head_writer_field(&fields, str("Transfer-Encoding"), str("chunked")));
    } else {
        framing.kind = SOAPSTONE_HTTP_LENGTH;
        TRY(measure(name, number, content, &framing.length));
        TRY(soapstone_http_head_writer_number(&fields, str("Content-Length"), framing.length));
    }
    TRY(soapstone_http_head_writer_finish(&fields, &bytes));
    TRY(send_bytes(c->fd, bytes));

    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_WRITE;
    output.memory = io;
    output.memory_len = sizeof io;
    output.write = send_body;
    output.ctx = c;
    TRY(soapstone_http_body_writer_init(&c->body, ABI, &framing));
    TRY(write_message(&output, name, number, content));
    if (soapstone_writer_workspace_peak(&writer) > c->peak)
        c->peak = soapstone_writer_workspace_peak(&writer);
    TRY(soapstone_http_body_writer_finish(&c->body, &bytes));
    return bytes.len == 0 ? SOAPSTONE_OK : send_bytes(c->fd, bytes);
}

/* ----------------------------------------------------------------------------------------------- reading a message */

/* Takes a piece of the text of an element. */
static int32_t take_text(message *m, int in_content, soapstone_base64 *decoder, soapstone_str text)
{
    size_t len, have = strlen(m->bytes);
    int32_t status;

    if (!in_content) {
        if (text.len >= sizeof m->bytes - have)
            return SOAPSTONE_ERROR_OVERFLOW;
        memcpy(m->bytes + have, text.ptr, text.len);
        return SOAPSTONE_OK;
    }
    do {
        status = soapstone_base64_decode(decoder, &text, block, sizeof block, &len);
        if (status < 0)
            return status;
        m->content += len;
    } while (status == SOAPSTONE_OUTPUT_FULL);
    return SOAPSTONE_OK;
}

/* Reads the events that are in a piece of the body. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_events(message *m, soapstone_str piece, int32_t last)
{
    static soapstone_base64 decoder;
    static int in_content;
    soapstone_event event;
    int32_t status;

    while ((status = soapstone_envelope_reader_next(&reader, &piece, last, &event)) == SOAPSTONE_OK) {
        if (event.kind == SOAPSTONE_EVENT_OPEN && event.section == SOAPSTONE_SECTION_BODY_ENTRY) {
            m->fetch = soapstone_str_equals(event.local, "Fetch");
        } else if (event.kind == SOAPSTONE_EVENT_START) {
            in_content = soapstone_str_equals(event.local, "content");
            TRY(soapstone_base64_init(&decoder, ABI, 0));
        } else if (event.kind == SOAPSTONE_EVENT_TEXT) {
            TRY(take_text(m, in_content, &decoder, event.text));
        } else if (event.kind == SOAPSTONE_EVENT_END && in_content) {
            TRY(soapstone_base64_finish(&decoder));
        }
    }
    return status;
}

int32_t receive_body(connection *c, const soapstone_http_framing *framing, message *m)
{
    static soapstone_http_body_reader body;
    soapstone_str piece;
    int32_t status, read = SOAPSTONE_NEED_INPUT;

    memset(m, 0, sizeof *m);
    TRY(soapstone_http_body_reader_init(&body, ABI, framing, UINT64_MAX, NULL, 0));
    TRY(soapstone_envelope_reader_init(&reader, ABI, workspace, sizeof workspace, NULL));
    for (;;) {
        status = soapstone_http_body_reader_next(&body, &c->input, 0, &piece);
        if (status == SOAPSTONE_NEED_INPUT) {
            TRY(receive_bytes(c));
            if (c->input.len == 0)
                return SOAPSTONE_ERROR_HTTP_TRUNCATED;
            continue;
        }
        if (status != SOAPSTONE_OK)
            break;
        c->digest_received = digest(c->digest_received, piece.ptr, piece.len);
        c->received += piece.len;
        read = read_events(m, piece, 0);
        if (read < 0)
            return read;
    }
    if (soapstone_envelope_reader_workspace_peak(&reader) > c->peak)
        c->peak = soapstone_envelope_reader_workspace_peak(&reader);
    piece.ptr = NULL;
    piece.len = 0;
    if (status == SOAPSTONE_END && read == SOAPSTONE_NEED_INPUT)
        read = read_events(m, piece, 1);
    return status != SOAPSTONE_END ? status : read == SOAPSTONE_END ? SOAPSTONE_OK : read;
}

int32_t receive_head(connection *c, soapstone_http_head_reader *fields)
{
    int32_t status, last = 0;

    TRY(soapstone_http_head_reader_init(fields, ABI, head, sizeof head, 0));
    while ((status = soapstone_http_head_reader_read(fields, &c->input, last)) == SOAPSTONE_NEED_INPUT) {
        TRY(receive_bytes(c));
        last = c->input.len == 0;
    }
    return status == SOAPSTONE_ERROR_CONNECTION_CLOSED ? SOAPSTONE_END : status;
}
