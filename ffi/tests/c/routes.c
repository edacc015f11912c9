/* What is called and by which way, from C: addresses, ports and aliases (S-072 to S-076, S-150, S-152, S-228, V-20 to
 * V-23, Q-03), parameters of gateways (S-077, S-214, S-215, S-224, V-41), relays (S-216, S-217), the key of TLS (S-043 to
 * S-045), fields for queues (S-071, S-105), credentials of an alias (S-030, S-032). */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define EMPTY_REPLY "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };

/* ---------------------------------------------------------------------------------------------------------- addresses */

static void addresses(void)
{
    static const struct {
        const char *text;
        int32_t status, kind;
        const char *name, *manager, *host;
    } rows[] = {
        {"http://a:8/x", SOAPSTONE_OK, SOAPSTONE_ADDRESS_HTTP, "", "", "a"},
        {"jms://Your Queue@Your Factory", SOAPSTONE_OK, SOAPSTONE_ADDRESS_JMS, "Your Queue", "Your Factory", ""},
        {"mq://q@m", SOAPSTONE_OK, SOAPSTONE_ADDRESS_MQ, "q", "m", ""},
        {"MSMQ://q@r@machine", SOAPSTONE_OK, SOAPSTONE_ADDRESS_MSMQ, "q@r", "machine", ""},
        {"Order Service", SOAPSTONE_OK, SOAPSTONE_ADDRESS_LOCAL, "Order Service", "", ""},
        {"", SOAPSTONE_ERROR_INVALID_ENDPOINT, 0, NULL, NULL, NULL},
        {"jms://q", SOAPSTONE_ERROR_INVALID_ENDPOINT, 7, NULL, NULL, NULL},
        {"ftp://a/", SOAPSTONE_ERROR_INVALID_ENDPOINT, 0, NULL, NULL, NULL},
    };
    soapstone_address address;
    soapstone_error error;
    soapstone_str bad = {(const uint8_t *)"a\xff", 2}, none = {NULL, 3};
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_STATUS(rows[i].status, soapstone_address_parse(S(rows[i].text), &address, &error));
        if (rows[i].status != SOAPSTONE_OK) {
            CHECK(error.kind == rows[i].status && error.offset == (uint64_t)rows[i].kind);
            continue;
        }
        CHECK(address.kind == rows[i].kind && address.reserved == 0);
        CHECK_STR(rows[i].name, address.name);
        CHECK_STR(rows[i].manager, address.manager);
        CHECK_STR(rows[i].host, address.endpoint.host);
    }
    CHECK_STATUS(NO, soapstone_address_parse(S("a"), NULL, NULL));
    CHECK_STATUS(NO, soapstone_address_parse(none, &address, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_WRITE_ENCODING, soapstone_address_parse(bad, &address, NULL));
    CHECK(soapstone_queue_property(S("jms.timeToLive")) == 1 && soapstone_queue_property(S("JMSReplyTo")) == 0);
    CHECK(soapstone_queue_property(none) == 0);
}

/* ------------------------------------------------------------------------------------------------------------- routes */

static soapstone_http_login alias_login, own_login;
static int looked_up;

static int32_t find_it(void *ctx, soapstone_str name, soapstone_alias *alias)
{
    CHECK(ctx == &looked_up && alias->host.ptr == NULL && alias->port == 0 && alias->login == NULL);
    looked_up++;
    if (soapstone_str_equals(name, "host"))
        alias->host = S("h1");
    else if (soapstone_str_equals(name, "port"))
        alias->port = 6666;
    else if (soapstone_str_equals(name, "both")) {
        alias->host = S("h1");
        alias->port = 2;
    } else if (soapstone_str_equals(name, "login"))
        alias->login = &alias_login;
    else if (soapstone_str_equals(name, "wrong"))
        alias->port = 70000;
    else
        return SOAPSTONE_NOT_FOUND;
    return SOAPSTONE_OK;
}

static soapstone_port ports[4];
static uint8_t place[64];

static soapstone_route a_route(void)
{
    soapstone_route route;

    memset(&route, 0, sizeof route);
    memset(ports, 0, sizeof ports);
    ports[0].name = S("first"), ports[0].address = S("http://h0:5555/ws/a"), ports[0].version = SOAPSTONE_SOAP11;
    ports[1].name = S("second"), ports[1].address = S("http://h0/ws/a"), ports[1].version = SOAPSTONE_SOAP12;
    ports[1].alias = S("host");
    ports[2].name = S("queue"), ports[2].address = S("jms://q@f"), ports[2].version = SOAPSTONE_SOAP11;
    ports[3].name = S("first"), ports[3].address = S("http://never/"), ports[3].version = SOAPSTONE_SOAP11;
    route.size = sizeof route;
    route.ports = ports;
    route.port_count = 4;
    route.find = find_it;
    route.ctx = &looked_up;
    route.memory = place;
    route.memory_len = sizeof place;
    return route;
}

