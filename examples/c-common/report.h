/* What the two programs print about a call: one aligned line on standard error. */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

typedef struct {
    const char *call;        /* NULL on the second line of a call */
    const char *who;         /* "client" or "service" */
    uint64_t bytes_in, bytes_out;
    unsigned workspace_used; /* bytes, at the most */
    unsigned workspace;      /* bytes there are */
} report;

/* Prints the line, ending in the allocations of the whole program so far and the result. */
void report_line(const report *r, const char *result);

/* Shows how far a long call is, where standard error is a terminal; elsewhere nothing. */
void report_progress(const char *call, uint64_t done, uint64_t all);

#endif
