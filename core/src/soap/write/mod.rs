//! Writing an envelope: the writer, what it remembers, and the writes of several calls.

pub(in crate::soap) mod answer;
pub(in crate::soap) mod calls;
pub(in crate::soap) mod content;
pub(in crate::soap) mod kept;
pub(in crate::soap) mod layout;
pub(in crate::soap) mod sequence;
pub(in crate::soap) mod steps;
pub(in crate::soap) mod writer;
