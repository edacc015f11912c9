//! Redirects and challenges, apart: a client that follows and answers neither has none of this.

use super::call::Call;
use super::run::Run;
use super::verdict::{Verdict, failure};
use crate::Error;
use crate::http::auth::Authenticate;
use crate::http::{Framing, ResponseHead};

/// How a client goes on after a response that asks for another request.
pub(super) struct Follow {
    /// Has the credentials made that go with a request nobody asked them for.
    pub(super) authorize: Prove,
    /// Follows a redirect, or answers a challenge: `None`, and the call is to be sent again. What else came of the call,
    /// it has come to.
    pub(super) again: Again,
}

type Prove = fn(&mut Run, &Call<'_>, &mut [u8], &mut Option<&mut dyn Authenticate>) -> Result<(), Error>;
type Again = fn(&ResponseHead<'_>, &mut [u8], Series<'_, '_, '_>, Verdict) -> Result<Option<Verdict>, Error>;

/// A call, where it is in its series of requests, and who has its credentials.
pub(super) type Series<'a, 'c, 'h> = (&'a Call<'c>, &'a mut Run, &'a mut Option<&'h mut dyn Authenticate>);

/// Does both.
pub(super) static FOLLOW: Follow = Follow { authorize: Run::authorize, again };

fn again(
    head: &ResponseHead<'_>,
    scratch: &mut [u8],
    (call, run, hook): Series<'_, '_, '_>,
    verdict: Verdict,
) -> Result<Option<Verdict>, Error> {
    let again = match verdict {
        Verdict::Redirect(method) => run.redirect(call, scratch, head, method).map(|()| true)?,
        Verdict::Authenticate { proxy } => run.answer(call, scratch, hook, (head, proxy))?,
        verdict => return Ok(Some(verdict)),
    };
    if again {
        return Ok(None);
    }
    Framing::of_response(head, run.method.name()).map(|framing| Some(failure(call, head, framing)))
}
