/* The first UART of the MPS2, of CMSDK. */
#include "uart.h"

#define UART(offset) REGISTER(0x40004000 + (offset))

enum { DATA = 0, STATE = 4, CONTROL = 8, BAUD_DIVISOR = 16 };
enum { NO_ROOM = 1, RECEIVED = 2 };

void uart_start(void)
{
    UART(BAUD_DIVISOR) = 25000000 / 115200;
    UART(CONTROL) = 3; /* sending and receiving */
}

int uart_read(void)
{
    return UART(STATE) & RECEIVED ? (int)(UART(DATA) & 0xff) : -1;
}

void uart_write(uint8_t byte)
{
    while (UART(STATE) & NO_ROOM) {
    }
    UART(DATA) = byte;
}
