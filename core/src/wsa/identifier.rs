//! Message ids: making them, and knowing them again.

use crate::xsd::Text;

/// Makes a MessageID of 16 random bytes: `urn:uuid:` and a UUID of version 4. RFC 4122, 4.4.
///
/// The bytes come from the caller, who has the source of randomness; 6 bits of them are overwritten.
///
/// ```
/// let id = soapstone::wsa::message_id([0xff; 16]);
/// assert_eq!(id.as_str(), "urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff");
/// ```
pub fn message_id(random: [u8; 16]) -> Text<45> {
    let mut text = Text::new();
    let mut id = [0; 45];
    write_message_id(&random, &mut id);
    text.push_all(&id);
    text
}

/// The same, put where it belongs.
#[doc(hidden)]
pub fn write_message_id(random: &[u8; 16], id: &mut [u8; 45]) {
    *id = *b"urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    let mut half = 0_usize;
    for slot in id.iter_mut().filter(|slot| **slot == b'x') {
        let byte = random.get(half / 2).copied().unwrap_or_default();
        let value = if half & 1 == 0 { byte >> 4 } else { byte & 15 };
        *slot = digit(match half {
            VERSION => 4,
            VARIANT => 8 | (value & 3),
            _ => value,
        });
        half = half.wrapping_add(1);
    }
}

/// The places of the version and of the variant of a UUID, in digits.
const VERSION: usize = 12;
const VARIANT: usize = 16;

fn digit(half: u8) -> u8 {
    let ten = if half < 10 { b'0' } else { b'a'.wrapping_sub(10) };
    half.wrapping_add(ten)
}

/// The ids of the latest messages, in memory of the caller: for telling that a message was received before.
///
/// Of each id a hash of 64 bits is kept, and the oldest makes room for the newest. So a message is taken for a repeated
/// one by mistake once in 2⁶⁴ divided by the number of ids kept; who forges a clash has his own messages refused.
pub struct MessageIds<'m> {
    slots: &'m mut [u64],
    next: usize,
}

impl<'m> MessageIds<'m> {
    /// No ids yet; as many as there are slots are remembered.
    pub fn new(slots: &'m mut [u64]) -> Self {
        slots.fill(0);
        MessageIds { slots, next: 0 }
    }

    /// The ids that are in these slots, as another left them, `next` being the slot that the next one goes into.
    pub fn resume(slots: &'m mut [u64], next: usize) -> Self {
        MessageIds { slots, next }
    }

    /// The slot that the next id goes into.
    pub fn next_slot(&self) -> usize {
        self.next
    }

    /// Remembers an id; whether it was known.
    pub fn insert(&mut self, message_id: &str) -> bool {
        let fold = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        // 0 is an empty slot.
        let hash = message_id.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, fold).max(1);
        if self.slots.contains(&hash) {
            return true;
        }
        if let Some(slot) = self.slots.get_mut(self.next) {
            *slot = hash;
        }
        self.next = self.next.wrapping_add(1);
        if self.next >= self.slots.len() {
            self.next = 0;
        }
        false
    }
}
