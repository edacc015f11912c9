#define _POSIX_C_SOURCE 200809L
#include "chunks.h"

#include <errno.h>
#include <unistd.h>

static int write_all(int fd, const uint8_t *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        data += n;
        len -= (size_t)n;
    }
    return 0;
}

/* Reads exactly len bytes. Returns 0, 1 when the pipe ends before the first, -1 when it ends after it. */
static int read_all(int fd, uint8_t *data, size_t len)
{
    size_t have = 0;
    while (have < len) {
        ssize_t n = read(fd, data + have, len - have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            return have == 0 ? 1 : -1;
        have += (size_t)n;
    }
    return 0;
}

int chunks_send(chunks *c, const uint8_t *data, size_t len)
{
    uint8_t line[24];
    size_t at = sizeof line, rest = len;

    line[--at] = '\n';
    do {
        line[--at] = (uint8_t)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (write_all(c->out, line + at, sizeof line - at) != 0 || write_all(c->out, data, len) != 0)
        return -1;
    c->bytes_out += len;
    return 0;
}

int chunks_receive(chunks *c, uint8_t *buf, size_t *len)
{
    size_t value = 0, digits = 0;

    for (;;) {
        uint8_t byte;
        int status = read_all(c->in, &byte, 1);
        if (status != 0)
            return status == 1 && digits == 0 ? 1 : -1;
        if (byte == '\n' && digits > 0)
            break;
        if (byte < '0' || byte > '9')
            return -1;
        digits++;
        value = value * 10 + (size_t)(byte - '0');
        if (value > CHUNK_SIZE)
            return -1;
    }
    if (value > 0 && read_all(c->in, buf, value) != 0)
        return -1;
    *len = value;
    c->bytes_in += value;
    return 0;
}
