//! Requests to the device, written as its clients write them.

use anyhow::{Result, anyhow};
use soapstone::buf::Buffer;
use soapstone::soap::{Version, Writer};
use soapstone::wss::{self, Credentials, Secret, Tokens};
use soapstone::xsd::{Zoned, date_time};
use std::time::{SystemTime, UNIX_EPOCH};

/// The namespaces of ONVIF.
pub(super) const TDS: &str = "http://www.onvif.org/ver10/device/wsdl";
pub(super) const TT: &str = "http://www.onvif.org/ver10/schema";
/// Where the service is.
pub(super) const PATH: &str = "/onvif/device_service";

/// Who asks, and how that is shown.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) password: &'static str,
    pub(super) nonce: [u8; 16],
    /// Seconds before now at which it was made.
    pub(super) age: i64,
}

impl Token {
    /// A token as it must be, which nobody has used.
    pub(super) fn new() -> Token {
        Token { password: "soapstone", nonce: fastrand::u128(..).to_le_bytes(), age: 0 }
    }
}

/// An envelope that calls an operation.
pub(super) fn envelope(version: Version, operation: &str, token: Option<&Token>) -> Result<String> {
    let (mut memory, mut workspace) = (vec![0; 4096], vec![0; 2048]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() as i64;
    let created = now - token.map_or(0, |token| token.age);
    let created = Zoned::from_unix(created, 0).and_then(date_time::emit);
    let created = created.map_err(|kind| anyhow!("the time: {kind:?}"))?;
    let credentials = token.map(|token| Credentials {
        username: "admin",
        secret: Secret::Digest(token.password),
        nonce: Some(&token.nonce),
        created: Some(&created),
        id: None,
    });
    let written = (|| {
        writer.envelope()?;
        if credentials.is_some() {
            wss::write(&mut writer, &Tokens { credentials, ..Tokens::default() })?;
        }
        writer.body_entry(TDS, operation)?;
        if operation == "GetSystemLog" {
            let mut content = writer.xml();
            content.start(TDS, "LogType")?;
            content.text_whole("System")?;
            content.end()?;
        }
        writer.end()?;
        writer.finish()
    })();
    written.map_err(|error| anyhow!("the request: {error:?}"))?;
    Ok(String::from_utf8(writer.sink().bytes().to_vec())?)
}

/// The head of a request with this body, and the fields of more.
pub(super) fn post(version: Version, operation: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let action = format!("{TDS}/{operation}");
    let fields = match version {
        Version::Soap11 => format!("Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"{action}\""),
        Version::Soap12 => format!("Content-Type: application/soap+xml; charset=utf-8; action=\"{action}\""),
    };
    let length = body.len();
    let head = format!("POST {PATH} HTTP/1.1\r\nHost: device\r\n{fields}\r\n{more}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}
