//! Servers.
//!
//! A soapstone_server answers the SOAP requests of a connection, one after the other: your functions say what the node
//! understands, do what is called, and write the replies. Nothing of a Body is seen before the head of the request, every
//! mandatory header block and the operation were judged. Whatever is wrong with a request is answered with a fault in
//! its version and with the status that goes with it.
//!
//! ```c
//! static uint8_t head[1024], input[1024], workspace[2048], store[512], output[2048];
//! soapstone_path paths[1] = { { { NULL, 0 }, &meter } };
//! soapstone_server server = { .size = sizeof server, .paths = paths, .path_count = 1 };
//! soapstone_connection connection = { .size = sizeof connection, .read = receive, .write = send_all };
//!
//! server.handle = handle_call;
//! server.answer = write_answer;
//! server.head = head, server.head_len = sizeof head;
//! server.input = input, server.input_len = sizeof input;
//! server.workspace = workspace, server.workspace_len = sizeof workspace;
//! server.store = store, server.store_len = sizeof store;
//! server.output = output, server.output_len = sizeof output;
//! status = soapstone_server_serve(&server, SOAPSTONE_ABI_VERSION, &connection);
//! ```

use crate::abi;
use crate::binding::message::soapstone_message;
use crate::binding::serving::serve;
use crate::buf::soapstone_write;
use crate::error::{REFUSED, soapstone_error, status};
use crate::http::fields::soapstone_http_fields;
use crate::raw;
use crate::soap::fault::soapstone_fault;
use crate::soap::headers::soapstone_header_reader;
use crate::soap::node::soapstone_node;
use crate::soap::reader::soapstone_envelope_options;
use crate::soap::service::{soapstone_request, soapstone_service};
use crate::text::soapstone_str;
use crate::xml::writer::soapstone_writer;
use core::ffi::c_void;

/// There is a reply, which answer writes. Status 200; for a one-way operation 202, and nothing is written.
pub const SOAPSTONE_OUTCOME_REPLY: i32 = 0;
/// There is no reply, now or ever: a one-way operation, or one whose reply goes elsewhere. Status 202.
pub const SOAPSTONE_OUTCOME_ACCEPTED: i32 = 1;
/// There is a fault with this code, one of SOAPSTONE_FAULT_*, added to this number; answer writes it.
pub const SOAPSTONE_OUTCOME_FAULT: i32 = 10;
/// Hold requests to the letter: a message has the media type of its version, a SOAPAction stands in quotes.
pub const SOAPSTONE_SERVER_STRICT: u32 = 1;
/// Also read UTF-16, ISO-8859-1 and windows-1252.
pub const SOAPSTONE_SERVER_ENCODINGS: u32 = 2;
/// Refuse requests that do not say how long they are.
pub const SOAPSTONE_SERVER_LENGTH_REQUIRED: u32 = 4;
/// Have every reply written twice, once to count it, for peers that cannot read chunks.
pub const SOAPSTONE_SERVER_COUNTED: u32 = 8;
/// Answer a one-way message before it is processed; its failure is told to nobody.
pub const SOAPSTONE_SERVER_ACCEPTS_EARLY: u32 = 16;
/// Answer a one-way message that failed with 500 and not with 202.
pub const SOAPSTONE_SERVER_TELLS_FAILURE: u32 = 32;

/// A byte pipe: a connection that was accepted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_connection {
    /// sizeof(soapstone_connection).
    pub size: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// The first argument of both functions.
    pub ctx: *mut c_void,
    /// Receives at most len bytes, and says how many in count; 0 of them is the end. Answers SOAPSTONE_OK,
    /// SOAPSTONE_NEED_INPUT (nothing came in time), or a negative number: the connection is broken.
    pub read: Option<unsafe extern "C" fn(ctx: *mut c_void, bytes: *mut u8, len: usize, count: *mut usize) -> i32>,
    /// Sends bytes, all of them.
    pub write: soapstone_write,
}

/// A service and where it is found.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_path {
    /// The path of the target, which a query may follow; empty: every path.
    pub path: soapstone_str,
    /// The service.
    pub service: *const soapstone_service,
}

