//! What the calls of the envelope writer are made of.
//!
//! Each of them keeps why it stopped and only says that it did: an error in full is large, and the calls hand it on often.

use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::fault::{Fault, emit};
use crate::soap::header::block::BlockAttributes;
use crate::soap::version::Version;
use crate::soap::write::layout::{Call, Place};
use crate::soap::write::steps::Steps;
use crate::soap::write::writer::Writer;
use crate::xml::{Call as XmlCall, Stopped, Taken, WriteError, calls};

impl<'w, S: Sink> Writer<'w, S> {
    /// Makes a call whose parts keep why they stopped.
    pub(in crate::soap) fn call(&mut self, call: impl FnOnce(&mut Self) -> Taken) -> Result<(), WriteError> {
        match call(self) {
            Ok(()) => Ok(()),
            Err(Stopped) => Err(self.xml.why),
        }
    }

    /// Writes a piece of XML.
    pub(in crate::soap) fn write(&mut self, call: &mut XmlCall<'_>) -> Taken {
        self.xml.attempt(&[], call).map(|_| ())
    }

    /// Refuses a write in the wrong place, or while another waits to be completed.
    pub(in crate::soap) fn check(&mut self, allowed: bool) -> Taken {
        self.judge(None, allowed)
    }

    /// The same, unless it is this one that waits.
    pub(in crate::soap) fn check_call(&mut self, call: Call, allowed: bool) -> Taken {
        self.judge(Some(call), allowed)
    }

    fn judge(&mut self, call: Option<Call>, allowed: bool) -> Taken {
        match self.layout.check(call, allowed, self.xml.written()) {
            Ok(()) => Ok(()),
            Err(error) => {
                self.xml.why = error.into();
                Err(Stopped)
            }
        }
    }

    pub(in crate::soap) fn refuse(&mut self, wrong: bool, kind: ErrorKind) -> Taken {
        if wrong { Err(self.xml.refuse(kind)) } else { Ok(()) }
    }

    /// Refuses a fault that could not be written to its end, before anything of it is.
    pub(in crate::soap) fn refuse_fault(&mut self, fault: &Fault<'_>) -> Taken {
        // SOAP 1.1 writes the code where no default namespace is; SOAP 1.2 where that of the Envelope is.
        let bare = self.layout.version == Version::Soap11 || !self.layout.default;
        match emit::check(&fault.to_version(self.layout.version), bare) {
            Ok(()) => Ok(()),
            Err(kind) => Err(self.xml.refuse(kind)),
        }
    }

    /// Starts a header block.
    pub(in crate::soap) fn begin_block(
        &mut self,
        prefix: Option<&str>,
        uri: &str,
        local: &str,
        attributes: &BlockAttributes<'_>,
    ) -> Taken {
        let version = self.layout.version;
        self.refuse(uri.is_empty(), ErrorKind::UnqualifiedHeaderBlock)?;
        self.refuse(attributes.relay && version == Version::Soap11, ErrorKind::MisplacedAttribute)?;
        self.refuse(!attributes.are_text(), ErrorKind::WriteChar)?;
        self.check_call(Call::HeaderBlock, self.before_body())?;
        self.open_header()?;
        self.steps(Call::HeaderBlock, Place::HeaderBlock, |steps| {
            match prefix {
                Some(prefix) => steps.once(&mut calls::start_prefixed(prefix, uri, local)),
                None => steps.start(uri, local),
            }
            attributes.emit(steps, version);
        })
    }

    /// Ends the item at hand.
    pub(in crate::soap) fn end_item(&mut self) -> Taken {
        let complete = self.layout.in_item() && self.xml.depth() == self.layout.floor;
        self.check(complete || self.layout.place == Place::Fault)?;
        if self.layout.place == Place::Detail {
            self.close(Place::Fault)?;
        }
        self.close(match self.layout.place {
            Place::HeaderBlock => Place::Header,
            Place::Trailer => Place::AfterBody,
            _ => Place::Body,
        })
    }

    /// All that comes before a fault.
    pub(in crate::soap) fn begin_fault(&mut self, call: Call, fault: &Fault<'_>) -> Taken {
        let layout = &self.layout;
        let shared = layout.fault || (layout.entries && layout.version == Version::Soap12);
        self.refuse(shared, ErrorKind::FaultNotAlone)?;
        self.check_call(call, self.up_to_body())?;
        self.refuse_fault(fault)?;
        self.open_body()
    }

    /// Makes a write that takes several steps, or goes on with it.
    pub(in crate::soap) fn steps(
        &mut self,
        call: Call,
        after: Place,
        write: impl FnOnce(&mut Steps<'_, 'w, S>),
    ) -> Taken {
        let mut steps = Steps::new(&mut self.xml, &mut self.layout.progress);
        write(&mut steps);
        match steps.finish() {
            Ok(()) => self.arrive(after),
            Err(Stopped) => {
                self.layout.stop(call, self.xml.why);
                Err(Stopped)
            }
        }
    }

    pub(in crate::soap) fn before_body(&self) -> bool {
        matches!(self.layout.place, Place::Envelope | Place::Header)
    }

    pub(in crate::soap) fn up_to_body(&self) -> bool {
        self.before_body() || matches!(self.layout.place, Place::AfterHeader | Place::Body)
    }

    pub(in crate::soap) fn open_header(&mut self) -> Taken {
        if self.layout.place == Place::Envelope {
            return self.open("Header", Place::Header);
        }
        Ok(())
    }

    pub(in crate::soap) fn open_body(&mut self) -> Taken {
        if self.layout.place == Place::Header {
            self.close(Place::AfterHeader)?;
        }
        if matches!(self.layout.place, Place::Envelope | Place::AfterHeader) {
            self.open("Body", Place::Body)?;
        }
        Ok(())
    }

    pub(in crate::soap) fn close_body(&mut self) -> Taken {
        if self.up_to_body() {
            self.open_body()?;
            self.close(Place::AfterBody)?;
        }
        Ok(())
    }

    /// Starts a part of the Envelope, which the writer is then in.
    fn open(&mut self, local: &str, place: Place) -> Taken {
        let uri = self.layout.version.uri();
        self.write(&mut calls::start(uri, local))?;
        self.arrive(place)
    }

    /// Ends an element, after which the writer is here.
    pub(in crate::soap) fn close(&mut self, place: Place) -> Taken {
        self.write(&mut calls::end())?;
        self.arrive(place)
    }

    /// A write came to its end, and the writer is here.
    pub(in crate::soap) fn arrive(&mut self, place: Place) -> Taken {
        self.layout.arrive(place, self.xml.depth());
        Ok(())
    }
}
