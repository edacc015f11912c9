/* WS-Addressing from C: read, judged, answered, written. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#define S soapstone_cstr
#define E12 "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope' xmlns:m='urn:m'"
#define E11 "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xmlns:m='urn:m'"
#define WSA " xmlns:wsa='http://www.w3.org/2005/08/addressing'><e:Header>"
#define WSA04 " xmlns:wsa='http://schemas.xmlsoap.org/ws/2004/08/addressing'><e:Header>"
#define END "</e:Header><e:Body/></e:Envelope>"
#define ANONYMOUS "http://www.w3.org/2005/08/addressing/anonymous"

#define REQUEST                                                                                                        \
    "<wsa:Action>urn:m:Quote</wsa:Action><wsa:MessageID> urn:1 </wsa:MessageID><wsa:To>http://h/</wsa:To>"             \
    "<wsa:ReplyTo m:a='1'><wsa:Address m:b='2'>http://c/</wsa:Address><wsa:ReferenceParameters><m:k>42</m:k>"          \
    "</wsa:ReferenceParameters><wsa:Metadata/></wsa:ReplyTo><wsa:FaultTo><wsa:Address>" ANONYMOUS "</wsa:Address>"     \
    "</wsa:FaultTo><wsa:RelatesTo RelationshipType='urn:t'>urn:0</wsa:RelatesTo><wsa:RelatesTo>urn:r</wsa:RelatesTo>"  \
    "<m:p wsa:IsReferenceParameter='true'>7</m:p>"

static uint8_t workspace[2048], store[4096], space[2048], memory[4096], output[4096];
static soapstone_envelope_reader envelope;
static soapstone_header_reader headers;
static soapstone_writer writer;

/* Reads the header blocks of a message, in two chunks. */
static void read_headers(const char *message, size_t split)
{
    const soapstone_vocabulary *vocabularies[1];
    soapstone_node node;
    soapstone_str input = S(message);
    size_t len = input.len;
    vocabularies[0] = soapstone_wsa_vocabulary();
    memset(&node, 0, sizeof node);
    node.size = sizeof node;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 1;
    soapstone_envelope_reader_init(&envelope, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node));
    input.len = split;
    if (soapstone_header_reader_read(&headers, &envelope, &input, split == len) == SOAPSTONE_NEED_INPUT) {
        input.ptr = (const uint8_t *)message + split;
        input.len = len - split;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_header_reader_read(&headers, &envelope, &input, 1));
    }
}

/* Opens a message to be written through a buffer of this size. */
static void open_message(int32_t version, int32_t wsa, size_t room)
{
    soapstone_output out;
    memset(&out, 0, sizeof out);
    out.size = sizeof out;
    out.kind = SOAPSTONE_OUTPUT_BUFFER;
    out.memory = memory;
    out.memory_len = room;
    output[0] = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, space, sizeof space, &out,
                                                              NULL, version));
    soapstone_writer_pin(&writer, S("wsa"), soapstone_wsa_namespace(wsa));
    soapstone_writer_pin(&writer, S("m"), S("urn:m"));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope_prefixed(&writer, S("e")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_declare(&writer, soapstone_wsa_namespace(wsa)));
}

/* Sends on what the buffer holds; whether the call is to be repeated. */
static int again(int32_t status)
{
    soapstone_str bytes;
    size_t len = strlen((char *)output);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&writer, &bytes));
    CHECK(status == SOAPSTONE_OUTPUT_FULL || status == SOAPSTONE_OK);
    memcpy(output + len, bytes.ptr, bytes.len);
    output[len + bytes.len] = 0;
    return status == SOAPSTONE_OUTPUT_FULL && CHECK(bytes.len != 0);
}

/* Ends the message; what is in its Header, then what is in its Body. */
static void check_message(const char *header, const char *body)
{
    char *from, *to;
    while (again(soapstone_envelope_writer_finish(&writer))) {
    }
    from = strstr((char *)output, "<e:Header>");
    to = strstr((char *)output, "</e:Header>");
    if (CHECK(from != NULL && to != NULL)) {
        *to = 0;
        if (!CHECK(strcmp(from + 10, header) == 0)) {
            printf("  %s\n", from + 10);
        }
        if (!CHECK(strstr(to + 1, body) != NULL)) {
            printf("  %s\n", to + 1);
        }
    }
}

