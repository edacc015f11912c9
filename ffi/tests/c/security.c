/* WS-Security tokens from C: written, read, verified, and the faults that answer. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define NOW 1795255200 /* 2026-11-21T10:00:00Z */
#define DIGEST "wfdMgzRd3cF9Y4YDue9mYIBe+DA="

static const uint8_t NONCE[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const soapstone_str NONE = {NULL, 0};

static uint8_t message[4096], store[2048], workspace[2048];
static size_t message_len;
static soapstone_header_reader headers;

static soapstone_str bytes(const void *ptr, size_t len)
{
    soapstone_str string;
    string.ptr = ptr;
    string.len = len;
    return string;
}

/* Writes a message with these tokens through a small buffer. */
static int32_t write_message(const soapstone_security_tokens *tokens)
{
    uint8_t room[256], memory[2048];
    soapstone_writer writer;
    soapstone_output output = {0};
    soapstone_str part;
    int32_t status = SOAPSTONE_OK, call;
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = room;
    output.memory_len = sizeof room;
    message_len = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, memory, sizeof memory,
                                                              &output, NULL, SOAPSTONE_SOAP11));
    for (call = 0; call < 3 && status >= 0; call++) {
        do {
            status = call == 0   ? soapstone_envelope_writer_envelope(&writer)
                     : call == 1 ? soapstone_security_write(&writer, tokens)
                                 : soapstone_envelope_writer_finish(&writer);
            CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&writer, &part));
            memcpy(message + message_len, part.ptr, part.len);
            message_len += part.len;
        } while (status == SOAPSTONE_OUTPUT_FULL);
    }
    return status;
}

/* Reads the header blocks of what was written. */
static int32_t read_message(void)
{
    const soapstone_vocabulary *known[2];
    soapstone_node node = {0};
    soapstone_envelope_reader envelope;
    soapstone_str input = bytes(message, message_len);
    known[0] = soapstone_wss_vocabulary();
    known[1] = soapstone_wss_vocabulary_repaired();
    node.size = sizeof node;
    node.vocabularies = known;
    node.vocabulary_count = 2;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, SOAPSTONE_ABI_VERSION, workspace,
                                                              sizeof workspace, NULL));
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node));
    return soapstone_header_reader_read(&headers, &envelope, &input, 1);
}

static soapstone_security_tokens digest_tokens(void)
{
    soapstone_security_tokens tokens = {0};
    tokens.size = sizeof tokens;
    tokens.generation = SOAPSTONE_WSS_OASIS;
    tokens.must_understand = 1;
    tokens.created = S("2026-11-21T10:00:00Z");
    tokens.expires = S("2026-11-21T10:05:00Z");
    tokens.timestamp_id = S("TS");
    tokens.value_type = soapstone_value_type_uri(SOAPSTONE_VALUE_X509V3);
    tokens.binary = bytes(NONCE, 3);
    tokens.binary_id = S("X1");
    tokens.username = S("u1");
    tokens.password = S("secret");
    tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
    tokens.nonce = bytes(NONCE, sizeof NONCE);
    tokens.username_created = S("2026-11-21T10:00:00Z");
    tokens.username_id = S("UT");
    return tokens;
}

static int32_t password(void *ctx, soapstone_str username, soapstone_str *password)
{
    if (ctx != NULL) {
        return *(int32_t *)ctx;
    }
    if (!soapstone_str_equals(username, "u1")) {
        return SOAPSTONE_NOT_FOUND;
    }
    *password = S("secret");
    return SOAPSTONE_OK;
}

static int32_t ticket(void *ctx, soapstone_str username, soapstone_str text)
{
    (void)ctx;
    return soapstone_str_equals(username, "u1") && soapstone_str_equals(text, "ticket") ? SOAPSTONE_OK
                                                                                        : SOAPSTONE_NOT_FOUND;
}

