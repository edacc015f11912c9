//! Calls over a scripted transport.

mod exchanges;
mod wire;