static void check_reading(void)
{
    const char *message = E12 WSA REQUEST END;
    soapstone_addressing a;
    soapstone_epr epr;
    soapstone_relation relation;
    soapstone_kept_block block;
    soapstone_attribute attribute;
    soapstone_element child;
    soapstone_problem problem;
    size_t split;
    for (split = 0; split <= strlen(message); split++) {
        read_headers(message, split);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_read(&headers, &a));
        CHECK(a.version == SOAPSTONE_WSA_10 && a.from.store == NULL && a.fault_detail.store == NULL);
        CHECK_STR("urn:m:Quote", a.action);
        CHECK_STR("urn:1", a.message_id);
        CHECK_STR("http://h/", a.to);
        CHECK_STR("urn:r", a.in_reply_to);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_check(&headers, NULL, &problem));
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_relation(&headers, 0, &relation));
    CHECK_STR("urn:0", relation.message_id);
    CHECK_STR("urn:t", relation.relationship_type.local);
    CHECK(relation.is_reply == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_relation(&headers, 1, &relation));
    CHECK(relation.is_reply == 1);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_addressing_relation(&headers, 2, &relation));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_reference_parameter(&headers, 0, &block));
    CHECK_STR("7", soapstone_element_text(&block.element));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_addressing_reference_parameter(&headers, 1, &block));

    CHECK_STATUS(SOAPSTONE_OK, soapstone_epr_read(&a.reply_to, a.version, &epr));
    CHECK(epr.destination == SOAPSTONE_DESTINATION_ADDRESS && epr.reference_properties.store == NULL);
    CHECK(epr.port_type.local.len == 0 && epr.service.local.len == 0 && epr.port.ptr == NULL);
    CHECK_STR("http://c/", epr.address);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_attribute(&epr.element, 0, &attribute));
    CHECK_STR("1", attribute.value);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_attribute(&epr.address_element, 0, &attribute));
    CHECK_STR("2", attribute.value);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_first_child(&epr.reference_parameters, &child));
    CHECK_STR("42", soapstone_element_text(&child));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_element_first_child(&epr.metadata, &child));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_epr_read(&a.fault_to, a.version, &epr));
    CHECK(epr.destination == SOAPSTONE_DESTINATION_BACK_CHANNEL);
}

static void check_rules(void)
{
    soapstone_addressing_rules rules;
    soapstone_problem problem;
    soapstone_str reserved[1];
    memset(&rules, 0, sizeof rules);
    rules.size = sizeof rules;
    read_headers(E12 WSA REQUEST END, 0);
    rules.responses = SOAPSTONE_RESPONSES_ANONYMOUS;
    CHECK_STATUS(SOAPSTONE_ERROR_ONLY_ANONYMOUS_ADDRESS_SUPPORTED,
                 soapstone_addressing_check(&headers, &rules, &problem));
    CHECK_STR("ReplyTo", problem.header.local);
    rules.responses = SOAPSTONE_RESPONSES_NON_ANONYMOUS;
    CHECK_STATUS(SOAPSTONE_ERROR_ONLY_NON_ANONYMOUS_ADDRESS_SUPPORTED,
                 soapstone_addressing_check(&headers, &rules, NULL));
    rules.responses = SOAPSTONE_RESPONSES_ANY;
    rules.required = SOAPSTONE_WSA_FROM;
    CHECK_STATUS(SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED,
                 soapstone_addressing_check(&headers, &rules, &problem));
    CHECK_STR("From", problem.header.local);
    rules.optional = SOAPSTONE_WSA_FROM;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_check(&headers, &rules, &problem));
    rules.required = 128;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_check(&headers, &rules, &problem));
    rules.required = 0;
    rules.reserved = reserved;
    rules.reserved_count = SOAPSTONE_RESERVED_NAMESPACES + 1;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_check(&headers, &rules, &problem));
    rules.reserved_count = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_check_soap_action(&headers, S("\"urn:m:Quote\""), NULL, &problem));
    CHECK_STATUS(SOAPSTONE_ERROR_ACTION_MISMATCH,
                 soapstone_addressing_check_soap_action(&headers, S("Quote"), &rules, &problem));
    CHECK_STR("urn:m:Quote", problem.action);
    CHECK_STR("Quote", problem.soap_action);
    rules.short_action = 1;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_check_soap_action(&headers, S("Quote"), &rules, &problem));
    read_headers(E12 WSA END, 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_check(&headers, NULL, &problem));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_problem_init(&problem, &headers, SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED));
}

