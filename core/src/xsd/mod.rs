//! Lexical forms of the simple types of XML Schema Part 2, parsed and emitted.
//!
//! One file per type. `parse` takes the text of an element or attribute as bytes, white space around it
//! included, and gives the value. `emit` gives the canonical form, unless it says otherwise, and lives in a [`Text`]
//! of its own. Text that is not in the lexical space of the type is [`ErrorKind::Lexical`](crate::ErrorKind::Lexical);
//! a value that the type or its representation cannot hold is [`ErrorKind::Overflow`](crate::ErrorKind::Overflow).
//! What a program does not call is not linked.
//!
//! `string` needs no more than the text itself, `anyURI` no more than [`whitespace::collapse`].

pub mod base64;
pub mod boolean;
mod calendar;
pub(crate) mod class;
pub mod date;
pub mod date_time;
pub mod decimal;
pub mod double;
pub mod duration;
pub mod float;
pub mod gregorian;
pub mod hex;
pub mod integer;
pub mod language;
pub mod ncname;
pub mod qname;
#[cfg(test)]
mod tests;
mod text;
pub mod time;
pub(crate) mod utf8;
pub mod whitespace;

pub use calendar::Zoned;
pub use text::Text;
#[doc(hidden)]
pub use utf8::is_utf8;
