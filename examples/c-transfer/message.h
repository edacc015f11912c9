/* Messages of the depot: a number, and content of any length as base64. SOAP 1.2 over HTTP. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "connection.h"

#define NS "urn:example:depot"

/* What a message says. */
typedef struct {
    uint64_t content; /* bytes of its content, decoded */
    char bytes[24];   /* its number, as text */
    int fetch;        /* 1 when the body entry is Fetch */
} message;

/* Bytes given to the library, the buffer of the connection among them. */
size_t memory_given(void);

/* Sends a message: head and body. A request has a target, a response has NULL. */
int32_t send_message(connection *c, const char *target, const char *name, uint64_t number, uint64_t content,
                     int chunked);

/* Receives a head; SOAPSTONE_END when the connection is closed instead. */
int32_t receive_head(connection *c, soapstone_http_head_reader *fields);

/* Reads a body to its end. */
int32_t receive_body(connection *c, const soapstone_http_framing *framing, message *m);

#endif
