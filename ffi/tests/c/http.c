/* HTTP messages from C: heads and bodies read in every pair of pieces, written through every size of memory, addresses,
 * and misuse. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr

enum {
    ABI = SOAPSTONE_ABI_VERSION,
    NO = SOAPSTONE_ERROR_INVALID_ARGUMENT,
    SYNTAX = SOAPSTONE_ERROR_HTTP_SYNTAX,
    FRAMING = SOAPSTONE_ERROR_HTTP_FRAMING,
    CODING = SOAPSTONE_ERROR_HTTP_CODING
};

static guarded input_memory, head_memory, trailer_memory;
static soapstone_http_head_reader reader;
static soapstone_http_body_reader body;

/* Up to two pieces of some text, each at the end of guarded memory. */
static soapstone_str piece_of(const char *text, size_t from, size_t to)
{
    soapstone_str piece;
    piece.len = to - from;
    piece.ptr = guarded_copy(&input_memory, text + from, piece.len);
    return piece;
}

/* Reads a head that is cut in two; gives the status and what was taken. */
static int32_t read_head(const char *text, size_t cut, size_t memory, size_t *taken)
{
    size_t len = strlen(text);
    soapstone_str piece = piece_of(text, 0, cut);
    soapstone_http_head_reader moved;
    int32_t status;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_init(&moved, ABI, guarded_end(&head_memory, memory), memory, 0));
    status = soapstone_http_head_reader_read(&moved, &piece, cut == len);
    *taken = cut - piece.len;
    memcpy(&reader, &moved, sizeof reader);
    memset(&moved, 0x55, sizeof moved);
    if (status == SOAPSTONE_NEED_INPUT) {
        CHECK(piece.len == 0);
        piece = piece_of(text, cut, len);
        status = soapstone_http_head_reader_read(&reader, &piece, 1);
        *taken = len - piece.len;
    }
    return status;
}

/* Requests: how their bodies end. */
static const struct request_row {
    const char *id, *text;
    int32_t status, kind;
    uint64_t length;
} request_rows[] = {
    { "HTTP-01", "POST /x HTTP/1.1\r\nHost: h\r\nSOAPAction: \"urn:m#op\"\r\nContent-Length: 5\r\n\r\nhello", 0,
      SOAPSTONE_HTTP_LENGTH, 5 },
    { "chunked", "POST /x HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", 0, SOAPSTONE_HTTP_CHUNKED, 0 },
    { "no body", "POST /x HTTP/1.1\r\n\r\n", 0, SOAPSTONE_HTTP_LENGTH, 0 },
    { "two lengths", "POST /x HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", FRAMING, 0, 0 },
    { "length and coding", "POST /x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", FRAMING, 0, 0 },
    { "HTTP/1.0 in chunks", "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", FRAMING, 0, 0 },
    { "another coding", "POST /x HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", CODING, 0, 0 },
    { "folded", "POST /x HTTP/1.1\r\nA: 1\r\n 2\r\n\r\n", SYNTAX, 0, 0 },
    { "space before the colon", "POST /x HTTP/1.1\r\nContent-Length : 5\r\n\r\n", SYNTAX, 0, 0 },
    { "bare LF", "POST /x HTTP/1.1\nA: 1\r\n\r\n", SYNTAX, 0, 0 },
    { "HTTP/2.0", "POST /x HTTP/2.0\r\n\r\n", SOAPSTONE_ERROR_HTTP_VERSION, 0, 0 },
    { "closed early", "POST /x HTTP/1.1\r\nA: 1\r\n", SOAPSTONE_ERROR_HTTP_TRUNCATED, 0, 0 },
    { "closed", "", SOAPSTONE_ERROR_CONNECTION_CLOSED, 0, 0 }
};

static void requests(void)
{
    size_t i, cut, taken;
    for (i = 0; i < sizeof request_rows / sizeof *request_rows; i++) {
        const struct request_row *row = &request_rows[i];
        for (cut = 0; cut <= strlen(row->text); cut++) {
            soapstone_http_request request;
            soapstone_http_framing framing;
            soapstone_error error;
            int32_t status = read_head(row->text, cut, 256, &taken);
            if (status == SOAPSTONE_OK) {
                status = soapstone_http_head_reader_request(&reader, &request);
            }
            CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_error(&reader, &error));
            if (status == SOAPSTONE_OK) {
                CHECK_STATUS(SOAPSTONE_OK, error.kind);
                CHECK_STR("POST", request.method);
                CHECK_STR("/x", request.target);
                CHECK(request.keeps_alive == (request.version == SOAPSTONE_HTTP_11));
                status = soapstone_http_request_framing(&request, &framing, &error);
            }
            CHECK_STATUS(row->status, status);
            CHECK_STATUS(row->status, error.kind);
            if (status == SOAPSTONE_OK) {
                CHECK(framing.kind == row->kind && framing.length == row->length);
                CHECK(memcmp(row->text + taken - 4, "\r\n\r\n", 4) == 0);
            }
        }
    }
}

