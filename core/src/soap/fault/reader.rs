//! Reading a fault.

use super::children::{Child, Place};
use super::{Fault, FaultCode, Part, PartKind, Reason};
use crate::soap::kept::store::{Kind, Records, Store};
use crate::soap::qname::split;
use crate::soap::read::reader::Reader;
use crate::soap::{self, Event, Leniencies, Section, Step};
use crate::xml::Latched;
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
#[repr(C)]
pub struct FaultReader<'t> {
    state: State,
    store: Store<'t>,
}

/// What is known so far, plain data: what is near the front takes shorter instructions.
#[derive(Clone, Copy)]
#[repr(C)]
struct State {
    /// The innermost element that a fault has, and the open elements with that one.
    place: Place,
    /// The child of it that closed last, to hold the order.
    last: Place,
    depth: u16,
    /// What there has been, by the [bit](Place::bit) of each place.
    seen: u16,
    /// Of a reason: that it has a language. Of any other text: how far its white space is collapsed, `STARTED` or
    /// more.
    mark: u8,
    /// Of a reason: the length of its language.
    skip: u16,
    error: Option<Error>,
}

/// There was text; more than that, and white space after it.
const STARTED: u8 = 1;

/// A bit for the number of each namespace that children of a fault may be in.
const OF_SOAP: u32 = 1 << Namespace::None as u8 | 1 << Namespace::Soap11 as u8 | 1 << Namespace::Soap12 as u8;

impl<'t> FaultReader<'t> {
    /// A reader that keeps the values of the fault in `store`.
    pub fn new(store: &'t mut [u8]) -> Self {
        let state = State { place: Place::FAULT, last: Place::NONE, depth: 1, seen: 0, mark: 0, skip: 0, error: None };
        FaultReader { state, store: Store::new(store) }
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
        let mut records = Records::new(self.store.records());
        core::iter::from_fn(move || {
            // Where it is: it is not to be copied.
            let next = records.next_own();
            let record = next.as_ref()?;
            let kind = match record.kind() {
                Kind::Code => PartKind::Code,
                Kind::Subcode => PartKind::Subcode,
                Kind::Reason => PartKind::Reason,
                Kind::Node => PartKind::Node,
                _ => PartKind::Role,
            };
            let Reason { text, lang } = record.pair();
            Some(Part { kind, text, more: lang })
        })
    }

    /// Whether there was a detail.
    pub fn has_detail(&self) -> bool {
        self.state.seen & Place::DETAIL.bit() != 0
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
        let (before, place) = (*input, self.state.place);
        let step = match reader.advance(input, last) {
            Ok(Some(step)) => step,
            Ok(None) => return Ok(None),
            Err(Latched) => {
                self.state.error = reader.error();
                return Err(Latched);
            }
        };
        self.take(reader, step, before)?;
        // Of what is inside the fault, the detail with its own tags is shown.
        let inside = matches!(step.kind, soap::Kind::Start | soap::Kind::Text | soap::Kind::End);
        let shown = !inside || place == Place::DETAIL || self.state.place == Place::DETAIL;
        Ok(shown.then_some(step))
    }

    /// The error that was kept.
    pub(in crate::soap) fn refused(&self) -> Error {
        self.state.error.unwrap_or(Error::new(ErrorKind::InvalidArgument, 0))
    }

    #[cold]
    fn fail(&mut self, kind: ErrorKind, offset: u64) -> Latched {
        self.state.error = Some(match kind {
            ErrorKind::Limit => Error::limit(Limit::TextStore, self.store.needed(), offset),
            _ => Error::new(kind, offset),
        });
        Latched
    }

    /// Takes a step.
    // Its frame is not to be there while the envelope reader works.
    #[inline(never)]
    fn take(&mut self, reader: &Reader<'_>, step: Step, input: &[u8]) -> Result<(), Latched> {
        // Bytes at the end of the text that may not stand there.
        let mut wrong = 0;
        let taken = match step.kind {
            soap::Kind::Start => self.start(reader),
            soap::Kind::Text => {
                wrong = self.text(reader, reader.text(input).as_bytes());
                if wrong > 0 { Err(ErrorKind::UnexpectedText) } else { Ok(()) }
            }
            soap::Kind::End => self.end(reader),
            soap::Kind::Close => self.finish(reader),
            _ => Ok(()),
        };
        taken.map_err(|kind| {
            let offset = match step.kind {
                soap::Kind::Start => reader.opened().offset(),
                // Text ends where the envelope reader stands.
                _ => reader.offset().wrapping_sub(wrong as u64),
            };
            self.fail(kind, offset)
        })
    }

