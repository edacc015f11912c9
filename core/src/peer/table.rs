//! The peers.

use super::{Addressing, Peer, TransportAction};
use crate::soap::{Leniencies, Version, Versions};
use crate::wsa::Header;
use crate::{Limits, Namespace, session, wsa, wss};

const SOAP11: &str = Namespace::Soap11.uri();
const SOAP12: &str = Namespace::Soap12.uri();
const XSD: &str = Namespace::XmlSchema.uri();
const XSI: &str = Namespace::XmlSchemaInstance.uri();
const WSA: &str = wsa::Version::V10.uri();
const WSA04: &str = wsa::Version::V200408.uri();
const WSSE: &str = wss::Generation::Oasis.wsse();
const WSNT: &str = "http://docs.oasis-open.org/wsn/b-2";
const SIEBEL: &str = session::URI;
const CWMP: &str = "urn:dslforum-org:cwmp-1-0";
const DISCOVERY: &str = "http://schemas.xmlsoap.org/ws/2005/04/discovery";
const OCPP15_POINT: &str = "urn://Ocpp/Cp/2012/06/";
const OCPP15_CENTRAL: &str = "urn://Ocpp/Cs/2012/06/";
const OCPP16_POINT: &str = "urn://Ocpp/Cp/2015/10/";
const OCPP16_CENTRAL: &str = "urn://Ocpp/Cs/2015/10/";

/// Of devices that send a few elements, one in the other.
const SMALL: Limits = Limits { depth: 16, attributes: 16, namespaces: 16, header_blocks: 16, ..Limits::DEFAULT };

impl Peer {
    /// Whoever keeps to the standards; the default.
    pub const STANDARD: Peer = Peer {
        name: "standard",
        version: Version::Soap12,
        versions: Versions::Both,
        prefixes: &[],
        headers: &[],
        transport_action: TransportAction::Parameter,
        addressing: Some(Addressing { version: wsa::Version::V10, order: &[], short_action: false, from: true }),
        leniencies: Leniencies::NONE,
        undeclared: &[],
        limits: Limits::DEFAULT,
    };

    /// Siebel EAI. It sends a processing instruction and codes without a namespace (Siebel documents both), and its
    /// documentation has the Header and the Body in lower case and header blocks without a namespace. Its scripts look
    /// for `soapenv:Header`.
    pub const SIEBEL: Peer = Peer {
        name: "Siebel",
        version: Version::Soap11,
        versions: Versions::Soap11,
        prefixes: &[("soapenv", SOAP11), ("xsd", XSD), ("xsi", XSI)],
        headers: &[
            (SIEBEL, "UsernameToken"),
            (SIEBEL, "PasswordText"),
            (SIEBEL, "SessionType"),
            (SIEBEL, "SessionToken"),
        ],
        transport_action: TransportAction::Quoted,
        addressing: None,
        leniencies: Leniencies::PROCESSING_INSTRUCTIONS
            .union(Leniencies::LOWER_CASE_HEADER)
            .union(Leniencies::LOWER_CASE_BODY)
            .union(Leniencies::UNQUALIFIED_BLOCKS)
            .union(Leniencies::FAULT_CODES),
        ..Peer::STANDARD
    };

    /// webMethods Integration Server.
    pub const WEBMETHODS: Peer = Peer {
        name: "webMethods",
        version: Version::Soap11,
        prefixes: &[("SOAP-ENV", SOAP11), ("xsd", XSD), ("xsi", XSI)],
        transport_action: TransportAction::Quoted,
        ..Peer::STANDARD
    };

    /// IBM Business Automation Workflow.
    pub const IBM_BAW: Peer = Peer {
        name: "IBM BAW",
        version: Version::Soap11,
        prefixes: &[("soapenv", SOAP11), ("xsd", XSD), ("xsi", XSI)],
        transport_action: TransportAction::Quoted,
        addressing: None,
        ..Peer::STANDARD
    };

    /// ONVIF cameras and recorders. Some accept but the prefixes of their own toolkit, give a code of ONVIF where SOAP
    /// has its own, or leave the prefixes of addressing, notification and errors undeclared. Their Envelope declares up
    /// to fifty namespaces.
    pub const ONVIF: Peer = Peer {
        name: "ONVIF",
        versions: Versions::Soap12,
        prefixes: &[
            ("SOAP-ENV", SOAP12),
            ("wsa", WSA),
            ("wsse", WSSE),
            ("wsu", wss::Generation::Oasis.wsu()),
            ("wsnt", WSNT),
            ("tt", "http://www.onvif.org/ver10/schema"),
            ("tds", "http://www.onvif.org/ver10/device/wsdl"),
            ("trt", "http://www.onvif.org/ver10/media/wsdl"),
            ("tev", "http://www.onvif.org/ver10/events/wsdl"),
            ("timg", "http://www.onvif.org/ver20/imaging/wsdl"),
            ("tptz", "http://www.onvif.org/ver20/ptz/wsdl"),
        ],
        headers: &[(WSSE, "Security"), (WSA, "Action"), (WSA, "MessageID"), (WSA, "ReplyTo"), (WSA, "To")],
        addressing: Some(Addressing {
            version: wsa::Version::V10,
            order: &[Header::Action, Header::MessageId, Header::ReplyTo, Header::To],
            short_action: false,
            from: false,
        }),
        leniencies: Leniencies::FAULT_CODES,
        undeclared: &[("wsa", WSA), ("wsnt", WSNT), ("ter", "http://www.onvif.org/ver10/error")],
        limits: Limits { depth: 32, ..Limits::DEFAULT },
        ..Peer::STANDARD
    };

