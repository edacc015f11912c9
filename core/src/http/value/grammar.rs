//! The productions that values of header fields share. RFC 9110, 5.6.
//!
//! Each takes the start of its input and gives the rest. They are plain functions: each is in the program once.

use super::super::grammar::{is_token_byte, is_value_byte};
use super::Word;
use crate::{Error, ErrorKind};
use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{char, satisfy};
use nom::combinator::recognize;
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

/// What was read, with the input behind it.
pub(super) type Parsed<'a, T> = IResult<&'a [u8], T>;

/// `token`. RFC 9110, 5.6.2.
pub(super) fn token(input: &[u8]) -> Parsed<'_, &str> {
    let (rest, token) = take_while1(is_token_byte)(input)?;
    Ok((rest, core::str::from_utf8(token).unwrap_or_default()))
}

/// `OWS`, as well as the commas or semicolons of empty elements. RFC 9110, 5.6.1.2 and 5.6.6.
pub(super) fn skip(input: &[u8], separator: u8) -> Parsed<'_, bool> {
    let (rest, skipped) = take_while(|byte| is_space(byte) || byte == separator)(input)?;
    Ok((rest, skipped.contains(&separator)))
}

/// `OWS`. RFC 9110, 5.6.3.
pub(super) fn space(input: &[u8]) -> Parsed<'_, &[u8]> {
    take_while(is_space)(input)
}

/// `( token / quoted-string )`. RFC 9110, 5.6.6.
pub(super) fn word(input: &[u8]) -> Parsed<'_, Word<'_>> {
    word_of(input, is_token_byte)
}

/// A word whose quotes may be missing though it has characters that need them.
pub(super) fn loose_word(input: &[u8]) -> Parsed<'_, Word<'_>> {
    word_of(input, is_loose_byte)
}

/// A quoted string, or these bytes. The first byte decides, so that an error is at the byte that is wrong.
fn word_of(input: &[u8], is_byte: fn(u8) -> bool) -> Parsed<'_, Word<'_>> {
    let quoted = input.first() == Some(&b'"');
    let (rest, raw) = if quoted { quoted_string(input)? } else { take_while1(is_byte)(input)? };
    Ok((rest, Word::of_raw(raw, quoted)))
}

/// `quoted-string`: what is between the quotes, quoted pairs as they are. RFC 9110, 5.6.4.
fn quoted_string(input: &[u8]) -> Parsed<'_, &[u8]> {
    let pair = recognize(preceded(char('\\'), satisfy(|c| c == '\t' || !c.is_ascii_control())));
    let text = recognize(many0_count(alt((take_while1(is_quoted_byte), pair))));
    delimited(char('"'), text, char('"')).parse(input)
}

/// `token68`, the whole of an element. RFC 9110, 11.2.
pub(super) fn token68(input: &[u8]) -> Parsed<'_, &str> {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/');
    let (rest, text) = recognize((take_while1(is_char), take_while(|byte| byte == b'='))).parse(input)?;
    let (end, _) = space(rest)?;
    match end.first() {
        None | Some(b',') => Ok((rest, core::str::from_utf8(text).unwrap_or_default())),
        Some(_) => refused(rest),
    }
}

/// The outcome of a production that must reach the end of a value.
///
/// # Errors
/// [`HttpValue`](ErrorKind::HttpValue) with the bytes of the value before the one where it cannot go on.
pub(super) fn whole<'a, T>(value: &'a [u8], parsed: Parsed<'a, T>) -> Result<T, Error> {
    match parsed {
        Ok(([], parsed)) => Ok(parsed),
        Ok((rest, _)) => Err(malformed(value, rest)),
        Err(nom::Err::Error(error) | nom::Err::Failure(error)) => Err(malformed(value, error.input)),
        Err(nom::Err::Incomplete(_)) => Err(malformed(value, &[])),
    }
}

/// A production that cannot go on here.
pub(super) fn refused<T>(rest: &[u8]) -> Parsed<'_, T> {
    Err(nom::Err::Error(nom::error::make_error(rest, nom::error::ErrorKind::Verify)))
}

/// A value that cannot go on where so much of it is left.
pub(super) fn malformed(value: &[u8], rest: &[u8]) -> Error {
    Error::new(ErrorKind::HttpValue, value.len().saturating_sub(rest.len()) as u64)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// `qdtext`.
fn is_quoted_byte(byte: u8) -> bool {
    !matches!(byte, b'"' | b'\\') && is_value_byte(byte)
}

/// What may stand without quotes when they were forgotten: nothing that ends a parameter.
fn is_loose_byte(byte: u8) -> bool {
    byte > b' ' && byte != 0x7F && !matches!(byte, b'"' | b';' | b',')
}
