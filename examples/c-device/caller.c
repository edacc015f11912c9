#include "caller.h"

#include "system.h"

#include <stdio.h>
#include <string.h>

/* The one user of this device, and the one session it keeps. A product keeps its passwords elsewhere. */
#define USER "operator"
#define PASSWORD "warm and dry"

enum { NONCE = 16 };

static soapstone_replay replays[16]; /* the digests that were used */
static char token[2 * NONCE + 1];    /* of the session; empty for none */

/* Whether a secret is the right one; takes as long for one that is nearly right. */
static int same(soapstone_str given, const char *right)
{
    size_t len = strlen(right), i;
    unsigned differs = given.len != len;

    for (i = 0; i < len; i++)
        differs |= (unsigned)(i < given.len ? given.ptr[i] : 0) ^ (unsigned char)right[i];
    return differs == 0;
}

/* Gives the password of a user. */
static int32_t password_of(void *ctx, soapstone_str username, soapstone_str *password)
{
    (void)ctx;
    if (!soapstone_str_equals(username, USER))
        return SOAPSTONE_NOT_FOUND;
    *password = soapstone_cstr(PASSWORD);
    return SOAPSTONE_OK;
}

/* A UsernameToken with a digest, not older than five minutes, that was not used before. */
static int32_t check_security(caller *c, const soapstone_header_reader *headers, soapstone_error *error)
{
    soapstone_security_policy policy;
    soapstone_security_verifier verifier = {0};
    soapstone_security_result result;
    int32_t status = soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);

    policy.require_username_token = 0; /* not every operation needs one */
    verifier.size = sizeof verifier;
    verifier.has_clock = 1;
    verifier.now = system_time();
    verifier.policy = &policy;
    verifier.replays = replays;
    verifier.replay_count = sizeof replays / sizeof *replays;
    verifier.password = password_of;
    if (status == SOAPSTONE_OK)
        status = soapstone_security_verify(headers, &verifier, &result, error);
    if (status != SOAPSTONE_OK)
        return status;
    c->generation = result.generation;
    if (result.authenticated)
        c->authenticated |= SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST;
    return SOAPSTONE_OK;
}

/* Makes a new token. */
static int make_token(void)
{
    uint8_t random[NONCE];
    size_t i;

    if (system_random(random, sizeof random) != 0)
        return -1;
    for (i = 0; i < sizeof random; i++)
        snprintf(token + 2 * i, 3, "%02x", random[i]);
    return 0;
}

/* Session headers: credentials open a session, the newest token goes on with it. */
static int32_t check_session(caller *c, const soapstone_header_reader *headers, soapstone_error *error)
{
    soapstone_session_headers session;
    int32_t status = soapstone_session_headers_read(headers, &session, error);
    int good = 0;

    if (status != SOAPSTONE_OK || !session.present)
        return status;
    switch (session.request) {
    case SOAPSTONE_SESSION_LOGIN:
        good = soapstone_str_equals(session.username, USER) && same(session.password, PASSWORD);
        break;
    case SOAPSTONE_SESSION_RESUME:
    case SOAPSTONE_SESSION_LOGOUT:
        good = token[0] != '\0' && same(session.token, token);
        break;
    default:
        return session.request < 0 ? session.request : SOAPSTONE_OK;
    }
    if (!good)
        return SOAPSTONE_OK; /* a caller who proved nothing */
    c->authenticated |= SOAPSTONE_AUTHENTICATION_SESSION;
    token[0] = '\0';
    if (session.session_type != SOAPSTONE_SESSION_NONE && session.request != SOAPSTONE_SESSION_LOGOUT)
        c->has_token = make_token() == 0;
    return SOAPSTONE_OK;
}

int32_t caller_check(caller *c, const soapstone_header_reader *headers, soapstone_error *error)
{
    int32_t status;

    memset(c, 0, sizeof *c);
    status = check_security(c, headers, error);
    return status == SOAPSTONE_OK ? check_session(c, headers, error) : status;
}

int32_t caller_answer(const caller *c, soapstone_writer *w)
{
    return c->has_token ? soapstone_session_token_write(w, soapstone_cstr(token)) : SOAPSTONE_OK;
}
