//! How long sessions and tokens last.

/// The times a server was set up with, in seconds. The client keeps to them, so that it never sends a token that the
/// server has forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Timeouts {
    /// `SessionTokenTimeout`: a token that was not used for longer has expired; 15 minutes by default.
    pub token: u32,
    /// `SessionTokenMaxAge`: a session that was opened longer ago has expired, however much it was used; 2,880 minutes by
    /// default.
    pub token_age: u32,
    /// `SessionTimeout`: a session that was not used for longer is gone, 15 minutes by default; `GuestSessionTimeout` is
    /// that of an anonymous one.
    pub session: u32,
}

impl Timeouts {
    /// The defaults of the server.
    pub const DEFAULT: Timeouts = Timeouts { token: 15 * 60, token_age: 2880 * 60, session: 900 };

    /// `GuestSessionTimeout`: what [`session`](Timeouts::session) is for an anonymous session by default, in seconds.
    pub const GUEST_SESSION: u32 = 300;

    /// Whether a token outlives the session it stands for, as it should: a server that finds the session gone logs in
    /// again with the token.
    pub const fn are_consistent(&self) -> bool {
        self.token >= self.session && self.token_age >= self.token
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts::DEFAULT
    }
}
