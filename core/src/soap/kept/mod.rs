//! Keeping what must outlive its events: the store, what fills it, and the view of it.

pub(in crate::soap) mod element;
pub(in crate::soap) mod gather;
pub(in crate::soap) mod keeper;
pub(in crate::soap) mod store;
