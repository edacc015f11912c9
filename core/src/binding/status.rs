//! Which status says what.

use crate::soap::{FaultCode, Version};
use crate::{Error, ErrorKind, Limit};

/// The status of a response that carries a fault. SOAP 1.1, 6.2; SOAP 1.2 Part 2, 7.5.2.2, table 20.
pub const fn fault_status(version: Version, code: FaultCode) -> u16 {
    match (version, code) {
        (Version::Soap12, FaultCode::Sender) => 400,
        _ => 500,
    }
}

/// The status that answers an error of HTTP or of the binding; `None` for one of the message itself, which the status
/// of its fault answers. RFC 9110, 15.5 and 15.6; RFC 6585, 5.
pub const fn error_status(error: &Error) -> Option<u16> {
    Some(match error.kind {
        ErrorKind::HttpSyntax
        | ErrorKind::HttpFraming
        | ErrorKind::HttpChunk
        | ErrorKind::HttpTruncated
        | ErrorKind::HttpValue => 400,
        ErrorKind::HttpAuthentication => 401,
        ErrorKind::MethodNotAllowed => 405,
        ErrorKind::LengthRequired => 411,
        ErrorKind::UnexpectedMediaType => 415,
        ErrorKind::ExpectationFailed => 417,
        ErrorKind::HttpCoding => 501,
        ErrorKind::HttpVersion => 505,
        ErrorKind::Limit => match error.exceeded {
            Some(exceeded) if matches!(exceeded.limit, Limit::MessageBytes) => 413,
            Some(exceeded) if matches!(exceeded.limit, Limit::HeadBytes | Limit::HeadFields) => 431,
            _ => return None,
        },
        _ => return None,
    })
}

/// The words that go with a status. RFC 9110, 15.
pub const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        202 => "Accepted",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}
