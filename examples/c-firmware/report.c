#include "report.h"

#include <string.h>

static char text[48];

static char *put(char *at, const char *word)
{
    size_t len = strlen(word);

    memcpy(at, word, len);
    return at + len;
}

static char *put_number(char *at, size_t number)
{
    char digits[12], *first = digits + sizeof digits;

    *--first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    return put(at, first);
}

soapstone_str report(size_t stack_used, size_t stack_size)
{
    soapstone_str told;
    char *end = put_number(put(text, "stack "), stack_used);

    end = put(put_number(put(end, " of "), stack_size), " bytes\n");
    told.ptr = (const uint8_t *)text;
    told.len = (size_t)(end - text);
    return told;
}
