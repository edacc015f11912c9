/*
 * soapstone: SOAP 1.1 and 1.2 messages in fixed memory.
 *
 * soapstone reads and writes XML and SOAP messages of any size on machines with no heap. You give it memory once;
 * it never allocates, never recurses, does no I/O and keeps no globals. Link libsoapstone.a, include this file.
 *
 * In this file: the version, strings, outcomes and errors, namespaces, limits; reading XML, output, writing XML;
 * envelopes, reading them, faults, kept elements, header blocks, writing envelopes, services, views of faults;
 * WS-Addressing, peers, sessions, WS-Security; HTTP; large messages; tracing; base64, times.
 *
 * Reading a document, whole or in chunks of any size:
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
 * { NULL, 0 } is the empty string; NULL with a length is an error. What the library hands out has a NULL ptr only
 * where its description says so: for a value that is absent, not for one that is empty.
 *
 * Memory. A handle (soapstone_reader, ...) is a struct you place where you like: static, stack, inside another.
 * An init function makes it usable; nothing needs to be freed. A handle keeps what it must remember in the
 * workspace given to its init function, of any alignment, which stays yours but is not to be touched while the
 * handle is in use. An idle handle, one that no call is running on, may be moved or copied (what was handed out
 * before may point into the original); of the copies that share one workspace only one may go on.
 *
 * Lifetimes. Pointers handed out are valid until the next call that changes the handle (one that takes it without
 * const). Text may point into the chunk it came from, so the chunk must live as long. A chunk may be reused, or the
 * rest of it moved elsewhere, once the events that came from it are no longer looked at.
 *
 * Cost. A call takes time in proportion to the bytes it reads or writes, stack that does not depend on the message
 * (docs/footprint.md has figures), and no memory but what you gave. No handle is larger than 512 bytes.
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

// Makes a string of NUL-terminated text, without the NUL. NULL gives { NULL, 0 }.
soapstone_str soapstone_cstr(const char *text);

// Answers 1 when a string has exactly the bytes of a NUL-terminated text, else 0 (also for NULL).
int32_t soapstone_str_equals(soapstone_str string, const char *text);

/* ================================================================================================================== */

/*
 * Outcomes and errors.
 *
 * 0 is done, positive numbers are normal outcomes, negative numbers are errors. Errors keep their numbers for ever;
 * the hundreds tell the layer: 0 the call, 100 XML, 200 SOAP, 300 simple types, 400 WS-Addressing,
 * 500 WS-Security, 600 sessions, 700 HTTP, 800 large messages in chunks.
 *
 * SOAPSTONE_ERROR_LEFT_OUT comes from lean archives alone, from any function whose work one leaves out.
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
#define SOAPSTONE_ERROR_LEFT_OUT (-4)                // left_out: the lean build does not do this
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
#define SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE (-150)  // xml.write_attribute_late: an attribute can only be written right after the start of its element
#define SOAPSTONE_ERROR_WRITE_UNBALANCED (-151)      // xml.write_unbalanced: there is no open element to end
#define SOAPSTONE_ERROR_WRITE_SECOND_ROOT (-152)     // xml.write_second_root: a document has one root element
#define SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT (-153)    // xml.write_outside_root: content can only be written inside the root element
#define SOAPSTONE_ERROR_WRITE_LATE (-154)            // xml.write_late: this can only be written before the root element
#define SOAPSTONE_ERROR_WRITE_UNFINISHED (-155)      // xml.write_unfinished: something that was begun is not finished
#define SOAPSTONE_ERROR_WRITE_NAME (-156)            // xml.write_name: not a name without a colon
#define SOAPSTONE_ERROR_WRITE_CHAR (-157)            // xml.write_char: not an XML character
#define SOAPSTONE_ERROR_WRITE_ENCODING (-158)        // xml.write_encoding: the text is not valid UTF-8
#define SOAPSTONE_ERROR_WRITE_DUPLICATE_ATTRIBUTE (-159) // xml.write_duplicate_attribute: this attribute was already written
#define SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX (-160) // xml.write_duplicate_prefix: this prefix already stands for another namespace here
#define SOAPSTONE_ERROR_WRITE_NAMESPACE (-161)       // xml.write_namespace: a namespace declaration that is not allowed
#define SOAPSTONE_ERROR_WRITE_UNBOUND (-162)         // xml.write_unbound: the namespace has no prefix in scope
#define SOAPSTONE_ERROR_VERSION_MISMATCH (-201)      // soap.version_mismatch: not an Envelope of a supported SOAP version
#define SOAPSTONE_ERROR_NOT_ENVELOPE (-202)          // soap.not_envelope: the root element is not Envelope
#define SOAPSTONE_ERROR_UNEXPECTED_ELEMENT (-203)    // soap.unexpected_element: only Header and Body may stand here
#define SOAPSTONE_ERROR_HEADER_AFTER_BODY (-204)     // soap.header_after_body: the Header must come before the Body
#define SOAPSTONE_ERROR_DUPLICATE_HEADER (-205)      // soap.duplicate_header: the Envelope has two Headers
#define SOAPSTONE_ERROR_DUPLICATE_BODY (-206)        // soap.duplicate_body: the Envelope has two Bodies
#define SOAPSTONE_ERROR_MISSING_BODY (-207)          // soap.missing_body: the Envelope has no Body
#define SOAPSTONE_ERROR_UNEXPECTED_TEXT (-208)       // soap.unexpected_text: only elements may stand here, not text
#define SOAPSTONE_ERROR_UNQUALIFIED_HEADER_BLOCK (-209) // soap.unqualified_header_block: a header block must have a namespace
#define SOAPSTONE_ERROR_TRAILING_ELEMENT (-210)      // soap.trailing_element: this element must not follow the Body
#define SOAPSTONE_ERROR_UNQUALIFIED_ATTRIBUTE (-211) // soap.unqualified_attribute: an attribute here must have a namespace
#define SOAPSTONE_ERROR_MISPLACED_ATTRIBUTE (-212)   // soap.misplaced_attribute: this SOAP attribute is not allowed on this element
#define SOAPSTONE_ERROR_INVALID_MUST_UNDERSTAND (-213) // soap.invalid_must_understand: mustUnderstand must be 0 or 1
#define SOAPSTONE_ERROR_INVALID_RELAY (-214)         // soap.invalid_relay: relay must be true, false, 1 or 0
#define SOAPSTONE_ERROR_UNKNOWN_ENCODING_STYLE (-215) // soap.unknown_encoding_style: an unknown encodingStyle
#define SOAPSTONE_ERROR_UNQUALIFIED_BODY_ENTRY (-216) // soap.unqualified_body_entry: a body entry must have a namespace
#define SOAPSTONE_ERROR_EXTRA_BODY_ENTRY (-217)      // soap.extra_body_entry: the Body may have one child only
#define SOAPSTONE_ERROR_FAULT_NOT_ALONE (-218)       // soap.fault_not_alone: a Fault must be alone in the Body
#define SOAPSTONE_ERROR_INVALID_FAULT_CHILD (-219)   // soap.invalid_fault_child: this element is not allowed here in a Fault
#define SOAPSTONE_ERROR_INVALID_FAULT_CODE (-220)    // soap.invalid_fault_code: the Fault has no valid code
#define SOAPSTONE_ERROR_INVALID_FAULT_REASON (-221)  // soap.invalid_fault_reason: the Fault has no valid reason
#define SOAPSTONE_ERROR_NOT_UNDERSTOOD (-222)        // soap.not_understood: a mandatory header block was not understood
#define SOAPSTONE_ERROR_OUT_OF_ORDER (-223)          // soap.out_of_order: this cannot be written at this place of the envelope
#define SOAPSTONE_ERROR_OPERATION_NOT_SUPPORTED (-224) // soap.operation_not_supported: the service has no such operation
#define SOAPSTONE_ERROR_OPERATION_INACTIVE (-225)    // soap.operation_inactive: the operation is not active
#define SOAPSTONE_ERROR_AUTHENTICATION_REQUIRED (-226) // soap.authentication_required: the operation requires authentication
#define SOAPSTONE_ERROR_INVALID_PARAMETERS (-227)    // soap.invalid_parameters: the parameters are not those of the operation
#define SOAPSTONE_ERROR_LEXICAL (-301)               // xsd.lexical: the text is not a value of this type
#define SOAPSTONE_ERROR_OVERFLOW (-302)              // xsd.overflow: the value is out of range
#define SOAPSTONE_ERROR_INVALID_ADDRESSING_HEADER (-401) // wsa.invalid_addressing_header: a WS-Addressing header is not valid
#define SOAPSTONE_ERROR_INVALID_ADDRESS (-402)       // wsa.invalid_address: an address is not valid
#define SOAPSTONE_ERROR_INVALID_EPR (-403)           // wsa.invalid_epr: an endpoint reference is not valid
#define SOAPSTONE_ERROR_INVALID_CARDINALITY (-404)   // wsa.invalid_cardinality: a WS-Addressing header is there more often than it may be
#define SOAPSTONE_ERROR_MISSING_ADDRESS_IN_EPR (-405) // wsa.missing_address_in_epr: an endpoint reference has no Address
#define SOAPSTONE_ERROR_DUPLICATE_MESSAGE_ID (-406)  // wsa.duplicate_message_id: this MessageID was received before
#define SOAPSTONE_ERROR_ACTION_MISMATCH (-407)       // wsa.action_mismatch: the Action and the SOAPAction differ
#define SOAPSTONE_ERROR_ONLY_ANONYMOUS_ADDRESS_SUPPORTED (-408) // wsa.only_anonymous_address_supported: only the anonymous address can be answered
#define SOAPSTONE_ERROR_ONLY_NON_ANONYMOUS_ADDRESS_SUPPORTED (-409) // wsa.only_non_anonymous_address_supported: the anonymous address cannot be answered
#define SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED (-410) // wsa.message_addressing_header_required: a required WS-Addressing header is missing
#define SOAPSTONE_ERROR_DESTINATION_UNREACHABLE (-411) // wsa.destination_unreachable: no route leads to the destination
#define SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED (-412)  // wsa.action_not_supported: the action is not supported
#define SOAPSTONE_ERROR_ENDPOINT_UNAVAILABLE (-413)  // wsa.endpoint_unavailable: the endpoint is not available now
#define SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (-501) // wss.unsupported_security_token: a security token of a kind that is not supported
#define SOAPSTONE_ERROR_UNSUPPORTED_ALGORITHM (-502) // wss.unsupported_algorithm: an algorithm that is not supported
#define SOAPSTONE_ERROR_INVALID_SECURITY (-503)      // wss.invalid_security: the Security header is not valid
#define SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (-504) // wss.invalid_security_token: a security token is not valid
#define SOAPSTONE_ERROR_FAILED_AUTHENTICATION (-505) // wss.failed_authentication: the credentials are not accepted
#define SOAPSTONE_ERROR_FAILED_CHECK (-506)          // wss.failed_check: the signature or decryption is not valid
#define SOAPSTONE_ERROR_SECURITY_TOKEN_UNAVAILABLE (-507) // wss.security_token_unavailable: a security token that is referred to is not there
#define SOAPSTONE_ERROR_MESSAGE_EXPIRED (-508)       // wss.message_expired: the message has expired
#define SOAPSTONE_ERROR_SESSION_BUSY (-601)          // session.busy: the session token is in use by another request
#define SOAPSTONE_ERROR_SESSION_EXPIRED (-602)       // session.expired: the session token has expired
#define SOAPSTONE_ERROR_SESSION_CONFLICT (-603)      // session.conflict: session headers and WS-Security in one message
#define SOAPSTONE_ERROR_INVALID_SESSION (-604)       // session.invalid: session headers that do not go together
#define SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (-605)  // session.credentials_required: the session needs user name and password
#define SOAPSTONE_ERROR_HTTP_SYNTAX (-701)           // http.syntax: a malformed message head
#define SOAPSTONE_ERROR_HTTP_VERSION (-702)          // http.version: a version of HTTP other than 1.0 and 1.1
#define SOAPSTONE_ERROR_HTTP_FRAMING (-703)          // http.framing: the length of the body is in doubt
#define SOAPSTONE_ERROR_HTTP_CHUNK (-704)            // http.chunk: a malformed chunk
#define SOAPSTONE_ERROR_HTTP_FIELD (-705)            // http.field: a header field that may not be written
#define SOAPSTONE_ERROR_HTTP_TRUNCATED (-706)        // http.truncated: the connection was closed before the message was complete
#define SOAPSTONE_ERROR_HTTP_VALUE (-707)            // http.value: the value of a header field is malformed
#define SOAPSTONE_ERROR_HTTP_CODING (-708)           // http.coding: a coding of the body that is not supported
#define SOAPSTONE_ERROR_INVALID_ENDPOINT (-709)      // http.endpoint: not the address of an HTTP endpoint
#define SOAPSTONE_ERROR_HTTP_LENGTH (-710)           // http.length: the body is not as long as the head says
#define SOAPSTONE_ERROR_HTTP_AUTHENTICATION (-711)   // http.authentication: the credentials were not accepted
#define SOAPSTONE_ERROR_UNEXPECTED_MEDIA_TYPE (-721) // binding.media_type: not the media type of a SOAP message
#define SOAPSTONE_ERROR_METHOD_NOT_ALLOWED (-722)    // binding.method: the endpoint does not answer this method
#define SOAPSTONE_ERROR_UNEXPECTED_STATUS (-723)     // binding.status: the response carries no SOAP message
#define SOAPSTONE_ERROR_NO_REPLY (-724)              // binding.no_reply: there is no reply in the response
#define SOAPSTONE_ERROR_REDIRECTED (-725)            // binding.redirected: the endpoint redirects to another
#define SOAPSTONE_ERROR_EXPECTATION_FAILED (-726)    // binding.expectation: an expectation that is not known
#define SOAPSTONE_ERROR_LENGTH_REQUIRED (-727)       // binding.length_required: the request does not say how long it is
#define SOAPSTONE_ERROR_CONNECTION_CLOSED (-728)     // binding.connection_closed: the connection was closed before a response began
#define SOAPSTONE_ERROR_FAULT_EXPECTED (-729)        // binding.fault_expected: the response says failure and holds no Fault
#define SOAPSTONE_ERROR_UNKNOWN_PORT (-730)          // binding.port: the service has no port of this name
#define SOAPSTONE_ERROR_UNKNOWN_ALIAS (-731)         // binding.alias: there is no alias of this name
#define SOAPSTONE_ERROR_CHUNK_MISSING (-801)         // chunk.missing: a chunk is missing
#define SOAPSTONE_ERROR_CHUNK_REPEATED (-802)        // chunk.repeated: a chunk was received before
#define SOAPSTONE_ERROR_CHUNK_ORDER (-803)           // chunk.order: a chunk does not go with those before
#define SOAPSTONE_ERROR_CHUNK_SIZE (-804)            // chunk.size: the size of a chunk is not allowed
#define SOAPSTONE_ERROR_CHUNK_TOTAL (-805)           // chunk.total: the chunks do not add up to the announced total
#define SOAPSTONE_ERROR_CHUNK_REFUSED (-806)         // chunk.refused: a chunk was not acknowledged

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
#define SOAPSTONE_LIMIT_TEXT_STORE 8                 // bytes of the text store
#define SOAPSTONE_LIMIT_OUTPUT 9                     // output buffer, in bytes
#define SOAPSTONE_LIMIT_REPLAYS 10                   // security tokens remembered
#define SOAPSTONE_LIMIT_HEAD_BYTES 11                // bytes of a message head
#define SOAPSTONE_LIMIT_HEAD_FIELDS 12               // header fields of a message
#define SOAPSTONE_LIMIT_CHUNK_BYTES 13               // bytes of one chunk

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
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_LEFT_OUT.
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

// Takes a prefix as declared around the root, for peers that use prefixes they do not declare. What the document
// declares goes before it; of two namespaces for one prefix the first counts. The binding is kept in the workspace.
// To be called before the first byte is read.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read or XML does not let the prefix be bound to ns;
// SOAPSTONE_ERROR_LIMIT (the workspace); SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_reader_assume_prefix(soapstone_reader *reader,
                                       soapstone_str prefix,
                                       soapstone_str ns);

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
 * Output.
 *
 * Where a writer's bytes go. A buffer is drained by you when it is full; a buffer with a write function drains
 * itself; counting keeps nothing and tells the exact length, for a Content-Length ahead of the message.
 */

// Into memory. A call that does not fit answers SOAPSTONE_OUTPUT_FULL: take what is there with the drain function
// of the writer, and repeat the call.
#define SOAPSTONE_OUTPUT_BUFFER 1

// Through memory into a write function, which is called whenever the memory is full and at the end.
#define SOAPSTONE_OUTPUT_WRITE 2

// Nowhere: the bytes are counted.
#define SOAPSTONE_OUTPUT_COUNT 3

// Sends bytes on, all of them. Answers 0, or a negative number of its own when it cannot: the writer's call then
// answers that number, and the writer is of no more use. It must not call the writer.
typedef int32_t (*soapstone_write)(void *ctx, const uint8_t *bytes, size_t len);

// Where the bytes go. The memory must hold the longest start tag; it and ctx must outlive the writer.
//
//     soapstone_output output = { sizeof output, SOAPSTONE_OUTPUT_BUFFER, memory, sizeof memory, NULL, NULL };
typedef struct soapstone_output {
    // sizeof(soapstone_output).
    uint32_t size;
    // One of SOAPSTONE_OUTPUT_*.
    int32_t kind;
    // Memory for the output, of any alignment; not used for SOAPSTONE_OUTPUT_COUNT.
    void *memory;
    // Its length in bytes.
    size_t memory_len;
    // For SOAPSTONE_OUTPUT_WRITE the function to call; else NULL.
    soapstone_write write;
    // The first argument of write.
    void *ctx;
} soapstone_output;

/* ================================================================================================================== */

/*
 * Writing XML.
 *
 * A soapstone_writer writes one document. You say which namespaces and names; it keeps the document well-formed,
 * finds and declares prefixes, escapes text and closes what is open. It never writes a comment, a processing
 * instruction or a DTD.
 *
 * The same handle and the same calls write what is inside an envelope: see soapstone_envelope_writer_init.
 *
 * A call happens as a whole or is refused without a trace; after a refusal the document goes on as if the call had
 * not been made. The calls that take a soapstone_str by pointer may take a part of it: they move ptr and len past
 * what was taken, and on SOAPSTONE_OUTPUT_FULL the rest must follow before anything else is written.
 *
 * Writing into a buffer of any size that holds the longest start tag:
 *
 *     while ((status = soapstone_writer_text(&writer, text)) == SOAPSTONE_OUTPUT_FULL) {
 *         soapstone_writer_drain(&writer, &bytes);
 *         send(bytes.ptr, bytes.len);
 *     }
 */

// A writer of one document or message. Opaque; place it anywhere.
typedef struct soapstone_writer {
    // Not to be touched.
    uint64_t opaque[40];
} soapstone_writer;

// Makes a writer ready for a document. Call it again for the next one.
//
// abi is SOAPSTONE_ABI_VERSION. workspace, of any alignment, keeps the open elements and their namespaces: a few
// hundred bytes do for most messages. output says where the bytes go. Of limits, which may be NULL, depth,
// attributes and namespaces hold for writing.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_writer_init(soapstone_writer *writer,
                              uint32_t abi,
                              void *workspace,
                              size_t workspace_len,
                              const soapstone_output *output,
                              const soapstone_limits *limits);

// Writes the XML declaration, which SOAP does not need: <?xml version="1.0" encoding="UTF-8"?>.
//
// Errors: SOAPSTONE_ERROR_WRITE_LATE, when something was written already.
int32_t soapstone_writer_declaration(soapstone_writer *writer);

// Makes prefix the one for this namespace wherever it must be declared. The empty prefix asks for a default
// namespace. Without a pin the writer takes names of its own: ns and a number.
//
// Errors: SOAPSTONE_ERROR_WRITE_LATE (something was written already), SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX,
// SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_NAMESPACE, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_writer_pin(soapstone_writer *writer,
                             soapstone_str prefix,
                             soapstone_str ns);

// Opens an element: writes the start tag, which stays open for attributes until content follows.
//
// Errors: SOAPSTONE_ERROR_WRITE_SECOND_ROOT, SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_UNFINISHED,
// SOAPSTONE_ERROR_LIMIT (depth, namespaces, workspace, output).
int32_t soapstone_writer_start(soapstone_writer *writer,
                               soapstone_str ns,
                               soapstone_str local);

// As soapstone_writer_start, with this prefix, declared here when it must be.
//
// Errors: those of soapstone_writer_start, and SOAPSTONE_ERROR_WRITE_NAMESPACE.
int32_t soapstone_writer_start_prefixed(soapstone_writer *writer,
                                        soapstone_str prefix,
                                        soapstone_str ns,
                                        soapstone_str local);

// Writes an attribute of the element just opened.
//
// Errors: SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE (content has begun), SOAPSTONE_ERROR_WRITE_DUPLICATE_ATTRIBUTE,
// SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_LIMIT (attributes, namespaces,
// workspace, output).
int32_t soapstone_writer_attribute(soapstone_writer *writer,
                                   soapstone_str ns,
                                   soapstone_str local,
                                   soapstone_str value);

// As soapstone_writer_attribute, with this prefix, declared here when it must be.
//
// Errors: those of soapstone_writer_attribute and of soapstone_writer_namespace.
int32_t soapstone_writer_attribute_prefixed(soapstone_writer *writer,
                                            soapstone_str prefix,
                                            soapstone_str ns,
                                            soapstone_str local,
                                            soapstone_str value);

// Writes an attribute whose value is a qualified name, such as xsi:type, with its prefix declared.
//
// Errors: those of soapstone_writer_attribute, and SOAPSTONE_ERROR_WRITE_UNBOUND (the value is in no namespace and a
// default namespace is in the way).
int32_t soapstone_writer_attribute_qname(soapstone_writer *writer,
                                         soapstone_str ns,
                                         soapstone_str local,
                                         soapstone_str value_ns,
                                         soapstone_str value_local);

// Declares a namespace on the element just opened.
//
// Errors: SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE, SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX, SOAPSTONE_ERROR_WRITE_NAME,
// SOAPSTONE_ERROR_WRITE_NAMESPACE, SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_writer_namespace(soapstone_writer *writer,
                                   soapstone_str prefix,
                                   soapstone_str ns);

// Makes sure that some prefix is bound to the namespace at the current element; soapstone_writer_prefix tells which.
//
// Errors: SOAPSTONE_ERROR_WRITE_UNBOUND (there is none, and the start tag is complete), and those of
// soapstone_writer_namespace.
int32_t soapstone_writer_declare(soapstone_writer *writer,
                                 soapstone_str ns);

// Gives the prefix in scope for a namespace, never the empty one. Valid until the next call on the writer.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_writer_prefix(soapstone_writer *writer,
                                soapstone_str ns,
                                soapstone_str *prefix);

// Writes text, all of it or nothing.
//
// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_WRITE_ENCODING,
// SOAPSTONE_ERROR_WRITE_UNFINISHED, SOAPSTONE_ERROR_LIMIT (it is longer than the output memory).
int32_t soapstone_writer_text(soapstone_writer *writer,
                              soapstone_str text);

// Writes text of any length, in parts: a call takes what fits, and a character may be cut between two calls.
//
// Errors: those of soapstone_writer_text; text stands at what was refused.
int32_t soapstone_writer_text_part(soapstone_writer *writer,
                                   soapstone_str *text);

// Writes a qualified name as text, with its prefix declared on the element just opened when it must be.
//
// Errors: those of soapstone_writer_text and soapstone_writer_declare.
int32_t soapstone_writer_text_qname(soapstone_writer *writer,
                                    soapstone_str ns,
                                    soapstone_str local);

// Writes bytes of any number as base64, in parts. Parts need not be multiples of three bytes.
//
// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_UNFINISHED.
int32_t soapstone_writer_base64(soapstone_writer *writer, soapstone_str *bytes);

// Writes bytes of any number as upper-case hexadecimal digits, in parts.
//
// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_UNFINISHED.
int32_t soapstone_writer_hex(soapstone_writer *writer, soapstone_str *bytes);

// Writes bytes as they are, in parts. Nothing is escaped and nothing is checked: what they do to the document is
// your doing.
//
// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_UNFINISHED.
int32_t soapstone_writer_raw_unescaped(soapstone_writer *writer,
                                       soapstone_str *bytes);

// Closes the innermost open element. In an envelope what the envelope writer opened is closed by
// soapstone_envelope_writer_end.
//
// Errors: SOAPSTONE_ERROR_WRITE_UNBALANCED (none is open), SOAPSTONE_ERROR_WRITE_UNFINISHED (a character is cut, or
// the rest of some content must follow).
int32_t soapstone_writer_end(soapstone_writer *writer);

// Says that a document of plain XML is complete (an envelope: soapstone_envelope_writer_finish), and flushes an output with a write function. A buffer is still to be drained.
//
// Errors: SOAPSTONE_ERROR_WRITE_UNFINISHED (an element is open, or there is none).
int32_t soapstone_writer_finish(soapstone_writer *writer);

// Hands out what was written into a plain buffer since the last drain, and empties the buffer. The bytes are valid
// until the next call on the writer.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for another kind of output.
int32_t soapstone_writer_drain(soapstone_writer *writer,
                               soapstone_str *bytes);

// Says why the last refused call was refused. With none so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_writer_error(const soapstone_writer *writer, soapstone_error *error);

// Bytes written so far, drained or not: for SOAPSTONE_OUTPUT_COUNT the length of the document.
// 0 for a handle that is not a writer.
uint64_t soapstone_writer_written(const soapstone_writer *writer);

// Elements now open, those of the envelope included; 0 for a handle that is not a writer.
uint32_t soapstone_writer_depth(const soapstone_writer *writer);

// The most bytes of the workspace in use at any time so far; 0 for a handle that is not a writer.
size_t soapstone_writer_workspace_peak(const soapstone_writer *writer);

/* ================================================================================================================== */

/*
 * Envelopes.
 *
 * The SOAP layer reports the events of XML, each with the section of the envelope it belongs to. The parts of the
 * envelope open and close with events of their own: Envelope, Header, each header block, Body, each body entry or
 * the fault. White space between them gives no event.
 *
 * A request reads as: open Envelope, open Header, open header block, its content, close header block, close Header,
 * open Body, open body entry, its content, close body entry, close Body, close Envelope.
 */

// SOAP 1.1.
#define SOAPSTONE_SOAP11 11

// SOAP 1.2.
#define SOAPSTONE_SOAP12 12

// A part of the envelope opens; section says which. Like a start tag, with name, attributes and declarations.
#define SOAPSTONE_EVENT_OPEN 4

// A part of the envelope closes; section says which. Like an end tag, with the name.
#define SOAPSTONE_EVENT_CLOSE 5

// The Envelope itself.
#define SOAPSTONE_SECTION_ENVELOPE 1

// The Header itself.
#define SOAPSTONE_SECTION_HEADER 2

// A header block: a child of the Header.
#define SOAPSTONE_SECTION_HEADER_BLOCK 3

// The Body itself. When it opens every header block has been seen.
#define SOAPSTONE_SECTION_BODY 4

// A child of the Body that is not a fault.
#define SOAPSTONE_SECTION_BODY_ENTRY 5

// The Fault of the message's version.
#define SOAPSTONE_SECTION_FAULT 6

// An element after the Body: SOAP 1.1 only.
#define SOAPSTONE_SECTION_TRAILER 7

// The block is for the ultimate receiver: no role, an empty one, or the one that says so.
#define SOAPSTONE_TARGET_ULTIMATE_RECEIVER 1

// The block is for every node.
#define SOAPSTONE_TARGET_NEXT 2

// The block is for nobody: data for other blocks. SOAP 1.2 only.
#define SOAPSTONE_TARGET_NONE 3

// The block is for the nodes that play its role.
#define SOAPSTONE_TARGET_ROLE 4

// encodingStyle claims nothing.
#define SOAPSTONE_ENCODING_STYLE_NONE 1

// encodingStyle is the encoding of the message's version.
#define SOAPSTONE_ENCODING_STYLE_SOAP 2

// encodingStyle is another one.
#define SOAPSTONE_ENCODING_STYLE_UNKNOWN 3

// A name with its namespace.
typedef struct soapstone_qname {
    // The namespace URI; empty for none.
    soapstone_str ns;
    // The local name.
    soapstone_str local;
} soapstone_qname;

