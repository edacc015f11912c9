/*
 * A transport over TCP sockets of POSIX: the part to replace by what your device has, or to put TLS into.
 *
 * What soapstone_transport asks for; ctx is a tcp.
 */
#ifndef TCP_H
#define TCP_H

#include "soapstone.h"

typedef struct {
    int fd;                       /* -1: none is open */
    int64_t timeout;              /* of the call at hand, milliseconds; 0 is for ever */
    int64_t usual;                /* the timeout of calls that give none */
    uint64_t bytes_in, bytes_out; /* of all that went through */
} tcp;

/* No connection is open. Calls that give no timeout wait so many milliseconds. */
void tcp_init(tcp *t, int64_t usual);

/* The functions of a transport over this, which must outlive it. */
soapstone_transport tcp_transport(tcp *t);

int32_t tcp_open(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout);
int32_t tcp_read(void *ctx, uint8_t *bytes, size_t len, size_t *count);
int32_t tcp_write(void *ctx, const uint8_t *bytes, size_t len);
void tcp_close(void *ctx);
int32_t tcp_ready(void *ctx, uint32_t millis);
void tcp_resume(void *ctx, int64_t timeout);

#endif
