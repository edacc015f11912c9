//! Reading a fault.

use super::children::{CHILDREN, Child};
use super::{Fault, FaultCode, Part};
use crate::soap::kept::store::{Kind, More, Records, Store};
use crate::soap::qname::split;
use crate::soap::read::reader::Reader;
use crate::soap::{self, Event, Leniencies, Section, Step, Version};
use crate::xml::{Latched, Start};
use crate::xsd::whitespace::is_space;
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
#[derive(Clone, Copy, Default)]
struct State {
    error: Option<Error>,
    /// The part whose text is read, and the open elements at which that text stands.
    field: Option<(Kind, u16)>,
    /// Of a reason: whether it has a language, and the length of that.
    lang: Option<u16>,
    /// Of any other part: the white space being collapsed.
    started: bool,
    gap: bool,
    /// Open elements at the innermost Code or Subcode; 0 outside.
    code_depth: u16,
    /// That Code or Subcode has had no Value yet.
    value_due: bool,
    in_reason: bool,
    in_detail: bool,
    seen_detail: bool,
    seen_code: bool,
    seen_reason: bool,
    /// Rank of the last child, to hold the order.
    rank: u8,
}

impl<'t> FaultReader<'t> {
    /// A reader that keeps the values of the fault in `store`.
    pub fn new(store: &'t mut [u8]) -> Self {
        FaultReader { store: Store::new(store), state: State::default() }
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
        loop {
            let before = *input;
            match self.advance(reader, input, last) {
                Ok(Some(step)) => return Ok(reader.event(step, before)),
                Ok(None) => {}
                Err(Latched) => return Err(self.refused()),
            }
        }
    }