// What a header block says of itself. Its strings are valid until the next call that changes the reader.
typedef struct soapstone_header_block {
    // 1 when it must be understood by a node it is for, else 0.
    int32_t must_understand;
    // 1 when an intermediary passes it on although it did not process it, else 0; SOAP 1.2 only.
    int32_t relay;
    // Whom it is for, one of SOAPSTONE_TARGET_*.
    int32_t target;
    // One of SOAPSTONE_ENCODING_STYLE_*; 0 when the block does not say.
    int32_t encoding_style;
    // The role (in SOAP 1.1 the actor) as a URI; its ptr is NULL when there is none.
    soapstone_str role;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_header_block;

/* ================================================================================================================== */

/*
 * Reading envelopes.
 *
 * A soapstone_envelope_reader reads one SOAP message: what soapstone_reader reads, held to the rules of the envelope
 * of SOAP 1.1 and 1.2. The namespace of the Envelope decides the version.
 *
 * What peers send against the standards is refused unless you accept it: each deviation is one of
 * SOAPSTONE_LENIENT_*, and soapstone_envelope_options holds their sum. The structure of the envelope is always held.
 *
 * A service that answers errors with faults: soapstone_fault_for_error makes the fault,
 * soapstone_envelope_reader_reply_version says in which version.
 */

#define SOAPSTONE_LENIENT_PROCESSING_INSTRUCTIONS 1  // a processing instruction
#define SOAPSTONE_LENIENT_MUST_UNDERSTAND_WORDS 2    // mustUnderstand of true or false, SOAP 1.1
#define SOAPSTONE_LENIENT_UNQUALIFIED_ATTRIBUTES 4   // an unqualified attribute of Envelope or Header, SOAP 1.1
#define SOAPSTONE_LENIENT_LOWER_CASE_HEADER 8        // header for Header, SOAP 1.1
#define SOAPSTONE_LENIENT_LOWER_CASE_BODY 16         // body for Body, SOAP 1.1
#define SOAPSTONE_LENIENT_UNQUALIFIED_BLOCKS 32      // a header block without a namespace
#define SOAPSTONE_LENIENT_SOAP_BLOCKS 64             // a header block in the namespace of SOAP 1.1, SOAP 1.1
#define SOAPSTONE_LENIENT_UNKNOWN_ENCODINGS 128      // an encodingStyle nobody knows in a body entry, SOAP 1.2
#define SOAPSTONE_LENIENT_FAULT_ORDER 256            // children of a fault in another order, or again
#define SOAPSTONE_LENIENT_FAULT_CONTENT 512          // unknown elements in a fault, and text between its children
#define SOAPSTONE_LENIENT_FAULT_NAMESPACES 1024      // children of a fault in the wrong SOAP namespace or in none
#define SOAPSTONE_LENIENT_FAULT_VERSIONS 2048        // children of a fault that the other version has
#define SOAPSTONE_LENIENT_FAULT_CODES 4096           // a fault code the version lacks, or with no known namespace
#define SOAPSTONE_LENIENT_FAULT_PARTS 8192           // a fault without a code or a reason, a reason without a language
#define SOAPSTONE_LENIENT_QUALIFIED_PARAMETERS 16384 // a parameter of an RPC call or response with a namespace
#define SOAPSTONE_LENIENT_STRUCTURAL_ENCODING 32768  // an encodingStyle on Envelope, Header or Body, SOAP 1.2
#define SOAPSTONE_LENIENT_ALL 65535                  // all of them

// A reader of one message. Opaque; place it anywhere.
typedef struct soapstone_envelope_reader {
    // Not to be touched.
    uint64_t opaque[48];
} soapstone_envelope_reader;

// What an envelope reader accepts. All zero but size: both versions, by the letter of the standards, with the default
// limits.
typedef struct soapstone_envelope_options {
    // sizeof(soapstone_envelope_options).
    uint32_t size;
    // SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12 to speak only that version; 0 to speak both.
    int32_t version;
    // The deviations from the standards to accept: a sum of SOAPSTONE_LENIENT_*, or SOAPSTONE_LENIENT_ALL.
    uint32_t leniencies;
    // 1 to hold SOAP 1.1 messages to the WS-I Basic Profile 1.1 too, else 0.
    int32_t basic_profile;
    // Limits, or NULL.
    const soapstone_limits *limits;
    // For later use; must be 0.
    uint64_t reserved[2];
} soapstone_envelope_options;

// Makes a reader ready for a message. Call it again for the next one; what the handle held before does not matter.
//
// abi is SOAPSTONE_ABI_VERSION. workspace is all the memory the reader has, of any alignment: a few hundred bytes
// read most messages. options may be NULL.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_envelope_reader_init(soapstone_envelope_reader *reader,
                                       uint32_t abi,
                                       void *workspace,
                                       size_t workspace_len,
                                       const soapstone_envelope_options *options);

// Also accepts messages in UTF-16, ISO-8859-1 and windows-1252, as soapstone_reader_accept_encodings does.
// To be called before the first byte is read.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_LEFT_OUT.
int32_t soapstone_envelope_reader_accept_encodings(soapstone_envelope_reader *reader);

// Takes the encoding from the transport, as soapstone_reader_set_encoding does.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_UNSUPPORTED_ENCODING.
int32_t soapstone_envelope_reader_set_encoding(soapstone_envelope_reader *reader,
                                               soapstone_str name);

// Takes a prefix as declared around the root, as soapstone_reader_assume_prefix does.
// To be called before the first byte is read.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read or XML does not let the prefix be bound to ns;
// SOAPSTONE_ERROR_LIMIT (the workspace); SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_envelope_reader_assume_prefix(soapstone_envelope_reader *reader,
                                                soapstone_str prefix,
                                                soapstone_str ns);

// Reads the next event, as soapstone_reader_next does, with its section.
//
// Answers SOAPSTONE_OK (an event was written), SOAPSTONE_NEED_INPUT, SOAPSTONE_END (the message is complete), or an
// error. An error stays: every later call answers it again, until the reader is initialised anew.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, which does not stay; SOAPSTONE_ERROR_LIMIT; all errors of XML and SOAP.
int32_t soapstone_envelope_reader_next(soapstone_envelope_reader *reader,
                                       soapstone_str *input,
                                       int32_t last,
                                       soapstone_event *event);

// Gives no event for the rest of the header block, body entry, fault or trailer the reader is in, its end included.
// What is skipped is checked all the same.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also outside of these.
int32_t soapstone_envelope_reader_skip(soapstone_envelope_reader *reader);

// Gives what the header block that was just opened says of itself.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event did not open a header block, or
// soapstone_envelope_reader_skip was called since.
int32_t soapstone_envelope_reader_header_block(const soapstone_envelope_reader *reader,
                                               soapstone_header_block *block);

// Gives the name in the attribute qname of the start tag that was the last event, resolved: what the header blocks
// NotUnderstood and Upgrade carry (SOAP 1.2 Part 1, 5.4.7 and 5.4.8). A name whose prefix is not declared has no
// namespace and keeps its prefix.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event
// was no start tag.
int32_t soapstone_envelope_reader_qname(const soapstone_envelope_reader *reader,
                                        soapstone_qname *qname);

// What the attribute encodingStyle of the start tag that was the last event claims, one of
// SOAPSTONE_ENCODING_STYLE_*; 0 when it does not say, or when the last event was no start tag.
int32_t soapstone_envelope_reader_encoding_style(const soapstone_envelope_reader *reader);

// The version of the message, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12; 0 before the Envelope has opened.
int32_t soapstone_envelope_reader_version(const soapstone_envelope_reader *reader);

// The version in which an answer to this message is written, be it a fault: that of the message or, where the reader
// does not speak that, what the standards prescribe (SOAP 1.2 Part 1, appendix A). 0 for a handle that is no reader.
int32_t soapstone_envelope_reader_reply_version(const soapstone_envelope_reader *reader);

// The section the reader is in, one of SOAPSTONE_SECTION_*: after a start that of the element, after an end that
// around it. 0 outside the Envelope.
int32_t soapstone_envelope_reader_section(const soapstone_envelope_reader *reader);

// Gives an attribute of the start tag that was the last event, as soapstone_reader_attribute does.
int32_t soapstone_envelope_reader_attribute(const soapstone_envelope_reader *reader,
                                            uint32_t index,
                                            soapstone_attribute *attribute);

// Gives the attribute with this name of the start tag that was the last event, as soapstone_reader_find_attribute
// does.
int32_t soapstone_envelope_reader_find_attribute(const soapstone_envelope_reader *reader,
                                                 soapstone_str ns,
                                                 soapstone_str local,
                                                 soapstone_attribute *attribute);

// Gives a namespace declaration of the start tag that was the last event, as soapstone_reader_declaration does.
int32_t soapstone_envelope_reader_declaration(const soapstone_envelope_reader *reader,
                                              uint32_t index,
                                              soapstone_namespace *declaration);

// Gives the namespace a prefix is bound to at the current element, as soapstone_reader_resolve does.
int32_t soapstone_envelope_reader_resolve(const soapstone_envelope_reader *reader,
                                          soapstone_str prefix,
                                          soapstone_namespace *ns);

// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_envelope_reader_error(const soapstone_envelope_reader *reader,
                                        soapstone_error *error);

// Bytes of the message read so far; 0 for a handle that is not a reader.
uint64_t soapstone_envelope_reader_offset(const soapstone_envelope_reader *reader);

// Elements now open; 0 for a handle that is not a reader.
uint32_t soapstone_envelope_reader_depth(const soapstone_envelope_reader *reader);

// The most bytes of the workspace in use at any time so far; 0 for a handle that is not a reader.
size_t soapstone_envelope_reader_workspace_peak(const soapstone_envelope_reader *reader);

/* ================================================================================================================== */

/*
 * Faults.
 *
 * One structure for the faults of both versions, without the detail, which stays events and writes of any size.
 * A soapstone_fault_reader fills it from a message; the envelope writer writes it.
 */

// The Envelope is not of a version the node speaks.
#define SOAPSTONE_FAULT_VERSION_MISMATCH 1

// A mandatory header block was not understood.
#define SOAPSTONE_FAULT_MUST_UNDERSTAND 2

// An encodingStyle the node does not know; Client in SOAP 1.1.
#define SOAPSTONE_FAULT_DATA_ENCODING_UNKNOWN 3

// The message is at fault: Sender, in SOAP 1.1 Client.
#define SOAPSTONE_FAULT_SENDER 4

// The node is at fault: Receiver, in SOAP 1.1 Server.
#define SOAPSTONE_FAULT_RECEIVER 5

// Subcodes that a soapstone_fault holds.
#define SOAPSTONE_FAULT_SUBCODES 8

// Reasons that a soapstone_fault holds.
#define SOAPSTONE_FAULT_REASONS 4

// A text for people, and its language.
typedef struct soapstone_reason {
    // The text.
    soapstone_str text;
    // The language tag; its ptr is NULL when there is none.
    soapstone_str lang;
} soapstone_reason;

// A fault of either version, without its detail. Plain data: change it freely.
typedef struct soapstone_fault {
    // The code as one of SOAPSTONE_FAULT_*, whatever the version; what is none of them counts as
    // SOAPSTONE_FAULT_RECEIVER. Not looked at when a fault is written.
    int32_t kind;
    // 1 when there was a detail, else 0. Not looked at when a fault is written.
    int32_t detail;
    // The code as written.
    soapstone_qname code;
    // The subcodes, generic to specific; SOAP 1.1 has none.
    soapstone_qname subcodes[SOAPSTONE_FAULT_SUBCODES];
    // How many. A fault that was read may have more than fit: soapstone_fault_reader_subcode gives those too.
    uint32_t subcode_count;
    // How many reasons. A fault that was read may have more than fit: soapstone_fault_reader_reason gives those too.
    uint32_t reason_count;
    // The reasons, one per language; SOAP 1.1 has at most one.
    soapstone_reason reasons[SOAPSTONE_FAULT_REASONS];
    // The URI of the node that failed; its ptr is NULL when not said, and in SOAP 1.1.
    soapstone_str node;
    // The role the node played, in SOAP 1.1 the faultactor; its ptr is NULL when not said.
    soapstone_str role;
} soapstone_fault;

// Reads the fault of a message. Opaque; place it anywhere.
typedef struct soapstone_fault_reader {
    // Not to be touched.
    uint64_t opaque[20];
} soapstone_fault_reader;

// Makes a fault with a code, one of SOAPSTONE_FAULT_*, as this version names it, and a reason in English.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (the reason is not UTF-8).
int32_t soapstone_fault_init(soapstone_fault *fault,
                             int32_t version,
                             int32_t kind,
                             soapstone_str reason);

// Makes the fault that answers a message which led to an error of this library; version is that of
// soapstone_envelope_reader_reply_version. Its reason is static text. With a VersionMismatch goes the header block
// that soapstone_envelope_writer_upgrade writes.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when error is none.
int32_t soapstone_fault_for_error(soapstone_fault *fault,
                                  int32_t version,
                                  const soapstone_error *error);

// Says a fault as the other version says it; one that is of this version already stays as it is.
//
// To SOAP 1.1: Sender becomes Client, Receiver Server, DataEncodingUnknown Client; subcodes, the node (where there is
// a role) and all reasons but the first are left out. To SOAP 1.2: the reverse; the code of an application becomes a
// subcode of Receiver, and what follows the first dot of a code such as Client.Auth is left out.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for more subcodes or reasons than fit;
// SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_fault_to_version(soapstone_fault *fault,
                                   int32_t version);

// As soapstone_fault_to_version, with what the standards leave open said by you: kind, one of SOAPSTONE_FAULT_*, is
// the code above that of an application; suffixes_ns is the namespace in which the suffixes of a dotted SOAP 1.1 code
// become subcodes, { NULL, 0 } to leave them out.
//
// Errors: those of soapstone_fault_to_version.
int32_t soapstone_fault_to_version_with(soapstone_fault *fault,
                                        int32_t version,
                                        int32_t kind,
                                        soapstone_str suffixes_ns);

// The code, one of SOAPSTONE_FAULT_*, of the fault that answers an error of this library: SOAPSTONE_FAULT_SENDER for
// a message that is not well-formed, and so on. 0 for a status that is no error.
int32_t soapstone_fault_kind_for_error(int32_t status);

// Makes a fault reader ready. To be called when the envelope reader has opened a fault (SOAPSTONE_SECTION_FAULT).
//
// store is where the strings of the fault go; they live as long as it does. A few hundred bytes do.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_fault_reader_init(soapstone_fault_reader *reader,
                                    uint32_t abi,
                                    void *store,
                                    size_t store_len);

// Reads on inside the fault; takes the place of soapstone_envelope_reader_next until the fault has closed. Gives the
// events of the detail, beginning with the start tag of the detail itself, then the close of the fault
// (SOAPSTONE_EVENT_CLOSE, SOAPSTONE_SECTION_FAULT); the rest goes into the store.
//
// Answers as soapstone_envelope_reader_next. Errors: those of it; SOAPSTONE_ERROR_INVALID_ARGUMENT outside a fault;
// SOAPSTONE_ERROR_LIMIT (the store: at the end of the fault, with what it must hold);
// SOAPSTONE_ERROR_INVALID_FAULT_CHILD, _CODE, _REASON and SOAPSTONE_ERROR_UNEXPECTED_TEXT for what
// the options of the envelope reader do not accept (SOAPSTONE_LENIENT_FAULT_*).
int32_t soapstone_fault_reader_next(soapstone_fault_reader *reader,
                                    soapstone_envelope_reader *envelope,
                                    soapstone_str *input,
                                    int32_t last,
                                    soapstone_event *event);

// Gives the fault, complete once it has closed. Its strings are in the store.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_fault_reader_fault(const soapstone_fault_reader *reader, soapstone_fault *fault);

// Gives a subcode by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_fault_reader_subcode(const soapstone_fault_reader *reader,
                                       uint32_t index,
                                       soapstone_qname *subcode);

// Gives a reason by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_fault_reader_reason(const soapstone_fault_reader *reader,
                                      uint32_t index,
                                      soapstone_reason *reason);

// Says what ended the reading of the fault. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_fault_reader_error(const soapstone_fault_reader *reader, soapstone_error *error);

/* ================================================================================================================== */

/*
 * Kept elements.
 *
 * Events are gone with the next call; an element that must live longer is kept in a store, which is memory of yours:
 * by a soapstone_keeper, or with the header blocks of a message by a soapstone_header_reader. A soapstone_element
 * refers to one: it is plain data, may be copied, and is good as long as the store is left alone. Its strings are in
 * the store.
 *
 *     soapstone_str ns = soapstone_cstr("urn:meter");
 *     soapstone_element unit;
 *     if (soapstone_element_child(&entry, ns, soapstone_cstr("unit"), &unit) == SOAPSTONE_OK) {
 *         text = soapstone_element_trimmed(&unit);
 *     }
 */

// An element in a store. Made by the library; not to be put together by hand.
typedef struct soapstone_element {
    // The store.
    const uint8_t *store;
    // Bytes of it in use.
    size_t store_len;
    // Where in it the element begins.
    size_t place;
} soapstone_element;

// Goes through a kept element. Opaque; place it anywhere.
typedef struct soapstone_element_reader {
    // Not to be touched.
    uint64_t opaque[8];
} soapstone_element_reader;

// Gives the name.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_name(const soapstone_element *element, soapstone_qname *name);

// The prefix as written; empty when there is none, and for what is no element.
soapstone_str soapstone_element_prefix(const soapstone_element *element);

// Answers 1 when the element has this namespace URI (empty for none) and local name, else 0.
int32_t soapstone_element_is(const soapstone_element *element,
                             soapstone_str ns,
                             soapstone_str local);

// Gives an attribute by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_attribute(const soapstone_element *element,
                                    uint32_t index,
                                    soapstone_attribute *attribute);

// Gives the attribute with this namespace URI (empty for none) and local name. Answers SOAPSTONE_OK or
// SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_find_attribute(const soapstone_element *element,
                                         soapstone_str ns,
                                         soapstone_str local,
                                         soapstone_attribute *attribute);

// Gives the first element right inside this one. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. element and child may
// be the same struct.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_first_child(const soapstone_element *element,
                                      soapstone_element *child);

// Gives the next element inside the same one. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (this is the last).
// element and sibling may be the same struct.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_next_sibling(const soapstone_element *element,
                                       soapstone_element *sibling);

// Gives the first element with this namespace URI (empty for none) and local name right inside this one. Answers
// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. element and child may be the same struct.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_child(const soapstone_element *element,
                                soapstone_str ns,
                                soapstone_str local,
                                soapstone_element *child);

// The text up to the first tag in the element, which is all its text when it has no children. As written, white space
// included; empty for what is no element.
soapstone_str soapstone_element_text(const soapstone_element *element);

// The same text without white space around it.
soapstone_str soapstone_element_trimmed(const soapstone_element *element);

// Gives the text as a qualified name, resolved where it stood. A name without a prefix has no namespace; one whose
// prefix is not declared keeps it.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_qname(const soapstone_element *element,
                                soapstone_qname *qname);

// Gives one of the qualified names in the text or in an attribute of the element, resolved where it stood; of a list
// of more than 16 names only the first 16 can be resolved.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_resolve(const soapstone_element *element,
                                  soapstone_str name,
                                  soapstone_qname *qname);

// Makes a reader ready to go through an element, from its start tag to its end tag. abi is SOAPSTONE_ABI_VERSION.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_reader_init(soapstone_element_reader *reader,
                                      uint32_t abi,
                                      const soapstone_element *element);

// Gives the next event: SOAPSTONE_EVENT_START, _TEXT or _END. A text is whole up to the next tag. A start tag is given
// as element too, for its attributes; it has no declarations and no offset. Of an end tag only the depth is known.
//
// Answers SOAPSTONE_OK or SOAPSTONE_END (the element is complete); element is written with a start tag only.
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_element_reader_next(soapstone_element_reader *reader,
                                      soapstone_event *event,
                                      soapstone_element *element);

/* ================================================================================================================== */

/*
 * Keeping an element.
 *
 * A soapstone_keeper keeps one element of a message, with all that is in it: a body entry, a child of it, the detail
 * of a fault.
 *
 *     static uint8_t store[512];
 *     soapstone_keeper keeper;
 *     soapstone_element entry;
 *
 *     soapstone_keeper_init(&keeper, SOAPSTONE_ABI_VERSION, store, sizeof store);
 *     status = soapstone_keeper_read(&keeper, &envelope, &input, last);
 *     if (status == SOAPSTONE_OK) {
 *         soapstone_keeper_element(&keeper, &entry);
 *     }
 */

// Keeps an element. Opaque; place it anywhere.
typedef struct soapstone_keeper {
    // Not to be touched.
    uint64_t opaque[24];
} soapstone_keeper;

// Makes a keeper ready for an element. abi is SOAPSTONE_ABI_VERSION.
//
// store is where the element goes: 10 bytes for a tag and for its end, an attribute, a text and a qualified name in
// one of these, besides what they say. SOAPSTONE_ERROR_LIMIT tells exactly how much an element takes.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_keeper_init(soapstone_keeper *keeper,
                              uint32_t abi,
                              void *store,
                              size_t store_len);

// Keeps the element whose start was the last event of the envelope reader: a header block, body entry or trailer that
// has just opened, or an element in it. Takes the place of soapstone_envelope_reader_next until the element is
// complete, its end tag included; input and last are those of it.
//
// Answers SOAPSTONE_OK (the element is complete) or SOAPSTONE_NEED_INPUT. Errors: those of
// soapstone_envelope_reader_next; SOAPSTONE_ERROR_INVALID_ARGUMENT when the last event started no such element, or the
// keeper has one already; SOAPSTONE_ERROR_LIMIT (the store: at the end of the element, with what it must hold).
int32_t soapstone_keeper_read(soapstone_keeper *keeper,
                              soapstone_envelope_reader *envelope,
                              soapstone_str *input,
                              int32_t last);

// The same in a fault: keeps the element whose start was the last event of the fault reader, such as the detail, and
// takes the place of soapstone_fault_reader_next until it is complete. Errors: those of both.
int32_t soapstone_keeper_read_detail(soapstone_keeper *keeper,
                                     soapstone_fault_reader *fault,
                                     soapstone_envelope_reader *envelope,
                                     soapstone_str *input,
                                     int32_t last);

// Gives the element, once it is complete.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when it is not complete.
int32_t soapstone_keeper_element(const soapstone_keeper *keeper, soapstone_element *element);

// Says what ended the keeping. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_keeper_error(const soapstone_keeper *keeper, soapstone_error *error);

/* ================================================================================================================== */

/*
 * Nodes.
 *
 * What a program is as far as header blocks go: the roles it plays, the vocabularies it understands, and functions for
 * header blocks of its own.
 *
 * A handler sees the events of a block as they are read. What it learns it leaves for the application with
 * soapstone_header_context_put, or behind its ctx.
 */

// A vocabulary of header blocks, constant data of the library: soapstone_wsa_vocabulary and others give one. Only the
// vocabularies a program asks for are linked into it.
typedef struct soapstone_vocabulary soapstone_vocabulary;

// What a handler has at hand besides the event. Opaque; made by the library, valid during the call.
typedef struct soapstone_header_context {
    // Not to be touched.
    uint64_t opaque[6];
} soapstone_header_context;

// Takes an event of a header block: its opening (SOAPSTONE_EVENT_OPEN, with what it says of itself in block, which is
// NULL otherwise), its content, its close. All pointers are valid during the call only. It must not call the readers.
//
// Answers 0, or a negative number, an error of this library or of its own: that is what the reading of the header
// blocks answers when the Body opens, unless a mandatory block was not understood, which counts more; the rest of the
// block is passed over.
typedef int32_t (*soapstone_header_handler)(void *ctx,
                                            soapstone_header_context *context,
                                            const soapstone_event *event,
                                            const soapstone_header_block *block);

// Header blocks with one name that the node understands.
typedef struct soapstone_filter {
    // The namespace URI.
    soapstone_str ns;
    // The local name.
    soapstone_str local;
    // Takes the events of these blocks; NULL to have them kept.
    soapstone_header_handler handler;
    // The first argument of handler.
    void *ctx;
} soapstone_filter;

// A node. All zero but size: the ultimate receiver, that understands no block.
typedef struct soapstone_node {
    // sizeof(soapstone_node).
    uint32_t size;
    // 1 for a node that stands between, for which blocks for the ultimate receiver are not meant; else 0.
    int32_t intermediary;
    // 1 to keep the blocks for the node that it does not understand too and, when it stands between, those for other
    // nodes; else 0: they come as events.
    int32_t keep_all;
    // How many roles.
    uint32_t role_count;
    // The URIs of the roles the node plays. Every node plays "next", no node plays "none".
    const soapstone_str *roles;
    // How many filters.
    uint32_t filter_count;
    // How many vocabularies.
    uint32_t vocabulary_count;
    // Blocks of your own; they come before those of the vocabularies.
    const soapstone_filter *filters;
    // Vocabularies of the library.
    const soapstone_vocabulary *const *vocabularies;
    // For later use; must be 0.
    uint64_t reserved[2];
} soapstone_node;

// Leaves a value for the application, which finds it with soapstone_header_reader_context. It takes 10 bytes of the
// store, the key and the value; where a key is put several times, the last value counts.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_header_context_put(soapstone_header_context *context,
                                     soapstone_str key,
                                     soapstone_str value);

// Gives the namespace a prefix is bound to at the current element, as soapstone_reader_resolve does.
int32_t soapstone_header_context_resolve(soapstone_header_context *context,
                                         soapstone_str prefix,
                                         soapstone_namespace *ns);

// Gives an attribute of the start tag at hand, as soapstone_reader_attribute does.
int32_t soapstone_header_context_attribute(soapstone_header_context *context,
                                           uint32_t index,
                                           soapstone_attribute *attribute);

// Gives the attribute with this name of the start tag at hand, as soapstone_reader_find_attribute does.
int32_t soapstone_header_context_find_attribute(soapstone_header_context *context,
                                                soapstone_str ns,
                                                soapstone_str local,
                                                soapstone_attribute *attribute);

/* ================================================================================================================== */

/*
 * Header blocks.
 *
 * A soapstone_header_reader reads the header blocks of a message for a node and judges them before the Body opens: a
 * mandatory block that is for the node and that it does not understand is SOAPSTONE_ERROR_NOT_UNDERSTOOD, and nothing
 * of the Body is seen (SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 2.4 and 2.6).
 *
 * A soapstone_node says which blocks are for it and which it understands: those of its vocabularies are kept in a
 * store, where the functions of the vocabulary find them; those of its filters are kept too, or handed to a function
 * of yours. Blocks nobody asked for come as events, or are kept as well.
 *
 *     static uint8_t store[1024];
 *     soapstone_filter filters[1] = { { ns, soapstone_cstr("session"), NULL, NULL } };
 *     soapstone_node node = { .size = sizeof node, .filters = filters, .filter_count = 1 };
 *     soapstone_header_reader headers;
 *     soapstone_kept_block session;
 *
 *     soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node);
 *     status = soapstone_header_reader_read(&headers, &envelope, &input, last);
 *     if (status == SOAPSTONE_OK) {
 *         status = soapstone_header_reader_find(&headers, ns, soapstone_cstr("session"), &session);
 *     }
 */

// Reads the header blocks of a message. Opaque; place it anywhere.
typedef struct soapstone_header_reader {
    // Not to be touched.
    uint64_t opaque[56];
} soapstone_header_reader;

// A header block that was kept.
typedef struct soapstone_kept_block {
    // The block itself.
    soapstone_element element;
    // The role (in SOAP 1.1 the actor) as a URI; its ptr is NULL when there is none.
    soapstone_str role;
    // 1 when it must be understood, else 0.
    int32_t must_understand;
    // 1 when an intermediary passes it on although it did not process it, else 0; SOAP 1.2 only.
    int32_t relay;
    // Bytes of the message before the block.
    uint64_t offset;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_kept_block;

// Makes a reader ready for the header blocks of a message. To be called with each message, before the envelope reader
// has read anything of it.
//
// abi is SOAPSTONE_ABI_VERSION. store is where kept blocks go, as for soapstone_keeper_init, with 18 bytes more for
// each. node is copied, what it points to is not: that must stay as long as the message is read. NULL is an ultimate
// receiver that understands no block.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_init(soapstone_header_reader *reader,
                                     uint32_t abi,
                                     void *store,
                                     size_t store_len,
                                     const soapstone_node *node);

// Reads up to the Body, and leaves out what soapstone_header_reader_next would give: after SOAPSTONE_OK the next event
// of soapstone_envelope_reader_next is the first inside the Body.
//
// Answers SOAPSTONE_OK (the Body has opened) or SOAPSTONE_NEED_INPUT. Errors: those of soapstone_header_reader_next.
int32_t soapstone_header_reader_read(soapstone_header_reader *reader,
                                     soapstone_envelope_reader *envelope,
                                     soapstone_str *input,
                                     int32_t last);

// Reads on; takes the place of soapstone_envelope_reader_next until the Body has opened. Gives the events of the
// envelope and of the header blocks that are neither kept nor handled; the opening of the Body is the last.
//
// Answers as soapstone_envelope_reader_next. An error stays. Errors: those of it; when the Body opens
// SOAPSTONE_ERROR_NOT_UNDERSTOOD, else what a handler answered, else SOAPSTONE_ERROR_LIMIT (the store, with what it
// must hold); SOAPSTONE_ERROR_INVALID_ARGUMENT when the Body has opened before.
int32_t soapstone_header_reader_next(soapstone_header_reader *reader,
                                     soapstone_envelope_reader *envelope,
                                     soapstone_str *input,
                                     int32_t last,
                                     soapstone_event *event);

