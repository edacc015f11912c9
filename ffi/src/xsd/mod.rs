//! Simple types: mirrors `soapstone::xsd`.

pub mod base64;
pub mod date_time;
