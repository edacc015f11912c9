//! The programs in Rust that need a board and nothing else.

use super::row::{Language, Row, checks_itself};

const fn self_test(board: &'static str) -> Row {
    Row { program: "self-test", language: Language::Rust, board, features: &[], run: checks_itself }
}

/// The self-test, on every board.
pub(super) const ROWS: &[Row] = &[
    self_test("mps2-an385"),
    self_test("mps2-an386"),
    self_test("lm3s6965evb"),
    self_test("microbit"),
    self_test("virt"),
    self_test("sifive_e"),
];
