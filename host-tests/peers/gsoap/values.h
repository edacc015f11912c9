/* What the cases send, and one line about each. See README.md of the folder above. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "  <&>\"' ]]> &amp; \xc3\xa4\xe2\x82\xac\xf0\x9d\x84\x9e e\xcc\x81\t\nend  "
#define USER "alice"
#define PASSWORD "p4ss<&w\xc3\xb6rd"
#define ACTION "urn:soapstone:echo/"

static char *long_text(void) {
    char *text = malloc(65537);
    size_t i;
    for (i = 0; i < 65536; i += 16) memcpy(text + i, "0123456789abcde\n", 16);
    text[65536] = 0;
    return text;
}

static unsigned char *binary(size_t size) {
    unsigned char *bytes = malloc(size);
    size_t i;
    for (i = 0; i < size; i++) bytes[i] = (unsigned char)(i * 31 + i / 256);
    return bytes;
}

/* A JSON string. */
static void print_string(const char *s) {
    putchar('"');
    for (; s && *s; s++) {
        if (*s == '"' || *s == '\\') printf("\\%c", *s);
        else if ((unsigned char)*s < ' ') printf("\\u%04x", *s);
        else putchar(*s);
    }
    putchar('"');
}

/* The verdict on a case: right when WHY is NULL. */
static void verdict(const char *name, const char *why) {
    printf("{\"case\":\"%s\",\"ok\":%s", name, why ? "false" : "true");
    if (why) {
        printf(",\"why\":");
        print_string(why);
    }
    printf("}\n");
    fflush(stdout);
}