// Gives a block for this node that was kept, by its place among them: 0, 1, ... Complete once the Body has opened, or
// after an error all that came before it. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_block(const soapstone_header_reader *reader,
                                      uint32_t index,
                                      soapstone_kept_block *block);

// Gives the first block for this node that was kept and has this namespace URI and local name. Answers SOAPSTONE_OK or
// SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_find(const soapstone_header_reader *reader,
                                     soapstone_str ns,
                                     soapstone_str local,
                                     soapstone_kept_block *block);

// Gives a block that a node between sends on, by its place among them: 0, 1, ..., in the order of the message; the node
// says intermediary and keep_all. A block it understands counts as processed (SOAP 1.2 Part 1, 2.7). Answers
// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_forwarded(const soapstone_header_reader *reader,
                                          uint32_t index,
                                          soapstone_kept_block *block);

// Gives the name of a mandatory block that was not understood, and its prefix as written, by its place among them:
// 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_not_understood(const soapstone_header_reader *reader,
                                               uint32_t index,
                                               soapstone_qname *name,
                                               soapstone_str *prefix);

// Gives what a handler left under this key with soapstone_header_context_put. Answers SOAPSTONE_OK or
// SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_context(const soapstone_header_reader *reader,
                                        soapstone_str key,
                                        soapstone_str *value);

// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK; for a number of its own that a
// handler answered it is SOAPSTONE_ERROR_IO.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_header_reader_error(const soapstone_header_reader *reader,
                                      soapstone_error *error);

/* ================================================================================================================== */

/*
 * Writing envelopes.
 *
 * An envelope writer writes header blocks, then body entries or a fault, in an envelope that cannot be got wrong: it
 * opens and closes the parts of the envelope itself. What is inside them is written with the calls of
 * soapstone_writer, on the same handle:
 *
 *     soapstone_envelope_writer_envelope(&writer);
 *     soapstone_envelope_writer_body_entry(&writer, soapstone_cstr("urn:meter"), soapstone_cstr("read"));
 *     soapstone_writer_text(&writer, soapstone_cstr("7"));
 *     soapstone_envelope_writer_end(&writer);
 *     soapstone_envelope_writer_finish(&writer);
 *
 * On SOAPSTONE_OUTPUT_FULL drain the output and repeat the call with the same arguments; until it is complete no
 * other is taken. The output need only hold the longest single tag. What stands out of order is
 * SOAPSTONE_ERROR_OUT_OF_ORDER. A call that fails for another reason after it has begun to write fails for good:
 * the message cannot be completed.
 */

// The SOAP attributes of a header block to write. All zero but size: none of them.
typedef struct soapstone_block_attributes {
    // sizeof(soapstone_block_attributes).
    uint32_t size;
    // 1 when the block must be understood, else 0; written as 1, or not at all.
    int32_t must_understand;
    // 1 when an intermediary that did not process the block passes it on, else 0. SOAP 1.2 only.
    int32_t relay;
    // For later use; must be 0.
    uint32_t reserved;
    // The role, in SOAP 1.1 the actor; { NULL, 0 } or empty for the ultimate receiver.
    soapstone_str role;
    // The encodingStyle; { NULL, 0 } or empty for none.
    soapstone_str encoding_style;
} soapstone_block_attributes;

// Makes a writer ready for a message of this version, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12. The other arguments are
// those of soapstone_writer_init.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_envelope_writer_init(soapstone_writer *writer,
                                       uint32_t abi,
                                       void *workspace,
                                       size_t workspace_len,
                                       const soapstone_output *output,
                                       const soapstone_limits *limits,
                                       int32_t version);

// Starts the Envelope, with the prefix pinned to its namespace, else with soap.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_envelope(soapstone_writer *writer);

// Starts the Envelope with this prefix, for peers that insist on one; the empty one makes its namespace the default
// namespace.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_envelope_prefixed(soapstone_writer *writer,
                                                    soapstone_str prefix);

// Starts the Header. Only needed for an empty one, or for attributes of its own.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_header(soapstone_writer *writer);

// Starts a header block. attributes may be NULL.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_UNQUALIFIED_HEADER_BLOCK (no namespace),
// SOAPSTONE_ERROR_MISPLACED_ATTRIBUTE (relay in SOAP 1.1), and those of soapstone_writer_start and _attribute.
int32_t soapstone_envelope_writer_header_block(soapstone_writer *writer,
                                               soapstone_str ns,
                                               soapstone_str local,
                                               const soapstone_block_attributes *attributes);

// As soapstone_envelope_writer_header_block, with exactly this prefix.
//
// Errors: those of it and of soapstone_writer_start_prefixed.
int32_t soapstone_envelope_writer_header_block_prefixed(soapstone_writer *writer,
                                                        soapstone_str prefix,
                                                        soapstone_str ns,
                                                        soapstone_str local,
                                                        const soapstone_block_attributes *attributes);

// Writes a kept element as a header block, whole, with the prefixes and attributes it was read with: a token that is
// sent back, the reference parameters of an endpoint.
//
// Errors: those of soapstone_envelope_writer_header_block and soapstone_writer_start_prefixed.
int32_t soapstone_envelope_writer_kept_block(soapstone_writer *writer,
                                             const soapstone_element *element);

// Writes a kept element inside the header block, body entry, detail or trailer at hand, whole, with the prefixes and
// attributes it was read with.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, and those of soapstone_writer_start_prefixed.
int32_t soapstone_envelope_writer_element(soapstone_writer *writer,
                                          const soapstone_element *element);

// Writes the header block Upgrade, which says the versions this node speaks: it goes with a VersionMismatch
// (SOAP 1.2 Part 1, 5.4.7). versions is SOAPSTONE_SOAP11, SOAPSTONE_SOAP12, or 0 for both.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_upgrade(soapstone_writer *writer,
                                          int32_t versions);

// Writes the header block NotUnderstood, which names a mandatory header block: one for each goes with a
// MustUnderstand fault (SOAP 1.2 Part 1, 5.4.8).
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT (SOAP 1.1 has no such block), SOAPSTONE_ERROR_OUT_OF_ORDER,
// SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_not_understood(soapstone_writer *writer,
                                                 soapstone_str ns,
                                                 soapstone_str local);

// Starts the Body, which ends the Header. Only needed for an empty one, or for attributes of its own.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_body(soapstone_writer *writer);

// Starts a body entry. The empty ns is no namespace.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER (also for the name of the Fault, which soapstone_envelope_writer_fault writes),
// SOAPSTONE_ERROR_FAULT_NOT_ALONE (a SOAP 1.2 fault was written), and those of soapstone_writer_start.
int32_t soapstone_envelope_writer_body_entry(soapstone_writer *writer,
                                             soapstone_str ns,
                                             soapstone_str local);

// Writes a fault without a detail, in the version of the message: one of the other version is converted as by
// soapstone_fault_to_version.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_FAULT_NOT_ALONE (a second fault, or in SOAP 1.2 one after
// another entry), SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_UNBOUND (a code's prefix
// was not declared where it was read, or the code has no namespace and no way to say so), SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_envelope_writer_fault(soapstone_writer *writer,
                                        const soapstone_fault *fault);

// Writes a fault up to the start of its detail, which is written next and ended by soapstone_envelope_writer_end.
//
// Errors: those of soapstone_envelope_writer_fault.
int32_t soapstone_envelope_writer_fault_with_detail(soapstone_writer *writer,
                                                    const soapstone_fault *fault);

// Starts an element after the Body (SOAP 1.1, 4); the Basic Profile forbids it.
//
// Errors: SOAPSTONE_ERROR_TRAILING_ELEMENT (SOAP 1.2, no namespace, or that of the Envelope),
// SOAPSTONE_ERROR_OUT_OF_ORDER, and those of soapstone_writer_start.
int32_t soapstone_envelope_writer_trailer(soapstone_writer *writer,
                                          soapstone_str ns,
                                          soapstone_str local);

// Ends the header block, body entry, fault with detail, or trailer at hand.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER (none is open, or an element inside it is), SOAPSTONE_ERROR_WRITE_UNFINISHED.
int32_t soapstone_envelope_writer_end(soapstone_writer *writer);

// Ends the Envelope, its Body written if it was not, and flushes an output with a write function. A buffer is still
// to be drained.
//
// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER (something is open, or the Envelope was never started).
int32_t soapstone_envelope_writer_finish(soapstone_writer *writer);

// Writes a whole message that carries a fault, from the Envelope to the end, in one call: with
// soapstone_fault_for_error the answer to a message that was refused. When the fault is a VersionMismatch the header
// block Upgrade goes with it and says versions, as in soapstone_envelope_writer_upgrade.
//
// Errors: those of soapstone_envelope_writer_fault.
int32_t soapstone_envelope_writer_fault_message(soapstone_writer *writer,
                                                const soapstone_fault *fault,
                                                int32_t versions);

// Writes the message that answers one which was refused, to its end: the Envelope unless you began it, perhaps to write
// header blocks of your own; the header block Upgrade when the fault is a VersionMismatch, which says versions as in
// soapstone_envelope_writer_upgrade; when it is a MustUnderstand, in SOAP 1.2, a header block NotUnderstood for each
// name that headers has, which may be NULL; the fault.
//
// Errors: those of soapstone_envelope_writer_fault.
int32_t soapstone_envelope_writer_answer(soapstone_writer *writer,
                                         const soapstone_fault *fault,
                                         int32_t versions,
                                         const soapstone_header_reader *headers);

/* ================================================================================================================== */

/*
 * Services.
 *
 * A device that answers calls has a table of operations; which of them a message calls falls when its body entry
 * opens, before the content. What refuses a message has a fault of its own, unless the operation is one-way: then
 * nobody waits for an answer.
 *
 *     soapstone_service meter = { .size = sizeof meter, .operations = operations, .operation_count = 3 };
 *     soapstone_request request = { .size = sizeof request, .soap_action = action };
 *     soapstone_call call;
 *
 *     status = soapstone_service_dispatch(&meter, &request, &name, &call);
 *     if (status == SOAPSTONE_OK) {
 *         answer(call.index);
 *     } else if (soapstone_service_fault(&meter, &call, version, &call.error, &fault) == SOAPSTONE_OK) {
 *         status = soapstone_envelope_writer_answer(&writer, &fault, 0, NULL);
 *     }
 */

// Find the operation by the SOAPAction of HTTP, or the parameter action of the media type.
#define SOAPSTONE_KEY_SOAP_ACTION 1

// Find the operation by the Action of WS-Addressing.
#define SOAPSTONE_KEY_ADDRESSING_ACTION 2

// Find the operation by the name of the first body entry.
#define SOAPSTONE_KEY_BODY_ENTRY 3

// The body entry is a document of the application.
#define SOAPSTONE_STYLE_DOCUMENT 0

// The body entry is a call: an element with the name of the operation, with one child per parameter.
#define SOAPSTONE_STYLE_RPC 1

// The caller was verified by the transport: HTTP authentication, or a client certificate of TLS.
#define SOAPSTONE_AUTHENTICATION_TRANSPORT 1

// ... by a UsernameToken with the password as text.
#define SOAPSTONE_AUTHENTICATION_PASSWORD_TEXT 2

// ... by a UsernameToken with a password digest.
#define SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST 4

// ... by a signature or token of X.509.
#define SOAPSTONE_AUTHENTICATION_CERTIFICATE 8

// ... by a Kerberos ticket.
#define SOAPSTONE_AUTHENTICATION_KERBEROS 16

// ... by a session token.
#define SOAPSTONE_AUTHENTICATION_SESSION 32

// An operation of a service.
typedef struct soapstone_operation {
    // The namespace URI of the body entry that calls it.
    soapstone_str ns;
    // The local name of that entry. Empty: the operation is called by an action, whatever the Body holds.
    soapstone_str local;
    // Its SOAPAction; empty: none.
    soapstone_str soap_action;
    // Its Action of WS-Addressing; empty: none.
    soapstone_str addressing_action;
    // One of SOAPSTONE_STYLE_*.
    int32_t style;
    // 1 when it has no answer, not even a fault; else 0.
    int32_t one_way;
    // 1 when it cannot be called now; else 0.
    int32_t inactive;
    // What callers must have proved themselves by, a sum of SOAPSTONE_AUTHENTICATION_*, of which one is enough; 0 for
    // nothing.
    uint32_t authentication;
} soapstone_operation;

// A service: its operations, and how they are found.
typedef struct soapstone_service {
    // sizeof(soapstone_service).
    uint32_t size;
    // 1 when none of its operations can be called now; else 0.
    int32_t inactive;
    // The operations. Only these can be called.
    const soapstone_operation *operations;
    // How many.
    uint32_t operation_count;
    // By what an operation is found, some of SOAPSTONE_KEY_*: each in turn, until one finds it; 0 ends them. All 0: by
    // the SOAPAction, else by the Action, else by the body entry.
    int32_t order[3];
    // For later use; must be 0.
    uint64_t reserved[2];
} soapstone_service;

// What is known of a message besides its body. All zero but size: nothing.
typedef struct soapstone_request {
    // sizeof(soapstone_request).
    uint32_t size;
    // What was verified of the caller, a sum of SOAPSTONE_AUTHENTICATION_*.
    uint32_t authenticated;
    // The SOAPAction without its quotes, or the parameter action; empty when there is none.
    soapstone_str soap_action;
    // The Action of WS-Addressing; its ptr is NULL when there is none.
    soapstone_str addressing_action;
    // Bytes of the message before the body entry, for an error: event.offset.
    uint64_t offset;
} soapstone_request;

// What a message calls.
typedef struct soapstone_call {
    // The operation, in the table; NULL when none was found.
    const soapstone_operation *operation;
    // Its place in the table.
    uint32_t index;
    // What it was found by, one of SOAPSTONE_KEY_*.
    int32_t key;
    // Why it may not be called; its kind is SOAPSTONE_OK when it may.
    soapstone_error error;
} soapstone_call;

// Finds the operation that a message calls. entry is the name of its first body entry, NULL when the Body is empty.
//
// What an action finds must be what the body entry calls: an action alone opens no operation to a message that was
// meant, and perhaps checked, for another. call is written also when the message is refused.
//
// Errors: SOAPSTONE_ERROR_OPERATION_INACTIVE; SOAPSTONE_ERROR_OPERATION_NOT_SUPPORTED (there is none, or the body entry
// is that of another); SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED (there is none, and the message has an Action that is
// looked at); SOAPSTONE_ERROR_AUTHENTICATION_REQUIRED; SOAPSTONE_ERROR_INVALID_ARGUMENT and
// SOAPSTONE_ERROR_WRITE_ENCODING (call is not written).
int32_t soapstone_service_dispatch(const soapstone_service *service,
                                   const soapstone_request *request,
                                   const soapstone_qname *entry,
                                   soapstone_call *call);

// Makes the fault that answers an error of a message to this service, by the style of the operation that was found;
// call may be NULL. Where no operation was found its style is RPC if the service has one of that style, and not of a
// one-way operation. Version is that of the answer. (SOAP 1.1, 4.4.1; SOAP 1.2 Part 2, 4.4.)
//
// Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND when the operation is one-way, so that nothing is answered.
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when error is none.
int32_t soapstone_service_fault(const soapstone_service *service,
                                const soapstone_call *call,
                                int32_t version,
                                const soapstone_error *error,
                                soapstone_fault *fault);

// Gives the parameter with this name of an RPC call or response that was kept. It has no namespace, unless leniencies,
// a sum of SOAPSTONE_LENIENT_*, say that it may have one. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_rpc_parameter(const soapstone_element *call,
                                soapstone_str name,
                                uint32_t leniencies,
                                soapstone_element *parameter);

// Answers 1 when the element says xsi:nil, else 0.
int32_t soapstone_rpc_is_nil(const soapstone_element *element);

// Gives the return value of an RPC response: in SOAP 1.2 the parameter that rpc:result names, in SOAP 1.1 the first.
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the operation returns nothing). (SOAP 1.1, 7.1; SOAP 1.2 Part 2, 4.2.)
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_PARAMETERS (rpc:result stands twice, or names what
// is not there).
int32_t soapstone_rpc_result(const soapstone_element *response,
                             int32_t version,
                             soapstone_element *value);

/* ================================================================================================================== */

/*
 * Views of faults.
 *
 * Named faults, failures on this side of the wire, fault codes as text, and the errors that Siebel servers put into a
 * detail. A detail is kept with soapstone_keeper_read_detail.
 *
 *     soapstone_element detail;
 *     soapstone_stacked_error error;
 *     uint32_t i;
 *
 *     soapstone_keeper_element(&keeper, &detail);
 *     for (i = 0; soapstone_error_stack_error(&detail, i, &error) == SOAPSTONE_OK; i++) {
 *         fprintf(stderr, "%.*s\n", (int)error.message.len, (const char *)error.message.ptr);
 *     }
 */

// The status of a failure before anything was sent, in the place of that of HTTP.
#define SOAPSTONE_FAILURE_PREPARING 900

// That of a message queue that did not take the request.
#define SOAPSTONE_FAILURE_SENDING 400

// That of a response that did not come, or not whole.
#define SOAPSTONE_FAILURE_RECEIVING 408

// One error of a Siebel server. ptr is NULL for what is absent.
typedef struct soapstone_stacked_error {
    // errorcode.
    soapstone_str code;
    // errorsymbol.
    soapstone_str symbol;
    // errormsg.
    soapstone_str message;
} soapstone_stacked_error;

// Gives which of some named faults this is: the place in names of the name of the first element of the detail, and
// that element. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_named_fault(const soapstone_element *detail,
                              const soapstone_qname *names,
                              uint32_t name_count,
                              uint32_t *place,
                              soapstone_element *entry);

// Makes a fault of a failure on this side of the wire: code Exception without a namespace. message must stay.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (it is not UTF-8).
int32_t soapstone_fault_exception(soapstone_fault *fault,
                                  soapstone_str message);

// The sentence that gateways say for a failure, one of SOAPSTONE_FAILURE_*; empty for another number. Static text.
soapstone_str soapstone_failure_message(int32_t failure);

// Answers 1 when the fault is a failure on this side of the wire, 0 when a peer has sent it.
int32_t soapstone_fault_is_exception(const soapstone_fault *fault);

// Makes the MustUnderstand fault in the words of Siebel, which name the header block as the message did; prefix and
// local are those of soapstone_header_reader_not_understood. memory takes the text. error, which may be NULL, takes
// an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8);
// SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_TEXT_STORE: memory is too small, with what it must hold).
int32_t soapstone_fault_unprocessed(soapstone_fault *fault,
                                    int32_t version,
                                    soapstone_str prefix,
                                    soapstone_str local,
                                    void *memory,
                                    size_t memory_len,
                                    soapstone_error *error);

// Gives what a fault says in the documents of older gateways, which differ by version: key and value of the entry at
// this place, 0, 1, ... The keys go from the outside in, divided by "/"; subcodes and the detail are not among them.
// memory takes the text of the code: "SOAP-ENV:" and a name of the version's namespace, else the namespace in braces
// and a name. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. error, which may be NULL, takes an error in full.
//
// Errors: those of soapstone_fault_unprocessed.
int32_t soapstone_fault_entry(const soapstone_fault *fault,
                              int32_t version,
                              uint32_t index,
                              void *memory,
                              size_t memory_len,
                              soapstone_str *key,
                              soapstone_str *value,
                              soapstone_error *error);

// Gives the name that the text of a code in such a document says: "SOAP-ENV:" and a name of the version's namespace,
// or a namespace in braces and a name; any other text is a name without a namespace. Its strings are in text.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (text is not UTF-8).
int32_t soapstone_fault_code_of_text(soapstone_str text,
                                     int32_t version,
                                     soapstone_qname *code);

// The text that says the version in such a document: "SOAP 1.1 Protocol", "SOAP 1.2 Protocol"; empty for another
// number than SOAPSTONE_SOAP11 and SOAPSTONE_SOAP12. Static text.
soapstone_str soapstone_fault_protocol(int32_t version);

// Gives an error of a Siebel server from a detail that was kept, by its place: 0, 1, ... Answers SOAPSTONE_OK or
// SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_error_stack_error(const soapstone_element *detail,
                                    uint32_t index,
                                    soapstone_stacked_error *error);

// The name of the log file that a Siebel server put into a detail; its ptr is NULL when there is none.
soapstone_str soapstone_error_stack_log_file_name(const soapstone_element *detail);

// Writes a stack of errors as a Siebel server does, inside a detail that soapstone_envelope_writer_fault_with_detail
// began. log_file_name may be { NULL, 0 }.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, and those of soapstone_writer_start and _text.
int32_t soapstone_error_stack_write(soapstone_writer *writer,
                                    soapstone_str log_file_name,
                                    const soapstone_stacked_error *errors,
                                    uint32_t error_count);

/* ================================================================================================================== */

/*
 * WS-Addressing.
 *
 * Versions 1.0 and 2004/08: where a message goes, what it asks for, and where the answer is wanted. The headers are
 * kept by a soapstone_header_reader whose node has the vocabulary; the functions here look at them there.
 *
 *     const soapstone_vocabulary *vocabularies[1] = { soapstone_wsa_vocabulary() };
 *     soapstone_node node = { .size = sizeof node, .vocabularies = vocabularies, .vocabulary_count = 1 };
 *     soapstone_addressing request;
 *     soapstone_problem problem;
 *
 *     status = soapstone_addressing_read(&headers, &request);
 *     if (status == SOAPSTONE_OK) {
 *         status = soapstone_addressing_check(&headers, NULL, &problem);
 *     }
 */

// WS-Addressing 1.0.
#define SOAPSTONE_WSA_10 10

// The submission of August 2004.
#define SOAPSTONE_WSA_200408 4

// The header Action. These are bits: a set of headers is their sum.
#define SOAPSTONE_WSA_ACTION 1

// The header To.
#define SOAPSTONE_WSA_TO 2

// The header MessageID.
#define SOAPSTONE_WSA_MESSAGE_ID 4

// The header RelatesTo.
#define SOAPSTONE_WSA_RELATES_TO 8

// The header ReplyTo.
#define SOAPSTONE_WSA_REPLY_TO 16

// The header FaultTo.
#define SOAPSTONE_WSA_FAULT_TO 32

// The header From.
#define SOAPSTONE_WSA_FROM 64

// An answer goes back on the connection of the request.
#define SOAPSTONE_DESTINATION_BACK_CHANNEL 1

// It goes nowhere, and is discarded.
#define SOAPSTONE_DESTINATION_NONE 2

// It goes to the address, if the host wishes: the address comes from the peer, and is never acted on here.
#define SOAPSTONE_DESTINATION_ADDRESS 3

// It is held until the peer at the address fetches it (WS-MakeConnection).
#define SOAPSTONE_DESTINATION_MAKE_CONNECTION 4

// The addressing headers of a message. Strings have no white space around them and are in the store; the ptr of one
// that is absent is NULL, and so is the store of an element that is absent.
typedef struct soapstone_addressing {
    // SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    int32_t version;
    // For later use; 0.
    int32_t reserved;
    // What the message asks for, or answers.
    soapstone_str action;
    // The id of the message.
    soapstone_str message_id;
    // The destination; in 1.0 the anonymous address when there is no To.
    soapstone_str to;
    // The id of the request that this message answers.
    soapstone_str in_reply_to;
    // Where the reply goes: an endpoint reference for soapstone_epr_read, as the next two.
    soapstone_element reply_to;
    // Where a fault goes.
    soapstone_element fault_to;
    // Where the message comes from.
    soapstone_element from;
    // The detail of a fault in SOAP 1.1, for soapstone_problem_read.
    soapstone_element fault_detail;
} soapstone_addressing;

// A RelatesTo.
typedef struct soapstone_relation {
    // The id of the other message.
    soapstone_str message_id;
    // The type: in 1.0 a URI, in local with an empty ns; in 2004/08 a name. When writing, an empty local stands for
    // reply.
    soapstone_qname relationship_type;
    // 1 when the other message is the request that this one answers, else 0. Not looked at when writing.
    int32_t is_reply;
    // For later use; 0.
    int32_t reserved;
} soapstone_relation;

// An endpoint reference. Strings and elements as in soapstone_addressing; what is in an element is found with
// soapstone_element_first_child and soapstone_element_next_sibling.
typedef struct soapstone_epr {
    // SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    int32_t version;
    // What the address means, one of SOAPSTONE_DESTINATION_*.
    int32_t destination;
    // The address; empty when there is none.
    soapstone_str address;
    // The endpoint reference itself: its attributes, and elements of other namespaces in it.
    soapstone_element element;
    // The Address, for its attributes.
    soapstone_element address_element;
    // The ReferenceProperties; 2004/08 only.
    soapstone_element reference_properties;
    // The ReferenceParameters.
    soapstone_element reference_parameters;
    // The Metadata: its attributes and elements; 1.0 only.
    soapstone_element metadata;
    // The port type; local is empty when there is none.
    soapstone_qname port_type;
    // The service; local is empty when there is none.
    soapstone_qname service;
    // The port of the service.
    soapstone_str port;
} soapstone_epr;

// The addressing headers of both versions, for a soapstone_node.
const soapstone_vocabulary *soapstone_wsa_vocabulary(void);

// The namespace of a version, SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408, for instance to pin a prefix. Static text;
// empty for other numbers.
soapstone_str soapstone_wsa_namespace(int32_t version);

// Gives the addressing headers of a message, whose header blocks were read with the vocabulary. Of a header that is
// there twice the first counts; soapstone_addressing_check refuses such a message. Answers SOAPSTONE_OK or
// SOAPSTONE_NOT_FOUND (there are none).
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_read(const soapstone_header_reader *headers,
                                  soapstone_addressing *addressing);

// Gives a RelatesTo by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_relation(const soapstone_header_reader *headers,
                                      uint32_t index,
                                      soapstone_relation *relation);

// Gives a header block that is marked as a reference parameter, by its place among them: 0, 1, ...; 1.0 only. Answers
// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_reference_parameter(const soapstone_header_reader *headers,
                                                 uint32_t index,
                                                 soapstone_kept_block *block);

// Gives what is in an endpoint reference, of this version, be it in an addressing header or in another vocabulary.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_epr_read(const soapstone_element *element,
                           int32_t version,
                           soapstone_epr *epr);

/* ================================================================================================================== */

/*
 * Addressing problems and faults.
 *
 * soapstone_addressing_check holds the headers of a message to the standard, and to rules of yours. What it finds is a
 * soapstone_problem: an error with all that the fault says about it.
 *
 *     soapstone_problem problem;
 *     soapstone_addressing_properties properties;
 *
 *     if (soapstone_addressing_check(&headers, NULL, &problem) < 0) {
 *         soapstone_addressing_answer(&headers, NULL, &problem, &properties);
 *         soapstone_addressing_write(&writer, &properties);
 *         soapstone_problem_write_header(&writer, &problem);
 *         soapstone_problem_write_fault(&writer, &problem);
 *     }
 */

// Answers go wherever the request says.
#define SOAPSTONE_RESPONSES_ANY 0

// Answers go on the back channel only, or nowhere.
#define SOAPSTONE_RESPONSES_ANONYMOUS 1

// Answers go to other addresses than the anonymous one, or nowhere.
#define SOAPSTONE_RESPONSES_NON_ANONYMOUS 2

// Namespaces that soapstone_addressing_rules may reserve.
#define SOAPSTONE_RESERVED_NAMESPACES 8

// What you demand of a message, and what you put up with. All zero but size: the standard.
typedef struct soapstone_addressing_rules {
    // sizeof(soapstone_addressing_rules).
    uint32_t size;
    // 1 when a reply is expected, so that the MessageID must be there; else 0.
    int32_t reply_expected;
    // Headers that must be there besides those the standard demands: a sum of SOAPSTONE_WSA_*.
    int32_t required;
    // Headers that may be missing all the same: a sum of SOAPSTONE_WSA_*.
    int32_t optional;
    // Where this endpoint answers, one of SOAPSTONE_RESPONSES_*.
    int32_t responses;
    // 1 to take an action that is the last segment of the other as the same; 0 to compare them byte by byte.
    int32_t short_action;
    // Reference parameters that are copied into a reply, at most; 0 stands for 16.
    uint32_t reference_parameters;
    // How many namespaces are reserved, at most SOAPSTONE_RESERVED_NAMESPACES.
    uint32_t reserved_count;
    // Namespaces in which a reference parameter is refused, besides those of SOAP and WS-Addressing.
    const soapstone_str *reserved;
} soapstone_addressing_rules;

// What is wrong with the addressing of a message. Plain data: set what you know.
typedef struct soapstone_problem {
    // The error: one of the 400s, and the place of the header in the message.
    soapstone_error error;
    // SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    int32_t version;
    // 1 when retry_after says something, else 0.
    int32_t has_retry_after;
    // The name of the header that is wrong or missing; local is empty when none is said.
    soapstone_qname header;
    // The header that is wrong; its store is NULL when it is not shown.
    soapstone_element element;
    // The address that is wrong or cannot be reached; its ptr is NULL when none is said, as of the next two.
    soapstone_str iri;
    // The action that is not supported, or does not match.
    soapstone_str action;
    // The SOAPAction that does not match the action.
    soapstone_str soap_action;
    // Milliseconds after which it is worth trying again.
    uint64_t retry_after;
} soapstone_problem;

