/* Large messages from C: a sender and a receiver joined by a wire that loses, refuses and breaks; and their misuse. */
#include "check.h"

#include <string.h>

enum { ABI = SOAPSTONE_ABI_VERSION, NO = SOAPSTONE_ERROR_INVALID_ARGUMENT, LIMIT = 4, TOTAL = 10, OWN = -2000 };

static const uint8_t message[TOTAL + 1] = "0123456789";

/* What a receiver keeps on its disk, and what it was told. */
typedef struct disk {
    uint8_t bytes[64];
    uint64_t len, total;
    int room, appended, finished, aborted, finish_answer;
} disk;

static int32_t append(void *ctx, uint64_t offset, const uint8_t *bytes, size_t len)
{
    disk *d = ctx;
    CHECK(offset == d->len);
    if (d->len + len > (uint64_t)d->room)
        return OWN;
    memcpy(d->bytes + d->len, bytes, len);
    d->len += len;
    d->appended++;
    return 0;
}

static int32_t finish_disk(void *ctx, uint64_t total)
{
    disk *d = ctx;
    d->finished++;
    d->total = total;
    return d->finish_answer;
}

static void abort_disk(void *ctx)
{
    ((disk *)ctx)->aborted++;
}

static soapstone_spool spool_of(disk *d)
{
    soapstone_spool spool = { sizeof spool, append, finish_disk, abort_disk, NULL };
    memset(d, 0, sizeof *d);
    d->room = sizeof d->bytes;
    spool.ctx = d;
    return spool;
}

/* The wire between a sender and a receiver. */
typedef struct wire {
    soapstone_chunk_receiver receiver;
    int headers;             /* how often transport headers were sent */
    int refusals;            /* chunks still to be refused */
    uint64_t refused;        /* the chunk they are of */
    int breaks;              /* bytes after which that chunk breaks off, or -1 */
    int32_t answer;          /* a failure of the transport itself, or 0 */
} wire;

static int32_t begin(void *ctx, const soapstone_chunk *chunk)
{
    wire *w = ctx;
    w->headers += chunk->first;
    return w->answer != 0 ? w->answer : soapstone_chunk_receiver_enter(&w->receiver, chunk);
}

static int32_t send_bytes(void *ctx, const uint8_t *bytes, size_t len)
{
    wire *w = ctx;
    soapstone_str fresh;
    return soapstone_chunk_receiver_write(&w->receiver, bytes, len, &fresh);
}

static int32_t finish(void *ctx, const soapstone_chunk *chunk)
{
    wire *w = ctx;
    uint64_t index = 99;
    int32_t status;
    if (w->refusals > 0 && chunk->index == w->refused) {
        w->refusals--;
        soapstone_chunk_receiver_interrupt(&w->receiver);
        return SOAPSTONE_ERROR_CHUNK_REFUSED;
    }
    status = soapstone_chunk_receiver_acknowledge(&w->receiver, &index);
    CHECK_STATUS(chunk->last ? SOAPSTONE_END : SOAPSTONE_OK, status);
    CHECK(index == chunk->index);
    return 0;
}

static int32_t read_message(void *ctx, uint64_t offset, uint8_t *into, size_t len, size_t *count)
{
    const uint64_t end = *(const uint64_t *)ctx;
    *count = offset >= end ? 0 : end - offset < len ? (size_t)(end - offset) : len;
    memcpy(into, message + offset, *count);
    return 0;
}

static int32_t read_fails(void *ctx, uint64_t offset, uint8_t *into, size_t len, size_t *count)
{
    (void)ctx, (void)offset, (void)into, (void)len;
    *count = 1000000;
    return ctx == NULL ? OWN : 0;
}

static soapstone_chunk_out out_of(wire *w, const soapstone_spool *spool)
{
    soapstone_chunk_out out = { sizeof out, begin, send_bytes, finish, NULL };
    memset(w, 0, sizeof *w);
    out.ctx = w;
    CHECK_STATUS(0, soapstone_chunk_receiver_init(&w->receiver, ABI, LIMIT, UINT64_MAX, spool));
    return out;
}

