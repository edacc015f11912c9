/* Starts a program on a Cortex-M3 under an emulator and ends that with the program's status. */
#include <stdint.h>

int main(void);
void start(void);

void start(void)
{
    register uint32_t call __asm__("r0");
    register uint32_t reason __asm__("r1") = main() == 0 ? 0x20026u : 0x20023u;
    call = 0x18; /* SYS_EXIT */
    __asm__ volatile("bkpt 0xab" : : "r"(call), "r"(reason));
    for (;;) {
    }
}

static void fault(void)
{
    register uint32_t call __asm__("r0") = 0x18;
    register uint32_t reason __asm__("r1") = 0x20023;
    __asm__ volatile("bkpt 0xab" : : "r"(call), "r"(reason));
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const struct {
    uint32_t stack;
    void (*handlers[15])(void);
} vectors = { 0x20010000u, { start, fault, fault, fault, fault, fault } };
