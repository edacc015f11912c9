//! The symbols of an archive: what it offers and what it needs.

use anyhow::Result;
use soapstone_host_tests::measure::tools;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What an archive may need.
const KNOWN: &str = include_str!("../../../../ffi/symbols.txt");

/// The global symbols of an archive.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbols {
    /// Defined in it and visible outside.
    pub(crate) defined: BTreeSet<String>,
    /// Needed by it and not defined in it.
    pub(crate) needed: BTreeSet<String>,
}

impl Symbols {
    /// Reads the symbols with `nm`, `arm-none-eabi-nm` or another of that kind.
    pub(crate) fn read(nm: &str, archive: &Path) -> Result<Symbols> {
        tools::need(nm, if nm.starts_with("arm") { "binutils-arm-none-eabi" } else { "binutils" })?;
        Ok(parse(&tools::output(Command::new(nm).args(["-g", "-P"]).arg(archive))?))
    }

    /// What an archive of soapstone may not have: foreign names it defines, and names it needs that `ffi/symbols.txt`
    /// does not list.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let foreign = self.defined.iter().filter(|name| !name.starts_with("soapstone_"));
        let unknown = self.needed.iter().filter(|name| !KNOWN.lines().any(|known| known == name.as_str()));
        foreign.map(|n| format!("defines {n}")).chain(unknown.map(|n| format!("needs {n}"))).collect()
    }
}

fn parse(listing: &str) -> Symbols {
    let mut symbols = Symbols::default();
    for line in listing.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(kind)) = (words.next(), words.next()) else { continue };
        match kind {
            "U" | "w" | "v" => symbols.needed.insert(name.to_string()),
            _ if kind.len() == 1 => symbols.defined.insert(name.to_string()),
            _ => continue,
        };
    }
    symbols.needed = symbols.needed.difference(&symbols.defined).cloned().collect();
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_and_unknown_symbols_are_named() {
        let symbols = parse("lib.a[x.o]:\nsoapstone_reader_next T 0 10\nmemcpy U\nmalloc U\nrust_helper T 0 4\n");
        assert_eq!(symbols.wrong(), ["defines rust_helper", "needs malloc"]);
        assert!(symbols.needed.contains("memcpy"));
    }
}
