/* Cortex-M0, M3, M4F: the vector table and the reset. */
#include "start.h"
#include "uart.h"

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
static void fault(void)
{
    for (;;) {
    }
}

typedef void handler(void);

/* The stack pointer, the reset, and the exceptions of the processor. */
__attribute__((section(".vectors"), used)) static const struct {
    const uint32_t *stack;
    handler *handlers[15];
} vectors = {
    stack_top,
    {reset, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault},
};
