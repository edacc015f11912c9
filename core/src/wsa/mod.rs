//! WS-Addressing 1.0 and its submission of August 2004.
//!
//! [`VOCABULARY`] has a [`HeaderReader`](crate::soap::HeaderReader) keep the addressing headers of a message;
//! [`Addressing`] is the view of them, and each endpoint reference in it an [`Epr`]. [`Addressing::check`] holds the
//! headers to the standard and to the [`Rules`] of the caller. What it finds is a [`Problem`], which writes the fault
//! that answers it; [`Detail`] and [`read_fault`] read such a fault of a peer.
//!
//! [`Properties`] writes the headers of a message, [`Extras`] those that few messages have besides.
//! [`Addressing::reply`] and [`Addressing::fault_reply`] derive them from a request and say where the answer goes. Where
//! that is a URI it is reported and never acted on.
//!
//! ```
//! use soapstone::soap::{HeaderReader, NodeTable, Reader};
//! use soapstone::wsa::{Addressing, Destination, Rules, VOCABULARY};
//!
//! let message = br#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
//!     xmlns:wsa="http://www.w3.org/2005/08/addressing"><e:Header><wsa:Action>urn:meter:Read</wsa:Action>
//!     <wsa:MessageID>urn:uuid:1</wsa:MessageID></e:Header><e:Body/></e:Envelope>"#;
//! let (mut workspace, mut store) = ([0; 512], [0; 512]);
//! let mut reader = Reader::new(&mut workspace);
//! let mut headers = HeaderReader::new(&mut store);
//! headers.read(&mut reader, &mut &message[..], true, &mut NodeTable::new(&[&VOCABULARY]))?;
//!
//! let request = Addressing::of(&headers.headers()).expect("there are addressing headers");
//! let rules = Rules::default();
//! request.check(&rules).map_err(|problem| problem.error)?;
//! assert_eq!(request.action(), Some("urn:meter:Read"));
//! let reply = request.reply(&rules, "urn:meter:ReadResponse").map_err(|problem| problem.error)?;
//! assert_eq!(reply.destination, Destination::BackChannel);
//! assert_eq!(reply.properties.in_reply_to, Some("urn:uuid:1"));
//! # Ok::<(), soapstone::Error>(())
//! ```

#![allow(clippy::result_large_err, reason = "a problem is moved once for a message that is refused")]

mod action;
mod address;
mod addressing;
mod check;
mod detail;
mod epr;
mod extras;
mod fault;
mod identifier;
mod names;
mod problem;
mod properties;
mod reference;
mod reply;
mod role;
mod values;

pub use action::{Action, Exchange, Operation};
pub use address::Destination;
#[doc(hidden)]
pub use address::Way;
pub use addressing::{Addressing, Relation};
pub use check::{ActionForm, Responses, Rules};
pub use detail::Detail;
pub use epr::{Epr, Parameters, Service};
pub use extras::Extras;
pub use fault::read_fault;
#[doc(hidden)]
pub use identifier::write_message_id;
pub use identifier::{MessageIds, message_id};
pub use names::{Header, HeaderSet, OLDER_NAMESPACES, VOCABULARY, Version};
pub use problem::Problem;
pub use properties::Properties;
pub use reference::{Any, Attribute, Parts, Reference};
pub use reply::Reply;
pub use role::Role;
#[doc(hidden)]
pub use values::Values;
