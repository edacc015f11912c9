//! Header blocks.
//!
//! A soapstone_header_reader reads the header blocks of a message for a node and judges them before the Body opens: a
//! mandatory block that is for the node and that it does not understand is SOAPSTONE_ERROR_NOT_UNDERSTOOD, and nothing
//! of the Body is seen (SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 2.4 and 2.6).
//!
//! A soapstone_node says which blocks are for it and which it understands: those of its vocabularies are kept in a
//! store, where the functions of the vocabulary find them; those of its filters are kept too, or handed to a function
//! of yours. Blocks nobody asked for come as events, or are kept as well.
//!
//! ```c
//! static uint8_t store[1024];
//! soapstone_filter filters[1] = { { ns, soapstone_cstr("session"), NULL, NULL } };
//! soapstone_node node = { .size = sizeof node, .filters = filters, .filter_count = 1 };
//! soapstone_header_reader headers;
//! soapstone_kept_block session;
//!
//! soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, store, sizeof store, &node);
//! status = soapstone_header_reader_read(&headers, &envelope, &input, last);
//! if (status == SOAPSTONE_OK) {
//!     status = soapstone_header_reader_find(&headers, ns, soapstone_cstr("session"), &session);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::{self, Handle};
use crate::soap::element::soapstone_element;
use crate::soap::event::{next, soapstone_qname};
use crate::soap::node::{Table, soapstone_node};
use crate::soap::reader::{feed, soapstone_envelope_reader};
use crate::text::soapstone_str;
use crate::xml::event::soapstone_event;
use core::ffi::c_void;
use soapstone::soap::{HeaderReader, Headers, KeptBlock};

/// A header block that was kept.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_kept_block {
    /// The block itself.
    pub element: soapstone_element,
    /// The role (in SOAP 1.1 the actor) as a URI; its ptr is NULL when there is none.
    pub role: soapstone_str,
    /// 1 when it must be understood, else 0.
    pub must_understand: i32,
    /// 1 when an intermediary passes it on although it did not process it, else 0; SOAP 1.2 only.
    pub relay: i32,
    /// Bytes of the message before the block.
    pub offset: u64,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

/// Reads the header blocks of a message. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_header_reader {
    /// Not to be touched.
    pub opaque: [u64; 56],
}

/// A reader and the node it reads for, or what another reader has read.
#[allow(clippy::large_enum_variant, reason = "a handle has the size of the larger")]
pub(crate) enum State {
    Reader(HeaderReader<'static>, Table),
    View(Headers<'static>),
}

impl Handle for soapstone_header_reader {
    type State = State;
    const MARK: u32 = 0x6864_7201;
}

/// Makes a reader ready for the header blocks of a message. To be called with each message, before the envelope reader
/// has read anything of it.
///
/// abi is SOAPSTONE_ABI_VERSION. store is where kept blocks go, as for soapstone_keeper_init, with 18 bytes more for
/// each. node is copied, what it points to is not: that must stay as long as the message is read. NULL is an ultimate
/// receiver that understands no block.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_init(
    reader: *mut soapstone_header_reader,
    abi: u32,
    store: *mut c_void,
    store_len: usize,
    node: *const soapstone_node,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let (store, node) = (raw::memory(store, store_len)?, Table::judged(node)?);
        let state = raw::place(reader)?.init(State::Reader(HeaderReader::new(store), Table::NONE));
        // Copied to its place: as a part of the state it would be copied twice.
        if let State::Reader(_, table) = state {
            table.set(node);
        }
        Ok(SOAPSTONE_OK)
    })
}

/// Reads up to the Body, and leaves out what soapstone_header_reader_next would give: after SOAPSTONE_OK the next event
/// of soapstone_envelope_reader_next is the first inside the Body.
///
/// Answers SOAPSTONE_OK (the Body has opened) or SOAPSTONE_NEED_INPUT. Errors: those of soapstone_header_reader_next.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_read(
    reader: *mut soapstone_header_reader,
    envelope: *mut soapstone_envelope_reader,
    input: *mut soapstone_str,
    last: i32,
) -> i32 {
    status(|| {
        let (state, envelope) = (raw::unique(reader)?, raw::unique(envelope)?);
        let State::Reader(headers, node) = state else { return Err(REFUSED) };
        let (read, _) = feed(input, |rest| headers.read(&mut envelope.reader, rest, last != 0, node))?;
        Ok(match read {
            Ok(true) => SOAPSTONE_OK,
            Ok(false) => SOAPSTONE_NEED_INPUT,
            Err(error) => node.status(error),
        })
    })
}

