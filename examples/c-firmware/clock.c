#include "clock.h"

#include "device.h"

#include <string.h>

const clock_part_of_stamp clock_parts[CLOCK_PARTS] = {
    {"Hour", 11, 2}, {"Minute", 14, 2}, {"Second", 17, 2}, {"Year", 0, 4}, {"Month", 5, 2}, {"Day", 8, 2},
};

static int64_t now = 1767225600; /* 2026-01-01T00:00:00Z */

int64_t clock_now(void)
{
    return now;
}

void clock_tick(void)
{
    now++;
}

int32_t clock_stamp(char stamp[CLOCK_STAMP])
{
    soapstone_str text;

    return soapstone_date_time_emit(now, stamp, CLOCK_STAMP, &text);
}

/* Without leading zeros, but for the last digit. */
soapstone_str clock_digits(const char *stamp, unsigned part)
{
    soapstone_str digits;

    digits.ptr = (const uint8_t *)stamp + clock_parts[part].at;
    digits.len = clock_parts[part].digits;
    while (digits.len > 1 && *digits.ptr == '0') {
        digits.ptr++;
        digits.len--;
    }
    return digits;
}

void clock_begin(clock_setting *s)
{
    memcpy(s->stamp, "0000-00-00T00:00:00Z", CLOCK_STAMP);
    s->part = CLOCK_PARTS;
    s->seen = 0;
}

void clock_part(clock_setting *s, soapstone_str name)
{
    for (s->part = 0; s->part < CLOCK_PARTS; s->part++)
        if (soapstone_str_equals(name, clock_parts[s->part].name))
            return;
}

/* Each digit moves those before it to the left, so it does not matter where a text is cut into pieces. */
static int32_t digit(clock_setting *s, uint8_t c)
{
    const clock_part_of_stamp *part = &clock_parts[s->part];
    char *digits = s->stamp + part->at;

    if (c < '0' || c > '9' || *digits != '0')
        return SOAPSTONE_ERROR_INVALID_PARAMETERS;
    memmove(digits, digits + 1, part->digits - 1u);
    digits[part->digits - 1] = (char)c;
    s->seen |= (uint8_t)(1u << s->part);
    return SOAPSTONE_OK;
}

int32_t clock_text(clock_setting *s, soapstone_str text)
{
    size_t i;

    for (i = 0; s->part < CLOCK_PARTS && i < text.len; i++)
        if (strchr(" \t\r\n", text.ptr[i]) == NULL)
            TRY(digit(s, text.ptr[i]));
    return SOAPSTONE_OK;
}

int32_t clock_set(const clock_setting *s)
{
    soapstone_str stamp;
    int64_t seconds;

    stamp.ptr = (const uint8_t *)s->stamp;
    stamp.len = CLOCK_STAMP;
    if (s->seen != (1u << CLOCK_PARTS) - 1 || soapstone_date_time_parse(stamp, &seconds) != SOAPSTONE_OK)
        return SOAPSTONE_ERROR_INVALID_PARAMETERS;
    now = seconds;
    return SOAPSTONE_OK;
}
