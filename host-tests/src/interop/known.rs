//! The cells that cannot pass because of the peer, each with the reason. Nothing else may fail.

use super::{Case, Side};

/// How a cell is out of the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The peer has nothing of the kind: it is not called.
    Absent,
    /// The peer gets it wrong: it is called, and must fail.
    Wrong,
}

/// A row: `*` is any version, no case is every case.
struct Row(&'static str, Side, &'static str, Option<Case>, Kind, &'static str);

use Case::*;
use Kind::*;
use Side::*;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row("gsoap", Client, "1.2", Some(NotUnderstood), Wrong, "its client refuses a fault with the header block NotUnderstood of SOAP 1.2 Part 1, 5.4.8"),
    Row("kdsoap", Client, "*", Some(Cr), Wrong, "a CR is written as it is, not as a reference; XML 1.0, 2.11 makes LF of it"),
];

/// What is known of a cell.
pub(super) fn known(peer: &str, side: Side, version: &str, case: Case) -> Option<(Kind, &'static str)> {
    let row = ROWS.iter().find(|Row(p, s, v, c, ..)| {
        *p == peer && *s == side && (*v == "*" || *v == version) && c.is_none_or(|c| c == case)
    });
    row.map(|Row(.., kind, why)| (*kind, *why))
}
