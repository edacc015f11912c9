//! Messages written: the exact bytes, through every size of output buffer, read back strictly.

mod calls;
mod misuse;

use calls::Op::{self, *};
use calls::{make, write};
use soapstone::buf::{Buffer, Counter};
use soapstone::soap::{
    BlockAttributes, Event, Fault, FaultCode, FaultReader, QName, Reader, Reason, Version, Versions, Writer,
};
use soapstone::{Error, Limit};

/// Reads a message strictly; its fault, if there is one, as the reader saw it.
fn read<'t>(message: &[u8], store: &'t mut [u8]) -> Result<Option<Fault<'t>>, Error> {
    let mut workspace = vec![0; 4096];
    let mut reader = Reader::new(&mut workspace);
    let mut fault = None;
    let mut input = message;
    let mut store = Some(store);
    loop {
        match reader.next(&mut input, true)? {
            Event::Finished => return Ok(fault),
            Event::Fault(_) => {
                let mut values = FaultReader::new(store.take().unwrap());
                assert!(values.read(&mut reader, &mut input, true)?);
                fault = Some(values.into_fault());
            }
            _ => {}
        }
    }
}

fn same(a: &Fault<'_>, b: &Fault<'_>) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

const M: &str = "urn:m";

fn fault(version: Version) -> Fault<'static> {
    Fault::new(version, FaultCode::Sender, "bad")
}

fn all_parts<'a>(subcodes: &'a [QName<'a>; 2], reasons: &'a [Reason<'a>; 2]) -> Fault<'a> {
    Fault {
        subcodes: subcodes[..].into(),
        reasons: reasons[..].into(),
        node: Some("urn:node:1".into()),
        role: Some(Version::Soap12.role_next().into()),
        ..fault(Version::Soap12)
    }
}

/// Takes a message: id, version, calls, bytes.
type Check<'a> = dyn FnMut(&str, Version, &[Op<'_>], &str) + 'a;

