//! Views of faults: the generic structure, the one that differs by version, named faults, Siebel error stacks.

use soapstone::buf::Buffer;
use soapstone::soap::{
    Element, ErrorStack, Event, Failure, Fault, FaultCode, FaultReader, HeaderReader, Keeper, Leniencies, NamedFaults,
    NodeTable, Options, QName, Reader, SpecificFault, StackedError, Version, Writer,
};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind, Limit};

fn envelope(version: Version, fault: &str) -> String {
    let uri = version.uri();
    format!(
        "<?Siebel-Property-Set EscapeNames=\"false\"?><e:Envelope xmlns:e='{uri}' xmlns:m='urn:m'><e:Body>\
         <e:Fault>{fault}</e:Fault></e:Body></e:Envelope>"
    )
}

/// Reads the fault and keeps its detail, with a chunk end at this place.
fn read<'t>(
    message: &[u8],
    split: usize,
    values: &'t mut [u8],
    store: &'t mut [u8],
) -> (Fault<'t>, Option<Element<'t>>) {
    let mut workspace = [0; 1024];
    let mut reader =
        Reader::with_options(&mut workspace, Options { leniencies: Leniencies::ALL, ..Options::default() });
    let (mut faults, mut keeper) = (FaultReader::new(values), Keeper::new(store));
    let (first, second) = message.split_at(split);
    let mut open = false;
    for (mut input, last) in [(first, false), (second, true)] {
        while !open && !matches!(reader.next(&mut input, last).unwrap(), Event::NeedInput) {
            open = reader.section() == soapstone::soap::Section::Fault;
        }
        if open && faults.read_with_detail(&mut keeper, &mut reader, &mut input, last).unwrap() {
            break;
        }
    }
    let fault = faults.into_fault();
    (fault, fault.detail.then(|| keeper.into_element(0).unwrap()))
}

/// Reads at every split and gives what `show` makes of it, which must not depend on the split.
fn each_split(id: &str, message: &str, show: impl Fn(&Fault<'_>, Option<Element<'_>>) -> String) -> String {
    let mut shown = None;
    for split in 0..=message.len() {
        let (mut values, mut store) = ([0; 1024], [0; 4096]);
        let (fault, detail) = read(message.as_bytes(), split, &mut values, &mut store);
        let now = show(&fault, detail);
        assert_eq!(shown.get_or_insert_with(|| now.clone()), &now, "{id}, split at {split}");
    }
    shown.unwrap()
}

fn generic(fault: &Fault<'_>, detail: Option<Element<'_>>) -> String {
    let name = |name: QName<'_>| if name.uri.is_empty() { format!("{}", name.local) } else { format!("{name:?}") };
    let mut text = format!("code {}", name(fault.code));
    for subcode in fault.subcodes {
        text += &format!(" sub {}", name(subcode));
    }
    for reason in fault.reasons {
        text += &format!(" reason {:?} lang {:?}", reason.text, reason.lang);
    }
    text += &format!(" node {:?} role {:?}", fault.node, fault.role);
    if let Some(entry) = detail.and_then(|detail| detail.children().next()) {
        text += &format!(" detail {:?}={}", entry.name(), entry.text());
    }
    text
}

