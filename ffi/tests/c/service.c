/* Services from C: which operation a message calls, the fault of what it may not call, RPC parameters. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr

enum {
    ABI = SOAPSTONE_ABI_VERSION,
    NO = SOAPSTONE_ERROR_INVALID_ARGUMENT,
    UNSUPPORTED = SOAPSTONE_ERROR_OPERATION_NOT_SUPPORTED,
    INACTIVE = SOAPSTONE_ERROR_OPERATION_INACTIVE,
    UNPROVED = SOAPSTONE_ERROR_AUTHENTICATION_REQUIRED,
    BY_TEXT = SOAPSTONE_AUTHENTICATION_PASSWORD_TEXT,
    BY_DIGEST = SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST,
    BY_CERTIFICATE = SOAPSTONE_AUTHENTICATION_CERTIFICATE,
    OPERATIONS = 6
};

static soapstone_operation operations[OPERATIONS], rpc_operations[2];

static soapstone_operation operation(const char *local, const char *action, int32_t style)
{
    soapstone_operation o;
    memset(&o, 0, sizeof o);
    o.ns = local[0] == 0 ? S("") : S("urn:m");
    o.local = S(local);
    o.soap_action = o.addressing_action = S(action);
    o.style = style;
    return o;
}

static soapstone_service service_of(const soapstone_operation *table, uint32_t count)
{
    soapstone_service service;
    memset(&service, 0, sizeof service);
    service.size = sizeof service;
    service.operations = table;
    service.operation_count = count;
    return service;
}

static void make_tables(void)
{
    operations[0] = operation("One", "urn:op1", SOAPSTONE_STYLE_DOCUMENT);
    operations[1] = operation("Two", "urn:op2", SOAPSTONE_STYLE_DOCUMENT);
    operations[2] = operation("Off", "", SOAPSTONE_STYLE_DOCUMENT);
    operations[2].inactive = 1;
    operations[3] = operation("Tell", "", SOAPSTONE_STYLE_DOCUMENT);
    operations[3].one_way = 1;
    operations[3].authentication = BY_TEXT;
    operations[4] = operation("Reset", "", SOAPSTONE_STYLE_DOCUMENT);
    operations[4].authentication = BY_DIGEST | BY_CERTIFICATE;
    operations[5] = operation("", "urn:ping", SOAPSTONE_STYLE_DOCUMENT);
    rpc_operations[0] = operation("stop", "", SOAPSTONE_STYLE_RPC);
    rpc_operations[0].one_way = 1;
    rpc_operations[1] = operation("add", "", SOAPSTONE_STYLE_RPC);
}

/* By what operations are looked for. */
enum { DEFAULT, BODY_FIRST, ADDRESSED };

static const int32_t orders[3][3] = {
    { 0, 0, 0 },
    { SOAPSTONE_KEY_BODY_ENTRY, SOAPSTONE_KEY_SOAP_ACTION, 0 },
    { SOAPSTONE_KEY_ADDRESSING_ACTION, SOAPSTONE_KEY_BODY_ENTRY, 0 },
};

static const struct row {
    const char *id;
    int order;
    const char *soap_action, *action, *ns, *local;
    int authenticated, expected;
} rows[] = {
    { "S-137", DEFAULT, "urn:op2", NULL, "urn:m", "Two", 0, 1 },
    { "V-39, action first", DEFAULT, "urn:op2", NULL, "urn:m", "One", 0, UNSUPPORTED },
    { "V-39, body first", BODY_FIRST, "urn:op2", NULL, "urn:m", "One", 0, 0 },
    { "Q-02", DEFAULT, "urn:else", NULL, "urn:m", "One", 0, 0 },
    { "S-134", DEFAULT, NULL, NULL, "urn:m", "One", 0, 0 },
    { "HTTP-02", DEFAULT, "", NULL, "urn:m", "One", 0, 0 },
    { "S-156, unknown", DEFAULT, NULL, NULL, "urn:m", "Three", 0, UNSUPPORTED },
    { "S-156, other namespace", DEFAULT, NULL, NULL, "urn:n", "One", 0, UNSUPPORTED },
    { "empty Body", DEFAULT, NULL, NULL, NULL, NULL, 0, UNSUPPORTED },
    { "an action alone", DEFAULT, "urn:ping", NULL, NULL, NULL, 0, 5 },
    { "an action alone, any entry", DEFAULT, "urn:ping", NULL, "urn:m", "Any", 0, 5 },
    { "an action alone, not looked at", ADDRESSED, "urn:ping", NULL, "urn:m", "Any", 0, UNSUPPORTED },
    { "S-145", DEFAULT, NULL, NULL, "urn:m", "Off", 0, INACTIVE },
    { "Action before body", ADDRESSED, "urn:op2", "urn:op1", "urn:m", "One", 0, 0 },
    { "unknown Action", ADDRESSED, NULL, "urn:none", "urn:m", "Three", 0, SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED },
    { "Action ignored", BODY_FIRST, NULL, "urn:none", "urn:m", "Three", 0, UNSUPPORTED },
    { "S-208", DEFAULT, NULL, NULL, "urn:m", "Reset", 0, UNPROVED },
    { "S-248, weaker", DEFAULT, NULL, NULL, "urn:m", "Reset", BY_TEXT, UNPROVED },
    { "S-248, digest", DEFAULT, NULL, NULL, "urn:m", "Reset", BY_DIGEST, 4 },
    { "S-248, one of two", DEFAULT, NULL, NULL, "urn:m", "Reset", BY_CERTIFICATE, 4 },
};