    /// OCPP 1.5 charge points and central systems.
    pub const OCPP15: Peer = Peer {
        name: "OCPP 1.5-S",
        versions: Versions::Soap12,
        prefixes: &[("s", SOAP12), ("a", WSA), ("cs", OCPP15_CENTRAL), ("cp", OCPP15_POINT)],
        headers: &[
            (OCPP15_CENTRAL, "chargeBoxIdentity"),
            (OCPP15_POINT, "chargeBoxIdentity"),
            (WSA, "From"),
            (WSA, "MessageID"),
            (WSA, "RelatesTo"),
            (WSA, "ReplyTo"),
            (WSA, "To"),
            (WSA, "Action"),
        ],
        addressing: Some(Addressing {
            version: wsa::Version::V10,
            order: &[Header::From, Header::MessageId, Header::RelatesTo, Header::ReplyTo, Header::To, Header::Action],
            short_action: true,
            from: true,
        }),
        limits: SMALL,
        ..Peer::STANDARD
    };

    /// OCPP 1.6 charge points and central systems. Some send their header blocks without a namespace.
    pub const OCPP16: Peer = Peer {
        name: "OCPP 1.6-S",
        prefixes: &[("soap", SOAP12), ("wsa5", WSA), ("cs", OCPP16_CENTRAL), ("cp", OCPP16_POINT)],
        headers: &[
            (OCPP16_CENTRAL, "chargeBoxIdentity"),
            (OCPP16_POINT, "chargeBoxIdentity"),
            (WSA, "From"),
            (WSA, "MessageID"),
            (WSA, "RelatesTo"),
            (WSA, "ReplyTo"),
            (WSA, "To"),
            (WSA, "Action"),
        ],
        leniencies: Leniencies::UNQUALIFIED_BLOCKS,
        ..Peer::OCPP15
    };

    /// TR-069 (CWMP) devices and their configuration servers. The prefix is pinned for CWMP 1.0, which all of them know;
    /// some devices give a code without a namespace.
    pub const TR069: Peer = Peer {
        name: "TR-069",
        version: Version::Soap11,
        versions: Versions::Soap11,
        prefixes: &[
            ("SOAP-ENV", SOAP11),
            ("SOAP-ENC", Namespace::Soap11Encoding.uri()),
            ("xsd", XSD),
            ("xsi", XSI),
            ("cwmp", CWMP),
        ],
        headers: &[(CWMP, "ID"), (CWMP, "HoldRequests"), (CWMP, "NoMoreRequests")],
        transport_action: TransportAction::Empty,
        addressing: None,
        leniencies: Leniencies::FAULT_CODES,
        limits: SMALL,
        ..Peer::STANDARD
    };

    /// UPnP devices and control points. The action is the name of the service type, `#` and the operation.
    pub const UPNP: Peer = Peer {
        name: "UPnP",
        version: Version::Soap11,
        versions: Versions::Soap11,
        prefixes: &[("s", SOAP11)],
        transport_action: TransportAction::Quoted,
        addressing: None,
        limits: SMALL,
        ..Peer::STANDARD
    };

    /// WS-Discovery: devices that announce themselves and answer probes, in one datagram each. Some devices of ONVIF
    /// look for the prefix `dn`. The limit on the message is MAX_ENVELOPE_SIZE of the Devices Profile.
    pub const WS_DISCOVERY: Peer = Peer {
        name: "WS-Discovery",
        versions: Versions::Soap12,
        prefixes: &[("s", SOAP12), ("a", WSA04), ("d", DISCOVERY), ("dn", "http://www.onvif.org/ver10/network/wsdl")],
        headers: &[
            (WSA04, "Action"),
            (WSA04, "MessageID"),
            (WSA04, "RelatesTo"),
            (WSA04, "ReplyTo"),
            (WSA04, "To"),
            (DISCOVERY, "AppSequence"),
        ],
        transport_action: TransportAction::None,
        addressing: Some(Addressing {
            version: wsa::Version::V200408,
            order: &[Header::Action, Header::MessageId, Header::RelatesTo, Header::ReplyTo, Header::To],
            short_action: false,
            from: false,
        }),
        limits: Limits { depth: 16, message_bytes: 32_767, header_blocks: 16, ..Limits::DEFAULT },
        ..Peer::STANDARD
    };

    /// Every peer, by its number in C.
    pub const ALL: &'static [Peer] = &[
        Peer::STANDARD,
        Peer::SIEBEL,
        Peer::WEBMETHODS,
        Peer::IBM_BAW,
        Peer::ONVIF,
        Peer::OCPP15,
        Peer::OCPP16,
        Peer::TR069,
        Peer::UPNP,
        Peer::WS_DISCOVERY,
    ];
}

impl Default for Peer {
    fn default() -> Self {
        Peer::STANDARD
    }
}