static void check_received(wire *w, disk *d)
{
    uint64_t total = 0;
    CHECK_STATUS(0, soapstone_chunk_receiver_finish(&w->receiver, &total));
    CHECK(total == TOTAL && d->total == TOTAL && d->len == TOTAL && memcmp(d->bytes, message, TOTAL) == 0);
    CHECK(d->finished == 1 && d->aborted == 0);
    CHECK_STATUS(NO, soapstone_chunk_receiver_finish(&w->receiver, &total));
    CHECK_STATUS(NO, soapstone_chunk_receiver_abort(&w->receiver));
}

/* S-314, S-315, S-318: through memory of every size, each chunk refused so often; the headers go with the first. */
static void whole_transfers(void)
{
    uint8_t memory[12];
    uint64_t end = TOTAL, index;
    soapstone_chunk_source source = { sizeof source, read_message, NULL };
    soapstone_error error;
    size_t room;
    source.ctx = &end;
    for (room = 1; room <= sizeof memory; room++) {
        int refusals;
        for (refusals = 0; refusals <= 3; refusals++) {
            for (index = 0; index < 3; index++) {
                disk d;
                wire w;
                soapstone_spool spool = spool_of(&d);
                soapstone_chunk_out out = out_of(&w, &spool);
                soapstone_chunk_sender sender;
                uint64_t named = 99;
                int32_t status;
                w.refusals = refusals;
                w.refused = index;
                CHECK_STATUS(0, soapstone_chunk_sender_init(&sender, ABI, LIMIT, TOTAL, 2));
                status = soapstone_chunk_send(&sender, &source, &out, memory, room);
                CHECK_STATUS(refusals > 2 ? SOAPSTONE_ERROR_CHUNK_REFUSED : SOAPSTONE_OK, status);
                CHECK_STATUS(0, soapstone_chunk_sender_error(&sender, &error, &named));
                if (refusals > 2) {
                    CHECK(error.kind == SOAPSTONE_ERROR_CHUNK_REFUSED && named == index && error.offset == 4 * index);
                    CHECK_STATUS(0, soapstone_chunk_send(&sender, &source, &out, memory, room));
                } else {
                    CHECK(error.kind == SOAPSTONE_OK && named == 0);
                }
                CHECK(w.headers == 1 + (index == 0 ? refusals : 0));
                check_received(&w, &d);
            }
        }
    }
}

/* What ends a transfer: the body, the transport, the disk. The same sender then goes on. */
static void broken_transfers(void)
{
    uint8_t memory[3];
    uint64_t end, index;
    int32_t expected;
    for (end = 0; end <= TOTAL; end++) {
        disk d;
        wire w;
        soapstone_spool spool = spool_of(&d);
        soapstone_chunk_out out = out_of(&w, &spool);
        soapstone_chunk_source source = { sizeof source, read_message, NULL };
        soapstone_chunk_source failing = { sizeof failing, read_fails, NULL };
        soapstone_chunk_sender sender;
        soapstone_error error;
        source.ctx = &end;
        CHECK_STATUS(0, soapstone_chunk_sender_init(&sender, ABI, LIMIT, TOTAL, 0));
        w.answer = OWN - 1;
        CHECK_STATUS(OWN - 1, soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory));
        w.answer = 7; /* a positive number would read as an outcome */
        CHECK_STATUS(SOAPSTONE_ERROR_IO, soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory));
        w.answer = 0;
        CHECK_STATUS(OWN, soapstone_chunk_send(&sender, &failing, &out, memory, sizeof memory));
        soapstone_chunk_receiver_interrupt(&w.receiver);
        failing.ctx = &d; /* claims to have read more than there was room for */
        CHECK_STATUS(SOAPSTONE_ERROR_IO, soapstone_chunk_send(&sender, &failing, &out, memory, sizeof memory));
        soapstone_chunk_receiver_interrupt(&w.receiver);
        d.room = (int)end;
        expected = end == TOTAL ? SOAPSTONE_OK : SOAPSTONE_ERROR_CHUNK_TOTAL;
        CHECK_STATUS(expected, soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory));
        if (end < TOTAL) {
            CHECK_STATUS(0, soapstone_chunk_sender_error(&sender, &error, &index));
            CHECK(error.kind == SOAPSTONE_ERROR_CHUNK_TOTAL && index == end / LIMIT);
            soapstone_chunk_receiver_interrupt(&w.receiver);
            end = TOTAL;
            CHECK_STATUS(OWN, soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory));
            CHECK_STATUS(0, soapstone_chunk_receiver_error(&w.receiver, &error, &index));
            CHECK(error.kind == OWN && index == d.len / LIMIT);
            end = (uint64_t)d.room;
            d.room = TOTAL;
            {
                uint64_t all = TOTAL;
                source.ctx = &all;
                CHECK_STATUS(0, soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory));
            }
        }
        check_received(&w, &d);
    }
}

