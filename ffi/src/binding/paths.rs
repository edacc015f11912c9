//! The services of a server, as C describes them.

use crate::binding::server::{soapstone_path, soapstone_server};
use crate::error::{REFUSED, Status};
use crate::raw;
use crate::raw::server as call;
use crate::soap::operations::Operations;
use soapstone::Error;
use soapstone::binding::server::{Called, Found, Services};
use soapstone::soap::{Fault, QName, Request, Version};
use soapstone::trace::Trace;

/// The services of a server. Their tables were judged when C handed them over.
pub(crate) struct Paths(&'static [soapstone_path]);

impl<'a> Services<'a> for Paths {
    fn find(&self, path: &str) -> Option<usize> {
        let is =
            |own: &soapstone_path| matches!(raw::lasting(&own.path), own if own.is_empty() || own == path.as_bytes());
        self.0.iter().position(is)
    }

    fn dispatch(&self, service: usize, request: &Request<'_>, entry: Option<QName<'_>>, offset: u64) -> Found<'a> {
        let Some(operations) = self.operations(service) else { return (None, Err(Error::new(REFUSED, offset))) };
        let call = operations.find(request, entry, offset);
        let operation = operations.operation(call.index).filter(|_| !call.operation.is_null());
        let called = operation.map(|operation| Called { index: call.index as usize, operation });
        (called, call.error.read().map_or(Ok(()), Err))
    }

    fn fault(
        &self,
        service: usize,
        version: Version,
        error: &Error,
        call: Option<&Called<'a>>,
    ) -> Option<Fault<'static>> {
        match self.operations(service) {
            Some(operations) => operations.fault(version, error, call.map(|call| &call.operation)),
            None => Some(Fault::for_error(version, error)),
        }
    }
}

impl Paths {
    /// The services C asks for.
    ///
    /// # Safety
    /// What the server points to is valid and unchanged as long as these are used.
    pub(crate) unsafe fn new(server: &soapstone_server) -> Status<Self> {
        let paths = raw::items(server.paths, server.path_count)?;
        for path in paths {
            path.path.text()?;
            Operations::new(path.service)?;
        }
        Ok(Paths(paths))
    }

    /// Tells how the services are set up.
    pub(crate) fn tell(&self, trace: &dyn Trace) {
        self.0.iter().filter_map(call::operations).for_each(|operations| operations.tell(trace));
    }

    fn operations(&self, service: usize) -> Option<Operations<'static>> {
        self.0.get(service).and_then(call::operations)
    }
}
