#include "message.h"

#include "crc32.h"

#include <string.h>

#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t store[512];     /* the texts of a fault */
static uint8_t bytes[1536];    /* on their way from a file, or to one; a multiple of 3 is base64 without a rest */

/* Gives the next bytes of the file. */
static size_t take(request *r, uint8_t *to, size_t len)
{
    len = fread(to, 1, len < r->left ? len : (size_t)r->left, r->in);
    r->left -= len;
    return len;
}

/* Begins anew: a message may be written more than once. */
static int32_t rewound(request *r)
{
    r->left = r->most;
    clearerr(r->in);
    return r->in == stdin || fseek(r->in, 0, SEEK_SET) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

int32_t request_source(void *ctx, uint8_t *to, size_t len, size_t *count)
{
    request *r = ctx;

    if (len == 0)
        return rewound(r);
    *count = take(r, to, len);
    return ferror(r->in) ? SOAPSTONE_ERROR_IO : SOAPSTONE_OK;
}

/* Writes the file as base64. */
static int32_t write_file(request *r, soapstone_writer *w)
{
    soapstone_str part;

    TRY(rewound(r));
    r->crc = 0;
    r->sent = 0;
    while ((part.len = take(r, bytes, sizeof bytes)) > 0) {
        part.ptr = bytes;
        r->crc = crc32_update(r->crc, bytes, part.len);
        r->sent += part.len;
        TRY(soapstone_writer_base64(w, &part));
    }
    return ferror(r->in) ? SOAPSTONE_ERROR_IO : SOAPSTONE_OK;
}

int32_t request_body(void *ctx, soapstone_writer *w)
{
    request *r = ctx;

    TRY(soapstone_envelope_writer_envelope(w));
    TRY(soapstone_envelope_writer_body_entry(w, soapstone_cstr(r->ns), soapstone_cstr(r->entry)));
    TRY(soapstone_writer_start(w, soapstone_cstr(r->ns), soapstone_cstr(r->child)));
    TRY(r->in != NULL ? write_file(r, w) : soapstone_writer_text(w, soapstone_cstr(r->text)));
    TRY(soapstone_writer_end(w));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}

/* Decodes a piece of base64. */
static int32_t decode(reply *r, soapstone_base64 *decoder, soapstone_str text)
{
    size_t len;
    int32_t status;

    do {
        status = soapstone_base64_decode(decoder, &text, bytes, sizeof bytes, &len);
        if (status < 0)
            return status;
        r->crc = crc32_update(r->crc, bytes, len);
        r->taken += len;
        if (fwrite(bytes, 1, len, r->get) != len)
            return SOAPSTONE_ERROR_IO;
    } while (status == SOAPSTONE_OUTPUT_FULL);
    return SOAPSTONE_OK;
}

/* Receives the next piece of the body. */
static int32_t receive(soapstone_client *client, reply *r, soapstone_str *piece, int32_t *last)
{
    int32_t status = soapstone_client_receive(client, piece);

    *last = status == SOAPSTONE_END;
    r->bytes += *last || status < 0 ? 0 : piece->len;
    if (status == SOAPSTONE_OK && r->out != NULL && fwrite(piece->ptr, 1, piece->len, r->out) != piece->len)
        return SOAPSTONE_ERROR_IO;
    return status < 0 ? status : SOAPSTONE_OK;
}

int32_t reply_read(soapstone_client *client, reply *r, void *workspace, size_t len)
{
    static soapstone_envelope_reader reader;
    static soapstone_fault_reader fault;
    soapstone_base64 decoder;
    soapstone_str input = {NULL, 0};
    soapstone_event event;
    int32_t status, last = 0;
    int in_fault = 0, in_child = 0;

    TRY(soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, len, NULL));
    TRY(soapstone_client_prepare(client, &reader));
    for (;;) {
        status = in_fault ? soapstone_fault_reader_next(&fault, &reader, &input, last, &event)
                          : soapstone_envelope_reader_next(&reader, &input, last, &event);
        if (status == SOAPSTONE_NEED_INPUT) {
            TRY(receive(client, r, &input, &last));
        } else if (status == SOAPSTONE_END) {
            return soapstone_client_finish(client);
        } else if (status != SOAPSTONE_OK) {
            return status;
        } else if (event.kind == SOAPSTONE_EVENT_OPEN && event.section == SOAPSTONE_SECTION_FAULT) {
            in_fault = r->is_fault = 1;
            TRY(soapstone_fault_reader_init(&fault, SOAPSTONE_ABI_VERSION, store, sizeof store));
        } else if (event.kind == SOAPSTONE_EVENT_CLOSE && event.section == SOAPSTONE_SECTION_FAULT) {
            in_fault = 0;
            TRY(soapstone_fault_reader_fault(&fault, &r->fault));
        } else if (event.kind == SOAPSTONE_EVENT_START && r->get != NULL && !in_fault) {
            in_child = soapstone_str_equals(event.local, r->child);
            if (in_child)
                TRY(soapstone_base64_init(&decoder, SOAPSTONE_ABI_VERSION, 0));
        } else if (event.kind == SOAPSTONE_EVENT_TEXT && in_child) {
            TRY(decode(r, &decoder, event.text));
        } else if (event.kind == SOAPSTONE_EVENT_END && in_child) {
            in_child = 0;
            TRY(soapstone_base64_finish(&decoder));
        }
    }
}
