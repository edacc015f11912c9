//! A device that answers: the service of [`soapstone_rust_firmware::device`] over TCP, until it is told to start anew.
#![no_std]
#![no_main]

use cortex_m::{Peripherals, singleton};
use soapstone::binding::server::{Memory, Options, Server};
use soapstone::wss::Replay;
use soapstone_rust_firmware::clock::Clock;
use soapstone_rust_firmware::device::{Device, SERVICES};
use soapstone_rust_firmware::net::{Buffers, Listener, Network};
use soapstone_rust_firmware::{Checks, Wrong, entry, println, run, stack};

const PORT: u16 = 80;
/// Connections at a time: one that is served, one that waits, one that ends.
const SOCKETS: usize = 3;
/// Tokens that may come within the five minutes for which one is good.
const TOKENS: usize = 192;

#[entry]
fn main() -> ! {
    run("device-server", |checks| {
        let served = serve(checks);
        checks.check("every call was answered", served);
    })
}

fn serve(checks: &mut Checks) -> Result<(), Wrong> {
    let missing = Wrong::Unexpected("the board has no such part, or it is in use");
    let mut peripherals = Peripherals::take().ok_or(missing)?;
    let clock = Clock::start(&mut peripherals.SYST);
    let mut network = Network::start(clock).ok_or(missing)?;
    let (Some(buffers), Some(replays)) = (
        singleton!(: [Buffers; SOCKETS] = [const { Buffers::new() }; SOCKETS]),
        singleton!(: [Replay; TOKENS] = [Replay::EMPTY; TOKENS]),
    ) else {
        return Err(missing);
    };
    let handles = buffers.each_mut().map(|buffers| network.add(buffers));
    let (Some(head), Some(input), Some(workspace), Some(store), Some(output)) = (
        singleton!(: [u8; 1024] = [0; 1024]),
        singleton!(: [u8; 512] = [0; 512]),
        singleton!(: [u8; 2048] = [0; 2048]),
        singleton!(: [u8; 1024] = [0; 1024]),
        singleton!(: [u8; 1536] = [0; 1536]),
    ) else {
        return Err(missing);
    };
    let mut options = Options::new(&SERVICES);
    options.envelope.limits.message_bytes = 16 * 1024;
    let mut server = Server::new(Memory { head, input, workspace, store, output }, options);
    let mut device = Device::new(clock, replays, || stack::mark().used);
    let mut listener = Listener::new(network, handles, PORT);
    println!("listening");
    while !device.ends() {
        let mut connection = listener.accept();
        // What a connection failed with its client knows; the next one is served all the same.
        let _ = server.serve(&mut connection, &mut device);
        connection.finish();
    }
    let (answered, refused) = device.answered();
    println!("answered {answered} refused {refused}");
    let all = Wrong::unless(listener.listening() == SOCKETS, "a socket does not listen");
    checks.check("every socket listens again", all);
    Ok(())
}
