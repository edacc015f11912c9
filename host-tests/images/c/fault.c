/* Reads a message, or a fault to its parts: what "read one envelope with faults" takes, and nothing that writes. */
#include "program.h"

static soapstone_envelope_reader reader;
static soapstone_fault_reader fault_reader;
static soapstone_event event;
static soapstone_fault fault;
static uint8_t store[256];
const uint32_t state_size = sizeof reader + sizeof fault_reader;

void program_start(void *workspace, size_t len) {
    soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, len, NULL);
}

/* Sees what an event says, and what a fault says when it closes. */
static void look(uint32_t *seen) {
    soapstone_attribute attribute;
    switch (event.kind) {
    case SOAPSTONE_EVENT_OPEN:
        if (event.section == SOAPSTONE_SECTION_FAULT)
            soapstone_fault_reader_init(&fault_reader, SOAPSTONE_ABI_VERSION, store, sizeof store);
        /* fall through */
    case SOAPSTONE_EVENT_START:
        ++*seen;
        for (uint32_t i = 0; i < event.attributes; i++)
            if (soapstone_envelope_reader_attribute(&reader, i, &attribute) == SOAPSTONE_OK)
                *seen += 1 + (uint32_t)attribute.value.len;
        break;
    case SOAPSTONE_EVENT_TEXT:
        *seen += (uint32_t)event.text.len;
        break;
    case SOAPSTONE_EVENT_CLOSE:
        if (event.section == SOAPSTONE_SECTION_FAULT &&
            soapstone_fault_reader_fault(&fault_reader, &fault) == SOAPSTONE_OK)
            *seen += (uint32_t)fault.kind + (uint32_t)fault.reasons[0].text.len;
        break;
    }
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    int32_t status;
    if (soapstone_envelope_reader_section(&reader) == SOAPSTONE_SECTION_FAULT)
        status = soapstone_fault_reader_next(&fault_reader, &reader, input, last, &event);
    else
        status = soapstone_envelope_reader_next(&reader, input, last, &event);
    if (status == SOAPSTONE_OK)
        look(seen);
    return status;
}
