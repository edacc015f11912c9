//! Parameters: names with words.

use super::Word;
use super::grammar::{Parsed, loose_word, skip, space, token, word};
use nom::character::complete::char;

/// Parameters in the order of the value they stand in; a view, and checked already.
#[derive(Clone, Copy)]
pub struct Parameters<'a> {
    text: &'a [u8],
    form: Form,
}

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Parameter<'a> {
    /// The name, in the letters of the message; to be compared without regard to case.
    pub name: &'a str,
    /// What it is set to.
    pub value: Word<'a>,
}

/// How parameters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Form {
    /// `;name=value`. RFC 9110, 5.6.6.
    Media = 0,
    /// The same, where quotes may be missing.
    Loose = 1,
    /// `name = value, name = value`. RFC 9110, 11.2.
    Auth = 2,
}

impl<'a> Parameters<'a> {
    /// No parameters.
    pub(super) const NONE: Parameters<'static> = Parameters { text: &[], form: Form::Auth };

    /// Parameters that were checked, as [`raw`](Parameters::raw) gives them. What is not in order ends them.
    pub fn of_raw(text: &'a [u8], form: Form) -> Self {
        Parameters { text, form }
    }

    /// How they stand in the message.
    pub fn raw(&self) -> (&'a [u8], Form) {
        (self.text, self.form)
    }

    /// The first, and the others.
    pub fn split_first(&self) -> Option<(Parameter<'a>, Parameters<'a>)> {
        let (text, parameter) = next(self.text, self.form).ok()?;
        Some((parameter, Parameters { text, ..*self }))
    }

    /// The parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = Parameter<'a>> + use<'a> {
        let mut rest = *self;
        core::iter::from_fn(move || {
            let (parameter, others) = rest.split_first()?;
            rest = others;
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
    /// The form with this number.
    pub fn from_code(code: u32) -> Option<Form> {
        [Form::Media, Form::Loose, Form::Auth].into_iter().find(|form| *form as u32 == code)
    }

    pub(super) fn separator(self) -> u8 {
        if self == Form::Auth { b',' } else { b';' }
    }
}
