//! Verifying the tokens of a message.

use super::digest::{decode, digest_of_text};
use super::policy::Policy;
use super::replay::{Admission, Replay, admit};
use super::security::{Kind, Security};
use super::time::Clock;
use super::timestamp::Timestamp;
use super::username_token::{PasswordType, UsernameToken};
use crate::secret::{Authenticator, equal};
use crate::soap::Headers;
use crate::xml::Str;
use crate::{Error, ErrorKind, Limit};
use zeroize::Zeroize;

/// Holds the tokens of messages to a policy.
///
/// ```
/// use soapstone::soap::{HeaderReader, NodeTable, Reader};
/// use soapstone::wss::{self, Policy, Replay, Users, Verifier};
///
/// let message = br##"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>
/// <o:Security xmlns:o="http://schemas.xmlsoap.org/ws/2002/07/secext" e:mustUnderstand="1"><o:UsernameToken>
/// <o:Username>u1</o:Username><o:Password Type="o:PasswordText">p1</o:Password>
/// </o:UsernameToken></o:Security></e:Header><e:Body/></e:Envelope>"##;
/// let (mut workspace, mut store) = ([0; 1024], [0; 512]);
/// let mut reader = Reader::new(&mut workspace);
/// let mut headers = HeaderReader::new(&mut store);
/// headers.read(&mut reader, &mut &message[..], true, &mut NodeTable::new(&[&wss::VOCABULARY]))?;
///
/// let mut replays = [Replay::EMPTY; 16];
/// let mut verifier = Verifier { policy: &Policy::TEXT, now: Some(1_795_255_200), replays: &mut replays };
/// let verified = verifier.verify(&headers.headers(), &mut Users(&[("u1", "p1")]))?;
/// assert!(verified.username.is_some_and(|name| name == "u1"));
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct Verifier<'a> {
    /// What is demanded.
    pub policy: &'a Policy,
    /// Seconds since 1 January 1970 UTC; `None` on a device without a clock, where no time is judged.
    pub now: Option<i64>,
    /// The digests that were used, to be kept from message to message. With a clock, as many entries are needed as
    /// there may be messages in a window; without one, only the last so many digests are refused when they come again.
    pub replays: &'a mut [Replay],
}

/// What was found good.
#[derive(Clone, Copy, Default)]
pub struct Verified<'t> {
    /// The Security block; `None` when there is none and none is required.
    pub security: Option<Security<'t>>,
    /// The user; `None` when there is no UsernameToken and none is required.
    pub username: Option<Str<'t>>,
    /// Whether the user has shown a password.
    pub authenticated: bool,
}

