//! Calls that are refused, and what is left after them.

use crate::calls::Op::{self, *};
use crate::calls::{make, write};
use crate::{M, fault};
use soapstone::buf::Buffer;
use soapstone::soap::{
    BlockAttributes, Event, Fault, Leniencies, Options, QName, Reader, Reason, Version, Versions, Writer,
};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind};

/// The order of calls and the error the last of them gives.
#[test]
fn misuse() {
    use ErrorKind as E;
    use Version::{Soap11, Soap12};
    let relay = BlockAttributes { relay: true, ..BlockAttributes::default() };
    let none = BlockAttributes::default();
    let f = fault(Soap12);
    let cases: &[(&str, Version, &[Op<'_>], ErrorKind)] = &[
        ("no envelope", Soap11, &[Body], E::OutOfOrder),
        ("two envelopes", Soap11, &[Envelope, Envelope], E::OutOfOrder),
        ("declaration late", Soap11, &[Envelope, Declaration], E::OutOfOrder),
        ("pin late", Soap11, &[Envelope, Pin("m", M)], E::OutOfOrder),
        ("two headers", Soap11, &[Envelope, Header, Header], E::OutOfOrder),
        ("two bodies", Soap11, &[Envelope, Body, Body], E::OutOfOrder),
        ("header after body", Soap11, &[Envelope, Body, Header], E::OutOfOrder),
        ("block after body", Soap11, &[Envelope, Body, Block(M, "a", none)], E::OutOfOrder),
        ("block in block", Soap11, &[Envelope, Block(M, "a", none), Block(M, "b", none)], E::OutOfOrder),
        ("unqualified block", Soap11, &[Envelope, Block("", "a", none)], E::UnqualifiedHeaderBlock),
        ("relay in 1.1", Soap11, &[Envelope, Block(M, "a", relay)], E::MisplacedAttribute),
        ("NotUnderstood in 1.1", Soap11, &[Envelope, NotUnderstood(M, "a")], E::InvalidArgument),
        ("body in block", Soap11, &[Envelope, Block(M, "a", none), Body], E::OutOfOrder),
        ("end of the header", Soap11, &[Envelope, Header, End], E::OutOfOrder),
        ("end with an element open", Soap11, &[Envelope, Entry(M, "a"), Start(M, "b"), End], E::OutOfOrder),
        ("content ends its item", Soap11, &[Envelope, Entry(M, "a"), Stop], E::OutOfOrder),
        ("text in the body", Soap11, &[Envelope, Body, Text("x")], E::OutOfOrder),
        ("element in the envelope", Soap11, &[Envelope, Start(M, "x")], E::OutOfOrder),
        ("unqualified attribute", Soap12, &[Envelope, Attribute("", "x", "1")], E::UnqualifiedAttribute),
        ("encodingStyle", Soap12, &[Envelope, Attribute(Soap12.uri(), "encodingStyle", "x")], E::MisplacedAttribute),
        (
            "encodingStyle on Detail",
            Soap12,
            &[Envelope, FaultWithDetail(f), Attribute(Soap12.uri(), "encodingStyle", "x")],
            E::MisplacedAttribute,
        ),
        ("fault after an entry", Soap12, &[Envelope, Entry(M, "a"), End, Op::Fault(f)], E::FaultNotAlone),
        ("entry after a fault", Soap12, &[Envelope, Op::Fault(f), Entry(M, "a")], E::FaultNotAlone),
        ("two faults", Soap11, &[Envelope, Op::Fault(f), Op::Fault(f)], E::FaultNotAlone),
        ("trailer in 1.2", Soap12, &[Envelope, Body, Trailer(M, "a")], E::TrailingElement),
        ("unqualified trailer", Soap11, &[Envelope, Body, Trailer("", "a")], E::TrailingElement),
        ("entry after a trailer", Soap11, &[Envelope, Trailer(M, "a"), End, Entry(M, "b")], E::OutOfOrder),
        ("finish in an entry", Soap11, &[Envelope, Entry(M, "a"), Finish], E::OutOfOrder),
        ("finish twice", Soap11, &[Envelope, Finish, Finish], E::OutOfOrder),
        ("not a name", Soap11, &[Envelope, Entry(M, "a b")], E::WriteName),
        ("not a character", Soap11, &[Envelope, Entry(M, "a"), Text("\u{1}")], E::WriteChar),
    ];
    for (what, version, ops, kind) in cases {
        assert_eq!(write(*version, ops, 4096).unwrap_err().kind, *kind, "{what}");
    }
}

/// FLT-07, FLT-18: a code read with a prefix that was not declared cannot be written; nothing of the fault is.
#[test]
fn codes_that_mean_nothing() {
    use Version::{Soap11, Soap12};
    let digit = Fault { subcodes: QName::new(M, "5").into(), ..fault(Soap12) };
    let (unbound, empty) = ([QName::new("", "rpc:ProcedureNotPresent")], [QName::default()]);
    let code = Fault { code: QName::new("", "zz:Boom"), ..fault(Soap11) };
    let cases = [
        (Soap11, code, Some(ErrorKind::WriteUnbound)),
        (Soap12, code, Some(ErrorKind::WriteUnbound)),
        (Soap12, Fault { subcodes: unbound[..].into(), ..fault(Soap12) }, Some(ErrorKind::WriteUnbound)),
        (Soap12, Fault { subcodes: empty[..].into(), ..fault(Soap12) }, Some(ErrorKind::WriteName)),
        (Soap12, digit, Some(ErrorKind::WriteName)),
        // SOAP 1.1 has no place for subcodes, and a code that is missing or lost its namespace has a meaning.
        (Soap11, Fault { subcodes: unbound[..].into(), ..fault(Soap12) }, None),
        (Soap11, Fault { code: QName::default(), ..fault(Soap11) }, None),
        (Soap12, Fault { code: QName::new("", "Client"), ..fault(Soap11) }, None),
        (Soap12, Fault { code: QName::new("", "Boom"), ..fault(Soap11) }, None),
    ];
    for (version, given, expected) in cases {
        let (mut memory, mut workspace) = ([0; 1024], [0; 512]);
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
        writer.envelope().unwrap();
        let before = writer.sink().bytes().len();
        let refused = writer.fault(&given).err();
        let kind = refused.map(|why| match why {
            WriteError::Error(error) => error.kind,
            WriteError::Full => unreachable!(),
        });
        assert_eq!(kind, expected, "{given:?}");
        if expected.is_some() {
            assert_eq!(writer.sink().bytes().len(), before, "{given:?}");
            writer.fault(&fault(version)).unwrap();
        }
        writer.finish().unwrap();
    }
}

/// A subcode in no namespace has no name where the default namespace is that of the Envelope.
#[test]
fn codes_without_a_namespace_in_a_default_one() {
    for (version, refused) in [(Version::Soap11, false), (Version::Soap12, true)] {
        let (mut memory, mut workspace) = ([0; 1024], [0; 512]);
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
        writer.envelope_prefixed("").unwrap();
        let before = writer.sink().bytes().len();
        let given = Fault { code: QName::new("", "Boom"), ..fault(Version::Soap11) };
        match writer.fault(&given) {
            Err(WriteError::Error(error)) => assert_eq!((error.kind, refused), (ErrorKind::WriteUnbound, true)),
            other => assert!(other.is_ok() && !refused, "{other:?}"),
        }
        if refused {
            assert_eq!(writer.sink().bytes().len(), before);
            writer.fault(&fault(version)).unwrap();
        }
        writer.finish().unwrap();
    }
}

#[test]
fn a_refused_call_leaves_no_trace() {
    let mut memory = [0; 1024];
    let mut workspace = [0; 512];
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    writer.envelope().unwrap();
    let bad = BlockAttributes { role: Some("\u{1}"), ..BlockAttributes::default() };
    assert!(writer.header_block(M, "a", &bad).is_err());
    assert!(writer.header_block(M, "a b", &BlockAttributes::default()).is_err());
    assert!(writer.not_understood(M, "a").is_err());
    writer.header_block(M, "a", &BlockAttributes::default()).unwrap();
    writer.end().unwrap();
    assert!(writer.body_entry(M, "a b").is_err());
    for bad in [
        Fault { role: Some("\u{1}".into()), ..fault(Version::Soap11) },
        Fault { reasons: Reason { text: "\u{FFFE}".into(), lang: None }.into(), ..fault(Version::Soap11) },
        Fault { code: QName::new(M, "\u{1}"), ..fault(Version::Soap11) },
        Fault { code: QName::new(M, "not a name"), ..fault(Version::Soap11) },
    ] {
        assert!(writer.fault(&bad).is_err());
        assert!(writer.fault_with_detail(&bad).is_err());
    }
    writer.body_entry(M, "a").unwrap();
    writer.end().unwrap();
    writer.finish().unwrap();
    let expected = r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><ns1:a xmlns:ns1="urn:m"/></soap:Header><soap:Body><ns1:a xmlns:ns1="urn:m"/></soap:Body></soap:Envelope>"#;
    assert_eq!(std::str::from_utf8(writer.sink().bytes()).unwrap(), expected);
}

/// For want of workspace a fault may stop in the middle.
#[test]
fn a_call_that_fails_in_the_middle_latches() {
    let given = Fault { code: QName::new(M, "OutOfStock"), ..fault(Version::Soap12) };
    let (mut latched, mut complete) = (0, 0);
    for size in 0..512 {
        let mut memory = [0; 1024];
        let mut workspace = vec![0; size];
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
        if writer.envelope().and_then(|()| writer.body()).is_err() {
            continue;
        }
        let written = writer.written();
        match writer.fault(&given) {
            Ok(()) => complete += 1,
            Err(error) if writer.written() > written => {
                latched += 1;
                assert!(matches!(error, WriteError::Error(Error { kind: ErrorKind::Limit, .. })));
                assert_eq!(writer.finish(), Err(error));
                assert_eq!(writer.xml().start(M, "a"), Err(error));
            }
            Err(_) => writer.finish().unwrap(),
        }
    }
    assert!(latched > 0 && complete > 0);
}

#[test]
fn nothing_comes_between_a_full_call_and_its_repetition() {
    let mut memory = [0; 110];
    let mut workspace = [0; 256];
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    writer.envelope().unwrap();
    let block = BlockAttributes { must_understand: true, ..BlockAttributes::default() };
    assert_eq!(writer.header_block(M, "a", &block), Err(WriteError::Full));
    assert!(writer.sink().bytes().ends_with(b"<ns1:a xmlns:ns1=\"urn:m\""));
    for refused in [writer.body(), writer.xml().text_whole("x"), writer.end(), writer.finish()] {
        assert!(matches!(refused, Err(WriteError::Error(Error { kind: ErrorKind::OutOfOrder, .. }))));
    }
    writer.sink_mut().clear();
    writer.header_block(M, "a", &block).unwrap();
    assert_eq!(writer.sink().bytes(), b" soap:mustUnderstand=\"1\"");
    writer.sink_mut().clear();
    writer.end().unwrap();
    writer.finish().unwrap();
}

/// Calls at random, through buffers of random size: what is taken to the end is a message, the rest is refused.
#[test]
fn calls_at_random() {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |limit: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % limit as u64) as usize
    };
    let block = BlockAttributes { must_understand: true, role: Some("urn:r"), ..BlockAttributes::default() };
    let mut complete = 0;
    for _ in 0..20_000 {
        let version = [Version::Soap11, Version::Soap12][below(2)];
        let bad = Fault { code: QName::new(M, "X"), ..fault(Version::Soap11) };
        let pool = [
            Header,
            Block(M, "h", block),
            Upgrade(Versions::Both),
            NotUnderstood(M, "h"),
            Body,
            Entry(M, "a"),
            Entry("", "b"),
            Op::Fault(fault(version)),
            FaultWithDetail(bad),
            Trailer(M, "t"),
            Start(M, "x"),
            Start("", "y"),
            Attribute("", "z", "1"),
            Attribute(M, "z", "<&\"\n"),
            Text("a<b>&]]>\r"),
            Stop,
            Stop,
            End,
            End,
            Finish,
        ];
        let (mut memory, mut workspace, mut out) = (vec![0; 90 + below(400)], [0; 1024], Vec::new());
        let mut drain = |buffer: &mut Buffer<'_>| {
            out.extend_from_slice(buffer.bytes());
            buffer.clear();
        };
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
        let mut finished = false;
        make(Envelope, &mut writer, &mut drain).unwrap();
        for _ in 0..25 {
            let op = pool[below(pool.len())];
            let made = make(op, &mut writer, &mut drain);
            assert!(!finished || made.is_err(), "a call after the end");
            finished |= made.is_ok() && matches!(op, Finish);
        }
        drain(writer.sink_mut());
        if finished {
            complete += 1;
            let message = String::from_utf8(out).unwrap();
            let (mut workspace, mut input) = ([0; 4096], message.as_bytes());
            // The writer leaves attributes of SOAP 1.1 parts to the caller.
            let options = Options { leniencies: Leniencies::UNQUALIFIED_ATTRIBUTES, ..Options::default() };
            let mut reader = Reader::with_options(&mut workspace, options);
            loop {
                match reader.next(&mut input, true) {
                    Ok(Event::Finished) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{error}: {message}"),
                }
            }
        }
    }
    assert!(complete > 2000, "only {complete} messages");
}
