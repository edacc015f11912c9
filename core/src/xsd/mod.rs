//! Lexical forms of the simple types of XML Schema Part 2, parsed and emitted.
//!
//! One file per type. `parse` takes the text of an element or attribute as bytes, white space around it
//! included, and gives the value; `emit` gives the canonical form. Text that is not in the lexical space of the
//! type is [`ErrorKind::Lexical`](crate::ErrorKind::Lexical); a value the type or its representation cannot hold
//! is [`ErrorKind::Overflow`](crate::ErrorKind::Overflow). What a program does not call is not linked.

pub mod base64;
pub mod boolean;
pub mod hex;
pub mod ncname;
pub mod qname;
pub mod whitespace;
