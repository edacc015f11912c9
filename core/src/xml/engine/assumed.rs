//! Prefixes that count as declared around the root.

use super::super::arena::BINDING;
use super::{Engine, Latched, Result};
use crate::xsd::ncname;
use crate::{ErrorKind, Limit, Namespace};

impl Engine<'_> {
    /// Binds a prefix around the root, before the first byte. The bindings lie in the workspace as those of an open
    /// element do, so that nothing else needs to know of them.
    pub(in crate::xml) fn assume_prefix(&mut self, prefix: &str, uri: &str) -> Result<()> {
        let ns = Namespace::from_uri(uri.as_bytes());
        let reserved = matches!(ns, Namespace::None | Namespace::Xml | Namespace::Xmlns);
        if self.offset() != 0 || reserved || matches!(prefix, "xml" | "xmlns") {
            return Err(self.refuse(ErrorKind::InvalidArgument, 0));
        }
        ncname::check(prefix.as_bytes(), ErrorKind::InvalidArgument).map_err(|kind| self.refuse(kind, 0))?;
        // A namespace with a number needs no URI.
        let uri = if ns == Namespace::Other { uri } else { "" };
        let needed = BINDING.saturating_add(prefix.len()).saturating_add(uri.len());
        let needed = usize::from(self.top).saturating_add(needed);
        let Some(room) = self.arena.get_mut(usize::from(self.top)..needed) else { return Err(self.no_room(needed)) };
        let ([p0, p1, ..], [u0, u1, ..]) = (prefix.len().to_le_bytes(), uri.len().to_le_bytes());
        let head = [p0, p1, u0, u1, ns as u8];
        for (place, byte) in room.iter_mut().zip(head.iter().chain(prefix.as_bytes()).chain(uri.as_bytes())) {
            *place = *byte;
        }
        self.top = needed as u16;
        self.current.bind();
        self.bindings = self.bindings.wrapping_add(1);
        Ok(())
    }

    #[cold]
    fn no_room(&mut self, needed: usize) -> Latched {
        self.fail_limit(Limit::Workspace, needed as u64, 0)
    }
}
