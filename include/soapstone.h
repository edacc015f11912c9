/*
 * soapstone: SOAP 1.1 and 1.2 messages in fixed memory.
 *
 * soapstone reads and writes XML and SOAP messages of any size on machines with no heap. You give it memory once;
 * it never allocates, never recurses, does no I/O and keeps no globals. Link libsoapstone.a, include this file.
 *
 * Reading a message, whole or in chunks of any size:
 *
 *     static uint8_t workspace[2048];
 *     soapstone_reader reader;
 *     soapstone_event event;
 *     soapstone_str input = { NULL, 0 };
 *     int32_t status, last = 0;
 *
 *     soapstone_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, NULL);
 *     do {
 *         status = soapstone_reader_next(&reader, &input, last, &event);
 *         if (status == SOAPSTONE_OK && event.kind == SOAPSTONE_EVENT_TEXT) {
 *             fwrite(event.text.ptr, 1, event.text.len, stdout);
 *         } else if (status == SOAPSTONE_NEED_INPUT) {
 *             input.ptr = chunk;
 *             input.len = fread(chunk, 1, sizeof chunk, stdin);
 *             last = input.len == 0;
 *         }
 *     } while (status == SOAPSTONE_OK || status == SOAPSTONE_NEED_INPUT);
 *     if (status != SOAPSTONE_END) {
 *         soapstone_str why = soapstone_error_message(status);
 *         fprintf(stderr, "%.*s\n", (int)why.len, (const char *)why.ptr);
 *     }
 *
 * The rules, which hold for every function:
 *
 * Status. Functions that can fail return int32_t: 0 (SOAPSTONE_OK) is done, a positive number is a normal outcome
 * (more input, output full, end), a negative number is an error, numbered by layer. Outputs are written only when
 * the status is 0, unless the function says otherwise.
 *
 * Strings. A soapstone_str is a pointer and a length in bytes, UTF-8, never NUL-terminated. As an argument
 * { NULL, 0 } is the empty string; NULL with a length is an error. What the library hands out never has a NULL ptr.
 *
 * Memory. A handle (soapstone_reader, ...) is a struct you place where you like: static, stack, inside another.
 * An init function makes it usable; nothing needs to be freed. A handle keeps what it must remember in the
 * workspace given to its init function, of any alignment, which stays yours but is not to be touched while the
 * handle is in use. An idle handle, one that no call is running on, may be moved or copied; of the copies that
 * share one workspace only one may go on.
 *
 * Lifetimes. Pointers handed out are valid until the next call that changes the handle (one that takes it without
 * const). Text may point into the chunk it came from, so the chunk must live as long. A chunk may be reused, or the
 * rest of it moved elsewhere, once the events that came from it are no longer looked at.
 *
 * Threads. Handles are independent. A handle is used by one thread at a time. There is nothing to set up.
 *
 * Misuse. NULL, a handle that was never initialised (zeroed memory is recognised), a size that is not right, a call
 * in the wrong order: each answers an error code, by default SOAPSTONE_ERROR_INVALID_ARGUMENT, and changes nothing.
 * What cannot be checked: a pointer that is neither NULL nor valid.
 */

#ifndef SOAPSTONE_H
#define SOAPSTONE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif


/* ================================================================================================================== */

/*
 * The version.
 */

// The version of this interface. It changes when a program must be compiled anew.
#define SOAPSTONE_ABI_VERSION 1

// The version of the interface the library was built with: equals SOAPSTONE_ABI_VERSION when header and library
// belong together. Init functions take the constant and check it.
uint32_t soapstone_abi_version(void);

/* ================================================================================================================== */

/*
 * Strings.
 */

// Bytes with a length: UTF-8, never NUL-terminated.
typedef struct soapstone_str {
    // The first byte. NULL is allowed when len is 0.
    const uint8_t *ptr;
    // Length in bytes.
    size_t len;
} soapstone_str;

// Makes a string of NUL-terminated text, without the NUL. NULL gives the empty string.
soapstone_str soapstone_cstr(const char *text);

