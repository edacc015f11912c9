//! Header blocks: what one says of itself, the node they are for, and reading them.

pub(in crate::soap) mod block;
pub(in crate::soap) mod headers;
pub(in crate::soap) mod node;
pub(in crate::soap) mod relay;
