//! Reading a fault.

use super::children::{Child, Place};
use super::{Fault, FaultCode, Part, PartKind};
use crate::slice::after;
use crate::soap::kept::store::{Kind, Records, Store};
use crate::soap::qname::split;
use crate::soap::read::reader::Reader;
use crate::soap::{self, Event, Leniencies, Section, Step, Version};
use crate::xml::{Latched, Start};
use crate::xsd::whitespace::{is_space, trim_start};
use crate::{Error, ErrorKind, Limit, Namespace};

/// Reads a fault: takes over from the envelope reader after [`Event::Fault`] and gives back after its end.
///
/// The values of the fault go into a text store of the caller, where they outlive the events; its detail stays events.
/// A code takes 10 bytes, its name as written, and the URI of its namespace unless soapstone has a number for it; a
/// reason 10 bytes, its text and its language; node and role 10 bytes and the URI. A store that is too small is a
/// [`Limit`](ErrorKind::Limit) error at the end of the fault, when all that is needed has been counted: exactly,
/// provided that the store can hold the prefix of any code.
///
/// What deviates from SOAP 1.1, 4.4, and SOAP 1.2 Part 1, 5.4, is accepted as far as the [`Leniencies`] of the envelope
/// reader say so: `FAULT_ORDER`, `FAULT_CONTENT`, `FAULT_NAMESPACES`, `FAULT_VERSIONS`, `FAULT_CODES`, `FAULT_PARTS`.
pub struct FaultReader<'t> {
    store: Store<'t>,
    state: State,
}

/// What is known so far, plain data.
#[derive(Clone, Copy)]
struct State {
    error: Option<Error>,
    /// What the children that come next are of, and the open elements with that one.
    place: Place,
    depth: u16,
    /// The child whose text is read.
    field: Option<Kind>,
    /// Of a reason: that it has a language, and the length of that.
    mark: u8,
    skip: u16,
    /// Of any other: how far its white space is collapsed, `STARTED` or `GAP`.
    space: u8,
    /// The innermost Code or Subcode has had no Value yet.
    value_due: bool,
    /// What there has been, a bit for each kind and that of the detail.
    seen: u16,
    /// Rank of the last child of the fault, to hold the order.
    rank: u8,
}

/// The bit of a kind of part, among those that were seen.
const fn seen(kind: Kind) -> u16 {
    1 << kind as u8
}

const SEEN_DETAIL: u16 = 1;

/// There was text, and white space after it.
const STARTED: u8 = 1;
const GAP: u8 = 2;

/// A bit for the number of each namespace that children of a fault may be in.
const OF_SOAP: u32 = 1 << Namespace::None as u8 | 1 << Namespace::Soap11 as u8 | 1 << Namespace::Soap12 as u8;

impl<'t> FaultReader<'t> {
    /// A reader that keeps the values of the fault in `store`.
    pub fn new(store: &'t mut [u8]) -> Self {
        let state = State {
            error: None,
            place: Place::FAULT,
            depth: 1,
            field: None,
            mark: 0,
            skip: 0,
            space: 0,
            value_due: false,
            seen: 0,
            rank: 0,
        };
        FaultReader { store: Store::new(store), state }
    }