impl Verifier<'_> {
    /// Verifies the tokens of a message. Errors are at the start of the Security block.
    ///
    /// # Errors
    /// [`AuthenticationRequired`](ErrorKind::AuthenticationRequired): no UsernameToken, and one is required.
    /// [`InvalidSecurity`](ErrorKind::InvalidSecurity): a required Timestamp is missing, two blocks for one role, two
    /// Timestamps, two UsernameTokens, or one that the Basic Security Profile does not allow when the policy wants it.
    /// [`UnsupportedSecurityToken`](ErrorKind::UnsupportedSecurityToken): a token that the policy does not accept.
    /// [`InvalidSecurityToken`](ErrorKind::InvalidSecurityToken): a nonce or time is missing or not what it says.
    /// [`MessageExpired`](ErrorKind::MessageExpired): the Timestamp.
    /// [`FailedAuthentication`](ErrorKind::FailedAuthentication): unknown user, wrong password, a token that is too old
    /// or was used before; nothing tells one from the other.
    /// [`Limit`](ErrorKind::Limit), replays: there is no room to remember a token, so it is refused.
    /// Further those of [`Security::of`], [`Security::tokens`] and the authenticator.
    pub fn verify<'t>(&mut self, headers: &Headers<'t>, users: &mut dyn Authenticator) -> Result<Verified<'t>, Error> {
        let mut verified = Verified::default();
        self.verify_to(headers, users, &mut verified).map(|()| verified)
    }

    /// The same, put where nothing is found yet.
    #[doc(hidden)]
    pub fn verify_to<'t>(
        &mut self,
        headers: &Headers<'t>,
        users: &mut dyn Authenticator,
        verified: &mut Verified<'t>,
    ) -> Result<(), Error> {
        Security::find(headers, &mut verified.security)?;
        self.judge(verified, users).map_err(|refusal| {
            let offset = verified.security.as_ref().map_or(0, |security| security.block.offset());
            match refusal {
                Refusal::Kind(kind) => Error::new(kind, offset),
                Refusal::Full => Error::limit(Limit::Replays, (self.replays.len() as u64).saturating_add(1), offset),
            }
        })
    }

    /// Judges the block that was found, and says whose it is.
    #[cfg_attr(small, inline(never))]
    fn judge(&mut self, verified: &mut Verified<'_>, users: &mut dyn Authenticator) -> Result<(), Refusal> {
        let (mut token, clock) = (None, &Clock { now: self.now, policy: self.policy });
        block(clock, verified.security.as_ref(), &mut token)?;
        let Some(token) = &token else {
            let required = self.policy.require_username_token;
            return if required { Err(ErrorKind::AuthenticationRequired.into()) } else { Ok(()) };
        };
        self.token(token, clock, users)?;
        (verified.username, verified.authenticated) = (Some(token.username), token.password.is_some());
        Ok(())
    }

    #[cfg_attr(small, inline(never))]
    fn token(
        &mut self,
        token: &UsernameToken<'_>,
        clock: &Clock<'_>,
        users: &mut dyn Authenticator,
    ) -> Result<(), Refusal> {
        let policy = clock.policy;
        let accepted = match token.password.map(|password| password.kind) {
            Some(PasswordType::Text) => policy.accept_text,
            Some(PasswordType::Digest) => policy.accept_digest,
            None => policy.accept_no_password,
        };
        if !accepted {
            return Err(ErrorKind::UnsupportedSecurityToken.into());
        }
        let created = clock.created(token.created).ok_or(ErrorKind::InvalidSecurityToken)?;
        let current = clock.is_current(created);
        let text = token.password.map_or(&[][..], |password| password.text.as_bytes());
        let proven = match token.password.map(|password| password.kind) {
            _ if policy.basic_profile && !token.basic_profile => return Err(ErrorKind::InvalidSecurityToken.into()),
            Some(PasswordType::Digest) => {
                let mut received = [0; 20];
                self.digest(token, text, &mut received)?;
                let password = users.password_of(token.username.as_bytes())?;
                return self.prove(token, &received, password, current, created);
            }
            Some(PasswordType::Text) => users.accepts_of(token.username.as_bytes(), text)?,
            None => true,
        };
        if proven & current { Ok(()) } else { Err(ErrorKind::FailedAuthentication.into()) }
    }

    /// Reads the digest that a token has, if all of it is in order.
    fn digest(&self, token: &UsernameToken<'_>, text: &[u8], received: &mut [u8; 20]) -> Result<(), ErrorKind> {
        let mut len = 0_usize;
        let mut keep = |piece: &[u8]| {
            for byte in piece {
                if let Some(slot) = received.get_mut(len) {
                    *slot = *byte;
                }
                len = len.saturating_add(1);
            }
        };
        let nonce = token.nonce.unwrap_or_default().as_bytes();
        let decoded = decode(text, &mut keep).is_ok() && decode(nonce, &mut |_| ()).is_ok();
        let bare = token.nonce.is_none() || token.created.is_none();
        if !decoded || len != received.len() || (bare && self.policy.require_nonce) {
            return Err(ErrorKind::InvalidSecurityToken);
        }
        Ok(())
    }

    /// Compares a digest and remembers it. For an unknown user the same is done, with an empty password.
    #[cfg_attr(small, inline(never))]
    fn prove(
        &mut self,
        token: &UsernameToken<'_>,
        received: &[u8; 20],
        password: Option<&[u8]>,
        current: bool,
        since: i64,
    ) -> Result<(), Refusal> {
        let nonce = token.nonce.unwrap_or_default().as_bytes();
        let created = token.created.unwrap_or_default().as_bytes();
        let mut expected = digest_of_text(nonce, created, password.unwrap_or_default());
        let proven = equal(received, &expected) & password.is_some() & current;
        expected.zeroize();
        if !proven {
            return Err(ErrorKind::FailedAuthentication.into());
        }
        match admit(self.replays, received, self.now, since.saturating_add(self.policy.window.into())) {
            Admission::New => Ok(()),
            Admission::Used => Err(ErrorKind::FailedAuthentication.into()),
            Admission::Full => Err(Refusal::Full),
        }
    }
}

/// Judges the Timestamp, and finds the UsernameToken.
#[cfg_attr(small, inline(never))]
fn block<'t>(
    clock: &Clock<'_>,
    security: Option<&Security<'t>>,
    username_token: &mut Option<UsernameToken<'t>>,
) -> Result<(), ErrorKind> {
    let mut timed = false;
    // Token by token, for the memory and code that one which may be any of them takes.
    if let Some(security) = security {
        for child in security.block.element.children() {
            match security.kind(&child) {
                Some(Kind::Timestamp) if !timed => {
                    let mut timestamp = None;
                    Timestamp::parse(child, security.names, &mut timestamp)?;
                    if let Some(timestamp) = &timestamp {
                        timestamp.judge_by(clock)?;
                        timed = true;
                        if timestamp.created.is_none() && clock.policy.require_timestamp {
                            return Err(ErrorKind::InvalidSecurity);
                        }
                    }
                }
                Some(Kind::UsernameToken) if username_token.is_none() => {
                    UsernameToken::parse(child, security.names, username_token)?;
                }
                Some(Kind::BinarySecurityToken) if clock.policy.accept_binary => {}
                Some(Kind::BinarySecurityToken) => return Err(ErrorKind::UnsupportedSecurityToken),
                Some(_) => return Err(ErrorKind::InvalidSecurity),
                None => {}
            }
        }
    }
    match timed || !clock.policy.require_timestamp {
        true => Ok(()),
        false => Err(ErrorKind::InvalidSecurity),
    }
}

/// Why a token is refused.
enum Refusal {
    Kind(ErrorKind),
    /// There is no room to remember it.
    Full,
}

impl From<ErrorKind> for Refusal {
    fn from(kind: ErrorKind) -> Self {
        Refusal::Kind(kind)
    }
}
