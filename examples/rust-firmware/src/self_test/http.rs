//! SOAP over HTTP: a client calls a service of the same program.

use super::Check;
use crate::Wrong;
use embedded_io::Read;
use soapstone::Error;
use soapstone::binding::client::{Call, Client, Outcome as Came, read_outcome};
use soapstone::binding::server::{
    Application, Judge, Memory, Message, Options, Outcome, Path, Paths, Received, Server,
};
use soapstone::binding::{Line, Loopback};
use soapstone::buf::Sink;
use soapstone::soap::{self, Event, FaultReader, Node, NodeTable, Operation, PullReader, Service, Version, Writer};
use soapstone::xml::WriteError;
use soapstone::xsd::integer;

pub(super) const CHECKS: &[Check] = &[
    ("SOAP 1.1 over HTTP: a call and its reply, and a fault", || called(Version::Soap11)),
    ("SOAP 1.2 over HTTP: a call and its reply, and a fault", || called(Version::Soap12)),
];

const NS: &str = "urn:example:meter";
const PATHS: &Paths<'static> = &Paths(&[Path {
    path: "/svc",
    service: Service::new(&[Operation::document("double", NS, "Double").with_action("urn:example:meter/double")]),
}]);

/// Answers a number with twice that.
struct Meter {
    node: NodeTable<'static, 'static>,
    value: u32,
}

impl Judge for Meter {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }
}

impl Application for Meter {
    fn handle(&mut self, _: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error> {
        loop {
            match message.next()? {
                Event::Text(_, text) => {
                    self.value = integer::parse(text.as_bytes()).map_err(|kind| Error::new(kind, 0))?;
                }
                Event::Finished => return Ok(Outcome::Reply),
                _ => {}
            }
        }
    }

    fn answer(&mut self, _: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        writer.envelope()?;
        writer.body_entry(NS, "DoubleResponse")?;
        writer.xml().text_whole(integer::emit(2 * self.value).as_str())?;
        writer.end()?;
        writer.finish()
    }
}

fn called(version: Version) -> Result<(), Wrong> {
    let (mut request, mut response) = ([0; 768], [0; 768]);
    let mut meter = Meter { node: NodeTable::new(&[]), value: 0 };
    let loopback = Loopback::new(&mut request, &mut response, |line: &mut Line<'_, '_>| serve(line, &mut meter));
    let (mut memory, mut workspace, mut window, mut store) = ([0; 1024], [0; 512], [0; 64], [0; 128]);
    let mut client = Client::new(loopback, &mut memory, &mut []);
    for (number, came) in [("21", Came::Entry), ("a score", Came::Fault)] {
        let call = Call::new("http://meter.example/svc", version).with_action("urn:example:meter/double");
        let made = client.call(&call, &mut workspace, None, &mut |writer| {
            writer.envelope()?;
            writer.body_entry(NS, "Double")?;
            writer.xml().text_whole(number)?;
            writer.end()?;
            writer.finish()
        });
        let mut reply = made.map_err(|failed| failed.error)?;
        let status = reply.status();
        Wrong::unless((status == 200) == (came == Came::Entry), "another status")?;
        let mut reader = reply.reader(&mut workspace, soap::Options::default(), &mut window)?;
        let outcome = read_outcome(&mut reader, status, &mut FaultReader::new(&mut store));
        Wrong::unless(outcome.is_ok_and(|outcome| outcome == came), "another outcome")?;
        if came == Came::Entry {
            expect(&mut reader, "42")?;
        }
    }
    Ok(())
}

/// Reads the rest of a reply, which has this text.
fn expect<R: Read>(reader: &mut PullReader<'_, R>, wanted: &str) -> Result<(), Wrong> {
    loop {
        match reader.next().map_err(|_| Wrong::Unexpected("the reply is refused"))? {
            Event::Text(_, text) => Wrong::unless(text == wanted, "another reply")?,
            Event::Finished => return Ok(()),
            _ => {}
        }
    }
}

/// Serves the one request on the line.
fn serve(line: &mut Line<'_, '_>, meter: &mut Meter) {
    let (mut head, mut input, mut workspace) = ([0; 384], [0; 64], [0; 512]);
    let (mut store, mut output) = ([0; 128], [0; 384]);
    let memory = Memory {
        head: &mut head,
        input: &mut input,
        workspace: &mut workspace,
        store: &mut store,
        output: &mut output,
    };
    // What goes wrong shows in the reply.
    let _ = Server::new(memory, Options::new(PATHS)).serve(line, meter);
}