const GENERIC: &[(&str, Version, &str, &str)] = &[
    (
        "GEN-01, S-116, S-120, X-01: no language, node or subcode in SOAP 1.1",
        Version::Soap11,
        "<faultcode>e:Client</faultcode><faultstring>bad</faultstring>",
        "code {http://schemas.xmlsoap.org/soap/envelope/}Client reason \"bad\" lang None node None role None",
    ),
    (
        "GEN-02, S-117, S-118, S-122, S-123, Q-26: the role is the faultactor",
        Version::Soap11,
        "<faultcode>m:OutOfStock</faultcode><faultstring>x</faultstring><faultactor>urn:n1</faultactor>\
         <detail><m:Sku>7</m:Sku></detail>",
        "code {urn:m}OutOfStock reason \"x\" lang None node None role Some(\"urn:n1\") detail {urn:m}Sku=7",
    ),
    (
        "GEN-03, S-119, S-121",
        Version::Soap12,
        "<e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:A</e:Value><e:Subcode><e:Value>m:B</e:Value>\
         </e:Subcode></e:Subcode></e:Code><e:Reason><e:Text xml:lang='en'>x</e:Text><e:Text xml:lang='fr'>y</e:Text>\
         </e:Reason><e:Node>urn:n</e:Node><e:Role>urn:r</e:Role><e:Detail><m:d/></e:Detail>",
        "code {http://www.w3.org/2003/05/soap-envelope}Sender sub {urn:m}A sub {urn:m}B reason \"x\" lang Some(\"en\") \
         reason \"y\" lang Some(\"fr\") node Some(\"urn:n\") role Some(\"urn:r\") detail {urn:m}d=",
    ),
    (
        "V-46: the generic fault of V-34 over SOAP 1.1",
        Version::Soap11,
        "<faultcode>e:Server</faultcode><faultstring>x</faultstring>\
         <detail><m:SecondException><number>7</number></m:SecondException></detail>",
        "code {http://schemas.xmlsoap.org/soap/envelope/}Server reason \"x\" lang None node None role None \
         detail {urn:m}SecondException=",
    ),
];

#[test]
fn the_generic_structure_is_that_of_the_gateways() {
    for (id, version, fault, want) in GENERIC {
        assert_eq!(each_split(id, &envelope(*version, fault), generic), *want, "{id}");
    }
}

#[test]
fn failures_on_this_side_are_exceptions() {
    // S-115, S-117, S-118, GEN-04, X-02, X-03.
    let fault = Fault::exception(Failure::Preparing.message());
    let want = "code Exception reason \"Error occurred while preparing SOAP request\" lang None node None role None";
    assert_eq!(generic(&fault, None), want);
    assert!(fault.is_exception());
    assert!(!Fault::new(Version::Soap11, FaultCode::Receiver, "x").is_exception());
    let statuses = [Failure::Preparing, Failure::Sending, Failure::Receiving].map(Failure::status);
    assert_eq!(statuses, [900, 400, 408]);
}

fn specific(fault: &SpecificFault<'_>) -> String {
    let entries = fault.entries().map(|(key, value)| format!(" {key}={value}"));
    format!("{} {}:{}", fault.protocol(), fault.part(), entries.collect::<String>())
}

#[test]
fn the_view_by_version_has_the_keys_of_the_older_gateways() {
    // S-029, S-124, S-125, S-126, S-127, X-07, Q-20, and GEN-05 for the braces: beside the generic structure, from the
    // same fault.
    for (id, version, fault, view, want) in [
        (
            "S-126, GEN-01",
            Version::Soap11,
            0,
            Version::Soap11,
            "SOAP 1.1 Protocol Fault_1_1: faultcode=SOAP-ENV:Client faultstring=bad",
        ),
        (
            "GEN-05",
            Version::Soap11,
            1,
            Version::Soap11,
            "SOAP 1.1 Protocol Fault_1_1: faultcode={urn:m}OutOfStock faultstring=x faultactor=urn:n1",
        ),
        (
            "S-127: subcodes are lost",
            Version::Soap12,
            2,
            Version::Soap12,
            "SOAP 1.2 Protocol Fault_1_2: SOAP-ENV:Code/SOAP-ENV:Value=SOAP-ENV:Sender \
             SOAP-ENV:Reason/SOAP-Env:Text/*body=x SOAP-ENV:Reason/SOAP-Env:Text/@XML:lang=en \
             SOAP-ENV:Reason/SOAP-Env:Text/*body=y SOAP-ENV:Reason/SOAP-Env:Text/@XML:lang=fr SOAP-ENV:Node=urn:n \
             SOAP-ENV:Role=urn:r",
        ),
        (
            "X-07: SOAP 1.1 has one reason and no node",
            Version::Soap12,
            2,
            Version::Soap11,
            "SOAP 1.1 Protocol Fault_1_1: faultcode={http://www.w3.org/2003/05/soap-envelope}Sender faultstring=x \
             faultactor=urn:r",
        ),
    ] {
        let message = envelope(version, GENERIC[fault].2);
        let got = each_split(id, &message, |fault, _| {
            let mut memory = [0; 128];
            let view = SpecificFault::of(fault, view, &mut memory).unwrap();
            // Back again: the code is the same, subcodes are none.
            let back = view.to_fault();
            assert_eq!((back.code, back.role, back.detail), (fault.code, fault.role, fault.detail), "{id}");
            assert!(back.subcodes.is_empty());
            specific(&view)
        });
        assert_eq!(got, want, "{id}");
    }
    let mut memory = [0; 128];
    let local = SpecificFault::of(&Fault::exception("late"), Version::Soap12, &mut memory).unwrap();
    assert_eq!(local.code, "Exception");
    assert!(local.to_fault().is_exception());
    assert_eq!((local.detail_key(), SpecificFault::DOCUMENT), ("SOAP-ENV:Detail", "SOAP-FAULT"));
    for (protocol, want) in [
        (Some("SOAP 1.1 Protocol"), Some(Version::Soap11)),
        (Some("SOAP 1.2 Protocol"), Some(Version::Soap12)),
        (None, Some(Version::Soap12)),
        (Some("soap 1.1 protocol"), None),
    ] {
        assert_eq!(SpecificFault::version_of(protocol), want);
    }
}

