//! What Digest proves a password with. RFC 7616, 3.4.

use super::algorithm::{Algorithm, Hex};

/// What the response of Digest is made of, but for the password.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    /// The hash.
    pub algorithm: Algorithm,
    /// `-sess`: the password is hashed once more, with the nonces of both sides.
    pub session: bool,
    /// The name of the user.
    pub username: &'a str,
    /// The realm.
    pub realm: &'a [u8],
    /// The nonce of the server.
    pub nonce: &'a [u8],
    /// With `qop=auth`: the count of requests with this nonce in 8 hexadecimal digits, and the nonce of the client.
    /// `None` as RFC 2069 has it.
    pub counted: Option<(&'a str, &'a str)>,
    /// The method of the request.
    pub method: &'a str,
    /// Its target, in two parts.
    pub uri: [&'a str; 2],
}

impl Response<'_> {
    /// The hash of user, realm and password, which is as good as the password in this realm.
    pub fn secret(&self, password: &[u8]) -> Hex {
        self.algorithm.hash(&[self.username.as_bytes(), b":", self.realm, b":", password])
    }

    /// The response of who knows this [`secret`](Response::secret).
    pub fn of(&self, secret: &[u8]) -> Hex {
        let hash = |parts: &[&[u8]]| self.algorithm.hash(parts);
        let (count, cnonce) = self.counted.unwrap_or_default();
        let (count, cnonce) = (count.as_bytes(), cnonce.as_bytes());
        let mut session = None;
        if self.session {
            session = Some(hash(&[secret, b":", self.nonce, b":", cnonce]));
        }
        let secret = session.as_ref().map_or(secret, Hex::as_bytes);
        let [path, rest] = self.uri;
        let request = hash(&[self.method.as_bytes(), b":", path.as_bytes(), rest.as_bytes()]);
        match self.counted {
            Some(_) => hash(&[secret, b":", self.nonce, b":", count, b":", cnonce, b":auth:", request.as_bytes()]),
            None => hash(&[secret, b":", self.nonce, b":", request.as_bytes()]),
        }
    }
}
