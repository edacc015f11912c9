/*
 * A large body in chunks, into a file at the other end.
 *
 *     spool send FILE         sends the file to standard output in chunks, and reads the answers from standard input
 *     spool receive FILE      receives chunks, puts them into the file, and hands its name to the handler
 *
 * A chunk travels as a line that says which it is, then its bytes; the answer is "ok" or "no" and its number. Before
 * the first chunk, and before no other, go the transport headers. That framing is the part to replace by your own.
 * Whatever is wrong with a chunk, the receiver says which, and expects the right one.
 *
 * SPOOL_REFUSE=N in the environment lets the receiver refuse chunk N once, as if its disk had been full.
 */
#define _POSIX_C_SOURCE 200809L
#include "crc32.h"
#include "soapstone.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECONDS 120 /* no transfer takes longer: then the program is ended */

static uint8_t memory[2048]; /* all that is ever held of a chunk */

/* Says what went wrong, and with which chunk. */
static int complain(const char *side, const soapstone_error *error, uint64_t index)
{
    soapstone_str why = soapstone_error_message(error->kind);
    fprintf(stderr, "%s: chunk %" PRIu64 ": %.*s at byte %" PRIu64 "\n", side, index, (int)why.len,
            (const char *)why.ptr, error->offset);
    return 1;
}

/* --------------------------------------------------------------------------------------------------------- sending */

static int32_t read_file(void *ctx, uint64_t offset, uint8_t *into, size_t len, size_t *count)
{
    if (fseeko(ctx, (off_t)offset, SEEK_SET) != 0)
        return SOAPSTONE_ERROR_IO;
    *count = fread(into, 1, len, ctx);
    return ferror((FILE *)ctx) ? SOAPSTONE_ERROR_IO : SOAPSTONE_OK;
}

static int32_t begin_chunk(void *ctx, const soapstone_chunk *chunk)
{
    (void)ctx;
    if (chunk->first)
        printf("headers Content-Type: application/soap+xml\n");
    printf("chunk %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRId32 " %" PRId32 "\n", chunk->index,
           chunk->offset, chunk->len, chunk->total, chunk->first, chunk->last);
    return SOAPSTONE_OK;
}

static int32_t write_bytes(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx;
    return fwrite(bytes, 1, len, stdout) == len ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

/* Waits for the answer. */
static int32_t finish_chunk(void *ctx, const soapstone_chunk *chunk)
{
    char line[32];
    uint64_t index;
    (void)ctx;
    if (fflush(stdout) != 0 || fgets(line, sizeof line, stdin) == NULL)
        return SOAPSTONE_ERROR_IO;
    if (sscanf(line, "ok %" SCNu64, &index) == 1 && index == chunk->index)
        return SOAPSTONE_OK;
    return strncmp(line, "no ", 3) == 0 ? SOAPSTONE_ERROR_CHUNK_REFUSED : SOAPSTONE_ERROR_IO;
}

static int send_file(const char *name)
{
    soapstone_chunk_source source = {sizeof source, read_file, NULL};
    soapstone_chunk_out out = {sizeof out, begin_chunk, write_bytes, finish_chunk, NULL};
    soapstone_chunk_sender sender;
    soapstone_error error;
    uint64_t index;
    FILE *file = fopen(name, "rb");
    off_t total;

    if (file == NULL || fseeko(file, 0, SEEK_END) != 0 || (total = ftello(file)) < 0)
        return 2;
    source.ctx = file;
    soapstone_chunk_sender_init(&sender, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, (uint64_t)total, 3);
    if (soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory) == SOAPSTONE_OK)
        return fclose(file);
    soapstone_chunk_sender_error(&sender, &error, &index);
    return complain("sender", &error, index);
}

/* ------------------------------------------------------------------------------------------------------- receiving */

typedef struct {
    const char *name;
    FILE *file;
    uint64_t refuse; /* the chunk to refuse, once */
} spool_file;

