#include "device.h"

#define TDS "http://www.onvif.org/ver10/device/wsdl"
#define TT "http://www.onvif.org/ver10/schema"

/* ------------------------------------------------------------------------------------------------ what may be called */

enum { GET_DEVICE_INFORMATION, GET_SYSTEM_DATE_AND_TIME, SET_SYSTEM_DATE_AND_TIME, BLINK, OPERATIONS };

#define OPERATION(ns, name, one_way, authentication) \
    {STR(ns), STR(name), STR(ns "/" name), STR(ns "/" name), SOAPSTONE_STYLE_DOCUMENT, one_way, 0, authentication}

static const soapstone_operation operations[OPERATIONS] = {
    OPERATION(TDS, "GetDeviceInformation", 0, 0),
    OPERATION(TDS, "GetSystemDateAndTime", 0, 0),
    OPERATION(TDS, "SetSystemDateAndTime", 0, SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST),
    OPERATION("urn:example:device", "Blink", 1, 0),
};

const soapstone_service device_service = {sizeof device_service, 0, operations, OPERATIONS, {0, 0, 0}, {0, 0}};

int device_answers(int32_t operation)
{
    return !operations[operation].one_way;
}

/* -------------------------------------------------------------------------------------------- reading what is called */

void device_begin(device_call *call)
{
    clock_begin(&call->time);
}

int32_t device_event(device_call *call, int32_t operation, const soapstone_event *event)
{
    if (operation != SET_SYSTEM_DATE_AND_TIME)
        return SOAPSTONE_OK; /* they have no parameters; what is there in spite of that is passed over */
    switch (event->kind) {
    case SOAPSTONE_EVENT_START:
        clock_part(&call->time, soapstone_str_equals(event->ns, TT) ? event->local : soapstone_cstr(""));
        return SOAPSTONE_OK;
    case SOAPSTONE_EVENT_TEXT:
        return clock_text(&call->time, event->text);
    case SOAPSTONE_EVENT_END:
        clock_part(&call->time, soapstone_cstr(""));
        return SOAPSTONE_OK;
    default:
        return SOAPSTONE_OK;
    }
}

int32_t device_do(const device_call *call, int32_t operation)
{
    return operation == SET_SYSTEM_DATE_AND_TIME ? clock_set(&call->time) : SOAPSTONE_OK;
}

/* ----------------------------------------------------------------------------------------------- writing the answer */

static const soapstone_str tds = STR(TDS), tt = STR(TT);

/* Writes <local>text</local>. */
static int32_t element(soapstone_writer *w, soapstone_str ns, soapstone_str local, soapstone_str text)
{
    TRY(soapstone_writer_start(w, ns, local));
    TRY(soapstone_writer_text(w, text));
    return soapstone_writer_end(w);
}

static int32_t device_information(soapstone_writer *w)
{
    static const soapstone_str pairs[][2] = {
        {STR("Manufacturer"), STR("Example & Sons")}, {STR("Model"), STR("Sensor 7")},
        {STR("FirmwareVersion"), STR("1.0.0")},       {STR("SerialNumber"), STR("00-0001")},
        {STR("HardwareId"), STR("A")},
    };
    size_t i;

    for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
        TRY(element(w, tds, pairs[i][0], pairs[i][1]));
    return SOAPSTONE_OK;
}

/* Writes Time or Date with its three parts. */
static int32_t parts(soapstone_writer *w, const char *local, const char *stamp, unsigned first)
{
    unsigned i;

    TRY(soapstone_writer_start(w, tt, soapstone_cstr(local)));
    for (i = first; i < first + 3; i++)
        TRY(element(w, tt, soapstone_cstr(clock_parts[i].name), clock_digits(stamp, i)));
    return soapstone_writer_end(w);
}

static int32_t system_date_and_time(soapstone_writer *w)
{
    static const soapstone_str type[] = {STR("DateTimeType"), STR("Manual")};
    static const soapstone_str savings[] = {STR("DaylightSavings"), STR("false")};
    char stamp[CLOCK_STAMP];

    TRY(clock_stamp(stamp));
    TRY(soapstone_writer_start(w, tds, soapstone_cstr("SystemDateAndTime")));
    TRY(element(w, tt, type[0], type[1]));
    TRY(element(w, tt, savings[0], savings[1]));
    TRY(soapstone_writer_start(w, tt, soapstone_cstr("UTCDateTime")));
    TRY(parts(w, "Time", stamp, CLOCK_HOUR));
    TRY(parts(w, "Date", stamp, CLOCK_YEAR));
    TRY(soapstone_writer_end(w));
    return soapstone_writer_end(w);
}

int32_t device_answer(int32_t operation, soapstone_writer *w)
{
    static const char *const names[OPERATIONS] = {
        "GetDeviceInformationResponse", "GetSystemDateAndTimeResponse", "SetSystemDateAndTimeResponse", ""};

    TRY(soapstone_writer_pin(w, soapstone_cstr("tds"), tds));
    TRY(soapstone_writer_pin(w, soapstone_cstr("tt"), tt));
    TRY(soapstone_envelope_writer_envelope(w));
    TRY(soapstone_envelope_writer_body_entry(w, tds, soapstone_cstr(names[operation])));
    if (operation == GET_DEVICE_INFORMATION)
        TRY(device_information(w));
    if (operation == GET_SYSTEM_DATE_AND_TIME)
        TRY(system_date_and_time(w));
    TRY(soapstone_envelope_writer_end(w));
    return soapstone_envelope_writer_finish(w);
}
