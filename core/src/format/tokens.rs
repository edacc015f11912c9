//! Of security tokens and sessions: who, and never by which secret.

use super::STARS;
use crate::session::{self, Session, SessionHeaders, SessionRequest, Url};
use crate::wss::{
    Binary, BinarySecurityToken, Credentials, Password, Replay, Secret, Security, Timestamp, Token, Tokens,
    UsernameToken, Verified, Verifier,
};
use defmt::{Format, Formatter, write};

formats! {
    [] BinarySecurityToken<'_>, |it| "BinarySecurityToken({})", it.raw_value_type();
    [] Tokens<'_>, |it| "Tokens({}, {}, {}, {})", it.generation, it.lifetime, it.binary, it.credentials;
    [] Credentials<'_>, |it| "Credentials({=str}, {})", it.username, it.secret;
    [] Binary<'_>, |it| "Binary({=str}, {=usize} bytes)", it.value_type, it.bytes.len();
    [] Replay, |_| "Replay";
    [] Security<'_>, |it| "Security({}, {})", it.generation(), it.role();
    [] Timestamp<'_>, |it| "Timestamp({}, {})", it.created, it.expires;
    [] UsernameToken<'_>, |it| "UsernameToken({}, {})", it.username, it.password;
    [] Password<'_>, |it| "{}({=str})", it.kind, STARS;
    [] Verifier<'_>, |it| "Verifier({}, {})", it.policy, it.now;
    [] Verified<'_>, |it| "Verified({}, {=bool})", it.username, it.authenticated;
    [] session::Credentials<'_>, |it| "Credentials({=str}, {=str})", it.username, STARS;
    [] Session<'_>, |it| "Session(busy {=bool})", it.is_busy();
    [] SessionHeaders<'_>, |it| "SessionHeaders({}, {}, {=bool})", it.session_type, it.username, it.present;
    [] Url<'_>, |it| "Url({=str})", it.language;
}

impl Format for Secret<'_> {
    fn format(&self, to: Formatter<'_>) {
        match self {
            Secret::None => write!(to, "None"),
            Secret::Text(_) => write!(to, "Text({=str})", STARS),
            Secret::Digest(_) => write!(to, "Digest({=str})", STARS),
        }
    }
}

impl Format for Token<'_> {
    fn format(&self, to: Formatter<'_>) {
        match self {
            Token::Timestamp(token) => token.format(to),
            Token::UsernameToken(token) => token.format(to),
            Token::BinarySecurityToken(token) => token.format(to),
        }
    }
}

impl Format for SessionRequest<'_> {
    fn format(&self, to: Formatter<'_>) {
        match self {
            SessionRequest::Anonymous => write!(to, "Anonymous"),
            SessionRequest::Login { session_type, username, .. } => write!(to, "Login({}, {})", session_type, username),
            SessionRequest::Resume { session_type, .. } => write!(to, "Resume({})", session_type),
            SessionRequest::Logout { .. } => write!(to, "Logout"),
        }
    }
}
