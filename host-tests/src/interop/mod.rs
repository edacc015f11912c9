//! Live exchange with other SOAP stacks: our client calls their servers, their clients call our server, in both versions,
//! over loopback. `host-tests/peers/README.md` has the contract and the cases.

mod calls;
mod case;
mod item;
mod known;
mod listen;
mod matrix;
mod peer;
mod process;
mod recorded;
mod request;
mod response;
mod run;
mod service;
mod socket;
mod transcript;

pub use case::Case;
pub use known::{Kind, ROWS, Row};
pub use matrix::{Cell, Matrix, Outcome, Side};
pub use peer::{PEERS, Peer};
pub use recorded::{answer_recorded, take_recorded};
pub use run::exchange_with_ourselves;
