//! The sessions of the client over TCP, over a serial line: HTTP as it is, for an answer says how long it is.
#![no_std]
#![no_main]

use cortex_m::{Peripherals, singleton};
use soapstone::peer::Peer;
use soapstone_rust_firmware::clock::Clock;
use soapstone_rust_firmware::session::{Caller, Memory, cwmp, ocpp};
use soapstone_rust_firmware::uart::Uart;
use soapstone_rust_firmware::{Checks, Wrong, entry, run};

#[entry]
fn main() -> ! {
    run("uart-client", |checks| {
        let called = call(checks);
        checks.check("there is a line", called);
    })
}

fn call(checks: &mut Checks) -> Result<(), Wrong> {
    let (Some(mut peripherals), Some(memory)) = (Peripherals::take(), singleton!(: Memory = Memory::new())) else {
        return Err(Wrong::Unexpected("the board is in use"));
    };
    let clock = Clock::start(&mut peripherals.SYST);
    // SAFETY: this is the one place that uses the UART; the peripherals were there to be taken.
    let mut caller = Caller::new(unsafe { Uart::start(clock) }, clock, memory);
    for peer in [&Peer::OCPP15, &Peer::OCPP16] {
        ocpp::run(&mut caller, checks, peer, "http://gateway.example/ocpp");
    }
    cwmp::run(&mut caller, checks, "http://gateway.example/cwmp");
    Ok(())
}
