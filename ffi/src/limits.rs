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

/// Sets the limits C passes; NULL and 0 leave what is there.
///
/// # Safety
/// As for [`raw::sized`].
#[cfg_attr(small, inline(never))]
pub(crate) unsafe fn read(limits: *const soapstone_limits, read: &mut Limits) -> Status {
    let Some(set) = raw::sized(limits)? else { return Ok(()) };
    let mut all = 0;
    let mut take = |value: u32, limit: &mut u16| {
        all |= value;
        if value != 0 {
            *limit = value as u16;
        }
    };
    take(set.depth, &mut read.depth);
    take(set.attributes, &mut read.attributes);
    take(set.tag_bytes, &mut read.tag_bytes);
    take(set.namespaces, &mut read.namespaces);
    take(set.header_blocks, &mut read.header_blocks);
    if set.message_bytes != 0 {
        read.message_bytes = set.message_bytes;
    }
    let reserved = set.reserved.iter().any(|&reserved| reserved != 0);
    if reserved || all > u32::from(u16::MAX) { Err(REFUSED) } else { Ok(()) }
}
