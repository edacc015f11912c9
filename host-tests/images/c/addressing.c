/* The service of replying.c, with all of WS-Addressing: holds the headers of a message to the standard, and addresses the
 * answer as they say. */
#include "program.h"

/* What programs do that do more than this one. */
#ifndef PROVE
#define PROVE(writer) SOAPSTONE_OK
#endif

#define CHECKED
#include "replying.c"

static soapstone_addressing_properties properties;
static soapstone_problem problem;

/* The headers of the answer: those of a reply, where the message asks for one. */
static int32_t write_headers(soapstone_writer *to) {
    int32_t status = soapstone_addressing_reply(&headers, NULL, STR("urn:example:station:Done"), &properties, &problem);
    if (status != SOAPSTONE_OK)
        return status == SOAPSTONE_NOT_FOUND ? PROVE(to) : status;
    properties.message_id = new_id();
    status = soapstone_addressing_write(to, &properties);
    return status | PROVE(to);
}

/* Answers a message whose addressing is wrong. */
static int32_t refuse(uint32_t *seen) {
    soapstone_str bytes = {NULL, 0};
    int32_t status;
    begin_answer();
    status = soapstone_addressing_answer(&headers, NULL, &problem, &properties);
    status |= soapstone_envelope_writer_envelope(&writer);
    status |= soapstone_addressing_write(&writer, &properties);
    status |= soapstone_problem_write_header(&writer, &problem);
    status |= soapstone_problem_write_fault(&writer, &problem);
    status |= soapstone_envelope_writer_finish(&writer);
    soapstone_writer_drain(&writer, &bytes);
    *seen += (uint32_t)bytes.len;
    return status == SOAPSTONE_OK ? problem.error.kind : SOAPSTONE_ERROR_IO;
}

/* The headers of a message are complete: they are held to the standard. */
static int32_t judge(uint32_t *seen) {
    soapstone_addressing addressing;
    if (soapstone_addressing_read(&headers, &addressing) != SOAPSTONE_OK)
        return SOAPSTONE_OK;
    *seen += (uint32_t)addressing.action.len;
    if (soapstone_addressing_check(&headers, NULL, &problem) < 0 ||
        soapstone_addressing_check_soap_action(&headers, STR(""), NULL, &problem) < 0)
        return refuse(seen);
    return SOAPSTONE_OK;
}
