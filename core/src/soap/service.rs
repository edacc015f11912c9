//! A service: its operations, and which of them a message calls.
//!
//! The decision falls when the body entry opens, before its content. What refuses a message has a fault of its own,
//! unless the operation is one-way: then nobody waits for an answer.

use crate::soap::fault::{Fault, Subcodes};
use crate::soap::qname::QName;
use crate::soap::version::Version;
use crate::trace::{Category, Event, Level, Trace, raise};
use crate::{Error, ErrorKind, Namespace};

/// A service of a node: a table of operations. Only these can be called.
///
/// ```
/// use soapstone::soap::{Authentication, Operation, QName, Request, Service};
///
/// const METER: Service = Service::new(&[
///     Operation::document("read", "urn:meter", "ReadRequest").with_action("urn:meter/read"),
///     Operation::document("reset", "urn:meter", "ResetRequest").requires(Authentication::PASSWORD_DIGEST),
/// ]);
/// let request = Request { soap_action: Some("urn:meter/read"), ..Request::default() };
/// let call = METER.dispatch(&request, Some(QName::new("urn:meter", "ReadRequest")), 0).unwrap();
/// assert_eq!((call.index, call.operation.name), (0, "read"));
/// let refused = METER.dispatch(&request, Some(QName::new("urn:meter", "ResetRequest")), 0).unwrap_err();
/// assert_eq!(refused.error.kind, soapstone::ErrorKind::OperationNotSupported);
/// ```
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Service<'a> {
    /// The operations. A table that changes at run time is a copy in memory of the caller.
    pub operations: &'a [Operation<'a>],
    /// By what an operation is found: each in turn, until one finds it. What it is not found by has no say.
    pub order: &'a [Key],
    /// Whether the service can be called at all.
    pub active: bool,
}

/// By what an operation is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Key {
    /// The `SOAPAction` of HTTP, or the parameter `action` of the media type.
    SoapAction = 1,
    /// The Action of WS-Addressing.
    AddressingAction = 2,
    /// The name of the first body entry, which any transport carries.
    BodyEntry = 3,
}

/// An operation of a service: constant data.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Operation<'a> {
    /// The name, which no other operation of the node has.
    pub name: &'a str,
    /// The namespace URI of the body entry that calls it.
    pub uri: &'a str,
    /// The local name of that entry. Empty: the operation is called by an action, whatever the Body holds.
    pub local: &'a str,
    /// The local name of the body entry that answers, in the same namespace.
    pub response: &'a str,
    /// Its `SOAPAction`; empty: none.
    pub soap_action: &'a str,
    /// Its Action of WS-Addressing; empty: none.
    pub addressing_action: &'a str,
    /// What the body entry is.
    pub style: Style,
    /// Whether it has no answer, not even a fault.
    pub one_way: bool,
    /// Whether it can be called.
    pub active: bool,
    /// What callers must have proved themselves by; one is enough.
    pub authentication: Authentication,
}

/// What the body entry of an operation is, by its WSDL binding. SOAP 1.1, 7; SOAP 1.2 Part 2, 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Style {
    /// A document of the application.
    #[default]
    Document = 0,
    /// A call: an element with the name of the operation, with one child per parameter.
    Rpc = 1,
}

/// Ways in which a caller proves who it is: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Authentication(u8);

/// What is known of a message besides its body.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Request<'a> {
    /// The `SOAPAction` without its quotes, or the parameter `action`. Empty says as little as none.
    pub soap_action: Option<&'a str>,
    /// The Action of WS-Addressing.
    pub addressing_action: Option<&'a str>,
    /// What was verified of the caller.
    pub authenticated: Authentication,
}

/// A message found its operation.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Call<'a> {
    /// The place of the operation in the table.
    pub index: usize,
    /// The operation.
    pub operation: &'a Operation<'a>,
    /// What it was found by.
    pub key: Key,
}

