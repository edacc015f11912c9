//! SOAP: mirrors `soapstone::soap`.

pub mod event;
pub mod fault;
pub mod reader;
pub mod writer;
