/* What the examples of the header assume to be there. */
#include "soapstone.h"

#include <stdio.h>
#include <string.h>

void answer(uint32_t operation);
void send(const uint8_t *bytes, size_t len);
int32_t password(void *ctx, soapstone_str username, soapstone_str *password);

static uint8_t chunk[512], memory[512];
static soapstone_writer writer;
static soapstone_envelope_reader envelope;
static soapstone_element entry;
static soapstone_str text, bytes, input, ns, action;
static soapstone_operation operations[3];
static soapstone_qname name;
static soapstone_fault fault;
static int32_t status, last, version;
static soapstone_keeper keeper;
static soapstone_header_reader headers;
static uint64_t now;
static soapstone_str random_bytes;
static soapstone_http_request request;
