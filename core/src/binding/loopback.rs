//! Calls that do not leave the program.

use crate::binding::{Ready, Timeout, Transport};
use crate::buf::{Buffer, Sink};
use crate::http::Endpoint;
use crate::slice::copy;
use embedded_io::{ErrorKind, ErrorType, Read, Write};

/// A transport that delivers to a service of the same program, without sockets.
///
/// A request is gathered in memory; when its response is awaited, `deliver` is called with a [`Line`] on which it reads
/// the request and writes the response. A server serves the line as it does any connection; a filter may look at the
/// message, log it, sign it, and carry it elsewhere.
pub struct Loopback<'m, F> {
    request: Buffer<'m>,
    response: Buffer<'m>,
    read: usize,
    served: bool,
    deliver: F,
}

/// Has a request delivered: any function that takes a [`Line`].
pub trait Deliver<'m> {
    /// Reads the request on the line and writes the response.
    fn deliver(&mut self, line: &mut Line<'_, 'm>);
}

/// The other end of a [`Loopback`].
pub struct Line<'l, 'm> {
    request: &'l [u8],
    response: &'l mut Buffer<'m>,
}

impl<'m, F: FnMut(&mut Line<'_, 'm>)> Deliver<'m> for F {
    fn deliver(&mut self, line: &mut Line<'_, 'm>) {
        self(line);
    }
}

impl<'m, F: Deliver<'m>> Loopback<'m, F> {
    /// A transport with memory for one request and one response, each as it stands on the wire.
    pub fn new(request: &'m mut [u8], response: &'m mut [u8], deliver: F) -> Self
    where
        F: FnMut(&mut Line<'_, 'm>),
    {
        Loopback::to(request, response, deliver)
    }

    /// The same with a receiver that is no function.
    pub fn to(request: &'m mut [u8], response: &'m mut [u8], deliver: F) -> Self {
        Loopback { request: Buffer::new(request), response: Buffer::new(response), read: 0, served: false, deliver }
    }

    /// Who delivers.
    pub fn receiver(&mut self) -> &mut F {
        &mut self.deliver
    }
}

impl<F> ErrorType for Loopback<'_, F> {
    type Error = ErrorKind;
}

impl<'m, F: Deliver<'m>> Read for Loopback<'m, F> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, ErrorKind> {
        if !self.served {
            self.served = true;
            self.deliver.deliver(&mut Line { request: self.request.bytes(), response: &mut self.response });
        }
        let rest = self.response.bytes().get(self.read..).unwrap_or_default();
        let count = copy(to, rest);
        self.read = self.read.saturating_add(count);
        Ok(count)
    }
}

impl<F> Write for Loopback<'_, F> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        if self.served {
            self.request.clear();
            self.response.clear();
            (self.read, self.served) = (0, false);
        }
        let taken = put(&mut self.request, bytes);
        // Half a request is not delivered.
        self.served = taken.is_err();
        taken
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl<'m, F: Deliver<'m>> Transport for Loopback<'m, F> {
    fn open(&mut self, _: &Endpoint<'_>, _: Timeout) -> Result<(), ErrorKind> {
        self.close();
        Ok(())
    }

    fn close(&mut self) {
        self.request.clear();
        self.response.clear();
        (self.read, self.served) = (0, false);
    }

    fn ready(&mut self, _: u32) -> Ready {
        Ready::NotYet
    }
}

impl<'l> Line<'l, '_> {
    /// What is left of the request.
    pub fn request(&self) -> &'l [u8] {
        self.request
    }
}

impl ErrorType for Line<'_, '_> {
    type Error = ErrorKind;
}

impl Read for Line<'_, '_> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, ErrorKind> {
        let count = copy(to, self.request);
        self.request = self.request.get(count..).unwrap_or_default();
        Ok(count)
    }
}

impl Write for Line<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        put(self.response, bytes)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

/// Takes all of the bytes, or none: what does not fit now never will.
fn put(buffer: &mut Buffer<'_>, bytes: &[u8]) -> Result<usize, ErrorKind> {
    match buffer.free().get_mut(..bytes.len()) {
        Some(room) => copy(room, bytes),
        None => return Err(ErrorKind::OutOfMemory),
    };
    buffer.commit(bytes.len());
    Ok(bytes.len())
}
