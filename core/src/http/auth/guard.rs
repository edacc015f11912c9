//! Who is let in: the side of the server. RFC 7616, 3.3 to 3.6; RFC 7617.

use super::Nonce;
use super::algorithm::Algorithm;
use super::digest::split_session;
use super::nonce::Nonces;
use super::response::Response;
use crate::http::value::{Challenge, Parameters, Word};
use crate::http::{HeadWriter, RequestHead};
use crate::secret::{Authenticator, equal};
use crate::slice::split_once;
use crate::xsd::base64::Decoder;
use crate::{Error, ErrorKind, Limit};
use zeroize::Zeroize;

/// Holds the credentials of requests to those of its users, and writes challenges.
///
/// A nonce of Digest is good for some time, 300 seconds by default, and each count of requests with it is taken once;
/// beyond that the client is told that its nonce is stale, and comes again with a new one. Requests of one client may
/// therefore not overtake each other.
pub struct Guard<'a> {
    realm: &'a str,
    basic: bool,
    algorithms: &'a [Algorithm],
    window: u32,
    nonces: Nonces<'a>,
    /// The last request had a nonce that is too old, and was right otherwise.
    stale: bool,
}

impl<'a> Guard<'a> {
    /// A guard of a realm, which lets nobody in until it has schemes. `key` are at least 16 random bytes, made anew
    /// each time the node starts. `nonces` remember which requests came with Digest, one entry for each client that
    /// calls at the same time; a client that finds no room asks again.
    pub fn new(realm: &'a str, key: &'a [u8], nonces: &'a mut [Nonce]) -> Self {
        let nonces = Nonces::new(key, nonces);
        Guard { realm, basic: false, algorithms: &[], window: 300, nonces, stale: false }
    }

    /// Takes Basic as well: for connections that nobody can listen to.
    pub fn with_basic(mut self) -> Self {
        self.take_basic();
        self
    }

    /// Takes Digest with these algorithms, the best first.
    pub fn with_digest(mut self, algorithms: &'a [Algorithm]) -> Self {
        self.take_digest(algorithms);
        self
    }

    /// Takes Basic as well, from now on.
    pub fn take_basic(&mut self) {
        self.basic = true;
    }

    /// Takes Digest with these algorithms from now on.
    pub fn take_digest(&mut self, algorithms: &'a [Algorithm]) {
        self.algorithms = algorithms;
    }

    /// Lets a nonce be good for so many seconds.
    pub fn with_window(self, seconds: u32) -> Self {
        Guard { window: seconds, ..self }
    }

    /// Gives the user whose credentials a request has. `now` are seconds of any clock that does not go back; 0 without
    /// one. In `memory` there must be room for the user name, and with Basic for the password too, of which nothing is
    /// left there.
    ///
    /// # Errors
    /// [`HttpAuthentication`](ErrorKind::HttpAuthentication): there are no credentials, or they are not accepted: to be
    /// answered with 401 and a [`challenge`](Guard::challenge). [`HttpValue`](ErrorKind::HttpValue): they are malformed,
    /// or there are two. [`Limit`](ErrorKind::Limit) of the workspace: `memory` is too small, with what would have been
    /// enough. Those of `users`.
    pub fn admit<'o>(
        &mut self,
        head: &RequestHead<'_>,
        now: u64,
        users: &mut dyn Authenticator,
        memory: &'o mut [u8],
    ) -> Result<&'o str, Error> {
        self.stale = false;
        let mut values = head.fields.values("Authorization");
        let value = values.next().ok_or(REFUSED)?;
        if values.next().is_some() {
            return Err(MALFORMED);
        }
        let credentials = Challenge::parse(value)?;
        let (len, admitted) = match () {
            () if self.basic && credentials.is("Basic") => basic(credentials.token, users, memory)?,
            () if credentials.is("Digest") => self.digest(&credentials.parameters, head, now, users, memory)?,
            () => return Err(REFUSED),
        };
        let username = memory.get(..len).and_then(|name| core::str::from_utf8(name).ok());
        username.filter(|_| admitted).ok_or(REFUSED)
    }

    /// Writes what a client must answer: a field `WWW-Authenticate` for each scheme, the strongest first.
    ///
    /// # Errors
    /// Those of [`HeadWriter::field`]; [`HttpField`](ErrorKind::HttpField) as well when the realm has quotes or
    /// backslashes.
    pub fn challenge(&mut self, now: u64, head: &mut HeadWriter<'_>) -> Result<(), Error> {
        if self.realm.bytes().any(|byte| matches!(byte, b'"' | b'\\')) {
            head.fail(ErrorKind::HttpField);
            return head.state();
        }
        let nonce = self.nonces.make(now);
        let nonce = core::str::from_utf8(&nonce).unwrap_or_default();
        let stale = if self.stale { "\", stale=true" } else { "\"" };
        for algorithm in self.algorithms {
            let name = algorithm.name;
            let value =
                ["Digest realm=\"", self.realm, "\", qop=\"auth\", algorithm=", name, ", nonce=\"", nonce, stale];
            head.field_parts(FIELD, &value)?;
        }
        if self.basic {
            head.field_parts(FIELD, &["Basic realm=\"", self.realm, "\", charset=\"UTF-8\""])?;
        }
        Ok(())
    }

    fn digest(
        &mut self,
        parameters: &Parameters<'_>,
        head: &RequestHead<'_>,
        now: u64,
        users: &mut dyn Authenticator,
        memory: &mut [u8],
    ) -> Result<(usize, bool), Error> {
        let plain = |name| parameters.value(name).and_then(|word| word.text());
        let [nonce, count, cnonce, response] = ["nonce", "nc", "cnonce", "response"].map(plain);
        let (Some(nonce), Some(count), Some(cnonce), Some(response)) = (nonce, count, cnonce, response) else {
            return Err(MALFORMED);
        };
        let says = |name, text: &str| parameters.value(name).is_some_and(|word| word == *text);
        let number = if count.len() == 8 { u64::from_str_radix(count, 16).ok() } else { None };
        let (name, session) = split_session(plain("algorithm").unwrap_or("MD5"));
        let mut known = self.algorithms.iter();
        let algorithm = known.find(|algorithm| algorithm.name.eq_ignore_ascii_case(name));
        let fits = says("realm", self.realm) && says("uri", head.target) && says("qop", "auth");
        let (Some(&algorithm), Some(number), true, false) = (algorithm, number, fits, says("userhash", "true")) else {
            return Ok((0, false));
        };
        let len = username(parameters, memory)?;
        let username = core::str::from_utf8(memory.get(..len).unwrap_or_default()).map_err(|_| MALFORMED)?;
        let expected = Response {
            algorithm,
            session,
            username,
            realm: self.realm.as_bytes(),
            nonce: nonce.as_bytes(),
            counted: Some((count, cnonce)),
            method: head.method,
            uri: [head.target, ""],
        };
        // For an unknown user the same is done, with an empty password.
        let password = users.password(username).map_err(|kind| Error::new(kind, 0))?;
        let secret = expected.secret(password.unwrap_or_default());
        let proven = equal(response.as_bytes(), expected.of(secret.as_bytes()).as_bytes()) & password.is_some();
        if !proven {
            return Ok((0, false));
        }
        let stamp = self.nonces.parse(nonce.as_bytes());
        let fresh = stamp.is_some_and(|stamp| self.nonces.admit(stamp, number, now, self.window));
        self.stale = !fresh;
        Ok((len, fresh))
    }
}

