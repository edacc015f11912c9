//! Calls over HTTP.
//!
//! A [`Call`] says where a message goes and what its request says besides. [`Client`] sends it over a transport that
//! blocks; what came of it is a [`Reply`], whose body is read as a message, or a [`Failed`] that says how far the call had
//! come. What is known of either, be it sent or received, is in [`TransportInfo`].
//!
//! The body is written by a pass that can be repeated: once to be counted where it does not fit in the memory, once more
//! when the server asks for credentials or sends the request elsewhere.

mod awaiting;
#[cfg(feature = "embedded-io")]
mod blocking;
mod call;
mod exchange;
#[cfg(feature = "embedded-io")]
mod reply;
mod request;
mod stage;
mod url;
mod verdict;

#[cfg(feature = "embedded-io")]
pub use blocking::Client;
pub use call::{Authenticate, Authorize, Call, Length, Method, Pattern, Redirects};
pub use exchange::Body;
#[cfg(feature = "embedded-io")]
pub use reply::{BodyError, Reply};
pub use stage::{Failed, Stage, TransportInfo};
