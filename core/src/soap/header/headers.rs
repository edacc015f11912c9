//! The header blocks of a message, judged and kept.

use crate::slice::part;
use crate::soap::event::{self, Event, Section, Step};
use crate::soap::header::block::{HeaderBlock, Marks, is_forwarded};
use crate::soap::header::node::{Context, Destination, Handling, Node};
use crate::soap::kept::element::Element;
use crate::soap::kept::keeper::Keeper;
use crate::soap::kept::store::{Kind, Record, Records};
use crate::soap::qname::QName;
use crate::soap::read::reader::Reader;
use crate::soap::version::Version;
use crate::xml::{End, Latched, Start, Str};
use crate::{Error, ErrorKind, Limit};

/// Reads the header blocks of a message: takes over from the envelope reader at the start and gives back when the Body
/// has opened.
///
/// A [`Node`] says which blocks are for it, which it understands, and where they go. When the Body opens every block
/// has been judged: a mandatory block for this node that it did not understand is
/// [`NotUnderstood`](ErrorKind::NotUnderstood), at the first such block, and nothing of the Body is seen.
/// SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 2.4 and 2.6.
///
/// Blocks that are kept go into a text store of the caller, as [`Keeper`](crate::soap::Keeper) keeps them, with 18 bytes more
/// for each; the name of a block that was not understood takes 10 bytes, the name as written and its URI.
///
/// ```
/// use soapstone::soap::{Event, HeaderReader, NodeTable, Reader, Vocabulary};
///
/// const METER: Vocabulary = Vocabulary { blocks: &[("urn:meter", &["session"])], children: &[], marked: &[] };
/// let message = b"<Envelope xmlns='http://www.w3.org/2003/05/soap-envelope'>\
///     <Header><m:session xmlns:m='urn:meter'>7</m:session></Header><Body/></Envelope>";
/// let (mut workspace, mut store) = ([0; 512], [0; 256]);
/// let mut reader = Reader::new(&mut workspace);
/// let mut headers = HeaderReader::new(&mut store);
/// let mut input = &message[..];
/// headers.read(&mut reader, &mut input, true, &mut NodeTable::new(&[&METER]))?;
/// let session = headers.headers().find("urn:meter", "session").unwrap();
/// assert_eq!(session.element().text(), "7");
/// # Ok::<(), soapstone::Error>(())
/// ```
#[repr(C)]
pub struct HeaderReader<'t> {
    state: State,
    keeper: Keeper<'t>,
}

/// What is known so far, plain data. What is looked at often comes first, where it is reached in the fewest bytes.
#[repr(C)]
#[derive(Clone, Copy)]
struct State {
    /// Where the events of the block at hand go.
    to: Destination,
    /// What is kept of the block at hand besides its element.
    flags: u8,
    version: Version,
    /// A mandatory block was not understood: there is nothing worse.
    not_understood: bool,
    /// A handler has refused its block.
    refused: bool,
    /// The error is what every later call answers.
    failed: bool,
    done: bool,
    /// Open elements of a child that is not kept.
    dropped: u16,
    /// What the Body is to be refused with: the worst so far.
    error: Option<Error>,
}

impl<'t> HeaderReader<'t> {
    /// A reader that keeps header blocks in `store`.
    #[cfg_attr(small, inline(always))]
    pub fn new(store: &'t mut [u8]) -> Self {
        let state = State {
            to: Destination::Caller,
            flags: 0,
            dropped: 0,
            version: Version::Soap12,
            error: None,
            not_understood: false,
            refused: false,
            failed: false,
            done: false,
        };
        HeaderReader { state, keeper: Keeper::new(store) }
    }

