//! When a message is cut into chunks, and where.

use core::num::NonZeroU32;

/// One chunk of a message: which, where, and how long. Its bytes travel beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Chunk {
    /// Its number, from 0.
    pub index: u64,
    /// Bytes of the message before it.
    pub offset: u64,
    /// Its length in bytes: 0 only for the one chunk of an empty message.
    pub len: u64,
    /// Whether it is the first. Transport headers go with this chunk and with no other.
    pub first: bool,
    /// Whether it is the last.
    pub last: bool,
    /// Bytes of the whole message, when the sender knows.
    pub total: Option<u64>,
}

/// When a message is cut into chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Chunking {
    /// Never: a message is one chunk, whatever its length.
    Off,
    /// When it is longer than so many bytes; no chunk is longer than that.
    Above(NonZeroU32),
}

/// What is cut in each direction. The two are independent: a small request may have a large response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Streaming {
    /// Messages that arrive.
    pub inbound: Chunking,
    /// Messages that are sent.
    pub outbound: Chunking,
}

impl Chunking {
    /// 100 KB: the default, in bytes.
    pub const DEFAULT_BYTES: u32 = 102_400;

    /// Chunks of at most so many bytes; 0 is [`Off`](Chunking::Off).
    pub const fn above(bytes: u32) -> Chunking {
        match NonZeroU32::new(bytes) {
            Some(bytes) => Chunking::Above(bytes),
            None => Chunking::Off,
        }
    }

    /// Bytes of a chunk, at most.
    pub const fn limit(self) -> u64 {
        match self {
            Chunking::Off => u64::MAX,
            Chunking::Above(bytes) => bytes.get() as u64,
        }
    }

    /// Whether a message of so many bytes travels in more than one chunk: when it is longer than the limit.
    pub const fn applies(self, total: u64) -> bool {
        total > self.limit()
    }

    /// The chunk with this index of a message of `total` bytes: each but the last is as long as may be. None behind the
    /// last. An empty message has one chunk, which is empty.
    pub fn chunk(self, total: u64, index: u64) -> Option<Chunk> {
        let offset = index.checked_mul(self.limit()).filter(|&offset| offset < total || index == 0)?;
        let rest = total.saturating_sub(offset);
        let len = rest.min(self.limit());
        Some(Chunk { index, offset, len, first: index == 0, last: len == rest, total: Some(total) })
    }
}

impl Default for Chunking {
    fn default() -> Self {
        Chunking::above(Chunking::DEFAULT_BYTES)
    }
}

impl Streaming {
    /// Whether a message of so many bytes arrives in chunks: when that is configured and it is longer than the limit.
    pub const fn receives_chunks(&self, total: u64) -> bool {
        self.inbound.applies(total)
    }

    /// Whether a message is sent in chunks: when that is configured, its body is a file, and the file is longer than
    /// the limit. `file` is the length of the file; none for a body that is in memory.
    pub const fn sends_chunks(&self, file: Option<u64>) -> bool {
        match file {
            Some(total) => self.outbound.applies(total),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn lengths(chunking: Chunking, total: u64) -> Vec<u64> {
        (0..).map_while(|index| chunking.chunk(total, index)).map(|chunk| chunk.len).collect()
    }

    /// The threshold is strict: `S-312`, `S-317`, `S-321`, `V-36`, `V-37`; 100 KB are 102,400 bytes: `Q-17`; it can be
    /// switched off: `Q-27`.
    #[test]
    fn a_message_is_cut_above_the_limit() {
        let default = Chunking::default();
        for (name, chunking, total, expected) in [
            ("V-36 at the limit", default, 102_400, &[102_400][..]),
            ("V-36 above it", default, 102_401, &[102_400, 1]),
            ("V-37", Chunking::Off, 10_000_000, &[10_000_000]),
            ("V-38", default, 250 * 1024, &[102_400, 102_400, 51_200]),
            ("Q-17, 1000 for a kilobyte", Chunking::above(100_000), 100_001, &[100_000, 1]),
            ("Q-27", Chunking::above(0), 5 << 30, &[5 << 30]),
            ("empty", default, 0, &[0]),
            ("bytes", Chunking::above(1), 3, &[1, 1, 1]),
        ] {
            assert_eq!(lengths(chunking, total), expected, "{name}");
            assert_eq!(chunking.applies(total), expected.len() > 1, "{name}");
        }
    }

    #[test]
    fn chunks_follow_each_other() {
        for limit in 0..5 {
            for total in 0..12 {
                let chunking = Chunking::above(limit);
                let chunks: Vec<_> = (0..).map_while(|index| chunking.chunk(total, index)).collect();
                let mut end = 0;
                for (at, chunk) in chunks.iter().enumerate() {
                    assert_eq!((chunk.index, chunk.offset), (at as u64, end), "{limit} {total}");
                    assert_eq!((chunk.first, chunk.last), (at == 0, at + 1 == chunks.len()), "{limit} {total}");
                    end += chunk.len;
                }
                assert_eq!(end, total);
            }
        }
        assert_eq!(Chunking::default().chunk(u64::MAX, u64::MAX), None);
        assert_eq!(Chunking::Off.chunk(u64::MAX, 1), None);
    }

    /// `S-320`, `S-321`, `S-322`: each direction has its own rule, and outbound it asks for a file.
    #[test]
    fn directions_are_independent() {
        let (on, off) = (Chunking::default(), Chunking::Off);
        for (inbound, outbound) in [(on, on), (on, off), (off, on), (off, off)] {
            let streaming = Streaming { inbound, outbound };
            assert_eq!(streaming.receives_chunks(102_401), inbound == on);
            assert!(!streaming.receives_chunks(102_400));
            assert_eq!(streaming.sends_chunks(Some(102_401)), outbound == on);
            assert!(!streaming.sends_chunks(Some(102_400)));
            assert!(!streaming.sends_chunks(None));
        }
    }
}
