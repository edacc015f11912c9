#include "answer.h"

#include <string.h>

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t header_store[1024]; /* header blocks */
static uint8_t entry_store[512];   /* the body entry, or the texts of the fault */

/* Looks for what is in the Body: an entry, a fault, or nothing. */
static int32_t read_body(answer *a, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    TRY(soapstone_envelope_reader_next(&a->reader, input, last, &event));
    switch (event.section) {
    case SOAPSTONE_SECTION_BODY_ENTRY:
        a->phase = ENTRY;
        return soapstone_keeper_init(&a->keeper, SOAPSTONE_ABI_VERSION, entry_store, sizeof entry_store);
    case SOAPSTONE_SECTION_FAULT:
        a->phase = FAULT;
        return soapstone_fault_reader_init(&a->fault_reader, SOAPSTONE_ABI_VERSION, entry_store, sizeof entry_store);
    default:
        a->phase = REST;
        return SOAPSTONE_OK;
    }
}

/* Reads on inside a fault; its detail is not looked at. */
static int32_t read_fault(answer *a, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    do
        TRY(soapstone_fault_reader_next(&a->fault_reader, &a->reader, input, last, &event));
    while (event.kind != SOAPSTONE_EVENT_CLOSE);
    a->is_fault = 1;
    a->phase = REST;
    return soapstone_fault_reader_fault(&a->fault_reader, &a->fault);
}

/* Reads on, as far as the input goes. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_chunk(answer *a, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    for (;;) {
        switch (a->phase) {
        case HEADERS:
            TRY(soapstone_header_reader_read(&a->headers, &a->reader, input, last));
            a->phase = BODY;
            break;
        case BODY:
            TRY(read_body(a, input, last));
            break;
        case ENTRY:
            TRY(soapstone_keeper_read(&a->keeper, &a->reader, input, last));
            TRY(soapstone_keeper_element(&a->keeper, &a->entry));
            a->has_entry = 1;
            a->phase = REST;
            break;
        case FAULT:
            TRY(read_fault(a, input, last));
            break;
        case REST:
            TRY(soapstone_envelope_reader_next(&a->reader, input, last, &event));
        }
    }
}

/* What we understand: addressing and session tokens. */
static int32_t make_ready(answer *a, uint8_t *workspace, size_t workspace_len)
{
    static const soapstone_vocabulary *vocabularies[2];
    soapstone_node node = {0};

    vocabularies[0] = soapstone_wsa_vocabulary();
    vocabularies[1] = soapstone_session_vocabulary();
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 2;
    memset(a, 0, sizeof *a);
    TRY(soapstone_envelope_reader_init(&a->reader, SOAPSTONE_ABI_VERSION, workspace, workspace_len, NULL));
    return soapstone_header_reader_init(&a->headers, SOAPSTONE_ABI_VERSION, header_store, sizeof header_store, &node);
}

int32_t answer_receive(answer *a, chunks *pipe, uint8_t *workspace, size_t workspace_len, uint8_t *chunk, int *none)
{
    soapstone_str input = {chunk, 0};
    int32_t status = SOAPSTONE_NEED_INPUT;
    int first = 1;

    TRY(make_ready(a, workspace, workspace_len));
    while (status == SOAPSTONE_NEED_INPUT) {
        if (chunks_receive(pipe, chunk, &input.len) != 0)
            return SOAPSTONE_ERROR_IO;
        input.ptr = chunk;
        *none = first && input.len == 0;
        if (*none)
            return SOAPSTONE_OK;
        first = 0;
        status = read_chunk(a, &input, input.len == 0);
    }
    return status == SOAPSTONE_END ? SOAPSTONE_OK : status;
}
