//! Basic: user and password in base64. RFC 7617.

use super::{Authenticate, Authorize};
use crate::http::value::ValueWriter;
use crate::{Error, ErrorKind};

/// The credentials of Basic, sent with the first request already. UTF-8.
///
/// Whoever reads the connection reads the password: it is meant for connections under TLS.
///
/// ```
/// use soapstone::http::auth::{Authenticate, Authorize, Basic};
///
/// let mut basic = Basic::new("webuser", "s3cret")?;
/// let request = Authorize { method: "POST", target: "/svc", proxy: false, challenges: None };
/// let mut memory = [0; 64];
/// let len = basic.authorize(&request, &mut memory)?;
/// assert_eq!(&memory[..len], b"Basic d2VidXNlcjpzM2NyZXQ=");
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct Basic<'a> {
    username: &'a str,
    password: &'a str,
    proxy: bool,
    sent: bool,
}

impl<'a> Basic<'a> {
    /// These credentials, for a server.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): a colon in the name of the user, or a control character in
    /// either, with the bytes before it. RFC 7617, 2.
    pub fn new(username: &'a str, password: &'a str) -> Result<Self, Error> {
        let wrong = |byte: u8| byte.is_ascii_control();
        let at = username.bytes().position(|byte| byte == b':' || wrong(byte));
        match at.or(password.bytes().position(wrong)) {
            Some(at) => Err(Error::new(ErrorKind::InvalidArgument, at as u64)),
            None => Ok(Basic { username, password, proxy: false, sent: false }),
        }
    }

    /// The same for a proxy, and for it alone.
    pub fn for_proxy(self) -> Self {
        Basic { proxy: true, ..self }
    }
}

impl Authenticate for Basic<'_> {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        let asked = request.challenges.is_some();
        self.sent &= !request.begins(self.proxy);
        if request.proxy != self.proxy || (asked && (self.sent || !request.offers("Basic"))) {
            return Ok(0);
        }
        self.sent = true;
        let mut value = ValueWriter::new(memory);
        value.text("Basic ");
        value.base64([self.username, ":", self.password].iter().flat_map(|text| text.bytes()));
        value.finish().map(str::len)
    }
}