    #[cfg_attr(small, inline(never))]
    fn start(&mut self, reader: &Reader<'_>) -> Result<(), ErrorKind> {
        let State { place: within, last, depth, .. } = self.state;
        if within == Place::DETAIL {
            return Ok(());
        }
        let start = reader.opened();
        let name = start.name();
        let namespace = name.namespace_code();
        let child = Child::named(name.local().as_bytes());
        let inside = reader.inside();
        // Only of the parts of a code or a reason may the namespace be any.
        let known = within != Place::FAULT || OF_SOAP & 1_u32.wrapping_shl(namespace.into()) != 0;
        if child.within() != within || u32::from(inside) != u32::from(depth).wrapping_add(1) || !known {
            // An element that a fault does not have: nothing of it is shown.
            let lenient = reader.allows(Leniencies::FAULT_CONTENT);
            return if lenient { Ok(()) } else { Err(ErrorKind::InvalidFaultChild) };
        }
        let mut place = child.place();
        let in_order = match within {
            Place::FAULT => place.is_after(last),
            Place::CODE => place.is_next(last),
            _ => true,
        };
        if !in_order && !reader.allows(Leniencies::FAULT_ORDER)
            || reader.namespace() as u8 != child.of_message() && !reader.allows(Leniencies::FAULT_VERSIONS)
            || namespace != child.namespace() && !reader.allows(Leniencies::FAULT_NAMESPACES)
        {
            return Err(ErrorKind::InvalidFaultChild);
        }
        if place == Place::of(Kind::Code) && depth > 2 {
            place = Place::of(Kind::Subcode);
        }
        let state = &mut self.state;
        (state.place, state.last, state.depth) = (place, Place::NONE, inside);
        state.seen |= place.bit();
        (state.mark, state.skip) = (0, 0);
        if place.text().is_some() {
            self.store.begin();
        }
        if place == Place::of(Kind::Reason) {
            if let Some(lang) = start.attribute(Namespace::Xml, "lang") {
                (state.mark, state.skip) = (1, lang.len() as u16);
                self.store.push(lang.as_bytes());
            } else if within == Place::REASON && !reader.allows(Leniencies::FAULT_PARTS) {
                return Err(ErrorKind::InvalidFaultReason);
            }
        }
        Ok(())
    }

    /// Answers how many bytes at the end of the text are not to stand there.
    fn text(&mut self, reader: &Reader<'_>, text: &[u8]) -> usize {
        let (place, depth) = (self.state.place, reader.inside());
        if place.text().is_some() && depth == self.state.depth {
            match place == Place::of(Kind::Reason) {
                true => self.store.push(text),
                false => self.collapse(text),
            }
            return 0;
        }
        // SOAP 1.2 has elements only in the Detail itself.
        let of_detail = place == Place::DETAIL && (depth > 2 || reader.namespace() == Namespace::Soap11);
        if of_detail || reader.allows(Leniencies::FAULT_CONTENT) { 0 } else { trim_start(text).len() }
    }

    fn collapse(&mut self, text: &[u8]) {
        for byte in text {
            let mark = self.state.mark;
            self.state.mark = if is_space(*byte) {
                mark | mark << 1
            } else {
                if mark > STARTED {
                    self.store.push(b" ");
                }
                self.store.push(core::slice::from_ref(byte));
                STARTED
            };
        }
    }

    #[cfg_attr(small, inline(never))]
    fn end(&mut self, reader: &Reader<'_>) -> Result<(), ErrorKind> {
        // Open elements inside the fault without the one that has ended, the fault being the first.
        let depth = reader.inside();
        let State { place, last, .. } = self.state;
        if u32::from(self.state.depth) != u32::from(depth).wrapping_add(1) {
            return Ok(());
        }
        if let Some(kind) = place.text() {
            self.keep(reader, kind)?;
        } else if place == Place::CODE && last == Place::NONE && !reader.allows(Leniencies::FAULT_PARTS) {
            return Err(ErrorKind::InvalidFaultCode);
        }
        let within = match place {
            _ if depth == 1 => Place::FAULT,
            place if place == Place::of(Kind::Reason) => Place::REASON,
            _ => Place::CODE,
        };
        (self.state.place, self.state.last, self.state.depth) = (within, place, depth);
        Ok(())
    }

    /// Keeps a part whose text is complete; a code is resolved where it stands.
    fn keep(&mut self, reader: &Reader<'_>, kind: Kind) -> Result<(), ErrorKind> {
        let (mut mark, mut skip, mut more) = (self.state.mark, usize::from(self.state.skip), &[][..]);
        if matches!(kind, Kind::Code | Kind::Subcode) {
            let text = self.store.text();
            let (len, (prefix, local)) = (text.len(), split(text));
            let bound = reader.resolve(prefix);
            // A prefix that is not declared has none, as no prefix that is declared.
            let namespace = bound.map_or(Namespace::None, |bound| bound.0);
            let none = namespace == Namespace::None;
            let valid = match kind {
                Kind::Subcode => !none || prefix.is_empty(),
                _ if namespace == reader.namespace() => FaultCode::of(namespace, local).is_some(),
                // An application has codes of its own in SOAP 1.1.
                _ => !none && reader.namespace() == Namespace::Soap11,
            };
            // A code that the store cannot hold is not judged: the limit is the error.
            let judged = !self.store.is_full() && !reader.allows(Leniencies::FAULT_CODES);
            if judged && (!valid || local.is_empty()) {
                return Err(ErrorKind::InvalidFaultCode);
            }
            if !none {
                // The prefix and its colon, if there is one.
                skip = len.wrapping_sub(local.len());
            }
            mark = namespace as u8;
            if let Some((Namespace::Other, uri)) = bound {
                more = uri.as_bytes();
            }
        }
        self.store.end(kind, mark, skip, more);
        Ok(())
    }

    fn finish(&mut self, reader: &Reader<'_>) -> Result<(), ErrorKind> {
        let has = |kind| self.state.seen & Place::of(kind).bit() != 0;
        let lenient = reader.allows(Leniencies::FAULT_PARTS);
        match () {
            () if !has(Kind::Code) && !lenient => Err(ErrorKind::InvalidFaultCode),
            () if !has(Kind::Reason) && !lenient => Err(ErrorKind::InvalidFaultReason),
            () if self.store.is_full() => Err(ErrorKind::Limit),
            () => Ok(()),
        }
    }
}
