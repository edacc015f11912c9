/* The service: keeps files and gives them back, echoes, takes notes. */
#ifndef FILES_H
#define FILES_H

#include "soapstone.h"

#include <stdio.h>

#define NS "urn:example:files"

enum { ECHO_TEXT, STORE, FETCH, NOTE, OPERATIONS };

typedef struct {
    FILE *in;  /* what is stored goes there; NULL: it is only counted */
    FILE *out; /* what is fetched comes from there; NULL: bytes of 0 to 250, again and again */
    const char *user, *password; /* who may call; NULL for everybody */
    int password_type;           /* SOAPSTONE_PASSWORD_* */
    int verbose;
    /* of the call at hand */
    char text[1024];
    uint64_t count; /* bytes stored, or to be fetched */
    uint32_t crc;
    const char *reason; /* of a fault; NULL when there is none */
} files;

/* Fills in the services, the node and the functions of a server. */
void files_serve(files *f, soapstone_server *server);

#endif
