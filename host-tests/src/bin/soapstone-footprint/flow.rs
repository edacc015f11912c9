//! The flow through one function: how deep its stack is at every call, and how it ends.

use crate::code::{Function, Instruction};
use std::collections::{BTreeMap, BTreeSet};

/// Where the code of a Cortex-M ends at the latest; numbers beyond are no functions.
const CODE_END: u32 = 0x2000_0000;

/// A call, or a jump into another function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) address: u32,
    pub(crate) target: u32,
    /// Bytes of stack the calling function has in use at this point.
    pub(crate) depth: u32,
}

/// What the flow through a function shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    /// The most bytes of stack in use, callees not counted.
    pub(crate) frame: u32,
    pub(crate) calls: Vec<Call>,
    /// Calls and jumps through a register.
    pub(crate) indirect: Vec<u32>,
    /// Whether some path returns, jumps to a function that may return, or runs off the end.
    pub(crate) returns: bool,
    /// Changes of the stack pointer that were not understood.
    pub(crate) unclear: Vec<u32>,
}

/// Follows every path through a function; a call of one of `final_functions` ends a path.
pub(crate) fn follow(function: &Function, final_functions: &BTreeSet<u32>) -> Flow {
    let code = &function.instructions;
    let places: BTreeMap<u32, usize> = code.iter().enumerate().map(|(i, x)| (x.address, i)).collect();
    let mut walk = Walk { code, places, ends: final_functions, depths: vec![None; code.len()], flow: Flow::default() };
    let mut queue = vec![(0, 0)];
    loop {
        while let Some((place, depth)) = queue.pop() {
            walk.visit(place, depth, &mut queue);
        }
        match walk.table_entry() {
            Some(found) => queue.push(found),
            None => break,
        }
    }
    let mut flow = walk.flow;
    flow.calls.sort_by_key(|c| (c.address, std::cmp::Reverse(c.depth)));
    flow.calls.dedup_by_key(|c| c.address);
    for list in [&mut flow.indirect, &mut flow.unclear] {
        list.sort_unstable();
        list.dedup();
    }
    flow
}

struct Walk<'c> {
    code: &'c [Instruction],
    places: BTreeMap<u32, usize>,
    ends: &'c BTreeSet<u32>,
    depths: Vec<Option<i64>>,
    flow: Flow,
}

