//! What an independent parser sees in a message: which header blocks are for the node, and what is in them.

use crate::node::{Block, Outcome, ROLE};
use crate::views::USERS;
use roxmltree::{Document, Node};
use soapstone::{ErrorKind, wss};

const SOAP11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP12: &str = "http://www.w3.org/2003/05/soap-envelope";
const WSA10: &str = "http://www.w3.org/2005/08/addressing";
const WSA04: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const SESSION: &str = "http://siebel.com/webservices";

const CLAIMED: &[(&str, &[&str])] = &[
    (WSA10, &["Action", "To", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "From", "FaultDetail"]),
    (WSA04, &["Action", "To", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "From"]),
    (SESSION, &["SessionType", "UsernameToken", "PasswordText", "SessionToken"]),
];

/// Holds what the node made of a message to what is in it. `lenient`: it accepts what the standards forbid.
pub(crate) fn compare(message: &str, outcome: &Outcome, lenient: bool) {
    let Ok(document) = Document::parse(message) else {
        assert!(outcome.error.is_some(), "read, though it is not well-formed");
        return;
    };
    let header = Header::of(&document, lenient);
    let strange: Vec<_> = header.blocks.iter().filter(|block| header.is_strange(block)).collect();
    match (outcome.error, strange.first()) {
        (Some(error), Some(first)) if error.kind == ErrorKind::NotUnderstood => {
            assert_eq!(error.offset, first.range().start as u64, "not the first that is not understood");
            return;
        }
        (Some(error), None) => assert_ne!(error.kind, ErrorKind::NotUnderstood, "all is understood"),
        (None, Some(first)) => panic!("{:?} is mandatory and not understood", first.tag_name()),
        (Some(error), Some(_)) => {
            let body = document.root_element().last_element_child().map_or(0, |e| e.range().start);
            assert!(error.offset <= body as u64 || outcome.blocks.is_empty(), "the Body was read: {error:?}");
            return;
        }
        (None, None) => {}
    }
    if outcome.error.is_none() || !outcome.blocks.is_empty() {
        let expected: Vec<_> =
            header.blocks.iter().filter(|block| header.is_kept(block)).map(|block| header.kept(block)).collect();
        assert_eq!(outcome.blocks, expected);
        header.compare_addressing(outcome);
        header.compare_user(outcome);
        header.compare_session(outcome);
    }
}

/// The text before the first tag in an element.
fn first_text(element: &Node<'_, '_>) -> String {
    element
        .children()
        .take_while(|node| !node.is_element())
        .filter(Node::is_text)
        .filter_map(|text| text.text())
        .collect()
}

fn uri<'a>(element: &Node<'a, '_>) -> &'a str {
    element.tag_name().namespace().unwrap_or_default()
}

/// The child with this name in the namespace of its parent, which is there once at most.
fn child<'a, 'i>(parent: Node<'a, 'i>, local: &str) -> Option<Node<'a, 'i>> {
    let is = |child: &Node<'_, '_>| child.tag_name().name() == local && uri(child) == uri(&parent);
    let mut found = parent.children().filter(is);
    let first = found.next();
    assert!(found.next().is_none(), "{local} repeated");
    first
}

/// The text of an element that has nothing else in it.
fn only_text(element: &Node<'_, '_>) -> Option<String> {
    (!element.children().any(|node| node.is_element())).then(|| first_text(element))
}

fn trimmed(element: &Node<'_, '_>) -> Option<String> {
    only_text(element).map(|text| text.trim_matches([' ', '\t', '\r', '\n']).to_owned())
}

struct Header<'a, 'i> {
    envelope: &'a str,
    lenient: bool,
    blocks: Vec<Node<'a, 'i>>,
}

impl<'a, 'i> Header<'a, 'i> {
    fn of(document: &'a Document<'i>, lenient: bool) -> Self {
        let envelope = document.root_element();
        let uri = envelope.tag_name().namespace().unwrap_or_default();
        let is = |child: &Node<'_, '_>| {
            child.tag_name().namespace() == Some(uri)
                && (child.tag_name().name() == "Header"
                    || (lenient && uri == SOAP11 && child.tag_name().name() == "header"))
        };
        let header = envelope.children().filter(Node::is_element).find(is);
        let blocks = header.iter().flat_map(|header| header.children().filter(Node::is_element)).collect();
        Header { envelope: uri, lenient, blocks }
    }

    /// Whether the block is for the node.
    fn is_for_us(&self, block: &Node<'_, '_>) -> bool {
        let name = if self.envelope == SOAP12 { "role" } else { "actor" };
        let role = block.attribute((self.envelope, name)).unwrap_or_default().trim();
        let next = ["http://www.w3.org/2003/05/soap-envelope/role/next", "http://schemas.xmlsoap.org/soap/actor/next"];
        let ultimate = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
        let own = next[usize::from(self.envelope == SOAP11)];
        role.is_empty() || role == ROLE || role == own || (self.envelope == SOAP12 && role == ultimate)
    }