static void responses(void)
{
    static const char text[] = "HTTP/1.1 500 Internal Server Error\r\nServer: a\r\nX: 1\r\nConnection: te, close\r\nx: 2\r\n\r\n";
    static const char *const names[] = { "Server", "X", "Connection", "x" };
    soapstone_http_response response;
    soapstone_http_fields rest;
    soapstone_http_field field;
    soapstone_http_framing framing;
    soapstone_str value;
    size_t taken, i;
    CHECK_STATUS(SOAPSTONE_OK, read_head(text, 20, sizeof text - 1, &taken));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_response(&reader, &response));
    CHECK(response.status == 500 && response.version == SOAPSTONE_HTTP_11 && response.keeps_alive == 0);
    CHECK_STR("Internal Server Error", response.reason);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_fields_value(&response.fields, S("X"), 0, &value));
    CHECK_STR("1", value);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_fields_value(&response.fields, S("X"), 1, &value));
    CHECK_STR("2", value);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_http_fields_value(&response.fields, S("X"), 2, &value));
    CHECK(soapstone_http_fields_has_token(&response.fields, S("connection"), S("CLOSE")) == 1);
    CHECK(soapstone_http_fields_has_token(&response.fields, S("connection"), S("closed")) == 0);
    rest = response.fields;
    for (i = 0; i < 4; i++) {
        CHECK(rest.offset == (size_t)(rest.lines.ptr - response.fields.lines.ptr) + response.fields.offset);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_fields_next(&rest, &field));
        CHECK_STR(names[i], field.name);
    }
    CHECK_STATUS(SOAPSTONE_END, soapstone_http_fields_next(&rest, &field));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_response_framing(&response, S("POST"), &framing, NULL));
    CHECK(framing.kind == SOAPSTONE_HTTP_UNTIL_CLOSE);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_response_framing(&response, S("HEAD"), &framing, NULL));
    CHECK(framing.kind == SOAPSTONE_HTTP_LENGTH && framing.length == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_clear(&reader));
    CHECK_STATUS(NO, soapstone_http_head_reader_response(&reader, &response));
}

static void limits(void)
{
    static const char text[] = "POST /x HTTP/1.1\r\nA: 1\r\nB: 2\r\n\r\n";
    soapstone_http_head_reader few;
    soapstone_error error;
    soapstone_str input = S(text);
    uint8_t memory[64];
    size_t len, taken;
    for (len = 0; len < sizeof text - 1; len++) {
        CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, read_head(text, sizeof text - 1, len, &taken));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_error(&reader, &error));
        CHECK(error.limit == SOAPSTONE_LIMIT_HEAD_BYTES && error.needed == sizeof text - 1);
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_init(&few, ABI, memory, sizeof memory, 1));
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_http_head_reader_read(&few, &input, 1));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_reader_error(&few, &error));
    CHECK(error.limit == SOAPSTONE_LIMIT_HEAD_FIELDS && error.needed == 2 && error.offset == 24);
}

/* Reads a body that is cut in two, and puts it together. */
static int32_t read_body(soapstone_http_framing framing, const char *text, size_t cut, char *data, size_t *rest)
{
    size_t len = strlen(text), given = 0;
    soapstone_str input = piece_of(text, 0, cut), piece;
    int32_t status, last = cut == len;
    uint8_t *trailers = guarded_end(&trailer_memory, 32);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_reader_init(&body, ABI, &framing, 16, trailers, 32));
    for (;;) {
        status = soapstone_http_body_reader_next(&body, &input, last, &piece);
        if (status == SOAPSTONE_OK) {
            memcpy(data + given, piece.ptr, piece.len);
            given += piece.len;
            CHECK(piece.len > 0 && soapstone_http_body_reader_offset(&body) == given);
        } else if (status == SOAPSTONE_NEED_INPUT && !last) {
            input = piece_of(text, cut, len);
            last = 1;
        } else {
            break;
        }
    }
    data[given] = 0;
    *rest = input.len;
    return status;
}

