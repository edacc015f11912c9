/* The vectors of host-tests/vectors: a line as its columns, and the events as they are written there. */
#ifndef VECTOR_H
#define VECTOR_H

#include "check.h"

enum { VECTOR_MAX = 1 << 16 };

typedef struct vector {
    const char *id;
    uint8_t *input;
    size_t input_len;
    uint8_t *expected;
    size_t expected_len;
    const char *options;
} vector;

/* Bytes being put together. */
typedef struct bytes {
    uint8_t data[VECTOR_MAX];
    size_t len;
} bytes;

/* Takes a line apart, in place; 0 when there is no vector in it. */
int vector_parse(char *line, vector *v);

/* The value of an option, 1 for one without a value, 0 when it is missing. */
unsigned long vector_option(const vector *v, const char *name);

/* Whether what came out is what the vector expects. */
int vector_met(const vector *v, const bytes *out);

void put(bytes *out, const char *text);
void put_str(bytes *out, soapstone_str string);
void put_name(bytes *out, soapstone_str ns, soapstone_str local);
/* Text in pieces is one text: the first piece opens it, put_text_end closes it. */
void put_text(bytes *out, int *open, soapstone_str text);
void put_text_end(bytes *out, int *open);
void put_error(bytes *out, const soapstone_error *error);

/* How a document is fed: cut in two, or into pieces of one byte; moved about between calls or left alone. */
typedef struct feeding {
    size_t cut;
    int by_byte, restless;
} feeding;

/* The next chunk, at the end of guarded memory; *taken counts what was handed out. */
soapstone_str vector_chunk(const vector *v, const feeding *f, size_t *taken);

/* What is left of a chunk, moved elsewhere. */
soapstone_str vector_moved(soapstone_str rest);

/* Memory of this size for a workspace or a store, ending at a page nobody may touch. */
uint8_t *vector_memory(int which, size_t size);

/* To be called before the functions above, unless vector_main runs. */
void vector_ready(void);

/* Feeds a vector to run, in every way: whole, cut in two at every byte, byte by byte, and restless. run writes down what
 * came out, and that is compared with what the vector expects. */
void vector_run(const vector *v, void (*run)(const vector *v, feeding f, bytes *out));

/* The same with every vector of the files on the command line. */
int vector_main(int argc, char **argv, const char *name, void (*run)(const vector *v, feeding f, bytes *out));

#endif
