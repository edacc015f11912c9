//! The sink that appends to a `heapless::Vec`.

use super::{NoRoom, Sink};
use core::fmt;
use heapless::VecView;

/// Appends to a `heapless::Vec<u8, N>` of the caller. Dropping the sink, or [`finish`](Sink::finish), sets the
/// vector's length; what the vector held before stays in front.
///
/// ```
/// use soapstone::{buf::VecSink, xml::Writer};
///
/// let mut out: heapless::Vec<u8, 64> = heapless::Vec::new();
/// let mut workspace = [0; 64];
/// let mut writer = Writer::new(VecSink::new(&mut out), &mut workspace);
/// writer.start("", "a")?;
/// writer.end()?;
/// writer.finish()?;
/// drop(writer);
/// assert_eq!(out, b"<a/>");
/// # Ok::<(), soapstone::xml::WriteError>(())
/// ```
pub struct VecSink<'v> {
    vec: &'v mut VecView<u8>,
    len: usize,
}

impl<'v> VecSink<'v> {
    /// A sink that appends to `vec`, up to its capacity.
    pub fn new(vec: &'v mut VecView<u8>) -> Self {
        let len = vec.len();
        // The spare room is zeroed once, for safe code cannot write into memory that was never set.
        let resized = vec.resize(vec.capacity(), 0);
        debug_assert!(resized.is_ok(), "a vector can grow to its capacity");
        VecSink { vec, len }
    }

    /// What the vector holds.
    pub fn bytes(&self) -> &[u8] {
        self.vec.get(..self.len).unwrap_or_default()
    }
}

/// How full it is; what is in it may be secret.
impl fmt::Debug for VecSink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VecSink({} of {} bytes)", self.len, self.vec.len())
    }
}

impl Drop for VecSink<'_> {
    fn drop(&mut self) {
        self.vec.truncate(self.len);
    }
}

impl Sink for VecSink<'_> {
    #[inline]
    fn free(&mut self) -> &mut [u8] {
        self.vec.get_mut(self.len..).unwrap_or_default()
    }

    #[inline]
    fn commit(&mut self, len: usize) -> bool {
        let fits = len <= self.vec.len().wrapping_sub(self.len);
        if fits {
            self.len = self.len.wrapping_add(len);
        }
        fits
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        // Nobody drains a vector: what does not fit now never will.
        if len > self.vec.len().wrapping_sub(self.len) { Err(NoRoom::TooLong) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use heapless::Vec;

    #[test]
    fn appends_up_to_the_capacity() {
        let mut out: Vec<u8, 8> = Vec::from_slice(b"ab").unwrap();
        let mut sink = VecSink::new(&mut out);
        sink.free()[..3].copy_from_slice(b"cde");
        assert!(sink.commit(3));
        assert_eq!(sink.bytes(), b"abcde");
        assert!(!sink.commit(4));
        assert_eq!(sink.make_room(4), Err(NoRoom::TooLong));
        assert_eq!(sink.make_room(3), Ok(()));
        drop(sink);
        assert_eq!(out, b"abcde");
    }
}
