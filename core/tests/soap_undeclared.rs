//! Prefixes taken as declared around the root; what they mean in messages is in `soap/undeclared.txt` of the vectors.

use soapstone::buf::Buffer;
use soapstone::soap::{Event, Keeper, QName, Reader, Version, Writer};
use soapstone::{Error, ErrorKind, Limit};

const PREFIXES: [(&str, &str); 3] = [
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("m", "urn:m"),
];

/// Bindings take the room the documentation says, an exact workspace does, and a smaller one says what it needs.
#[test]
fn assumed_prefixes_take_room() {
    let message = b"<SOAP-ENV:Envelope><SOAP-ENV:Body/></SOAP-ENV:Envelope>";
    let assume = |workspace: &mut [u8]| {
        let mut reader = Reader::new(workspace);
        PREFIXES.iter().try_for_each(|(prefix, uri)| reader.assume_prefix(prefix, uri))?;
        let mut input = &message[..];
        while !matches!(reader.next(&mut input, true)?, Event::Finished) {}
        Ok::<usize, Error>(reader.workspace_peak())
    };
    let peak = assume(&mut [0; 512]).unwrap();
    for size in 0..peak {
        let error = assume(&mut vec![0; size]).unwrap_err();
        let exceeded = error.exceeded.unwrap();
        assert_eq!(exceeded.limit, Limit::Workspace, "{size}");
        assert!(exceeded.needed > size as u64 && exceeded.needed <= peak as u64, "{size}: {exceeded:?}");
    }
    assert_eq!(assume(&mut vec![0; peak]), Ok(peak));
}

#[test]
fn prefixes_that_cannot_be_assumed() {
    let table = [
        ("xml", "urn:x"),
        ("xmlns", "urn:x"),
        ("p", ""),
        ("", "urn:x"),
        ("a:b", "urn:x"),
        ("1", "urn:x"),
        ("p", "http://www.w3.org/XML/1998/namespace"),
        ("p", "http://www.w3.org/2000/xmlns/"),
    ];
    for (prefix, uri) in table {
        let mut workspace = [0; 128];
        let mut reader = Reader::new(&mut workspace);
        let refused = Err(Error::new(ErrorKind::InvalidArgument, 0));
        assert_eq!(reader.assume_prefix(prefix, uri), refused, "{prefix}");
        assert_eq!(reader.next(&mut &b"<a/>"[..], true).map(drop), refused, "{prefix}: an error latches");
    }
    let mut workspace = [0; 128];
    let mut reader = Reader::new(&mut workspace);
    assert!(matches!(reader.next(&mut &b" "[..], false), Ok(Event::NeedInput)));
    assert_eq!(reader.assume_prefix("p", "urn:x"), Err(Error::new(ErrorKind::InvalidArgument, 1)));
}

/// An element that is kept and written again has the declarations its message lacked.
#[test]
fn what_is_kept_is_declared_when_written() {
    let message = b"<SOAP-ENV:Envelope><SOAP-ENV:Body><m:a xsi:type=\"m:t\"><m:b>m:c</m:b></m:a></SOAP-ENV:Body></SOAP-ENV:Envelope>";
    for size in [1, message.len()] {
        let (mut workspace, mut store, mut memory) = ([0; 512], [0; 512], [0; 512]);
        let mut reader = Reader::new(&mut workspace);
        PREFIXES.iter().try_for_each(|(prefix, uri)| reader.assume_prefix(prefix, uri)).unwrap();
        let mut keeper = Keeper::new(&mut store);
        'message: for chunk in message.chunks(size) {
            let mut input = chunk;
            loop {
                match reader.next(&mut input, false).unwrap() {
                    Event::NeedInput => break,
                    event if keeper.take(&event) => break 'message,
                    _ => {}
                }
            }
        }
        let kept = keeper.into_element(reader.offset()).unwrap();
        let mut workspace = [0; 512];
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
        writer.envelope().unwrap();
        writer.body_entry("urn:x", "kept").unwrap();
        writer.sequence(|steps| steps.element(&kept)).unwrap();
        writer.end().unwrap();
        writer.finish().unwrap();
        let written = writer.into_sink().into_bytes().to_vec();
        let mut reader = Reader::new(&mut workspace);
        let mut keeper = Keeper::new(&mut memory);
        let mut input = &written[..];
        while !keeper.take(&reader.next(&mut input, true).unwrap()) {}
        let again = keeper.into_element(0).unwrap().children().next().unwrap();
        assert_eq!(again.attribute("http://www.w3.org/2001/XMLSchema-instance", "type").unwrap(), "m:t");
        let child = again.child("urn:m", "b").unwrap();
        assert_eq!(child.qname(), QName::new("urn:m", "c"), "{}", written.escape_ascii());
    }
}
