//! The addressing headers of an answer, derived from those of the request.

use super::address::Destination;
use super::addressing::Addressing;
use super::check::{Rules, check_epr, is_kept_parameter};
use super::epr::Epr;
use super::names::{Header, Version};
use super::problem::Problem;
use super::properties::Properties;
use crate::ErrorKind;

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
        self.answer(rules, action, &[Header::ReplyTo])
    }

    /// The fault that answers this request: to its FaultTo, else where the reply goes. `action` is that of the fault;
    /// [`Version::soap_fault_action`] is the one that fits all. Errors as [`reply`](Addressing::reply).
    pub fn fault_reply<'a>(&self, rules: &Rules<'_>, action: &'a str) -> Result<Reply<'a>, Problem<'t>>
    where
        't: 'a,
    {
        self.answer(rules, action, &[Header::FaultTo, Header::ReplyTo])
    }

    /// The headers of the fault that says a problem. When it is the addressing headers that are wrong, or those that say
    /// where the fault goes, it goes on the back channel.
    pub fn problem_reply(&self, rules: &Rules<'_>, problem: &Problem<'_>) -> Reply<'t> {
        let action = self.version.known().fault_action();
        let fallback = self.answer_to(None, action);
        match problem.is_of_headers() {
            true => fallback,
            false => self.fault_reply(rules, action).unwrap_or(fallback),
        }
    }

    /// The answer to the first of these endpoints that the request names.
    fn answer<'a>(&self, rules: &Rules<'_>, action: &'a str, headers: &[Header]) -> Result<Reply<'a>, Problem<'t>>
    where
        't: 'a,
    {
        self.check_build()?;
        let mut block = None;
        for header in headers {
            block = block.or_else(|| self.block(*header));
        }
        if self.version.known() == Version::V200408 {
            block = block.or_else(|| self.block(Header::From));
        }
        let Some(block) = block else { return Ok(self.answer_to(None, action)) };
        let epr = Epr::new(block.element(), self.version);
        match check_receiver(&epr, rules) {
            Ok(()) => Ok(self.answer_to(Some(epr), action)),
            Err(kind) => Err(Problem::of_block(kind, self.version, &block)),
        }
    }

    fn answer_to<'a>(&self, receiver: Option<Epr<'t>>, action: &'a str) -> Reply<'a>
    where
        't: 'a,
    {
        let version = self.version.known();
        let address = receiver.map_or(version.anonymous(), |epr| epr.address().as_str());
        let destination = Destination::of(address, version);
        // 1.0 takes the address for anonymous when there is none.
        let is_said = version == Version::V200408 || destination != Destination::BackChannel;
        let request = self.message_id().filter(|id| !id.is_empty());
        let properties = Properties {
            version,
            action,
            in_reply_to: Some(request.unwrap_or(version.unspecified())),
            to: is_said.then_some(address),
            receiver,
            ..Properties::default()
        };
        Reply { destination, properties }
    }
}

/// Refuses an endpoint reference that nothing may be sent to.
fn check_receiver(epr: &Epr<'_>, rules: &Rules<'_>) -> Result<(), ErrorKind> {
    check_epr(epr)?;
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
