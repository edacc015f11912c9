//! Faults, and the faults that answer errors.

use super::Check;
use crate::Wrong;
use soapstone::soap::{Fault, FaultCode, Options, Reader, Version, read_fault, write_fault};

pub(super) const CHECKS: &[Check] = &[
    ("SOAP 1.1: a fault is written and read", || round_trips(Version::Soap11)),
    ("SOAP 1.2: a fault is written and read", || round_trips(Version::Soap12)),
    ("a message of no known version is answered with a VersionMismatch", mismatch),
];

fn round_trips(version: Version) -> Result<(), Wrong> {
    let (mut memory, mut workspace, mut store) = ([0; 768], [0; 384], [0; 256]);
    let fault =
        Fault { role: Some("urn:example:pump".into()), ..Fault::new(version, FaultCode::Sender, "no <pump> 7") };
    let message = write_fault(&mut memory, &mut workspace, version, &fault, None)?;
    read_back(message, &mut workspace, &mut store, FaultCode::Sender, "no <pump> 7")
}

fn read_back(
    message: &[u8],
    workspace: &mut [u8],
    store: &mut [u8],
    code: FaultCode,
    reason: &str,
) -> Result<(), Wrong> {
    let fault = read_fault(message, workspace, store, Options::default())?;
    let fault = fault.ok_or(Wrong::Unexpected("there is no fault"))?;
    Wrong::unless(fault.fault_code() == code, "another code")?;
    Wrong::unless(fault.reasons.into_iter().any(|seen| seen.text == reason), "another reason")
}

fn mismatch() -> Result<(), Wrong> {
    let (mut memory, mut workspace, mut store) = ([0; 768], [0; 384], [0; 256]);
    let mut reader = Reader::new(&mut workspace);
    let mut input = &b"<e:Envelope xmlns:e='urn:example:soap'/>"[..];
    let error = match reader.next(&mut input, true) {
        Err(error) => error,
        Ok(_) => return Err(Wrong::Unexpected("it was accepted")),
    };
    let version = reader.reply_version();
    let fault = Fault::for_error(version, &error);
    let message = write_fault(&mut memory, &mut workspace, version, &fault, None)?;
    read_back(message, &mut workspace, &mut store, FaultCode::VersionMismatch, error.kind.message())
}