    /// Reads on. Gives the events of the envelope and of the blocks that nobody keeps or handles, those for other
    /// nodes among them; [`Event::Body`] is the last. An error latches.
    ///
    /// # Errors
    /// Those of [`Reader::next`]. When the Body opens: [`NotUnderstood`](ErrorKind::NotUnderstood), else the first error
    /// of a handler, else the [`Limit`](ErrorKind::Limit) of a store that is too small, with what it must hold.
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): the Body has opened before.
    pub fn next<'s, 'i: 's>(
        &mut self,
        reader: &'s mut Reader<'_>,
        input: &mut &'i [u8],
        last: bool,
        node: &mut dyn Node,
    ) -> Result<Event<'s>, Error> {
        let before = *input;
        match self.step(reader, input, last, node) {
            Ok(step) => Ok(reader.event(step, before)),
            Err(Latched) => Err(self.refused()),
        }
    }

    /// Reads as [`next`](HeaderReader::next) does, and answers what there is instead of the event, as [`Reader::step`].
    pub fn step(
        &mut self,
        reader: &mut Reader<'_>,
        input: &mut &[u8],
        last: bool,
        node: &mut dyn Node,
    ) -> Result<Step, Latched> {
        loop {
            if let Some(step) = self.advance(reader, input, last, node)? {
                return Ok(step);
            }
        }
    }

    /// Reads up to the Body and leaves out what [`next`](HeaderReader::next) would give. `false` asks for more input.
    /// Errors as [`next`](HeaderReader::next).
    pub fn read(
        &mut self,
        reader: &mut Reader<'_>,
        input: &mut &[u8],
        last: bool,
        node: &mut dyn Node,
    ) -> Result<bool, Error> {
        while !self.state.done {
            match self.advance(reader, input, last, node) {
                Ok(Some(Step { kind: event::Kind::NeedInput, .. })) => return Ok(false),
                Ok(_) => {}
                Err(Latched) => return Err(self.refused()),
            }
        }
        Ok(true)
    }

    /// Whether the Body has opened.
    pub fn is_done(&self) -> bool {
        self.state.done
    }

    /// What was kept: complete once the Body has opened, or after an error all that came before it; nothing when the
    /// store ran over, so a store should hold the names of blocks that are not understood besides those that are.
    pub fn headers(&self) -> Headers<'_> {
        Headers { version: self.state.version, records: Records::new(self.keeper.store.records()) }
    }

    /// The same, for as long as the store lives.
    pub fn into_headers(self) -> Headers<'t> {
        Headers { version: self.state.version, records: Records::new(self.keeper.store.into_records()) }
    }

    /// The error that ended the reading.
    pub fn error(&self) -> Option<Error> {
        self.state.error.filter(|_| self.state.failed)
    }

    /// One step; answers it when the caller is to see it. An error is kept.
    #[cfg_attr(small, inline(never))]
    pub(in crate::soap) fn advance(
        &mut self,
        reader: &mut Reader<'_>,
        input: &mut &[u8],
        last: bool,
        node: &mut dyn Node,
    ) -> Result<Option<Step>, Latched> {
        if self.state.failed {
            return Err(Latched);
        }
        if self.state.done {
            self.state.error = Some(Error::new(ErrorKind::InvalidArgument, reader.offset()));
            self.state.failed = true;
            return Err(Latched);
        }
        let before = *input;
        match reader.advance(input, last) {
            Ok(Some(step)) => Ok(self.take(reader, step, before, node)?.then_some(step)),
            Ok(None) => Ok(None),
            Err(Latched) => {
                (self.state.error, self.state.failed) = (reader.error(), true);
                Err(Latched)
            }
        }
    }

    /// The error that was kept.
    pub(in crate::soap) fn refused(&self) -> Error {
        self.state.error.unwrap_or(Error::new(ErrorKind::InvalidArgument, 0))
    }

    /// Takes a step; whether the caller is to see it. `input` is what the step was given.
    fn take(&mut self, reader: &Reader<'_>, step: Step, input: &[u8], node: &mut dyn Node) -> Result<bool, Latched> {
        match (step.kind, step.section) {
            (event::Kind::NeedInput | event::Kind::Finished, _) => return Ok(true),
            (_, Section::HeaderBlock) => {}
            (event::Kind::Open, Section::Envelope) => {
                self.state.version = reader.version().unwrap_or(Version::Soap12);
                return Ok(true);
            }
            (event::Kind::Open, Section::Body) => return self.judge(reader.opened().offset()),
            _ => return Ok(true),
        }
        if step.kind == event::Kind::Open
            && let Some(block) = reader.header_block()
        {
            self.open(&block, node);
        }
        match self.state.to {
            Destination::Caller => return Ok(true),
            Destination::Store => self.keep(reader, step, input, node),
            Destination::Node if !self.state.refused => {
                let mut context = Context { store: &mut self.keeper.store, reader, step, input };
                if let Err(error) = node.event(&mut context) {
                    self.state.refused = true;
                    if !self.state.not_understood {
                        self.state.error = Some(error);
                    }
                }
            }
            Destination::Node => {}
        }
        Ok(false)
    }

    /// A block opens: judges it and says where its events go.
    fn open(&mut self, block: &HeaderBlock<'_>, node: &mut dyn Node) {
        let targeted = node.is_target(block);
        let handling = match targeted {
            true => node.handling(block),
            false if node.keeps_others() => Handling::NOTED,
            false => Handling::UNKNOWN,
        };
        self.state.to = handling.to;
        self.state.flags = block.marks.0 | flag(targeted, TARGETED) | flag(handling.understood, UNDERSTOOD);
        if targeted && block.must_understand() && !handling.understood {
            if !core::mem::replace(&mut self.state.not_understood, true) {
                self.state.error = Some(Error::new(ErrorKind::NotUnderstood, block.start().offset()));
            }
            self.keeper.name(Kind::NotUnderstood, &block.name(), &[]);
        }
    }

    fn keep(&mut self, reader: &Reader<'_>, step: Step, input: &[u8], node: &mut dyn Node) {
        match step.kind {
            event::Kind::Open => {
                let start = reader.opened();
                self.keeper.store.put(Kind::Block, self.state.flags, &[], &start.offset().to_le_bytes());
                self.keeper.start(&start);
            }
            event::Kind::Start => self.keep_start(&reader.opened(), node),
            event::Kind::Text if self.state.dropped == 0 => {
                self.keeper.push_text(reader.text(input));
            }
            event::Kind::End | event::Kind::Close => self.keep_end(&reader.closed()),
            _ => {}
        }
    }

    fn keep_start(&mut self, start: &Start<'_>, node: &mut dyn Node) {
        let child = self.keeper.depth == 1 && self.state.flags & TARGETED != 0;
        if self.state.dropped > 0 || (child && !node.keeps(start)) {
            self.state.dropped = self.state.dropped.saturating_add(1);
        } else {
            self.keeper.start(start);
        }
    }

    fn keep_end(&mut self, end: &End<'_>) {
        match self.state.dropped.checked_sub(1) {
            Some(dropped) => self.state.dropped = dropped,
            None => self.keeper.end(end),
        }
    }

    /// The Body opens: says what is wrong with the header blocks, the worst first.
    fn judge(&mut self, offset: u64) -> Result<bool, Latched> {
        if self.state.error.is_none() {
            self.state.error =
                self.keeper.store.exceeded().map(|needed| Error::limit(Limit::TextStore, needed, offset));
        }
        self.state.failed = self.state.error.is_some();
        self.state.done = !self.state.failed;
        if self.state.done { Ok(true) } else { Err(Latched) }
    }
}

