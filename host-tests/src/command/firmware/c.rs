//! The programs in C.

use super::row::Row;

/// None yet.
pub(super) const ROWS: &[Row] = &[];