impl Walk<'_> {
    fn visit(&mut self, place: usize, depth: i64, queue: &mut Vec<(usize, i64)>) {
        let Some(instruction) = self.code.get(place).filter(|i| !i.is_data()) else {
            self.flow.returns = true;
            return;
        };
        if self.depths[place].is_some_and(|known| known >= depth) || depth > 1 << 20 {
            return;
        }
        self.depths[place] = Some(depth);
        let (mnemonic, conditional) = plain(&instruction.mnemonic);
        let after = depth + self.effect(place, mnemonic);
        // Code that several functions share (an epilogue) may leave less than it found.
        self.flow.frame = self.flow.frame.max(after.max(depth).max(0) as u32);
        let goes_on = match step(mnemonic, &instruction.operands) {
            Kind::Next => true,
            Kind::Return => {
                self.flow.returns = true;
                if after > 0 {
                    self.flow.unclear.push(instruction.address);
                }
                false
            }
            // The compiler puts a trap where it knows that nothing gets.
            Kind::Trap | Kind::Table => false,
            Kind::IndirectCall => {
                match self.loaded(place) {
                    Some(target) => return self.known_call(place, target, depth, queue),
                    None => self.flow.indirect.push(instruction.address),
                }
                true
            }
            Kind::IndirectJump => {
                self.flow.indirect.push(instruction.address);
                self.flow.returns = true;
                false
            }
            Kind::Branch => self.branch(instruction, after, conditional, queue),
            Kind::Call => self.call(instruction, depth, true),
        };
        if goes_on || conditional {
            queue.push((place + 1, if conditional && !goes_on { depth } else { after }));
        }
    }

    fn branch(&mut self, from: &Instruction, depth: i64, conditional: bool, queue: &mut Vec<(usize, i64)>) -> bool {
        match from.target().and_then(|t| self.places.get(&t)) {
            Some(place) => queue.push((*place, depth)),
            None => {
                self.call(from, depth, false);
            }
        }
        conditional
    }

    fn known_call(&mut self, place: usize, target: u32, depth: i64, queue: &mut Vec<(usize, i64)>) {
        self.flow.calls.push(Call { address: self.code[place].address, target, depth: depth.max(0) as u32 });
        if !self.ends.contains(&target) {
            queue.push((place + 1, depth));
        }
    }

    /// The function whose address the nearest instruction before `blx rN` put into rN: at opt-level z the compiler
    /// keeps the address of a function it calls often in a register.
    fn loaded(&self, place: usize) -> Option<u32> {
        let mut register = self.code[place].operands.as_str();
        let mut high = None;
        for before in self.code[..place].iter().rev() {
            let mnemonic = before.mnemonic.as_str();
            if mnemonic.starts_with("bl") && matches!(register, "r0" | "r1" | "r2" | "r3" | "ip" | "lr") {
                return None;
            }
            let mut operands = before.operands.split(", ");
            let (to, value) = (operands.next()?, operands.next().unwrap_or_default());
            if mnemonic == "ldrd" && value == register {
                return None;
            }
            if to != register || value.is_empty() || mnemonic.starts_with("cmp") || mnemonic.starts_with("str") {
                continue;
            }
            let number = value.strip_prefix('#').and_then(|number| number.parse::<u32>().ok());
            match (mnemonic, number) {
                ("movt", Some(number)) => high = Some(number << 16),
                // There is no function among the vectors.
                ("movw" | "mov" | "movs", Some(0..=255)) if high.is_none() => return None,
                ("movw" | "mov" | "movs", Some(number)) => return function_address(high.unwrap_or(0) | number),
                ("mov", None) => register = value,
                ("ldr", _) => return function_address(self.literal(before)?),
                _ => return None,
            }
        }
        None
    }

    /// The word that `ldr rN, [pc, #M]` loads, when it lies in this function.
    fn literal(&self, load: &Instruction) -> Option<u32> {
        let word = self.places.get(&load.literal()?).and_then(|place| self.code.get(*place))?;
        u32::from_str_radix(word.operands.strip_prefix("0x")?, 16).ok()
    }

    /// Notes a call and answers whether it may come back.
    fn call(&mut self, from: &Instruction, depth: i64, comes_back: bool) -> bool {
        let Some(target) = from.target() else {
            self.flow.indirect.push(from.address);
            return comes_back;
        };
        self.flow.calls.push(Call { address: from.address, target, depth: depth.max(0) as u32 });
        let ends = self.ends.contains(&target);
        self.flow.returns |= !ends && !comes_back;
        !ends && comes_back
    }

    /// By how many bytes an instruction makes the stack deeper.
    fn effect(&mut self, place: usize, mnemonic: &str) -> i64 {
        let instruction = &self.code[place];
        let operands = instruction.operands.as_str();
        let on_stack = operands.starts_with("sp!") || operands.starts_with("sp,") || operands == "sp";
        match mnemonic {
            "push" | "vpush" => registers(operands),
            "pop" | "vpop" => -registers(operands),
            "stmdb" | "vstmdb" if on_stack => registers(operands),
            "ldmia" | "ldm" | "vldmia" if operands.starts_with("sp!") => -registers(operands),
            "sub" | "subw" | "add" | "addw" if on_stack => match constant(operands) {
                Some(bytes) => {
                    if mnemonic.starts_with('s') {
                        bytes
                    } else {
                        -bytes
                    }
                }
                None => self.not_clear(place),
            },
            "mov" if operands.starts_with("sp,") => self.set(place),
            _ if operands.ends_with('!') && operands.contains("[sp,") => constant(operands).map_or(0, |bytes| -bytes),
            _ => match operands.split_once("[sp], ") {
                Some((_, bytes)) => -constant(bytes).unwrap_or(0),
                None => 0,
            },
        }
    }

    /// `mov sp, rN`: a frame being aligned when `bfc` made rN a few instructions before, else one being left.
    fn set(&mut self, place: usize) -> i64 {
        let register = self.code[place].operands.trim_start_matches("sp,").trim().to_string();
        let before = &self.code[place.saturating_sub(4)..place];
        let aligned = before.iter().find(|i| i.mnemonic == "bfc" && i.operands.starts_with(&register));
        let lowered = before.iter().find(|i| i.mnemonic.starts_with("sub") && i.operands.starts_with(&register));
        match (aligned, lowered) {
            (Some(aligned), lowered) => {
                let bits = aligned.operands.rsplit('#').next().and_then(|b| b.parse::<u32>().ok()).unwrap_or(3);
                (1 << bits) + lowered.and_then(|l| constant(&l.operands)).unwrap_or(0)
            }
            (None, Some(_)) => 0,
            (None, None) if register == "r7" => 0,
            (None, None) => self.not_clear(place),
        }
    }

    fn not_clear(&mut self, place: usize) -> i64 {
        self.flow.unclear.push(self.code[place].address);
        0
    }

    /// The first instruction no path has come to, behind a jump through a table: the table leads there.
    fn table_entry(&self) -> Option<(usize, i64)> {
        let mut depth = None;
        for (place, instruction) in self.code.iter().enumerate() {
            match (instruction.mnemonic.as_str(), self.depths[place]) {
                ("tbb" | "tbh", Some(known)) => depth = Some(known),
                (mnemonic, None) if !instruction.is_data() && mnemonic != "nop" => {
                    if let Some(depth) = depth {
                        return Some((place, depth));
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// The address of a function, as it is put into a register: odd, for Thumb code.
fn function_address(value: u32) -> Option<u32> {
    (value & 1 == 1 && value < CODE_END).then_some(value & !1)
}

enum Kind {
    Next,
    Return,
    Trap,
    Table,
    Branch,
    Call,
    IndirectCall,
    IndirectJump,
}

fn step(mnemonic: &str, operands: &str) -> Kind {
    match mnemonic {
        "b" | "cbz" | "cbnz" => Kind::Branch,
        "bl" => Kind::Call,
        "blx" if !operands.contains('<') => Kind::IndirectCall,
        "blx" => Kind::Call,
        "bx" if operands == "lr" => Kind::Return,
        "bx" => Kind::IndirectJump,
        "tbb" | "tbh" => Kind::Table,
        "udf" => Kind::Trap,
        "pop" | "ldmia" | "ldm" if operands.contains("pc}") => Kind::Return,
        "ldr" if operands.starts_with("pc, [sp]") => Kind::Return,
        "mov" if operands == "pc, lr" => Kind::Return,
        "ldr" | "mov" if operands.starts_with("pc,") => Kind::IndirectJump,
        _ => Kind::Next,
    }
}

const CONDITIONS: &[&str] =
    &["eq", "ne", "cs", "cc", "hs", "lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le"];
const CONDITIONAL: &[&str] =
    &["b", "bl", "bx", "blx", "pop", "push", "ldmia", "ldm", "ldr", "add", "sub", "mov", "udf"];

/// The mnemonic without a condition, and whether it had one (`cbz` and `cbnz` are conditions by themselves).
fn plain(mnemonic: &str) -> (&str, bool) {
    if matches!(mnemonic, "cbz" | "cbnz") {
        return (mnemonic, true);
    }
    let parts = mnemonic.len().checked_sub(2).and_then(|at| mnemonic.split_at_checked(at));
    match parts {
        Some((base, condition)) if CONDITIONS.contains(&condition) && CONDITIONAL.contains(&base) => (base, true),
        _ => (mnemonic, false),
    }
}

/// Bytes of a list such as `{r4, r5-r7, lr}` or `{d8-d9}`.
fn registers(operands: &str) -> i64 {
    let list = operands.split('{').nth(1).unwrap_or_default().trim_end_matches('}');
    let mut bytes = 0;
    for item in list.split(',').map(str::trim) {
        let size = if item.starts_with('d') { 8 } else { 4 };
        let count = match item.split_once('-') {
            Some((from, to)) => number(to) - number(from) + 1,
            None => 1,
        };
        bytes += size * count;
    }
    bytes
}

fn number(register: &str) -> i64 {
    match register {
        "sl" => 10,
        "fp" => 11,
        "ip" => 12,
        name => name.trim_start_matches(|c: char| c.is_alphabetic()).parse().unwrap_or(0),
    }
}

fn constant(operands: &str) -> Option<i64> {
    let digits = operands.rsplit('#').next()?.trim_end_matches(['!', ']']);
    operands.contains('#').then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(listing: &[(&str, &str)]) -> Function {
        let instruction = |(place, (mnemonic, operands)): (usize, &(&str, &str))| Instruction {
            address: place as u32 * 2,
            mnemonic: mnemonic.to_string(),
            operands: operands.to_string(),
        };
        Function { name: "f".into(), instructions: listing.iter().enumerate().map(instruction).collect() }
    }

    #[test]
    fn the_depth_at_a_call_is_that_of_its_path() {
        let f = function(&[
            ("cbz", "r0, c <f+0xc>"),
            ("push", "{r4, r5, r7, lr}"),
            ("sub", "sp, #24"),
            ("bl", "100 <g>"),
            ("add", "sp, #24"),
            ("pop", "{r4, r5, r7, pc}"),
            ("b", "200 <h>"),
        ]);
        let flow = follow(&f, &BTreeSet::new());
        assert_eq!(flow.frame, 40);
        assert!(flow.returns && flow.unclear.is_empty());
        let calls = [Call { address: 6, target: 0x100, depth: 40 }, Call { address: 12, target: 0x200, depth: 0 }];
        assert_eq!(flow.calls, calls);
    }

    #[test]
    fn a_function_that_ends_in_final_functions_does_not_return() {
        let f = function(&[("push", "{r7, lr}"), ("blne", "100 <g>"), ("bl", "100 <g>"), (".word", "0x1")]);
        assert!(!follow(&f, &BTreeSet::from([0x100])).returns);
        assert!(follow(&f, &BTreeSet::new()).returns);
    }

    #[test]
    fn what_a_table_leads_to_is_followed() {
        let f = function(&[
            ("push", "{r4, lr}"),
            ("tbb", "[pc, r0]"),
            (".short", "0x0201"),
            ("bl", "100 <g>"),
            ("pop", "{r4, pc}"),
        ]);
        assert_eq!(follow(&f, &BTreeSet::new()).calls, [Call { address: 6, target: 0x100, depth: 8 }]);
    }

    #[test]
    fn a_small_number_before_a_call_is_no_function() {
        let f = function(&[("movs", "r5, #1"), ("b", "6 <f+0x6>"), ("mov", "r5, r3"), ("blx", "r5"), ("bx", "lr")]);
        assert_eq!(follow(&f, &BTreeSet::new()).indirect, [6]);
        let f = function(&[("movs", "r5, #1"), ("b", "4 <f+0x4>"), ("blx", "r5"), ("bx", "lr")]);
        let flow = follow(&f, &BTreeSet::new());
        assert!(flow.calls.is_empty());
        assert_eq!(flow.indirect, [4]);
    }

    #[test]
    fn stack_effects_are_read_from_every_form() {
        let f = function(&[
            ("stmdb", "sp!, {r4, r5, r6, r7, r8, r9, sl, fp, lr}"),
            ("str", "r0, [sp, #-8]!"),
            ("vpush", "{d8-d10}"),
            ("subw", "sp, sp, #1028"),
            ("mov", "r4, sp"),
            ("bfc", "r4, #0, #4"),
            ("mov", "sp, r4"),
            ("bx", "lr"),
        ]);
        assert_eq!(follow(&f, &BTreeSet::new()).frame, 36 + 8 + 24 + 1028 + 16);
    }

    #[test]
    fn a_call_through_a_register_that_holds_a_known_function_is_a_call() {
        let f = function(&[
            ("ldr", "fp, [pc, #6]"),
            ("push", "{r4, lr}"),
            ("mov", "r3, fp"),
            ("blx", "r3"),
            ("pop", "{r4, pc}"),
            (".word", "0x00000101"),
        ]);
        let flow = follow(&f, &BTreeSet::new());
        assert_eq!(flow.calls, [Call { address: 6, target: 0x100, depth: 8 }]);
        assert!(flow.indirect.is_empty());
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let f = function(&[("sub", "sp, r4"), ("blx", "r3"), ("bx", "lr")]);
        let flow = follow(&f, &BTreeSet::new());
        assert_eq!((flow.unclear, flow.indirect), (vec![0], vec![2]));
    }
}
