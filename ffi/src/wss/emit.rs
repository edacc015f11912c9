//! WS-Security: writing tokens.
//!
//! ```c
//! soapstone_security_tokens tokens = { .size = sizeof tokens, .generation = SOAPSTONE_WSS_OASIS, .must_understand = 1 };
//! tokens.username = soapstone_cstr("operator");
//! tokens.password = soapstone_cstr("secret");
//! tokens.password_type = SOAPSTONE_PASSWORD_DIGEST;
//! tokens.nonce = random_bytes;
//! soapstone_date_time_emit((int64_t)now, memory, sizeof memory, &tokens.username_created);
//! soapstone_security_write(&writer, &tokens);
//! ```

use crate::error::{REFUSED, Status};
use crate::raw;
use crate::text::{Texts, soapstone_str};
use crate::writing::write_envelope;
use crate::wss::token::{SOAPSTONE_PASSWORD_DIGEST, SOAPSTONE_PASSWORD_NONE, SOAPSTONE_PASSWORD_TEXT, generation};
use crate::xml::writer::soapstone_writer;
use core::mem::offset_of;
use soapstone::wss::{Block, PasswordType};

/// The tokens of a Security block to be written. What begins with a string whose ptr is NULL is not written: with all
/// zero but size and generation, an empty block. Times are xs:dateTime in UTC.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_security_tokens {
    /// sizeof(soapstone_security_tokens).
    pub size: u32,
    /// One of SOAPSTONE_WSS_*.
    pub generation: i32,
    /// 1 when the block must be understood, else 0.
    pub must_understand: i32,
    /// 1 when the peer takes passwords as text only, as Siebel does: a digest is refused. Else 0.
    pub text_only: i32,
    /// The role (in SOAP 1.1 the actor); { NULL, 0 } or empty for the ultimate receiver.
    pub role: soapstone_str,
    /// Of the Timestamp, when the message is made.
    pub created: soapstone_str,
    /// Of the Timestamp, when it expires; may be NULL.
    pub expires: soapstone_str,
    /// Of the Timestamp, its wsu:Id; may be NULL.
    pub timestamp_id: soapstone_str,
    /// Of the BinarySecurityToken, what its bytes are: soapstone_value_type_uri, in the drafts a QName such as wsse:X509v3.
    pub value_type: soapstone_str,
    /// Of the BinarySecurityToken, its bytes.
    pub binary: soapstone_str,
    /// Of the BinarySecurityToken, its wsu:Id; may be NULL.
    pub binary_id: soapstone_str,
    /// Of the UsernameToken, the user.
    pub username: soapstone_str,
    /// Of the UsernameToken, the password: sent as it is, or hashed.
    pub password: soapstone_str,
    /// Of the UsernameToken, fresh random bytes, at least 16; may be NULL, but not for a digest.
    pub nonce: soapstone_str,
    /// Of the UsernameToken, when it is made; may be NULL, but not for a digest.
    pub username_created: soapstone_str,
    /// Of the UsernameToken, its wsu:Id; may be NULL.
    pub username_id: soapstone_str,
    /// Of the UsernameToken, one of SOAPSTONE_PASSWORD_*.
    pub password_type: i32,
    /// For later use; must be 0.
    pub reserved: [u32; 5],
}

/// Writes a header block Security, whole. Prefixes are wsse and wsu.
///
/// Errors: SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (a digest for a peer that takes text only);
/// SOAPSTONE_ERROR_INVALID_ARGUMENT (a digest without nonce or time; a time or Id in SOAPSTONE_WSS_2002_04, which has
/// none); those of soapstone_envelope_writer_header_block and soapstone_writer_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_write(
    writer: *mut soapstone_writer,
    tokens: *const soapstone_security_tokens,
) -> i32 {
    let arguments = || raw::sized(tokens)?.ok_or(REFUSED);
    write_envelope(writer, arguments, |writer, given| {
        let mut block = Block::default();
        given.read(&mut block).map_err(|kind| writer.document().refuse(kind))?;
        block.write(writer)
    })
}

/// Places among the values of a block: the bytes of the BinarySecurityToken, and the nonce.
const BINARY: usize = 4;
const NONCE: usize = 8;

impl soapstone_security_tokens {
    /// The tokens as core sees them, put where there are none.
    ///
    /// # Safety
    /// The strings are valid.
    unsafe fn read<'a>(&self, block: &mut Block<'a>) -> Status {
        const {
            assert!(offset_of!(Self, username_id) == offset_of!(Self, created) + 10 * size_of::<soapstone_str>());
        }
        if self.reserved.iter().any(|&word| word != 0) || (self.must_understand | self.text_only) >> 1 != 0 {
            return Err(REFUSED);
        }
        let mut texts = Texts::default();
        let strings = raw::strings(self, offset_of!(Self, created), block.values.len());
        for (place, (to, from)) in block.values.iter_mut().zip(strings).enumerate() {
            *to = Some(if matches!(place, BINARY | NONCE) { from.bytes()? } else { texts.text(from).as_bytes() });
            block.present |= u16::from(!from.ptr.is_null()) << place;
        }
        block.generation = generation(self.generation).ok_or(REFUSED)?;
        block.must_understand = self.must_understand != 0;
        block.role = texts.some(&self.role);
        block.text_only = self.text_only != 0;
        block.password = match self.password_type {
            SOAPSTONE_PASSWORD_NONE => None,
            SOAPSTONE_PASSWORD_TEXT => Some(PasswordType::Text),
            SOAPSTONE_PASSWORD_DIGEST => Some(PasswordType::Digest),
            _ => return Err(REFUSED),
        };
        texts.check()
    }
}
