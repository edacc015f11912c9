#include "report.h"

#include <string.h>

static char text[96];

static char *put(char *at, const char *word)
{
    size_t len = strlen(word);

    memcpy(at, word, len);
    return at + len;
}

static char *put_number(char *at, uint64_t number)
{
    char digits[21], *first = digits + sizeof digits;

    *--first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    return put(at, first);
}

static soapstone_str told(const char *end)
{
    soapstone_str s = {(const uint8_t *)text, (size_t)(end - text)};
    return s;
}

soapstone_str report(size_t stack_used, size_t stack_size)
{
    char *end = put_number(put(text, "stack "), stack_used);

    return told(put(put_number(put(end, " of "), stack_size), " bytes\n"));
}

soapstone_str report_need(soapstone_str limit, uint64_t needed)
{
    const size_t len = limit.len < 32 ? limit.len : 32; /* no name of a limit is longer */

    memcpy(text, limit.ptr, len);
    return told(put(put_number(put(text + len, " limit exceeded: "), needed), " needed"));
}
