//! The values of header fields that SOAP needs: media types, the SOAPAction, challenges and credentials.
//! RFC 9110, 5.6, 8.3 and 11; SOAP 1.1, 6.1.1.
//!
//! A value is checked whole when it is parsed; what it holds are views of it. Names are compared without regard to the
//! case of their letters, quotes and quoted pairs never reach who compares or copies a [`Word`].
//!
//! - [`MediaType`]: a `Content-Type` with its parameters.
//! - [`SoapAction`]: what a request says it wants, or that it says nothing.
//! - [`Challenge`], [`Challenges`]: what `WWW-Authenticate` asks for, and what `Authorization` answers.
//! - [`Parameters`], [`Word`]: what they are made of.
//! - [`ValueWriter`]: writes values, with quotes where they are due.

mod challenge;
mod grammar;
mod media_type;
mod parameters;
mod soap_action;
#[cfg(test)]
mod tests;
mod word;
mod write;

pub use challenge::{Challenge, Challenges};
pub use media_type::MediaType;
pub use parameters::{Form, Parameter, Parameters};
pub use soap_action::SoapAction;
pub use word::Word;
pub use write::ValueWriter;
