//! The cells that cannot pass because of the peer, each with the reason. Nothing else may fail.

use super::{Case, Side};

/// How a cell is out of the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The peer has nothing of the kind: it is not called.
    Absent,
    /// The peer gets it wrong: it is called, and must fail.
    Wrong,
}

/// A row: the peer, its side, the version, the case, how it is out of the ordinary, and why. `*` is any version, no case
/// is every case.
pub struct Row(pub &'static str, pub Side, pub &'static str, pub Option<Case>, pub Kind, pub &'static str);

use Case::*;
use Kind::*;
use Side::*;

/// All of them.
#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    Row("gsoap", Client, "1.2", Some(NotUnderstood), Wrong, "its client refuses a fault with the header block NotUnderstood of SOAP 1.2 Part 1, 5.4.8"),
    Row("kdsoap", Client, "*", Some(Cr), Wrong, "a CR is written as it is, not as a reference; XML 1.0, 2.11 makes LF of it"),
    Row("kdsoap", Client, "*", Some(UsernameText), Absent, "it sends digests only"),
    Row("kdsoap", Client, "*", Some(Chunked), Absent, "Qt sends a length"),
    Row("suds", Client, "*", Some(UsernameDigest), Absent, "it has none"),
    Row("suds", Client, "*", Some(KeepAlive), Absent, "it opens a connection for every call"),
    Row("suds", Client, "*", Some(Chunked), Absent, "it sends a length"),
    Row("node-soap", Client, "*", Some(Chunked), Absent, "it sends a length"),
    Row("php-soap", Client, "*", Some(Chunked), Absent, "it sends a length"),
    Row("soap-lite", Client, "*", Some(Chunked), Absent, "it sends a length"),
    Row("suds", Client, "*", Some(Cr), Wrong, "a CR is written as it is, not as a reference; XML 1.0, 2.11 makes LF of it"),
    Row("suds", Client, "*", Some(Text), Wrong, "the text &amp; is taken for a reference and written without another escape"),
    Row("spyne", Server, "*", Some(NotUnderstood), Wrong, "it does not look at mustUnderstand and answers all the same"),
    Row("spyne", Server, "*", Some(Addressing), Absent, "no WS-Addressing"),
    Row("spyne", Server, "*", Some(UsernameText), Absent, "no WS-Security"),
    Row("spyne", Server, "*", Some(UsernameDigest), Absent, "no WS-Security"),
    Row("spyne", Server, "*", Some(KeepAlive), Absent, "wsgiref, which serves it here, speaks HTTP/1.0"),
    Row("spyne", Server, "*", Some(Chunked), Wrong, "wsgiref does not know the chunked coding: spyne gets no body and answers 500 in plain text"),
    Row("node-soap", Server, "1.2", Some(Fault), Wrong, "every element in a fault gets the prefix of the envelope, those of the detail too: <soap:failure>"),
    Row("php-soap", Server, "*", Some(KeepAlive), Absent, "the web server of PHP closes after each response"),
];

/// What is known of a cell.
pub(super) fn known(peer: &str, side: Side, version: &str, case: Case) -> Option<(Kind, &'static str)> {
    let row = ROWS.iter().find(|Row(p, s, v, c, ..)| {
        *p == peer && *s == side && (*v == "*" || *v == version) && c.is_none_or(|c| c == case)
    });
    row.map(|Row(.., kind, why)| (*kind, *why))
}