static const struct {
    const char *id, *port, *url, *alias;
    uint32_t flags;
    int32_t status;
    uint32_t index;
    const char *address;
} ways[] = {
    {"S-073", NULL, NULL, NULL, 0, SOAPSTONE_OK, 0, "http://h0:5555/ws/a"},
    {"S-072", "first", NULL, NULL, 0, SOAPSTONE_OK, 0, "http://h0:5555/ws/a"},
    {"S-072", "second", NULL, NULL, 0, SOAPSTONE_OK, 1, "http://h1/ws/a"},
    {"V-20", NULL, NULL, "host", 0, SOAPSTONE_OK, 0, "http://h1:5555/ws/a"},
    {"V-21", NULL, NULL, "port", 0, SOAPSTONE_OK, 0, "http://h0:6666/ws/a"},
    {"V-22", "second", NULL, "host", 0, SOAPSTONE_OK, 1, "http://h1/ws/a"},
    {"V-23", NULL, "http://u:1/x", "both", 0, SOAPSTONE_OK, 0, "http://h1:2/x"},
    {"Q-03", NULL, "http://u:1/x", "both", SOAPSTONE_ROUTE_URL_WINS, SOAPSTONE_OK, 0, "http://u:1/x"},
    {"S-074", NULL, "http://u:1/x", NULL, 0, SOAPSTONE_OK, 0, "http://u:1/x"},
    {"S-150", "queue", NULL, NULL, 0, SOAPSTONE_OK, 2, "jms://q@f"},
    {"S-150", "queue", NULL, "host", 0, SOAPSTONE_ERROR_INVALID_ENDPOINT, 0, NULL},
    {"S-072", "third", NULL, NULL, 0, SOAPSTONE_ERROR_UNKNOWN_PORT, 0, NULL},
    {"S-072", "", NULL, NULL, 0, SOAPSTONE_ERROR_UNKNOWN_PORT, 0, NULL},
    {"S-076", NULL, NULL, "nobody", 0, SOAPSTONE_ERROR_UNKNOWN_ALIAS, 0, NULL},
    {"S-076", NULL, NULL, "wrong", 0, SOAPSTONE_ERROR_UNKNOWN_ALIAS, 0, NULL},
    {"S-074", NULL, "nowhere://", NULL, 0, SOAPSTONE_ERROR_INVALID_ENDPOINT, 0, NULL},
};

static void routes(void)
{
    soapstone_chosen chosen;
    soapstone_error error;
    soapstone_route route;
    size_t i, len;

    for (i = 0; i < sizeof ways / sizeof *ways; i++) {
        route = a_route();
        route.port = S(ways[i].port);
        route.url = S(ways[i].url);
        route.alias = S(ways[i].alias);
        route.flags = ways[i].flags;
        CHECK_STATUS(ways[i].status, soapstone_route_choose(&route, &chosen, &error));
        if (ways[i].status != SOAPSTONE_OK) {
            CHECK(error.kind == ways[i].status);
            CHECK_STATUS(ways[i].status, soapstone_route_choose(&route, &chosen, NULL));
            continue;
        }
        CHECK_STR(ways[i].address, chosen.address);
        CHECK(chosen.port == ways[i].index && chosen.version == ports[chosen.port].version && chosen.login == NULL);
        for (len = 0; len < chosen.address.len; len++) {
            route.memory_len = len;
            CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_route_choose(&route, &chosen, &error));
            CHECK(error.limit == SOAPSTONE_LIMIT_OUTPUT && error.needed == strlen(ways[i].address));
        }
    }
    route = a_route();
    route.alias = S("login");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_route_choose(&route, &chosen, NULL));
    CHECK(chosen.login == &alias_login);
    CHECK_STR("login", chosen.alias);
    route.find = NULL;
    CHECK_STATUS(SOAPSTONE_ERROR_UNKNOWN_ALIAS, soapstone_route_choose(&route, &chosen, NULL));
    route = a_route();
    route.port_count = 0;
    CHECK_STATUS(SOAPSTONE_ERROR_UNKNOWN_PORT, soapstone_route_choose(&route, &chosen, NULL));
    CHECK_STATUS(NO, soapstone_route_choose(NULL, &chosen, NULL));
    CHECK_STATUS(NO, soapstone_route_choose(&route, NULL, NULL));
    route.flags = 2;
    CHECK_STATUS(NO, soapstone_route_choose(&route, &chosen, NULL));
    route = a_route();
    ports[0].version = 3;
    CHECK_STATUS(NO, soapstone_route_choose(&route, &chosen, NULL));
    route = a_route();
    route.size--;
    CHECK_STATUS(NO, soapstone_route_choose(&route, &chosen, NULL));
}

