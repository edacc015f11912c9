#include "start.h"

#include <stdint.h>

/* Of the linker script. */
extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[], stack_bottom[];

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