static int32_t append_to_file(void *ctx, uint64_t offset, const uint8_t *bytes, size_t len)
{
    spool_file *f = ctx;
    if (f->refuse == offset / SOAPSTONE_CHUNK_BYTES) {
        f->refuse = UINT64_MAX;
        return SOAPSTONE_ERROR_IO;
    }
    return fwrite(bytes, 1, len, f->file) == len ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

static int32_t close_file(void *ctx, uint64_t total)
{
    (void)total;
    return fclose(((spool_file *)ctx)->file) == 0 ? SOAPSTONE_OK : SOAPSTONE_ERROR_IO;
}

static void remove_file(void *ctx)
{
    spool_file *f = ctx;
    fclose(f->file);
    remove(f->name);
}

/* What a service does with a body that is too large for bytes: it gets the name of a file. */
static int handler(const char *name, uint64_t total)
{
    FILE *file = fopen(name, "rb");
    uint32_t crc = 0;
    size_t len;

    if (file == NULL)
        return 2;
    while ((len = fread(memory, 1, sizeof memory, file)) > 0)
        crc = crc32_update(crc, memory, len);
    fprintf(stderr, "handler: %" PRIu64 " bytes in %s, CRC-32 %08" PRIx32 "\n", total, name, crc);
    return fclose(file);
}

/* Takes the bytes of a chunk, all of them whatever becomes of it. */
static int32_t take(soapstone_chunk_receiver *receiver, uint64_t left)
{
    int32_t status = SOAPSTONE_OK;
    soapstone_str fresh;

    while (left > 0) {
        size_t len = fread(memory, 1, left < sizeof memory ? (size_t)left : sizeof memory, stdin);
        if (len == 0)
            return SOAPSTONE_ERROR_HTTP_TRUNCATED;
        if (status == SOAPSTONE_OK)
            status = soapstone_chunk_receiver_write(receiver, memory, len, &fresh);
        left -= len;
    }
    return status;
}

static int receive(const char *name)
{
    spool_file f = {NULL, NULL, UINT64_MAX};
    soapstone_spool spool = {sizeof spool, append_to_file, close_file, remove_file, NULL};
    soapstone_chunk_receiver receiver;
    const char *refuse = getenv("SPOOL_REFUSE");
    char line[160];
    uint64_t total = 0, index = 0;
    int headers = 0;
    int32_t status = SOAPSTONE_OK;
    soapstone_error error;

    f.name = name;
    f.file = fopen(name, "wb");
    if (f.file == NULL)
        return 2;
    if (refuse != NULL)
        f.refuse = strtoull(refuse, NULL, 10);
    spool.ctx = &f;
    soapstone_chunk_receiver_init(&receiver, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, UINT64_MAX, &spool);
    while (status != SOAPSTONE_END && fgets(line, sizeof line, stdin) != NULL) {
        soapstone_chunk chunk;
        headers += strncmp(line, "headers ", 8) == 0;
        if (sscanf(line, "chunk %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNd32 " %" SCNd32, &chunk.index,
                   &chunk.offset, &chunk.len, &chunk.total, &chunk.first, &chunk.last) != 6)
            continue;
        status = soapstone_chunk_receiver_enter(&receiver, &chunk);
        if (status == SOAPSTONE_OK)
            status = take(&receiver, chunk.len);
        if (status == SOAPSTONE_OK)
            status = soapstone_chunk_receiver_acknowledge(&receiver, &index);
        if (status < 0) {
            soapstone_chunk_receiver_error(&receiver, &error, &index);
            complain("receiver", &error, index);
            soapstone_chunk_receiver_interrupt(&receiver);
        }
        printf("%s %" PRIu64 "\n", status < 0 ? "no" : "ok", index);
        fflush(stdout);
    }
    status = soapstone_chunk_receiver_finish(&receiver, &total);
    if (status == SOAPSTONE_OK) {
        fprintf(stderr, "receiver: headers came %d times\n", headers);
        return handler(name, total);
    }
    soapstone_chunk_receiver_error(&receiver, &error, &index);
    return complain("receiver", &error, index);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a receiver that is gone is an error of write, not the end of this program */
    alarm(SECONDS);
    if (argc == 3 && strcmp(argv[1], "send") == 0)
        return send_file(argv[2]);
    if (argc == 3 && strcmp(argv[1], "receive") == 0)
        return receive(argv[2]);
    fprintf(stderr, "usage: spool send FILE | spool receive FILE\n");
    return 64;
}
