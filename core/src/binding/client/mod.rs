//! Calls over HTTP.
//!
//! A [`Call`] says where a message goes and what its request says besides. [`Client`] sends it over a transport that
//! blocks, `AsyncClient` over one that does not; what came of it is a [`Reply`], whose body is read as a message, or a [`Failed`] that says how far the call had
//! come. What is known of either, be it sent or received, is in [`TransportInfo`].
//!
//! The body is written by a pass that can be repeated: once to be counted where it does not fit in the memory, once more
//! when the server asks for credentials or sends the request elsewhere.

#[cfg(feature = "embedded-io-async")]
mod async_reply;
#[cfg(feature = "embedded-io-async")]
mod asynchronous;
mod awaiting;
mod blocking;
mod body;
mod call;
mod exchange;
mod follow;
mod given;
mod line;
mod measure;
mod outcome;
mod reply;
mod request;
mod run;
mod stage;
mod url;
mod verdict;

#[cfg(feature = "embedded-io-async")]
pub use async_reply::AsyncReply;
#[cfg(feature = "embedded-io-async")]
pub use asynchronous::AsyncClient;
pub use blocking::Client;
pub use body::BodyError;
pub use call::{Call, Length, Method, Pattern, Redirects};
pub use given::GivenFields;
pub use measure::{Body, Write};
pub use outcome::{Outcome, read_outcome};
pub use reply::Reply;
pub use stage::{Failed, Stage, TransportInfo};
