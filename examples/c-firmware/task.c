/*
 * The device as a task of FreeRTOS. The network comes in pieces of 1 to 64 bytes: an interrupt puts what it has into a
 * stream buffer, the task takes out what there is and pushes it in. It sleeps in between, whatever is half read.
 */
#include "FreeRTOS.h"
#include "exchange.h"
#include "report.h"
#include "stream_buffer.h"
#include "task.h"
#include "uart.h"

enum {
    PIECE = 64,       /* the most bytes that are pushed at once */
    LINE = 256,       /* bytes that wait for the task */
    STACK = 4096 / 4, /* words, of the task */
    PATIENCE = 5000,  /* milliseconds for which the rest of a request is waited for */
    PRIORITY = 1
};

static StaticStreamBuffer_t line_state;
static uint8_t line_memory[LINE + 1];
static StreamBufferHandle_t line;

/* Puts what has come into the stream buffer. What does not fit stays in the UART, which interrupts no more. */
static void receive(BaseType_t *woken)
{
    int byte;

    for (;;) {
        if (xStreamBufferSpacesAvailable(line) == 0) {
            uart_interrupts(0);
            return;
        }
        if ((byte = uart_read()) < 0)
            return;
        xStreamBufferSendFromISR(line, &(uint8_t){(uint8_t)byte}, 1, woken);
    }
}

void interrupt_0(void)
{
    BaseType_t woken = pdFALSE;

    receive(&woken);
    portYIELD_FROM_ISR(woken);
}

/* Waits until something has come, and takes it: 1 to PIECE bytes; 0 when nothing came in time. */
static size_t take(uint8_t *piece, TickType_t time)
{
    size_t len = xStreamBufferReceive(line, piece, PIECE, time);
    BaseType_t woken = pdFALSE;

    taskENTER_CRITICAL();
    uart_interrupts(1);
    receive(&woken);
    taskEXIT_CRITICAL();
    return len;
}

static void send_all(soapstone_str bytes)
{
    while (bytes.len-- > 0)
        uart_write(*bytes.ptr++);
}

/* Answers, and makes ready for the next request. */
static void respond(exchange *x, int32_t status)
{
    const size_t unused = uxTaskGetStackHighWaterMark(NULL) * sizeof(StackType_t);
    soapstone_str head, body;

    if (exchange_respond(x, status, report(STACK * 4 - unused, STACK * 4), &head, &body) == SOAPSTONE_OK) {
        send_all(head);
        send_all(body);
    }
    exchange_begin(x);
}

static void codec(void *argument)
{
    static exchange x;
    static uint8_t piece[PIECE];
    int32_t status = SOAPSTONE_OK; /* SOAPSTONE_NEED_INPUT: of a request that has come in part */
    soapstone_str input;

    (void)argument;
    exchange_begin(&x);
    for (;;) {
        input.ptr = piece;
        input.len = take(piece, status == SOAPSTONE_NEED_INPUT ? pdMS_TO_TICKS(PATIENCE) : portMAX_DELAY);
        if (input.len == 0) {
            respond(&x, status);
            status = SOAPSTONE_OK;
        }
        while (input.len > 0) {
            status = exchange_push(&x, &input);
            if (status != SOAPSTONE_NEED_INPUT)
                respond(&x, status);
            if (status < 0)
                break; /* where the next request begins, nobody knows */
        }
    }
}

int main(void)
{
    static StaticTask_t state;
    static StackType_t stack[STACK];

    line = xStreamBufferCreateStatic(LINE, 1, line_memory, &line_state);
    xTaskCreateStatic(codec, "codec", STACK, NULL, PRIORITY, stack, &state);
    uart_start();
    uart_interrupts(1);
    vTaskStartScheduler();
    return 1;
}

/* Nothing to do: sleep until the next interrupt. */
void vApplicationIdleHook(void)
{
    __asm__ volatile("wfi");
}

/* Where a product logs and resets. */
void vApplicationStackOverflowHook(TaskHandle_t task, char *name)
{
    (void)task, (void)name;
    for (;;) {
    }
}
