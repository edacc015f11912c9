//! `message`: what a SOAP message says, as one JSON object.

use super::source::{Refusal, document};
use anyhow::Result;
use clap::Args;
use serde::Serialize;
use soapstone_host_tests::addressing::{self, Addressing};
use soapstone_host_tests::message::{self, Fault, HeaderBlock, Name};
use soapstone_host_tests::security::{self, Security};
use soapstone_host_tests::session::{self, ErrorStack, Session};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Message {
    /// The message; `-` is standard input.
    file: PathBuf,
}

/// The object: the fields of the layers above SOAP are null.
#[derive(Serialize)]
struct Accepted {
    version: &'static str,
    headers: Vec<HeaderBlock>,
    addressing: Option<Addressing>,
    security: Option<Security>,
    session: Option<Session>,
    reliable: Option<()>,
    body: Vec<Name>,
    fault: Option<Shown>,
}

/// A fault, and what else its detail says.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    fault: Fault,
    #[serde(rename = "errorStack", skip_serializing_if = "Option::is_none")]
    error_stack: Option<ErrorStack>,
}

#[derive(Serialize)]
struct Refused {
    error: Refusal,
}

impl Message {
    pub(crate) fn run(self) -> Result<bool> {
        let document = document(&self.file)?;
        let (json, accepted) = match message::read(&document) {
            Ok(message) => (serde_json::to_string(&Accepted::new(message, &document))?, true),
            Err(error) => (serde_json::to_string(&Refused { error: Refusal::new(&document, &error) })?, false),
        };
        writeln!(std::io::stdout(), "{json}")?;
        Ok(accepted)
    }
}

impl Accepted {
    fn new(message: message::Message, document: &[u8]) -> Self {
        let message::Message { version, headers, body, fault } = message;
        Accepted {
            version,
            headers,
            addressing: addressing::read(document),
            security: security::read(document),
            session: session::read(document),
            reliable: None,
            body,
            fault: fault.map(|fault| Shown { fault, error_stack: session::read_error_stack(document) }),
        }
    }
}
