//! The calls of C for SOAP over HTTP.

pub mod address;
pub mod calling;
pub mod client;
pub mod loopback;
pub mod message;
pub(crate) mod paths;
pub mod route;
pub mod server;
pub(crate) mod serving;
pub mod transport;
