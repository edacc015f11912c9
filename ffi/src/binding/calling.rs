//! Calls.
//!
//! What a client is asked to do: where a message goes, how it is written, what the request says besides.

use crate::binding::route::{soapstone_chosen, soapstone_route};
use crate::binding::transport::soapstone_read;
use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::fields::soapstone_http_field;
use crate::http::login::soapstone_http_login;
use crate::raw;
use crate::soap::event;
use crate::text::{Texts, soapstone_str};
use crate::xml::writer::soapstone_writer;
use core::ffi::c_void;
use soapstone::binding::client::{Call, GivenFields, Length, Method, Pattern, Redirects};
use soapstone::binding::{Identity, Timeout};
use soapstone::soap::Version;

/// By a Content-Length: a message that does not fit in the memory of the client is written twice, once to be counted.
/// Servers that do not know the chunked coding are why this is the default.
pub const SOAPSTONE_LENGTH_COUNTED: i32 = 0;
/// Not at all: the chunked coding.
pub const SOAPSTONE_LENGTH_CHUNKED: i32 = 1;
/// By a Content-Length that the caller knows.
pub const SOAPSTONE_LENGTH_KNOWN: i32 = 2;
/// An envelope is due.
pub const SOAPSTONE_PATTERN_REQUEST_RESPONSE: i32 = 0;
/// Nothing is due: an envelope that comes all the same is not looked at.
pub const SOAPSTONE_PATTERN_ONE_WAY: i32 = 1;
/// An envelope or nothing: the reply may go elsewhere.
pub const SOAPSTONE_PATTERN_EITHER: i32 = 2;
/// Send a GET: no message is written, the response of a safe operation is an envelope.
pub const SOAPSTONE_CALL_GET: u32 = 1;
/// Ask if the body is wanted before it is sent, where it does not fit in the memory: Expect: 100-continue.
pub const SOAPSTONE_CALL_EXPECT: u32 = 2;
/// Do not keep the connection for another call.
pub const SOAPSTONE_CALL_CLOSE: u32 = 4;
/// Take no response that has not the media type of the version that was sent.
pub const SOAPSTONE_CALL_STRICT: u32 = 8;
/// Follow no redirects; else five of 303, 307 and 308.
pub const SOAPSTONE_CALL_NO_REDIRECTS: u32 = 16;
/// Follow 301 and 302 too, with the same request.
pub const SOAPSTONE_CALL_REPEAT_MOVED: u32 = 32;
/// Send a POST without a message: no body, and no field that speaks of one. In TR-069 a device asks so what its server
/// wants. body and source may then be NULL.
pub const SOAPSTONE_CALL_EMPTY: u32 = 64;

/// Writes the message of a call, whole, from the Envelope to the end, with the calls of soapstone_envelope_writer; it is
/// never SOAPSTONE_OUTPUT_FULL. It is called again from the start, and must write the same, when the message must be
/// counted first or the request be sent again. Answers SOAPSTONE_OK, or a negative number, which ends the call.
pub type soapstone_body = Option<unsafe extern "C" fn(ctx: *mut c_void, writer: *mut soapstone_writer) -> i32>;

/// Chooses on the way of a call: soapstone_route_choose, or a function of the program that does the same.
pub type soapstone_choose = Option<
    unsafe extern "C" fn(
        route: *const soapstone_route,
        chosen: *mut soapstone_chosen,
        error: *mut soapstone_error,
    ) -> i32,
>;

/// A call. All zero but size, version, endpoint, workspace and body: what most calls need, but that it waits for ever.
///
/// A source is called as soapstone_read says, and with len 0 before its first byte, each time the message is sent or
/// counted: it then begins anew.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_call {
    /// sizeof(soapstone_http_call).
    pub size: u32,
    /// SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12.
    pub version: i32,
    /// The address, http or https.
    pub endpoint: soapstone_str,
    /// The action; ptr NULL for none.
    pub action: soapstone_str,
    /// Header fields of the caller. One that has the name of a field that would be written by itself takes its place.
    pub fields: *const soapstone_http_field,
    /// How many, at most 32.
    pub field_count: u32,
    /// A sum of SOAPSTONE_CALL_*.
    pub flags: u32,
    /// How the length of the body is told, one of SOAPSTONE_LENGTH_*.
    pub length: i32,
    /// What is due, one of SOAPSTONE_PATTERN_*.
    pub pattern: i32,
    /// The length, where it is known.
    pub known_length: u64,
    /// The most bytes that the body of the response may have; 0: any number.
    pub limit: u64,
    /// How long to wait for the response, in milliseconds; 0 is for ever, a negative number what the transport does by
    /// default. Where a field jms.async says true nobody waits, and it is what the transport does by default.
    pub timeout: i64,
    /// The workspace of the writer; free again after the call.
    pub workspace: *mut c_void,
    /// Its length in bytes.
    pub workspace_len: usize,
    /// The first argument of body and source.
    pub ctx: *mut c_void,
    /// Writes the message.
    pub body: soapstone_body,
    /// Gives the bytes of the message in the place of body, which is then NULL: a message that was made before.
    pub source: soapstone_read,
    /// The credentials, or NULL.
    pub login: *mut soapstone_http_login,
    /// Credentials for a relay or another proxy, as soapstone_http_login_for_proxy makes them, or NULL.
    pub proxy_login: *mut soapstone_http_login,
    /// What gives endpoint and version in the place of those above, and credentials where the call has none:
    /// soapstone_route_choose; NULL: nothing does.
    pub choose: soapstone_choose,
    /// What it chooses of; NULL without it.
    pub route: *const soapstone_route,
    /// The address of a relay, which sends the request on to the endpoint and the response back; empty: there is none. It
    /// is connected to in the place of the endpoint, whose address is the target of the request, whole.
    pub relay: soapstone_str,
    /// The names of the key that the client shows in TLS, and of the store it is in, for the transport; empty: none.
    pub store: soapstone_str,
    /// See there; empty: the only key of the store.
    pub key: soapstone_str,
    /// For later use; must be 0.
    pub reserved: [u64; 2],
}

