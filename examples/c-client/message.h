/* The message of a call, and its reply: what this program sends from files and writes to files. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "soapstone.h"

#include <stdio.h>

/* What is sent. */
typedef struct {
    FILE *in;                        /* a whole message, or what is put into the child of the entry */
    uint64_t most, left;             /* bytes of it at most; what is left of them */
    const char *ns, *entry, *child;  /* the body entry, and the element in it that has the bytes as base64 */
    const char *text;                /* what the child says in their place */
    uint64_t sent;                   /* bytes of the file that were sent as base64 */
    uint32_t crc;                    /* of those */
} request;

/* What is received. */
typedef struct {
    FILE *out;         /* the body as it is, or NULL */
    FILE *get;         /* the bytes that the element child has as base64, or NULL */
    const char *child;
    uint64_t bytes;    /* of the body */
    uint64_t taken;    /* of the child, decoded */
    uint32_t crc;      /* of those */
    int is_fault;
    soapstone_fault fault; /* its strings lie in the store */
} reply;

/* The functions of soapstone_http_call; ctx is a request. */
int32_t request_source(void *ctx, uint8_t *bytes, size_t len, size_t *count);
int32_t request_body(void *ctx, soapstone_writer *writer);

/* Reads the response of a call to its end. */
int32_t reply_read(soapstone_client *client, reply *r, void *workspace, size_t len);

#endif
