/* A board as a program on bare metal sees it: a serial line that is polled, and the painted stack. */
#include "board.h"
#include "start.h"
#include "timer.h"
#include "uart.h"

extern uint32_t stack_bottom[], stack_top[];

void board_start(void)
{
    uart_start();
    timer_start();
}

size_t board_receive(uint8_t *bytes, size_t len)
{
    unsigned quiet = 0;
    size_t count = 0;

    while (count < len) {
        const int byte = uart_read();
        if (byte >= 0)
            bytes[count++] = (uint8_t)byte;
        else if (count > 0 || (quiet += timer_ticked()) >= BOARD_PATIENCE * TIMER_TICKS)
            break;
    }
    return count;
}

void board_send(const uint8_t *bytes, size_t len)
{
    while (len-- > 0)
        uart_write(*bytes++);
}

size_t board_stack_size(void)
{
    return (size_t)((char *)stack_top - (char *)stack_bottom);
}

size_t board_stack_used(void)
{
    const volatile uint32_t *deepest = stack_bottom;

    while (deepest < stack_top && *deepest == PAINT)
        deepest++;
    return (size_t)((const char *)stack_top - (const char *)deepest);
}
