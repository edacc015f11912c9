//! The commands of the harness, one per file.

mod call;
mod check;
mod conformance;
mod events;
mod firmware;
mod hint;
mod interop;
mod message;
mod progress;
mod record;
mod roundtrip;
mod serve;
mod source;
mod trace;

use clap::Subcommand;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Print the events of a document as JSON Lines.
    Events(events::Events),
    /// Print what a SOAP message says as one JSON object.
    Message(message::Message),
    /// Say whether documents are acceptable, and what to do about those that are not.
    ///
    /// Documents are read as SOAP messages, 1.1 or 1.2: the XML, the namespaces, the structure of the envelope and of
    /// a fault. With --xml they are read as plain XML with namespaces, whatever their root element is.
    Check(check::Check),
    /// Read a document, write it with our writer, read that again and compare the events.
    Roundtrip(roundtrip::Roundtrip),
    /// Run the W3C XML conformance suite.
    Conformance(conformance::Conformance),
    /// Exchange messages with other SOAP stacks, both ways.
    Interop(interop::Interop),
    /// Build the example firmware and run it on emulated boards.
    ///
    /// Exit codes: 0 all passed, 1 failures, 2 usage, 3 an emulator or a compiler is missing.
    Firmware(firmware::Firmware),
    /// Call a service over HTTP and print its reply.
    ///
    /// Exit codes: 0 a reply, or none where none is due; 1 a fault or a failure; 2 usage.
    Call(call::Call),
    /// Stand between a client and a service, and write down what both say; secrets as ***.
    Record(record::Record),
    /// Answer SOAP calls over HTTP: with what they say, or with files.
    Serve(serve::Serve),
}

impl Command {
    /// Does it. `Ok(false)` is a refusal or a failure, an error a mistake in the call.
    pub(crate) fn run(self) -> anyhow::Result<bool> {
        match self {
            Command::Events(c) => c.run(),
            Command::Message(c) => c.run(),
            Command::Check(c) => c.run(),
            Command::Roundtrip(c) => c.run(),
            Command::Conformance(c) => c.run(),
            Command::Interop(c) => c.run(),
            Command::Firmware(c) => c.run(),
            Command::Call(c) => c.run(),
            Command::Record(c) => c.run(),
            Command::Serve(c) => c.run(),
        }
    }
}
