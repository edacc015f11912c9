//! Digest: proof of a password that does not show it. RFC 7616.

use super::algorithm::{Algorithm, Hex};
use super::response::Response;
use super::{Authenticate, Authorize};
use crate::http::value::{Challenge, ValueWriter, Word};
use crate::slice::part;
use crate::{Error, Limit};

/// The credentials of Digest: they answer a challenge, and go with every later request until the next.
///
/// `qop` is `auth`, or none where the server knows none; a server that wants more gets no answer. Of several challenges
/// the one with the algorithm that is named first is answered.
///
/// A password goes into hashes only, and a hash over the realm and a nonce of the server is all that is sent. Both are
/// the choice of the server: who it is should be known by TLS.
pub struct Digest<'a> {
    username: &'a str,
    password: &'a str,
    algorithms: &'a [Algorithm],
    random: [u8; 16],
    /// `realm | nonce | opaque` of the challenge.
    memory: &'a mut [u8],
    kept: Option<Kept>,
    proxy: bool,
}

/// What is kept of a challenge besides its texts.
#[derive(Clone, Copy)]
struct Kept {
    algorithm: Algorithm,
    session: bool,
    counted: bool,
    /// The algorithm was named.
    named: bool,
    /// The name of a user may be sent as UTF-8 with percent signs.
    utf8: bool,
    opaque: bool,
    /// Bytes of the texts.
    lens: [usize; 3],
    /// Requests with this nonce.
    count: u32,
    /// It was answered, and nothing was sent since that it did not ask for.
    fresh: bool,
}

/// A challenge that can be answered.
struct Usable<'a> {
    /// The place of its algorithm among those that may be answered.
    rank: usize,
    stale: bool,
    kept: Kept,
    texts: [Option<Word<'a>>; 3],
}

impl<'a> Digest<'a> {
    /// Credentials for a server. `algorithms` are those that may be answered, the best first. `random` are fresh random
    /// bytes. In `memory` a challenge is kept: its realm, nonce and opaque.
    pub fn new(
        username: &'a str,
        password: &'a str,
        algorithms: &'a [Algorithm],
        random: [u8; 16],
        memory: &'a mut [u8],
    ) -> Self {
        Digest { username, password, algorithms, random, memory, kept: None, proxy: false }
    }

    /// The same for a proxy, and for it alone.
    pub fn for_proxy(self) -> Self {
        Digest { proxy: true, ..self }
    }

    /// Keeps the best of the challenges; `false`: none can be answered, or they refuse what was answered.
    fn keep(&mut self, request: &Authorize<'_>) -> Result<bool, Error> {
        let usable = request.challenges().flatten().filter_map(|challenge| self.judge(&challenge));
        let Some(best) = usable.min_by_key(|usable| usable.rank) else { return Ok(false) };
        if !best.stale && self.kept.is_some_and(|kept| kept.fresh) {
            return Ok(false);
        }
        self.kept = None;
        let lens = store(&best.texts, self.memory)?;
        let all = lens.iter().fold(0_usize, |all, len| all.saturating_add(*len));
        let is_text = core::str::from_utf8(part(self.memory, 0, all)).is_ok();
        self.kept = is_text.then_some(Kept { lens, ..best.kept });
        Ok(is_text)
    }

