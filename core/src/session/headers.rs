//! The header blocks of a session.

use super::URI;
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Headers, KeptBlock, Sequence, Vocabulary};
use crate::xml::{Str, invalid_char};
use crate::xsd::whitespace::trim;
use crate::{Error, ErrorKind};

const SESSION_TYPE: &str = "SessionType";
const USERNAME_TOKEN: &str = "UsernameToken";
const PASSWORD_TEXT: &str = "PasswordText";
const SESSION_TOKEN: &str = "SessionToken";

const NAMES: &[&str] = &[SESSION_TYPE, USERNAME_TOKEN, PASSWORD_TEXT, SESSION_TOKEN];

/// The header blocks of a session, for a [`NodeTable`](crate::soap::NodeTable).
pub const VOCABULARY: Vocabulary = Vocabulary { blocks: &[(URI, NAMES)], children: &[], marked: &[] };

/// How long a session lives: the value of `SessionType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum SessionType {
    /// For one request. Also said by leaving the block out.
    #[default]
    None = 0,
    /// Kept open; when it is gone the server logs in again by itself. The choice for high load.
    Stateless = 1,
    /// Kept open for this client alone; when it is gone, so is what it held.
    Stateful = 2,
    /// The server decides, and may share the session; when it is gone the client must log in.
    ServerDetermine = 3,
}

impl SessionType {
    /// Every type.
    pub const ALL: &'static [SessionType] =
        &[SessionType::None, SessionType::Stateless, SessionType::Stateful, SessionType::ServerDetermine];

    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            SessionType::None => "None",
            SessionType::Stateless => "Stateless",
            SessionType::Stateful => "Stateful",
            SessionType::ServerDetermine => "ServerDetermine",
        }
    }

    /// The type with this name, in capitals or not, white space around it left out.
    pub fn parse(text: &[u8]) -> Option<SessionType> {
        let text = trim(text);
        SessionType::ALL.iter().find(|kind| kind.name().as_bytes().eq_ignore_ascii_case(text)).copied()
    }
}

/// What the header blocks of a message say about its session. Plain borrowed data.
///
/// White space around a value is left out, and a block with nothing in it counts as absent. What is in here may be
/// secret, so there is no `Debug`.
#[derive(Clone, Copy, Default)]
pub struct SessionHeaders<'t> {
    /// The type; [`SessionType::None`] when it is not said.
    pub session_type: SessionType,
    /// `UsernameToken`: the login name.
    pub username: Option<Str<'t>>,
    /// `PasswordText`: the password, or the trust token of a single sign-on.
    pub password: Option<Str<'t>>,
    /// `SessionToken`.
    pub token: Option<Str<'t>>,
    /// Whether the message has any of the four blocks.
    pub present: bool,
    /// Bytes of the message before the first of them.
    pub offset: u64,
}

impl<'t> SessionHeaders<'t> {
    /// Reads the session from the header blocks that were kept; no such block is `SessionType::None` without
    /// credentials.
    ///
    /// # Errors
    /// [`InvalidSession`](ErrorKind::InvalidSession), at the block: an unknown type, a block that is there twice, one
    /// with elements in it. [`SessionConflict`](ErrorKind::SessionConflict), at the `Security` block: there is one that
    /// was kept, and session headers.
    pub fn of(headers: &Headers<'t>) -> Result<SessionHeaders<'t>, Error> {
        let session_type = match value(headers, SESSION_TYPE)? {
            Some((at, text)) => SessionType::parse(text.as_bytes()).ok_or(Error::new(ErrorKind::InvalidSession, at))?,
            None => SessionType::None,
        };
        let text = |local| Ok(value(headers, local)?.map(|(_, text)| text));
        let is_own = |block: &KeptBlock<'_>| NAMES.iter().any(|local| block.element().is(URI, local));
        let first = headers.blocks().find(is_own);
        let session = SessionHeaders {
            session_type,
            username: text(USERNAME_TOKEN)?,
            password: text(PASSWORD_TEXT)?,
            token: text(SESSION_TOKEN)?,
            present: first.is_some(),
            offset: first.map_or(0, |block| block.offset()),
        };
        match headers.blocks().find(is_security).filter(|_| session.present) {
            Some(security) => Err(Error::new(ErrorKind::SessionConflict, security.offset())),
            None => Ok(session),
        }
    }

    /// What a request with these headers asks for.
    ///
    /// # Errors
    /// [`InvalidSession`](ErrorKind::InvalidSession): credentials and a token, or half of the credentials.
    /// [`CredentialsRequired`](ErrorKind::CredentialsRequired): a session that is kept open, and neither.
    pub fn request(&self) -> Result<SessionRequest<'t>, Error> {
        let session_type = self.session_type;
        let kind = match (self.username, self.password, self.token, session_type) {
            (None, None, None, SessionType::None) => return Ok(SessionRequest::Anonymous),
            (None, None, None, _) => ErrorKind::CredentialsRequired,
            (None, None, Some(token), SessionType::None) => return Ok(SessionRequest::Logout { token }),
            (None, None, Some(token), _) => return Ok(SessionRequest::Resume { session_type, token }),
            (Some(username), Some(password), None, _) => {
                return Ok(SessionRequest::Login { session_type, username, password });
            }
            _ => ErrorKind::InvalidSession,
        };
        Err(Error::new(kind, self.offset))
    }
}

