/* What the board tells of itself, as text: `stack USED of SIZE bytes`. */
#ifndef REPORT_H
#define REPORT_H

#include "soapstone.h"

soapstone_str report(size_t stack_used, size_t stack_size);

#endif
