/*
 * What the device does: four operations, one of them for its user only, one of them one-way.
 *
 * It knows nothing of how messages come and go. Its tables are constant and stay in flash; what it remembers is its clock
 * and the digests that were used.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include "clock.h"
#include "soapstone.h"

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

/* A constant soapstone_str. */
#define STR(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}

/* What may be called. */
extern const soapstone_service device_service;

/* Says which header blocks are understood: those of WS-Security. */
void device_node(soapstone_node *node);

/* Says what the header blocks of a message prove of its caller. */
int32_t device_identify(const soapstone_header_reader *headers, soapstone_request *known);

/* The parameters of a call, while they are read. */
typedef struct {
    clock_setting time;
} device_call;

/* Makes it ready for a message. */
void device_begin(device_call *call);

/* Takes an event of the Body of a message that calls an operation, which is its place in the table. */
int32_t device_event(device_call *call, int32_t operation, const soapstone_event *event);

/* Does what was called, once the message has ended well. */
int32_t device_do(const device_call *call, int32_t operation);

/* Writes the answer, from the Envelope to its end. One-way operations have none. */
int32_t device_answer(int32_t operation, soapstone_writer *w);

/* Whether an operation has an answer. */
int device_answers(int32_t operation);

#endif
