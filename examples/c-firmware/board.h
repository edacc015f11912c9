/*
 * What a program needs of a board: a serial line, and how deep its stack went.
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

/* Makes the serial line ready. */
void board_start(void);

/* Seconds after which the rest of a request is not waited for any longer. */
#define BOARD_PATIENCE 5

/* Waits for a byte, and gives it with those that came along: 1 to len. 0 when none came in time. */
size_t board_receive(uint8_t *bytes, size_t len);

/* Sends bytes, all of them. */
void board_send(const uint8_t *bytes, size_t len);

/* The most bytes of stack that were in use since the start, and how many there are. */
size_t board_stack_used(void);
size_t board_stack_size(void);

#endif
