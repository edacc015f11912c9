#define _POSIX_C_SOURCE 200809L
#include "tcp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_storage storage;
} address;

void tcp_init(tcp *t, int64_t usual)
{
    memset(t, 0, sizeof *t);
    t->fd = -1;
    t->timeout = t->usual = usual;
}

soapstone_transport tcp_transport(tcp *t)
{
    soapstone_transport transport;

    memset(&transport, 0, sizeof transport);
    transport.size = sizeof transport;
    transport.ctx = t;
    transport.open = tcp_open;
    transport.read = tcp_read;
    transport.write = tcp_write;
    transport.close = tcp_close;
    transport.ready = tcp_ready;
    transport.resume = tcp_resume;
    return transport;
}

/* Waits until the socket can be read or written. Returns 0 when the time is up, -1 when it is broken. */
static int wait_for(const tcp *t, short events, int64_t millis)
{
    struct pollfd poller;
    int ready;

    poller.fd = t->fd;
    poller.events = events;
    do
        ready = poll(&poller, 1, millis < 0 || millis > 86400000 ? -1 : (int)millis);
    while (ready < 0 && errno == EINTR);
    return ready;
}

/* What poll takes for a timeout of a call. */
static int64_t patience(const tcp *t)
{
    return t->timeout == 0 ? -1 : t->timeout;
}

/* An address without asking anybody, where the host is one. Returns its length, or 0. */
static socklen_t numeric(const char *host, uint16_t port, address *to)
{
    memset(to, 0, sizeof *to);
    if (inet_pton(AF_INET, host, &to->v4.sin_addr) == 1) {
        to->v4.sin_family = AF_INET;
        to->v4.sin_port = htons(port);
        return sizeof to->v4;
    }
    if (inet_pton(AF_INET6, host, &to->v6.sin6_addr) == 1) {
        to->v6.sin6_family = AF_INET6;
        to->v6.sin6_port = htons(port);
        return sizeof to->v6;
    }
    return 0;
}

/* Connects to an address. Returns 0 or -1. */
static int connect_to(tcp *t, const struct sockaddr *to, socklen_t len)
{
    int on = 1, error = 0;
    socklen_t size = sizeof error;

    t->fd = socket(to->sa_family, SOCK_STREAM, 0);
    if (t->fd < 0)
        return -1;
    fcntl(t->fd, F_SETFL, fcntl(t->fd, F_GETFL) | O_NONBLOCK);
    setsockopt(t->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(t->fd, to, len) == 0)
        return 0;
    if (errno == EINPROGRESS && wait_for(t, POLLOUT, patience(t)) > 0 &&
        getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0)
        return 0;
    tcp_close(t);
    return -1;
}

int32_t tcp_open(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout)
{
    tcp *t = ctx;
    struct addrinfo hints, *found, *at;
    address direct;
    socklen_t len;
    char host[256], port[8];

    tcp_close(t);
    tcp_resume(t, timeout);
    if (endpoint->secure || endpoint->host.len >= sizeof host)
        return SOAPSTONE_ERROR_IO; /* TLS is not in this example */
    memcpy(host, endpoint->host.ptr, endpoint->host.len);
    host[endpoint->host.len] = '\0';
    len = numeric(host, (uint16_t)endpoint->port, &direct);
    if (len > 0)
        return connect_to(t, &direct.any, len) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    snprintf(port, sizeof port, "%u", (unsigned)endpoint->port);
    if (getaddrinfo(host, port, &hints, &found) != 0)
        return SOAPSTONE_ERROR_IO;
    for (at = found; at != NULL; at = at->ai_next)
        if (connect_to(t, at->ai_addr, at->ai_addrlen) == 0)
            break;
    freeaddrinfo(found);
    return t->fd >= 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

int32_t tcp_read(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    tcp *t = ctx;
    ssize_t n;

    for (;;) {
        n = recv(t->fd, bytes, len, 0);
        if (n >= 0) {
            t->bytes_in += (uint64_t)n;
            *count = (size_t)n;
            return SOAPSTONE_OK;
        }
        if (errno != EINTR && ((errno != EAGAIN && errno != EWOULDBLOCK) || wait_for(t, POLLIN, patience(t)) <= 0))
            return SOAPSTONE_ERROR_IO;
    }
}

int32_t tcp_write(void *ctx, const uint8_t *bytes, size_t len)
{
    tcp *t = ctx;

    while (len > 0) {
        ssize_t n = send(t->fd, bytes, len, MSG_NOSIGNAL);
        if (n > 0) {
            t->bytes_out += (uint64_t)n;
            bytes += n;
            len -= (size_t)n;
        } else if (errno != EINTR &&
                   ((errno != EAGAIN && errno != EWOULDBLOCK) || wait_for(t, POLLOUT, patience(t)) <= 0)) {
            return SOAPSTONE_ERROR_IO;
        }
    }
    return SOAPSTONE_OK;
}

void tcp_close(void *ctx)
{
    tcp *t = ctx;

    if (t->fd >= 0)
        close(t->fd);
    t->fd = -1;
}

int32_t tcp_ready(void *ctx, uint32_t millis)
{
    return wait_for(ctx, POLLIN, millis);
}

void tcp_resume(void *ctx, int64_t timeout)
{
    tcp *t = ctx;

    t->timeout = timeout < 0 ? t->usual : timeout;
}
