//! RPC calls and responses: a wrapper element with one child per parameter. SOAP 1.1, 7; SOAP 1.2 Part 2, 4.
//!
//! What is here is rpc/literal, as the Basic Profile 1.1 has it: parameters have no namespace and no `xsi:type`.
//! A call that is small is kept by a [`Keeper`](super::Keeper) and looked at as an [`Element`]; of a large one the events
//! tell the same.

use crate::buf::Sink;
use crate::soap::kept::element::Element;
use crate::soap::leniencies::Leniencies;
use crate::soap::version::Version;
use crate::soap::write::sequence::Sequence;
use crate::soap::write::writer::Writer;
use crate::xml::WriteError;
use crate::xsd::boolean;
use crate::{ErrorKind, Namespace};

/// A parameter to be written.
#[derive(Clone, Copy)]
pub struct Parameter<'a> {
    /// The name, in no namespace.
    pub name: &'a str,
    /// The value.
    pub value: Value<'a>,
    /// The place among the others: lowest first, those with the same in the order they are given.
    pub order: u16,
}

/// The value of a parameter.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// Text of any length.
    Text(&'a str),
    /// `xsi:nil`.
    Nil,
    /// The children of a kept element, with their prefixes.
    Children(Element<'a>),
}

/// A parameter that an operation has.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Accessor<'a> {
    /// The name.
    pub name: &'a str,
    /// Whether a call must have it.
    pub required: bool,
}

impl<'a> Parameter<'a> {
    /// A parameter with a text, in the order given.
    pub const fn text(name: &'a str, text: &'a str) -> Self {
        Parameter { name, value: Value::Text(text), order: 0 }
    }

    /// Puts it at a place among the others.
    pub const fn at(self, order: u16) -> Self {
        Parameter { order, ..self }
    }
}

/// The parameter with this name; `None` when there is none. It has no namespace (Basic Profile 1.1, R2735), unless
/// [`QUALIFIED_PARAMETERS`](Leniencies::QUALIFIED_PARAMETERS) are accepted.
pub fn parameter<'t>(call: &Element<'t>, name: &str, leniencies: Leniencies) -> Option<Element<'t>> {
    call.children().find(|child| is_named(child, name, leniencies))
}

/// Whether the element says `xsi:nil`.
pub fn is_nil(element: &Element<'_>) -> bool {
    let nil = element.attribute(Namespace::XmlSchemaInstance.uri(), "nil");
    nil.is_some_and(|nil| boolean::parse(nil.as_bytes()) == Ok(true))
}

/// Holds a call to the parameters of its operation: each required one is there, none twice, and no other.
///
/// # Errors
/// [`InvalidParameters`](ErrorKind::InvalidParameters). SOAP 1.2 Part 2, 4.4 (`rpc:BadArguments`).
pub fn check(call: &Element<'_>, accessors: &[Accessor<'_>], leniencies: Leniencies) -> Result<(), ErrorKind> {
    let is = |child: &Element<'_>, accessor: &Accessor<'_>| is_named(child, accessor.name, leniencies);
    let known = call.children().all(|child| accessors.iter().any(|accessor| is(&child, accessor)));
    let counted = accessors.iter().all(|accessor| {
        let count = call.children().filter(|child| is(child, accessor)).take(2).count();
        count == 1 || (count == 0 && !accessor.required)
    });
    if known && counted { Ok(()) } else { Err(ErrorKind::InvalidParameters) }
}

/// Whether this is the response to an operation by its name: that of the operation and `Response`. Neither version
/// demands the name; the Basic Profile does (1.1, R2729).
pub fn is_response(response: &Element<'_>, uri: &str, operation: &str) -> bool {
    let name = response.name();
    name.uri == uri && name.local.as_str().strip_suffix("Response") == Some(operation)
}

