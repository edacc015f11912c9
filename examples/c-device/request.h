/*
 * Reading a request: header blocks first, of which every mandatory one is judged before anything of the Body is seen,
 * then the body entry, whose operation is found before its content is read.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include "caller.h"
#include "chunks.h"
#include "soapstone.h"

#define NS "urn:example:heater"

typedef struct {
    soapstone_envelope_reader reader;
    soapstone_header_reader headers;
    soapstone_keeper keeper;
    enum { HEADERS, BODY, ENTRY, REST } phase;
    const soapstone_service *service;
    char note[32];                    /* what the header block Note says */
    caller caller;                    /* who calls */
    int is_addressed;                 /* 1 when it has headers of WS-Addressing: */
    soapstone_addressing addressing;  /* these */
    soapstone_call call;              /* the operation, once the body entry has opened */
    soapstone_element entry;          /* the body entry, once it is kept */
    soapstone_error error;            /* what is wrong with the message, if anything */
    soapstone_problem problem;        /* the same, when it is the addressing; its error.kind is 0 when it is not */
    int32_t version;                  /* of the answer */
} request;

/*
 * Reads a request to this service to its end, be it good or bad, in chunks that are received into chunk, which has
 * CHUNK_SIZE bytes. After an error the rest is received and dropped. Returns 0; 1 when there is no request any more, -1
 * when the pipe broke. The strings of a request live until the next one is read.
 */
int request_receive(request *r, const soapstone_service *service, chunks *pipe, uint8_t *workspace,
                    size_t workspace_len, uint8_t *chunk);

/* What this device demands of addressing: it answers on the back channel, and nowhere else. */
extern const soapstone_addressing_rules addressing_rules;

#endif
