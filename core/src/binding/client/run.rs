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
    /// Bytes behind it that hold the credentials for the server, and then those for a proxy.
    for_server: usize,
    for_proxy: usize,
    /// Whether they answer a challenge.
    answered: bool,
    /// Whether there is a proxy that may ask for credentials.
    proxied: bool,
    pub(super) strayed: bool,
    pub(super) redirects: u8,
    pub(super) challenges: u8,
}

impl Run {
    /// Times that credentials are asked for.
    pub(super) const MOST_CHALLENGES: u8 = 3;

    pub(super) fn new(call: &Call<'_>) -> Self {
        Run {
            method: call.method,
            url: 0,
            for_server: 0,
            for_proxy: 0,
            answered: false,
            proxied: !call.relay.is_empty(),
            strayed: false,
            redirects: 0,
            challenges: 0,
        }
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

    /// Has a challenge answered; `false`: there is no answer. What the other of server and proxy was given goes with the
    /// answer: the server has not seen what the proxy refused.
    pub(super) fn answer(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        hook: &mut Option<&mut dyn Authenticate>,
        (head, proxy): (&ResponseHead<'_>, bool),
    ) -> Result<bool, Error> {
        self.challenges = self.challenges.saturating_add(1);
        self.answered = true;
        self.ask(call, scratch, hook, (proxy, Some(head)))?;
        if proxy {
            self.proxied = true;
            return Ok(self.for_proxy > 0);
        }
        if self.proxied {
            self.ask(call, scratch, hook, (true, None))?;
        }
        Ok(self.for_server > 0)
    }

    /// Has the credentials made that go with a request nobody asked them for. Those for a proxy go where one is known
    /// to be.
    pub(super) fn authorize(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        hook: &mut Option<&mut dyn Authenticate>,
    ) -> Result<(), Error> {
        if !self.answered {
            self.ask(call, scratch, hook, (false, None))?;
            if self.proxied {
                self.ask(call, scratch, hook, (true, None))?;
            }
        }
        self.answered = false;
        Ok(())
    }

    /// Asks for the credentials for server or proxy. Those for the server are first in the memory.
    fn ask(
        &mut self,
        call: &Call<'_>,
        scratch: &mut [u8],
        hook: &mut Option<&mut dyn Authenticate>,
        (proxy, head): (bool, Option<&ResponseHead<'_>>),
    ) -> Result<(), Error> {
        let name = if proxy { "Proxy-Authorization" } else { "Authorization" };
        let before = if proxy { self.for_server } else { 0 };
        let mut len = 0;
        if let Some(hook) = hook.as_mut().filter(|_| !self.strayed && call.field(name).is_none()) {
            let (url, memory) = scratch.split_at_mut_checked(self.url).unwrap_or_default();
            let target = self.endpoint(call, url)?.path;
            let challenges = head.map(|head| head.fields);
            let memory = memory.get_mut(before..).unwrap_or_default();
            let request = Authorize { method: self.method.name(), target, proxy, challenges };
            len = hook.authorize(&request, memory)?.min(memory.len());
        }
        match proxy {
            true => self.for_proxy = len,
            false => (self.for_server, self.for_proxy) = (len, 0),
        }
        Ok(())
    }

    /// The values of Authorization and of Proxy-Authorization.
    pub(super) fn credentials<'s>(&self, scratch: &'s [u8]) -> [Option<&'s str>; 2] {
        let value = |at: usize, len: usize| (len > 0).then(|| text(part(scratch, at, len)));
        [value(self.url, self.for_server), value(self.url.saturating_add(self.for_server), self.for_proxy)]
    }
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}
