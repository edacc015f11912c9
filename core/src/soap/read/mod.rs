//! Reading an envelope.

#[cfg(feature = "embedded-io-async")]
pub(in crate::soap) mod async_pull;
#[cfg(feature = "embedded-io")]
pub(in crate::soap) mod pull;
pub(in crate::soap) mod reader;
pub(in crate::soap) mod rules;
pub(in crate::soap) mod structure;
