//! Siebel sessions: the four header blocks of `http://siebel.com/webservices`, on both sides of the wire.
//!
//! A request says how long its session lives (`SessionType`) and either logs in (`UsernameToken`, `PasswordText`) or
//! goes on with a session (`SessionToken`). A response carries a new token, which takes the place of the one before. All
//! values are plain text; a token is never looked into.
//!
//! - A client keeps a [`Session`]: it knows what the next request must carry and takes the token from every response.
//! - A server reads [`SessionHeaders`] from the header blocks that [`VOCABULARY`] had kept, asks for the
//!   [`SessionRequest`] they make, and answers with [`write_token`].
//! - [`Url`] writes the addresses under which such a server listens.
//!
//! Session headers and WS-Security exclude each other in a message.

mod client;
mod headers;
mod timeouts;
mod url;

pub use client::{Credentials, Session, SessionOptions};
pub use headers::{SessionHeaders, SessionRequest, SessionType, VOCABULARY, write_token};
pub use timeouts::Timeouts;
pub use url::{Url, UrlPreset};

/// The namespace of the header blocks.
pub const URI: &str = "http://siebel.com/webservices";
