//! The faults that a description of a service names.

use crate::soap::Element;
use crate::xml::Start;

/// The named faults of an operation: constant data. A fault is one of them when the first element of its detail has the
/// expanded name that stands here; matched or not, the fault and its detail stay what they are.
///
/// ```
/// use soapstone::soap::NamedFaults;
///
/// const FAULTS: NamedFaults = NamedFaults(&[("urn:meter", "NoSuchRegister"), ("urn:meter", "OutOfRange")]);
/// ```
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NamedFaults<'a>(pub &'a [(&'a str, &'a str)]);

impl NamedFaults<'_> {
    /// The place in the table of the fault with this detail, and what it says.
    pub fn of_detail<'t>(&self, detail: &Element<'t>) -> Option<(usize, Element<'t>)> {
        let entry = detail.children().next()?;
        let place = self.0.iter().position(|(uri, local)| entry.is(uri, local))?;
        Some((place, entry))
    }

    /// The place in the table of the fault whose detail begins with this start tag: the second one that a
    /// [`FaultReader`](super::FaultReader) gives, after that of the detail itself.
    pub fn of_start(&self, start: &Start<'_>) -> Option<usize> {
        self.0.iter().position(|(uri, local)| start.name().is_in(uri, local))
    }
}
