//! Redirects and challenges, apart: a client that follows and answers neither has none of this.

use super::call::Method;
use super::exchange::Exchange;
use super::run::{Run, endpoint};
use super::stage::Step;
use super::verdict::{Verdict, failure};
use crate::Error;
use crate::http::{Endpoint, Framing, Refused, ResponseHead};

/// How a client goes on after a response that asks for another request.
pub(super) struct Follow {
    /// Has the credentials made that go with a request nobody asked them for.
    pub(super) authorize: fn(&mut Exchange, &mut Run<'_>) -> Step,
    /// Whether a call has not been redirected, or challenged, so often yet that it goes no further.
    pub(super) follows: fn(&Run<'_>, Verdict) -> bool,
    pub(super) again: Again,
    /// Reads the address that a redirect has led to.
    pub(super) endpoint: fn(&[u8]) -> Result<Endpoint<'_>, Error>,
}

/// Follows a redirect, or answers a challenge: `None`, and the call is to be sent again. What else came of the call, it
/// has come to.
type Again = fn(&mut Exchange, &[u8], &mut Run<'_>, Verdict) -> Step<Option<Verdict>>;

/// Does both.
pub(super) static FOLLOW: Follow = Follow {
    authorize: |exchange, run| exchange.judged(&run.authorize()).copied(),
    follows,
    again: |exchange, memory, run, verdict| {
        let again = exchange.head(memory).and_then(|head| again(run, &head, verdict));
        exchange.judged(&again).copied()
    },
    endpoint,
};

fn follows(run: &Run<'_>, verdict: Verdict) -> bool {
    match verdict {
        Verdict::ServerAsks | Verdict::ProxyAsks => run.challenges < Run::MOST_CHALLENGES,
        _ => run.redirects < run.call.redirects.most,
    }
}

fn again(run: &mut Run<'_>, head: &ResponseHead<'_>, verdict: Verdict) -> Result<Option<Verdict>, Error> {
    let again = match verdict {
        Verdict::Moved => run.redirect(head, run.method).map(|()| true)?,
        Verdict::SeeOther => run.redirect(head, Method::Get).map(|()| true)?,
        Verdict::ServerAsks => run.answer(head, false)?,
        Verdict::ProxyAsks => run.answer(head, true)?,
        verdict => return Ok(Some(verdict)),
    };
    if again {
        return Ok(None);
    }
    let framing = Framing::of_reply(head).map_err(Refused::error)?;
    Ok(Some(failure(run.call, head, framing == Framing::Length(0))))
}
