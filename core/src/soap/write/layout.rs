//! What the envelope writer remembers besides the XML.

use crate::ErrorKind;
use crate::soap::header::block::{Marks, boolean};
use crate::soap::read::rules::{ATTRIBUTES, ENCODING_STYLE};
use crate::soap::version::Version;
use crate::soap::write::steps::Progress;
use crate::xml::{Arguments, Stopped};

/// Where the writer is in the envelope: those that are asked for together stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::soap) enum Place {
    /// Before the Envelope.
    Begin,
    /// In the Envelope, before Header and Body.
    Envelope,
    Header,
    /// In the Envelope, between Header and Body.
    AfterHeader,
    Body,
    HeaderBlock,
    BodyEntry,
    Trailer,
    /// In the detail of a fault.
    Detail,
    /// In a fault, after its detail.
    Fault,
    /// In the Envelope, after the Body.
    AfterBody,
    /// After the Envelope.
    Epilog,
    End,
}

/// A write that takes several steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::soap) enum Call {
    // No call is then all zeros, as is nearly all of a layout at the start.
    HeaderBlock = 1,
    Upgrade,
    NotUnderstood,
    Fault,
    FaultWithDetail,
}

/// How far a sequence of writes has come.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::soap) struct Sequence {
    pub(in crate::soap) phase: Phase,
    pub(in crate::soap) progress: Progress,
}

/// Whether there is a sequence of writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::soap) enum Phase {
    /// None is begun.
    #[default]
    None,
    /// Its closure is being called.
    Running,
    /// It was answered "full" and waits to be repeated.
    Waiting,
}

/// What the envelope writer remembers besides the XML: plain data, what is looked at most first.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub(in crate::soap) struct Layout {
    pub(in crate::soap) version: Version,
    pub(in crate::soap) place: Place,
    /// Open elements at the item being written, the item included.
    pub(in crate::soap) floor: u16,
    pub(in crate::soap) entries: bool,
    pub(in crate::soap) fault: bool,
    pub(in crate::soap) upgraded: bool,
    /// The namespace of the Envelope is the default namespace.
    pub(in crate::soap) default: bool,
    /// The whole message is being written by one call.
    pub(in crate::soap) message: bool,
    /// The write that was answered "full".
    pub(in crate::soap) pending: Option<Call>,
    /// Writes done of the call that writes the whole message. It is no sequence, for some of the writes are.
    pub(in crate::soap) stage: u16,
    /// Filters that have written their header blocks, of those being called.
    pub(in crate::soap) filters: u32,
    pub(in crate::soap) progress: Progress,
    pub(in crate::soap) sequence: Sequence,
}

impl Layout {
    pub(in crate::soap) fn new(version: Version) -> Layout {
        Layout {
            version,
            place: Place::Begin,
            floor: 0,
            entries: false,
            fault: false,
            upgraded: false,
            default: false,
            message: false,
            stage: 0,
            filters: 0,
            pending: None,
            progress: Progress::default(),
            sequence: Sequence::default(),
        }
    }

    /// A write came to its end at this place, with so many open elements.
    pub(in crate::soap) fn arrive(&mut self, place: Place, depth: u16) {
        self.place = place;
        self.floor = depth;
        self.pending = None;
        self.progress = Progress::default();
    }

    /// Begins a sequence of writes, or goes on with the one that waits; whether one may.
    pub(in crate::soap) fn enter_sequence(&mut self) -> bool {
        let enters = match self.sequence.phase {
            Phase::Running => false,
            Phase::None => self.allows(None, true),
            Phase::Waiting => true,
        };
        if enters {
            self.sequence.phase = Phase::Running;
        }
        enters
    }

    /// The closure of a sequence has come back, and why it `stopped`, if it did; whether the message cannot be completed.
    pub(in crate::soap) fn leave_sequence(&mut self, stopped: Option<Stopped>) -> bool {
        let begun = self.sequence.progress.is_begun() || self.pending.is_some();
        match stopped {
            Some(Stopped::Full) if begun => self.sequence.phase = Phase::Waiting,
            Some(Stopped::Refused) if begun => return true,
            _ => self.sequence = Sequence::default(),
        }
        false
    }

    /// Whether an item is open, so that content may be written.
    pub(in crate::soap) fn in_item(&self) -> bool {
        matches!(self.place, Place::HeaderBlock | Place::BodyEntry | Place::Trailer | Place::Detail)
    }

    /// Whether this may be written now: no other write waits to be completed, and this is a place for it.
    pub(in crate::soap) fn allows(&self, call: Option<Call>, placed: bool) -> bool {
        match self.pending {
            Some(_) => self.pending == call,
            None => placed && self.sequence.phase != Phase::Waiting,
        }
    }

    /// Refuses an attribute that the structural element at hand may not have, and a value that a header block may not.
    pub(in crate::soap) fn check_attribute(&self, [uri, local, value, _]: &Arguments<'_>) -> Result<(), ErrorKind> {
        let words = self.version == Version::Soap12;
        let strict = words && !matches!(self.place, Place::HeaderBlock | Place::BodyEntry | Place::Trailer);
        if uri.is_empty() {
            return if strict { Err(ErrorKind::UnqualifiedAttribute) } else { Ok(()) };
        }
        let of_soap = *uri == self.version.uri().as_bytes();
        let (wrong, flag) = match if of_soap { ATTRIBUTES.number(local) } else { 0 } {
            ENCODING_STYLE => return if strict { Err(ErrorKind::MisplacedAttribute) } else { Ok(()) },
            Marks::MUST_UNDERSTAND => (ErrorKind::InvalidMustUnderstand, true),
            Marks::RELAY => (ErrorKind::InvalidRelay, words),
            _ => return Ok(()),
        };
        let refused = flag && self.place == Place::HeaderBlock && boolean(value, words).is_none();
        if refused { Err(wrong) } else { Ok(()) }
    }
}
