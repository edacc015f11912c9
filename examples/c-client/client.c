/*
 * Calls a service over HTTP.
 *
 *     client [OPTION]... ENDPOINT
 *
 * sends a message and writes the reply to standard output. The exit status is 0 for a reply, 1 for a fault or a failure,
 * 2 for wrong usage. `client` alone lists the options. What the library needs is static: see the sizes below.
 */
#include "message.h"
#include "system.h"
#include "tcp.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define MOST_FIELDS 16

static uint8_t memory[4096];    /* heads, and what is on its way */
static uint8_t scratch[768];    /* the address of a redirect, credentials */
static uint8_t workspace[1024]; /* of the writer, then of the reader */

static uint8_t challenge[256];  /* of a server that asks for Digest */

static soapstone_client client;
static soapstone_http_login login;
static const char *user, *password = "", *scheme = "";
static tcp socket_;
static soapstone_http_field fields[MOST_FIELDS];
static soapstone_http_call call;
static request sent;
static reply got;
static int verbose;

static const char usage[] =
    "usage: client [OPTION]... ENDPOINT\n"
    "  --soap 1.1|1.2      the version; 1.1\n"
    "  --action URI        the action\n"
    "  --in FILE           send this message as it is; - is standard input\n"
    "  --ns URI            else send a body entry of this namespace,\n"
    "  --entry NAME        of this name,\n"
    "  --child NAME        with one element of this name in it,\n"
    "  --text TEXT         which has this text,\n"
    "  --put FILE          or the bytes of this file as base64,\n"
    "  --bytes N           so many of them at most\n"
    "  --out FILE          write the reply there; - is standard output, the default\n"
    "  --get FILE          write the bytes there that the element --child of the reply has as base64\n"
    "  --header NAME:VALUE a field of the request; up to 16 of them\n"
    "  --user NAME         the credentials:\n"
    "  --password WORD     Basic, which shows the password to the server,\n"
    "  --auth digest       or Digest, which proves it\n"
    "  --chunked           send a message that does not fit in the memory in chunks, and do not count it\n"
    "  --expect            ask before a message that does not fit is sent\n"
    "  --one-way           no reply is due\n"
    "  --get-method        send a GET\n"
    "  --timeout MS        wait so long for each part of the reply; 0 is for ever, 30000 the default\n"
    "  --verbose           tell what was sent and received besides the messages\n";

static int wrong(const char *why)
{
    fprintf(stderr, "client: %s\n%s", why, usage);
    return 2;
}

/* Opens a file, or standard input or output for "-". */
static FILE *open_file(const char *name, const char *mode)
{
    if (strcmp(name, "-") == 0)
        return mode[0] == 'r' ? stdin : stdout;
    return fopen(name, mode);
}

/* Takes a field of the request, written NAME:VALUE. Returns -1 when it is none. */
static int add_field(const char *text)
{
    const char *colon = strchr(text, ':');
    soapstone_http_field *field = &fields[call.field_count];

    if (colon == NULL || call.field_count == MOST_FIELDS)
        return -1;
    field->name.ptr = (const uint8_t *)text;
    field->name.len = (size_t)(colon - text);
    field->value = soapstone_cstr(colon + 1 + strspn(colon + 1, " "));
    call.field_count++;
    return 0;
}

/* Takes an option without a value. Returns 0 when it is none. */
static int take_flag(const char *name)
{
    if (strcmp(name, "--chunked") == 0)
        call.length = SOAPSTONE_LENGTH_CHUNKED;
    else if (strcmp(name, "--expect") == 0)
        call.flags |= SOAPSTONE_CALL_EXPECT;
    else if (strcmp(name, "--one-way") == 0)
        call.pattern = SOAPSTONE_PATTERN_ONE_WAY;
    else if (strcmp(name, "--get-method") == 0)
        call.flags |= SOAPSTONE_CALL_GET;
    else if (strcmp(name, "--verbose") == 0)
        verbose = 1;
    else
        return 0;
    return 1;
}

/* Takes an option and its value. Returns 0 when it is none or wrong. */
static int take_option(const char *name, const char *value)
{
    if (strcmp(name, "--soap") == 0)
        call.version = strcmp(value, "1.1") == 0   ? SOAPSTONE_SOAP11
                       : strcmp(value, "1.2") == 0 ? SOAPSTONE_SOAP12
                                                   : 0;
    else if (strcmp(name, "--action") == 0)
        call.action = soapstone_cstr(value);
    else if (strcmp(name, "--ns") == 0)
        sent.ns = value;
    else if (strcmp(name, "--entry") == 0)
        sent.entry = value;
    else if (strcmp(name, "--child") == 0)
        sent.child = got.child = value;
    else if (strcmp(name, "--text") == 0)
        sent.text = value;
    else if (strcmp(name, "--bytes") == 0)
        sent.most = strtoull(value, NULL, 10);
    else if (strcmp(name, "--timeout") == 0)
        call.timeout = strtoll(value, NULL, 10);
    else if (strcmp(name, "--user") == 0)
        user = value;
    else if (strcmp(name, "--password") == 0)
        password = value;
    else if (strcmp(name, "--auth") == 0)
        scheme = value;
    else if (strcmp(name, "--header") == 0)
        return add_field(value) == 0;
    else if (strcmp(name, "--in") == 0 || strcmp(name, "--put") == 0) {
        call.source = strcmp(name, "--in") == 0 ? request_source : NULL;
        sent.in = open_file(value, "rb");
        return sent.in != NULL;
    } else if (strcmp(name, "--out") == 0)
        return (got.out = open_file(value, "wb")) != NULL;
    else if (strcmp(name, "--get") == 0)
        return (got.get = open_file(value, "wb")) != NULL;
    else
        return 0;
    return call.version != 0;
}

