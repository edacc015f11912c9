//! The addressing headers of an answer, derived from those of the request.

use super::address::{Destination, Way};
use super::addressing::Addressing;
use super::check::{Rules, check_epr, is_kept_parameter};
use super::epr::Epr;
use super::names::{Header, Version};
use super::problem::{Problem, is_of_headers};
use super::properties::Properties;
use super::values::Values;
use crate::ErrorKind;
use crate::soap::KeptBlock;
use crate::xml::Str;

/// An answer: where it goes, and its headers. Give it a MessageID, and change what you like.
#[derive(Clone, Copy)]
pub struct Reply<'a> {
    /// Where it goes. A report: nothing is sent from here.
    pub destination: Destination<'a>,
    /// Its headers.
    pub properties: Properties<'a>,
}

impl<'t> Addressing<'t> {
    /// The reply to this request: to its ReplyTo, in 2004/08 else its From, else on the back channel.
    /// WS-Addressing 1.0 Core, 3.4; 2004/08, 3.2.
    ///
    /// # Errors
    /// Those of the endpoint reference. [`InvalidEpr`](ErrorKind::InvalidEpr): a reference parameter that would stand
    /// for a header of this node, one without a namespace, or with a `mustUnderstand` or `relay` that is no boolean, or
    /// more of them than the rules allow. [`LeftOut`](ErrorKind::LeftOut), in the lean build: a reference parameter, or
    /// headers of 2004/08.
    pub fn reply<'a>(&self, rules: &Rules<'_>, action: &'a str) -> Result<Reply<'a>, Problem<'t>>
    where
        't: 'a,
    {
        let mut answer = Values::default();
        self.answer(rules, action.into(), false, &mut answer)?;
        Ok(Reply::from(&answer))
    }

    /// The fault that answers this request: to its FaultTo, else where the reply goes. `action` is that of the fault;
    /// [`Version::soap_fault_action`] is the one that fits all. Errors as [`reply`](Addressing::reply).
    pub fn fault_reply<'a>(&self, rules: &Rules<'_>, action: &'a str) -> Result<Reply<'a>, Problem<'t>>
    where
        't: 'a,
    {
        let mut answer = Values::default();
        self.answer(rules, action.into(), true, &mut answer)?;
        Ok(Reply::from(&answer))
    }

    /// The headers of the fault that says a problem. When it is the addressing headers that are wrong, or those that say
    /// where the fault goes, it goes on the back channel.
    pub fn problem_reply(&self, rules: &Rules<'_>, problem: &Problem<'_>) -> Reply<'t> {
        let mut answer = Values::default();
        self.answer_problem(rules, problem.error.kind, &mut answer);
        Reply::from(&answer)
    }

    /// The same for a problem of this kind, put where it belongs.
    #[doc(hidden)]
    pub fn answer_problem(&self, rules: &Rules<'_>, kind: ErrorKind, answer: &mut Values<'t>) {
        let action = self.version.known().fault_action().into();
        if is_of_headers(kind) || self.answer(rules, action, true, answer).is_err() {
            self.answer_to(None, action, answer);
        }
    }

    /// The answer, a fault or a reply, to the first of its endpoints that the request names, put where it belongs.
    #[doc(hidden)]
    pub fn answer<'a>(
        &self,
        rules: &Rules<'_>,
        action: Str<'a>,
        is_fault: bool,
        answer: &mut Values<'a>,
    ) -> Result<(), Problem<'t>>
    where
        't: 'a,
    {
        self.check_build()?;
        let mut receiver = None;
        if let Some(block) = self.receiver(is_fault) {
            let epr = Epr::new(block.element, self.version);
            if let Err(kind) = check_receiver(&epr, rules) {
                return Err(Problem::of_block(kind, self.version, &block));
            }
            receiver = Some(epr);
        }
        self.answer_to(receiver, action, answer);
        Ok(())
    }

    /// The header that says where an answer goes.
    fn receiver(&self, is_fault: bool) -> Option<KeptBlock<'t>> {
        for header in [Header::FaultTo, Header::ReplyTo, Header::From] {
            let counts = match header {
                Header::FaultTo => is_fault,
                Header::From => self.version.known() == Version::V200408,
                _ => true,
            };
            if counts && let Some(block) = self.block(header) {
                return Some(block);
            }
        }
        None
    }

    fn answer_to<'a>(&self, receiver: Option<Epr<'t>>, action: Str<'a>, answer: &mut Values<'a>)
    where
        't: 'a,
    {
        let version = self.version.known();
        let address = receiver.map_or(version.anonymous().into(), |epr| epr.address());
        let way = Way::of(address, version);
        // 1.0 takes the address for anonymous when there is none.
        let is_said = version == Version::V200408 || way != Way::BackChannel;
        let request = self.text(Header::MessageId).filter(|id| !id.is_empty());
        let in_reply_to = request.unwrap_or(version.unspecified().into());
        *answer = Values {
            version,
            must_understand: false,
            way,
            texts: [Some(action), None, Some(in_reply_to), is_said.then_some(address), None, None, None],
            receiver,
        };
    }
}

impl<'a> From<&Values<'a>> for Reply<'a> {
    fn from(answer: &Values<'a>) -> Self {
        let properties = Properties::from(answer);
        // The only address that is not said is the anonymous one.
        let destination = answer.way.to(properties.to.unwrap_or_default());
        Reply { destination, properties }
    }
}

/// Refuses an endpoint reference that nothing may be sent to.
fn check_receiver(epr: &Epr<'_>, rules: &Rules<'_>) -> Result<(), ErrorKind> {
    check_epr(&epr.element, epr.version)?;
    if !crate::COMPLETE {
        return if epr.parameters().next().is_some() { Err(ErrorKind::LeftOut) } else { Ok(()) };
    }
    let mut room = rules.reference_parameters;
    for parameter in epr.parameters() {
        if room == 0 || !is_kept_parameter(&parameter, rules.reserved) {
            return Err(ErrorKind::InvalidEpr);
        }
        room = room.wrapping_sub(1);
    }
    Ok(())
}
