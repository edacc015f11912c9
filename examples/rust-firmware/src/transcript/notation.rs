//! The notation of the vectors, written event by event.

use core::fmt::{self, Write};
use soapstone::Error;
use soapstone::soap::{EncodingStyle, Event, Fault, HeaderBlock, QName, Section, Target, Version};
use soapstone::xml::{End, Name, Start, Str};

/// Writes events in the notation; pieces of text become one.
pub(super) struct Notation<'o> {
    out: &'o mut dyn Write,
    in_text: bool,
    version: Version,
}

impl<'o> Notation<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Notation { out, in_text: false, version: Version::Soap12 }
    }

    pub(super) fn text(&mut self, text: Str<'_>) -> fmt::Result {
        if !self.in_text {
            self.out.write_char('"')?;
        }
        self.in_text = true;
        self.out.write_str(text.as_str())
    }

    pub(super) fn xml_start(&mut self, start: &Start<'_>) -> fmt::Result {
        self.open("<", &start.name())?;
        for declaration in start.declarations() {
            let colon = if declaration.prefix.is_empty() { "" } else { ":" };
            let (prefix, uri) = (declaration.prefix, declaration.uri);
            self.strings(&[" xmlns", colon, prefix.as_str(), "=\"", uri.as_str(), "\""])?;
        }
        self.attributes(start)
    }

    pub(super) fn end(&mut self, end: &End<'_>) -> fmt::Result {
        self.open("</", &end.name())?;
        self.out.write_char('>')
    }

    /// An event of a message other than its end, the lack of input, and the end of a fault that was read.
    pub(super) fn soap(&mut self, event: &Event<'_>) -> fmt::Result {
        match event {
            Event::Envelope(version, _) => {
                self.version = *version;
                self.part(&["[envelope ", version.name(), "]"])
            }
            Event::Header(_) => self.part(&["[header]"]),
            Event::HeaderBlock(block) => self.block(block),
            Event::Body(_) => self.part(&["[body]"]),
            Event::BodyEntry(start) => self.entry(start),
            Event::Fault(_) => self.part(&["[fault]"]),
            Event::Trailer(start) => {
                self.open("[trailer ", &start.name())?;
                self.out.write_char(']')
            }
            Event::Start(_, start) => {
                self.open("<", &start.name())?;
                self.attributes(start)
            }
            Event::Text(_, text) => self.text(*text),
            Event::End(_, end) => self.end(end),
            Event::Close(section, _) => self.part(&["[/", section_name(*section), "]"]),
            Event::NeedInput | Event::Finished => Ok(()),
        }
    }

    pub(super) fn fault(&mut self, fault: &Fault<'_>) -> fmt::Result {
        self.part(&["[/fault"])?;
        if fault.code != QName::default() {
            self.qname(" code=", &fault.code)?;
        }
        for subcode in fault.subcodes {
            self.qname(" subcode=", &subcode)?;
        }
        for reason in fault.reasons {
            self.out.write_str(" reason")?;
            if let Some(lang) = reason.lang {
                self.strings(&["(", lang.as_str(), ")"])?;
            }
            self.strings(&["=\"", reason.text.as_str(), "\""])?;
        }
        for (name, value) in [(" node=\"", fault.node), (" role=\"", fault.role)] {
            if let Some(value) = value {
                self.strings(&[name, value.as_str(), "\""])?;
            }
        }
        self.out.write_str(if fault.detail { " detail]" } else { "]" })
    }

    pub(super) fn error(&mut self, error: &Error) -> fmt::Result {
        self.part(&["!", error.kind.name()])?;
        write!(self.out, "@{}", error.offset)?;
        match error.exceeded {
            Some(exceeded) => write!(self.out, ":{}={}", exceeded.limit.name(), exceeded.needed),
            None => Ok(()),
        }
    }

    /// The version of the answer to a message whose own is not known.
    pub(super) fn reply(&mut self, version: Version) -> fmt::Result {
        self.strings(&[" reply=", version.name()])
    }

    /// Ends the text that may be open.
    pub(super) fn finish(&mut self) -> fmt::Result {
        match core::mem::take(&mut self.in_text) {
            true => self.out.write_char('"'),
            false => Ok(()),
        }
    }

    fn block(&mut self, block: &HeaderBlock<'_>) -> fmt::Result {
        self.open("[block ", &block.name())?;
        if block.must_understand() {
            self.out.write_str(" mustUnderstand")?;
        }
        if block.relay() {
            self.out.write_str(" relay")?;
        }
        if let Some(role) = block.role() {
            self.strings(&[" role=\"", role.as_str(), "\""])?;
        }
        self.out.write_str(match block.target() {
            Target::UltimateReceiver => "",
            Target::Next => " for=next",
            Target::None => " for=none",
            Target::Role(_) => " for=role",
        })?;
        if let Some(name) = QName::of_attribute(&block.start()) {
            self.qname(" qname=", &name)?;
        }
        self.out.write_char(']')
    }

    fn entry(&mut self, start: &Start<'_>) -> fmt::Result {
        self.open("[entry ", &start.name())?;
        self.out.write_str(match EncodingStyle::of(start, self.version) {
            None => "]",
            Some(EncodingStyle::None) => " encoding=none]",
            Some(EncodingStyle::Soap) => " encoding=soap]",
            Some(EncodingStyle::Unknown) => " encoding=unknown]",
        })
    }

    fn attributes(&mut self, start: &Start<'_>) -> fmt::Result {
        for attribute in start.attributes() {
            self.open(" ", &attribute.name())?;
            self.strings(&["=\"", attribute.value().as_str(), "\""])?;
        }
        self.out.write_char('>')
    }

    fn qname(&mut self, before: &str, name: &QName<'_>) -> fmt::Result {
        self.name(before, name.uri.as_str(), name.local.as_str())
    }

    fn open(&mut self, before: &str, name: &Name<'_>) -> fmt::Result {
        self.finish()?;
        self.name(before, name.uri().as_str(), name.local().as_str())
    }

    fn name(&mut self, before: &str, uri: &str, local: &str) -> fmt::Result {
        match uri {
            "" => self.strings(&[before, local]),
            uri => self.strings(&[before, "{", uri, "}", local]),
        }
    }

    fn part(&mut self, strings: &[&str]) -> fmt::Result {
        self.finish()?;
        self.strings(strings)
    }

    fn strings(&mut self, strings: &[&str]) -> fmt::Result {
        strings.iter().try_for_each(|string| self.out.write_str(string))
    }
}

fn section_name(section: Section) -> &'static str {
    match section {
        Section::Document => "document",
        Section::Envelope => "envelope",
        Section::Header => "header",
        Section::HeaderBlock => "block",
        Section::Body => "body",
        Section::BodyEntry => "entry",
        Section::Fault => "fault",
        Section::Trailer => "trailer",
    }
}