// Answers 1 when a string has exactly the bytes of a NUL-terminated text, else 0 (also for NULL).
int32_t soapstone_str_equals(soapstone_str string, const char *text);

/* ================================================================================================================== */

/*
 * Outcomes and errors.
 *
 * 0 is done, positive numbers are normal outcomes, negative numbers are errors. Errors keep their numbers for ever;
 * the hundreds tell the layer: 0 the call, 100 XML, 200 SOAP, 300 simple types.
 */

// Done: an event was read, or all was written.
#define SOAPSTONE_OK 0

// The input is used up and was not the last: call again with more. Not an error.
#define SOAPSTONE_NEED_INPUT 1

// The output buffer is full: drain it and call again with the same arguments. Not an error; nothing half done.
#define SOAPSTONE_OUTPUT_FULL 2

// The message is complete.
#define SOAPSTONE_END 3

// There is no such thing: an attribute, a prefix. Not an error.
#define SOAPSTONE_NOT_FOUND 4

#define SOAPSTONE_ERROR_INVALID_ARGUMENT (-1)        // usage.argument: an argument is not allowed
#define SOAPSTONE_ERROR_LIMIT (-2)                   // limit: a limit was exceeded
#define SOAPSTONE_ERROR_IO (-3)                      // io: the transport failed
#define SOAPSTONE_ERROR_UNEXPECTED_END (-101)        // xml.unexpected_end: the document ends too early
#define SOAPSTONE_ERROR_SYNTAX (-102)                // xml.syntax: this character is not allowed here
#define SOAPSTONE_ERROR_INVALID_CHAR (-103)          // xml.invalid_char: not an XML character
#define SOAPSTONE_ERROR_INVALID_ENCODING (-104)      // xml.invalid_encoding: bytes that are not valid in the document's encoding
#define SOAPSTONE_ERROR_UNSUPPORTED_ENCODING (-105)  // xml.unsupported_encoding: an encoding that is not supported
#define SOAPSTONE_ERROR_ENCODING_MISMATCH (-106)     // xml.encoding_mismatch: the declared encoding is not the one the bytes are in
#define SOAPSTONE_ERROR_INVALID_NAME (-107)          // xml.invalid_name: not a qualified name
#define SOAPSTONE_ERROR_INVALID_ATTRIBUTE (-108)     // xml.invalid_attribute: a malformed attribute
#define SOAPSTONE_ERROR_DUPLICATE_ATTRIBUTE (-109)   // xml.duplicate_attribute: an attribute appears twice
#define SOAPSTONE_ERROR_MISMATCHED_TAG (-110)        // xml.mismatched_tag: the end tag does not match the start tag
#define SOAPSTONE_ERROR_INVALID_REFERENCE (-111)     // xml.invalid_reference: an unknown or malformed reference
#define SOAPSTONE_ERROR_CDATA_END_IN_TEXT (-112)     // xml.cdata_end_in_text: ']]>' is not allowed in text
#define SOAPSTONE_ERROR_DTD_FORBIDDEN (-113)         // xml.dtd_forbidden: a document type declaration is not allowed
#define SOAPSTONE_ERROR_PI_FORBIDDEN (-114)          // xml.pi_forbidden: a processing instruction is not allowed
#define SOAPSTONE_ERROR_INVALID_PI (-115)            // xml.invalid_pi: a malformed processing instruction
#define SOAPSTONE_ERROR_INVALID_COMMENT (-116)       // xml.invalid_comment: '--' is not allowed inside a comment
#define SOAPSTONE_ERROR_INVALID_DECLARATION (-117)   // xml.invalid_declaration: a malformed XML declaration
#define SOAPSTONE_ERROR_UNSUPPORTED_VERSION (-118)   // xml.unsupported_version: an XML version other than 1.x
#define SOAPSTONE_ERROR_CONTENT_OUTSIDE_ROOT (-119)  // xml.content_outside_root: only white space and comments may stand outside the root element
#define SOAPSTONE_ERROR_UNBOUND_PREFIX (-120)        // xml.unbound_prefix: a prefix that is not declared
#define SOAPSTONE_ERROR_INVALID_NAMESPACE (-121)     // xml.invalid_namespace: a namespace declaration that is not allowed

