//! Content of the envelope, written without leaving the part it belongs to.

use crate::buf::Sink;
use crate::soap::write::layout::Layout;
use crate::xml::{Str, WriteError, Writer};
use crate::{Error, ErrorKind};

/// Writes what is inside a header block, a body entry, a detail or a trailer, as [`xml::Writer`](Writer) does.
///
/// Every element started here is ended here: the item itself is ended by [`soap::Writer::end`](crate::soap::Writer::end).
/// Right after the start of the Envelope, the Header or the Body only their attributes and namespaces can be written.
/// What stands out of order is [`OutOfOrder`](ErrorKind::OutOfOrder); other errors are those of
/// [`xml::Writer`](Writer).
pub struct Content<'a, 'w, S> {
    pub(in crate::soap) xml: &'a mut Writer<'w, S>,
    pub(in crate::soap) layout: &'a Layout,
}

impl<'w, S: Sink> Content<'_, 'w, S> {
    /// Starts an element.
    pub fn start(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.inside()?.start(uri, local)
    }

    /// Starts an element with exactly this prefix.
    pub fn start_prefixed(&mut self, prefix: &str, uri: &str, local: &str) -> Result<(), WriteError> {
        self.inside()?.start_prefixed(prefix, uri, local)
    }

    /// Writes an attribute of the element just started.
    ///
    /// # Errors
    /// [`UnqualifiedAttribute`](ErrorKind::UnqualifiedAttribute),
    /// [`MisplacedAttribute`](ErrorKind::MisplacedAttribute): a SOAP 1.2 Envelope, Header, Body or Detail may not have
    /// it. [`InvalidMustUnderstand`](ErrorKind::InvalidMustUnderstand), [`InvalidRelay`](ErrorKind::InvalidRelay): the
    /// value, on a header block.
    pub fn attribute(&mut self, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        self.tag(uri, local, value)?.attribute(uri, local, value)
    }

    /// Writes an attribute with exactly this prefix. Errors as [`attribute`](Content::attribute).
    pub fn attribute_prefixed(&mut self, prefix: &str, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        self.tag(uri, local, value)?.attribute_prefixed(prefix, uri, local, value)
    }

    /// Writes an attribute whose value is a QName. Errors as [`attribute`](Content::attribute).
    pub fn attribute_qname(
        &mut self,
        uri: &str,
        local: &str,
        value_uri: &str,
        value_local: &str,
    ) -> Result<(), WriteError> {
        self.tag(uri, local, value_local)?.attribute_qname(uri, local, value_uri, value_local)
    }

    /// Declares a prefix on the element just started.
    pub fn namespace(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.ready()?.namespace(prefix, uri)
    }

    /// Sees to it that the namespace has a prefix in scope.
    pub fn declare(&mut self, uri: &str) -> Result<(), WriteError> {
        self.ready()?.declare(uri)
    }

    /// The prefix in scope for the namespace; never the empty one.
    pub fn prefix(&mut self, uri: &str) -> Option<Str<'_>> {
        self.xml.prefix(uri)
    }

    /// Writes text, as much as fits, and gives the bytes taken.
    pub fn text(&mut self, text: &str) -> Result<usize, WriteError> {
        self.inside()?.text(text)
    }

    /// Writes a short text, all of it or nothing.
    pub fn text_whole(&mut self, text: &str) -> Result<(), WriteError> {
        self.inside()?.text_whole(text)
    }

    /// Writes text that comes as bytes, as much as fits, and gives the bytes taken.
    pub fn text_bytes(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.inside()?.text_bytes(bytes)
    }

    /// Writes a QName as text.
    pub fn text_qname(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.inside()?.text_qname(uri, local)
    }

    /// Writes bytes as base64, as many as fit, and gives the bytes taken.
    pub fn base64(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.inside()?.base64(bytes)
    }

    /// Writes bytes as hexadecimal digits, as many as fit, and gives the bytes taken.
    pub fn hex(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.inside()?.hex(bytes)
    }

    /// Writes bytes as they are, as many as fit, and gives the bytes taken. Nothing is escaped and nothing is checked:
    /// what they do to the envelope is the caller's doing.
    pub fn raw_unescaped(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.inside()?.raw_unescaped(bytes)
    }

    /// Ends the innermost element that was started here.
    pub fn end(&mut self) -> Result<(), WriteError> {
        let (depth, floor) = (self.xml.depth(), self.layout.floor);
        let xml = self.inside()?;
        match depth > floor {
            true => xml.end(),
            false => Err(Error::new(ErrorKind::OutOfOrder, xml.written()).into()),
        }
    }

    /// Elements started here and not ended.
    pub fn depth(&self) -> u16 {
        self.xml.depth().saturating_sub(self.layout.floor)
    }

    fn ready(&mut self) -> Result<&mut Writer<'w, S>, WriteError> {
        self.layout.check(None, true, self.xml.written())?;
        Ok(self.xml)
    }

    fn inside(&mut self) -> Result<&mut Writer<'w, S>, WriteError> {
        self.layout.check(None, self.layout.in_item(), self.xml.written())?;
        Ok(self.xml)
    }

    fn tag(&mut self, uri: &str, local: &str, value: &str) -> Result<&mut Writer<'w, S>, WriteError> {
        if self.xml.depth() <= self.layout.floor {
            let checked = self.layout.check_attribute(uri, local, value);
            checked.map_err(|kind| Error::new(kind, self.xml.written()))?;
        }
        self.ready()
    }
}
