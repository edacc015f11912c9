//! The SOAP 1.2 test collection, as three projects keep it: requests in, and out must come what the specification says.
//!
//! Compared are the version, the header blocks, the fault codes, and of a response the names and values in it. Types and
//! array sizes are not: the node reads the SOAP 1.2 encoding and answers rpc/literal.

use roxmltree::{Document, Node};
use soapstone::soap::Versions;
use soapstone_host_tests::corpus::{corpus, notice};
use soapstone_host_tests::node::{B, C, Outcome, Settings, process};
use soapstone_host_tests::variants::variants;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const E11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const E12: &str = "http://www.w3.org/2003/05/soap-envelope";
const RPC: &str = "http://www.w3.org/2003/05/soap-rpc";
const ENC: &str = "http://www.w3.org/2003/05/soap-encoding";
const T: &str = "http://example.org/ts-tests";

/// What a message comes to: its version, its header blocks, and its body or fault.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Summary {
    envelope: String,
    headers: Vec<String>,
    body: String,
}

/// One request of the collection.
#[derive(Clone)]
struct Case {
    /// Project and id.
    id: String,
    request: String,
    node: Settings,
    /// The answer, or the message sent on, that the project keeps.
    reply: Option<String>,
}

/// Where the kept answer is not what the specification says, or there is none: what is expected, and why.
fn expected(id: &str, case: &Case) -> Option<Summary> {
    let (project, test) = id.split_once(' ').expect("project and id");
    let fault = |code: &str| Some(summary_of(E12, &[], &fault_of(E12, code, None)));
    let enc = |code: &str| Some(summary_of(E12, &[], &fault_of(E12, "Sender", Some((ENC, code)))));
    let responses = |texts: &[&str]| {
        let headers: Vec<_> = texts.iter().map(|text| format!("{{{T}}}responseOk={text}")).collect();
        Some(summary_of(E12, &headers, ""))
    };
    match (project, test) {
        // The request is not well-formed.
        ("axis2", "T7_A" | "T8_A") => fault("Sender"),
        // Part 2, 4.4: ProcedureNotPresent is a subcode; the project writes it as the code, or leaves its prefix unbound.
        (_, "T33") => Some(summary_of(E12, &[], &fault_of(E12, "Sender", Some((RPC, "ProcedureNotPresent"))))),
        // Part 1, 5: a DTD is the sender's fault. Part 2, 3: so are data that break the rules of the encoding.
        ("php", "T25" | "T64" | "T65" | "T27" | "T58" | "T61") => fault("Sender"),
        ("php", "T56" | "T59") => enc("MissingID"),
        // Part 1, appendix A: a SOAP 1.1 message is answered in SOAP 1.1.
        ("php", "T30") | ("axis1", "XMLP-5") => {
            let upgrade =
                "{http://www.w3.org/2003/05/soap-envelope}Upgrade={http://www.w3.org/2003/05/soap-envelope}Envelope";
            Some(summary_of(E11, &[upgrade.into()], &fault_of(E11, "VersionMismatch", None)))
        }
        // The kept answer has -50 where the request has -5.0.
        ("axis1", "echoNestedArray") => case.reply.as_deref().map(|reply| summary(&reply.replace("-50", "-5.0"))),
        // Part 1, 5.4.7: the header block Upgrade goes with a VersionMismatch.
        ("axis2", "T24" | "T30") => {
            let upgrade =
                "{http://www.w3.org/2003/05/soap-envelope}Upgrade={http://www.w3.org/2003/05/soap-envelope}Envelope";
            Some(summary_of(E12, &[upgrade.into()], &fault_of(E12, "VersionMismatch", None)))
        }
        // The kept answer has a Code without a Value.
        ("axis2", "T63") => {
            let header = format!("{{{T}}}validateCountryCodeFault=Country code must be 2 letters.");
            Some(summary_of(E12, &[header], &fault_of(E12, "Sender", None)))
        }
        // The first block is for B, and the message goes to C: nobody echoes it.
        ("axis2", "T38_2") => responses(&["bar"]),
        // No answer is kept.
        ("axis2", "T6_B" | "T8_B" | "T9_B" | "T20") => responses(&["foo"]),
        ("axis2", "T7_B") => responses(&[]),
        ("axis2", "T75") => {
            let header = format!("{{{T}}}responseResolvedRef=http://example.org/today/new.xml");
            Some(summary_of(E12, &[header], ""))
        }
        // The receiver reads an int; the project sends it text.
        ("axis1", "XMLP-11 add") => Some(summary_of(E12, &[], &fault_of(E12, "Sender", Some((RPC, "BadArguments"))))),
        ("axis1", "XMLP-12 add") => {
            Some(summary_of(E12, &[], &fault_of(E12, "Sender", Some((RPC, "ProcedureNotPresent")))))
        }
        ("axis1", "XMLP-9 add") => fault("DataEncodingUnknown"),
        _ => case.reply.as_deref().map(summary),
    }
}

