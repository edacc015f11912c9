//! Media types. RFC 9110, 8.3.1.

use super::super::grammar::item;
use super::Word;
use super::grammar::{Parsed, malformed, skip, token, whole};
use super::parameters::{Form, Parameters, next};
use crate::Error;
use crate::slice::split_once;
use nom::character::complete::char;

/// A media type: the value of a `Content-Type`.
///
/// ```
/// use soapstone::http::value::MediaType;
///
/// let kind = MediaType::parse(br#"application/soap+xml;action="urn:m:op";charset=UTF-8"#)?;
/// assert!(kind.is("application/soap+xml"));
/// assert!(kind.action().is_some_and(|action| action == "urn:m:op"));
/// assert!(kind.charset().is_some_and(|charset| charset.eq_ignore_ascii_case("utf-8")));
/// # Ok::<(), soapstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct MediaType<'a> {
    /// What is before the slash, in the letters of the message.
    pub kind: &'a str,
    /// What follows it.
    pub subtype: &'a str,
    /// The parameters. None of those that SOAP looks at is there twice.
    pub parameters: Parameters<'a>,
}

/// The parameters that SOAP and its attachments look at. RFC 3902, 1; RFC 2387, 3; XOP 1.0, 4.1.
const KNOWN: [&str; 6] = ["charset", "action", "type", "boundary", "start", "start-info"];

impl<'a> MediaType<'a> {
    /// Parses a value.
    ///
    /// # Errors
    /// [`HttpValue`](crate::ErrorKind::HttpValue): it is not one media type, or a parameter that SOAP looks at is there
    /// twice; with the bytes of the value before the one where it cannot go on.
    pub fn parse(value: &'a [u8]) -> Result<Self, Error> {
        Self::parse_form(value, Form::Media)
    }

    /// Parses a value whose parameters may lack the quotes they need: some peers send `action=urn:echo/echo`.
    /// Errors as [`parse`](MediaType::parse).
    pub fn parse_unquoted(value: &'a [u8]) -> Result<Self, Error> {
        Self::parse_form(value, Form::Loose)
    }

    fn parse_form(value: &'a [u8], form: Form) -> Result<Self, Error> {
        let (kind, subtype, text) = whole(value, names(value))?;
        let mut seen = 0_u8;
        let mut rest = text;
        loop {
            let (begun, separated) = skip(rest, b';').unwrap_or((rest, false));
            if begun.is_empty() {
                return Ok(MediaType { kind, subtype, parameters: Parameters::of_raw(text, form) });
            }
            if !separated {
                return Err(malformed(value, begun));
            }
            let (behind, parameter) = match next(begun, form) {
                Ok(found) => found,
                Err(error) => return whole(value, Err(error)),
            };
            for (bit, _) in KNOWN.iter().enumerate().filter(|(_, name)| name.eq_ignore_ascii_case(parameter.name)) {
                let bit = 1_u8.wrapping_shl(bit as u32);
                if seen & bit != 0 {
                    return Err(malformed(value, begun));
                }
                seen |= bit;
            }
            rest = behind;
        }
    }

    /// Whether a value is of this type, whatever its parameters are like: no grammar is held to.
    pub fn is_of(value: &[u8], essence: &str) -> bool {
        item(&mut Some(value), b';').is_some_and(|kind| kind.eq_ignore_ascii_case(essence.as_bytes()))
    }

    /// Whether it is this type, parameters aside: `text/xml`, say. The case of letters does not matter.
    pub fn is(&self, essence: &str) -> bool {
        let (kind, subtype) = split_once(essence, "/").unwrap_or_default();
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }

    /// The parameter `charset`: the encoding of the text.
    pub fn charset(&self) -> Option<Word<'a>> {
        self.parameters.value("charset")
    }

    /// The parameter `action` of SOAP 1.2. RFC 3902, 1.
    pub fn action(&self) -> Option<Word<'a>> {
        self.parameters.value("action")
    }
}

/// `type "/" subtype`, and what follows as the rest of an empty input.
fn names(value: &[u8]) -> Parsed<'_, (&str, &str, &[u8])> {
    let (rest, kind) = token(value)?;
    let (rest, _) = char('/')(rest)?;
    let (rest, subtype) = token(rest)?;
    Ok((&[], (kind, subtype, rest)))
}
