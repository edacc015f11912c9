//! The nonces of a server.
//!
//! A nonce says when it was made and proves that it was made here, so nothing is kept for a challenge that nobody
//! answers. What is kept is which requests came with a nonce that was answered.

use super::algorithm::Hex;
use crate::secret::equal;
use hmac_sha1_compact::HMAC;

/// A nonce that was answered. The memory of a [`Guard`](super::Guard) is an array of these; it begins empty.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
#[repr(C)]
pub struct Nonce {
    /// When it was made; 0: nothing is here.
    stamp: u64,
    /// The count of its last request.
    count: u64,
}

impl Nonce {
    /// An entry with nothing in it.
    pub const EMPTY: Nonce = Nonce { stamp: 0, count: 0 };
}

/// Makes nonces and knows them again. A stamp counts up: the second it was made in, and within the second its number.
pub(super) struct Nonces<'a> {
    key: &'a [u8],
    entries: &'a mut [Nonce],
    /// The newest stamp.
    last: u64,
    /// Stamps up to this one are not good any more: what came with them may be forgotten.
    floor: u64,
}

/// Bits of a stamp below the seconds.
const NUMBER: u32 = 20;
/// Digits of the stamp, and of the proof.
const STAMP: usize = 16;
const PROOF: usize = 32;

impl<'a> Nonces<'a> {
    pub(super) fn new(key: &'a [u8], entries: &'a mut [Nonce]) -> Self {
        Nonces { key, entries, last: 0, floor: 0 }
    }

    /// A fresh nonce.
    pub(super) fn make(&mut self, now: u64) -> [u8; STAMP + PROOF] {
        self.last = self.last.saturating_add(1).max(now.wrapping_shl(NUMBER));
        self.emit(self.last)
    }

    /// The stamp of a nonce that was made here; `None` of another.
    pub(super) fn parse(&self, nonce: &[u8]) -> Option<u64> {
        let (stamp, _) = nonce.split_at_checked(STAMP)?;
        let stamp = u64::from_str_radix(core::str::from_utf8(stamp).ok()?, 16).ok()?;
        equal(nonce, &self.emit(stamp)).then_some(stamp)
    }

    /// Takes a request with this stamp and count; `false`: the nonce is too old, or this count was there before.
    /// When there is no more room, the oldest nonce makes it and is not good any more.
    pub(super) fn admit(&mut self, stamp: u64, count: u64, now: u64, window: u32) -> bool {
        let oldest_second = now.saturating_sub(window.into());
        if stamp <= self.floor || stamp.wrapping_shr(NUMBER) < oldest_second {
            return false;
        }
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.stamp == stamp) {
            let newer = count > entry.count;
            entry.count = entry.count.max(count);
            return newer;
        }
        let Some(oldest) = self.entries.iter_mut().min_by_key(|entry| entry.stamp) else { return false };
        if oldest.stamp > stamp {
            return false;
        }
        self.floor = self.floor.max(oldest.stamp);
        *oldest = Nonce { stamp, count };
        true
    }

    fn emit(&self, stamp: u64) -> [u8; STAMP + PROOF] {
        let stamp = stamp.to_be_bytes();
        let proof = HMAC::mac(&stamp, self.key);
        let mut nonce = [0; STAMP + PROOF];
        let (stamp, proof) = (Hex::of(&stamp), Hex::of(&proof));
        for (to, from) in nonce.iter_mut().zip(stamp.as_bytes().iter().chain(proof.as_bytes())) {
            *to = *from;
        }
        nonce
    }
}
