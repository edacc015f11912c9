/* Large messages from C, step by step: senders that are asked, readers that ask, sizes, and misuse. */
#include "check.h"

#include <string.h>

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT, LIMIT = 4, TOTAL = 10 };

static const uint8_t message[TOTAL + 1] = "0123456789";

/* Functions that are never to be called. */
static int32_t no_chunk(void *ctx, const soapstone_chunk *chunk)
{
    (void)ctx, (void)chunk;
    CHECK(0);
    return 0;
}

static int32_t no_bytes(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx, (void)bytes, (void)len;
    CHECK(0);
    return 0;
}

static int32_t no_source(void *ctx, uint64_t offset, uint8_t *into, size_t len, size_t *count)
{
    (void)ctx, (void)offset, (void)into, (void)len, (void)count;
    CHECK(0);
    return 0;
}

static int32_t no_append(void *ctx, uint64_t offset, const uint8_t *bytes, size_t len)
{
    (void)offset;
    return no_bytes(ctx, bytes, len);
}

static int32_t no_finish(void *ctx, uint64_t total)
{
    (void)ctx, (void)total;
    CHECK(0);
    return 0;
}

static void no_abort(void *ctx)
{
    (void)ctx;
    CHECK(0);
}

/* A sender step by step, which answers questions for chunks; and one that is cut as it comes. */
static void steps(void)
{
    soapstone_chunk_sender sender;
    soapstone_send_step step;
    uint64_t index;
    CHECK_STATUS(0, soapstone_chunk_sender_init(&sender, ABI, LIMIT, TOTAL, 1));
    for (index = 0; index < 3; index++) {
        CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_MISSING, soapstone_chunk_sender_query(&sender, index + 2));
        CHECK_STATUS(0, soapstone_chunk_sender_query(&sender, index));
        CHECK_STATUS(0, soapstone_chunk_sender_next(&sender, &step));
        CHECK(step.kind == SOAPSTONE_SEND_BEGIN && step.chunk.index == index && step.chunk.first == (index == 0));
        CHECK_STATUS(0, soapstone_chunk_sender_begin(&sender));
        CHECK_STATUS(0, soapstone_chunk_sender_next(&sender, &step));
        CHECK(step.kind == SOAPSTONE_SEND_BYTES && step.bytes == (index == 2 ? 2 : 4));
        CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_SIZE, soapstone_chunk_sender_answer(&sender, 1));
        CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_SIZE, soapstone_chunk_sender_sent(&sender, 5));
        CHECK_STATUS(0, soapstone_chunk_sender_sent(&sender, step.bytes));
        CHECK_STATUS(0, soapstone_chunk_sender_next(&sender, &step));
        CHECK(step.kind == SOAPSTONE_SEND_AWAIT && step.chunk.last == (index == 2));
    }
    CHECK_STATUS(0, soapstone_chunk_sender_answer(&sender, 1));
    CHECK_STATUS(SOAPSTONE_END, soapstone_chunk_sender_next(&sender, &step));
    CHECK_STATUS(NO, soapstone_chunk_sender_begin(&sender));

    CHECK_STATUS(0, soapstone_chunk_sender_init(&sender, ABI, LIMIT, SOAPSTONE_TOTAL_UNKNOWN, 1));
    CHECK_STATUS(0, soapstone_chunk_sender_next(&sender, &step));
    CHECK(step.kind == SOAPSTONE_SEND_CUT && step.bytes == LIMIT);
    CHECK_STATUS(SOAPSTONE_ERROR_LIMIT, soapstone_chunk_sender_cut(&sender, 5, 0));
    CHECK_STATUS(0, soapstone_chunk_sender_cut(&sender, 3, 1));
    CHECK_STATUS(0, soapstone_chunk_sender_next(&sender, &step));
    CHECK(step.kind == SOAPSTONE_SEND_BEGIN && step.chunk.total == SOAPSTONE_TOTAL_UNKNOWN && step.chunk.last == 1);
}

/* A server that keeps a message and is asked for its chunks; a chunk breaks off after so many bytes. */
typedef struct server {
    soapstone_chunk chunk;
    uint64_t at;
    int breaks, breaks_after;
    uint64_t finished;
} server;

