/* This machine in the place of a board, to see the same answers without one: standard input and output. */
#define _POSIX_C_SOURCE 200809L
#include "board.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

void board_start(void)
{
}

size_t board_receive(uint8_t *bytes, size_t len)
{
    struct pollfd poller = {0, POLLIN, 0};
    ssize_t count;

    if (poll(&poller, 1, BOARD_PATIENCE * 1000) == 0)
        return 0;
    count = read(0, bytes, len);
    if (count <= 0)
        exit(count < 0);
    return (size_t)count;
}

void board_send(const uint8_t *bytes, size_t len)
{
    while (len > 0) {
        ssize_t count = write(1, bytes, len);
        if (count < 0)
            exit(1);
        bytes += count;
        len -= (size_t)count;
    }
}

/* The stack of a process is not painted. */
size_t board_stack_used(void)
{
    return 0;
}

size_t board_stack_size(void)
{
    return 0;
}
