//! WS-Security: the digest of a password, written and verified.

use super::Check;
use crate::Wrong;
use soapstone::ErrorKind;
use soapstone::buf::Buffer;
use soapstone::soap::{HeaderReader, NodeTable, Reader, Version, Writer};
use soapstone::wss::{self, Credentials, Policy, Replay, Secret, Tokens, Users, Verifier};

pub(super) const CHECKS: &[Check] = &[
    ("a UsernameToken has the digest that others compute", digest),
    ("a digest is accepted once, and a wrong password or an old token never", verified),
];

const NONCE: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const CREATED: &str = "2026-11-21T10:00:00Z";
/// The same instant, in seconds since 1970.
const NOW: i64 = 1_795_255_200;
/// SHA-1 over nonce, created and the password, in base64.
const DIGEST: &[u8] = b"wfdMgzRd3cF9Y4YDue9mYIBe+DA=";

fn message(memory: &mut [u8]) -> Result<&[u8], Wrong> {
    let mut workspace = [0; 512];
    let mut writer = Writer::new(Buffer::new(memory), &mut workspace, Version::Soap12);
    writer.envelope()?;
    let credentials = Credentials {
        username: "u1",
        secret: Secret::Digest("secret"),
        nonce: Some(NONCE),
        created: Some(CREATED),
        id: None,
    };
    wss::write(&mut writer, &Tokens { credentials: Some(credentials), ..Tokens::default() })?;
    writer.body_entry("urn:example:depot", "Read")?;
    writer.end()?;
    writer.finish()?;
    Ok(writer.into_sink().into_bytes())
}

fn digest() -> Result<(), Wrong> {
    let mut memory = [0; 1280];
    let message = message(&mut memory)?;
    Wrong::unless(message.windows(DIGEST.len()).any(|bytes| bytes == DIGEST), "another digest")
}

fn verified() -> Result<(), Wrong> {
    let mut memory = [0; 1280];
    let message = message(&mut memory)?;
    let mut replays = [Replay::EMPTY; 2];
    let mut verify = |now, password| verify(message, &mut replays, now, password);
    for (now, password, accepted) in [
        (NOW, "wrong", false),
        (NOW + 3600, "secret", false),
        (NOW - 3600, "secret", false),
        (NOW + 1, "secret", true),
        (NOW + 2, "secret", false), // it was used
    ] {
        match verify(now, password) {
            Ok(()) => Wrong::unless(accepted, "it was accepted")?,
            Err(Wrong::Error(error)) if error.kind == ErrorKind::FailedAuthentication && !accepted => {}
            Err(wrong) => return Err(wrong),
        }
    }
    Ok(())
}

fn verify(message: &[u8], replays: &mut [Replay], now: i64, password: &str) -> Result<(), Wrong> {
    let (mut workspace, mut store) = ([0; 768], [0; 800]);
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(&mut store);
    let mut input = message;
    headers.read(&mut reader, &mut input, true, &mut NodeTable::new(&[&wss::VOCABULARY]))?;
    let mut verifier = Verifier { policy: &Policy::DIGEST, now: Some(now), replays };
    let verified = verifier.verify(&headers.headers(), &mut Users(&[("u1", password)]))?;
    Wrong::unless(verified.authenticated && verified.username.is_some_and(|name| name == "u1"), "another user")
}
