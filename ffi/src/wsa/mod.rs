//! WS-Addressing: mirrors `soapstone::wsa`.

pub mod action;
pub mod addressing;
pub mod extras;
pub mod problem;
pub mod properties;
pub mod reference;
