//! Everything that needs a host: the harness, the oracles, the corpora, and what the test suites share.
//!
//! - [`event`]: events that own their strings, as the harness prints them and the oracles answer them.
//! - [`feed`]: drives a reader over chunks of any size and hands what it says to a [`feed::Collect`].
//! - [`digest`]: the events of a document as one number, for tests that read a document a million times.
//! - [`parallel`]: work on every core.
//! - [`position`]: lines and columns of byte offsets.
//! - [`vectors`]: the vector files, and the notation of their expectations.
//! - [`corpus`]: where the test material is, and what its lists say.
//! - [`expat`], [`quick`]: other parsers to agree with.
//! - [`doctype`]: takes a document type declaration off a document.
//! - [`message`], [`addressing`], [`security`], [`session`]: what a SOAP message says, summed up.
//! - [`interop`], [`socket`]: live peers, and the connections to them.
//! - [`drained`]: messages written through small buffers.
//! - [`node`]: the node of the SOAP 1.2 test collection.
//! - [`variants`]: a document without each of its parts, and with each of them twice.
//! - [`rewrite`]: writes a document the way it was read.
//! - [`suite`]: the W3C conformance suite.
//! - [`measure`]: what the benches share.
//! - [`qemu`]: programs on emulated boards.
//! - [`transcript`]: what a document says, as the firmware writes it down.
//! - [`generate`], [`mutate`]: random documents, and small random damage.

pub mod addressing;
pub mod corpus;
pub mod digest;
pub mod doctype;
pub mod drained;
pub mod event;
pub mod expat;
pub mod feed;
pub mod generate;
pub mod interop;
pub mod measure;
pub mod message;
pub mod mutate;
pub mod node;
pub mod parallel;
pub mod position;
pub mod qemu;
pub mod quick;
pub mod rewrite;
pub mod security;
pub mod session;
pub mod socket;
pub mod suite;
#[path = "../../examples/rust-firmware/src/transcript/mod.rs"]
pub mod transcript;
pub mod variants;
pub mod vectors;
