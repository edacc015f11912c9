//! Faults between C and core.

use crate::error::{REFUSED, SOAPSTONE_OK, Status};
use crate::raw::{self, Out};
use crate::soap::event::soapstone_qname;
use crate::soap::fault::{
    SOAPSTONE_FAULT_REASONS, SOAPSTONE_FAULT_RECEIVER, SOAPSTONE_FAULT_SUBCODES, kind_code, soapstone_fault,
    soapstone_reason,
};
use crate::text::{Texts, soapstone_str};
use core::mem::offset_of;
use soapstone::soap::{Fault, FaultCode, Mapping, Part, PartKind, QName, Reason, Subcodes, Version};

impl soapstone_fault {
    /// All bits zero, which takes no constant.
    pub(crate) const ZERO: Self = {
        let none = soapstone_str { ptr: core::ptr::null(), len: 0 };
        let name = soapstone_qname { ns: none, local: none };
        soapstone_fault {
            kind: 0,
            detail: 0,
            code: name,
            subcodes: [name; SOAPSTONE_FAULT_SUBCODES],
            subcode_count: 0,
            reason_count: 0,
            reasons: [soapstone_reason { text: none, lang: none }; SOAPSTONE_FAULT_REASONS],
            node: none,
            role: none,
        }
    };

    /// A fault without parts.
    pub(crate) fn empty() -> Self {
        let mut fault = soapstone_fault::ZERO;
        soapstone_fault::begin(Out::over(&mut fault));
        fault
    }

    /// Makes a fault without parts.
    #[inline(never)]
    pub(crate) fn begin(out: Out<'_, Self>) -> &mut Self {
        let fault = out.put(soapstone_fault::ZERO);
        let name = soapstone_qname { ns: soapstone_str::EMPTY, local: soapstone_str::EMPTY };
        fault.kind = SOAPSTONE_FAULT_RECEIVER;
        fault.code = name;
        // Loops are shorter than a constant with all of them.
        for subcode in &mut fault.subcodes {
            *subcode = name;
        }
        for reason in &mut fault.reasons {
            reason.text = soapstone_str::EMPTY;
        }
        fault
    }

    /// The fault as C sees it.
    pub(crate) fn of(fault: &Fault<'_>) -> Self {
        let mut given = soapstone_fault::empty();
        given.detail = fault.detail.into();
        given.add(fault.code.into());
        fault.subcodes.iter().for_each(|code| given.add(Part { kind: PartKind::Subcode, ..code.into() }));
        fault.reasons.iter().for_each(|reason| given.add(reason.into()));
        (given.node, given.role) = (fault.node.into(), fault.role.into());
        given
    }

    /// Adds a part; of those that a fault has once the first counts.
    #[inline(never)]
    pub(crate) fn add(&mut self, part: Part<'_>) {
        let (text, more) = (part.text.into(), part.more.into());
        match part.kind {
            PartKind::Code => {
                if self.code.local.len == 0 {
                    let code = QName { uri: part.more.unwrap_or_default(), local: part.text };
                    self.kind = FaultCode::from_qname(&code).map_or(SOAPSTONE_FAULT_RECEIVER, kind_code);
                    self.code = soapstone_qname { ns: more, local: text };
                }
            }
            PartKind::Subcode => {
                let slot = self.subcodes.get_mut(self.subcode_count as usize);
                self.subcode_count = self.subcode_count.wrapping_add(1);
                if let Some(slot) = slot {
                    *slot = soapstone_qname { ns: more, local: text };
                }
            }
            PartKind::Reason => {
                let slot = self.reasons.get_mut(self.reason_count as usize);
                self.reason_count = self.reason_count.wrapping_add(1);
                if let Some(slot) = slot {
                    *slot = soapstone_reason { text, lang: more };
                }
            }
            PartKind::Node | PartKind::Role => {
                let slot = if part.kind == PartKind::Node { &mut self.node } else { &mut self.role };
                if slot.ptr.is_null() {
                    *slot = text;
                }
            }
        }
    }

    /// Puts the same fault as `version` says it in the place of this one.
    ///
    /// # Safety
    /// The strings are valid.
    pub(crate) unsafe fn map(&mut self, version: Version, mapping: &Mapping<'_>) -> Status<i32> {
        *self = self.with(|&mut fault| soapstone_fault::of(&fault.to_version_with(version, mapping)))?;
        Ok(SOAPSTONE_OK)
    }

    /// Calls `work` with the fault as core sees it.
    ///
    /// # Safety
    /// The strings are valid.
    pub(crate) unsafe fn with<R>(&self, work: impl FnOnce(&mut Fault<'_>) -> R) -> Status<R> {
        let mut parts = [Reason::default(); NAMES + SOAPSTONE_FAULT_REASONS];
        // Where it is: it is not to be copied.
        match &mut self.read(&mut parts) {
            Ok(fault) => Ok(work(fault)),
            Err(kind) => Err(*kind),
        }
    }

    /// The fault as core sees it. One for all that is done with faults.
    #[cfg_attr(small, inline(never))]
    unsafe fn read<'a>(&self, parts: &'a mut [Reason<'a>; NAMES + SOAPSTONE_FAULT_REASONS]) -> Status<Fault<'a>> {
        let (subcode_count, reason_count) = (self.subcode_count as usize, self.reason_count as usize);
        if subcode_count > SOAPSTONE_FAULT_SUBCODES || reason_count > SOAPSTONE_FAULT_REASONS {
            return Err(REFUSED);
        }
        let texts = &mut Texts::default();
        let (names, reasons) = parts.split_first_chunk_mut::<NAMES>().ok_or(REFUSED)?;
        texts.pairs(names, raw::strings(self, offset_of!(Self, code), 2 + 2 * subcode_count), true);
        texts.pairs(reasons, raw::strings(self, offset_of!(Self, reasons), 2 * reason_count), false);
        let (node, role) = (texts.some(&self.node), texts.some(&self.role));
        texts.check()?;
        let ([code, subcodes @ ..], reasons): (&'a _, &'a [Reason<'a>]) = (names, reasons);
        Ok(Fault {
            code: QName { uri: code.lang.unwrap_or_default(), local: code.text },
            subcodes: Subcodes::of_pairs(subcodes.get(..subcode_count).unwrap_or_default()),
            reasons: reasons.get(..reason_count).unwrap_or_default().into(),
            node: node.map(Into::into),
            role: role.map(Into::into),
            detail: self.detail != 0,
        })
    }
}

/// The code, which is before its subcodes, and these.
const NAMES: usize = 1 + SOAPSTONE_FAULT_SUBCODES;
