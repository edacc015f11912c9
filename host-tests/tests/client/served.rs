//! S-151, S-161, S-163, S-228: a service of this program, called without a network through the client and the server of it.

use crate::made::{call, ping};
use soapstone::binding::client::{Client, Outcome as Came, read_outcome};
use soapstone::binding::server::{
    Application, Judge, Memory, Message, Options, Outcome, Path, Paths, Received, Server,
};
use soapstone::binding::{Line, Loopback};
use soapstone::buf::Sink;
use soapstone::soap::{self, Event, FaultReader, Node, NodeTable, Operation, Service, Version, Writer};
use soapstone::xml::WriteError;

const PATHS: &Paths<'static> = &Paths(&[Path {
    path: "/ws/a",
    service: Service::new(&[Operation::document("ping", "urn:m", "ping").with_action("urn:m/ping")]),
}]);

/// Answers what it was told, twice over.
struct Ping {
    node: NodeTable<'static, 'static>,
    text: String,
}

impl Judge for Ping {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }
}

impl Application for Ping {
    fn handle(&mut self, _: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, soapstone::Error> {
        self.text.clear();
        loop {
            match message.next()? {
                Event::Text(_, text) => self.text.push_str(text.as_str()),
                Event::Finished => return Ok(Outcome::Reply),
                _ => {}
            }
        }
    }

    fn answer(&mut self, _: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        writer.envelope()?;
        writer.body_entry("urn:m", "pong")?;
        writer.xml().text_whole(&self.text.repeat(2))?;
        writer.end()?;
        writer.finish()
    }
}

#[test]
fn a_service_of_this_program() {
    for version in [Version::Soap11, Version::Soap12] {
        let (mut request, mut response) = (vec![0; 2048], vec![0; 2048]);
        let mut application = Ping { node: NodeTable::new(&[]), text: String::new() };
        let loopback = Loopback::new(&mut request, &mut response, |line: &mut Line<'_, '_>| {
            let (mut head, mut input, mut workspace) = ([0; 512], [0; 64], [0; 1024]);
            let (mut store, mut output) = ([0; 256], [0; 512]);
            let memory = Memory {
                head: &mut head,
                input: &mut input,
                workspace: &mut workspace,
                store: &mut store,
                output: &mut output,
            };
            Server::new(memory, Options::new(PATHS)).serve(line, &mut application).unwrap();
        });
        let (mut memory, mut workspace, mut window, mut store) = ([0; 2048], [0; 1024], [0; 64], [0; 256]);
        let mut client = Client::new(loopback, &mut memory, &mut []);
        for (action, entry) in [("urn:m/ping", "ab & "), ("urn:m/unknown", "7")] {
            let call = call(version).with_action(action);
            let mut reply = client.call(&call, &mut workspace, None, &mut |writer| ping(writer, entry)).unwrap();
            let status = reply.status();
            let mut reader = reply.reader(&mut workspace, soap::Options::default(), &mut window).unwrap();
            assert_eq!(read_outcome(&mut reader, status, &mut FaultReader::new(&mut store)), Ok(Came::Entry));
            let mut text = String::new();
            loop {
                match reader.next().unwrap() {
                    Event::Text(_, piece) => text.push_str(piece.as_str()),
                    Event::Finished => break,
                    _ => {}
                }
            }
            assert_eq!(text, entry.repeat(2));
        }
    }
}
