//! Redirects and challenges, apart: a client that follows and answers neither has none of this.

use super::run::Run;
use super::verdict::{Verdict, failure};
use crate::Error;
use crate::http::{Framing, ResponseHead};

/// How a client goes on after a response that asks for another request.
pub(super) struct Follow {
    /// Has the credentials made that go with a request nobody asked them for.
    pub(super) authorize: fn(&mut Run<'_>) -> Result<(), Error>,
    /// Follows a redirect, or answers a challenge: `None`, and the call is to be sent again. What else came of the call,
    /// it has come to.
    pub(super) again: fn(&mut Run<'_>, &ResponseHead<'_>, Verdict) -> Result<Option<Verdict>, Error>,
}

/// Does both.
pub(super) static FOLLOW: Follow = Follow { authorize: |run| run.authorize(), again };

fn again(run: &mut Run<'_>, head: &ResponseHead<'_>, verdict: Verdict) -> Result<Option<Verdict>, Error> {
    let again = match verdict {
        Verdict::Redirect(method) => run.redirect(head, method).map(|()| true)?,
        Verdict::Authenticate { proxy } => run.answer(head, proxy)?,
        verdict => return Ok(Some(verdict)),
    };
    if again {
        return Ok(None);
    }
    Framing::of_response(head, run.method.name()).map(|framing| Some(failure(run.call, head, framing)))
}
