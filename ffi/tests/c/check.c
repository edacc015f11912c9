#define _DEFAULT_SOURCE
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static unsigned passed, failed;

int check(int holds, const char *what, const char *file, int line)
{
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("%s:%d: not so: %s\n", file, line, what);
    }
    return holds;
}

int check_status(int32_t expected, int32_t status, const char *what, const char *file, int line)
{
    if (expected != status) {
        soapstone_str name = soapstone_error_name(status);
        printf("%s:%d: status %d (%.*s), not %d\n", file, line, (int)status, (int)name.len,
               (const char *)name.ptr, (int)expected);
    }
    return check(expected == status, what, file, line);
}

int check_str(const char *expected, soapstone_str string, const char *what, const char *file, int line)
{
    int same = soapstone_str_equals(string, expected) == 1;
    if (!same) {
        printf("%s:%d: \"%.*s\", not \"%s\"\n", file, line, (int)string.len, (const char *)string.ptr,
               expected);
    }
    return check(same && string.len == strlen(expected), what, file, line);
}

int check_done(const char *name)
{
    printf("%s: %u checks passed, %u failed\n", name, passed, failed);
    return failed != 0 || passed == 0;
}

guarded guarded_new(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    guarded g;
    g.size = (size + page - 1) / page * page;
    g.map = mmap(NULL, g.size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (g.map == MAP_FAILED || mprotect(g.map + g.size, page, PROT_NONE) != 0) {
        perror("guard page");
        exit(2);
    }
    return g;
}

uint8_t *guarded_end(const guarded *g, size_t len)
{
    if (len > g->size) {
        fprintf(stderr, "guarded memory of %zu bytes, %zu wanted\n", g->size, len);
        exit(2);
    }
    return g->map + g->size - len;
}

uint8_t *guarded_copy(const guarded *g, const void *bytes, size_t len)
{
    uint8_t *end = guarded_end(g, len);
    size_t spare;
    if (len != 0) {
        memmove(end, bytes, len);
    }
    spare = g->size - len;
    memset(end - (spare < 256 ? spare : 256), 0xAA, spare < 256 ? spare : 256);
    return end;
}

void guarded_free(guarded *g)
{
    munmap(g->map, g->size + (size_t)sysconf(_SC_PAGESIZE));
}