static int32_t dispatch(const soapstone_service *service, const struct row *row, soapstone_call *call)
{
    soapstone_request request;
    soapstone_qname entry;
    memset(&request, 0, sizeof request);
    request.size = sizeof request;
    request.authenticated = (uint32_t)row->authenticated;
    request.soap_action = S(row->soap_action);
    request.addressing_action = S(row->action);
    request.offset = 77;
    entry.ns = S(row->ns);
    entry.local = S(row->local);
    return soapstone_service_dispatch(service, &request, row->local == NULL ? NULL : &entry, call);
}

static void finds_operations(void)
{
    const struct row *row;
    soapstone_call call;
    soapstone_fault fault;
    for (row = rows; row < rows + sizeof rows / sizeof *rows; row++) {
        soapstone_service service = service_of(operations, OPERATIONS);
        int32_t status;
        memcpy(service.order, orders[row->order], sizeof service.order);
        status = dispatch(&service, row, &call);
        if (row->expected >= 0) {
            if (!CHECK(status == SOAPSTONE_OK && call.index == (uint32_t)row->expected)) {
                printf("%s: %d, operation %u\n", row->id, (int)status, (unsigned)call.index);
            }
            CHECK(call.operation == &operations[call.index] && call.error.kind == SOAPSTONE_OK && call.key != 0);
            continue;
        }
        if (!CHECK(status == row->expected && call.error.kind == status && call.error.offset == 77)) {
            printf("%s: %d\n", row->id, (int)status);
        }
        CHECK_STATUS(SOAPSTONE_OK, soapstone_service_fault(&service, &call, SOAPSTONE_SOAP11, &call.error, &fault));
        CHECK(fault.kind == soapstone_fault_kind_for_error(status) && fault.subcode_count == 0);
        service.inactive = 1;
        CHECK_STATUS(INACTIVE, dispatch(&service, row, &call));
    }
}

/* V-40, S-139: whatever goes wrong in a one-way operation, no fault goes back. */
static void answers_nothing_to_one_way_calls(void)
{
    static const struct row tell = { "V-40", DEFAULT, NULL, NULL, "urn:m", "Tell", 0, 0 };
    soapstone_service service = service_of(operations, OPERATIONS);
    soapstone_call call;
    soapstone_fault fault;
    CHECK_STATUS(UNPROVED, dispatch(&service, &tell, &call));
    CHECK(call.operation == &operations[3] && call.operation->one_way == 1);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND,
                 soapstone_service_fault(&service, &call, SOAPSTONE_SOAP12, &call.error, &fault));
}

/* RPC-04, S-156: an unknown procedure has a subcode of its own in SOAP 1.2. */
static void answers_in_the_style_of_the_service(void)
{
    static const struct row unknown = { "RPC-04", DEFAULT, NULL, NULL, "urn:m", "nosuch", 0, 0 };
    soapstone_service service = service_of(rpc_operations, 2);
    soapstone_call call;
    soapstone_fault fault;
    CHECK_STATUS(UNSUPPORTED, dispatch(&service, &unknown, &call));
    CHECK(call.operation == NULL);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_service_fault(&service, &call, SOAPSTONE_SOAP12, &call.error, &fault));
    CHECK(fault.kind == SOAPSTONE_FAULT_SENDER && fault.subcode_count == 1);
    CHECK_STR("ProcedureNotPresent", fault.subcodes[0].local);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_service_fault(&service, NULL, SOAPSTONE_SOAP11, &call.error, &fault));
    CHECK_STR("Client", fault.code.local);
    CHECK(fault.subcode_count == 0);
}

