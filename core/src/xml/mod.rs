//! XML 1.0 (fifth edition) with Namespaces 1.0, read and written in fixed memory.
//!
//! [`Reader`] turns bytes, in chunks of any size, into namespace-resolved [`Event`]s.
//! [`Writer`] turns calls into bytes in a [`Sink`](crate::buf::Sink).

mod arena;
mod chars;
mod declaration;
mod encoding;
mod engine;
mod escape;
mod event;
mod front;
mod namespaces;
mod places;
#[cfg(feature = "embedded-io")]
mod pull;
mod qname;
mod reader;
mod record;
mod reference;
mod scan;
mod tag;
mod text;
mod writer;

pub use encoding::Encoding;
pub use engine::Latched;
pub(crate) use escape::invalid_byte;
pub use escape::invalid_char;
pub use event::{Attribute, Attributes, Declaration, Declarations, End, Event, Kind, Name, Start, Tag};
#[cfg(feature = "embedded-io")]
pub(crate) use pull::Window;
#[cfg(feature = "embedded-io")]
pub use pull::{PullError, PullReader};
pub use reader::Reader;
pub use text::Str;
#[doc(hidden)]
pub use writer::{Arguments, Call, NOTHING, Stopped, Taken};
pub(crate) use writer::{Within, texts};
pub use writer::{WriteError, Writer, WriterState};
