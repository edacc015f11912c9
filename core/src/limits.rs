//! How much of anything a message may hold.

/// Limits of a reader. Passing one is [`ErrorKind::Limit`](crate::ErrorKind::Limit); nothing is ever cut.
///
/// The defaults let 99.9 % of the envelopes of a hundred public projects through and fit a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Limits {
    /// Open elements; 64 by default.
    pub depth: u16,
    /// Attributes of one start tag, namespace declarations included; 64 by default.
    pub attributes: u16,
    /// Bytes of one start tag, from `<` to `>`; 8,192 by default.
    pub tag_bytes: u16,
    /// Namespace declarations in scope; 128 by default.
    pub namespaces: u16,
    /// Bytes of the whole message; unlimited by default, for nothing of it is kept.
    pub message_bytes: u64,
    /// Header blocks of the message; 64 by default.
    pub header_blocks: u16,
}

impl Limits {
    /// The defaults.
    pub const DEFAULT: Limits = Limits {
        depth: 64,
        attributes: 64,
        tag_bytes: 8192,
        namespaces: 128,
        message_bytes: u64::MAX,
        header_blocks: 64,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Limits::DEFAULT
    }
}