/// Kept requests that the node does not decide, and why.
const UNDECIDED: &[(&str, &str)] =
    &[("axis1 XMLP-14", "the receiver answers in capitals: what an application does, not a node")];

/// S-132: envelope, encoding rules and RPC conventions.
#[test]
fn every_request_has_the_outcome_of_the_specification() {
    let Some(corpus) = corpus() else { return };
    let cases = [php(&corpus), axis2(&corpus), axis1(&corpus)].concat();
    let mut wrong = Vec::new();
    let mut totals: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let project = case.id.split(' ').next().expect("a project").to_owned();
        let total = totals.entry(project).or_default();
        if let Some((_, why)) = UNDECIDED.iter().find(|(id, _)| *id == case.id) {
            total.1 += 1;
            notice(&format!("{}: not decided: {why}", case.id));
            continue;
        }
        let expected = expected(&case.id, case).unwrap_or_else(|| panic!("{}: nothing to compare with", case.id));
        let whole = process(case.request.as_bytes(), usize::MAX / 2, &case.node);
        let (Outcome::Answer(text) | Outcome::Forward(text)) = &whole;
        let ours = comparable(&summary(text), &expected);
        if ours != expected {
            wrong.push(format!("{}: {ours:#?} is not {expected:#?}", case.id));
        }
        for chunk in [1, 7, 64] {
            assert_eq!(process(case.request.as_bytes(), chunk, &case.node), whole, "{}, {chunk} at a time", case.id);
        }
        total.0 += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases.len() > 150, "only {} requests found", cases.len());
    for (project, (decided, undecided)) in totals {
        notice(&format!(
            "SOAP 1.2 test collection, {project}: {decided} as the specification says, {undecided} not decided"
        ));
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    all.map(|entry| entry.into_path()).filter(|path| path.is_file()).collect()
}

