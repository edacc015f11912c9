/* From reset to main, the same on every processor. */
#ifndef START_H
#define START_H

/* What the stack is painted with. */
#define PAINT 0xa5a5a5a5u

/* Fills RAM, paints the stack and calls main. Never returns; needs a stack pointer, and an FPU that is on. */
void start(void) __attribute__((noreturn));

#endif
