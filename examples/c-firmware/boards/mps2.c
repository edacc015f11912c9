/* The first UART of the MPS2, of CMSDK. */
#include "timer.h"
#include "uart.h"

const uint32_t timer_frequency = 25000000;

#define UART(offset) REGISTER(0x40004000 + (offset))

enum { DATA = 0, STATE = 4, CONTROL = 8, INTERRUPTS = 12, BAUD_DIVISOR = 16 };
enum { SENDS = 1, RECEIVES = 2, INTERRUPTS_RECEIVED = 8 };
enum { NO_ROOM = 1, RECEIVED = 2 };

void uart_start(void)
{
    UART(BAUD_DIVISOR) = 25000000 / 115200;
    UART(CONTROL) = SENDS | RECEIVES;
}

/* Interrupt 0 of the board, at a priority that leaves room above it. */
void uart_interrupts(int wanted)
{
    REGISTER(0xe000e400) = 6u << 5;
    REGISTER(0xe000e100) = 1;
    UART(CONTROL) = SENDS | RECEIVES | (wanted ? INTERRUPTS_RECEIVED : 0);
}

int uart_read(void)
{
    UART(INTERRUPTS) = 2; /* that of a byte is over, before the byte is taken */
    return UART(STATE) & RECEIVED ? (int)(UART(DATA) & 0xff) : -1;
}

void uart_write(uint8_t byte)
{
    while (UART(STATE) & NO_ROOM) {
    }
    UART(DATA) = byte;
}