/// The text of the block with this name and where the block begins; `None` when there is none, or nothing in it.
fn value<'t>(headers: &Headers<'t>, local: &str) -> Result<Option<(u64, Str<'t>)>, Error> {
    let mut blocks = headers.blocks().filter(|block| block.element().is(URI, local));
    let Some(block) = blocks.next() else { return Ok(None) };
    let nested = Some(block).filter(|block| block.element().has_children());
    match blocks.next().or(nested) {
        Some(wrong) => Err(Error::new(ErrorKind::InvalidSession, wrong.offset())),
        None => Ok(Some((block.offset(), block.element().trimmed())).filter(|(_, text)| !text.is_empty())),
    }
}

/// Whether a block is the Security of any WS-Security: the namespaces of all of them name its schema `secext`.
fn is_security(block: &KeptBlock<'_>) -> bool {
    let name = block.element().name();
    name.local == "Security" && name.uri.as_bytes().windows(6).any(|part| part == b"secext")
}

/// What a request asks for, with the values it carries. A server reads it from [`SessionHeaders`], a client writes it.
///
/// The values may be secret, so there is no `Debug`.
#[derive(Clone, Copy)]
pub enum SessionRequest<'t> {
    /// A session for this request only, of nobody in particular.
    Anonymous,
    /// A session for this user.
    Login {
        /// How long it lives.
        session_type: SessionType,
        /// The login name.
        username: Str<'t>,
        /// The password, or the trust token of a single sign-on.
        password: Str<'t>,
    },
    /// The session that the token stands for.
    Resume {
        /// How long it lives: any type but [`SessionType::None`].
        session_type: SessionType,
        /// The newest token.
        token: Str<'t>,
    },
    /// The session that the token stands for, and its end with the response.
    Logout {
        /// The newest token.
        token: Str<'t>,
    },
}

impl SessionRequest<'_> {
    /// How long the session lives.
    pub const fn session_type(&self) -> SessionType {
        match self {
            SessionRequest::Login { session_type, .. } | SessionRequest::Resume { session_type, .. } => *session_type,
            SessionRequest::Anonymous | SessionRequest::Logout { .. } => SessionType::None,
        }
    }

    /// Writes the header blocks, each with its namespace.
    ///
    /// # Errors
    /// [`WriteChar`](ErrorKind::WriteChar), before anything is written: name or password have a character that may not
    /// stand in XML. Those of the writer.
    pub fn write<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        if let SessionRequest::Login { username, password, .. } = self {
            let bad = [username, password].iter().any(|text| invalid_char(text.as_str()).is_some());
            if bad {
                steps.refuse(ErrorKind::WriteChar);
            }
            block(steps, USERNAME_TOKEN, *username);
            block(steps, PASSWORD_TEXT, *password);
        }
        block(steps, SESSION_TYPE, self.session_type().name().into());
        if let SessionRequest::Resume { token, .. } | SessionRequest::Logout { token } = self {
            block(steps, SESSION_TOKEN, *token);
        }
    }
}

/// Writes the header block of a response that gives the client its new token.
pub fn write_token<S: Sink>(steps: &mut Sequence<'_, '_, S>, token: &str) {
    block(steps, SESSION_TOKEN, token.into());
}

fn block<S: Sink>(steps: &mut Sequence<'_, '_, S>, local: &str, text: Str<'_>) {
    steps.header_block(URI, local, &BlockAttributes::default());
    steps.text(text.as_str());
    steps.end_item();
}
