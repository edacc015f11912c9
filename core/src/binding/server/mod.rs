//! SOAP services over HTTP: from the head of a request to the operation that is called, and back to the response.
//!
//! [`Server`] answers the requests of a connection, one after the other: an [`Application`] says what the node
//! understands, does what is called and writes the replies. `AsyncServer` does the same without blocking. Below both is the [`Exchange`], one request and its response
//! without the transport, for those who have no blocking one.
//!
//! Nothing of a Body is seen before the head, every mandatory header block and the operation were judged. Whatever is
//! wrong with a request is answered with a fault in its version and the status that goes with it, and the connection is
//! kept where the end of the request is known and near.

mod application;
mod body;
mod exchange;
mod head;
mod media;
mod message;
mod options;
mod response;
#[cfg(feature = "embedded-io")]
mod serve;
#[cfg(feature = "embedded-io-async")]
mod serve_async;

pub use application::{Asked, Judge, Outcome, Page, Received, Refusal};
pub use exchange::{Exchange, Step};
pub use message::MessageReader;
pub use options::{Called, Found, Memory, Options, Path, Paths, Services};
pub use response::{Body, Content};
#[cfg(feature = "embedded-io")]
pub use serve::{Application, Message, ServeError, Server};
#[cfg(feature = "embedded-io-async")]
pub use serve_async::{AsyncApplication, AsyncMessage, AsyncServer};