/* A wrong chunk is refused by name, and the right one is taken after it. */
static void wrong_chunks(void)
{
    static const struct row {
        const char *name;
        soapstone_chunk chunk;
        int32_t status;
        uint64_t named;
    } rows[] = {
        { "lost", { 2, 8, 2, TOTAL, 0, 1 }, SOAPSTONE_ERROR_CHUNK_MISSING, 1 },
        { "repeated", { 0, 0, 4, TOTAL, 1, 0 }, SOAPSTONE_ERROR_CHUNK_REPEATED, 0 },
        { "reordered", { 1, 8, 2, TOTAL, 0, 1 }, SOAPSTONE_ERROR_CHUNK_ORDER, 1 },
        { "a second first", { 1, 4, 4, TOTAL, 1, 0 }, SOAPSTONE_ERROR_CHUNK_ORDER, 1 },
        { "too large", { 1, 4, 5, TOTAL, 0, 0 }, SOAPSTONE_ERROR_LIMIT, 1 },
        { "empty", { 1, 4, 0, TOTAL, 0, 0 }, SOAPSTONE_ERROR_CHUNK_SIZE, 1 },
        { "another total", { 1, 4, 4, 12, 0, 0 }, SOAPSTONE_ERROR_CHUNK_TOTAL, 1 },
        { "last too early", { 1, 4, 4, TOTAL, 0, 1 }, SOAPSTONE_ERROR_CHUNK_TOTAL, 1 }
    };
    size_t at;
    for (at = 0; at < sizeof rows / sizeof rows[0]; at++) {
        disk d;
        soapstone_spool spool = spool_of(&d);
        soapstone_chunk_receiver receiver;
        soapstone_chunk chunk;
        soapstone_error error;
        soapstone_str fresh;
        uint64_t index, offset, named;
        CHECK_STATUS(0, soapstone_chunk_receiver_init(&receiver, ABI, LIMIT, TOTAL, &spool));
        for (index = 0; soapstone_chunk_at(LIMIT, TOTAL, index, &chunk) == SOAPSTONE_OK; index++) {
            uint64_t which = 99;
            if (index == 1) {
                CHECK_STATUS(rows[at].status, soapstone_chunk_receiver_enter(&receiver, &rows[at].chunk));
                CHECK_STATUS(0, soapstone_chunk_receiver_error(&receiver, &error, &named));
                CHECK(error.kind == rows[at].status && named == rows[at].named && error.offset == 4);
                CHECK((error.limit == SOAPSTONE_LIMIT_CHUNK_BYTES) == (error.needed == 5));
                CHECK_STATUS(0, soapstone_chunk_receiver_expected(&receiver, &named, &offset));
                CHECK(named == 1 && offset == 4);
            }
            CHECK_STATUS(0, soapstone_chunk_receiver_enter(&receiver, &chunk));
            CHECK_STATUS(0, soapstone_chunk_receiver_write(&receiver, message + chunk.offset, 1, &fresh));
            CHECK(fresh.ptr == message + chunk.offset && fresh.len == 1);
            CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_SIZE, soapstone_chunk_receiver_acknowledge(&receiver, &which));
            CHECK(which == 99);
            CHECK_STATUS(0, soapstone_chunk_receiver_interrupt(&receiver));
            CHECK_STATUS(0, soapstone_chunk_receiver_enter(&receiver, &chunk));
            CHECK_STATUS(0, soapstone_chunk_receiver_write(&receiver, message + chunk.offset, chunk.len, &fresh));
            CHECK(fresh.ptr == message + chunk.offset + 1 && fresh.len == chunk.len - 1);
            CHECK_STATUS(chunk.last ? SOAPSTONE_END : 0, soapstone_chunk_receiver_acknowledge(&receiver, &which));
        }
        d.finish_answer = at % 2 == 0 ? 0 : OWN;
        CHECK_STATUS(d.finish_answer, soapstone_chunk_receiver_finish(&receiver, &offset));
        CHECK(d.len == TOTAL && d.finished == 1 && d.aborted == (d.finish_answer != 0));
    }
}

