//! HTTP/1.1 messages in fixed memory. RFC 9110, RFC 9112.
//!
//! A head is gathered whole in memory of the caller, for it must be judged whole; a body of any length flows through.
//! Both take input in chunks of any size and never look at a byte twice. What is ambiguous is refused, not guessed:
//! a body whose length two readers could understand differently is how requests are smuggled.
//!
//! - [`HeadReader`]: gathers a head; [`RequestHead`] and [`ResponseHead`] are views of it, [`Fields`] its fields.
//! - [`HeadWriter`]: writes a head, and refuses line breaks in it.
//! - [`Framing`], [`BodyReader`], [`BodyWriter`]: where a body ends, on both sides.
//! - [`Endpoint`]: the address that is called.
//! - [`auth`]: who calls.
//! - [`value`]: the values of header fields that SOAP needs.

pub mod auth;
mod body;
mod body_writer;
mod endpoint;
mod fields;
mod framing;
mod grammar;
mod head;
mod head_reader;
#[cfg(test)]
mod tests;
pub mod value;
mod write;

pub use body::{BodyReader, Piece};
pub use body_writer::{BodyWriter, Frame};
pub(crate) use body_writer::{LAST_CHUNK, digits, hex};
pub use endpoint::Endpoint;
pub use fields::{Field, Fields, Values};
pub use framing::Framing;
#[cfg(feature = "embedded-io")]
pub(crate) use framing::Refused;
pub use head::{HttpVersion, RequestHead, ResponseHead};
pub use head_reader::HeadReader;
pub use write::HeadWriter;
