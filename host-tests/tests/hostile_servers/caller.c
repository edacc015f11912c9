/*
 * Calls what it is told to, with one client after the other call.
 *
 * Each line of standard input is `none|basic|digest ENDPOINT`. For each a line is printed: how far the call came, the
 * status, the name of the status of the library or of the limit that was passed, and the bytes that were received.
 */
#include "tcp.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define S soapstone_cstr

static uint8_t memory[4096], scratch[768], workspace[1024], challenge[256];
static soapstone_client client;
static tcp socket_;

static int32_t write_body(void *ctx, soapstone_writer *w)
{
    (void)ctx;
    soapstone_envelope_writer_envelope(w);
    soapstone_envelope_writer_body_entry(w, S("urn:m"), S("ping"));
    soapstone_writer_text(w, S("hello"));
    soapstone_envelope_writer_end(w);
    return soapstone_envelope_writer_finish(w);
}

static int32_t read_reply(void)
{
    soapstone_envelope_reader reader;
    soapstone_str input = {NULL, 0};
    soapstone_event event;
    int32_t last = 0;
    int32_t status = soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);

    if (status == SOAPSTONE_OK)
        status = soapstone_client_prepare(&client, &reader);
    while (status == SOAPSTONE_OK) {
        status = soapstone_envelope_reader_next(&reader, &input, last, &event);
        if (status == SOAPSTONE_NEED_INPUT) {
            status = soapstone_client_receive(&client, &input);
            last = status == SOAPSTONE_END;
            if (last)
                status = SOAPSTONE_OK;
        }
    }
    if (status == SOAPSTONE_ERROR_LIMIT) {
        soapstone_error error;
        soapstone_envelope_reader_error(&reader, &error);
        if (error.kind == status)
            return -100000 - error.limit;
    }
    return status;
}

static int32_t make(const char *scheme, const char *endpoint)
{
    static const uint8_t random[16] = {7};
    soapstone_http_call call;
    soapstone_http_login login;
    soapstone_transport_info info;
    int32_t status;

    memset(&call, 0, sizeof call);
    call.size = sizeof call;
    call.version = SOAPSTONE_SOAP11;
    call.endpoint = S(endpoint);
    call.timeout = 500;
    call.limit = 1 << 20;
    call.workspace = workspace;
    call.workspace_len = sizeof workspace;
    call.body = write_body;
    if (strcmp(scheme, "none") != 0) {
        soapstone_http_login_init(&login, SOAPSTONE_ABI_VERSION);
        if (strcmp(scheme, "basic") == 0)
            soapstone_http_login_basic(&login, S("alice"), S("wonder"));
        else
            soapstone_http_login_digest(&login, S("alice"), S("wonder"), SOAPSTONE_HTTP_MD5, random, challenge,
                                        sizeof challenge);
        call.login = &login;
    }
    status = soapstone_client_call(&client, &call);
    if (status == SOAPSTONE_OK && soapstone_client_info(&client, &info) == SOAPSTONE_OK && !info.is_empty)
        status = read_reply();
    return status;
}

int main(void)
{
    static const char *const stages[] = {"", "preparing", "sending", "receiving", "parsing"};
    char line[512], scheme[16], endpoint[400];
    soapstone_transport transport;

    signal(SIGPIPE, SIG_IGN);
    tcp_init(&socket_, 500);
    transport = tcp_transport(&socket_);
    if (soapstone_client_init(&client, SOAPSTONE_ABI_VERSION, &transport, memory, sizeof memory, scratch,
                              sizeof scratch) != SOAPSTONE_OK)
        return 2;
    while (fgets(line, sizeof line, stdin) != NULL && sscanf(line, "%15s %399s", scheme, endpoint) == 2) {
        soapstone_transport_info info;
        soapstone_str name;
        int32_t status;

        socket_.bytes_in = 0;
        status = make(scheme, endpoint);
        if (soapstone_client_info(&client, &info) != SOAPSTONE_OK)
            return 2;
        soapstone_client_finish(&client);
        name = soapstone_error_name(status);
        if (status <= -100000)
            name = soapstone_limit_name(-100000 - status);
        else if (status == SOAPSTONE_ERROR_LIMIT)
            name = soapstone_limit_name(info.error.limit);
        printf("%s %d %.*s %llu\n", stages[info.stage], (int)info.status, (int)name.len, (const char *)name.ptr,
               (unsigned long long)socket_.bytes_in);
        fflush(stdout);
    }
    return 0;
}