/// Reads on; takes the place of soapstone_envelope_reader_next until the Body has opened. Gives the events of the
/// envelope and of the header blocks that are neither kept nor handled; the opening of the Body is the last.
///
/// Answers as soapstone_envelope_reader_next. An error stays. Errors: those of it; when the Body opens
/// SOAPSTONE_ERROR_NOT_UNDERSTOOD, else what a handler answered, else SOAPSTONE_ERROR_LIMIT (the store, with what it
/// must hold); SOAPSTONE_ERROR_INVALID_ARGUMENT when the Body has opened before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_next(
    reader: *mut soapstone_header_reader,
    envelope: *mut soapstone_envelope_reader,
    input: *mut soapstone_str,
    last: i32,
    event: *mut soapstone_event,
) -> i32 {
    status(|| {
        let out = raw::out(event)?;
        let (state, envelope) = (raw::unique(reader)?, raw::unique(envelope)?);
        let State::Reader(headers, node) = state else { return Err(REFUSED) };
        let read = next(&mut envelope.reader, input, last, out, &mut |reader, input, last| {
            headers.step(reader, input, last, node)
        });
        match read {
            Ok(outcome) => Ok(outcome),
            Err(Some(refused)) => Err(refused),
            Err(None) => headers.error().map_or(Err(REFUSED), |error| Ok(node.status(error))),
        }
    })
}

/// Gives a block for this node that was kept, by its place among them: 0, 1, ... Complete once the Body has opened, or
/// after an error all that came before it. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_block(
    reader: *const soapstone_header_reader,
    index: u32,
    block: *mut soapstone_kept_block,
) -> i32 {
    status(|| {
        let out = raw::out(block)?;
        Ok(out.found(read(reader)?.headers().blocks().nth(index as usize)))
    })
}

/// Gives the first block for this node that was kept and has this namespace URI and local name. Answers SOAPSTONE_OK or
/// SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_find(
    reader: *const soapstone_header_reader,
    ns: soapstone_str,
    local: soapstone_str,
    block: *mut soapstone_kept_block,
) -> i32 {
    status(|| {
        let out = raw::out(block)?;
        Ok(out.found(read(reader)?.headers().find(ns.text()?, local.text()?)))
    })
}

/// Gives a block that a node between sends on, by its place among them: 0, 1, ..., in the order of the message; the node
/// says intermediary and keep_all. A block it understands counts as processed (SOAP 1.2 Part 1, 2.7). Answers
/// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_forwarded(
    reader: *const soapstone_header_reader,
    index: u32,
    block: *mut soapstone_kept_block,
) -> i32 {
    status(|| {
        let out = raw::out(block)?;
        Ok(out.found(read(reader)?.headers().forwarded().nth(index as usize)))
    })
}

/// Gives the name of a mandatory block that was not understood, and its prefix as written, by its place among them:
/// 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_not_understood(
    reader: *const soapstone_header_reader,
    index: u32,
    name: *mut soapstone_qname,
    prefix: *mut soapstone_str,
) -> i32 {
    status(|| {
        let (out, prefix_out) = (raw::out(name)?, raw::out(prefix)?);
        let found = read(reader)?.headers().not_understood().nth(index as usize);
        Ok(out.found(found.map(|(name, prefix)| {
            prefix_out.set(prefix.into());
            name
        })))
    })
}

/// Gives what a handler left under this key with soapstone_header_context_put. Answers SOAPSTONE_OK or
/// SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_context(
    reader: *const soapstone_header_reader,
    key: soapstone_str,
    value: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(value)?;
        Ok(out.found(read(reader)?.headers().context(key.text()?)))
    })
}

/// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK; for a number of its own that a
/// handler answered it is SOAPSTONE_ERROR_IO.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_reader_error(
    reader: *const soapstone_header_reader,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(match raw::shared(reader)? {
            State::Reader(headers, _) => headers.error().into(),
            State::View(_) => None.into(),
        });
        Ok(SOAPSTONE_OK)
    })
}

/// What has the header blocks: for the vocabularies.
///
/// # Safety
/// `reader` is NULL or points to a handle, which nobody changes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn read<'a>(reader: *const soapstone_header_reader) -> Status<&'a State> {
    raw::shared(reader)
}

impl State {
    /// The header blocks as core sees them.
    #[cfg_attr(small, inline(never))]
    pub(crate) fn headers(&self) -> Headers<'_> {
        match self {
            State::Reader(headers, _) => headers.headers(),
            State::View(headers) => *headers,
        }
    }
}

impl From<KeptBlock<'_>> for soapstone_kept_block {
    fn from(block: KeptBlock<'_>) -> Self {
        soapstone_kept_block {
            element: block.element().into(),
            role: block.role().into(),
            must_understand: block.must_understand().into(),
            relay: block.relay().into(),
            offset: block.offset(),
            reserved: [0; 2],
        }
    }
}
