//! The fault for a mandatory header block, in the words of Siebel.

use super::{Fault, FaultCode};
use crate::soap::{Gather, Version};
use crate::{Error, Limit};

impl<'t> Fault<'t> {
    /// The MustUnderstand fault with the text that Siebel servers give it: it names the block as the message did,
    /// prefix and all. [`Headers::not_understood`](crate::soap::Headers::not_understood) has that name. `memory` takes
    /// the text.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit): `memory` is too small, with what it must hold.
    pub fn unprocessed(version: Version, prefix: &str, local: &str, memory: &'t mut [u8]) -> Result<Fault<'t>, Error> {
        let mut text = Gather::new(memory);
        text.push("Unable to process SOAP Header child element '");
        text.push(prefix);
        text.push(if prefix.is_empty() { "" } else { ":" });
        text.push(local);
        text.push("' with 'mustUnderstand=\"1\"'(SBL-EAI-08000)");
        let text = text.finish(Limit::TextStore)?;
        Ok(Fault::new(version, FaultCode::MustUnderstand, text.as_str()))
    }
}
