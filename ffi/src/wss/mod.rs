//! WS-Security tokens: mirrors `soapstone::wss`.

pub mod emit;
pub mod fault;
pub mod token;
pub mod verifier;