static int32_t query(void *ctx, uint64_t index, uint64_t offset, soapstone_chunk *chunk)
{
    server *s = ctx;
    CHECK_STATUS(0, soapstone_chunk_at(LIMIT, TOTAL, index, &s->chunk));
    CHECK(s->chunk.offset == offset);
    s->at = 0;
    *chunk = s->chunk;
    return 0;
}

static int32_t read_chunk(void *ctx, uint8_t *into, size_t len, size_t *count)
{
    server *s = ctx;
    *count = 0;
    if (s->chunk.index == 1 && s->breaks > 0 && s->at == (uint64_t)s->breaks_after) {
        s->breaks--;
        return 0;
    }
    *count = len > 1 ? 1 : len;
    memcpy(into, message + s->chunk.offset + s->at, *count);
    s->at += *count;
    return 0;
}

static int32_t finish_chunks(void *ctx, uint64_t index)
{
    ((server *)ctx)->finished += 1 + index;
    return 0;
}

/* S-319: the client asks for the next chunk until it has all; a chunk that broke off is asked for again. */
static void asked_for(void)
{
    int after, breaks;
    for (after = 0; after < LIMIT; after++) {
        for (breaks = 0; breaks <= 3; breaks++) {
            server s;
            soapstone_chunk_in in = { sizeof in, query, read_chunk, finish_chunks, NULL };
            soapstone_chunk_reader reader;
            soapstone_error error;
            uint8_t got[16];
            size_t have = 0, count = 0;
            uint64_t index;
            int32_t status;
            memset(&s, 0, sizeof s);
            s.breaks = breaks;
            s.breaks_after = after;
            in.ctx = &s;
            CHECK_STATUS(0, soapstone_chunk_reader_init(&reader, ABI, LIMIT, TOTAL, 2, &in));
            while ((status = soapstone_chunk_read(&reader, got + have, 3, &count)) == SOAPSTONE_OK)
                have += count;
            CHECK_STATUS(0, soapstone_chunk_reader_error(&reader, &error, &index));
            if (breaks > 2) {
                CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_SIZE, status);
                CHECK(error.kind == status && index == 1 && s.finished == 0);
            } else {
                CHECK_STATUS(SOAPSTONE_END, status);
                CHECK(count == 0 && have == TOTAL && memcmp(got, message, TOTAL) == 0 && s.finished == 3);
                CHECK(error.kind == SOAPSTONE_OK);
            }
        }
    }
}

/* V-36, V-37, V-38, Q-17, S-321, S-322 */
static void sizes(void)
{
    soapstone_chunk chunk;
    CHECK(soapstone_chunk_applies(SOAPSTONE_CHUNK_BYTES, 102400) == 0);
    CHECK(soapstone_chunk_applies(SOAPSTONE_CHUNK_BYTES, 102401) == 1);
    CHECK(soapstone_chunk_applies(0, 10000000) == 0);
    CHECK_STATUS(0, soapstone_chunk_at(SOAPSTONE_CHUNK_BYTES, 102401, 1, &chunk));
    CHECK(chunk.len == 1 && chunk.offset == 102400 && chunk.last == 1 && chunk.first == 0 && chunk.total == 102401);
    CHECK_STATUS(SOAPSTONE_NOT_FOUND, soapstone_chunk_at(SOAPSTONE_CHUNK_BYTES, 102401, 2, &chunk));
    CHECK_STATUS(0, soapstone_chunk_at(SOAPSTONE_CHUNK_BYTES, 250 * 1024, 2, &chunk));
    CHECK(chunk.len == 51200 && chunk.last == 1);
    CHECK_STATUS(NO, soapstone_chunk_at(SOAPSTONE_CHUNK_BYTES, 1, 0, NULL));
}

