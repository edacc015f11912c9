/* The UART of the nRF51, on the pins of the micro:bit that lead to USB. */
#include "timer.h"
#include "uart.h"

const uint32_t timer_frequency = 16000000;

#define UART(offset) REGISTER(0x40002000 + (offset))

enum {
    START_RECEIVING = 0x000,
    START_SENDING = 0x008,
    RECEIVED = 0x108, /* events */
    SENT = 0x11c,
    ENABLE = 0x500,
    PIN_SENDING = 0x50c,
    PIN_RECEIVING = 0x514,
    RXD = 0x518,
    TXD = 0x51c,
    BAUD_RATE = 0x524
};

void uart_start(void)
{
    UART(PIN_SENDING) = 24;
    UART(PIN_RECEIVING) = 25;
    UART(BAUD_RATE) = 0x01d7e000; /* 115200 */
    UART(ENABLE) = 4;
    UART(START_RECEIVING) = 1;
    UART(START_SENDING) = 1;
}

int uart_read(void)
{
    if (UART(RECEIVED) == 0)
        return -1;
    UART(RECEIVED) = 0; /* before the byte is taken: the next sets it again */
    return (int)(UART(RXD) & 0xff);
}

void uart_write(uint8_t byte)
{
    UART(SENT) = 0;
    UART(TXD) = byte;
    while (UART(SENT) == 0) {
    }
}
