//! Calls over a scripted transport.

mod exchanges;
mod hostile;
mod made;
mod wire;
