//! Content of the envelope, written without leaving the part it belongs to.

use crate::buf::Sink;
use crate::soap::write::layout::Layout;
use crate::xml::{Call, Stopped, Str, Taken, WriteError, Writer, calls};

/// Writes what is inside a header block, a body entry, a detail or a trailer, as [`xml::Writer`](Writer) does.
///
/// Every element started here is ended here: the item itself is ended by [`soap::Writer::end`](crate::soap::Writer::end).
/// Right after the start of the Envelope, the Header or the Body only their attributes and namespaces can be written.
/// What stands out of order is [`OutOfOrder`](crate::ErrorKind::OutOfOrder); other errors are those of
/// [`xml::Writer`](Writer).
pub struct Content<'a, 'w, S> {
    pub(in crate::soap) xml: &'a mut Writer<'w, S>,
    pub(in crate::soap) layout: &'a Layout,
}

impl<'w, S: Sink> Content<'_, 'w, S> {
    /// Starts an element.
    pub fn start(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.put(self.layout.in_item(), &mut calls::start(uri, local))
    }

    /// Starts an element with exactly this prefix.
    pub fn start_prefixed(&mut self, prefix: &str, uri: &str, local: &str) -> Result<(), WriteError> {
        self.put(self.layout.in_item(), &mut calls::start_prefixed(prefix, uri, local))
    }

    /// Writes an attribute of the element just started.
    ///
    /// # Errors
    /// [`UnqualifiedAttribute`](crate::ErrorKind::UnqualifiedAttribute),
    /// [`MisplacedAttribute`](crate::ErrorKind::MisplacedAttribute): a SOAP 1.2 Envelope, Header, Body or Detail may not have
    /// it. [`InvalidMustUnderstand`](crate::ErrorKind::InvalidMustUnderstand), [`InvalidRelay`](crate::ErrorKind::InvalidRelay): the
    /// value, on a header block.
    pub fn attribute(&mut self, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        let written = self.tag(uri, local, value, &mut calls::attribute(uri, local, value));
        written.map_err(|Stopped| self.xml.why)
    }

    /// Writes an attribute with exactly this prefix. Errors as [`attribute`](Content::attribute).
    pub fn attribute_prefixed(&mut self, prefix: &str, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        let written = self.tag(uri, local, value, &mut calls::attribute_prefixed(prefix, uri, local, value));
        written.map_err(|Stopped| self.xml.why)
    }

    /// Writes an attribute whose value is a QName. Errors as [`attribute`](Content::attribute).
    pub fn attribute_qname(
        &mut self,
        uri: &str,
        local: &str,
        value_uri: &str,
        value_local: &str,
    ) -> Result<(), WriteError> {
        let written =
            self.tag(uri, local, value_local, &mut calls::attribute_qname(uri, local, value_uri, value_local));
        written.map_err(|Stopped| self.xml.why)
    }

    /// Declares a prefix on the element just started.
    pub fn namespace(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.put(true, &mut calls::namespace(prefix, uri))
    }

    /// Sees to it that the namespace has a prefix in scope.
    pub fn declare(&mut self, uri: &str) -> Result<(), WriteError> {
        self.put(true, &mut calls::declare(uri))
    }

    /// The prefix in scope for the namespace; never the empty one.
    pub fn prefix(&mut self, uri: &str) -> Option<Str<'_>> {
        self.xml.prefix(uri)
    }

    /// Writes text, as much as fits, and gives the bytes taken.
    pub fn text(&mut self, text: &str) -> Result<usize, WriteError> {
        self.content(text.as_bytes(), &mut calls::text)
    }

    /// Writes a short text, all of it or nothing.
    pub fn text_whole(&mut self, text: &str) -> Result<(), WriteError> {
        self.put(self.layout.in_item(), &mut calls::text_whole(text))
    }

    /// Writes text that comes as bytes, as much as fits, and gives the bytes taken.
    pub fn text_bytes(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(bytes, &mut calls::text_bytes)
    }

    /// Writes a QName as text.
    pub fn text_qname(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.put(self.layout.in_item(), &mut calls::text_qname(uri, local))
    }

    /// Writes bytes as base64, as many as fit, and gives the bytes taken.
    pub fn base64(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(bytes, &mut calls::base64)
    }

    /// Writes bytes as hexadecimal digits, as many as fit, and gives the bytes taken.
    pub fn hex(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(bytes, &mut calls::hex)
    }

    /// Writes bytes as they are, as many as fit, and gives the bytes taken. Nothing is escaped and nothing is checked:
    /// what they do to the envelope is the caller's doing.
    pub fn raw_unescaped(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(bytes, &mut calls::raw)
    }

    /// Ends the innermost element that was started here.
    pub fn end(&mut self) -> Result<(), WriteError> {
        let inside = self.layout.in_item() && self.xml.depth() > self.layout.floor;
        self.put(inside, &mut calls::end())
    }

    /// Elements started here and not ended.
    pub fn depth(&self) -> u16 {
        self.xml.depth().saturating_sub(self.layout.floor)
    }

    /// Makes a call that happens whole, if it is `allowed` here.
    pub(in crate::soap) fn make(&mut self, allowed: bool, call: &mut Call<'_>) -> Taken {
        self.check(allowed)?;
        self.xml.attempt(&[], call).map(|_| ())
    }

    /// Makes a call that writes an attribute.
    pub(in crate::soap) fn tag(&mut self, uri: &str, local: &str, value: &str, call: &mut Call<'_>) -> Taken {
        if self.xml.depth() <= self.layout.floor
            && let Err(kind) = self.layout.check_attribute(uri, local, value)
        {
            return Err(self.xml.refuse(kind));
        }
        self.make(true, call)
    }

    fn put(&mut self, allowed: bool, call: &mut Call<'_>) -> Result<(), WriteError> {
        self.make(allowed, call).map_err(|Stopped| self.xml.why)
    }

    /// Makes a call that writes content.
    fn content(&mut self, input: &[u8], call: &mut Call<'_>) -> Result<usize, WriteError> {
        let taken = self.check(self.layout.in_item()).and_then(|()| self.xml.part(input, call));
        taken.map_err(|Stopped| self.xml.why)
    }

    /// Refuses what may not be written here.
    pub(in crate::soap) fn check(&mut self, allowed: bool) -> Taken {
        self.layout.check(None, allowed, self.xml.written()).map_err(|error| {
            self.xml.why = error.into();
            Stopped
        })
    }
}
