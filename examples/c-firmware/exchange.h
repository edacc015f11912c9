/*
 * A request over HTTP that is pushed in, in pieces of any size as a network has them, and the response to it.
 *
 * Nothing here waits: what is missing is SOAPSTONE_NEED_INPUT, and the next piece goes on where the last one ended. All
 * that is known of a request is in the struct, so that there may be as many as connections. GET is answered with a report;
 * everything else is taken for a call, whatever its path. What more of HTTP a server must mind, soapstone_server_serve
 * does: it wants functions that wait.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "device.h"

typedef struct {
    uint8_t head[512];      /* the head of the request, then that of the response */
    uint8_t workspace[768]; /* the reader, then the writer */
    uint8_t store[1024];    /* the header block Security */
    uint8_t output[1024];   /* the body of the response */

    enum { EXCHANGE_HEAD, EXCHANGE_BODY } part; /* of HTTP */
    soapstone_http_head_reader head_reader;
    soapstone_http_body_reader body_reader;
    int is_report; /* 1 for GET */

    enum { EXCHANGE_HEADERS, EXCHANGE_FIRST, EXCHANGE_CONTENT } phase; /* of the message */
    soapstone_envelope_reader reader;
    soapstone_header_reader headers;
    soapstone_writer writer;
    soapstone_node node;
    soapstone_call call;    /* the operation, once the body entry has opened */
    device_call parameters; /* what it is called with */
    soapstone_error error;  /* what is wrong with the request, if anything: the rest of it is dropped */
} exchange;

/* Makes it ready for a request; for the next one too. */
void exchange_begin(exchange *x);

/*
 * Takes input, which is moved past what was taken. Answers SOAPSTONE_NEED_INPUT until the request is complete, then
 * SOAPSTONE_OK; a negative number when its end cannot be found.
 */
int32_t exchange_push(exchange *x, soapstone_str *input);

/*
 * Gives the response to the request for which exchange_push has answered this: its head and its body.
 * SOAPSTONE_NEED_INPUT: it came in part, and the rest not in time. report is what GET is answered with.
 */
int32_t exchange_respond(exchange *x, int32_t status, soapstone_str report, soapstone_str *head, soapstone_str *body);

#endif
