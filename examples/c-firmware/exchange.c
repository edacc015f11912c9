#include "exchange.h"
#include "report.h"

#include <string.h>

/* Longer messages are refused. */
enum { MESSAGE = 4096 };

void exchange_begin(exchange *x)
{
    soapstone_limits limits = {0};
    soapstone_envelope_options options = {0};

    limits.size = sizeof limits;
    limits.message_bytes = MESSAGE;
    options.size = sizeof options;
    options.limits = &limits;
    device_begin(&x->parameters);
    device_node(&x->node);
    x->part = EXCHANGE_HEAD;
    x->phase = EXCHANGE_HEADERS;
    x->is_report = 0;
    memset(&x->call, 0, sizeof x->call);
    memset(&x->error, 0, sizeof x->error);
    soapstone_http_head_reader_init(&x->head_reader, SOAPSTONE_ABI_VERSION, x->head, sizeof x->head, 0);
    soapstone_envelope_reader_init(&x->reader, SOAPSTONE_ABI_VERSION, x->workspace, sizeof x->workspace, &options);
    soapstone_header_reader_init(&x->headers, SOAPSTONE_ABI_VERSION, x->store, sizeof x->store, &x->node);
}

/* -------------------------------------------------------------------------------------------------------- the message */

/* Finds the operation when the body entry opens, before its content; the event is the end of the Body when it is empty. */
static int32_t find_operation(exchange *x, const soapstone_event *event)
{
    soapstone_request known = {0};
    soapstone_qname name = {0};

    known.size = sizeof known;
    known.offset = event->offset;
    name.ns = event->ns;
    name.local = event->local;
    TRY(device_identify(&x->headers, &known));
    TRY(soapstone_service_dispatch(&device_service, &known,
                                   event->section == SOAPSTONE_SECTION_BODY_ENTRY ? &name : NULL, &x->call));
    return device_event(&x->parameters, (int32_t)x->call.index, event);
}

/* Reads on, as far as the piece goes. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_message(exchange *x, soapstone_str *piece, int32_t last)
{
    soapstone_event event;

    if (x->phase == EXCHANGE_HEADERS) {
        TRY(soapstone_header_reader_read(&x->headers, &x->reader, piece, last));
        x->phase = EXCHANGE_FIRST;
    }
    for (;;) {
        TRY(soapstone_envelope_reader_next(&x->reader, piece, last, &event));
        if (x->phase == EXCHANGE_CONTENT) {
            TRY(device_event(&x->parameters, (int32_t)x->call.index, &event));
        } else {
            TRY(find_operation(x, &event));
            x->phase = EXCHANGE_CONTENT;
        }
    }
}

/* What is wrong with the message, in full, by whoever found it. */
static void find_error(exchange *x, int32_t status)
{
    soapstone_header_reader_error(&x->headers, &x->error);
    if (x->error.kind == SOAPSTONE_OK)
        soapstone_envelope_reader_error(&x->reader, &x->error);
    if (x->error.kind == SOAPSTONE_OK)
        x->error = x->call.error;
    if (x->error.kind == SOAPSTONE_OK) {
        x->error.kind = status; /* the library was content, but the device was not */
        x->error.offset = soapstone_envelope_reader_offset(&x->reader);
    }
}

/* Takes a piece of the message; last is 1 for the end of it. After an error the rest is dropped. */
static void take(exchange *x, soapstone_str piece, int32_t last)
{
    int32_t status;

    if (x->error.kind != SOAPSTONE_OK || x->is_report)
        return;
    status = read_message(x, &piece, last);
    if (status == SOAPSTONE_END)
        status = device_do(&x->parameters, (int32_t)x->call.index);
    if (status < 0)
        find_error(x, status);
}

/* --------------------------------------------------------------------------------------------------------------- HTTP */

static void refuse_length(exchange *x, uint64_t length)
{
    x->error.kind = SOAPSTONE_ERROR_LIMIT;
    x->error.limit = SOAPSTONE_LIMIT_MESSAGE_BYTES;
    x->error.needed = length;
}

