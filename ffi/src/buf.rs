//! Output.
//!
//! Where a writer's bytes go. A buffer is drained by you when it is full; a buffer with a write function drains
//! itself; counting keeps nothing and tells the exact length, for a Content-Length ahead of the message.

use crate::error::{REFUSED, SOAPSTONE_OK, Status};
use crate::raw;
use crate::text::soapstone_str;
use core::ffi::c_void;
use core::ptr;
use soapstone::buf::{Buffer, NoRoom, Sink};

/// Into memory. A call that does not fit answers SOAPSTONE_OUTPUT_FULL: take what is there with the drain function
/// of the writer, and repeat the call.
pub const SOAPSTONE_OUTPUT_BUFFER: i32 = 1;
/// Through memory into a write function, which is called whenever the memory is full and at the end.
pub const SOAPSTONE_OUTPUT_WRITE: i32 = 2;
/// Nowhere: the bytes are counted.
pub const SOAPSTONE_OUTPUT_COUNT: i32 = 3;

/// Sends bytes on, all of them. Answers 0, or a negative number of its own when it cannot: the writer's call then
/// answers that number, and the writer is of no more use. It must not call the writer.
pub type soapstone_write = Option<unsafe extern "C" fn(ctx: *mut c_void, bytes: *const u8, len: usize) -> i32>;

/// Where the bytes go. The memory must hold the longest start tag; it and ctx must outlive the writer.
///
/// ```c
/// soapstone_output output = { sizeof output, SOAPSTONE_OUTPUT_BUFFER, memory, sizeof memory, NULL, NULL };
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_output {
    /// sizeof(soapstone_output).
    pub size: u32,
    /// One of SOAPSTONE_OUTPUT_*.
    pub kind: i32,
    /// Memory for the output, of any alignment; not used for SOAPSTONE_OUTPUT_COUNT.
    pub memory: *mut c_void,
    /// Its length in bytes.
    pub memory_len: usize,
    /// For SOAPSTONE_OUTPUT_WRITE the function to call; else NULL.
    pub write: soapstone_write,
    /// The first argument of write.
    pub ctx: *mut c_void,
}

/// The sink behind every writer of the C interface.
pub(crate) struct Output {
    kind: Kind,
    /// Empty where the bytes go elsewhere.
    buffer: Buffer<'static>,
    /// Takes what is in the buffer, if that is not left to its owner.
    write: soapstone_write,
    ctx: *mut c_void,
    /// What the function answered when it failed; 0 while it has not.
    failure: i32,
    /// Room for a piece of content that is counted; the largest is far smaller.
    scratch: [u8; SCRATCH],
}

/// What becomes of the bytes.
enum Kind {
    Buffer,
    /// How many there are the writer knows.
    Count,
    /// A sink of the library, lent for the time of a callback.
    Lent(&'static mut dyn Sink),
}

const SCRATCH: usize = 48;

impl Output {
    /// The output C asks for.
    ///
    /// # Safety
    /// `output` is NULL or begins with its size; its memory and its function stay valid.
    #[inline(always)]
    pub(crate) unsafe fn new(output: *const soapstone_output) -> Status<Self> {
        let output = raw::sized(output)?.ok_or(REFUSED)?;
        let kind = match (output.kind, output.write.is_some()) {
            (SOAPSTONE_OUTPUT_BUFFER, false) | (SOAPSTONE_OUTPUT_WRITE, true) => Kind::Buffer,
            (SOAPSTONE_OUTPUT_COUNT, false) => Kind::Count,
            _ => return Err(REFUSED),
        };
        let len = if let Kind::Count = kind { 0 } else { output.memory_len };
        let memory = raw::memory(output.memory, len)?;
        Ok(Output { write: output.write, ctx: output.ctx, ..Output::over(kind, memory) })
    }

    /// A sink of the library.
    pub(crate) fn lent(sink: &'static mut dyn Sink) -> Self {
        Output::over(Kind::Lent(sink), &mut [])
    }

    #[inline(always)]
    fn over(kind: Kind, memory: &'static mut [u8]) -> Self {
        let buffer = Buffer::new(memory);
        Output { kind, buffer, write: None, ctx: ptr::null_mut(), failure: SOAPSTONE_OK, scratch: [0; SCRATCH] }
    }

    /// What the write function answered when it failed.
    pub(crate) fn failure(&self) -> Option<i32> {
        (self.failure != SOAPSTONE_OK).then_some(self.failure)
    }

    /// Hands out what is in the buffer and empties it; only a plain buffer is drained by its owner.
    pub(crate) fn drain(&mut self) -> Status<soapstone_str> {
        match (&self.kind, self.write) {
            (Kind::Buffer, None) => {
                let bytes = self.buffer.bytes().into();
                self.buffer.clear();
                Ok(bytes)
            }
            _ => Err(REFUSED),
        }
    }

    /// Hands the buffer to the write function, if there is one.
    fn flush(&mut self) -> Result<(), NoRoom> {
        let Some(write) = self.write else { return Ok(()) };
        if self.failure == SOAPSTONE_OK {
            let answer = match self.buffer.bytes() {
                [] => SOAPSTONE_OK,
                bytes => raw::call_write(write, self.ctx, bytes),
            };
            // A positive number would read as an outcome of the writer.
            self.failure = if answer <= 0 { answer } else { soapstone::ErrorKind::Io.code() };
        }
        if self.failure != SOAPSTONE_OK {
            return Err(NoRoom::Io);
        }
        self.buffer.clear();
        Ok(())
    }
}

impl Sink for Output {
    fn free(&mut self) -> &mut [u8] {
        match &mut self.kind {
            Kind::Buffer => self.buffer.free(),
            Kind::Count => &mut self.scratch,
            Kind::Lent(sink) => sink.free(),
        }
    }

    fn commit(&mut self, len: usize) -> bool {
        match &mut self.kind {
            Kind::Buffer => self.failure == SOAPSTONE_OK && self.buffer.commit(len),
            Kind::Count => true,
            Kind::Lent(sink) => sink.commit(len),
        }
    }

    #[cfg_attr(small, inline(never))]
    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        match &mut self.kind {
            Kind::Buffer if self.write.is_some() && len <= self.buffer.capacity() => self.flush(),
            Kind::Buffer => self.buffer.make_room(len),
            Kind::Count if len > SCRATCH => Err(NoRoom::TooLong),
            Kind::Count => Ok(()),
            Kind::Lent(sink) => sink.make_room(len),
        }
    }

    fn finish(&mut self) -> Result<(), NoRoom> {
        match &mut self.kind {
            Kind::Lent(sink) => sink.finish(),
            _ => self.flush(),
        }
    }
}
