//! The pointer work behind sessions, written so that Miri can judge it as in `aliasing.rs`: a session moved between
//! calls, its token looked at after later const calls, its memory used again when it is forgotten.

use soapstone_c::abi::SOAPSTONE_ABI_VERSION;
use soapstone_c::buf::{SOAPSTONE_OUTPUT_BUFFER, soapstone_output};
use soapstone_c::error::SOAPSTONE_OK;
use soapstone_c::session::client::*;
use soapstone_c::session::headers::*;
use soapstone_c::session::url::*;
use soapstone_c::soap::event::SOAPSTONE_SOAP11;
use soapstone_c::soap::headers::*;
use soapstone_c::soap::node::soapstone_node;
use soapstone_c::soap::reader::*;
use soapstone_c::soap::writer::*;
use soapstone_c::text::{soapstone_cstr, soapstone_str, soapstone_str_equals};
use soapstone_c::xml::writer::*;
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

const RESPONSE: &[u8] = b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header>\
    <SessionToken xmlns='http://siebel.com/webservices'> tok-1 </SessionToken></e:Header><e:Body/></e:Envelope>";

fn text(text: &CStr) -> soapstone_str {
    unsafe { soapstone_cstr(text.as_ptr()) }
}

fn is(string: soapstone_str, text: &CStr) -> bool {
    unsafe { soapstone_str_equals(string, text.as_ptr()) == 1 }
}

/// Moves a handle to another place.
fn moved<T: Copy>(handle: &MaybeUninit<T>) -> Box<MaybeUninit<T>> {
    Box::new(*handle)
}

/// Writes the request that has begun and gives the length of it.
fn write(session: *const soapstone_session) -> usize {
    let (mut memory, mut workspace) = (vec![0_u8; 1024], vec![0_u8; 256]);
    let mut writer = Box::new(MaybeUninit::<soapstone_writer>::uninit());
    let output = soapstone_output {
        size: size_of::<soapstone_output>() as u32,
        kind: SOAPSTONE_OUTPUT_BUFFER,
        memory: memory.as_mut_ptr().cast(),
        memory_len: memory.len(),
        write: None,
        ctx: null_mut(),
    };
    let (space, len) = (workspace.as_mut_ptr().cast(), workspace.len());
    let mut written = text(c"");
    unsafe {
        let writer = writer.as_mut_ptr();
        let abi = SOAPSTONE_ABI_VERSION;
        let done = soapstone_envelope_writer_init(writer, abi, space, len, &output, null(), SOAPSTONE_SOAP11)
            | soapstone_envelope_writer_envelope(writer)
            | soapstone_session_write(session, writer)
            | soapstone_envelope_writer_finish(writer)
            | soapstone_writer_drain(writer, &mut written);
        assert_eq!(done, SOAPSTONE_OK);
    }
    written.len
}

/// Reads the header blocks of a response and gives them to the session.
fn answer(session: *mut soapstone_session) {
    let (mut workspace, mut store) = (vec![0_u8; 512], vec![0_u8; 256]);
    let mut envelope = MaybeUninit::<soapstone_envelope_reader>::uninit();
    let mut headers = MaybeUninit::<soapstone_header_reader>::uninit();
    let mut read = MaybeUninit::<soapstone_session_headers>::uninit();
    let mut input = soapstone_str { ptr: RESPONSE.as_ptr(), len: RESPONSE.len() };
    let vocabularies = [soapstone_session_vocabulary()];
    let node = soapstone_node {
        size: size_of::<soapstone_node>() as u32,
        vocabularies: vocabularies.as_ptr(),
        vocabulary_count: 1,
        ..unsafe { MaybeUninit::zeroed().assume_init() }
    };
    unsafe {
        let (envelope, headers, abi) = (envelope.as_mut_ptr(), headers.as_mut_ptr(), SOAPSTONE_ABI_VERSION);
        let (space, len) = (workspace.as_mut_ptr().cast(), workspace.len());
        let done = soapstone_envelope_reader_init(envelope, abi, space, len, null())
            | soapstone_header_reader_init(headers, abi, store.as_mut_ptr().cast(), store.len(), &node)
            | soapstone_header_reader_read(headers, envelope, &mut input, 1)
            | soapstone_session_headers_read(headers, read.as_mut_ptr(), null_mut())
            | soapstone_session_finish(session, headers);
        assert_eq!(done, SOAPSTONE_OK);
        assert!(is(read.assume_init().token, c"tok-1"));
    }
}

#[test]
fn a_session_moves_between_its_calls() {
    let mut memory = vec![MaybeUninit::<u8>::uninit(); 16];
    let mut session = Box::new(MaybeUninit::<soapstone_session>::uninit());
    unsafe {
        let (abi, kind, len) = (SOAPSTONE_ABI_VERSION, SOAPSTONE_SESSION_STATELESS, memory.len());
        let init = soapstone_session_init(session.as_mut_ptr(), abi, kind, memory.as_mut_ptr().cast(), len, null());
        assert_eq!(init, SOAPSTONE_OK);
        let set = soapstone_session_set_credentials(session.as_mut_ptr(), text(c"user"), text(c"secret"));
        assert_eq!(set, SOAPSTONE_OK);
        for now in [0, 1, 2] {
            session = moved(&session);
            assert_eq!(soapstone_session_begin(session.as_mut_ptr(), now), SOAPSTONE_OK);
            session = moved(&session);
            assert!(write(session.as_ptr()) > 200);
            answer(session.as_mut_ptr());
            let token = soapstone_session_token(session.as_ptr());
            assert_eq!(soapstone_session_is_busy(session.as_ptr()), 0);
            assert!(is(token, c"tok-1"));
        }
        assert_eq!(soapstone_session_forget(session.as_mut_ptr()), SOAPSTONE_OK);
        // The memory is the caller's again.
        assert!(memory.iter().all(|byte| byte.assume_init() == 0));
    }
}

#[test]
fn an_address_is_in_the_memory_of_the_caller() {
    let (mut memory, mut written) = (vec![0_u8; 128], text(c""));
    let more = [soapstone_url_parameter { name: text(c"Version"), value: text(c"1 2") }];
    let url = soapstone_url {
        size: size_of::<soapstone_url>() as u32,
        preset: SOAPSTONE_URL_MOBILE,
        base: text(c"http://h"),
        parameters: more.as_ptr(),
        parameter_count: 1,
        ..unsafe { MaybeUninit::zeroed().assume_init() }
    };
    let (space, len) = (memory.as_mut_ptr().cast(), memory.len());
    assert_eq!(unsafe { soapstone_url_write(&url, space, len, &mut written, null_mut()) }, SOAPSTONE_OK);
    assert!(is(written, c"http://h/?SWEExtSource=WebService&WSSOAP=1&Version=1%202"));
}
