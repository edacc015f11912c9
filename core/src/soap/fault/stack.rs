//! The stack of errors in the detail of a Siebel fault.

use crate::buf::Sink;
use crate::soap::{Element, Kept, Sequence};
use crate::xml::Str;

/// The namespace in which a stack is written.
const URI: &str = "http://www.siebel.com/ws/fault";
/// The one of some services by the same maker.
const ORACLE: &str = "http://www.oracle.com/ws/fault";

/// The errors that a Siebel server puts into the detail of a fault, in any of the forms it is known for: right in the
/// detail or inside `siebdetail` with the name of a log file, one error or several, in the namespace of Siebel, that of
/// Oracle, or none.
#[derive(Clone, Copy)]
pub struct ErrorStack<'t>(Element<'t>);

/// One error of a stack; each part may be absent. White space around them is left out; of a part that has elements in
/// it, which no server was seen to send, this is the text before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct StackedError<'t> {
    /// `errorcode`.
    pub code: Option<Str<'t>>,
    /// `errorsymbol`.
    pub symbol: Option<Str<'t>>,
    /// `errormsg`.
    pub message: Option<Str<'t>>,
}

impl<'t> ErrorStack<'t> {
    /// The stack in a detail that was kept; `None` when there is none.
    pub fn of(detail: &Element<'t>) -> Option<ErrorStack<'t>> {
        elements(detail).find(|e| is(e, "errorstack") || is(e, "siebdetail")).map(|_| ErrorStack(*detail))
    }

    /// The name of the log file on the server.
    pub fn log_file_name(&self) -> Option<Str<'t>> {
        elements(&self.0).find(|e| is(e, "logfilename")).map(|e| e.trimmed())
    }

    /// The errors, in the order of the message.
    pub fn errors(&self) -> impl Iterator<Item = StackedError<'t>> + use<'t> {
        let stacks = elements(&self.0).filter(|e| is(e, "errorstack"));
        stacks.flat_map(|stack| stack.children().filter(|e| is(e, "error"))).map(|error| StackedError::of(&error))
    }
}

impl<'t> StackedError<'t> {
    fn of(error: &Element<'t>) -> StackedError<'t> {
        let part = |local| error.children().find(|e| is(e, local)).map(|e| e.trimmed());
        StackedError { code: part("errorcode"), symbol: part("errorsymbol"), message: part("errormsg") }
    }

    /// Writes a stack of errors inside a detail; with the name of a log file, inside `siebdetail`.
    ///
    /// A fault that is about a header block must not have a detail (SOAP 1.1, 4.4); Siebel gives it one nevertheless.
    pub fn write<S: Sink>(
        steps: &mut Sequence<'_, '_, S>,
        log_file_name: Option<&str>,
        errors: impl IntoIterator<Item = StackedError<'t>>,
    ) {
        if let Some(name) = log_file_name {
            steps.start(URI, "siebdetail");
            steps.leaf(URI, "logfilename", name);
        }
        steps.start(URI, "errorstack");
        for error in errors {
            steps.start(URI, "error");
            let parts = [("errorcode", error.code), ("errorsymbol", error.symbol), ("errormsg", error.message)];
            for (local, text) in parts {
                if let Some(text) = text {
                    steps.leaf(URI, local, text.as_str());
                }
            }
            steps.end();
        }
        steps.end();
        if log_file_name.is_some() {
            steps.end();
        }
    }
}

/// An element and all those in it.
fn elements<'t>(element: &Element<'t>) -> impl Iterator<Item = Element<'t>> + use<'t> {
    element.events().filter_map(|event| match event {
        Kept::Start(element) => Some(element),
        _ => None,
    })
}

fn is(element: &Element<'_>, local: &str) -> bool {
    let name = element.name();
    name.local == local && (name.uri.is_empty() || name.uri == URI || name.uri == ORACLE)
}
