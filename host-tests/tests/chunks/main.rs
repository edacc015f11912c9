//! Large messages in chunks: what a writer or a file gives goes over a wire that loses, refuses and breaks, and is read
//! or spooled at the other end.

mod awaited;
mod pulled;
mod sent;
mod sizes;
mod wire;
