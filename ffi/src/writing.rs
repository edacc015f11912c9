//! What is behind `soapstone_writer`: a writer of plain XML or of an envelope, and how calls reach it.

use crate::buf::Output;
use crate::error::{REFUSED, SOAPSTONE_OK, SOAPSTONE_OUTPUT_FULL, Status, status};
use crate::raw;
use crate::text::{Texts, soapstone_str};
use crate::xml::writer::soapstone_writer;
use core::mem::MaybeUninit;
use soapstone::ErrorKind;
use soapstone::soap::Writer;
use soapstone::xml::{Arguments, Call, NOTHING, Stopped, Taken, WriteError};

/// A writer of an envelope, or of a document that is none.
pub(crate) struct State {
    pub(crate) writer: Writer<'static, Output>,
    /// Refuses what may not be written in an envelope, if it is one: a program without envelopes is without this.
    guard: Option<Guard>,
}

type Guard = fn(&mut Writer<'static, Output>, Call, &Arguments<'_>) -> Taken;

fn guard(writer: &mut Writer<'static, Output>, call: Call, arguments: &Arguments<'_>) -> Taken {
    writer.xml().guard(call, arguments)
}

impl State {
    pub(crate) fn plain(writer: Writer<'static, Output>) -> Self {
        State { writer, guard: None }
    }

    pub(crate) fn envelope(writer: Writer<'static, Output>) -> Self {
        State { writer, guard: Some(guard) }
    }

    /// Refuses a call of the XML writer that may not be made here.
    fn check(&mut self, call: Call, arguments: &Arguments<'_>) -> Taken {
        self.guard.map_or(Ok(()), |guard| guard(&mut self.writer, call, arguments))
    }

    /// The status of a call.
    #[inline(never)]
    pub(crate) fn outcome(&mut self, done: Taken) -> i32 {
        match done {
            Ok(()) => SOAPSTONE_OK,
            Err(Stopped::Full) => SOAPSTONE_OUTPUT_FULL,
            Err(Stopped::Refused) => {
                let kind = self.writer.document().error().map_or(REFUSED, |error| error.kind);
                self.writer.sink_mut().failure().unwrap_or(kind.code())
            }
        }
    }

    /// The same for a call that tells its error.
    pub(crate) fn result(&mut self, done: Result<(), WriteError>) -> i32 {
        let taken = self.writer.document().taken(done);
        self.outcome(taken)
    }
}

/// Begins a call whose arguments are strings, four at most: one for all such calls. They are
/// in `arguments` then; when it cannot be made, gives its status.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses; the strings are valid.
#[cfg_attr(small, inline(never))]
pub(crate) unsafe fn begin<'a>(
    writer: *mut soapstone_writer,
    given: &[soapstone_str],
    arguments: &mut MaybeUninit<Arguments<'a>>,
    envelope: bool,
) -> Result<&'a mut State, i32> {
    let state = raw::unique(writer).map_err(ErrorKind::code)?;
    let mut texts = Texts::default();
    texts.arguments(given, arguments.write(*NOTHING));
    let refused = match texts.check() {
        Err(kind) => kind,
        Ok(()) if envelope && state.guard.is_none() => REFUSED,
        Ok(()) => return Ok(state),
    };
    let stopped = state.writer.document().refuse(refused);
    Err(state.outcome(Err(stopped)))
}

/// Makes a call of the XML writer: what each of them adds to a program is its line.
///
/// # Safety
/// As for [`begin`].
pub(crate) unsafe fn write_xml(writer: *mut soapstone_writer, call: Call, given: &[soapstone_str]) -> i32 {
    let mut arguments = MaybeUninit::uninit();
    match begin(writer, given, &mut arguments, false) {
        Ok(state) => {
            let arguments = arguments.assume_init_ref();
            let allowed = state.check(call, arguments);
            let done = allowed.and_then(|()| state.writer.document().make(call, arguments));
            state.outcome(done)
        }
        Err(status) => status,
    }
}

/// Makes a call that may take a part of its bytes, until all are taken or it says why not.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses; `bytes` is NULL or points to a valid string.
pub(crate) unsafe fn write_part(writer: *mut soapstone_writer, bytes: *mut soapstone_str, call: Call) -> i32 {
    status(|| {
        let (state, place) = (raw::unique(writer)?, raw::in_out(bytes)?);
        let mut rest = place.bytes()?;
        let done = loop {
            let taken = match state.check(call, NOTHING) {
                Ok(()) => state.writer.document().part(call, rest),
                Err(stopped) => Err(stopped),
            };
            match taken {
                Ok(()) => {
                    let taken = state.writer.document().taken_bytes();
                    place.advance(taken);
                    rest = rest.get(taken..).unwrap_or_default();
                    if rest.is_empty() {
                        break Ok(());
                    }
                }
                Err(stopped) => break Err(stopped),
            }
        };
        Ok(state.outcome(done))
    })
}

/// Makes a call of the envelope writer whose arguments are names.
///
/// # Safety
/// As for [`begin`].
pub(crate) unsafe fn write_names(
    writer: *mut soapstone_writer,
    given: &[soapstone_str],
    call: fn(&mut Writer<'static, Output>, &Arguments<'_>) -> Taken,
) -> i32 {
    let mut arguments = MaybeUninit::uninit();
    match begin(writer, given, &mut arguments, true) {
        Ok(state) => {
            let done = call(&mut state.writer, arguments.assume_init_ref());
            state.outcome(done)
        }
        Err(status) => status,
    }
}

/// Makes a call of the envelope writer.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses.
pub(crate) unsafe fn write_envelope<A>(
    writer: *mut soapstone_writer,
    arguments: impl FnOnce() -> Status<A>,
    call: impl FnOnce(&mut Writer<'static, Output>, A) -> Taken,
) -> i32 {
    status(|| {
        let state = raw::unique(writer)?;
        let done = match arguments() {
            Ok(arguments) if state.guard.is_some() => call(&mut state.writer, arguments),
            Ok(_) => Err(state.writer.document().refuse(REFUSED)),
            Err(kind) => Err(state.writer.document().refuse(kind)),
        };
        Ok(state.outcome(done))
    })
}

/// The same for a call that tells its error.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses.
pub(crate) unsafe fn write_with<A>(
    writer: *mut soapstone_writer,
    arguments: impl FnOnce() -> Status<A>,
    call: impl FnOnce(&mut Writer<'static, Output>, A) -> Result<(), WriteError>,
) -> i32 {
    write_envelope(writer, arguments, |writer, arguments| {
        let done = call(writer, arguments);
        writer.document().taken(done)
    })
}
