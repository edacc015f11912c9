/* Reads a message with soapstone_reader and looks at every name, attribute value and piece of text. */
#include "program.h"

static soapstone_reader reader;
static soapstone_event event;
const uint32_t state_size = sizeof reader;

void program_start(void *workspace, size_t len) {
    soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, len, NULL);
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    soapstone_attribute attribute;
    int32_t status = soapstone_reader_next(&reader, input, last, &event);
    if (status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_START) {
        ++*seen;
        for (uint32_t i = 0; i < event.attributes; i++)
            if (soapstone_reader_attribute(&reader, i, &attribute) == SOAPSTONE_OK)
                *seen += 1 + (uint32_t)attribute.value.len;
    } else if (status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_TEXT) {
        *seen += (uint32_t)event.text.len;
    }
    return status;
}
