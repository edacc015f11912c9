//! Writes a document the way it was read, through an output buffer of any size.

use crate::event::Event;
use crate::feed::Collect;
use soapstone::buf::Buffer;
use soapstone::xml::{End, Start, Str, WriteError, Writer};
use soapstone::{Error, Limits};

/// Takes events and writes them.
pub struct Rewriter<'m> {
    writer: Writer<'m, Buffer<'m>>,
    /// What the buffer was drained into.
    out: Vec<u8>,
    error: Option<Error>,
}

impl<'m> Rewriter<'m> {
    /// A writer with this buffer, workspace and these limits.
    pub fn new(buffer: &'m mut [u8], workspace: &'m mut [u8], limits: Limits) -> Self {
        Rewriter { writer: Writer::with_limits(Buffer::new(buffer), workspace, limits), out: Vec::new(), error: None }
    }

    /// Makes room for an output of this many bytes, so that none is made later.
    pub fn reserve(&mut self, bytes: usize) {
        self.out.reserve(bytes);
    }

    /// The document written.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.call(|writer| writer.finish());
        self.drain();
        self.error.map_or(Ok(self.out), Err)
    }

    /// Makes a call, draining the buffer as often as it asks for that. After an error nothing is written.
    fn call<T: Default>(&mut self, call: impl Fn(&mut Writer<'m, Buffer<'m>>) -> Result<T, WriteError>) -> T {
        while self.error.is_none() {
            match call(&mut self.writer) {
                Ok(value) => return value,
                Err(WriteError::Full) => self.drain(),
                Err(WriteError::Error(error)) => self.error = Some(error),
            }
        }
        T::default()
    }

    fn drain(&mut self) {
        self.out.extend(self.writer.sink().bytes());
        self.writer.sink_mut().clear();
    }
}

impl Collect for Rewriter<'_> {
    fn start(&mut self, start: &Start<'_>) {
        let name = start.name();
        self.call(|w| w.start_prefixed(name.prefix().as_str(), name.uri().as_str(), name.local().as_str()));
        // `xml` is bound without being declared, and the writer refuses to declare it. Basic Profile 1.1, R1033.
        for d in start.declarations().filter(|d| d.prefix != "xml") {
            self.call(|w| w.namespace(d.prefix.as_str(), d.uri.as_str()));
        }
        for a in start.attributes() {
            let (name, value) = (a.name(), a.value());
            let (prefix, uri, local) = (name.prefix(), name.uri(), name.local());
            self.call(|w| w.attribute_prefixed(prefix.as_str(), uri.as_str(), local.as_str(), value.as_str()));
        }
    }

    fn text(&mut self, text: Str<'_>) {
        let mut rest = text.as_str();
        while !rest.is_empty() && self.error.is_none() {
            let taken = self.call(|w| w.text(rest));
            rest = &rest[taken..];
        }
    }

    fn end(&mut self, _: &End<'_>) {
        self.call(|w| w.end());
    }
}

/// Events whose declarations stand in the order of their prefixes and leave `xml` out: nothing else is said by it.
pub fn normalised(mut events: Vec<Event>) -> Vec<Event> {
    for event in &mut events {
        if let Event::Start { decls, .. } = event {
            decls.retain(|d| d.prefix != "xml");
            decls.sort();
        }
    }
    events
}
