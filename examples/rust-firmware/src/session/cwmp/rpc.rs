//! The calls of the server.

use super::parameters::Parameters;
use super::{CWMP, leaf};
use crate::Wrong;
use soapstone::buf::Sink;
use soapstone::soap::{Element, Fault, FaultCode, Version, Writer};
use soapstone::xml::WriteError;

/// What the server has called, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rpc {
    /// Nothing so far.
    Inform,
    /// It has taken note.
    Informed,
    /// It wants these parameters, the first being bit 0.
    Get(u32),
    /// It has set parameters.
    Set,
    /// It wants what the device cannot do: the number of the fault, and what it says. TR-069, A.5.1.
    Refused(&'static str, &'static str),
    /// Nothing any more.
    Ended,
}

const UNSUPPORTED: Rpc = Rpc::Refused("9000", "Method not supported");
const UNKNOWN: Rpc = Rpc::Refused("9005", "Invalid parameter name");

impl Rpc {
    /// Takes a call, and does what it says.
    pub(super) fn of(entry: &Element<'_>, parameters: &mut Parameters) -> Result<Rpc, Wrong> {
        let name = entry.name();
        Wrong::unless(name.uri == CWMP, "a call of another namespace")?;
        Ok(match name.local.as_str() {
            "InformResponse" => Rpc::Informed,
            "GetParameterValues" => {
                let names = entry.child("", "ParameterNames").ok_or(Wrong::Unexpected("no ParameterNames"))?;
                let mut places = names.children().map(|name| parameters.find(name.trimmed().as_str()));
                let wanted = places.try_fold(0, |wanted, place| Some(wanted | 1 << place?));
                wanted.map_or(UNKNOWN, Rpc::Get)
            }
            "SetParameterValues" => {
                let list = entry.child("", "ParameterList").ok_or(Wrong::Unexpected("no ParameterList"))?;
                let set = list.children().all(|value| match (value.child("", "Name"), value.child("", "Value")) {
                    (Some(name), Some(value)) => parameters.set(name.trimmed().as_str(), value.trimmed().as_str()),
                    _ => false,
                });
                if set { Rpc::Set } else { UNKNOWN }
            }
            _ => UNSUPPORTED,
        })
    }

    /// What is done next, for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Rpc::Inform | Rpc::Informed | Rpc::Ended => "an empty request",
            Rpc::Get(_) => "GetParameterValues",
            Rpc::Set => "SetParameterValues",
            Rpc::Refused(..) => "a call that is not supported",
        }
    }

    /// Writes the Body that answers it.
    pub(super) fn write(
        self,
        writer: &mut Writer<'_, &mut dyn Sink>,
        parameters: &Parameters,
    ) -> Result<(), WriteError> {
        match self {
            Rpc::Get(wanted) => {
                writer.body_entry(CWMP, "GetParameterValuesResponse")?;
                parameters.write(writer, wanted)?;
                writer.end()
            }
            Rpc::Set => {
                writer.body_entry(CWMP, "SetParameterValuesResponse")?;
                leaf(writer, "", "Status", "0")?;
                writer.end()
            }
            Rpc::Refused(code, text) => {
                writer.fault_with_detail(&Fault::new(Version::Soap11, FaultCode::Sender, "CWMP fault"))?;
                writer.xml().start(CWMP, "Fault")?;
                leaf(writer, "", "FaultCode", code)?;
                leaf(writer, "", "FaultString", text)?;
                writer.xml().end()?;
                writer.end()
            }
            Rpc::Inform | Rpc::Informed | Rpc::Ended => Ok(()),
        }
    }
}