fn text(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

fn php(corpus: &Path) -> Vec<Case> {
    let requests = files(&corpus.join("php-soap/soap12"));
    let named =
        requests.iter().filter_map(|path| Some((path, path.file_name()?.to_str()?.strip_suffix(".request.xml")?)));
    named
        .map(|(path, name)| Case {
            id: format!("php {}", name.replacen("T0", "T", 1)),
            request: text(path).expect("readable"),
            node: C,
            reply: text(&path.with_file_name(format!("{name}.expect1.xml"))),
        })
        .collect()
}

fn axis2(corpus: &Path) -> Vec<Case> {
    let folder = corpus.join("soap12-axis2/modules/integration/test-resources/SOAP12Testing");
    let mut cases = Vec::new();
    for path in files(&folder.join("RequestMessages")) {
        let name = path.file_stem().and_then(|stem| stem.to_str()?.strip_prefix("SOAP12Req")).expect("a request");
        let kept = |name: &str| text(&folder.join(format!("ReplyMessages/SOAP12Res{name}.xml")));
        // What A sends goes to B; what B sends, and the rest, to C.
        let (node, reply) = match name.strip_suffix("_A") {
            Some(test) => {
                (B, kept(&format!("{test}_B")).or_else(|| text(&path.with_file_name(format!("SOAP12Req{test}_B.xml")))))
            }
            None => (C, kept(name).or_else(|| name.strip_suffix("_B").and_then(|test| kept(&format!("{test}_C"))))),
        };
        cases.push(Case { id: format!("axis2 {name}"), request: text(&path).expect("readable"), node, reply });
    }
    cases
}

fn axis1(corpus: &Path) -> Vec<Case> {
    let folder = corpus.join("soap12-axis1/interop-mock/src/main/resources");
    let mut cases = Vec::new();
    for path in [files(&folder.join("w3c/soap12-testcollection")), files(&folder.join("whitemesa/soap12"))].concat() {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        // A file that is no response by its name is a request, and its own answer when it is no request either.
        let Some(stem) = name.strip_suffix(".xml").filter(|stem| !stem.ends_with("-response")) else { continue };
        let test = stem.strip_suffix("-request").unwrap_or(stem);
        let reply = if test == stem { path.clone() } else { path.with_file_name(format!("{test}-response.xml")) };
        let within = |folder: &str| path.components().any(|part| part.as_os_str() == folder);
        let added = if within("add-test-rpc") && test != "XMLP-5" { " add" } else { "" };
        cases.push(Case {
            id: format!("axis1 {test}{added}"),
            request: filled(&text(&path).expect("readable")),
            // The messages of this folder pass through a node that sends them on to a document/literal service.
            node: if within("add-test-doc-int") { B } else { C },
            reply: text(&reply).map(|reply| filled(&reply)),
        });
    }
    cases
}

/// A message with the places filled that the project leaves to its tests.
fn filled(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, from)) = rest.split_once("<t:") {
        let (tag, after) = from.split_once('>').expect("a tag");
        out.push_str(before);
        if tag.starts_with("element") {
            // The block of XMLP-6, by the name that its answer gives.
            let (content, after) = after.split_once("</t:element>").expect("an end tag");
            assert!(content.contains("<t:value") && tag.contains("mustUnderstand=\"1\""));
            out.push_str("<h:Unknown xmlns:h=\"http://example.org/\" env:mustUnderstand=\"1\" env:role=\"");
            out.push_str("http://www.w3.org/2003/05/soap-envelope/role/next\">x</h:Unknown>");
            rest = after;
            continue;
        }
        out.push_str(match tag {
            tag if tag.contains("type=\"int\"") => "42",
            tag if tag.contains("type=\"float\"") => "0.5",
            tag if tag.contains("type=\"dateTime\"") => "2002-02-20T20:02:20Z",
            _ => "text",
        });
        rest = after;
    }
    out + rest
}

fn summary_of(envelope: &str, headers: &[String], body: &str) -> Summary {
    Summary { envelope: envelope.into(), headers: headers.to_vec(), body: body.into() }
}

fn fault_of(envelope: &str, code: &str, subcode: Option<(&str, &str)>) -> String {
    let subcode = subcode.map(|(uri, local)| format!(" {{{uri}}}{local}")).unwrap_or_default();
    format!("fault {{{envelope}}}{code}{subcode}")
}

fn summary(message: &str) -> Summary {
    let document = Document::parse(message).unwrap_or_else(|error| panic!("{error}: {message}"));
    let envelope = document.root_element();
    let part = |local| elements(envelope).find(|node| node.tag_name().name() == local);
    let headers = part("Header").map(|header| elements(header).map(shown).collect()).unwrap_or_default();
    let entry = part("Body").and_then(|body| elements(body).next());
    let body = match entry {
        Some(fault) if fault.tag_name().name() == "Fault" => codes(fault),
        entry => entry.map(shown).unwrap_or_default(),
    };
    Summary { envelope: envelope.tag_name().namespace().unwrap_or_default().into(), headers, body }
}

/// What of ours is compared: an answer that names no NotUnderstood block leaves them open, they are only recommended.
fn comparable(ours: &Summary, expected: &Summary) -> Summary {
    let mut ours = ours.clone();
    if ours.body.contains("MustUnderstand") {
        let named = |header: &String| header.contains("NotUnderstood");
        assert!(ours.headers.iter().any(named), "a MustUnderstand fault names what was not understood: {ours:?}");
        if !expected.headers.iter().any(named) {
            ours.headers.retain(|header| !named(header));
        }
    }
    ours
}

