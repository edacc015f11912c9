//! The pointer work behind header blocks, written so that Miri can judge it as in `aliasing.rs`: handles moved between
//! calls, a handler that is lent what the library works on, elements looked at when the handles are gone.

use soapstone::soap::Vocabulary;
use soapstone_c::abi::SOAPSTONE_ABI_VERSION;
use soapstone_c::buf::{SOAPSTONE_OUTPUT_BUFFER, soapstone_output};
use soapstone_c::error::{SOAPSTONE_END, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, SOAPSTONE_OUTPUT_FULL};
use soapstone_c::soap::element::*;
use soapstone_c::soap::event::*;
use soapstone_c::soap::headers::*;
use soapstone_c::soap::keeper::*;
use soapstone_c::soap::node::*;
use soapstone_c::soap::reader::*;
use soapstone_c::soap::service::*;
use soapstone_c::soap::writer::*;
use soapstone_c::text::{soapstone_cstr, soapstone_str, soapstone_str_equals};
use soapstone_c::xml::event::*;
use soapstone_c::xml::writer::soapstone_writer_drain;
use std::ffi::{CStr, c_void};
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

const MESSAGE: &[u8] = b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xmlns:m='urn:m'><e:Header>\
    <m:known k='v'>1</m:known><m:handled k='v'>2</m:handled><m:own e:mustUnderstand='1' e:actor='urn:r'>3</m:own>\
    </e:Header><e:Body><m:entry><m:child>4</m:child></m:entry></e:Body></e:Envelope>";

static KNOWN: soapstone_vocabulary =
    soapstone_vocabulary::new(&Vocabulary { blocks: &[("urn:m", &["known"])], children: &[], marked: &[] });

fn string(bytes: &[u8]) -> soapstone_str {
    soapstone_str { ptr: bytes.as_ptr(), len: bytes.len() }
}

fn text(text: &CStr) -> soapstone_str {
    unsafe { soapstone_cstr(text.as_ptr()) }
}

fn is(string: soapstone_str, text: &CStr) -> bool {
    unsafe { soapstone_str_equals(string, text.as_ptr()) == 1 }
}

/// Leaves what it sees, and counts its calls.
unsafe extern "C" fn handle(
    ctx: *mut c_void,
    context: *mut soapstone_header_context,
    event: *const soapstone_event,
    block: *const soapstone_header_block,
) -> i32 {
    let mut attribute = MaybeUninit::<soapstone_attribute>::uninit();
    let mut ns = MaybeUninit::<soapstone_namespace>::uninit();
    unsafe {
        *ctx.cast::<u32>() += 1;
        let event = &*event;
        assert_eq!(soapstone_header_context_resolve(context, text(c"m"), ns.as_mut_ptr()), SOAPSTONE_OK);
        assert!(is(ns.assume_init_ref().uri, c"urn:m"));
        if event.kind == SOAPSTONE_EVENT_OPEN {
            assert_eq!((*block).must_understand, 0);
            assert_eq!(soapstone_header_context_attribute(context, 0, attribute.as_mut_ptr()), SOAPSTONE_OK);
            assert_eq!(
                soapstone_header_context_put(context, text(c"k"), attribute.assume_init_ref().value),
                SOAPSTONE_OK
            );
            assert!(is(event.local, c"handled"));
        } else if event.kind == SOAPSTONE_EVENT_TEXT {
            assert_eq!(soapstone_header_context_put(context, text(c"text"), event.text), SOAPSTONE_OK);
            assert!(is(event.text, c"2"));
        }
    }
    SOAPSTONE_OK
}

fn filter(local: &CStr, handler: soapstone_header_handler, ctx: *mut c_void) -> soapstone_filter {
    soapstone_filter { ns: text(c"urn:m"), local: text(local), handler, ctx }
}

