//! What the measured images share: a program is a function that is called until it says it is done.
//!
//! On the board (`target_os = "none"`) the message, its length and the size of its chunks are put into memory by
//! QEMU's loader, and the results go out of the UART. On a host the images are empty programs, so that the workspace
//! builds as a whole.
#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
pub mod board;

/// What one call of a program did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An event; the number goes into the sum the host compares.
    Saw(u32),
    /// The chunk is used up.
    NeedInput,
    /// The message is complete.
    Done,
    /// The message was refused with this code.
    Failed(i32),
}
