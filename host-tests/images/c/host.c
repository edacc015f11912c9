/* A host: calls the program once with nothing, so that what it links can be counted. */
#include "program.h"

int main(void) {
    static uint8_t workspace[1024];
    soapstone_str input = {workspace, 0};
    uint32_t seen = 0;
    program_start(workspace, sizeof workspace);
    return program_step(&input, 1, &seen) + (int)seen;
}
