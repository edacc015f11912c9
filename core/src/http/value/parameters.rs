//! Parameters: names with words.

use super::Word;
use super::grammar::{Parsed, loose_word, skip, space, token, word};
use nom::character::complete::char;

/// Parameters in the order of the value they stand in; a view, and checked already.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    pub(super) text: &'a [u8],
    pub(super) form: Form,
}

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// The name, in the letters of the message; to be compared without regard to case.
    pub name: &'a str,
    /// What it is set to.
    pub value: Word<'a>,
}

/// How parameters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `;name=value`. RFC 9110, 5.6.6.
    Media,
    /// The same, where quotes may be missing.
    Loose,
    /// `name = value, name = value`. RFC 9110, 11.2.
    Auth,
}

impl<'a> Parameters<'a> {
    /// No parameters.
    pub(super) const NONE: Parameters<'static> = Parameters { text: &[], form: Form::Auth };

    /// The parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = Parameter<'a>> + use<'a> {
        let Parameters { mut text, form } = *self;
        core::iter::from_fn(move || {
            let (rest, parameter) = next(text, form).ok()?;
            text = rest;
            Some(parameter)
        })
    }

    /// The value of the first parameter with this name, whatever the case of its letters.
    pub fn value(&self, name: &str) -> Option<Word<'a>> {
        self.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(name)).map(|parameter| parameter.value)
    }
}

impl core::fmt::Debug for Parameters<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The next parameter, with what separates it from the one before.
pub(super) fn next(input: &[u8], form: Form) -> Parsed<'_, Parameter<'_>> {
    let (rest, _) = skip(input, form.separator())?;
    let (rest, name) = token(rest)?;
    let (rest, value) = match form {
        Form::Media => word(equals(rest)?.0)?,
        Form::Loose => loose_word(equals(rest)?.0)?,
        Form::Auth => word(space(equals(space(rest)?.0)?.0)?.0)?,
    };
    Ok((rest, Parameter { name, value }))
}

fn equals(input: &[u8]) -> Parsed<'_, char> {
    char('=')(input)
}

impl Form {
    pub(super) fn separator(self) -> u8 {
        if self == Form::Auth { b',' } else { b';' }
    }
}
