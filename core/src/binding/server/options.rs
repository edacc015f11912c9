//! How a server is set up.

use crate::soap::{self, Service};

/// How a server reads and answers.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The services, by the path of the target.
    pub services: &'a [Path<'a>],
    /// What envelopes are accepted. Their limit of message bytes is that of the body of a request too: one that says
    /// that it is longer is refused before it is read.
    pub envelope: soap::Options,
    /// Holds requests to the letter: a SOAP message has the media type of its version, a `SOAPAction` stands in quotes.
    pub strict: bool,
    /// Also reads UTF-16, ISO-8859-1 and windows-1252.
    pub encodings: bool,
    /// Refuses requests that do not say how long they are.
    pub length_required: bool,
    /// Writes every reply twice, once to count it, for peers that cannot read chunks.
    pub counted: bool,
    /// Answers a one-way message before it is processed: when its operation was found. Its failure is told to nobody.
    pub accepts_early: bool,
    /// Answers a one-way message that failed with 500 and not with 202.
    pub tells_failure: bool,
    /// Bytes of the rest of a refused request that are read and dropped, so that the connection can be kept. Where there
    /// are more, it is closed.
    pub drain: u64,
}

/// A service and where it is found.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    /// The path of the target, which a query may follow; empty: every path.
    pub path: &'a str,
    /// The service.
    pub service: Service<'a>,
}

/// The memory of a server, all of it the caller's. Each part lives as long as a request and its response.
pub struct Memory<'m> {
    /// Holds the head of a request: 512 bytes are enough for most peers, 2,048 for those that send cookies and tokens.
    pub head: &'m mut [u8],
    /// What is received goes here first; of any size.
    pub input: &'m mut [u8],
    /// The workspace of the envelope reader, and then of the writer.
    pub workspace: &'m mut [u8],
    /// Keeps header blocks.
    pub store: &'m mut [u8],
    /// The head of a response and as much of its body as is sent at once.
    pub output: &'m mut [u8],
}

impl<'a> Options<'a> {
    /// The defaults: both versions by the letter of SOAP, with what peers are known for in HTTP.
    pub fn new(services: &'a [Path<'a>]) -> Self {
        Options {
            services,
            envelope: soap::Options::default(),
            strict: false,
            encodings: false,
            length_required: false,
            counted: false,
            accepts_early: false,
            tells_failure: false,
            drain: 65_536,
        }
    }

    /// The service that is found at a target, be it in absolute form. RFC 9112, 3.2.
    pub(super) fn service(&self, target: &str) -> Option<&'a Service<'a>> {
        let path = match target.split_once("://") {
            Some((_, rest)) if !target.starts_with('/') => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            _ => target,
        };
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        self.services.iter().find(|own| own.path.is_empty() || own.path == path).map(|own| &own.service)
    }
}

impl Memory<'_> {
    /// The same memory, lent.
    pub fn lend(&mut self) -> Memory<'_> {
        Memory { head: self.head, input: self.input, workspace: self.workspace, store: self.store, output: self.output }
    }
}
