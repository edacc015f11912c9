//! Small random damage to documents.

use fastrand::Rng;

/// Tokens that make a difference to an XML reader.
const TOKENS: &[&[u8]] = &[
    b"<",
    b">",
    b"/",
    b"/>",
    b"</",
    b"=",
    b"\"",
    b"'",
    b"&",
    b";",
    b"&amp;",
    b"&#10;",
    b"&#x41;",
    b"&#0;",
    b"&x;",
    b"]]>",
    b"]",
    b"]]",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"--",
    b"<?",
    b"?>",
    b"<?p d?>",
    b"<?xml version=\"1.0\"?>",
    b"<!DOCTYPE a>",
    b":",
    b"xmlns",
    b"xmlns:",
    b" xmlns=\"\"",
    b" xmlns:p=\"u\"",
    b" xml:lang=\"x\"",
    b"p:",
    b" a=\"1\"",
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b"\x0B",
    b"\x7F",
    b"\xC3\xA9",
    b"\xE2\x82\xAC",
    b"\xF0\x9F\x98\x80",
    b"\xEF\xBF\xBE",
    b"\xED\xA0\x80",
    b"\xC0\x80",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"a",
    b"1",
    b"-",
    b".",
];

/// The document with one to four small changes: a byte or token put in, taken out, replaced, or a run doubled or dropped.
pub fn mutate(document: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut bytes = document.to_vec();
    for _ in 0..random.usize(1..=4) {
        let at = random.usize(..=bytes.len());
        let end = (at + random.usize(..16)).min(bytes.len());
        match random.u8(..6) {
            0 => drop(bytes.splice(at..at, token(random))),
            1 => drop(bytes.splice(at..(at + 1).min(bytes.len()), token(random))),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let run = bytes[at..end].to_vec();
                let to = random.usize(..=bytes.len());
                bytes.splice(to..to, run);
            }
            4 if at < bytes.len() => bytes[at] ^= 1 << random.u8(..8),
            _ => bytes.truncate(if random.u8(..8) == 0 { at } else { bytes.len() }),
        }
    }
    bytes
}

fn token(random: &mut Rng) -> Vec<u8> {
    match random.u8(..4) {
        0 => vec![random.u8(..)],
        _ => TOKENS[random.usize(..TOKENS.len())].to_vec(),
    }
}
