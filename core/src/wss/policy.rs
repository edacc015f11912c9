//! What a receiver demands of the tokens of a message.

/// What a receiver demands. What is not accepted is refused, whatever else the message has: a peer cannot choose a
/// weaker token than the policy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Policy {
    /// A UsernameToken must be there.
    pub require_username_token: bool,
    /// A Timestamp must be there, with a Created.
    pub require_timestamp: bool,
    /// A UsernameToken may have its password as text.
    pub accept_text: bool,
    /// A UsernameToken may have the digest of its password.
    pub accept_digest: bool,
    /// A UsernameToken may have no password: it names the user and proves nothing.
    pub accept_no_password: bool,
    /// BinarySecurityTokens may be there. What is in them is for the application to judge.
    pub accept_binary: bool,
    /// A digest must come with a nonce and a Created: without them it can be used again and again.
    pub require_nonce: bool,
    /// Tokens must be written as the Basic Security Profile demands.
    pub basic_profile: bool,
    /// A time without a zone is taken as UTC; otherwise it is refused.
    pub assume_utc: bool,
    /// Seconds for which a Timestamp and a UsernameToken are good, counted from their Created. WSS4J uses 300.
    pub window: u32,
    /// Seconds by which the clock of the sender may be ahead. WSS4J uses 60.
    pub skew: u32,
}

impl Policy {
    /// A UsernameToken with the digest of its password, a nonce and Created; nothing else.
    pub const DIGEST: Policy = Policy {
        require_username_token: true,
        require_timestamp: false,
        accept_text: false,
        accept_digest: true,
        accept_no_password: false,
        accept_binary: false,
        require_nonce: true,
        basic_profile: false,
        assume_utc: false,
        window: 300,
        skew: 60,
    };

    /// A UsernameToken with its password as text; nothing else. Only for connections that nobody can listen to.
    pub const TEXT: Policy = Policy { accept_text: true, accept_digest: false, ..Policy::DIGEST };
}

/// [`Policy::DIGEST`].
impl Default for Policy {
    fn default() -> Self {
        Policy::DIGEST
    }
}
