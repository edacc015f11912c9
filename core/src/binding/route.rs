//! Which port of a service is called, and at which address.

use super::{Addresses, Alias};
use crate::http::auth::Authenticate;
use crate::soap::Version;
use crate::{Error, ErrorKind};

/// A port of a service: one way to call it, as the description of the service has them. WSDL 1.1, 2.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is. What is not HTTP, [`Address::parse`](super::Address::parse) tells apart.
    pub address: &'a str,
    /// The version of its messages.
    pub version: Version,
    /// The name of the alias that an administrator has given it.
    pub alias: Option<&'a str>,
}

/// Knows aliases by their names: a table, a file, the settings of a device.
pub trait Aliases {
    /// The alias of this name; `None`: there is none.
    fn find(&self, name: &str) -> Option<Alias<'_>>;

    /// The credentials that come with an alias. Those of a call take their place:
    /// `login.or_else(|| aliases.login(name))`.
    fn login(&mut self, name: &str) -> Option<&mut dyn Authenticate> {
        let _ = name;
        None
    }
}

/// What is known of the way to a service before it is called.
///
/// ```
/// use soapstone::binding::{Alias, Port, Route};
/// use soapstone::soap::Version;
///
/// let ports = [
///     Port { name: "Old", address: "http://h0:5555/ws/a", version: Version::Soap11, alias: None },
///     Port { name: "New", address: "http://h0:5555/ws/b", version: Version::Soap12, alias: None },
/// ];
/// let aliases = [("test", Alias { host: Some("h1"), port: None })];
/// let route = Route { port: Some("New"), alias: Some("test"), ..Route::new(&ports) };
/// let mut memory = [0; 64];
/// let chosen = route.choose(&aliases, &mut memory)?;
/// assert_eq!((chosen.address, chosen.port.version), ("http://h1:5555/ws/b", Version::Soap12));
/// # Ok::<(), soapstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Route<'a> {
    /// The ports of the service, as its description lists them.
    pub ports: &'a [Port<'a>],
    /// The name of the port that is called; `None`: the first.
    pub port: Option<&'a str>,
    /// An address of the call, in the place of that of the port.
    pub url: Option<&'a str>,
    /// The name of an alias, in the place of that of the port.
    pub alias: Option<&'a str>,
    /// As [`Addresses::url_wins`].
    pub url_wins: bool,
}

/// The port that is called, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen<'a, 'b> {
    /// The port.
    pub port: &'a Port<'a>,
    /// The name of the alias that had a say.
    pub alias: Option<&'a str>,
    /// The address that is called.
    pub address: &'b str,
}

impl<'a> Route<'a> {
    /// The first of these ports, where it is.
    pub const fn new(ports: &'a [Port<'a>]) -> Self {
        Route { ports, port: None, url: None, alias: None, url_wins: false }
    }

    /// Chooses the port and writes its address into the memory.
    ///
    /// A call that cannot be made for these errors fails before anything is sent:
    /// [`Client::refuse`](super::client::Client::refuse) makes it so.
    ///
    /// # Errors
    /// [`UnknownPort`](ErrorKind::UnknownPort): no port has this name, or there are none.
    /// [`UnknownAlias`](ErrorKind::UnknownAlias). Those of [`Addresses::write`].
    pub fn choose<'b>(&self, aliases: &dyn Aliases, memory: &'b mut [u8]) -> Result<Chosen<'a, 'b>, Error> {
        let mut ports = self.ports.iter().filter(|port| self.port.is_none_or(|name| port.name == name));
        let port = ports.next().ok_or(Error::new(ErrorKind::UnknownPort, 0))?;
        let name = self.alias.or(port.alias);
        let alias = match name {
            Some(name) => aliases.find(name).ok_or(Error::new(ErrorKind::UnknownAlias, 0))?,
            None => Alias::default(),
        };
        let addresses = Addresses { described: port.address, url: self.url, alias, url_wins: self.url_wins };
        addresses.write(memory).map(|address| Chosen { port, alias: name, address })
    }
}

impl<const N: usize> Aliases for [(&str, Alias<'_>); N] {
    fn find(&self, name: &str) -> Option<Alias<'_>> {
        self.iter().find(|(own, _)| *own == name).map(|(_, alias)| *alias)
    }
}
