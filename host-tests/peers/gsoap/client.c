/* The client of gSOAP: client ENDPOINT VERSION CASE... */
#include "soapH.h"
#include "Echo11.nsmap"
#include "wsaapi.h"
#include "wsseapi.h"
#include "values.h"

static const char *endpoint;
static int version;
static char why[2000];

int SOAP_ENV__Fault(struct soap *soap, char *code, char *string, char *actor, struct SOAP_ENV__Detail *detail,
                    struct SOAP_ENV__Code *code12, struct SOAP_ENV__Reason *reason, char *node, char *role,
                    struct SOAP_ENV__Detail *detail12) {
    return SOAP_OK;
}

static const char *failed(struct soap *soap) {
    soap_sprint_fault(soap, why, sizeof why);
    return why;
}

static struct soap *new_soap(soap_mode mode, int addressed) {
    struct soap *soap = soap_new1(mode | SOAP_C_UTFSTRING);
    /* The generator has put 1.2 into the table of namespaces; the message is of the version that stands there. */
    namespaces[0].ns = version == 1 ? "http://schemas.xmlsoap.org/soap/envelope/" : "http://www.w3.org/2003/05/soap-envelope";
    namespaces[1].ns = version == 1 ? "http://schemas.xmlsoap.org/soap/encoding/" : "http://www.w3.org/2003/05/soap-encoding";
    soap_set_namespaces(soap, namespaces);
    soap->recv_timeout = soap->send_timeout = soap->connect_timeout = 20;
    /* Its plugin takes every fault with a header as one of WS-Addressing: it is there where it is needed only. */
    if (addressed) soap_register_plugin(soap, soap_wsa);
    soap_register_plugin(soap, soap_wsse);
    return soap;
}

static void free_soap(struct soap *soap) {
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
}

static const char *echo(struct soap *soap, char *text, const char *action) {
    struct _ns1__echoText call = {text};
    struct _ns1__echoTextResponse answer;
    if (soap_call___ns1__echoText(soap, endpoint, action, &call, &answer)) return failed(soap);
    if (!answer.text || strcmp(answer.text, text)) {
        snprintf(why, sizeof why, "another text: %.200s", answer.text ? answer.text : "(none)");
        return why;
    }
    return NULL;
}

static const char *structure(struct soap *soap) {
    char *names[] = {"one", "two & <three>", ""};
    struct ns1__Inner inner = {"in", 7};
    struct ns1__Item item = {0};
    struct _ns1__echoStruct call = {&item};
    struct _ns1__echoStructResponse answer;
    struct ns1__Item *got;
    int i;
    item.number = -2147483647 - 1;
    item.ratio = 0.1;
    item.when.tv_sec = 1795256430; /* 2026-11-21T10:20:30Z */
    item.when.tv_usec = 500000;
    item.flag = 1;
    item.__sizename = 3;
    item.name = names;
    item.inner = &inner;
    if (soap_call___ns1__echoStruct(soap, endpoint, NULL, &call, &answer)) return failed(soap);
    got = answer.item;
    if (!got || got->number != item.number || got->ratio != item.ratio || got->flag != 1) return "number, ratio or flag";
    if (got->when.tv_sec != item.when.tv_sec || got->when.tv_usec != item.when.tv_usec) return "when";
    if (got->__sizename != 3) return "not three names";
    for (i = 0; i < 3; i++)
        if (strcmp(got->name[i] ? got->name[i] : "", names[i])) return "name";
    if (!got->inner || strcmp(got->inner->label, "in") || got->inner->count != 7) return "inner";
    return got->maybe ? "maybe is not nil" : NULL;
}

static const char *bytes(struct soap *soap) {
    size_t size = 1048576;
    struct _ns1__echoBinary call = {{binary(size), (int)size}};
    struct _ns1__echoBinaryResponse answer;
    if (soap_call___ns1__echoBinary(soap, endpoint, NULL, &call, &answer)) return failed(soap);
    if (answer.data.__size != (int)size || memcmp(answer.data.__ptr, call.data.__ptr, size)) return "other bytes";
    return NULL;
}

static const char *fault(struct soap *soap) {
    struct _ns1__fail call = {"E-17", "no <such> thing & more"};
    struct _ns1__failResponse answer;
    struct SOAP_ENV__Detail *detail;
    if (!soap_call___ns1__fail(soap, endpoint, NULL, &call, &answer)) return "no fault";
    if (soap->error != SOAP_FAULT && soap->error != SOAP_CLI_FAULT) return failed(soap);
    if (!strstr(*soap_faultcode(soap), version == 1 ? "Client" : "Sender")) return *soap_faultcode(soap);
    if (strcmp(*soap_faultstring(soap), call.text)) return *soap_faultstring(soap);
    detail = version == 1 ? soap->fault->detail : soap->fault->SOAP_ENV__Detail;
    if (!detail || !detail->ns1__failure) return "no detail";
    if (strcmp(detail->ns1__failure->code, call.code) || strcmp(detail->ns1__failure->text, call.text)) return "another detail";
    return NULL;
}

