/*
 * A SOAP service over HTTP.
 *
 *     server [OPTION]...
 *
 * listens on 127.0.0.1, prints `ready PORT` and answers one connection after the other, in either version of SOAP. Its
 * operations are in files.c: Echo, Store, Fetch and the one-way Note, in the namespace urn:example:files. `server --help`
 * lists the options. What the library needs is static: see the sizes below.
 */
#define _POSIX_C_SOURCE 200809L
#include "files.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static uint8_t head[1024], window[2048], workspace[1024], store[1024], output[2048]; /* 7 KB */

static const char usage[] =
    "usage: server [OPTION]...\n"
    "  --port N           listen there; 0, the default, chooses a free port\n"
    "  --connections N    end after so many connections\n"
    "  --timeout MS       wait so long for each KB of a request; 30000\n"
    "  --limit BYTES      refuse requests with a longer body\n"
    "  --store FILE       Store writes there\n"
    "  --fetch FILE       Fetch reads there\n"
    "  --user NAME        whoever calls must show a UsernameToken of this user,\n"
    "  --password TEXT    with this password,\n"
    "  --password-text    as text and not as a digest\n"
    "  --counted          count replies that do not fit in memory, for clients that read no chunks\n"
    "  --strict           hold requests to the letter of the standards\n"
    "  --early            answer one-way messages before they are processed\n"
    "  --verbose          tell every response\n";

/* A client that sends a byte now and then would keep all others waiting: it has its time for each KB, not for each byte. */
typedef struct {
    int fd;
    int timeout;
    int64_t since; /* when its time began */
    size_t came;   /* bytes since then */
    size_t pace;   /* bytes with which it begins anew */
} peer;

static int64_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void begin(peer *p, size_t pace)
{
    p->since = now();
    p->came = 0;
    p->pace = pace;
}

static int wait_for(const peer *p, short events, int64_t left)
{
    struct pollfd poller;
    int ready;

    poller.fd = p->fd;
    poller.events = events;
    do
        ready = poll(&poller, 1, left > 0 ? (int)left : 0);
    while (ready < 0 && errno == EINTR);
    return ready;
}

static int32_t receive(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    peer *p = ctx;
    ssize_t n;
    int ready = wait_for(p, POLLIN, p->timeout - (now() - p->since));

    if (ready == 0)
        return SOAPSTONE_NEED_INPUT; /* nothing came in time */
    do
        n = recv(p->fd, bytes, len, 0);
    while (n < 0 && errno == EINTR);
    if (ready < 0 || n < 0)
        return SOAPSTONE_ERROR_IO;
    *count = (size_t)n;
    p->came += (size_t)n;
    if (p->came >= p->pace)
        begin(p, p->pace);
    return SOAPSTONE_OK;
}

static int32_t send_all(void *ctx, const uint8_t *bytes, size_t len)
{
    peer *p = ctx;

    while (len > 0) {
        ssize_t n = send(p->fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        } else if (n == 0 || (errno != EINTR && errno != EAGAIN) || wait_for(p, POLLOUT, p->timeout) <= 0) {
            return SOAPSTONE_ERROR_IO;
        }
    }
    begin(p, p->pace);
    return SOAPSTONE_OK;
}

/* Closes a connection by half first, and drops what still comes, so that the client can read the last answer. */
static void part(peer *p)
{
    uint8_t bytes[512];
    size_t count = 1;

    shutdown(p->fd, SHUT_WR);
    p->timeout = p->timeout < 1000 ? p->timeout : 1000;
    begin(p, SIZE_MAX);
    while (count > 0 && now() - p->since < p->timeout && receive(p, bytes, sizeof bytes, &count) == SOAPSTONE_OK)
        ;
}

/* Answers the requests of a connection. */
static void talk(const soapstone_server *server, int fd, int timeout)
{
    soapstone_connection connection = {0};
    peer p;
    int on = 1;
    int32_t status;

    p.fd = fd;
    p.timeout = timeout;
    begin(&p, 1024);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection.size = sizeof connection;
    connection.ctx = &p;
    connection.read = receive;
    connection.write = send_all;
    status = soapstone_server_serve(server, SOAPSTONE_ABI_VERSION, &connection);
    if (status == SOAPSTONE_OK) {
        part(&p);
    } else {
        soapstone_str why = soapstone_error_message(status);
        fprintf(stderr, "server: %.*s\n", (int)why.len, (const char *)why.ptr);
    }
    close(fd);
}

