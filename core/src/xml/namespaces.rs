//! Namespaces of the tag at hand: declarations, names, duplicates. Namespaces in XML 1.0.

use super::arena::{BINDING, Frame, NsRef, Record, Scope, Span};
use super::scan;
use super::tag::{self, Wrong};
use crate::{ErrorKind, Namespace};

/// Checks the declarations among the records of a tag, resolves the name of the element and of its attributes, and refuses duplicates.
/// `frame` is the new element, `parent` the one around it; answers the namespace of the element.
#[inline(never)]
pub(super) fn resolve(
    arena: &mut [u8],
    records: u16,
    flags: u8,
    frame: &Frame,
    parent: Option<&Frame>,
) -> Result<NsRef, Wrong> {
    let declares = flags & tag::DECLARES != 0;
    if declares {
        declare(arena, records)?;
    }
    let scope = Scope { records: if declares { records } else { 0 }, frame: *frame };
    let ns = match parent {
        Some(parent) if !declares && same_prefix(arena, frame, parent) => parent.ns,
        _ => lookup(arena, scope, Span { at: frame.name.at, len: frame.prefix })?,
    };
    if flags & tag::PREFIXED != 0 || records > 1 {
        attributes(arena, records, ns, scope)?;
    }
    Ok(ns)
}

/// Resolves the names of the attributes and refuses two with one expanded name, and two declarations of one prefix.
/// Only names that share a hash of six bits are compared; the limit on attributes bounds the pairs.
fn attributes(arena: &mut [u8], records: u16, element: NsRef, scope: Scope) -> Result<(), Wrong> {
    let own = Span { at: scope.frame.name.at, len: scope.frame.prefix };
    let mut seen: u64 = 0;
    for index in 0..records {
        let mut record = Record::load(arena, index);
        if record.prefix() != 0 && !record.is_declaration() {
            let prefix = Span { at: record.name.at, len: record.prefix() };
            // The prefix of the element itself is the likeliest.
            record.ns = if prefix.len == own.len && scan::same(prefix.of(arena), own.of(arena)) {
                element
            } else {
                lookup(arena, scope, prefix)?
            };
            record.store_ns(arena, index);
        }
        let bit = 1u64.wrapping_shl(hash(arena, &record));
        if seen & bit != 0 && (0..index).any(|earlier| same_name(arena, &record, &Record::load(arena, earlier))) {
            return Err(Wrong { kind: ErrorKind::DuplicateAttribute, at: usize::from(record.name.at) });
        }
        seen |= bit;
    }
    Ok(())
}

/// Equal for equal local names; the shift takes it modulo 64.
#[inline(always)]
fn hash(arena: &[u8], record: &Record) -> u32 {
    let last = usize::from(record.name.at).wrapping_add(usize::from(record.name.len)).wrapping_sub(1);
    let last = arena.get(last).copied().unwrap_or(0);
    u32::from(last).wrapping_mul(5).wrapping_add(u32::from(local_len(record)).wrapping_mul(13))
}

/// Moves the declarations of a tag behind the name of its element, and answers how many there are and where they end.
/// Each takes less room than it took in the tag, so nothing that is still to be moved is overwritten.
pub(super) fn compact(arena: &mut [u8], records: u16, frame: &mut Frame) -> usize {
    let mut to = usize::from(frame.name.at).wrapping_add(usize::from(frame.name.len));
    for index in 0..records {
        let record = Record::load(arena, index);
        if !record.is_declaration() {
            continue;
        }
        let (prefix_at, prefix_len) = match record.prefix() {
            0 => (0, 0),
            n => (record.name.at.wrapping_add(n).wrapping_add(1), record.name.len.wrapping_sub(n).wrapping_sub(1)),
        };
        // A namespace with a number needs no URI.
        let uri = match record.ns.namespace() {
            Namespace::Other => record.value,
            _ => Span { at: record.value.at, len: 0 },
        };
        let uri_at = to.wrapping_add(BINDING).wrapping_add(usize::from(prefix_len));
        if frame.ns.uri.at == record.value.at && frame.ns.id == Namespace::Other as u16 {
            frame.ns.uri.at = u16::try_from(uri_at).unwrap_or_default();
        }
        // The header may stand on the declaration's own first bytes: strings first.
        move_down(arena, usize::from(prefix_at), to.wrapping_add(BINDING), prefix_len);
        move_down(arena, usize::from(uri.at), uri_at, uri.len);
        let [p0, p1] = prefix_len.to_le_bytes();
        let [u0, u1] = uri.len.to_le_bytes();
        let head = [p0, p1, u0, u1, record.ns.id as u8];
        for (place, byte) in arena.get_mut(to..).unwrap_or_default().iter_mut().zip(head) {
            *place = byte;
        }
        to = uri_at.wrapping_add(usize::from(uri.len));
        frame.bindings = frame.bindings.wrapping_add(1);
    }
    to
}

fn move_down(arena: &mut [u8], from: usize, to: usize, len: u16) {
    for step in 0..usize::from(len) {
        let byte = arena.get(from.wrapping_add(step)).copied().unwrap_or_default();
        if let Some(place) = arena.get_mut(to.wrapping_add(step)) {
            *place = byte;
        }
    }
}

/// Finds the number of each namespace declared and refuses what may not be bound. Namespaces in XML 1.0, 3 and 5.
fn declare(arena: &mut [u8], records: u16) -> Result<(), Wrong> {
    for index in 0..records {
        let mut record = Record::load(arena, index);
        if !record.is_declaration() {
            continue;
        }
        let ns = Namespace::from_uri(record.value.of(arena));
        let allowed = match (record.declared(arena), ns) {
            (b"xml", ns) => ns == Namespace::Xml,
            (b"xmlns", _) | (_, Namespace::Xml | Namespace::Xmlns) => false,
            (prefix, ns) => ns != Namespace::None || prefix.is_empty(),
        };
        if !allowed {
            return Err(Wrong { kind: ErrorKind::InvalidNamespace, at: usize::from(record.name.at) });
        }
        record.ns = NsRef { uri: record.value, id: ns as u16 };
        record.store(arena, index);
    }
    Ok(())
}

/// Whether an element has the prefix of the one around it, and so, if it declares nothing, its namespace.
#[inline]
pub(super) fn same_prefix(arena: &[u8], frame: &Frame, parent: &Frame) -> bool {
    let prefix = |of: &Frame| Span { at: of.name.at, len: of.prefix };
    frame.prefix == parent.prefix && scan::same(prefix(frame).of(arena), prefix(parent).of(arena))
}

#[inline(never)]
fn lookup(arena: &[u8], scope: Scope, prefix: Span) -> Result<NsRef, Wrong> {
    scope.resolve(arena, prefix.of(arena)).ok_or(Wrong { kind: ErrorKind::UnboundPrefix, at: usize::from(prefix.at) })
}

#[inline(always)]
fn local_len(record: &Record) -> u16 {
    record.name.len.wrapping_sub(record.prefix()).wrapping_sub(u16::from(record.prefix() != 0))
}

#[inline(never)]
fn same_name(arena: &[u8], one: &Record, two: &Record) -> bool {
    if local_len(one) != local_len(two)
        || one.is_declaration() != two.is_declaration()
        || one.local(arena) != two.local(arena)
    {
        return false;
    }
    if one.is_declaration() {
        // `xmlns` is not `xmlns:xmlns`.
        return (one.prefix() == 0) == (two.prefix() == 0);
    }
    one.ns.id == two.ns.id && one.ns.uri(arena) == two.ns.uri(arena)
}
