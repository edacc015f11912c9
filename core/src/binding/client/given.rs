//! The header fields of a caller.

use core::fmt;

/// The header fields of a caller, wherever he keeps them: an array of names and values, or a slice of them.
pub trait GivenFields: Sync {
    /// The name and the value of the field in this place; `None` after the last.
    fn given(&self, at: usize) -> Option<(&[u8], &[u8])>;
}

impl<const N: usize> GivenFields for [(&str, &str); N] {
    fn given(&self, at: usize) -> Option<(&[u8], &[u8])> {
        entry(self, at)
    }
}

impl GivenFields for &[(&str, &str)] {
    fn given(&self, at: usize) -> Option<(&[u8], &[u8])> {
        entry(self, at)
    }
}

fn entry<'f>(fields: &'f [(&str, &str)], at: usize) -> Option<(&'f [u8], &'f [u8])> {
    fields.get(at).map(|(name, value)| (name.as_bytes(), value.as_bytes()))
}

/// How many there are; what they say may be secret.
impl fmt::Debug for dyn GivenFields + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GivenFields({})", (0..).take_while(|&at| self.given(at).is_some()).count())
    }
}
