#include "heap.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Enough for a C library that wants some at start-up. Nothing is ever taken back. */
#define ARENA 65536
#define ALIGNMENT 16

static union {
    uint8_t bytes[ARENA];
    long double alignment;
} arena;
static size_t used;
static unsigned long count;

static void *take(size_t size, size_t alignment)
{
    size_t at = (used + sizeof(size_t) + alignment - 1) / alignment * alignment;

    count++;
    if (at > ARENA || size > ARENA - at)
        return NULL;
    memcpy(arena.bytes + at - sizeof size, &size, sizeof size);
    used = at + size;
    return arena.bytes + at;
}

void *malloc(size_t size)
{
    return take(size, ALIGNMENT);
}

void free(void *block)
{
    (void)block;
}

void *calloc(size_t n, size_t size)
{
    /* The arena is zero when the program starts and is never given out twice. */
    return size != 0 && n > ARENA / size ? take(ARENA + 1, ALIGNMENT) : take(n * size, ALIGNMENT);
}

void *realloc(void *block, size_t size)
{
    void *moved = take(size, ALIGNMENT);

    if (moved != NULL && block != NULL) {
        size_t old;
        memcpy(&old, (uint8_t *)block - sizeof old, sizeof old);
        memcpy(moved, block, old < size ? old : size);
    }
    return moved;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return take(size, alignment < ALIGNMENT ? ALIGNMENT : alignment);
}

unsigned long heap_allocations(void)
{
    return count;
}

int heap_check(void)
{
    void *(*volatile allocate)(size_t) = malloc; /* volatile: or the compiler may leave the call out */
    unsigned long before = count;
    int counted = allocate(1) != NULL && count == before + 1;

    count = before;
    return counted ? 0 : -1;
}
