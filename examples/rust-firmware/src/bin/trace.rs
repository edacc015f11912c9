//! Traces a call and its answer through defmt. Each frame is printed as a line of hexadecimal digits; the host decodes
//! them with this program's own symbols.
#![no_std]
#![no_main]

use core::cell::UnsafeCell;
use soapstone::binding::Address;
use soapstone::http::Field;
use soapstone::trace::{Defmt, Level, Levels, Side, Tap};
use soapstone::wss::{Credentials, Secret};
use soapstone::xml::Reader;
use soapstone_rust_firmware::{end, entry, print, println};

const REQUEST: &str = "POST /eai?SWEPassword=s3cr3t HTTP/1.1\r\nHost: meter.example\r\nAuthorization: Basic s3cr3t\r\n\
    Content-Length: 105\r\n\r\n<E><Header><w:Security><w:Password>s3cr3t</w:Password></w:Security></Header>\
    <Body><GetTime/></Body></E>\r\n";
const RESPONSE: &str = "HTTP/1.1 500 Internal Server Error\r\nSet-Cookie: s3cr3t\r\nContent-Length: 58\r\n\r\n\
    <E><Body><Fault><x>password: s3cr3t</x></Fault></Body></E>";

#[entry]
fn main() -> ! {
    let trace = Defmt::new(Levels::new(Level::Detail));
    let mut tap = Tap::new(Side::Client);
    tap.opened(&trace, "meter.example", 80, false);
    REQUEST.as_bytes().chunks(17).for_each(|piece| tap.sent(&trace, piece));
    RESPONSE.as_bytes().chunks(11).for_each(|piece| tap.received(&trace, piece));
    tap.failed(&trace, soapstone::Error::limit(soapstone::Limit::Workspace, 700, 17), 4);
    tap.closed(&trace);
    show();
    end(true)
}

/// Shows handles and views, which know what of them is for nobody to see.
fn show() {
    let address = Address::parse("http://meter.example:8080/eai?SWEPassword=s3cr3t");
    defmt::info!("{} {}", address, Field { name: "Authorization", value: b"Basic s3cr3t" });
    let field = Field { name: "Host", value: b"meter.example" };
    defmt::info!(
        "{} {}",
        field,
        Credentials { username: "ann", secret: Secret::Digest("s3cr3t"), ..Default::default() }
    );
    let (mut input, mut workspace) = (&b"<a:E xmlns:a='urn:a' k='s3cr3t'>"[..], [0; 256]);
    let mut reader = Reader::new(&mut workspace);
    defmt::info!("{}", reader.next(&mut input, false).ok());
    defmt::info!("{}", reader);
}

/// Prints frames.
#[defmt::global_logger]
struct Lines;

struct Frames(UnsafeCell<defmt::Encoder>);
// SAFETY: there is one thread, and no interrupt handler logs.
unsafe impl Sync for Frames {}
static FRAMES: Frames = Frames(UnsafeCell::new(defmt::Encoder::new()));

fn hex(bytes: &[u8]) {
    bytes.iter().for_each(|byte| print!("{byte:02x}"));
}

/// The encoder.
fn with(encode: impl FnOnce(&mut defmt::Encoder)) {
    // SAFETY: as above; defmt calls these functions one after the other.
    encode(unsafe { &mut *FRAMES.0.get() });
}

// SAFETY: nothing interrupts a frame, so nothing has to be kept out.
unsafe impl defmt::Logger for Lines {
    fn acquire() {
        print!("frame ");
        with(|encoder| encoder.start_frame(hex));
    }

    unsafe fn flush() {}

    unsafe fn release() {
        with(|encoder| encoder.end_frame(hex));
        println!();
    }

    unsafe fn write(bytes: &[u8]) {
        with(|encoder| encoder.write(bytes, hex));
    }
}