static const struct body_row {
    const char *id;
    soapstone_http_framing framing;
    const char *text, *data;
    int32_t status;
    size_t rest;
} body_rows[] = {
    { "length", { SOAPSTONE_HTTP_LENGTH, 0, 5 }, "hello!", "hello", SOAPSTONE_END, 1 },
    { "until close", { SOAPSTONE_HTTP_UNTIL_CLOSE, 0, 0 }, "hello!", "hello!", SOAPSTONE_END, 0 },
    { "chunks", { SOAPSTONE_HTTP_CHUNKED, 0, 0 }, "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nSum: 1\r\n\r\n!", "hello", SOAPSTONE_END, 1 },
    { "a sign", { SOAPSTONE_HTTP_CHUNKED, 0, 0 }, "2\r\nhe\r\n+3\r\nllo\r\n0\r\n\r\n", "he", SOAPSTONE_ERROR_HTTP_CHUNK, 0 },
    { "cut short", { SOAPSTONE_HTTP_CHUNKED, 0, 0 }, "2\r\nhe\r\n3\r\nl", "hel", SOAPSTONE_ERROR_HTTP_TRUNCATED, 0 },
    { "too long", { SOAPSTONE_HTTP_LENGTH, 0, 17 }, "hello", "", SOAPSTONE_ERROR_LIMIT, 0 },
    { "a trailer without a name", { SOAPSTONE_HTTP_CHUNKED, 0, 0 }, "0\r\n: 1\r\n\r\n", "", SYNTAX, 0 },
    { "trailers too long", { SOAPSTONE_HTTP_CHUNKED, 0, 0 }, "0\r\nABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG: 1\r\n\r\n", "",
      SOAPSTONE_ERROR_LIMIT, 0 }
};

static void bodies(void)
{
    size_t i, cut, rest;
    char data[64];
    for (i = 0; i < sizeof body_rows / sizeof *body_rows; i++) {
        const struct body_row *row = &body_rows[i];
        for (cut = 0; cut <= strlen(row->text); cut++) {
            soapstone_error error;
            soapstone_http_fields trailers;
            soapstone_str value;
            CHECK_STATUS(row->status, read_body(row->framing, row->text, cut, data, &rest));
            CHECK(strcmp(data, row->data) == 0);
            CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_reader_error(&body, &error));
            CHECK_STATUS(row->status == SOAPSTONE_END ? SOAPSTONE_OK : row->status, error.kind);
            CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_reader_trailers(&body, &trailers));
            if (row->status == SOAPSTONE_END) {
                /* A body that ends with the first piece leaves the second alone. */
                CHECK(rest == row->rest || cut < strlen(row->text));
            }
            if (strcmp(row->id, "chunks") == 0) {
                CHECK_STATUS(SOAPSTONE_OK, soapstone_http_fields_value(&trailers, S("sum"), 0, &value));
                CHECK_STR("1", value);
            } else {
                CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_http_fields_value(&trailers, S("sum"), 0, &value));
            }
        }
    }
}

static int32_t write_request(soapstone_http_head_writer *writer, size_t memory, soapstone_str *head)
{
    soapstone_http_endpoint endpoint;
    uint8_t *at = guarded_end(&head_memory, memory);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_endpoint_parse(S("http://[::1]:8080/x"), &endpoint, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_request(writer, ABI, at, memory, S("POST"), endpoint.path));
    soapstone_http_head_writer_host(writer, &endpoint);
    soapstone_http_head_writer_field(writer, S("SOAPAction"), S("\"\""));
    soapstone_http_head_writer_number(writer, S("Content-Length"), UINT64_MAX);
    return soapstone_http_head_writer_finish(writer, head);
}

