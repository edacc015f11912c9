//! A charge point that reports to its central system: OCPP 1.5 and 1.6 over SOAP.

use super::{Caller, leaf};
use crate::{Checks, Wrong};
use core::fmt::Debug;
use heapless::String;
use soapstone::binding::Transport;
use soapstone::binding::client::{Body, Call};
use soapstone::peer::{Addressing, Peer};
use soapstone::soap::{BlockAttributes, Element};
use soapstone::wsa::{self, Extras, Properties};
use soapstone::xsd::date_time;
use soapstone::{Error, ErrorKind};

/// The name of the charge point, and where it would be called.
const IDENTITY: &str = "CP-0001";
const ADDRESS: &str = "http://10.0.2.15/ocpp";

/// Reports that the charge point has started, and that it is there.
pub fn run<T: Transport>(caller: &mut Caller<'_, T>, checks: &mut Checks, peer: &Peer, url: &str)
where
    T::Error: Debug,
{
    let Some(session) = Session::new(peer, url) else {
        return checks.check(peer.name, Err(Wrong::Unexpected("a peer without addressing")));
    };
    let boot = session.boot(caller);
    checks.check("BootNotification", boot);
    for _ in 0..3 {
        let heartbeat = session.heartbeat(caller);
        checks.check("Heartbeat", heartbeat);
    }
}

struct Session<'a> {
    peer: &'a Peer,
    addressing: Addressing,
    /// The namespace of the central system's operations.
    uri: &'a str,
    url: &'a str,
}

/// An operation: its action, its request and its reply.
struct Operation {
    action: &'static str,
    answer: &'static str,
    request: &'static str,
    response: &'static str,
}

const BOOT: Operation = Operation {
    action: "/BootNotification",
    answer: "/BootNotificationResponse",
    request: "bootNotificationRequest",
    response: "bootNotificationResponse",
};
const HEARTBEAT: Operation = Operation {
    action: "/Heartbeat",
    answer: "/HeartbeatResponse",
    request: "heartbeatRequest",
    response: "heartbeatResponse",
};

impl<'a> Session<'a> {
    fn new(peer: &'a Peer, url: &'a str) -> Option<Self> {
        let central = peer.headers.iter().find(|(_, local)| *local == "chargeBoxIdentity");
        Some(Session { peer, addressing: peer.addressing?, uri: central?.0, url })
    }

    fn boot<T: Transport>(&self, caller: &mut Caller<'_, T>) -> Result<(), Wrong>
    where
        T::Error: Debug,
    {
        let parts = [
            ("chargePointVendor", "Example"),
            ("chargePointModel", "Cortex-M3 <LAN9118>"),
            ("chargePointSerialNumber", "0001"),
            ("firmwareVersion", env!("CARGO_PKG_VERSION")),
        ];
        self.call(caller, &BOOT, &parts, |entry| {
            Wrong::unless(text(entry, self.uri, "status") == "Accepted", "another status")?;
            Wrong::unless(text(entry, self.uri, "heartbeatInterval") == "1800", "another interval")?;
            time(text(entry, self.uri, "currentTime"))
        })
    }

    fn heartbeat<T: Transport>(&self, caller: &mut Caller<'_, T>) -> Result<(), Wrong>
    where
        T::Error: Debug,
    {
        self.call(caller, &HEARTBEAT, &[], |entry| time(text(entry, self.uri, "currentTime")))
    }

    /// Calls an operation whose request has these parts, and has its reply judged.
    fn call<T: Transport>(
        &self,
        caller: &mut Caller<'_, T>,
        operation: &Operation,
        parts: &[(&str, &str)],
        judge: impl FnOnce(&Element<'_>) -> Result<(), Wrong>,
    ) -> Result<(), Wrong>
    where
        T::Error: Debug,
    {
        let id = caller.message_id();
        let properties = self.properties(operation.action, &id);
        let call = Call::new(self.url, self.peer.version).with_action(operation.action);
        let write: &mut Body<'_> = &mut |writer| {
            let mandatory = BlockAttributes { must_understand: true, ..BlockAttributes::default() };
            self.peer.pin_prefixes(writer)?;
            writer.envelope()?;
            writer.header_block(self.uri, "chargeBoxIdentity", &mandatory)?;
            writer.xml().text_whole(IDENTITY)?;
            writer.end()?;
            Extras { order: self.addressing.order, ..Extras::default() }.write(&properties, writer)?;
            writer.body_entry(self.uri, operation.request)?;
            for (name, value) in parts {
                leaf(writer, self.uri, name, value)?;
            }
            writer.end()?;
            writer.finish()
        };
        let reply = caller.call(&call, self.peer, &wsa::VOCABULARY, None, write)?;
        let reply = reply.ok_or(Wrong::Unexpected("no reply"))?;
        let addressing = wsa::Addressing::of(&reply.headers).ok_or(Wrong::Unexpected("no addressing"))?;
        let rules = self.addressing.rules();
        addressing.check(&rules).map_err(|problem| problem.error)?;
        Wrong::unless(addressing.is_action(operation.answer, &rules), "another action")?;
        Wrong::unless(addressing.in_reply_to() == Some(id.as_str()), "the answer to another message")?;
        Wrong::unless(reply.entry.is(self.uri, operation.response), "another body entry")?;
        judge(&reply.entry)
    }

    fn properties<'p>(&'p self, action: &'p str, id: &'p String<48>) -> Properties<'p> {
        Properties {
            version: self.addressing.version,
            action,
            message_id: Some(id),
            to: Some(self.url),
            reply_to: Some(self.addressing.version.anonymous()),
            from: self.addressing.from.then_some(ADDRESS),
            must_understand: true,
            ..Properties::default()
        }
    }
}

fn text<'t>(entry: &Element<'t>, uri: &str, local: &str) -> &'t str {
    entry.child(uri, local).map_or("", |child| child.trimmed().as_str())
}

/// Whether this is a time, which a device sets its clock by.
fn time(text: &str) -> Result<(), Wrong> {
    let time = date_time::parse(text.as_bytes()).map_err(|kind| Error::new(kind, 0))?;
    time.unix().map(|_| ()).ok_or(Wrong::Error(Error::new(ErrorKind::Lexical, 0)))
}
