//! Nodes.
//!
//! What a program is as far as header blocks go: the roles it plays, the vocabularies it understands, and functions for
//! header blocks of its own.
//!
//! A handler sees the events of a block as they are read. What it learns it leaves for the application with
//! soapstone_header_context_put, or behind its ctx.

use crate::error::{REFUSED, SOAPSTONE_OK, Status, status};
use crate::raw::{self, Out};
use crate::soap::event::{report, soapstone_header_block};
use crate::text::soapstone_str;
use crate::xml::event::{self, soapstone_attribute, soapstone_event, soapstone_namespace};
use core::ffi::c_void;
use core::ptr;
use soapstone::soap::{Context, Handling, HeaderBlock, Node, QName, Target, Vocabulary};
use soapstone::trace::{self, Category, Level, Trace, raise};
use soapstone::xml::Start;
use soapstone::{Error, ErrorKind};

/// A vocabulary of header blocks, constant data of the library: soapstone_wsa_vocabulary and others give one. Only the
/// vocabularies a program asks for are linked into it.
pub struct soapstone_vocabulary {
    vocabulary: &'static Vocabulary,
}

/// What a handler has at hand besides the event. Opaque; made by the library, valid during the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_header_context {
    /// Not to be touched.
    pub opaque: [u64; 6],
}

/// Takes an event of a header block: its opening (SOAPSTONE_EVENT_OPEN, with what it says of itself in block, which is
/// NULL otherwise), its content, its close. All pointers are valid during the call only. It must not call the readers.
///
/// Answers 0, or a negative number, an error of this library or of its own: that is what the reading of the header
/// blocks answers when the Body opens, unless a mandatory block was not understood, which counts more; the rest of the
/// block is passed over.
pub type soapstone_header_handler = Option<
    unsafe extern "C" fn(
        ctx: *mut c_void,
        context: *mut soapstone_header_context,
        event: *const soapstone_event,
        block: *const soapstone_header_block,
    ) -> i32,
>;

/// Header blocks with one name that the node understands.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_filter {
    /// The namespace URI.
    pub ns: soapstone_str,
    /// The local name.
    pub local: soapstone_str,
    /// Takes the events of these blocks; NULL to have them kept.
    pub handler: soapstone_header_handler,
    /// The first argument of handler.
    pub ctx: *mut c_void,
}

/// A node. All zero but size: the ultimate receiver, that understands no block.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_node {
    /// sizeof(soapstone_node).
    pub size: u32,
    /// 1 for a node that stands between, for which blocks for the ultimate receiver are not meant; else 0.
    pub intermediary: i32,
    /// 1 to keep the blocks for the node that it does not understand too and, when it stands between, those for other
    /// nodes; else 0: they come as events.
    pub keep_all: i32,
    /// How many roles.
    pub role_count: u32,
    /// The URIs of the roles the node plays. Every node plays "next", no node plays "none".
    pub roles: *const soapstone_str,
    /// How many filters.
    pub filter_count: u32,
    /// How many vocabularies.
    pub vocabulary_count: u32,
    /// Blocks of your own; they come before those of the vocabularies.
    pub filters: *const soapstone_filter,
    /// Vocabularies of the library.
    pub vocabularies: *const *const soapstone_vocabulary,
    /// For later use; must be 0.
    pub reserved: [u64; 2],
}

/// Leaves a value for the application, which finds it with soapstone_header_reader_context. It takes 10 bytes of the
/// store, the key and the value; where a key is put several times, the last value counts.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_context_put(
    context: *mut soapstone_header_context,
    key: soapstone_str,
    value: soapstone_str,
) -> i32 {
    status(|| {
        let (key, value) = (key.text()?, value.text()?);
        raw::lent(context)?.0.put(key, value);
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the namespace a prefix is bound to at the current element, as soapstone_reader_resolve does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_context_resolve(
    context: *mut soapstone_header_context,
    prefix: soapstone_str,
    ns: *mut soapstone_namespace,
) -> i32 {
    status(|| {
        let out = raw::out(ns)?;
        let bound = raw::lent(context)?.0.resolve(prefix.bytes()?);
        Ok(out.found(bound.map(|(ns, uri)| soapstone_namespace::bound(prefix, ns, uri))))
    })
}

/// Gives an attribute of the start tag at hand, as soapstone_reader_attribute does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_context_attribute(
    context: *mut soapstone_header_context,
    index: u32,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::attribute(raw::lent(context)?.1, index, out)
    })
}

/// Gives the attribute with this name of the start tag at hand, as soapstone_reader_find_attribute does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_header_context_find_attribute(
    context: *mut soapstone_header_context,
    ns: soapstone_str,
    local: soapstone_str,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::find_attribute(raw::lent(context)?.1, ns.bytes()?, local.bytes()?, out)
    })
}

/// A node as C describes it. What it points to was judged when C handed it over.
#[repr(C)]
pub(crate) struct Table {
    node: soapstone_node,
    /// What the last block belongs to: a filter, or a vocabulary.
    filter: Option<&'static soapstone_filter>,
    vocabulary: Option<&'static Vocabulary>,
    /// Where a handler refused a block, and with which number.
    refused: Option<(u64, i32)>,
}

impl soapstone_node {
    const NONE: Self = soapstone_node {
        size: 0,
        intermediary: 0,
        keep_all: 0,
        role_count: 0,
        roles: ptr::null(),
        filter_count: 0,
        vocabulary_count: 0,
        filters: ptr::null(),
        vocabularies: ptr::null(),
        reserved: [0; 2],
    };
}

impl Table {
    /// A node that understands nothing.
    pub(crate) const NONE: Table = Table { node: soapstone_node::NONE, filter: None, vocabulary: None, refused: None };

