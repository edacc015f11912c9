//! Several writes as one that can be repeated.

use crate::ErrorKind;
use crate::buf::Sink;
use crate::slice::after;
use crate::soap::header::block::BlockAttributes;
use crate::soap::write::layout::Layout;
use crate::soap::write::steps::Progress;
use crate::soap::write::writer::Writer;
use crate::xml::{Arguments, Call, NOTHING, Stopped, Str, Taken, WriteError, invalid_byte, texts};

/// The writes of one [`Writer::sequence`], or of one call of the writer itself. Each is done once, whatever the number of
/// repetitions; after one that was refused none is done any more, and the writer keeps why.
pub struct Sequence<'a, 'w, S> {
    writer: &'a mut Writer<'w, S>,
    mode: Mode,
    at: u32,
    stopped: Option<Stopped>,
}

/// What becomes of the writes of a sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::soap) enum Mode {
    /// They are what stands inside an item.
    Inside,
    /// They are an item of the envelope.
    Item,
    /// Nothing is written: what could not be is refused.
    Check,
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
        let mut write = Some(write);
        let written = self.in_sequence(&mut |steps| {
            if let Some(write) = write.take() {
                write(steps);
            }
        });
        self.outcome(written)
    }

    /// The same for callers who look up why it was refused: one for all of them.
    #[doc(hidden)]
    pub fn in_sequence(&mut self, write: &mut dyn FnMut(&mut Sequence<'_, 'w, S>)) -> Taken {
        let enters = !self.xml.is_latched() && self.layout.enter_sequence();
        self.refuse(!enters, ErrorKind::OutOfOrder)?;
        let taken = self.writes(Mode::Inside, write);
        if self.layout.leave_sequence(taken.err()) {
            self.xml.latch();
        }
        taken
    }

    /// Makes the writes of a sequence.
    pub(in crate::soap) fn writes(&mut self, mode: Mode, write: impl FnOnce(&mut Sequence<'_, 'w, S>)) -> Taken {
        let mut sequence = Sequence { writer: self, mode, at: 0, stopped: None };
        write(&mut sequence);
        sequence.stopped.map_or(Ok(()), Err)
    }

    fn progress(&mut self, mode: Mode) -> &mut Progress {
        match mode {
            Mode::Inside => &mut self.layout.sequence.progress,
            Mode::Item | Mode::Check => &mut self.layout.progress,
        }
    }
}

