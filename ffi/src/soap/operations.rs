//! The operations of a service, as C describes them.

use crate::error::{REFUSED, Status};
use crate::raw;
use crate::soap::service::{
    SOAPSTONE_KEY_ADDRESSING_ACTION, SOAPSTONE_KEY_BODY_ENTRY, SOAPSTONE_KEY_SOAP_ACTION, SOAPSTONE_STYLE_DOCUMENT,
    SOAPSTONE_STYLE_RPC, authentication, soapstone_call, soapstone_operation, soapstone_service,
};
use crate::text::soapstone_str;
use soapstone::soap::{Fault, Key, Operation, QName, Refused, Request, Service, Style, Version};
use soapstone::trace::{Category, Event, Level, Trace, raise};
use soapstone::{Error, ErrorKind};

/// The operations of a service. What they point to was judged when C handed them over.
pub(crate) struct Operations<'a> {
    operations: &'a [soapstone_operation],
    order: [Option<Key>; 3],
    active: bool,
}

impl<'a> Operations<'a> {
    /// The service C asks for.
    ///
    /// # Safety
    /// `service` is NULL or begins with its size; what it points to stays valid and unchanged during `'a`.
    pub(crate) unsafe fn new(service: *const soapstone_service) -> Status<Self> {
        let given = raw::sized(service)?.ok_or(REFUSED)?;
        if given.reserved != [0; 2] || !matches!(given.inactive, 0 | 1) {
            return Err(REFUSED);
        }
        let mut order = [Some(Key::SoapAction), Some(Key::AddressingAction), Some(Key::BodyEntry)];
        if given.order != [0; 3] {
            for (to, from) in order.iter_mut().zip(given.order) {
                *to = key(from)?;
            }
        }
        let operations = raw::items(given.operations, given.operation_count)?;
        for operation in operations {
            operation.read()?;
        }
        Ok(Operations { operations, order, active: given.inactive == 0 })
    }

    /// What the message calls: each key in turn is held against each operation.
    pub(crate) fn find(&self, request: &Request<'_>, entry: Option<QName<'_>>, offset: u64) -> soapstone_call {
        let mut none = Error::new(ErrorKind::OperationNotSupported, offset);
        for key in self.order.iter().flatten() {
            for (index, given) in self.operations.iter().enumerate() {
                let (operation, order) = ([given.lasting()], [*key]);
                let one = Service { operations: &operation, order: &order, active: self.active };
                let error = match one.dispatch(request, entry, offset) {
                    Ok(_) => None,
                    Err(Refused { error, call: Some(_) }) => Some(error),
                    Err(Refused { call: None, .. }) => continue,
                };
                return soapstone_call { operation: given, index: index as u32, key: *key as i32, error: error.into() };
            }
            let empty = Service { operations: &[], order: &[*key], active: self.active };
            if let Err(Refused { error, .. }) = empty.dispatch(request, entry, offset)
                && error.kind != ErrorKind::OperationNotSupported
            {
                none = error;
            }
        }
        soapstone_call { operation: core::ptr::null(), index: 0, key: 0, error: Some(none).into() }
    }

    /// The operation at a place of the table.
    pub(crate) fn operation(&self, index: u32) -> Option<Operation<'a>> {
        self.operations.get(index as usize).map(soapstone_operation::lasting)
    }

    /// Tells each operation, and each that is found by nothing by which one before it is not found.
    pub(crate) fn tell(&self, trace: &dyn Trace) {
        let found_by = |given: &'a soapstone_operation| {
            let operation = given.lasting();
            [operation.uri, operation.local, operation.soap_action, operation.addressing_action]
        };
        for (at, given) in self.operations.iter().enumerate() {
            let keys = found_by(given);
            let [_, local, action, _] = keys;
            let name = if local.is_empty() { action } else { local };
            raise(trace, Category::Design, Level::Info, &Event::Operation(name));
            if self.operations.iter().take(at).any(|other| found_by(other) == keys) {
                raise(trace, Category::Design, Level::Warning, &Event::Duplicate(name));
            }
        }
    }

    /// The fault that answers an error, as [`Service::fault`].
    pub(crate) fn fault(
        &self,
        version: Version,
        error: &Error,
        operation: Option<&Operation<'_>>,
    ) -> Option<Fault<'static>> {
        let answering = || self.operations.iter().find(|operation| operation.style == SOAPSTONE_STYLE_RPC);
        let operation = match operation {
            Some(operation) => Some(*operation),
            None => answering().map(|given| Operation { one_way: false, ..given.lasting() }),
        };
        Service::new(&[]).fault(version, error, operation.as_ref())
    }
}

impl soapstone_operation {
    /// The operation as core sees it.
    ///
    /// # Safety
    /// The strings are valid.
    pub(crate) unsafe fn read<'a>(&self) -> Status<Operation<'a>> {
        if !matches!((self.one_way, self.inactive), (0 | 1, 0 | 1)) {
            return Err(REFUSED);
        }
        Ok(Operation {
            soap_action: self.soap_action.text()?,
            addressing_action: self.addressing_action.text()?,
            style: match self.style {
                SOAPSTONE_STYLE_DOCUMENT => Style::Document,
                SOAPSTONE_STYLE_RPC => Style::Rpc,
                _ => return Err(REFUSED),
            },
            one_way: self.one_way == 1,
            active: self.inactive == 0,
            authentication: authentication(self.authentication)?,
            ..Operation::document("", self.ns.text()?, self.local.text()?)
        })
    }

    /// The same, once it was judged.
    fn lasting(&self) -> Operation<'_> {
        let style = if self.style == SOAPSTONE_STYLE_RPC { Style::Rpc } else { Style::Document };
        Operation {
            soap_action: text(&self.soap_action),
            addressing_action: text(&self.addressing_action),
            style,
            one_way: self.one_way == 1,
            active: self.inactive == 0,
            authentication: authentication(self.authentication).unwrap_or_default(),
            ..Operation::document("", text(&self.ns), text(&self.local))
        }
    }
}

fn text(string: &soapstone_str) -> &str {
    core::str::from_utf8(raw::lasting(string)).unwrap_or_default()
}

fn key(key: i32) -> Status<Option<Key>> {
    match key {
        0 => Ok(None),
        SOAPSTONE_KEY_SOAP_ACTION => Ok(Some(Key::SoapAction)),
        SOAPSTONE_KEY_ADDRESSING_ACTION => Ok(Some(Key::AddressingAction)),
        SOAPSTONE_KEY_BODY_ENTRY => Ok(Some(Key::BodyEntry)),
        _ => Err(REFUSED),
    }
}
