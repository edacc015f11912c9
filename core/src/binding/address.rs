//! Addresses of services, and which of several is called.

use crate::http::Endpoint;
use crate::slice::split_once;
use crate::soap::Gather;
use crate::xml::Str;
use crate::{Error, ErrorKind, Limit};

/// The address of a service, of any transport.
///
/// Only [`Http`](Address::Http) is called from here; what else an address may be is told apart, for a transport of the
/// host to take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Address<'a> {
    /// `http://host:port/path?query`, or `https`.
    Http(Endpoint<'a>),
    /// A message queue.
    Queue(Queue<'a>),
    /// The name of a service of this program.
    Local(&'a str),
}

/// A queue: `scheme://name@manager`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Queue<'a> {
    /// Of which system.
    pub system: QueueSystem,
    /// The name of the queue.
    pub name: &'a str,
    /// What leads to it: the connection factory of JMS, the queue manager of MQ, the machine of MSMQ.
    pub manager: &'a str,
}

/// The systems whose queues have addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum QueueSystem {
    /// `jms://queue@factory`.
    Jms,
    /// `mq://queue@manager`.
    Mq,
    /// `msmq://queue@machine`.
    Msmq,
}

impl Queue<'_> {
    /// Whether a field of a call is for who sends to the queue, such as `jms.async`. All others are headers of the
    /// message; a report of the call has these alone.
    pub fn is_property(name: &str) -> bool {
        name.starts_with("jms.")
    }
}

impl<'a> Address<'a> {
    /// Parses an address. Names of queues may hold anything, spaces too; the last `@` ends them.
    ///
    /// # Errors
    /// [`InvalidEndpoint`](ErrorKind::InvalidEndpoint): another scheme, or a part that is missing; those of
    /// [`Endpoint::parse`].
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let wrong = |at: usize| Error::new(ErrorKind::InvalidEndpoint, at as u64);
        let Some((scheme, rest)) = split_once(text, "://") else {
            return if text.is_empty() { Err(wrong(0)) } else { Ok(Address::Local(text)) };
        };
        let systems = [("jms", QueueSystem::Jms), ("mq", QueueSystem::Mq), ("msmq", QueueSystem::Msmq)];
        match systems.iter().find(|(name, _)| name.eq_ignore_ascii_case(scheme)) {
            None => Endpoint::parse(text).map(Address::Http),
            Some(&(_, system)) => {
                let at = rest.bytes().rposition(|byte| byte == b'@').unwrap_or(rest.len());
                let (name, manager) = rest.split_at_checked(at).unwrap_or_default();
                match manager.get(1..) {
                    Some(manager) if !name.is_empty() && !manager.is_empty() => {
                        Ok(Address::Queue(Queue { system, name, manager }))
                    }
                    _ => Err(wrong(text.len())),
                }
            }
        }
    }
}

/// The addresses that a call may go to, strongest last: of the service description, of the call, of an alias that an
/// administrator has set up.
///
/// ```
/// use soapstone::binding::{Addresses, Alias};
///
/// let mut memory = [0; 64];
/// let alias = Alias { host: Some("h1"), ..Alias::default() };
/// let addresses = Addresses { alias, ..Addresses::new("http://h0:5555/ws/a") };
/// assert_eq!(addresses.write(&mut memory)?, "http://h1:5555/ws/a");
/// # Ok::<(), soapstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    /// That of the service description.
    pub described: &'a str,
    /// That of the call, which takes the place of it.
    pub url: Option<&'a str>,
    /// What the alias says: host and port of it take the place of those in either.
    pub alias: Alias<'a>,
    /// Whether the alias has no say where the call has an address of its own. The pages of one vendor say both.
    pub url_wins: bool,
}

/// Host and port in the place of those of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Alias<'a> {
    /// The host: a name, an IPv4 address, or an IPv6 address in brackets.
    pub host: Option<&'a str>,
    /// The port.
    pub port: Option<u16>,
}

impl<'a> Addresses<'a> {
    /// The address of the service description alone.
    pub const fn new(described: &'a str) -> Self {
        Addresses { described, url: None, alias: Alias { host: None, port: None }, url_wins: false }
    }

    /// Writes the address that is called. What the alias does not name stays: an address without a port stays without,
    /// and one that is not of HTTP is written as it is where the alias has nothing to say.
    ///
    /// # Errors
    /// [`InvalidEndpoint`](ErrorKind::InvalidEndpoint): an address that is none, or what the alias makes of it is none
    /// of HTTP.
    /// [`Limit`](ErrorKind::Limit) of output: `memory` is too small.
    pub fn write<'b>(&self, memory: &'b mut [u8]) -> Result<&'b str, Error> {
        let base = self.url.unwrap_or(self.described);
        let alias = if self.url.is_some() && self.url_wins { Alias::default() } else { self.alias };
        let mut to = Gather::new(memory);
        if alias == Alias::default() {
            Address::parse(base)?;
            to.push(base);
            return to.finish(Limit::Output).map(Str::as_str);
        }
        Endpoint::parse(base)?;
        let (scheme, rest) = split_once(base, "://").unwrap_or_default();
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or_default();
        // The colons of an IPv6 address stand before the bracket.
        let colon = authority.bytes().rposition(|byte| byte == b':');
        let colon = colon.filter(|&at| !authority.bytes().skip(at).any(|byte| byte == b']'));
        let (host, port) = authority.split_at_checked(colon.unwrap_or(authority.len())).unwrap_or_default();
        for part in [scheme, "://", alias.host.unwrap_or(host)] {
            to.push(part);
        }
        match alias.port {
            Some(port) => {
                to.push(":");
                to.push(&crate::xsd::integer::emit(port));
            }
            None => to.push(port),
        }
        to.push(path);
        let url = to.finish(Limit::Output)?.as_str();
        Endpoint::parse(url).map(|_| url)
    }
}