// Holds the addressing headers of a message to the standard and to rules, which may be NULL. A message without any
// passes. On one of the errors problem, which may be NULL, says what the fault says.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_ADDRESSING_HEADER, _INVALID_ADDRESS, _INVALID_EPR,
// _INVALID_CARDINALITY, _MISSING_ADDRESS_IN_EPR, _ONLY_ANONYMOUS_ADDRESS_SUPPORTED,
// _ONLY_NON_ANONYMOUS_ADDRESS_SUPPORTED, _MESSAGE_ADDRESSING_HEADER_REQUIRED.
int32_t soapstone_addressing_check(const soapstone_header_reader *headers,
                                   const soapstone_addressing_rules *rules,
                                   soapstone_problem *problem);

// Holds the Action to what HTTP says: the field SOAPAction in SOAP 1.1, the parameter action of the media type in SOAP
// 1.2, in quotes or not. Empty, it says nothing. rules and problem as for soapstone_addressing_check.
//
// Errors: SOAPSTONE_ERROR_ACTION_MISMATCH; SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING.
int32_t soapstone_addressing_check_soap_action(const soapstone_header_reader *headers,
                                               soapstone_str soap_action,
                                               const soapstone_addressing_rules *rules,
                                               soapstone_problem *problem);

// Makes a problem that you found with a message: SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED,
// SOAPSTONE_ERROR_DESTINATION_UNREACHABLE, SOAPSTONE_ERROR_ENDPOINT_UNAVAILABLE or
// SOAPSTONE_ERROR_DUPLICATE_MESSAGE_ID. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (no addressing headers).
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_problem_init(soapstone_problem *problem,
                               const soapstone_header_reader *headers,
                               int32_t kind);

// Gives the problem that a fault reports, as other stacks say it too. detail is the Detail of SOAP 1.2, kept, or the
// FaultDetail among the addressing headers; NULL, or an element without a store, when there is none. Answers
// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (a fault of another kind).
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_problem_read(const soapstone_fault *fault,
                               const soapstone_element *detail,
                               soapstone_problem *problem);

// Gives the fault of a problem, without its detail.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_problem_fault(const soapstone_problem *problem,
                                int32_t version,
                                soapstone_fault *fault);

// Writes the header block FaultDetail, which has the detail of a fault of 1.0 in SOAP 1.1; nothing where there is no
// such block. To be called before the fault is written.
//
// Errors: those of soapstone_envelope_writer_header_block.
int32_t soapstone_problem_write_header(soapstone_writer *writer,
                                       const soapstone_problem *problem);

// Writes the fault of a problem, in SOAP 1.2 with its detail.
//
// Errors: those of soapstone_envelope_writer_fault.
int32_t soapstone_problem_write_fault(soapstone_writer *writer, const soapstone_problem *problem);

/* ================================================================================================================== */

/*
 * Endpoint references to be written.
 *
 * One that was read, as it is, or one that is put together of its parts.
 */

// An element of another vocabulary: one that was kept, or one with text only.
typedef struct soapstone_any {
    // The element that was kept. With a store of NULL the next three count.
    soapstone_element element;
    // The namespace URI; empty for none.
    soapstone_str ns;
    // The local name.
    soapstone_str local;
    // The text.
    soapstone_str text;
} soapstone_any;

// An endpoint reference. All zero: there is none.
typedef struct soapstone_reference {
    // One that was read, written as it is. With a store of NULL the rest counts.
    soapstone_element kept;
    // The address; NULL when there is no endpoint reference.
    soapstone_str address;
    // Attributes of the endpoint reference; of each, ns, local and value count.
    const soapstone_attribute *attributes;
    // Attributes of the Address.
    const soapstone_attribute *address_attributes;
    // Attributes of the Metadata; 1.0 only.
    const soapstone_attribute *metadata_attributes;
    // Reference properties; 2004/08 only.
    const soapstone_any *reference_properties;
    // Reference parameters.
    const soapstone_any *reference_parameters;
    // What is in the Metadata; 1.0 only.
    const soapstone_any *metadata;
    // Elements of other namespaces.
    const soapstone_any *extensions;
    // How many attributes, as the next six.
    uint32_t attribute_count;
    // How many.
    uint32_t address_attribute_count;
    // How many.
    uint32_t metadata_attribute_count;
    // How many.
    uint32_t reference_property_count;
    // How many.
    uint32_t reference_parameter_count;
    // How many.
    uint32_t metadata_count;
    // How many.
    uint32_t extension_count;
    // For later use; 0.
    uint32_t reserved;
    // The port type; local is empty when none is said. In 1.0 it stands in the Metadata.
    soapstone_qname port_type;
    // The service; local is empty when none is said. In 1.0 it stands in the Metadata.
    soapstone_qname service;
    // The port of the service; its ptr is NULL when none is said.
    soapstone_str port;
} soapstone_reference;

/* ================================================================================================================== */

/*
 * Addressing headers that few messages have.
 *
 * Most messages need no more than soapstone_addressing_properties. A program that needs more says so with
 * soapstone_addressing_extras_init; one that does not call it has nothing of this in its flash.
 *
 *     soapstone_addressing_properties properties = { .size = sizeof properties, .version = SOAPSTONE_WSA_10 };
 *     soapstone_addressing_extras extras;
 *
 *     soapstone_addressing_extras_init(&extras);
 *     extras.role = soapstone_cstr("Next");
 *     properties.extras = &extras;
 *     status = soapstone_addressing_write(&writer, &properties);
 */

// Elements, attributes and relations that soapstone_addressing_extras may have, all its endpoint references included:
// so many of each.
#define SOAPSTONE_ADDRESSING_ITEMS 16

// What writes addressing headers: constant data of the library. A program has those that it makes use of.
typedef struct soapstone_addressing_writer soapstone_addressing_writer;

// What few messages have of addressing headers. soapstone_addressing_extras_init makes one with nothing in it; set what
// there is.
typedef struct soapstone_addressing_extras {
    // What writes them. Not to be touched.
    const soapstone_addressing_writer *writer;
    // 1 to write the role "None" in SOAP 1.1 too, with the URI of SOAP 1.2, for which SOAP 1.1 has none; else 0.
    int32_t none_in_soap11;
    // How many relations.
    uint32_t relation_count;
    // Whom the addressing headers are for: "UltimateReceiver" (or empty), "Next", "None", or a URI.
    soapstone_str role;
    // Relations besides that of a reply.
    const soapstone_relation *relations;
    // Attributes of To; of each, ns, local and value count.
    const soapstone_attribute *to_attributes;
    // More reference parameters of the receiver.
    const soapstone_any *reference_parameters;
    // The order of the headers, of SOAPSTONE_WSA_*; those that are not named follow.
    const int32_t *order;
    // How many attributes of To.
    uint32_t to_attribute_count;
    // How many more reference parameters.
    uint32_t reference_parameter_count;
    // How many headers are named in the order.
    uint32_t order_count;
    // For later use; must be 0.
    uint32_t reserved;
    // Where the reply goes, when that is more than an address: it stands in the place of that of the properties.
    soapstone_reference reply_to;
    // Where a fault goes, likewise.
    soapstone_reference fault_to;
    // Where the message comes from, likewise.
    soapstone_reference from;
} soapstone_addressing_extras;

// Makes extras with nothing in them, for soapstone_addressing_properties. soapstone_addressing_write then answers
// SOAPSTONE_ERROR_INVALID_ARGUMENT also for the role "None" in SOAP 1.1, an endpoint reference with parts that the
// version does not have, and more items than fit.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_extras_init(soapstone_addressing_extras *extras);

/* ================================================================================================================== */

/*
 * Addressing headers to be written.
 *
 * Those of a request are put together; those of an answer are derived from the request.
 *
 *     soapstone_addressing_properties properties;
 *
 *     if (soapstone_addressing_reply(&headers, NULL, action, &properties, NULL) == SOAPSTONE_OK
 *         && properties.destination == SOAPSTONE_DESTINATION_BACK_CHANNEL) {
 *         status = soapstone_addressing_write(&writer, &properties);
 *     }
 */

// The addressing headers of a message. All zero but size, version and action: no other header. The ptr of a string
// that is absent is NULL.
typedef struct soapstone_addressing_properties {
    // sizeof(soapstone_addressing_properties).
    uint32_t size;
    // SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    int32_t version;
    // Where an answer goes, one of SOAPSTONE_DESTINATION_*; not looked at when writing.
    int32_t destination;
    // 1 when every addressing header must be understood, else 0.
    int32_t must_understand;
    // What the message asks for, or answers. Must be there.
    soapstone_str action;
    // The id of the message; soapstone_message_id makes one.
    soapstone_str message_id;
    // The id of the request that this message answers.
    soapstone_str in_reply_to;
    // The address of the receiver.
    soapstone_str to;
    // The address the reply goes to.
    soapstone_str reply_to;
    // The address a fault goes to.
    soapstone_str fault_to;
    // The address the message comes from.
    soapstone_str from;
    // The endpoint reference of the receiver, of which all reference parameters become header blocks, with a store of
    // NULL when there is none. Set by soapstone_addressing_send_to and the functions that derive an answer.
    soapstone_element receiver;
    // What writes those. Not to be touched.
    const soapstone_addressing_writer *writer;
    // What few messages have besides, made by soapstone_addressing_extras_init; NULL for nothing.
    const soapstone_addressing_extras *extras;
    // For later use; must be 0.
    uint64_t reserved;
} soapstone_addressing_properties;

// Writes the addressing headers.
//
// Errors: SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED (no action); SOAPSTONE_ERROR_INVALID_ARGUMENT, also for an
// endpoint reference with an empty address, and a reference parameter without a namespace or in one of SOAP or
// WS-Addressing; those of soapstone_envelope_writer_header_block and soapstone_writer_text.
int32_t soapstone_addressing_write(soapstone_writer *writer,
                                   const soapstone_addressing_properties *properties);

// Sends a message to an endpoint reference that was read: to is its address, and its reference parameters become header
// blocks.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_send_to(soapstone_addressing_properties *properties,
                                     const soapstone_element *receiver);

// Derives the headers of the reply to a request: to its ReplyTo, in 2004/08 else its From, else on the back channel.
// destination says which; nothing is sent from here. rules and problem may be NULL, as for soapstone_addressing_check.
// The strings are those of the request, and action. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the request has no
// addressing headers).
//
// Errors: those of an endpoint reference, with problem; SOAPSTONE_ERROR_INVALID_EPR also for a reference parameter that
// would stand for a header of yours, and for more of them than the rules allow; SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_reply(const soapstone_header_reader *headers,
                                   const soapstone_addressing_rules *rules,
                                   soapstone_str action,
                                   soapstone_addressing_properties *properties,
                                   soapstone_problem *problem);

// Derives the headers of the fault that answers a request: to its FaultTo, else where the reply goes. An empty action
// is that of faults without one of their own. Otherwise as soapstone_addressing_reply.
int32_t soapstone_addressing_fault_reply(const soapstone_header_reader *headers,
                                         const soapstone_addressing_rules *rules,
                                         soapstone_str action,
                                         soapstone_addressing_properties *properties,
                                         soapstone_problem *problem);

// Derives the headers of the fault that says a problem. When it is the addressing headers that are wrong it goes on the
// back channel. Answers as soapstone_addressing_reply.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_addressing_answer(const soapstone_header_reader *headers,
                                    const soapstone_addressing_rules *rules,
                                    const soapstone_problem *problem,
                                    soapstone_addressing_properties *properties);

/* ================================================================================================================== */

/*
 * Message ids and actions.
 *
 * Ids are made of random bytes of yours. Actions that a WSDL does not say follow from what it says.
 */

// Bytes of a MessageID that soapstone_message_id makes.
#define SOAPSTONE_MESSAGE_ID_LEN 45

// Bytes of randomness it takes.
#define SOAPSTONE_MESSAGE_ID_RANDOM 16

// An operation with an input, then an output.
#define SOAPSTONE_EXCHANGE_REQUEST_RESPONSE 0

// An operation with an input.
#define SOAPSTONE_EXCHANGE_ONE_WAY 1

// An operation with an output, then an input.
#define SOAPSTONE_EXCHANGE_SOLICIT_RESPONSE 2

// An operation with an output.
#define SOAPSTONE_EXCHANGE_NOTIFICATION 3

// The input of an operation.
#define SOAPSTONE_MESSAGE_INPUT 0

// The output of an operation.
#define SOAPSTONE_MESSAGE_OUTPUT 1

// A fault of an operation.
#define SOAPSTONE_MESSAGE_FAULT 2

// The ids of the latest messages, for telling that one was received before.
typedef struct soapstone_message_ids {
    // Memory for the ids, one each; zero while there is none.
    uint64_t *slots;
    // How many slots.
    uint32_t count;
    // The slot that the next id goes into; 0 at first.
    uint32_t next;
} soapstone_message_ids;

// What a WSDL 1.1 says of a message, for its action.
typedef struct soapstone_wsdl_message {
    // SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    int32_t version;
    // Which messages the operation has, one of SOAPSTONE_EXCHANGE_*.
    int32_t exchange;
    // Which of them this is, one of SOAPSTONE_MESSAGE_*.
    int32_t message;
    // For later use; must be 0.
    int32_t reserved;
    // The target namespace.
    soapstone_str ns;
    // The name of the port type.
    soapstone_str port_type;
    // The name of the operation.
    soapstone_str operation;
    // The name of the message; its ptr is NULL when it has none. Faults always have one.
    soapstone_str name;
    // The action, when the WSDL says it; else a ptr of NULL.
    soapstone_str action;
    // The SOAPAction of the binding, which the input takes when the WSDL does not say the action; empty for none.
    soapstone_str soap_action;
} soapstone_wsdl_message;

// Makes a MessageID, "urn:uuid:" and a UUID of version 4 (RFC 4122, 4.4), of SOAPSTONE_MESSAGE_ID_RANDOM random bytes.
// out takes SOAPSTONE_MESSAGE_ID_LEN bytes.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for other lengths.
int32_t soapstone_message_id(const uint8_t *random,
                             size_t random_len,
                             void *out,
                             size_t out_len);

// Remembers an id, in the place of the oldest when there is no other. Answers 1 when it was known, else 0. Of each id a
// hash of 64 bits is kept. soapstone_problem_init makes the fault, of SOAPSTONE_ERROR_DUPLICATE_MESSAGE_ID.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_message_ids_insert(soapstone_message_ids *ids,
                                     soapstone_str message_id);

// Writes the action of a message into out, and gives it. Its bytes are the sum of those of the names, and at most 16
// more.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT (out is too small); SOAPSTONE_ERROR_WRITE_ENCODING.
int32_t soapstone_wsdl_action(const soapstone_wsdl_message *message,
                              void *out,
                              size_t out_len,
                              soapstone_str *action);

// Answers 1 when two actions count as the same, else 0: equal byte by byte, or, with short_action 1, one being the last
// segment of the other.
int32_t soapstone_action_matches(soapstone_str one,
                                 soapstone_str other,
                                 int32_t short_action);

/* ================================================================================================================== */

/*
 * Peers.
 *
 * What is known of the systems at the other end, as data: what to accept from each, which prefixes it wants to see, in
 * which order it expects header blocks, and how it wants the action said. docs/peers.md has the whole table.
 *
 *     soapstone_envelope_options options;
 *     soapstone_limits limits;
 *     soapstone_peer_options(SOAPSTONE_PEER_ONVIF, &options, &limits);
 *     soapstone_envelope_reader_init(&envelope, SOAPSTONE_ABI_VERSION, memory, sizeof memory, &options);
 *     soapstone_peer_assume_prefixes(SOAPSTONE_PEER_ONVIF, &envelope);
 */

// Whoever keeps to the standards.
#define SOAPSTONE_PEER_STANDARD 0

// Siebel EAI.
#define SOAPSTONE_PEER_SIEBEL 1

// webMethods Integration Server.
#define SOAPSTONE_PEER_WEBMETHODS 2

// IBM Business Automation Workflow.
#define SOAPSTONE_PEER_IBM_BAW 3

// ONVIF cameras and recorders.
#define SOAPSTONE_PEER_ONVIF 4

// OCPP 1.5 charge points and central systems.
#define SOAPSTONE_PEER_OCPP15 5

// OCPP 1.6 charge points and central systems.
#define SOAPSTONE_PEER_OCPP16 6

// TR-069 devices and their configuration servers.
#define SOAPSTONE_PEER_TR069 7

// UPnP devices and control points.
#define SOAPSTONE_PEER_UPNP 8

// WS-Discovery.
#define SOAPSTONE_PEER_WS_DISCOVERY 9

// The transport does not say the action.
#define SOAPSTONE_TRANSPORT_ACTION_NONE 0

// SOAPAction: "uri".
#define SOAPSTONE_TRANSPORT_ACTION_QUOTED 1

// SOAPAction: uri.
#define SOAPSTONE_TRANSPORT_ACTION_UNQUOTED 2

// SOAPAction: with nothing behind it.
#define SOAPSTONE_TRANSPORT_ACTION_EMPTY 3

// The parameter action of the media type.
#define SOAPSTONE_TRANSPORT_ACTION_PARAMETER 4

// How a peer is written to.
typedef struct soapstone_peer {
    // What it is called. Static text.
    soapstone_str name;
    // The version in which it is written to, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12.
    int32_t version;
    // How the transport says the action of a message in that version, one of SOAPSTONE_TRANSPORT_ACTION_*.
    int32_t transport_action;
    // The namespace of its WS-Addressing; empty when it has none. Static text.
    soapstone_str addressing;
    // 1 when the Action of WS-Addressing is '/' and the name of the operation, 0 when it is a whole URI.
    int32_t short_action;
    // 1 when its messages and those to it have a From, else 0.
    int32_t from;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_peer;

// Says how a peer, one of SOAPSTONE_PEER_*, is written to.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_peer_read(int32_t peer, soapstone_peer *to);

// Fills the options with which the messages of a peer are read, and the limits, to which the options then point.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_peer_options(int32_t peer,
                               soapstone_envelope_options *options,
                               soapstone_limits *limits);

// Takes the prefixes that a peer does not declare as declared, as soapstone_envelope_reader_assume_prefix does. To be
// called before the first byte is read.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_LIMIT (the workspace).
int32_t soapstone_peer_assume_prefixes(int32_t peer,
                                       soapstone_envelope_reader *reader);

// Pins the prefixes of a peer, that of the Envelope among them, as soapstone_writer_pin does. writer is one of
// envelopes, before the Envelope.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT (the workspace),
// SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX.
int32_t soapstone_peer_pin_prefixes(int32_t peer,
                                    soapstone_writer *writer);

// The place of a header block among those a peer orders: 0, 1, ...; all others have one number behind these. -1 when
// an argument is not allowed.
int32_t soapstone_peer_header_rank(int32_t peer,
                                   soapstone_str ns,
                                   soapstone_str local);

/* ================================================================================================================== */

/*
 * Session headers.
 *
 * The header blocks SessionType, UsernameToken, PasswordText and SessionToken of http://siebel.com/webservices: how a
 * server reads them, and gives a new token with every response.
 *
 *     const soapstone_vocabulary *known[1] = { soapstone_session_vocabulary() };
 *     soapstone_node node = { .size = sizeof node, .vocabularies = known, .vocabulary_count = 1 };
 *     soapstone_session_headers session;
 *
 *     status = soapstone_session_headers_read(&headers, &session, NULL);
 *     if (status == SOAPSTONE_OK && session.request == SOAPSTONE_SESSION_LOGIN) {
 *         text = session.username;
 *     }
 */

// A session for one request; also said by leaving the block out.
#define SOAPSTONE_SESSION_NONE 0

// Kept open; when it is gone the server logs in again by itself.
#define SOAPSTONE_SESSION_STATELESS 1

// Kept open for this client alone; when it is gone, so is what it held.
#define SOAPSTONE_SESSION_STATEFUL 2

// The server decides; when it is gone the client must log in.
#define SOAPSTONE_SESSION_SERVER_DETERMINE 3

// A request of nobody in particular.
#define SOAPSTONE_SESSION_ANONYMOUS 1

// A request that logs in.
#define SOAPSTONE_SESSION_LOGIN 2

// A request that goes on with the session of a token.
#define SOAPSTONE_SESSION_RESUME 3

// A request that ends the session of a token.
#define SOAPSTONE_SESSION_LOGOUT 4

// What the header blocks of a message say about its session. The strings are in the store of the header reader,
// without white space around them; ptr is NULL when there is no such block, or nothing in it. They may be secrets.
typedef struct soapstone_session_headers {
    // The type, one of SOAPSTONE_SESSION_NONE, _STATELESS, _STATEFUL, _SERVER_DETERMINE.
    int32_t session_type;
    // What a request with them asks for, one of SOAPSTONE_SESSION_ANONYMOUS, _LOGIN, _RESUME, _LOGOUT, or the error
    // that answers it: SOAPSTONE_ERROR_INVALID_SESSION (credentials and a token, or half of the credentials),
    // SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (a session that is kept open, and neither).
    int32_t request;
    // 1 when the message has any of the blocks, else 0.
    int32_t present;
    // For later use; 0.
    uint32_t reserved;
    // Bytes of the message before the first of them.
    uint64_t offset;
    // The login name.
    soapstone_str username;
    // The password, or the trust token of a single sign-on.
    soapstone_str password;
    // The token.
    soapstone_str token;
} soapstone_session_headers;

// The four header blocks, for a soapstone_node.
const soapstone_vocabulary *soapstone_session_vocabulary(void);

// Gives what the header blocks that were kept say about the session. error, which may be NULL, takes the error in
// full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_SESSION (an unknown type, a block that is there
// twice, one with elements in it); SOAPSTONE_ERROR_SESSION_CONFLICT (session headers, and a Security block that was
// kept).
int32_t soapstone_session_headers_read(const soapstone_header_reader *reader,
                                       soapstone_session_headers *session,
                                       soapstone_error *error);

// Writes the header block of a response that gives the client its new token.
//
// Errors: those of soapstone_envelope_writer_header_block and soapstone_writer_text.
int32_t soapstone_session_token_write(soapstone_writer *writer, soapstone_str token);

/* ================================================================================================================== */

/*
 * The client of a session.
 *
 * A soapstone_session knows what the next request must carry: credentials first, then the newest token, which it takes
 * from every response. One request at a time.
 *
 *     static uint8_t token[256];
 *     soapstone_session session;
 *
 *     soapstone_session_init(&session, SOAPSTONE_ABI_VERSION, SOAPSTONE_SESSION_STATELESS, token, sizeof token, NULL);
 *     soapstone_session_set_credentials(&session, soapstone_cstr("user"), soapstone_cstr("secret"));
 *
 *     status = soapstone_session_begin(&session, now);
 *     soapstone_envelope_writer_envelope(&writer);
 *     status = soapstone_session_write(&session, &writer);
 *     status = soapstone_session_finish(&session, &headers);
 *
 * soapstone_session_finish comes after the header blocks of the response were read; soapstone_session_fail takes its
 * place when no response came, soapstone_session_reject when a fault said that the token or the credentials were not
 * accepted.
 *
 * A token that has expired is not sent. A session of type SOAPSTONE_SESSION_STATELESS then logs in again; any other
 * has ended, which is said once, as SOAPSTONE_ERROR_SESSION_EXPIRED, and the request after that opens a new one.
 */

// A session. Opaque; place it anywhere.
typedef struct soapstone_session {
    // Not to be touched.
    uint64_t opaque[24];
} soapstone_session;

// What a session is to keep to. All zero but size: what the server is set up with by default.
typedef struct soapstone_session_options {
    // sizeof(soapstone_session_options).
    uint32_t size;
    // 1 when the requests carry WS-Security: they cannot carry session headers too; else 0.
    int32_t security;
    // 1 when the server is a mobile client: only SOAPSTONE_SESSION_NONE, and only with credentials; else 0.
    int32_t mobile;
    // SessionTokenTimeout in seconds: a token that was not used for longer has expired; 0 for 900.
    uint32_t token_timeout;
    // SessionTokenMaxAge in seconds: a session that was opened longer ago has expired; 0 for 172,800.
    uint32_t token_age;
    // SessionTimeout in seconds: a session that was not used for longer is gone; 0 for 900.
    uint32_t session_timeout;
} soapstone_session_options;

// Makes a session ready. abi is SOAPSTONE_ABI_VERSION, session_type one of SOAPSTONE_SESSION_NONE, _STATELESS,
// _STATEFUL, _SERVER_DETERMINE; options may be NULL.
//
// memory is where the newest token is kept. Tokens are as long as the server likes, a few hundred bytes at most that
// were seen.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_session_init(soapstone_session *session,
                               uint32_t abi,
                               int32_t session_type,
                               void *memory,
                               size_t memory_len,
                               const soapstone_session_options *options);

// Sets what the session logs in with; the password may be the trust token of a single sign-on. The strings are not
// copied: they must stay as long as they are set. An empty name takes them away.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
int32_t soapstone_session_set_credentials(soapstone_session *session,
                                          soapstone_str username,
                                          soapstone_str password);

// Begins a request, which has the token until soapstone_session_finish, _fail or _reject. now is a clock in seconds
// that need not know the date.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_SESSION_BUSY (another request has the token);
// SOAPSTONE_ERROR_SESSION_EXPIRED; SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (it must log in and has none);
// SOAPSTONE_ERROR_SESSION_CONFLICT (the requests carry WS-Security); SOAPSTONE_ERROR_INVALID_SESSION (a mobile client,
// and another type than SOAPSTONE_SESSION_NONE).
int32_t soapstone_session_begin(soapstone_session *session,
                                uint64_t now);

// Begins the request that ends the session; whatever comes of it, the token is gone after it. Answers SOAPSTONE_OK, or
// SOAPSTONE_NOT_FOUND: there is no session to end, and nothing to send.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_SESSION_BUSY.
int32_t soapstone_session_logout(soapstone_session *session,
                                 uint64_t now);

// Writes the header blocks of the request that has begun.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when none has begun; those of soapstone_envelope_writer_header_block
// and soapstone_writer_text.
int32_t soapstone_session_write(const soapstone_session *session,
                                soapstone_writer *writer);

// Ends the request with its response, be that a fault: the token among the header blocks that were kept takes the place
// of the one before. A response without a token leaves things as they are.
//
// Errors, after which the request has ended too: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when none has begun;
// SOAPSTONE_ERROR_LIMIT (the memory for the token; the next request logs in); those of
// soapstone_session_headers_read.
int32_t soapstone_session_finish(soapstone_session *session,
                                 const soapstone_header_reader *headers);

// Ends the request when no response came. The token stays, for the server may not have seen it.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_session_fail(soapstone_session *session);

// Ends the request when the server did not accept its token or credentials; the token is wiped. After SOAPSTONE_OK the
// same request can begin again, and logs in.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_SESSION_EXPIRED (the token was refused, and the type does
// not log in again by itself); SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (there are none, or they were refused).
int32_t soapstone_session_reject(soapstone_session *session);

// Wipes the token: the session is over for this client. To be called when a session is no longer needed.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_session_forget(soapstone_session *session);

// The newest token, a secret; its ptr is NULL when there is none.
soapstone_str soapstone_session_token(const soapstone_session *session);

// Answers 1 when a request has begun and not ended, else 0.
int32_t soapstone_session_is_busy(const soapstone_session *session);

// Says why a call was last refused. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_session_error(const soapstone_session *session, soapstone_error *error);

/* ================================================================================================================== */

/*
 * Addresses of servers that take session headers.
 */

// Session headers: /siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1
#define SOAPSTONE_URL_SESSION 1

// WS-Security: /siebel/app/eai_anon/enu/?SWEExtCmd=Execute&SWEExtSource=SecureWebService
#define SOAPSTONE_URL_SECURITY 2

// The same in older releases: /eai_anon_enu/start.swe?SWEExtSource=SecureWebService&SWEExtCmd=Execute
#define SOAPSTONE_URL_START_SWE 3

// A mobile client, credentials in session headers: /?SWEExtSource=WebService&WSSOAP=1
#define SOAPSTONE_URL_MOBILE 4

// A mobile client, credentials in WS-Security: /?SWEExtSource=SecureWebService&WSSOAP=1
#define SOAPSTONE_URL_MOBILE_SECURITY 5

// A mobile client, credentials in the address, where every log shows them:
// /?SWEExtSource=WebService&Username=u&Password=p
#define SOAPSTONE_URL_MOBILE_CREDENTIALS 6

// Parameters that a soapstone_url can have of its own.
#define SOAPSTONE_URL_PARAMETERS 8

// A parameter of a query.
typedef struct soapstone_url_parameter {
    // The name, not escaped.
    soapstone_str name;
    // The value, not escaped.
    soapstone_str value;
} soapstone_url_parameter;

