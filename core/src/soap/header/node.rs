//! A node: which roles it plays, which header blocks it understands, and what it does with them.

use crate::Error;
use crate::Namespace;
use crate::soap::event::{Event, Step};
use crate::soap::header::block::HeaderBlock;
use crate::soap::kept::store::{Kind, Store};
use crate::soap::qname::QName;
use crate::soap::read::reader::Reader;
use crate::trace::{self, Category, Level, Trace, raise};
use crate::xml::{Start, Str};

/// What a [`HeaderReader`](crate::soap::HeaderReader) asks: a SOAP node as far as header blocks go.
///
/// Most applications use a [`NodeTable`]; C has its own. SOAP 1.1, 4.2; SOAP 1.2 Part 1, 2.
pub trait Node {
    /// Whether the block is for this node. The default is the ultimate receiver without roles of its own.
    fn is_target(&self, block: &HeaderBlock<'_>) -> bool {
        block.targets(&[], true)
    }

    /// What is done with a block. Asked once for each block that is for this node, before its content.
    fn handling(&mut self, block: &HeaderBlock<'_>) -> Handling;

    /// Whether a child of the block that was asked about last, and that is kept, is kept with it.
    fn keeps(&mut self, child: &Start<'_>) -> bool {
        let _ = child;
        true
    }

    /// Whether blocks for other nodes are kept: one that stands between sends them on.
    fn keeps_others(&self) -> bool {
        false
    }

    /// An event of a block that is handled here, the [`event`](Context::event) of the context: its
    /// [`Event::HeaderBlock`], its content, its [`Event::Close`] last.
    ///
    /// An error is answered when the Body opens, unless a mandatory block was not understood, which counts more; the
    /// rest of the block is passed over.
    fn event(&mut self, context: &mut Context<'_, '_>) -> Result<(), Error> {
        let _ = context;
        Ok(())
    }
}

/// What a node does with a header block that is for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Handling {
    /// Whether the node understands the block: a mandatory block that it does not understand is an error.
    pub understood: bool,
    /// Where the events of the block go.
    pub to: Destination,
}

/// Where the events of a header block go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Destination {
    /// To the caller of [`HeaderReader::next`](crate::soap::HeaderReader::next).
    Caller,
    /// To the store: the block is kept, and found in [`Headers`](crate::soap::Headers).
    Store,
    /// To [`Node::event`].
    Node,
}

impl Handling {
    /// Not understood; the caller sees its events.
    pub const UNKNOWN: Handling = Handling { understood: false, to: Destination::Caller };
    /// Not understood, but kept.
    pub const NOTED: Handling = Handling { understood: false, to: Destination::Store };
    /// Understood and kept.
    pub const KEPT: Handling = Handling { understood: true, to: Destination::Store };
    /// Understood; the node takes its events.
    pub const HANDLED: Handling = Handling { understood: true, to: Destination::Node };
}

/// A vocabulary of header blocks that are understood and kept: constant data.
#[derive(Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Vocabulary {
    /// The header blocks: a namespace URI and the local names in it.
    pub blocks: &'static [(&'static str, &'static [&'static str])],
    /// The children of these blocks that are kept, by local name; none: all.
    pub children: &'static [&'static str],
    /// An attribute, by namespace URI and local name, that has a block kept, though it is not understood by it.
    pub marked: &'static [(&'static str, &'static str)],
}

/// A header handler: takes the events of the header blocks with one name.
pub struct Filter<'a> {
    /// The namespace URI of the block.
    pub uri: &'a str,
    /// The local name of the block.
    pub local: &'a str,
    /// The handler. Events and errors as [`Node::event`].
    pub handler: &'a mut dyn HeaderHandler,
}

/// Takes the events of header blocks.
pub trait HeaderHandler {
    /// An event of a block: its [`Event::HeaderBlock`], its content, its [`Event::Close`] last. Errors as
    /// [`Node::event`].
    fn event(&mut self, event: &Event<'_>, context: &mut Context<'_, '_>) -> Result<(), Error>;
}

/// A node made of tables. The default is an ultimate receiver that understands nothing.
#[derive(Default)]
pub struct NodeTable<'a, 'f> {
    roles: &'a [&'a str],
    intermediary: bool,
    vocabularies: &'a [&'a Vocabulary],
    filters: &'a mut [Filter<'f>],
    keep_all: bool,
    /// The filter or vocabulary that the last block belongs to.
    current: usize,
}

