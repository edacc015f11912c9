#define _POSIX_C_SOURCE 200809L
#include "report.h"

#include "heap.h"

#include <stdio.h>
#include <unistd.h>

/* The line goes out in one write, so that the lines of two programs do not mix. */
static void put(const char *line, int len, int size)
{
    ssize_t n = write(2, line, (size_t)(len < size ? len : size - 1));
    (void)n; /* a report that nobody reads is no failure */
}

void report_line(const report *r, const char *result)
{
    char line[256];

    put(line,
        snprintf(line, sizeof line, "%s  %-16s %-8s %12llu %12llu %8u of %-6u %8lu   %s\n",
                 isatty(2) ? "\r\033[K" : "", r->call != NULL ? r->call : "", r->who, (unsigned long long)r->bytes_in,
                 (unsigned long long)r->bytes_out, r->workspace_used, r->workspace, heap_allocations(), result),
        (int)sizeof line);
}

void report_progress(const char *call, uint64_t done, uint64_t all)
{
    char line[128];

    if (isatty(2))
        put(line,
            snprintf(line, sizeof line, "\r  %-16s %5.1f of %.1f MB", call, (double)done / 1e6, (double)all / 1e6),
            (int)sizeof line);
}
