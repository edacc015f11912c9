//! Large messages in chunks: mirrors `soapstone::chunk`.

pub mod cut;
pub mod reader;
pub mod receiver;
pub mod sender;
pub mod writer;
