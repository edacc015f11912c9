//! WS-Security tokens: read, verified and written, at any chunking and through any buffer.

mod faults;
mod reading;
mod verifying;
mod writing;

use soapstone::Error;
use soapstone::soap::{HeaderReader, Headers, NodeTable, Reader, Vocabulary};
use soapstone::wss;

/// The two sets of names.
const EXACT: &[&Vocabulary] = &[&wss::VOCABULARY];
const REPAIRED: &[&Vocabulary] = &[&wss::VOCABULARY, &wss::VOCABULARY_REPAIRED];

/// 2026-11-21T10:00:00Z.
const NOW: i64 = 1_795_255_200;

/// A SOAP 1.1 message with these header blocks; `o` and `u` are the namespaces of the standard, `s` those of Siebel.
fn message(blocks: &str) -> String {
    let [oasis, siebel] = [wss::Generation::Oasis, wss::Generation::Draft200207];
    format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' xmlns:o='{}' xmlns:u='{}' xmlns:s='{}'>\
         <e:Header>{blocks}</e:Header><e:Body><m:Ping xmlns:m='urn:m'/></e:Body></e:Envelope>",
        oasis.wsse(),
        oasis.wsu(),
        siebel.wsse(),
    )
}

/// A Security block of the standard.
fn security(tokens: &str) -> String {
    message(&format!("<o:Security e:mustUnderstand='1'>{tokens}</o:Security>"))
}

/// Reads the header blocks of a message, its first chunk ending at `split`.
fn read<'t>(
    message: &str,
    split: usize,
    store: &'t mut [u8],
    vocabularies: &[&Vocabulary],
) -> Result<Headers<'t>, Error> {
    let mut workspace = [0; 4096];
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(store);
    let mut node = NodeTable::new(vocabularies).with_roles(&["urn:own"]);
    let (mut first, mut second) = message.as_bytes().split_at(split);
    if !headers.read(&mut reader, &mut first, false, &mut node)? {
        assert!(headers.read(&mut reader, &mut second, true, &mut node)?, "the Body opens");
    }
    Ok(headers.into_headers())
}

/// Has `look` see the headers of a message, read whole and split at every byte: it sees the same each time.
fn each_split(
    id: &str,
    message: &str,
    vocabularies: &[&Vocabulary],
    look: &mut dyn FnMut(Result<Headers<'_>, Error>) -> String,
) -> String {
    let mut store = [0; 8192];
    let whole = look(read(message, message.len(), &mut store, vocabularies));
    for split in 0..message.len() {
        assert_eq!(look(read(message, split, &mut store, vocabularies)), whole, "{id} split at {split}");
    }
    whole
}

/// An error as its name.
fn name<T>(result: Result<T, Error>, shown: impl FnOnce(T) -> String) -> String {
    match result {
        Ok(value) => shown(value),
        Err(error) => error.kind.name().to_owned(),
    }
}
