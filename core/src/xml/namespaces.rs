//! Namespaces of the tag at hand: declarations, names, duplicates. Namespaces in XML 1.0.

use super::arena::{BINDING, Frame, NsRef, Record, Scope, Span};
use super::scan;
use super::tag::{self, Tag, Wrong};
use crate::{ErrorKind, Namespace};
use core::cell::Cell;

/// Checks the declarations among the records of a tag, resolves the name of the element and of its attributes, and refuses duplicates.
/// `frame` is the new element, `parent` the one around it; answers the namespace of the element.
#[inline(never)]
pub(super) fn resolve(arena: &mut [u8], tag: &Tag, frame: &Frame, parent: Option<&Frame>) -> Result<NsRef, Wrong> {
    let (records, declares) = (tag.records, tag.declarations != 0);
    if declares {
        declare(arena, records)?;
    }
    let scope = Scope { records: if declares { records } else { 0 }, frame: *frame };
    let ns = match parent {
        Some(parent) if !declares && same_prefix(arena, frame, parent) => parent.ns(),
        _ => lookup(arena, scope, frame.prefix())?,
    };
    if tag.flags & tag::PREFIXED != 0 || records > 1 {
        attributes(arena, records, ns, scope)?;
    }
    Ok(ns)
}

/// Resolves the names of the attributes and refuses two with one expanded name, and two declarations of one prefix.
/// Only names that share a hash are compared; the limit on attributes bounds the pairs.
fn attributes(arena: &mut [u8], records: u16, element: NsRef, scope: Scope) -> Result<(), Wrong> {
    let own = scope.frame.prefix();
    let mut seen: usize = 0;
    for index in 0..records {
        let mut record = Record::load(arena, index);
        if record.prefix() != 0 && !record.is_declaration() {
            let prefix = Span { at: record.name().at, len: record.prefix() };
            // The prefix of the element itself is the likeliest.
            record.set_ns(if !cfg!(small) && prefix.len == own.len && scan::same(prefix.of(arena), own.of(arena)) {
                element
            } else {
                lookup(arena, scope, prefix)?
            });
            record.store(arena, index);
        }
        let hash = hash(record.local(arena));
        Record::store_hash(arena, index, hash);
        let bit = 1usize.wrapping_shl(hash.into());
        if seen & bit != 0 && (0..index).any(|earlier| same_name(arena, &record, hash, earlier)) {
            return Err(Wrong { kind: ErrorKind::DuplicateAttribute, at: usize::from(record.name().at) });
        }
        seen |= bit;
    }
    Ok(())
}

/// Equal for equal local names.
#[inline(always)]
fn hash(local: &[u8]) -> u8 {
    let byte = |at: Option<&u8>| at.copied().unwrap_or_default();
    let (first, last) = (byte(local.first()), byte(local.last()));
    last.wrapping_mul(5) ^ first.wrapping_mul(29) ^ (local.len() as u8).wrapping_mul(13)
}

/// Moves the declarations of a tag behind the name of its element, and answers how many there are and where they end.
/// Each takes less room than it took in the tag, so nothing that is still to be moved is overwritten.
pub(super) fn compact(arena: &mut [u8], records: u16, frame: &mut Frame) -> usize {
    let mut to = usize::from(frame.name().at).wrapping_add(usize::from(frame.name().len));
    for index in 0..records {
        let record = Record::load(arena, index);
        if !record.is_declaration() {
            continue;
        }
        let (name, value) = (record.name(), record.value());
        let (prefix_at, prefix_len) = match record.prefix() {
            0 => (0, 0),
            n => (name.at.wrapping_add(n).wrapping_add(1), name.len.wrapping_sub(n).wrapping_sub(1)),
        };
        // A namespace with a number needs no URI.
        let uri = match record.ns().namespace() {
            Namespace::Other => value,
            _ => Span { at: value.at, len: 0 },
        };
        let uri_at = to.wrapping_add(BINDING).wrapping_add(usize::from(prefix_len));
        if frame.ns().uri.at == value.at && frame.ns().id == Namespace::Other as u16 {
            frame.move_uri(u16::try_from(uri_at).unwrap_or_default());
        }
        // The header may stand on the declaration's own first bytes: strings first.
        move_down(arena, usize::from(prefix_at), to.wrapping_add(BINDING), prefix_len);
        move_down(arena, usize::from(uri.at), uri_at, uri.len);
        let [p0, p1] = prefix_len.to_le_bytes();
        let [u0, u1] = uri.len.to_le_bytes();
        let head = [p0, p1, u0, u1, record.ns().id as u8];
        if let Some(place) = arena.get_mut(to..).and_then(|room| room.first_chunk_mut()) {
            *place = head;
        }
        to = uri_at.wrapping_add(usize::from(uri.len));
        frame.bind();
    }
    to
}

