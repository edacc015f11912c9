//! A small device as ONVIF has them: what it is, what time it has, how it fares, and starting anew.
//!
//! ONVIF Core Specification 8.1 and 8.3. What says what the device is wants to know who asks.

use crate::clock::Clock;
use soapstone::binding::server::{Application, Judge, Message, Outcome, Path, Paths, Received};
use soapstone::buf::Sink;
use soapstone::soap::{Authentication, Event, Node, NodeTable, Operation, Request, Service, Writer};
use soapstone::wss::{self, Policy, Replay, Users, Verifier};
use soapstone::xml::WriteError;
use soapstone::xsd::{Zoned, integer};
use soapstone::{Error, ErrorKind};

const TDS: &str = "http://www.onvif.org/ver10/device/wsdl";
const TT: &str = "http://www.onvif.org/ver10/schema";

/// What is served, and where. The operations are in the order of [`Device::write`].
pub const SERVICES: Paths<'static> = Paths(&[Path {
    path: "/onvif/device_service",
    service: Service::new(&[
        operation("GetDeviceInformation", "http://www.onvif.org/ver10/device/wsdl/GetDeviceInformation")
            .requires(Authentication::PASSWORD_DIGEST),
        operation("GetSystemDateAndTime", "http://www.onvif.org/ver10/device/wsdl/GetSystemDateAndTime"),
        operation("GetSystemLog", "http://www.onvif.org/ver10/device/wsdl/GetSystemLog"),
        operation("SystemReboot", "http://www.onvif.org/ver10/device/wsdl/SystemReboot")
            .requires(Authentication::PASSWORD_DIGEST),
    ]),
}]);

const fn operation(name: &'static str, action: &'static str) -> Operation<'static> {
    Operation::document(name, TDS, name).with_action(action)
}

/// Who may ask, and the secret.
const USERS: &[(&str, &str)] = &[("admin", "soapstone")];
/// Tokens may be absent, for not every operation needs one; one that is there must be good.
const POLICY: Policy = Policy { require_username_token: false, ..Policy::DIGEST };

/// The device. Everything it remembers is of fixed size.
pub struct Device<'m> {
    clock: Clock,
    node: NodeTable<'static, 'static>,
    /// The digests that were used within the window of the policy.
    replays: &'m mut [Replay],
    /// Bytes of stack that were in use so far.
    stack: fn() -> usize,
    answered: u32,
    refused: u32,
    /// The status of each of the last responses, and the error that it answers.
    last: [(u16, Option<ErrorKind>); REMEMBERED],
    ends: bool,
}

/// How many responses are remembered.
const REMEMBERED: usize = 24;

impl<'m> Device<'m> {
    /// A device that has answered nothing so far. `stack` tells how many bytes of it were in use.
    pub fn new(clock: Clock, replays: &'m mut [Replay], stack: fn() -> usize) -> Self {
        let node = NodeTable::new(&[&wss::VOCABULARY]);
        Device { clock, node, replays, stack, answered: 0, refused: 0, last: [(0, None); REMEMBERED], ends: false }
    }

    /// Whether it was told to start anew.
    pub fn ends(&self) -> bool {
        self.ends
    }

    /// How many requests were answered, and how many of them with an error.
    pub fn answered(&self) -> (u32, u32) {
        (self.answered, self.refused)
    }

    fn write(&self, index: usize, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        match index {
            0 => {
                writer.body_entry(TDS, "GetDeviceInformationResponse")?;
                for (name, value) in [
                    ("Manufacturer", "Example"),
                    ("Model", "Cortex-M3 & LAN9118"),
                    ("FirmwareVersion", env!("CARGO_PKG_VERSION")),
                    ("SerialNumber", "0001"),
                    ("HardwareId", crate::BOARD),
                ] {
                    leaf(writer, TDS, name, value)?;
                }
            }
            1 => {
                writer.body_entry(TDS, "GetSystemDateAndTimeResponse")?;
                writer.xml().declare(TT)?;
                self.write_time(writer)?;
            }
            2 => {
                writer.body_entry(TDS, "GetSystemLogResponse")?;
                writer.xml().start(TDS, "SystemLog")?;
                writer.xml().start(TT, "String")?;
                self.write_log(writer)?;
                writer.xml().end()?;
                writer.xml().end()?;
            }
            _ => {
                writer.body_entry(TDS, "SystemRebootResponse")?;
                leaf(writer, TDS, "Message", "Rebooting")?;
            }
        }
        Ok(())
    }

