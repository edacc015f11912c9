//! The deepest path from a function through everything it calls.
//!
//! A panic ends the program: what runs below a call of a panic function is not part of the path. A call through a
//! register may go to the functions listed in [`POINTERS`]. Any other such call, and a recursion, cannot be bounded
//! this way and are answered by an error that names them.

use crate::code::Code;
use crate::flow::{Call, Flow, follow};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The calls through a register in soapstone: a part of the name of the calling function, and which functions it may
/// call, so far as they are linked. The first that fits applies. The callers are readers and writers of every layer and
/// language (`soap::Reader`, `soapstone_writer_end`), for the compiler moves the calls outwards.
const POINTERS: &[(&str, Targets)] = &[
    // The node that header blocks are read for. What a C program does with one, and which passwords it knows, is its
    // own stack.
    ("soapstone::soap::header::headers::", |name| is_node(name) || is_front(name)),
    ("soapstone_header_reader_", |name| is_node(name) || is_front(name)),
    // The calls of C that read events go through one place, with a function each.
    ("soapstone_c::soap::event::next", |name| name.contains("_reader_next::")),
    ("soapstone_c::soap::node::", |_| false),
    ("soapstone::wss::verifier", |name| name.contains("soapstone::secret::Authenticator>::")),
    ("soapstone_security_verify", |name| name.contains("soapstone::secret::Authenticator>::")),
    ("soapstone_c::wss::verifier::", |_| false),
    // A digest is computed over what its caller gives, a piece at a time.
    ("soapstone::wss::digest::compute", is_given_to_digest),
    ("soapstone::wss::digest::", |name| name.contains("soapstone::wss::digest::compute::{{closure}}")),
    // Addressing is judged, derived and written by one routine each, with what differs.
    ("soapstone_c::wsa::properties::derive", |name| {
        name.contains("soapstone_c::wsa::properties::soapstone_addressing_")
    }),
    ("soapstone_c::wsa::problem::judge", |name| name.contains("soapstone_c::wsa::problem::soapstone_addressing_")),
    ("soapstone_c::wsa::problem::write", is_written),
    ("soapstone_addressing_write", |name| {
        is_written(name) || name.contains("soapstone_c::wsa::extras::") || is_call(name)
    }),
    ("soapstone::wsa::values::", is_rest_of_addressing),
    // Writes of several calls are made as one, by what the caller of the sequence gives.
    ("::in_sequence", is_given_to_sequence),
    // The program of the client image writes its request from within the call.
    ("soapstone_client_call", |name| is_call(name) || name == "write_request"),
    // What reads other encodings is called through pointers so that a program that does not ask for it does not link it.
    ("eader", is_front),
    ("soapstone::xml::engine::", is_encoding),
    // The calls of C that write go through one place, with a function each.
    ("soapstone_c::writing::", |name| is_written(name) || is_call(name) || is_guard(name)),
    ("soapstone_writer_", |name| is_written(name) || is_call(name) || is_guard(name)),
    ("soapstone_envelope_writer_", |name| is_written(name) || is_call(name) || is_guard(name)),
    ("core::ops::function::FnOnce::call_once", is_call),
    // The parts of a fault are taken in the way that is of where they come from.
    ("soapstone::soap::fault::source::", |name| name.contains("soapstone::soap::fault::source::take::")),
    // Of a kept element some attributes are left out.
    ("soapstone::soap::write::kept::", |name| {
        is_call(name) || name.contains("::kept_attributes::") || name.ends_with("::is_soap")
    }),
    // The write function of a C program: its stack is the program's own.
    ("soapstone_c::buf::Output::flush", |_| false),
    // What completes content that was begun is linked by what begins it.
    ("soapstone::xml::writer::calls::", is_last),
    ("soapstone::xml::writer::content::", is_last),
    ("soapstone::xml::writer::markup::", is_last),
    // Every call of the writer is a function that is run over a draft.
    ("soapstone", is_call),
    ("::image::", is_call),
];

/// Whether a function of this name is one of those meant.
type Targets = fn(&str) -> bool;

/// A function of the library, or of a program in Rust, which may have those of the library inside.
fn is_ours(name: &str) -> bool {
    name.contains("soapstone") || name.contains("::image::")
}

fn is_node(name: &str) -> bool {
    name.contains("soapstone::soap::header::node::Node>::")
}

fn is_front(name: &str) -> bool {
    name.ends_with("soapstone::xml::front::Transcoder::step") || is_encoding(name)
}

/// Whether it tells of an encoding.
fn is_encoding(name: &str) -> bool {
    name.ends_with("soapstone::xml::encoding::of_bytes") || name.ends_with("soapstone::xml::encoding::Encoding::len_of")
}

fn is_given_to_digest(name: &str) -> bool {
    const GIVEN: &[&str] = &[
        "digest::password_digest::{{closure}}",
        "digest::digest_of_text::{{closure}}",
        "Verifier::digest::{{closure}}",
    ];
    GIVEN.iter().any(|given| name.contains(given))
}

/// Whether it writes what plain addressing headers do not have.
fn is_rest_of_addressing(name: &str) -> bool {
    const REST: &[&str] = &["Values::write::{{closure}}", "Values::write_plain::{{closure}}"];
    REST.iter().any(|rest| name.contains(rest))
}

fn is_given_to_sequence(name: &str) -> bool {
    const GIVERS: &[&str] = &["soapstone::wsa::", "soapstone::wss::block::", "soapstone::soap::write::sequence::"];
    let is_given = GIVERS.iter().any(|giver| name.contains(giver)) && name.ends_with("{{closure}}");
    is_given && !is_rest_of_addressing(name)
}

