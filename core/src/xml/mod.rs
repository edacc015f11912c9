//! XML 1.0 (fifth edition) with Namespaces 1.0, read and written in fixed memory.
//!
//! [`Reader`] turns bytes, in chunks of any size, into namespace-resolved [`Event`]s.

mod arena;
mod event;
mod reader;
mod text;

pub use event::{Attribute, Attributes, Declaration, Declarations, End, Event, Name, Start};
pub use reader::Reader;
pub use text::Str;