static void heads_written(void)
{
    static const char expected[] =
        "POST /x HTTP/1.1\r\nHost: [::1]:8080\r\nSOAPAction: \"\"\r\nContent-Length: 18446744073709551615\r\n\r\n";
    soapstone_http_head_writer writer;
    soapstone_error error;
    soapstone_str head;
    uint8_t memory[64];
    size_t len;
    for (len = 0; len < sizeof expected - 1; len++) {
        CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, write_request(&writer, len, &head));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_error(&writer, &error));
        CHECK(error.limit == SOAPSTONE_LIMIT_HEAD_BYTES && error.needed == sizeof expected - 1);
    }
    CHECK_STATUS(SOAPSTONE_OK, write_request(&writer, len, &head));
    CHECK_STR(expected, head);
    CHECK_STATUS(NO, soapstone_http_head_writer_finish(&writer, &head));
    CHECK_STATUS(NO, soapstone_http_head_writer_field(&writer, S("A"), S("1")));

    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_response(&writer, ABI, memory, sizeof memory, 202, S("Accepted")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_finish(&writer, &head));
    CHECK_STR("HTTP/1.1 202 Accepted\r\n\r\n", head);

    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_response(&writer, ABI, memory, sizeof memory, 200, S("")));
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_FIELD, soapstone_http_head_writer_field(&writer, S("A"), S("1\r\nB: 2")));
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_FIELD, soapstone_http_head_writer_field(&writer, S("A"), S("1")));
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_FIELD, soapstone_http_head_writer_finish(&writer, &head));
}

/* A body in chunks with trailers, put on the wire and read again. */
static void bodies_written(void)
{
    static const soapstone_http_framing chunked = { SOAPSTONE_HTTP_CHUNKED, 0, 0 }, three = { SOAPSTONE_HTTP_LENGTH, 0, 3 };
    soapstone_http_body_writer writer;
    soapstone_http_head_writer trailers;
    soapstone_http_frame frame;
    soapstone_str end, lines;
    uint8_t memory[64];
    char wire[128], data[64];
    size_t len = 0, cut, rest;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_init(&writer, ABI, &chunked));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_frame(&writer, 0, &frame));
    CHECK(frame.before_len == 0 && frame.after.len == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_frame(&writer, 12, &frame));
    memcpy(wire, frame.before, frame.before_len);
    len = frame.before_len;
    memcpy(wire + len, "hello world!", 12);
    len += 12;
    memcpy(wire + len, frame.after.ptr, frame.after.len);
    len += frame.after.len;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_finish_before_trailers(&writer, &end));
    memcpy(wire + len, end.ptr, end.len);
    len += end.len;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_trailers(&trailers, ABI, memory, sizeof memory));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_field(&trailers, S("Sum"), S("1")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_head_writer_finish(&trailers, &lines));
    memcpy(wire + len, lines.ptr, lines.len);
    len += lines.len;
    wire[len] = 0;
    CHECK(strcmp(wire, "c\r\nhello world!\r\n0\r\nSum: 1\r\n\r\n") == 0);
    for (cut = 0; cut <= len; cut++) {
        CHECK_STATUS(SOAPSTONE_END, read_body(chunked, wire, cut, data, &rest));
        CHECK(strcmp(data, "hello world!") == 0);
    }

    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_init(&writer, ABI, &three));
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_LENGTH, soapstone_http_body_writer_frame(&writer, 4, &frame));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_frame(&writer, 2, &frame));
    CHECK_STATUS(SOAPSTONE_ERROR_HTTP_LENGTH, soapstone_http_body_writer_finish(&writer, &end));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_frame(&writer, 1, &frame));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_body_writer_finish(&writer, &end));
    CHECK_STR("", end);
}

static void endpoints(void)
{
    soapstone_http_endpoint endpoint;
    soapstone_error error;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_endpoint_parse(S("https://example.com/a?b"), &endpoint, &error));
    CHECK_STR("example.com", endpoint.host);
    CHECK_STR("/a?b", endpoint.path);
    CHECK(endpoint.port == 443 && endpoint.secure == 1);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ENDPOINT, soapstone_http_endpoint_parse(S("http://h:0/"), &endpoint, &error));
    CHECK(error.kind == SOAPSTONE_ERROR_INVALID_ENDPOINT && error.offset == 9);
}

