#define _POSIX_C_SOURCE 200809L
#include "connection.h"

#include <errno.h>
#include <unistd.h>

uint8_t io[IO];

int32_t send_pieces(int fd, struct iovec *piece, int count)
{
    while (count > 0) {
        ssize_t n = writev(fd, piece, count);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return SOAPSTONE_ERROR_IO;
        while (count > 0 && (size_t)n >= piece->iov_len) {
            n -= (ssize_t)piece->iov_len;
            piece++;
            count--;
        }
        if (count > 0) {
            piece->iov_base = (uint8_t *)piece->iov_base + n;
            piece->iov_len -= (size_t)n;
        }
    }
    return SOAPSTONE_OK;
}

int32_t send_bytes(int fd, soapstone_str bytes)
{
    struct iovec piece;
    piece.iov_base = (void *)bytes.ptr;
    piece.iov_len = bytes.len;
    return send_pieces(fd, &piece, 1);
}

int32_t receive_bytes(connection *c)
{
    ssize_t n;
    do
        n = read(c->fd, io, sizeof io);
    while (n < 0 && errno == EINTR);
    c->input.ptr = io;
    c->input.len = n > 0 ? (size_t)n : 0;
    return n < 0 ? SOAPSTONE_ERROR_IO : SOAPSTONE_OK;
}

uint64_t digest(uint64_t value, const uint8_t *bytes, size_t len)
{
    size_t i;
    for (i = 0; i < len; i++)
        value = (value + 1 + bytes[i]) * 1099511628211u;
    return value;
}
