/* The server of gSOAP: server PORT. */
#include "soapH.h"
#include "Echo11.nsmap"
#include "wsaapi.h"
#include "wsseapi.h"
#include "values.h"

int SOAP_ENV__Fault(struct soap *soap, char *code, char *string, char *actor, struct SOAP_ENV__Detail *detail,
                    struct SOAP_ENV__Code *code12, struct SOAP_ENV__Reason *reason, char *node, char *role,
                    struct SOAP_ENV__Detail *detail12) {
    return SOAP_OK;
}

/* What every operation does with the header: a token must be right, addressing and the trace are answered. */
static int header(struct soap *soap, const char *action) {
    char *trace = soap->header ? soap->header->ns1__trace : NULL;
    if (soap->header && soap->header->wsse__Security) {
        const char *user = soap_wsse_get_Username(soap);
        if (!user) return soap->error;
        if (strcmp(user, USER)) return soap_wsse_fault(soap, wsse__FailedAuthentication, "no such user");
        if (soap_wsse_verify_Password(soap, PASSWORD)) return soap->error;
        soap_wsse_delete_Security(soap);
    }
    if (soap->header && soap->header->wsa5__Action) {
        if (soap_wsa_check(soap) || soap_wsa_reply(soap, NULL, action)) return soap->error;
    } else {
        soap->header = NULL;
    }
    if (trace) {
        soap_header(soap);
        soap->header->ns1__trace = trace;
    }
    return SOAP_OK;
}

int __ns1__echoText(struct soap *soap, struct _ns1__echoText *call, struct _ns1__echoTextResponse *answer) {
    answer->text = call->text;
    return header(soap, ACTION "echoTextResponse");
}

int __ns1__echoStruct(struct soap *soap, struct _ns1__echoStruct *call, struct _ns1__echoStructResponse *answer) {
    answer->item = call->item;
    return header(soap, ACTION "echoStructResponse");
}

int __ns1__echoBinary(struct soap *soap, struct _ns1__echoBinary *call, struct _ns1__echoBinaryResponse *answer) {
    answer->data = call->data;
    return header(soap, ACTION "echoBinaryResponse");
}

int __ns1__fail(struct soap *soap, struct _ns1__fail *call, struct _ns1__failResponse *answer) {
    struct _ns1__failure *failure = soap_malloc(soap, sizeof *failure);
    struct SOAP_ENV__Detail *detail;
    failure->code = call->code;
    failure->text = call->text;
    soap_sender_fault(soap, call->text, NULL);
    soap_faultdetail(soap);
    if (soap->version == 2) {
        soap->fault->SOAP_ENV__Detail = soap_malloc(soap, sizeof *detail);
        detail = soap->fault->SOAP_ENV__Detail;
    } else {
        soap->fault->detail = soap_malloc(soap, sizeof *detail);
        detail = soap->fault->detail;
    }
    memset(detail, 0, sizeof *detail);
    detail->ns1__failure = failure;
    return SOAP_FAULT;
}

int __ns1__oneWay(struct soap *soap, struct _ns1__oneWay *call) {
    return soap_send_empty_response(soap, 202);
}

int main(int argc, char **argv) {
    struct soap *soap = soap_new1(SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING);
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (argc != 2) return 2;
    soap->recv_timeout = soap->send_timeout = 20;
    soap->bind_flags = SO_REUSEADDR;
    soap_register_plugin(soap, soap_wsa);
    soap_register_plugin(soap, soap_wsse);
    if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", atoi(argv[1]), 10))) {
        soap_print_fault(soap, stderr);
        return 1;
    }
    getsockname(soap->master, (struct sockaddr *)&address, &size);
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    while (soap_valid_socket(soap_accept(soap))) {
        soap_serve(soap);
        soap_destroy(soap);
        soap_end(soap);
    }
    soap_print_fault(soap, stderr);
    return 1;
}
