//! The operations of the collection: echoes of simple types, structs and arrays in the SOAP 1.2 encoding.

use super::{Refusal, TESTS};
use soapstone::ErrorKind;
use soapstone::soap::rpc::{self, Parameter, Value};
use soapstone::soap::{Element, Headers, Leniencies, Operation, QName};
use soapstone::xsd;

const INTEROP: &str = "http://soapinterop.org/";
const ENCODING: &str = "http://www.w3.org/2003/05/soap-encoding";
const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";

pub(super) const OPERATIONS: &[Operation<'static>] = &[
    Operation { response: "responseOk", ..Operation::document("echoOk", TESTS, "echoOk") },
    Operation { response: "echoHeaderResponse", ..Operation::document("echoHeader", TESTS, "echoHeader") },
    Operation { response: "", ..Operation::document("echoSenderFault", INTEROP, "echoSenderFault") },
    Operation { response: "", ..Operation::document("echoReceiverFault", INTEROP, "echoReceiverFault") },
    Operation::rpc("returnVoid", TESTS, "returnVoidResponse"),
    Operation::rpc("isNil", TESTS, "isNilResponse"),
    Operation::rpc("countItems", TESTS, "countItemsResponse"),
    Operation::rpc("echoStructAsSimpleTypes", TESTS, "echoStructAsSimpleTypesResponse"),
    Operation::rpc("echoSimpleTypesAsStruct", TESTS, "echoSimpleTypesAsStructResponse"),
    Operation::rpc("echoStruct", TESTS, "echoStructResponse"),
    Operation::rpc("echoStructArray", TESTS, "echoStructArrayResponse"),
    Operation::rpc("echoNestedStruct", TESTS, "echoNestedStructResponse"),
    Operation::rpc("echoNestedArray", TESTS, "echoNestedArrayResponse"),
    Operation::rpc("echoFloatArray", TESTS, "echoFloatArrayResponse"),
    Operation::rpc("echoStringArray", TESTS, "echoStringArrayResponse"),
    Operation::rpc("echoIntegerArray", TESTS, "echoIntegerArrayResponse"),
    Operation::rpc("echoBase64", TESTS, "echoBase64Response"),
    Operation::rpc("echoBoolean", TESTS, "echoBooleanResponse"),
    Operation::rpc("echoDate", TESTS, "echoDateResponse"),
    Operation::rpc("echoDecimal", TESTS, "echoDecimalResponse"),
    Operation::rpc("echoFloat", TESTS, "echoFloatResponse"),
    Operation::rpc("echoString", TESTS, "echoStringResponse"),
    Operation { uri: INTEROP, ..Operation::rpc("echoString", INTEROP, "echoStringResponse") },
    Operation { uri: INTEROP, ..Operation::rpc("echoInteger", INTEROP, "echoIntegerResponse") },
    Operation { uri: INTEROP, ..Operation::rpc("echoSimpleTypesAsStruct", INTEROP, "echoSimpleTypesAsStructResponse") },
    Operation { uri: INTEROP, ..Operation::rpc("echoVoid", INTEROP, "echoVoidResponse") },
];

/// What an operation answers.
#[derive(Default)]
pub(super) struct Reply<'t> {
    pub(super) parameters: Vec<Owned<'t>>,
    /// The parameter that is the return value.
    pub(super) result: Option<&'static str>,
    /// The text of a document.
    pub(super) text: Option<String>,
    /// The members of a struct that is the return value.
    pub(super) members: Vec<(&'static str, String)>,
}

/// A parameter of the answer.
pub(super) enum Owned<'t> {
    Text(&'static str, String),
    Children(&'static str, Element<'t>),
}

impl Owned<'_> {
    pub(super) fn borrowed(&self) -> Parameter<'_> {
        match self {
            Owned::Text(name, text) => Parameter::text(name, text),
            Owned::Children(name, element) => Parameter { name, value: Value::Children(*element), order: 0 },
        }
    }
}

