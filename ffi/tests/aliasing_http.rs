//! The pointer work behind HTTP, written so that Miri can judge it as in `aliasing.rs`: readers and writers moved between
//! calls, fields looked at after later const calls, memory used again when it is done with.

use soapstone_c::abi::SOAPSTONE_ABI_VERSION as ABI;
use soapstone_c::error::{SOAPSTONE_END, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK};
use soapstone_c::http::body::*;
use soapstone_c::http::fields::*;
use soapstone_c::http::head::*;
use soapstone_c::http::head_writer::*;
use soapstone_c::text::{soapstone_cstr, soapstone_str, soapstone_str_equals};
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::ptr::null_mut;

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

#[test]
fn a_request_is_read_by_readers_that_move() {
    let wire = b"POST / HTTP/1.1\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nB: 2\r\n\r\n";
    let (mut memory, mut trailer_memory) = (vec![0_u8; 128], vec![0_u8; 32]);
    let mut reader = Box::new(MaybeUninit::<soapstone_http_head_reader>::uninit());
    let mut body = Box::new(MaybeUninit::<soapstone_http_body_reader>::uninit());
    let mut input = soapstone_str { ptr: wire.as_ptr(), len: 20 };
    let (mut request, mut framing) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    let (mut value, mut data) = (text(c""), Vec::new());
    unsafe {
        let space = memory.as_mut_ptr().cast();
        assert_eq!(soapstone_http_head_reader_init(reader.as_mut_ptr(), ABI, space, 128, 0), SOAPSTONE_OK);
        assert_eq!(soapstone_http_head_reader_read(reader.as_mut_ptr(), &mut input, 0), SOAPSTONE_NEED_INPUT);
        reader = moved(&reader);
        input.len = wire.len() - 20;
        assert_eq!(soapstone_http_head_reader_read(reader.as_mut_ptr(), &mut input, 0), SOAPSTONE_OK);
        assert_eq!(soapstone_http_head_reader_request(reader.as_mut_ptr(), request.as_mut_ptr()), SOAPSTONE_OK);
        let request = request.assume_init();
        assert_eq!(soapstone_http_request_framing(&request, framing.as_mut_ptr(), null_mut()), SOAPSTONE_OK);
        let trailers = trailer_memory.as_mut_ptr().cast();
        let init = soapstone_http_body_reader_init(body.as_mut_ptr(), ABI, framing.as_ptr(), 9, trailers, 32);
        assert_eq!(init, SOAPSTONE_OK);
        let mut piece = text(c"");
        while soapstone_http_body_reader_next(body.as_mut_ptr(), &mut input, 1, &mut piece) == SOAPSTONE_OK {
            data.extend_from_slice(std::slice::from_raw_parts(piece.ptr, piece.len));
            body = moved(&body);
        }
        assert_eq!((data.as_slice(), input.len), (&b"hi"[..], 0));
        assert_eq!(soapstone_http_body_reader_next(body.as_mut_ptr(), &mut input, 1, &mut piece), SOAPSTONE_END);
        let mut fields = MaybeUninit::uninit();
        assert_eq!(soapstone_http_body_reader_trailers(body.as_ptr(), fields.as_mut_ptr()), SOAPSTONE_OK);
        assert_eq!(soapstone_http_fields_value(fields.as_ptr(), text(c"b"), 0, &mut value), SOAPSTONE_OK);
        assert!(is(value, c"2"));
        assert_eq!(soapstone_http_fields_value(&request.fields, text(c"a"), 0, &mut value), SOAPSTONE_OK);
        assert!(is(value, c"1") && is(request.method, c"POST"));
        assert_eq!(soapstone_http_head_reader_clear(reader.as_mut_ptr()), SOAPSTONE_OK);
    }
    memory.fill(0);
}

#[test]
fn a_head_is_written_by_a_writer_that_moves() {
    let mut memory = vec![0_u8; 64];
    let mut writer = Box::new(MaybeUninit::<soapstone_http_head_writer>::uninit());
    let mut head = text(c"");
    unsafe {
        let space = memory.as_mut_ptr().cast();
        let begun = soapstone_http_head_writer_response(writer.as_mut_ptr(), ABI, space, 64, 200, text(c"OK"));
        assert_eq!(begun, SOAPSTONE_OK);
        writer = moved(&writer);
        assert_eq!(soapstone_http_head_writer_field(writer.as_mut_ptr(), text(c"A"), text(c"1")), SOAPSTONE_OK);
        writer = moved(&writer);
        assert_eq!(soapstone_http_head_writer_finish(writer.as_mut_ptr(), &mut head), SOAPSTONE_OK);
        assert!(is(head, c"HTTP/1.1 200 OK\r\nA: 1\r\n\r\n"));
    }
    memory.fill(0);
}