    /// The node C asks for.
    ///
    /// # Safety
    /// As for [`judged`](Table::judged).
    pub(crate) unsafe fn new(node: *const soapstone_node) -> Status<Table> {
        Ok(Table { node: *Table::judged(node)?, ..Table::NONE })
    }

    /// The node C asks for, once all it points to has been judged.
    ///
    /// # Safety
    /// `node` is NULL or begins with its size; what it points to stays valid and unchanged.
    pub(crate) unsafe fn judged<'a>(node: *const soapstone_node) -> Status<&'a soapstone_node> {
        let node = raw::sized(node)?.unwrap_or(&soapstone_node::NONE);
        if node.reserved != [0; 2] || !matches!((node.intermediary, node.keep_all), (0 | 1, 0 | 1)) {
            return Err(REFUSED);
        }
        let mut strings = raw::are_strings(raw::items(node.roles, node.role_count)?);
        raw::references(node.vocabularies, node.vocabulary_count)?;
        for filter in raw::items(node.filters, node.filter_count)? {
            strings &= raw::are_strings(&[filter.ns, filter.local]);
            if !soapstone::COMPLETE && filter.handler.is_some() {
                return Err(ErrorKind::LeftOut);
            }
        }
        if strings { Ok(node) } else { Err(REFUSED) }
    }

    /// Takes a node that was judged.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn set(&mut self, node: &soapstone_node) {
        self.node = *node;
    }

    fn filters(&self) -> &'static [soapstone_filter] {
        raw::lasting_items(self.node.filters, self.node.filter_count)
    }

    fn vocabularies(&self) -> &'static [&'static soapstone_vocabulary] {
        raw::lasting_references(self.node.vocabularies, self.node.vocabulary_count)
    }

    /// Tells which header blocks the node understands.
    pub(crate) fn tell(&self, trace: &dyn Trace) {
        let tell = |uri, local| raise(trace, Category::Loading, Level::Info, &trace::Event::Understood(uri, local));
        for filter in self.filters() {
            let text = |string| core::str::from_utf8(raw::lasting(string)).unwrap_or_default();
            tell(text(&filter.ns), text(&filter.local));
        }
        for given in self.vocabularies() {
            given.vocabulary.names().for_each(|(uri, local)| tell(uri, local));
        }
    }

    /// The status that says this error: the handler's own number where it was a handler that refused with one.
    pub(crate) fn status(&self, error: Error) -> i32 {
        match self.refused {
            Some((offset, answer)) if error.kind == ErrorKind::Io && error.offset == offset => answer,
            _ => error.kind.code(),
        }
    }
}

impl Node for Table {
    fn is_target(&self, block: &HeaderBlock<'_>) -> bool {
        match block.target() {
            Target::UltimateReceiver => self.node.intermediary == 0,
            Target::Next => true,
            Target::None => false,
            Target::Role(role) => {
                let roles = raw::lasting_items(self.node.roles, self.node.role_count);
                roles.iter().any(|own| raw::lasting(own) == role.as_bytes())
            }
        }
    }

    fn keeps_others(&self) -> bool {
        self.node.keep_all & self.node.intermediary != 0
    }

    fn handling(&mut self, block: &HeaderBlock<'_>) -> Handling {
        let name = QName::from(block.name());
        (self.filter, self.vocabulary) = (None, None);
        for filter in self.filters() {
            if raw::lasting(&filter.local) == name.local.as_bytes() && raw::lasting(&filter.ns) == name.uri.as_bytes() {
                self.filter = Some(filter);
                let handled = soapstone::COMPLETE && filter.handler.is_some();
                return if handled { Handling::HANDLED } else { Handling::KEPT };
            }
        }
        let mut handling = if self.node.keep_all != 0 { Handling::NOTED } else { Handling::UNKNOWN };
        for given in self.vocabularies() {
            let found = given.vocabulary.handling_of(block, name);
            // One whose block it is comes before one that only knows its mark; of those the first counts.
            if found.understood || (found == Handling::NOTED && self.vocabulary.is_none()) {
                (self.vocabulary, handling) = (Some(given.vocabulary), found);
            }
            if found.understood {
                break;
            }
        }
        handling
    }

    fn keeps(&mut self, child: &Start<'_>) -> bool {
        self.vocabulary.is_none_or(|vocabulary| vocabulary.keeps(child))
    }

    fn event(&mut self, context: &mut Context<'_, '_>) -> Result<(), Error> {
        let Some((handler, ctx)) =
            self.filter.filter(|_| soapstone::COMPLETE).and_then(|filter| Some((filter.handler?, filter.ctx)))
        else {
            return Ok(());
        };
        let offset = context.offset();
        let (reader, step, input) = context.step();
        let mut given = soapstone_event::EMPTY;
        report(reader, step, input, Out::over(&mut given));
        let (start, block) = (reader.start(), reader.header_block().map(soapstone_header_block::from));
        let answer = raw::call_handler(handler, ctx, (context, start), &given, block.as_ref());
        if answer == SOAPSTONE_OK {
            return Ok(());
        }
        // A positive number would read as an outcome, and only the library knows what a limit needs.
        let kind = ErrorKind::from_code(answer).filter(|&kind| kind != ErrorKind::Limit).unwrap_or(ErrorKind::Io);
        let error = Error::new(kind, offset);
        self.refused = Some((offset, if answer < 0 { answer } else { kind.code() }));
        Err(error)
    }
}

impl soapstone_vocabulary {
    /// The vocabulary as C sees it.
    pub const fn new(vocabulary: &'static Vocabulary) -> Self {
        soapstone_vocabulary { vocabulary }
    }
}
