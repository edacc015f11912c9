//! The addressing messages of other projects, each decided as its file says.

use soapstone::ErrorKind;
use soapstone::soap::{Event, FaultReader, HeaderReader, Keeper, Leniencies, NodeTable, Options, Reader};
use soapstone::wsa::{Addressing, Destination, Detail, Rules, VOCABULARY, read_fault};
use soapstone_host_tests::corpus::{corpus, notice};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ErrorKind::{InvalidCardinality, MessageAddressingHeaderRequired};

/// What a message comes to: the problem and the header it names, or where reply and fault go.
fn outcome(message: &[u8], roles: &[&str], intermediary: bool, rules: &Rules<'_>) -> String {
    let mut workspace = vec![0; 65_536];
    let options = Options { leniencies: Leniencies::ALL, ..Options::default() };
    let mut reader = Reader::with_options(&mut workspace, options);
    let mut store = vec![0; 65_536];
    let mut headers = HeaderReader::new(&mut store);
    let mut node = NodeTable::new(&[&VOCABULARY]).with_roles(roles);
    if intermediary {
        node = node.intermediary();
    }
    let mut input = message;
    headers.read(&mut reader, &mut input, true, &mut node).expect("a message");
    let Some(request) = Addressing::of(&headers.headers()) else { return "no addressing".to_owned() };
    if let Err(problem) = request.check(rules) {
        let header = problem.detail.header.map(|name| name.local);
        let header = header.or(problem.detail.element.map(|element| element.name().local)).expect("a header");
        return format!("{:?} {header}", problem.error.kind);
    }
    let reply = request.reply(rules, "r").expect("a reply");
    let fault = request.fault_reply(rules, "r").expect("a fault");
    format!("reply {}, fault {}", shown(&reply.destination), shown(&fault.destination))
}

fn shown<'a>(destination: &Destination<'a>) -> &'a str {
    match destination {
        Destination::BackChannel => "back",
        Destination::None => "none",
        Destination::Address(address) | Destination::MakeConnection(address) => address,
    }
}

fn problem(kind: ErrorKind, header: &str) -> String {
    format!("{kind:?} {header}")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "xml")).collect()
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a name")
}

/// The interoperability tests of the candidate recommendation. What each message must come to is that of its test; the
/// messages with Duplicate in their name that have no second header in this collection lack Action instead.
const METRO: &[(&str, bool, &str)] = &[
    ("getDuplicateActionMessage", true, "InvalidCardinality Action"),
    ("getDuplicateFaultToMessage", true, "InvalidCardinality FaultTo"),
    ("getDuplicateMessageIDMessage", true, "MessageAddressingHeaderRequired Action"),
    ("getDuplicateReplyToMessage", true, "MessageAddressingHeaderRequired Action"),
    ("getDuplicateToMessage", true, "MessageAddressingHeaderRequired Action"),
    ("getDuplicateToNoneReplyToMessage", true, "InvalidCardinality To"),
    ("getFromMustUnderstandEchoMessage", true, "reply back, fault back"),
    ("getNoActionEchoMessage", true, "MessageAddressingHeaderRequired Action"),
    ("getNoMessageIdEchoMessage", true, "MessageAddressingHeaderRequired MessageID"),
    ("getNonAnonymousReplyToAnonymousFaultToMessage", true, "reply http://example.org/value, fault back"),
    ("getNonAnonymousReplyToMessage", true, "reply http://example.org/value, fault http://example.org/value"),
    ("getNonAnonymousReplyToNoneFaultToMessage", true, "reply http://example.org/value, fault none"),
    ("getNoneFaultToMessage", false, "reply back, fault none"),
    ("getNoneReplyToEchoMessage", true, "reply none, fault none"),
    ("getNoneReplyToFaultToMessage", false, "reply none, fault none"),
    ("getNoneReplyToMessage", false, "reply none, fault none"),
    (
        "getNoneTargetedNonAnonymousReplyToMessage",
        true,
        "reply http://example.org/value, fault http://example.org/value",
    ),
    ("getReplyToExtensionsMessage", false, "reply none, fault none"),
    ("getReplyToFaultToRefpsEchoMessage", true, "reply back, fault back"),
    ("getReplyToMetadataMessage", false, "reply none, fault none"),
    ("getReplyToRefpsEchoMessage", true, "reply back, fault back"),
    ("getReplyToRefpsNotifyMessage", false, "reply back, fault back"),
];