#[test]
fn texts_that_do_not_fit_say_what_they_need() {
    let fault = Fault { code: QName::new("urn:m", "Late"), ..Fault::exception("x") };
    for len in 0..11 {
        let mut memory = [0; 11];
        let error = SpecificFault::of(&fault, Version::Soap11, &mut memory[..len]).unwrap_err();
        assert_eq!(error, Error::limit(Limit::TextStore, 11, 0));
    }
    let mut memory = [0; 11];
    assert_eq!(SpecificFault::of(&fault, Version::Soap11, &mut memory).unwrap().code, "{urn:m}Late");
}

#[test]
fn codes_in_braces_are_names() {
    for (text, want) in [
        ("{urn:m}a", QName::new("urn:m", "a")),
        ("{}a", QName::new("", "a")),
        ("a", QName::new("", "a")),
        ("{urn:m", QName::new("", "{urn:m")),
        ("", QName::new("", "")),
    ] {
        assert_eq!(QName::of_clark(text.into()), want);
    }
    // As a lenient reader gives it.
    let message = envelope(Version::Soap11, "<faultcode>{urn:m}OutOfStock</faultcode><faultstring>x</faultstring>");
    let got = each_split("GEN-05", &message, |fault, _| format!("{:?}", QName::of_clark(fault.code.local)));
    assert_eq!(got, "{urn:m}OutOfStock");
}

const NAMED: NamedFaults<'static> = NamedFaults(&[("urn:m", "FirstException"), ("urn:m", "SecondException")]);

#[test]
fn named_faults_are_known_by_the_first_element_of_the_detail() {
    for (id, detail, want) in [
        ("V-34, S-294, S-297", "<detail><m:SecondException><number>7</number></m:SecondException></detail>", "1 7"),
        (
            "S-293: a child without a namespace",
            "<detail><n:FirstException xmlns:n='urn:m'><text>t</text></n:FirstException></detail>",
            "0 t",
        ),
        ("V-35, S-298, S-299", "<detail><m:Other/></detail>", "none, m:Other"),
        ("only the first", "<detail><m:Other/><m:FirstException/></detail>", "none, m:Other"),
        ("another namespace", "<detail><FirstException/></detail>", "none, FirstException"),
        ("S-290: an empty detail", "<detail/>", "none, "),
        ("S-296: no detail", "", "none, "),
    ] {
        let head = "<faultcode>e:Client</faultcode><faultstring>x</faultstring>";
        let message = envelope(Version::Soap11, &format!("{head}{detail}"));
        let got = each_split(id, &message, |_, detail| match detail.and_then(|detail| NAMED.of_detail(&detail)) {
            Some((place, entry)) => format!("{place} {}", entry.children().next().unwrap().text()),
            None => {
                let first = detail.and_then(|detail| detail.children().next());
                let prefix = first.map(|e| e.prefix()).filter(|prefix| !prefix.is_empty());
                let prefix = prefix.map_or(String::new(), |prefix| format!("{prefix}:"));
                format!("none, {prefix}{}", first.map(|e| e.name().local).unwrap_or_default())
            }
        });
        assert_eq!(got, want, "{id}");
        assert_eq!(streamed(&message), want.split(' ').next().unwrap().parse().ok(), "{id}");
    }
}

