//! The values that are echoed, read from and written as XML.

use super::case::NS;
use soapstone::buf::Sink;
use soapstone::soap::{Element, Sequence};
use soapstone::xsd::date_time::DateTime;
use soapstone::xsd::{Zoned, boolean, date_time, double, integer};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The struct of the contract.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) number: i32,
    pub(super) ratio: f64,
    pub(super) when: Zoned<DateTime>,
    pub(super) flag: bool,
    pub(super) names: Vec<String>,
    pub(super) label: String,
    pub(super) count: i32,
    pub(super) maybe: Option<String>,
}

impl Item {
    /// The struct of the case.
    pub(super) fn example() -> Item {
        Item {
            number: i32::MIN,
            ratio: 0.1,
            when: date_time::parse(b"2026-11-21T10:20:30.5Z").expect("a dateTime"),
            flag: true,
            names: ["one", "two & <three>", ""].map(str::to_owned).to_vec(),
            label: "in".to_owned(),
            count: 7,
            maybe: None,
        }
    }

    /// Reads it; what is wrong is said.
    pub(super) fn parse(item: &Element<'_>) -> Result<Item, String> {
        let inner = child(item, "inner")?;
        let nil = |element: &Element<'_>| {
            element.attribute(XSI, "nil").is_some_and(|nil| boolean::parse(nil.as_bytes()) == Ok(true))
        };
        let maybe = item.child(NS, "maybe").filter(|maybe| !nil(maybe)).map(|maybe| maybe.text().as_str().to_owned());
        Ok(Item {
            number: value(item, "number", integer::parse::<i32>)?,
            ratio: value(item, "ratio", double::parse)?,
            when: value(item, "when", date_time::parse)?,
            flag: value(item, "flag", boolean::parse)?,
            names: item.children().filter(|e| e.is(NS, "name")).map(|e| e.text().as_str().to_owned()).collect(),
            label: child(&inner, "label")?.text().as_str().to_owned(),
            count: value(&inner, "count", integer::parse::<i32>)?,
            maybe,
        })
    }

    /// Writes the element `item`.
    pub(super) fn write<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        steps.start(NS, "item");
        steps.leaf(NS, "number", integer::emit(i64::from(self.number)).as_str());
        steps.leaf(NS, "ratio", double::emit(self.ratio).as_str());
        let when = match date_time::emit(self.when) {
            Ok(when) => when,
            Err(kind) => return steps.refuse(kind),
        };
        steps.leaf(NS, "when", when.as_str());
        steps.leaf(NS, "flag", boolean::emit(self.flag));
        for name in &self.names {
            steps.leaf(NS, "name", name);
        }
        steps.start(NS, "inner");
        steps.leaf(NS, "label", &self.label);
        steps.leaf(NS, "count", integer::emit(i64::from(self.count)).as_str());
        steps.end();
        match &self.maybe {
            Some(maybe) => steps.leaf(NS, "maybe", maybe),
            None => {
                steps.start(NS, "maybe");
                steps.attribute(XSI, "nil", Some("true"));
                steps.end();
            }
        }
        steps.end();
    }
}

/// A child that must be there.
pub(super) fn child<'t>(element: &Element<'t>, local: &str) -> Result<Element<'t>, String> {
    element.child(NS, local).ok_or_else(|| format!("there is no {local}"))
}

fn value<T>(
    element: &Element<'_>,
    local: &str,
    parse: impl Fn(&[u8]) -> Result<T, soapstone::ErrorKind>,
) -> Result<T, String> {
    let text = child(element, local)?.text();
    parse(text.as_bytes()).map_err(|_| format!("{local} is {:?}", text.as_str()))
}

/// Decodes base64.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, String> {
    let mut out = vec![0; text.len() / 4 * 3 + 3];
    let mut decoder = soapstone::xsd::base64::Decoder::new();
    let mut input = text.as_bytes();
    let count = decoder.decode(&mut input, &mut out).map_err(|error| error.to_string())?;
    decoder.finish().map_err(|error| error.to_string())?;
    out.truncate(count);
    Ok(out)
}