    /// Reads on. Gives the events of the detail, beginning with the start tag of the detail itself, then
    /// [`Event::Close`] of the fault; nothing of the rest. An error latches.
    ///
    /// To be called after [`Event::Fault`] and until the fault closes; elsewhere it is
    /// [`InvalidArgument`](ErrorKind::InvalidArgument).
    pub fn next<'s, 'i: 's>(
        &mut self,
        reader: &'s mut Reader<'_>,
        input: &mut &'i [u8],
        last: bool,
    ) -> Result<Event<'s>, Error> {
        let before = *input;
        match self.step(reader, input, last) {
            Ok(step) => Ok(reader.event(step, before)),
            Err(Latched) => Err(self.refused()),
        }
    }

    /// Reads as [`next`](FaultReader::next) does, and answers what there is instead of the event, as [`Reader::step`].
    pub fn step(&mut self, reader: &mut Reader<'_>, input: &mut &[u8], last: bool) -> Result<Step, Latched> {
        loop {
            if let Some(step) = self.advance(reader, input, last)? {
                return Ok(step);
            }
        }
    }

    /// Reads to the end of the fault, leaving its detail out. `false` asks for more input. Errors as
    /// [`FaultReader::next`].
    pub fn read(&mut self, reader: &mut Reader<'_>, input: &mut &[u8], last: bool) -> Result<bool, Error> {
        loop {
            match self.step(reader, input, last).map_err(|Latched| self.refused())?.kind {
                soap::Kind::NeedInput => return Ok(false),
                soap::Kind::Close => return Ok(true),
                _ => {}
            }
        }
    }

    /// The error that has latched.
    pub fn error(&self) -> Option<Error> {
        self.state.error
    }

    /// The parts of the fault as they were read, in the order of the message: what [`fault`](FaultReader::fault) puts
    /// together.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        Records::new(self.store.records()).filter_map(|record| {
            let (kind, more) = match record.kind {
                Kind::Code => (PartKind::Code, Some(record.uri())),
                Kind::Subcode => (PartKind::Subcode, Some(record.uri())),
                Kind::Reason => (PartKind::Reason, record.reason().lang),
                Kind::Node => (PartKind::Node, None),
                Kind::Role => (PartKind::Role, None),
                _ => return None,
            };
            Some(Part { kind, text: record.text(), more })
        })
    }

    /// Whether there was a detail.
    pub fn has_detail(&self) -> bool {
        self.state.seen & SEEN_DETAIL != 0
    }

    /// The fault, complete once it has closed.
    pub fn fault(&self) -> Fault<'_> {
        Fault::of_store(self.store.records(), self.has_detail())
    }

    /// The fault, for as long as the store lives.
    pub fn into_fault(self) -> Fault<'t> {
        let detail = self.has_detail();
        Fault::of_store(self.store.into_records(), detail)
    }

    /// One step; answers it when the caller is to see it. An error is kept.
    pub(in crate::soap) fn advance(
        &mut self,
        reader: &mut Reader<'_>,
        input: &mut &[u8],
        last: bool,
    ) -> Result<Option<Step>, Latched> {
        if self.state.error.is_some() {
            return Err(Latched);
        }
        if reader.section() != Section::Fault {
            return Err(self.fail(ErrorKind::InvalidArgument, reader.offset()));
        }
        let before = *input;
        match reader.advance(input, last) {
            Ok(Some(step)) => Ok(self.take(reader, step, before)?.then_some(step)),
            Ok(None) => Ok(None),
            Err(Latched) => {
                self.state.error = reader.error();
                Err(Latched)
            }
        }
    }

    /// The error that was kept.
    pub(in crate::soap) fn refused(&self) -> Error {
        self.state.error.unwrap_or(Error::new(ErrorKind::InvalidArgument, 0))
    }

    #[cold]
    fn fail(&mut self, kind: ErrorKind, offset: u64) -> Latched {
        self.state.error = Some(match kind {
            ErrorKind::Limit => Error::limit(Limit::TextStore, self.store.exceeded().unwrap_or_default(), offset),
            _ => Error::new(kind, offset),
        });
        Latched
    }

    /// Takes a step; whether the caller is to see it.
    fn take(&mut self, reader: &Reader<'_>, step: Step, input: &[u8]) -> Result<bool, Latched> {
        // Open elements inside the fault, the fault being the first.
        let depth = reader.inside();
        // Bytes at the end of the text that may not stand there.
        let mut wrong = 0;
        let shown = match step.kind {
            soap::Kind::Start => self.start(reader, &reader.opened(), depth),
            soap::Kind::Text => {
                wrong = self.text(reader, reader.text(input).as_bytes(), depth);
                if wrong > 0 { Err(ErrorKind::UnexpectedText) } else { Ok(self.state.place == Place::DETAIL) }
            }
            soap::Kind::End => self.end(reader, depth.wrapping_add(1)),
            soap::Kind::Close => self.finish(reader),
            _ => Ok(true),
        };
        shown.map_err(|kind| {
            let offset = match step.kind {
                soap::Kind::Start => reader.opened().offset(),
                // Text ends where the envelope reader stands.
                _ => reader.offset().wrapping_sub(wrong as u64),
            };
            self.fail(kind, offset)
        })
    }

    fn start(&mut self, reader: &Reader<'_>, start: &Start<'_>, depth: u16) -> Result<bool, ErrorKind> {
        let state = &mut self.state;
        if state.place == Place::DETAIL {
            return Ok(true);
        }
        let name = start.name();
        let namespace = name.namespace_code();
        let of_fault = state.place == Place::FAULT;
        // Only of the parts of a code or a reason may the namespace be any.
        let known = !of_fault || OF_SOAP & 1_u32.wrapping_shl(namespace.into()) != 0;
        let child = Child::named(name.local().as_bytes())
            .filter(|child| known && child.within() == state.place && depth == state.depth.wrapping_add(1));
        let Some(child) = child else {
            // An element that a fault does not have: nothing of it is shown.
            return accept(reader, Leniencies::FAULT_CONTENT);
        };
        let in_order = match state.place {
            Place::FAULT => child.rank() > core::mem::replace(&mut state.rank, child.rank()),
            Place::CODE => child.text().is_ok() == state.value_due,
            _ => true,
        };
        let version = !of_fault || reader.namespace() == child.of_message();
        let deviations = Leniencies::FAULT_NAMESPACES.given(namespace != child.namespace() as u8)
            | Leniencies::FAULT_VERSIONS.given(!version)
            | Leniencies::FAULT_ORDER.given(!in_order);
        accept(reader, deviations)?;
        match child.text() {
            Ok(kind) => self.begin(reader, start, kind)?,
            Err(place) => {
                state.place = place;
                state.depth = depth;
                state.value_due = place == Place::CODE;
                if place == Place::DETAIL {
                    state.seen |= SEEN_DETAIL;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// A child opens whose text is kept.
    fn begin(&mut self, reader: &Reader<'_>, start: &Start<'_>, mut kind: Kind) -> Result<(), ErrorKind> {
        let state = &mut self.state;
        self.store.begin();
        (state.space, state.mark, state.skip) = (0, 0, 0);
        if kind == Kind::Reason {
            match start.attribute(Namespace::Xml, "lang") {
                Some(lang) => {
                    (state.mark, state.skip) = (1, lang.len() as u16);
                    self.store.push(lang.as_bytes());
                }
                None if state.place == Place::REASON && !reader.allows(Leniencies::FAULT_PARTS) => {
                    return Err(ErrorKind::InvalidFaultReason);
                }
                None => {}
            }
        } else if state.place == Place::CODE {
            state.value_due = false;
            if state.depth > 2 {
                kind = Kind::Subcode;
            }
        }
        state.seen |= seen(kind);
        state.field = Some(kind);
        Ok(())
    }

    /// Answers how many bytes at the end of the text are not to stand there.
    fn text(&mut self, reader: &Reader<'_>, text: &[u8], depth: u16) -> usize {
        match self.state.field {
            Some(kind) if depth == self.state.depth.wrapping_add(1) => {
                match kind {
                    Kind::Reason => self.store.push(text),
                    _ => self.collapse(text),
                }
                0
            }
            // SOAP 1.2 has elements only in the Detail itself.
            _ if self.state.place == Place::DETAIL && (depth > 2 || reader.namespace() == Namespace::Soap11) => 0,
            _ if reader.allows(Leniencies::FAULT_CONTENT) => 0,
            _ => trim_start(text).len(),
        }
    }

    fn collapse(&mut self, text: &[u8]) {
        let space = &mut self.state.space;
        for &byte in text {
            if !is_space(byte) {
                // With one space before it where there was white space.
                self.store.push(after(&[b' ', byte], usize::from(*space != GAP)));
                *space = STARTED;
            } else if *space != 0 {
                *space = GAP;
            }
        }
    }

    fn end(&mut self, reader: &Reader<'_>, depth: u16) -> Result<bool, ErrorKind> {
        let shown = self.state.place == Place::DETAIL;
        if depth == self.state.depth.wrapping_add(1) {
            if let Some(kind) = self.state.field.take() {
                self.keep(reader, kind)?;
            }
        } else if depth == self.state.depth {
            if self.state.value_due && !reader.allows(Leniencies::FAULT_PARTS) {
                return Err(ErrorKind::InvalidFaultCode);
            }
            self.state.value_due = false;
            self.state.depth = depth.wrapping_sub(1);
            if depth == 2 {
                self.state.place = Place::FAULT;
            }
        }
        Ok(shown)
    }

    /// Keeps a part whose text is complete; a code is resolved where it stands.
    fn keep(&mut self, reader: &Reader<'_>, kind: Kind) -> Result<(), ErrorKind> {
        let (mut mark, mut skip, mut more) = (self.state.mark, usize::from(self.state.skip), &[][..]);
        if matches!(kind, Kind::Code | Kind::Subcode) {
            let (prefix, local) = split(self.store.text());
            // A prefix that is not declared has none, as no prefix that is declared.
            let (namespace, uri) = reader.resolve(prefix).unwrap_or((Namespace::None, Default::default()));
            let none = namespace == Namespace::None;
            let soap12 = reader.namespace() == Namespace::Soap12;
            let valid = match kind {
                Kind::Subcode => !none || prefix.is_empty(),
                _ if namespace == reader.namespace() => {
                    let version = if soap12 { Version::Soap12 } else { Version::Soap11 };
                    FaultCode::of_local(version, local).is_some()
                }
                // An application has codes of its own in SOAP 1.1.
                _ => !soap12 && !none,
            };
            // A code that the store cannot hold is not judged: the limit is the error.
            let judged = !self.store.is_full() && !reader.allows(Leniencies::FAULT_CODES);
            if judged && (!valid || local.is_empty()) {
                return Err(ErrorKind::InvalidFaultCode);
            }
            if !none && !prefix.is_empty() {
                skip = prefix.len().wrapping_add(1);
            }
            mark = namespace as u8;
            if namespace == Namespace::Other {
                more = uri.as_bytes();
            }
        }
        self.store.end(kind, mark, skip, more);
        Ok(())
    }

    fn finish(&mut self, reader: &Reader<'_>) -> Result<bool, ErrorKind> {
        let missing = match self.state.seen {
            seen if seen & self::seen(Kind::Code) == 0 => Some(ErrorKind::InvalidFaultCode),
            seen if seen & self::seen(Kind::Reason) == 0 => Some(ErrorKind::InvalidFaultReason),
            _ => None,
        };
        match missing.filter(|_| !reader.allows(Leniencies::FAULT_PARTS)) {
            Some(missing) => Err(missing),
            None if self.store.is_full() => Err(ErrorKind::Limit),
            None => Ok(true),
        }
    }
}

/// Fails when one of these deviations is not accepted; nothing of the element is shown.
fn accept(reader: &Reader<'_>, deviations: Leniencies) -> Result<bool, ErrorKind> {
    if reader.allows(deviations) { Ok(false) } else { Err(ErrorKind::InvalidFaultChild) }
}
