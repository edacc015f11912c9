/* Views of faults from C: named faults, failures on this side, codes as text, the errors of a Siebel server. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define MESSAGE(detail)                                                                                                \
    "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xmlns:m='urn:m'><e:Body><e:Fault>"               \
    "<faultcode>m:Late</faultcode><faultstring>x</faultstring><faultactor>urn:a</faultactor><detail>" detail           \
    "</detail></e:Fault></e:Body></e:Envelope>"

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT };

static uint8_t workspace[512], values[256], store[1024], output[2048], memory[256];
static soapstone_fault fault;
static soapstone_element detail;

/* Reads the fault and keeps its detail. */
static void read_fault(soapstone_str message)
{
    static soapstone_fault_reader reader;
    static soapstone_keeper keeper;
    soapstone_envelope_reader envelope;
    soapstone_event event;
    int32_t status = SOAPSTONE_OK;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&envelope, ABI, workspace, sizeof workspace, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_init(&reader, ABI, values, sizeof values));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_init(&keeper, ABI, store, sizeof store));
    while (status == SOAPSTONE_OK && soapstone_envelope_reader_section(&envelope) != SOAPSTONE_SECTION_FAULT) {
        status = soapstone_envelope_reader_next(&envelope, &message, 1, &event);
    }
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_next(&reader, &envelope, &message, 1, &event));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_read_detail(&keeper, &reader, &envelope, &message, 1));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_next(&reader, &envelope, &message, 1, &event));
    CHECK(event.kind == SOAPSTONE_EVENT_CLOSE);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_reader_fault(&reader, &fault));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_keeper_element(&keeper, &detail));
}

static void named_faults(void)
{
    soapstone_qname names[2];
    soapstone_element entry, zero;
    uint32_t place = 7;
    memset(&zero, 0, sizeof zero);
    names[0].ns = names[1].ns = S("urn:m");
    names[0].local = S("FirstException");
    names[1].local = S("SecondException");
    read_fault(S(MESSAGE("<m:SecondException><number>7</number></m:SecondException>"))); /* V-34 */
    CHECK_STATUS(SOAPSTONE_OK, soapstone_named_fault(&detail, names, 2, &place, &entry));
    CHECK(place == 1);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_element_first_child(&entry, &entry));
    CHECK_STR("7", soapstone_element_text(&entry));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_named_fault(&detail, names, 1, &place, &entry));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_named_fault(&detail, NULL, 0, &place, &entry));
    read_fault(S(MESSAGE("<m:Other/>"))); /* V-35 */
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_named_fault(&detail, names, 2, &place, &entry));
    CHECK_STATUS(NO, soapstone_named_fault(&zero, names, 2, &place, &entry));
    CHECK_STATUS(NO, soapstone_named_fault(&detail, NULL, 2, &place, &entry));
    CHECK_STATUS(NO, soapstone_named_fault(&detail, names, 2, NULL, &entry));
}

static void views_by_version(void)
{
    static const struct {
        const char *key, *value;
    } entries[] = { { "faultcode", "{urn:m}Late" }, { "faultstring", "x" }, { "faultactor", "urn:a" } };
    soapstone_str key, value;
    soapstone_qname code;
    soapstone_error error;
    uint32_t i;
    read_fault(S(MESSAGE("")));
    for (i = 0; i < 3; i++) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_entry(&fault, SOAPSTONE_SOAP11, i, memory, 11, &key, &value, NULL));
        CHECK_STR(entries[i].key, key);
        CHECK_STR(entries[i].value, value);
    }
    CHECK_STATUS(SOAPSTONE_NOT_FOUND,
                 soapstone_fault_entry(&fault, SOAPSTONE_SOAP11, 3, memory, 11, &key, &value, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT,
                 soapstone_fault_entry(&fault, SOAPSTONE_SOAP11, 0, memory, 10, &key, &value, &error));
    CHECK(error.needed == 11 && error.limit == SOAPSTONE_LIMIT_TEXT_STORE);
    CHECK_STATUS(NO, soapstone_fault_entry(&fault, 13, 0, memory, 11, &key, &value, NULL));
    CHECK_STATUS(NO, soapstone_fault_entry(NULL, SOAPSTONE_SOAP11, 0, memory, 11, &key, &value, NULL));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_code_of_text(value, SOAPSTONE_SOAP11, &code));
    CHECK_STR("", code.ns);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_code_of_text(S("{urn:m}Late"), SOAPSTONE_SOAP11, &code));
    CHECK_STR("urn:m", code.ns);
    CHECK_STR("Late", code.local);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_code_of_text(S("SOAP-ENV:Sender"), SOAPSTONE_SOAP12, &code));
    CHECK_STR("http://www.w3.org/2003/05/soap-envelope", code.ns);
    CHECK_STR("Sender", code.local);
    CHECK_STATUS(NO, soapstone_fault_code_of_text(S("a"), 13, &code));
    CHECK_STATUS(NO, soapstone_fault_code_of_text(S("a"), SOAPSTONE_SOAP12, NULL));
    CHECK_STR("SOAP 1.1 Protocol", soapstone_fault_protocol(SOAPSTONE_SOAP11));
    CHECK_STR("SOAP 1.2 Protocol", soapstone_fault_protocol(SOAPSTONE_SOAP12));
    CHECK_STR("", soapstone_fault_protocol(0));
    CHECK_STR("Error occurred while preparing SOAP request", soapstone_failure_message(SOAPSTONE_FAILURE_PREPARING));
    CHECK(soapstone_failure_message(SOAPSTONE_FAILURE_SENDING).len > 0);
    CHECK(soapstone_failure_message(SOAPSTONE_FAILURE_RECEIVING).len > 0);
    CHECK_STR("", soapstone_failure_message(0));
    CHECK(soapstone_fault_is_exception(&fault) == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_exception(&fault, S("late"))); /* GEN-04 */
    CHECK(soapstone_fault_is_exception(&fault) == 1 && soapstone_fault_is_exception(NULL) == 0);
    CHECK_STR("Exception", fault.code.local);
    CHECK_STATUS(NO, soapstone_fault_exception(NULL, S("late")));
}

