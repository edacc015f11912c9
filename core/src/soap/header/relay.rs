//! Events written as they were read: what a node that stands between sends on, of any size.

use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::event::{Event, Section};
use crate::soap::write::layout::Place;
use crate::soap::write::sequence::Sequence;
use crate::soap::write::writer::Writer;
use crate::xml::{Call, Start, Taken, texts};

impl<'w, S: Sink> Sequence<'_, 'w, S> {
    /// Writes an event of a message as it was read, with its prefixes, declarations and attributes.
    ///
    /// All events of a message, one after the other, make it anew, from its Envelope to its end; [`Event::NeedInput`]
    /// writes nothing. What is not to be sent on is skipped by the reader, and blocks of the node's own are written
    /// between the events, after that of the Header. Comments, processing instructions and white space between the
    /// parts of the envelope are no events, and are gone.
    ///
    /// ```
    /// # use soapstone::{buf::Buffer, soap::{Event, Reader, Version, Writer}};
    /// let message = b"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><m:a xmlns:m='urn:m' k='1'/></e:Body></e:Envelope>";
    /// let (mut workspace, mut memory, mut scratch) = ([0; 512], [0; 256], [0; 512]);
    /// let mut reader = Reader::new(&mut workspace);
    /// let mut writer = Writer::new(Buffer::new(&mut memory), &mut scratch, Version::Soap12);
    /// let mut input = &message[..];
    /// loop {
    ///     let event = reader.next(&mut input, true)?;
    ///     writer.sequence(|steps| steps.event(&event)).unwrap();
    ///     if let Event::Finished = event {
    ///         break;
    ///     }
    /// }
    /// let copy = core::str::from_utf8(writer.sink().bytes()).unwrap();
    /// assert!(copy.ends_with(r#"<e:Body><m:a xmlns:m="urn:m" k="1"/></e:Body></e:Envelope>"#));
    /// # Ok::<(), soapstone::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): the message is of another version than the writer.
    /// [`OutOfOrder`](ErrorKind::OutOfOrder): this cannot follow what was written.
    pub fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::HeaderBlock(block) => self.part(Section::HeaderBlock, &block.start()),
            Event::Envelope(version, start) => {
                self.call(|writer| writer.refuse(*version != writer.layout.version, ErrorKind::InvalidArgument));
                self.part(Section::Envelope, start);
            }
            Event::Header(start)
            | Event::Body(start)
            | Event::BodyEntry(start)
            | Event::Fault(start)
            | Event::Trailer(start) => self.part(event.section(), start),
            Event::Start(_, start) => {
                let name = start.name();
                let (prefix, uri, local) = (name.prefix(), name.uri(), name.local());
                self.inside(Call::START_PREFIXED, &texts([uri.as_str(), local.as_str(), "", prefix.as_str()]));
                self.tag(start);
            }
            Event::Text(_, text) => self.text(text.as_str()),
            Event::End(..) => self.end(),
            Event::Close(section, _) if section.is_item() => self.end_item(),
            Event::Finished => self.call(|writer| writer.end_envelope()),
            Event::Close(..) | Event::NeedInput => {}
        }
    }

    fn part(&mut self, section: Section, start: &Start<'_>) {
        self.call(|writer| writer.reopen(section, start));
        self.tag(start);
    }

    /// Writes what is in a start tag besides the name. Nothing is checked that the reader has let pass.
    fn tag(&mut self, start: &Start<'_>) {
        // `xml` is bound without being declared.
        for declaration in start.declarations().filter(|declaration| declaration.prefix != "xml") {
            let (prefix, uri) = (declaration.prefix, declaration.uri);
            self.call(|writer| writer.xml.make(Call::NAMESPACE, &texts([uri.as_str(), "", "", prefix.as_str()])));
        }
        for attribute in start.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let (prefix, uri, local) = (name.prefix(), name.uri(), name.local());
            let (prefix, uri, local, value) = (prefix.as_str(), uri.as_str(), local.as_str(), value.as_str());
            self.call(|writer| writer.xml.make(Call::ATTRIBUTE_PREFIXED, &texts([uri, local, value, prefix])));
        }
    }
}

impl<S: Sink> Writer<'_, S> {
    /// Starts a part of the envelope with the prefix it was read with. What is open before it is closed.
    fn reopen(&mut self, section: Section, start: &Start<'_>) -> Taken {
        let name = start.name();
        let (prefix, uri, local) = (name.prefix(), name.uri(), name.local());
        if section == Section::Envelope {
            return self.begin_envelope(Some(prefix.as_bytes()));
        }
        let before = self.before_body();
        let (place, local) = match section {
            Section::Header => (Place::Header, "Header"),
            Section::HeaderBlock => (Place::HeaderBlock, local.as_str()),
            Section::Body => (Place::Body, "Body"),
            Section::Trailer => (Place::Trailer, local.as_str()),
            _ => (Place::BodyEntry, local.as_str()),
        };
        self.check(match place {
            Place::Header => self.layout.place == Place::Envelope,
            Place::HeaderBlock => before,
            Place::Body => before || self.layout.place == Place::AfterHeader,
            Place::Trailer => self.up_to_body() || self.layout.place == Place::AfterBody,
            _ => self.up_to_body(),
        })?;
        match place {
            Place::Header => {}
            Place::HeaderBlock => self.open_header()?,
            Place::Body if self.layout.place == Place::Header => self.close(Place::AfterHeader)?,
            Place::Body => {}
            Place::Trailer => self.close_body()?,
            _ => self.open_body()?,
        }
        self.xml.make(Call::START_PREFIXED, &texts([uri.as_str(), local, "", prefix.as_str()]))?;
        self.layout.entries |= place == Place::BodyEntry;
        self.layout.fault |= section == Section::Fault;
        self.arrive(place)
    }
}
