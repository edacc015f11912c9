//! A device that is configured over the network: a session of TR-069.
//!
//! The device opens it with an Inform, then asks with an empty request what the server wants. Each answer of the server
//! is a call, each request of the device the reply to it, until an answer is empty. TR-069, 3.7.

mod parameters;
mod rpc;

use super::{Caller, leaf};
use crate::{Checks, Wrong};
use core::fmt::Debug;
use heapless::String;
use parameters::Parameters;
use rpc::Rpc;
use soapstone::binding::Transport;
use soapstone::binding::client::{Call, Pattern};
use soapstone::buf::Sink;
use soapstone::http::auth::{Digest, MD5};
use soapstone::peer::Peer;
use soapstone::soap::{BlockAttributes, Headers, Vocabulary, Writer};
use soapstone::xml::WriteError;
use soapstone::xsd::{Zoned, date_time, integer};
use soapstone::{Error, Namespace};

const CWMP: &str = "urn:dslforum-org:cwmp-1-0";
const VOCABULARY: Vocabulary =
    Vocabulary { blocks: &[(CWMP, &["ID", "HoldRequests", "NoMoreRequests"])], children: &[], marked: &[] };
/// The name and the password by which the server knows the device.
const USER: (&str, &str) = ("020000-0001", "soapstone");
/// The most calls of the server in a session.
const MOST: usize = 8;

/// Has a session with the server at this address.
pub fn run<T: Transport>(caller: &mut Caller<'_, T>, checks: &mut Checks, url: &str)
where
    T::Error: Debug,
{
    let mut kept = [0; 256];
    let random = caller.random.u128(..).to_le_bytes();
    // The server asks for the digest of the password. TR-069, 3.4.4.
    let login = &mut Digest::new(USER.0, USER.1, &[MD5], random, &mut kept);
    caller.cookie.clear();
    let mut session = Session { url, id: String::new(), parameters: Parameters::default(), rpc: Rpc::Inform };
    let informed = session.inform(caller, login);
    checks.check("Inform", informed);
    for _ in 0..MOST {
        let name = session.rpc.name();
        let done = session.answer(caller, login);
        let last = !matches!(done, Ok(true));
        checks.check(name, done.map(|_| ()));
        if last {
            break;
        }
    }
    checks.check("the server has set a parameter", session.parameters.check());
}

/// Writes the Body of an envelope.
type WriteBody<'w> = dyn FnMut(&Session<'_>, &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> + 'w;

struct Session<'a> {
    url: &'a str,
    /// The id of the envelope that is answered.
    id: String<64>,
    parameters: Parameters,
    /// What the server has called last.
    rpc: Rpc,
}

impl Session<'_> {
    /// Says who is there and why.
    fn inform<T: Transport>(&mut self, caller: &mut Caller<'_, T>, login: &mut Digest<'_>) -> Result<(), Wrong>
    where
        T::Error: Debug,
    {
        let now = Zoned::from_unix(caller.clock.unix(), 0).and_then(date_time::emit);
        let now = now.map_err(|kind| Error::new(kind, 0))?;
        let _ = self.id.push_str("device-1");
        self.post(caller, login, &mut |session, writer| {
            writer.body_entry(CWMP, "Inform")?;
            writer.xml().start("", "DeviceId")?;
            for (name, value) in [
                ("Manufacturer", "Example"),
                ("OUI", "020000"),
                ("ProductClass", "Cortex-M3"),
                ("SerialNumber", "0001"),
            ] {
                leaf(writer, "", name, value)?;
            }
            writer.xml().end()?;
            array(writer, "Event", "EventStruct", 1)?;
            writer.xml().start("", "EventStruct")?;
            leaf(writer, "", "EventCode", "1 BOOT")?;
            leaf(writer, "", "CommandKey", "")?;
            writer.xml().end()?;
            writer.xml().end()?;
            leaf(writer, "", "MaxEnvelopes", "1")?;
            leaf(writer, "", "CurrentTime", &now)?;
            leaf(writer, "", "RetryCount", "0")?;
            session.parameters.write(writer, u32::MAX)?;
            writer.end()
        })?;
        Wrong::unless(self.rpc == Rpc::Informed, "no InformResponse")
    }

    /// Answers what the server has called; whether there is more to answer.
    fn answer<T: Transport>(&mut self, caller: &mut Caller<'_, T>, login: &mut Digest<'_>) -> Result<bool, Wrong>
    where
        T::Error: Debug,
    {
        self.post(caller, login, &mut |session, writer| session.rpc.write(writer, &session.parameters))?;
        Ok(self.rpc != Rpc::Ended)
    }

    /// Sends an envelope whose Body this writes, none after the InformResponse, and takes the call in the answer.
    fn post<T: Transport>(
        &mut self,
        caller: &mut Caller<'_, T>,
        login: &mut Digest<'_>,
        write: &mut WriteBody<'_>,
    ) -> Result<(), Wrong>
    where
        T::Error: Debug,
    {
        let peer = &Peer::TR069;
        let cookie = caller.cookie.clone();
        let fields = [("SOAPAction", ""), ("Cookie", cookie.as_str())];
        let fields = if cookie.is_empty() { &fields[..1] } else { &fields[..] };
        let empty = self.rpc == Rpc::Informed;
        let call =
            Call { pattern: Pattern::Either, fields: &fields, message: !empty, ..Call::new(self.url, peer.version) };
        let (mut id, mut rpc) = (String::new(), Rpc::Ended);
        let reply = caller.call(&call, peer, &VOCABULARY, Some(login), &mut |writer| {
            let mandatory = BlockAttributes { must_understand: true, ..BlockAttributes::default() };
            peer.pin_prefixes(writer)?;
            writer.envelope()?;
            writer.header_block(CWMP, "ID", &mandatory)?;
            writer.xml().text_whole(&self.id)?;
            writer.end()?;
            write(self, writer)?;
            writer.finish()
        })?;
        if let Some(reply) = reply {
            id = id_of(&reply.headers)?;
            rpc = Rpc::of(&reply.entry, &mut self.parameters)?;
            Wrong::unless(rpc != Rpc::Informed || id == self.id, "the InformResponse to another Inform")?;
        }
        (self.id, self.rpc) = (id, rpc);
        Ok(())
    }
}

/// The id of an envelope, which its answer repeats.
fn id_of(headers: &Headers<'_>) -> Result<String<64>, Wrong> {
    let id = headers.find(CWMP, "ID").ok_or(Wrong::Unexpected("an envelope without an ID"))?;
    String::try_from(id.element().trimmed().as_str()).map_err(|_| Wrong::Unexpected("an ID that is too long"))
}

/// Starts an array of so many elements of a type of CWMP.
fn array(writer: &mut Writer<'_, &mut dyn Sink>, name: &str, of: &str, len: usize) -> Result<(), WriteError> {
    let mut value: String<64> = String::new();
    // What is written fits: names of at most 20 characters, and a number.
    let _ = core::fmt::Write::write_fmt(&mut value, format_args!("cwmp:{of}[{}]", &*integer::emit(len as u64)));
    let mut content = writer.xml();
    content.start("", name)?;
    content.attribute(Namespace::Soap11Encoding.uri(), "arrayType", &value)
}
