/* Calls soapstone and another library in Rust. */
#include "soapstone.h"

size_t second_thirds(uint64_t number, uint8_t *text, size_t len);
int main(void);

static int same(const uint8_t *text, size_t len, const char *expected)
{
    size_t i;
    for (i = 0; i < len && expected[i] != 0; i++) {
        if (text[i] != (uint8_t)expected[i]) {
            return 0;
        }
    }
    return i == len && expected[i] == 0;
}

int main(void)
{
    static uint8_t workspace[512], text[40];
    static soapstone_reader reader;
    soapstone_event event;
    soapstone_str input = soapstone_cstr("<a>x</a>");
    size_t events = 0;
    int32_t status = soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
    while (status == SOAPSTONE_OK) {
        status = soapstone_reader_next(&reader, &input, 1, &event);
        events += status == SOAPSTONE_OK;
        if (status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_TEXT && !same(event.text.ptr, event.text.len, "x")) {
            return 1;
        }
    }
    if (status != SOAPSTONE_END || events < 3) {
        return 1;
    }
    return !same(text, second_thirds(10000000000u, text, sizeof text), "10000000000/3=3333333333");
}
