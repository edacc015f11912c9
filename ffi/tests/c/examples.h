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

int32_t read_file(void *ctx, uint64_t offset, uint8_t *into, size_t len, size_t *count);
int32_t begin_chunk(void *ctx, const soapstone_chunk *chunk);
int32_t write_bytes(void *ctx, const uint8_t *bytes, size_t len);
int32_t finish_chunk(void *ctx, const soapstone_chunk *chunk);
int32_t append_to_file(void *ctx, uint64_t offset, const uint8_t *bytes, size_t len);
int32_t close_file(void *ctx, uint64_t total);
void remove_file(void *ctx);
int32_t query_chunk(void *ctx, uint64_t index, uint64_t offset, soapstone_chunk *chunk);
int32_t read_bytes(void *ctx, uint8_t *into, size_t len, size_t *count);
int32_t finish_chunks(void *ctx, uint64_t index);
static void *file, *connection;
static uint64_t total;
static uint8_t *piece;
static size_t piece_len, len;
static soapstone_chunk_sender sender;
static soapstone_chunk_out out;

int32_t receive(void *ctx, uint8_t *bytes, size_t len, size_t *count);
int32_t send_all(void *ctx, const uint8_t *bytes, size_t len);
int32_t handle_call(void *ctx, const soapstone_received *request, soapstone_message *message);
int32_t write_answer(void *ctx, const soapstone_received *request, soapstone_writer *writer);
static soapstone_service meter;

int32_t connect_to(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout);
void disconnect(void *ctx);
int32_t write_request(void *ctx, soapstone_writer *writer);

int32_t find_alias(void *ctx, soapstone_str name, soapstone_alias *alias);
int32_t deliver(void *ctx, soapstone_line *line);
static soapstone_server server;
static soapstone_line *line;

void log_event(void *ctx, const soapstone_trace_event *event);
static soapstone_client client;
