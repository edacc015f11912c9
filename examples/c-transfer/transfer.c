/*
 * A gigabyte each way, through a few kilobytes.
 *
 *     transfer serve [plain]                               prints "ready PORT", answers one connection, reports
 *     transfer call PORT BYTES length|chunked [plain]      stores so many bytes there, fetches as many, reports
 *
 * The bytes travel as base64 in SOAP 1.2 messages over HTTP, on a loopback connection. With "plain" the same number of
 * bytes travels with no protocol at all, through a buffer of the same size: what a read/write loop takes. In both cases
 * each side takes a digest of 64 bits of every byte it sends and of every byte it receives.
 *
 * This is HTTP and SOAP layer by layer; for a client or a server, c-client and c-server show the shorter way.
 * All memory is static.
 */
#define _POSIX_C_SOURCE 200809L
#include "message.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECONDS 900 /* no run takes longer: then the program is ended */

/* Answers requests until the connection is closed. */
static int32_t serve(connection *c)
{
    for (;;) {
        soapstone_http_head_reader fields;
        soapstone_http_request request;
        soapstone_http_framing framing;
        message m;
        int32_t status = receive_head(c, &fields);

        if (status == SOAPSTONE_END)
            return SOAPSTONE_OK;
        TRY(status);
        TRY(soapstone_http_head_reader_request(&fields, &request));
        TRY(soapstone_http_request_framing(&request, &framing, NULL));
        TRY(receive_body(c, &framing, &m));
        /* A message is answered in the framing it came in. */
        if (m.fetch)
            TRY(send_message(c, NULL, "FetchResponse", 0, strtoull(m.bytes, NULL, 10),
                             framing.kind == SOAPSTONE_HTTP_CHUNKED));
        else
            TRY(send_message(c, NULL, "StoreResponse", m.content, 0, framing.kind == SOAPSTONE_HTTP_CHUNKED));
    }
}

/* Makes a call. */
static int32_t call(connection *c, const char *name, uint64_t number, uint64_t content, int chunked, message *m)
{
    soapstone_http_head_reader fields;
    soapstone_http_response response;
    soapstone_http_framing framing;

    TRY(send_message(c, "/depot", name, number, content, chunked));
    TRY(receive_head(c, &fields));
    TRY(soapstone_http_head_reader_response(&fields, &response));
    if (response.status != 200)
        return SOAPSTONE_ERROR_UNEXPECTED_STATUS;
    TRY(soapstone_http_response_framing(&response, soapstone_cstr("POST"), &framing, NULL));
    return receive_body(c, &framing, m);
}

/* Sends so many bytes with no protocol. */
static int32_t plain_send(connection *c, uint64_t bytes)
{
    while (bytes > 0) {
        soapstone_str piece;
        piece.ptr = io;
        piece.len = bytes < sizeof io ? (size_t)bytes : sizeof io;
        memcpy(io, &bytes, sizeof bytes);
        c->digest_sent = digest(c->digest_sent, piece.ptr, piece.len);
        TRY(send_bytes(c->fd, piece));
        c->sent += piece.len;
        bytes -= piece.len;
    }
    return SOAPSTONE_OK;
}

static int32_t plain_receive(connection *c, uint64_t bytes)
{
    while (bytes > 0) {
        TRY(receive_bytes(c));
        if (c->input.len == 0 || c->input.len > bytes)
            return SOAPSTONE_ERROR_HTTP_TRUNCATED;
        c->digest_received = digest(c->digest_received, c->input.ptr, c->input.len);
        c->received += c->input.len;
        bytes -= c->input.len;
    }
    return SOAPSTONE_OK;
}

