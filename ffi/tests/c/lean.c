/* What a lean archive leaves out: refused from C with the error of its own, at its place, and all else done. */
#include "check.h"

#define HEAD "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header>"
#define MESSAGE(blocks) HEAD blocks "</e:Header><e:Body/></e:Envelope>"

static uint8_t workspace[2048], store[1024], memory[1024];

/* The error of a document, or 0; its place is said too. */
static int32_t read_all(const char *text, uint64_t *offset)
{
    soapstone_reader reader;
    soapstone_event event;
    soapstone_error error;
    soapstone_str input = soapstone_cstr(text);
    int32_t status;

    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL));
    do {
        status = soapstone_reader_next(&reader, &input, 1, &event);
    } while (status == SOAPSTONE_OK);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_error(&reader, &error));
    CHECK(error.kind == (status < 0 ? status : 0));
    *offset = error.offset;
    return status;
}

static void documents(void)
{
    uint64_t offset = 0;
    CHECK_STATUS(SOAPSTONE_END, read_all("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"\xc3\xa9\">\xe6\x9c\xac</a>", &offset));
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, read_all("<a><gr\xc3\xb6\xc3\x9f" "e/></a>", &offset));
    CHECK(offset == 6);
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, read_all("<a \xc3\xa9=\"\"/>", &offset));
    CHECK(offset == 3);
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, read_all("<a><?style b?></a>", &offset));
    CHECK(offset == 3);
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, read_all("<?xml version=\"1.0\" encoding=\"latin1\"?><a/>", &offset));
    CHECK(offset == 0);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_NAME, read_all("<1/>", &offset));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ENCODING, read_all("<a\xc3/>", &offset));
}

static void encodings(void)
{
    soapstone_reader reader;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_reader_accept_encodings(&reader));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_reader_set_encoding(&reader, soapstone_cstr("utf-8")));
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_reader_set_encoding(&reader, soapstone_cstr("UTF-16")));
}

/* The envelope of a message whose header blocks are to be written. */
static soapstone_writer begin(void)
{
    soapstone_writer writer;
    soapstone_output output = {0};
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, workspace,
                                                              sizeof workspace, &output, NULL, SOAPSTONE_SOAP11));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&writer));
    return writer;
}

static void written(void)
{
    const soapstone_str uri = soapstone_cstr("urn:meter");
    soapstone_addressing_properties properties = {0};
    soapstone_security_tokens tokens = {0};
    soapstone_writer writer = begin();

    properties.size = sizeof properties;
    properties.action = soapstone_cstr("urn:meter/read");
    properties.version = SOAPSTONE_WSA_200408;
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_addressing_write(&writer, &properties));
    properties.version = SOAPSTONE_WSA_10;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &properties));
    tokens.size = sizeof tokens;
    tokens.username = soapstone_cstr("u1");
    tokens.generation = SOAPSTONE_WSS_2002_07;
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_security_write(&writer, &tokens));
    tokens.generation = SOAPSTONE_WSS_OASIS;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_write(&writer, &tokens));
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT,
                 soapstone_envelope_writer_body_entry(&writer, uri, soapstone_cstr("gr\xc3\xb6\xc3\x9f" "e")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_body_entry(&writer, uri, soapstone_cstr("size")));
}

/* Reads the header blocks of a message. */
static soapstone_header_reader read_headers(const char *message)
{
    soapstone_envelope_reader envelope;
    soapstone_header_reader headers;
    const soapstone_vocabulary *known[2];
    soapstone_node node = {0};
    soapstone_str input = soapstone_cstr(message);

    known[0] = soapstone_wss_vocabulary();
    known[1] = soapstone_wsa_vocabulary();
    node.size = sizeof node;
    node.vocabularies = known;
    node.vocabulary_count = 2;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, SOAPSTONE_ABI_VERSION, workspace,
                                                              sizeof workspace, NULL));
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_read(&headers, &envelope, &input, 1));
    return headers;
}

static int32_t handler(void *ctx, soapstone_header_context *context, const soapstone_event *event,
                       const soapstone_header_block *block)
{
    (void)ctx, (void)context, (void)event, (void)block;
    return SOAPSTONE_OK;
}

static void handlers(void)
{
    soapstone_header_reader headers;
    soapstone_filter filter = {0};
    soapstone_node node = {0};

    filter.ns = soapstone_cstr("urn:meter");
    filter.local = soapstone_cstr("Session");
    node.size = sizeof node;
    node.filters = &filter;
    node.filter_count = 1;
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node));
    filter.handler = handler;
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT,
                 soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node));
}

static void drafts(void)
{
    soapstone_header_reader headers =
        read_headers(MESSAGE("<s:Security xmlns:s=\"http://schemas.xmlsoap.org/ws/2002/07/secext\"/>"));
    soapstone_security security;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    soapstone_error error;

    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_security_read(&headers, &security));
    verifier.size = sizeof verifier;
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_security_verify(&headers, &verifier, &result, &error));
    CHECK(error.kind == SOAPSTONE_ERROR_LEFT_OUT && error.offset == sizeof HEAD - 1);
}

/* A message of 2004/08 is answered with a fault that says so, in 1.0. */
static void older_addressing(void)
{
    soapstone_header_reader headers = read_headers(
        MESSAGE("<Action xmlns=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">urn:meter/read</Action>"));
    soapstone_addressing addressing;
    soapstone_addressing_properties properties;
    soapstone_problem problem;
    soapstone_writer writer = begin();

    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_addressing_read(&headers, &addressing));
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_addressing_check(&headers, NULL, &problem));
    CHECK(problem.error.offset == sizeof HEAD - 1 && problem.version == SOAPSTONE_WSA_10);
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT, soapstone_addressing_reply(&headers, NULL, soapstone_cstr("urn:done"),
                                                                      &properties, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_answer(&headers, NULL, &problem, &properties));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &properties));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_write_fault(&writer, &problem));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_finish(&writer));
}

/* An answer goes to an endpoint reference that is an address, and to no other. */
static void reference_parameters(void)
{
    static const char *const plain = MESSAGE("<w:Action xmlns:w=\"http://www.w3.org/2005/08/addressing\">urn:read</w:Action>"
        "<w:ReplyTo xmlns:w=\"http://www.w3.org/2005/08/addressing\"><w:Address>http://a.example</w:Address></w:ReplyTo>");
    static const char *const with = MESSAGE("<w:Action xmlns:w=\"http://www.w3.org/2005/08/addressing\">urn:read</w:Action>"
        "<w:ReplyTo xmlns:w=\"http://www.w3.org/2005/08/addressing\"><w:Address>http://a.example</w:Address>"
        "<w:ReferenceParameters><k xmlns=\"urn:k\">1</k></w:ReferenceParameters></w:ReplyTo>");
    soapstone_addressing_properties properties;
    soapstone_header_reader headers = read_headers(plain);
    soapstone_writer writer = begin();

    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_addressing_reply(&headers, NULL, soapstone_cstr("urn:done"), &properties, NULL));
    CHECK_STR("http://a.example", properties.to);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &properties));
    headers = read_headers(with);
    CHECK_STATUS(SOAPSTONE_ERROR_LEFT_OUT,
                 soapstone_addressing_reply(&headers, NULL, soapstone_cstr("urn:done"), &properties, NULL));
}

int main(void)
{
    documents();
    encodings();
    written();
    handlers();
    drafts();
    older_addressing();
    reference_parameters();
    return check_done("lean");
}