    /// Reads to the end of the fault, leaving its detail out. `false` asks for more input. Errors as
    /// [`FaultReader::next`].
    pub fn read(&mut self, reader: &mut Reader<'_>, input: &mut &[u8], last: bool) -> Result<bool, Error> {
        loop {
            match self.advance(reader, input, last).map_err(|Latched| self.refused())? {
                Some(Step { kind: soap::Kind::NeedInput, .. }) => return Ok(false),
                Some(Step { kind: soap::Kind::Close, .. }) => return Ok(true),
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
        Records::new(self.store.records()).filter_map(|record| match record.kind {
            Kind::Code => Some(Part::Code(record.qname())),
            Kind::Subcode => Some(Part::Subcode(record.qname())),
            Kind::Reason => Some(Part::Reason(record.reason())),
            Kind::Node => Some(Part::Node(record.text())),
            Kind::Role => Some(Part::Role(record.text())),
            _ => None,
        })
    }

    /// Whether there was a detail.
    pub fn has_detail(&self) -> bool {
        self.state.seen_detail
    }

    /// The fault, complete once it has closed.
    pub fn fault(&self) -> Fault<'_> {
        Fault::of_store(self.store.records(), self.state.seen_detail)
    }

    /// The fault, for as long as the store lives.
    pub fn into_fault(self) -> Fault<'t> {
        Fault::of_store(self.store.into_records(), self.state.seen_detail)
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
            return Err(self.fail(Error::new(ErrorKind::InvalidArgument, reader.offset())));
        }
        let before = *input;
        match reader.advance(input, last) {
            Ok(Some(step)) => Ok(self.take(reader, step, before)?.then_some(step)),
            Ok(None) => Ok(None),
            Err(Latched) => Err(self.fail(reader.refused())),
        }
    }

    /// The error that was kept.
    pub(in crate::soap) fn refused(&self) -> Error {
        self.state.error.unwrap_or(Error::new(ErrorKind::InvalidArgument, 0))
    }

    #[cold]
    fn fail(&mut self, error: Error) -> Latched {
        self.state.error = Some(error);
        Latched
    }

    /// Takes a step; whether the caller is to see it.
    fn take(&mut self, reader: &Reader<'_>, step: Step, input: &[u8]) -> Result<bool, Latched> {
        // Open elements inside the fault, the fault being the first.
        let depth = reader.inside();
        let mut offset = reader.offset();
        let shown = match reader.event(step, input) {
            Event::Start(_, start) => {
                offset = start.offset();
                self.start(reader, &start, depth)
            }
            Event::Text(_, text) => self.text(reader, text.as_bytes(), depth).map_err(|at| {
                offset = offset.saturating_sub(text.len().saturating_sub(at) as u64);
                ErrorKind::UnexpectedText
            }),
            Event::End(..) => self.end(reader, depth.saturating_add(1)),
            Event::Close(..) => self.finish(reader),
            _ => Ok(true),
        };
        match shown {
            Ok(shown) => Ok(shown),
            Err(ErrorKind::Limit) => {
                let needed = self.store.exceeded().unwrap_or_default();
                Err(self.fail(Error::limit(Limit::TextStore, needed, offset)))
            }
            Err(kind) => Err(self.fail(Error::new(kind, offset))),
        }
    }

    fn start(&mut self, reader: &Reader<'_>, start: &Start<'_>, depth: u16) -> Result<bool, ErrorKind> {
        let state = &mut self.state;
        if state.in_detail {
            return Ok(true);
        }
        if depth == 2 {
            return self.child(reader, start);
        }
        let name = start.name();
        let foreign = Leniencies::FAULT_NAMESPACES.given(name.namespace() != Namespace::Soap12);
        let in_code = state.code_depth != 0 && depth == state.code_depth.saturating_add(1);
        let local = name.local();
        if in_code && local == "Value" {
            accept(reader, foreign | Leniencies::FAULT_ORDER.given(!state.value_due))?;
            let kind = if state.code_depth == 2 { Kind::Code } else { Kind::Subcode };
            state.value_due = false;
            self.begin(kind, depth);
        } else if in_code && local == "Subcode" {
            accept(reader, foreign | Leniencies::FAULT_ORDER.given(state.value_due))?;
            state.code_depth = depth;
            state.value_due = true;
        } else if state.in_reason && depth == 3 && local == "Text" {
            accept(reader, foreign)?;
            self.begin_reason(reader, start, depth)?;
        } else {
            return skipped(reader);
        }
        Ok(false)
    }

    /// A child of the Fault: both versions have the same ones under different names.
    fn child(&mut self, reader: &Reader<'_>, start: &Start<'_>) -> Result<bool, ErrorKind> {
        let name = start.name();
        let local = name.local();
        let Some(&(_, version, rank, child)) = CHILDREN.iter().find(|(known, ..)| local == **known) else {
            return skipped(reader);
        };
        let expected = match version {
            Version::Soap11 => Namespace::None,
            Version::Soap12 => Namespace::Soap12,
        };
        if !matches!(name.namespace(), Namespace::None | Namespace::Soap11 | Namespace::Soap12) {
            return skipped(reader);
        }
        let deviations = Leniencies::FAULT_NAMESPACES.given(name.namespace() != expected)
            | Leniencies::FAULT_VERSIONS.given(reader.version() != Some(version))
            | Leniencies::FAULT_ORDER.given(rank <= self.state.rank);
        accept(reader, deviations)?;
        self.state.rank = rank;
        match child {
            Child::Value(Kind::Reason) => self.begin_reason(reader, start, 2)?,
            Child::Value(kind) => self.begin(kind, 2),
            Child::Code => {
                self.state.code_depth = 2;
                self.state.value_due = true;
            }
            Child::Reason => self.state.in_reason = true,
            Child::Detail => {
                self.state.in_detail = true;
                self.state.seen_detail = true;
            }
        }
        Ok(self.state.in_detail)
    }

    fn begin(&mut self, kind: Kind, depth: u16) {
        self.store.begin();
        self.state.field = Some((kind, depth));
        self.state.started = false;
        self.state.gap = false;
    }

    fn begin_reason(&mut self, reader: &Reader<'_>, start: &Start<'_>, depth: u16) -> Result<(), ErrorKind> {
        self.begin(Kind::Reason, depth);
        let lang = start.attribute(Namespace::Xml, "lang");
        if lang.is_none() && depth == 3 && !reader.allows(Leniencies::FAULT_PARTS) {
            return Err(ErrorKind::InvalidFaultReason);
        }
        self.state.seen_reason = true;
        self.state.lang = lang.and_then(|lang| u16::try_from(lang.len()).ok());
        self.store.push(lang.unwrap_or_default().as_bytes());
        Ok(())
    }

    /// Fails with the position of a byte that may not stand there.
    fn text(&mut self, reader: &Reader<'_>, text: &[u8], depth: u16) -> Result<bool, usize> {
        // SOAP 1.2 has elements only in the Detail itself.
        let free = self.state.in_detail && (depth > 2 || reader.version() == Some(Version::Soap11));
        match self.state.field {
            Some((Kind::Reason, at)) if at == depth => self.store.push(text),
            Some((_, at)) if at == depth => self.collapse(text),
            _ => match text.iter().position(|&b| !is_space(b)) {
                Some(at) if !free && !reader.allows(Leniencies::FAULT_CONTENT) => return Err(at),
                _ => {}
            },
        }
        Ok(self.state.in_detail)
    }

    fn collapse(&mut self, text: &[u8]) {
        for (index, word) in text.split(|&b| is_space(b)).enumerate() {
            self.state.gap |= index > 0;
            if !word.is_empty() {
                if self.state.gap && self.state.started {
                    self.store.push(b" ");
                }
                self.state.gap = false;
                self.state.started = true;
                self.store.push(word);
            }
        }
    }

    fn end(&mut self, reader: &Reader<'_>, depth: u16) -> Result<bool, ErrorKind> {
        if self.state.in_detail {
            self.state.in_detail = depth > 2;
            return Ok(true);
        }
        if let Some((kind, _)) = self.state.field.filter(|(_, at)| *at == depth) {
            self.state.field = None;
            match kind {
                Kind::Code | Kind::Subcode => self.end_code(reader, kind)?,
                Kind::Reason => {
                    let lang = self.state.lang.take();
                    let (marked, skip) = (u8::from(lang.is_some()), usize::from(lang.unwrap_or_default()));
                    self.store.end(kind, marked, skip, More::Own(&[]));
                }
                _ => {
                    self.store.end(kind, 0, 0, More::Own(&[]));
                }
            }
        }
        if self.state.code_depth == depth {
            if self.state.value_due && !reader.allows(Leniencies::FAULT_PARTS) {
                return Err(ErrorKind::InvalidFaultCode);
            }
            self.state.value_due = false;
            self.state.code_depth = if depth == 2 { 0 } else { depth.saturating_sub(1) };
        }
        self.state.in_reason = self.state.in_reason && depth > 2;
        Ok(false)
    }

    /// Resolves a code where it stands.
    fn end_code(&mut self, reader: &Reader<'_>, kind: Kind) -> Result<(), ErrorKind> {
        let (prefix, local) = split(self.store.text());
        let resolved = reader.resolve(prefix);
        let skip = match (&resolved, prefix.len()) {
            (None, _) | (_, 0) => 0,
            (_, len) => len.saturating_add(1),
        };
        let (namespace, uri) = resolved.unwrap_or((Namespace::None, Default::default()));
        let version = Version::from_namespace(namespace).filter(|version| reader.version() == Some(*version));
        let known = match version {
            Some(Version::Soap11) => local.split(|&b| b == b'.').next(),
            _ => Some(local),
        };
        let known = version.zip(known).and_then(|(version, local)| FaultCode::from_local(version, local));
        let valid = match (kind, reader.version()) {
            (_, _) if local.is_empty() => false,
            (Kind::Code, Some(Version::Soap12)) => known.is_some(),
            (Kind::Code, _) => known.is_some() || !matches!(namespace, Namespace::None | Namespace::Soap11),
            _ => resolved.is_some(),
        };
        // A code that the store cannot hold is not judged: the limit is the error.
        if !valid && self.store.exceeded().is_none() && !reader.allows(Leniencies::FAULT_CODES) {
            return Err(ErrorKind::InvalidFaultCode);
        }
        self.state.seen_code |= kind == Kind::Code;
        let more = if namespace == Namespace::Other { uri.as_bytes() } else { &[] };
        self.store.end(kind, namespace as u8, skip, More::Own(more));
        Ok(())
    }

    fn finish(&mut self, reader: &Reader<'_>) -> Result<bool, ErrorKind> {
        let missing = match (self.state.seen_code, self.state.seen_reason) {
            (false, _) => ErrorKind::InvalidFaultCode,
            (true, false) => ErrorKind::InvalidFaultReason,
            _ => ErrorKind::Limit,
        };
        match missing {
            ErrorKind::Limit => {}
            missing if !reader.allows(Leniencies::FAULT_PARTS) => return Err(missing),
            _ => {}
        }
        if self.store.exceeded().is_some() { Err(ErrorKind::Limit) } else { Ok(true) }
    }
}

/// Fails when one of these deviations is not accepted.
fn accept(reader: &Reader<'_>, deviations: Leniencies) -> Result<(), ErrorKind> {
    match reader.allows(deviations) {
        true => Ok(()),
        false => Err(ErrorKind::InvalidFaultChild),
    }
}

/// An element that a fault does not have: nothing of it is shown.
fn skipped(reader: &Reader<'_>) -> Result<bool, ErrorKind> {
    accept(reader, Leniencies::FAULT_CONTENT).map(|()| false)
}
