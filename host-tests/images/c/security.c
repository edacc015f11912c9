/* The service of addressing.c, with UsernameTokens: demands a password digest of who sends one, answers a wrong one with the
 * fault of WS-Security, and proves by a digest who answers. */
#include "program.h"

static int32_t prove(soapstone_writer *to);

#define PROVE(writer) prove(writer)
#define IS_FAULT(fault, version, error)                                                                                \
    (soapstone_security_fault(fault, version, SOAPSTONE_WSS_OASIS, error, 0) == SOAPSTONE_OK)
#include "verify.h"

#include "addressing.c"
#include "token.h"