const ALL_FLAGS: u32 = 127;

/// Takes a parameter in the notation of a gateway, by its name and value, into a call.
///
/// - siebel_transport_header:NAME, HDR.NAME: a header field, for the fields of the call
/// - HTTPContentType: the field Content-Type
/// - HTTPRequestMethod: POST or GET, in any case
/// - HTTPRequestURLTemplate: the endpoint
///
/// The last three may have siebel_transport_param: in front. The strings are not copied.
///
/// Answers SOAPSTONE_OK for a header field, which goes to field, to be one of those of the call; SOAPSTONE_NOT_FOUND for
/// none: the parameter was taken into the call. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for another name or
/// another method; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_call_parameter(
    call: *mut soapstone_http_call,
    name: soapstone_str,
    value: soapstone_str,
    field: *mut soapstone_http_field,
) -> i32 {
    status(|| {
        let out = raw::out(field)?;
        raw::sized(call.cast_const())?.ok_or(REFUSED)?;
        let set = raw::in_out(call)?;
        let get = set.flags & SOAPSTONE_CALL_GET != 0;
        let mut taken = Call::new(set.endpoint.text()?, Version::Soap11);
        taken.method = if get { Method::Get } else { Method::Post };
        let found = taken.parameter(name.text()?, value.text()?).map_err(|error| error.kind)?;
        if let Some((name, value)) = found {
            out.set(soapstone_http_field { name: name.as_bytes().into(), value: value.as_bytes().into() });
            return Ok(SOAPSTONE_OK);
        }
        set.endpoint = taken.endpoint.as_bytes().into();
        set.flags &= !SOAPSTONE_CALL_GET;
        if taken.method == Method::Get {
            set.flags |= SOAPSTONE_CALL_GET;
        }
        Ok(SOAPSTONE_NOT_FOUND)
    })
}

/// The fields that C gives, whose strings were judged.
pub(crate) struct Given<'a>(pub(crate) &'a [soapstone_http_field]);

impl GivenFields for Given<'_> {
    fn given(&self, at: usize) -> Option<(&[u8], &[u8])> {
        self.0.get(at).map(|field| (raw::lasting(&field.name), raw::lasting(&field.value)))
    }
}

/// Fields of a call at most.
const MOST_FIELDS: usize = 32;

/// Reads the call that C makes, to where was chosen, with these fields; what is wrong with it is told by `judged`. Where
/// nothing ends the reading, each part of the call can be put where it belongs at once.
///
/// # Safety
/// What `set` points to is valid during `'a`.
#[inline(never)]
pub(crate) unsafe fn read<'a>(
    set: &soapstone_http_call,
    chosen: &soapstone_chosen,
    fields: &'a Given<'a>,
    judged: &mut Status,
) -> Call<'a> {
    let is = |flag| set.flags & flag != 0;
    let mut refused = set.reserved != [0; 2]
        || (set.choose.is_none() && !set.route.is_null())
        || set.flags > ALL_FLAGS
        || (set.body.is_some() == set.source.is_some() && !is(SOAPSTONE_CALL_GET) && !is(SOAPSTONE_CALL_EMPTY))
        || fields.0.len() > MOST_FIELDS
        || !(SOAPSTONE_PATTERN_REQUEST_RESPONSE..=SOAPSTONE_PATTERN_EITHER).contains(&set.pattern)
        || !(SOAPSTONE_LENGTH_COUNTED..=SOAPSTONE_LENGTH_KNOWN).contains(&set.length);
    let mut texts = Texts::default();
    for field in fields.0 {
        texts.text(&field.name);
        texts.text(&field.value);
    }
    // One after the other: all at once they would be kept elsewhere first.
    let mut call = Call::new(texts.text(&chosen.address), Version::Soap11);
    call.fields = fields;
    match event::version(chosen.version) {
        Ok(version) => call.version = version,
        Err(_) => refused = true,
    }
    call.method = if is(SOAPSTONE_CALL_GET) { Method::Get } else { Method::Post };
    call.message = !is(SOAPSTONE_CALL_EMPTY);
    call.pattern = match set.pattern {
        SOAPSTONE_PATTERN_REQUEST_RESPONSE => Pattern::RequestResponse,
        SOAPSTONE_PATTERN_ONE_WAY => Pattern::OneWay,
        _ => Pattern::Either,
    };
    call.expect = is(SOAPSTONE_CALL_EXPECT);
    call.keep_alive = !is(SOAPSTONE_CALL_CLOSE);
    call.strict = is(SOAPSTONE_CALL_STRICT);
    call.redirects = Redirects {
        most: if is(SOAPSTONE_CALL_NO_REDIRECTS) { 0 } else { Redirects::MOST },
        repeat_moved: is(SOAPSTONE_CALL_REPEAT_MOVED),
    };
    call.timeout = Timeout::from_millis(set.timeout);
    call.length = match set.length {
        SOAPSTONE_LENGTH_COUNTED => Length::Counted,
        SOAPSTONE_LENGTH_CHUNKED => Length::Chunked,
        _ => Length::Known(set.known_length),
    };
    if set.limit != 0 {
        call.limit = set.limit;
    }
    call.action = texts.some(&set.action);
    call.relay = texts.text(&set.relay);
    call.identity = Identity { store: texts.text(&set.store), key: texts.text(&set.key) };
    *judged = if refused { Err(REFUSED) } else { texts.check() };
    call
}
