//! Limits.
//!
//! How much of anything a message may hold. Every limit has a default that fits devices and lets nearly all real
//! messages through; passing one is SOAPSTONE_ERROR_LIMIT, and soapstone_error says which limit and how much would
//! have been enough. Nothing is ever cut.

use crate::error::{REFUSED, Status};
use crate::raw;
use soapstone::Limits;

/// Limits to set. 0 means the default.
///
/// ```c
/// soapstone_limits limits = { .size = sizeof limits, .depth = 16 };
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct soapstone_limits {
    /// sizeof(soapstone_limits).
    pub size: u32,
    /// Open elements, at most 65535; 64 by default.
    pub depth: u32,
    /// Attributes of one start tag, namespace declarations included, at most 65535; 64 by default.
    pub attributes: u32,
    /// Bytes of one start tag, from '<' to '>', at most 65535; 8192 by default.
    pub tag_bytes: u32,
    /// Namespace declarations in scope, at most 65535; 128 by default.
    pub namespaces: u32,
    /// Header blocks of the message, at most 65535; 64 by default.
    pub header_blocks: u32,
    /// Bytes of the whole message; unlimited by default, for nothing of it is kept.
    pub message_bytes: u64,
    /// For later use; must be 0.
    pub reserved: [u64; 4],
}

/// The limits C passes, NULL being the defaults.
///
/// # Safety
/// As for [`raw::sized`].
pub(crate) unsafe fn read(limits: *const soapstone_limits) -> Status<Limits> {
    let mut read = Limits::DEFAULT;
    let Some(set) = raw::sized(limits)? else { return Ok(read) };
    let small = [
        (set.depth, &mut read.depth),
        (set.attributes, &mut read.attributes),
        (set.tag_bytes, &mut read.tag_bytes),
        (set.namespaces, &mut read.namespaces),
        (set.header_blocks, &mut read.header_blocks),
    ];
    let mut all = 0;
    for (value, limit) in small {
        all |= value;
        if value != 0 {
            *limit = value as u16;
        }
    }
    if set.message_bytes != 0 {
        read.message_bytes = set.message_bytes;
    }
    if set.reserved != [0; 4] || all > u32::from(u16::MAX) { Err(REFUSED) } else { Ok(read) }
}
