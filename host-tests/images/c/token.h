/* Proves who a message is from by a UsernameToken with a digest; for programs that define STR.
 * A real one takes its nonce from a random number generator and the time from a clock. */
static int32_t prove(soapstone_writer *to) {
    soapstone_security_tokens tokens = {0};
    tokens.size = sizeof tokens;
    tokens.generation = SOAPSTONE_WSS_OASIS;
    tokens.username = STR("operator");
    tokens.password = STR("secret");
    tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
    tokens.nonce = STR("0123456789abcdef");
    tokens.username_created = STR("2026-11-21T12:00:00Z");
    return soapstone_security_write(to, &tokens);
}