impl<'w, S: Sink> Sequence<'_, 'w, S> {
    /// Does this unless it was done before.
    pub fn once(&mut self, write: impl FnOnce(&mut Writer<'w, S>) -> Result<(), WriteError>) {
        self.call(|writer| {
            let written = write(writer);
            writer.xml.taken(written)
        });
    }

    /// The same for a write that keeps why it was refused.
    pub(crate) fn call(&mut self, write: impl FnOnce(&mut Writer<'w, S>) -> Taken) {
        if self.is_due(NOTHING) {
            let taken = write(self.writer);
            self.take(taken);
        }
    }

    /// Refuses the sequence, for the caller's own reason.
    pub fn refuse(&mut self, kind: ErrorKind) {
        self.call(|writer| Err(writer.xml.refuse(kind)));
    }

    /// Refuses the sequence for what is wrong, also one that is only checked.
    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn expect(&mut self, right: Result<(), ErrorKind>) {
        if let (Mode::Check, Err(kind)) = (self.mode, right) {
            self.stopped = Some(self.writer.xml.refuse(kind));
        }
    }

    /// Starts a header block, as [`Writer::header_block`].
    #[cfg_attr(small, inline(always))]
    pub fn header_block(&mut self, uri: &str, local: &str, attributes: &BlockAttributes<'_>) {
        self.block(Call::START, &texts([uri, local, "", ""]), attributes);
    }

    /// Starts a header block with exactly this prefix, as [`Writer::header_block_prefixed`].
    pub fn header_block_prefixed(&mut self, prefix: &str, uri: &str, local: &str, attributes: &BlockAttributes<'_>) {
        self.block(Call::START_PREFIXED, &texts([uri, local, "", prefix]), attributes);
    }

    /// Starts a header block by this call, one of those that start an element.
    pub(crate) fn block(&mut self, call: Call, name: &Arguments<'_>, attributes: &BlockAttributes<'_>) {
        self.call(|writer| writer.begin_block(call, name, attributes));
    }

    /// Ends the item at hand, as [`Writer::end`].
    pub fn end_item(&mut self) {
        self.call(|writer| writer.end_item());
    }

    /// Starts an element inside the item.
    pub fn start(&mut self, uri: &str, local: &str) {
        self.start_element(uri.as_bytes(), local.as_bytes());
    }

    pub(in crate::soap) fn start_element(&mut self, uri: &[u8], local: &[u8]) {
        self.inside(Call::START, &[uri, local, &[], &[]]);
    }

    /// Writes an attribute of the element just started, if there is a value for it.
    #[cfg_attr(small, inline(always))]
    pub fn attribute(&mut self, uri: &str, local: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.attribute_value(uri, local, value.into());
        }
    }

    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn attribute_value(&mut self, uri: &str, local: &str, value: Str<'_>) {
        self.inside(Call::ATTRIBUTE, &[uri.as_bytes(), local.as_bytes(), value.as_bytes(), &[]]);
    }

    /// What is known of the message.
    pub(in crate::soap) fn layout(&self) -> &Layout {
        &self.writer.layout
    }

    /// The same for an attribute in the namespace of the Envelope.
    #[cfg_attr(small, inline(never))]
    pub(in crate::soap) fn attribute_of_soap(&mut self, local: &str, value: Option<&str>) {
        self.attribute(self.layout().version.uri(), local, value);
    }

    /// Writes an attribute of the element just started, with exactly this prefix.
    pub fn attribute_prefixed(&mut self, prefix: &str, uri: &str, local: &str, value: &str) {
        self.inside(Call::ATTRIBUTE_PREFIXED, &texts([uri, local, value, prefix]));
    }

    /// Writes an attribute of the element just started whose value is a QName.
    pub fn attribute_qname(&mut self, uri: &str, local: &str, value_uri: &str, value_local: &str) {
        self.inside(Call::ATTRIBUTE_QNAME, &texts([uri, local, value_local, value_uri]));
    }

    /// Declares a prefix on the element just started.
    pub fn namespace(&mut self, prefix: &str, uri: &str) {
        self.inside(Call::NAMESPACE, &texts([uri, "", "", prefix]));
    }

    /// Writes text of any length.
    pub fn text(&mut self, text: &str) {
        self.content(Call::TEXT, text.as_bytes());
    }

    /// Writes bytes of any length as base64.
    pub fn base64(&mut self, bytes: &[u8]) {
        self.content(Call::BASE64, bytes);
    }

    /// Writes a QName as text.
    pub fn text_qname(&mut self, uri: &str, local: &str) {
        self.inside(Call::TEXT_QNAME, &texts([uri, local, "", ""]));
    }

    /// Ends the innermost element that was started here.
    pub fn end(&mut self) {
        self.inside(Call::END, NOTHING);
    }

    /// Writes an element with text only.
    pub fn leaf(&mut self, uri: &str, local: &str, text: &str) {
        self.value(uri, local, text.into());
    }

    /// Writes an element with this text only.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn value(&mut self, uri: &str, local: &str, text: Str<'_>) {
        self.start(uri, local);
        self.content(Call::TEXT, text.as_bytes());
        self.end();
    }

    /// Makes a call inside the item.
    pub(crate) fn inside(&mut self, call: Call, arguments: &Arguments<'_>) {
        if self.begin(call, arguments) {
            let taken = self.writer.xml.make(call, arguments);
            self.take(taken);
        }
    }

    /// Makes a call that writes content of any length, in as many pieces as it takes.
    pub(crate) fn content(&mut self, call: Call, content: &[u8]) {
        let mut arguments = [content, &[], &[], &[]];
        if self.begin(call, &arguments) {
            let taken = self.pieces(call, &mut arguments);
            self.take(taken);
        }
    }

    fn pieces(&mut self, call: Call, arguments: &mut Arguments<'_>) -> Taken {
        let [content, ..] = *arguments;
        loop {
            let [piece, ..] = arguments;
            *piece = after(content, self.writer.progress(self.mode).taken);
            if piece.is_empty() {
                return Ok(());
            }
            self.writer.xml.make(call, arguments)?;
            let taken = self.writer.xml.taken_bytes();
            let progress = self.writer.progress(self.mode);
            progress.taken = progress.taken.wrapping_add(taken);
        }
    }

    /// Whether a call of the XML writer is still to be made, and may be.
    #[cfg_attr(small, inline(never))]
    fn begin(&mut self, call: Call, arguments: &Arguments<'_>) -> bool {
        if !self.is_due(arguments) {
            return false;
        }
        if self.mode == Mode::Inside {
            self.stopped = self.writer.xml().guard(call, arguments).err();
        }
        self.stopped.is_none()
    }

    /// Whether a write is still to be done. One that is only checked is refused when it has a character that XML cannot hold.
    #[cfg_attr(small, inline(never))]
    fn is_due(&mut self, arguments: &Arguments<'_>) -> bool {
        if self.mode == Mode::Check {
            let bad = self.stopped.is_none() && arguments.iter().any(|text| invalid_byte(text).is_some());
            self.expect(if bad { Err(ErrorKind::WriteChar) } else { Ok(()) });
            return false;
        }
        self.stopped.is_none() && {
            let mut at = self.at;
            let due = self.writer.progress(self.mode).is_due(&mut at);
            self.at = at;
            due
        }
    }

    fn take(&mut self, taken: Taken) {
        match taken {
            Ok(()) => self.writer.progress(self.mode).finish(self.at),
            Err(stopped) => self.stopped = Some(stopped),
        }
    }
}