// An address. All zero but size, preset and base will do.
typedef struct soapstone_url {
    // sizeof(soapstone_url).
    uint32_t size;
    // What comes after the host, one of SOAPSTONE_URL_*.
    int32_t preset;
    // Scheme and host, and a port if there is one: http://host:2330. A slash at the end is left out.
    soapstone_str base;
    // The language of the server, where the path has one; empty for enu.
    soapstone_str language;
    // The login name, for SOAPSTONE_URL_MOBILE_CREDENTIALS; empty elsewhere.
    soapstone_str username;
    // The password that goes with it.
    soapstone_str password;
    // More parameters of the query, at most SOAPSTONE_URL_PARAMETERS.
    const soapstone_url_parameter *parameters;
    // How many.
    uint32_t parameter_count;
    // For later use; must be 0.
    uint32_t reserved;
} soapstone_url;

// Writes an address into memory and gives it in text. error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT (also: base is not a scheme and a host, or there are credentials that the
// preset has no place for); SOAPSTONE_ERROR_CREDENTIALS_REQUIRED; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not
// UTF-8); SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_OUTPUT: memory is too small, with what it must hold).
int32_t soapstone_url_write(const soapstone_url *url,
                            void *memory,
                            size_t memory_len,
                            soapstone_str *text,
                            soapstone_error *error);

/* ================================================================================================================== */

/*
 * WS-Security: reading tokens.
 *
 * The header block Security carries a Timestamp, a UsernameToken and BinarySecurityTokens; signatures and encryption
 * are passed over. A node with soapstone_wss_vocabulary understands the block of every generation and keeps it.
 *
 *     const soapstone_vocabulary *known[1] = { soapstone_wss_vocabulary() };
 *     soapstone_node node = { .size = sizeof node, .vocabularies = known, .vocabulary_count = 1 };
 *     soapstone_header_reader headers;
 *     soapstone_security_token token;
 *
 *     soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, memory, sizeof memory, &node);
 *     status = soapstone_header_reader_read(&headers, &envelope, &input, last);
 *     for (uint32_t i = 0; soapstone_security_read_token(&headers, i, &token) == SOAPSTONE_OK; i++) {
 *         if (token.kind == SOAPSTONE_TOKEN_USERNAME) {
 *             printf("from %.*s\n", (int)token.username.len, (const char *)token.username.ptr);
 *         }
 *     }
 *
 * What a token says is not proven by that: soapstone_security_verify does.
 */

// The draft of April 2002, which has no times and no Id.
#define SOAPSTONE_WSS_2002_04 1

// The draft of July 2002; Siebel speaks it.
#define SOAPSTONE_WSS_2002_07 2

// The draft of December 2002.
#define SOAPSTONE_WSS_2002_12 3

// The draft of June 2003.
#define SOAPSTONE_WSS_2003_06 4

// The OASIS standard, 1.0 and 1.1.
#define SOAPSTONE_WSS_OASIS 5

// A Timestamp.
#define SOAPSTONE_TOKEN_TIMESTAMP 1

// A UsernameToken.
#define SOAPSTONE_TOKEN_USERNAME 2

// A BinarySecurityToken.
#define SOAPSTONE_TOKEN_BINARY 3

// No password: the user is only named.
#define SOAPSTONE_PASSWORD_NONE 0

// The password itself, or what stands for it.
#define SOAPSTONE_PASSWORD_TEXT 1

// SHA-1 of nonce, created and password.
#define SOAPSTONE_PASSWORD_DIGEST 2

// One X.509 version 3 certificate, DER.
#define SOAPSTONE_VALUE_X509V3 1

// One X.509 version 1 certificate, DER.
#define SOAPSTONE_VALUE_X509V1 2

// A path of certificates, the authority first, DER.
#define SOAPSTONE_VALUE_X509_PKI_PATH 3

// Certificates in a PKCS#7 wrapper.
#define SOAPSTONE_VALUE_PKCS7 4

// A Kerberos AP-REQ.
#define SOAPSTONE_VALUE_KERBEROS_AP_REQ 5

// A Kerberos AP-REQ framed for GSS-API.
#define SOAPSTONE_VALUE_GSS_KERBEROS_AP_REQ 6

// A Kerberos AP-REQ of RFC 1510.
#define SOAPSTONE_VALUE_KERBEROS_AP_REQ_1510 7

// A Kerberos AP-REQ of RFC 1510 framed for GSS-API.
#define SOAPSTONE_VALUE_GSS_KERBEROS_AP_REQ_1510 8

// A Kerberos AP-REQ of RFC 4120.
#define SOAPSTONE_VALUE_KERBEROS_AP_REQ_4120 9

// A Kerberos AP-REQ of RFC 4120 framed for GSS-API.
#define SOAPSTONE_VALUE_GSS_KERBEROS_AP_REQ_4120 10

// A Security block.
typedef struct soapstone_security {
    // One of SOAPSTONE_WSS_*: answer in the same one.
    int32_t generation;
    // 1 when it must be understood, else 0.
    int32_t must_understand;
    // The role (in SOAP 1.1 the actor); its ptr is NULL for the ultimate receiver.
    soapstone_str role;
    // Bytes of the message before the block.
    uint64_t offset;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_security;

// A token of a Security block. A string whose ptr is NULL is not there; all are in the store.
typedef struct soapstone_security_token {
    // One of SOAPSTONE_TOKEN_*.
    int32_t kind;
    // Of a UsernameToken: one of SOAPSTONE_PASSWORD_*.
    int32_t password_type;
    // Of a UsernameToken: 1 when it has the parameters of a derived key, else 0.
    int32_t key_derivation;
    // 1 when it is written as the WS-I Basic Security Profile demands, else 0. Of a Timestamp or UsernameToken.
    int32_t basic_profile;
    // The wsu:Id.
    soapstone_str id;
    // When it was made, as written. Of a Timestamp or UsernameToken.
    soapstone_str created;
    // When it expires, as written. Of a Timestamp.
    soapstone_str expires;
    // The user, as written. Of a UsernameToken.
    soapstone_str username;
    // The password, or the base64 of its digest. Of a UsernameToken.
    soapstone_str password;
    // The nonce, in base64. Of a UsernameToken.
    soapstone_str nonce;
    // What its bytes are, as written. Of a BinarySecurityToken; soapstone_security_binary_token has the bytes.
    soapstone_str value_type;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_security_token;

// The header block Security of every generation.
const soapstone_vocabulary *soapstone_wss_vocabulary(void);

// The header block Security in the OASIS namespaces as printed documents have them, where a hyphen at the end of a line
// was lost. To be given beside soapstone_wss_vocabulary.
const soapstone_vocabulary *soapstone_wss_vocabulary_repaired(void);

// Gives the Security block of a message: the one for the ultimate receiver or, without one, the first for another role
// of the node. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_SECURITY (two blocks with the same role).
int32_t soapstone_security_read(const soapstone_header_reader *headers,
                                soapstone_security *security);

// Gives a token of that block by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
//
// Errors: those of soapstone_security_read; SOAPSTONE_ERROR_INVALID_SECURITY (a Timestamp with two of a time, or Expires
// first); SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (a UsernameToken without Username, or with two of a child);
// SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (the type of the password);
// SOAPSTONE_ERROR_UNSUPPORTED_ALGORITHM (the encoding of the nonce).
int32_t soapstone_security_read_token(const soapstone_header_reader *headers,
                                      uint32_t index,
                                      soapstone_security_token *token);

// Decodes the bytes of a BinarySecurityToken, the one at this place among all tokens, into bytes; bytes_len says how
// many it holds and then how many there are. value_type says what they are, one of SOAPSTONE_VALUE_*.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: those of soapstone_security_read_token;
// SOAPSTONE_ERROR_INVALID_ARGUMENT (another token); SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (a ValueType that is not
// known); SOAPSTONE_ERROR_UNSUPPORTED_ALGORITHM (an EncodingType other than base64);
// SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (not base64, or nothing); SOAPSTONE_ERROR_LIMIT (bytes is too small: bytes_len
// is what it must hold).
int32_t soapstone_security_binary_token(const soapstone_header_reader *headers,
                                        uint32_t index,
                                        int32_t *value_type,
                                        void *bytes,
                                        size_t *bytes_len);

// The URI of a value type, one of SOAPSTONE_VALUE_*, for a token to be written. Static text; empty for others.
soapstone_str soapstone_value_type_uri(int32_t value_type);

/* ================================================================================================================== */

/*
 * WS-Security: verifying tokens.
 *
 * A verifier holds the tokens of a message to a policy: which may be there, which must, how old they may be. It asks a
 * function of yours for passwords, compares in constant time, judges times by your clock and remembers in an array of
 * yours which digests were used.
 *
 *     static soapstone_replay replays[16];
 *     soapstone_security_policy policy;
 *     soapstone_security_verifier verifier = { .size = sizeof verifier, .policy = &policy, .has_clock = 1 };
 *     soapstone_security_result result;
 *
 *     soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);
 *     verifier.now = (int64_t)now;
 *     verifier.replays = replays;
 *     verifier.replay_count = 16;
 *     verifier.password = password;
 *     status = soapstone_security_verify(&headers, &verifier, &result, NULL);
 *     if (status < 0) {
 *         soapstone_security_fault(&fault, version, SOAPSTONE_WSS_OASIS, status, 0);
 *     }
 */

// What a receiver demands. soapstone_security_policy_init fills it; change what should be otherwise. Each of the
// numbers without a unit is 1 for yes, 0 for no.
typedef struct soapstone_security_policy {
    // sizeof(soapstone_security_policy).
    uint32_t size;
    // A UsernameToken must be there.
    int32_t require_username_token;
    // A Timestamp must be there, with a Created.
    int32_t require_timestamp;
    // A digest must come with nonce and Created: without them it can be used again and again.
    int32_t require_nonce;
    // A password may be text.
    int32_t accept_text;
    // A password may be a digest.
    int32_t accept_digest;
    // A UsernameToken may have no password: it proves nothing.
    int32_t accept_no_password;
    // BinarySecurityTokens may be there; what is in them is for you to judge.
    int32_t accept_binary;
    // Tokens must be written as the WS-I Basic Security Profile demands.
    int32_t basic_profile;
    // A time without a zone is taken as UTC; otherwise it is refused.
    int32_t assume_utc;
    // Seconds for which tokens are good, counted from their Created.
    uint32_t window;
    // Seconds by which the clock of the sender may be ahead.
    uint32_t skew;
    // For later use; must be 0.
    uint64_t reserved[2];
} soapstone_security_policy;

// A digest that was used. Zeroed memory is an array of empty ones.
typedef struct soapstone_replay {
    // Not to be touched.
    uint64_t opaque[2];
} soapstone_replay;

// Gives the password of a user. Answers SOAPSTONE_OK, SOAPSTONE_NOT_FOUND when there is no such user, or a negative
// number, which soapstone_security_verify hands on. It should take as long for users that do not exist. What password
// points to must stay until the verification is over.
typedef int32_t (*soapstone_password)(void *ctx, soapstone_str username, soapstone_str *password);

// Says whether a user may come in with this text in the place of a password: for passwords kept as hashes, and
// tickets. Answers SOAPSTONE_OK, SOAPSTONE_NOT_FOUND when not, or a negative number, which is handed on.
typedef int32_t (*soapstone_accepts_text)(void *ctx, soapstone_str username, soapstone_str text);

// What soapstone_security_verify works with.
typedef struct soapstone_security_verifier {
    // sizeof(soapstone_security_verifier).
    uint32_t size;
    // 1 when now is the time, 0 on a device without a clock, where no time is judged.
    int32_t has_clock;
    // Seconds since 1 January 1970 UTC.
    int64_t now;
    // What is demanded; NULL for a UsernameToken with a digest.
    const soapstone_security_policy *policy;
    // The digests that were used, kept from message to message. With a clock, as many entries are needed as there may
    // be messages in a window; without one, only the last so many digests are refused when they come again.
    soapstone_replay *replays;
    // How many entries replays has; digests need one at least.
    uint32_t replay_count;
    // For later use; must be 0.
    uint32_t reserved;
    // Knows the passwords; NULL: there are no users.
    soapstone_password password;
    // Judges text; NULL: it is compared with the password.
    soapstone_accepts_text accepts_text;
    // The first argument of both.
    void *ctx;
} soapstone_security_verifier;

// What was found good.
typedef struct soapstone_security_result {
    // The user, in the store; its ptr is NULL when there is no UsernameToken and none is required.
    soapstone_str username;
    // 1 when the user has shown a password, else 0.
    int32_t authenticated;
    // The generation of the Security block, one of SOAPSTONE_WSS_*; 0 when there is none.
    int32_t generation;
    // For later use; 0.
    uint64_t reserved[2];
} soapstone_security_result;

// Fills a policy: a UsernameToken is required, its password is of this type, SOAPSTONE_PASSWORD_DIGEST or
// SOAPSTONE_PASSWORD_TEXT, digests need nonce and Created, nothing else is accepted; the window is 300 seconds, the
// skew 60.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_security_policy_init(soapstone_security_policy *policy,
                                       int32_t password_type);

// Verifies the tokens of a message whose Body has opened. error may be NULL; when the status is negative it says more,
// its offset being that of the Security block.
//
// Errors: SOAPSTONE_ERROR_AUTHENTICATION_REQUIRED (no UsernameToken, and one is required);
// SOAPSTONE_ERROR_INVALID_SECURITY (no Timestamp, and one is required; two of a token; two blocks; a Timestamp that is
// not valid); SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (a token that the policy does not accept);
// SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (a nonce or time is missing, or not what it says);
// SOAPSTONE_ERROR_MESSAGE_EXPIRED (the Timestamp); SOAPSTONE_ERROR_FAILED_AUTHENTICATION (unknown user, wrong password,
// a token that is too old or was used before: nothing tells one from the other); SOAPSTONE_ERROR_LIMIT
// (SOAPSTONE_LIMIT_REPLAYS: no room to remember the token, so it is refused); those of
// soapstone_security_read_token; SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_security_verify(const soapstone_header_reader *headers,
                                  const soapstone_security_verifier *verifier,
                                  soapstone_security_result *result,
                                  soapstone_error *error);

/* ================================================================================================================== */

/*
 * WS-Security: faults.
 */

// Makes the fault that answers an error of WS-Security, in SOAP 1.1 or 1.2 and in the namespace of a generation, one of
// SOAPSTONE_WSS_*: that of the request. Its reason is the same for every error; with detailed = 1 it says what was
// wrong. error is what was answered, one of SOAPSTONE_ERROR_*.
//
// Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND for an error that is not of WS-Security: soapstone_fault_for_error makes
// the fault for that. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_security_fault(soapstone_fault *fault,
                                 int32_t version,
                                 int32_t generation,
                                 int32_t error,
                                 int32_t detailed);

// What a fault of WS-Security says, of any generation: one of SOAPSTONE_ERROR_*. 0 for any other fault.
int32_t soapstone_security_fault_error(const soapstone_fault *fault);

/* ================================================================================================================== */

/*
 * WS-Security: writing tokens.
 *
 *     soapstone_security_tokens tokens = { .size = sizeof tokens, .generation = SOAPSTONE_WSS_OASIS, .must_understand = 1 };
 *     tokens.username = soapstone_cstr("operator");
 *     tokens.password = soapstone_cstr("secret");
 *     tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
 *     tokens.nonce = random_bytes;
 *     soapstone_date_time_emit((int64_t)now, memory, sizeof memory, &tokens.username_created);
 *     soapstone_security_write(&writer, &tokens);
 */

// The tokens of a Security block to be written. What begins with a string whose ptr is NULL is not written: with all
// zero but size and generation, an empty block. Times are xs:dateTime in UTC.
typedef struct soapstone_security_tokens {
    // sizeof(soapstone_security_tokens).
    uint32_t size;
    // One of SOAPSTONE_WSS_*.
    int32_t generation;
    // 1 when the block must be understood, else 0.
    int32_t must_understand;
    // 1 when the peer takes passwords as text only, as Siebel does: a digest is refused. Else 0.
    int32_t text_only;
    // The role (in SOAP 1.1 the actor); { NULL, 0 } or empty for the ultimate receiver.
    soapstone_str role;
    // Of the Timestamp, when the message is made.
    soapstone_str created;
    // Of the Timestamp, when it expires; may be NULL.
    soapstone_str expires;
    // Of the Timestamp, its wsu:Id; may be NULL.
    soapstone_str timestamp_id;
    // Of the BinarySecurityToken, what its bytes are: soapstone_value_type_uri, in the drafts a QName such as wsse:X509v3.
    soapstone_str value_type;
    // Of the BinarySecurityToken, its bytes.
    soapstone_str binary;
    // Of the BinarySecurityToken, its wsu:Id; may be NULL.
    soapstone_str binary_id;
    // Of the UsernameToken, the user.
    soapstone_str username;
    // Of the UsernameToken, the password: sent as it is, or hashed.
    soapstone_str password;
    // Of the UsernameToken, fresh random bytes, at least 16; may be NULL, but not for a digest.
    soapstone_str nonce;
    // Of the UsernameToken, when it is made; may be NULL, but not for a digest.
    soapstone_str username_created;
    // Of the UsernameToken, its wsu:Id; may be NULL.
    soapstone_str username_id;
    // Of the UsernameToken, one of SOAPSTONE_PASSWORD_*.
    int32_t password_type;
    // For later use; must be 0.
    uint32_t reserved[5];
} soapstone_security_tokens;

// Writes a header block Security, whole. Prefixes are wsse and wsu.
//
// Errors: SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (a digest for a peer that takes text only);
// SOAPSTONE_ERROR_INVALID_ARGUMENT (a digest without nonce or time; a time or Id in SOAPSTONE_WSS_2002_04, which has
// none); those of soapstone_envelope_writer_header_block and soapstone_writer_text.
int32_t soapstone_security_write(soapstone_writer *writer,
                                 const soapstone_security_tokens *tokens);

/* ================================================================================================================== */

/*
 * HTTP fields.
 *
 * The header fields of a message, or the trailers after its body, in the order they were sent, none lost. Names are
 * compared without regard to case.
 *
 *     soapstone_http_fields rest = request.fields;
 *     soapstone_http_field field;
 *
 *     while (soapstone_http_fields_next(&rest, &field) == SOAPSTONE_OK) {
 *         printf("%.*s\n", (int)field.name.len, (const char *)field.name.ptr);
 *     }
 *     status = soapstone_http_fields_value(&request.fields, soapstone_cstr("SOAPAction"), 0, &text);
 */

// Fields as they stand in the memory of a reader or writer, and valid as long as that is left alone.
typedef struct soapstone_http_fields {
    // Their lines, each with its line end.
    soapstone_str lines;
    // Bytes of the message before them.
    size_t offset;
} soapstone_http_fields;

// A field.
typedef struct soapstone_http_field {
    // The name, in the letters of the message.
    soapstone_str name;
    // The value, without white space around it. HTTP gives bytes above 127 no meaning: it may not be UTF-8.
    soapstone_str value;
} soapstone_http_field;

// Gives the first of the fields and takes it off them. Work on a copy to begin anew.
//
// Answers SOAPSTONE_OK or SOAPSTONE_END. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_fields_next(soapstone_http_fields *fields, soapstone_http_field *field);

// Gives the value of the field with this name; index counts those of one name from 0.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT,
// SOAPSTONE_ERROR_WRITE_ENCODING (name is not UTF-8).
int32_t soapstone_http_fields_value(const soapstone_http_fields *fields,
                                    soapstone_str name,
                                    uint32_t index,
                                    soapstone_str *value);

// Answers 1 when a list of tokens, such as that of Connection, has this one, whatever the case of its letters, else 0.
// The values of several fields are one list.
int32_t soapstone_http_fields_has_token(const soapstone_http_fields *fields,
                                        soapstone_str name,
                                        soapstone_str token);

/* ================================================================================================================== */

/*
 * HTTP bodies, read.
 *
 * A soapstone_http_body_reader takes the framing off a body: a length, chunks, or the end of the connection. Bytes
 * flow through, in pieces of the input.
 *
 *     soapstone_http_framing framing = { SOAPSTONE_HTTP_CHUNKED, 0, 0 };
 *     soapstone_http_body_reader body;
 *     soapstone_str piece;
 *
 *     soapstone_http_body_reader_init(&body, SOAPSTONE_ABI_VERSION, &framing, 1000000, NULL, 0);
 *     while ((status = soapstone_http_body_reader_next(&body, &input, last, &piece)) == SOAPSTONE_OK) {
 *         fwrite(piece.ptr, 1, piece.len, stdout);
 *     }
 */

// So many bytes; none when the length is 0.
#define SOAPSTONE_HTTP_LENGTH 1

// Chunks, the last of size 0, then trailers.
#define SOAPSTONE_HTTP_CHUNKED 2

// Everything until the connection is closed: responses only.
#define SOAPSTONE_HTTP_UNTIL_CLOSE 3

// Reads a body. Opaque; place it anywhere.
typedef struct soapstone_http_body_reader {
    // Not to be touched.
    uint64_t opaque[24];
} soapstone_http_body_reader;

// How the end of a body is found.
typedef struct soapstone_http_framing {
    // SOAPSTONE_HTTP_LENGTH, SOAPSTONE_HTTP_CHUNKED or SOAPSTONE_HTTP_UNTIL_CLOSE.
    int32_t kind;
    // For later use; 0.
    uint32_t reserved;
    // Bytes of the body, for SOAPSTONE_HTTP_LENGTH; else 0.
    uint64_t length;
} soapstone_http_framing;

// Makes a reader ready for a body that ends so and has at most limit bytes. abi is SOAPSTONE_ABI_VERSION.
//
// trailers is where trailers go; without memory they are held to their grammar and forgotten.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_body_reader_init(soapstone_http_body_reader *reader,
                                        uint32_t abi,
                                        const soapstone_http_framing *framing,
                                        uint64_t limit,
                                        void *trailers,
                                        size_t trailers_len);

// Gives the next bytes of the body; piece is a part of the input, never empty. What follows the body stays in input.
// last is 1 when the connection is closed after this input, else 0.
//
// Answers SOAPSTONE_OK, SOAPSTONE_NEED_INPUT, SOAPSTONE_END (the body is complete) or an error, which stays. Errors:
// SOAPSTONE_ERROR_INVALID_ARGUMENT, which does not; SOAPSTONE_ERROR_HTTP_CHUNK; SOAPSTONE_ERROR_HTTP_SYNTAX (in a
// trailer); SOAPSTONE_ERROR_HTTP_TRUNCATED; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_MESSAGE_BYTES: the body is longer
// than limit, which is told at once where its length is known; SOAPSTONE_LIMIT_HEAD_BYTES: trailers, or the
// extensions of a chunk).
int32_t soapstone_http_body_reader_next(soapstone_http_body_reader *reader,
                                        soapstone_str *input,
                                        int32_t last,
                                        soapstone_str *piece);

// The bytes of the body given so far; 0 for a reader that was never initialised.
uint64_t soapstone_http_body_reader_offset(const soapstone_http_body_reader *reader);

// Gives the trailers, once the body is complete: none before.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_body_reader_trailers(const soapstone_http_body_reader *reader,
                                            soapstone_http_fields *fields);

// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK. The offset is that of the body as it
// was sent, its framing counted.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_body_reader_error(const soapstone_http_body_reader *reader,
                                         soapstone_error *error);

/* ================================================================================================================== */

/*
 * HTTP heads, read.
 *
 * A soapstone_http_head_reader gathers the head of a request or a response, in memory you give it: it must be judged
 * whole. What comes after it is the body, and is left in the input. A head that two readers could understand
 * differently is refused. Without its memory a reader is ready for the next head after
 * soapstone_http_head_reader_clear.
 *
 *     soapstone_http_head_reader reader;
 *     soapstone_http_request request;
 *     soapstone_http_framing framing;
 *
 *     soapstone_http_head_reader_init(&reader, SOAPSTONE_ABI_VERSION, memory, sizeof memory, 0);
 *     status = soapstone_http_head_reader_read(&reader, &input, last);
 *     if (status == SOAPSTONE_OK) {
 *         status = soapstone_http_head_reader_request(&reader, &request);
 *     }
 *     if (status == SOAPSTONE_OK) {
 *         status = soapstone_http_request_framing(&request, &framing, NULL);
 *     }
 */

// HTTP/1.0.
#define SOAPSTONE_HTTP_10 10

// HTTP/1.1.
#define SOAPSTONE_HTTP_11 11

// Gathers heads. Opaque; place it anywhere.
typedef struct soapstone_http_head_reader {
    // Not to be touched.
    uint64_t opaque[24];
} soapstone_http_head_reader;

// The head of a request. The strings are in the memory of the reader.
typedef struct soapstone_http_request {
    // The method, such as POST; methods are compared with regard to case.
    soapstone_str method;
    // What it is sent to, such as /stock?x=y.
    soapstone_str target;
    // The fields.
    soapstone_http_fields fields;
    // SOAPSTONE_HTTP_10 or SOAPSTONE_HTTP_11.
    int32_t version;
    // 1 when the client leaves the connection open for another request, else 0.
    int32_t keeps_alive;
} soapstone_http_request;

// The head of a response. The strings are in the memory of the reader.
typedef struct soapstone_http_response {
    // The words after the status, for people; may be empty, may not be UTF-8.
    soapstone_str reason;
    // The fields.
    soapstone_http_fields fields;
    // The status, 100 to 599.
    int32_t status;
    // SOAPSTONE_HTTP_10 or SOAPSTONE_HTTP_11.
    int32_t version;
    // 1 when the server leaves the connection open for another request, else 0. It does not, whatever the head says,
    // after a body that ends with the connection (SOAPSTONE_HTTP_UNTIL_CLOSE).
    int32_t keeps_alive;
    // For later use; 0.
    uint32_t reserved;
} soapstone_http_response;

// Makes a reader ready for a head. abi is SOAPSTONE_ABI_VERSION.
//
// memory is where the head goes: a few hundred bytes for most, SOAPSTONE_ERROR_LIMIT tells how much as far as that is
// known. most_fields is how many fields a head may have; 0 for 64.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_head_reader_init(soapstone_http_head_reader *reader,
                                        uint32_t abi,
                                        void *memory,
                                        size_t memory_len,
                                        uint32_t most_fields);

// Takes input up to the end of the head and no further. last is 1 when the connection is closed after this input,
// else 0.
//
// Answers SOAPSTONE_OK (the head is complete) or SOAPSTONE_NEED_INPUT. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT;
// SOAPSTONE_ERROR_HTTP_SYNTAX; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_HEAD_BYTES, SOAPSTONE_LIMIT_HEAD_FIELDS);
// SOAPSTONE_ERROR_HTTP_TRUNCATED; SOAPSTONE_ERROR_CONNECTION_CLOSED (before the first byte of a head). All but the
// first stay, until the reader is cleared.
int32_t soapstone_http_head_reader_read(soapstone_http_head_reader *reader,
                                        soapstone_str *input,
                                        int32_t last);

// Gives the complete head as that of a request.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the head is not complete; SOAPSTONE_ERROR_HTTP_SYNTAX and
// SOAPSTONE_ERROR_HTTP_VERSION, in its first line.
int32_t soapstone_http_head_reader_request(soapstone_http_head_reader *reader,
                                           soapstone_http_request *request);

// Gives the complete head as that of a response. Errors: as soapstone_http_head_reader_request.
int32_t soapstone_http_head_reader_response(soapstone_http_head_reader *reader,
                                            soapstone_http_response *response);

// Forgets the head, and an error, to gather the next. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_head_reader_clear(soapstone_http_head_reader *reader);

// Says what was wrong with the head. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_head_reader_error(const soapstone_http_head_reader *reader,
                                         soapstone_error *error);

// Says how the body of a request ends. error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_FRAMING (a length that is not one number in one
// field, a length beside a transfer coding, ...); SOAPSTONE_ERROR_HTTP_CODING (a transfer coding but chunked). After
// one of these the connection is of no more use.
int32_t soapstone_http_request_framing(const soapstone_http_request *request,
                                       soapstone_http_framing *framing,
                                       soapstone_error *error);

// Says how the body of the response to a request with this method ends. Errors: as soapstone_http_request_framing.
int32_t soapstone_http_response_framing(const soapstone_http_response *response,
                                        soapstone_str method,
                                        soapstone_http_framing *framing,
                                        soapstone_error *error);

/* ================================================================================================================== */

/*
 * HTTP endpoints: the address that is called.
 */

// An address such as http://host:port/path?query, in parts. The strings are in the text that was parsed.
typedef struct soapstone_http_endpoint {
    // The host: a name, an IPv4 address, or an IPv6 address without its brackets.
    soapstone_str host;
    // Path and query; when it does not begin with a slash, one is sent before it.
    soapstone_str path;
    // The port; where the address names none, 80 or 443.
    uint32_t port;
    // 1 for https, which is TLS, the business of who opens the connection, else 0.
    int32_t secure;
} soapstone_http_endpoint;

