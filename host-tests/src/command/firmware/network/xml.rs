//! Envelopes as another reader sees them.

use super::http::Message;
use anyhow::{Context, Result, bail, ensure};
use roxmltree::{Document, Node};
use soapstone::soap::Version;

/// The document in the body of a message.
pub(super) fn document(body: &[u8]) -> Result<Document<'_>> {
    let text = std::str::from_utf8(body).context("the body")?;
    Document::parse(text).with_context(|| text.to_owned())
}

/// An envelope: its version, its header blocks, and what is in its Body.
pub(super) struct Envelope<'d> {
    pub(super) version: Version,
    pub(super) blocks: Vec<Node<'d, 'd>>,
    pub(super) entry: Node<'d, 'd>,
}

impl<'d> Envelope<'d> {
    pub(super) fn of(document: &'d Document<'d>) -> Result<Self> {
        let root = document.root_element();
        let uri = root.tag_name().namespace().unwrap_or_default();
        let version = [Version::Soap11, Version::Soap12].into_iter().find(|version| version.uri() == uri);
        let version = version.with_context(|| format!("no Envelope: {:?}", root.tag_name()))?;
        ensure!(root.tag_name().name() == "Envelope", "no Envelope");
        let body = child(root, uri, "Body")?;
        let blocks = child(root, uri, "Header").map(elements).unwrap_or_default();
        let [entry] = elements(body)[..] else { bail!("not one body entry") };
        Ok(Envelope { version, blocks, entry })
    }

    /// The header block with this name, of which there must be one.
    pub(super) fn block(&self, uri: &str, local: &str) -> Result<Node<'d, 'd>> {
        let mut found = self.blocks.iter().filter(|block| block.has_tag_name((uri, local)));
        let block = found.next().with_context(|| format!("no {local}"))?;
        ensure!(found.next().is_none(), "two {local}");
        Ok(*block)
    }

    /// Whether a block of it must be understood.
    pub(super) fn is_mandatory(&self, block: Node<'_, '_>) -> bool {
        matches!(block.attribute((self.version.uri(), "mustUnderstand")), Some("1" | "true"))
    }

    /// Whether it is a fault.
    pub(super) fn is_fault(&self) -> bool {
        self.entry.has_tag_name((self.version.uri(), "Fault"))
    }
}

/// The child elements.
pub(super) fn elements<'d>(node: Node<'d, 'd>) -> Vec<Node<'d, 'd>> {
    node.children().filter(Node::is_element).collect()
}

/// The first child with this name; without a namespace where `uri` is empty.
pub(super) fn child<'d>(node: Node<'d, 'd>, uri: &str, local: &str) -> Result<Node<'d, 'd>> {
    let is = |child: &Node<'_, '_>| {
        child.tag_name().namespace().unwrap_or_default() == uri && child.tag_name().name() == local
    };
    elements(node).into_iter().find(is).with_context(|| format!("no {local} in {}", node.tag_name().name()))
}

/// The text of that child.
pub(super) fn text<'d>(node: Node<'d, 'd>, uri: &str, local: &str) -> Result<&'d str> {
    Ok(child(node, uri, local)?.text().unwrap_or_default())
}

/// Fails unless two texts are the same.
pub(super) fn same(what: &str, found: &str, expected: &str) -> Result<()> {
    ensure!(found == expected, "{what} is {found:?}, not {expected:?}");
    Ok(())
}

/// Fails unless the media type of a message is that of this version.
pub(super) fn media_type(message: &Message, version: Version) -> Result<()> {
    let value = message.field("Content-Type").context("no Content-Type")?;
    same("the media type", value.split(';').next().unwrap_or_default(), version.media_type())
}
