//! Routes.
//!
//! A service may be called at several ports, each with an address and a version of its own; an administrator may give
//! them aliases, which put another host or port in the place of the one that the description of the service has. A
//! soapstone_route says which port a call wants, and has the aliases looked up.
//!
//! ```c
//! static const char wsdl[] = "http://h0:5555/ws/a";
//! static char place[128];
//! soapstone_port ports[1] = { { .version = SOAPSTONE_SOAP12 } };
//! soapstone_route route = { .size = sizeof route };
//! soapstone_http_call call = { .size = sizeof call };
//!
//! ports[0].name = soapstone_cstr("OrderPort");
//! ports[0].address = soapstone_cstr(wsdl);
//! route.ports = ports;
//! route.port_count = 1;
//! route.alias = soapstone_cstr("plant");
//! route.find = find_alias;
//! route.memory = place;
//! route.memory_len = sizeof place;
//! call.choose = soapstone_route_choose;
//! call.route = &route;
//! ```

use crate::error::{REFUSED, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::login::soapstone_http_login;
use crate::raw;
use crate::session::headers::told;
use crate::soap::event::version;
use crate::text::soapstone_str;
use core::cell::Cell;
use core::ffi::c_void;
use core::ptr;
use soapstone::Error;
use soapstone::binding::{Alias, Aliases, Port, Route};
use soapstone::soap::Version;

/// An alias has no say where the call has an address of its own; else it has.
pub const SOAPSTONE_ROUTE_URL_WINS: u32 = 1;

/// A port of a service.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_port {
    /// Its name.
    pub name: soapstone_str,
    /// Where it is, as soapstone_address_parse reads it.
    pub address: soapstone_str,
    /// The name of the alias that it was given; ptr NULL for none.
    pub alias: soapstone_str,
    /// The version of its messages, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12.
    pub version: i32,
    /// For later use; must be 0.
    pub reserved: u32,
}

/// An alias. All zero is one that says nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_alias {
    /// The host in the place of that of the address; ptr NULL: that of the address. An IPv6 address is in brackets.
    pub host: soapstone_str,
    /// The port in the place of that of the address; 0: that of the address.
    pub port: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// The credentials of calls that have none of their own, or NULL.
    pub login: *mut soapstone_http_login,
}

/// Looks up an alias by its name; alias is all zero before. Answers SOAPSTONE_OK; any other number: there is none.
pub type soapstone_find_alias =
    Option<unsafe extern "C" fn(ctx: *mut c_void, name: soapstone_str, alias: *mut soapstone_alias) -> i32>;

/// What is known of the way to a service. All zero but size, ports and memory is the first port, where it is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_route {
    /// sizeof(soapstone_route).
    pub size: u32,
    /// 0, or SOAPSTONE_ROUTE_URL_WINS.
    pub flags: u32,
    /// The ports of the service, as its description lists them.
    pub ports: *const soapstone_port,
    /// How many.
    pub port_count: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// The name of the port that is called; ptr NULL: the first.
    pub port: soapstone_str,
    /// An address of the call, in the place of that of the port; ptr NULL: none.
    pub url: soapstone_str,
    /// The name of an alias, in the place of that of the port; ptr NULL: that of the port.
    pub alias: soapstone_str,
    /// Looks up aliases; NULL: there are none.
    pub find: soapstone_find_alias,
    /// The first argument of find.
    pub ctx: *mut c_void,
    /// Where the address is written.
    pub memory: *mut c_void,
    /// Its length in bytes.
    pub memory_len: usize,
}

/// The way that was chosen.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_chosen {
    /// The address that is called, in the memory of the route.
    pub address: soapstone_str,
    /// The name of the alias that had a say; ptr NULL for none.
    pub alias: soapstone_str,
    /// Which of the ports it is.
    pub port: u32,
    /// The version of its messages.
    pub version: i32,
    /// The credentials of the alias, or NULL.
    pub login: *mut soapstone_http_login,
}

/// Chooses the port that is called and writes its address. The client does so for a soapstone_http_call in which this
/// function stands. error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING; SOAPSTONE_ERROR_UNKNOWN_PORT: there is no
/// port of this name, or none at all; SOAPSTONE_ERROR_UNKNOWN_ALIAS; SOAPSTONE_ERROR_INVALID_ENDPOINT: an address that is
/// none, or an alias for one that is not of HTTP; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_OUTPUT: memory is too small, with
/// what it must hold).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_route_choose(
    route: *const soapstone_route,
    chosen: *mut soapstone_chosen,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(chosen)?;
        match choose(raw::sized(route)?.ok_or(REFUSED)?)? {
            Ok(chosen) => {
                out.set(chosen);
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// The way that C asks for.
///
/// # Safety
/// What the route points to is valid, and nobody else uses its memory, as long as what was chosen is used.
unsafe fn choose(set: &soapstone_route) -> Status<Result<soapstone_chosen, Error>> {
    if set.flags & !SOAPSTONE_ROUTE_URL_WINS != 0 || set.reserved != 0 {
        return Err(REFUSED);
    }
    let ports = raw::items(set.ports, set.port_count)?;
    let name = optional(set.port)?;
    let (mut at, mut first) = (0, None);
    for (index, port) in (0..).zip(ports) {
        if first.is_none() && name.is_none_or(|name| port.name.bytes().is_ok_and(|own| own == name.as_bytes())) {
            (at, first) = (index, Some(port));
        }
    }
    let mut port = Port { name: "", address: "", version: Version::Soap11, alias: None };
    if let Some(set) = first {
        port.address = set.address.text()?;
        port.version = version(set.version)?;
        port.alias = optional(set.alias)?;
    }
    let ports = if first.is_some() { core::slice::from_ref(&port) } else { &[] };
    let finder = Finder { set, login: Cell::new(ptr::null_mut()) };
    let route =
        Route { url: optional(set.url)?, alias: optional(set.alias)?, url_wins: set.flags != 0, ..Route::new(ports) };
    let made = route.choose(&finder, raw::memory(set.memory, set.memory_len)?);
    Ok(made.map(|chosen| soapstone_chosen {
        address: chosen.address.as_bytes().into(),
        alias: chosen.alias.map(str::as_bytes).into(),
        port: at,
        version: first.map_or(0, |port| port.version),
        login: finder.login.get(),
    }))
}

/// A string that may be absent.
///
/// # Safety
/// As for [`raw::bytes`].
pub(crate) unsafe fn optional<'a>(string: soapstone_str) -> Status<Option<&'a str>> {
    if string.ptr.is_null() && string.len == 0 { Ok(None) } else { string.text().map(Some) }
}

/// The aliases that C knows.
struct Finder<'a> {
    set: &'a soapstone_route,
    /// The credentials of the alias that was found last.
    login: Cell<*mut soapstone_http_login>,
}

impl Aliases for Finder<'_> {
    fn find(&self, name: &str) -> Option<Alias<'_>> {
        let host = soapstone_str { ptr: ptr::null(), len: 0 };
        let mut alias = soapstone_alias { host, port: 0, reserved: 0, login: ptr::null_mut() };
        if raw::client::find(self.set, name, &mut alias) != SOAPSTONE_OK {
            return None;
        }
        self.login.set(alias.login);
        let host = if alias.host.ptr.is_null() { None } else { Some(raw::server::text(&alias.host)?) };
        let port = if alias.port == 0 { None } else { Some(u16::try_from(alias.port).ok()?) };
        Some(Alias { host, port })
    }
}
