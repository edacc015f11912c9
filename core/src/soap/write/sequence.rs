//! Several writes as one that can be repeated.

use crate::Namespace;
use crate::buf::Sink;
use crate::soap::header::block::{BlockAttributes, boolean};
use crate::soap::kept::element::{Element, Kept};
use crate::soap::qname::QName;
use crate::soap::write::steps::Progress;
use crate::soap::write::writer::Writer;
use crate::xml::WriteError;

/// The writes of one [`Writer::sequence`]. Each is done once, whatever the number of repetitions.
pub struct Sequence<'a, 'w, S> {
    writer: &'a mut Writer<'w, S>,
    at: u32,
}

impl<'w, S: Sink> Writer<'w, S> {
    /// Makes several writes as one: what is larger than the sink can be written so without keeping count. When it
    /// answers [`Full`](WriteError::Full), drain the sink and call again with a closure that does the same.
    ///
    /// Any other error after the first write latches, for the message cannot be completed.
    ///
    /// ```
    /// # use soapstone::{buf::Buffer, soap::{BlockAttributes, Version, Writer}, xml::WriteError};
    /// # let (mut memory, mut workspace) = ([0; 96], [0; 256]);
    /// # let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    /// # while let Err(WriteError::Full) = writer.envelope() { writer.sink_mut().clear(); }
    /// let mut sent = 0;
    /// let result = loop {
    ///     let result = writer.sequence(|steps| {
    ///         steps.header_block("urn:meter", "session", &BlockAttributes::default())?;
    ///         steps.text("a text that is longer than the buffer of this small device may be")?;
    ///         steps.end_item()
    ///     });
    ///     sent += writer.sink().bytes().len();
    ///     writer.sink_mut().clear();
    ///     if result != Err(WriteError::Full) {
    ///         break result;
    ///     }
    /// };
    /// assert!(result.is_ok() && sent > 96);
    /// ```
    pub fn sequence(
        &mut self,
        write: impl FnOnce(&mut Sequence<'_, 'w, S>) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        self.layout.enter_sequence(self.written())?;
        let result = write(&mut Sequence { writer: self, at: 0 });
        self.layout.leave_sequence(result);
        result
    }
}

