//! The SOAPAction of SOAP 1.1.

use super::Word;
use super::grammar::{malformed, whole, word};
use crate::Error;
use crate::http::Fields;
use crate::slice::after;

/// What the field `SOAPAction` says a request is for. SOAP 1.1, 6.1.1; Basic Profile 1.1, R1109, R2744, R2745.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum SoapAction<'a> {
    /// There is no such field: it is not an HTTP request of SOAP 1.1.
    Absent,
    /// The field has no value: nothing is said.
    Empty,
    /// `"urn:m#op"`; `""` says that the address says it.
    Quoted(Word<'a>),
    /// `urn:m#op`: the Basic Profile does not allow it, and some peers send it.
    Unquoted(Word<'a>),
}

impl<'a> SoapAction<'a> {
    /// The action of a request with these fields.
    ///
    /// # Errors
    /// Those of [`parse`](SoapAction::parse); [`HttpValue`](crate::ErrorKind::HttpValue) as well when there are two
    /// fields that do not say the same: one reader could take the first, another the last.
    pub fn of(fields: &Fields<'a>) -> Result<Self, Error> {
        let mut values = fields.values("SOAPAction");
        let Some(value) = values.next() else { return Ok(SoapAction::Absent) };
        match values.all(|other| other == value) {
            true => SoapAction::parse(value),
            false => Err(malformed(value, value)),
        }
    }

    /// The action of this value of the field.
    ///
    /// # Errors
    /// [`HttpValue`](crate::ErrorKind::HttpValue): it is neither in quotes nor free of spaces and quotes.
    pub fn parse(value: &'a [u8]) -> Result<Self, Error> {
        if value.is_empty() {
            return Ok(SoapAction::Empty);
        }
        if value.first() == Some(&b'"') {
            return whole(value, word(value)).map(SoapAction::Quoted);
        }
        let wrong = value.iter().position(|byte| matches!(byte, 0..=b' ' | b'"' | 0x7F));
        match wrong {
            Some(at) => Err(malformed(value, after(value, at))),
            None => Ok(SoapAction::Unquoted(Word::of_raw(value, false))),
        }
    }

    /// The action that is said, `""` included.
    pub fn word(&self) -> Option<Word<'a>> {
        match *self {
            SoapAction::Quoted(word) | SoapAction::Unquoted(word) => Some(word),
            SoapAction::Absent | SoapAction::Empty => None,
        }
    }
}
