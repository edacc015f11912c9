/* The client of calling.c, with the digest of a UsernameToken in its request. */
#include "program.h"

static int32_t prove(soapstone_writer *to);

#define PROVE(writer) prove(writer)
#ifndef CONNECTED
#define MEMORY 2048
#endif
#include "calling.c"
#include "token.h"
