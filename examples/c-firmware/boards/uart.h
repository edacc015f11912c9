/* The serial line of a board, byte by byte: all that there is to write for another one. */
#ifndef UART_H
#define UART_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

void uart_start(void);

/* The next byte that came, or -1 when none has. */
int uart_read(void);

/* Sends a byte, once there is room for it. */
void uart_write(uint8_t byte);

/* Has bytes that come interrupt the processor, or not; only where a program wants that. */
void uart_interrupts(int wanted);

#endif