/* However a message is given up, the spool is told once. */
static void given_up(void)
{
    disk d;
    soapstone_spool spool = spool_of(&d);
    soapstone_chunk_receiver receiver;
    uint64_t total = 99, index;
    CHECK_STATUS(0, soapstone_chunk_receiver_init(&receiver, ABI, LIMIT, TOTAL, &spool));
    CHECK_STATUS(SOAPSTONE_ERROR_CHUNK_MISSING, soapstone_chunk_receiver_finish(&receiver, &total));
    CHECK(d.aborted == 1 && d.finished == 0 && total == 99);
    CHECK_STATUS(NO, soapstone_chunk_receiver_abort(&receiver));
    CHECK_STATUS(NO, soapstone_chunk_receiver_interrupt(&receiver));
    CHECK_STATUS(NO, soapstone_chunk_receiver_expected(&receiver, &index, &total));
    CHECK(d.aborted == 1);
    CHECK_STATUS(0, soapstone_chunk_receiver_init(&receiver, ABI, LIMIT, TOTAL, &spool));
    CHECK_STATUS(0, soapstone_chunk_receiver_abort(&receiver));
    CHECK(d.aborted == 2 && d.finished == 0);
}

/* A message that is written, in pieces of every size; with its total known and not. */
static void written(void)
{
    uint8_t memory[6];
    size_t piece, at, room;
    int known, refusals;
    for (piece = 1; piece <= TOTAL; piece++) {
        for (room = 0; room <= sizeof memory; room++) {
            for (known = room == 0; known < 2; known++) {
                for (refusals = 0; refusals <= 1; refusals++) {
                    disk d;
                    wire w;
                    soapstone_spool spool = spool_of(&d);
                    soapstone_chunk_out out = out_of(&w, &spool);
                    soapstone_chunk_sender sender;
                    soapstone_chunk_writer writer;
                    soapstone_error error;
                    uint64_t index;
                    int32_t status;
                    w.refusals = refusals;
                    w.refused = 1;
                    CHECK_STATUS(0, soapstone_chunk_sender_init(&sender, ABI, LIMIT,
                                                                known ? TOTAL : SOAPSTONE_TOTAL_UNKNOWN, 1));
                    do {
                        CHECK_STATUS(0, soapstone_chunk_writer_init(&writer, ABI, &sender, &out, memory, room));
                        status = 0;
                        for (at = 0; at < TOTAL && status == 0; at += piece) {
                            size_t len = TOTAL - at < piece ? TOTAL - at : piece;
                            status = soapstone_chunk_write(&writer, message + at, len);
                        }
                        if (status == 0)
                            status = soapstone_chunk_writer_finish(&writer);
                        CHECK_STATUS(0, soapstone_chunk_writer_error(&writer, &error, &index));
                        CHECK(error.kind == status && index == (status == 0 ? 0 : 1));
                        CHECK_STATUS(0, soapstone_chunk_writer_sender(&writer, &sender));
                    } while (known && status == SOAPSTONE_ERROR_CHUNK_REFUSED);
                    CHECK_STATUS(0, status);
                    CHECK(w.headers == 1);
                    check_received(&w, &d);
                }
            }
        }
    }
}

int main(void)
{
    whole_transfers();
    broken_transfers();
    wrong_chunks();
    given_up();
    written();
    return check_done("chunks");
}
