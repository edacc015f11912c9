//! Content of the envelope, written without leaving the part it belongs to.

use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::write::layout::{Layout, Place};
use crate::xml::{Arguments, Call, NOTHING, Str, Taken, Within, WriteError, Writer, texts};

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
        self.whole(Call::START, texts([uri, local, "", ""]))
    }

    /// Starts an element with exactly this prefix.
    pub fn start_prefixed(&mut self, prefix: &str, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::START_PREFIXED, texts([uri, local, "", prefix]))
    }

    /// Writes an attribute of the element just started.
    ///
    /// # Errors
    /// [`UnqualifiedAttribute`](crate::ErrorKind::UnqualifiedAttribute),
    /// [`MisplacedAttribute`](crate::ErrorKind::MisplacedAttribute): a SOAP 1.2 Envelope, Header, Body or Detail may not have
    /// it. [`InvalidMustUnderstand`](crate::ErrorKind::InvalidMustUnderstand), [`InvalidRelay`](crate::ErrorKind::InvalidRelay): the
    /// value, on a header block.
    pub fn attribute(&mut self, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        self.whole(Call::ATTRIBUTE, texts([uri, local, value, ""]))
    }

    /// Writes an attribute with exactly this prefix. Errors as [`attribute`](Content::attribute).
    pub fn attribute_prefixed(&mut self, prefix: &str, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        self.whole(Call::ATTRIBUTE_PREFIXED, texts([uri, local, value, prefix]))
    }

    /// Writes an attribute whose value is a QName. Errors as [`attribute`](Content::attribute).
    pub fn attribute_qname(
        &mut self,
        uri: &str,
        local: &str,
        value_uri: &str,
        value_local: &str,
    ) -> Result<(), WriteError> {
        self.whole(Call::ATTRIBUTE_QNAME, texts([uri, local, value_local, value_uri]))
    }

    /// Declares a prefix on the element just started.
    pub fn namespace(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::NAMESPACE, texts([uri, "", "", prefix]))
    }

    /// Sees to it that the namespace has a prefix in scope.
    pub fn declare(&mut self, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::DECLARE, texts([uri, "", "", ""]))
    }

    /// The prefix in scope for the namespace; never the empty one.
    pub fn prefix(&mut self, uri: &str) -> Option<Str<'_>> {
        self.xml.prefix(uri)
    }

    /// Writes text, as much as fits, and gives the bytes taken.
    pub fn text(&mut self, text: &str) -> Result<usize, WriteError> {
        self.content(Call::TEXT, text.as_bytes())
    }

    /// Writes a short text, all of it or nothing.
    pub fn text_whole(&mut self, text: &str) -> Result<(), WriteError> {
        self.whole(Call::TEXT_WHOLE, texts([text, "", "", ""]))
    }

    /// Writes text that comes as bytes, as much as fits, and gives the bytes taken.
    pub fn text_bytes(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::TEXT_BYTES, bytes)
    }

    /// Writes a QName as text.
    pub fn text_qname(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::TEXT_QNAME, texts([uri, local, "", ""]))
    }

    /// Writes bytes as base64, as many as fit, and gives the bytes taken.
    pub fn base64(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::BASE64, bytes)
    }

    /// Writes bytes as hexadecimal digits, as many as fit, and gives the bytes taken.
    pub fn hex(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::HEX, bytes)
    }

    /// Writes bytes as they are, as many as fit, and gives the bytes taken. Nothing is escaped and nothing is checked:
    /// what they do to the envelope is the caller's doing.
    pub fn raw_unescaped(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::RAW_UNESCAPED, bytes)
    }

    /// Ends the innermost element that was started here.
    pub fn end(&mut self) -> Result<(), WriteError> {
        self.whole(Call::END, texts(["", "", "", ""]))
    }

    /// Elements started here and not ended.
    pub fn depth(&self) -> u16 {
        self.xml.depth().saturating_sub(self.layout.floor)
    }

    /// Makes a call that happens whole.
    pub(in crate::soap) fn make(&mut self, call: Call, arguments: &Arguments<'_>) -> Taken {
        self.guard(call, arguments)?;
        self.xml.make(call, arguments)
    }

    fn whole(&mut self, call: Call, arguments: Arguments<'_>) -> Result<(), WriteError> {
        self.make(call, &arguments).map_err(|stopped| self.xml.why(stopped))
    }

    /// Makes a call that writes content.
    fn content(&mut self, call: Call, input: &[u8]) -> Result<usize, WriteError> {
        let taken = self.guard(call, NOTHING).and_then(|()| self.xml.part(call, input));
        taken.map(|()| self.xml.taken_bytes()).map_err(|stopped| self.xml.why(stopped))
    }

    /// Refuses a call that may not be made here.
    #[doc(hidden)]
    pub fn guard(&mut self, call: Call, arguments: &Arguments<'_>) -> Taken {
        let layout = self.layout;
        let inside = self.xml.depth() > layout.floor;
        let allowed = match call.within {
            Within::Begin => layout.place == Place::Begin,
            Within::Tag => true,
            Within::Attribute if inside => true,
            Within::Attribute => match layout.check_attribute(arguments) {
                Ok(()) => true,
                Err(kind) => return Err(self.xml.refuse(kind)),
            },
            Within::Item => layout.in_item(),
            Within::Element => inside && layout.in_item(),
            Within::Nowhere => return Err(self.xml.refuse(ErrorKind::InvalidArgument)),
        };
        match !self.xml.is_latched() && layout.allows(None, allowed) {
            true => Ok(()),
            false => Err(self.xml.refuse(ErrorKind::OutOfOrder)),
        }
    }
}
