//! The peers: what each is known to send is read with its own options, and nothing in them is there without need.

use soapstone::buf::Buffer;
use soapstone::peer::{Peer, TransportAction};
use soapstone::soap::{Event, Fault, FaultCode, FaultReader, Leniencies, Options, Section, Version, Writer};
use soapstone::{Error, ErrorKind};
use soapstone_host_tests::corpus::{self, File, messages};

/// What a message came to.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    blocks: Vec<(String, String)>,
    declarations: Vec<(String, String)>,
    action: String,
    fault: String,
}

/// Reads a message as this peer's, in chunks of this size.
fn read(peer: &Peer, message: &[u8], size: usize) -> Result<Seen, Error> {
    let (mut workspace, mut store) = (vec![0; 65_535], vec![0; 65_535]);
    let mut reader = peer.reader(&mut workspace)?;
    let (mut faults, mut seen) = (FaultReader::new(&mut store), Seen::default());
    for at in (0..message.len()).step_by(size) {
        let end = message.len().min(at + size);
        let (mut input, last) = (&message[at..end], end == message.len());
        loop {
            let event = match reader.section() {
                Section::Fault => faults.next(&mut reader, &mut input, last)?,
                _ => reader.next(&mut input, last)?,
            };
            match event {
                Event::Envelope(_, start) => {
                    seen.declarations =
                        start.declarations().map(|d| (d.prefix.to_string(), d.uri.to_string())).collect();
                }
                Event::HeaderBlock(block) => {
                    seen.blocks.push((block.name().uri().to_string(), block.name().local().to_string()));
                }
                Event::Text(Section::HeaderBlock, text) => {
                    let action = seen.blocks.last().is_some_and(|(_, local)| local == "Action");
                    seen.action.push_str(if action { text.as_str() } else { "" });
                }
                Event::NeedInput => break,
                Event::Finished => {
                    seen.fault = format!("{:?}", faults.fault());
                    return Ok(seen);
                }
                _ => {}
            }
        }
    }
    panic!("no end");
}

/// A peer, where it is documented or seen, what must be accepted, and a message of that shape: its Header and Body.
type Vector = (Peer, &'static str, &'static str);

