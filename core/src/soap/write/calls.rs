//! What the calls of the envelope writer are made of.
//!
//! Each of them only says that it stopped, and the XML writer keeps why: an error in full is large, and is handed on often.

use crate::buf::Sink;
use crate::soap::fault::{Fault, Mapping, emit};
use crate::soap::header::block::BlockAttributes;
use crate::soap::version::{Version, Versions};
use crate::soap::write::layout::{Call, Place};
use crate::soap::write::sequence::{Mode, Sequence};
use crate::soap::write::writer::Writer;
use crate::xml::{Arguments, Call as XmlCall, NOTHING, Stopped, Taken};
use crate::xsd::ncname;
use crate::{ErrorKind, Namespace};

/// What the calls of the envelope writer do, for callers who look up why one was refused: the writer of XML keeps it.
#[doc(hidden)]
impl<'w, S: Sink> Writer<'w, S> {
    /// Starts the Envelope, with this prefix or the one that is pinned to its namespace, else with `soap`.
    #[cfg_attr(small, inline(always))]
    pub fn begin_envelope(&mut self, prefix: Option<&[u8]>) -> Taken {
        self.check(self.layout.place == Place::Begin)?;
        let uri = self.layout.version.uri().as_bytes();
        let call = if prefix.is_none() { XmlCall::START } else { XmlCall::START_PREFIXED };
        self.xml.make(call, &[uri, b"Envelope", &[], prefix.unwrap_or(b"soap")])?;
        self.layout.default = self.xml.binds_default();
        self.arrive(Place::Envelope)
    }

    pub fn begin_header(&mut self) -> Taken {
        self.check(self.layout.place == Place::Envelope)?;
        self.open_header()
    }

    /// Starts a header block by this call, one of those that start an element.
    pub fn begin_block(&mut self, call: XmlCall, name: &Arguments<'_>, attributes: &BlockAttributes<'_>) -> Taken {
        let version = self.layout.version;
        let [uri, ..] = name;
        self.refuse(uri.is_empty(), ErrorKind::UnqualifiedHeaderBlock)?;
        self.refuse(attributes.relay && version == Version::Soap11, ErrorKind::MisplacedAttribute)?;
        self.writes(Mode::Check, |steps| attributes.emit(steps))?;
        self.check_call(Call::HeaderBlock, self.before_body())?;
        self.open_header()?;
        self.steps(Call::HeaderBlock, Place::HeaderBlock, |steps| {
            steps.inside(call, name);
            attributes.emit(steps);
        })
    }

    pub fn write_upgrade(&mut self, versions: Versions) -> Taken {
        self.check_call(Call::Upgrade, self.before_body())?;
        self.open_header()?;
        self.steps(Call::Upgrade, Place::Header, |steps| emit::upgrade(steps, versions))?;
        self.layout.upgraded = true;
        Ok(())
    }

    pub fn write_not_understood(&mut self, &[uri, local, ..]: &Arguments<'_>) -> Taken {
        self.refuse(self.layout.version == Version::Soap11, ErrorKind::InvalidArgument)?;
        ncname::check(local, ErrorKind::WriteName).map_err(|kind| self.xml.refuse(kind))?;
        self.check_call(Call::NotUnderstood, self.before_body())?;
        self.open_header()?;
        self.steps(Call::NotUnderstood, Place::Header, |steps| {
            steps.start(Namespace::Soap12.uri(), "NotUnderstood");
            steps.inside(XmlCall::ATTRIBUTE_QNAME, &[b"", b"qname", local, uri]);
            steps.end();
        })
    }

    pub fn begin_body(&mut self) -> Taken {
        self.check(self.up_to_body() && self.layout.place != Place::Body)?;
        self.open_body()
    }

    pub fn begin_entry(&mut self, name: &Arguments<'_>) -> Taken {
        let [uri, local, ..] = *name;
        let fault = local == b"Fault" && uri == self.layout.version.uri().as_bytes();
        self.refuse(self.layout.fault && self.layout.version == Version::Soap12, ErrorKind::FaultNotAlone)?;
        self.check(self.up_to_body() && !fault)?;
        self.open_body()?;
        self.begin(name, Place::BodyEntry)?;
        self.layout.entries = true;
        Ok(())
    }

    /// Writes a fault, or with `detail` as much of it as comes before what is in the detail. It is converted where it is.
    pub fn write_fault(&mut self, fault: &mut Fault<'_>, detail: bool) -> Taken {
        let (call, place) = match detail {
            true => (Call::FaultWithDetail, Place::Detail),
            false => (Call::Fault, Place::Body),
        };
        let layout = &self.layout;
        let version = layout.version;
        let shared = layout.fault || (layout.entries && version == Version::Soap12);
        self.refuse(shared, ErrorKind::FaultNotAlone)?;
        self.check_call(call, self.up_to_body())?;
        let Mapping { side, suffixes } = Mapping::default();
        fault.convert(version, side, suffixes);
        self.refuse_fault(fault)?;
        self.open_body()?;
        self.steps(call, place, |steps| {
            emit::fault(steps, fault);
            match detail {
                true => emit::detail(steps),
                false => steps.end(),
            }
        })?;
        self.layout.fault = true;
        Ok(())
    }

