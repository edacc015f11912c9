/* What the board tells, as text that is valid until the next call. */
#ifndef REPORT_H
#define REPORT_H

#include "soapstone.h"

/* Of itself: `stack USED of SIZE bytes`. */
soapstone_str report(size_t stack_used, size_t stack_size);

/* Of a limit that was exceeded, so that a client can send less. */
soapstone_str report_need(soapstone_str limit, uint64_t needed);

#endif
