//! The client's side of a session.

use super::headers::{SessionHeaders, SessionRequest, SessionType};
use super::timeouts::Timeouts;
use crate::buf::Sink;
use crate::soap::{Headers, Sequence};
use crate::xml::Str;
use crate::{Error, ErrorKind, Limit};
use zeroize::Zeroize;

/// Login name and password, of which the caller keeps the memory. There is no `Debug`.
#[derive(Clone, Copy)]
pub struct Credentials<'c> {
    /// The login name.
    pub username: &'c str,
    /// The password, or the trust token of a single sign-on.
    pub password: &'c str,
}

/// What a client session is to keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SessionOptions {
    /// The times of the server.
    pub timeouts: Timeouts,
    /// The requests carry WS-Security: session headers cannot go with it.
    pub security: bool,
    /// The server is a mobile client, which knows only sessions of type `None`, and none without credentials.
    pub mobile: bool,
}

/// A session with a server: says what the next request must carry, and takes the token from every response.
///
/// The first request logs in, those after it carry the newest token, one at a time: a second request before the first
/// is answered is [`SessionBusy`](ErrorKind::SessionBusy). A token that has expired by the caller's clock is not sent.
/// A `Stateless` session then logs in again. Any other has ended, which is said once, as
/// [`SessionExpired`](ErrorKind::SessionExpired); the request after that opens a new one.
///
/// The clock counts seconds and need not know the date. The age of a token is counted from the request that brought it.
///
/// ```
/// use soapstone::session::{Credentials, Session, SessionType, VOCABULARY};
/// use soapstone::soap::{HeaderReader, NodeTable, Reader, Version, Writer};
/// use soapstone::{buf::Buffer, xml::WriteError};
///
/// let mut memory = [0; 64];
/// let mut session = Session::new(SessionType::Stateless, &mut memory);
/// session.set_credentials(Some(Credentials { username: "u1", password: "p1" }));
///
/// // Each request: begin, write, then take the response.
/// let now = 0;
/// session.begin(now)?;
/// let (mut output, mut workspace) = ([0; 1024], [0; 256]);
/// let mut writer = Writer::new(Buffer::new(&mut output), &mut workspace, Version::Soap11);
/// writer.envelope()?;
/// writer.sequence(|steps| session.write(steps))?;
/// // ... the body, and the exchange of the messages ...
/// let response = b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header>\
///     <SessionToken xmlns='http://siebel.com/webservices'>tok-1</SessionToken></e:Header><e:Body/></e:Envelope>";
/// let (mut workspace, mut store) = ([0; 512], [0; 256]);
/// let mut headers = HeaderReader::new(&mut store);
/// headers.read(&mut Reader::new(&mut workspace), &mut &response[..], true, &mut NodeTable::new(&[&VOCABULARY]))?;
/// session.finish(&headers.headers())?;
/// assert_eq!(session.token().unwrap(), "tok-1");
/// # Ok::<(), WriteError>(())
/// ```
pub struct Session<'t> {
    memory: &'t mut [u8],
    /// Bytes of the token; 0 when there is none.
    len: usize,
    session_type: SessionType,
    options: SessionOptions,
    credentials: Option<Credentials<'t>>,
    /// When the session was opened and when its token was made, at the earliest.
    opened: u64,
    used: u64,
    /// The request that waits for its response, and when it began.
    sent: Option<(Sent, u64)>,
}

/// What a request does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Anonymous,
    Login,
    Resume,
    Logout,
}

impl<'t> Session<'t> {
    /// A session of this type that keeps its token in `memory`.
    pub fn new(session_type: SessionType, memory: &'t mut [u8]) -> Self {
        Session::with_options(session_type, memory, SessionOptions::default())
    }

    /// The same with these options.
    pub fn with_options(session_type: SessionType, memory: &'t mut [u8], options: SessionOptions) -> Self {
        Session { memory, len: 0, session_type, options, credentials: None, opened: 0, used: 0, sent: None }
    }

    /// Sets or takes away what the session logs in with. Without credentials a session of type `None` is anonymous.
    pub fn set_credentials(&mut self, credentials: Option<Credentials<'t>>) {
        self.credentials = credentials;
    }

    /// Begins a request: the token is lent to it until [`finish`](Session::finish), [`fail`](Session::fail) or
    /// [`reject`](Session::reject).
    ///
    /// # Errors
    /// [`SessionBusy`](ErrorKind::SessionBusy), [`SessionExpired`](ErrorKind::SessionExpired): as above.
    /// [`CredentialsRequired`](ErrorKind::CredentialsRequired): it must log in and has no credentials.
    /// [`SessionConflict`](ErrorKind::SessionConflict): the requests carry WS-Security.
    /// [`InvalidSession`](ErrorKind::InvalidSession): a mobile client, and another type than `None`.
    pub fn begin(&mut self, now: u64) -> Result<(), Error> {
        let mobile = self.options.mobile;
        refuse(self.sent.is_some(), ErrorKind::SessionBusy)?;
        refuse(self.options.security, ErrorKind::SessionConflict)?;
        refuse(mobile && self.session_type != SessionType::None, ErrorKind::InvalidSession)?;
        let expired = self.expire(now);
        refuse(expired && self.session_type != SessionType::Stateless, ErrorKind::SessionExpired)?;
        let sent = match (self.token(), self.credentials) {
            (Some(_), _) => Sent::Resume,
            (None, Some(_)) => Sent::Login,
            (None, None) if self.session_type == SessionType::None && !mobile => Sent::Anonymous,
            (None, None) => return Err(Error::new(ErrorKind::CredentialsRequired, 0)),
        };
        self.sent = Some((sent, now));
        Ok(())
    }

