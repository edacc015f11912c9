/* The service of replying.c, with UsernameTokens: demands a password digest of who sends one. */
#include "program.h"

#include "verify.h"

#include "replying.c"