/// The same without keeping anything.
fn streamed(message: &str) -> Option<usize> {
    let (mut workspace, mut values) = ([0; 1024], [0; 256]);
    let mut reader =
        Reader::with_options(&mut workspace, Options { leniencies: Leniencies::ALL, ..Options::default() });
    let mut input = message.as_bytes();
    while !matches!(reader.next(&mut input, true).unwrap(), Event::Fault(_)) {}
    let mut faults = FaultReader::new(&mut values);
    let mut starts = 0;
    loop {
        match faults.next(&mut reader, &mut input, true).unwrap() {
            Event::Start(_, start) => {
                starts += 1;
                if starts == 2 {
                    return NAMED.of_start(&start);
                }
            }
            Event::Close(..) => return None,
            _ => {}
        }
    }
}

const STACKS: &[(&str, &str, &str)] = &[
    (
        "V-13, S-167",
        "<siebelf:errorstack xmlns:siebelf='http://www.siebel.com/ws/fault'><siebelf:error>\
         <siebelf:errorcode>c</siebelf:errorcode><siebelf:errorsymbol>S</siebelf:errorsymbol>\
         <siebelf:errormsg>t</siebelf:errormsg></siebelf:error><siebelf:error><siebelf:errorsymbol/>\
         <siebelf:errormsg>t2</siebelf:errormsg></siebelf:error></siebelf:errorstack>",
        "[c,S,t][-,,t2]",
    ),
    (
        "V-14, X-09",
        "<siebelf:siebdetail xmlns:siebelf='http://www.siebel.com/ws/fault'><siebelf:logfilename> a.log\n</siebelf:logfilename>\
         <siebelf:errorstack><siebelf:error><siebelf:errormsg>t</siebelf:errormsg></siebelf:error></siebelf:errorstack>\
         </siebelf:siebdetail>",
        "a.log[-,-,t]",
    ),
    (
        "X-10: the namespace of Oracle",
        "<f:errorstack xmlns:f='http://www.oracle.com/ws/fault'><f:error><f:errorsymbol>S</f:errorsymbol></f:error>\
         <f:error/></f:errorstack>",
        "[-,S,-][-,-,-]",
    ),
    (
        "children without a namespace",
        "<f:errorstack xmlns:f='http://www.siebel.com/ws/fault'><error><errormsg>t</errormsg></error></f:errorstack>",
        "[-,-,t]",
    ),
    ("no namespace at all", "<errorstack><error><errorcode>7</errorcode></error></errorstack>", "[7,-,-]"),
    ("a log file only", "<siebdetail><logfilename>x</logfilename></siebdetail>", "x"),
    ("no stack", "<m:error><errormsg>t</errormsg></m:error>", "none"),
    ("a stack of another", "<m:errorstack><m:error/></m:errorstack>", "none"),
    ("an error outside a stack", "<siebdetail><error/></siebdetail>", ""),
];

fn stack(detail: Option<Element<'_>>) -> String {
    let Some(stack) = detail.and_then(|detail| ErrorStack::of(&detail)) else { return "none".to_owned() };
    let part = |part: Option<soapstone::xml::Str<'_>>| part.map_or("-".to_owned(), |part| part.to_string());
    let error = |e: StackedError<'_>| format!("[{},{},{}]", part(e.code), part(e.symbol), part(e.message));
    let log = stack.log_file_name().map(|name| name.to_string()).unwrap_or_default();
    log + &stack.errors().map(error).collect::<String>()
}