/// A request, as far as it was judged; valid during the call of the function that is given it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_received {
    /// The method.
    pub method: soapstone_str,
    /// The target, as it was sent.
    pub target: soapstone_str,
    /// The fields of the head.
    pub fields: soapstone_http_fields,
    /// The header blocks that were kept; NULL before they were read.
    pub headers: *const soapstone_header_reader,
    /// SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12: that of the message and of its answer.
    pub version: i32,
    /// The place of the operation in its service; -1 before it was found.
    pub operation: i32,
}

/// Takes fields for the head of a response. Opaque; made by the library, valid during the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_response_head {
    /// Not to be touched.
    pub opaque: [u64; 4],
}

/// Whether a request is let in, by its head alone. Answers SOAPSTONE_OK, a status (400 to 599) to refuse it with, or an
/// error of this library, which is answered with its fault.
pub type soapstone_admit = Option<unsafe extern "C" fn(ctx: *mut c_void, request: *const soapstone_received) -> i32>;

/// Completes what is known of a message before its operation is looked for: the Action of WS-Addressing, what was
/// verified of the caller; the SOAPAction is there already. Answers as soapstone_admit.
pub type soapstone_identify = Option<
    unsafe extern "C" fn(ctx: *mut c_void, request: *const soapstone_received, known: *mut soapstone_request) -> i32,
>;

/// Makes the fault that answers an error, where a vocabulary has one of its own. The reason and the names are static
/// text; of subcodes and reasons the first is taken. A node that verifies tokens of WS-Security calls
/// soapstone_security_fault. Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND for the fault of the library. May be called
/// more than once for an error.
pub type soapstone_error_fault = Option<
    unsafe extern "C" fn(
        ctx: *mut c_void,
        request: *const soapstone_received,
        error: *const soapstone_error,
        fault: *mut soapstone_fault,
    ) -> i32,
>;

/// Says what a POST without a body, which was let in, is answered with: in TR-069 a device asks so what its server wants.
/// Answers SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12 (a message of that version, which the function answer writes; the
/// operation of the request is -1), SOAPSTONE_OK (there is nothing: status 204), or SOAPSTONE_NOT_FOUND (it is no
/// message, as without this function).
pub type soapstone_asked = Option<unsafe extern "C" fn(ctx: *mut c_void, request: *const soapstone_received) -> i32>;

/// Gives what a GET or HEAD is answered with, WSDL for example. It must stay valid until the response is sent. Answers
/// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
pub type soapstone_page = Option<
    unsafe extern "C" fn(
        ctx: *mut c_void,
        request: *const soapstone_received,
        media_type: *mut soapstone_str,
        content: *mut soapstone_str,
    ) -> i32,
>;

/// Adds fields to the head of a response, with soapstone_response_head_field: WWW-Authenticate to a 401, which must have
/// one, Retry-After to a 503, Date where there is a clock.
pub type soapstone_response_fields =
    Option<unsafe extern "C" fn(ctx: *mut c_void, status: i32, head: *mut soapstone_response_head)>;

/// Is told of every response before it is sent: its status, and the error that it answers, whose kind is SOAPSTONE_OK
/// when it answers none.
pub type soapstone_answered =
    Option<unsafe extern "C" fn(ctx: *mut c_void, status: i32, error: *const soapstone_error)>;

/// Does what the message calls, whose Body soapstone_message_next reads. What is not read of it is read to its end before
/// it is answered; should it end badly, that is answered.
///
/// Answers SOAPSTONE_OUTCOME_REPLY, SOAPSTONE_OUTCOME_ACCEPTED, SOAPSTONE_OUTCOME_FAULT with a code added to it, a status
/// (400 to 599) that the library answers with a fault, or a negative number: an error, which is answered with its fault.
pub type soapstone_handle = Option<
    unsafe extern "C" fn(ctx: *mut c_void, request: *const soapstone_received, message: *mut soapstone_message) -> i32,
>;

