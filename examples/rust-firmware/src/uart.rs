//! The serial line of the board, as the transport of a client: what is at its other end is the server.
//!
//! The UART of ARM's Cortex-M System Design Kit has a register for one byte each way.

use crate::clock::Clock;
use crate::sleep::{self, Interrupt};
use core::fmt;
use core::ptr::{read_volatile, write_volatile};
use embedded_io::{ErrorType, Read, Write};
use soapstone::binding::{Ready, Timeout, Transport};
use soapstone::http::Endpoint;

const UART0: usize = 0x4000_4000;
const DATA: usize = 0x00;
const STATE: usize = 0x04;
const CTRL: usize = 0x08;
const INT_STATUS: usize = 0x0c;
const BAUD_DIV: usize = 0x10;

/// The byte to be sent was not sent yet.
const FULL_TO_SEND: u32 = 1;
/// A byte was received.
const RECEIVED: u32 = 2;

/// Milliseconds for which a call waits that says nothing else.
const PATIENCE: u32 = 10_000;

/// The line. It is always connected: to open and to close it says nothing to the other end.
pub struct Uart {
    clock: Clock,
    patience: Option<u32>,
}

/// Nothing came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

impl Uart {
    /// Turns the line on.
    ///
    /// # Safety
    /// Nobody else uses the UART 0 of the board.
    pub unsafe fn start(clock: Clock) -> Self {
        write(BAUD_DIV, 217); // 115,200 baud at 25 MHz
        write(CTRL, 1 << 3 | 1 << 1 | 1); // an interrupt for each byte received; receive, send
        Uart { clock, patience: Some(PATIENCE) }
    }

    /// Takes the byte that was received; waits for it so long.
    fn receive(&mut self, millis: Option<u32>) -> Result<u8, TimedOut> {
        if !self.wait(millis) {
            return Err(TimedOut);
        }
        write(INT_STATUS, RECEIVED);
        Ok(read(DATA) as u8)
    }

    /// Waits up to so many milliseconds, `None` for ever, until a byte was received.
    fn wait(&mut self, millis: Option<u32>) -> bool {
        let start = self.clock.millis();
        while read(STATE) & RECEIVED == 0 {
            if millis.is_some_and(|millis| self.clock.millis().wrapping_sub(start) >= millis) {
                return false;
            }
            sleep::until(Interrupt::Serial);
        }
        true
    }
}

impl Transport for Uart {
    /// Drops what is left of an answer that nobody waits for any more.
    fn open(&mut self, _: &Endpoint<'_>, timeout: Timeout) -> Result<(), TimedOut> {
        self.resume(timeout);
        while self.receive(Some(0)).is_ok() {}
        Ok(())
    }

    fn close(&mut self) {}

    fn resume(&mut self, timeout: Timeout) {
        self.patience = match timeout {
            Timeout::Default => Some(PATIENCE),
            Timeout::Forever => None,
            Timeout::Millis(millis) => Some(millis),
        };
    }

    fn ready(&mut self, millis: u32) -> Ready {
        if self.wait(Some(millis)) { Ready::Now } else { Ready::NotYet }
    }
}

impl ErrorType for Uart {
    type Error = TimedOut;
}

impl Read for Uart {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, TimedOut> {
        let [first, rest @ ..] = to else { return Ok(0) };
        *first = self.receive(self.patience)?;
        let mut count = 1;
        for byte in rest {
            let Ok(received) = self.receive(Some(0)) else { break };
            *byte = received;
            count += 1;
        }
        Ok(count)
    }
}

impl Write for Uart {
    fn write(&mut self, from: &[u8]) -> Result<usize, TimedOut> {
        for &byte in from {
            while read(STATE) & FULL_TO_SEND != 0 {}
            write(DATA, byte.into());
        }
        Ok(from.len())
    }

    fn flush(&mut self) -> Result<(), TimedOut> {
        Ok(())
    }
}

fn read(offset: usize) -> u32 {
    // SAFETY: a register of the UART, which the board has here.
    unsafe { read_volatile((UART0 + offset) as *const u32) }
}

fn write(offset: usize, value: u32) {
    // SAFETY: as above; writing it has no effect on memory.
    unsafe { write_volatile((UART0 + offset) as *mut u32, value) }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing came in time")
    }
}

impl core::error::Error for TimedOut {}

impl embedded_io::Error for TimedOut {
    fn kind(&self) -> embedded_io::ErrorKind {
        embedded_io::ErrorKind::TimedOut
    }
}
