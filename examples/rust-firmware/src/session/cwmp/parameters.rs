//! The parameters of the device.

use super::{array, leaf};
use crate::Wrong;
use heapless::String;
use soapstone::Namespace;
use soapstone::buf::Sink;
use soapstone::soap::Writer;
use soapstone::xml::WriteError;

/// Values by their names; the last can be set.
pub(super) struct Parameters {
    values: [(&'static str, String<32>); 3],
}

/// The place of the one that can be set.
const WRITABLE: usize = 2;
/// Its value before anybody sets it.
const INTERVAL: &str = "86400";

impl Default for Parameters {
    fn default() -> Self {
        let of = |value| String::try_from(value).unwrap_or_default();
        Parameters {
            values: [
                ("Device.DeviceInfo.SoftwareVersion", of(env!("CARGO_PKG_VERSION"))),
                ("Device.DeviceInfo.HardwareVersion", of(crate::BOARD)),
                ("Device.ManagementServer.PeriodicInformInterval", of(INTERVAL)),
            ],
        }
    }
}

impl Parameters {
    /// The place of a parameter, by its name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|(known, _)| *known == name)
    }

    /// Sets a parameter; whether it can be set.
    pub(super) fn set(&mut self, name: &str, value: &str) -> bool {
        match (self.find(name), String::try_from(value)) {
            (Some(WRITABLE), Ok(value)) => {
                self.values[WRITABLE].1 = value;
                true
            }
            _ => false,
        }
    }

    /// Whether the one that can be set was set.
    pub(super) fn check(&self) -> Result<(), Wrong> {
        Wrong::unless(self.values[WRITABLE].1 != INTERVAL, "it has the value it had")
    }

    /// Writes the parameters whose bits are set, the first being bit 0, as a ParameterList.
    pub(super) fn write(&self, writer: &mut Writer<'_, &mut dyn Sink>, wanted: u32) -> Result<(), WriteError> {
        let chosen = || self.values.iter().enumerate().filter(|(at, _)| wanted & 1 << at != 0);
        array(writer, "ParameterList", "ParameterValueStruct", chosen().count())?;
        for (at, (name, value)) in chosen() {
            writer.xml().start("", "ParameterValueStruct")?;
            leaf(writer, "", "Name", name)?;
            let kind = if at == WRITABLE { "unsignedInt" } else { "string" };
            let mut content = writer.xml();
            content.start("", "Value")?;
            content.attribute_qname(Namespace::XmlSchemaInstance.uri(), "type", Namespace::XmlSchema.uri(), kind)?;
            content.text_whole(value)?;
            content.end()?;
            content.end()?;
        }
        writer.xml().end()
    }
}
