//! The wait for a response.

use crate::binding::{Incoming, Unread};
use crate::http::HeadReader;
use crate::{Error, ErrorKind, Limit};

/// Gathers the head of a response in one half of some memory, and what follows it in the other.
pub(super) struct Awaiting<'a> {
    head: HeadReader<'a>,
    incoming: Incoming<'a>,
    /// Where the head begins in the memory of the client.
    at: usize,
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
    /// Something that is no response: [`error`](Awaiting::error) says why.
    Failed,
}

/// Interim responses before the final one.
const MOST_INTERIM: u8 = 16;

impl<'a> Awaiting<'a> {
    /// Waits in this part of the client's memory, which begins `at` so many bytes.
    #[inline(never)]
    pub(super) fn new(memory: &'a mut [u8], at: usize) -> Self {
        let half = memory.len() / 2;
        let (head, window) = memory.split_at_mut_checked(half).unwrap_or_default();
        let (mut head, incoming) = (HeadReader::new(head), Incoming::new(window, Unread::default()));
        if incoming.size() == 0 {
            head.fail(Error::limit(Limit::HeadBytes, at.wrapping_add(2) as u64, 0));
        }
        Awaiting { head, incoming, at, interim: 0 }
    }

    /// Looks at what was received. Interim responses are passed over. RFC 9110, 15.2.
    pub(super) fn next(&mut self) -> Came {
        loop {
            let head = &mut self.head;
            self.incoming.head(|input, last| head.gather(input, last));
            if self.head.error().is_some() {
                return Came::Failed;
            }
            if !self.head.is_done() {
                return Came::NeedInput;
            }
            let response = self.head.parsed();
            let status = match &response {
                Ok(response) => response.status,
                Err(error) => return self.fail(*error),
            };
            if status >= 200 || status == 101 {
                return Came::Head;
            }
            self.head.clear();
            self.interim = self.interim.wrapping_add(1);
            if self.interim > MOST_INTERIM {
                return self.fail(Error::new(ErrorKind::UnexpectedStatus, 0));
            }
            // What follows it already is the final response: the body is not wanted.
            if status == 100 && self.incoming.is_empty() {
                return Came::Continue;
            }
        }
    }

    /// Why there is no response.
    pub(super) fn error(&self) -> Option<Error> {
        self.head.error()
    }

    fn fail(&mut self, error: Error) -> Came {
        self.head.fail(error);
        Came::Failed
    }

    /// Where to receive.
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.incoming.room()
    }

    /// So many bytes were received; 0: the connection is closed.
    pub(super) fn received(&mut self, count: usize) {
        self.incoming.received(count);
    }

    /// Says where it all lies. What the head did not need of its half is part of the window.
    #[inline(never)]
    pub(super) fn finish(&self, place: &mut Place) {
        let len = self.head.len();
        // All are places in one memory, in the order they lie in.
        let spare = self.head.room().wrapping_sub(len);
        place.head = (self.at, len);
        place.window = (self.at.wrapping_add(len), self.incoming.size().wrapping_add(spare));
        place.unread = self.incoming.unread().moved(spare);
    }
}
