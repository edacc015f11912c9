/* What the C tests share: checks that count, and memory that ends at a page nobody may touch. */
#ifndef CHECK_H
#define CHECK_H

#include "soapstone.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Counts a check, and reports it when it does not hold. */
#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_STATUS(expected, call) check_status((expected), (call), #call, __FILE__, __LINE__)
#define CHECK_STR(expected, string) check_str((expected), (string), #string, __FILE__, __LINE__)

int check(int holds, const char *what, const char *file, int line);
int check_status(int32_t expected, int32_t status, const char *what, const char *file, int line);
int check_str(const char *expected, soapstone_str string, const char *what, const char *file, int line);

/* Prints the closing line; the exit code of the program. */
int check_done(const char *name);

/* Memory whose last byte is followed by a page that cannot be read or written. */
typedef struct guarded {
    uint8_t *map;
    size_t size;
} guarded;

guarded guarded_new(size_t size);
/* The last len bytes of it. */
uint8_t *guarded_end(const guarded *g, size_t len);
/* A copy of the bytes at its end; what stands before them is overwritten. */
uint8_t *guarded_copy(const guarded *g, const void *bytes, size_t len);
void guarded_free(guarded *g);

#define REQUEST_11                                                                                 \
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"                   \
    "<m:Add xmlns:m=\"urn:calc\" m:id=\"7\" unit=\"m\"><m:a>1</m:a><m:b>2</m:b></m:Add>"           \
    "</s:Body></s:Envelope>"

#endif