/// A message calls nothing.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Refused<'a> {
    /// Why.
    pub error: Error,
    /// The call that is not allowed; `None` when no operation was found.
    pub call: Option<Call<'a>>,
}

impl<'a> Service<'a> {
    /// An active service. An operation is found by the `SOAPAction`, else by the Action, else by the body entry.
    pub const fn new(operations: &'a [Operation<'a>]) -> Self {
        Service { operations, order: &[Key::SoapAction, Key::AddressingAction, Key::BodyEntry], active: true }
    }

    /// Finds the operation that a message calls. `entry` is the name of its first body entry, at `offset`; `None` when
    /// the Body is empty.
    ///
    /// What an action finds must be what the body entry calls: an action alone opens no operation to a message that
    /// was meant, and perhaps checked, for another.
    ///
    /// # Errors
    /// [`OperationInactive`](ErrorKind::OperationInactive): the service or the operation.
    /// [`OperationNotSupported`](ErrorKind::OperationNotSupported): there is none, or the body entry is that of another;
    /// [`ActionNotSupported`](ErrorKind::ActionNotSupported) when the message has an Action and it is looked at.
    /// [`AuthenticationRequired`](ErrorKind::AuthenticationRequired).
    pub fn dispatch(
        &self,
        request: &Request<'_>,
        entry: Option<QName<'_>>,
        offset: u64,
    ) -> Result<Call<'a>, Refused<'a>> {
        let call = self.find(request, entry);
        let kind = match call {
            _ if !self.active => ErrorKind::OperationInactive,
            None if request.addressing_action.is_some() && self.order.contains(&Key::AddressingAction) => {
                ErrorKind::ActionNotSupported
            }
            None => ErrorKind::OperationNotSupported,
            Some(call) => match call.operation.judge(request, entry) {
                None => return Ok(call),
                Some(kind) => kind,
            },
        };
        Err(Refused { error: Error::new(kind, offset), call })
    }

    /// The fault that answers an error of a message to this service, by the style of the operation; `None` when the
    /// operation is one-way. Where no operation was found, its style is RPC if the service has one of that style.
    /// SOAP 1.1, 4.4.1; SOAP 1.2 Part 2, 4.4.
    pub fn fault(&self, version: Version, error: &Error, operation: Option<&Operation<'_>>) -> Option<Fault<'static>> {
        let style = match operation {
            Some(operation) if operation.one_way => return None,
            Some(operation) => operation.style,
            None => self.operations.iter().map(|o| o.style).find(|style| *style == Style::Rpc).unwrap_or_default(),
        };
        let mut fault = Fault::for_error(version, error);
        let subcode = match error.kind {
            _ if style == Style::Document || version == Version::Soap11 => return Some(fault),
            ErrorKind::OperationNotSupported => "ProcedureNotPresent",
            ErrorKind::InvalidParameters => "BadArguments",
            _ => return Some(fault),
        };
        fault.subcodes = Subcodes::from(QName::new(Namespace::Soap12Rpc.uri(), subcode));
        Some(fault)
    }

    /// The first operation of these services whose name another before it has: names are unique in a node.
    pub fn duplicate(services: &[Service<'a>]) -> Option<&'a Operation<'a>> {
        let all = || services.iter().flat_map(|service| service.operations);
        all().enumerate().find(|(at, one)| all().take(*at).any(|other| other.name == one.name)).map(|(_, one)| one)
    }

    /// Tells a trace what was made of the service description: each operation, and each whose name another before it
    /// has. To be called when the program starts.
    pub fn tell(&self, trace: &dyn Trace) {
        for (at, operation) in self.operations.iter().enumerate() {
            raise(trace, Category::Design, Level::Info, &Event::Operation(operation.name));
            if self.operations.iter().take(at).any(|other| other.name == operation.name) {
                raise(trace, Category::Design, Level::Warning, &Event::Duplicate(operation.name));
            }
        }
    }

    fn find(&self, request: &Request<'_>, entry: Option<QName<'_>>) -> Option<Call<'a>> {
        self.order.iter().find_map(|key| {
            let is = |operation: &Operation<'_>| match key {
                Key::SoapAction => is_action(request.soap_action, operation.soap_action),
                Key::AddressingAction => is_action(request.addressing_action, operation.addressing_action),
                Key::BodyEntry => !operation.local.is_empty() && operation.takes(entry),
            };
            let (index, operation) = self.operations.iter().enumerate().find(|(_, operation)| is(operation))?;
            Some(Call { index, operation, key: *key })
        })
    }
}

