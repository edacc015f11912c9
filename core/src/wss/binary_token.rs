//! BinarySecurityToken: a certificate or a ticket, opaque here. SOAP Message Security 1.1, 6.3.

use super::digest::decode;
use super::generation::{BASE64_BINARY, Names};
use crate::soap::Element;
use crate::xml::Str;
use crate::{Error, ErrorKind, Limit};

/// A BinarySecurityToken of a Security block. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct BinarySecurityToken<'t> {
    element: Element<'t>,
    names: Names,
    offset: u64,
}

/// What the bytes of a binary token are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum ValueType {
    /// One X.509 version 3 certificate, DER.
    X509v3 = 1,
    /// One X.509 version 1 certificate, DER.
    X509v1 = 2,
    /// A path of certificates, the authority first and the end entity last, DER.
    X509PkiPath = 3,
    /// Certificates in a PKCS#7 wrapper.
    Pkcs7 = 4,
    /// A Kerberos AP-REQ as it is.
    KerberosApReq = 5,
    /// A Kerberos AP-REQ framed for GSS-API.
    GssKerberosApReq = 6,
    /// As before, of RFC 1510.
    KerberosApReq1510 = 7,
    /// As before, framed, of RFC 1510.
    GssKerberosApReq1510 = 8,
    /// As before, of RFC 4120.
    KerberosApReq4120 = 9,
    /// As before, framed, of RFC 4120.
    GssKerberosApReq4120 = 10,
}

macro_rules! x509 {
    ($name:literal) => {
        concat!("http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#", $name)
    };
}
macro_rules! kerberos {
    ($name:literal) => {
        concat!("http://docs.oasis-open.org/wss/oasis-wss-kerberos-token-profile-1.1#", $name)
    };
}

impl ValueType {
    /// Every type.
    pub const ALL: &'static [ValueType] = &[
        ValueType::X509v3,
        ValueType::X509v1,
        ValueType::X509PkiPath,
        ValueType::Pkcs7,
        ValueType::KerberosApReq,
        ValueType::GssKerberosApReq,
        ValueType::KerberosApReq1510,
        ValueType::GssKerberosApReq1510,
        ValueType::KerberosApReq4120,
        ValueType::GssKerberosApReq4120,
    ];

    /// Its URI. X.509 Token Profile 1.1, 3.1; Kerberos Token Profile 1.1, 3.2.
    pub const fn uri(self) -> &'static str {
        match self {
            ValueType::X509v3 => x509!("X509v3"),
            ValueType::X509v1 => x509!("X509v1"),
            ValueType::X509PkiPath => x509!("X509PKIPathv1"),
            ValueType::Pkcs7 => x509!("PKCS7"),
            ValueType::KerberosApReq => kerberos!("Kerberosv5_AP_REQ"),
            ValueType::GssKerberosApReq => kerberos!("GSS_Kerberosv5_AP_REQ"),
            ValueType::KerberosApReq1510 => kerberos!("Kerberosv5_AP_REQ1510"),
            ValueType::GssKerberosApReq1510 => kerberos!("GSS_Kerberosv5_AP_REQ1510"),
            ValueType::KerberosApReq4120 => kerberos!("Kerberosv5_AP_REQ4120"),
            ValueType::GssKerberosApReq4120 => kerberos!("GSS_Kerberosv5_AP_REQ4120"),
        }
    }
}

impl<'t> BinarySecurityToken<'t> {
    pub(super) fn new(element: Element<'t>, names: Names, offset: u64) -> Self {
        BinarySecurityToken { element, names, offset }
    }

    /// The `ValueType` as written; empty without one.
    pub fn raw_value_type(&self) -> Str<'t> {
        self.names.type_of(&self.element, b"ValueType").unwrap_or_default()
    }

    /// What its bytes are.
    ///
    /// # Errors
    /// [`UnsupportedSecurityToken`](ErrorKind::UnsupportedSecurityToken): a `ValueType` that is none of those known, or
    /// none at all.
    pub fn value_type(&self) -> Result<ValueType, Error> {
        let value = self.raw_value_type();
        let found = ValueType::ALL.iter().find(|kind| self.names.is_type(value, kind.uri().as_bytes()));
        found.copied().ok_or(Error::new(ErrorKind::UnsupportedSecurityToken, self.offset))
    }

    /// The text: base64, as written.
    pub fn text(&self) -> Str<'t> {
        self.element.text()
    }

    /// The `wsu:Id`.
    pub fn id(&self) -> Option<Str<'t>> {
        self.names.id(&self.element)
    }

    /// Decodes its bytes into `out` and gives their number.
    ///
    /// # Errors
    /// [`UnsupportedAlgorithm`](ErrorKind::UnsupportedAlgorithm): an `EncodingType` other than base64.
    /// [`InvalidSecurityToken`](ErrorKind::InvalidSecurityToken): not base64, nothing, or elements.
    /// [`Limit`](ErrorKind::Limit): `out` is too small, with what it must hold. What stands in `out` is then of no use.
    pub fn decode(&self, out: &mut [u8]) -> Result<usize, Error> {
        let refused = |kind| Error::new(kind, self.offset);
        let encoding = self.names.type_of(&self.element, b"EncodingType");
        if encoding.is_some_and(|encoding| !self.names.is_known_type(encoding, BASE64_BINARY)) {
            return Err(refused(ErrorKind::UnsupportedAlgorithm));
        }
        let mut count = 0_usize;
        let decoded = decode(self.text().as_bytes(), &mut |piece| {
            for (to, from) in out.get_mut(count..).unwrap_or_default().iter_mut().zip(piece) {
                *to = *from;
            }
            count = count.saturating_add(piece.len());
        });
        let nested = self.element.has_children();
        match decoded.and(if nested { Err(ErrorKind::Lexical) } else { Ok(()) }) {
            Ok(()) if count > out.len() => Err(Error::limit(Limit::Output, count as u64, self.offset)),
            Ok(()) if count > 0 => Ok(count),
            _ => Err(refused(ErrorKind::InvalidSecurityToken)),
        }
    }
}