/// What is kept of a block besides its element and its marks.
const TARGETED: u8 = 4;
const UNDERSTOOD: u8 = 8;

fn flag(set: bool, flag: u8) -> u8 {
    if set { flag } else { 0 }
}

/// The header blocks that were kept, and what handlers left. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct Headers<'t> {
    version: Version,
    records: Records<'t>,
}

impl<'t> Headers<'t> {
    /// The version of the message.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The blocks for this node that were kept, in the order of the message.
    pub fn blocks(&self) -> impl Iterator<Item = KeptBlock<'t>> + use<'t> {
        Blocks { version: self.version, records: self.records, forwarded: false }
    }

    /// The blocks that a node between sends on, in the order of the message, of those that were kept: all blocks where
    /// the node is a [`NodeTable`](crate::soap::NodeTable) that is [`intermediary`](crate::soap::NodeTable::intermediary) and
    /// [keeps all](crate::soap::NodeTable::keep_all). A block it understands counts as processed.
    pub fn forwarded(&self) -> impl Iterator<Item = KeptBlock<'t>> + use<'t> {
        Blocks { version: self.version, records: self.records, forwarded: true }
    }

    /// The first block for this node with this name.
    pub fn find(&self, uri: &str, local: &str) -> Option<KeptBlock<'t>> {
        self.blocks().find(|block| block.element.is(uri, local))
    }

    /// The names of the mandatory blocks that were not understood, with their prefixes as written.
    pub fn not_understood(&self) -> impl Iterator<Item = (QName<'t>, Str<'t>)> + use<'t> {
        self.records.filter(|record| record.is(Kind::NotUnderstood)).map(|record| (record.qname(), record.prefix()))
    }

    /// What a handler left under this key; the last, when there are several.
    pub fn context(&self, key: &str) -> Option<Str<'t>> {
        let is = |record: &Record<'_>| record.is(Kind::Context) && record.before == key.as_bytes();
        self.records.filter(is).last().map(|record| record.text())
    }
}

