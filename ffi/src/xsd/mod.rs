//! Simple types: mirrors `soapstone::xsd`.

pub mod base64;
