/* Demands a password digest of who sends a UsernameToken; for services, before their own text. */
static soapstone_replay replays[8];

static int32_t password_of(void *ctx, soapstone_str username, soapstone_str *password) {
    (void)ctx;
    *password = soapstone_cstr("secret");
    return username.len == 8 ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND;
}

static int32_t verify(const soapstone_header_reader *headers, uint32_t *seen) {
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    int32_t status;
    soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);
    policy.require_username_token = 0;
    verifier.size = sizeof verifier;
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = sizeof replays / sizeof *replays;
    verifier.password = password_of;
    status = soapstone_security_verify(headers, &verifier, &result, NULL);
    if (status == SOAPSTONE_OK)
        *seen += (uint32_t)result.authenticated;
    return status;
}

#define SECURITY_VOCABULARY soapstone_wss_vocabulary()
#define VERIFY(seen) verify(&headers, seen)
#define ANSWER 1536
#define KEPT 1536
