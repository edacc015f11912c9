/* The clock and the random numbers of this machine: the part to replace by what your device has. */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <stddef.h>
#include <stdint.h>

/* Seconds since 1 January 1970 UTC. */
int64_t system_time(void);

/* Fills buf with bytes nobody can guess. Returns 0, or -1 when there are none. */
int system_random(uint8_t *buf, size_t len);

#endif