static const char *understood(struct soap *soap) {
    const char *bad;
    soap_header(soap);
    soap->header->ns1__trace = "trace-7";
    bad = echo(soap, TEXT, NULL);
    if (bad) return bad;
    if (!soap->header || !soap->header->ns1__trace) return "no trace in the answer";
    return strcmp(soap->header->ns1__trace, "trace-7") ? "another trace" : NULL;
}

static const char *not_understood(struct soap *soap) {
    soap_header(soap);
    soap->header->lock__lock = "x";
    if (!echo(soap, TEXT, NULL)) return "it was answered";
    return soap->error == SOAP_MUSTUNDERSTAND || strstr(*soap_faultcode(soap), "MustUnderstand") ? NULL : why;
}

static const char *addressing(struct soap *soap) {
    const char *bad, *id = "urn:uuid:7b1f4b1e-2d5a-4a7e-9b57-0c1d2e3f4a5b";
    if (soap_wsa_request(soap, id, endpoint, ACTION "echoText")) return failed(soap);
    bad = echo(soap, TEXT, ACTION "echoText");
    if (bad) return bad;
    if (!soap->header || !soap->header->wsa5__RelatesTo) return "no RelatesTo";
    return strcmp(soap->header->wsa5__RelatesTo->__item, id) ? "another RelatesTo" : NULL;
}

static const char *token(struct soap *soap, int digest) {
    const char *bad;
    int (*add)(struct soap *, const char *, const char *, const char *) =
        digest ? soap_wsse_add_UsernameTokenDigest : soap_wsse_add_UsernameTokenText;
    add(soap, NULL, USER, PASSWORD);
    bad = echo(soap, TEXT, NULL);
    if (bad) return bad;
    soap->header = NULL;
    add(soap, NULL, USER, "wrong");
    if (!echo(soap, TEXT, NULL)) return "a wrong password was answered";
    return strstr(*soap_faultcode(soap), "FailedAuthentication") || strstr(why, "FailedAuthentication") ? NULL : why;
}

static const char *keep_alive(struct soap *soap) {
    int i;
    const char *bad = NULL;
    for (i = 0; i < 10 && !bad; i++) bad = echo(soap, TEXT, NULL);
    return bad;
}

static const char *one_way(struct soap *soap) {
    struct _ns1__oneWay call = {TEXT};
    if (soap_send___ns1__oneWay(soap, endpoint, NULL, &call)) return failed(soap);
    if (soap_recv_empty_response(soap)) return failed(soap);
    return NULL;
}

static const char *run(const char *name) {
    soap_mode mode = !strcmp(name, "keep-alive") ? SOAP_IO_KEEPALIVE : !strcmp(name, "chunked") ? SOAP_IO_CHUNK : 0;
    struct soap *soap = new_soap(mode, !strcmp(name, "addressing"));
    const char *bad = "no such case";
    if (!strcmp(name, "text") || !strcmp(name, "chunked")) bad = echo(soap, TEXT, NULL);
    else if (!strcmp(name, "cr")) bad = echo(soap, "a\r\nb\rc", NULL);
    else if (!strcmp(name, "text64k")) bad = echo(soap, long_text(), NULL);
    else if (!strcmp(name, "struct")) bad = structure(soap);
    else if (!strcmp(name, "binary")) bad = bytes(soap);
    else if (!strcmp(name, "fault")) bad = fault(soap);
    else if (!strcmp(name, "understood")) bad = understood(soap);
    else if (!strcmp(name, "not-understood")) bad = not_understood(soap);
    else if (!strcmp(name, "addressing")) bad = addressing(soap);
    else if (!strcmp(name, "username-text")) bad = token(soap, 0);
    else if (!strcmp(name, "username-digest")) bad = token(soap, 1);
    else if (!strcmp(name, "keep-alive")) bad = keep_alive(soap);
    else if (!strcmp(name, "one-way")) bad = one_way(soap);
    if (bad && bad != why) snprintf(why, sizeof why, "%s", bad), bad = why;
    free_soap(soap);
    return bad;
}

int main(int argc, char **argv) {
    int i;
    if (argc < 4) return 2;
    endpoint = argv[1];
    version = strcmp(argv[2], "1.2") ? 1 : 2;
    for (i = 3; i < argc; i++) verdict(argv[i], run(argv[i]));
    return 0;
}