/* Prints a text of the library. */
static void print(const char *before, soapstone_str text)
{
    fprintf(stderr, "%s%.*s\n", before, (int)text.len, (const char *)text.ptr);
}

static void print_fields(const char *before, soapstone_http_fields rest)
{
    soapstone_http_field field;

    while (soapstone_http_fields_next(&rest, &field) == SOAPSTONE_OK)
        if (!soapstone_str_equals(field.name, "Authorization"))
            fprintf(stderr, "%s%.*s: %.*s\n", before, (int)field.name.len, (const char *)field.name.ptr,
                    (int)field.value.len, (const char *)field.value.ptr);
}

/* Tells what is known of the call besides its messages. */
static void tell(int32_t status)
{
    static const char *const stages[] = {"", "preparing", "sending", "receiving", "parsing"};
    soapstone_transport_info info;

    if (soapstone_client_info(&client, &info) != SOAPSTONE_OK)
        return;
    if (verbose) {
        print_fields("> ", info.request);
        fprintf(stderr, "< %d %.*s\n", (int)info.status, (int)info.message.len, (const char *)info.message.ptr);
        print_fields("< ", info.response);
        fprintf(stderr, "# on the wire: %llu bytes sent, %llu received\n", (unsigned long long)socket_.bytes_out,
                (unsigned long long)socket_.bytes_in);
        fprintf(stderr, "# as base64: %llu bytes sent, crc32 %08lx; %llu received, crc32 %08lx\n",
                (unsigned long long)sent.sent, (unsigned long)sent.crc, (unsigned long long)got.taken,
                (unsigned long)got.crc);
    }
    if (status < 0) {
        fprintf(stderr, "client: failed while %s, status %d\n", stages[info.stage], (int)info.status);
        print("client: ", soapstone_error_message(status));
    }
    if (got.is_fault) {
        print("client: fault ", got.fault.code.local);
        if (got.fault.reason_count > 0)
            print("client: ", got.fault.reasons[0].text);
    }
}

/* Has the credentials ready. Any other scheme than Digest is Basic. */
static int32_t prepare_login(void)
{
    uint8_t random[16];
    int32_t status = soapstone_http_login_init(&login, SOAPSTONE_ABI_VERSION);

    if (status != SOAPSTONE_OK || user == NULL)
        return status;
    call.login = &login;
    if (soapstone_http_scheme(soapstone_cstr(scheme)) != SOAPSTONE_HTTP_DIGEST)
        return soapstone_http_login_basic(&login, soapstone_cstr(user), soapstone_cstr(password));
    if (system_random(random, sizeof random) != 0)
        return SOAPSTONE_ERROR_IO;
    return soapstone_http_login_digest(&login, soapstone_cstr(user), soapstone_cstr(password),
                                       SOAPSTONE_HTTP_SHA_256 | SOAPSTONE_HTTP_MD5, random, challenge,
                                       sizeof challenge);
}

/* Makes the call; what came of it is the status. */
static int32_t make(void)
{
    soapstone_transport transport = tcp_transport(&socket_);
    soapstone_transport_info info;
    int32_t status = soapstone_client_init(&client, SOAPSTONE_ABI_VERSION, &transport, memory, sizeof memory, scratch,
                                           sizeof scratch);

    if (status == SOAPSTONE_OK)
        status = prepare_login();
    if (status == SOAPSTONE_OK)
        status = soapstone_client_call(&client, &call);
    if (status == SOAPSTONE_OK)
        status = soapstone_client_info(&client, &info);
    if (status == SOAPSTONE_OK && !info.is_empty)
        status = reply_read(&client, &got, workspace, sizeof workspace);
    return status;
}

int main(int argc, char **argv)
{
    int32_t status;
    int i;

    signal(SIGPIPE, SIG_IGN);
    tcp_init(&socket_, 30000);
    call.size = sizeof call;
    call.version = SOAPSTONE_SOAP11;
    call.timeout = -1;
    call.fields = fields;
    call.workspace = workspace;
    call.workspace_len = sizeof workspace;
    call.ctx = &sent;
    sent.most = UINT64_MAX;
    sent.text = "";
    for (i = 1; i < argc - 1; i++)
        if (!take_flag(argv[i])) {
            if (i + 1 >= argc - 1 || !take_option(argv[i], argv[i + 1]))
                return wrong(argv[i]);
            i++;
        }
    if (argc < 2)
        return wrong("no endpoint");
    call.endpoint = soapstone_cstr(argv[argc - 1]);
    if (call.source == NULL && (call.flags & SOAPSTONE_CALL_GET) == 0) {
        if (sent.ns == NULL || sent.entry == NULL || sent.child == NULL)
            return wrong("--in, or --ns, --entry and --child");
        call.body = request_body;
    }
    if (got.get != NULL && got.child == NULL)
        return wrong("--get needs --child");
    if (got.out == NULL && got.get == NULL)
        got.out = stdout;
    status = make();
    tell(status);
    soapstone_client_close(&client);
    if ((got.out != NULL && fflush(got.out) != 0) || (got.get != NULL && fflush(got.get) != 0))
        return 1;
    return status < 0 || got.is_fault;
}
