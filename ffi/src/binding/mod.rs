//! The calls of C for SOAP over HTTP.

pub mod calling;
pub mod client;
pub mod message;
pub(crate) mod paths;
pub mod server;
pub(crate) mod serving;
pub mod transport;