static void check_replies(void)
{
    soapstone_addressing_properties p;
    soapstone_addressing_rules rules;
    soapstone_problem problem;
    size_t room;
    for (room = 150; room < 1000; room += 121) {
        read_headers(E12 WSA REQUEST END, 0);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_reply(&headers, NULL, S("urn:m:R"), &p, &problem));
        CHECK(p.destination == SOAPSTONE_DESTINATION_ADDRESS);
        p.message_id = S("urn:2");
        open_message(SOAPSTONE_SOAP12, p.version, room);
        while (again(soapstone_addressing_write(&writer, &p))) {
        }
        check_message("<wsa:Action>urn:m:R</wsa:Action><wsa:MessageID>urn:2</wsa:MessageID>"
                      "<wsa:RelatesTo>urn:1</wsa:RelatesTo><wsa:To>http://c/</wsa:To>"
                      "<m:k xmlns:m=\"urn:m\" wsa:IsReferenceParameter=\"true\">42</m:k>",
                      "");
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_fault_reply(&headers, NULL, S(""), &p, &problem));
    CHECK(p.destination == SOAPSTONE_DESTINATION_BACK_CHANNEL && p.to.ptr == NULL);
    CHECK_STR("http://www.w3.org/2005/08/addressing/soap/fault", p.action);
    memset(&rules, 0, sizeof rules);
    rules.size = sizeof rules;
    {
        soapstone_str reserved[1];
        reserved[0] = S("urn:m");
        rules.reserved = reserved;
        rules.reserved_count = 1;
        CHECK_STATUS(SOAPSTONE_ERROR_INVALID_EPR,
                     soapstone_addressing_reply(&headers, &rules, S("urn:m:R"), &p, &problem));
        CHECK_STR("ReplyTo", problem.header.local);
    }
    read_headers(E12 WSA END, 0);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_addressing_reply(&headers, NULL, S("urn:m:R"), &p, &problem));
}

/* A message that is refused, the fault that says so, and that read back. */
static void check_fault(int32_t version, const char *message, const char *header, const char *body)
{
    soapstone_addressing_properties p;
    soapstone_problem problem, found;
    soapstone_fault fault;
    soapstone_addressing answer;
    size_t room;
    for (room = 170; room < 1000; room += 131) {
        read_headers(message, 0);
        CHECK_STATUS(SOAPSTONE_ERROR_INVALID_CARDINALITY, soapstone_addressing_check(&headers, NULL, &problem));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_answer(&headers, NULL, &problem, &p));
        CHECK(p.destination == SOAPSTONE_DESTINATION_BACK_CHANNEL);
        open_message(version, p.version, room);
        while (again(soapstone_addressing_write(&writer, &p))) {
        }
        while (again(soapstone_problem_write_header(&writer, &problem))) {
        }
        while (again(soapstone_problem_write_fault(&writer, &problem))) {
        }
        check_message(header, body);
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_fault(&problem, version, &fault));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_read(&fault, NULL, &found));
    CHECK(found.error.kind == SOAPSTONE_ERROR_INVALID_CARDINALITY && found.version == SOAPSTONE_WSA_10);
    CHECK(found.header.local.len == 0);
    if (version == SOAPSTONE_SOAP11) {
        output[strlen((char *)output)] = '<';
        read_headers((char *)output, strlen((char *)output));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_read(&headers, &answer));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_read(&fault, &answer.fault_detail, &found));
        CHECK_STR("To", found.header.local);
        CHECK_STR("urn:1", answer.in_reply_to);
    }
    soapstone_fault_init(&fault, version, SOAPSTONE_FAULT_SENDER, S("x"));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_problem_read(&fault, NULL, &found));
}

static void check_problems(void)
{
    static const int32_t kinds[] = { SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED, SOAPSTONE_ERROR_DESTINATION_UNREACHABLE,
                                     SOAPSTONE_ERROR_ENDPOINT_UNAVAILABLE, SOAPSTONE_ERROR_DUPLICATE_MESSAGE_ID };
    soapstone_problem problem, found;
    soapstone_fault fault;
    size_t i;
    read_headers(E12 WSA REQUEST END, 0);
    for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_init(&problem, &headers, kinds[i]));
        problem.retry_after = 30000;
        problem.has_retry_after = 1;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_fault(&problem, SOAPSTONE_SOAP12, &fault));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_read(&fault, NULL, &found));
        CHECK_STATUS(kinds[i], found.error.kind);
        open_message(SOAPSTONE_SOAP12, SOAPSTONE_WSA_10, 2000);
        CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_header(&writer));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_write_header(&writer, &problem));
        CHECK_STATUS(SOAPSTONE_OK, soapstone_problem_write_fault(&writer, &problem));
        while (again(soapstone_envelope_writer_finish(&writer))) {
        }
        CHECK(strstr((char *)output, "<wsa:RetryAfter>30000</wsa:RetryAfter></e:Detail>") != NULL);
    }
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_problem_init(&problem, &headers, SOAPSTONE_ERROR_LEXICAL));
    problem.version = 7;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_problem_fault(&problem, SOAPSTONE_SOAP12, &fault));
}

