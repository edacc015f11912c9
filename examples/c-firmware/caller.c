/* Who calls: a UsernameToken with a password digest. */
#include "device.h"

#include <string.h>

/* Digests that are remembered, so that none is good twice: as many as may come within five minutes. */
enum { REPLAYS = 8 };

/* The one user of this device. A product keeps its passwords elsewhere. */
static const char user[] = "operator";
static const soapstone_str password = STR("warm and dry");

static soapstone_replay replays[REPLAYS];

void device_node(soapstone_node *node)
{
    static const soapstone_vocabulary *vocabularies[1];

    vocabularies[0] = soapstone_wss_vocabulary();
    memset(node, 0, sizeof *node);
    node->size = sizeof *node;
    node->vocabularies = vocabularies;
    node->vocabulary_count = 1;
}

static int32_t password_of(void *ctx, soapstone_str username, soapstone_str *found)
{
    (void)ctx;
    *found = password;
    return soapstone_str_equals(username, user) ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND;
}

int32_t device_identify(const soapstone_header_reader *headers, soapstone_request *known)
{
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;

    TRY(soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST));
    policy.require_username_token = 0; /* most operations need none */
    verifier.size = sizeof verifier;
    verifier.has_clock = 1;
    verifier.now = clock_now();
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = REPLAYS;
    verifier.password = password_of;
    TRY(soapstone_security_verify(headers, &verifier, &result, NULL));
    if (result.authenticated)
        known->authenticated = SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST;
    return SOAPSTONE_OK;
}
