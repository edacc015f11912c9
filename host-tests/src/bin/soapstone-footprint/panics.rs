//! Panic sites: where an image calls something that does not come back because it panics.

use crate::code::{Code, Function};
use crate::flow::{Flow, follow};
use addr2line::Loader;
use anyhow::{Result, anyhow};
use object::{Object, ObjectSection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Whose code a site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// The crate soapstone or its C interface.
    Ours,
    /// xmlparser.
    Xmlparser,
    /// httparse.
    Httparse,
    /// nom.
    Nom,
    /// hmac-sha1-compact.
    Sha1,
    /// The image's own scaffold.
    Image,
    /// The standard library, called by nothing that is known.
    Core,
}

/// A call site of a panic function.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) owner: Owner,
    /// The panic function.
    pub(crate) calls: String,
    /// File and line in the owner's code, the file without the folders before its crate.
    pub(crate) place: String,
}

/// The functions that panic: those of `core::panicking`, and every function that always ends in one of them.
pub(crate) fn functions(code: &Code) -> BTreeSet<u32> {
    let seed = |name: &str| name.starts_with("core::panicking::") || name.ends_with("rust_begin_unwind");
    let mut found: BTreeSet<u32> = code.functions.iter().filter(|(_, f)| seed(&f.name)).map(|(a, _)| *a).collect();
    loop {
        let before = found.len();
        for (address, function) in &code.functions {
            if found.contains(address) {
                continue;
            }
            let flow = follow(function, &found);
            if !flow.returns && flow.indirect.is_empty() && flow.calls.iter().any(|c| found.contains(&c.target)) {
                found.insert(*address);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Every call of a function of `panics` in the functions `of`, ordered by owner and place.
///
/// A site is where the location that the call hands on says it is. Where that is in the standard library, or there is
/// none, it is where the line information of the call says; and where that too is in the standard library, it is
/// where the function around it is called from.
pub(crate) fn sites(image: &Path, code: &Code, of: &BTreeSet<u32>, panics: &BTreeSet<u32>) -> Result<Vec<Site>> {
    let lines = Loader::new(image).map_err(|e| anyhow!("{}: {e}", image.display()))?;
    let memory = Memory::read(image)?;
    let flows: Vec<_> = of.iter().filter_map(|a| Some((*a, follow(code.functions.get(a)?, panics)))).collect();
    let mut sites = Vec::new();
    for (within, flow) in &flows {
        for call in flow.calls.iter().filter(|c| panics.contains(&c.target)) {
            let (at, calls) = (call.address, code.name(call.target));
            let told = location(&code.functions[within], &memory, at).and_then(|l| owned(&l.0, l.1));
            let found = match told {
                Some(found) => Some(found),
                None => owner(&lines, at)?.or(callers(&lines, &flows, *within)?),
            };
            let (owner, place) = found.unwrap_or_else(|| (Owner::Core, code.name(*within).to_string()));
            sites.push(Site { owner, calls: calls.to_string(), place });
        }
    }
    sites.sort_by(|a, b| (a.owner, &a.place).cmp(&(b.owner, &b.place)));
    Ok(sites)
}

type Owned = (Owner, String);

/// Whose the code is that calls a function of the standard library, however far up; ours if any of it is.
fn callers(lines: &Loader, flows: &[(u32, Flow)], function: u32) -> Result<Option<Owned>> {
    let (mut found, mut known, mut queue) = (BTreeSet::new(), BTreeSet::new(), vec![function]);
    while let Some(target) = queue.pop() {
        for (within, flow) in flows {
            for call in flow.calls.iter().filter(|c| c.target == target) {
                match owner(lines, call.address)? {
                    Some(owned) => drop(found.insert(owned)),
                    None if known.insert(*within) => queue.push(*within),
                    None => {}
                }
            }
        }
    }
    Ok(found.into_iter().next())
}

/// The innermost code around an address that is not the standard library's.
fn owner(lines: &Loader, address: u32) -> Result<Option<Owned>> {
    let mut frames = lines.find_frames(u64::from(address)).map_err(|e| anyhow!("{e}"))?;
    while let Some(frame) = frames.next().map_err(|e| anyhow!("{e}"))? {
        let Some(at) = frame.location else { continue };
        if let Some(found) = owned(at.file.unwrap_or_default(), at.line.unwrap_or(0)) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn owned(file: &str, line: u32) -> Option<Owned> {
    let file = format!("/{file}");
    let (owner, from) = classify(&file)?;
    Some((owner, format!("{}:{line}", &file[from..])))
}

/// The `core::panic::Location` whose address is loaded in the straight run of code before a call: file and line.
fn location(function: &Function, memory: &Memory, call: u32) -> Option<(String, u32)> {
    let place = function.instructions.iter().position(|i| i.address == call)?;
    let mut halves: BTreeMap<&str, u32> = BTreeMap::new();
    for instruction in function.instructions[..place].iter().rev().take(12) {
        let (register, value) = instruction.operands.split_once(", ").unwrap_or_default();
        let value = value.trim_start_matches('#').parse::<u32>();
        let found = match (instruction.mnemonic.as_str(), value) {
            ("bl" | "b" | "bx" | "pop", _) => return None,
            ("movt", Ok(high)) => {
                halves.insert(register, high << 16);
                None
            }
            ("movw", Ok(low)) => halves.get(register).and_then(|high| memory.location(high | low)),
            ("ldr", _) => instruction.literal().and_then(|at| memory.location(memory.word(at)?)),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What an image keeps in flash.
struct Memory(Vec<(u32, Vec<u8>)>);

impl Memory {
    fn read(image: &Path) -> Result<Memory> {
        let bytes = std::fs::read(image)?;
        let file = object::File::parse(&*bytes)?;
        let sections = file.sections().filter(|s| s.address() != 0 || s.size() != 0);
        let sections = sections.filter_map(|s| Some((s.address() as u32, s.data().ok()?.to_vec())));
        Ok(Memory(sections.collect()))
    }

    fn slice(&self, address: u32, len: u32) -> Option<&[u8]> {
        self.0.iter().find_map(|(start, bytes)| {
            let from = usize::try_from(address.checked_sub(*start)?).ok()?;
            bytes.get(from..from.checked_add(len as usize)?)
        })
    }

    fn word(&self, address: u32) -> Option<u32> {
        Some(u32::from_le_bytes(self.slice(address, 4)?.try_into().ok()?))
    }

    /// The file and line of a `core::panic::Location` at this address, if it looks like one.
    fn location(&self, address: u32) -> Option<(String, u32)> {
        let (file, len, line) = (self.word(address)?, self.word(address + 4)?, self.word(address + 8)?);
        let file = std::str::from_utf8(self.slice(file, len.min(1024))?).ok()?;
        (file.ends_with(".rs") && line < 100_000).then(|| (file.to_string(), line))
    }
}

/// Whose a source file is, and where in its path the part begins that says so.
fn classify(file: &str) -> Option<(Owner, usize)> {
    if file.contains("/library/") {
        return None;
    }
    let found = |mark: &str| file.rfind(mark).map(|at| at + usize::from(mark.starts_with('/')));
    let owned = |owner: Owner, mark: &str| found(mark).map(|at| (owner, at));
    owned(Owner::Xmlparser, "/xmlparser-")
        .or_else(|| owned(Owner::Httparse, "/httparse-"))
        .or_else(|| owned(Owner::Nom, "/nom-"))
        .or_else(|| owned(Owner::Sha1, "/hmac-sha1-compact-"))
        .or_else(|| owned(Owner::Image, "/host-tests/images/"))
        .or_else(|| owned(Owner::Image, "/cortex-m-rt-"))
        .or_else(|| owned(Owner::Ours, "/core/src/"))
        .or_else(|| owned(Owner::Ours, "/ffi/src/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_its_crates() {
        assert_eq!(classify("/rustc/abc/library/core/src/slice/index.rs"), None);
        assert_eq!(classify("/home/x/soapstone/core/src/error.rs"), Some((Owner::Ours, 18)));
        assert_eq!(classify("/reg/xmlparser-0.13.6/src/stream.rs"), Some((Owner::Xmlparser, 5)));
        assert_eq!(classify("/reg/httparse-1.10.1/src/lib.rs"), Some((Owner::Httparse, 5)));
        assert_eq!(classify("/reg/nom-8.0.0/src/traits.rs"), Some((Owner::Nom, 5)));
        assert_eq!(classify("/reg/hmac-sha1-compact-1.1.9/src/lib.rs"), Some((Owner::Sha1, 5)));
        assert_eq!(classify("/x/host-tests/images/src/board.rs"), Some((Owner::Image, 3)));
    }
}