/* GS-02, with a certificate: S-046, S-048, S-049, S-052. */
static void reading(void)
{
    soapstone_security_tokens tokens = digest_tokens();
    soapstone_security security;
    soapstone_security_token token;
    uint8_t decoded[3];
    size_t len = sizeof decoded;
    int32_t value_type = 0;
    CHECK_STATUS(SOAPSTONE_OK, write_message(&tokens));
    CHECK_STATUS(SOAPSTONE_OK, read_message());
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_read(&headers, &security));
    CHECK(security.generation == SOAPSTONE_WSS_OASIS && security.must_understand == 1 && security.role.ptr == NULL);
    CHECK(memcmp(message + security.offset, "<wsse:Security", 14) == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_read_token(&headers, 0, &token));
    CHECK(token.kind == SOAPSTONE_TOKEN_TIMESTAMP && token.basic_profile == 1 && token.username.ptr == NULL);
    CHECK_STR("TS", token.id);
    CHECK_STR("2026-11-21T10:00:00Z", token.created);
    CHECK_STR("2026-11-21T10:05:00Z", token.expires);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_read_token(&headers, 1, &token));
    CHECK(token.kind == SOAPSTONE_TOKEN_BINARY);
    CHECK_STR("X1", token.id);
    CHECK(token.value_type.len == soapstone_value_type_uri(SOAPSTONE_VALUE_X509V3).len);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_binary_token(&headers, 1, &value_type, decoded, &len));
    CHECK(value_type == SOAPSTONE_VALUE_X509V3 && len == 3 && memcmp(decoded, NONCE, 3) == 0);
    len = 2;
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_security_binary_token(&headers, 1, &value_type, decoded, &len));
    CHECK(len == 3);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_security_binary_token(&headers, 2, &value_type, decoded, &len));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_security_binary_token(&headers, 3, &value_type, decoded, &len));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_read_token(&headers, 2, &token));
    CHECK(token.kind == SOAPSTONE_TOKEN_USERNAME && token.password_type == SOAPSTONE_PASSWORD_DIGEST);
    CHECK(token.basic_profile == 1 && token.key_derivation == 0 && token.value_type.ptr == NULL);
    CHECK_STR("u1", token.username);
    CHECK_STR(DIGEST, token.password);
    CHECK_STR("AAECAwQFBgcICQoLDA0ODw==", token.nonce);
    CHECK_STR("2026-11-21T10:00:00Z", token.created);
    CHECK_STR("UT", token.id);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_security_read_token(&headers, 3, &token));
    CHECK(soapstone_value_type_uri(0).len == 0 && soapstone_value_type_uri(SOAPSTONE_VALUE_PKCS7).len > 0);
}

/* The message that was read, verified; error is what it says. */
static int32_t verify(soapstone_security_verifier *verifier, soapstone_error *error)
{
    soapstone_security_result result = {0};
    int32_t status = soapstone_security_verify(&headers, verifier, &result, error);
    if (status == SOAPSTONE_OK) {
        CHECK_STR("u1", result.username);
        CHECK(result.authenticated == 1 && result.generation != 0);
    }
    return status;
}

static void verifying(void)
{
    soapstone_security_tokens tokens = digest_tokens();
    soapstone_replay replays[2];
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_error error;
    int32_t answer = -77;
    memset(replays, 0, sizeof replays);
    verifier.size = sizeof verifier;
    verifier.policy = &policy;
    verifier.has_clock = 1;
    verifier.now = NOW;
    verifier.replays = replays;
    verifier.replay_count = 2;
    verifier.password = password;
    CHECK_STATUS(SOAPSTONE_OK, write_message(&tokens));
    CHECK_STATUS(SOAPSTONE_OK, read_message());
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST));
    CHECK(policy.window == 300 && policy.skew == 60 && policy.accept_text == 0);
    CHECK_STATUS(SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN, verify(&verifier, &error));
    CHECK(error.kind == SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN);
    CHECK(memcmp(message + error.offset, "<wsse:Security", 14) == 0);
    policy.accept_binary = policy.require_timestamp = policy.basic_profile = 1;
    verifier.ctx = &answer;
    CHECK_STATUS(-77, verify(&verifier, &error));
    CHECK(error.kind == SOAPSTONE_ERROR_IO);
    verifier.ctx = NULL;
    verifier.now = NOW + 301;
    CHECK_STATUS(SOAPSTONE_ERROR_MESSAGE_EXPIRED, verify(&verifier, NULL));
    verifier.now = NOW;
    CHECK_STATUS(SOAPSTONE_OK, verify(&verifier, &error)); /* UT-01 */
    CHECK_STATUS(SOAPSTONE_ERROR_FAILED_AUTHENTICATION, verify(&verifier, &error)); /* UT-11 */
    verifier.has_clock = 0;
    verifier.replay_count = 0;
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, verify(&verifier, &error));
    CHECK(error.limit == SOAPSTONE_LIMIT_REPLAYS && error.needed == 1);
    verifier.password = NULL;
    CHECK_STATUS(SOAPSTONE_ERROR_FAILED_AUTHENTICATION, verify(&verifier, &error));

    /* S-242, S-245: text, towards a peer that takes nothing else. */
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_TEXT));
    tokens.text_only = 1;
    tokens.generation = SOAPSTONE_WSS_2002_07;
    CHECK_STATUS(SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN, write_message(&tokens));
    tokens.value_type = tokens.created = NONE;
    tokens.password_type = SOAPSTONE_PASSWORD_TEXT;
    CHECK_STATUS(SOAPSTONE_OK, write_message(&tokens));
    CHECK_STATUS(SOAPSTONE_OK, read_message());
    verifier.password = password;
    CHECK_STATUS(SOAPSTONE_OK, verify(&verifier, &error));
    verifier.accepts_text = ticket;
    CHECK_STATUS(SOAPSTONE_ERROR_FAILED_AUTHENTICATION, verify(&verifier, &error));
    tokens.password = S("ticket");
    CHECK_STATUS(SOAPSTONE_OK, write_message(&tokens));
    CHECK_STATUS(SOAPSTONE_OK, read_message());
    CHECK_STATUS(SOAPSTONE_OK, verify(&verifier, &error));
    verifier.policy = NULL;
    CHECK_STATUS(SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN, verify(&verifier, &error));
}