static void refuses_misuse(void)
{
    static const struct row one = { "one", DEFAULT, NULL, NULL, "urn:m", "One", 0, 0 };
    soapstone_service service = service_of(operations, OPERATIONS);
    soapstone_operation wrong = operations[0];
    struct row other = one;
    soapstone_call call;
    soapstone_fault fault;
    soapstone_error none;
    CHECK_STATUS(NO, dispatch(NULL, &one, &call));
    CHECK_STATUS(NO, dispatch(&service, &one, NULL));
    CHECK_STATUS(NO, soapstone_service_dispatch(&service, NULL, NULL, &call));
    other.authenticated = 64;
    CHECK_STATUS(NO, dispatch(&service, &other, &call));
    service.order[0] = 4;
    CHECK_STATUS(NO, dispatch(&service, &one, &call));
    service = service_of(operations, OPERATIONS);
    service.reserved[0] = 1;
    CHECK_STATUS(NO, dispatch(&service, &one, &call));
    service = service_of(NULL, 1);
    CHECK_STATUS(NO, dispatch(&service, &one, &call));
    service = service_of(&wrong, 1);
    wrong.style = 2;
    CHECK_STATUS(NO, dispatch(&service, &one, &call));
    wrong = operations[0];
    wrong.one_way = 2;
    CHECK_STATUS(NO, dispatch(&service, &one, &call));
    wrong = operations[0];
    wrong.local.ptr = NULL;
    CHECK_STATUS(NO, dispatch(&service, &one, &call));
    memset(&none, 0, sizeof none);
    CHECK_STATUS(NO, soapstone_service_fault(&service, NULL, SOAPSTONE_SOAP11, &none, &fault));
}

/* The first body entry of a message, kept. */
static soapstone_element kept(const char *text)
{
    static uint8_t space[512], store[512];
    soapstone_envelope_reader reader;
    soapstone_keeper keeper;
    soapstone_element element;
    soapstone_event event;
    soapstone_str input = S(text);
    soapstone_envelope_reader_init(&reader, ABI, space, sizeof space, NULL);
    soapstone_keeper_init(&keeper, ABI, store, sizeof store);
    do {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_next(&reader, &input, 1, &event));
    } while (event.section != SOAPSTONE_SECTION_BODY_ENTRY);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_read(&keeper, &reader, &input, 1));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_element(&keeper, &element));
    return element;
}

#define RPC(inside)                                                                                                    \
    "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope' xmlns:m='urn:m'><e:Body>"                           \
    "<m:addResponse xmlns:rpc='http://www.w3.org/2003/05/soap-rpc' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>" \
    inside "</m:addResponse></e:Body></e:Envelope>"

static void reads_rpc_parameters(void)
{
    soapstone_element call = kept(RPC("<a>1</a><m:b>2</m:b><c i:nil='true'/><rpc:result>a</rpc:result>")), found;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_rpc_parameter(&call, S("a"), 0, &found));
    CHECK_STR("1", soapstone_element_text(&found));
    CHECK(soapstone_rpc_is_nil(&found) == 0);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_rpc_parameter(&call, S("b"), 0, &found));
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_rpc_parameter(&call, S("b"), SOAPSTONE_LENIENT_QUALIFIED_PARAMETERS, &found));
    CHECK_STATUS(NO, soapstone_rpc_parameter(&call, S("b"), ~0u, &found));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_rpc_parameter(&call, S("c"), 0, &found));
    CHECK(soapstone_rpc_is_nil(&found) == 1 && soapstone_rpc_is_nil(NULL) == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_rpc_result(&call, SOAPSTONE_SOAP12, &found));
    CHECK_STR("1", soapstone_element_text(&found));
    call = kept(RPC("<a>1</a><rpc:result>b</rpc:result>"));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_PARAMETERS, soapstone_rpc_result(&call, SOAPSTONE_SOAP12, &found));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_rpc_result(&call, SOAPSTONE_SOAP11, &found));
    CHECK_STR("1", soapstone_element_text(&found));
    call = kept(RPC(""));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_rpc_result(&call, SOAPSTONE_SOAP12, &found));
    CHECK_STATUS(NO, soapstone_rpc_result(&call, 13, &found));
}

int main(void)
{
    make_tables();
    finds_operations();
    answers_nothing_to_one_way_calls();
    answers_in_the_style_of_the_service();
    refuses_misuse();
    reads_rpc_parameters();
    return check_done("service");
}
