/*
 * What the two programs print about a call, on standard error:
 *
 *   the call         service   bytes in   bytes out   workspace   allocations   its result
 *                    client    bytes in   bytes out   workspace   allocations   its result
 */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *who;
    int first;                    /* 1 when the line goes on behind the name of the call */
    uint64_t bytes_in, bytes_out; /* of the messages */
    size_t workspace_used, workspace;
} report;

/* Prints the name of a call, to be followed by the first line about it. */
void report_call(const char *call);

/* Shows how far a long call is, where standard error is a terminal; elsewhere nothing. */
void report_progress(const char *call, uint64_t done, uint64_t all);

/* Prints a line, with the allocations of the whole program so far. */
void report_line(const report *r, const char *result);

#endif