impl<'a> Operation<'a> {
    /// An operation whose body entry is a document.
    pub const fn document(name: &'a str, uri: &'a str, local: &'a str) -> Self {
        Operation {
            name,
            uri,
            local,
            response: "",
            soap_action: "",
            addressing_action: "",
            style: Style::Document,
            one_way: false,
            active: true,
            authentication: Authentication::NONE,
        }
    }

    /// An operation whose body entry is a call: it has the name of the operation. `response` is the name of the entry
    /// that answers, by custom the operation's and `Response`. Basic Profile 1.1, R2729.
    pub const fn rpc(name: &'a str, uri: &'a str, response: &'a str) -> Self {
        Operation { response, style: Style::Rpc, ..Operation::document(name, uri, name) }
    }

    /// Gives it an action: its `SOAPAction`, and its Action of WS-Addressing.
    pub const fn with_action(self, action: &'a str) -> Self {
        Operation { soap_action: action, addressing_action: action, ..self }
    }

    /// Makes it one-way.
    pub const fn one_way(self) -> Self {
        Operation { one_way: true, ..self }
    }

    /// Has callers prove themselves in one of these ways.
    pub const fn requires(self, authentication: Authentication) -> Self {
        Operation { authentication, ..self }
    }

    /// Whether its body entry has this name. An operation without one takes any.
    pub fn takes(&self, entry: Option<QName<'_>>) -> bool {
        self.local.is_empty() || entry.is_some_and(|entry| entry.local == self.local && entry.uri == self.uri)
    }

    /// Why this request may not call it.
    fn judge(&self, request: &Request<'_>, entry: Option<QName<'_>>) -> Option<ErrorKind> {
        if !self.takes(entry) {
            return Some(ErrorKind::OperationNotSupported);
        }
        if !self.active {
            return Some(ErrorKind::OperationInactive);
        }
        (!request.authenticated.meets(self.authentication)).then_some(ErrorKind::AuthenticationRequired)
    }
}

impl Authentication {
    /// None.
    pub const NONE: Authentication = Authentication(0);
    /// The transport: HTTP authentication, or a client certificate of TLS.
    pub const TRANSPORT: Authentication = Authentication(1);
    /// A UsernameToken with the password as text.
    pub const PASSWORD_TEXT: Authentication = Authentication(2);
    /// A UsernameToken with a password digest.
    pub const PASSWORD_DIGEST: Authentication = Authentication(4);
    /// A signature or token of X.509.
    pub const CERTIFICATE: Authentication = Authentication(8);
    /// A Kerberos ticket.
    pub const KERBEROS: Authentication = Authentication(16);
    /// A session token.
    pub const SESSION: Authentication = Authentication(32);

    /// These and those.
    pub const fn or(self, other: Authentication) -> Authentication {
        Authentication(self.0 | other.0)
    }

    /// Whether one of these is among those required, or none is.
    pub const fn meets(self, required: Authentication) -> bool {
        required.0 == 0 || self.0 & required.0 != 0
    }

    /// The set as bits: [`TRANSPORT`](Authentication::TRANSPORT) is 1, and so on in the order above.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set with these bits.
    pub const fn from_bits(bits: u8) -> Authentication {
        Authentication(bits)
    }
}

fn is_action(sent: Option<&str>, own: &str) -> bool {
    !own.is_empty() && sent == Some(own)
}
