/* The SysTick of Cortex-M0, M3, M4F. */
#include "timer.h"
#include "uart.h"

#define CONTROL REGISTER(0xe000e010)
#define RELOAD REGISTER(0xe000e014)
#define COUNT REGISTER(0xe000e018)

void timer_start(void)
{
    RELOAD = timer_frequency / TIMER_TICKS - 1;
    COUNT = 0;
    CONTROL = 5; /* by the clock of the processor, without an interrupt */
}

unsigned timer_ticked(void)
{
    return CONTROL >> 16 & 1; /* reading it is forgetting it */
}
