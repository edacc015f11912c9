//! WS-Addressing: mirrors `soapstone::wsa`.

#![allow(clippy::result_large_err, reason = "a problem is moved once for a message that is refused")]

pub mod action;
pub mod addressing;
pub mod extras;
pub mod problem;
pub mod properties;
pub mod reference;
