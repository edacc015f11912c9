/* Reading an answer: its header blocks, then its body entry or its fault, kept as a whole. */
#ifndef ANSWER_H
#define ANSWER_H

#include "chunks.h"
#include "soapstone.h"

/* An answer, read. One at a time: they share the memory in which their texts are kept. */
typedef struct {
    soapstone_envelope_reader reader;
    soapstone_header_reader headers;
    soapstone_keeper keeper;
    soapstone_fault_reader fault_reader;
    enum { HEADERS, BODY, ENTRY, FAULT, REST } phase;
    int has_entry, is_fault;
    soapstone_element entry;
    soapstone_fault fault;
} answer;

/*
 * Reads an answer to its end, in chunks that are received into chunk, which has CHUNK_SIZE bytes. Stores 1 in none when
 * there is none: the operation is one-way.
 */
int32_t answer_receive(answer *a, chunks *pipe, uint8_t *workspace, size_t workspace_len, uint8_t *chunk, int *none);

#endif