// Parses an address. error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (text is not UTF-8);
// SOAPSTONE_ERROR_INVALID_ENDPOINT, at the byte where it cannot go on: another scheme, no host, a user, a fragment, a
// port that is none.
int32_t soapstone_http_endpoint_parse(soapstone_str text,
                                      soapstone_http_endpoint *endpoint,
                                      soapstone_error *error);

/* ================================================================================================================== */

/*
 * HTTP heads, written.
 *
 * A soapstone_http_head_writer writes a head into memory you give it. The first error stays, so that it is enough to
 * look at the status of soapstone_http_head_writer_finish. Line breaks and other control characters get into no head.
 *
 *     soapstone_http_head_writer head;
 *     soapstone_str bytes;
 *
 *     soapstone_http_head_writer_response(&head, SOAPSTONE_ABI_VERSION, memory, sizeof memory, 200, soapstone_cstr("OK"));
 *     soapstone_http_head_writer_field(&head, soapstone_cstr("Content-Type"), soapstone_cstr("text/xml; charset=utf-8"));
 *     soapstone_http_head_writer_number(&head, soapstone_cstr("Content-Length"), 310);
 *     status = soapstone_http_head_writer_finish(&head, &bytes);
 *     if (status == SOAPSTONE_OK) {
 *         send(bytes.ptr, bytes.len);
 *     }
 */

// Writes a head. Opaque; place it anywhere.
typedef struct soapstone_http_head_writer {
    // Not to be touched.
    uint64_t opaque[20];
} soapstone_http_head_writer;

// Begins the head of a request. abi is SOAPSTONE_ABI_VERSION; memory is where the head goes.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8). That method or
// target will not do is told by the calls that follow.
int32_t soapstone_http_head_writer_request(soapstone_http_head_writer *writer,
                                           uint32_t abi,
                                           void *memory,
                                           size_t memory_len,
                                           soapstone_str method,
                                           soapstone_str target);

// Begins the head of a response. reason may be empty. Errors: as soapstone_http_head_writer_request.
int32_t soapstone_http_head_writer_response(soapstone_http_head_writer *writer,
                                            uint32_t abi,
                                            void *memory,
                                            size_t memory_len,
                                            int32_t response_status,
                                            soapstone_str reason);

// Begins trailers: fields without a first line, after soapstone_http_body_writer_finish_before_trailers.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_head_writer_trailers(soapstone_http_head_writer *writer,
                                            uint32_t abi,
                                            void *memory,
                                            size_t memory_len);

// Writes a field.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8). These stay:
// SOAPSTONE_ERROR_HTTP_FIELD (the name is no token, or the value has a control character other than the tab);
// SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_HEAD_BYTES: the memory is full).
int32_t soapstone_http_head_writer_field(soapstone_http_head_writer *writer,
                                         soapstone_str name,
                                         soapstone_str value);

// Writes a field whose value is a number. Errors: as soapstone_http_head_writer_field.
int32_t soapstone_http_head_writer_number(soapstone_http_head_writer *writer,
                                          soapstone_str name,
                                          uint64_t value);

// Writes the field Host of a request to this endpoint. Errors: as soapstone_http_head_writer_field.
int32_t soapstone_http_head_writer_host(soapstone_http_head_writer *writer,
                                        const soapstone_http_endpoint *endpoint);

// Ends the head and gives its bytes, which begin where the memory does. The writer takes no more calls.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; the first error of the calls before. With SOAPSTONE_ERROR_LIMIT,
// soapstone_http_head_writer_error tells exactly how much memory the head takes.
int32_t soapstone_http_head_writer_finish(soapstone_http_head_writer *writer,
                                          soapstone_str *head);

// Says what went wrong. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_head_writer_error(const soapstone_http_head_writer *writer,
                                         soapstone_error *error);

/* ================================================================================================================== */

/*
 * HTTP bodies, written.
 *
 * A soapstone_http_body_writer says what goes around the bytes of a body, and holds the body to its length.
 *
 *     soapstone_http_framing chunked = { SOAPSTONE_HTTP_CHUNKED, 0, 0 };
 *     soapstone_http_body_writer body;
 *     soapstone_http_frame frame;
 *     soapstone_str end;
 *
 *     soapstone_http_body_writer_init(&body, SOAPSTONE_ABI_VERSION, &chunked);
 *     status = soapstone_http_body_writer_frame(&body, sizeof chunk, &frame);
 *     if (status == SOAPSTONE_OK) {
 *         send(frame.before, frame.before_len);
 *         send(chunk, sizeof chunk);
 *         send(frame.after.ptr, frame.after.len);
 *         status = soapstone_http_body_writer_finish(&body, &end);
 *     }
 *     if (status == SOAPSTONE_OK) {
 *         send(end.ptr, end.len);
 *     }
 */

// Writes a body. Opaque; place it anywhere.
typedef struct soapstone_http_body_writer {
    // Not to be touched.
    uint64_t opaque[6];
} soapstone_http_body_writer;

// What stands around some bytes of a body on the wire.
typedef struct soapstone_http_frame {
    // What precedes them.
    uint8_t before[20];
    // How many bytes that are.
    uint32_t before_len;
    // What follows them; static text.
    soapstone_str after;
} soapstone_http_frame;

// Makes a writer ready for a body that ends so. abi is SOAPSTONE_ABI_VERSION.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_body_writer_init(soapstone_http_body_writer *writer,
                                        uint32_t abi,
                                        const soapstone_http_framing *framing);

// Gives what goes around the next len bytes of the body: nothing for 0 bytes.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_LENGTH (more bytes than the head has said).
int32_t soapstone_http_body_writer_frame(soapstone_http_body_writer *writer,
                                         size_t len,
                                         soapstone_http_frame *frame);

// Ends the body and gives what is to be sent after it: the last chunk, or nothing. Static text.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_LENGTH (fewer bytes than the head has said).
int32_t soapstone_http_body_writer_finish(soapstone_http_body_writer *writer,
                                          soapstone_str *end);

// The same when trailers follow, which only chunks allow: elsewhere end is empty, and nothing may follow.
// Errors: as soapstone_http_body_writer_finish.
int32_t soapstone_http_body_writer_finish_before_trailers(soapstone_http_body_writer *writer,
                                                          soapstone_str *end);

/* ================================================================================================================== */

/*
 * HTTP field values.
 *
 * Values of header fields, taken apart: media types, the SOAPAction, challenges and credentials. A value is checked
 * whole; what is handed out points into it. What a word says is without quotes and quoted pairs only once it was
 * copied with soapstone_http_word_decode; comparing needs no copy.
 *
 *     soapstone_http_media_type kind;
 *     soapstone_http_word charset;
 *
 *     status = soapstone_http_media_type_parse(text, 0, &kind, NULL);
 *     if (status == SOAPSTONE_OK && soapstone_http_media_type_is(&kind, soapstone_cstr("text/xml"))) {
 *         status = soapstone_http_parameter(&kind.parameters, soapstone_cstr("charset"), &charset);
 *     }
 *     if (status == SOAPSTONE_OK && soapstone_http_word_equals(&charset, soapstone_cstr("utf-8"), 1)) {
 *         answer(1);
 *     }
 */

// There is no field SOAPAction.
#define SOAPSTONE_SOAP_ACTION_ABSENT 0

// The field has no value: nothing is said.
#define SOAPSTONE_SOAP_ACTION_EMPTY 1

// The action stands in quotes; "" says that the address says it.
#define SOAPSTONE_SOAP_ACTION_QUOTED 2

// The action lacks its quotes, which the WS-I Basic Profile does not allow.
#define SOAPSTONE_SOAP_ACTION_UNQUOTED 3

// Parameters. soapstone_http_parameter finds one, soapstone_http_parameters_next takes one after the other.
typedef struct soapstone_http_parameters {
    // As they stand in the message.
    soapstone_str text;
    // How they are written.
    uint32_t form;
    // For later use; 0.
    uint32_t reserved;
} soapstone_http_parameters;

// A media type: the value of a Content-Type.
typedef struct soapstone_http_media_type {
    // What is before the slash, in the letters of the message.
    soapstone_str kind;
    // What follows it.
    soapstone_str subtype;
    // The parameters.
    soapstone_http_parameters parameters;
} soapstone_http_media_type;

// A token or a quoted string.
typedef struct soapstone_http_word {
    // As it stands in the message, without quotes; quoted pairs as they are. It may not be UTF-8.
    soapstone_str raw;
    // 1 when it stands in quotes, else 0.
    int32_t quoted;
    // For later use; 0.
    uint32_t reserved;
} soapstone_http_word;

// A challenge of a server, or the credentials of a client.
typedef struct soapstone_http_challenge {
    // The scheme, in the letters of the message; to be compared without regard to case.
    soapstone_str scheme;
    // Its token, mostly base64; empty: none.
    soapstone_str token;
    // Its parameters.
    soapstone_http_parameters parameters;
} soapstone_http_challenge;

// Parses a media type. unquoted is 1 when parameters may lack the quotes they need, as some peers send them, else 0.
// error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_VALUE (it is not one media type, or charset, action,
// type, boundary, start or start-info is there twice).
int32_t soapstone_http_media_type_parse(soapstone_str value,
                                        int32_t unquoted,
                                        soapstone_http_media_type *media_type,
                                        soapstone_error *error);

// Answers 1 when a media type is this one, text/xml say, whatever the case of its letters and its parameters, else 0.
int32_t soapstone_http_media_type_is(const soapstone_http_media_type *media_type,
                                     soapstone_str essence);

// Gives the value of the first parameter with this name, whatever the case of its letters.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING
// (name is not UTF-8).
int32_t soapstone_http_parameter(const soapstone_http_parameters *parameters,
                                 soapstone_str name,
                                 soapstone_http_word *value);

// Gives the first parameter and takes it off the others. Work on a copy to begin anew.
//
// Answers SOAPSTONE_OK or SOAPSTONE_END. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_parameters_next(soapstone_http_parameters *parameters,
                                       soapstone_str *name,
                                       soapstone_http_word *value);

// Answers 1 when a word says exactly this, else 0; any_case is 1 when the case of letters does not matter, else 0.
int32_t soapstone_http_word_equals(const soapstone_http_word *word,
                                   soapstone_str text,
                                   int32_t any_case);

// Copies what a word says to memory. It may not be UTF-8. error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_OUTPUT: memory).
int32_t soapstone_http_word_decode(const soapstone_http_word *word,
                                   void *memory,
                                   size_t memory_len,
                                   soapstone_str *text,
                                   soapstone_error *error);

// Says what the field SOAPAction of a request says: kind is one of SOAPSTONE_SOAP_ACTION_*, action what it says, empty
// for the first two.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_VALUE (neither in quotes nor free of spaces and
// quotes, or two fields that differ).
int32_t soapstone_http_soap_action(const soapstone_http_fields *fields,
                                   int32_t *kind,
                                   soapstone_http_word *action);

// Gives the challenge with this index, from 0, in the fields with this name: WWW-Authenticate or Proxy-Authenticate. A
// malformed one ends those of its field and counts.
//
// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_VALUE;
// SOAPSTONE_ERROR_WRITE_ENCODING (name is not UTF-8).
int32_t soapstone_http_challenge_at(const soapstone_http_fields *fields,
                                    soapstone_str name,
                                    uint32_t index,
                                    soapstone_http_challenge *challenge);

// Writes a media type to memory: essence, such as application/soap+xml; charset=utf-8, and behind it, where action is
// not empty, the parameter action in quotes. With essence empty, the action in quotes alone: a SOAPAction.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_HEAD_BYTES: memory);
// SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_http_value_write(soapstone_str essence,
                                   soapstone_str action,
                                   void *memory,
                                   size_t memory_len,
                                   soapstone_str *value,
                                   soapstone_error *error);

/* ================================================================================================================== */

/*
 * HTTP credentials: the client.
 *
 * A soapstone_http_login has the credentials of a call for one scheme or several. It is asked for the value of the
 * field Authorization before a request is sent, and again with the fields of every response 401; what it has no answer
 * to stays unanswered. Only the schemes whose function you call are in your program.
 *
 *     static uint8_t challenge[256];
 *     soapstone_http_login login;
 *     soapstone_http_authorize wanted = { .size = sizeof wanted };
 *     soapstone_http_head_writer head;
 *     soapstone_str value;
 *
 *     soapstone_http_login_init(&login, SOAPSTONE_ABI_VERSION);
 *     soapstone_http_login_digest(&login, soapstone_cstr("alice"), soapstone_cstr("s3cret"),
 *                                 SOAPSTONE_HTTP_SHA_256 | SOAPSTONE_HTTP_MD5, random_bytes.ptr, challenge,
 *                                 sizeof challenge);
 *     wanted.method = soapstone_cstr("POST");
 *     wanted.target = soapstone_cstr("/stock");
 *     status = soapstone_http_login_authorize(&login, &wanted, memory, sizeof memory, &value, NULL);
 *     if (status == SOAPSTONE_OK) {
 *         soapstone_http_head_writer_field(&head, soapstone_cstr("Authorization"), value);
 *     }
 */

// The scheme Basic: the password is sent.
#define SOAPSTONE_HTTP_BASIC 1

// The scheme Digest: a proof of the password is sent.
#define SOAPSTONE_HTTP_DIGEST 2

// The scheme NTLM: three messages on one connection.
#define SOAPSTONE_HTTP_NTLM 3

// Digest with MD5: weak, and what most peers know.
#define SOAPSTONE_HTTP_MD5 1

// Digest with SHA-256.
#define SOAPSTONE_HTTP_SHA_256 2

// Credentials. Opaque; place it anywhere. It holds pointers to user and password, no copies.
typedef struct soapstone_http_login {
    // Not to be touched.
    uint64_t opaque[48];
} soapstone_http_login;

// Makes a message of NTLM. challenge is the message of the server, empty for the first. The message goes to out, which
// has room for out_len bytes; its length goes to written. Answers SOAPSTONE_OK, or any negative number, with which the
// call fails.
typedef int32_t (*soapstone_http_token)(void *ctx,
                                        soapstone_str challenge,
                                        uint8_t *out,
                                        size_t out_len,
                                        size_t *written);

// The request that credentials are wanted for.
typedef struct soapstone_http_authorize {
    // sizeof(soapstone_http_authorize).
    uint32_t size;
    // 1 when a proxy asks, whose fields are Proxy-Authenticate and Proxy-Authorization; else 0.
    int32_t proxy;
    // The method, such as POST.
    soapstone_str method;
    // What it is sent to, such as /stock?x=y.
    soapstone_str target;
    // The fields of the response 401, or 407 of a proxy; NULL before the first request of a call is sent.
    const soapstone_http_fields *challenges;
} soapstone_http_authorize;

// Gives the scheme of this name, whatever the case of its letters: SOAPSTONE_HTTP_BASIC, SOAPSTONE_HTTP_DIGEST or
// SOAPSTONE_HTTP_NTLM. Another name, or none, is Basic.
int32_t soapstone_http_scheme(soapstone_str name);

// Splits the user of NTLM, domain\user. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when there is no backslash, or
// nothing on one side of it; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_http_account(soapstone_str account,
                               soapstone_str *domain,
                               soapstone_str *username);

// Makes credentials ready, with no scheme yet. abi is SOAPSTONE_ABI_VERSION. Of several schemes the strongest that a
// server takes is used: NTLM, Digest, Basic. Whoever must not show a password leaves Basic out.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_login_init(soapstone_http_login *login,
                                  uint32_t abi);

// Adds Basic, which is sent with the first request. The strings are not copied.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for a colon in username or a control character in either;
// SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_http_login_basic(soapstone_http_login *login,
                                   soapstone_str username,
                                   soapstone_str password);

// Adds Digest. algorithms are those that may be used: SOAPSTONE_HTTP_MD5, SOAPSTONE_HTTP_SHA_256 or both, of which the
// second is better. random points to 16 fresh random bytes, which are copied. In memory a challenge is kept, some 100
// bytes for most servers. The strings are not copied.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_http_login_digest(soapstone_http_login *login,
                                    soapstone_str username,
                                    soapstone_str password,
                                    uint32_t algorithms,
                                    const uint8_t *random,
                                    void *memory,
                                    size_t memory_len);

// Adds NTLM. token makes the messages; ctx is its first argument. memory holds two of them at once: that of the server
// and the answer.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_login_ntlm(soapstone_http_login *login,
                                  soapstone_http_token token,
                                  void *ctx,
                                  void *memory,
                                  size_t memory_len);

// Makes all schemes that were added credentials for a proxy, and for it alone: the proxy_login of a soapstone_http_call.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_login_for_proxy(soapstone_http_login *login);

// Gives the value of the field Authorization, or Proxy-Authorization, written to memory. error, which may be NULL, takes
// an error in full.
//
// Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND when there is none: nobody has asked yet, or nothing here answers the
// challenges, or what answered them was refused. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT
// (SOAPSTONE_LIMIT_HEAD_BYTES: memory; SOAPSTONE_LIMIT_WORKSPACE: the memory of the scheme);
// SOAPSTONE_ERROR_HTTP_VALUE (a message of NTLM that is not base64); SOAPSTONE_ERROR_IO (token has failed);
// SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_http_login_authorize(soapstone_http_login *login,
                                       const soapstone_http_authorize *request,
                                       void *memory,
                                       size_t memory_len,
                                       soapstone_str *value,
                                       soapstone_error *error);

/* ================================================================================================================== */

/*
 * HTTP credentials: the server.
 *
 * A soapstone_http_guard holds the credentials of requests to those of your users, and writes the challenges of a
 * response 401. With Digest it remembers, in an array of yours, which requests came with a nonce, so that none is taken
 * twice.
 *
 *     static soapstone_http_nonce nonces[8];
 *     soapstone_http_guard guard;
 *     soapstone_http_users users = { .size = sizeof users, .password = password };
 *     soapstone_http_head_writer head;
 *     soapstone_str user;
 *
 *     soapstone_http_guard_init(&guard, SOAPSTONE_ABI_VERSION, soapstone_cstr("meter"), random_bytes.ptr, nonces, 8, 0);
 *     soapstone_http_guard_digest(&guard, SOAPSTONE_HTTP_SHA_256 | SOAPSTONE_HTTP_MD5);
 *
 *     status = soapstone_http_guard_admit(&guard, &request, now, &users, memory, sizeof memory, &user, NULL);
 *     if (status == SOAPSTONE_ERROR_HTTP_AUTHENTICATION) {
 *         soapstone_http_head_writer_response(&head, SOAPSTONE_ABI_VERSION, memory, sizeof memory, 401, text);
 *         soapstone_http_guard_challenge(&guard, now, &head);
 *     }
 */

// A guard. Opaque; place it anywhere. It holds a pointer to the realm and the random bytes, no copies.
typedef struct soapstone_http_guard {
    // Not to be touched.
    uint64_t opaque[24];
} soapstone_http_guard;

// A nonce that was answered. Zeroed memory is an array of empty ones.
typedef struct soapstone_http_nonce {
    // Not to be touched.
    uint64_t opaque[2];
} soapstone_http_nonce;

// Who knows the users.
typedef struct soapstone_http_users {
    // sizeof(soapstone_http_users).
    uint32_t size;
    // For later use; must be 0.
    uint32_t reserved;
    // Knows the passwords; NULL: there are no users.
    soapstone_password password;
    // Judges the password of Basic; NULL: it is compared with that of the user.
    soapstone_accepts_text accepts_text;
    // The first argument of both.
    void *ctx;
} soapstone_http_users;

// Makes a guard ready, which lets nobody in until it has schemes. abi is SOAPSTONE_ABI_VERSION.
//
// realm is what users are asked for, without quotes and backslashes. random points to 16 random bytes, made anew each
// time the device starts. nonces has one entry for each client that calls with Digest at the same time; a client that
// finds no room comes again. window is for how many seconds a nonce is good; 0 for 300.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (realm is not UTF-8).
int32_t soapstone_http_guard_init(soapstone_http_guard *guard,
                                  uint32_t abi,
                                  soapstone_str realm,
                                  const uint8_t *random,
                                  soapstone_http_nonce *nonces,
                                  uint32_t nonce_count,
                                  uint32_t window);

// Takes Basic too: for connections that nobody can listen to. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_guard_basic(soapstone_http_guard *guard);

// Takes Digest with these algorithms: SOAPSTONE_HTTP_MD5, SOAPSTONE_HTTP_SHA_256 or both.
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_http_guard_digest(soapstone_http_guard *guard, uint32_t algorithms);

// Gives the user whose credentials a request has. now are seconds of any clock that does not go back; 0 without one.
// The name is written to memory, where there must be room for it, and with Basic for the password too, of which nothing
// is left there. error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_HTTP_AUTHENTICATION (no credentials, or they are not accepted: to be answered with 401);
// SOAPSTONE_ERROR_HTTP_VALUE (malformed credentials, or two: 400); SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_WORKSPACE:
// memory); SOAPSTONE_ERROR_INVALID_ARGUMENT; what the functions of users answer.
int32_t soapstone_http_guard_admit(soapstone_http_guard *guard,
                                   const soapstone_http_request *request,
                                   uint64_t now,
                                   const soapstone_http_users *users,
                                   void *memory,
                                   size_t memory_len,
                                   soapstone_str *username,
                                   soapstone_error *error);

// Writes what the client must answer: a field WWW-Authenticate for each scheme and algorithm.
//
// Errors: those of soapstone_http_head_writer_field; SOAPSTONE_ERROR_HTTP_FIELD as well when the realm has quotes or
// backslashes.
int32_t soapstone_http_guard_challenge(soapstone_http_guard *guard,
                                       uint64_t now,
                                       soapstone_http_head_writer *head);

/* ================================================================================================================== */

/*
 * Large messages.
 *
 * A message of more than 100 KB travels in chunks of at most that size; the receiver acknowledges each. Neither side
 * holds a chunk: its bytes flow through in pieces of any size, so a device with 2 KB of memory takes part. How a chunk
 * is framed is the business of your transport; the library knows which chunk is next, where it begins, whether it is
 * the first or the last, and what to do when one is refused.
 *
 * Nothing is lost silently: a chunk that is missing, repeated, out of order, too large or cut short is an error that
 * names the chunk. It changes nothing, so the right chunk may still follow.
 *
 * The two directions are independent: a small request may have a response in chunks, and the other way round.
 */

// 100 KB: a message of more bytes than that travels in chunks of at most so many. The usual chunk_bytes.
#define SOAPSTONE_CHUNK_BYTES 102400

// A total that the sender does not know.
#define SOAPSTONE_TOTAL_UNKNOWN UINT64_MAX

// One chunk of a message. Its bytes travel beside it.
typedef struct soapstone_chunk {
    // Its number, from 0.
    uint64_t index;
    // Bytes of the message before it.
    uint64_t offset;
    // Its length in bytes: 0 only for the one chunk of an empty message.
    uint64_t len;
    // Bytes of the whole message, or SOAPSTONE_TOTAL_UNKNOWN.
    uint64_t total;
    // 1 for the first chunk: transport headers go with it and with no other. Else 0.
    int32_t first;
    // 1 for the last chunk, else 0.
    int32_t last;
} soapstone_chunk;

// Says whether a message of total bytes travels in more than one chunk: 1 when it is longer than chunk_bytes, which
// is most often SOAPSTONE_CHUNK_BYTES; else 0. With a chunk_bytes of 0 nothing is cut.
int32_t soapstone_chunk_applies(uint32_t chunk_bytes,
                                uint64_t total);

// Gives the chunk with this index of a message of total bytes; SOAPSTONE_NOT_FOUND behind the last. An empty message
// has one chunk.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_at(uint32_t chunk_bytes,
                           uint64_t total,
                           uint64_t index,
                           soapstone_chunk *chunk);

/* ================================================================================================================== */

/*
 * Sending chunks.
 *
 * soapstone_chunk_send sends a body that can be read at any place, such as a file, through functions of yours:
 *
 *     soapstone_chunk_source source = { sizeof source, read_file, file };
 *     soapstone_chunk_out out = { sizeof out, begin_chunk, write_bytes, finish_chunk, connection };
 *     soapstone_chunk_sender sender;
 *
 *     soapstone_chunk_sender_init(&sender, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, total, 3);
 *     status = soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory);
 *
 * A loop of your own asks soapstone_chunk_sender_next what to do, does it, and says so.
 */

// Say how long the next chunk is, at most bytes, and whether it is the last: soapstone_chunk_sender_cut. Only when the
// total is not known.
#define SOAPSTONE_SEND_CUT 1

// Begin the chunk, then call soapstone_chunk_sender_begin. A file is read from its offset on.
#define SOAPSTONE_SEND_BEGIN 2

// Send bytes of the chunk, at most so many, then call soapstone_chunk_sender_sent.
#define SOAPSTONE_SEND_BYTES 3

// The chunk is sent: wait for the answer, then call soapstone_chunk_sender_answer.
#define SOAPSTONE_SEND_AWAIT 4

// The sending side of a message. Opaque; place it anywhere.
typedef struct soapstone_chunk_sender {
    // Not to be touched.
    uint64_t opaque[32];
} soapstone_chunk_sender;

// A body that can be read at any place. All functions are there, and stay valid as long as it is in use.
typedef struct soapstone_chunk_source {
    // sizeof(soapstone_chunk_source).
    uint32_t size;
    // Reads bytes of the body from offset on into the memory at into, at most len, and stores how many in count; 0
    // only at the end of the body. Answers 0, or a negative number of its own, which ends the transfer and is its
    // status.
    int32_t (*read)(void *ctx, uint64_t offset, uint8_t *into, size_t len, size_t *count);
    // The first argument of the function.
    void *ctx;
} soapstone_chunk_source;

// The way to the receiver. All functions are there, and stay valid as long as it is in use. Each answers 0, or a
// negative number of its own, which ends the transfer and is its status.
typedef struct soapstone_chunk_out {
    // sizeof(soapstone_chunk_out).
    uint32_t size;
    // Begins a chunk. Transport headers, and what tells the receiver that chunks follow, go with the first and with no
    // other. A chunk that was refused is begun again.
    int32_t (*begin)(void *ctx, const soapstone_chunk *chunk);
    // Sends bytes of the chunk, all of them.
    int32_t (*write)(void *ctx, const uint8_t *bytes, size_t len);
    // Ends the chunk and waits for the answer: 0 when the receiver has taken it, SOAPSTONE_ERROR_CHUNK_REFUSED when it
    // has not, or the way broke and can be opened again: the chunk is then sent again.
    int32_t (*finish)(void *ctx, const soapstone_chunk *chunk);
    // The first argument of each.
    void *ctx;
} soapstone_chunk_out;

// What to do next.
typedef struct soapstone_send_step {
    // One of SOAPSTONE_SEND_*.
    int32_t kind;
    // For SOAPSTONE_SEND_CUT and SOAPSTONE_SEND_BYTES: so many bytes at most; else 0.
    uint64_t bytes;
    // For SOAPSTONE_SEND_BEGIN and SOAPSTONE_SEND_AWAIT: the chunk.
    soapstone_chunk chunk;
} soapstone_send_step;

// Makes a sender ready for a message of total bytes, or SOAPSTONE_TOTAL_UNKNOWN.
//
// abi is SOAPSTONE_ABI_VERSION. A message longer than chunk_bytes is cut into chunks of at most so many bytes; 0 sends
// every message as one chunk. Each chunk may be refused retries times.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_sender_init(soapstone_chunk_sender *sender,
                                    uint32_t abi,
                                    uint32_t chunk_bytes,
                                    uint64_t total,
                                    uint32_t retries);

// Sends what is left of a message, reading the body through memory of any size; more is faster.
//
// It goes on where the sender stands: call it again to take up a transfer that failed. The total must be known.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_REFUSED: a chunk was refused once too often;
// SOAPSTONE_ERROR_CHUNK_TOTAL: the body ends before its total; what a function answered.
int32_t soapstone_chunk_send(soapstone_chunk_sender *sender,
                             const soapstone_chunk_source *source,
                             const soapstone_chunk_out *out,
                             void *memory,
                             size_t memory_len);

// Says what to do now: one of SOAPSTONE_SEND_* in step->kind. Answers SOAPSTONE_END when all is sent and acknowledged.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_sender_next(const soapstone_chunk_sender *sender,
                                    soapstone_send_step *step);

// Says how long the next chunk of a message of unknown total is; last is 1 when it is the last, else 0.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT: not asked for; SOAPSTONE_ERROR_LIMIT, SOAPSTONE_ERROR_CHUNK_SIZE: longer
// than allowed, or empty; SOAPSTONE_ERROR_CHUNK_ORDER: not the last, and chunks are off.
int32_t soapstone_chunk_sender_cut(soapstone_chunk_sender *sender,
                                   uint64_t len,
                                   int32_t last);

// Says that the chunk is begun.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_sender_begin(soapstone_chunk_sender *sender);

// Says that so many bytes more of the chunk are sent.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: more than it has.
int32_t soapstone_chunk_sender_sent(soapstone_chunk_sender *sender, uint64_t len);