    fn judge<'c>(&self, challenge: &Challenge<'c>) -> Option<Usable<'c>> {
        let value = |name| challenge.parameters.value(name);
        let says = |name, text: &str| value(name).is_some_and(|word: Word<'_>| word.eq_ignore_ascii_case(text));
        let texts = [value("realm"), value("nonce"), value("opaque")];
        let [Some(_), Some(_), opaque] = texts else { return None };
        let named = value("algorithm");
        let (name, session) = split_session(named.map_or(Some("MD5"), |name| name.text())?);
        let mut known = self.algorithms.iter().enumerate();
        let (rank, &algorithm) = known.find(|(_, algorithm)| algorithm.name.eq_ignore_ascii_case(name))?;
        let counted = match value("qop") {
            Some(qop) => {
                let mut offered = qop.text()?.as_bytes().split(|&byte| byte == b',');
                offered.find(|qop| qop.trim_ascii().eq_ignore_ascii_case(b"auth"))?;
                true
            }
            None => false,
        };
        let kept = Kept {
            algorithm,
            session,
            counted,
            named: named.is_some(),
            utf8: says("charset", "UTF-8"),
            opaque: opaque.is_some(),
            lens: [0; 3],
            count: 0,
            fresh: true,
        };
        let answerable = challenge.is("Digest") && (counted || !session);
        answerable.then_some(Usable { rank, stale: says("stale", "true"), kept, texts })
    }

    /// Writes credentials for a request with the challenge that is kept.
    fn write(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        let Some(kept) = &mut self.kept else { return Ok(0) };
        kept.count = kept.count.saturating_add(1);
        let [realm, nonce, opaque] = texts(self.memory, kept.lens);
        let uri = [
            if request.target.starts_with(['?', '#']) || request.target.is_empty() { "/" } else { "" },
            request.target,
        ];
        let count = Hex::of(&kept.count.to_be_bytes());
        let cnonce = kept.algorithm.hash(&[&self.random, nonce.as_bytes()]);
        let cnonce = cnonce.as_str().get(..32).unwrap_or_default();
        let response = Response {
            algorithm: kept.algorithm,
            session: kept.session,
            username: self.username,
            realm: realm.as_bytes(),
            nonce: nonce.as_bytes(),
            counted: kept.counted.then_some((count.as_str(), cnonce)),
            method: request.method,
            uri,
        };
        let proof = response.of(response.secret(self.password.as_bytes()).as_bytes());
        let mut value = ValueWriter::new(memory);
        value.text("Digest username");
        if kept.utf8 && !self.username.is_ascii() {
            value.text("*=UTF-8''");
            value.percent(self.username);
        } else {
            value.text("=");
            value.quoted(self.username);
        }
        let mut parameter = |name, text: &[&str]| {
            value.text(name);
            value.quoted_parts(text);
        };
        parameter(", realm=", &[realm]);
        parameter(", nonce=", &[nonce]);
        parameter(", uri=", &uri);
        parameter(", response=", &[proof.as_str()]);
        if kept.opaque {
            parameter(", opaque=", &[opaque]);
        }
        if kept.counted {
            parameter(", cnonce=", &[cnonce]);
            value.text(", qop=auth, nc=");
            value.text(count.as_str());
        }
        if kept.named {
            value.text(", algorithm=");
            value.text(kept.algorithm.name);
            value.text(if kept.session { "-sess" } else { "" });
        }
        value.finish().map(str::len)
    }
}

impl Authenticate for Digest<'_> {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        if let Some(kept) = &mut self.kept {
            kept.fresh &= !request.begins(self.proxy);
        }
        match request.proxy == self.proxy && (request.challenges.is_none() || self.keep(request)?) {
            true => self.write(request, memory),
            false => Ok(0),
        }
    }
}

/// The name of an algorithm without `-sess`, and whether it had it.
pub(super) fn split_session(name: &str) -> (&str, bool) {
    let split = name.len().checked_sub(5).and_then(|at| name.split_at_checked(at));
    match split {
        Some((name, session)) if session.eq_ignore_ascii_case("-sess") => (name, true),
        _ => (name, false),
    }
}

/// Copies what words say into `memory`, one after the other, and gives how long each is.
fn store(words: &[Option<Word<'_>>; 3], memory: &mut [u8]) -> Result<[usize; 3], Error> {
    let (mut lens, mut needed) = ([0_usize; 3], 0_usize);
    for (word, len) in words.iter().zip(&mut lens) {
        for byte in word.iter().flat_map(Word::bytes) {
            if let Some(slot) = memory.get_mut(needed) {
                *slot = byte;
            }
            needed = needed.saturating_add(1);
            *len = len.saturating_add(1);
        }
    }
    match needed <= memory.len() {
        true => Ok(lens),
        false => Err(Error::limit(Limit::Workspace, needed as u64, 0)),
    }
}

/// The texts that were stored.
fn texts(memory: &[u8], lens: [usize; 3]) -> [&str; 3] {
    let mut at = 0_usize;
    lens.map(|len| {
        let text = core::str::from_utf8(part(memory, at, len)).unwrap_or_default();
        at = at.wrapping_add(len);
        text
    })
}
