//! Several writes as one that can be repeated.

use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::header::block::BlockAttributes;
use crate::soap::write::writer::Writer;
use crate::xml::{Call, Stopped, Taken, WriteError, calls};

/// The writes of one [`Writer::sequence`]. Each is done once, whatever the number of repetitions.
pub struct Sequence<'a, 'w, S> {
    writer: &'a mut Writer<'w, S>,
    at: u32,
    stopped: bool,
}

impl<'w, S: Sink> Writer<'w, S> {
    /// Makes several writes as one: what is larger than the sink can be written so without keeping count. When it
    /// answers [`Full`](WriteError::Full), drain the sink and call again with a closure that does the same.
    ///
    /// After a write that was refused the others do nothing. An error, when it is not the first write that it befell,
    /// latches, for the message cannot be completed.
    ///
    /// ```
    /// # use soapstone::{buf::Buffer, soap::{BlockAttributes, Version, Writer}, xml::WriteError};
    /// # let (mut memory, mut workspace) = ([0; 96], [0; 256]);
    /// # let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    /// # while let Err(WriteError::Full) = writer.envelope() { writer.sink_mut().clear(); }
    /// let mut sent = 0;
    /// let result = loop {
    ///     let result = writer.sequence(|steps| {
    ///         steps.header_block("urn:meter", "session", &BlockAttributes::default());
    ///         steps.text("a text that is longer than the buffer of this small device may be");
    ///         steps.end_item();
    ///     });
    ///     sent += writer.sink().bytes().len();
    ///     writer.sink_mut().clear();
    ///     if result != Err(WriteError::Full) {
    ///         break result;
    ///     }
    /// };
    /// assert!(result.is_ok() && sent > 96);
    /// ```
    pub fn sequence(&mut self, write: impl FnOnce(&mut Sequence<'_, 'w, S>)) -> Result<(), WriteError> {
        self.layout.enter_sequence(self.written())?;
        let mut sequence = Sequence { writer: self, at: 0, stopped: false };
        write(&mut sequence);
        let stopped = sequence.stopped;
        let why = stopped.then_some(self.xml.why);
        self.layout.leave_sequence(why);
        why.map_or(Ok(()), Err)
    }
}

impl<'w, S: Sink> Sequence<'_, 'w, S> {
    /// Does this unless it was done before.
    pub fn once(&mut self, write: impl FnOnce(&mut Writer<'w, S>) -> Result<(), WriteError>) {
        self.call(|writer| {
            write(writer).map_err(|why| {
                writer.xml.why = why;
                Stopped
            })
        });
    }

    /// The same for a write that keeps why it was refused.
    pub(in crate::soap) fn call(&mut self, write: impl FnOnce(&mut Writer<'w, S>) -> Taken) {
        if self.is_due() {
            let taken = write(self.writer);
            self.take(taken);
        }
    }

    /// Refuses the sequence, for the caller's own reason.
    pub fn refuse(&mut self, kind: ErrorKind) {
        self.call(|writer| Err(writer.xml.refuse(kind)));
    }

    /// Starts a header block, as [`Writer::header_block`].
    pub fn header_block(&mut self, uri: &str, local: &str, attributes: &BlockAttributes<'_>) {
        self.block(None, uri, local, attributes);
    }

    /// Starts a header block with exactly this prefix, as [`Writer::header_block_prefixed`].
    pub fn header_block_prefixed(&mut self, prefix: &str, uri: &str, local: &str, attributes: &BlockAttributes<'_>) {
        self.block(Some(prefix), uri, local, attributes);
    }

    pub(crate) fn block(&mut self, prefix: Option<&str>, uri: &str, local: &str, attributes: &BlockAttributes<'_>) {
        self.call(|writer| writer.begin_block(prefix, uri, local, attributes));
    }

    /// Ends the item at hand, as [`Writer::end`].
    pub fn end_item(&mut self) {
        self.call(|writer| writer.end_item());
    }

    /// Starts an element inside the item.
    pub fn start(&mut self, uri: &str, local: &str) {
        self.inside(&mut calls::start(uri, local));
    }

    /// Writes an attribute of the element just started, if there is a value for it.
    pub fn attribute(&mut self, uri: &str, local: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute_of((uri, local, value), &mut calls::attribute(uri, local, value));
        }
    }

    /// Writes an attribute of the element just started, with exactly this prefix.
    pub fn attribute_prefixed(&mut self, prefix: &str, uri: &str, local: &str, value: &str) {
        self.attribute_of((uri, local, value), &mut calls::attribute_prefixed(prefix, uri, local, value));
    }

    /// Writes an attribute of the element just started whose value is a QName.
    pub fn attribute_qname(&mut self, uri: &str, local: &str, value_uri: &str, value_local: &str) {
        self.attribute_of((uri, local, value_local), &mut calls::attribute_qname(uri, local, value_uri, value_local));
    }

    /// Declares a prefix on the element just started.
    pub fn namespace(&mut self, prefix: &str, uri: &str) {
        self.call(|writer| writer.xml().make(true, &mut calls::namespace(prefix, uri)));
    }

    /// Writes text of any length.
    pub fn text(&mut self, text: &str) {
        self.content(text.as_bytes(), &mut calls::text);
    }

    /// Writes bytes of any length as base64.
    pub fn base64(&mut self, bytes: &[u8]) {
        self.content(bytes, &mut calls::base64);
    }

    /// Writes a QName as text.
    pub fn text_qname(&mut self, uri: &str, local: &str) {
        self.inside(&mut calls::text_qname(uri, local));
    }

    /// Ends the innermost element that was started here.
    pub fn end(&mut self) {
        self.call(|writer| {
            let inside = writer.layout.in_item() && writer.xml.depth() > writer.layout.floor;
            writer.xml().make(inside, &mut calls::end())
        });
    }

    /// Writes an element with text only.
    pub fn leaf(&mut self, uri: &str, local: &str, text: &str) {
        self.start(uri, local);
        self.text(text);
        self.end();
    }

    /// Makes a call inside the item.
    pub(crate) fn inside(&mut self, call: &mut Call<'_>) {
        self.call(|writer| {
            let inside = writer.layout.in_item();
            writer.xml().make(inside, call)
        });
    }

    fn attribute_of(&mut self, (uri, local, value): (&str, &str, &str), call: &mut Call<'_>) {
        self.call(|writer| writer.xml().tag(uri, local, value, call));
    }

    fn content(&mut self, content: &[u8], call: &mut Call<'_>) {
        self.call(|writer| {
            writer.check(writer.layout.in_item())?;
            writer.layout.sequence.progress.pieces(&mut writer.xml, content, call)
        });
    }

    fn is_due(&mut self) -> bool {
        !self.stopped && self.writer.layout.sequence.progress.is_due(&mut self.at)
    }

    fn take(&mut self, taken: Taken) {
        match taken {
            Ok(()) => self.writer.layout.sequence.progress.finish(self.at),
            Err(Stopped) => self.stopped = true,
        }
    }
}