#[test]
fn candidate_recommendation() {
    let Some(corpus) = corpus() else { return };
    let mut counts = BTreeMap::new();
    for path in files(&corpus.join("wsa-w3c-metro")) {
        let message = std::fs::read(&path).expect("readable");
        let name = stem(&path);
        let (_, reply_expected, expected) = METRO.iter().find(|(known, ..)| *known == name).expect(name);
        // The attribute role means nothing in SOAP 1.1, so there the second ReplyTo counts.
        let is_11 = path.to_str().is_some_and(|path| path.contains("/s11/"));
        let expected = match name {
            "getNoneTargetedNonAnonymousReplyToMessage" if is_11 => "InvalidCardinality ReplyTo",
            _ => expected,
        };
        let rules = Rules { reply_expected: *reply_expected, ..Rules::default() };
        assert_eq!(outcome(&message, &[], false, &rules), expected, "{}", path.display());
        *counts.entry(if expected.starts_with("reply") { "accepted" } else { "refused" }).or_insert(0) += 1;
    }
    notice(&format!("wsa-w3c-metro: {counts:?}"));
    assert_eq!(counts.values().sum::<usize>(), 2 * METRO.len());
}

const ACCT: &str = "reply http://example.com/fabrikam/acct, fault http://example.com/fabrikam/fault";

/// What a file of axis2-addressing says by its folder and name. A MessageID is demanded where a reply is expected.
fn axis2(path: &Path, reply_expected: bool) -> Option<String> {
    let path = path.to_str()?;
    let is_final = path.contains("/final/");
    if let Some((_, name)) = path.split_once("/invalidCardinality") {
        return Some(problem(InvalidCardinality, name.trim_end_matches("Message.xml")));
    }
    let (_, name) = path.split_once("/no")?;
    Some(match name.trim_end_matches("Message.xml") {
        "Action" => problem(MessageAddressingHeaderRequired, "Action"),
        "To" if !is_final => problem(MessageAddressingHeaderRequired, "To"),
        // In 2004/08 ReplyTo and FaultTo need it too.
        "MessageID" if !is_final => problem(MessageAddressingHeaderRequired, "MessageID"),
        name if name.starts_with("MessageID") && reply_expected => {
            problem(MessageAddressingHeaderRequired, "MessageID")
        }
        "MessageIDNoReplyToNoFaultTo" => "reply back, fault back".to_owned(),
        "ReplyTo" => "reply back, fault http://example.com/fabrikam/fault".to_owned(),
        "FaultTo" => ACCT.replace("/fault", "/acct"),
        _ => ACCT.to_owned(),
    })
}

#[test]
fn axis2_messages() {
    let Some(corpus) = corpus() else { return };
    let mut counts = BTreeMap::new();
    for folder in ["valid-messages", "omitted-header-messages", "invalid-cardinality-messages"] {
        for path in files(&corpus.join("axis2-addressing").join(folder)) {
            let message = std::fs::read(&path).expect("readable");
            let roles = ["http://my/custom/role"];
            let is_custom = stem(&path).contains("customrole");
            for reply_expected in [false, true] {
                let rules = Rules { reply_expected, ..Rules::default() };
                let found = outcome(&message, if is_custom { &roles } else { &[] }, is_custom, &rules);
                let expected = axis2(&path, reply_expected).unwrap_or_else(|| ACCT.to_owned());
                assert_eq!(found, expected, "{}, reply expected: {reply_expected}", path.display());
            }
            *counts.entry(folder).or_insert(0) += 1;
        }
    }
    notice(&format!("axis2-addressing: {counts:?}"));
    assert_eq!(counts.values().sum::<usize>(), 30);
}

#[test]
fn axis2_roles_and_optional_headers() {
    let Some(corpus) = corpus() else { return };
    let node = (&["urn:test:role"][..], true);
    let all = (&[][..], false);
    for (file, (roles, intermediary), expected) in [
        ("addressingDisabledTest", all, "no addressing"),
        ("soap11roleTest", node, "reply http://www.replyTo.org/service/, fault http://www.replyTo.org/service/"),
        ("soap12roleTest", node, "reply http://www.replyTo.org/service/, fault http://www.replyTo.org/service/"),
        ("soap12roleTest", all, "no addressing"),
        ("mustUnderstandTest", all, "reply http://www.replyTo.org/service/, fault http://www.replyTo.org/service/"),
        (
            "withOptionalHeadersTest",
            all,
            "reply http://www.replyTo.org/service/, fault http://www.faultTo.org/service/",
        ),
        ("eprTest", all, "reply back, fault back"),
    ] {
        let path = corpus.join("axis2-addressing").join(file).with_extension("xml");
        let message = std::fs::read(&path).expect("readable");
        assert_eq!(outcome(&message, roles, intermediary, &Rules::default()), expected, "{file}");
    }
}