// An error in full.
typedef struct soapstone_error {
    // Which error: one of SOAPSTONE_ERROR_*, or SOAPSTONE_OK while there is none.
    int32_t kind;
    // For SOAPSTONE_ERROR_LIMIT the limit that was passed, one of SOAPSTONE_LIMIT_*; else 0.
    int32_t limit;
    // For SOAPSTONE_ERROR_LIMIT the smallest value of the limit with which the step would have been taken.
    uint64_t needed;
    // Where: when reading, bytes of the message before the offending one; when writing, bytes written before.
    uint64_t offset;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_error;

// The stable name of a status, such as "xml.unexpected_end", for logs and scripts. Static text.
// A number that is not a status gives "unknown".
soapstone_str soapstone_error_name(int32_t status);

// One English sentence that says what a status means, for a person. Static text.
soapstone_str soapstone_error_message(int32_t status);

// The name of a limit, such as "workspace", by its number (SOAPSTONE_LIMIT_*). Static text; "unknown" for others.
soapstone_str soapstone_limit_name(int32_t limit);

/* ================================================================================================================== */

/*
 * Well-known namespaces.
 *
 * Names carry the namespace as a URI and, when it is one of these, as a number, so that C compares an integer.
 * 0 (SOAPSTONE_NS_OTHER) is any other URI, 1 (SOAPSTONE_NS_NONE) is no namespace.
 */

#define SOAPSTONE_NS_OTHER 0                         // a namespace that has no number here
#define SOAPSTONE_NS_NONE 1                          // no namespace
#define SOAPSTONE_NS_XML 2                           // http://www.w3.org/XML/1998/namespace
#define SOAPSTONE_NS_XMLNS 3                         // http://www.w3.org/2000/xmlns/
#define SOAPSTONE_NS_SOAP11 4                        // http://schemas.xmlsoap.org/soap/envelope/
#define SOAPSTONE_NS_SOAP12 5                        // http://www.w3.org/2003/05/soap-envelope
#define SOAPSTONE_NS_SOAP11_ENCODING 6               // http://schemas.xmlsoap.org/soap/encoding/
#define SOAPSTONE_NS_SOAP12_ENCODING 7               // http://www.w3.org/2003/05/soap-encoding
#define SOAPSTONE_NS_SOAP12_RPC 8                    // http://www.w3.org/2003/05/soap-rpc
#define SOAPSTONE_NS_XML_SCHEMA 9                    // http://www.w3.org/2001/XMLSchema
#define SOAPSTONE_NS_XML_SCHEMA_INSTANCE 10          // http://www.w3.org/2001/XMLSchema-instance

// The URI of a namespace by its number; empty for SOAPSTONE_NS_NONE, SOAPSTONE_NS_OTHER and unknown numbers.
// Static text.
soapstone_str soapstone_ns_uri(int32_t ns_id);

/* ================================================================================================================== */

/*
 * Limits.
 *
 * How much of anything a message may hold. Every limit has a default that fits devices and lets nearly all real
 * messages through; passing one is SOAPSTONE_ERROR_LIMIT, and soapstone_error says which limit and how much would
 * have been enough. Nothing is ever cut.
 */

#define SOAPSTONE_LIMIT_WORKSPACE 1                  // workspace, in bytes
#define SOAPSTONE_LIMIT_DEPTH 2                      // open elements
#define SOAPSTONE_LIMIT_ATTRIBUTES 3                 // attributes of one element
#define SOAPSTONE_LIMIT_TAG_BYTES 4                  // bytes of one start tag
#define SOAPSTONE_LIMIT_NAMESPACES 5                 // namespace declarations in scope
#define SOAPSTONE_LIMIT_MESSAGE_BYTES 6              // bytes of the message
#define SOAPSTONE_LIMIT_HEADER_BLOCKS 7              // header blocks of the message

// Limits to set. 0 means the default.
//
//     soapstone_limits limits = { .size = sizeof limits, .depth = 16 };
typedef struct soapstone_limits {
    // sizeof(soapstone_limits).
    uint32_t size;
    // Open elements, at most 65535; 64 by default.
    uint32_t depth;
    // Attributes of one start tag, namespace declarations included, at most 65535; 64 by default.
    uint32_t attributes;
    // Bytes of one start tag, from '<' to '>', at most 65535; 8192 by default.
    uint32_t tag_bytes;
    // Namespace declarations in scope, at most 65535; 128 by default.
    uint32_t namespaces;
    // Header blocks of the message, at most 65535; 64 by default.
    uint32_t header_blocks;
    // Bytes of the whole message; unlimited by default, for nothing of it is kept.
    uint64_t message_bytes;
    // For later use; must be 0.
    uint64_t reserved[4];
} soapstone_limits;

/* ================================================================================================================== */

/*
 * XML events.
 *
 * What the reader reports. Names are resolved: ns is the namespace URI (empty for none), local the local name,
 * prefix what the message happened to write.
 */

// A start tag. An empty-element tag gives a start and an end.
#define SOAPSTONE_EVENT_START 1

// Character data: text, CDATA and references resolved, line ends as LF. One run of text may come in several pieces.
#define SOAPSTONE_EVENT_TEXT 2

// An end tag.
#define SOAPSTONE_EVENT_END 3

// One event. Its strings are valid until the next call that changes the reader.
typedef struct soapstone_event {
    // One of SOAPSTONE_EVENT_*.
    int32_t kind;
    // The section of the envelope, one of SOAPSTONE_SECTION_*; 0 from a plain XML reader.
    int32_t section;
    // Start and end: the namespace by number, one of SOAPSTONE_NS_*.
    int32_t ns_id;
    // Start and end: open elements, this one included; the root has 1.
    uint32_t depth;
    // Start and end: the namespace URI.
    soapstone_str ns;
    // Start and end: the local name.
    soapstone_str local;
    // Start and end: the prefix as written.
    soapstone_str prefix;
    // Text: the piece of text, never empty.
    soapstone_str text;
    // Start: how many attributes, namespace declarations not counted.
    uint32_t attributes;
    // Start: how many namespace declarations.
    uint32_t declarations;
    // Start: bytes of the message before the '<'. Text and end: bytes of the message read so far.
    uint64_t offset;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_event;

// An attribute of a start tag.
typedef struct soapstone_attribute {
    // The namespace URI; empty for an attribute without a prefix.
    soapstone_str ns;
    // The local name.
    soapstone_str local;
    // The prefix as written.
    soapstone_str prefix;
    // The value, references resolved and white space normalised.
    soapstone_str value;
    // The namespace by number, one of SOAPSTONE_NS_*.
    int32_t ns_id;
    // For later use; 0.
    uint32_t reserved;
} soapstone_attribute;

// A namespace: what a start tag declares, or what a prefix is bound to.
typedef struct soapstone_namespace {
    // The prefix; empty for the default namespace.
    soapstone_str prefix;
    // The URI; empty where the default namespace is undeclared.
    soapstone_str uri;
    // The namespace by number, one of SOAPSTONE_NS_*.
    int32_t ns_id;
    // For later use; 0.
    uint32_t reserved;
} soapstone_namespace;

/* ================================================================================================================== */

/*
 * Reading XML.
 *
 * A soapstone_reader turns a document that arrives in chunks of any size into events. It checks well-formedness and
 * namespaces in full (XML 1.0 fifth edition, Namespaces 1.0), refuses a document type declaration, and checks and
 * skips comments and processing instructions. For SOAP messages use soapstone_envelope_reader, which is built on it.
 */

// A reader of one document. Opaque; place it anywhere.
typedef struct soapstone_reader {
    // Not to be touched.
    uint64_t opaque[32];
} soapstone_reader;

// Makes a reader ready for a document. Call it again for the next one; what the handle held before does not matter.
//
// abi is SOAPSTONE_ABI_VERSION. workspace is all the memory the reader has, of any alignment: a few hundred bytes
// read most messages, more than 65535 are not used. limits may be NULL.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_reader_init(soapstone_reader *reader,
                              uint32_t abi,
                              void *workspace,
                              size_t workspace_len,
                              const soapstone_limits *limits);

// Also accepts documents in UTF-16, ISO-8859-1 and windows-1252, by byte order mark or as declared; all strings stay
// UTF-8. To be called before the first byte is read. A program that never calls it does not link the code for it.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read.
int32_t soapstone_reader_accept_encodings(soapstone_reader *reader);

// Takes the encoding from the transport, such as the charset of a Content-Type; what the document declares no longer
// counts. To be called before the first byte is read and, for any encoding but UTF-8, after
// soapstone_reader_accept_encodings. name is compared without case.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_UNSUPPORTED_ENCODING.
int32_t soapstone_reader_set_encoding(soapstone_reader *reader,
                                      soapstone_str name);

// Refuses processing instructions, which a SOAP sender must not send (SOAP 1.1, 3; SOAP 1.2 Part 1, 5).
// To be called before the first byte is read.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read.
int32_t soapstone_reader_refuse_pis(soapstone_reader *reader);

// Reads the next event.
//
// input is the part of the document at hand; ptr and len are moved past what was read, also when an error is
// answered. last is 1 when nothing follows this input, else 0. A new chunk may be given when
// SOAPSTONE_NEED_INPUT is answered; chunks may have any size, and chunking never changes what is read.
//
// Answers SOAPSTONE_OK (an event was written), SOAPSTONE_NEED_INPUT, SOAPSTONE_END (the document is complete), or
// an error. An error stays: every later call answers it again, until the reader is initialised anew.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, which does not stay; SOAPSTONE_ERROR_LIMIT; all errors of the layer XML.
int32_t soapstone_reader_next(soapstone_reader *reader,
                              soapstone_str *input,
                              int32_t last,
                              soapstone_event *event);

// Gives no event for the rest of the innermost open element, its end tag included; after a start event that is the
// element just started.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when no element is open.
int32_t soapstone_reader_skip(soapstone_reader *reader);

// Gives an attribute of the start tag that was the last event, by its place in the document: 0, 1, ...
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (index is not below event.attributes).
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event was no start tag.
int32_t soapstone_reader_attribute(const soapstone_reader *reader,
                                   uint32_t index,
                                   soapstone_attribute *attribute);

// Gives the attribute with this namespace URI (empty for none) and local name of the start tag that was the last
// event.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event was no start tag.
int32_t soapstone_reader_find_attribute(const soapstone_reader *reader,
                                        soapstone_str ns,
                                        soapstone_str local,
                                        soapstone_attribute *attribute);

// Gives a namespace declaration of the start tag that was the last event, by its place in the document: 0, 1, ...
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (index is not below event.declarations).
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event was no start tag.
int32_t soapstone_reader_declaration(const soapstone_reader *reader,
                                     uint32_t index,
                                     soapstone_namespace *declaration);

// Gives the namespace a prefix is bound to at the current element: for qualified names in text and in values.
// The empty prefix asks for the default namespace.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the prefix is not declared). Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_reader_resolve(const soapstone_reader *reader,
                                 soapstone_str prefix,
                                 soapstone_namespace *ns);

// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_reader_error(const soapstone_reader *reader, soapstone_error *error);

// Bytes of the document read so far; 0 for a handle that is not a reader.
uint64_t soapstone_reader_offset(const soapstone_reader *reader);

// Elements now open; 0 for a handle that is not a reader.
uint32_t soapstone_reader_depth(const soapstone_reader *reader);

// The most bytes of the workspace in use at any time so far: what a workspace for such messages must have.
// 0 for a handle that is not a reader.
size_t soapstone_reader_workspace_peak(const soapstone_reader *reader);

/* ================================================================================================================== */

/*
 * The last resort.
 */

// Called should the library ever find itself in a state that cannot be, and then the program stops. Define it in
// your program to log, reset or halt; the one in the library does nothing. If it returns, the program is stopped by
// an illegal instruction.
void soapstone_panic(void);

#ifdef __cplusplus
}
#endif

#endif