// Takes the answer to the chunk: taken is 1 when the receiver has acknowledged it; 0 when it has not, or when the way
// broke in the middle of it: the chunk is then next again, from its first byte.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: acknowledged before all of it was sent;
// SOAPSTONE_ERROR_CHUNK_REFUSED: refused once too often; it is next nevertheless.
int32_t soapstone_chunk_sender_answer(soapstone_chunk_sender *sender,
                                      int32_t taken);

// Takes the question of a receiver that asks for its chunks: for the next, which acknowledges the one before; or for
// the same again, which refuses it.
//
// Errors: SOAPSTONE_ERROR_CHUNK_REPEATED, SOAPSTONE_ERROR_CHUNK_MISSING: another chunk; and those of
// soapstone_chunk_sender_answer.
int32_t soapstone_chunk_sender_query(soapstone_chunk_sender *sender,
                                     uint64_t index);

// Says what went wrong last, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_sender_error(const soapstone_chunk_sender *sender,
                                     soapstone_error *error,
                                     uint64_t *index);

/* ================================================================================================================== */

/*
 * Writing a message in chunks.
 *
 * The write function of an output, for a writer whose message travels in chunks:
 *
 *     uint8_t workspace[1024];
 *     soapstone_chunk_writer chunks;
 *     soapstone_output output = { sizeof output, SOAPSTONE_OUTPUT_WRITE, memory, sizeof memory,
 *                                 soapstone_chunk_write, &chunks };
 *
 *     soapstone_chunk_writer_init(&chunks, SOAPSTONE_ABI_VERSION, &sender, &out, NULL, 0);
 *     soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL,
 *                                    SOAPSTONE_SOAP12);
 *     status = soapstone_envelope_writer_finish(&writer);
 *     status = soapstone_chunk_writer_finish(&chunks);
 *
 * A message whose total is known, because it was written into SOAPSTONE_OUTPUT_COUNT first, flows out piece by piece
 * and no chunk is held. Otherwise each chunk is gathered in memory that you give, for it must be known whether it is
 * the last; it may be smaller than 100 KB, and so are the chunks then.
 */

// Sends what is written in chunks. Opaque; place it anywhere.
typedef struct soapstone_chunk_writer {
    // Not to be touched.
    uint64_t opaque[48];
} soapstone_chunk_writer;

// Makes a writer ready. abi is SOAPSTONE_ABI_VERSION.
//
// The sender says how the message is cut; it is copied. When some of its chunks are acknowledged already, write the
// message again from its beginning: the bytes of those chunks are left out. memory is for a message of unknown total
// and may be NULL with a length of 0 otherwise; it, the functions and their ctx must outlive the writer.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_writer_init(soapstone_chunk_writer *writer,
                                    uint32_t abi,
                                    const soapstone_chunk_sender *sender,
                                    const soapstone_chunk_out *out,
                                    void *memory,
                                    size_t memory_len);

// Sends bytes of the message: the write function of a soapstone_output whose ctx is a soapstone_chunk_writer.
//
// Once it has failed it fails for ever.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_REFUSED: of a message with a known total at once,
// for the bytes are gone: init the writer again with soapstone_chunk_writer_sender and write the message again; else
// after the retries. SOAPSTONE_ERROR_CHUNK_TOTAL: more bytes than the total; what a function answered.
int32_t soapstone_chunk_write(void *writer,
                              const uint8_t *bytes,
                              size_t len);

// Sends what is held back: the message is complete, and every chunk acknowledged.
//
// Errors: as soapstone_chunk_write; SOAPSTONE_ERROR_CHUNK_TOTAL: fewer bytes than the total.
int32_t soapstone_chunk_writer_finish(soapstone_chunk_writer *writer);

// Tells where the transfer stands, as a sender that can take it up again.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_writer_sender(const soapstone_chunk_writer *writer,
                                      soapstone_chunk_sender *sender);

// Says what went wrong, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_writer_error(const soapstone_chunk_writer *writer,
                                     soapstone_error *error,
                                     uint64_t *index);

/* ================================================================================================================== */

/*
 * Receiving chunks.
 *
 * Chunks that arrive are judged; their bytes go into a spool of yours, such as a file, or to a reader. A handler then
 * gets the name of the file instead of bytes:
 *
 *     soapstone_spool spool = { sizeof spool, append_to_file, close_file, remove_file, &file };
 *     soapstone_chunk_receiver receiver;
 *     soapstone_chunk chunk;
 *     soapstone_str fresh;
 *     uint64_t index, total;
 *
 *     soapstone_chunk_receiver_init(&receiver, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, UINT64_MAX, &spool);
 *     do {
 *         status = soapstone_chunk_receiver_enter(&receiver, &chunk);
 *         status = soapstone_chunk_receiver_write(&receiver, piece, piece_len, &fresh);
 *         status = soapstone_chunk_receiver_acknowledge(&receiver, &index);
 *     } while (status == SOAPSTONE_OK);
 *     if (status == SOAPSTONE_END)
 *         status = soapstone_chunk_receiver_finish(&receiver, &total);
 */

// The receiving side of a message. Opaque; place it anywhere.
typedef struct soapstone_chunk_receiver {
    // Not to be touched.
    uint64_t opaque[40];
} soapstone_chunk_receiver;

// A place for a body that is too large to be handed on as bytes. All functions are there, and stay valid as long as it
// is in use.
typedef struct soapstone_spool {
    // sizeof(soapstone_spool).
    uint32_t size;
    // Keeps bytes that follow those before; offset counts those. Answers 0, or a negative number of its own, for a
    // full disk: the chunk is then refused. It may come again, with the bytes from offset on.
    int32_t (*append)(void *ctx, uint64_t offset, const uint8_t *bytes, size_t len);
    // The body is complete and has total bytes. Called once, and nothing after it unless it answers a negative
    // number of its own; abort then follows.
    int32_t (*finish)(void *ctx, uint64_t total);
    // The body will never be complete: throws away what is there. Called at most once, and never after a finish that
    // answered 0.
    void (*abort)(void *ctx);
    // The first argument of each.
    void *ctx;
} soapstone_spool;

// Makes a receiver ready for a message of at most message_bytes bytes; UINT64_MAX for any.
//
// abi is SOAPSTONE_ABI_VERSION. chunk_bytes is the most a chunk may have; with 0 a message must be one chunk, of any
// size. spool is NULL when the bytes are not to be kept. The message must come to soapstone_chunk_receiver_finish or
// soapstone_chunk_receiver_abort, or the spool never learns what became of it.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_receiver_init(soapstone_chunk_receiver *receiver,
                                      uint32_t abi,
                                      uint32_t chunk_bytes,
                                      uint64_t message_bytes,
                                      const soapstone_spool *spool);

// Says that this chunk begins. An error refuses it and changes nothing.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_MISSING: it is not the next;
// SOAPSTONE_ERROR_CHUNK_REPEATED: it was acknowledged before; SOAPSTONE_ERROR_CHUNK_ORDER: its offset, first or last
// does not go with those before; SOAPSTONE_ERROR_CHUNK_SIZE: it is empty, or the one before was not complete;
// SOAPSTONE_ERROR_CHUNK_TOTAL: it ends behind the announced total, or is last before it; SOAPSTONE_ERROR_LIMIT: the
// chunk or the message is too long.
int32_t soapstone_chunk_receiver_enter(soapstone_chunk_receiver *receiver,
                                       const soapstone_chunk *chunk);

// Takes bytes of the chunk, in pieces of any size, and puts them into the spool. fresh is set to those that are new,
// for a reader: all of them, unless the chunk broke off before and came again.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: more bytes than the chunk has; what the spool
// answered. An error refuses the chunk, which may come again.
int32_t soapstone_chunk_receiver_write(soapstone_chunk_receiver *receiver,
                                       const uint8_t *bytes,
                                       size_t len,
                                       soapstone_str *fresh);

// Says that the chunk has ended, and gives its index, to be acknowledged. Answers SOAPSTONE_OK when more chunks
// follow, SOAPSTONE_END when it was the last. index is set in both cases.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: the chunk was cut short.
int32_t soapstone_chunk_receiver_acknowledge(soapstone_chunk_receiver *receiver,
                                             uint64_t *index);

// Says that the way broke, or that you refuse the chunk: it is expected again, from its beginning.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_receiver_interrupt(soapstone_chunk_receiver *receiver);

// Tells which chunk is expected, and how many bytes of the message are in those before it: what to ask the sender for.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also once the message is finished or given up.
int32_t soapstone_chunk_receiver_expected(const soapstone_chunk_receiver *receiver,
                                          uint64_t *index,
                                          uint64_t *offset);

// Says that the message has ended, gives its length, and finishes the spool. The receiver is then of no more use.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_MISSING: the last chunk was not acknowledged; what
// the spool answered. The spool is then aborted.
int32_t soapstone_chunk_receiver_finish(soapstone_chunk_receiver *receiver,
                                        uint64_t *total);

// Gives the message up: aborts the spool. The receiver is then of no more use.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the message is finished or was given up.
int32_t soapstone_chunk_receiver_abort(soapstone_chunk_receiver *receiver);

// Says what went wrong last, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_receiver_error(const soapstone_chunk_receiver *receiver,
                                       soapstone_error *error,
                                       uint64_t *index);

/* ================================================================================================================== */

/*
 * Asking for chunks.
 *
 * The client of a server that keeps a large response asks for one chunk after the other, and reads them as one body:
 *
 *     soapstone_chunk_in in = { sizeof in, query_chunk, read_bytes, finish_chunks, connection };
 *     soapstone_chunk_reader chunks;
 *
 *     soapstone_chunk_reader_init(&chunks, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, UINT64_MAX, 3, &in);
 *     while ((status = soapstone_chunk_read(&chunks, memory, sizeof memory, &len)) == SOAPSTONE_OK) {
 *         input.ptr = memory;
 *         input.len = len;
 *     }
 */

// Reads a body that is asked for chunk by chunk. Opaque; place it anywhere.
typedef struct soapstone_chunk_reader {
    // Not to be touched.
    uint64_t opaque[40];
} soapstone_chunk_reader;

// The way to the sender. All functions are there, and stay valid as long as it is in use. Each answers 0, or a
// negative number of its own, which ends the transfer and is its status.
typedef struct soapstone_chunk_in {
    // sizeof(soapstone_chunk_in).
    uint32_t size;
    // Asks for the chunk with this index, which begins at offset, and stores what the sender says of it. Asking for a
    // chunk acknowledges all before it.
    int32_t (*query)(void *ctx, uint64_t index, uint64_t offset, soapstone_chunk *chunk);
    // Reads bytes of that chunk into the memory at into, at most len, and stores how many in count; 0 when the way
    // broke and can be opened again: the chunk is then asked for again.
    int32_t (*read)(void *ctx, uint8_t *into, size_t len, size_t *count);
    // Acknowledges the last chunk.
    int32_t (*finish)(void *ctx, uint64_t index);
    // The first argument of each.
    void *ctx;
} soapstone_chunk_in;

// Makes a reader ready for a message of at most message_bytes bytes, UINT64_MAX for any, in chunks of at most
// chunk_bytes; with 0 the message must be one chunk. abi is SOAPSTONE_ABI_VERSION. A chunk that breaks off is asked
// for again retries times.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_reader_init(soapstone_chunk_reader *reader,
                                    uint32_t abi,
                                    uint32_t chunk_bytes,
                                    uint64_t message_bytes,
                                    uint32_t retries,
                                    const soapstone_chunk_in *way);

// Reads the next bytes of the body into memory, and stores how many in count. Answers SOAPSTONE_END when the body is
// complete and acknowledged; count is 0 then.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for no memory; those of soapstone_chunk_receiver_enter;
// SOAPSTONE_ERROR_CHUNK_SIZE: a chunk that broke off once too often; what a function answered.
int32_t soapstone_chunk_read(soapstone_chunk_reader *reader,
                             void *memory,
                             size_t memory_len,
                             size_t *count);

// Says what went wrong last, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_chunk_reader_error(const soapstone_chunk_reader *reader,
                                     soapstone_error *error,
                                     uint64_t *index);

/* ================================================================================================================== */

/*
 * Transports.
 *
 * The byte pipe of a client: sockets, TLS, a modem. It is yours; the library asks it to connect, to send and to receive.
 */

// Connects to the host and port of an endpoint, with TLS when it is secure; what was open is closed first. timeout is
// for this step and for every read until the next call, in milliseconds: 0 is for ever, a negative one as long as the
// transport waits by default. Answers SOAPSTONE_OK, or a negative number.
typedef int32_t (*soapstone_open)(void *ctx,
                                  const soapstone_http_endpoint *endpoint,
                                  int64_t timeout);

// Receives at most len bytes, one at least, and says how many in count; 0 of them is the end of the connection. Answers
// SOAPSTONE_OK, or a number of its own: the connection is broken, or nothing came in time.
typedef int32_t (*soapstone_read)(void *ctx, uint8_t *bytes, size_t len, size_t *count);

// Closes the connection; none may be open.
typedef void (*soapstone_close)(void *ctx);

// Waits up to so many milliseconds until there is something to read, the end of the connection included. Answers 1 when
// there is, 0 when there is not, a negative number when it cannot tell.
typedef int32_t (*soapstone_ready)(void *ctx, uint32_t millis);

// Goes on with the open connection for another call, with this timeout.
typedef void (*soapstone_resume)(void *ctx, int64_t timeout);

// Names the key to be shown on the connection that is opened next, and the store it is in; both are empty where a call
// names none.
typedef void (*soapstone_use_key)(void *ctx, soapstone_str store, soapstone_str key);

// A transport. It carries one connection at a time. ready, resume and use_key may be NULL. With ready a client sees that the other side
// has closed a connection that was kept, and does not wait for ever for an interim response.
typedef struct soapstone_transport {
    // sizeof(soapstone_transport).
    uint32_t size;
    // For later use; must be 0.
    uint32_t reserved;
    // The first argument of the functions.
    void *ctx;
    // Connects.
    soapstone_open open;
    // Receives.
    soapstone_read read;
    // Sends bytes, all of them.
    soapstone_write write;
    // Closes.
    soapstone_close close;
    // Waits.
    soapstone_ready ready;
    // Goes on.
    soapstone_resume resume;
    // Names the key of the client in TLS.
    soapstone_use_key use_key;
} soapstone_transport;

/* ================================================================================================================== */

/*
 * Addresses of services.
 *
 * An address tells what carries a message. This library carries it over HTTP, and to services of the same program; to a
 * queue the program carries it.
 *
 *     soapstone_address where;
 *
 *     status = soapstone_address_parse(soapstone_cstr("jms://orders@factory"), &where, NULL);
 *     if (status == SOAPSTONE_OK && where.kind == SOAPSTONE_ADDRESS_JMS) {
 *         send(where.name.ptr, where.name.len);
 *     }
 */

// Of HTTP: http://host:port/path?query, or https.
#define SOAPSTONE_ADDRESS_HTTP 1

// The name of a service of this program.
#define SOAPSTONE_ADDRESS_LOCAL 2

// A queue: jms://name@manager, where manager is a connection factory.
#define SOAPSTONE_ADDRESS_JMS 3

// A queue: mq://name@manager.
#define SOAPSTONE_ADDRESS_MQ 4

// A queue: msmq://name@manager, where manager is a machine.
#define SOAPSTONE_ADDRESS_MSMQ 5

// An address in parts. The strings are in the text that was parsed.
typedef struct soapstone_address {
    // One of SOAPSTONE_ADDRESS_*.
    int32_t kind;
    // For later use; 0.
    uint32_t reserved;
    // What is called, for SOAPSTONE_ADDRESS_HTTP; else its strings are empty.
    soapstone_http_endpoint endpoint;
    // The name of the service or queue; empty for SOAPSTONE_ADDRESS_HTTP.
    soapstone_str name;
    // What leads to the queue; else empty.
    soapstone_str manager;
} soapstone_address;

// Parses an address. The name of a queue may hold anything, spaces too; the last @ ends it. error, which may be NULL,
// takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (text is not UTF-8);
// SOAPSTONE_ERROR_INVALID_ENDPOINT: another scheme, a part that is missing; as soapstone_http_endpoint_parse.
int32_t soapstone_address_parse(soapstone_str text,
                                soapstone_address *address,
                                soapstone_error *error);

// Answers 1 when a field of a call, by its name, is for who sends to a queue alone, such as jms.async; else 0: it is a
// header of the message, and such a field is part of what is reported of the request.
int32_t soapstone_queue_property(soapstone_str name);

/* ================================================================================================================== */

/*
 * Routes.
 *
 * A service may be called at several ports, each with an address and a version of its own; an administrator may give
 * them aliases, which put another host or port in the place of the one that the description of the service has. A
 * soapstone_route says which port a call wants, and has the aliases looked up.
 *
 *     static const char wsdl[] = "http://h0:5555/ws/a";
 *     static char place[128];
 *     soapstone_port ports[1] = { { .version = SOAPSTONE_SOAP12 } };
 *     soapstone_route route = { .size = sizeof route };
 *     soapstone_http_call call = { .size = sizeof call };
 *
 *     ports[0].name = soapstone_cstr("OrderPort");
 *     ports[0].address = soapstone_cstr(wsdl);
 *     route.ports = ports;
 *     route.port_count = 1;
 *     route.alias = soapstone_cstr("plant");
 *     route.find = find_alias;
 *     route.memory = place;
 *     route.memory_len = sizeof place;
 *     call.choose = soapstone_route_choose;
 *     call.route = &route;
 */

// An alias has no say where the call has an address of its own; else it has.
#define SOAPSTONE_ROUTE_URL_WINS 1

// A port of a service.
typedef struct soapstone_port {
    // Its name.
    soapstone_str name;
    // Where it is, as soapstone_address_parse reads it.
    soapstone_str address;
    // The name of the alias that it was given; ptr NULL for none.
    soapstone_str alias;
    // The version of its messages, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12.
    int32_t version;
    // For later use; must be 0.
    uint32_t reserved;
} soapstone_port;

// An alias. All zero is one that says nothing.
typedef struct soapstone_alias {
    // The host in the place of that of the address; ptr NULL: that of the address. An IPv6 address is in brackets.
    soapstone_str host;
    // The port in the place of that of the address; 0: that of the address.
    uint32_t port;
    // For later use; must be 0.
    uint32_t reserved;
    // The credentials of calls that have none of their own, or NULL.
    soapstone_http_login *login;
} soapstone_alias;

// Looks up an alias by its name; alias is all zero before. Answers SOAPSTONE_OK; any other number: there is none.
typedef int32_t (*soapstone_find_alias)(void *ctx, soapstone_str name, soapstone_alias *alias);

// What is known of the way to a service. All zero but size, ports and memory is the first port, where it is.
typedef struct soapstone_route {
    // sizeof(soapstone_route).
    uint32_t size;
    // 0, or SOAPSTONE_ROUTE_URL_WINS.
    uint32_t flags;
    // The ports of the service, as its description lists them.
    const soapstone_port *ports;
    // How many.
    uint32_t port_count;
    // For later use; must be 0.
    uint32_t reserved;
    // The name of the port that is called; ptr NULL: the first.
    soapstone_str port;
    // An address of the call, in the place of that of the port; ptr NULL: none.
    soapstone_str url;
    // The name of an alias, in the place of that of the port; ptr NULL: that of the port.
    soapstone_str alias;
    // Looks up aliases; NULL: there are none.
    soapstone_find_alias find;
    // The first argument of find.
    void *ctx;
    // Where the address is written.
    void *memory;
    // Its length in bytes.
    size_t memory_len;
} soapstone_route;

// The way that was chosen.
typedef struct soapstone_chosen {
    // The address that is called, in the memory of the route.
    soapstone_str address;
    // The name of the alias that had a say; ptr NULL for none.
    soapstone_str alias;
    // Which of the ports it is.
    uint32_t port;
    // The version of its messages.
    int32_t version;
    // The credentials of the alias, or NULL.
    soapstone_http_login *login;
} soapstone_chosen;

// Chooses the port that is called and writes its address. The client does so for a soapstone_http_call in which this
// function stands. error, which may be NULL, takes an error in full.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING; SOAPSTONE_ERROR_UNKNOWN_PORT: there is no
// port of this name, or none at all; SOAPSTONE_ERROR_UNKNOWN_ALIAS; SOAPSTONE_ERROR_INVALID_ENDPOINT: an address that is
// none, or an alias for one that is not of HTTP; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_OUTPUT: memory is too small, with
// what it must hold).
int32_t soapstone_route_choose(const soapstone_route *route,
                               soapstone_chosen *chosen,
                               soapstone_error *error);

/* ================================================================================================================== */

/*
 * Calls.
 *
 * What a client is asked to do: where a message goes, how it is written, what the request says besides.
 */

// By a Content-Length: a message that does not fit in the memory of the client is written twice, once to be counted.
// Servers that do not know the chunked coding are why this is the default.
#define SOAPSTONE_LENGTH_COUNTED 0

// Not at all: the chunked coding.
#define SOAPSTONE_LENGTH_CHUNKED 1

// By a Content-Length that the caller knows.
#define SOAPSTONE_LENGTH_KNOWN 2

// An envelope is due.
#define SOAPSTONE_PATTERN_REQUEST_RESPONSE 0

// Nothing is due: an envelope that comes all the same is not looked at.
#define SOAPSTONE_PATTERN_ONE_WAY 1

// An envelope or nothing: the reply may go elsewhere.
#define SOAPSTONE_PATTERN_EITHER 2

// Send a GET: no message is written, the response of a safe operation is an envelope.
#define SOAPSTONE_CALL_GET 1

// Ask if the body is wanted before it is sent, where it does not fit in the memory: Expect: 100-continue.
#define SOAPSTONE_CALL_EXPECT 2

// Do not keep the connection for another call.
#define SOAPSTONE_CALL_CLOSE 4

// Take no response that has not the media type of the version that was sent.
#define SOAPSTONE_CALL_STRICT 8

// Follow no redirects; else five of 303, 307 and 308.
#define SOAPSTONE_CALL_NO_REDIRECTS 16

// Follow 301 and 302 too, with the same request.
#define SOAPSTONE_CALL_REPEAT_MOVED 32

// Send a POST without a message: no body, and no field that speaks of one. In TR-069 a device asks so what its server
// wants. body and source may then be NULL.
#define SOAPSTONE_CALL_EMPTY 64

// Writes the message of a call, whole, from the Envelope to the end, with the calls of soapstone_envelope_writer; it is
// never SOAPSTONE_OUTPUT_FULL. It is called again from the start, and must write the same, when the message must be
// counted first or the request be sent again. Answers SOAPSTONE_OK, or a negative number, which ends the call.
typedef int32_t (*soapstone_body)(void *ctx, soapstone_writer *writer);

// Chooses on the way of a call: soapstone_route_choose, or a function of the program that does the same.
typedef int32_t (*soapstone_choose)(const soapstone_route *route,
                                    soapstone_chosen *chosen,
                                    soapstone_error *error);

// A call. All zero but size, version, endpoint, workspace and body: what most calls need, but that it waits for ever.
//
// A source is called as soapstone_read says, and with len 0 before its first byte, each time the message is sent or
// counted: it then begins anew.
typedef struct soapstone_http_call {
    // sizeof(soapstone_http_call).
    uint32_t size;
    // SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12.
    int32_t version;
    // The address, http or https.
    soapstone_str endpoint;
    // The action; ptr NULL for none.
    soapstone_str action;
    // Header fields of the caller. One that has the name of a field that would be written by itself takes its place.
    const soapstone_http_field *fields;
    // How many, at most 32.
    uint32_t field_count;
    // A sum of SOAPSTONE_CALL_*.
    uint32_t flags;
    // How the length of the body is told, one of SOAPSTONE_LENGTH_*.
    int32_t length;
    // What is due, one of SOAPSTONE_PATTERN_*.
    int32_t pattern;
    // The length, where it is known.
    uint64_t known_length;
    // The most bytes that the body of the response may have; 0: any number.
    uint64_t limit;
    // How long to wait for the response, in milliseconds; 0 is for ever, a negative number what the transport does by
    // default. Where a field jms.async says true nobody waits, and it is what the transport does by default.
    int64_t timeout;
    // The workspace of the writer; free again after the call.
    void *workspace;
    // Its length in bytes.
    size_t workspace_len;
    // The first argument of body and source.
    void *ctx;
    // Writes the message.
    soapstone_body body;
    // Gives the bytes of the message in the place of body, which is then NULL: a message that was made before.
    soapstone_read source;
    // The credentials, or NULL.
    soapstone_http_login *login;
    // Credentials for a relay or another proxy, as soapstone_http_login_for_proxy makes them, or NULL.
    soapstone_http_login *proxy_login;
    // What gives endpoint and version in the place of those above, and credentials where the call has none:
    // soapstone_route_choose; NULL: nothing does.
    soapstone_choose choose;
    // What it chooses of; NULL without it.
    const soapstone_route *route;
    // The address of a relay, which sends the request on to the endpoint and the response back; empty: there is none. It
    // is connected to in the place of the endpoint, whose address is the target of the request, whole.
    soapstone_str relay;
    // The names of the key that the client shows in TLS, and of the store it is in, for the transport; empty: none.
    soapstone_str store;
    // See there; empty: the only key of the store.
    soapstone_str key;
    // For later use; must be 0.
    uint64_t reserved[2];
} soapstone_http_call;

// Takes a parameter in the notation of a gateway, by its name and value, into a call.
//
// - siebel_transport_header:NAME, HDR.NAME: a header field, for the fields of the call
// - HTTPContentType: the field Content-Type
// - HTTPRequestMethod: POST or GET, in any case
// - HTTPRequestURLTemplate: the endpoint
//
// The last three may have siebel_transport_param: in front. The strings are not copied.
//
// Answers SOAPSTONE_OK for a header field, which goes to field, to be one of those of the call; SOAPSTONE_NOT_FOUND for
// none: the parameter was taken into the call. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for another name or
// another method; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
int32_t soapstone_http_call_parameter(soapstone_http_call *call,
                                      soapstone_str name,
                                      soapstone_str value,
                                      soapstone_http_field *field);

/* ================================================================================================================== */

/*
 * Clients.
 *
 * A soapstone_client calls services over HTTP, on a transport of yours: it writes the head of the request, has you write
 * the message, follows redirects, answers challenges, and judges the response. The response is then read in pieces, each
 * of them input for a soapstone_envelope_reader.
 *
 *     static uint8_t memory[2048], workspace[1024];
 *     soapstone_transport transport = { .size = sizeof transport };
 *     soapstone_http_call call = { .size = sizeof call, .version = SOAPSTONE_SOAP11 };
 *     soapstone_client client;
 *
 *     transport.open = connect_to;
 *     transport.read = receive;
 *     transport.write = send_all;
 *     transport.close = disconnect;
 *     call.endpoint = soapstone_cstr("http://meter.example/ws");
 *     call.action = soapstone_cstr("urn:meter/read");
 *     call.timeout = 30000;
 *     call.workspace = workspace;
 *     call.workspace_len = sizeof workspace;
 *     call.body = write_request;
 *     soapstone_client_init(&client, SOAPSTONE_ABI_VERSION, &transport, memory, sizeof memory, NULL, 0);
 *     status = soapstone_client_call(&client, &call);
 *     while (status == SOAPSTONE_OK) {
 *         status = soapstone_client_receive(&client, &input);
 *         send(input.ptr, input.len);
 *     }
 */

// The request is being made; nothing was sent.
#define SOAPSTONE_STAGE_PREPARING 1

// The connection is being opened, or the request is on its way.
#define SOAPSTONE_STAGE_SENDING 2

// The response is awaited, or is not what it should be.
#define SOAPSTONE_STAGE_RECEIVING 3

// The response is being read.
#define SOAPSTONE_STAGE_PARSING 4

// A client, and its connection. Opaque; place it anywhere.
typedef struct soapstone_client {
    // Not to be touched.
    uint64_t opaque[60];
} soapstone_client;

// What is known of the last call besides its envelopes. The strings are in the memory of the client.
typedef struct soapstone_transport_info {
    // How far the call has come, one of SOAPSTONE_STAGE_*.
    int32_t stage;
    // The status of the response; without one 900 when nothing was sent, else 408.
    int32_t status;
    // The words that go with it; may not be UTF-8.
    soapstone_str message;
    // The fields of the request as they were built, before the transport got them, without the one that tells the length
    // of the body; none when the call did not come to that.
    soapstone_http_fields request;
    // The fields of the response; none when there was none.
    soapstone_http_fields response;
    // 1 when the response has no message: the request was accepted, and that is all.
    int32_t is_empty;
    // 1 when there is a request, 2 when there is a response too, else 0.
    int32_t known;
    // Why the call failed; its kind is SOAPSTONE_OK when it did not.
    soapstone_error error;
} soapstone_transport_info;