    fn says(&self, block: &Node<'_, '_>) -> bool {
        let said = block.attribute((self.envelope, "mustUnderstand")).unwrap_or_default().trim();
        said == "1" || (said == "true" && (self.lenient || self.envelope == SOAP12))
    }

    fn kept(&self, block: &Node<'_, '_>) -> Block {
        let name = (uri(block).to_owned(), block.tag_name().name().to_owned());
        let offset = block.range().start as u64;
        let text = if name.1 == "Security" { String::new() } else { first_text(block) };
        Block { name, text, offset, must_understand: self.says(block) }
    }

    fn is_claimed(block: &Node<'_, '_>) -> bool {
        let (uri, local) = (uri(block), block.tag_name().name());
        let security =
            local == "Security" && (wss::Generation::ALL.iter().any(|known| known.wsse() == uri) || uri == REPAIRED);
        security || CLAIMED.iter().any(|(own, locals)| *own == uri && locals.contains(&local))
    }

    fn is_strange(&self, block: &Node<'_, '_>) -> bool {
        self.is_for_us(block) && self.says(block) && !Self::is_claimed(block)
    }

    fn is_kept(&self, block: &Node<'_, '_>) -> bool {
        self.is_for_us(block) && (Self::is_claimed(block) || block.attribute((WSA10, "IsReferenceParameter")).is_some())
    }

    fn ours(&self, is: impl Fn(&Node<'_, '_>) -> bool) -> Vec<Node<'a, 'i>> {
        self.blocks.iter().filter(|block| self.is_for_us(block) && is(block)).copied().collect()
    }

    /// A message whose addressing was found good has what must be there once, and one that has the simplest headers
    /// only was found good.
    fn compare_addressing(&self, outcome: &Outcome) {
        let blocks = self.ours(|block| Self::is_claimed(block) && [WSA10, WSA04].contains(&uri(block)));
        let count = |local: &str| blocks.iter().filter(|block| block.tag_name().name() == local).count();
        let singles = ["Action", "To", "MessageID", "ReplyTo", "FaultTo", "From", "FaultDetail"];
        let once =
            singles.iter().all(|local| count(local) <= 1) && blocks.iter().all(|block| uri(block) == uri(&blocks[0]));
        let action = blocks.iter().find(|block| block.tag_name().name() == "Action").and_then(trimmed);
        let plain = |block: &Node<'_, '_>| {
            let is_uri = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b":/._-".contains(&b));
            ["Action", "To", "MessageID", "RelatesTo"].contains(&block.tag_name().name())
                && trimmed(block).is_some_and(|text| !text.is_empty() && is_uri(&text))
        };
        if outcome.action.is_some() {
            assert!(once, "addressing headers repeated or mixed");
            assert_eq!(outcome.action, action);
        } else if once && action.is_some() && blocks.iter().all(|block| plain(block) && uri(block) == WSA10) {
            panic!("good addressing headers refused");
        }
    }

    /// A user who came in has shown his password.
    fn compare_user(&self, outcome: &Outcome) {
        let Some(user) = &outcome.user else { return };
        let blocks = self.ours(|block| block.tag_name().name() == "Security" && Self::is_claimed(block));
        let shown = |block: &Node<'_, '_>| {
            let token = child(*block, "UsernameToken")?;
            let text = |local| child(token, local).and_then(|element| only_text(&element));
            Some((text("Username")?, text("Password")?))
        };
        let pairs: Vec<_> = blocks.iter().filter_map(shown).collect();
        let known =
            |(name, password): &(String, String)| name == user && USERS.0.contains(&(name.as_str(), password.as_str()));
        assert!(pairs.iter().any(known), "{user} has shown no password: {pairs:?}");
    }

    fn compare_session(&self, outcome: &Outcome) {
        let Some(session) = &outcome.session else { return };
        for (local, value) in ["UsernameToken", "PasswordText", "SessionToken"].iter().zip(session) {
            let blocks = self.ours(|block| uri(block) == SESSION && block.tag_name().name() == *local);
            assert!(blocks.len() <= 1, "{local} repeated");
            let text = blocks.first().map(|block| trimmed(block).expect("elements in a session header"));
            assert_eq!(*value, text.filter(|text| !text.is_empty()), "{local}");
        }
    }
}

/// The namespace without the hyphen that documents print at the end of a line.
const REPAIRED: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecuritysecext-1.0.xsd";
