//! Keeping an element.
//!
//! A soapstone_keeper keeps one element of a message, with all that is in it: a body entry, a child of it, the detail
//! of a fault.
//!
//! ```c
//! static uint8_t store[512];
//! soapstone_keeper keeper;
//! soapstone_element entry;
//!
//! soapstone_keeper_init(&keeper, SOAPSTONE_ABI_VERSION, store, sizeof store);
//! status = soapstone_keeper_read(&keeper, &envelope, &input, last);
//! if (status == SOAPSTONE_OK) {
//!     soapstone_keeper_element(&keeper, &entry);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::{self, Handle};
use crate::soap::element::soapstone_element;
use crate::soap::fault::soapstone_fault_reader;
use crate::soap::reader::{feed, soapstone_envelope_reader};
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::soap::{Event, Keeper, Reader, Section};
use soapstone::{Error, Limit};

/// Keeps an element. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_keeper {
    /// Not to be touched.
    pub opaque: [u64; 24],
}

/// A keeper and how far it has come.
pub(crate) struct State {
    keeper: Keeper<'static>,
    progress: Progress,
    error: Option<Error>,
}

#[derive(PartialEq)]
enum Progress {
    Ready,
    Open,
    Complete,
}

impl Handle for soapstone_keeper {
    type State = State;
    const MARK: u32 = 0x6b70_7201;
}

/// Makes a keeper ready for an element. abi is SOAPSTONE_ABI_VERSION.
///
/// store is where the element goes: 10 bytes for a tag and for its end, an attribute, a text and a qualified name in
/// one of these, besides what they say. SOAPSTONE_ERROR_LIMIT tells exactly how much an element takes.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_keeper_init(
    keeper: *mut soapstone_keeper,
    abi: u32,
    store: *mut c_void,
    store_len: usize,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let keeping = Keeper::new(raw::memory(store, store_len)?);
        raw::init(keeper, State { keeper: keeping, progress: Progress::Ready, error: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Keeps the element whose start was the last event of the envelope reader: a header block, body entry or trailer that
/// has just opened, or an element in it. Takes the place of soapstone_envelope_reader_next until the element is
/// complete, its end tag included; input and last are those of it.
///
/// Answers SOAPSTONE_OK (the element is complete) or SOAPSTONE_NEED_INPUT. Errors: those of
/// soapstone_envelope_reader_next; SOAPSTONE_ERROR_INVALID_ARGUMENT when the last event started no such element, or the
/// keeper has one already; SOAPSTONE_ERROR_LIMIT (the store: at the end of the element, with what it must hold).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_keeper_read(
    keeper: *mut soapstone_keeper,
    envelope: *mut soapstone_envelope_reader,
    input: *mut soapstone_str,
    last: i32,
) -> i32 {
    status(|| {
        let (state, envelope) = (raw::unique(keeper)?, raw::unique(envelope)?);
        let reader = &mut envelope.reader;
        state.begin(reader)?;
        let read = |rest: &mut &[u8]| state.read(|keeper| Ok(taken(keeper, &reader.next(rest, last != 0)?)));
        let (read, _) = feed(input, read)?;
        state.end(read, envelope.reader.offset())
    })
}

/// The same in a fault: keeps the element whose start was the last event of the fault reader, such as the detail, and
/// takes the place of soapstone_fault_reader_next until it is complete. Errors: those of both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_keeper_read_detail(
    keeper: *mut soapstone_keeper,
    fault: *mut soapstone_fault_reader,
    envelope: *mut soapstone_envelope_reader,
    input: *mut soapstone_str,
    last: i32,
) -> i32 {
    status(|| {
        let (state, fault, envelope) = (raw::unique(keeper)?, raw::unique(fault)?, raw::unique(envelope)?);
        let reader = &mut envelope.reader;
        state.begin(reader)?;
        let read = |rest: &mut &[u8]| state.read(|keeper| Ok(taken(keeper, &fault.next(reader, rest, last != 0)?)));
        let (read, _) = feed(input, read)?;
        state.end(read, envelope.reader.offset())
    })
}

/// Gives the element, once it is complete.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when it is not complete.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_keeper_element(
    keeper: *const soapstone_keeper,
    element: *mut soapstone_element,
) -> i32 {
    status(|| {
        let out = raw::out(element)?;
        let state = raw::shared(keeper)?;
        let complete = state.progress == Progress::Complete;
        out.set(state.keeper.element().filter(|_| complete).ok_or(REFUSED)?.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Says what ended the keeping. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_keeper_error(keeper: *const soapstone_keeper, error: *mut soapstone_error) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(keeper)?.error.into());
        Ok(SOAPSTONE_OK)
    })
}

/// What became of an event.
enum Taken {
    Kept,
    Complete,
    NeedInput,
}

fn taken(keeper: &mut Keeper<'_>, event: &Event<'_>) -> Taken {
    match event {
        Event::NeedInput => Taken::NeedInput,
        event if keeper.take(event) => Taken::Complete,
        _ => Taken::Kept,
    }
}

impl State {
    /// Takes the start tag, unless it was taken before.
    fn begin(&mut self, reader: &Reader<'_>) -> Status {
        if let Some(error) = self.error {
            return Err(error.kind);
        }
        match self.progress {
            Progress::Ready => {
                let start = reader.start().filter(|_| reader.section().is_item()).ok_or(REFUSED)?;
                self.keeper.take(&Event::Start(Section::BodyEntry, start));
                self.progress = Progress::Open;
            }
            Progress::Open => {}
            Progress::Complete => return Err(REFUSED),
        }
        Ok(())
    }

    /// Takes events as `step` gives them, until the element is complete (`true`) or the input used up.
    fn read(&mut self, mut step: impl FnMut(&mut Keeper<'static>) -> Result<Taken, Error>) -> Result<bool, Error> {
        loop {
            match step(&mut self.keeper)? {
                Taken::Kept => {}
                Taken::Complete => return Ok(true),
                Taken::NeedInput => return Ok(false),
            }
        }
    }

    fn end(&mut self, read: Result<bool, Error>, offset: u64) -> Status<i32> {
        let read = match (read, self.keeper.exceeded()) {
            (Ok(true), Some(needed)) => Err(Error::limit(Limit::TextStore, needed, offset)),
            (read, _) => read,
        };
        if !read.map_err(|error| self.error.insert(error).kind)? {
            return Ok(SOAPSTONE_NEED_INPUT);
        }
        self.progress = Progress::Complete;
        Ok(SOAPSTONE_OK)
    }
}