/// Every message.
fn messages(check: &mut Check<'_>) {
    use Version::{Soap11, Soap12};
    let ctx = BlockAttributes { must_understand: true, role: Some(Soap11.role_next()), ..BlockAttributes::default() };
    let all = BlockAttributes {
        must_understand: true,
        role: Some("urn:r"),
        relay: true,
        encoding_style: Some(Soap12.encoding().uri()),
    };
    let none = BlockAttributes { role: Some(""), ..BlockAttributes::default() };
    let subcodes = [QName::new(M, "Limit"), QName::new(M, "Qty")];
    let en_de = [("too many", "en"), ("zu viele", "de")]
        .map(|(text, lang)| Reason { text: text.into(), lang: Some(lang.into()) });
    let custom = Fault { code: QName::new(M, "OutOfStock"), role: Some("urn:n1".into()), ..fault(Soap11) };

    check(
        "ENV-01",
        Soap11,
        &[Envelope, Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>"#,
    );
    check(
        "ENV-02",
        Soap12,
        &[Envelope, Header, Entry(M, "a"), End, Finish],
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header/><soap:Body><ns1:a xmlns:ns1="urn:m"/></soap:Body></soap:Envelope>"#,
    );
    check(
        "ENV-06",
        Soap11,
        &[Envelope, Body, Trailer(M, "t"), Start("", "x"), Stop, End, Trailer(M, "u"), End, Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/><ns1:t xmlns:ns1="urn:m"><x/></ns1:t><ns1:u xmlns:ns1="urn:m"/></soap:Envelope>"#,
    );
    check(
        "ENV-10",
        Soap11,
        &[Envelope, Entry("", "plain"), End, Entry(M, "b"), End, Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><plain/><ns1:b xmlns:ns1="urn:m"/></soap:Body></soap:Envelope>"#,
    );
    check(
        "ENV-11",
        Soap12,
        &[Envelope, Attribute(M, "x", "1"), Header, Attribute(M, "x", "2"), Body, Attribute(M, "x", "3"), Finish],
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:ns1="urn:m" ns1:x="1"><soap:Header ns1:x="2"/><soap:Body ns1:x="3"/></soap:Envelope>"#,
    );
    check(
        "ENV-16",
        Soap11,
        &[Declaration, Envelope, Finish],
        r#"<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>"#,
    );
    check(
        "ENV-19",
        Soap12,
        &[Prefixed(""), Entry("", "a"), End, Finish],
        r#"<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"><Body><a xmlns=""/></Body></Envelope>"#,
    );
    check(
        "ES-02",
        Soap11,
        &[Envelope, Attribute(Soap11.uri(), "encodingStyle", Soap11.encoding().uri()), Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><soap:Body/></soap:Envelope>"#,
    );
    // S-003, S-004, S-089, S-090, S-091: any block, with any attributes; an empty role is left out.
    check(
        "MU-02",
        Soap12,
        &[Envelope, Block(M, "h", all), Text("a&b"), End, Block(M, "i", none), End, Finish],
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header><ns1:h xmlns:ns1="urn:m" soap:mustUnderstand="1" soap:role="urn:r" soap:relay="1" soap:encodingStyle="http://www.w3.org/2003/05/soap-encoding">a&amp;b</ns1:h><ns1:i xmlns:ns1="urn:m"/></soap:Header><soap:Body/></soap:Envelope>"#,
    );
    // S-003, S-006, S-092: header blocks and body entries are written apart.
    check(
        "G-01",
        Soap11,
        &[
            Pin("m", M),
            Prefixed("e"),
            Block(M, "ctx", ctx),
            Text("t1"),
            End,
            Entry(M, "Quote"),
            Start(M, "sku"),
            Text("A-7"),
            Stop,
            Start(M, "qty"),
            Text("3"),
            Stop,
            End,
            Finish,
        ],
        r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><m:ctx xmlns:m="urn:m" e:mustUnderstand="1" e:actor="http://schemas.xmlsoap.org/soap/actor/next">t1</m:ctx></e:Header><e:Body><m:Quote xmlns:m="urn:m"><m:sku>A-7</m:sku><m:qty>3</m:qty></m:Quote></e:Body></e:Envelope>"#,
    );
    check(
        "FLT-01",
        Soap11,
        &[Envelope, Op::Fault(fault(Soap11)), Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>bad</faultstring></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    // S-126, X-13: the children of the Fault have no namespace.
    check(
        "FLT-03",
        Soap11,
        &[Envelope, FaultWithDetail(custom), Start(M, "Sku"), Text("7"), Stop, End, Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode xmlns:ns1="urn:m">ns1:OutOfStock</faultcode><faultstring>bad</faultstring><faultactor>urn:n1</faultactor><detail><ns1:Sku xmlns:ns1="urn:m">7</ns1:Sku></detail></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    check(
        "FLT-09",
        Soap11,
        &[Envelope, FaultWithDetail(fault(Soap11)), End, Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>bad</faultstring><detail/></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    check(
        "FLT-10",
        Soap11,
        &[Envelope, Entry(M, "a"), End, Op::Fault(fault(Soap11)), Entry(M, "b"), End, Finish],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><ns1:a xmlns:ns1="urn:m"/><soap:Fault><faultcode>soap:Client</faultcode><faultstring>bad</faultstring></soap:Fault><ns1:b xmlns:ns1="urn:m"/></soap:Body></soap:Envelope>"#,
    );
    check(
        "FLT-20",
        Soap12,
        &[Envelope, Op::Fault(fault(Soap11)), Finish],
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">bad</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    check(
        "G-03",
        Soap11,
        &[FaultMessage(Fault::new(Soap11, FaultCode::VersionMismatch, "SOAP 1.2 only"), Some(Versions::Soap12))],
        r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><ns1:Upgrade xmlns:ns1="http://www.w3.org/2003/05/soap-envelope"><ns1:SupportedEnvelope qname="ns1:Envelope"/></ns1:Upgrade></soap:Header><soap:Body><soap:Fault><faultcode>soap:VersionMismatch</faultcode><faultstring>SOAP 1.2 only</faultstring></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    check(
        "VER-01",
        Soap12,
        &[Envelope, Upgrade(Versions::Both), Op::Fault(Fault::new(Soap12, FaultCode::VersionMismatch, "x")), Finish],
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header><soap:Upgrade><soap:SupportedEnvelope qname="soap:Envelope"/><soap:SupportedEnvelope xmlns:ns1="http://schemas.xmlsoap.org/soap/envelope/" qname="ns1:Envelope"/></soap:Upgrade></soap:Header><soap:Body><soap:Fault><soap:Code><soap:Value>soap:VersionMismatch</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">x</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    check(
        "G-04",
        Soap12,
        &[
            Envelope,
            NotUnderstood(M, "ctx"),
            NotUnderstood("urn:k", "lock"),
            Op::Fault(Fault::new(Soap12, FaultCode::MustUnderstand, "header not understood")),
            Finish,
        ],
        r#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header><soap:NotUnderstood xmlns:ns1="urn:m" qname="ns1:ctx"/><soap:NotUnderstood xmlns:ns1="urn:k" qname="ns1:lock"/></soap:Header><soap:Body><soap:Fault><soap:Code><soap:Value>soap:MustUnderstand</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">header not understood</soap:Text></soap:Reason></soap:Fault></soap:Body></soap:Envelope>"#,
    );
    // S-119, S-120, S-121, S-122, S-123: every part of a fault.
    check(
        "G-05",
        Soap12,
        &[
            Pin("m", M),
            Prefixed("e"),
            FaultWithDetail(all_parts(&subcodes, &en_de)),
            Start(M, "max"),
            Text("5"),
            Stop,
            End,
            Finish,
        ],
        r#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value xmlns:m="urn:m">m:Limit</e:Value><e:Subcode><e:Value xmlns:m="urn:m">m:Qty</e:Value></e:Subcode></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">too many</e:Text><e:Text xml:lang="de">zu viele</e:Text></e:Reason><e:Node>urn:node:1</e:Node><e:Role>http://www.w3.org/2003/05/soap-envelope/role/next</e:Role><e:Detail><m:max xmlns:m="urn:m">5</m:max></e:Detail></e:Fault></e:Body></e:Envelope>"#,
    );
}

#[test]
fn the_bytes() {
    messages(&mut |id, version, ops, expected| {
        let out = write(version, ops, 4096).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected, "{id}");
    });
}

#[test]
fn every_size_of_buffer() {
    messages(&mut |id, version, ops, expected| {
        let mut enough = None;
        for size in 0..=expected.len() {
            match write(version, ops, size) {
                Ok(out) => {
                    assert_eq!(String::from_utf8(out).unwrap(), expected, "{id} through {size}");
                    enough.get_or_insert(size);
                }
                Err(error) => {
                    let exceeded = error.exceeded.unwrap_or_else(|| panic!("{id} through {size}: {error}"));
                    assert_eq!(exceeded.limit, Limit::Output, "{id} through {size}");
                    assert!(exceeded.needed > size as u64, "{id} through {size}");
                    assert_eq!(enough, None, "{id} through {size}");
                }
            }
        }
        let longest = expected.split_inclusive('>').map(str::len).max().unwrap();
        assert!(enough.unwrap() <= longest, "{id}: {enough:?} for {longest}");
    });
}

#[test]
fn the_length_beforehand() {
    messages(&mut |id, version, ops, expected| {
        let mut workspace = vec![0; 4096];
        let mut writer = Writer::new(Counter::new(), &mut workspace, version);
        for op in ops {
            make(*op, &mut writer, &mut |_| panic!("a counter is never full")).unwrap();
        }
        assert_eq!(writer.sink().count(), expected.len() as u64, "{id}");
        assert_eq!(writer.written(), expected.len() as u64, "{id}");
    });
}

#[test]
fn a_writer_can_be_kept_and_resumed() {
    messages(&mut |id, version, ops, expected| {
        let (mut workspace, mut out) = (vec![0; 4096], Vec::new());
        let mut state = soapstone::soap::WriterState::new(version, Default::default());
        for op in ops {
            let mut memory = vec![0; 4096];
            let mut writer = Writer::resume(state, Buffer::new(&mut memory), &mut workspace);
            make(*op, &mut writer, &mut |_| panic!("large enough")).unwrap();
            out.extend_from_slice(writer.sink().bytes());
            state = writer.state();
        }
        assert_eq!(String::from_utf8(out).unwrap(), expected, "{id}");
    });
}

#[test]
fn strict_readers_accept_all() {
    messages(&mut |id, _, ops, expected| {
        let mut store = [0; 1024];
        let seen = read(expected.as_bytes(), &mut store).unwrap_or_else(|error| panic!("{id}: {error}"));
        let faults = ops.iter().filter(|op| matches!(op, Op::Fault(_) | FaultWithDetail(_) | FaultMessage(..)));
        assert_eq!(seen.is_some(), faults.count() > 0, "{id}");
    });
}

/// What is written is read back as the same fault, in either version.
#[test]
fn faults_come_back() {
    let subcodes = [QName::new(M, "Limit"), QName::new(M, "Qty")];
    let reasons = [("too many", "en"), ("zu viele", "de")];
    let reasons = reasons.map(|(text, lang)| Reason { text: text.into(), lang: Some(lang.into()) });
    let plain = Fault { reasons: [][..].into(), ..fault(Version::Soap11) };
    let dotted = Fault { code: QName::new(Version::Soap11.uri(), "Client.Auth"), ..plain };
    let custom = Fault { code: QName::new(M, "OutOfStock"), node: Some("urn:n".into()), ..fault(Version::Soap11) };
    for given in [all_parts(&subcodes, &reasons), plain, dotted, custom] {
        for version in [Version::Soap11, Version::Soap12] {
            let message = write(version, &[Envelope, Op::Fault(given), Finish], 4096).unwrap();
            let mut store = [0; 1024];
            let seen = read(&message, &mut store).unwrap().unwrap();
            let mut meant = given.to_version(version);
            // Both versions demand a reason, SOAP 1.2 one with a language.
            let reasons: Vec<_> = meant.reasons.iter().collect();
            let reasons: Vec<_> = match (version, &reasons[..]) {
                (Version::Soap12, []) => vec![Reason { text: "".into(), lang: Some("en".into()) }],
                (Version::Soap12, given) => {
                    given.iter().map(|r| Reason { lang: r.lang.or(Some("en".into())), ..*r }).collect()
                }
                (Version::Soap11, []) => vec![Reason::default()],
                (Version::Soap11, given) => given.iter().copied().take(1).collect(),
            };
            meant.reasons = reasons[..].into();
            assert!(same(&seen, &meant), "{seen:?} is not {meant:?}");
        }
    }
}