/// The blocks among the records: those for this node, or those that it sends on.
struct Blocks<'t> {
    version: Version,
    records: Records<'t>,
    forwarded: bool,
}

impl<'t> Iterator for Blocks<'t> {
    type Item = KeptBlock<'t>;

    #[cfg_attr(small, inline(never))]
    fn next(&mut self) -> Option<KeptBlock<'t>> {
        loop {
            let record = self.records.next()?;
            if record.is(Kind::Block) {
                let block =
                    KeptBlock { element: Element::of(self.records)?, version: self.version, flags: record.mark };
                let given = if self.forwarded { block.is_forwarded(block.is(UNDERSTOOD)) } else { block.is(TARGETED) };
                if given {
                    return Some(block);
                }
            }
        }
    }
}

/// A header block that was kept.
#[derive(Clone, Copy)]
pub struct KeptBlock<'t> {
    /// Right behind the record that says where it was read.
    pub(crate) element: Element<'t>,
    version: Version,
    flags: u8,
}

impl<'t> KeptBlock<'t> {
    /// The block itself.
    pub fn element(&self) -> Element<'t> {
        self.element
    }

    /// Bytes of the message before the block.
    pub fn offset(&self) -> u64 {
        let (store, place) = self.element.place();
        let before = part(store, place.wrapping_sub(size_of::<u64>()), size_of::<u64>());
        before.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// Whether the block says `mustUnderstand`.
    pub fn must_understand(&self) -> bool {
        self.is(Marks::MUST_UNDERSTAND)
    }

    /// Whether an intermediary passes the block on when it did not process it. SOAP 1.2 only.
    pub fn relay(&self) -> bool {
        self.is(Marks::RELAY)
    }

    /// Whether a node that stands between sends the block on, as [`HeaderBlock::is_forwarded`].
    pub fn is_forwarded(&self, processed: bool) -> bool {
        is_forwarded(self.is(TARGETED), processed, self.relay())
    }

    fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// The `role` (SOAP 1.2) or `actor` (SOAP 1.1) without white space around it; `None` when absent or empty.
    #[cfg_attr(small, inline(always))]
    pub fn role(&self) -> Option<Str<'t>> {
        let value = self.element.attribute(self.version.uri(), self.version.role_attribute())?;
        Some(Str::checked(crate::xsd::whitespace::trim(value.as_bytes()))).filter(|role| !role.is_empty())
    }
}
