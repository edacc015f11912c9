//! Addresses of services.
//!
//! An address tells what carries a message. This library carries it over HTTP, and to services of the same program; to a
//! queue the program carries it.
//!
//! ```c
//! soapstone_address where;
//!
//! status = soapstone_address_parse(soapstone_cstr("jms://orders@factory"), &where, NULL);
//! if (status == SOAPSTONE_OK && where.kind == SOAPSTONE_ADDRESS_JMS) {
//!     send(where.name.ptr, where.name.len);
//! }
//! ```

use crate::error::{SOAPSTONE_OK, soapstone_error, status};
use crate::http::endpoint::soapstone_http_endpoint;
use crate::raw;
use crate::session::headers::told;
use crate::text::soapstone_str;
use soapstone::binding::{Address, Queue, QueueSystem};
use soapstone::http::Endpoint;

/// Of HTTP: http://host:port/path?query, or https.
pub const SOAPSTONE_ADDRESS_HTTP: i32 = 1;
/// The name of a service of this program.
pub const SOAPSTONE_ADDRESS_LOCAL: i32 = 2;
/// A queue: jms://name@manager, where manager is a connection factory.
pub const SOAPSTONE_ADDRESS_JMS: i32 = 3;
/// A queue: mq://name@manager.
pub const SOAPSTONE_ADDRESS_MQ: i32 = 4;
/// A queue: msmq://name@manager, where manager is a machine.
pub const SOAPSTONE_ADDRESS_MSMQ: i32 = 5;

/// An address in parts. The strings are in the text that was parsed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_address {
    /// One of SOAPSTONE_ADDRESS_*.
    pub kind: i32,
    /// For later use; 0.
    pub reserved: u32,
    /// What is called, for SOAPSTONE_ADDRESS_HTTP; else its strings are empty.
    pub endpoint: soapstone_http_endpoint,
    /// The name of the service or queue; empty for SOAPSTONE_ADDRESS_HTTP.
    pub name: soapstone_str,
    /// What leads to the queue; else empty.
    pub manager: soapstone_str,
}

/// Parses an address. The name of a queue may hold anything, spaces too; the last @ ends it. error, which may be NULL,
/// takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (text is not UTF-8);
/// SOAPSTONE_ERROR_INVALID_ENDPOINT: another scheme, a part that is missing; as soapstone_http_endpoint_parse.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_address_parse(
    text: soapstone_str,
    address: *mut soapstone_address,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(address)?;
        match Address::parse(text.text()?) {
            Ok(address) => {
                out.set(address.into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Answers 1 when a field of a call, by its name, is for who sends to a queue alone, such as jms.async; else 0: it is a
/// header of the message, and such a field is part of what is reported of the request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_queue_property(name: soapstone_str) -> i32 {
    Queue::is_property(name.text().unwrap_or_default()).into()
}

impl From<Address<'_>> for soapstone_address {
    fn from(address: Address<'_>) -> Self {
        let nowhere = Endpoint { secure: false, host: "", port: 0, path: "" };
        let (kind, endpoint, name, manager) = match address {
            Address::Http(endpoint) => (SOAPSTONE_ADDRESS_HTTP, endpoint, "", ""),
            Address::Local(name) => (SOAPSTONE_ADDRESS_LOCAL, nowhere, name, ""),
            Address::Queue(Queue { system, name, manager }) => {
                let kind = match system {
                    QueueSystem::Jms => SOAPSTONE_ADDRESS_JMS,
                    QueueSystem::Mq => SOAPSTONE_ADDRESS_MQ,
                    QueueSystem::Msmq => SOAPSTONE_ADDRESS_MSMQ,
                };
                (kind, nowhere, name, manager)
            }
        };
        let (name, manager) = (name.as_bytes().into(), manager.as_bytes().into());
        soapstone_address { kind, reserved: 0, endpoint: endpoint.into(), name, manager }
    }
}