/// The return value of a response: in SOAP 1.2 the parameter that `rpc:result` names, in SOAP 1.1 the first. `None`
/// when the operation returns nothing. SOAP 1.1, 7.1; SOAP 1.2 Part 2, 4.2.2.
///
/// # Errors
/// [`InvalidParameters`](ErrorKind::InvalidParameters): `rpc:result` stands twice, or names what is not there.
pub fn result<'t>(response: &Element<'t>, version: Version) -> Result<Option<Element<'t>>, ErrorKind> {
    let mut results = response.children().filter(|child| child.is(Namespace::Soap12Rpc.uri(), "result"));
    let name = match (version, results.next(), results.next()) {
        (Version::Soap11, ..) => return Ok(response.children().next()),
        (Version::Soap12, None, _) => return Ok(None),
        (Version::Soap12, Some(result), None) => result.qname(),
        (Version::Soap12, Some(_), Some(_)) => return Err(ErrorKind::InvalidParameters),
    };
    match response.child(name.uri.as_str(), name.local.as_str()) {
        Some(value) => Ok(Some(value)),
        None => Err(ErrorKind::InvalidParameters),
    }
}

impl<'w, S: Sink> Writer<'w, S> {
    /// Writes a call as the body entry, with its parameters in their order: one call that is repeated when the sink was
    /// full. Errors as [`body_entry`](Writer::body_entry).
    pub fn rpc_call(&mut self, uri: &str, operation: &str, parameters: &[Parameter<'_>]) -> Result<(), WriteError> {
        self.rpc(uri, operation, None, parameters)
    }

    /// Writes a response as the body entry, by custom with the name of the operation and `Response`. `result` names the
    /// parameter that is the return value; in SOAP 1.2 `rpc:result` says so, in SOAP 1.1 it should come first.
    /// Errors as [`body_entry`](Writer::body_entry).
    pub fn rpc_response(
        &mut self,
        uri: &str,
        response: &str,
        result: Option<&str>,
        parameters: &[Parameter<'_>],
    ) -> Result<(), WriteError> {
        self.rpc(uri, response, result.filter(|_| self.version() == Version::Soap12), parameters)
    }

    fn rpc(
        &mut self,
        uri: &str,
        local: &str,
        result: Option<&str>,
        parameters: &[Parameter<'_>],
    ) -> Result<(), WriteError> {
        self.sequence(|steps| {
            steps.once(|writer| writer.body_entry(uri, local));
            if let Some(result) = result {
                steps.start(Namespace::Soap12Rpc.uri(), "result");
                steps.text_qname("", result);
                steps.end();
            }
            let mut next = first(parameters, None);
            while let Some((place, parameter)) = next {
                write(steps, parameter);
                next = first(parameters, Some(place));
            }
            steps.end_item();
        })
    }
}

fn is_named(child: &Element<'_>, parameter: &str, leniencies: Leniencies) -> bool {
    let name = child.name();
    name.local == parameter && (name.uri.is_empty() || leniencies.contains(Leniencies::QUALIFIED_PARAMETERS))
}

/// The first parameter after this place, by order and then as given.
fn first<'p, 'a>(
    parameters: &'p [Parameter<'a>],
    after: Option<(u16, usize)>,
) -> Option<((u16, usize), &'p Parameter<'a>)> {
    let placed = parameters.iter().enumerate().map(|(index, parameter)| ((parameter.order, index), parameter));
    placed.filter(|(place, _)| after.is_none_or(|after| *place > after)).min_by_key(|(place, _)| *place)
}

fn write<S: Sink>(steps: &mut Sequence<'_, '_, S>, parameter: &Parameter<'_>) {
    steps.start("", parameter.name);
    match parameter.value {
        Value::Text(text) => steps.text(text),
        Value::Nil => steps.attribute(Namespace::XmlSchemaInstance.uri(), "nil", Some("true")),
        Value::Children(element) => {
            for child in element.children() {
                steps.element(&child);
            }
        }
    }
    steps.end();
}