fn elements<'a, 'd: 'a>(node: Node<'a, 'd>) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(Node::is_element)
}

/// The codes of a fault, generic to specific.
fn codes(fault: Node<'_, '_>) -> String {
    let values = fault.descendants().filter(|node| {
        let parent = node.parent().map(|parent| parent.tag_name().name()).unwrap_or_default();
        node.tag_name().name() == "faultcode"
            || (node.tag_name().name() == "Value" && matches!(parent, "Code" | "Subcode"))
    });
    values.fold("fault".to_owned(), |all, value| all + " " + &resolved(value, value.text().unwrap_or_default()))
}

fn resolved(node: Node<'_, '_>, name: &str) -> String {
    let name = name.trim();
    let (prefix, local) = name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
    match node.lookup_namespace_uri(prefix) {
        Some(uri) => format!("{{{uri}}}{local}"),
        None => name.to_owned(),
    }
}

/// An element: its name, its text, and what is in it. Members of a struct have no order; items of an array have no
/// name of their own; a boolean has two spellings.
fn shown(node: Node<'_, '_>) -> String {
    let tag = node.tag_name();
    let name = format!("{{{}}}{}", tag.namespace().unwrap_or_default(), tag.name());
    if let Some(qname) = node.attribute("qname") {
        return format!("{name}={}", resolved(node, qname));
    }
    if tag.name() == "Upgrade" {
        let offered = elements(node).map(|offered| resolved(offered, offered.attribute("qname").unwrap_or_default()));
        return format!("{name}={}", offered.collect::<Vec<_>>().join(" "));
    }
    let mut children: Vec<_> = elements(node).map(shown).collect();
    let first = elements(node).next().map(|child| child.tag_name().name());
    let alike = elements(node).all(|child| Some(child.tag_name().name()) == first);
    let structs = elements(node).all(|child| elements(child).next().is_some());
    if alike && (structs || children.len() > 1) {
        for (child, node) in children.iter_mut().zip(elements(node)) {
            *child = child.replacen(node.tag_name().name(), "item", 1);
        }
    } else {
        children.sort();
    }
    let boolean =
        node.parent().is_some_and(|parent| matches!(parent.tag_name().name(), "isNilResponse" | "echoBooleanResponse"));
    let text = match (boolean, node.text().unwrap_or_default().trim()) {
        (true, "0") => "false",
        (true, "1") => "true",
        (_, text) => text,
    };
    match children.is_empty() {
        true => format!("{name}={text}"),
        false => format!("{name}[{}]", children.join(", ")),
    }
}

/// Without any element or attribute, or with it twice, every request has an outcome that is a message; so has what is
/// sent on.
#[test]
fn every_damaged_request_is_answered_by_a_message() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for case in [php(&corpus), axis2(&corpus), axis1(&corpus)].concat() {
        for request in variants(&case.request) {
            let outcome = process(request.as_bytes(), usize::MAX / 2, &case.node);
            let (Outcome::Answer(text) | Outcome::Forward(text)) = &outcome;
            let summary = summary(text);
            assert!([E11, E12].contains(&summary.envelope.as_str()), "{}: {request}\n{text}", case.id);
            let refused = summary.body.starts_with("fault {");
            assert!(refused || !text.contains("Fault>"), "{}: {request}\n{text}", case.id);
            count += 1;
        }
    }
    notice(&format!("SOAP 1.2 test collection: {count} damaged requests, each answered or sent on as a message"));
    assert!(count > 1000);
}

/// A node that speaks both versions takes the SOAP 1.1 message of T30, as one of the projects does.
#[test]
fn a_node_of_both_versions_answers_in_the_version_of_the_message() {
    let Some(corpus) = corpus() else { return };
    let case = php(&corpus).into_iter().find(|case| case.id == "php T30").expect("T30");
    let node = Settings { versions: Versions::Both, ..C };
    let Outcome::Answer(answer) = process(case.request.as_bytes(), 5, &node) else { panic!("not for an intermediary") };
    assert_eq!(summary(&answer), summary(&case.reply.expect("kept")));
}
