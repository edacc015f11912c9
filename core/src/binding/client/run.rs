//! The series of requests that one call may take.

use super::call::{Call, Method};
use super::follow::Follow;
use super::request::credentials_field;
use super::url;
use crate::binding::Identity;
use crate::http::auth::{Authenticate, Authorize};
use crate::http::{Endpoint, ResponseHead};
use crate::slice::{first, part};
use crate::{Error, ErrorKind};

/// A call, where it is in its series of requests, and who has its credentials.
#[repr(C)] // what is looked at most is first: short instructions reach no further
pub(super) struct Run<'a> {
    pub(super) call: &'a Call<'a>,
    /// Whether the credentials answer a challenge.
    answered: bool,
    pub(super) strayed: bool,
    pub(super) redirects: u8,
    pub(super) challenges: u8,
    pub(super) method: Method,
    /// Whether there is a proxy that may ask for credentials.
    proxied: bool,
    /// Set where redirects are followed and challenges answered.
    pub(super) follow: Option<&'static Follow>,
    /// Holds the address a redirect has led to, the credentials for the server, and then those for a proxy.
    scratch: &'a mut [u8],
    hook: Option<&'a mut dyn Authenticate>,
    /// Bytes of them, each 0 where there are none.
    url: usize,
    for_server: usize,
    for_proxy: usize,
}

impl<'a> Run<'a> {
    /// Times that credentials are asked for.
    pub(super) const MOST_CHALLENGES: u8 = 3;

    pub(super) fn new(
        call: &'a Call<'a>,
        scratch: &'a mut [u8],
        hook: Option<&'a mut (dyn Authenticate + '_)>,
        follow: Option<&'static Follow>,
    ) -> Self {
        Run {
            call,
            follow,
            scratch,
            hook: hook.map(|hook| hook as _),
            url: 0,
            for_server: 0,
            for_proxy: 0,
            method: call.method,
            answered: false,
            proxied: !call.relay.is_empty(),
            strayed: false,
            redirects: 0,
            challenges: 0,
        }
    }

    /// The endpoint of the next request.
    pub(super) fn endpoint(&self) -> Result<Endpoint<'_>, Error> {
        match (self.url, self.follow) {
            (1.., Some(follow)) => (follow.endpoint)(first(self.scratch, self.url)),
            _ => Endpoint::parse(self.call.endpoint),
        }
    }

    /// Who is connected to for the next request.
    pub(super) fn peer(&self) -> Result<Endpoint<'_>, Error> {
        match self.call.relay {
            "" => self.endpoint(),
            relay => Endpoint::parse(relay),
        }
    }

    /// The key that is shown there: none to another host than the call was made for.
    pub(super) fn identity(&self) -> &Identity<'_> {
        if self.strayed && self.call.relay.is_empty() { &Identity::NONE } else { &self.call.identity }
    }

    /// Goes where the response says, but not from TLS into the clear.
    pub(super) fn redirect(&mut self, head: &ResponseHead<'_>, method: Method) -> Result<(), Error> {
        let location = head.fields.text("Location").ok_or(Error::new(ErrorKind::Redirected, 0))?;
        let current = (self.url == 0).then_some(self.call.endpoint);
        self.url = url::resolve(self.scratch, current, self.url, location)?;
        let (from, to) = (Endpoint::parse(self.call.endpoint)?, self.endpoint()?);
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
    pub(super) fn answer(&mut self, head: &ResponseHead<'_>, proxy: bool) -> Result<bool, Error> {
        self.challenges = self.challenges.saturating_add(1);
        self.answered = true;
        self.ask(proxy, Some(head))?;
        if proxy {
            self.proxied = true;
            return Ok(self.for_proxy > 0);
        }
        if self.proxied {
            self.ask(true, None)?;
        }
        Ok(self.for_server > 0)
    }

    /// Has the credentials made that go with a request nobody asked them for. Those for a proxy go where one is known
    /// to be.
    pub(super) fn authorize(&mut self) -> Result<(), Error> {
        if !self.answered {
            self.ask(false, None)?;
            if self.proxied {
                self.ask(true, None)?;
            }
        }
        self.answered = false;
        Ok(())
    }

    /// Asks for the credentials for server or proxy. Those for the server are first in the memory.
    fn ask(&mut self, proxy: bool, head: Option<&ResponseHead<'_>>) -> Result<(), Error> {
        let before = if proxy { self.for_server } else { 0 };
        let named = self.call.field(credentials_field(proxy)).is_some();
        let mut len = 0;
        if let Some(hook) = self.hook.as_mut().filter(|_| !self.strayed && !named) {
            let (url, memory) = self.scratch.split_at_mut_checked(self.url).unwrap_or_default();
            let endpoint = if self.url == 0 { Endpoint::parse(self.call.endpoint) } else { endpoint(url) }?;
            let challenges = head.map(|head| head.fields);
            let memory = memory.get_mut(before..).unwrap_or_default();
            let request = Authorize { method: self.method.name(), target: endpoint.path, proxy, challenges };
            len = hook.authorize(&request, memory)?.min(memory.len());
        }
        match proxy {
            true => self.for_proxy = len,
            false => (self.for_server, self.for_proxy) = (len, 0),
        }
        Ok(())
    }

    /// The credentials for the server, or for a proxy; empty: there are none.
    #[cfg_attr(small, inline(always))]
    pub(super) fn credentials(&self, proxy: bool) -> &[u8] {
        match proxy {
            false => part(self.scratch, self.url, self.for_server),
            true => part(self.scratch, self.url.saturating_add(self.for_server), self.for_proxy),
        }
    }
}

/// The endpoint that a redirect has led to.
pub(super) fn endpoint(url: &[u8]) -> Result<Endpoint<'_>, Error> {
    Endpoint::parse(core::str::from_utf8(url).unwrap_or_default())
}
