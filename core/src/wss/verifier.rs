//! Verifying the tokens of a message.

use super::authenticator::Authenticator;
use super::digest::{decode, digest_of_text, equal};
use super::policy::Policy;
use super::replay::{Admission, Replay, admit};
use super::security::{Security, Token};
use super::time::{Age, age, instant};
use super::timestamp::Timestamp;
use super::username_token::{PasswordType, UsernameToken};
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
#[derive(Clone, Copy)]
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
        let security = Security::of(headers)?;
        let (timestamp, token) = match &security {
            Some(security) => self.tokens(security)?,
            None => (None, None),
        };
        let refused = |kind| security.map_or(Error::new(kind, 0), |security| security.refused(kind));
        match timestamp {
            Some(timestamp) if timestamp.created.is_some() || !self.policy.require_timestamp => {
                timestamp.judge(self.now, self.policy).map_err(refused)?;
            }
            _ if self.policy.require_timestamp => return Err(refused(ErrorKind::InvalidSecurity)),
            _ => {}
        }
        match token {
            Some(token) => self.token(&token, users, &refused)?,
            None if self.policy.require_username_token => return Err(refused(ErrorKind::AuthenticationRequired)),
            None => {}
        }
        let authenticated = token.is_some_and(|token| token.password.is_some());
        Ok(Verified { security, username: token.map(|token| token.username), authenticated })
    }

    /// The tokens of the block, each at most once.
    fn tokens<'t>(&self, security: &Security<'t>) -> Result<(Option<Timestamp<'t>>, Option<UsernameToken<'t>>), Error> {
        let (mut timestamp, mut username_token) = (None, None);
        for token in security.tokens() {
            let twice = match token? {
                Token::Timestamp(found) => timestamp.replace(found).is_some(),
                Token::UsernameToken(found) => username_token.replace(found).is_some(),
                Token::BinarySecurityToken(_) if self.policy.accept_binary => false,
                Token::BinarySecurityToken(_) => {
                    return Err(security.refused(ErrorKind::UnsupportedSecurityToken));
                }
            };
            if twice {
                return Err(security.refused(ErrorKind::InvalidSecurity));
            }
        }
        Ok((timestamp, username_token))
    }

    fn token(
        &mut self,
        token: &UsernameToken<'_>,
        users: &mut dyn Authenticator,
        refused: &dyn Fn(ErrorKind) -> Error,
    ) -> Result<(), Error> {
        let (policy, kind) = (self.policy, token.password.map(|password| password.kind));
        let accepted = match kind {
            Some(PasswordType::Text) => policy.accept_text,
            Some(PasswordType::Digest) => policy.accept_digest,
            None => policy.accept_no_password,
        };
        let bare = kind == Some(PasswordType::Digest) && (token.nonce.is_none() || token.created.is_none());
        let created = token.created.map(|created| instant(created, policy));
        if !accepted {
            return Err(refused(ErrorKind::UnsupportedSecurityToken));
        }
        if (bare && policy.require_nonce) || created == Some(None) || (policy.basic_profile && !token.basic_profile) {
            return Err(refused(ErrorKind::InvalidSecurityToken));
        }
        let created = created.flatten();
        let current = created.is_none_or(|created| age(created, self.now, policy) == Age::Current);
        let username = token.username.as_str();
        let proven = match token.password {
            Some(password) if password.kind == PasswordType::Digest => {
                let since = created.or(self.now).unwrap_or_default();
                return self.digest(token, password.text, since, current, users, refused);
            }
            Some(password) => users.accepts_text(username, password.text.as_bytes())?,
            None => true,
        };
        match proven & current {
            true => Ok(()),
            false => Err(refused(ErrorKind::FailedAuthentication)),
        }
    }

    fn digest(
        &mut self,
        token: &UsernameToken<'_>,
        text: Str<'_>,
        since: i64,
        current: bool,
        users: &mut dyn Authenticator,
        refused: &dyn Fn(ErrorKind) -> Error,
    ) -> Result<(), Error> {
        let (mut received, mut len) = ([0; 20], 0_usize);
        let decoded = decode(text.as_bytes(), &mut |piece| {
            for byte in piece {
                if let Some(slot) = received.get_mut(len) {
                    *slot = *byte;
                }
                len = len.saturating_add(1);
            }
        });
        let nonce = token.nonce.unwrap_or_default().as_bytes();
        if decoded.and(decode(nonce, &mut |_| ())).is_err() || len != received.len() {
            return Err(refused(ErrorKind::InvalidSecurityToken));
        }
        // For an unknown user the same is done, with an empty password.
        let password = users.password(token.username.as_str())?;
        let created = token.created.unwrap_or_default().as_bytes();
        let mut expected = digest_of_text(nonce, created, password.unwrap_or_default());
        let proven = equal(&received, &expected) & password.is_some() & current;
        expected.zeroize();
        if !proven {
            return Err(refused(ErrorKind::FailedAuthentication));
        }
        let expires = since.saturating_add(self.policy.window.into());
        match admit(self.replays, &received, self.now, expires) {
            Admission::New => Ok(()),
            Admission::Used => Err(refused(ErrorKind::FailedAuthentication)),
            Admission::Full => {
                let needed = (self.replays.len() as u64).saturating_add(1);
                Err(Error::limit(Limit::Replays, needed, refused(ErrorKind::Limit).offset))
            }
        }
    }
}