/// Writes an element as a header block, through a small buffer.
fn write(element: &soapstone_element) -> Vec<u8> {
    let (mut sent, mut memory, mut workspace) = (Vec::new(), vec![0_u8; 90], vec![0_u8; 333]);
    let output = soapstone_output {
        size: size_of::<soapstone_output>() as u32,
        kind: SOAPSTONE_OUTPUT_BUFFER,
        memory: memory.as_mut_ptr().cast(),
        memory_len: 90,
        write: None,
        ctx: null_mut(),
    };
    let mut writer = MaybeUninit::uninit();
    let mut drained = MaybeUninit::<soapstone_str>::uninit();
    let (space, version) = (workspace.as_mut_ptr().cast(), SOAPSTONE_ABI_VERSION);
    let mut step = 0;
    unsafe {
        soapstone_envelope_writer_init(writer.as_mut_ptr(), version, space, 333, &output, null(), SOAPSTONE_SOAP11);
        while step < 3 {
            let status = match step {
                0 => soapstone_envelope_writer_envelope(writer.as_mut_ptr()),
                1 => soapstone_envelope_writer_kept_block(writer.as_mut_ptr(), element),
                _ => soapstone_envelope_writer_finish(writer.as_mut_ptr()),
            };
            assert!(status == SOAPSTONE_OK || status == SOAPSTONE_OUTPUT_FULL);
            step += i32::from(status == SOAPSTONE_OK);
            assert_eq!(soapstone_writer_drain(writer.as_mut_ptr(), drained.as_mut_ptr()), SOAPSTONE_OK);
            let drained = drained.assume_init();
            sent.extend_from_slice(std::slice::from_raw_parts(drained.ptr, drained.len));
        }
    }
    sent
}

/// Reads up to the Body in chunks of a size, with handles that move.
fn read(chunk: usize, store: &mut [u8]) -> soapstone_element {
    let mut calls = 0_u32;
    let roles = [text(c"urn:r")];
    let filters = [filter(c"handled", Some(handle), (&raw mut calls).cast()), filter(c"own", None, null_mut())];
    let vocabularies = [&raw const KNOWN];
    let mut node: soapstone_node = unsafe { MaybeUninit::zeroed().assume_init() };
    node.size = size_of::<soapstone_node>() as u32;
    (node.roles, node.role_count) = (roles.as_ptr(), 1);
    (node.filters, node.filter_count) = (filters.as_ptr(), 2);
    (node.vocabularies, node.vocabulary_count) = (vocabularies.as_ptr(), 1);
    let mut workspace = vec![0_u8; 500];
    let mut envelope = Box::new(MaybeUninit::<soapstone_envelope_reader>::uninit());
    let mut headers = Box::new(MaybeUninit::<soapstone_header_reader>::uninit());
    let mut block = MaybeUninit::<soapstone_kept_block>::uninit();
    let mut value = MaybeUninit::<soapstone_str>::uninit();
    let version = SOAPSTONE_ABI_VERSION;
    let (space, room) = (workspace.as_mut_ptr().cast(), store.len());
    unsafe {
        soapstone_envelope_reader_init(envelope.as_mut_ptr(), version, space, 500, null());
        let init = soapstone_header_reader_init(headers.as_mut_ptr(), version, store.as_mut_ptr().cast(), room, &node);
        assert_eq!(init, SOAPSTONE_OK);
        let mut status = SOAPSTONE_NEED_INPUT;
        for piece in MESSAGE.chunks(chunk).map(Vec::from) {
            let mut input = string(&piece);
            status = soapstone_header_reader_read(headers.as_mut_ptr(), envelope.as_mut_ptr(), &mut input, 0);
            (envelope, headers) = (Box::new(*envelope), Box::new(*headers));
            if status != SOAPSTONE_NEED_INPUT {
                break;
            }
        }
        assert_eq!((status, calls >= 3), (SOAPSTONE_OK, true));
        assert_eq!(soapstone_header_reader_context(headers.as_ptr(), text(c"k"), value.as_mut_ptr()), SOAPSTONE_OK);
        let kept = value.assume_init();
        assert_eq!(soapstone_header_reader_context(headers.as_ptr(), text(c"text"), value.as_mut_ptr()), SOAPSTONE_OK);
        assert!(is(kept, c"v") && is(value.assume_init(), c"2"));
        let (ns, own) = (text(c"urn:m"), text(c"own"));
        assert_eq!(soapstone_header_reader_find(headers.as_ptr(), ns, own, block.as_mut_ptr()), SOAPSTONE_OK);
        assert!(is(block.assume_init_ref().role, c"urn:r") && block.assume_init_ref().must_understand == 1);
        assert_eq!(soapstone_header_reader_block(headers.as_ptr(), 0, block.as_mut_ptr()), SOAPSTONE_OK);
        block.assume_init().element
    }
}

