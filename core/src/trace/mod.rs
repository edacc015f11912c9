//! Tracing: what happens to messages, told to who wants to know, and no secret with it.
//!
//! A [`Trace`] takes [`Event`]s, each of a [`Category`] and at a [`Level`]. Where none is wanted, `()` is the trace, and
//! nothing of this module is in the program. `binding::Traced` tells of the messages of a client or a server by what
//! passes on the wire, with a [`Tap`] that also serves who has a transport of another shape. Nothing here is global,
//! allocates or formats; what is kept of a message is no more than one name.
//!
//! Documents are shown from [`Level::Detail`] on, with [`STARS`] in place of secrets. What is a secret is decided by
//! names, in whatever pieces a message comes and however broken it is; in doubt it is one. [`Redactor`] says more.

#[cfg(feature = "defmt")]
mod frames;
mod head;
mod level;
mod markup;
mod name;
mod redactor;
mod tap;
#[cfg(test)]
mod tests;
mod words;

#[cfg(feature = "defmt")]
pub use frames::Defmt;
pub use level::{Category, Level, Levels};
#[cfg(feature = "defmt")]
pub(crate) use name::is_secret;
pub use redactor::{Place, Redacted, Redactor};
pub use tap::{Side, Tap};

use crate::Error;

/// What stands in the place of a secret.
pub const STARS: &str = "***";

/// Takes events. Shared by all that raise them: one that keeps something keeps it in a `Cell`.
///
/// The default of everything is to want nothing; `()` is that, and what raises events for it compiles to nothing.
pub trait Trace {
    /// Whether anything is ever wanted. A constant `false` leaves nothing of tracing in the program.
    fn is_on(&self) -> bool {
        true
    }

    /// Whether events of this category and level are wanted; asked before anything is done for them.
    fn wants(&self, category: Category, level: Level) -> bool {
        let _ = (category, level);
        false
    }

    /// Takes an event that is wanted.
    fn event(&self, category: Category, level: Level, event: &Event<'_>) {
        let _ = (category, level, event);
    }

    /// The time, in microseconds since any moment, that performance is measured by; 0 where there is no clock.
    fn now(&self) -> u64 {
        0
    }

    /// Names of elements, attributes, parameters and fields that are secret besides those that are known, in any case.
    fn secrets(&self) -> &[&str] {
        &[]
    }
}

/// No trace.
impl Trace for () {
    #[inline(always)]
    fn is_on(&self) -> bool {
        false
    }
}

impl<T: Trace + ?Sized> Trace for &T {
    fn is_on(&self) -> bool {
        (**self).is_on()
    }

    fn wants(&self, category: Category, level: Level) -> bool {
        (**self).wants(category, level)
    }

    fn event(&self, category: Category, level: Level, event: &Event<'_>) {
        (**self).event(category, level, event);
    }

    fn now(&self) -> u64 {
        (**self).now()
    }

    fn secrets(&self) -> &[&str] {
        (**self).secrets()
    }
}

/// Raises an event where it is wanted.
pub fn raise<T: Trace + ?Sized>(trace: &T, category: Category, level: Level, event: &Event<'_>) {
    if trace.wants(category, level) {
        trace.event(category, level, event);
    }
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Direction {
    /// From here to the peer.
    Sent = 1,
    /// From the peer to here.
    Received = 2,
}

/// What has happened. Text of a message is in none but [`Dump`](Event::Dump), and redacted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Event<'a> {
    /// A server has been made ready for a connection. Loading.
    Ready,
    /// The operation of this name can be called. Design.
    Operation(&'a str),
    /// The operation of this name can never be told from one before it that has the same. Design.
    Duplicate(&'a str),
    /// A node understands header blocks with this namespace URI and local name. Loading.
    Understood(&'a str, &'a str),
    /// A connection was opened to this host, or the attempt failed: [`Failed`](Event::Failed) says so then.
    Opened {
        /// Its name or address.
        host: &'a str,
        /// Its port.
        port: u16,
        /// With TLS.
        secure: bool,
    },
    /// The connection was closed from here, or its end was received.
    Closed,
    /// The first byte of a message.
    Begins(Direction),
    /// The status of a response.
    Status(Direction, u16),
    /// A header block, by its local name.
    Block(Direction, &'a str),
    /// A body entry, by its local name: what is called or answered.
    Entry(Direction, &'a str),
    /// The body entry is a fault.
    Fault(Direction),
    /// The next piece of a document, redacted; cut anywhere, be it within a character.
    Dump(Direction, &'a [u8]),
    /// A message is complete.
    Ends {
        /// Which way it went.
        direction: Direction,
        /// Its bytes on the wire, head and framing included.
        bytes: u64,
        /// Microseconds from its first byte to its last.
        micros: u64,
    },
    /// The response to a request has begun.
    Waited {
        /// Microseconds from the last byte of the request to the first of the response.
        micros: u64,
    },
    /// Something went wrong.
    Failed {
        /// What, and at which byte.
        error: Error,
        /// How far the call had come, by the number of its `Stage`; 0 where that is not known.
        stage: u8,
    },
}
