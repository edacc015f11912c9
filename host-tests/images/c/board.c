/* The board: start-up, the message, the timer, the UART, the painted stack. It says on the UART what the Rust images
 * say: ticks=N seen=N stack=N state=N status=N. */
#include "program.h"

/* The start tags of ONVIF devices are long. */
#define WORKSPACE 8192
#define PAINT 0xa5a5a5a5u
#define PAINTED (16 * 1024)
#define MAGIC 0x534f4150u
#ifdef __arm__
#define STACK_POINTER "mov %0, sp"
#else
#define STACK_POINTER "mv %0, sp"
#endif
#define WORD(address) (*(volatile uint32_t *)(address))

enum { MESSAGE = 0x21000000, TIMER = 0x40000000, UART = 0x40004000 };

extern uint32_t data_load[], data_start[], data_end[], bss_start[], bss_end[], stack_top[];

static uint8_t workspace[WORKSPACE];

/* Ends the emulator by the semihosting call SYS_EXIT. */
static void leave(uint32_t reason) {
#ifdef __arm__
    register uint32_t call __asm__("r0") = 0x18;
    register uint32_t why __asm__("r1") = reason;
    __asm__ volatile("bkpt 0xab" : : "r"(call), "r"(why));
#else
    (void)reason; /* linked for its size, not run */
#endif
    for (;;) {
    }
}

static void say(const char *name, uint32_t number) {
    char digits[12], *at = digits + sizeof digits;
    *--at = 0;
    do {
        *--at = (char)('0' + number % 10);
    } while ((number /= 10) != 0);
    while (*name)
        WORD(UART) = (uint8_t)*name++;
    while (*at)
        WORD(UART) = (uint8_t)*at++;
}

/* What reading the messages took. */
static uint32_t ticks, seen, stack;

/* Has the program read the message whose head is here, and answers the last status. */
static int32_t __attribute__((noinline)) measure(const uint32_t *head) {
    const uint8_t *message = (const uint8_t *)(head + 4);
    uint32_t left = head[1], chunk = head[2], *paint, *top;
    soapstone_str input = {message, 0};
    int32_t status;

    program_start(workspace, sizeof workspace);
    __asm__ volatile(STACK_POINTER : "=r"(top));
    for (paint = top - PAINTED / 4; paint < top; paint++)
        *(volatile uint32_t *)paint = PAINT;

    WORD(TIMER + 8) = WORD(TIMER + 4) = UINT32_MAX;
    WORD(TIMER) = 1;
    do {
        status = program_step(&input, left == 0, &seen);
        if (status == SOAPSTONE_NEED_INPUT) {
            input.ptr = message;
            input.len = left < chunk ? left : chunk;
            message += input.len;
            left -= (uint32_t)input.len;
        }
    } while (status == SOAPSTONE_OK || status == SOAPSTONE_NEED_INPUT);
    ticks += UINT32_MAX - WORD(TIMER + 4);

    for (paint = top - PAINTED / 4; *(volatile uint32_t *)paint == PAINT;)
        paint++;
    uint32_t used = (uint32_t)((uint8_t *)top - (uint8_t *)paint);
    stack = used > stack ? used : stack;
    return status;
}

/* Measures every message, one after the other, up to the first that is refused. */
static void measure_all(void) {
    const uint32_t *head = (const uint32_t *)MESSAGE;
    int32_t status = SOAPSTONE_END;

    for (; head[0] == MAGIC && status == SOAPSTONE_END; head += 4 + (head[1] + 15) / 16 * 4)
        status = measure(head);
    WORD(UART + 16) = 16;
    WORD(UART + 8) = 1;
    say("ticks=", ticks);
    say(" seen=", seen);
    say(" stack=", stack);
    say(" state=", state_size);
    say(" status=", status == SOAPSTONE_END ? 0 : (uint32_t)-status);
    say("\n ", 0);
}

void reset(void) {
    for (uint32_t *from = data_load, *to = data_start; to < data_end;)
        *to++ = *from++;
    for (uint32_t *at = bss_start; at < bss_end;)
        *at++ = 0;
    if (WORD(MESSAGE) == MAGIC)
        measure_all();
    leave(WORD(MESSAGE) == MAGIC ? 0x20026 : 0x20023);
}

static void fault(void) {
    leave(0x20023);
}

/* The stack pointer, reset, and a fault for every exception. */
__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    stack_top, (const void *)reset, (const void *)fault, (const void *)fault, (const void *)fault,
    (const void *)fault, (const void *)fault, (const void *)fault, (const void *)fault, (const void *)fault,
    (const void *)fault, (const void *)fault, (const void *)fault, (const void *)fault, (const void *)fault,
    (const void *)fault,
};
