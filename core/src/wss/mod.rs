//! WS-Security tokens: who sends a message, and when it was sent.
//!
//! The header block Security carries a Timestamp, UsernameTokens and BinarySecurityTokens. Signatures and encryption
//! are passed over. Every [`Generation`] is read, the drafts of 2002 and 2003 as well as the OASIS standard; what is
//! written is of the generation that the caller says.
//!
//! Reading: a [`HeaderReader`](crate::soap::HeaderReader) with [`VOCABULARY`] keeps the block, [`Security::of`] finds
//! it among the [`Headers`](crate::soap::Headers), its tokens are views. A [`Verifier`] holds them to a [`Policy`]: it
//! compares passwords and digests in constant time, judges times by a clock of the caller and remembers in his memory
//! what was used. [`fault`] answers what it refuses.
//!
//! Writing: [`write`](write()) puts a Security block with [`Tokens`] into a message.
//!
//! Passwords, nonces and digests are never part of an error or of debug output.
//!
//! Web Services Security: SOAP Message Security 1.1, UsernameToken Profile 1.1, X.509 and Kerberos Token Profile 1.1;
//! WS-I Basic Security Profile 1.1.

mod binary_token;
mod block;
mod digest;
mod emit;
mod fault;
mod generation;
mod parts;
mod policy;
mod replay;
mod security;
mod time;
mod timestamp;
mod username_token;
mod verifier;

pub use crate::secret::{Authenticator, Users, equal};
pub use binary_token::{BinarySecurityToken, ValueType};
#[doc(hidden)]
pub use block::{Block, Values};
pub use digest::password_digest;
pub use emit::{Binary, Credentials, Lifetime, Secret, Tokens, write};
pub use fault::{error_kind, fault};
pub use generation::{Generation, VOCABULARY, VOCABULARY_REPAIRED};
pub use policy::Policy;
pub use replay::Replay;
pub use security::{Security, Token};
pub use timestamp::Timestamp;
pub use username_token::{Password, PasswordType, UsernameToken};
pub use verifier::{Verified, Verifier};
