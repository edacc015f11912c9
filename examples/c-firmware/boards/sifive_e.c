/* The first UART of the FE310. */
#include "timer.h"
#include "uart.h"

const uint32_t timer_frequency = 10000000; /* of QEMU; that of the part is 32768 */

#define UART(offset) REGISTER(0x10013000 + (offset))

enum { SEND = 0x00, RECEIVE = 0x04, SEND_CONTROL = 0x08, RECEIVE_CONTROL = 0x0c, BAUD_DIVISOR = 0x18 };

#define NO_ROOM (1u << 31)
#define NOTHING_RECEIVED (1u << 31)

void uart_start(void)
{
    REGISTER(0x10012038) |= 3u << 16; /* the pins of the UART, away from GPIO */
    UART(BAUD_DIVISOR) = 16000000 / 115200 - 1;
    UART(SEND_CONTROL) = 1;
    UART(RECEIVE_CONTROL) = 1;
}

int uart_read(void)
{
    uint32_t received = UART(RECEIVE);

    return received & NOTHING_RECEIVED ? -1 : (int)(received & 0xff);
}

void uart_write(uint8_t byte)
{
    while (UART(SEND) & NO_ROOM) {
    }
    UART(SEND) = byte;
}
