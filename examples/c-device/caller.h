/*
 * Who is calling: what a UsernameToken of WS-Security or a session token proves.
 *
 * A caller logs in with a session of the kind Siebel has, and gets a token that is good for the next request only; or
 * it sends a UsernameToken with a password digest along with every request.
 */
#ifndef CALLER_H
#define CALLER_H

#include "soapstone.h"

typedef struct {
    uint32_t authenticated; /* a sum of SOAPSTONE_AUTHENTICATION_* */
    int32_t generation;     /* of WS-Security, one of SOAPSTONE_WSS_*; 0 when the message has none */
    int has_token;          /* 1 when the answer carries a new session token */
} caller;

/* Judges the header blocks of a message whose Body has opened. error says what an error is about. */
int32_t caller_check(caller *c, const soapstone_header_reader *headers, soapstone_error *error);

/* Writes the header blocks that go with the answer. */
int32_t caller_answer(const caller *c, soapstone_writer *w);

#endif
