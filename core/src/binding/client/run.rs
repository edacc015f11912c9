//! The series of requests that one call may take.

use super::call::{Call, Method};
use super::url;
use crate::binding::Identity;
use crate::http::auth::{Authenticate, Authorize};
use crate::http::{Endpoint, ResponseHead};
use crate::slice::{first, part};
use crate::{Error, ErrorKind};

/// Where a call is in its series of requests.
pub(super) struct Run {
    pub(super) method: Method,
    /// Bytes of the scratch memory that hold the address a redirect has led to; 0: none has.
    url: usize,
    /// Bytes behind it that hold the credentials for the next request, and whether a proxy asked for them.
    pub(super) authorization: usize,
    pub(super) proxy: bool,
    pub(super) strayed: bool,
    pub(super) redirects: u8,
    pub(super) challenges: u8,
}

impl Run {
    /// Times that credentials are asked for.
    pub(super) const MOST_CHALLENGES: u8 = 3;

    pub(super) fn new(call: &Call<'_>) -> Self {
        Run { method: call.method, url: 0, authorization: 0, proxy: false, strayed: false, redirects: 0, challenges: 0 }
    }

    /// The endpoint of the next request.
    pub(super) fn endpoint<'s>(&self, call: &Call<'s>, scratch: &'s [u8]) -> Result<Endpoint<'s>, Error> {
        Endpoint::parse(match self.url {
            0 => call.endpoint,
            len => text(first(scratch, len)),
        })
    }

    /// Who is connected to for the next request, and the key that is shown there: none to another host than the call was
    /// made for.
    pub(super) fn peer<'s>(&self, call: &Call<'s>, scratch: &'s [u8]) -> Result<(Endpoint<'s>, Identity<'s>), Error> {
        match call.relay {
            "" if self.strayed => Ok((self.endpoint(call, scratch)?, Identity::NONE)),
            "" => Ok((self.endpoint(call, scratch)?, call.identity)),
            relay => Ok((Endpoint::parse(relay)?, call.identity)),
        }
    }

    /// Goes where the response says, but not from TLS into the clear.
    pub(super) fn redirect(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        head: &ResponseHead<'_>,
        method: Method,
    ) -> Result<(), Error> {
        let location = head.fields.text("Location").ok_or(Error::new(ErrorKind::Redirected, 0))?;
        let current = (self.url == 0).then_some(call.endpoint);
        self.url = url::resolve(scratch, current, self.url, location)?;
        let (from, to) = (Endpoint::parse(call.endpoint)?, self.endpoint(call, scratch)?);
        if from.secure && !to.secure {
            return Err(Error::new(ErrorKind::Redirected, 0));
        }
        self.strayed |= (from.secure, from.host, from.port) != (to.secure, to.host, to.port);
        self.redirects = self.redirects.saturating_add(1);
        self.method = method;
        Ok(())
    }

    /// Has a challenge answered; `false`: there is no answer.
    pub(super) fn answer(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        hook: &mut Option<&mut dyn Authenticate>,
        (head, proxy): (&ResponseHead<'_>, bool),
    ) -> Result<bool, Error> {
        self.challenges = self.challenges.saturating_add(1);
        self.proxy = proxy;
        self.ask(call, scratch, hook, Some(head))?;
        Ok(self.authorization > 0)
    }

    /// Has the credentials made that go with a request nobody asked them for.
    pub(super) fn authorize(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        hook: &mut Option<&mut dyn Authenticate>,
    ) -> Result<(), Error> {
        if self.authorization == 0 {
            self.proxy = false;
            self.ask(call, scratch, hook, None)?;
        }
        Ok(())
    }

    fn ask(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        hook: &mut Option<&mut dyn Authenticate>,
        head: Option<&ResponseHead<'_>>,
    ) -> Result<(), Error> {
        self.authorization = 0;
        let name = if self.proxy { "Proxy-Authorization" } else { "Authorization" };
        let wanted = !self.strayed && call.field(name).is_none();
        let Some(hook) = hook.as_mut().filter(|_| wanted) else { return Ok(()) };
        let (url, memory) = scratch.split_at_mut_checked(self.url).unwrap_or_default();
        let target = self.endpoint(call, url)?.path;
        let challenges = head.map(|head| head.fields);
        let request = Authorize { method: self.method.name(), target, proxy: self.proxy, challenges };
        self.authorization = hook.authorize(&request, memory)?.min(memory.len());
        Ok(())
    }

    pub(super) fn authorization<'s>(&self, scratch: &'s [u8]) -> Option<&'s str> {
        (self.authorization > 0).then(|| text(part(scratch, self.url, self.authorization)))
    }
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
