//! SOAP over HTTP: the one place where `soap` and `http` meet. SOAP 1.1, 6; SOAP 1.2 Part 2, 7.
//!
//! - [`server`]: from the head of a request to the operation that is called, and back to the response.
//! - [`Outgoing`]: the head and body of a message, put together in one buffer.
//! - [`Incoming`]: what was received, and of that the body without its framing.
//! - [`fault_status`], [`error_status`], [`reason`]: which status says what.
//! - [`Transport`], [`Timeout`], [`Identity`]: the byte pipe that a client works on; `Loopback` is one without a network.
//! - `Traced`: a byte pipe that tells what passes.
//! - [`Address`], [`Addresses`], [`Route`]: what is called, and which of several.
//! - `client`: calls services.

mod address;
mod charset;
#[cfg(feature = "embedded-io")]
pub mod client;
mod incoming;
#[cfg(feature = "embedded-io")]
mod loopback;
mod outgoing;
mod route;
pub mod server;
mod status;
#[cfg(feature = "embedded-io")]
mod traced;
mod transport;
#[cfg(feature = "embedded-io")]
mod wire;

pub use address::{Address, Addresses, Alias, Queue, QueueSystem};
pub use incoming::{Incoming, Unread};
#[cfg(feature = "embedded-io")]
pub use loopback::{Deliver, Line, Loopback};
pub use outgoing::Outgoing;
pub use route::{Aliases, Chosen, Port, Route};
pub use status::{error_status, fault_status, reason};
#[cfg(feature = "embedded-io")]
pub use traced::Traced;
#[cfg(feature = "embedded-io-async")]
pub use transport::AsyncTransport;
#[cfg(feature = "embedded-io")]
pub use transport::Transport;
pub use transport::{Identity, Ready, Timeout};
#[cfg(feature = "embedded-io")]
pub use wire::Wire;
