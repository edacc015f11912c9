//! What is behind `soapstone_writer`: a writer of plain XML or of an envelope, and how calls reach it.

use crate::buf::Output;
use crate::error::{REFUSED, SOAPSTONE_OK, SOAPSTONE_OUTPUT_FULL, Status, status};
use crate::raw;
use crate::text::soapstone_str;
use crate::xml::writer::soapstone_writer;
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind, soap, xml};

/// A writer and why it last refused a call.
pub(crate) struct State {
    pub(crate) writer: Either,
    pub(crate) error: Option<Error>,
}

/// The two kinds of writer.
pub(crate) enum Either {
    Xml(xml::Writer<'static, Output>),
    Soap(soap::Writer<'static, Output>),
}

/// Makes a call that both kinds have.
macro_rules! either {
    ($writer:expr, $call:ident($($argument:expr),*)) => {
        match $writer {
            $crate::writing::Either::Xml(writer) => writer.$call($($argument),*),
            $crate::writing::Either::Soap(writer) => writer.$call($($argument),*),
        }
    };
}

/// Makes a call that writes content: of the document, or of what an envelope has open.
macro_rules! content {
    ($writer:expr, $call:ident($($argument:expr),*)) => {
        match $writer {
            $crate::writing::Either::Xml(writer) => writer.$call($($argument),*),
            $crate::writing::Either::Soap(writer) => writer.xml().$call($($argument),*),
        }
    };
}

impl Either {
    /// The writer of plain XML.
    pub(crate) fn plain(&mut self) -> Result<&mut xml::Writer<'static, Output>, WriteError> {
        match self {
            Either::Xml(writer) => Ok(writer),
            Either::Soap(writer) => Err(Error::new(REFUSED, writer.written()).into()),
        }
    }

    /// The writer of an envelope.
    #[inline(never)]
    pub(crate) fn envelope(&mut self) -> Result<&mut soap::Writer<'static, Output>, WriteError> {
        match self {
            Either::Soap(writer) => Ok(writer),
            Either::Xml(writer) => Err(Error::new(REFUSED, writer.written()).into()),
        }
    }
}

impl State {
    pub(crate) fn new(writer: Either) -> Self {
        State { writer, error: None }
    }

    pub(crate) fn sink_mut(&mut self) -> &mut Output {
        either!(&mut self.writer, sink_mut())
    }

    pub(crate) fn depth(&self) -> u16 {
        match &self.writer {
            Either::Xml(writer) => writer.depth(),
            Either::Soap(writer) => writer.state().xml().depth(),
        }
    }

    /// Keeps the error of a call that got arguments it cannot take.
    #[inline(never)]
    fn refuse(&mut self, kind: ErrorKind) -> i32 {
        self.error = Some(Error::new(kind, either!(&self.writer, written())));
        kind.code()
    }

    /// The status of a call, with its error kept.
    #[inline(never)]
    pub(crate) fn outcome(&mut self, done: Result<(), WriteError>) -> i32 {
        match done {
            Ok(()) => SOAPSTONE_OK,
            Err(WriteError::Full) => SOAPSTONE_OUTPUT_FULL,
            Err(WriteError::Error(error)) => {
                self.error = Some(error);
                self.sink_mut().failure().unwrap_or(error.kind.code())
            }
        }
    }
}

/// Makes a call without arguments.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses.
pub(crate) unsafe fn write(writer: *mut soapstone_writer, call: fn(&mut Either) -> Result<(), WriteError>) -> i32 {
    write_with(writer, || Ok(()), |writer, ()| call(writer))
}

/// Makes a call whose arguments are strings, four at most; those that are not given are empty. One for all such calls:
/// what each of them adds to a program is its line.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses; the strings are valid.
pub(crate) unsafe fn write_texts(
    writer: *mut soapstone_writer,
    given: &[soapstone_str],
    call: fn(&mut Either, &[&str; 4]) -> Result<(), WriteError>,
) -> i32 {
    let texts = || {
        let mut texts = [""; 4];
        for (to, from) in texts.iter_mut().zip(given) {
            *to = from.text()?;
        }
        Ok(texts)
    };
    write_with(writer, texts, |writer, texts| call(writer, &texts))
}

/// Makes a call that happens whole or not at all.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses.
pub(crate) unsafe fn write_with<A>(
    writer: *mut soapstone_writer,
    arguments: impl FnOnce() -> Status<A>,
    call: impl FnOnce(&mut Either, A) -> Result<(), WriteError>,
) -> i32 {
    status(|| {
        let state = raw::unique(writer)?;
        Ok(match arguments() {
            Ok(arguments) => {
                let done = call(&mut state.writer, arguments);
                state.outcome(done)
            }
            Err(kind) => state.refuse(kind),
        })
    })
}

/// Makes a call that may take a part of its bytes, until all are taken or it says why not.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses; `bytes` is NULL or points to a valid string.
pub(crate) unsafe fn write_part(
    writer: *mut soapstone_writer,
    bytes: *mut soapstone_str,
    call: fn(&mut Either, &[u8]) -> Result<usize, WriteError>,
) -> i32 {
    status(|| {
        let (state, place) = (raw::unique(writer)?, raw::in_out(bytes)?);
        let mut rest = place.bytes()?;
        let done = loop {
            match call(&mut state.writer, rest) {
                Ok(taken) => {
                    place.advance(taken);
                    rest = rest.get(taken..).unwrap_or_default();
                    if rest.is_empty() {
                        break Ok(());
                    }
                }
                Err(refused) => break Err(refused),
            }
        };
        Ok(state.outcome(done))
    })
}
