//! SOAP 1.1 and 1.2 messages.
//!
//! A message is an Envelope with an optional Header of header blocks and a Body of entries, one of which may be a
//! Fault. [`Reader`] reads one in chunks of any size and says of each event which part it belongs to; the namespace of
//! the Envelope tells the [`Version`]. What the standards forbid is an error with a kind of its own, and each kind says
//! with which [`FaultCode`] a node answers it.
//!
//! [`HeaderReader`] reads the header blocks for a [`Node`]: it judges the mandatory ones before the Body opens, and keeps
//! or hands on those the node understands. What must outlive its events is kept by it, or by a [`Keeper`], in a store
//! of the caller, and seen as an [`Element`].
//!
//! A [`HeaderBlock`] is announced before its content, with its target and whether it must be understood. The Body
//! opens after the last of them: what was mandatory and not understood is known before anything of the Body is seen.
//!
//! [`Writer`] writes a message the same way: header blocks, then body entries or a fault, each opened by a call and
//! filled through [`Content`]. It opens and closes the parts of the envelope itself.
//!
//! What a node answers to a message that it refuses is an [`Answer`]: whatever the error, a fault in the version of the
//! message, with the header blocks that go with it.
//!
//! A [`Service`] finds the [`Operation`] that a message calls when its body entry opens; [`rpc`] reads and writes the
//! entries of RPC operations.
//!
//! A [`Fault`] is one structure for both versions. [`FaultReader`] fills it from the events of a message,
//! [`Fault::to_version`] says it in the other version, [`Fault::for_error`] makes the one that answers an error.

mod event;
mod fault;
mod header;
mod kept;
mod leniencies;
mod message;
mod options;
mod qname;
mod read;
pub mod rpc;
mod service;
mod version;
mod write;

pub use event::{Event, Kind, Section, Step};
pub use fault::{
    ErrorStack, Failure, Fault, FaultCode, FaultReader, Mapping, NamedFaults, Part, PartKind, Reason, Reasons,
    ReasonsIter, SpecificFault, StackedError, Subcodes, SubcodesIter,
};
pub use header::block::{BlockAttributes, EncodingStyle, HeaderBlock, Target};
pub use header::headers::{HeaderReader, Headers, KeptBlock};
pub use header::node::{Context, Destination, Filter, Handling, HeaderHandler, Node, NodeTable, Vocabulary};
pub use kept::element::{Children, Element, Kept, KeptAttribute, KeptEvents};
pub(crate) use kept::gather::Gather;
pub use kept::keeper::Keeper;
pub use leniencies::Leniencies;
pub use message::{read_fault, write_fault, write_message};
pub use options::Options;
pub use qname::QName;
#[cfg(feature = "embedded-io-async")]
pub use read::async_pull::AsyncPullReader;
#[cfg(feature = "embedded-io")]
pub use read::pull::PullReader;
pub use read::reader::Reader;
pub use service::{Authentication, Call, Key, Operation, Refused, Request, Service, Style};
pub use version::{ENCODING_NONE, ROLE_NONE, ROLE_ULTIMATE_RECEIVER, Version, Versions};
pub use write::answer::{Answer, AnswerPart, OutboundFilter};
pub use write::content::Content;
pub use write::sequence::Sequence;
pub use write::writer::{Writer, WriterState};
