//! Of HTTP.

use super::STARS;
use crate::http::auth::{
    Algorithm, Authorize, Basic, Digest, Guard, Hex, Nonce, Ntlm, Proxied, Response, Strongest, Users,
};
use crate::http::value::{Challenge, Challenges, Parameters, ValueWriter, Word};
use crate::http::{
    BodyReader, BodyWriter, Endpoint, Field, Fields, HeadReader, HeadWriter, RequestHead, ResponseHead, Values,
};
use crate::trace::is_secret;
use defmt::{Format, Formatter, write};

formats! {
    // What follows the host may tell a user and a password.
    [] Endpoint<'_>, |it| "{=str}:{=u16}, secure {=bool}", it.host, it.port, it.secure;
    [] RequestHead<'_>, |it| "{=str}, {}: {}", it.method, it.version, it.fields;
    [] ResponseHead<'_>, |it| "{=u16}, {}: {}", it.status, it.version, it.fields;
    [] HeadReader<'_>, |it| "HeadReader(done {=bool})", it.bytes().is_ok();
    [] HeadWriter<'_>, |it| "HeadWriter({})", it.fields();
    [] BodyReader<'_>, |it| "BodyReader(done {=bool}, {=u64} bytes)", it.is_done(), it.offset();
    [] BodyWriter, |_| "BodyWriter";
    [] Values<'_, '_>, |_| "Values";
    [] Word<'_>, |it| "Word({=usize} bytes)", it.raw().len();
    [] Parameters<'_>, |it| "Parameters({=usize})", it.iter().count();
    [] Challenge<'_>, |it| "Challenge({=str})", it.scheme;
    [V] Challenges<'_, V>, |_| "Challenges";
    [] ValueWriter<'_>, |_| "ValueWriter";
    [] Algorithm, |it| "{=str}", it.name();
    [] Hex, |_| "{=str}", STARS;
    [] Nonce, |_| "Nonce({=str})", STARS;
    [] Users<'_>, |it| "Users({=usize})", it.0.len();
    [] Basic<'_>, |_| "Basic({=str})", STARS;
    [] Digest<'_>, |_| "Digest({=str})", STARS;
    [] Guard<'_>, |_| "Guard";
    [] Strongest<'_, '_>, |it| "Strongest({=usize})", it.0.len();
    [] Proxied<'_>, |_| "Proxied";
    [] Authorize<'_>, |it| "Authorize({=str}, proxy {=bool})", it.method, it.proxy;
    [T] Ntlm<'_, T>, |_| "Ntlm({=str})", STARS;
    [] Response<'_>, |it| "Response({}, {=str})", it.algorithm, STARS;
}

/// A field by whose name it is a secret shows none of its value.
impl Format for Field<'_> {
    fn format(&self, to: Formatter<'_>) {
        if is_secret(self.name) {
            write!(to, "{=str}: {=str}", self.name, STARS);
        } else {
            write!(to, "{=str}: {=[u8]:a}", self.name, self.value);
        }
    }
}

impl Format for Fields<'_> {
    fn format(&self, to: Formatter<'_>) {
        self.iter().for_each(|field| write!(to, "{}; ", field));
    }
}
