/* FreeRTOS as the task example needs it: static memory only, one stream buffer, no timers. */
#ifndef FREERTOS_CONFIG_H
#define FREERTOS_CONFIG_H

#define configCPU_CLOCK_HZ 25000000u
#define configTICK_RATE_HZ 1000u
#define configTICK_TYPE_WIDTH_IN_BITS TICK_TYPE_WIDTH_32_BITS
#define configMAX_PRIORITIES 3
#define configMINIMAL_STACK_SIZE 64u /* words: of the idle task */
#define configUSE_PREEMPTION 1
#define configUSE_IDLE_HOOK 1
#define configUSE_TICK_HOOK 0
#define configCHECK_FOR_STACK_OVERFLOW 2

#define configSUPPORT_STATIC_ALLOCATION 1
#define configSUPPORT_DYNAMIC_ALLOCATION 0
#define configKERNEL_PROVIDED_STATIC_MEMORY 1

#define INCLUDE_vTaskDelay 1
#define INCLUDE_vTaskSuspend 1 /* so that portMAX_DELAY is for ever */
#define INCLUDE_uxTaskGetStackHighWaterMark 1

/* Priorities of interrupts: 3 bits; those below 5 may call FreeRTOS. */
#define configKERNEL_INTERRUPT_PRIORITY (7u << 5)
#define configMAX_SYSCALL_INTERRUPT_PRIORITY (5u << 5)

#define configASSERT(condition) \
    do {                        \
        if (!(condition))       \
            for (;;) {          \
            }                   \
    } while (0)

/* The names of boards/cortex-m.c. */
#define vPortSVCHandler svc
#define xPortPendSVHandler pend_sv
#define xPortSysTickHandler sys_tick

#endif
