/* The service of addressing.c, with the UsernameToken of WS-Security: wants a password digest of every message that has a
 * Security block, and sends one with its answer. */
#include "program.h"

static int32_t check_token(uint32_t *seen);
static int32_t write_token(soapstone_writer *to);

#define VOCABULARIES soapstone_wsa_vocabulary(), soapstone_wss_vocabulary()
#define CHECK_MORE(seen) check_token(seen)
#define WRITE_MORE(writer) write_token(writer)
#include "addressing.c"

static soapstone_replay replays[8];

static int32_t password(void *ctx, soapstone_str username, soapstone_str *password) {
    (void)ctx;
    if (!soapstone_str_equals(username, "station"))
        return SOAPSTONE_NOT_FOUND;
    *password = STR("secret");
    return SOAPSTONE_OK;
}

/* Refuses a message whose token is wrong, with the fault of WS-Security. */
static int32_t check_token(uint32_t *seen) {
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    int32_t status = soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);
    policy.require_username_token = 0;
    verifier.size = sizeof verifier;
    verifier.has_clock = 1;
    verifier.now = 1795255200;
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = sizeof replays / sizeof *replays;
    verifier.password = password;
    status |= soapstone_security_verify(&headers, &verifier, &result, NULL);
    if (status == SOAPSTONE_OK) {
        *seen += (uint32_t)result.username.len;
        return SOAPSTONE_OK;
    }
    found = soapstone_security_fault(&fault, SOAPSTONE_SOAP11, SOAPSTONE_WSS_OASIS, status, 0) == SOAPSTONE_OK;
    return status;
}

static int32_t write_token(soapstone_writer *to) {
    soapstone_security_tokens tokens = {0};
    tokens.size = sizeof tokens;
    tokens.generation = SOAPSTONE_WSS_OASIS;
    tokens.username = STR("station");
    tokens.password = STR("secret");
    tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
    tokens.nonce = STR("0123456789abcdef");
    tokens.username_created = STR("2026-11-21T10:00:00Z");
    return soapstone_security_write(to, &tokens);
}
