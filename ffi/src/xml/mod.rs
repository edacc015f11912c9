//! XML: mirrors `soapstone::xml`.

pub mod event;
pub mod reader;
pub mod writer;