static void words_of_siebel(void)
{
    static const char text[] =
        "Unable to process SOAP Header child element 'm:useless' with 'mustUnderstand=\"1\"'(SBL-EAI-08000)";
    size_t len = strlen(text);
    soapstone_error error;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_unprocessed(&fault, SOAPSTONE_SOAP11, S("m"), S("useless"), memory, len,
                                                           &error)); /* V-12 */
    CHECK_STR(text, fault.reasons[0].text);
    CHECK(fault.kind == SOAPSTONE_FAULT_MUST_UNDERSTAND);
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_fault_unprocessed(&fault, SOAPSTONE_SOAP11, S("m"), S("useless"),
                                                                    memory, len - 1, &error));
    CHECK(error.needed == len);
    CHECK_STATUS(NO, soapstone_fault_unprocessed(NULL, SOAPSTONE_SOAP11, S("m"), S("u"), memory, len, NULL));
}

static void check_optional(const char *expected, soapstone_str string)
{
    CHECK((expected == NULL) == (string.ptr == NULL));
    CHECK_STR(expected ? expected : "", string);
}

static void check_error(uint32_t place, const char *code, const char *symbol, const char *message)
{
    soapstone_stacked_error error;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_error_stack_error(&detail, place, &error));
    check_optional(code, error.code);
    check_optional(symbol, error.symbol);
    check_optional(message, error.message);
}

/* Writes a stack through a buffer of this size and reads it again. */
static void written(const char *log, const soapstone_stacked_error *errors, uint32_t count, size_t room)
{
    static uint8_t message[2048];
    soapstone_output o;
    soapstone_writer w;
    soapstone_fault made;
    soapstone_str text, piece;
    int32_t status = SOAPSTONE_OK, step = 0;
    memset(&o, 0, sizeof o);
    o.size = sizeof o;
    o.kind = SOAPSTONE_OUTPUT_BUFFER;
    o.memory = output;
    o.memory_len = room;
    text.ptr = message;
    text.len = 0;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_fault_init(&made, SOAPSTONE_SOAP11, SOAPSTONE_FAULT_RECEIVER, S("x")));
    CHECK_STATUS(SOAPSTONE_OK,
                 soapstone_envelope_writer_init(&w, ABI, workspace, sizeof workspace, &o, NULL, SOAPSTONE_SOAP11));
    while (step < 5 && status >= 0) {
        status = step == 0   ? soapstone_envelope_writer_envelope(&w)
                 : step == 1 ? soapstone_envelope_writer_fault_with_detail(&w, &made)
                 : step == 2 ? soapstone_error_stack_write(&w, S(log), errors, count)
                 : step == 3 ? soapstone_envelope_writer_end(&w)
                             : soapstone_envelope_writer_finish(&w);
        CHECK(status >= 0);
        step += status == SOAPSTONE_OK;
        CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&w, &piece));
        memcpy(message + text.len, piece.ptr, piece.len);
        text.len += piece.len;
    }
    read_fault(text);
}

static void error_stacks(void)
{
    soapstone_stacked_error errors[2], error;
    soapstone_writer w;
    size_t room;
    memset(errors, 0, sizeof errors);
    memset(&w, 0, sizeof w);
    errors[0].code = S("c");
    errors[0].symbol = S("S");
    errors[0].message = S("t < u");
    errors[1].symbol = S("");
    for (room = 120; room < 160; room++) {
        written(room % 2 ? "a.log" : NULL, errors, 2, room); /* V-13, V-14, S-167 */
        check_error(0, "c", "S", "t < u");
        check_error(1, NULL, "", NULL);
        CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_error_stack_error(&detail, 2, &error));
        check_optional(room % 2 ? "a.log" : NULL, soapstone_error_stack_log_file_name(&detail));
    }
    read_fault(S(MESSAGE("<m:error/>")));
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_error_stack_error(&detail, 0, &error));
    CHECK(soapstone_error_stack_log_file_name(NULL).ptr == NULL);
    CHECK_STATUS(NO, soapstone_error_stack_error(NULL, 0, &error));
    CHECK_STATUS(NO, soapstone_error_stack_write(&w, S("a.log"), errors, 2));
}

int main(void)
{
    named_faults();
    views_by_version();
    words_of_siebel();
    error_stacks();
    return check_done("fault_views");
}
