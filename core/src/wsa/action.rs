//! The actions of the messages of an operation.

use super::names::Version;
use crate::{Error, Limit};

/// An operation of a port type, as WSDL 1.1 describes it: what the actions of its messages are made of when nothing
/// says them. WS-Addressing 1.0 Metadata, 4.4; 2004/08, 3.3.2.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Operation<'a> {
    /// The version of WS-Addressing.
    pub version: Version,
    /// The target namespace of the WSDL.
    pub namespace: &'a str,
    /// The name of the port type.
    pub port_type: &'a str,
    /// The name of the operation.
    pub name: &'a str,
    /// Which messages it has.
    pub exchange: Exchange,
}

/// Which messages an operation has, and who sends the first. WSDL 1.1, 2.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Exchange {
    /// An input, then an output.
    #[default]
    RequestResponse = 0,
    /// An input.
    OneWay = 1,
    /// An output, then an input.
    SolicitResponse = 2,
    /// An output.
    Notification = 3,
}

/// An action in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Action<'a> {
    pieces: [&'a str; Action::PIECES],
}

impl<'a> Operation<'a> {
    /// The action of the input: what the WSDL says explicitly, else the SOAPAction of the binding unless that is empty,
    /// else the default. `name` is the name of the input, if it has one.
    pub fn input(&self, explicit: Option<&'a str>, soap_action: Option<&'a str>, name: Option<&'a str>) -> Action<'a> {
        let suffix = match self.exchange {
            Exchange::RequestResponse => "Request",
            Exchange::SolicitResponse => "Response",
            Exchange::OneWay | Exchange::Notification => "",
        };
        match explicit.or(soap_action.filter(|action| !action.is_empty())) {
            Some(action) => Action::from(action),
            None => self.message(name, suffix),
        }
    }

    /// The action of the output: what the WSDL says explicitly, else the default.
    pub fn output(&self, explicit: Option<&'a str>, name: Option<&'a str>) -> Action<'a> {
        let suffix = match self.exchange {
            Exchange::RequestResponse => "Response",
            Exchange::SolicitResponse => "Solicit",
            Exchange::OneWay | Exchange::Notification => "",
        };
        explicit.map_or_else(|| self.message(name, suffix), Action::from)
    }

    /// The action of the fault with this name: what the WSDL says explicitly, else the default, which in 2004/08 is one
    /// for all.
    pub fn fault(&self, explicit: Option<&'a str>, name: &'a str) -> Action<'a> {
        let ([first, second], separator) = self.head();
        match (explicit, self.version) {
            (Some(action), _) => Action::from(action),
            (None, Version::V200408) => Action::from(self.version.fault_action()),
            (None, Version::V10) => Action {
                pieces: [first, second, self.port_type, separator, self.name, separator, "Fault", separator, name],
            },
        }
    }

    fn message(&self, name: Option<&'a str>, suffix: &'a str) -> Action<'a> {
        let ([first, second], separator) = self.head();
        let (name, suffix) = name.map_or((self.name, suffix), |name| (name, ""));
        Action { pieces: [first, second, self.port_type, separator, name, suffix, "", "", ""] }
    }

    /// The namespace with a separator at its end, and the separator.
    fn head(&self) -> ([&'a str; 2], &'static str) {
        let is_urn = self.namespace.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"));
        let separator = if is_urn && self.version == Version::V10 { ":" } else { "/" };
        let ends = self.namespace.ends_with(separator);
        ([self.namespace, if ends { "" } else { separator }], separator)
    }
}

impl<'a> Action<'a> {
    const PIECES: usize = 9;

    /// The pieces, which follow each other without a gap.
    pub fn pieces(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.pieces.into_iter()
    }

    /// Writes the action into `out` and gives it.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit) of the output: `out` is too small, with the bytes needed.
    pub fn emit<'o>(&self, out: &'o mut [u8]) -> Result<&'o str, Error> {
        let needed = self.pieces().map(str::len).fold(0, usize::saturating_add);
        let Some(out) = out.get_mut(..needed) else {
            return Err(Error::limit(Limit::Output, needed as u64, 0));
        };
        for (to, from) in out.iter_mut().zip(self.pieces().flat_map(str::bytes)) {
            *to = from;
        }
        Ok(core::str::from_utf8(out).unwrap_or_default())
    }
}

impl<'a> From<&'a str> for Action<'a> {
    fn from(action: &'a str) -> Self {
        Action { pieces: [action, "", "", "", "", "", "", "", ""] }
    }
}
