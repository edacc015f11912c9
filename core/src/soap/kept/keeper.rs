//! Keeping an element: from events to records of the store.

use crate::slice::{after, first};
use crate::soap::event::Event;
use crate::soap::kept::element::Element;
use crate::soap::kept::store::{Kind, SHARED, SHARED_LEN, Store};
use crate::soap::qname::split;
use crate::xml::{End, Name, Start, Str};
use crate::xsd::ncname;
use crate::xsd::whitespace::{is_space, trim_start};
use crate::{Error, ErrorKind, Limit, Namespace};

/// Keeps one element in memory of the caller, where it outlives its events.
///
/// What is kept is every tag, attribute and text, and of the namespaces those that names use: of elements, of
/// attributes, and of QNames in attribute values and text. Text of any number of pieces becomes one. A tag takes 10
/// bytes and its name as written, an attribute and a text 10 bytes and what they say, a QName in a value 10 bytes and
/// its prefix; each of these with a namespace takes its URI too, unless soapstone has a number for it, or 6 bytes where
/// the same URI is kept already. A store that is too small says exactly what it must hold, provided that it can hold the
/// longest text that consists of QNames.
///
/// ```
/// use soapstone::soap::{Event, Keeper, Reader};
///
/// let message = b"<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><m:a xmlns:m='urn:m'><b>7</b></m:a></Body></Envelope>";
/// let (mut workspace, mut store) = ([0; 512], [0; 256]);
/// let mut reader = Reader::new(&mut workspace);
/// let mut keeper = Keeper::new(&mut store);
/// let mut input = &message[..];
/// while !keeper.take(&reader.next(&mut input, true)?) {}
/// let entry = keeper.into_element(reader.offset())?;
/// assert_eq!(entry.children().next().unwrap().text(), "7");
/// # Ok::<(), soapstone::Error>(())
/// ```
#[repr(C)]
pub struct Keeper<'t> {
    // First, where it takes no instruction to have its place.
    pub(in crate::soap) store: Store<'t>,
    /// A text record is open.
    in_text: bool,
    /// The text is the first thing in its element, so it may be QNames.
    simple: bool,
    /// Open kept elements.
    pub(in crate::soap) depth: u16,
    /// A word, as those of [`Uri`].
    next: u32,
    uris: [Uri; REMEMBERED],
}

impl<'t> Keeper<'t> {
    /// A keeper that fills `store`.
    #[cfg_attr(small, inline(always))]
    pub fn new(store: &'t mut [u8]) -> Self {
        Keeper { in_text: false, simple: false, depth: 0, next: 0, store: Store::new(store), uris: Uri::NONE }
    }

    /// Takes an event; whether the element is complete. What comes before an element opens is passed over: a keeper
    /// that is given all events of a message keeps the first body entry, fault or trailer, or the first element inside
    /// an item when it comes later.
    pub fn take(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::HeaderBlock(block) => self.start(&block.start()),
            Event::BodyEntry(start) | Event::Fault(start) | Event::Trailer(start) | Event::Start(_, start) => {
                self.start(start);
            }
            Event::Text(_, text) => self.push_text(*text),
            Event::End(_, end) | Event::Close(_, end) if self.depth > 0 => {
                self.end(end);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    /// The element, once it is complete; `None` before, and when the store ran over.
    pub fn element(&self) -> Option<Element<'_>> {
        Element::at(self.store.records(), 0).filter(|_| self.depth == 0)
    }

    /// What the store must hold for what was taken so far, when it is too small.
    pub fn exceeded(&self) -> Option<u64> {
        self.store.exceeded()
    }

    /// The element, for as long as the store lives.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit) at `offset`: the store is too small, with what it must hold.
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument): the element is not complete.
    pub fn into_element(self, offset: u64) -> Result<Element<'t>, Error> {
        if let Some(needed) = self.store.exceeded() {
            return Err(Error::limit(Limit::TextStore, needed, offset));
        }
        let complete = self.depth == 0;
        let element = Element::at(self.store.into_records(), 0).filter(|_| complete);
        element.ok_or(Error::new(crate::ErrorKind::InvalidArgument, offset))
    }
}

/// URIs remembered to be shared: the cost of a record does not grow with the store.
const REMEMBERED: usize = 4;

/// A URI that is kept: when the store has run over its hash must do.
#[derive(Clone, Copy)]
struct Uri {
    hash: u32,
    at: u32,
    /// A word: what has no gaps is made zero in one.
    len: u32,
}

impl Uri {
    /// A constant: what is computed would be put together elsewhere first.
    const NONE: [Uri; REMEMBERED] = [Uri { hash: 0, at: 0, len: 0 }; REMEMBERED];
}

