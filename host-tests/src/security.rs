//! What the Security block of a message says, summed up.

use crate::message::{STRICT, TOLERANT};
use serde::Serialize;
use soapstone::peer::Peer;
use soapstone::soap::{HeaderReader, NodeTable, Reader};
use soapstone::wss::{self, Generation, PasswordType, VOCABULARY, VOCABULARY_REPAIRED};
use soapstone::xml::Str;
use soapstone::{Error, ErrorKind};

/// What stands in the place of a secret.
const SECRET: &str = "***";

/// The Security block for the ultimate receiver, secrets hidden.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Security {
    /// Whose namespaces it has: `2002/04`, `2002/07`, `2002/12`, `2003/06` or `1.0`.
    pub generation: Option<&'static str>,
    /// The role or actor.
    pub role: Option<String>,
    /// The tokens, in the order of the message, up to the first that is not valid.
    pub tokens: Vec<Token>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Token {
    /// When the message was made.
    Timestamp {
        /// When, as written.
        created: Option<String>,
        /// When it expires, as written.
        expires: Option<String>,
    },
    /// Who sends it.
    UsernameToken {
        /// The user.
        username: String,
        /// `text` or `digest`; `None` without a password.
        password_type: Option<&'static str>,
        /// Whether there is a password.
        password: Option<&'static str>,
        /// Whether there is a nonce.
        nonce: Option<&'static str>,
        /// When it was made, as written.
        created: Option<String>,
    },
    /// A certificate or ticket.
    BinarySecurityToken {
        /// What it is, as written.
        value_type: String,
        /// How many bytes it has; `None` when they cannot be decoded.
        bytes: Option<usize>,
    },
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The stable name of the error.
    pub code: &'static str,
    /// Bytes of the message before the header block.
    pub offset: u64,
}

/// Reads the Security block; `None` when there is none, or the message is not one.
pub fn read(document: &[u8]) -> Option<Security> {
    let (mut workspace, mut store) = (vec![0; crate::feed::GENEROUS.workspace], vec![0; 65536 + 64 * document.len()]);
    let options = Peer { leniencies: TOLERANT, ..STRICT }.options();
    let (mut reader, mut headers) = (Reader::with_options(&mut workspace, options), HeaderReader::new(&mut store));
    reader.accept_encodings();
    let vocabularies = [&VOCABULARY, &VOCABULARY_REPAIRED];
    match headers.read(&mut reader, &mut &*document, true, &mut NodeTable::new(&vocabularies)) {
        // Mandatory blocks of others do not matter here: what was kept is there all the same.
        Err(error) if error.kind != ErrorKind::NotUnderstood => return None,
        _ => {}
    }
    match wss::Security::of(&headers.headers()) {
        Ok(security) => security.map(|security| Security::of(&security)),
        Err(error) => Some(Security { problem: Some(Problem::of(&error)), ..Security::default() }),
    }
}

impl Security {
    fn of(security: &wss::Security<'_>) -> Security {
        let (mut tokens, mut problem) = (Vec::new(), None);
        for token in security.tokens() {
            match token {
                Ok(token) => tokens.push(Token::of(&token)),
                Err(error) => {
                    problem = Some(Problem::of(&error));
                    break;
                }
            }
        }
        let generation = Some(match security.generation() {
            Generation::Draft200204 => "2002/04",
            Generation::Draft200207 => "2002/07",
            Generation::Draft200212 => "2002/12",
            Generation::Draft200306 => "2003/06",
            Generation::Oasis => "1.0",
        });
        Security { generation, role: owned(security.role()), tokens, problem }
    }
}

impl Token {
    fn of(token: &wss::Token<'_>) -> Token {
        match token {
            wss::Token::Timestamp(time) => {
                Token::Timestamp { created: owned(time.created), expires: owned(time.expires) }
            }
            wss::Token::UsernameToken(token) => Token::UsernameToken {
                username: token.username.to_string(),
                password_type: token.password.map(|password| match password.kind {
                    PasswordType::Text => "text",
                    PasswordType::Digest => "digest",
                }),
                password: token.password.map(|_| SECRET),
                nonce: token.nonce.map(|_| SECRET),
                created: owned(token.created),
            },
            wss::Token::BinarySecurityToken(token) => Token::BinarySecurityToken {
                value_type: token.raw_value_type().to_string(),
                bytes: token.decode(&mut vec![0; token.text().len()]).ok(),
            },
        }
    }
}

impl Problem {
    fn of(error: &Error) -> Problem {
        Problem { code: error.kind.name(), offset: error.offset }
    }
}

fn owned(text: Option<Str<'_>>) -> Option<String> {
    text.map(|text| text.to_string())
}