static int32_t read_head(exchange *x, soapstone_str *input)
{
    soapstone_http_request request;
    soapstone_http_framing framing;

    TRY(soapstone_http_head_reader_read(&x->head_reader, input, 0));
    TRY(soapstone_http_head_reader_request(&x->head_reader, &request));
    TRY(soapstone_http_request_framing(&request, &framing, NULL));
    x->is_report = soapstone_str_equals(request.method, "GET");
    x->part = EXCHANGE_BODY;
    if (framing.length > MESSAGE)
        refuse_length(x, framing.length);
    /* No limit here: so the end of a message that is too long is found, and the next request after it. */
    return soapstone_http_body_reader_init(&x->body_reader, SOAPSTONE_ABI_VERSION, &framing, UINT64_MAX, NULL, 0);
}

int32_t exchange_push(exchange *x, soapstone_str *input)
{
    soapstone_str piece = {NULL, 0};
    int32_t status;

    if (x->part == EXCHANGE_HEAD)
        TRY(read_head(x, input));
    while ((status = soapstone_http_body_reader_next(&x->body_reader, input, 0, &piece)) == SOAPSTONE_OK)
        take(x, piece, 0);
    if (status != SOAPSTONE_END)
        return status;
    piece.len = 0;
    take(x, piece, 1);
    return SOAPSTONE_OK;
}

/* ------------------------------------------------------------------------------------------------------- the response */

/* Writes the body of the response; gives its status. */
static int32_t write_body(exchange *x, int32_t version, int32_t *http_status)
{
    soapstone_output output = {0};
    soapstone_fault fault;
    const int is_refused = x->error.kind != SOAPSTONE_OK;

    if (is_refused ? soapstone_service_fault(&device_service, &x->call, version, &x->error, &fault) != SOAPSTONE_OK
                   : !device_answers((int32_t)x->call.index)) {
        *http_status = 202;
        return SOAPSTONE_OK;
    }
    if (x->error.kind == SOAPSTONE_ERROR_LIMIT)
        fault.reasons[0].text = report_need(fault.reasons[0].text, x->error.needed);
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = x->output;
    output.memory_len = sizeof x->output;
    TRY(soapstone_envelope_writer_init(&x->writer, SOAPSTONE_ABI_VERSION, x->workspace, sizeof x->workspace, &output,
                                       NULL, version));
    if (!is_refused)
        return device_answer((int32_t)x->call.index, &x->writer);
    if (x->error.limit == SOAPSTONE_LIMIT_MESSAGE_BYTES)
        *http_status = 413;
    else
        *http_status = version == SOAPSTONE_SOAP12 && fault.kind == SOAPSTONE_FAULT_SENDER ? 400 : 500;
    return soapstone_envelope_writer_answer(&x->writer, &fault, 0, &x->headers);
}

static const char *media_type(const exchange *x, int32_t version)
{
    if (x->is_report)
        return "text/plain";
    return version == SOAPSTONE_SOAP12 ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
}

int32_t exchange_respond(exchange *x, int32_t status, soapstone_str report, soapstone_str *head, soapstone_str *body)
{
    const int32_t version = soapstone_envelope_reader_reply_version(&x->reader);
    soapstone_http_head_writer w;
    int32_t http_status = 200;

    body->len = 0;
    if (status != SOAPSTONE_OK) {
        http_status = status < 0 ? 400 : 408; /* no request of HTTP: there is nothing to answer with SOAP */
    } else if (x->is_report) {
        *body = report;
    } else {
        if (write_body(x, version, &http_status) != SOAPSTONE_OK)
            http_status = 500; /* it does not fit into the output */
        else if (http_status != 202)
            TRY(soapstone_writer_drain(&x->writer, body));
    }
    soapstone_http_head_writer_response(&w, SOAPSTONE_ABI_VERSION, x->head, sizeof x->head, http_status,
                                        soapstone_cstr(""));
    if (body->len > 0)
        soapstone_http_head_writer_field(&w, soapstone_cstr("Content-Type"), soapstone_cstr(media_type(x, version)));
    soapstone_http_head_writer_number(&w, soapstone_cstr("Content-Length"), body->len);
    return soapstone_http_head_writer_finish(&w, head);
}
