/* Writes records with soapstone_writer, one for every 100 bytes of the message, into a buffer that it drains. */
#include "program.h"

static soapstone_writer writer;
static uint8_t memory[256];
const uint32_t state_size = sizeof writer;

static soapstone_str str(const char *text, size_t len) {
    soapstone_str s = {(const uint8_t *)text, len};
    return s;
}
#define STR(literal) str(literal, sizeof(literal) - 1)

void program_start(void *workspace, size_t len) {
    soapstone_output output = {0};
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    soapstone_writer_init(&writer, SOAPSTONE_ABI_VERSION, workspace, len, &output, NULL);
}

static int32_t record(void) {
    const soapstone_str uri = STR("urn:example:station");
    soapstone_str sensor = STR("tank & sump"), value = STR("797.87");
    int32_t status = 0;
    status |= soapstone_writer_start(&writer, uri, STR("Reading"));
    status |= soapstone_writer_attribute(&writer, STR(""), STR("id"), STR("r000001"));
    status |= soapstone_writer_start(&writer, uri, STR("Sensor"));
    status |= soapstone_writer_text(&writer, sensor);
    status |= soapstone_writer_end(&writer);
    status |= soapstone_writer_start(&writer, uri, STR("Value"));
    status |= soapstone_writer_text(&writer, value);
    status |= soapstone_writer_end(&writer);
    return status | soapstone_writer_end(&writer);
}

int32_t program_step(soapstone_str *input, int32_t last, uint32_t *seen) {
    soapstone_str bytes = {NULL, 0};
    int32_t status;
    if (input->len == 0 && !last)
        return SOAPSTONE_NEED_INPUT;
    if (soapstone_writer_depth(&writer) == 0)
        soapstone_writer_start(&writer, STR("urn:example:station"), STR("Readings"));
    status = input->len ? record() : soapstone_writer_end(&writer) | soapstone_writer_finish(&writer);
    soapstone_writer_drain(&writer, &bytes);
    *seen += (uint32_t)bytes.len;
    if (input->len == 0 && status == SOAPSTONE_OK)
        return SOAPSTONE_END;
    input->len -= input->len < 100 ? input->len : 100;
    return status;
}
