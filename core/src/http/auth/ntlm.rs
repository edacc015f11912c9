//! NTLM: tokens that somebody else makes, carried in base64.

use super::{Authenticate, Authorize};
use crate::http::value::{Challenge, ValueWriter};
use crate::xsd::base64::Decoder;
use crate::{Error, ErrorKind, Limit};

/// Makes the messages of NTLM: a library of the caller, or the system.
pub trait Tokens {
    /// Writes the next message of the client to the start of `out`, and gives its bytes. `challenge` is the message of
    /// the server; empty for the first.
    ///
    /// # Errors
    /// Any; the call fails with it.
    fn token(&mut self, challenge: &[u8], out: &mut [u8]) -> Result<usize, ErrorKind>;
}

impl<T: Tokens + ?Sized> Tokens for &mut T {
    fn token(&mut self, challenge: &[u8], out: &mut [u8]) -> Result<usize, ErrorKind> {
        (**self).token(challenge, out)
    }
}

/// NTLM: an exchange of three messages on one connection, which is good for the user from then on.
///
/// It begins when the server asks for it. Every step is taken on one connection, which must be kept alive.
pub struct Ntlm<'a, T> {
    tokens: T,
    memory: &'a mut [u8],
    proxy: bool,
    step: Step,
}

/// What was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Nothing,
    Negotiate,
    Authenticate,
}

impl<'a, T: Tokens> Ntlm<'a, T> {
    /// NTLM with the messages of `tokens`. `memory` holds two of them at once: that of the server and the answer.
    pub fn new(tokens: T, memory: &'a mut [u8]) -> Self {
        Ntlm { tokens, memory, proxy: false, step: Step::Nothing }
    }

    /// The same for a proxy, and for it alone.
    pub fn for_proxy(self) -> Self {
        Ntlm { proxy: true, ..self }
    }

    /// Takes a step: `challenge` is the message of the server in base64; empty when it asks to begin.
    fn step(&mut self, challenge: &str, memory: &mut [u8]) -> Result<usize, Error> {
        self.step = match (self.step, challenge.is_empty()) {
            (Step::Nothing, true) => Step::Negotiate,
            (Step::Negotiate, false) => Step::Authenticate,
            _ => return Ok(0),
        };
        let mut text = challenge.as_bytes();
        let mut decoder = Decoder::lenient();
        let malformed = |error: Error| Error::new(ErrorKind::HttpValue, error.offset);
        let len = decoder.decode(&mut text, self.memory).map_err(malformed)?;
        if !text.is_empty() {
            return Err(Error::limit(Limit::Workspace, (challenge.len() / 4).saturating_mul(3) as u64, 0));
        }
        decoder.finish().map_err(malformed)?;
        let (message, out) = self.memory.split_at_mut_checked(len).unwrap_or_default();
        let len = self.tokens.token(message, out).map_err(|kind| Error::new(kind, 0))?;
        let token = out.get(..len).ok_or(Error::new(ErrorKind::InvalidArgument, 0))?;
        let mut value = ValueWriter::new(memory);
        value.text("NTLM ");
        value.base64(token.iter().copied());
        value.finish().map(str::len)
    }
}

impl<T: Tokens> Authenticate for Ntlm<'_, T> {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        if request.begins(self.proxy) {
            self.step = Step::Nothing;
        }
        let challenge: Option<Challenge<'_>> = request.challenges().flatten().find(|challenge| challenge.is("NTLM"));
        match challenge.filter(|_| request.proxy == self.proxy) {
            Some(challenge) => self.step(challenge.token, memory),
            None => Ok(0),
        }
    }
}
