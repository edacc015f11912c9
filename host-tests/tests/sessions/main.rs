//! Siebel sessions: the header blocks at any chunking and through any buffer, and the client's rules.

mod addresses;
mod client;
mod headers;

use soapstone::Error;
use soapstone::buf::Buffer;
use soapstone::session::{SessionRequest, URI, VOCABULARY};
use soapstone::soap::{HeaderReader, Headers, NodeTable, Reader, Sequence, Version, Writer};
use soapstone::xml::WriteError;

fn envelope(version: Version, blocks: &str, body: &str) -> String {
    let uri = version.uri();
    format!(
        "<e:Envelope xmlns:e='{uri}' xmlns:sieb='{URI}'><e:Header>{blocks}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
    )
}

/// Reads the header blocks with a chunk end at this place.
fn read<'t>(message: &[u8], split: usize, store: &'t mut [u8]) -> Headers<'t> {
    let mut workspace = [0; 1024];
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(store);
    let mut node = NodeTable::new(&[&VOCABULARY]).keep_all();
    let (mut first, mut second) = message.split_at(split);
    if !headers.read(&mut reader, &mut first, false, &mut node).unwrap() {
        assert!(headers.read(&mut reader, &mut second, true, &mut node).unwrap());
    }
    headers.into_headers()
}

fn shown(request: Result<SessionRequest<'_>, Error>) -> String {
    match request {
        Ok(SessionRequest::Anonymous) => "anonymous".to_owned(),
        Ok(SessionRequest::Login { session_type, username, password }) => {
            format!("login {} {username} {password}", session_type.name())
        }
        Ok(SessionRequest::Resume { session_type, token }) => format!("resume {} {token}", session_type.name()),
        Ok(SessionRequest::Logout { token }) => format!("logout {token}"),
        Err(error) => format!("{}@{}", error.kind.name(), error.offset),
    }
}

/// Writes header blocks through a buffer of this size.
fn written(size: usize, version: Version, mut write: impl FnMut(&mut Sequence<'_, '_, Buffer<'_>>)) -> Vec<u8> {
    let (mut memory, mut workspace) = (vec![0; size], [0; 512]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    let mut bytes = Vec::new();
    let mut step = 0;
    loop {
        let done = match step {
            0 => writer.envelope(),
            1 => writer.sequence(&mut write),
            _ => writer.finish(),
        };
        bytes.extend_from_slice(writer.sink().bytes());
        writer.sink_mut().clear();
        match done {
            Ok(()) if step == 2 => return bytes,
            Ok(()) => step += 1,
            Err(WriteError::Full) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

/// The longest single tag that is written here.
const SMALLEST: usize = 96;
