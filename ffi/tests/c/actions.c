/* Message ids and actions from C. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr

int main(void)
{
    uint8_t random[SOAPSTONE_MESSAGE_ID_RANDOM] = { 0 };
    uint8_t out[80];
    soapstone_wsdl_message m;
    soapstone_message_ids ids;
    uint64_t slots[2] = { 0, 0 };
    soapstone_str action = { out, SOAPSTONE_MESSAGE_ID_LEN };
    CHECK_STATUS(SOAPSTONE_OK, soapstone_message_id(random, sizeof random, out, SOAPSTONE_MESSAGE_ID_LEN));
    CHECK_STR("urn:uuid:00000000-0000-4000-8000-000000000000", action);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_message_id(random, 15, out, SOAPSTONE_MESSAGE_ID_LEN));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_message_id(random, 16, out, 44));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_message_id(NULL, 16, out, SOAPSTONE_MESSAGE_ID_LEN));
    memset(&m, 0, sizeof m);
    m.version = SOAPSTONE_WSA_10;
    m.ns = S("urn:acme:orders");
    m.port_type = S("OrderPT");
    m.operation = S("Place");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_wsdl_action(&m, out, sizeof out, &action));
    CHECK_STR("urn:acme:orders:OrderPT:PlaceRequest", action);
    m.message = SOAPSTONE_MESSAGE_OUTPUT;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_wsdl_action(&m, out, sizeof out, &action));
    CHECK_STR("urn:acme:orders:OrderPT:PlaceResponse", action);
    m.exchange = SOAPSTONE_EXCHANGE_NOTIFICATION;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_wsdl_action(&m, out, sizeof out, &action));
    CHECK_STR("urn:acme:orders:OrderPT:Place", action);
    m.message = SOAPSTONE_MESSAGE_FAULT;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_wsdl_action(&m, out, sizeof out, &action));
    m.name = S("NoStock");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_wsdl_action(&m, out, sizeof out, &action));
    CHECK_STR("urn:acme:orders:OrderPT:Place:Fault:NoStock", action);
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_wsdl_action(&m, out, 42, &action));
    m.message = 9;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_wsdl_action(&m, out, sizeof out, &action));
    CHECK(soapstone_wsa_namespace(7).len == 0);
    ids.slots = slots;
    ids.count = 2;
    ids.next = 0;
    CHECK_STATUS(0, soapstone_message_ids_insert(&ids, S("a")));
    CHECK_STATUS(1, soapstone_message_ids_insert(&ids, S("a")));
    CHECK_STATUS(0, soapstone_message_ids_insert(&ids, S("b")));
    CHECK_STATUS(0, soapstone_message_ids_insert(&ids, S("c")));
    CHECK_STATUS(1, soapstone_message_ids_insert(&ids, S("b")));
    CHECK_STATUS(0, soapstone_message_ids_insert(&ids, S("a")));
    ids.slots = NULL;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_message_ids_insert(&ids, S("a")));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_message_ids_insert(NULL, S("a")));
    CHECK(soapstone_action_matches(S("a/b"), S("b"), 1) == 1 && soapstone_action_matches(S("a/b"), S("b"), 0) == 0);
    return check_done("actions");
}
