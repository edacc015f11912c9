#define _POSIX_C_SOURCE 200809L
#include "report.h"

#include "heap.h"

#include <stdio.h>
#include <unistd.h>

#define NAME_WIDTH 16

/* Prints in one write, so that what two programs print does not mix. */
static void put(const char *text, int len, size_t size)
{
    ssize_t n = write(2, text, (size_t)len < size ? (size_t)len : size - 1);
    (void)n; /* a report that nobody reads is no failure */
}

/* What goes back to the begin of the line and clears it, on a terminal. */
static const char *clear(void)
{
    return isatty(2) ? "\r\033[K" : "";
}

void report_call(const char *call)
{
    char text[64];

    put(text, snprintf(text, sizeof text, "%s  %-*s", clear(), NAME_WIDTH, call), sizeof text);
}

void report_progress(const char *call, uint64_t done, uint64_t all)
{
    char text[96];

    if (!isatty(2))
        return;
    if (done == all)
        report_call(call);
    else
        put(text,
            snprintf(text, sizeof text, "%s  %-*s %.1f of %.1f MB", clear(), NAME_WIDTH, call, (double)done / 1e6,
                     (double)all / 1e6),
            sizeof text);
}

void report_line(const report *r, const char *result)
{
    char text[256];

    put(text,
        snprintf(text, sizeof text, "%*s%-10s %10llu %10llu %7lu of %lu %9lu   %s\n", r->first ? 0 : NAME_WIDTH + 2,
                 "", r->who, (unsigned long long)r->bytes_in, (unsigned long long)r->bytes_out,
                 (unsigned long)r->workspace_used, (unsigned long)r->workspace, heap_allocations(), result),
        sizeof text);
}