static void misuse(void)
{
    uint8_t memory[4];
    size_t count;
    uint64_t number;
    soapstone_error error;
    soapstone_str fresh;
    soapstone_spool spool = { sizeof spool, no_append, no_finish, no_abort, NULL };
    soapstone_chunk_out out = { sizeof out, no_chunk, no_bytes, no_chunk, NULL }, no_out = out;
    soapstone_chunk_in in = { sizeof in, query, read_chunk, finish_chunks, NULL };
    soapstone_chunk_source source = { sizeof source, NULL, NULL };
    soapstone_chunk_sender sender;
    soapstone_chunk_receiver receiver;
    soapstone_chunk_writer writer;
    soapstone_chunk_reader reader;
    memset(&sender, 0, sizeof sender);
    memset(&receiver, 0, sizeof receiver);
    memset(&writer, 0, sizeof writer);
    memset(&reader, 0, sizeof reader);
    CHECK_STATUS(NO, soapstone_chunk_sender_begin(&sender));
    CHECK_STATUS(NO, soapstone_chunk_sender_next(&sender, NULL));
    CHECK_STATUS(NO, soapstone_chunk_receiver_abort(&receiver));
    CHECK_STATUS(NO, soapstone_chunk_receiver_enter(&receiver, NULL));
    CHECK_STATUS(NO, soapstone_chunk_write(&writer, memory, 1));
    CHECK_STATUS(NO, soapstone_chunk_write(NULL, memory, 1));
    CHECK_STATUS(NO, soapstone_chunk_writer_finish(&writer));
    CHECK_STATUS(NO, soapstone_chunk_read(&reader, memory, 4, &count));
    CHECK_STATUS(NO, soapstone_chunk_sender_init(&sender, ABI + 1, 4, 4, 0));
    CHECK_STATUS(NO, soapstone_chunk_sender_init(NULL, ABI, 4, 4, 0));
    CHECK_STATUS(0, soapstone_chunk_sender_init(&sender, ABI, 4, SOAPSTONE_TOTAL_UNKNOWN, 0));
    CHECK_STATUS(NO, soapstone_chunk_send(&sender, &source, &out, memory, 4));
    source.read = no_source;
    CHECK_STATUS(NO, soapstone_chunk_send(&sender, &source, &out, memory, 4)); /* the total is not known */
    no_out.finish = NULL;
    CHECK_STATUS(NO, soapstone_chunk_send(&sender, &source, &no_out, memory, 4));
    CHECK_STATUS(NO, soapstone_chunk_send(&sender, &source, NULL, memory, 4));
    CHECK_STATUS(NO, soapstone_chunk_sender_error(&sender, &error, NULL));
    CHECK_STATUS(NO, soapstone_chunk_writer_init(&writer, ABI, &sender, &out, NULL, 0));
    CHECK_STATUS(NO, soapstone_chunk_writer_init(&writer, ABI, NULL, &out, memory, 4));
    CHECK_STATUS(0, soapstone_chunk_writer_init(&writer, ABI, &sender, &out, memory, 4));
    CHECK_STATUS(NO, soapstone_chunk_write(&writer, NULL, 1));
    CHECK_STATUS(0, soapstone_chunk_write(&writer, NULL, 0));
    CHECK_STATUS(0, soapstone_chunk_writer_sender(&writer, &sender));
    CHECK_STATUS(NO, soapstone_chunk_writer_sender(&writer, NULL));
    CHECK_STATUS(NO, soapstone_chunk_send(&sender, &source, &out, memory, 0)); /* no memory to read through */
    spool.size--;
    CHECK_STATUS(NO, soapstone_chunk_receiver_init(&receiver, ABI, 4, 4, &spool));
    spool.size++;
    spool.abort = NULL;
    CHECK_STATUS(NO, soapstone_chunk_receiver_init(&receiver, ABI, 4, 4, &spool));
    CHECK_STATUS(0, soapstone_chunk_receiver_init(&receiver, ABI, 4, 4, NULL));
    CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_SIZE, soapstone_chunk_receiver_write(&receiver, memory, 1, &fresh));
    CHECK_STATUS(NO, soapstone_chunk_receiver_acknowledge(&receiver, &number));
    CHECK_STATUS(0, soapstone_chunk_receiver_abort(&receiver));
    in.query = NULL;
    CHECK_STATUS(NO, soapstone_chunk_reader_init(&reader, ABI, 4, 4, 0, &in));
    in.query = query;
    CHECK_STATUS(0, soapstone_chunk_reader_init(&reader, ABI, 4, 4, 0, &in));
    CHECK_STATUS(NO, soapstone_chunk_read(&reader, NULL, 0, &count));
}

int main(void)
{
    sizes();
    steps();
    asked_for();
    misuse();
    return check_done("chunks_misuse");
}
