//! What comes out, in the notation of the vectors.

use super::*;

/// What came out, in the notation of the vectors.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) out: String,
    pub(crate) in_text: bool,
    pub(crate) version: Option<Version>,
}

impl Log {
    pub(crate) fn event(&mut self, event: &Event<'_>) {
        if let Event::Text(_, text) = event {
            match self.in_text {
                true => self.out.truncate(self.out.len() - 1),
                false => self.out.push('"'),
            }
            write!(self.out, "{text}\"").unwrap();
            self.in_text = true;
            return;
        }
        self.in_text = false;
        match event {
            Event::Envelope(version, _) => {
                self.version = Some(*version);
                write!(self.out, "[envelope {}]", version.name()).unwrap();
            }
            Event::Header(_) => self.out.push_str("[header]"),
            Event::HeaderBlock(block) => self.block(block),
            Event::Body(_) => self.out.push_str("[body]"),
            Event::BodyEntry(start) => self.entry(start),
            Event::Fault(_) => self.out.push_str("[fault]"),
            Event::Trailer(start) => write!(self.out, "[trailer {}]", name(start.name())).unwrap(),
            Event::Start(_, start) => self.start(start),
            Event::End(_, end) => write!(self.out, "</{}>", name(end.name())).unwrap(),
            Event::Close(section, _) => write!(self.out, "[/{}]", part(*section)).unwrap(),
            Event::Text(..) | Event::NeedInput | Event::Finished => unreachable!(),
        }
    }

    pub(crate) fn block(&mut self, block: &HeaderBlock<'_>) {
        write!(self.out, "[block {}", name(block.name())).unwrap();
        if block.must_understand() {
            self.out.push_str(" mustUnderstand");
        }
        if block.relay() {
            self.out.push_str(" relay");
        }
        if let Some(role) = block.role() {
            write!(self.out, " role=\"{role}\"").unwrap();
        }
        let target = block.target();
        self.out.push_str(match target {
            Target::UltimateReceiver => "",
            Target::Next => " for=next",
            Target::None => " for=none",
            Target::Role(_) => " for=role",
        });
        assert_eq!(block.targets(&[], true), matches!(target, Target::UltimateReceiver | Target::Next));
        assert_eq!(block.targets(&[], false), target == Target::Next);
        let own = block.role().map(|role| role.as_str().to_owned()).unwrap_or_default();
        assert_eq!(block.targets(&["urn:x:", &own], false), matches!(target, Target::Role(_) | Target::Next));
        if let Some(qname) = QName::of_attribute(&block.start()) {
            write!(self.out, " qname={}", qualified(&qname)).unwrap();
        }
        self.out.push(']');
    }

    pub(crate) fn entry(&mut self, start: &Start<'_>) {
        write!(self.out, "[entry {}", name(start.name())).unwrap();
        self.out.push_str(match EncodingStyle::of(start, self.version.unwrap()) {
            None => "",
            Some(EncodingStyle::None) => " encoding=none",
            Some(EncodingStyle::Soap) => " encoding=soap",
            Some(EncodingStyle::Unknown) => " encoding=unknown",
        });
        self.out.push(']');
    }

    pub(crate) fn start(&mut self, start: &Start<'_>) {
        write!(self.out, "<{}", name(start.name())).unwrap();
        for attribute in start.attributes() {
            write!(self.out, " {}=\"{}\"", name(attribute.name()), attribute.value()).unwrap();
        }
        self.out.push('>');
    }

    pub(crate) fn fault(&mut self, fault: &Fault<'_>) {
        self.in_text = false;
        self.out.push_str("[/fault");
        if fault.code != QName::default() {
            write!(self.out, " code={}", qualified(&fault.code)).unwrap();
        }
        for subcode in fault.subcodes {
            write!(self.out, " subcode={}", qualified(&subcode)).unwrap();
        }
        for reason in fault.reasons {
            let lang = reason.lang.map(|lang| format!("({lang})")).unwrap_or_default();
            write!(self.out, " reason{lang}=\"{}\"", reason.text).unwrap();
        }
        for (name, value) in [("node", fault.node), ("role", fault.role)] {
            if let Some(value) = value {
                write!(self.out, " {name}=\"{value}\"").unwrap();
            }
        }
        self.out.push_str(if fault.detail { " detail]" } else { "]" });
    }

    pub(crate) fn error(&mut self, error: &Error, reader: &Reader<'_>) {
        write!(self.out, "!{}@{}", error.kind.name(), error.offset).unwrap();
        if let Some(exceeded) = error.exceeded {
            write!(self.out, ":{}={}", exceeded.limit.name(), exceeded.needed).unwrap();
        }
        if reader.version().is_none() && error.kind.name().starts_with("soap.") {
            write!(self.out, " reply={}", reader.reply_version().name()).unwrap();
        }
    }
}

pub(crate) fn name(name: Name<'_>) -> String {
    match name.uri().is_empty() {
        true => name.local().to_string(),
        false => format!("{name:?}"),
    }
}

pub(crate) fn qualified(name: &QName<'_>) -> String {
    match name.uri.is_empty() {
        true => name.local.to_string(),
        false => format!("{name:?}"),
    }
}

pub(crate) fn part(section: Section) -> &'static str {
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
