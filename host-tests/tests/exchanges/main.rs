//! Recorded exchanges, most of them between other SOAP stacks: what they sent goes through our client and our server, cut
//! in two and cut short at every byte. Each has one outcome, whatever the pieces.
//!
//! `recorded` has the bytes as they went over the wire, a part for each time the other side takes over.

mod client;
mod player;
mod recorded;
mod server;
mod steady;