fn is_written(name: &str) -> bool {
    name.ends_with("core::ops::function::FnOnce::call_once")
}

/// The calls of the writer.
const CALLS: &[&str] = &[
    "::declaration",
    "::pin",
    "::start",
    "::start_prefixed",
    "::attribute",
    "::attribute_prefixed",
    "::attribute_qname",
    "::namespace",
    "::declare",
    "::text",
    "::text_whole",
    "::text_bytes",
    "::text_qname",
    "::base64",
    "::hex",
    "::raw",
    "::end",
    "::finish",
];

/// Whether it refuses what may not stand in an envelope.
fn is_guard(name: &str) -> bool {
    name.contains("soapstone_c::writing::guard") || name.contains("soapstone::soap::write::content::Content")
}

fn is_last(name: &str) -> bool {
    name.ends_with("soapstone::xml::writer::content::complete")
        || name.ends_with("soapstone::xml::writer::content::refuse")
}

fn is_call(name: &str) -> bool {
    let of_draft = name.contains("soapstone::xml::writer::") && name.contains("Draft>::");
    // Where the call does no more than call the method of the draft, the compiler takes that.
    name.ends_with("core::ops::function::FnMut::call_mut")
        || name.contains("soapstone::xml::writer::calls::")
        || of_draft && CALLS.iter().any(|verb| name.ends_with(verb))
}

/// The stack below one function.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    /// The largest frame of any function below the one it is measured from, and whose it is.
    pub(crate) frame: (u32, String),
    /// The depth of the deepest path.
    pub(crate) depth: u32,
    /// The functions of that path, each with the depth it is entered at.
    pub(crate) path: Vec<(u32, String)>,
    /// Every function that may be called.
    pub(crate) functions: BTreeSet<u32>,
}

/// The stack that `root` and everything it calls may need; calls of `panics` end a path.
pub(crate) fn measure(code: &Code, root: u32, panics: &BTreeSet<u32>) -> Result<Stack> {
    let mut search = Search { code, panics, flows: BTreeMap::new(), depths: BTreeMap::new(), open: Vec::new() };
    let depth = search.depth(root)?;
    let below = search.flows.iter().filter(|(address, _)| **address != root);
    let largest = below.max_by_key(|(_, flow)| flow.frame).map(|(address, flow)| (flow.frame, code.name(*address)));
    let frame = largest.map_or((0, String::new()), |(frame, name)| (frame, name.to_string()));
    let mut path = Vec::new();
    let (mut at, mut entered) = (Some(root), 0);
    while let Some(function) = at {
        path.push((entered, code.name(function).to_string()));
        let deepest = search.depths.get(&function).and_then(|(_, via)| *via);
        entered += deepest.map_or(0, |(depth, _)| depth);
        at = deepest.map(|(_, target)| target);
    }
    Ok(Stack { frame, depth, path, functions: search.flows.into_keys().collect() })
}

/// The deepest path below a function: its depth, and the depth and target of the call it goes through.
type Deepest = (u32, Option<(u32, u32)>);

struct Search<'c> {
    code: &'c Code,
    panics: &'c BTreeSet<u32>,
    flows: BTreeMap<u32, Flow>,
    depths: BTreeMap<u32, Deepest>,
    open: Vec<u32>,
}

impl Search<'_> {
    fn depth(&mut self, address: u32) -> Result<u32> {
        if let Some((known, _)) = self.depths.get(&address) {
            return Ok(*known);
        }
        let name = self.code.name(address).to_string();
        if self.open.contains(&address) {
            let path: Vec<&str> = self.open.iter().map(|a| self.code.name(*a)).collect();
            bail!("{name} calls itself, directly or not: {}", path.join(", "));
        }
        let function = self.code.functions.get(&address).with_context(|| {
            format!("no function at {address:#x}, called from {:?}", self.open.last().map(|a| self.code.name(*a)))
        })?;
        let mut flow = follow(function, self.panics);
        // Instructions that the compiler has put apart are those of the function that jumps to them.
        let apart = !flow.indirect.is_empty() && name.starts_with("OUTLINED_FUNCTION");
        let name = self.open.last().filter(|_| apart).map_or(name, |from| self.code.name(*from).to_string());
        if let Some(at) = flow.indirect.first() {
            let known =
                POINTERS.iter().find(|(caller, _)| name.contains(caller) && (is_ours(&name) || is_written(&name)));
            let (_, meant) = known.with_context(|| format!("{name} calls through a register at {at:#x}"))?;
            let linked = self.code.functions.iter().filter(|(_, f)| meant(&f.name)).map(|(address, _)| *address);
            flow.calls.extend(linked.map(|target| Call { address: *at, target, depth: flow.frame }));
        }
        if let Some(at) = flow.unclear.first() {
            bail!("{name} changes the stack pointer at {at:#x} in a way not understood");
        }
        self.open.push(address);
        let mut deepest: Deepest = (flow.frame, None);
        for call in flow.calls.iter().filter(|call| !self.panics.contains(&call.target)) {
            let depth = call.depth + self.depth(call.target)?;
            if depth > deepest.0 {
                deepest = (depth, Some((call.depth, call.target)));
            }
        }
        self.open.pop();
        self.flows.insert(address, flow);
        if !apart {
            self.depths.insert(address, deepest);
        }
        Ok(deepest.0)
    }
}