static void check_writing(void)
{
    soapstone_addressing_properties p;
    soapstone_addressing_extras e;
    soapstone_attribute attribute;
    soapstone_relation relation;
    soapstone_any leaf, many[SOAPSTONE_ADDRESSING_ITEMS];
    soapstone_addressing read;
    int32_t order[1] = { SOAPSTONE_WSA_TO };
    memset(&p, 0, sizeof p);
    memset(&attribute, 0, sizeof attribute);
    memset(&relation, 0, sizeof relation);
    memset(&leaf, 0, sizeof leaf);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_extras_init(&e));
    p.size = sizeof p;
    p.extras = &e;
    p.version = SOAPSTONE_WSA_200408;
    p.action = S("a");
    p.to = S("t");
    e.role = S("Next");
    p.must_understand = 1;
    e.order = order;
    e.order_count = 1;
    attribute.ns = S("urn:m");
    attribute.local = S("x");
    attribute.value = S("1");
    e.to_attributes = e.from.attributes = &attribute;
    e.to_attribute_count = e.from.attribute_count = 1;
    relation.message_id = S("r");
    e.relations = &relation;
    e.relation_count = 1;
    leaf.ns = S("urn:m");
    leaf.local = S("k");
    leaf.text = S("2");
    e.reference_parameters = e.from.reference_properties = e.from.extensions = &leaf;
    e.reference_parameter_count = e.from.reference_property_count = e.from.extension_count = 1;
    e.from.address = S("f");
    e.from.service.ns = S("urn:m");
    e.from.service.local = S("S");
    e.from.port = S("P");
#define NEXT " e:mustUnderstand=\"1\" e:actor=\"http://schemas.xmlsoap.org/soap/actor/next\""
#define M " xmlns:m=\"urn:m\""
    open_message(SOAPSTONE_SOAP11, p.version, 2000);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_declare(&writer, S("urn:m")));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &p));
    check_message("<wsa:To" NEXT " m:x=\"1\">t</wsa:To><wsa:Action" NEXT ">a</wsa:Action><wsa:RelatesTo" NEXT
                  ">r</wsa:RelatesTo><wsa:From" NEXT " m:x=\"1\"><wsa:Address>f</wsa:Address><wsa:ReferenceProperties>"
                  "<m:k>2</m:k></wsa:ReferenceProperties><wsa:ServiceName PortName=\"P\">m:S</wsa:ServiceName>"
                  "<m:k>2</m:k></wsa:From><m:k>2</m:k>",
                  "");
    /* One that was read, written again. */
    read_headers(E11 WSA04 "<wsa:From><wsa:Address>f</wsa:Address><m:e/></wsa:From>" END, 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_read(&headers, &read));
    memset(&e.from, 0, sizeof e.from);
    e.from.kept = read.from;
    leaf.element = read.from;
    p.must_understand = 0;
    e.role = S("");
    e.relation_count = e.to_attribute_count = e.reference_parameter_count = 0;
    open_message(SOAPSTONE_SOAP11, p.version, 2000);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &p));
    check_message("<wsa:To>t</wsa:To><wsa:Action>a</wsa:Action><wsa:From><wsa:Address>f</wsa:Address><m:e" M
                  "/></wsa:From>",
                  "");
    /* What is refused. */
    open_message(SOAPSTONE_SOAP11, p.version, 2000);
    e.role = S("None");
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    e.role = S("");
    p.action = S("");
    CHECK_STATUS(SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED, soapstone_addressing_write(&writer, &p));
    p.action = S("a");
    e.reference_parameter_count = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    memset(&leaf.element, 0, sizeof leaf.element);
    order[0] = 3;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    order[0] = SOAPSTONE_WSA_TO;
    p.reserved = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    p.reserved = 0;
    e.reserved = 1;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    e.reserved = 0;
    e.none_in_soap11 = 2;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    e.none_in_soap11 = 0;
    p.size--;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    p.size++;
    memset(many, 0, sizeof many);
    memset(&e.from, 0, sizeof e.from);
    e.from.address = S("f");
    e.from.extensions = many;
    e.from.extension_count = SOAPSTONE_ADDRESSING_ITEMS;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(NULL, &p));
    /* Extras that were not made by the library. */
    memset(&e, 0, sizeof e);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_extras_init(NULL));
}