/// Messages that peers send against the standards. `{}` is the namespace of the Envelope.
const VECTORS: &[Vector] = &[
    (
        Peer::SIEBEL,
        "S-223, X-10: a processing instruction before the Envelope",
        r#"<?Siebel-Property-Set EscapeNames="false"?><e:Envelope xmlns:e="{}"><e:Body/></e:Envelope>"#,
    ),
    (Peer::SIEBEL, "S-222: the Header in lower case", r#"<e:Envelope xmlns:e="{}"><e:header/><e:Body/></e:Envelope>"#),
    (
        Peer::SIEBEL,
        "S-222, Q-09: a header block without a namespace",
        r#"<e:Envelope xmlns:e="{}"><e:Header><authHeader><n:user xmlns:n="urn:n">u</n:user></authHeader></e:Header><e:Body/></e:Envelope>"#,
    ),
    (Peer::SIEBEL, "S-287, Q-08: the Body in lower case", r#"<e:Envelope xmlns:e="{}"><e:body/></e:Envelope>"#),
    (
        Peer::SIEBEL,
        "X-10: a fault code without a namespace",
        r#"<e:Envelope xmlns:e="{}"><e:Body><e:Fault><faultcode>Client</faultcode><faultstring>x</faultstring></e:Fault></e:Body></e:Envelope>"#,
    ),
    (
        Peer::ONVIF,
        "a code of ONVIF where SOAP has its own",
        r#"<e:Envelope xmlns:e="{}" xmlns:ter="http://www.onvif.org/ver10/error"><e:Body><e:Fault><e:Code><e:Value>ter:NotAuthorized</e:Value></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>"#,
    ),
    (
        Peer::ONVIF,
        "a subcode whose prefix is not declared",
        r#"<e:Envelope xmlns:e="{}"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:NotAuthorized</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>"#,
    ),
    (
        Peer::ONVIF,
        "addressing and notification without their declarations",
        r#"<e:Envelope xmlns:e="{}"><e:Header><wsa:Action>http://www.onvif.org/ver10/events/wsdl/EventPortType/CreatePullPointSubscriptionResponse</wsa:Action></e:Header><e:Body/></e:Envelope>"#,
    ),
    (
        Peer::ONVIF,
        "notification without its declaration",
        r#"<e:Envelope xmlns:e="{}"><e:Body><wsnt:CurrentTime>2025-01-01T00:00:00Z</wsnt:CurrentTime></e:Body></e:Envelope>"#,
    ),
    (
        Peer::OCPP16,
        "Q-09: header blocks without a namespace",
        r#"<e:Envelope xmlns:e="{}"><e:Header><chargeBoxIdentity e:mustUnderstand="true">1</chargeBoxIdentity><Action e:mustUnderstand="true">/Heartbeat</Action></e:Header><e:Body/></e:Envelope>"#,
    ),
    (
        Peer::TR069,
        "a fault code without a namespace",
        r#"<e:Envelope xmlns:e="{}"><e:Body><e:Fault><faultcode>Client</faultcode><faultstring>CWMP fault</faultstring></e:Fault></e:Body></e:Envelope>"#,
    ),
];

fn vectors() -> impl Iterator<Item = (&'static Peer, &'static str, Vec<u8>)> {
    VECTORS.iter().map(|(peer, what, text)| (peer, *what, text.replace("{}", peer.version.uri()).into_bytes()))
}

#[test]
fn what_peers_send_is_read() {
    for (peer, what, message) in vectors() {
        let whole = read(peer, &message, message.len()).unwrap_or_else(|e| panic!("{}, {what}: {e}", peer.name));
        for size in 1..message.len() {
            assert_eq!(read(peer, &message, size).as_ref(), Ok(&whole), "{}, {what}, by {size}", peer.name);
        }
        let strict = Peer { leniencies: Leniencies::NONE, undeclared: &[], ..*peer };
        assert!(read(&strict, &message, message.len()).is_err(), "{}, {what}", peer.name);
    }
}

/// Without any one leniency or undeclared prefix of a peer, one of its messages is refused or loses the name of its fault. S-133: nothing is held to
/// the Basic Profile, and the standard peer is the default.
#[test]
fn nothing_is_accepted_without_need() {
    for peer in Peer::ALL {
        let needed = |without: &Peer| {
            vectors().any(|(of, _, message)| of == peer && read(without, &message, 64) != read(peer, &message, 64))
        };
        for (leniency, name, _) in Leniencies::EACH.iter().filter(|(leniency, ..)| peer.leniencies.contains(*leniency))
        {
            let without = Peer { leniencies: peer.leniencies.without(*leniency), ..*peer };
            assert!(needed(&without), "{} needs no {name}", peer.name);
        }
        for (index, (prefix, _)) in peer.undeclared.iter().enumerate() {
            let others = [&peer.undeclared[..index], &peer.undeclared[index + 1..]].concat();
            assert!(needed(&Peer { undeclared: others.leak(), ..*peer }), "{} needs no {prefix}", peer.name);
        }
        assert!(!peer.options().basic_profile && peer.versions.accept(peer.version), "{}", peer.name);
    }
    assert_eq!(Peer::default().options(), Options::default());
}

/// The peer that a file of the corpus comes from.
fn peer_of(path: &str) -> Option<&'static Peer> {
    let folders = [
        ("ocpp-izivia/ocpp-1-5-soap/", &Peer::OCPP15),
        ("ocpp-izivia/", &Peer::OCPP16),
        ("onvif-ex/", &Peer::ONVIF),
        ("tr069-", &Peer::TR069),
        ("upnp-", &Peer::UPNP),
    ];
    folders.iter().find(|(folder, _)| path.starts_with(folder)).map(|(_, peer)| *peer)
}

/// What was collected from each peer, or from nobody in particular.
fn corpus_of(peer: &'static Peer) -> Vec<File> {
    messages().into_iter().filter(|file| peer_of(&file.path).unwrap_or(&Peer::STANDARD) == peer).collect()
}

#[test]
fn what_was_collected_is_read() {
    for peer in Peer::ALL {
        let files = corpus_of(peer);
        let mut refused = 0;
        for File { path, bytes, .. } in &files {
            let whole = read(peer, bytes, bytes.len());
            assert_eq!(read(peer, bytes, 61), whole, "{path}");
            refused += usize::from(whole.is_err());
            match whole {
                Err(error) if peer != &Peer::STANDARD => panic!("{path} as {}: {error}", peer.name),
                // What comes from nobody in particular keeps the limits at least.
                Err(error) => assert_ne!(error.kind, ErrorKind::Limit, "{path}: {error}"),
                Ok(_) => {}
            }
        }
        corpus::notice(&format!("{}: {} messages collected, {refused} refused", peer.name, files.len()));
    }
}

/// What a peer's data say of writing is what its messages look like.
#[test]
fn what_was_collected_looks_alike() {
    for peer in [&Peer::ONVIF, &Peer::OCPP15, &Peer::OCPP16, &Peer::TR069, &Peer::UPNP] {
        let seen: Vec<_> = corpus_of(peer).iter().filter_map(|file| read(peer, &file.bytes, 512).ok()).collect();
        if seen.is_empty() {
            continue;
        }
        for (prefix, uri) in peer.prefixes {
            let bound = |seen: &Seen| seen.declarations.iter().any(|(p, u)| (p.as_str(), u.as_str()) == (prefix, uri));
            let other = |seen: &Seen| seen.declarations.iter().any(|(p, u)| p != prefix && u == uri);
            // Those of the requests that nobody collected are taken from the specification.
            assert!(seen.iter().any(bound) || !seen.iter().any(other), "{}: {prefix} is another prefix", peer.name);
        }
        let ranks = |seen: &Seen| {
            let ranks = seen.blocks.iter().map(|(uri, local)| peer.header_rank(uri, local));
            ranks.filter(|rank| *rank < peer.headers.len()).collect::<Vec<_>>()
        };
        let ordered = seen.iter().map(ranks).filter(|ranks| ranks.is_sorted()).max_by_key(Vec::len);
        let most = seen.iter().map(ranks).map(|ranks| ranks.len()).max();
        assert!(
            peer.headers.is_empty() || ordered.map(|ranks| ranks.len() + 2) > most,
            "{}: nobody has this order",
            peer.name
        );
        if let Some(addressing) = peer.addressing {
            let actions = seen.iter().map(|seen| seen.action.trim()).filter(|action| !action.is_empty());
            let (short, full) = actions.fold((0, 0), |(short, full), action| match action.starts_with('/') {
                true => (short + 1, full),
                false => (short, full + 1),
            });
            assert!(short + full > 0 && addressing.short_action == (short > full), "{}: {short}, {full}", peer.name);
        }
    }
}

/// S-308: the prefix of the Envelope is the pinned one; what nobody pins is `soap`.
#[test]
fn prefixes_are_pinned() {
    for peer in Peer::ALL {
        let (mut memory, mut workspace) = ([0; 1024], [0; 2048]);
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, peer.version);
        peer.pin_prefixes(&mut writer).unwrap();
        writer.envelope().unwrap();
        for (_, uri) in peer.prefixes {
            writer.xml().declare(uri).unwrap();
        }
        writer.body_entry("urn:m", "a").unwrap();
        writer.end().unwrap();
        writer.finish().unwrap();
        let message = writer.into_sink().into_bytes().to_vec();
        let prefix = peer.prefixes.first().map_or("soap", |(prefix, _)| prefix);
        let seen = read(peer, &message, 1).unwrap();
        assert!(message.starts_with(format!("<{prefix}:Envelope ").as_bytes()), "{}", message.escape_ascii());
        for (prefix, uri) in peer.prefixes {
            assert!(seen.declarations.contains(&(prefix.to_string(), uri.to_string())), "{}: {prefix}", peer.name);
        }
    }
}