#[test]
fn error_stacks_are_read_in_every_shape() {
    for (id, detail, want) in STACKS {
        // X-10: the code without its prefix, as some of these servers write it.
        let fault = format!("<faultcode>Client</faultcode><faultstring>x</faultstring><detail>{detail}</detail>");
        let got = each_split(id, &envelope(Version::Soap11, &fault), |_, detail| stack(detail));
        assert_eq!(got, *want, "{id}");
    }
}

#[test]
fn error_stacks_are_written_through_any_buffer() {
    // S-167, V-13, V-14, Q-04.
    let errors = [
        StackedError { code: Some("c".into()), symbol: Some("S".into()), message: Some("t < u".into()) },
        StackedError { symbol: Some("".into()), ..StackedError::default() },
    ];
    for (log, want) in [(None, "[c,S,t < u][-,,-]"), (Some("a.log"), "a.log[c,S,t < u][-,,-]")] {
        for (version, size) in
            [Version::Soap11, Version::Soap12].into_iter().flat_map(|v| (96..160).map(move |s| (v, s)))
        {
            let fault = Fault::new(version, FaultCode::Receiver, "x");
            let (mut memory, mut workspace) = (vec![0; size], [0; 512]);
            let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
            let (mut bytes, mut step) = (Vec::new(), 0);
            while step < 5 {
                let done = match step {
                    0 => writer.envelope(),
                    1 => writer.fault_with_detail(&fault),
                    2 => writer.sequence(|steps| StackedError::write(steps, log, errors)),
                    3 => writer.end(),
                    _ => writer.finish(),
                };
                bytes.extend_from_slice(writer.sink().bytes());
                writer.sink_mut().clear();
                match done {
                    Ok(()) => step += 1,
                    Err(WriteError::Full) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
            let (mut values, mut store) = ([0; 256], [0; 1024]);
            let (_, detail) = read(&bytes, 0, &mut values, &mut store);
            assert_eq!(stack(detail), want, "{version:?}, buffer of {size}");
        }
    }
}

#[test]
fn the_words_of_siebel_for_a_header_block() {
    // V-12, S-166: the prefix as written.
    for (id, block, want) in [
        ("V-12", "<m:useless xmlns:m='urn:m' e:mustUnderstand='1'/>", "'m:useless'"),
        ("no prefix", "<useless xmlns='urn:m' e:mustUnderstand='1'/>", "'useless'"),
    ] {
        let uri = Version::Soap11.uri();
        let message = format!("<e:Envelope xmlns:e='{uri}'><e:Header>{block}</e:Header><e:Body/></e:Envelope>");
        let (mut workspace, mut store) = ([0; 512], [0; 256]);
        let (mut reader, mut headers) = (Reader::new(&mut workspace), HeaderReader::new(&mut store));
        let read = headers.read(&mut reader, &mut message.as_bytes(), true, &mut NodeTable::new(&[]));
        assert_eq!(read.unwrap_err().kind, ErrorKind::NotUnderstood);
        let headers = headers.into_headers();
        let (name, prefix) = headers.not_understood().next().unwrap();
        let want =
            format!("Unable to process SOAP Header child element {want} with 'mustUnderstand=\"1\"'(SBL-EAI-08000)");
        for len in 0..=want.len() {
            let mut memory = vec![0; len];
            let fault = Fault::unprocessed(Version::Soap11, prefix.as_str(), name.local.as_str(), &mut memory);
            match fault {
                Ok(fault) => {
                    assert_eq!((len, fault.reason().as_str()), (want.len(), want.as_str()), "{id}");
                    assert_eq!(fault.code, QName::new(uri, "MustUnderstand"), "{id}");
                }
                Err(error) => assert_eq!(error, Error::limit(Limit::TextStore, want.len() as u64, 0), "{id}"),
            }
        }
    }
}