const FIELD: &str = "WWW-Authenticate";
const REFUSED: Error = Error::new(ErrorKind::HttpAuthentication, 0);
const MALFORMED: Error = Error::new(ErrorKind::HttpValue, 0);

/// The credentials of Basic: the bytes of the user name, which stand in `memory` afterwards, and whether they are good.
fn basic(token: &str, users: &mut dyn Authenticator, memory: &mut [u8]) -> Result<(usize, bool), Error> {
    let mut text = token.as_bytes();
    let mut decoder = Decoder::lenient();
    let decoded = decoder.decode(&mut text, memory);
    let (Ok(len), Ok(())) = (decoded, if text.is_empty() { decoder.finish() } else { Ok(()) }) else {
        memory.zeroize();
        return Err(MALFORMED);
    };
    if !text.is_empty() {
        memory.zeroize();
        return Err(Error::limit(Limit::Workspace, (token.len() / 4).saturating_mul(3) as u64, 0));
    }
    let credentials = memory.get_mut(..len).unwrap_or_default();
    let colon = credentials.iter().position(|&byte| byte == b':').unwrap_or(len);
    let (username, password) = credentials.split_at_mut_checked(colon).unwrap_or_default();
    let accepted = match (core::str::from_utf8(username), password.get(1..)) {
        (Ok(username), Some(password)) => users.accepts_text(username, password),
        _ => Ok(false),
    };
    password.zeroize();
    accepted.map(|accepted| (colon, accepted)).map_err(|kind| Error::new(kind, 0))
}

/// Copies the user name to the start of `memory` and gives its bytes. RFC 7616, 3.4.
fn username(parameters: &Parameters<'_>, memory: &mut [u8]) -> Result<usize, Error> {
    if let Some(word) = parameters.value("username") {
        return copy(word.bytes(), memory);
    }
    let extended = parameters.value("username*").and_then(|word: Word<'_>| word.text()).unwrap_or_default();
    let (charset, text) = split_once(extended, "''").ok_or(MALFORMED)?;
    if !charset.eq_ignore_ascii_case("UTF-8") {
        return Err(MALFORMED);
    }
    let mut rest = text.as_bytes();
    let bytes = core::iter::from_fn(|| {
        let (&byte, behind) = rest.split_first()?;
        let (digits, after) = behind.split_at_checked(2).unwrap_or_default();
        let digits = core::str::from_utf8(digits).ok().filter(|_| byte == b'%');
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = if escaped.is_some() { after } else { behind };
        escaped.or(Some(byte))
    });
    copy(bytes, memory)
}

fn copy(bytes: impl Iterator<Item = u8>, memory: &mut [u8]) -> Result<usize, Error> {
    let mut len = 0_usize;
    for byte in bytes {
        if let Some(slot) = memory.get_mut(len) {
            *slot = byte;
        }
        len = len.saturating_add(1);
    }
    if len > memory.len() { Err(Error::limit(Limit::Workspace, len as u64, 0)) } else { Ok(len) }
}