#[test]
fn kept_blocks_outlive_the_handles() {
    let mut store = vec![0_u8; 400];
    for chunk in [1, 7, MESSAGE.len()] {
        let element = read(chunk, &mut store);
        assert!(is(unsafe { soapstone_element_text(&element) }, c"1"));
        let expected = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Header>\
            <m:known xmlns:m=\"urn:m\" k=\"v\">1</m:known></soap:Header><soap:Body/></soap:Envelope>";
        assert_eq!(String::from_utf8_lossy(&write(&element)), expected);
    }
}

#[test]
fn a_kept_entry_outlives_its_message() {
    let (mut workspace, mut store) = (vec![0_u8; 500], vec![0_u8; 200]);
    let mut reader = MaybeUninit::<soapstone_envelope_reader>::uninit();
    let mut keeper = Box::new(MaybeUninit::<soapstone_keeper>::uninit());
    let mut cursor = MaybeUninit::<soapstone_element_reader>::uninit();
    let mut event = MaybeUninit::<soapstone_event>::uninit();
    let mut element = MaybeUninit::<soapstone_element>::uninit();
    let mut input = string(MESSAGE);
    let version = SOAPSTONE_ABI_VERSION;
    unsafe {
        soapstone_envelope_reader_init(reader.as_mut_ptr(), version, workspace.as_mut_ptr().cast(), 500, null());
        soapstone_keeper_init(keeper.as_mut_ptr(), version, store.as_mut_ptr().cast(), 200);
        loop {
            let status = soapstone_envelope_reader_next(reader.as_mut_ptr(), &mut input, 1, event.as_mut_ptr());
            assert_eq!(status, SOAPSTONE_OK);
            if event.assume_init_ref().section == SOAPSTONE_SECTION_BODY_ENTRY {
                break;
            }
        }
        let mut halves = [string(&MESSAGE[MESSAGE.len() - input.len..][..9]), input];
        (halves[1].ptr, halves[1].len) = (input.ptr.add(9), input.len - 9);
        let status = soapstone_keeper_read(keeper.as_mut_ptr(), reader.as_mut_ptr(), &mut halves[0], 0);
        assert_eq!(status, SOAPSTONE_NEED_INPUT);
        keeper = Box::new(*keeper);
        let status = soapstone_keeper_read(keeper.as_mut_ptr(), reader.as_mut_ptr(), &mut halves[1], 1);
        assert_eq!(status, SOAPSTONE_OK);
        assert_eq!(soapstone_keeper_element(keeper.as_ptr(), element.as_mut_ptr()), SOAPSTONE_OK);
        drop((keeper, workspace));
        let mut entry = element.assume_init();
        let place = &raw mut entry;
        assert_eq!(soapstone_element_first_child(place, place), SOAPSTONE_OK);
        assert!(is(soapstone_element_text(&entry), c"4"));
        soapstone_element_reader_init(cursor.as_mut_ptr(), version, element.as_ptr());
        let mut events = 0;
        while soapstone_element_reader_next(cursor.as_mut_ptr(), event.as_mut_ptr(), &mut entry) != SOAPSTONE_END {
            events += 1;
        }
        assert_eq!(events, 5);
    }
}

#[test]
fn a_table_of_operations_is_looked_at_where_it_is() {
    let mut operations: [soapstone_operation; 2] = unsafe { MaybeUninit::zeroed().assume_init() };
    (operations[1].ns, operations[1].local) = (text(c"urn:m"), text(c"entry"));
    let mut service: soapstone_service = unsafe { MaybeUninit::zeroed().assume_init() };
    service.size = size_of::<soapstone_service>() as u32;
    (service.operations, service.operation_count) = (operations.as_ptr(), 2);
    let mut request: soapstone_request = unsafe { MaybeUninit::zeroed().assume_init() };
    request.size = size_of::<soapstone_request>() as u32;
    let entry = soapstone_qname { ns: text(c"urn:m"), local: text(c"entry") };
    let mut call = MaybeUninit::<soapstone_call>::uninit();
    unsafe {
        assert_eq!(soapstone_service_dispatch(&service, &request, &entry, call.as_mut_ptr()), SOAPSTONE_OK);
        let call = call.assume_init_ref();
        assert_eq!((call.index, call.operation), (1, &raw const operations[1]));
        assert!(is((*call.operation).local, c"entry"));
    }
}
