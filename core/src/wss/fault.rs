//! The faults of WS-Security. SOAP Message Security 1.1, 12.

use super::generation::Generation;
use crate::ErrorKind;
use crate::soap::{Fault, FaultCode, QName, Version};

/// The names of the faults, and what they say when asked to.
const CODES: &[(ErrorKind, &str, &str)] = &[
    (ErrorKind::UnsupportedSecurityToken, "UnsupportedSecurityToken", "the security token is not supported"),
    (ErrorKind::UnsupportedAlgorithm, "UnsupportedAlgorithm", "the algorithm is not supported"),
    (ErrorKind::InvalidSecurity, "InvalidSecurity", "the Security header is not valid"),
    (ErrorKind::InvalidSecurityToken, "InvalidSecurityToken", "the security token is not valid"),
    (ErrorKind::FailedAuthentication, "FailedAuthentication", "the credentials are not accepted"),
    (ErrorKind::FailedCheck, "FailedCheck", "the signature or decryption is not valid"),
    (ErrorKind::SecurityTokenUnavailable, "SecurityTokenUnavailable", "the security token is not there"),
    (ErrorKind::MessageExpired, "MessageExpired", "the message has expired"),
];

/// What every refusal says unless the caller wants more: why a token was refused is of use to an attacker.
const REASON: &str = "the security of the message was not accepted";

/// The fault that answers an error of WS-Security: in SOAP 1.1 its name is the code, in SOAP 1.2 the subcode of Sender.
/// `None` for an error that is not of WS-Security: [`Fault::for_error`] answers that.
///
/// Give the [`generation`](super::Security::generation) of the request. The reason is the same for every error;
/// `detailed` says in it what was wrong. Missing credentials are FailedAuthentication.
pub fn fault(version: Version, generation: Generation, kind: ErrorKind, detailed: bool) -> Option<Fault<'static>> {
    let kind = match kind {
        ErrorKind::AuthenticationRequired => ErrorKind::FailedAuthentication,
        kind => kind,
    };
    let (_, local, text) = CODES.iter().find(|(known, _, _)| *known == kind)?;
    let name = QName::new(generation.wsse(), local);
    let fault = Fault::new(version, FaultCode::Sender, if detailed { text } else { REASON });
    Some(match version {
        Version::Soap11 => Fault { code: name, ..fault },
        Version::Soap12 => Fault { subcodes: name.into(), ..fault },
    })
}

/// What a fault of WS-Security says, of any generation: the name of its code or of a subcode. MessageExpired is one in
/// either namespace.
pub fn error_kind(fault: &Fault<'_>) -> Option<ErrorKind> {
    fault.subcodes.iter().chain([fault.code]).find_map(|name| {
        let expired = name.local == "MessageExpired";
        let is_own = |known: &Generation| name.uri == known.wsse() || (expired && known.has_wsu(name.uri));
        let (kind, _, _) = CODES.iter().find(|(_, local, _)| name.local == *local)?;
        Generation::ALL.iter().any(is_own).then_some(*kind)
    })
}