impl<'a, 'f> NodeTable<'a, 'f> {
    /// An ultimate receiver that understands these vocabularies.
    pub fn new(vocabularies: &'a [&'a Vocabulary]) -> Self {
        NodeTable { vocabularies, ..NodeTable::default() }
    }

    /// Has the node play these roles too. Every node plays `next`, no node plays `none`.
    pub fn with_roles(self, roles: &'a [&'a str]) -> Self {
        NodeTable { roles, ..self }
    }

    /// Has these filters take the events of their blocks; they come before the vocabularies.
    pub fn with_filters(self, filters: &'a mut [Filter<'f>]) -> Self {
        NodeTable { filters, ..self }
    }

    /// Makes the node one that stands between: blocks for the ultimate receiver are not for it.
    pub fn intermediary(self) -> Self {
        NodeTable { intermediary: true, ..self }
    }

    /// Tells a trace which header blocks the node understands. To be called when the program starts.
    pub fn tell(&self, trace: &dyn Trace) {
        let tell = |uri: &str, local: &str| {
            raise(trace, Category::Loading, Level::Info, &trace::Event::Understood(uri, local));
        };
        for filter in &*self.filters {
            tell(filter.uri, filter.local);
        }
        for vocabulary in self.vocabularies {
            vocabulary.names().for_each(|(uri, local)| tell(uri, local));
        }
    }

    /// Has the blocks that the node does not understand kept too and, when it stands between, those for other nodes.
    pub fn keep_all(self) -> Self {
        NodeTable { keep_all: true, ..self }
    }
}

impl Node for NodeTable<'_, '_> {
    fn is_target(&self, block: &HeaderBlock<'_>) -> bool {
        block.targets(self.roles, !self.intermediary)
    }

    fn handling(&mut self, block: &HeaderBlock<'_>) -> Handling {
        let name = block.name();
        if let Some(at) = self.filters.iter().position(|filter| name.is_in(filter.uri, filter.local)) {
            self.current = at;
            return Handling::HANDLED;
        }
        self.current = usize::MAX;
        let mut handling = if self.keep_all { Handling::NOTED } else { Handling::UNKNOWN };
        for (at, vocabulary) in self.vocabularies.iter().enumerate() {
            let found = vocabulary.handling(block);
            // One whose block it is comes before one that only knows its mark; of those the first counts.
            if found.understood || (found == Handling::NOTED && self.current == usize::MAX) {
                (self.current, handling) = (at, found);
            }
            if found.understood {
                break;
            }
        }
        handling
    }

    fn keeps(&mut self, child: &Start<'_>) -> bool {
        self.vocabularies.get(self.current).is_none_or(|vocabulary| vocabulary.keeps(child))
    }

    fn keeps_others(&self) -> bool {
        self.keep_all && self.intermediary
    }

    fn event(&mut self, context: &mut Context<'_, '_>) -> Result<(), Error> {
        match self.filters.get_mut(self.current) {
            Some(filter) => {
                let event = context.event();
                filter.handler.event(&event, context)
            }
            None => Ok(()),
        }
    }
}

impl Vocabulary {
    /// The namespace URI and the local name of each of its blocks.
    pub fn names(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.blocks.iter().flat_map(|(uri, locals)| locals.iter().map(|local| (*uri, *local)))
    }

    /// What a node with this vocabulary does with a block.
    pub fn handling(&self, block: &HeaderBlock<'_>) -> Handling {
        self.handling_of(block, block.name().into())
    }

    /// The same for a block whose name is at hand.
    #[doc(hidden)]
    #[cfg_attr(small, inline(never))]
    pub fn handling_of(&self, block: &HeaderBlock<'_>, name: QName<'_>) -> Handling {
        // Plain loops: of closures in closures this would be twice as much code.
        for &(uri, locals) in self.blocks {
            for &local in locals {
                if name.is_in(uri, local) {
                    return Handling::KEPT;
                }
            }
        }
        for &(uri, local) in self.marked {
            for attribute in block.start.attributes() {
                if QName::from(attribute.name()).is_in(uri, local) {
                    return Handling::NOTED;
                }
            }
        }
        Handling::UNKNOWN
    }

    /// Whether this child of one of its blocks is kept.
    pub fn keeps(&self, child: &Start<'_>) -> bool {
        self.children.is_empty() || self.children.iter().any(|own| child.name().local() == *own)
    }
}

/// What a handler has at hand besides the event.
pub struct Context<'a, 't> {
    pub(in crate::soap) store: &'a mut Store<'t>,
    pub(in crate::soap) reader: &'a Reader<'a>,
    pub(in crate::soap) step: Step,
    /// What the step was given.
    pub(in crate::soap) input: &'a [u8],
}

impl<'a> Context<'a, '_> {
    /// The event at hand.
    pub fn event(&self) -> Event<'a> {
        self.reader.event(self.step, self.input)
    }

    /// The same as a step: the reader that took it, and what that was given. This is how the C interface reads.
    pub fn step(&self) -> (&'a Reader<'a>, Step, &'a [u8]) {
        (self.reader, self.step, self.input)
    }

    /// Leaves a value for the application, which finds it by its key with [`Headers::context`](crate::soap::Headers::context).
    /// It takes 10 bytes of the store, the key and the value.
    pub fn put(&mut self, key: &str, value: &str) {
        self.store.put(Kind::Context, 0, key.as_bytes(), value.as_bytes());
    }

    /// The namespace bound to a prefix at the current element: for QNames in text.
    pub fn resolve(&self, prefix: &[u8]) -> Option<(Namespace, Str<'_>)> {
        self.reader.resolve(prefix)
    }

    /// Bytes read so far, for an error.
    pub fn offset(&self) -> u64 {
        self.reader.offset()
    }
}
