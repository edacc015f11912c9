/*
 * Messages on a pipe.
 *
 * A message travels as chunks: the length of the chunk as a decimal line, then so many bytes.
 * A length of 0 ends the message. Neither side needs to know the length of the whole.
 *
 * This is the part to replace by your own transport: a UART, a TCP socket, HTTP.
 */
#ifndef CHUNKS_H
#define CHUNKS_H

#include <stddef.h>
#include <stdint.h>

#define CHUNK_SIZE 102400 /* bytes, at most, in one chunk */

typedef struct {
    int in, out;                  /* file descriptors */
    uint64_t bytes_in, bytes_out; /* of the messages, without the length lines */
} chunks;

/* Sends one chunk; len 0 ends the message. Returns 0, or -1 when the other side is gone. */
int chunks_send(chunks *c, const uint8_t *data, size_t len);

/*
 * Receives the next chunk into buf, which has CHUNK_SIZE bytes, and stores its length; 0 is the end of the message.
 * Returns 0, 1 when the other side closed the pipe between two messages, -1 when it broke off or sent no such chunk.
 */
int chunks_receive(chunks *c, uint8_t *buf, size_t *len);

#endif
