#include "request.h"

#include <string.h>

/* Leaves the function with the status of a call that was not done. */
#define TRY(call)                       \
    do {                                \
        const int32_t status_ = (call); \
        if (status_ != SOAPSTONE_OK)    \
            return status_;             \
    } while (0)

static uint8_t header_store[2048]; /* header blocks that were kept */
static uint8_t entry_store[512];   /* the body entry */

const soapstone_addressing_rules addressing_rules = {
    .size = sizeof addressing_rules,
    .responses = SOAPSTONE_RESPONSES_ANONYMOUS,
};

/* ---------------------------------------------------------------------------------------------------- header blocks */

/*
 * The handler of the header block Note, which goes to the log. What a handler learns reaches the application through the
 * context of the header reader, not by the header block itself.
 */
static int32_t note(void *ctx, soapstone_header_context *context, const soapstone_event *event,
                    const soapstone_header_block *block)
{
    request *r = ctx;
    size_t have = strlen(r->note);

    (void)block;
    if (event->kind == SOAPSTONE_EVENT_TEXT) {
        if (event->text.len >= sizeof r->note - have)
            return SOAPSTONE_ERROR_OVERFLOW;
        memcpy(r->note + have, event->text.ptr, event->text.len);
        r->note[have + event->text.len] = '\0';
    }
    return event->kind == SOAPSTONE_EVENT_CLOSE
               ? soapstone_header_context_put(context, soapstone_cstr("note"), soapstone_cstr(r->note))
               : SOAPSTONE_OK;
}

/* Says what this node understands. */
static void make_ready(request *r, const soapstone_service *service, uint8_t *workspace, size_t workspace_len)
{
    static soapstone_filter filters[1];
    static const soapstone_vocabulary *vocabularies[3];
    soapstone_node node = {0};

    memset(r, 0, sizeof *r);
    r->service = service;
    filters[0].ns = soapstone_cstr(NS);
    filters[0].local = soapstone_cstr("Note");
    filters[0].handler = note;
    filters[0].ctx = r;
    vocabularies[0] = soapstone_wsa_vocabulary();
    vocabularies[1] = soapstone_wss_vocabulary();
    vocabularies[2] = soapstone_session_vocabulary();
    node.size = sizeof node;
    node.filters = filters;
    node.filter_count = 1;
    node.vocabularies = vocabularies;
    node.vocabulary_count = 3;
    soapstone_envelope_reader_init(&r->reader, SOAPSTONE_ABI_VERSION, workspace, workspace_len, NULL);
    soapstone_header_reader_init(&r->headers, SOAPSTONE_ABI_VERSION, header_store, sizeof header_store, &node);
    soapstone_keeper_init(&r->keeper, SOAPSTONE_ABI_VERSION, entry_store, sizeof entry_store);
}

/* Looks at the header blocks, now that the Body has opened. */
static int32_t check_headers(request *r)
{
    r->is_addressed = soapstone_addressing_read(&r->headers, &r->addressing) == SOAPSTONE_OK;
    TRY(soapstone_addressing_check(&r->headers, &addressing_rules, &r->problem));
    return caller_check(&r->caller, &r->headers, &r->error);
}

/* --------------------------------------------------------------------------------------------------------- the Body */

/* Finds the operation when the body entry opens, before its content; event is NULL when the Body is empty. */
static int32_t find_operation(request *r, const soapstone_event *event)
{
    soapstone_request asked = {0};
    soapstone_qname name;

    asked.size = sizeof asked;
    asked.authenticated = r->caller.authenticated;
    asked.offset = soapstone_envelope_reader_offset(&r->reader);
    if (r->is_addressed)
        asked.addressing_action = r->addressing.action;
    if (event == NULL)
        return soapstone_service_dispatch(r->service, &asked, NULL, &r->call);
    asked.offset = event->offset;
    name.ns = event->ns;
    name.local = event->local;
    return soapstone_service_dispatch(r->service, &asked, &name, &r->call);
}

/* Looks for the body entry: an event of the Body that is not in one is its end. */
static int32_t read_body(request *r, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    TRY(soapstone_envelope_reader_next(&r->reader, input, last, &event));
    if (event.section != SOAPSTONE_SECTION_BODY_ENTRY)
        return find_operation(r, NULL);
    TRY(find_operation(r, &event));
    r->phase = ENTRY;
    return SOAPSTONE_OK;
}

/* Reads on, as far as the input goes. Answers SOAPSTONE_NEED_INPUT, SOAPSTONE_END or an error. */
static int32_t read_chunk(request *r, soapstone_str *input, int32_t last)
{
    soapstone_event event;

    for (;;) {
        switch (r->phase) {
        case HEADERS:
            TRY(soapstone_header_reader_read(&r->headers, &r->reader, input, last));
            TRY(check_headers(r));
            r->phase = BODY;
            break;
        case BODY:
            TRY(read_body(r, input, last));
            break;
        case ENTRY:
            TRY(soapstone_keeper_read(&r->keeper, &r->reader, input, last));
            TRY(soapstone_keeper_element(&r->keeper, &r->entry));
            r->phase = REST;
            break;
        case REST:
            TRY(soapstone_envelope_reader_next(&r->reader, input, last, &event));
        }
    }
}

/* What is wrong with the message, in full, by whoever found it. */
static void find_error(request *r, int32_t status)
{
    /* An Action that we do not know has a fault of its own. */
    if (status == SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED)
        soapstone_problem_init(&r->problem, &r->headers, status);
    if (r->problem.error.kind != SOAPSTONE_OK)
        r->error = r->problem.error;
    if (r->error.kind == SOAPSTONE_OK)
        soapstone_header_reader_error(&r->headers, &r->error);
    if (r->error.kind == SOAPSTONE_OK)
        soapstone_keeper_error(&r->keeper, &r->error);
    if (r->error.kind == SOAPSTONE_OK)
        soapstone_envelope_reader_error(&r->reader, &r->error);
    if (r->error.kind == SOAPSTONE_OK)
        r->error = r->call.error;
    if (r->error.kind == SOAPSTONE_OK) {
        r->error.kind = status; /* the library was content, but we were not */
        r->error.offset = soapstone_envelope_reader_offset(&r->reader);
    }
}

int request_receive(request *r, const soapstone_service *service, chunks *pipe, uint8_t *workspace,
                    size_t workspace_len, uint8_t *chunk)
{
    soapstone_str input = {chunk, 0};
    int32_t status = SOAPSTONE_NEED_INPUT;
    int first = 1, last;

    make_ready(r, service, workspace, workspace_len);
    do {
        int gone = chunks_receive(pipe, chunk, &input.len);
        if (gone != 0)
            return gone == 1 && first ? 1 : -1;
        input.ptr = chunk;
        first = 0;
        last = input.len == 0;
        if (status == SOAPSTONE_NEED_INPUT)
            status = read_chunk(r, &input, last);
    } while (!last);
    if (status != SOAPSTONE_END)
        find_error(r, status);
    r->version = soapstone_envelope_reader_reply_version(&r->reader);
    return 0;
}