/* ------------------------------------------------------------------------------------------------------ a call by a way */

static char opened[256], sent[4096];
static size_t sent_len, given;
static int64_t waited;

static void noted(const char *what, soapstone_str a, soapstone_str b)
{
    size_t len = strlen(opened);

    snprintf(opened + len, sizeof opened - len, "%s %.*s/%.*s;", what, (int)a.len, (const char *)a.ptr, (int)b.len,
             (const char *)b.ptr);
}

static int32_t open_it(void *ctx, const soapstone_http_endpoint *endpoint, int64_t timeout)
{
    (void)ctx;
    noted("open", endpoint->host, endpoint->path);
    waited = timeout;
    sent_len = given = 0;
    return SOAPSTONE_OK;
}

static void identify_it(void *ctx, soapstone_str store, soapstone_str key)
{
    (void)ctx;
    noted("identify", store, key);
}

static int32_t read_it(void *ctx, uint8_t *bytes, size_t len, size_t *count)
{
    (void)ctx;
    *count = strlen(EMPTY_REPLY) - given < len ? strlen(EMPTY_REPLY) - given : len;
    memcpy(bytes, EMPTY_REPLY + given, *count);
    given += *count;
    return SOAPSTONE_OK;
}

static int32_t write_it(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx;
    CHECK(sent_len + len < sizeof sent);
    given = 0;
    memcpy(sent + sent_len, bytes, len);
    sent_len += len;
    sent[sent_len] = '\0';
    return SOAPSTONE_OK;
}

static void close_it(void *ctx)
{
    (void)ctx;
}

static int32_t write_body(void *ctx, soapstone_writer *writer)
{
    (void)ctx;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(writer));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_body_entry(writer, S("urn:m"), S("ping")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_end(writer));
    return soapstone_envelope_writer_finish(writer);
}

static soapstone_client client;
static soapstone_transport_info info;

static soapstone_http_call a_call(void)
{
    static uint8_t memory[2048], scratch[256], workspace[512];
    soapstone_transport t = {sizeof t, 0, NULL, open_it, read_it, write_it, close_it, NULL, NULL, identify_it};
    soapstone_http_call call;

    opened[0] = sent[0] = '\0';
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_init(&client, ABI, &t, memory, sizeof memory, scratch, sizeof scratch));
    memset(&call, 0, sizeof call);
    call.size = sizeof call;
    call.version = SOAPSTONE_SOAP11;
    call.endpoint = S("http://h/ws");
    call.pattern = SOAPSTONE_PATTERN_ONE_WAY;
    call.workspace = workspace;
    call.workspace_len = sizeof workspace;
    call.body = write_body;
    return call;
}

static int has(const char *text)
{
    return strstr(sent, text) != NULL;
}

static void calls_by_a_way(void)
{
    soapstone_http_call call = a_call();
    soapstone_route route = a_route();
    size_t i;

    call.version = 0;
    call.endpoint = S("");
    call.choose = soapstone_route_choose;
    call.route = &route;
    for (i = 0; i < sizeof ways / sizeof *ways; i++) {
        int32_t wanted = ways[i].status == SOAPSTONE_OK && ways[i].index == 2 ? SOAPSTONE_ERROR_INVALID_ENDPOINT
                                                                             : ways[i].status;
        route.port = S(ways[i].port);
        route.url = S(ways[i].url);
        route.alias = S(ways[i].alias);
        route.flags = ways[i].flags;
        opened[0] = '\0';
        CHECK_STATUS(wanted, soapstone_client_call(&client, &call));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_info(&client, &info));
        CHECK(info.error.kind == wanted);
        if (wanted != SOAPSTONE_OK) {
            CHECK(info.stage == SOAPSTONE_STAGE_PREPARING && info.status == 900 && info.known == 0);
            CHECK(opened[0] == '\0');
        } else {
            CHECK(info.status == 202 && has(ways[i].index == 1 ? "application/soap+xml" : "SOAPAction"));
        }
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_close(&client));
    }
    call.choose = NULL;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
}