/* WF-05, and the same in SOAP 1.2. */
static void faults(void)
{
    const int32_t failed = SOAPSTONE_ERROR_FAILED_AUTHENTICATION;
    soapstone_fault fault;
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_security_fault(&fault, SOAPSTONE_SOAP11, SOAPSTONE_WSS_OASIS,
                                                               SOAPSTONE_ERROR_SYNTAX, 0));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_fault(&fault, SOAPSTONE_SOAP11, SOAPSTONE_WSS_2002_07, failed, 0));
    CHECK_STR("FailedAuthentication", fault.code.local);
    CHECK_STR("http://schemas.xmlsoap.org/ws/2002/07/secext", fault.code.ns);
    CHECK(soapstone_security_fault_error(&fault) == SOAPSTONE_ERROR_FAILED_AUTHENTICATION);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_fault(&fault, SOAPSTONE_SOAP12, SOAPSTONE_WSS_OASIS, failed, 1));
    CHECK(fault.kind == SOAPSTONE_FAULT_SENDER && fault.subcode_count == 1);
    CHECK_STR("FailedAuthentication", fault.subcodes[0].local);
    CHECK(soapstone_security_fault_error(&fault) == SOAPSTONE_ERROR_FAILED_AUTHENTICATION);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_init(&fault, SOAPSTONE_SOAP11, SOAPSTONE_FAULT_SENDER, S("no")));
    CHECK(soapstone_security_fault_error(&fault) == 0);
}

static void times(void)
{
    uint8_t memory[20];
    soapstone_str text;
    int64_t seconds = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_date_time_emit(NOW, memory, sizeof memory, &text));
    CHECK_STR("2026-11-21T10:00:00Z", text);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_date_time_parse(text, &seconds));
    CHECK(seconds == NOW);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_date_time_emit(NOW, memory, 19, &text));
    CHECK_STATUS(SOAPSTONE_ERROR_OVERFLOW, soapstone_date_time_emit(INT64_MAX, memory, sizeof memory, &text));
    CHECK_STATUS(SOAPSTONE_ERROR_LEXICAL, soapstone_date_time_parse(S("now"), &seconds));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_date_time_parse(S("2026-11-21T10:00:00"), &seconds));
}

static void misuse(void)
{
    soapstone_security_tokens tokens = digest_tokens();
    soapstone_security security;
    soapstone_security_token token;
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    soapstone_header_reader never;
    soapstone_fault fault;
    soapstone_str text;
    memset(&never, 0, sizeof never);
    verifier.size = sizeof verifier;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_read(&never, &security));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_read(&headers, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_read_token(NULL, 0, &token));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_NONE));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_policy_init(NULL, SOAPSTONE_PASSWORD_TEXT));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_verify(&headers, NULL, &result, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_verify(&headers, &verifier, NULL, NULL));
    verifier.replay_count = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_verify(&headers, &verifier, &result, NULL));
    verifier.replay_count = 0;
    verifier.has_clock = 2;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_verify(&headers, &verifier, &result, NULL));
    verifier.has_clock = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_TEXT));
    policy.accept_binary = 7;
    verifier.policy = &policy;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_verify(&headers, &verifier, &result, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_security_fault(&fault, SOAPSTONE_SOAP11, SOAPSTONE_WSS_OASIS, SOAPSTONE_OK, 0));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT,
                 soapstone_security_fault(&fault, SOAPSTONE_SOAP11, 6, SOAPSTONE_ERROR_FAILED_CHECK, 0));
    CHECK(soapstone_security_fault_error(NULL) == 0);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_date_time_emit(0, NULL, 0, &text));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_date_time_parse(S("now"), NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_security_write(NULL, &tokens));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, write_message(NULL));
    tokens.password_type = 3;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, write_message(&tokens));
    tokens = digest_tokens();
    tokens.nonce = NONE;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, write_message(&tokens));
    tokens = digest_tokens();
    tokens.size--;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, write_message(&tokens));
}

int main(void)
{
    reading();
    verifying();
    faults();
    times();
    misuse();
    return check_done("security");
}
