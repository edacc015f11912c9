/* A program whose footprint is measured: board.c calls program_step until it answers SOAPSTONE_END or an error. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "soapstone.h"

/* The bytes the program keeps, its workspace not counted. */
extern const uint32_t state_size;

/* Makes the program ready; the workspace is the same for every program. */
void program_start(void *workspace, size_t len);

/* Does one thing, adds what it saw to *seen and answers SOAPSTONE_OK, SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen);

#endif