    pub fn write_fault_message(&mut self, fault: &Fault<'_>, upgrade: Option<Versions>) -> Taken {
        if self.layout.place == Place::Begin {
            self.refuse_fault(&fault.to_version(self.layout.version))?;
            self.begin_envelope(None)?;
            self.layout.message = true;
        }
        self.refuse(!self.layout.message, ErrorKind::OutOfOrder)?;
        if let Some(versions) = upgrade.filter(|_| !self.layout.upgraded) {
            self.write_upgrade(versions)?;
        }
        if !self.layout.fault {
            self.write_fault(&mut { *fault }, false)?;
        }
        self.end_envelope()
    }

    pub fn begin_trailer(&mut self, name: &Arguments<'_>) -> Taken {
        let [uri, ..] = *name;
        let own = uri.is_empty() || uri == self.layout.version.uri().as_bytes();
        self.refuse(own || self.layout.version == Version::Soap12, ErrorKind::TrailingElement)?;
        self.check(self.up_to_body() || self.layout.place == Place::AfterBody)?;
        self.close_body()?;
        self.begin(name, Place::Trailer)
    }

    /// Ends the item at hand.
    pub fn end_item(&mut self) -> Taken {
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

    #[cfg_attr(small, inline(always))]
    pub fn end_envelope(&mut self) -> Taken {
        self.check(self.up_to_body() || matches!(self.layout.place, Place::AfterBody | Place::Epilog))?;
        self.close_body()?;
        if self.layout.place == Place::AfterBody {
            self.close(Place::Epilog)?;
        }
        self.xml.make(XmlCall::FINISH, NOTHING)?;
        self.xml.flush()?;
        self.arrive(Place::End)
    }
}

impl<'w, S: Sink> Writer<'w, S> {
    /// Refuses a write in the wrong place, or while another waits to be completed.
    pub(in crate::soap) fn check(&mut self, allowed: bool) -> Taken {
        self.judge(None, allowed)
    }

    /// The same, unless it is this one that waits.
    pub(in crate::soap) fn check_call(&mut self, call: Call, allowed: bool) -> Taken {
        self.judge(Some(call), allowed)
    }

    fn judge(&mut self, call: Option<Call>, allowed: bool) -> Taken {
        self.refuse(self.xml.is_latched() || !self.layout.allows(call, allowed), ErrorKind::OutOfOrder)
    }

    pub(in crate::soap) fn refuse(&mut self, wrong: bool, kind: ErrorKind) -> Taken {
        if wrong { Err(self.xml.refuse(kind)) } else { Ok(()) }
    }

    /// Refuses a fault of this version that could not be written to its end, before anything of it is.
    pub(in crate::soap) fn refuse_fault(&mut self, fault: &Fault<'_>) -> Taken {
        self.writes(Mode::Check, |steps| emit::fault(steps, fault))
    }

    /// Makes a write that takes several steps, or goes on with it.
    pub(in crate::soap) fn steps(
        &mut self,
        call: Call,
        after: Place,
        write: impl FnOnce(&mut Sequence<'_, 'w, S>),
    ) -> Taken {
        let written = self.writes(Mode::Item, write);
        self.complete(written, call, after)
    }

    /// Such a write came to its end, or to where it stopped.
    #[cfg_attr(small, inline(never))]
    fn complete(&mut self, written: Taken, call: Call, after: Place) -> Taken {
        match written {
            Ok(()) => self.arrive(after),
            Err(stopped) => {
                // Where nothing was written the message goes on as if the call had not been made.
                match stopped {
                    _ if !self.layout.progress.is_begun() => {}
                    Stopped::Full => self.layout.pending = Some(call),
                    Stopped::Refused => self.xml.latch(),
                }
                Err(stopped)
            }
        }
    }

    pub(in crate::soap) fn before_body(&self) -> bool {
        matches!(self.layout.place, Place::Envelope | Place::Header)
    }

    pub(in crate::soap) fn up_to_body(&self) -> bool {
        self.before_body() || matches!(self.layout.place, Place::AfterHeader | Place::Body)
    }

    #[cfg_attr(small, inline(always))]
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

    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn close_body(&mut self) -> Taken {
        if self.up_to_body() {
            self.open_body()?;
            self.close(Place::AfterBody)?;
        }
        Ok(())
    }

    /// Starts a part of the Envelope, which the writer is then in.
    #[cfg_attr(small, inline(always))]
    fn open(&mut self, local: &str, place: Place) -> Taken {
        self.begin(&[self.layout.version.uri().as_bytes(), local.as_bytes(), &[], &[]], place)
    }

    /// Starts an element, which the writer is then in.
    #[cfg_attr(small, inline(never))]
    fn begin(&mut self, name: &Arguments<'_>, place: Place) -> Taken {
        self.xml.make(XmlCall::START, name)?;
        self.arrive(place)
    }

    /// Ends an element, after which the writer is here.
    pub(in crate::soap) fn close(&mut self, place: Place) -> Taken {
        self.xml.make(XmlCall::END, NOTHING)?;
        self.arrive(place)
    }

    /// A write came to its end, and the writer is here.
    #[cfg_attr(small, inline(never))]
    pub(in crate::soap) fn arrive(&mut self, place: Place) -> Taken {
        self.layout.arrive(place, self.xml.depth());
        Ok(())
    }
}
