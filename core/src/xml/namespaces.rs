//! Namespaces of the tag at hand: declarations, names, duplicates. Namespaces in XML 1.0.

use super::arena::{self, BINDING, Frame, NsRef, Scope, Span};
use super::record::{self, Raw, Record};
use super::tag::{self, Tag, Wrong};
use crate::slice::shift;
use crate::{ErrorKind, Namespace};
use core::cell::Cell;

/// Checks the declarations among the records of a tag, resolves the name of the element and of its attributes, and refuses duplicates.
/// `frame` is the new element, and told its namespace; `parent` is the one around it.
#[inline(never)]
pub(super) fn resolve(arena: &mut [u8], tag: &Tag, frame: &mut Frame, parent: Option<&Frame>) -> Result<(), Wrong> {
    let Some((arena, records)) = record::split(arena, tag.records) else { return Ok(()) };
    let arena = &*arena;
    let declares = tag.declarations != 0;
    if declares {
        declare(arena, records)?;
    }
    let ns = match parent {
        Some(parent) if !declares && same_prefix(arena, frame, parent) => parent.ns(),
        _ => lookup(arena, records, declares, frame, frame.prefix())?,
    };
    frame.set_ns(ns);
    if tag.flags & tag::PREFIXED != 0 || records.len() > 1 {
        attributes(arena, records, declares, frame)?;
    }
    Ok(())
}

/// The namespace bound to a prefix that stands in the tag.
#[inline(always)]
fn lookup(arena: &[u8], records: &[Raw], declares: bool, frame: &Frame, prefix: Span) -> Result<NsRef, Wrong> {
    let records = if declares { records } else { &[] };
    let scope = Scope { arena, records, frame };
    scope.resolve(prefix.of(arena)).ok_or(Wrong { kind: ErrorKind::UnboundPrefix, at: usize::from(prefix.at()) })
}

/// Resolves the names of the attributes and refuses two with one expanded name, and two declarations of one prefix.
/// Only names that share a hash are compared; the limit on attributes bounds the pairs.
#[inline(always)]
fn attributes(arena: &[u8], records: &mut [Raw], declares: bool, frame: &Frame) -> Result<(), Wrong> {
    let own = frame.prefix();
    let mut seen: usize = 0;
    for left in (0..records.len()).rev() {
        let Some(record) = records.get(left).map(Record) else { break };
        let prefix = record.prefix();
        let mut ns = None;
        if prefix.len() != 0 && !record.is_declaration() {
            // The prefix of the element itself is the likeliest.
            ns = Some(if !cfg!(small) && prefix.same(own, arena) {
                frame.ns()
            } else {
                lookup(arena, records, declares, frame, prefix)?
            });
        }
        let Some(raw) = records.get_mut(left) else { break };
        if let Some(ns) = ns {
            Record::set_ns(raw, ns);
        }
        let hash = hash(arena, Record(raw));
        Record::set_hash(raw, hash);
        let bit = 1usize.wrapping_shl(hash.into());
        // Where flash is short every pair is looked at, for as long as it takes to see that the hashes differ.
        if (cfg!(small) || seen & bit != 0) && is_repeated(arena, records.get(left..).unwrap_or_default()) {
            return Err(Wrong { kind: ErrorKind::DuplicateAttribute, at: usize::from(prefix.at()) });
        }
        seen |= bit;
    }
    Ok(())
}

/// Equal for equal expanded names: those with and without a prefix never are.
#[inline(always)]
fn hash(arena: &[u8], record: Record<'_>) -> u8 {
    let last = arena.get(record.name().end().wrapping_sub(1)).copied().unwrap_or_default();
    let len = record.tail().len() as u8;
    // Where flash is short nothing but the whole of it is compared; else its lowest bits must tell most names apart.
    if cfg!(small) { last.wrapping_add(len) } else { last.wrapping_mul(5) ^ len.wrapping_mul(13) }
}

