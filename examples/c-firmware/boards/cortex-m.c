/* Cortex-M0, M3, M4F: the vector table and the reset. */
#include "start.h"
#include "uart.h"

typedef void handler(void);

extern uint32_t stack_top[];

void reset(void);

void reset(void)
{
#ifdef __ARM_FP
    REGISTER(0xe000ed88) |= 0xfu << 20; /* CPACR: the FPU, before a function saves its registers */
    __asm__ volatile("dsb\n isb");
#endif
    start();
}

/* Where a product logs and resets: the stack tells what happened. */
void fault(void);

void fault(void)
{
    for (;;) {
    }
}

/* Programs that use these have them; with others they are faults. */
handler svc __attribute__((weak, alias("fault")));
handler pend_sv __attribute__((weak, alias("fault")));
handler sys_tick __attribute__((weak, alias("fault")));
handler interrupt_0 __attribute__((weak, alias("fault")));

/* The stack pointer, the reset, the exceptions of the processor, the first interrupt of the board. */
__attribute__((section(".vectors"), used)) static const struct {
    const uint32_t *stack;
    handler *handlers[16];
} vectors = {
    stack_top,
    {reset, fault, fault, fault, fault, fault, fault, fault, fault, fault, svc, fault, fault, pend_sv, sys_tick,
     interrupt_0},
};
