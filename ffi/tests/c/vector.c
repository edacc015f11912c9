#include "vector.h"

#include <stdlib.h>
#include <string.h>

static int hex(char c)
{
    const char *digits = "0123456789abcdef", *at;
    at = c == 0 ? NULL : strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
    return at == NULL ? -1 : (int)(at - digits);
}

/* Decodes \xNN and \\ in place; the number of bytes left. */
static size_t decode(char *text)
{
    char *to = text;
    const char *from = text;
    while (*from != 0) {
        if (from[0] == '\\' && from[1] == 'x' && hex(from[2]) >= 0 && hex(from[3]) >= 0) {
            *to++ = (char)(hex(from[2]) * 16 + hex(from[3]));
            from += 4;
        } else if (from[0] == '\\' && from[1] == '\\') {
            *to++ = '\\';
            from += 2;
        } else {
            *to++ = *from++;
        }
    }
    return (size_t)(to - text);
}

int vector_parse(char *line, vector *v)
{
    char *tab;
    line[strcspn(line, "\r\n")] = 0;
    if (line[0] == 0 || line[0] == '#' || (tab = strchr(line, '\t')) == NULL) {
        return 0;
    }
    *tab++ = 0;
    v->id = line;
    v->input = (uint8_t *)tab;
    if ((tab = strchr(tab, '\t')) == NULL) {
        return 0;
    }
    *tab++ = 0;
    v->expected = (uint8_t *)tab;
    v->options = "";
    if ((tab = strchr(tab, '\t')) != NULL) {
        *tab++ = 0;
        v->options = tab;
    }
    v->input_len = decode((char *)v->input);
    v->expected_len = decode((char *)v->expected);
    return 1;
}

unsigned long vector_option(const vector *v, const char *name)
{
    size_t len = strlen(name);
    const char *at = v->options;
    while (*at != 0) {
        if (strncmp(at, name, len) == 0 && (at[len] == 0 || at[len] == ' ')) {
            return 1;
        }
        if (strncmp(at, name, len) == 0 && at[len] == '=') {
            return strtoul(at + len + 1, NULL, 10);
        }
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return 0;
}

/* The last '!' of the events that stands for an error; NULL when there is none. */
static const uint8_t *error_in(const uint8_t *data, size_t len)
{
    size_t at;
    for (at = len; at > 0; at--) {
        if (data[at - 1] == '"' || data[at - 1] == '>') {
            return at < len && data[at] == '!' ? data + at : NULL;
        }
    }
    return len != 0 && data[0] == '!' ? data : NULL;
}

int vector_met(const vector *v, const bytes *out)
{
    const uint8_t *want = v->expected, *have = out->data, *error = error_in(want, v->expected_len);
    size_t want_len = v->expected_len, have_len = out->len;
    if (error == want && want_len != 0) {
        have = error_in(out->data, out->len);
        if (have == NULL) {
            return 0;
        }
        have_len -= (size_t)(have - out->data);
    }
    if (error != NULL && memchr(error, '@', want_len - (size_t)(error - want)) == NULL) {
        const uint8_t *at = error_in(have, have_len);
        at = at == NULL ? NULL : memchr(at, '@', have_len - (size_t)(at - have));
        have_len = at == NULL ? have_len : (size_t)(at - have);
    }
    return have_len == want_len && memcmp(have, want, want_len) == 0;
}

static void put_bytes(bytes *out, const void *data, size_t len)
{
    if (len > VECTOR_MAX - out->len) {
        fprintf(stderr, "a vector gives more than %d bytes of events\n", (int)VECTOR_MAX);
        exit(2);
    }
    memcpy(out->data + out->len, data, len);
    out->len += len;
}

void put(bytes *out, const char *text)
{
    put_bytes(out, text, strlen(text));
}

void put_str(bytes *out, soapstone_str string)
{
    put_bytes(out, string.ptr, string.len);
}

void put_name(bytes *out, soapstone_str ns, soapstone_str local)
{
    if (ns.len != 0) {
        put(out, "{");
        put_str(out, ns);
        put(out, "}");
    }
    put_str(out, local);
}

void put_text(bytes *out, int *open, soapstone_str text)
{
    if (!*open) {
        put(out, "\"");
    }
    *open = 1;
    put_str(out, text);
}

void put_text_end(bytes *out, int *open)
{
    if (*open) {
        put(out, "\"");
    }
    *open = 0;
}

void put_error(bytes *out, const soapstone_error *error)
{
    char number[32];
    put(out, "!");
    put_str(out, soapstone_error_name(error->kind));
    snprintf(number, sizeof number, "@%llu", (unsigned long long)error->offset);
    put(out, number);
    if (error->limit != 0) {
        put(out, ":");
        put_str(out, soapstone_limit_name(error->limit));
        snprintf(number, sizeof number, "=%llu", (unsigned long long)error->needed);
        put(out, number);
    }
}

static guarded chunks[2], memories[2];

soapstone_str vector_chunk(const vector *v, const feeding *f, size_t *taken)
{
    size_t end = f->by_byte ? *taken + 1 : *taken < f->cut ? f->cut : v->input_len;
    soapstone_str piece;
    end = end < v->input_len ? end : v->input_len;
    piece.len = end - *taken;
    piece.ptr = guarded_copy(&chunks[0], v->input + *taken, piece.len);
    *taken = end;
    return piece;
}

soapstone_str vector_moved(soapstone_str rest)
{
    rest.ptr = guarded_copy(&chunks[1], rest.ptr, rest.len);
    rest.ptr = guarded_copy(&chunks[0], rest.ptr, rest.len);
    return rest;
}

uint8_t *vector_memory(int which, size_t size)
{
    return guarded_end(&memories[which], size);
}

/* Whether the document gives what it must, fed like this. */
static int met(const vector *v, feeding f, void (*run)(const vector *v, feeding f, bytes *out))
{
    static bytes out;
    out.len = 0;
    run(v, f, &out);
    if (!CHECK(vector_met(v, &out))) {
        printf("%s, cut %zu%s%s:\n  expected %.*s\n  got      %.*s\n", v->id, f.cut, f.by_byte ? ", by byte" : "",
               f.restless ? ", restless" : "", (int)v->expected_len, (const char *)v->expected, (int)out.len,
               (const char *)out.data);
        return 0;
    }
    return 1;
}

void vector_ready(void)
{
    int i;
    for (i = 0; i < 2; i++) {
        chunks[i] = guarded_new(VECTOR_MAX);
        memories[i] = guarded_new(VECTOR_MAX);
    }
}

void vector_run(const vector *v, void (*run)(const vector *v, feeding f, bytes *out))
{
    feeding f = { 0, 0, 0 };
    while (met(v, f, run) && f.cut < v->input_len) {
        f.cut++;
    }
    f.restless = 1;
    met(v, f, run);
    f.by_byte = 1;
    met(v, f, run);
    f.restless = 0;
    met(v, f, run);
}

int vector_main(int argc, char **argv, const char *name, void (*run)(const vector *v, feeding f, bytes *out))
{
    static char line[VECTOR_MAX];
    int file, vectors = 0;
    vector_ready();
    for (file = 1; file < argc; file++) {
        FILE *in = fopen(argv[file], "rb");
        if (in == NULL) {
            perror(argv[file]);
            return 2;
        }
        while (fgets(line, sizeof line, in) != NULL) {
            vector v;
            if (vector_parse(line, &v)) {
                vector_run(&v, run);
                vectors++;
            }
        }
        fclose(in);
    }
    CHECK(vectors != 0);
    printf("%d vectors\n", vectors);
    return check_done(name);
}