impl<'w, S: Sink> Sequence<'_, 'w, S> {
    /// Does this unless it was done before.
    pub fn once(&mut self, write: impl FnOnce(&mut Writer<'w, S>) -> Result<(), WriteError>) -> Result<(), WriteError> {
        if self.writer.layout.sequence.progress.is_due(&mut self.at) {
            write(self.writer)?;
            self.writer.layout.sequence.progress.finish(self.at);
        }
        Ok(())
    }

    /// Starts a header block, as [`Writer::header_block`].
    pub fn header_block(&mut self, uri: &str, local: &str, attributes: &BlockAttributes<'_>) -> Result<(), WriteError> {
        self.once(|writer| writer.header_block(uri, local, attributes))
    }

    /// Starts a header block with exactly this prefix, as [`Writer::header_block_prefixed`].
    pub fn header_block_prefixed(
        &mut self,
        prefix: &str,
        uri: &str,
        local: &str,
        attributes: &BlockAttributes<'_>,
    ) -> Result<(), WriteError> {
        self.once(|writer| writer.header_block_prefixed(prefix, uri, local, attributes))
    }

    /// Ends the item at hand, as [`Writer::end`].
    pub fn end_item(&mut self) -> Result<(), WriteError> {
        self.once(|writer| writer.end())
    }

    /// Starts an element inside the item.
    pub fn start(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.once(|writer| writer.xml().start(uri, local))
    }

    /// Writes an attribute of the element just started, if there is a value for it.
    pub fn attribute(&mut self, uri: &str, local: &str, value: Option<&str>) -> Result<(), WriteError> {
        match value {
            Some(value) => self.once(|writer| writer.xml().attribute(uri, local, value)),
            None => Ok(()),
        }
    }

    /// Writes text of any length.
    pub fn text(&mut self, text: &str) -> Result<(), WriteError> {
        self.pieces(text.as_bytes(), |writer, rest| writer.xml().text_bytes(rest))
    }

    /// Writes bytes of any length as base64.
    pub fn base64(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        self.pieces(bytes, |writer, rest| writer.xml().base64(rest))
    }

    /// Writes a QName as text.
    pub fn text_qname(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.once(|writer| writer.xml().text_qname(uri, local))
    }

    /// Ends the innermost element that was started here.
    pub fn end(&mut self) -> Result<(), WriteError> {
        self.once(|writer| writer.xml().end())
    }

    /// Writes an element with text only.
    pub fn leaf(&mut self, uri: &str, local: &str, text: &str) -> Result<(), WriteError> {
        self.start(uri, local)?;
        self.text(text)?;
        self.end()
    }

    /// Writes a kept element inside the item, with the prefixes it was read with.
    pub fn element(&mut self, element: &Element<'_>) -> Result<(), WriteError> {
        self.kept(element, None, false)
    }

    /// Writes a kept element as a header block, with the prefixes and attributes it was read with. `mark` is an
    /// attribute, by URI, local name and value, that it gets, be it in the place of one it has.
    pub fn kept_block(&mut self, element: &Element<'_>, mark: Option<(&str, &str, &str)>) -> Result<(), WriteError> {
        self.kept(element, mark, true)
    }

    fn kept(&mut self, element: &Element<'_>, mark: Option<(&str, &str, &str)>, block: bool) -> Result<(), WriteError> {
        let mut depth = 0_u32;
        for event in element.events() {
            match event {
                Kept::Start(element) => {
                    let mark = mark.filter(|_| depth == 0);
                    self.kept_start(&element, mark, block && depth == 0)?;
                    depth = depth.saturating_add(1);
                }
                Kept::Text(text) => self.text(text.as_str())?,
                Kept::End => {
                    depth = depth.saturating_sub(1);
                    match block && depth == 0 {
                        true => self.end_item()?,
                        false => self.end()?,
                    }
                }
            }
        }
        Ok(())
    }

    fn kept_start(
        &mut self,
        element: &Element<'_>,
        mark: Option<(&str, &str, &str)>,
        block: bool,
    ) -> Result<(), WriteError> {
        let (name, prefix) = (element.name(), element.prefix().as_str());
        self.once(|writer| match block {
            true => {
                let attributes = BlockAttributes::default();
                writer.header_block_prefixed(prefix, name.uri.as_str(), name.local.as_str(), &attributes)
            }
            false => writer.xml().start_prefixed(prefix, name.uri.as_str(), name.local.as_str()),
        })?;
        let is_marked = |name: &QName<'_>| mark.is_some_and(|(uri, local, _)| name.local == local && name.uri == uri);
        self.attributes_of(element, &is_marked)?;
        match mark {
            Some((uri, local, value)) => self.attribute(uri, local, Some(value)),
            None => Ok(()),
        }
    }

    /// Writes the attributes of a kept element, with the prefixes it was read with, on the element just started; those
    /// that `leave_out` names are left out. A `mustUnderstand` that SOAP 1.1 was read with in words becomes a digit.
    pub fn attributes_of(
        &mut self,
        element: &Element<'_>,
        leave_out: &dyn Fn(&QName<'_>) -> bool,
    ) -> Result<(), WriteError> {
        let bindings = element.bindings().map(|binding| (binding.text(), binding.uri()));
        let prefixes = element.attributes().map(|attribute| (attribute.prefix(), attribute.name().uri));
        // All of them before the first attribute, after which a prefix may not change its namespace any more. `xml` is
        // always declared and must not be declared again.
        for (prefix, uri) in bindings.chain(prefixes).filter(|(prefix, _)| !prefix.is_empty() && *prefix != "xml") {
            self.once(|writer| {
                let mut xml = writer.xml();
                match xml.prefix(uri.as_str()).is_some_and(|known| known == prefix) {
                    true => Ok(()),
                    false => xml.namespace(prefix.as_str(), uri.as_str()),
                }
            })?;
        }
        for attribute in element.attributes() {
            let name = attribute.name();
            if leave_out(&name) {
                continue;
            }
            let prefix = attribute.prefix();
            let flag = boolean(attribute.value().as_bytes(), true);
            let value = match flag.filter(|_| name.local == "mustUnderstand" && name.namespace() == Namespace::Soap11) {
                // What a lenient reader took in words a strict one must be able to read.
                Some(true) => "1",
                Some(false) => "0",
                None => attribute.value().as_str(),
            };
            self.once(|writer| {
                let (uri, local) = (name.uri.as_str(), name.local.as_str());
                match prefix.is_empty() {
                    true => writer.xml().attribute(uri, local, value),
                    false => writer.xml().attribute_prefixed(prefix.as_str(), uri, local, value),
                }
            })?;
        }
        Ok(())
    }

    /// Writes content of any length, in as many pieces as it takes.
    fn pieces(
        &mut self,
        content: &[u8],
        mut write: impl FnMut(&mut Writer<'w, S>, &[u8]) -> Result<usize, WriteError>,
    ) -> Result<(), WriteError> {
        if !self.writer.layout.sequence.progress.is_due(&mut self.at) {
            return Ok(());
        }
        while let Some(rest) = content.get(self.progress().taken..).filter(|rest| !rest.is_empty()) {
            let taken = write(self.writer, rest)?;
            self.progress().taken = self.progress().taken.saturating_add(taken);
        }
        self.writer.layout.sequence.progress.finish(self.at);
        Ok(())
    }

    fn progress(&mut self) -> &mut Progress {
        &mut self.writer.layout.sequence.progress
    }
}