// Makes a client ready. Nothing is open yet.
//
// abi is SOAPSTONE_ABI_VERSION. memory holds the head of the request twice over and the largest start tag of its body,
// then the head of the response and what is received of its body: 2048 bytes do, and the more there is the fewer calls
// of the transport it takes. scratch holds the address that a redirect leads to and credentials; it may be
// { NULL, 0 } where there are neither.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when a function of the transport is NULL that may not be.
int32_t soapstone_client_init(soapstone_client *client,
                              uint32_t abi,
                              const soapstone_transport *transport,
                              void *memory,
                              size_t memory_len,
                              void *scratch,
                              size_t scratch_len);

// Makes a client ready that sends a call where it is made for and nowhere else. It follows no redirect, answers no
// challenge, and takes no login and no function that chooses the endpoint; a program that makes its clients so has the
// code of none of these.
//
// A redirect is SOAPSTONE_ERROR_REDIRECTED, a challenge SOAPSTONE_ERROR_UNEXPECTED_STATUS; a call with a login or with
// choose is SOAPSTONE_ERROR_INVALID_ARGUMENT. Otherwise as soapstone_client_init.
int32_t soapstone_client_init_direct(soapstone_client *client,
                                     uint32_t abi,
                                     const soapstone_transport *transport,
                                     void *memory,
                                     size_t memory_len);

// Makes a call: sends the message and receives the head of the response. On SOAPSTONE_OK the response is a message, be
// it a fault, or empty, as soapstone_client_info says; soapstone_client_receive reads it. What is known of a call that
// failed, soapstone_client_info tells too.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING; those of soapstone_route_choose; what the
// functions of the transport and body answer; SOAPSTONE_ERROR_INVALID_ENDPOINT, SOAPSTONE_ERROR_HTTP_FIELD, SOAPSTONE_ERROR_HTTP_FRAMING (a field that
// the caller may not set), SOAPSTONE_ERROR_LIMIT, SOAPSTONE_ERROR_HTTP_LENGTH, SOAPSTONE_ERROR_CONNECTION_CLOSED,
// SOAPSTONE_ERROR_HTTP_SYNTAX and its kin; SOAPSTONE_ERROR_UNEXPECTED_STATUS, SOAPSTONE_ERROR_UNEXPECTED_MEDIA_TYPE,
// SOAPSTONE_ERROR_NO_REPLY, SOAPSTONE_ERROR_REDIRECTED.
int32_t soapstone_client_call(soapstone_client *client,
                              const soapstone_http_call *call);

// Has a reader, of which nothing was read, take the encoding that the response tells.
//
// soapstone_client_call judges a media type by its name. Its parameters are looked at here alone: without this call a
// charset says nothing, and what is not UTF-8 is an error of the reader.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when there is no response or the reader has read something;
// SOAPSTONE_ERROR_UNSUPPORTED_ENCODING; SOAPSTONE_ERROR_HTTP_VALUE (the Content-Type is malformed).
int32_t soapstone_client_prepare(soapstone_client *client,
                                 soapstone_envelope_reader *reader);

// Receives the next piece of the body of the response, without its framing: bytes in the memory of the client, valid
// until the next call on it. Also after a call that failed, where there is a response: an error page, say.
//
// Answers SOAPSTONE_OK, or SOAPSTONE_END after the last piece, with an empty piece. Errors:
// SOAPSTONE_ERROR_INVALID_ARGUMENT; what the transport answers; SOAPSTONE_ERROR_HTTP_TRUNCATED,
// SOAPSTONE_ERROR_HTTP_CHUNK, SOAPSTONE_ERROR_LIMIT.
int32_t soapstone_client_receive(soapstone_client *client,
                                 soapstone_str *piece);

// Reads what is left of the response, so that the connection can carry another call; where that is long, closes the
// connection instead.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_client_finish(soapstone_client *client);

// Closes the connection.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_client_close(soapstone_client *client);

// Gives what is known of the last call. Valid until the next call on the client.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_client_info(const soapstone_client *client, soapstone_transport_info *info);

/* ================================================================================================================== */

/*
 * Messages that call.
 *
 * The Body of a message that calls an operation, read event by event as it is received, by the function that handles
 * the operation.
 */

// A message. Opaque; made by the library, valid during the call.
typedef struct soapstone_message {
    // Not to be touched.
    uint64_t opaque[8];
} soapstone_message;

// Reads the next event of the Body: first the one that opened the body entry. Waits until there is one.
//
// Answers SOAPSTONE_OK, or SOAPSTONE_END when the message is complete. Errors: all of XML and SOAP, those of the
// framing of HTTP, SOAPSTONE_ERROR_IO (the connection is broken, or nothing came in time). They stay, and the client is
// told whatever the outcome; SOAPSTONE_ERROR_INVALID_ARGUMENT does not.
int32_t soapstone_message_next(soapstone_message *message,
                               soapstone_event *event);

// Gives no event for the rest of the body entry the message is in, its end included. What is skipped is checked all the
// same.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also outside of an entry.
int32_t soapstone_message_skip(soapstone_message *message);

// Gives an attribute of the start tag that was the last event, as soapstone_reader_attribute does.
int32_t soapstone_message_attribute(soapstone_message *message,
                                    uint32_t index,
                                    soapstone_attribute *attribute);

// Gives the attribute with this name of the start tag that was the last event, as soapstone_reader_find_attribute
// does.
int32_t soapstone_message_find_attribute(soapstone_message *message,
                                         soapstone_str ns,
                                         soapstone_str local,
                                         soapstone_attribute *attribute);

// Gives the namespace a prefix is bound to at the current element, as soapstone_reader_resolve does.
int32_t soapstone_message_resolve(soapstone_message *message,
                                  soapstone_str prefix,
                                  soapstone_namespace *ns);

/* ================================================================================================================== */

/*
 * Servers.
 *
 * A soapstone_server answers the SOAP requests of a connection, one after the other: your functions say what the node
 * understands, do what is called, and write the replies. Nothing of a Body is seen before the head of the request, every
 * mandatory header block and the operation were judged. Whatever is wrong with a request is answered with a fault in
 * its version and with the status that goes with it.
 *
 *     static uint8_t head[1024], input[1024], workspace[2048], store[512], output[2048];
 *     soapstone_path paths[1] = { { { NULL, 0 }, &meter } };
 *     soapstone_server server = { .size = sizeof server, .paths = paths, .path_count = 1 };
 *     soapstone_connection connection = { .size = sizeof connection, .read = receive, .write = send_all };
 *
 *     server.handle = handle_call;
 *     server.answer = write_answer;
 *     server.head = head, server.head_len = sizeof head;
 *     server.input = input, server.input_len = sizeof input;
 *     server.workspace = workspace, server.workspace_len = sizeof workspace;
 *     server.store = store, server.store_len = sizeof store;
 *     server.output = output, server.output_len = sizeof output;
 *     status = soapstone_server_serve(&server, SOAPSTONE_ABI_VERSION, &connection);
 */

// There is a reply, which answer writes. Status 200; for a one-way operation 202, and nothing is written.
#define SOAPSTONE_OUTCOME_REPLY 0

// There is no reply, now or ever: a one-way operation, or one whose reply goes elsewhere. Status 202.
#define SOAPSTONE_OUTCOME_ACCEPTED 1

// There is a fault with this code, one of SOAPSTONE_FAULT_*, added to this number; answer writes it.
#define SOAPSTONE_OUTCOME_FAULT 10

// Hold requests to the letter: a message has the media type of its version, a SOAPAction stands in quotes.
#define SOAPSTONE_SERVER_STRICT 1

// Also read UTF-16, ISO-8859-1 and windows-1252.
#define SOAPSTONE_SERVER_ENCODINGS 2

// Refuse requests that do not say how long they are.
#define SOAPSTONE_SERVER_LENGTH_REQUIRED 4

// Have every reply written twice, once to count it, for peers that cannot read chunks.
#define SOAPSTONE_SERVER_COUNTED 8

// Answer a one-way message before it is processed; its failure is told to nobody.
#define SOAPSTONE_SERVER_ACCEPTS_EARLY 16

// Answer a one-way message that failed with 500 and not with 202.
#define SOAPSTONE_SERVER_TELLS_FAILURE 32

// A service and where it is found.
typedef struct soapstone_path {
    // The path of the target, which a query may follow; empty: every path.
    soapstone_str path;
    // The service.
    const soapstone_service *service;
} soapstone_path;

// A request, as far as it was judged; valid during the call of the function that is given it.
typedef struct soapstone_received {
    // The method.
    soapstone_str method;
    // The target, as it was sent.
    soapstone_str target;
    // The fields of the head.
    soapstone_http_fields fields;
    // The header blocks that were kept; NULL before they were read.
    const soapstone_header_reader *headers;
    // SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12: that of the message and of its answer.
    int32_t version;
    // The place of the operation in its service; -1 before it was found.
    int32_t operation;
} soapstone_received;

// Whether a request is let in, by its head alone. Answers SOAPSTONE_OK, a status (400 to 599) to refuse it with, or an
// error of this library, which is answered with its fault.
typedef int32_t (*soapstone_admit)(void *ctx, const soapstone_received *request);

// Completes what is known of a message before its operation is looked for: the Action of WS-Addressing, what was
// verified of the caller; the SOAPAction is there already. Answers as soapstone_admit.
typedef int32_t (*soapstone_identify)(void *ctx,
                                      const soapstone_received *request,
                                      soapstone_request *known);

// Makes the fault that answers an error, where a vocabulary has one of its own. The reason and the names are static
// text; of subcodes and reasons the first is taken. A node that verifies tokens of WS-Security calls
// soapstone_security_fault. Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND for the fault of the library. May be called
// more than once for an error.
typedef int32_t (*soapstone_error_fault)(void *ctx,
                                         const soapstone_received *request,
                                         const soapstone_error *error,
                                         soapstone_fault *fault);

// Says what a POST without a body, which was let in, is answered with: in TR-069 a device asks so what its server wants.
// Answers SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12 (a message of that version, which the function answer writes; the
// operation of the request is -1), SOAPSTONE_OK (there is nothing: status 204), or SOAPSTONE_NOT_FOUND (it is no
// message, as without this function).
typedef int32_t (*soapstone_asked)(void *ctx, const soapstone_received *request);

// Gives what a GET or HEAD is answered with, WSDL for example. It must stay valid until the response is sent. Answers
// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
typedef int32_t (*soapstone_page)(void *ctx,
                                  const soapstone_received *request,
                                  soapstone_str *media_type,
                                  soapstone_str *content);

// Takes fields for the head of a response. Opaque; made by the library, valid during the call.
typedef struct soapstone_response_head {
    // Not to be touched.
    uint64_t opaque[4];
} soapstone_response_head;

// Adds fields to the head of a response, with soapstone_response_head_field: WWW-Authenticate to a 401, which must have
// one, Retry-After to a 503, Date where there is a clock.
typedef void (*soapstone_response_fields)(void *ctx, int32_t status, soapstone_response_head *head);

// Is told of every response before it is sent: its status, and the error that it answers, whose kind is SOAPSTONE_OK
// when it answers none.
typedef void (*soapstone_answered)(void *ctx, int32_t status, const soapstone_error *error);

// Does what the message calls, whose Body soapstone_message_next reads. What is not read of it is read to its end before
// it is answered; should it end badly, that is answered.
//
// Answers SOAPSTONE_OUTCOME_REPLY, SOAPSTONE_OUTCOME_ACCEPTED, SOAPSTONE_OUTCOME_FAULT with a code added to it, a status
// (400 to 599) that the library answers with a fault, or a negative number: an error, which is answered with its fault.
typedef int32_t (*soapstone_handle)(void *ctx,
                                    const soapstone_received *request,
                                    soapstone_message *message);

// Writes the answer that handle said there is, whole, from the Envelope to the end, with the calls of
// soapstone_envelope_writer; it is never SOAPSTONE_OUTPUT_FULL. With SOAPSTONE_SERVER_COUNTED it is called twice and must
// write the same.
//
// Answers SOAPSTONE_OK, or an error: the client gets a fault or, when a part of the answer was sent, a connection that
// is cut.
typedef int32_t (*soapstone_answer)(void *ctx,
                                    const soapstone_received *request,
                                    soapstone_writer *writer);

// A server: its services, its functions and its memory. Functions may be NULL, handle and answer excepted.
typedef struct soapstone_server {
    // sizeof(soapstone_server).
    uint32_t size;
    // A sum of SOAPSTONE_SERVER_*.
    uint32_t flags;
    // The services.
    const soapstone_path *paths;
    // How many.
    uint32_t path_count;
    // Bytes of the rest of a refused request that are dropped, so that the connection can be kept; where there are more
    // it is closed. 0 for 65536.
    uint32_t drain;
    // What envelopes are accepted, or NULL. The limit of message bytes is that of the body of a request too: one that
    // says that it is longer is refused before it is read.
    const soapstone_envelope_options *envelope;
    // The node that judges header blocks, or NULL for one that understands none.
    const soapstone_node *node;
    // The first argument of the functions.
    void *ctx;
    // Whether a request is let in.
    soapstone_admit admit;
    // Completes what is known of a message.
    soapstone_identify identify;
    // Makes the faults of a vocabulary.
    soapstone_error_fault fault;
    // Answers a POST without a body.
    soapstone_asked asked;
    // Answers GET.
    soapstone_page page;
    // Adds fields to responses.
    soapstone_response_fields fields;
    // Is told of responses.
    soapstone_answered answered;
    // Does what is called.
    soapstone_handle handle;
    // Writes replies.
    soapstone_answer answer;
    // Holds the head of a request: 512 bytes for most peers, 2048 for those that send cookies and tokens.
    void *head;
    // Its length in bytes.
    size_t head_len;
    // What is received goes here first; of any length.
    void *input;
    // Its length in bytes.
    size_t input_len;
    // The workspace of the envelope reader, and then of the writer.
    void *workspace;
    // Its length in bytes.
    size_t workspace_len;
    // Keeps header blocks.
    void *store;
    // Its length in bytes.
    size_t store_len;
    // The head of a response, and as much of its body as is sent at once.
    void *output;
    // Its length in bytes.
    size_t output_len;
    // For later use; must be 0.
    uint64_t reserved[2];
} soapstone_server;

// A byte pipe: a connection that was accepted.
typedef struct soapstone_connection {
    // sizeof(soapstone_connection).
    uint32_t size;
    // For later use; must be 0.
    uint32_t reserved;
    // The first argument of both functions.
    void *ctx;
    // Receives at most len bytes, and says how many in count; 0 of them is the end. Answers SOAPSTONE_OK,
    // SOAPSTONE_NEED_INPUT (nothing came in time), or a negative number: the connection is broken.
    int32_t (*read)(void *ctx, uint8_t *bytes, size_t len, size_t *count);
    // Sends bytes, all of them.
    soapstone_write write;
} soapstone_connection;

// Answers the requests of a connection until it is to be closed, which is yours to do: after a request that was not
// read to its end best by half (shutdown), so that the client can read the answer. abi is SOAPSTONE_ABI_VERSION.
//
// Answers SOAPSTONE_OK, or what the connection failed with, or the error of an answer that could not be completed after
// a part of it was sent: the connection must be closed at once. The server is ready for the next in any case.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING, before anything is read.
int32_t soapstone_server_serve(const soapstone_server *server,
                               uint32_t abi,
                               const soapstone_connection *connection);

// Adds a field to the head of a response.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING, SOAPSTONE_ERROR_HTTP_FIELD (the name is no
// token, or the value has a control character), SOAPSTONE_ERROR_LIMIT (the output memory).
int32_t soapstone_response_head_field(soapstone_response_head *head,
                                      soapstone_str name,
                                      soapstone_str value);

/* ================================================================================================================== */

/*
 * Loopbacks.
 *
 * A soapstone_loopback is a transport without a network: it delivers to a function of the same program. That may serve
 * the request as any server does, or look at it, add to it, log it, and carry it elsewhere itself.
 *
 *     static uint8_t outbound[2048], inbound[2048];
 *     soapstone_loopback loopback;
 *     soapstone_transport transport;
 *
 *     soapstone_loopback_init(&loopback, SOAPSTONE_ABI_VERSION, deliver, NULL, outbound, sizeof outbound, inbound,
 *                             sizeof inbound);
 *     soapstone_loopback_transport(&loopback, &transport);
 *
 * A function that has the request served:
 *
 *     soapstone_connection served = { .size = sizeof served };
 *
 *     served.ctx = line;
 *     served.read = soapstone_line_read;
 *     served.write = soapstone_line_write;
 *     status = soapstone_server_serve(&server, SOAPSTONE_ABI_VERSION, &served);
 */

// A transport within the program. Opaque; place it anywhere.
typedef struct soapstone_loopback {
    // Not to be touched.
    uint64_t opaque[16];
} soapstone_loopback;

// The other end of it. Opaque; made by the library, valid during the call.
typedef struct soapstone_line {
    // Not to be touched.
    uint64_t opaque[4];
} soapstone_line;

// Has a request delivered that is complete, and its response written to the line. The loopback is not to be touched.
// Answers SOAPSTONE_OK, or a negative number, with which the call fails.
typedef int32_t (*soapstone_deliver)(void *ctx, soapstone_line *line);

// Makes a loopback ready. request and response each hold one message as it stands on the wire, head and all. deliver is
// called with ctx when a client waits for a response.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when deliver is NULL.
int32_t soapstone_loopback_init(soapstone_loopback *loopback,
                                uint32_t abi,
                                soapstone_deliver deliver,
                                void *ctx,
                                void *request,
                                size_t request_len,
                                void *response,
                                size_t response_len);

// Gives the transport that a client is made ready with. The loopback stays where it is as long as that is used.
//
// A message that does not fit in the memory of the loopback ends the call with SOAPSTONE_ERROR_LIMIT.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_loopback_transport(soapstone_loopback *loopback,
                                     soapstone_transport *transport);

// Gives what is left of the request: all of it before something was read.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_line_request(soapstone_line *line, soapstone_str *rest);

// Reads of the request, as a soapstone_read does; line is the soapstone_line.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_line_read(void *line, uint8_t *bytes, size_t len, size_t *count);

// Writes of the response, as a soapstone_write does; line is the soapstone_line.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT: the response does not fit in the memory of the
// loopback. Nothing of these bytes was written.
int32_t soapstone_line_write(void *line,
                             const uint8_t *bytes,
                             size_t len);

/* ================================================================================================================== */

/*
 * Tracing.
 *
 * What passes on the connection of a client or a server, told to a function of yours: when a message begins and ends,
 * what is called, status, faults, errors, times and, at level 4, the documents themselves. Secrets are never in them:
 * passwords, tokens, nonces, credentials in fields and in addresses are `***`, in whatever pieces a message comes and
 * however broken it is. A program that traces nothing links nothing of it.
 *
 *     static soapstone_trace trace = { .size = sizeof trace };
 *     static soapstone_tap tap;
 *
 *     trace.event = log_event;
 *     trace.levels[SOAPSTONE_TRACE_PERFORMANCE] = SOAPSTONE_TRACE_INFO;
 *     trace.levels[SOAPSTONE_TRACE_OUTBOUND] = SOAPSTONE_TRACE_DETAIL;
 *     soapstone_tap_init(&tap, SOAPSTONE_ABI_VERSION, &trace);
 *     soapstone_client_trace(&client, &tap);
 */

// How long it takes, and how many bytes. Siebel: WebSvcPerf.
#define SOAPSTONE_TRACE_PERFORMANCE 0

// Calls that are made. Siebel: WebSvcOutbound.
#define SOAPSTONE_TRACE_OUTBOUND 1

// What is in the Bodies of calls that are made; only with SOAPSTONE_TRACE_ARGUMENTS. Siebel: WebSvcOutboundArgTrc.
#define SOAPSTONE_TRACE_OUTBOUND_ARGUMENT 2

// Calls that are answered. Siebel: WebSvcInbound.
#define SOAPSTONE_TRACE_INBOUND 3

// What is in the Bodies of calls that are answered; only with SOAPSTONE_TRACE_ARGUMENTS. Siebel: WebSvcInboundArgTrc.
#define SOAPSTONE_TRACE_INBOUND_ARGUMENT 4

// What is set up before anything is called: blocks that a node understands, accepted connections. Siebel: WebSvcLoad.
#define SOAPSTONE_TRACE_LOADING 5

// What was made of a service description: operations, and what of them cannot be right. Siebel: WebSvcDesign.
#define SOAPSTONE_TRACE_DESIGN 6

// Nothing can go on; as good as off.
#define SOAPSTONE_TRACE_FATAL 0

// A call or an answer has failed.
#define SOAPSTONE_TRACE_ERROR 1

// It went through and is no success: a fault, a refusal.
#define SOAPSTONE_TRACE_WARNING 2

// That a message came or went.
#define SOAPSTONE_TRACE_INFO 3

// All that is in it: documents.
#define SOAPSTONE_TRACE_DETAIL 4

// What only those who look for a mistake in soapstone want to know.
#define SOAPSTONE_TRACE_DIAGNOSTIC 5

// The switch of the two categories of arguments.
#define SOAPSTONE_TRACE_ARGUMENTS 1

// A connection was accepted.
#define SOAPSTONE_TRACE_READY 1

// A connection is opened to the host in text, on port, with TLS where number is 1.
#define SOAPSTONE_TRACE_OPENED 2

// The connection was closed.
#define SOAPSTONE_TRACE_CLOSED 3

// A message begins.
#define SOAPSTONE_TRACE_BEGINS 4

// A response has the status in number.
#define SOAPSTONE_TRACE_STATUS 5

// A header block with the local name in text.
#define SOAPSTONE_TRACE_BLOCK 6

// A body entry with the local name in text: what is called or answered.
#define SOAPSTONE_TRACE_ENTRY 7

// The body entry is a fault.
#define SOAPSTONE_TRACE_FAULT 8

// The next piece of a document, in text, redacted; cut anywhere, be it within a character.
#define SOAPSTONE_TRACE_DUMP 9

// A message of so many bytes is complete, micros after it began.
#define SOAPSTONE_TRACE_ENDS 10

// A response has begun, micros after its request was complete.
#define SOAPSTONE_TRACE_WAITED 11

// The error in error; number is how far a call had come, one of SOAPSTONE_STAGE_*, or 0.
#define SOAPSTONE_TRACE_FAILED 12

// The operation with the local name in text, or else the SOAPAction, can be called.
#define SOAPSTONE_TRACE_OPERATION 13

// The operation of that name is found by nothing by which one before it is not found.
#define SOAPSTONE_TRACE_DUPLICATE 14

// The node understands header blocks with the local name in text.
#define SOAPSTONE_TRACE_UNDERSTOOD 15

// The message is sent from here.
#define SOAPSTONE_TRACE_SENT 1

// The message is received.
#define SOAPSTONE_TRACE_RECEIVED 2

// Follows what passes on one connection. Opaque. It must stay where it is as long as what it is set on is used.
typedef struct soapstone_tap {
    // Not to be touched.
    uint64_t opaque[64];
} soapstone_tap;

// An event. What it does not tell is 0 or empty.
typedef struct soapstone_trace_event {
    // sizeof(soapstone_trace_event).
    uint32_t size;
    // What has happened: SOAPSTONE_TRACE_READY to SOAPSTONE_TRACE_UNDERSTOOD; there may be more in later versions.
    int32_t kind;
    // What it is about: SOAPSTONE_TRACE_PERFORMANCE to SOAPSTONE_TRACE_DESIGN.
    int32_t category;
    // How much it matters: SOAPSTONE_TRACE_FATAL to SOAPSTONE_TRACE_DIAGNOSTIC.
    int32_t level;
    // Which way the message goes: SOAPSTONE_TRACE_SENT or SOAPSTONE_TRACE_RECEIVED.
    int32_t direction;
    // A status, a stage, whether with TLS.
    int32_t number;
    // A port.
    uint32_t port;
    // For later use; 0.
    uint32_t reserved;
    // A name, a host, a piece of a document.
    soapstone_str text;
    // Bytes of a message on the wire.
    uint64_t bytes;
    // Microseconds.
    uint64_t micros;
    // What went wrong.
    soapstone_error error;
} soapstone_trace_event;

// What is told, and to whom. A tap keeps the pointer: it must stay valid as long as the tap is used, and may be changed
// meanwhile, between two calls.
typedef struct soapstone_trace {
    // sizeof(soapstone_trace).
    uint32_t size;
    // 0 or SOAPSTONE_TRACE_ARGUMENTS.
    uint32_t flags;
    // The first argument of the functions.
    void *ctx;
    // Takes an event, which is valid during the call. It must not use what is being traced.
    void (*event)(void *ctx, const soapstone_trace_event *event);
    // The time, in microseconds since any moment, or NULL where there is no clock.
    uint64_t (*now)(void *ctx);
    // How much is wanted of each category, by its number; the last is not used.
    uint8_t levels[8];
    // Names of elements, attributes, parameters and fields that are secret besides those that are known, in any case; at
    // most 8.
    const soapstone_str *secrets;
    // How many.
    uint32_t secret_count;
    // For later use; must be 0.
    uint32_t reserved;
} soapstone_trace;

// Makes a tap ready, to be set on one client or one connection. abi is SOAPSTONE_ABI_VERSION.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING (a name is not UTF-8).
int32_t soapstone_tap_init(soapstone_tap *tap, uint32_t abi, const soapstone_trace *trace);

// Has a client tell what it sends and receives, from the next call on: the tap takes the place of its transport, which it
// calls in turn. Also calls that fail are told, and the tap of one that has a tap already.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the tap is set on something.
int32_t soapstone_client_trace(soapstone_client *client,
                               soapstone_tap *tap);

// Has a connection tell what a server sends and receives on it: to be called before soapstone_server_serve is. The tap
// takes the place of its functions, which it calls in turn; the end of the connection is told by soapstone_tap_closed.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the tap is set on something.
int32_t soapstone_connection_trace(soapstone_connection *connection,
                                   soapstone_tap *tap);

// Tells that the connection a tap is set on was closed, and has the tap be set on another.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_tap_closed(soapstone_tap *tap);

// Tells of an error that the bytes do not show: that of a reader, or what soapstone_answered is told. number is how far
// a call had come, one of SOAPSTONE_STAGE_*, or 0. Where the kind is SOAPSTONE_OK nothing is told.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_tap_failed(soapstone_tap *tap,
                             const soapstone_error *error,
                             int32_t number);

// Tells how a server is set up: its operations, those that nothing finds, and the header blocks its node understands. To
// be called when the program starts.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING.
int32_t soapstone_server_trace(const soapstone_server *server,
                               const soapstone_trace *trace);

// The name of a category, as Siebel has it: "WebSvcPerf" and so on. Static text; "unknown" for other numbers.
soapstone_str soapstone_trace_alias(int32_t category);

/* ================================================================================================================== */

/*
 * Base64.
 *
 * Decodes the text of an element, such as an attachment, while it arrives: give each piece of text to the decoder,
 * and finish it at the end tag. The writer encodes: soapstone_writer_base64.
 */

// A decoder of one base64 text. Opaque; place it anywhere.
typedef struct soapstone_base64 {
    // Not to be touched.
    uint64_t opaque[12];
} soapstone_base64;

// Makes a decoder ready for a text. Call it again for the next one.
//
// abi is SOAPSTONE_ABI_VERSION. lenient is 0 to refuse a last group whose unused bits are not zero, 1 to drop
// those bits.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_base64_init(soapstone_base64 *decoder,
                              uint32_t abi,
                              int32_t lenient);

// Decodes a piece of text, cut anywhere. White space is skipped.
//
// text is moved past what was decoded. out takes the bytes, and written says how many there are; out and text must
// not overlap. Answers SOAPSTONE_OK when all of text was taken, or SOAPSTONE_OUTPUT_FULL when out is full: take the
// bytes and call again with the rest. written is set in both cases.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LEXICAL, which stays.
int32_t soapstone_base64_decode(soapstone_base64 *decoder,
                                soapstone_str *text,
                                void *out,
                                size_t out_len,
                                size_t *written);

// Checks that the text ended with a whole group.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LEXICAL.
int32_t soapstone_base64_finish(soapstone_base64 *decoder);

// Says what ended the decoding; error.offset counts the characters of the text, all pieces together, before the wrong
// one. With no error so far, error.kind is SOAPSTONE_OK.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
int32_t soapstone_base64_error(const soapstone_base64 *decoder,
                               soapstone_error *error);

/* ================================================================================================================== */

/*
 * Times.
 *
 * xs:dateTime, the form of times in messages, from and to seconds since 1970.
 */

// Writes a time in UTC, such as 2026-11-21T10:00:00Z, into memory, and gives it as text. Years 1 to 9999 take 20 bytes.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT (also when memory is too small); SOAPSTONE_ERROR_OVERFLOW (the year).
int32_t soapstone_date_time_emit(int64_t seconds,
                                 void *memory,
                                 size_t memory_len,
                                 soapstone_str *text);

// Reads a time, the fraction of its second aside. Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND when it says no zone, so
// that nobody can know which second it is.
//
// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LEXICAL (no time); SOAPSTONE_ERROR_OVERFLOW (the year).
int32_t soapstone_date_time_parse(soapstone_str text,
                                  int64_t *seconds);

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
