//! Sessions of devices with the servers that they report to, over any transport.

pub mod cwmp;
pub mod ocpp;

use crate::Wrong;
use crate::clock::Clock;
use core::fmt::Debug;
use fastrand::Rng;
use heapless::String;
use semihosting::println;
use soapstone::binding::Transport;
use soapstone::binding::client::{Body, Call, Client, Failed};
use soapstone::http::auth::Authenticate;
use soapstone::peer::Peer;
use soapstone::soap::{Element, Event, HeaderReader, Headers, Keeper, NodeTable, Section, Vocabulary, Writer};
use soapstone::xml::{PullError, WriteError};
use soapstone::{buf::Sink, wsa};

/// The memory of a caller.
pub struct Memory {
    messages: [u8; 2048],
    workspace: [u8; 1536],
    window: [u8; 256],
    headers: [u8; 768],
    body: [u8; 1024],
    scratch: [u8; 512],
}

/// A client and what it needs besides a transport.
pub struct Caller<'m, T: Transport> {
    client: Client<'m, T>,
    workspace: &'m mut [u8],
    window: &'m mut [u8],
    headers: &'m mut [u8],
    body: &'m mut [u8],
    clock: Clock,
    /// A device has a source of its own for what nobody may guess.
    random: Rng,
    cookie: String<64>,
}

/// What a server answered.
pub struct Reply<'c> {
    /// The header blocks that are known.
    pub headers: Headers<'c>,
    /// The body entry.
    pub entry: Element<'c>,
}

impl Memory {
    /// Memory with nothing in it.
    pub const fn new() -> Self {
        Memory {
            messages: [0; 2048],
            workspace: [0; 1536],
            window: [0; 256],
            headers: [0; 768],
            body: [0; 1024],
            scratch: [0; 512],
        }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Memory::new()
    }
}

impl<'m, T: Transport> Caller<'m, T>
where
    T::Error: Debug,
{
    /// A caller over this transport.
    pub fn new(transport: T, clock: Clock, memory: &'m mut Memory) -> Self {
        let Memory { messages, workspace, window, headers, body, scratch } = memory;
        let random = Rng::with_seed(clock.unix().unsigned_abs() << 16 | u64::from(clock.millis()));
        let client = Client::new(transport, messages, scratch);
        Caller { client, workspace, window, headers, body, clock, random, cookie: String::new() }
    }

    /// The transport.
    pub fn transport(&mut self) -> &mut T {
        self.client.transport()
    }

    /// Makes a call and keeps what the server answers; `None` when that is nothing.
    fn call(
        &mut self,
        call: &Call<'_>,
        peer: &Peer,
        vocabulary: &Vocabulary,
        login: Option<&mut dyn Authenticate>,
        write: &mut Body<'_>,
    ) -> Result<Option<Reply<'_>>, Wrong> {
        let made = self.client.call(call, self.workspace, login, write);
        let mut reply = made.map_err(failed)?;
        if let Some(cookie) = reply.head()?.fields.value("Set-Cookie") {
            self.cookie = cookie_of(cookie)?;
        }
        if reply.is_empty() {
            return Ok(None);
        }
        let mut headers = HeaderReader::new(self.headers);
        let mut body = Keeper::new(self.body);
        let mut reader = reply.reader(self.workspace, peer.options(), self.window)?;
        reader.read_headers(&mut headers, &mut NodeTable::new(&[vocabulary])).map_err(refused)?;
        let mut kept = false;
        let offset = loop {
            let event = reader.next().map_err(refused)?;
            match &event {
                Event::Fault(_) => return Err(Wrong::Unexpected("a fault")),
                Event::Finished => break reader.reader().offset(),
                event if !kept && event.section() == Section::BodyEntry => kept = body.take(event),
                _ => {}
            }
        };
        Ok(Some(Reply { headers: headers.into_headers(), entry: body.into_element(offset)? }))
    }

    /// An id that no other message has.
    fn message_id(&mut self) -> String<48> {
        let id = wsa::message_id(self.random.u128(..).to_le_bytes());
        String::try_from(&*id).unwrap_or_default()
    }
}

/// The part of Set-Cookie that is sent back: its name and value. RFC 6265, 5.2.
fn cookie_of(field: &[u8]) -> Result<String<64>, Wrong> {
    let pair = field.split(|&byte| byte == b';').next().unwrap_or_default();
    let pair = core::str::from_utf8(pair).map_err(|_| Wrong::Unexpected("a cookie that is no text"))?;
    String::try_from(pair.trim()).map_err(|_| Wrong::Unexpected("a cookie that is too long"))
}

fn failed<E: Debug>(failed: Failed<E>) -> Wrong {
    println!("{failed:?}");
    Wrong::Error(failed.error)
}

fn refused<E: Debug>(error: PullError<E>) -> Wrong {
    match error {
        PullError::Document(error) => Wrong::Error(error),
        PullError::Source(error) => {
            println!("{error:?}");
            Wrong::Unexpected("the reply was cut")
        }
    }
}

/// Writes an element with text in it.
fn leaf(writer: &mut Writer<'_, &mut dyn Sink>, uri: &str, local: &str, text: &str) -> Result<(), WriteError> {
    let mut content = writer.xml();
    content.start(uri, local)?;
    content.text_whole(text)?;
    content.end()
}
