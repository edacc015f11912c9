//! Siebel sessions: mirrors `soapstone::session`.

pub mod client;
pub mod headers;
pub mod url;