/* Listens; prints the port. Returns -1 when it cannot. */
static int listen_on(unsigned port)
{
    struct sockaddr_in address;
    socklen_t len = sizeof address;
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)port);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0)
        return -1;
    printf("ready %u\n", (unsigned)ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

typedef struct {
    unsigned port;
    long connections;
    int timeout;
    soapstone_limits limits;
    uint32_t flags;
} settings;

/* An option that stands alone. Returns whether it is one. */
static int flag(settings *s, files *f, const char *name)
{
    if (strcmp(name, "--counted") == 0)
        s->flags |= SOAPSTONE_SERVER_COUNTED;
    else if (strcmp(name, "--strict") == 0)
        s->flags |= SOAPSTONE_SERVER_STRICT;
    else if (strcmp(name, "--early") == 0)
        s->flags |= SOAPSTONE_SERVER_ACCEPTS_EARLY;
    else if (strcmp(name, "--password-text") == 0)
        f->password_type = SOAPSTONE_PASSWORD_TEXT;
    else if (strcmp(name, "--verbose") == 0)
        f->verbose = 1;
    else
        return 0;
    return 1;
}

/* An option with a value. Returns whether it is one, and the file can be opened. */
static int option(settings *s, files *f, const char *name, const char *value)
{
    if (strcmp(name, "--port") == 0)
        s->port = (unsigned)strtoul(value, NULL, 10);
    else if (strcmp(name, "--connections") == 0)
        s->connections = strtol(value, NULL, 10);
    else if (strcmp(name, "--timeout") == 0)
        s->timeout = (int)strtol(value, NULL, 10);
    else if (strcmp(name, "--limit") == 0)
        s->limits.message_bytes = strtoull(value, NULL, 10);
    else if (strcmp(name, "--user") == 0)
        f->user = value;
    else if (strcmp(name, "--password") == 0)
        f->password = value;
    else if (strcmp(name, "--store") == 0)
        return (f->in = fopen(value, "wb")) != NULL;
    else if (strcmp(name, "--fetch") == 0)
        return (f->out = fopen(value, "rb")) != NULL;
    else
        return 0;
    return 1;
}

int main(int argc, char **argv)
{
    static files f;
    static soapstone_server server;
    soapstone_envelope_options envelope = {0};
    settings s = {0, -1, 30000, {0}, 0};
    int i, listener, fd;

    f.password = "";
    f.password_type = SOAPSTONE_PASSWORD_DIGEST;
    s.limits.size = sizeof s.limits;
    for (i = 1; i < argc; i++)
        if (!flag(&s, &f, argv[i]) && (i + 1 == argc || !option(&s, &f, argv[i], argv[i + 1]) || ++i == 0)) {
            fprintf(stderr, "server: %s\n%s", argv[i], usage);
            return 2;
        }
    envelope.size = sizeof envelope;
    envelope.limits = &s.limits;
    server.size = sizeof server;
    server.flags = s.flags;
    server.envelope = &envelope;
    server.head = head, server.head_len = sizeof head;
    server.input = window, server.input_len = sizeof window;
    server.workspace = workspace, server.workspace_len = sizeof workspace;
    server.store = store, server.store_len = sizeof store;
    server.output = output, server.output_len = sizeof output;
    files_serve(&f, &server);
    signal(SIGPIPE, SIG_IGN);
    if ((listener = listen_on(s.port)) < 0) {
        perror("server");
        return 1;
    }
    while (s.connections-- != 0) {
        while ((fd = accept(listener, NULL, NULL)) < 0 && (errno == EINTR || errno == ECONNABORTED)) {
        }
        if (fd < 0)
            return 1;
        talk(&server, fd, s.timeout);
    }
    return f.in != NULL && fclose(f.in) != 0;
}
