//! The digest of a password, as the server sees it: RFC 2617, 3.2.2, by hashes that are not those of the library.

use super::http::Message;
use super::server::Answer;
use super::xml::same;
use anyhow::{Context, Result, ensure};
use std::collections::HashMap;

const NONCE: &str = "dcd98b7102dd2f0e8b11d0f600bfb0c0";
const REALM: &str = "acs";
const USERNAME: &str = "020000-0001";
const PASSWORD: &str = "soapstone";

/// Lets a device in that has the password.
#[derive(Debug, Default)]
pub(super) struct Guard {
    /// How many requests came with the nonce.
    count: u32,
    challenged: bool,
}

impl Guard {
    /// What a request is answered with that shows nothing; fails where it shows what is wrong.
    pub(super) fn judge(&mut self, request: &Message) -> Result<Option<Answer>> {
        let Some(value) = request.field("Authorization") else {
            ensure!(!self.challenged, "a request without the digest after the first");
            self.challenged = true;
            let mut challenge = Answer::nothing(401);
            let value = format!("Digest realm=\"{REALM}\", qop=\"auth\", nonce=\"{NONCE}\", opaque=\"5ccc069c\"");
            challenge.fields.push(("WWW-Authenticate", value));
            return Ok(Some(challenge));
        };
        let parameters: HashMap<&str, &str> = value
            .strip_prefix("Digest ")
            .with_context(|| value.to_owned())?
            .split(", ")
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| (name, value.trim_matches('"')))
            .collect();
        let of = |name| parameters.get(name).copied().with_context(|| format!("no {name} in {value}"));
        self.count += 1;
        same("the count", of("nc")?, &format!("{:08x}", self.count))?;
        let expected =
            [("username", USERNAME), ("realm", REALM), ("nonce", NONCE), ("opaque", "5ccc069c"), ("qop", "auth")];
        for (name, expected) in expected {
            same(name, of(name)?, expected)?;
        }
        same("the uri", of("uri")?, &request.target)?;
        let first = md5(&format!("{USERNAME}:{REALM}:{PASSWORD}"));
        let second = md5(&format!("POST:{}", request.target));
        let middle = format!("{NONCE}:{}:{}:auth", of("nc")?, of("cnonce")?);
        same("the response", of("response")?, &md5(&format!("{first}:{middle}:{second}")))?;
        Ok(None)
    }
}

fn md5(text: &str) -> String {
    format!("{:x}", md5::compute(text))
}
