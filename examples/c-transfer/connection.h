/* A connection, the buffer it shares with what is written, and what went over it. */
#ifndef CONNECTION_H
#define CONNECTION_H

#include "soapstone.h"

#include <sys/uio.h>

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

enum { IO = 5120 };

extern uint8_t io[IO];

typedef struct {
    int fd;
    soapstone_str input;             /* received, and not read */
    soapstone_http_body_writer body; /* of the message that is written */
    uint64_t sent, received;         /* bytes of bodies */
    uint64_t digest_sent, digest_received;
    size_t peak; /* the most workspace in use */
} connection;

/* Sends so many pieces with as few calls as the system allows. The pieces are changed. */
int32_t send_pieces(int fd, struct iovec *piece, int count);

int32_t send_bytes(int fd, soapstone_str bytes);

/* Receives what is there into io, as c->input. No bytes mean that the other side has closed. */
int32_t receive_bytes(connection *c);

/* Goes on from a digest, which is 0 at the beginning. One multiplication a byte: far quicker than any real digest, so
 * that it hides little of what the rest takes. */
uint64_t digest(uint64_t value, const uint8_t *bytes, size_t len);

#endif
