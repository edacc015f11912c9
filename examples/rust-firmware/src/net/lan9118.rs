//! The Ethernet controller LAN9118, polled: frames go through its two FIFOs a word at a time.
//!
//! Numbers are those of the data sheet: registers in chapter 5, transmit and receive words in chapter 3.

use core::ptr::{read_volatile, write_volatile};
use smoltcp::phy::{self, Device, DeviceCapabilities, Medium};
use smoltcp::time::Instant;
use smoltcp::wire::EthernetAddress;

const RX_DATA: usize = 0x00;
const TX_DATA: usize = 0x20;
const RX_STATUS: usize = 0x40;
const INT_STS: usize = 0x58;
const INT_EN: usize = 0x5c;
const BYTE_TEST: usize = 0x64;
const FIFO_INT: usize = 0x68;
const RX_CFG: usize = 0x6c;
const TX_CFG: usize = 0x70;
const HW_CFG: usize = 0x74;
const RX_DP_CTL: usize = 0x78;
const RX_FIFO_INF: usize = 0x7c;
const TX_FIFO_INF: usize = 0x80;
const IRQ_CFG: usize = 0x54;
const MAC_CMD: usize = 0xa4;
const MAC_DATA: usize = 0xa8;

const MAC_CR: u32 = 1;
const MAC_ADDRH: u32 = 2;
const MAC_ADDRL: u32 = 3;

/// What `BYTE_TEST` reads when the bus is in order.
const SIGNATURE: u32 = 0x8765_4321;
/// Received frames end with the four bytes of their checksum.
const CHECKSUM: usize = 4;
/// The longest frame without its checksum.
const FRAME: usize = 1514;

/// The controller.
pub(super) struct Lan9118 {
    registers: Registers,
    frames: &'static mut Frames,
}

/// Room for the frame that is read and the one that is written.
pub(super) struct Frames {
    received: [u8; FRAME],
    sent: [u8; FRAME],
}

/// There is no such controller here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missing;

impl Lan9118 {
    /// Resets the controller at this address and has it send and receive.
    ///
    /// # Errors
    /// [`Missing`]: what is there does not answer as one.
    ///
    /// # Safety
    /// The registers of a LAN9118 are at this address, and nobody else uses them.
    pub(super) unsafe fn new(
        base: usize,
        address: EthernetAddress,
        frames: &'static mut Frames,
    ) -> Result<Self, Missing> {
        let registers = Registers(base);
        if registers.read(BYTE_TEST) != SIGNATURE {
            return Err(Missing);
        }
        registers.write(HW_CFG, 1); // reset
        while registers.read(HW_CFG) & 1 != 0 {}
        registers.write(HW_CFG, 1 << 20 | 5 << 16); // must be one; 5 KB of the FIFOs are for sending
        let [a, b, c, d, e, f] = address.0;
        registers.write_mac(MAC_ADDRL, u32::from_le_bytes([a, b, c, d]));
        registers.write_mac(MAC_ADDRH, u32::from_le_bytes([e, f, 0, 0]));
        registers.write(RX_CFG, 0);
        registers.write(TX_CFG, 1 << 2 | 1 << 1); // statuses may overrun, for nobody reads them; on
        registers.write_mac(MAC_CR, 1 << 3 | 1 << 2); // transmitter and receiver on
        registers.write(FIFO_INT, 0); // a single frame interrupts
        registers.write(INT_EN, 1 << 3); // the receive status FIFO has something
        registers.write(IRQ_CFG, 1 << 8 | 1 << 4 | 1); // on, active high, push-pull
        Ok(Lan9118 { registers, frames })
    }

    /// Lets the interrupt of the frames that were seen go.
    pub(super) fn acknowledge(&mut self) {
        self.registers.write(INT_STS, 1 << 3);
    }
}

impl Frames {
    /// Frames with nothing in them.
    pub(super) const fn new() -> Self {
        Frames { received: [0; FRAME], sent: [0; FRAME] }
    }
}

impl Device for Lan9118 {
    type RxToken<'a> = RxToken<'a>;
    type TxToken<'a> = TxToken<'a>;

    fn receive(&mut self, _: Instant) -> Option<(RxToken<'_>, TxToken<'_>)> {
        let len = self.registers.next_frame()?;
        let frame = &mut self.frames.received[..len];
        for chunk in frame.chunks_mut(4) {
            let word = self.registers.read(RX_DATA).to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        // The words that hold the checksum and nothing else.
        for _ in len.div_ceil(4)..(len + CHECKSUM).div_ceil(4) {
            self.registers.read(RX_DATA);
        }
        Some((RxToken(frame), TxToken { registers: &self.registers, frame: &mut self.frames.sent }))
    }

    fn transmit(&mut self, _: Instant) -> Option<TxToken<'_>> {
        let free = (self.registers.read(TX_FIFO_INF) & 0xffff) as usize;
        // The two words of the command go before the frame.
        (free >= FRAME + 12).then_some(TxToken { registers: &self.registers, frame: &mut self.frames.sent })
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ethernet;
        capabilities.max_transmission_unit = FRAME;
        capabilities.max_burst_size = Some(1);
        capabilities
    }
}

/// A frame that was received.
pub(super) struct RxToken<'a>(&'a [u8]);

impl phy::RxToken for RxToken<'_> {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, read: F) -> R {
        read(self.0)
    }
}

/// Room for a frame that is to be sent.
pub(super) struct TxToken<'a> {
    registers: &'a Registers,
    frame: &'a mut [u8; FRAME],
}

impl phy::TxToken for TxToken<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, write: F) -> R {
        let frame = &mut self.frame[..len];
        let written = write(frame);
        self.registers.write(TX_DATA, 1 << 13 | 1 << 12 | len as u32); // the first and last buffer of a frame
        self.registers.write(TX_DATA, len as u32);
        for chunk in frame.chunks(4) {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            self.registers.write(TX_DATA, u32::from_le_bytes(word));
        }
        written
    }
}

/// The registers at their address.
struct Registers(usize);

impl Registers {
    fn read(&self, offset: usize) -> u32 {
        // SAFETY: who made the controller said that its registers are here; every one may be read.
        unsafe { read_volatile((self.0 + offset) as *const u32) }
    }

    fn write(&self, offset: usize, value: u32) {
        // SAFETY: as above; writing them has no effect on memory.
        unsafe { write_volatile((self.0 + offset) as *mut u32, value) }
    }

    /// Writes a register of the MAC, which are behind a command of their own.
    fn write_mac(&self, register: u32, value: u32) {
        self.write(MAC_DATA, value);
        self.write(MAC_CMD, 1 << 31 | register);
        while self.read(MAC_CMD) & 1 << 31 != 0 {}
    }

    /// The length of the next frame, without its checksum; what is no good is dropped.
    fn next_frame(&self) -> Option<usize> {
        while self.read(RX_FIFO_INF) >> 16 & 0xff != 0 {
            let status = self.read(RX_STATUS);
            let len = (status >> 16 & 0x3fff) as usize;
            let faulty = status & 1 << 15 != 0;
            match len.checked_sub(CHECKSUM) {
                Some(frame) if frame <= FRAME && !faulty => return Some(frame),
                _ => self.drop_frame(len.div_ceil(4)),
            }
        }
        None
    }

    /// Drops the frame that is next. The controller forwards whole frames of four words and more.
    fn drop_frame(&self, words: usize) {
        if words < 4 {
            (0..words).for_each(|_| _ = self.read(RX_DATA));
            return;
        }
        self.write(RX_DP_CTL, 1 << 31);
        while self.read(RX_DP_CTL) & 1 << 31 != 0 {}
    }
}