static void credentials(void)
{
    soapstone_http_call call = a_call();
    soapstone_route route = a_route();

    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&alias_login, ABI));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_basic(&alias_login, S("alias"), S("its")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_init(&own_login, ABI));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_basic(&own_login, S("me"), S("mine")));
    call.choose = soapstone_route_choose;
    call.route = &route;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(!has("Authorization"));
    route.alias = S("login");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(has("\r\nAuthorization: Basic YWxpYXM6aXRz\r\n"));
    call.login = &own_login;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(has("\r\nAuthorization: Basic bWU6bWluZQ==\r\n"));

    /* One more for a relay: each goes to who it is meant for. */
    CHECK_STATUS(NO, soapstone_http_login_for_proxy(NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_http_login_for_proxy(&alias_login));
    call = a_call();
    call.proxy_login = &alias_login;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(!has("Authorization"));
    call = a_call();
    call.relay = S("http://r");
    call.proxy_login = &alias_login;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(has("\r\nProxy-Authorization: Basic YWxpYXM6aXRz\r\n") && !has("\r\nAuthorization"));
    call = a_call();
    call.relay = S("http://r");
    call.login = &own_login;
    call.proxy_login = &alias_login;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(has("\r\nAuthorization: Basic bWU6bWluZQ==\r\nProxy-Authorization: Basic YWxpYXM6aXRz\r\n"));
    call.login = &alias_login;
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
}

static void relays_and_keys(void)
{
    soapstone_http_field field;
    soapstone_http_call call = a_call();

    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(strcmp(opened, "identify /;open h//ws;") == 0 && has("POST /ws HTTP/1.1\r\n"));
    call = a_call();
    call.relay = S("http://r:8080/outboundeai");
    call.endpoint = S("https://h:444/ws");
    call.store = S("plant");
    call.key = S("meter 7");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(strcmp(opened, "identify plant/meter 7;open r//outboundeai;") == 0);
    CHECK(has("POST https://h:444/ws HTTP/1.1\r\nHost: h:444\r\n"));
    call = a_call();
    call.key = S("meter 7");
    CHECK_STATUS(NO, soapstone_client_call(&client, &call));
    CHECK(opened[0] == '\0');
    call = a_call();
    call.timeout = 5;
    call.fields = &field;
    call.field_count = 1;
    field.name = S("jms.async");
    field.value = S("false");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
    CHECK(waited == 5);
    field.value = S("true");
    CHECK_STATUS(SOAPSTONE_OK, (soapstone_client_close(&client), soapstone_client_call(&client, &call)));
    CHECK(waited == -1 && has("\r\njms.async: true\r\n"));
}

static void parameters(void)
{
    static const struct {
        const char *name, *value, *field, *in_request;
    } rows[] = {
        {"siebel_transport_header:SOAPAction", "abc", "SOAPAction", "\r\nSOAPAction: abc\r\n"},
        {"siebel_transport_header:UserDefinedHeader", "myData", "UserDefinedHeader", "\r\nUserDefinedHeader: myData\r\n"},
        {"HDR.SOAPAction", "customSOAPActionValue", "SOAPAction", "\r\nSOAPAction: customSOAPActionValue\r\n"},
        {"HTTPContentType", "text/xml; charset=UTF-8", "Content-Type", "\r\nContent-Type: text/xml; charset=UTF-8\r\n"},
        {"siebel_transport_param:HTTPRequestMethod", "Get", NULL, "GET /ws HTTP/1.1\r\n"},
        {"HTTPRequestMethod", "POST", NULL, "POST /ws HTTP/1.1\r\n"},
        {"HTTPRequestURLTemplate", "http://h/other", NULL, "POST /other HTTP/1.1\r\n"},
    };
    soapstone_http_field field = {{NULL, 0}, {NULL, 0}};
    soapstone_http_call call;
    size_t i;

    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        call = a_call();
        CHECK_STATUS(rows[i].field != NULL ? SOAPSTONE_OK : SOAPSTONE_NOT_FOUND,
                     soapstone_http_call_parameter(&call, S(rows[i].name), S(rows[i].value), &field));
        if (rows[i].field != NULL) {
            CHECK_STR(rows[i].field, field.name);
            CHECK_STR(rows[i].value, field.value);
            call.fields = &field;
            call.field_count = 1;
        }
        CHECK_STATUS(SOAPSTONE_OK, soapstone_client_call(&client, &call));
        CHECK(has(rows[i].in_request));
    }
    call = a_call();
    CHECK_STATUS(NO, soapstone_http_call_parameter(&call, S("HTTPRequestMethod"), S("PUT"), &field));
    CHECK_STATUS(NO, soapstone_http_call_parameter(&call, S("HTTPSleepTime"), S("1"), &field));
    CHECK_STATUS(NO, soapstone_http_call_parameter(&call, S("HDR.a"), S("1"), NULL));
    CHECK_STATUS(NO, soapstone_http_call_parameter(NULL, S("HDR.a"), S("1"), &field));
    call.size--;
    CHECK_STATUS(NO, soapstone_http_call_parameter(&call, S("HDR.a"), S("1"), &field));
}

int main(void)
{
    addresses();
    routes();
    calls_by_a_way();
    credentials();
    relays_and_keys();
    parameters();
    CHECK(looked_up > 0);
    return check_done("routes");
}