static void check_plain(void)
{
    soapstone_addressing_properties p;
    soapstone_addressing read;
    size_t room;
    memset(&p, 0, sizeof p);
    p.size = sizeof p;
    p.version = SOAPSTONE_WSA_10;
    p.action = S("a");
    p.message_id = S("m");
    p.in_reply_to = S("r");
    p.to = S("t");
    p.reply_to = S("urn:1");
    p.from = S("urn:2");
    for (room = 150; room < 1000; room += 121) {
        open_message(SOAPSTONE_SOAP12, p.version, room);
        while (again(soapstone_addressing_write(&writer, &p))) {
        }
        check_message("<wsa:Action>a</wsa:Action><wsa:MessageID>m</wsa:MessageID><wsa:RelatesTo>r</wsa:RelatesTo>"
                      "<wsa:To>t</wsa:To><wsa:ReplyTo><wsa:Address>urn:1</wsa:Address></wsa:ReplyTo>"
                      "<wsa:From><wsa:Address>urn:2</wsa:Address></wsa:From>",
                      "");
    }
    p.message_id.ptr = p.in_reply_to.ptr = p.reply_to.ptr = p.from.ptr = NULL;
    p.message_id.len = p.in_reply_to.len = p.reply_to.len = p.from.len = 0;
    p.fault_to = S("urn:3");
    p.must_understand = 1;
    p.version = SOAPSTONE_WSA_200408;
#define MUST " e:mustUnderstand=\"1\""
    open_message(SOAPSTONE_SOAP11, p.version, 1000);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &p));
    check_message("<wsa:Action" MUST ">a</wsa:Action><wsa:To" MUST ">t</wsa:To><wsa:FaultTo" MUST
                  "><wsa:Address>urn:3</wsa:Address></wsa:FaultTo>",
                  "");
    /* What is refused: what it cannot write. */
    open_message(SOAPSTONE_SOAP11, p.version, 1000);
#define REFUSED(set, unset)                                                                                  \
    set;                                                                                                     \
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, &p)); \
    unset
    REFUSED(p.reserved = 1, p.reserved = 0);
    REFUSED(p.must_understand = 2, p.must_understand = 0);
    REFUSED(p.receiver.store = memory, p.receiver.store = NULL);
    REFUSED(p.fault_to = S(""), p.fault_to = S("f"));
    REFUSED(p.version = 5, p.version = SOAPSTONE_WSA_10);
    p.action = S("");
    CHECK_STATUS(SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED, soapstone_addressing_write(&writer, &p));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_write(&writer, NULL));
    /* To an endpoint reference that was read. */
    read_headers(E11 WSA REQUEST END, 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_read(&headers, &read));
    memset(&p, 0, sizeof p);
    p.size = sizeof p;
    p.action = S("a");
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_send_to(&p, &read.reply_to));
    p.version = SOAPSTONE_WSA_10;
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_send_to(&p, &read.from));
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_addressing_send_to(NULL, &read.reply_to));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_send_to(&p, &read.reply_to));
    open_message(SOAPSTONE_SOAP11, p.version, 1000);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_addressing_write(&writer, &p));
    check_message("<wsa:Action>a</wsa:Action><wsa:To>http://c/</wsa:To>"
                  "<m:k xmlns:m=\"urn:m\" wsa:IsReferenceParameter=\"true\">42</m:k>",
                  "");
}

int main(void)
{
    check_plain();
    check_reading();
    check_rules();
    check_replies();
    check_fault(SOAPSTONE_SOAP12, E12 WSA "<wsa:To>t</wsa:To><wsa:To>t</wsa:To><wsa:MessageID>urn:1</wsa:MessageID>" END,
                "<wsa:Action>http://www.w3.org/2005/08/addressing/fault</wsa:Action>"
                "<wsa:RelatesTo>urn:1</wsa:RelatesTo>",
                "<e:Detail><wsa:ProblemHeaderQName>wsa:To</wsa:ProblemHeaderQName></e:Detail></e:Fault>");
    check_fault(SOAPSTONE_SOAP11, E11 WSA "<wsa:To>t</wsa:To><wsa:To>t</wsa:To><wsa:MessageID>urn:1</wsa:MessageID>" END,
                "<wsa:Action>http://www.w3.org/2005/08/addressing/fault</wsa:Action>"
                "<wsa:RelatesTo>urn:1</wsa:RelatesTo><wsa:FaultDetail><wsa:ProblemHeaderQName>wsa:To"
                "</wsa:ProblemHeaderQName></wsa:FaultDetail>",
                "<faultcode>wsa:InvalidCardinality</faultcode>");
    check_problems();
    check_writing();
    return check_done("addressing");
}
