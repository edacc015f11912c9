//! The wait for a response.

use crate::binding::{Incoming, Unread};
use crate::http::HeadReader;
use crate::{Error, ErrorKind, Limit};

/// Gathers the head of a response in one half of some memory, and what follows it in the other.
pub(super) struct Awaiting<'a> {
    head: HeadReader<'a>,
    incoming: Incoming<'a>,
    place: Place,
    interim: u8,
}

/// Where a head and what follows it lie in the memory of the client.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// Where the head begins, and its bytes.
    pub(super) head: (usize, usize),
    /// Where the window begins, and its bytes.
    pub(super) window: (usize, usize),
    /// What is in the window.
    pub(super) unread: Unread,
}

/// What has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// Not enough: receive into the [room](Awaiting::room).
    NeedInput,
    /// The server wants the body.
    Continue,
    /// The head of the final response.
    Head,
}

/// Interim responses before the final one.
const MOST_INTERIM: u8 = 16;

impl<'a> Awaiting<'a> {
    /// Waits in this part of the client's memory, which begins `at` so many bytes.
    pub(super) fn new(memory: &'a mut [u8], at: usize) -> Self {
        let len = memory.len();
        let half = len / 2;
        let (head, window) = memory.split_at_mut_checked(half).unwrap_or_default();
        let place = Place {
            head: (at, 0),
            window: (at.saturating_add(half), len.saturating_sub(half)),
            unread: Unread::default(),
        };
        Awaiting { head: HeadReader::new(head), incoming: Incoming::new(window, place.unread), place, interim: 0 }
    }

    /// Looks at what was received. Interim responses are passed over. RFC 9110, 15.2.
    pub(super) fn next(&mut self) -> Result<Came, Error> {
        if self.place.window.1 == 0 {
            return Err(Error::limit(Limit::HeadBytes, self.place.head.0.saturating_add(2) as u64, 0));
        }
        loop {
            let head = &mut self.head;
            if !self.incoming.head(|input, last| head.read(input, last))? {
                return Ok(Came::NeedInput);
            }
            let status = self.head.response()?.status;
            if status >= 200 || status == 101 {
                return Ok(Came::Head);
            }
            self.head.clear();
            self.interim = self.interim.saturating_add(1);
            if self.interim > MOST_INTERIM {
                return Err(Error::new(ErrorKind::UnexpectedStatus, 0));
            }
            // What follows it already is the final response: the body is not wanted.
            if status == 100 && self.incoming.is_empty() {
                return Ok(Came::Continue);
            }
        }
    }

    /// Where to receive.
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.incoming.room()
    }

    /// So many bytes were received; 0: the connection is closed.
    pub(super) fn received(&mut self, count: usize) {
        self.incoming.received(count);
    }

    /// Where it all lies. What the head did not need of its half is part of the window.
    pub(super) fn finish(self) -> Place {
        let mut place = self.place;
        let len = self.head.bytes().map_or(0, <[u8]>::len);
        let spare = place.window.0.saturating_sub(place.head.0.saturating_add(len));
        place.head.1 = len;
        place.window = (place.window.0.saturating_sub(spare), place.window.1.saturating_add(spare));
        place.unread = self.incoming.unread().moved(spare);
        place
    }
}
