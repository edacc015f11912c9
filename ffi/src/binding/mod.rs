//! The calls of C for SOAP over HTTP.

pub mod message;
pub mod server;
pub(crate) mod serving;