fn move_down(arena: &mut [u8], from: usize, to: usize, len: u16) {
    let Some(bytes) = arena.get_mut(to..from.wrapping_add(usize::from(len))) else { return };
    let places = Cell::from_mut(bytes).as_slice_of_cells();
    let bytes = places.get(from.wrapping_sub(to)..).unwrap_or_default();
    for (place, byte) in places.iter().zip(bytes) {
        place.set(byte.get());
    }
}

/// Finds the number of each namespace declared and refuses what may not be bound. Namespaces in XML 1.0, 3 and 5.
fn declare(arena: &mut [u8], records: u16) -> Result<(), Wrong> {
    for index in 0..records {
        let mut record = Record::load(arena, index);
        if !record.is_declaration() {
            continue;
        }
        let ns = Namespace::from_uri(record.value().of(arena));
        let allowed = match (record.declared(arena), ns) {
            (b"xml", ns) => ns == Namespace::Xml,
            (b"xmlns", _) | (_, Namespace::Xml | Namespace::Xmlns) => false,
            (prefix, ns) => ns != Namespace::None || prefix.is_empty(),
        };
        if !allowed {
            return Err(Wrong { kind: ErrorKind::InvalidNamespace, at: usize::from(record.name().at) });
        }
        record.set_ns(NsRef { uri: record.value(), id: ns as u16 });
        record.store(arena, index);
    }
    Ok(())
}

/// Whether an element has the prefix of the one around it, and so, if it declares nothing, its namespace.
#[inline(always)]
pub(super) fn same_prefix(arena: &[u8], frame: &Frame, parent: &Frame) -> bool {
    let (own, outer) = (frame.prefix(), parent.prefix());
    own.len == outer.len && (own.len == 0 || scan::same(own.of(arena), outer.of(arena)))
}

#[inline(never)]
fn lookup(arena: &[u8], scope: Scope, prefix: Span) -> Result<NsRef, Wrong> {
    scope.resolve(arena, prefix.of(arena)).ok_or(Wrong { kind: ErrorKind::UnboundPrefix, at: usize::from(prefix.at) })
}

/// Whether an attribute has the expanded name of an earlier one, or a declaration the prefix.
#[inline(always)]
fn same_name(arena: &[u8], one: &Record, hash: u8, earlier: u16) -> bool {
    let two = Record::load(arena, earlier);
    hash == two.hash() && same_hashed(arena, one, &two)
}

#[inline(never)]
fn same_hashed(arena: &[u8], one: &Record, two: &Record) -> bool {
    if one.is_declaration() != two.is_declaration() || !scan::same(one.local(arena), two.local(arena)) {
        return false;
    }
    // `xmlns:xmlns`, which is not `xmlns`, was refused before.
    let (first, second) = (one.ns(), two.ns());
    let same_uri = || first.id != Namespace::Other as u16 || scan::same(first.uri.of(arena), second.uri.of(arena));
    one.is_declaration() || first.id == second.id && same_uri()
}
