//! An image taken apart: its functions and their instructions.

use anyhow::{Context, Result};
use soapstone_host_tests::measure::tools;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// An instruction, or data between instructions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Instruction {
    pub(crate) address: u32,
    /// The mnemonic without its width suffix (`.w`, `.n`).
    pub(crate) mnemonic: String,
    pub(crate) operands: String,
}

impl Instruction {
    /// The address in the operands, for a branch or call.
    pub(crate) fn target(&self) -> Option<u32> {
        let before = self.operands.split(" <").next()?;
        let word = before.rsplit([' ', ',']).next()?;
        u32::from_str_radix(word, 16).ok()
    }

    /// The address of the constant that `ldr rN, [pc, #M]` loads.
    pub(crate) fn literal(&self) -> Option<u32> {
        let offset = self.operands.split_once("[pc, #")?.1.trim_end_matches(']').parse::<u32>().ok()?;
        Some((self.address & !3) + 4 + offset)
    }

    /// Whether this is a table or a constant, not code.
    pub(crate) fn is_data(&self) -> bool {
        self.mnemonic.starts_with('.')
    }
}

/// A function.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// The name, demangled, without its hash.
    pub(crate) name: String,
    pub(crate) instructions: Vec<Instruction>,
}

/// The functions of an image by address.
pub(crate) struct Code {
    pub(crate) functions: BTreeMap<u32, Function>,
}

impl Code {
    /// Takes an image or an object apart.
    ///
    /// # Errors
    /// [`tools::Missing`] without `arm-none-eabi-objdump`.
    pub(crate) fn read(image: &Path) -> Result<Code> {
        tools::need("arm-none-eabi-objdump", "binutils-arm-none-eabi")?;
        let mut objdump = Command::new("arm-none-eabi-objdump");
        let listing = tools::output(objdump.args(["-d", "-w", "--no-show-raw-insn"]).arg(image))?;
        Ok(parse(&listing))
    }

    /// The address of the one function whose name ends so.
    pub(crate) fn named(&self, ending: &str) -> Result<u32> {
        let found = self.functions.iter().find(|(_, f)| f.name.ends_with(ending));
        found.map(|(address, _)| *address).with_context(|| format!("no function {ending} in the image"))
    }

    /// The name of the function at an address.
    pub(crate) fn name(&self, address: u32) -> &str {
        self.functions.get(&address).map_or("?", |f| &f.name)
    }
}

fn parse(listing: &str) -> Code {
    let mut functions: BTreeMap<u32, Function> = BTreeMap::new();
    let mut current = 0;
    for line in listing.lines() {
        if let Some((address, name)) = heading(line) {
            current = address;
            functions.insert(address, Function { name, instructions: Vec::new() });
        } else if let (Some(instruction), Some(function)) = (instruction(line), functions.get_mut(&current)) {
            function.instructions.push(instruction);
        }
    }
    for function in functions.values_mut() {
        while function.instructions.last().is_some_and(fill) {
            function.instructions.pop();
        }
    }
    Code { functions }
}

/// Whether this is 0xd4d4, with which the linker fills gaps between functions and which reads as a branch.
fn fill(last: &Instruction) -> bool {
    last.mnemonic == "bmi" && last.target() == last.address.checked_sub(0x54)
}

fn heading(line: &str) -> Option<(u32, String)> {
    let (address, name) = line.strip_suffix(">:")?.split_once(" <")?;
    Some((u32::from_str_radix(address, 16).ok()?, format!("{:#}", rustc_demangle::demangle(name))))
}

fn instruction(line: &str) -> Option<Instruction> {
    let (address, rest) = line.split_once(":\t")?;
    let mut parts = rest.split('\t');
    let mnemonic = parts.next()?.trim();
    let mnemonic = mnemonic.trim_end_matches(".w").trim_end_matches(".n").to_string();
    let operands = parts.next().unwrap_or_default();
    let operands = operands.split([';', '@']).next().unwrap_or_default().trim().to_string();
    Some(Instruction { address: u32::from_str_radix(address.trim(), 16).ok()?, mnemonic, operands })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_instructions_and_targets_are_read() {
        let code = parse(
            "00000400 <_ZN4core9panicking5panic17h0123456789abcdefE>:\n     400:\tpush\t{r7, lr}\n     402:\tbl\t4f0 <x>\n\
             00000410 <f>:\n     410:\tcbz\tr0, 41a <f+0xa>\n     412:\tb.n\t400 <x>\n     414:\t.word\t0x00000001\n     418:\tldr\tr0, [pc, #4]\t; (420 <f+0x10>)\n",
        );
        let f = &code.functions[&0x410];
        assert_eq!(code.name(0x400), "core::panicking::panic");
        assert_eq!(code.functions[&0x400].instructions[1].target(), Some(0x4f0));
        assert_eq!(f.instructions[0].target(), Some(0x41a));
        assert_eq!(f.instructions[1], Instruction { address: 0x412, mnemonic: "b".into(), operands: "400 <x>".into() });
        assert!(f.instructions[2].is_data());
        assert_eq!(f.instructions[3].operands, "r0, [pc, #4]");
    }
}
