//! SOAP 1.1 and 1.2 messages in fixed memory.
//!
//! soapstone turns bytes into SOAP messages and SOAP messages into bytes on machines with no heap.
//! The caller owns every byte of memory; nothing here allocates, recurses, panics or uses `unsafe`.
//!
//! # The layers, leaves first
//!
//! - [`error`]: one small [`Error`]: what went wrong, at which byte, and for a limit how much was needed.
//! - [`ns`]: the namespace names soapstone knows, each with a number to compare instead of a URI.
//! - [`buf`]: the sinks that take written bytes.
//! - [`xsd`]: the lexical forms of the simple types, parsed and emitted.
//! - [`xml`]: the resumable XML reader and the XML writer.
//! - [`soap`]: envelopes, header blocks and faults of both versions, read and written.
//! - [`session`]: Siebel sessions, client and server.
//! - [`peer`]: what is known of the systems at the other end, as data.
//! - [`wss`]: WS-Security tokens: written, read and verified.
//! - [`wsa`]: WS-Addressing 1.0 and 2004/08.
//! - [`http`]: the heads, bodies and field values of HTTP/1.1.
//! - [`binding`]: SOAP over HTTP, the one place where [`soap`] and [`http`] meet.
//! - [`chunk`]: messages of any size in chunks of at most 100 KB.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

/// Whether this is the complete build. The lean one, without the feature `complete`, refuses what it leaves out with
/// [`ErrorKind::LeftOut`], and does all else as this one does. `docs/linking.md` lists what that is.
pub const COMPLETE: bool = cfg!(feature = "complete");

#[cfg(test)]
extern crate std;

pub mod binding;
pub mod buf;
pub mod chunk;
pub mod error;
#[cfg(feature = "defmt")]
mod format;
pub mod http;
pub mod limits;
mod names;
pub mod ns;
pub mod peer;
mod secret;
pub mod session;
mod slice;
pub mod soap;
pub mod trace;
pub mod wsa;
pub mod wss;
pub mod xml;
pub mod xsd;

pub use error::{Error, ErrorKind, Exceeded, Limit};
pub use limits::Limits;
pub use ns::Namespace;

/// Compiles and runs the Rust program of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Compiles the Rust program of the page on Siebel.
#[cfg(doctest)]
#[doc = include_str!("../../docs/siebel.md")]
struct Siebel;

/// Compiles and runs the program of the page about services.
#[cfg(doctest)]
#[doc = include_str!("../../docs/service.md")]
struct Service;

/// Compiles the Rust programs of the page on HTTP.
#[cfg(doctest)]
#[doc = include_str!("../../docs/http.md")]
struct Http;
