/* RV32: the entry, and where traps go. */
#include "start.h"

/* Where a product logs and resets: mcause and mepc tell what happened. */
__attribute__((aligned(4), used)) static void trap(void)
{
    for (;;) {
    }
}

__attribute__((naked, section(".vectors"), used)) void reset(void)
{
    __asm__ volatile(".option push\n"
                     ".option arch, +zicsr\n"
                     ".option norelax\n"
                     "la gp, global_pointer\n"
                     "la sp, stack_top\n"
                     "la t0, trap\n"
                     "csrw mtvec, t0\n"
                     ".option pop\n"
                     "j start\n");
}
