//! How a server is set up.

use crate::Error;
use crate::slice::{find, split_once};
use crate::soap::{self, Call, Fault, Operation, QName, Request, Service, Version};

/// How a server reads and answers.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The services: [`Paths`], or a table of the application's own.
    pub services: &'a dyn Services<'a>,
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
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
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
    pub fn new(services: &'a dyn Services<'a>) -> Self {
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
}

/// The services of a server.
pub trait Services<'a> {
    /// The place of the service at this path, which is without its query.
    fn find(&self, path: &str) -> Option<usize>;

    /// What a message to this service calls, as [`Service::dispatch`]; an operation that it may not call is given with
    /// the error.
    fn dispatch(&self, service: usize, request: &Request<'_>, entry: Option<QName<'_>>, offset: u64) -> Found<'a>;

    /// The fault that answers an error of a message to this service, as [`Service::fault`].
    fn fault(
        &self,
        service: usize,
        version: Version,
        error: &Error,
        call: Option<&Called<'a>>,
    ) -> Option<Fault<'static>>;
}

/// What a message calls, and why it may not.
pub type Found<'a> = (Option<Called<'a>>, Result<(), Error>);

/// The operation that is called.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Called<'a> {
    /// Its place in the table of its service.
    pub index: usize,
    /// The operation.
    pub operation: Operation<'a>,
}

/// A table of services.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Paths<'a>(pub &'a [Path<'a>]);

impl<'a> Paths<'a> {
    fn service(&self, at: usize) -> Service<'a> {
        self.0.get(at).map_or(Service::new(&[]), |found| found.service)
    }
}

impl<'a> Services<'a> for Paths<'a> {
    fn find(&self, path: &str) -> Option<usize> {
        self.0.iter().position(|own| own.path.is_empty() || own.path == path)
    }

    fn dispatch(&self, service: usize, request: &Request<'_>, entry: Option<QName<'_>>, offset: u64) -> Found<'a> {
        let called = |call: Call<'a>| Called { index: call.index, operation: *call.operation };
        match self.service(service).dispatch(request, entry, offset) {
            Ok(call) => (Some(called(call)), Ok(())),
            Err(refused) => (refused.call.map(called), Err(refused.error)),
        }
    }

    fn fault(
        &self,
        service: usize,
        version: Version,
        error: &Error,
        call: Option<&Called<'a>>,
    ) -> Option<Fault<'static>> {
        self.service(service).fault(version, error, call.map(|call| &call.operation))
    }
}

/// The path of a target, be it in absolute form. RFC 9112, 3.2.
pub(super) fn path(target: &str) -> &str {
    let path = match split_once(target, "://") {
        Some((_, rest)) if !target.starts_with('/') => find(rest, "/").and_then(|at| rest.get(at..)).unwrap_or("/"),
        _ => target,
    };
    path.get(..find(path, "?").unwrap_or(path.len())).unwrap_or_default()
}

impl Memory<'_> {
    /// The same memory, lent.
    pub fn lend(&mut self) -> Memory<'_> {
        Memory { head: self.head, input: self.input, workspace: self.workspace, store: self.store, output: self.output }
    }
}