    fn write_time(&self, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        let now = Zoned::from_unix(self.clock.unix(), 0).map_err(|kind| Error::new(kind, 0))?.value;
        let group = |writer: &mut Writer<'_, &mut dyn Sink>, name, parts: [(&str, i64); 3]| {
            writer.xml().start(TT, name)?;
            for (name, value) in parts {
                leaf(writer, TT, name, &integer::emit(value))?;
            }
            writer.xml().end()
        };
        writer.xml().start(TDS, "SystemDateAndTime")?;
        leaf(writer, TT, "DateTimeType", "Manual")?;
        leaf(writer, TT, "DaylightSavings", "false")?;
        writer.xml().start(TT, "TimeZone")?;
        leaf(writer, TT, "TZ", "UTC0")?;
        writer.xml().end()?;
        writer.xml().start(TT, "UTCDateTime")?;
        let (date, time) = (now.date, now.time);
        let time = [("Hour", time.hour.into()), ("Minute", time.minute.into()), ("Second", time.second.into())];
        group(writer, "Time", time)?;
        let date = [("Year", date.year.into()), ("Month", date.month.into()), ("Day", date.day.into())];
        group(writer, "Date", date)?;
        writer.xml().end()?;
        writer.xml().end()
    }

    /// A line in all, then one for each of the last responses, the oldest first.
    fn write_log(&self, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        let mut content = writer.xml();
        let numbers = [("answered ", self.answered), (" refused ", self.refused), (" stack ", (self.stack)() as u32)];
        for (name, number) in numbers {
            content.text_whole(name)?;
            content.text_whole(&integer::emit(number))?;
        }
        let (newer, older) = self.last.split_at(self.answered as usize % REMEMBERED);
        for (status, error) in older.iter().chain(newer).filter(|(status, _)| *status != 0) {
            for part in ["\n", &*integer::emit(*status), " ", error.map_or("OK", ErrorKind::message)] {
                content.text_whole(part)?;
            }
        }
        Ok(())
    }
}

fn leaf(writer: &mut Writer<'_, &mut dyn Sink>, uri: &str, name: &str, text: &str) -> Result<(), WriteError> {
    let mut content = writer.xml();
    content.start(uri, name)?;
    content.text_whole(text)?;
    content.end()
}

impl Judge for Device<'_> {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }

    fn identify<'r>(&mut self, received: &Received<'r>, request: &mut Request<'r>) -> Result<(), Error> {
        let now = Some(self.clock.unix());
        let mut verifier = Verifier { policy: &POLICY, now, replays: self.replays };
        if verifier.verify(&received.headers, &mut Users(USERS))?.authenticated {
            request.authenticated = Authentication::PASSWORD_DIGEST;
        }
        Ok(())
    }

    fn answered(&mut self, status: u16, error: Option<&Error>) {
        self.last[self.answered as usize % REMEMBERED] = (status, error.map(|error| error.kind));
        self.answered += 1;
        self.refused += u32::from(error.is_some());
    }
}

impl Application for Device<'_> {
    fn handle(&mut self, received: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error> {
        while !matches!(message.next()?, Event::Finished) {}
        self.ends |= received.call.is_some_and(|call| call.operation.name == "SystemReboot");
        Ok(Outcome::Reply)
    }

    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        let call = received.call.ok_or(Error::new(ErrorKind::OperationNotSupported, 0))?;
        // The prefixes that clients of ONVIF are used to; some know no others.
        writer.pin("tds", TDS)?;
        writer.pin("tt", TT)?;
        writer.envelope()?;
        self.write(call.index, writer)?;
        writer.end()?;
        writer.finish()
    }
}
