/* Base64 from C: every vector whole and cut at every character, into outputs of every size; and misuse. */
#include "check.h"

#include <string.h>

typedef struct vector {
    const char *text;
    const char *bytes; /* NULL when the text is refused */
    uint64_t offset;   /* of the wrong character */
} vector;

static const vector vectors[] = {
    {"", "", 0},
    {"Zg==", "f", 0},
    {"Zm8=", "fo", 0},
    {"Zm9v", "foo", 0},
    {" Zm9v\n\tYmFy ", "foobar", 0},
    {"Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6", "foobarbazfoobarbazfoobarbazfoobarbaz", 0},
    {"Zm9", NULL, 3},
    {"Z", NULL, 1},
    {"Zm9v=", NULL, 4},
    {"Zm==", NULL, 2},
    {"Zg==Zg==", NULL, 4},
    {"Zm9vYm*y", NULL, 6},
};

/* Decodes text in two pieces into an output of so many bytes at a time; the last status. */
static int32_t decode(soapstone_base64 *decoder, const char *text, size_t cut, size_t room, uint8_t *all, size_t *len)
{
    guarded memory = guarded_new(64);
    const size_t lengths[2] = {cut, strlen(text) - cut};
    int32_t status = soapstone_base64_init(decoder, SOAPSTONE_ABI_VERSION, 0);
    size_t at = 0;
    int piece;

    *len = 0;
    for (piece = 0; piece < 2 && status == SOAPSTONE_OK; at += lengths[piece++]) {
        guarded source = guarded_new(64);
        soapstone_str rest;
        size_t written = 0;
        rest.ptr = guarded_copy(&source, text + at, lengths[piece]);
        rest.len = lengths[piece];
        do {
            uint8_t *out = guarded_end(&memory, room);
            status = soapstone_base64_decode(decoder, &rest, out, room, &written);
            if (status >= 0) {
                memcpy(all + *len, out, written);
                *len += written;
            }
        } while (status == SOAPSTONE_OUTPUT_FULL);
        guarded_free(&source);
    }
    guarded_free(&memory);
    return status == SOAPSTONE_OK ? soapstone_base64_finish(decoder) : status;
}

static void decodes(const vector *v)
{
    size_t cut, room, len;
    uint8_t all[64];
    soapstone_base64 decoder;
    soapstone_error error;

    for (cut = 0; cut <= strlen(v->text); cut++) {
        for (room = 1; room < 40; room += room < 8 ? 1 : 13) {
            int32_t status = decode(&decoder, v->text, cut, room, all, &len);
            CHECK_STATUS(SOAPSTONE_OK, soapstone_base64_error(&decoder, &error));
            if (v->bytes != NULL) {
                CHECK_STATUS(SOAPSTONE_OK, status);
                CHECK(error.kind == SOAPSTONE_OK);
                CHECK(len == strlen(v->bytes) && memcmp(all, v->bytes, len) == 0);
            } else {
                CHECK_STATUS(SOAPSTONE_ERROR_LEXICAL, status);
                CHECK(error.kind == SOAPSTONE_ERROR_LEXICAL && error.offset == v->offset);
                CHECK_STATUS(SOAPSTONE_ERROR_LEXICAL, soapstone_base64_finish(&decoder));
            }
        }
    }
}

static void answers_misuse(void)
{
    const int32_t refused = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    soapstone_base64 decoder;
    soapstone_error error;
    soapstone_str text = soapstone_cstr("Zg==");
    uint8_t out[4];
    size_t written;

    memset(&decoder, 0, sizeof decoder);
    CHECK_STATUS(refused, soapstone_base64_decode(&decoder, &text, out, sizeof out, &written));
    CHECK_STATUS(refused, soapstone_base64_finish(&decoder));
    CHECK_STATUS(refused, soapstone_base64_error(&decoder, &error));
    CHECK_STATUS(refused, soapstone_base64_init(NULL, SOAPSTONE_ABI_VERSION, 0));
    CHECK_STATUS(refused, soapstone_base64_init(&decoder, SOAPSTONE_ABI_VERSION + 1, 0));
    CHECK_STATUS(refused, soapstone_base64_init(&decoder, SOAPSTONE_ABI_VERSION, 7));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_base64_init(&decoder, SOAPSTONE_ABI_VERSION, 1));
    CHECK_STATUS(refused, soapstone_base64_decode(&decoder, NULL, out, sizeof out, &written));
    CHECK_STATUS(refused, soapstone_base64_decode(&decoder, &text, NULL, sizeof out, &written));
    CHECK_STATUS(refused, soapstone_base64_decode(&decoder, &text, out, sizeof out, NULL));
    CHECK_STATUS(refused, soapstone_base64_decode(NULL, &text, out, sizeof out, &written));
    CHECK_STATUS(refused, soapstone_base64_finish(NULL));
    CHECK_STATUS(refused, soapstone_base64_error(&decoder, NULL));
    CHECK(text.len == 4);
    text = soapstone_cstr("Zm==");
    CHECK_STATUS(SOAPSTONE_OK, soapstone_base64_decode(&decoder, &text, out, sizeof out, &written));
    CHECK(written == 1 && out[0] == 'f' && text.len == 0);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_base64_finish(&decoder));
}

int main(void)
{
    size_t i;

    for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        decodes(&vectors[i]);
    }
    answers_misuse();
    return check_done("base64");
}
