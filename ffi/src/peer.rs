//! Peers.
//!
//! What is known of the systems at the other end, as data: what to accept from each, which prefixes it wants to see, in
//! which order it expects header blocks, and how it wants the action said. docs/peers.md has the whole table.
//!
//! ```c
//! soapstone_envelope_options options;
//! soapstone_limits limits;
//! soapstone_peer_options(SOAPSTONE_PEER_ONVIF, &options, &limits);
//! soapstone_envelope_reader_init(&envelope, SOAPSTONE_ABI_VERSION, memory, sizeof memory, &options);
//! soapstone_peer_assume_prefixes(SOAPSTONE_PEER_ONVIF, &envelope);
//! ```

use crate::error::{REFUSED, SOAPSTONE_OK, Status, status};
use crate::limits::soapstone_limits;
use crate::raw;
use crate::soap::event::{SOAPSTONE_SOAP11, SOAPSTONE_SOAP12, version_code};
use crate::soap::reader::{at_begin, soapstone_envelope_options, soapstone_envelope_reader};
use crate::text::soapstone_str;
use crate::writing::write_with;
use crate::xml::writer::soapstone_writer;
use soapstone::Limits;
use soapstone::peer::Peer;
use soapstone::soap::Versions;

/// Whoever keeps to the standards.
pub const SOAPSTONE_PEER_STANDARD: i32 = 0;
/// Siebel EAI.
pub const SOAPSTONE_PEER_SIEBEL: i32 = 1;
/// webMethods Integration Server.
pub const SOAPSTONE_PEER_WEBMETHODS: i32 = 2;
/// IBM Business Automation Workflow.
pub const SOAPSTONE_PEER_IBM_BAW: i32 = 3;
/// ONVIF cameras and recorders.
pub const SOAPSTONE_PEER_ONVIF: i32 = 4;
/// OCPP 1.5 charge points and central systems.
pub const SOAPSTONE_PEER_OCPP15: i32 = 5;
/// OCPP 1.6 charge points and central systems.
pub const SOAPSTONE_PEER_OCPP16: i32 = 6;
/// TR-069 devices and their configuration servers.
pub const SOAPSTONE_PEER_TR069: i32 = 7;
/// UPnP devices and control points.
pub const SOAPSTONE_PEER_UPNP: i32 = 8;
/// WS-Discovery.
pub const SOAPSTONE_PEER_WS_DISCOVERY: i32 = 9;

/// The transport does not say the action.
pub const SOAPSTONE_TRANSPORT_ACTION_NONE: i32 = 0;
/// SOAPAction: "uri".
pub const SOAPSTONE_TRANSPORT_ACTION_QUOTED: i32 = 1;
/// SOAPAction: uri.
pub const SOAPSTONE_TRANSPORT_ACTION_UNQUOTED: i32 = 2;
/// SOAPAction: with nothing behind it.
pub const SOAPSTONE_TRANSPORT_ACTION_EMPTY: i32 = 3;
/// The parameter action of the media type.
pub const SOAPSTONE_TRANSPORT_ACTION_PARAMETER: i32 = 4;

/// How a peer is written to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_peer {
    /// What it is called. Static text.
    pub name: soapstone_str,
    /// The version in which it is written to, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12.
    pub version: i32,
    /// How the transport says the action of a message in that version, one of SOAPSTONE_TRANSPORT_ACTION_*.
    pub transport_action: i32,
    /// The namespace of its WS-Addressing; empty when it has none. Static text.
    pub addressing: soapstone_str,
    /// 1 when the Action of WS-Addressing is '/' and the name of the operation, 0 when it is a whole URI.
    pub short_action: i32,
    /// 1 when its messages and those to it have a From, else 0.
    pub from: i32,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

/// Says how a peer, one of SOAPSTONE_PEER_*, is written to.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_peer_read(peer: i32, to: *mut soapstone_peer) -> i32 {
    status(|| {
        let (out, peer) = (raw::out(to)?, self::peer(peer)?);
        out.set(soapstone_peer {
            name: peer.name.as_bytes().into(),
            version: version_code(peer.version),
            transport_action: peer.transport_action as i32,
            addressing: peer.addressing.map_or("", |addressing| addressing.version.uri()).as_bytes().into(),
            short_action: peer.addressing.is_some_and(|addressing| addressing.short_action).into(),
            from: peer.addressing.is_some_and(|addressing| addressing.from).into(),
            reserved: [0; 2],
        });
        Ok(SOAPSTONE_OK)
    })
}

/// Fills the options with which the messages of a peer are read, and the limits, to which the options then point.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_peer_options(
    peer: i32,
    options: *mut soapstone_envelope_options,
    limits: *mut soapstone_limits,
) -> i32 {
    status(|| {
        let (options, to, peer) = (raw::out(options)?, raw::out(limits)?, self::peer(peer)?);
        to.set(soapstone_limits::of(&peer.limits));
        options.set(soapstone_envelope_options {
            size: size_of::<soapstone_envelope_options>() as u32,
            version: match peer.versions {
                Versions::Both => 0,
                Versions::Soap11 => SOAPSTONE_SOAP11,
                Versions::Soap12 => SOAPSTONE_SOAP12,
            },
            leniencies: peer.leniencies.bits(),
            basic_profile: 0,
            limits: limits.cast_const(),
            reserved: [0; 2],
        });
        Ok(SOAPSTONE_OK)
    })
}

/// Takes the prefixes that a peer does not declare as declared, as soapstone_envelope_reader_assume_prefix does. To be
/// called before the first byte is read.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_LIMIT (the workspace).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_peer_assume_prefixes(peer: i32, reader: *mut soapstone_envelope_reader) -> i32 {
    status(|| {
        let (reader, peer) = (at_begin(raw::unique(reader)?)?, self::peer(peer)?);
        peer.assume_prefixes(reader).map_err(|error| error.kind)?;
        Ok(SOAPSTONE_OK)
    })
}

/// Pins the prefixes of a peer, that of the Envelope among them, as soapstone_writer_pin does. writer is one of
/// envelopes, before the Envelope.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT (the workspace),
/// SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_peer_pin_prefixes(peer: i32, writer: *mut soapstone_writer) -> i32 {
    write_with(writer, || self::peer(peer), |w, peer| peer.pin_prefixes(w))
}

/// The place of a header block among those a peer orders: 0, 1, ...; all others have one number behind these. -1 when
/// an argument is not allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_peer_header_rank(peer: i32, ns: soapstone_str, local: soapstone_str) -> i32 {
    let rank = || Ok(self::peer(peer)?.header_rank(ns.text()?, local.text()?) as i32);
    let rank: Status<i32> = rank();
    rank.unwrap_or(-1)
}

/// A peer that C passes in.
fn peer(peer: i32) -> Status<&'static Peer> {
    usize::try_from(peer).ok().and_then(|number| Peer::ALL.get(number)).ok_or(REFUSED)
}

impl soapstone_limits {
    /// The limits as C passes them.
    fn of(limits: &Limits) -> Self {
        soapstone_limits {
            size: size_of::<soapstone_limits>() as u32,
            depth: limits.depth.into(),
            attributes: limits.attributes.into(),
            tag_bytes: limits.tag_bytes.into(),
            namespaces: limits.namespaces.into(),
            header_blocks: limits.header_blocks.into(),
            message_bytes: limits.message_bytes,
            reserved: [0; 4],
        }
    }
}
