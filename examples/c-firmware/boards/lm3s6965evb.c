/* The first UART of the LM3S6965, a PL011. */
#include "timer.h"
#include "uart.h"

const uint32_t timer_frequency = 12500000;

#define UART(offset) REGISTER(0x4000c000 + (offset))

enum { DATA = 0x00, FLAGS = 0x18, LINE_CONTROL = 0x2c, CONTROL = 0x30 };
enum { NOTHING_RECEIVED = 1 << 4, NO_ROOM = 1 << 5 };

void uart_start(void)
{
    REGISTER(0x400fe104) |= 1; /* the clocks of the UART */
    REGISTER(0x400fe108) |= 1; /* and of its pins */
    UART(LINE_CONTROL) = 0x70; /* 8 bits, FIFO; the baud rate is that of the boot loader */
    UART(CONTROL) = 0x301;
}

int uart_read(void)
{
    return UART(FLAGS) & NOTHING_RECEIVED ? -1 : (int)(UART(DATA) & 0xff);
}

void uart_write(uint8_t byte)
{
    while (UART(FLAGS) & NO_ROOM) {
    }
    UART(DATA) = byte;
}
