//! The header block Security and the tokens in it. SOAP Message Security 1.1, 5.

use super::binary_token::BinarySecurityToken;
use super::generation::{CHILDREN, Generation, Names};
use super::timestamp::Timestamp;
use super::username_token::UsernameToken;
use crate::soap::{Element, Headers, KeptBlock, ROLE_ULTIMATE_RECEIVER};
use crate::xml::Str;
use crate::{Error, ErrorKind};

/// The Security block of a message. Plain borrowed data.
///
/// Text in it, children that are not known and a `mustUnderstand` without a namespace count for nothing.
#[derive(Clone, Copy)]
pub struct Security<'t> {
    pub(super) block: KeptBlock<'t>,
    pub(super) names: Names,
}

/// A token of a Security block.
#[derive(Clone, Copy)]
pub enum Token<'t> {
    /// When the message was made.
    Timestamp(Timestamp<'t>),
    /// Who sends it.
    UsernameToken(UsernameToken<'t>),
    /// A certificate or ticket.
    BinarySecurityToken(BinarySecurityToken<'t>),
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Timestamp,
    UsernameToken,
    BinarySecurityToken,
}

impl<'t> Security<'t> {
    /// The Security block of a message: the one for the ultimate receiver or, when there is none, the first one for
    /// another role of this node.
    ///
    /// # Errors
    /// [`InvalidSecurity`](ErrorKind::InvalidSecurity) at the second: two blocks with the same role.
    /// [`LeftOut`](ErrorKind::LeftOut): a block of a draft, in the lean build.
    pub fn of(headers: &Headers<'t>) -> Result<Option<Security<'t>>, Error> {
        let mut found = None;
        Security::find(headers, &mut found)?;
        Ok(found)
    }

    /// The same, put where it belongs.
    #[cfg_attr(small, inline(always))]
    pub(super) fn find(headers: &Headers<'t>, found: &mut Option<Security<'t>>) -> Result<(), Error> {
        for block in headers.blocks() {
            let Some(names) = names(&block) else { continue };
            let (security, role) = (Security { block, names }, role(&block));
            security.check_build()?;
            for earlier in headers.blocks() {
                if earlier.offset() == block.offset() {
                    break;
                }
                if self::names(&earlier).is_some() && self::role(&earlier) == role {
                    return Err(security.refused(ErrorKind::InvalidSecurity));
                }
            }
            if found.is_none() || role.is_empty() {
                *found = Some(security);
            }
        }
        Ok(())
    }

    /// Every Security block that was kept, in the order of the message.
    pub fn all(headers: &Headers<'t>) -> impl Iterator<Item = Security<'t>> + use<'t> {
        headers.blocks().filter_map(|block| names(&block).map(|names| Security { block, names }))
    }

    /// The generation it is of: answer in the same one.
    pub fn generation(&self) -> Generation {
        self.names.generation
    }

    /// The role or actor it is for; `None` is the ultimate receiver.
    pub fn role(&self) -> Option<Str<'t>> {
        Some(role(&self.block)).filter(|role| !role.is_empty())
    }

    /// The block itself, its tokens in it.
    pub fn block(&self) -> KeptBlock<'t> {
        self.block
    }

    /// Its tokens, in the order of the message.
    ///
    /// # Errors
    /// All at the start of the block. Of a Timestamp [`InvalidSecurity`](ErrorKind::InvalidSecurity): two of a time, or
    /// Expires before Created. Of a UsernameToken [`InvalidSecurityToken`](ErrorKind::InvalidSecurityToken): no
    /// Username, two of a child, or one with elements in it;
    /// [`UnsupportedSecurityToken`](ErrorKind::UnsupportedSecurityToken): the type of the password;
    /// [`UnsupportedAlgorithm`](ErrorKind::UnsupportedAlgorithm): the encoding of the nonce.
    pub fn tokens(&self) -> impl Iterator<Item = Result<Token<'t>, Error>> + use<'t> {
        let security = *self;
        self.block.element().children().filter_map(move |child| security.token(child).transpose())
    }

    fn token(&self, child: Element<'t>) -> Result<Option<Token<'t>>, Error> {
        self.check_build()?;
        let (mut timestamp, mut token) = (None, None);
        let read = match self.kind(&child) {
            Some(Kind::Timestamp) => Timestamp::parse(child, self.names, &mut timestamp),
            Some(Kind::UsernameToken) => UsernameToken::parse(child, self.names, &mut token),
            Some(Kind::BinarySecurityToken) => {
                let token = BinarySecurityToken::new(child, self.names, self.block.offset());
                return Ok(Some(Token::BinarySecurityToken(token)));
            }
            None => Ok(()),
        };
        read.map_err(|kind| self.refused(kind))?;
        Ok(timestamp.map(Token::Timestamp).or(token.map(Token::UsernameToken)))
    }

    /// What a child of the block is; `None` for what is passed over.
    pub(super) fn kind(&self, child: &Element<'t>) -> Option<Kind> {
        let name = child.name();
        let kind = match CHILDREN.iter().position(|local| name.local == *local)? {
            0 => Kind::UsernameToken,
            1 => Kind::Timestamp,
            _ => Kind::BinarySecurityToken,
        };
        self.names.is_own(name.uri, kind == Kind::Timestamp).then_some(kind)
    }

    /// Refuses a block that this build does not read.
    fn check_build(&self) -> Result<(), Error> {
        let generation = self.generation();
        if generation == generation.known() { Ok(()) } else { Err(self.refused(ErrorKind::LeftOut)) }
    }

    /// An error of this block.
    pub(super) fn refused(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.block.offset())
    }
}

/// The names of the Security block that a header block is, if it is one.
#[cfg_attr(small, inline(never))]
fn names(block: &KeptBlock<'_>) -> Option<Names> {
    let name = block.element.name();
    if name.local == "Security" { Names::of(name.uri) } else { None }
}

/// The role that a block is for; empty for the ultimate receiver.
#[cfg_attr(small, inline(never))]
fn role<'t>(block: &KeptBlock<'t>) -> Str<'t> {
    block.role().filter(|role| *role != ROLE_ULTIMATE_RECEIVER).unwrap_or_default()
}
