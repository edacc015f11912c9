//! The events of a document as one number.

use crate::feed::Collect;
use soapstone::xml;

/// Folds events into a number that does not depend on how text was cut into pieces.
///
/// FNV-1a over the strings, each closed by a byte that UTF-8 never contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

const START: u8 = 0xF8;
const END: u8 = 0xF9;
const PART: u8 = 0xFA;
const DECLARATION: u8 = 0xFB;
const ATTRIBUTE: u8 = 0xFC;

impl Digest {
    fn mark(&mut self, mark: u8) {
        self.0 = (self.0 ^ u64::from(mark)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.mark(byte);
        }
    }

    fn part(&mut self, text: xml::Str<'_>) {
        self.add(text.as_bytes());
        self.mark(PART);
    }

    fn name(&mut self, name: &xml::Name<'_>) {
        self.mark(name.namespace() as u8);
        self.part(name.uri());
        self.part(name.prefix());
        self.part(name.local());
    }
}

impl Collect for Digest {
    fn start(&mut self, start: &xml::Start<'_>) {
        self.mark(START);
        self.add(&start.offset().to_le_bytes());
        self.add(&start.depth().to_le_bytes());
        self.name(&start.name());
        for declaration in start.declarations() {
            self.mark(DECLARATION);
            self.part(declaration.prefix);
            self.part(declaration.uri);
        }
        for attribute in start.attributes() {
            self.mark(ATTRIBUTE);
            self.name(&attribute.name());
            self.part(attribute.value());
        }
    }

    fn text(&mut self, text: xml::Str<'_>) {
        self.add(text.as_bytes());
    }

    fn end(&mut self, end: &xml::End<'_>) {
        self.mark(END);
        self.add(&end.depth().to_le_bytes());
        self.name(&end.name());
    }
}
