/* The timer mtime of RV32, where SiFive has it. */
#include "timer.h"
#include "uart.h"

#define MTIME REGISTER(0x0200bff8)

static uint32_t last;

void timer_start(void)
{
    last = MTIME;
}

unsigned timer_ticked(void)
{
    const uint32_t tick = timer_frequency / TIMER_TICKS;

    if (MTIME - last < tick)
        return 0;
    last += tick;
    return 1;
}
