//! The faults of WS-Security. SOAP Message Security 1.1, 12.

use super::generation::Generation;
use crate::soap::{Fault, FaultCode, QName, Version};
use crate::{Error, ErrorKind};

/// The names of the faults.
const CODES: &[(ErrorKind, &str)] = &[
    (ErrorKind::UnsupportedSecurityToken, "UnsupportedSecurityToken"),
    (ErrorKind::UnsupportedAlgorithm, "UnsupportedAlgorithm"),
    (ErrorKind::InvalidSecurity, "InvalidSecurity"),
    (ErrorKind::InvalidSecurityToken, "InvalidSecurityToken"),
    (ErrorKind::FailedAuthentication, "FailedAuthentication"),
    (ErrorKind::FailedCheck, "FailedCheck"),
    (ErrorKind::SecurityTokenUnavailable, "SecurityTokenUnavailable"),
    (ErrorKind::MessageExpired, "MessageExpired"),
];

/// What every refusal says unless the caller wants more: why a token was refused is of use to an attacker.
const REASON: &str = "the security of the message was not accepted";

/// The fault that answers an error of WS-Security: in SOAP 1.1 its name is the code, in SOAP 1.2 the subcode of Sender.
///
/// Give the [`generation`](super::Security::generation) of the request. The reason is the same for every error;
/// `detailed` says in it what was wrong. Missing credentials are FailedAuthentication; what is not an error of
/// WS-Security is answered as by [`Fault::for_error`].
pub fn fault(version: Version, generation: Generation, error: &Error, detailed: bool) -> Fault<'static> {
    let kind = match error.kind {
        ErrorKind::AuthenticationRequired => ErrorKind::FailedAuthentication,
        kind => kind,
    };
    let Some((_, local)) = CODES.iter().find(|(known, _)| *known == kind) else {
        return Fault::for_error(version, error);
    };
    let name = QName::new(generation.wsse(), local);
    let reason = if detailed { error.kind.message() } else { REASON };
    let fault = Fault::new(version, FaultCode::Sender, reason);
    match version {
        Version::Soap11 => Fault { code: name, ..fault },
        Version::Soap12 => Fault { subcodes: name.into(), ..fault },
    }
}

/// What a fault of WS-Security says, of any generation: the name of its code or of a subcode. MessageExpired is one in
/// either namespace.
pub fn error_kind(fault: &Fault<'_>) -> Option<ErrorKind> {
    fault.subcodes.iter().chain([fault.code]).find_map(|name| {
        let expired = name.local == "MessageExpired";
        let is_own = |known: &Generation| name.uri == known.wsse() || (expired && known.has_wsu(name.uri));
        let (kind, _) = CODES.iter().find(|(_, local)| name.local == *local)?;
        Generation::ALL.iter().any(is_own).then_some(*kind)
    })
}
