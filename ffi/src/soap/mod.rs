//! SOAP: mirrors `soapstone::soap`.

pub mod element;
pub mod event;
pub mod fault;
mod fault_parts;
pub mod fault_views;
pub mod headers;
pub mod keeper;
pub mod node;
pub(crate) mod operations;
pub mod reader;
pub mod service;
pub mod writer;