/* The number of bytes, so many bytes one way, a byte that they are there, and as many the other way. */
static int32_t plain(connection *c, int server, uint64_t bytes)
{
    uint8_t ready = 1;
    soapstone_str piece;

    if (server) {
        if (recv(c->fd, &bytes, sizeof bytes, MSG_WAITALL) != (ssize_t)sizeof bytes)
            return SOAPSTONE_ERROR_IO;
        TRY(plain_receive(c, bytes));
        piece.ptr = &ready;
        piece.len = 1;
        TRY(send_bytes(c->fd, piece));
        return plain_send(c, bytes);
    }
    piece.ptr = (const uint8_t *)&bytes;
    piece.len = sizeof bytes;
    TRY(send_bytes(c->fd, piece));
    TRY(plain_send(c, bytes));
    return recv(c->fd, &ready, 1, 0) == 1 ? plain_receive(c, bytes) : SOAPSTONE_ERROR_IO;
}

/* ----------------------------------------------------------------------------------------------------- the program */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The time this program and the system worked for it. */
static double worked(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* The most memory this program had resident, in KB; 0 where the system does not tell. */
static long resident(void)
{
    char line[128];
    long kilobytes = 0;
    FILE *f = fopen("/proc/self/status", "r");

    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kilobytes = strtol(line + 6, NULL, 10);
    if (f != NULL)
        fclose(f);
    return kilobytes;
}

static int report(const char *side, const connection *c, double seconds, int32_t status)
{
    soapstone_str name = soapstone_error_name(status);
    printf("%s: status %.*s sent %llu digest %016llx received %llu digest %016llx workspace %lu peak %lu resident %ld "
           "seconds %.3f cpu %.3f\n",
           side, (int)name.len, (const char *)name.ptr, (unsigned long long)c->sent, (unsigned long long)c->digest_sent,
           (unsigned long long)c->received, (unsigned long long)c->digest_received,
           (unsigned long)memory_given(), (unsigned long)c->peak,
           resident(), seconds, worked());
    return status == SOAPSTONE_OK ? 0 : 1;
}

static int run_server(connection *c, int is_plain)
{
    struct sockaddr_in address = {0};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    double begun;
    int32_t status;

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0)
        return 2;
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    c->fd = accept(fd, NULL, NULL);
    close(fd);
    begun = now();
    status = c->fd < 0 ? SOAPSTONE_ERROR_IO : is_plain ? plain(c, 1, 0) : serve(c);
    return report("server", c, now() - begun, status);
}

static int run_client(connection *c, int port, uint64_t bytes, int chunked, int is_plain)
{
    struct sockaddr_in address = {0};
    double begun = now();
    int32_t status;
    int on = 1;
    message m;

    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)port);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address) != 0)
        return 2;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (is_plain) {
        /* As many bytes as base64 makes of them. */
        status = plain(c, 0, (bytes + 2) / 3 * 4);
    } else {
        status = call(c, "Store", bytes, bytes, chunked, &m);
        if (status == SOAPSTONE_OK && strtoull(m.bytes, NULL, 10) != bytes)
            status = SOAPSTONE_ERROR_HTTP_LENGTH;
        if (status == SOAPSTONE_OK)
            status = call(c, "Fetch", bytes, 0, chunked, &m);
        if (status == SOAPSTONE_OK && m.content != bytes)
            status = SOAPSTONE_ERROR_HTTP_LENGTH;
    }
    close(c->fd);
    return report("client", c, now() - begun, status);
}

int main(int argc, char **argv)
{
    static connection c;
    int is_plain = argc > 1 && strcmp(argv[argc - 1], "plain") == 0;

    signal(SIGPIPE, SIG_IGN); /* a peer that is gone is an error of write, not the end of this program */
    alarm(SECONDS);
    if (argc - is_plain == 2 && strcmp(argv[1], "serve") == 0)
        return run_server(&c, is_plain);
    if (argc - is_plain == 5 && strcmp(argv[1], "call") == 0)
        return run_client(&c, atoi(argv[2]), strtoull(argv[3], NULL, 10), strcmp(argv[4], "chunked") == 0, is_plain);
    fprintf(stderr, "usage: transfer serve [plain] | transfer call PORT BYTES length|chunked [plain]\n");
    return 64;
}