/// Writes the answer that handle said there is, whole, from the Envelope to the end, with the calls of
/// soapstone_envelope_writer; it is never SOAPSTONE_OUTPUT_FULL. With SOAPSTONE_SERVER_COUNTED it is called twice and must
/// write the same.
///
/// Answers SOAPSTONE_OK, or an error: the client gets a fault or, when a part of the answer was sent, a connection that
/// is cut.
pub type soapstone_answer = Option<
    unsafe extern "C" fn(ctx: *mut c_void, request: *const soapstone_received, writer: *mut soapstone_writer) -> i32,
>;

/// A server: its services, its functions and its memory. Functions may be NULL, handle and answer excepted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_server {
    /// sizeof(soapstone_server).
    pub size: u32,
    /// A sum of SOAPSTONE_SERVER_*.
    pub flags: u32,
    /// The services.
    pub paths: *const soapstone_path,
    /// How many.
    pub path_count: u32,
    /// Bytes of the rest of a refused request that are dropped, so that the connection can be kept; where there are more
    /// it is closed. 0 for 65536.
    pub drain: u32,
    /// What envelopes are accepted, or NULL. The limit of message bytes is that of the body of a request too: one that
    /// says that it is longer is refused before it is read.
    pub envelope: *const soapstone_envelope_options,
    /// The node that judges header blocks, or NULL for one that understands none.
    pub node: *const soapstone_node,
    /// The first argument of the functions.
    pub ctx: *mut c_void,
    /// Whether a request is let in.
    pub admit: soapstone_admit,
    /// Completes what is known of a message.
    pub identify: soapstone_identify,
    /// Makes the faults of a vocabulary.
    pub fault: soapstone_error_fault,
    /// Answers a POST without a body.
    pub asked: soapstone_asked,
    /// Answers GET.
    pub page: soapstone_page,
    /// Adds fields to responses.
    pub fields: soapstone_response_fields,
    /// Is told of responses.
    pub answered: soapstone_answered,
    /// Does what is called.
    pub handle: soapstone_handle,
    /// Writes replies.
    pub answer: soapstone_answer,
    /// Holds the head of a request: 512 bytes for most peers, 2048 for those that send cookies and tokens.
    pub head: *mut c_void,
    /// Its length in bytes.
    pub head_len: usize,
    /// What is received goes here first; of any length.
    pub input: *mut c_void,
    /// Its length in bytes.
    pub input_len: usize,
    /// The workspace of the envelope reader, and then of the writer.
    pub workspace: *mut c_void,
    /// Its length in bytes.
    pub workspace_len: usize,
    /// Keeps header blocks.
    pub store: *mut c_void,
    /// Its length in bytes.
    pub store_len: usize,
    /// The head of a response, and as much of its body as is sent at once.
    pub output: *mut c_void,
    /// Its length in bytes.
    pub output_len: usize,
    /// For later use; must be 0.
    pub reserved: [u64; 2],
}

/// Answers the requests of a connection until it is to be closed, which is yours to do: after a request that was not
/// read to its end best by half (shutdown), so that the client can read the answer. abi is SOAPSTONE_ABI_VERSION.
///
/// Answers SOAPSTONE_OK, or what the connection failed with, or the error of an answer that could not be completed after
/// a part of it was sent: the connection must be closed at once. The server is ready for the next in any case.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING, before anything is read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_server_serve(
    server: *const soapstone_server,
    abi: u32,
    connection: *const soapstone_connection,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        serve(raw::sized(server)?.ok_or(REFUSED)?, *raw::sized(connection)?.ok_or(REFUSED)?)
    })
}

/// Adds a field to the head of a response.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING, SOAPSTONE_ERROR_HTTP_FIELD (the name is no
/// token, or the value has a control character), SOAPSTONE_ERROR_LIMIT (the output memory).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_response_head_field(
    head: *mut soapstone_response_head,
    name: soapstone_str,
    value: soapstone_str,
) -> i32 {
    status(|| {
        let (name, value) = (name.text()?, value.text()?);
        raw::server::lent_head(head)?.field(name, value).map_err(|error| error.kind)?;
        Ok(crate::error::SOAPSTONE_OK)
    })
}
