//! Calls over a scripted transport.

mod exchanges;
mod made;
mod wire;