/// The faults, with the code and the detail that their files have: the subcode alone, the detail in a header block in SOAP
/// 1.1. Those of SOAP 1.2 use the prefix wsa, which their Envelope declares.
#[test]
fn axis2_faults() {
    let Some(corpus) = corpus() else { return };
    for (file, kind, header) in [
        ("soap11/InvalidAddressingHeader", ErrorKind::InvalidAddressingHeader, "To"),
        ("soap11/MessageAddressingHeaderRequired", MessageAddressingHeaderRequired, "Action"),
        ("soap12/InvalidAddressingHeader", ErrorKind::InvalidAddressingHeader, "To"),
        // The file has the content of the other.
        ("soap12/MessageAddressingHeaderRequired", ErrorKind::InvalidAddressingHeader, "To"),
    ] {
        let path = corpus.join("axis2-addressing/fault-messages").join(file).with_extension("xml");
        let message = std::fs::read(&path).expect("readable");
        let (mut workspace, mut store, mut codes, mut details) = ([0; 4096], [0; 4096], [0; 1024], [0; 1024]);
        let mut reader = Reader::new(&mut workspace);
        let (mut headers, mut input) = (HeaderReader::new(&mut store), &message[..]);
        headers.read(&mut reader, &mut input, true, &mut NodeTable::new(&[&VOCABULARY])).expect("a message");
        while !matches!(reader.next(&mut input, true).expect("a message"), Event::Fault(_)) {}
        let (mut fault, mut keeper) = (FaultReader::new(&mut codes), Keeper::new(&mut details));
        loop {
            let event = fault.next(&mut reader, &mut input, true).expect("a fault");
            if matches!(event, Event::Close(..)) {
                break;
            }
            keeper.take(&event);
        }
        let answer = Addressing::of(&headers.headers()).expect("addressing headers");
        assert_eq!(read_fault(&fault.fault()).map(|(kind, _)| kind), Some(kind), "{file}");
        assert!(answer.in_reply_to().is_some_and(|id| id.starts_with("urn:uuid:")), "{file}");
        let element = answer.fault_detail().or(keeper.into_element(0).ok()).expect("a detail");
        assert_eq!(Detail::of(&element).header.map(|name| name.local.as_str()), Some(header), "{file}");
    }
}

/// The requests, decided as the responses beside them say; the responses are messages of their own.
#[test]
fn spring_ws_messages() {
    let Some(corpus) = corpus() else { return };
    let folder = corpus.join("spring-ws/spring-ws-core/src/test/resources/org/springframework/ws/soap/addressing");
    let mut counts = BTreeMap::new();
    for path in files(&folder) {
        let message = std::fs::read(&path).expect("readable");
        let expected = match stem(&path) {
            // A fault alone, without an addressing header.
            "response-no-message-id" => "no addressing".to_owned(),
            // An answer is not answered, and asks for none.
            "response-anonymous" | "response-fault-to" => "reply back, fault back".to_owned(),
            "request-no-message-id" => problem(MessageAddressingHeaderRequired, "MessageID"),
            "request-anonymous" | "request-no-reply-to" | "request-no-to" => "reply back, fault back".to_owned(),
            "request-none" => "reply none, fault none".to_owned(),
            "request-fault-to" => "reply http://example.com/business/client1, fault back".to_owned(),
            "request-fault-to-mailto" => "reply back, fault mailto:client@example.com".to_owned(),
            "request-reply-to-mailto" => "reply mailto:client@example.com, fault mailto:client@example.com".to_owned(),
            _ => "reply http://example.com/business/client1, fault http://example.com/business/client1".to_owned(),
        };
        let is_response = stem(&path).starts_with("response-");
        let rules = Rules { reply_expected: !is_response, ..Rules::default() };
        assert_eq!(outcome(&message, &[], false, &rules), expected, "{}", path.display());
        *counts.entry(if is_response { "responses" } else { "requests" }).or_insert(0) += 1;
    }
    notice(&format!("spring-ws addressing: {counts:?}"));
    assert_eq!(counts.values().sum::<usize>(), 25);
}
