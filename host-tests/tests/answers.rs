//! What a node answers and sends on: faults for every error, header blocks of filters, blocks for other nodes.

use soapstone::buf::Buffer;
use soapstone::soap::{
    Answer, AnswerPart, Event, Fault, FaultCode, HeaderReader, Headers, Leniencies, NodeTable, Options, Reader,
    Version, Versions, Vocabulary, Writer, read_fault,
};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind, Limit, Namespace};
use soapstone_host_tests::drained;

const KNOWN: Vocabulary = Vocabulary { blocks: &[("urn:m", &["a", "b"])], children: &[], marked: &[] };

type Call<'a> = &'a mut dyn FnMut(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>;

/// Makes these calls in turn, each again for as long as it answers "full".
fn written(version: Version, size: usize, calls: &mut [Call<'_>]) -> Result<String, Error> {
    let mut at = 0;
    drained::written(version, size, |writer| {
        while let Some(call) = calls.get_mut(at) {
            call(writer)?;
            at += 1;
        }
        Ok(())
    })
}

fn answered(version: Version, size: usize, answer: &Answer<'_>) -> String {
    written(version, size, &mut [&mut |writer| writer.answer(answer, &mut |_, _| Ok(()))]).expect("an answer")
}

fn envelope(version: Version, blocks: &str) -> String {
    let uri = version.uri();
    format!("<e:Envelope xmlns:e='{uri}' xmlns:m='urn:m'><e:Header>{blocks}</e:Header><e:Body/></e:Envelope>")
}

/// Reads header blocks in two chunks; the version to answer in, and what was kept.
fn read<'t>(
    message: &str,
    split: usize,
    versions: Versions,
    node: &mut NodeTable<'_, '_>,
    store: &'t mut [u8],
) -> (Result<bool, Error>, Version, Headers<'t>) {
    let mut workspace = [0; 2048];
    let mut reader =
        Reader::with_options(&mut workspace, Options { versions, leniencies: Leniencies::ALL, ..Options::default() });
    let mut headers = HeaderReader::new(store);
    let (mut first, mut rest) = message.as_bytes().split_at(split);
    let mut result = headers.read(&mut reader, &mut first, false, node);
    if result == Ok(false) {
        result = headers.read(&mut reader, &mut rest, true, node);
    }
    (result, reader.reply_version(), headers.into_headers())
}

/// S-162, S-164, S-025: whatever goes wrong anywhere, the answer is a fault in the version of the caller.
#[test]
fn every_error_is_answered_by_a_fault() {
    let limits = Limit::ALL.iter().map(|limit| Error::limit(*limit, 7, 3));
    for error in ErrorKind::ALL.iter().map(|kind| Error::new(*kind, 3)).chain(limits) {
        for version in [Version::Soap11, Version::Soap12] {
            let answer = Answer::for_error(version, &error, Versions::Both, None);
            let whole = answered(version, 4096, &answer);
            let (mut workspace, mut store) = ([0; 1024], [0; 512]);
            let fault = read_fault(whole.as_bytes(), &mut workspace, &mut store, Options::default())
                .expect("well-formed")
                .expect("a fault");
            assert_eq!(fault.code, error.fault_code().qname(version), "{error}");
            assert!(!fault.reason().is_empty(), "{error}");
            assert!(whole.contains(version.uri()), "{error}: {whole}");
            for size in [110, 120, 160] {
                assert_eq!(answered(version, size, &answer), whole, "{error}, {size}");
            }
        }
    }
}

/// Id, version of the message, what the node speaks, blocks, and what of the answer is looked at.
const ANSWERS: &[(&str, Version, Versions, &str, &[&str])] = &[
    (
        "MU-01, S-165, S-168, S-303",
        Version::Soap11,
        Versions::Both,
        "<m:h e:mustUnderstand='1'/>",
        &["<soap:Body><soap:Fault><faultcode>soap:MustUnderstand</faultcode>", "/soap/envelope/\"><soap:Body>"],
    ),
    (
        "MU-02",
        Version::Soap12,
        Versions::Both,
        "<m:h e:mustUnderstand='true'/>",
        &[
            r#"<soap:Header><soap:NotUnderstood xmlns:ns1="urn:m" qname="ns1:h"/></soap:Header>"#,
            "<soap:Value>soap:MustUnderstand</soap:Value>",
        ],
    ),
    (
        "MU-07",
        Version::Soap12,
        Versions::Both,
        "<m:x e:mustUnderstand='1'/><m:a/><n:y xmlns:n='urn:n' e:mustUnderstand='1'/>",
        &[
            r#"<soap:NotUnderstood xmlns:ns1="urn:m" qname="ns1:x"/><soap:NotUnderstood xmlns:ns1="urn:n" qname="ns1:y"/>"#,
            "<soap:Value>soap:MustUnderstand</soap:Value>",
        ],
    ),
    (
        "no namespace",
        Version::Soap12,
        Versions::Both,
        "<h e:mustUnderstand='1'/>",
        &[r#"<soap:NotUnderstood qname="h"/>"#],
    ),
    ("MU-08", Version::Soap11, Versions::Both, "<m:h e:mustUnderstand='2'/>", &["<faultcode>soap:Client</faultcode>"]),
    ("MU-14", Version::Soap12, Versions::Both, "<m:h e:mustUnderstand='maybe'/>", &["<soap:Value>soap:Sender<"]),
    (
        "G-03",
        Version::Soap11,
        Versions::Soap12,
        "",
        &[
            r#"<ns1:SupportedEnvelope qname="ns1:Envelope"/></ns1:Upgrade></soap:Header>"#,
            "<faultcode>soap:VersionMismatch</faultcode>",
            "http://schemas.xmlsoap.org/soap/envelope/",
        ],
    ),
    (
        "1.2 to a node that speaks 1.1",
        Version::Soap12,
        Versions::Soap11,
        "<m:h e:mustUnderstand='1'/>",
        &["<faultcode>soap:VersionMismatch</faultcode>", r#"SupportedEnvelope qname="soap:Envelope"/>"#],
    ),
];

#[test]
fn a_refused_message_is_answered_with_the_blocks_of_its_fault() {
    for (id, version, versions, blocks, expected) in ANSWERS {
        let message = envelope(*version, blocks);
        for split in 0..=message.len() {
            let mut store = [0; 512];
            let (result, reply, headers) = read(&message, split, *versions, &mut NodeTable::new(&[&KNOWN]), &mut store);
            let error = result.expect_err(id);
            let answer = Answer::for_error(reply, &error, *versions, Some(headers));
            let whole = answered(reply, 4096, &answer);
            for part in *expected {
                assert!(whole.contains(part), "{id}: {part} not in {whole}");
            }
            let (mut workspace, mut store) = ([0; 1024], [0; 512]);
            assert!(
                read_fault(whole.as_bytes(), &mut workspace, &mut store, Options::default()).expect(id).is_some(),
                "{id}"
            );
            if split == 0 {
                for size in 110..300 {
                    assert_eq!(answered(reply, size, &answer), whole, "{id}, {size}");
                }
            }
        }
    }
}

/// S-018: blocks and detail of the caller's own, and nothing cut, in one call that can be repeated.
#[test]
fn an_answer_takes_blocks_and_a_detail_of_the_callers_own() {
    let fault = Fault { detail: true, ..Fault::new(Version::Soap12, FaultCode::Sender, "no such register") };
    let answer = Answer::with_fault(fault, Versions::Both, None);
    let long = "nine ".repeat(100);
    let mut all = Vec::new();
    for size in [110, 111, 140, 4096] {
        let whole = written(
            Version::Soap12,
            size,
            &mut [&mut |writer| {
                writer.answer(&answer, &mut |writer, part| {
                    writer.sequence(|steps| match part {
                        AnswerPart::Header => {
                            steps.header_block("urn:m", "related", &Default::default());
                            steps.text(&long);
                            steps.end_item();
                        }
                        AnswerPart::Detail => steps.leaf("urn:m", "register", &long),
                    })
                })
            }],
        );
        all.push(whole.expect("an answer"));
    }
    all.dedup();
    let [whole] = &all[..] else { panic!("{all:?}") };
    assert!(whole.contains(&format!("related xmlns:ns1=\"urn:m\">{long}</ns1:related></soap:Header>")), "{whole}");
    assert!(whole.contains(&format!("register xmlns:ns1=\"urn:m\">{long}</ns1:register></soap:Detail>")), "{whole}");
}

/// An answer that cannot be written to its end is refused before it begins, or fails for good.
#[test]
fn an_answer_is_whole_or_none() {
    let bad = Answer::with_fault(Fault::new(Version::Soap11, FaultCode::Sender, "\u{1}"), Versions::Both, None);
    let refused = written(Version::Soap11, 300, &mut [&mut |writer| writer.answer(&bad, &mut |_, _| Ok(()))]);
    assert_eq!(refused, Err(Error::new(ErrorKind::WriteChar, 0)));
    let good = Answer::with_fault(Fault::new(Version::Soap11, FaultCode::Sender, "x"), Versions::Both, None);
    let after_blocks = written(
        Version::Soap11,
        300,
        &mut [
            &mut |writer| writer.envelope(),
            &mut |writer| writer.header_block("urn:m", "own", &Default::default()),
            &mut |writer| writer.end(),
            &mut |writer| writer.answer(&good, &mut |_, _| Ok(())),
        ],
    );
    assert!(
        after_blocks.expect("an answer").contains("own xmlns:ns1=\"urn:m\"/></soap:Header><soap:Body><soap:Fault>")
    );
    let late = written(
        Version::Soap11,
        300,
        &mut [&mut |writer| writer.envelope(), &mut |writer| writer.body(), &mut |writer| {
            writer.answer(&good, &mut |_, _| Ok(()))
        }],
    );
    assert_eq!(late.expect_err("the Body has begun").kind, ErrorKind::OutOfOrder);
}

/// S-003, S-004, S-006, S-221, S-301, S-307, S-309: filters add blocks between header and body, whatever the body is.
#[test]
fn filters_add_blocks_before_the_body() {
    let mut all = Vec::new();
    let text = "implicit ".repeat(30);
    for size in (90..140).chain([4096]) {
        let mut calls = [0; 2];
        let [first, second] = &mut calls;
        let message = written(
            Version::Soap11,
            size,
            &mut [
                &mut |writer| writer.envelope(),
                &mut |writer| {
                    writer.filter(&mut [
                        &mut |writer| {
                            *first += 1;
                            writer.sequence(|steps| {
                                steps.header_block("urn:m", "session", &Default::default());
                                steps.leaf("", "row", &text);
                                steps.end_item();
                            })
                        },
                        &mut |_| Ok(()),
                        &mut |writer| {
                            *second += 1;
                            writer.header_block("urn:n", "mark", &Default::default())
                        },
                    ])
                },
                &mut |writer| writer.end(),
                &mut |writer| {
                    writer.filter(&mut [&mut |writer| writer.header_block("urn:o", "again", &Default::default())])
                },
                &mut |writer| writer.end(),
                &mut |writer| writer.body_entry("urn:m", "read"),
                &mut |writer| writer.end(),
                &mut |writer| writer.finish(),
            ],
        );
        all.push(message.expect("a message"));
        assert!(size < 4096 || calls == [1, 1], "{calls:?}");
    }
    all.dedup();
    let [message] = &all[..] else { panic!("{all:?}") };
    assert!(message.contains(&format!(
        "<soap:Header><ns1:session xmlns:ns1=\"urn:m\"><row>{text}</row></ns1:session><ns1:mark xmlns:ns1=\"urn:n\"/>\
         <ns1:again xmlns:ns1=\"urn:o\"/></soap:Header><soap:Body><ns1:read"
    )), "{message}");
    // S-005: every block is found again, unknown ones too.
    let mut store = [0; 1024];
    let mut node = NodeTable::default().keep_all();
    let (result, _, headers) = read(message, 40, Versions::Both, &mut node, &mut store);
    assert_eq!(result, Ok(true));
    let names: Vec<_> = headers.blocks().map(|block| block.element().name().local.as_str()).collect();
    assert_eq!(names, ["session", "mark", "again"]);
    let late = written(
        Version::Soap11,
        4096,
        &mut [&mut |writer| writer.envelope(), &mut |writer| writer.body(), &mut |writer| {
            writer.filter(&mut [&mut |writer| writer.header_block("urn:o", "late", &Default::default())])
        }],
    );
    assert_eq!(late.expect_err("after the Header").kind, ErrorKind::OutOfOrder);
}

/// SOAP 1.2 Part 1, 2.7.2, table 3: role, relay, block known to the node, sent on. SOAP 1.1, 4.2.2 has no relay.
const RELAYED: &[(&str, &str, bool, bool, bool)] = &[
    ("MU-11", "next", true, false, true),
    ("MU-12", "next", false, false, false),
    ("next, processed", "next", true, true, false),
    ("own, processed", "urn:own", true, true, false),
    ("own, relay", "urn:own", true, false, true),
    ("own", "urn:own", false, false, false),
    ("MU-06", "urn:other", false, false, true),
    ("other, known", "urn:other", false, true, true),
    ("ultimate receiver", "", false, true, true),
    ("none", "none", false, false, true),
];

#[test]
fn an_intermediary_sends_on_what_is_not_for_it_and_what_says_relay() {
    for version in [Version::Soap11, Version::Soap12] {
        for (id, role, relay, known, forwarded) in RELAYED {
            let role = match (*role, version) {
                ("next", version) => version.role_next().to_owned(),
                ("none", Version::Soap12) => soapstone::soap::ROLE_NONE.to_owned(),
                ("none", _) => continue,
                (role, _) => role.to_owned(),
            };
            let attribute = version.role_attribute();
            let local = if *known { "a" } else { "h" };
            // An attribute that SOAP 1.1 does not know, and passes over.
            let relay_attribute = if *relay { "e:relay='true'" } else { "" };
            let block = format!("<m:{local} e:{attribute}='{role}' {relay_attribute}>x</m:{local}>");
            let message = envelope(version, &block);
            let expected = *forwarded && !(version == Version::Soap11 && *relay);
            for split in 0..=message.len() {
                let mut store = [0; 512];
                let mut node = NodeTable::new(&[&KNOWN]).with_roles(&["urn:own"]).intermediary().keep_all();
                let (result, _, headers) = read(&message, split, Versions::Both, &mut node, &mut store);
                assert_eq!(result, Ok(true), "{id}");
                assert_eq!(headers.forwarded().count(), usize::from(expected), "{id}, {version:?}");
                let others = role.is_empty() || ["urn:other", soapstone::soap::ROLE_NONE].contains(&role.as_str());
                assert_eq!(
                    headers.blocks().count(),
                    usize::from(!others),
                    "{id}: blocks for other nodes are not its own"
                );
            }
        }
    }
}

/// S-021: what is sent on is sent on as it was, encrypted content too.
#[test]
fn forwarded_blocks_are_written_as_they_were_read() {
    let block = "<x:EncryptedData xmlns:x='urn:x' x:k='1' e:relay='1' e:role='http://www.w3.org/2003/05/soap-envelope/role/next'>AA==<x:c/></x:EncryptedData>";
    let message = envelope(Version::Soap12, block);
    let mut store = [0; 1024];
    let mut node = NodeTable::default().intermediary().keep_all();
    let (_, _, headers) = read(&message, 0, Versions::Both, &mut node, &mut store);
    let kept = headers.forwarded().next().expect("forwarded");
    let sent = written(
        Version::Soap12,
        400,
        &mut [
            &mut |writer| writer.envelope(),
            &mut |writer| writer.sequence(|steps| steps.kept_block(&kept.element(), None)),
            &mut |writer| writer.finish(),
        ],
    )
    .expect("a message");
    let uri = Version::Soap12.uri();
    // The prefixes are declared before the attributes that use them.
    let expected = block.replace('\'', "\"").replace(" x:k", &format!(" xmlns:e=\"{uri}\" x:k"));
    assert!(sent.contains(&expected), "{sent}");
}

/// The header reader over a byte source gives what it gives in chunks.
#[test]
fn header_blocks_are_read_from_a_source() {
    let message = envelope(Version::Soap12, "<m:a>1</m:a><m:q>2</m:q>");
    for window in [1, 2, 7, 64] {
        let (mut workspace, mut window, mut store) = ([0; 1024], vec![0; window], [0; 512]);
        let reader = Reader::new(&mut workspace);
        let mut pull = soapstone::soap::PullReader::new(reader, message.as_bytes(), &mut window);
        let mut headers = HeaderReader::new(&mut store);
        let mut node = NodeTable::new(&[&KNOWN]);
        let mut seen = String::new();
        while !headers.is_done() {
            match pull.next_of_headers(&mut headers, &mut node).expect("events") {
                Event::HeaderBlock(block) => seen.push_str(block.name().local().as_str()),
                Event::Text(_, text) => seen.push_str(text.as_str()),
                Event::Body(start) => assert!(start.name().is(Namespace::Soap12, "Body")),
                _ => {}
            }
        }
        assert_eq!(seen, "q2");
        assert_eq!(headers.headers().find("urn:m", "a").expect("kept").element().text(), "1");
        assert!(matches!(pull.next().expect("the rest"), Event::Close(..)));
    }
    let (mut workspace, mut window, mut store) = ([0; 1024], [0; 8], [0; 512]);
    let mut pull = soapstone::soap::PullReader::new(Reader::new(&mut workspace), message.as_bytes(), &mut window);
    let mut headers = HeaderReader::new(&mut store);
    pull.read_headers(&mut headers, &mut NodeTable::new(&[&KNOWN])).expect("the Body opens");
    assert!(headers.is_done());
}
