//! Events that own their strings.
//!
//! The names and the order of the fields are those the harness prints; scripts depend on them.

use serde::{Deserialize, Serialize};
use soapstone::xml;

/// One event of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
pub enum Event {
    /// A start tag.
    Start {
        /// Namespace URI of the element; empty for none.
        ns: String,
        /// Local name of the element.
        local: String,
        /// Prefix as written; empty for none.
        prefix: String,
        /// Attributes in document order, without declarations.
        attrs: Vec<Attribute>,
        /// Namespace declarations in document order.
        decls: Vec<Declaration>,
    },
    /// Character data.
    Text {
        /// The characters, references resolved, line ends as LF.
        text: String,
    },
    /// An end tag.
    End {
        /// Namespace URI of the element; empty for none.
        ns: String,
        /// Local name of the element.
        local: String,
        /// Prefix as written; empty for none.
        prefix: String,
    },
}

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Attribute {
    /// Namespace URI; empty for none.
    pub ns: String,
    /// Local name.
    pub local: String,
    /// Prefix as written; empty for none.
    pub prefix: String,
    /// Normalised value.
    pub value: String,
}

/// One namespace declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Declaration {
    /// The prefix; empty for the default namespace.
    pub prefix: String,
    /// The URI; empty where the default namespace is undeclared.
    pub uri: String,
}

impl From<&xml::Start<'_>> for Event {
    fn from(start: &xml::Start<'_>) -> Event {
        let (ns, local, prefix) = parts(&start.name());
        Event::Start {
            ns,
            local,
            prefix,
            attrs: start.attributes().map(|a| Attribute::from(&a)).collect(),
            decls: start
                .declarations()
                .map(|d| Declaration { prefix: d.prefix.to_string(), uri: d.uri.to_string() })
                .collect(),
        }
    }
}

impl From<&xml::End<'_>> for Event {
    fn from(end: &xml::End<'_>) -> Event {
        let (ns, local, prefix) = parts(&end.name());
        Event::End { ns, local, prefix }
    }
}

impl From<&xml::Attribute<'_>> for Attribute {
    fn from(attribute: &xml::Attribute<'_>) -> Attribute {
        let (ns, local, prefix) = parts(&attribute.name());
        Attribute { ns, local, prefix, value: attribute.value().to_string() }
    }
}

/// URI, local name and prefix of a name.
fn parts(name: &xml::Name<'_>) -> (String, String, String) {
    (name.uri().to_string(), name.local().to_string(), name.prefix().to_string())
}
