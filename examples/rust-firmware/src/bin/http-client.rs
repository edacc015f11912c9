//! A device that calls: a charge point with its central system, then a device with the server that configures it. The
//! argument is the address of both, `http://10.0.2.2:PORT`.
#![no_std]
#![no_main]

use cortex_m::{Peripherals, singleton};
use heapless::String;
use soapstone::peer::Peer;
use soapstone_rust_firmware::clock::Clock;
use soapstone_rust_firmware::net::{Buffers, Network, Socket};
use soapstone_rust_firmware::session::{Caller, Memory, cwmp, ocpp};
use soapstone_rust_firmware::{Checks, Wrong, argument, entry, println, run};

#[entry]
fn main() -> ! {
    run("http-client", |checks| {
        let called = call(checks);
        checks.check("there is a network", called);
    })
}

fn call(checks: &mut Checks) -> Result<(), Wrong> {
    let missing = Wrong::Unexpected("the board has no such part, or it is in use");
    let (Some(mut peripherals), Some(buffers), Some(memory)) =
        (Peripherals::take(), singleton!(: Buffers = Buffers::new()), singleton!(: Memory = Memory::new()))
    else {
        return Err(missing);
    };
    let clock = Clock::start(&mut peripherals.SYST);
    let mut network = Network::start(clock).ok_or(missing)?;
    let handle = network.add(buffers);
    let mut caller = Caller::new(Socket::new(network, handle), clock, memory);
    let server = argument().ok_or(Wrong::Unexpected("no address"))?;
    for peer in [&Peer::OCPP15, &Peer::OCPP16] {
        ocpp::run(&mut caller, checks, peer, &below(&server, "/ocpp")?);
    }
    cwmp::run(&mut caller, checks, &below(&server, "/cwmp")?);
    println!("connections {}", caller.transport().connections());
    Ok(())
}

/// The address of a path of the server.
fn below(server: &str, path: &str) -> Result<String<64>, Wrong> {
    let mut url = String::new();
    let whole = url.push_str(server).and_then(|()| url.push_str(path));
    whole.map(|()| url).map_err(|_| Wrong::Unexpected("an address that is too long"))
}
