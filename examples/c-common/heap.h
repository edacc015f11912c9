/*
 * A heap that counts.
 *
 * heap.c defines malloc and its kin for the whole program, the C library included, and counts every call.
 * Link it to see that a program allocates nothing; leave it out of a product.
 */
#ifndef HEAP_H
#define HEAP_H

/* Allocations so far, by anyone in this program. */
unsigned long heap_allocations(void);

/* Allocates once, sees that it is counted, and sets the count back. Returns 0 when the counter works. */
int heap_check(void);

#endif