static void misuse(void)
{
    soapstone_http_head_writer writer;
    soapstone_http_body_writer body_writer;
    soapstone_http_request request;
    soapstone_http_response response;
    soapstone_http_framing framing = { 4, 0, 0 };
    soapstone_http_fields fields = { { NULL, 1 }, 0 };
    soapstone_http_field field;
    soapstone_http_frame frame;
    soapstone_str input = S("x"), out, bad = { NULL, 1 };
    soapstone_error error;
    uint8_t memory[32];
    memset(&reader, 0, sizeof reader);
    memset(&body, 0, sizeof body);
    memset(&writer, 0, sizeof writer);
    memset(&body_writer, 0, sizeof body_writer);
    memset(&request, 0, sizeof request);
    memset(&response, 0, sizeof response);
    CHECK_STATUS(NO, soapstone_http_head_reader_init(NULL, ABI, memory, sizeof memory, 0));
    CHECK_STATUS(NO, soapstone_http_head_reader_init(&reader, ABI + 1, memory, sizeof memory, 0));
    CHECK_STATUS(NO, soapstone_http_head_reader_init(&reader, ABI, NULL, 1, 0));
    CHECK_STATUS(NO, soapstone_http_head_reader_init(&reader, ABI, memory, sizeof memory, 65536));
    CHECK_STATUS(NO, soapstone_http_head_reader_read(&reader, &input, 1));
    CHECK_STATUS(NO, soapstone_http_head_reader_clear(&reader));
    CHECK_STATUS(NO, soapstone_http_head_reader_request(&reader, &request));
    CHECK_STATUS(NO, soapstone_http_head_reader_error(&reader, &error));
    CHECK_STATUS(NO, soapstone_http_request_framing(&request, &framing, NULL));
    CHECK_STATUS(NO, soapstone_http_response_framing(&response, S("POST"), &framing, NULL));
    response.version = SOAPSTONE_HTTP_11;
    response.status = 65736;
    CHECK_STATUS(NO, soapstone_http_response_framing(&response, S("POST"), &framing, NULL));
    CHECK_STATUS(NO, soapstone_http_fields_next(&fields, &field));
    CHECK_STATUS(NO, soapstone_http_fields_next(NULL, &field));
    CHECK_STATUS(NO, soapstone_http_fields_value(NULL, S("A"), 0, &out));
    CHECK(soapstone_http_fields_has_token(&fields, S("A"), S("b")) == 0);
    CHECK_STATUS(NO, soapstone_http_body_reader_init(&body, ABI, &framing, 0, NULL, 0));
    CHECK_STATUS(NO, soapstone_http_body_reader_init(&body, ABI, NULL, 0, NULL, 0));
    CHECK_STATUS(NO, soapstone_http_body_reader_next(&body, &input, 1, &out));
    CHECK_STATUS(NO, soapstone_http_body_reader_trailers(&body, &fields));
    CHECK_STATUS(NO, soapstone_http_body_reader_error(&body, &error));
    CHECK(soapstone_http_body_reader_offset(&body) == 0);
    CHECK_STATUS(NO, soapstone_http_body_writer_init(&body_writer, ABI, &framing));
    CHECK_STATUS(NO, soapstone_http_body_writer_frame(&body_writer, 1, &frame));
    CHECK_STATUS(NO, soapstone_http_body_writer_finish(&body_writer, &out));
    CHECK_STATUS(NO, soapstone_http_body_writer_finish_before_trailers(&body_writer, &out));
    CHECK_STATUS(NO, soapstone_http_head_writer_request(&writer, ABI, memory, sizeof memory, bad, S("/")));
    CHECK_STATUS(NO, soapstone_http_head_writer_response(&writer, ABI, memory, sizeof memory, 65736, S("")));
    CHECK_STATUS(NO, soapstone_http_head_writer_trailers(&writer, ABI + 1, memory, sizeof memory));
    CHECK_STATUS(NO, soapstone_http_head_writer_field(&writer, S("A"), S("1")));
    CHECK_STATUS(NO, soapstone_http_head_writer_number(&writer, S("A"), 1));
    CHECK_STATUS(NO, soapstone_http_head_writer_host(&writer, NULL));
    CHECK_STATUS(NO, soapstone_http_head_writer_finish(&writer, &out));
    CHECK_STATUS(NO, soapstone_http_head_writer_error(&writer, &error));
    CHECK_STATUS(NO, soapstone_http_endpoint_parse(S("http://h/"), NULL, NULL));
    CHECK(input.len == 1);
}

int main(void)
{
    input_memory = guarded_new(256);
    head_memory = guarded_new(256);
    trailer_memory = guarded_new(64);
    requests();
    responses();
    limits();
    bodies();
    heads_written();
    bodies_written();
    endpoints();
    misuse();
    guarded_free(&input_memory);
    guarded_free(&head_memory);
    guarded_free(&trailer_memory);
    return check_done("http");
}