impl Keeper<'_> {
    /// Keeps a start tag.
    pub(in crate::soap) fn start(&mut self, start: &Start<'_>) {
        self.close_text(None);
        self.name(Kind::Start, &start.name(), &[]);
        for attribute in start.attributes() {
            let value = attribute.value().as_bytes();
            let place = self.name(Kind::Attribute, &attribute.name(), value);
            self.bind(&start.end(), Some(value), place, 0);
        }
        self.depth = self.depth.saturating_add(1);
        self.simple = true;
    }

    /// Keeps a piece of text.
    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn push_text(&mut self, text: Str<'_>) {
        if self.depth == 0 {
            return;
        }
        if !core::mem::replace(&mut self.in_text, true) {
            self.store.begin();
        }
        self.store.push(text.as_bytes());
    }

    /// Keeps an end tag.
    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn end(&mut self, end: &End<'_>) {
        self.close_text(Some(end));
        self.store.put(Kind::End, 0, &[], &[]);
        self.depth = self.depth.saturating_sub(1);
    }

    /// Keeps a name, of an attribute with its value; gives the place of that.
    pub(in crate::soap) fn name(&mut self, kind: Kind, name: &Name<'_>, value: &[u8]) -> usize {
        let (qname, prefix) = (name.qname(), name.prefix().len());
        let skip = match kind {
            Kind::Attribute => qname.len(),
            _ => prefix.saturating_add(usize::from(prefix > 0)),
        };
        self.store.begin();
        self.store.push(qname.as_bytes());
        let place = self.store.used();
        self.store.push(value);
        self.close(kind, skip, name.namespace(), name.uri().as_bytes());
        place
    }

    /// Ends the text. The prefixes in it are kept where it ends with its element, and has been all of that.
    #[cfg_attr(small, inline(always))]
    fn close_text(&mut self, end: Option<&End<'_>>) {
        let end = end.filter(|_| self.simple);
        self.simple = false;
        if !core::mem::take(&mut self.in_text) {
            return;
        }
        let (text, len) = (self.store.text_place(), self.store.text().len());
        self.store.end(Kind::Text, 0, 0, &[]);
        if let Some(end) = end {
            self.bind(end, None, text, len);
        }
    }

    /// Keeps the prefixes of the QNames that a value may be, one that is kept at this place: it stays there, also when
    /// the store runs over, for what its bindings take is still counted. A value `at_hand` is looked at where it is.
    fn bind(&mut self, element: &End<'_>, at_hand: Option<&[u8]>, place: usize, len: usize) {
        let mut prefixes = Prefixes::new();
        while let Some((at, prefix)) = prefixes.next(at_hand.unwrap_or(self.store.bytes(place, len))) {
            if let Some((namespace, uri)) = element.resolve(prefix) {
                let len = prefix.len();
                self.store.begin_with(place.wrapping_add(at), len);
                self.close(Kind::Binding, 0, namespace, uri.as_bytes());
            }
        }
    }

    /// Closes a record with the namespace of its name: with its URI, or where the same one is kept already.
    fn close(&mut self, kind: Kind, skip: usize, namespace: Namespace, uri: &[u8]) {
        let (mut kind, mut more, place) = (kind as u8, uri, self.shared(namespace, uri));
        if namespace != Namespace::Other {
            more = &[];
        }
        let ([a0, a1, a2, a3], [l0, l1, ..]) = (place.unwrap_or_default().to_le_bytes(), uri.len().to_le_bytes());
        let place_and_len = [a0, a1, a2, a3, l0, l1];
        if place.is_some() {
            (kind, more) = (kind | SHARED, &place_and_len);
        }
        self.store.close(kind, namespace as u8, skip, more);
    }

    /// Where the URI of a name is kept; a new one is from now on where the record ends that is open.
    fn shared(&mut self, namespace: Namespace, uri: &[u8]) -> Option<u32> {
        if namespace != Namespace::Other {
            return None;
        }
        let hash = uri.iter().fold(0x811c_9dc5_u32, |hash, &b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
        let (at, len) = (self.store.used() as u32, uri.len() as u32);
        for known in &mut self.uris {
            if uri.len() > SHARED_LEN && known.hash == hash && known.len == len {
                // A hash is not the URI; while the URI is there to be compared, it is.
                if !self.store.is_full() && self.store.bytes(known.at as usize, uri.len()) != uri {
                    known.at = at;
                    return None;
                }
                return Some(known.at);
            }
        }
        if let Some(known) = self.uris.get_mut(self.next as usize % REMEMBERED) {
            *known = Uri { hash, at, len };
        }
        self.next = self.next.wrapping_add(1);
        None
    }
}

/// QNames looked for in one value: a list of more is kept, but not the namespaces of the rest.
const QNAMES: usize = 16;

/// The prefixes of the QNames that a value may consist of, each once.
struct Prefixes {
    at: usize,
    left: usize,
}

impl Prefixes {
    fn new() -> Self {
        Prefixes { at: 0, left: QNAMES }
    }

    /// The next one in the value, and its place.
    fn next<'v>(&mut self, value: &'v [u8]) -> Option<(usize, &'v [u8])> {
        loop {
            let (at, prefix) = prefix(value, &mut self.at)?;
            self.left = self.left.checked_sub(1)?;
            let mut earlier = 0;
            while let Some((before, other)) = self::prefix(value, &mut earlier) {
                if before == at && !prefix.is_empty() {
                    return Some((at, prefix));
                }
                if before == at || other == prefix {
                    break;
                }
            }
        }
    }
}

/// The place of the next word from here on, and the prefix that it has as a QName; empty when it is none.
#[cfg_attr(small, inline(never))]
fn prefix<'v>(value: &'v [u8], at: &mut usize) -> Option<(usize, &'v [u8])> {
    let rest = trim_start(after(value, *at));
    let word = first(rest, rest.iter().position(|&byte| is_space(byte)).unwrap_or(rest.len()));
    let place = value.len().wrapping_sub(rest.len());
    *at = place.wrapping_add(word.len());
    let (prefix, local) = split(word);
    let is_qname = is_name(prefix) && is_name(local);
    (!word.is_empty()).then_some((place, if is_qname { prefix } else { &[] }))
}

/// Whether this is an NCName; in the lean build also what may be one beyond ASCII.
#[cfg_attr(small, inline(always))]
fn is_name(text: &[u8]) -> bool {
    match ncname::check(text, ErrorKind::Lexical) {
        Ok(()) => true,
        Err(kind) => kind == ErrorKind::LeftOut,
    }
}