/// Does what this operation does.
pub(super) fn call<'t>(name: &str, entry: &Element<'t>, headers: &Headers<'t>) -> Result<Reply<'t>, Refusal> {
    let first = || match entry.children().next() {
        Some(parameter) => value(parameter, entry, headers),
        None => Err(Refusal { kind: ErrorKind::InvalidParameters, subcode: None }),
    };
    match name {
        "echoOk" => Ok(Reply { text: Some(entry.text().as_str().to_owned()), ..Reply::default() }),
        "echoHeader" => {
            let block = headers.find(TESTS, "requiredHeader").map(|block| block.element().text());
            Ok(Reply { text: block.map(|text| text.as_str().to_owned()), ..Reply::default() })
        }
        "echoSenderFault" => Err(Refusal { kind: ErrorKind::Lexical, subcode: None }),
        "echoReceiverFault" => Err(Refusal { kind: ErrorKind::OperationInactive, subcode: None }),
        "returnVoid" | "echoVoid" => Ok(Reply::default()),
        "isNil" => {
            let nil = entry.children().next().is_none_or(|parameter| rpc::is_nil(&parameter));
            Ok(returned(xsd::boolean::emit(nil)))
        }
        "countItems" => {
            let array = first()?;
            check_array(&array)?;
            Ok(returned(&array.children().count().to_string()))
        }
        "echoStructAsSimpleTypes" => {
            let member = |local| first().map(|st| member(&st, local));
            Ok(Reply {
                parameters: vec![
                    Owned::Text("outputString", member("varString")?),
                    Owned::Text("outputInteger", member("varInt")?),
                    Owned::Text("outputFloat", member("varFloat")?),
                ],
                ..Reply::default()
            })
        }
        "echoSimpleTypesAsStruct" => {
            let integer = Some(member(entry, "inputInteger")).filter(|text| !text.is_empty());
            let integer = integer.unwrap_or_else(|| member(entry, "inputInt"));
            let (string, float) = (member(entry, "inputString"), member(entry, "inputFloat"));
            let members = vec![("varString", string), ("varInt", integer), ("varFloat", float)];
            Ok(Reply { members, ..Reply::default() })
        }
        "echoInteger" => simple(&first()?, |text| xsd::integer::parse::<i32>(text.as_bytes()).map(|_| text.to_owned())),
        "echoBoolean" => simple(&first()?, |text| {
            xsd::boolean::parse(text.as_bytes()).map(|value| xsd::boolean::emit(value).to_owned())
        }),
        "echoBase64" | "echoDecimal" | "echoFloat" | "echoDate" => simple(&first()?, |text| Ok(text.to_owned())),
        _ => {
            let parameter = first()?;
            check_array(&parameter)?;
            match parameter.children().next() {
                Some(_) => Ok(echo(parameter)),
                None => Ok(returned(parameter.text().as_str())),
            }
        }
    }
}

fn echo(element: Element<'_>) -> Reply<'_> {
    Reply { parameters: vec![Owned::Children("return", element)], result: Some("return"), ..Reply::default() }
}

fn returned(text: &str) -> Reply<'static> {
    Reply { parameters: vec![Owned::Text("return", text.to_owned())], result: Some("return"), ..Reply::default() }
}

fn simple(element: &Element<'_>, read: impl Fn(&str) -> Result<String, ErrorKind>) -> Result<Reply<'static>, Refusal> {
    match read(element.trimmed().as_str()) {
        Ok(text) => Ok(returned(&text)),
        Err(_) => Err(Refusal { kind: ErrorKind::InvalidParameters, subcode: None }),
    }
}

fn member(element: &Element<'_>, local: &str) -> String {
    let member = rpc::parameter(element, local, Leniencies::NONE);
    member.map(|member| member.trimmed().as_str().to_owned()).unwrap_or_default()
}

/// The element that a parameter refers to, or the parameter itself. SOAP 1.2 Part 2, 3.1.5. The messages of the
/// collection write `#` before the id, as the drafts had it.
fn value<'t>(parameter: Element<'t>, entry: &Element<'t>, headers: &Headers<'t>) -> Result<Element<'t>, Refusal> {
    let missing = Refusal { kind: ErrorKind::Lexical, subcode: Some(QName::new(ENCODING, "MissingID")) };
    let both = |element: &Element<'_>| {
        element.attribute(ENCODING, "ref").is_some() && element.attribute(ENCODING, "id").is_some()
    };
    if parameter.children().any(|child| both(&child)) || both(&parameter) {
        return Err(missing);
    }
    let Some(reference) = parameter.attribute(ENCODING, "ref") else { return Ok(parameter) };
    let id = reference.as_str().trim_start_matches('#');
    let held = headers.blocks().map(|block| block.element()).chain([*entry]);
    let is = |child: &Element<'_>| child.attribute(ENCODING, "id").is_some_and(|own| own == id);
    held.flat_map(|element| element.children()).find(is).ok_or(missing)
}

/// Holds an array to what its attributes say. SOAP 1.2 Part 2, 3.1.6.
fn check_array(element: &Element<'_>) -> Result<(), Refusal> {
    let refused = || Refusal { kind: ErrorKind::Lexical, subcode: None };
    let size = element.attribute(ENCODING, "arraySize").unwrap_or_default();
    let mut sizes = size.as_str().split_ascii_whitespace();
    sizes.next();
    if sizes.any(|size| size.parse::<u32>().is_err()) {
        return Err(refused());
    }
    let Some(kind) = element.attribute(ENCODING, "itemType") else { return Ok(()) };
    let simple = element.resolve(kind).uri == SCHEMA;
    match simple && element.children().any(|item| item.children().next().is_some()) {
        true => Err(refused()),
        false => Ok(()),
    }
}