/// Whether the first attribute has the expanded name of another, or a declaration the prefix.
#[inline(never)]
fn is_repeated(arena: &[u8], records: &[Raw]) -> bool {
    let mut records = records.iter().map(Record);
    let Some(one) = records.next() else { return false };
    // Of a declaration the name is the prefix; `xmlns:xmlns`, which is not `xmlns`, was refused before.
    let named = one.is_declaration() || one.ns().id != Namespace::Other as u16;
    records.any(|two| {
        one.is_like(two) && one.tail().same(two.tail(), arena) && (named || one.uri().same(two.uri(), arena))
    })
}

/// Moves the declarations of a tag behind the name of its element, and answers where they end.
/// Each takes less room than it took in the tag, so nothing that is still to be moved is overwritten.
pub(super) fn compact(arena: &mut [u8], records: u16, frame: &mut Frame) -> usize {
    let mut to = frame.name().end();
    let Some((arena, records)) = record::split(arena, records) else { return to };
    for raw in records.iter().rev() {
        let record = Record(raw);
        if !record.is_declaration() {
            continue;
        }
        let (prefix, ns) = (record.declared(), record.ns());
        // A namespace with a number needs no URI.
        let uri = if ns.id == Namespace::Other as u16 { ns.uri.len() } else { 0 };
        let place = arena.get_mut(to..).and_then(|room| room.split_first_chunk_mut());
        if let Some((lengths, [id, ..])) = place {
            *lengths = (u32::from(uri) << 16 | u32::from(prefix.len())).to_le_bytes();
            *id = ns.id as u8;
        }
        to = to.wrapping_add(BINDING);
        move_down(arena, prefix.at().into(), to, prefix.len().into());
        to = to.wrapping_add(prefix.len().into());
        if frame.ns().uri == ns.uri {
            frame.set_ns(NsRef { uri: Span::new(to as u16, uri), id: ns.id });
        }
        move_down(arena, ns.uri.at().into(), to, uri.into());
        to = to.wrapping_add(uri.into());
        frame.bind();
    }
    to
}

#[inline(always)]
fn move_down(arena: &mut [u8], from: usize, to: usize, len: usize) {
    if cfg!(small) {
        return shift(arena, from, to, len);
    }
    let bytes = arena.get_mut(to..from.wrapping_add(len)).unwrap_or_default();
    let places = Cell::from_mut(bytes).as_slice_of_cells();
    let bytes = places.get(from.wrapping_sub(to)..).unwrap_or_default();
    for (place, byte) in places.iter().zip(bytes) {
        place.set(byte.get());
    }
}

/// Finds the number of each namespace declared and refuses what may not be bound. Namespaces in XML 1.0, 3 and 5.
#[inline(always)]
fn declare(arena: &[u8], records: &mut [Raw]) -> Result<(), Wrong> {
    for raw in records.iter_mut().rev() {
        let record = Record(raw);
        if !record.is_declaration() {
            continue;
        }
        let ns = Namespace::from_uri(record.value().of(arena));
        let allowed = match (arena::reserved(record.declared().of(arena)), ns) {
            (Namespace::Xml, ns) => ns == Namespace::Xml,
            (Namespace::Xmlns, _) | (_, Namespace::Xml | Namespace::Xmlns) => false,
            (prefix, ns) => ns != Namespace::None || prefix == Namespace::None,
        };
        if !allowed {
            return Err(Wrong { kind: ErrorKind::InvalidNamespace, at: usize::from(record.name().at()) });
        }
        Record::set_id(raw, ns as u8);
    }
    Ok(())
}

/// Whether an element has the prefix of the one around it, and so, if it declares nothing, its namespace.
#[inline(always)]
pub(super) fn same_prefix(arena: &[u8], frame: &Frame, parent: &Frame) -> bool {
    let (own, outer) = (frame.prefix(), parent.prefix());
    if cfg!(small) {
        return own.same(outer, arena);
    }
    own.len() == outer.len() && (own.len() == 0 || own.same(outer, arena))
}
