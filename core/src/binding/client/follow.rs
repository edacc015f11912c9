//! Redirects and challenges, apart: a client that follows and answers neither has none of this.

use super::call::Method;
use super::run::{Run, endpoint};
use super::verdict::{Verdict, failure};
use crate::Error;
use crate::http::{Endpoint, Framing, ResponseHead};

/// How a client goes on after a response that asks for another request.
pub(super) struct Follow {
    /// Has the credentials made that go with a request nobody asked them for.
    pub(super) authorize: fn(&mut Run<'_>) -> Result<(), Error>,
    /// Follows a redirect, or answers a challenge: `None`, and the call is to be sent again. What else came of the call,
    /// it has come to.
    pub(super) again: fn(&mut Run<'_>, &ResponseHead<'_>, Verdict) -> Result<Option<Verdict>, Error>,
    /// Reads the address that a redirect has led to.
    pub(super) endpoint: fn(&[u8]) -> Result<Endpoint<'_>, Error>,
}

/// Does both.
pub(super) static FOLLOW: Follow = Follow { authorize: |run| run.authorize(), again, endpoint };

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
    Framing::of_reply(head).map(|framing| Some(failure(run.call, head, framing)))
}
