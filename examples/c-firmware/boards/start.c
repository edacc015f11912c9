#include "start.h"

#include "board.h"
#include "uart.h"

#define PAINT 0xa5a5a5a5u

/* Of the linker script. */
extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[], stack_bottom[], stack_top[];

int main(void);

void start(void)
{
    volatile uint32_t *to;
    const uint32_t *from = data_load;

    for (to = data_start; to < data_end; to++)
        *to = *from++;
    for (to = bss_start; to < bss_end; to++)
        *to = 0;
    for (to = stack_bottom; to < (uint32_t *)__builtin_frame_address(0) - 16; to++)
        *to = PAINT;
    main();
    for (;;) {
    }
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

void board_start(void)
{
    uart_start();
}

size_t board_receive(uint8_t *bytes, size_t len)
{
    size_t count = 0;
    int byte;

    while (count < len && ((byte = uart_read()) >= 0 || count == 0))
        if (byte >= 0)
            bytes[count++] = (uint8_t)byte;
    return count;
}

void board_send(const uint8_t *bytes, size_t len)
{
    while (len-- > 0)
        uart_write(*bytes++);
}