/// X-13: the children of a SOAP 1.1 fault have no namespace, whatever is pinned, and its code has the peer's prefix.
#[test]
fn faults_have_the_prefix_of_the_peer() {
    for peer in Peer::ALL {
        let (mut memory, mut workspace) = ([0; 1024], [0; 1024]);
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, peer.version);
        peer.pin_prefixes(&mut writer).unwrap();
        writer.fault_message(&Fault::new(peer.version, FaultCode::Sender, "no"), None).unwrap();
        let message = String::from_utf8(writer.into_sink().into_bytes().to_vec()).unwrap();
        let prefix = peer.prefixes.first().map_or("soap", |(prefix, _)| prefix);
        let code = match peer.version {
            Version::Soap11 => {
                format!("<{prefix}:Fault><faultcode>{prefix}:Client</faultcode><faultstring>no</faultstring>")
            }
            Version::Soap12 => {
                format!("<{prefix}:Code><{prefix}:Value>{prefix}:Sender</{prefix}:Value></{prefix}:Code>")
            }
        };
        assert!(message.contains(&code), "{}: {message}", peer.name);
        assert!(read(&Peer { leniencies: Leniencies::NONE, ..*peer }, message.as_bytes(), 7).is_ok(), "{message}");
    }
}

#[test]
fn header_blocks_have_ranks() {
    for peer in Peer::ALL {
        for (rank, (uri, local)) in peer.headers.iter().enumerate() {
            assert_eq!(peer.header_rank(uri, local), rank, "{}: {local} is there twice", peer.name);
            assert_eq!(peer.header_rank("urn:other", local), peer.headers.len());
        }
        let said = matches!(
            (peer.version, peer.transport_action),
            (Version::Soap11, TransportAction::Quoted | TransportAction::Unquoted | TransportAction::Empty)
                | (Version::Soap12, TransportAction::Parameter | TransportAction::None)
        );
        assert!(said, "{}", peer.name);
    }
    for peer in Peer::ALL {
        let Some(addressing) = peer.addressing else { continue };
        let of_addressing = peer.headers.iter().filter(|(uri, _)| *uri == addressing.version.uri());
        let order: Vec<_> = addressing.order.iter().map(|header| header.local()).collect();
        assert_eq!(of_addressing.map(|(_, local)| *local).collect::<Vec<_>>(), order, "{}", peer.name);
        assert_eq!(addressing.rules().action.matches("urn:m/Op", "/Op"), addressing.short_action, "{}", peer.name);
    }
    let [token, kind] =
        ["SessionToken", "SessionType"].map(|l| Peer::SIEBEL.header_rank("http://siebel.com/webservices", l));
    assert!(kind < token && token < Peer::SIEBEL.header_rank("urn:m", "other"));
}
