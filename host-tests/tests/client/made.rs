//! Calls, blocking and not, and what came of them.

use crate::wire::{Script, block_on};
use embedded_io::Read;
use soapstone::ErrorKind;
use soapstone::binding::client::{AsyncClient, BodyError, Call, Client, Failed, Stage};
use soapstone::soap::{Version, Writer};
use soapstone::xml::WriteError;

pub(crate) const URL: &str = "http://meter.example:8080/ws/a";

/// What came of a call: the status and the body, or the stage, the error and the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    Reply(u16, String),
    Empty(u16),
    Failed(Stage, ErrorKind, u16),
}

/// A call of the operation `ping`.
pub(crate) fn call(version: Version) -> Call<'static> {
    Call::new(URL, version).with_action("urn:m/ping")
}

/// Writes a message whose Body says `<ping>text</ping>`, in a way that can be gone on with.
pub(crate) fn ping(writer: &mut Writer<'_, &mut dyn soapstone::buf::Sink>, text: &str) -> Result<(), WriteError> {
    writer.sequence(|steps| {
        steps.once(|w| w.envelope());
        steps.once(|w| w.body_entry("urn:m", "ping"));
        steps.text(text);
        steps.end_item();
        steps.once(|w| w.finish());
    })
}

pub(crate) fn make(script: &mut Script, call: &Call<'_>, memory: usize, text: &str) -> Came {
    let (mut memory, mut scratch, mut workspace) = (vec![0; memory], vec![0; 512], vec![0; 512]);
    let mut client = Client::new(script, &mut memory, &mut scratch);
    match client.call(call, &mut workspace, None, &mut |writer| ping(writer, text)) {
        Ok(mut reply) => {
            let (status, empty, mut body, mut piece) = (reply.status(), reply.is_empty(), Vec::new(), [0; 7]);
            loop {
                match reply.read(&mut piece) {
                    Ok(0) => break came(status, empty, body),
                    Ok(count) => body.extend(&piece[..count]),
                    Err(error) => break broken(status, &error),
                }
            }
        }
        Err(Failed { stage, error, .. }) => Came::Failed(stage, error.kind, client.info().status()),
    }
}

pub(crate) fn make_async(script: &mut Script, call: &Call<'_>, memory: usize, text: &str) -> Came {
    use embedded_io_async::Read;
    let (mut memory, mut scratch, mut workspace) = (vec![0; memory], vec![0; 512], vec![0; 512]);
    let mut client = AsyncClient::new(script, &mut memory, &mut scratch);
    block_on(async {
        match client.call(call, &mut workspace, None, &mut |writer| ping(writer, text)).await {
            Ok(mut reply) => {
                let (status, empty, mut body, mut piece) = (reply.status(), reply.is_empty(), Vec::new(), [0; 7]);
                loop {
                    match Read::read(&mut reply, &mut piece).await {
                        Ok(0) => break came(status, empty, body),
                        Ok(count) => body.extend(&piece[..count]),
                        Err(error) => break broken(status, &error),
                    }
                }
            }
            Err(Failed { stage, error, .. }) => Came::Failed(stage, error.kind, client.info().status()),
        }
    })
}

fn came(status: u16, empty: bool, body: Vec<u8>) -> Came {
    match empty {
        true => {
            assert_eq!(body, b"");
            Came::Empty(status)
        }
        false => Came::Reply(status, String::from_utf8(body).unwrap()),
    }
}

fn broken(status: u16, error: &BodyError<embedded_io::ErrorKind>) -> Came {
    let kind = match error {
        BodyError::Http(error) => error.kind,
        BodyError::Transport(_) => ErrorKind::Io,
    };
    Came::Failed(Stage::Parsing, kind, status)
}
