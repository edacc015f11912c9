//! What is called, and with which values.

/// A case of the matrix, named as the programs of the peers name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Every awkward character.
    Text,
    /// Carriage returns.
    Cr,
    /// 64 KB of text.
    Text64k,
    /// A struct.
    Struct,
    /// 1 MB of bytes.
    Binary,
    /// A fault with a detail.
    Fault,
    /// A mandatory header block that is understood.
    Understood,
    /// One that is not.
    NotUnderstood,
    /// WS-Addressing.
    Addressing,
    /// UsernameToken, the password as text.
    UsernameText,
    /// UsernameToken, the password as digest.
    UsernameDigest,
    /// Ten calls over one connection.
    KeepAlive,
    /// A request in chunked coding.
    Chunked,
    /// A call that has no answer.
    OneWay,
}

impl Case {
    /// All of them, in the order of the matrix.
    pub const ALL: [Case; 14] = [
        Case::Text,
        Case::Cr,
        Case::Text64k,
        Case::Struct,
        Case::Binary,
        Case::Fault,
        Case::Understood,
        Case::NotUnderstood,
        Case::Addressing,
        Case::UsernameText,
        Case::UsernameDigest,
        Case::KeepAlive,
        Case::Chunked,
        Case::OneWay,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Case::Text => "text",
            Case::Cr => "cr",
            Case::Text64k => "text64k",
            Case::Struct => "struct",
            Case::Binary => "binary",
            Case::Fault => "fault",
            Case::Understood => "understood",
            Case::NotUnderstood => "not-understood",
            Case::Addressing => "addressing",
            Case::UsernameText => "username-text",
            Case::UsernameDigest => "username-digest",
            Case::KeepAlive => "keep-alive",
            Case::Chunked => "chunked",
            Case::OneWay => "one-way",
        }
    }
}

/// The namespace of the contract.
pub(super) const NS: &str = "urn:soapstone:echo";
/// The user that servers know.
pub(super) const USER: &str = "alice";
/// The password of that user.
pub(super) const PASSWORD: &str = "p4ss<&w\u{f6}rd";
/// The text of `Case::Text`.
pub(super) const TEXT: &str = "  <&>\"' ]]> &amp; \u{e4}\u{20ac}\u{1d11e} e\u{301}\t\nend  ";
/// The text of `Case::Cr`.
pub(super) const CR: &str = "a\r\nb\rc";

/// The text of `Case::Text64k`.
pub(super) fn long_text() -> String {
    "0123456789abcde\n".repeat(4096)
}

/// The bytes of `Case::Binary`.
pub(super) fn bytes() -> Vec<u8> {
    (0..1_048_576_usize).map(|i| (i * 31 + i / 256) as u8).collect()
}
