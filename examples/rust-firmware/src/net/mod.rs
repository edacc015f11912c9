//! TCP: a stack over the Ethernet controller of the board, and pipes for soapstone over its sockets.

mod client;
mod lan9118;
mod listener;
mod network;

pub use client::Socket;
pub use listener::{Connection, Listener};
pub use network::{Broken, Buffers, Network};