    /// Begins the request that ends the session; whatever comes of it, the token is gone after it. `false` when there is
    /// no session to end, and nothing to send.
    ///
    /// # Errors
    /// [`SessionBusy`](ErrorKind::SessionBusy).
    pub fn logout(&mut self, now: u64) -> Result<bool, Error> {
        refuse(self.sent.is_some(), ErrorKind::SessionBusy)?;
        self.expire(now);
        self.sent = self.token().map(|_| (Sent::Logout, now));
        Ok(self.sent.is_some())
    }

    /// What the request at hand asks for; `None` when none has begun.
    pub fn request(&self) -> Option<SessionRequest<'_>> {
        let token = self.token().unwrap_or_default();
        let login = |credentials: Credentials<'t>| SessionRequest::Login {
            session_type: self.session_type,
            username: credentials.username.into(),
            password: credentials.password.into(),
        };
        match self.sent?.0 {
            Sent::Anonymous => Some(SessionRequest::Anonymous),
            Sent::Login => self.credentials.map(login),
            Sent::Resume => Some(SessionRequest::Resume { session_type: self.session_type, token }),
            Sent::Logout => Some(SessionRequest::Logout { token }),
        }
    }

    /// Writes the header blocks of the request at hand.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): no request has begun. Those of the writer.
    pub fn write<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        match self.request() {
            Some(request) => request.write(steps),
            None => steps.refuse(ErrorKind::InvalidArgument),
        }
    }

    /// Ends the request with its response, be that a fault: its token takes the place of the one before. A response
    /// without a token leaves things as they are.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): no request has begun. Those of [`SessionHeaders::of`].
    /// [`Limit`](ErrorKind::Limit): the token does not fit in the memory; the request after it logs in again.
    /// In any case the request has ended.
    pub fn finish(&mut self, headers: &Headers<'_>) -> Result<(), Error> {
        let (sent, began) = self.sent.take().ok_or(Error::new(ErrorKind::InvalidArgument, 0))?;
        if sent == Sent::Logout {
            self.forget();
        }
        let response = SessionHeaders::of(headers)?;
        // The server has opened no session that a later request could go on with.
        if self.session_type == SessionType::None || sent == Sent::Logout {
            return Ok(());
        }
        if let Some(token) = response.token {
            self.keep(token, response.offset)?;
            if sent == Sent::Login {
                self.opened = began;
            }
        }
        self.used = began;
        Ok(())
    }

    /// Ends the request when no response came. The token stays, for the server may not have seen it.
    pub fn fail(&mut self) {
        if let Some((Sent::Logout, _)) = self.sent.take() {
            self.forget();
        }
    }

    /// Ends the request when the server did not accept its token or credentials, as a fault said: the token is
    /// forgotten. Without an error the same request can begin again, and logs in.
    ///
    /// # Errors
    /// [`SessionExpired`](ErrorKind::SessionExpired): the token was refused, and the type does not log in again by
    /// itself. [`CredentialsRequired`](ErrorKind::CredentialsRequired): there are no credentials, or they were refused.
    pub fn reject(&mut self) -> Result<(), Error> {
        let sent = self.sent.take().map(|(sent, _)| sent);
        self.forget();
        let relogin = self.session_type == SessionType::Stateless;
        refuse(sent == Some(Sent::Resume) && !relogin, ErrorKind::SessionExpired)?;
        refuse(sent != Some(Sent::Resume) || self.credentials.is_none(), ErrorKind::CredentialsRequired)
    }

    /// The newest token. It is a secret.
    pub fn token(&self) -> Option<Str<'_>> {
        self.memory.get(..self.len).filter(|token| !token.is_empty()).map(Str::checked)
    }

    /// Whether a request waits for its response.
    pub fn is_busy(&self) -> bool {
        self.sent.is_some()
    }

    /// Wipes the token: the session is over for this client.
    pub fn forget(&mut self) {
        self.len = 0;
        self.memory.zeroize();
    }

    /// Forgets a token that has expired, and says so.
    fn expire(&mut self, now: u64) -> bool {
        let times = &self.options.timeouts;
        let idle = match self.session_type {
            // What the session held is lost with it, though a token could open another.
            SessionType::Stateful => times.token.min(times.session),
            _ => times.token,
        };
        let old = now.saturating_sub(self.opened) > times.token_age.into();
        let expired = self.len > 0 && (old || now.saturating_sub(self.used) > idle.into());
        if expired {
            self.forget();
        }
        expired
    }

    fn keep(&mut self, token: Str<'_>, offset: u64) -> Result<(), Error> {
        self.forget();
        if token.len() > self.memory.len() {
            return Err(Error::limit(Limit::TextStore, token.len() as u64, offset));
        }
        for (to, from) in self.memory.iter_mut().zip(token.as_bytes()) {
            *to = *from;
        }
        self.len = token.len();
        Ok(())
    }
}

/// What it kept is a secret.
impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.forget();
    }
}

fn refuse(wrong: bool, kind: ErrorKind) -> Result<(), Error> {
    match wrong {
        true => Err(Error::new(kind, 0)),
        false => Ok(()),
    }
}
