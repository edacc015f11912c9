//! The lean build reads as the complete one does, or says that it does not: [`ErrorKind::LeftOut`].
//!
//! Both builds are in this program. What each makes of a message is written down as lines by the same source.

// `lines.rs` is there once for each build.
#![allow(clippy::duplicate_mod)]

mod agreement;
mod messages;
mod vectors;
mod writing;

/// The default build.
#[path = "."]
mod complete {
    pub(crate) use soapstone as built;
    pub(crate) mod lines;
}

/// The build without the feature `complete`.
#[path = "."]
mod lean {
    pub(crate) use soapstone_lean as built;
    pub(crate) mod lines;
}

// These are two builds.
const _: () = assert!(soapstone::COMPLETE && !soapstone_lean::COMPLETE);
