/* The service of addressing.c, with UsernameTokens: demands a password digest of who sends one, and proves by one who
 * answers. */
#include "program.h"

static void verify(uint32_t *seen);
static int32_t prove(soapstone_writer *to);

#define VERIFY(seen) verify(seen)
#define PROVE(writer) prove(writer)
#define SECURITY_VOCABULARY soapstone_wss_vocabulary()
#define ANSWER 1536
#define KEPT 1536
#include "addressing.c"

static soapstone_replay replays[8];

static int32_t password_of(void *ctx, soapstone_str username, soapstone_str *password) {
    (void)ctx;
    *password = STR("secret");
    return username.len == 8 ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND;
}

static void verify(uint32_t *seen) {
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);
    policy.require_username_token = 0;
    verifier.size = sizeof verifier;
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = sizeof replays / sizeof *replays;
    verifier.password = password_of;
    if (soapstone_security_verify(&headers, &verifier, &result, NULL) == SOAPSTONE_OK)
        *seen += (uint32_t)result.authenticated;
}

#include "token.h"
