/* The smallest firmware: reads one document, and halts should the library ever panic. */
#include "soapstone.h"

int32_t firmware(void);

void soapstone_panic(void)
{
    for (;;) {
    }
}

int32_t firmware(void)
{
    static uint8_t workspace[512];
    static soapstone_reader reader;
    soapstone_event event;
    soapstone_str input = soapstone_cstr("<a>x</a>");
    int32_t status = soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
    while (status == SOAPSTONE_OK) {
        status = soapstone_reader_next(&reader, &input, 1, &event);
    }
    return status;
}
