/* The UART of the board virt, a 16550. */
#include "timer.h"
#include "uart.h"

const uint32_t timer_frequency = 10000000;

#define UART(offset) (*(volatile uint8_t *)(0x10000000 + (offset)))

enum { DATA = 0, FIFO_CONTROL = 2, LINE_CONTROL = 3, LINE_STATUS = 5 };
enum { RECEIVED = 1, ROOM = 1 << 5 };

void uart_start(void)
{
    UART(LINE_CONTROL) = 3; /* 8 bits */
    UART(FIFO_CONTROL) = 1;
}

int uart_read(void)
{
    return UART(LINE_STATUS) & RECEIVED ? UART(DATA) : -1;
}

void uart_write(uint8_t byte)
{
    while (!(UART(LINE_STATUS) & ROOM)) {
    }
    UART(DATA) = byte;
}
