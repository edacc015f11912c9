/* Time, as it is seen by looking again and again. */
#ifndef TIMER_H
#define TIMER_H

#include <stdint.h>

#define TIMER_TICKS 100 /* in a second */

/* What the timer of the board counts in a second. */
extern const uint32_t timer_frequency;

void timer_start(void);

/* 1 when another tick has passed, else 0. */
unsigned timer_ticked(void);

#endif
