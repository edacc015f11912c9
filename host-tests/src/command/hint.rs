//! What to do about each kind of error.

use soapstone::{Error, ErrorKind, Limit};

/// What a person can do about an error.
pub(crate) fn hint(error: &Error) -> &'static str {
    if let Some(exceeded) = error.exceeded {
        return LIMITS.iter().find(|(limit, _)| *limit == exceeded.limit).map_or(OTHER, |(_, hint)| hint);
    }
    HINTS.iter().find(|(kind, _)| *kind == error.kind).map_or(OTHER, |(_, hint)| hint)
}

const OTHER: &str = "see the documentation of this error kind";

const HINTS: &[(ErrorKind, &str)] = &[
    (ErrorKind::InvalidArgument, "this is a mistake in the call, not in the document: check the arguments"),
    (ErrorKind::Limit, "raise the limit, or ask the sender for less"),
    (ErrorKind::Io, "check the connection or the file: the bytes could not be read or written"),
    (ErrorKind::LeftOut, "build the library with the feature `complete`, which is the default"),
    (
        ErrorKind::UnexpectedEnd,
        "the document was cut short: check the length the sender announced, or close what is still open",
    ),
    (ErrorKind::Syntax, "remove this character, or write it as a reference if it was meant as text (`<` is `&lt;`)"),
    (
        ErrorKind::InvalidChar,
        "remove this character: XML cannot carry it, not even as a reference (encode binary data in base64)",
    ),
    (
        ErrorKind::InvalidEncoding,
        "send the bytes in the encoding the document declares; without a declaration that is UTF-8",
    ),
    (
        ErrorKind::UnsupportedEncoding,
        "send UTF-8; UTF-16, ISO-8859-1 and windows-1252 are read where the reader accepts encodings",
    ),
    (ErrorKind::EncodingMismatch, "make the declaration say what the bytes are, or leave it out for UTF-8"),
    (
        ErrorKind::InvalidName,
        "a name begins with a letter or `_` and has at most one colon, with a name on each side of it",
    ),
    (
        ErrorKind::InvalidAttribute,
        "write attributes as name=\"value\", with a space before each; `<` in a value is `&lt;`",
    ),
    (ErrorKind::DuplicateAttribute, "remove one of the two; prefixes bound to one namespace count as the same"),
    (ErrorKind::MismatchedTag, "close the element that was opened last, with the very prefix of its start tag"),
    (
        ErrorKind::InvalidReference,
        "only &lt; &gt; &amp; &quot; &apos; and &#...; exist without a DTD; a plain `&` is written &amp;",
    ),
    (ErrorKind::CdataEndInText, "write `]]&gt;` instead of `]]>`"),
    (ErrorKind::DtdForbidden, "remove the DOCTYPE: SOAP forbids it, and it is never read"),
    (ErrorKind::PiForbidden, "remove the processing instruction, or let the reader accept them"),
    (
        ErrorKind::InvalidPi,
        "a processing instruction has a name without colon, and `xml` only names the declaration at the very start",
    ),
    (ErrorKind::InvalidComment, "`--` must not stand inside a comment, nor `-` before its end"),
    (ErrorKind::InvalidDeclaration, "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>, in this order, or leave it out"),
    (ErrorKind::UnsupportedVersion, "declare version 1.0"),
    (
        ErrorKind::ContentOutsideRoot,
        "put everything into one root element; only white space and comments may stand outside it",
    ),
    (ErrorKind::UnboundPrefix, "declare the prefix with xmlns:prefix=\"...\" on this element or around it"),
    (
        ErrorKind::InvalidNamespace,
        "a prefix cannot be bound to the empty name, and `xml` and `xmlns` and their names cannot be rebound",
    ),
    (
        ErrorKind::WriteAttributeLate,
        "write attributes and declarations right after the start of the element, before any content",
    ),
    (ErrorKind::WriteUnbalanced, "end each element that was started, and no other"),
    (ErrorKind::WriteSecondRoot, "write one root element and put the rest inside"),
    (ErrorKind::WriteOutsideRoot, "start the root element first, and write content inside it"),
    (ErrorKind::WriteLate, "make this call before the root element is started"),
    (ErrorKind::WriteUnfinished, "write the rest of the character, the base64 group or the elements that are open"),
    (ErrorKind::WriteName, "use a name that begins with a letter or `_` and has no colon"),
    (ErrorKind::WriteChar, "leave this character out: XML cannot carry it (encode binary data in base64)"),
    (ErrorKind::WriteEncoding, "give text in UTF-8"),
    (ErrorKind::WriteDuplicateAttribute, "write each attribute once"),
    (ErrorKind::WriteDuplicatePrefix, "declare each prefix once on an element"),
    (
        ErrorKind::WriteNamespace,
        "leave `xml`, `xmlns` and their namespaces alone, and bind no prefix to the empty name",
    ),
    (ErrorKind::WriteUnbound, "declare the namespace before a name in it is written into content"),
    (
        ErrorKind::VersionMismatch,
        "the root must be Envelope in the namespace of SOAP 1.1 or 1.2, letter by letter (1.1 ends in `/`, 1.2 does not); for other XML use `check --xml`",
    ),
    (ErrorKind::NotEnvelope, "make Envelope the root element; for other XML use `check --xml`"),
    (
        ErrorKind::UnexpectedElement,
        "only Header and then Body, spelt like this and in the namespace of the Envelope, may stand in the Envelope",
    ),
    (ErrorKind::HeaderAfterBody, "move the Header before the Body"),
    (ErrorKind::DuplicateHeader, "put all header blocks into one Header"),
    (ErrorKind::DuplicateBody, "put all entries into one Body"),
    (ErrorKind::MissingBody, "add a Body, in the namespace of the Envelope; it may be empty"),
    (ErrorKind::UnexpectedText, "remove the text: only white space may stand between the parts of the envelope"),
    (ErrorKind::UnqualifiedHeaderBlock, "give the header block a namespace"),
    (
        ErrorKind::TrailingElement,
        "move the element into the Body: nothing may follow that in SOAP 1.2, and only elements with a namespace in SOAP 1.1",
    ),
    (ErrorKind::UnqualifiedAttribute, "remove the attribute or give it a namespace"),
    (ErrorKind::MisplacedAttribute, "move the attribute to a header block or a body entry"),
    (ErrorKind::InvalidMustUnderstand, "write 1 or 0, which both versions know"),
    (ErrorKind::InvalidRelay, "write true, false, 1 or 0"),
    (ErrorKind::UnknownEncodingStyle, "use the encoding of the message's version, or leave encodingStyle out"),
    (ErrorKind::UnqualifiedBodyEntry, "give the body entry a namespace"),
    (ErrorKind::ExtraBodyEntry, "put one element into the Body"),
    (ErrorKind::FaultNotAlone, "let the Fault be the only child of the Body"),
    (
        ErrorKind::InvalidFaultChild,
        "SOAP 1.1: faultcode, faultstring, faultactor, detail, without namespace; SOAP 1.2: Code, Reason, Node, Role, Detail",
    ),
    (
        ErrorKind::InvalidFaultCode,
        "give the Fault one of the codes of its version, as a name with a prefix that is declared",
    ),
    (ErrorKind::InvalidFaultReason, "give the Fault a reason; in SOAP 1.2 a Text with xml:lang"),
    (ErrorKind::NotUnderstood, "the receiver must know this header block, or the sender must not demand it"),
    (
        ErrorKind::OutOfOrder,
        "write header blocks before the Body and entries in it, and complete one write before the next",
    ),
    (ErrorKind::Lexical, "write the value as its XML Schema type asks"),
    (ErrorKind::Overflow, "the value does not fit: use a wider type, or ask the sender for a smaller value"),
    (
        ErrorKind::OperationNotSupported,
        "compare the body entry, SOAPAction and wsa:Action with the operations that the service lists",
    ),
    (ErrorKind::OperationInactive, "activate the operation, or ask again later"),
    (ErrorKind::AuthenticationRequired, "send credentials of a kind that the operation accepts"),
    (
        ErrorKind::InvalidParameters,
        "send each parameter of the operation once, and no other, named as its part in the WSDL",
    ),
    (
        ErrorKind::InvalidAddressingHeader,
        "send the headers of one version of WS-Addressing, each with the content that version gives it",
    ),
    (ErrorKind::InvalidAddress, "write an absolute URI into the address"),
    (ErrorKind::InvalidEpr, "write Address, ReferenceParameters and Metadata, each at most once"),
    (ErrorKind::InvalidCardinality, "send the header once"),
    (ErrorKind::MissingAddressInEpr, "write the Address, which may be the anonymous one"),
    (ErrorKind::DuplicateMessageId, "give every message an identifier of its own"),
    (ErrorKind::ActionMismatch, "send the same action in both places, or an empty SOAPAction"),
    (ErrorKind::OnlyAnonymousAddressSupported, "leave ReplyTo and FaultTo out, or give them the anonymous address"),
    (ErrorKind::OnlyNonAnonymousAddressSupported, "give ReplyTo and FaultTo an address of their own"),
    (ErrorKind::MessageAddressingHeaderRequired, "send the header, in the version of WS-Addressing of the others"),
    (ErrorKind::DestinationUnreachable, "check wsa:To against the address of the endpoint"),
    (ErrorKind::ActionNotSupported, "compare wsa:Action with the actions in the description of the service"),
    (ErrorKind::EndpointUnavailable, "send the message again later"),
    (ErrorKind::UnsupportedSecurityToken, "send a token of a kind that the receiver accepts"),
    (ErrorKind::UnsupportedAlgorithm, "use an algorithm and an encoding that the receiver accepts"),
    (ErrorKind::InvalidSecurity, "send one Security header for each role, with one Timestamp at most"),
    (
        ErrorKind::InvalidSecurityToken,
        "check the content of the token: a UsernameToken has one Username, and its nonce is base64",
    ),
    (ErrorKind::FailedAuthentication, "check user name, password and clock, and send a new nonce with every message"),
    (ErrorKind::FailedCheck, "check the keys, and that nothing changed the message on its way"),
    (ErrorKind::SecurityTokenUnavailable, "send the token with the message, or one that the receiver has"),
    (ErrorKind::MessageExpired, "check the clocks of both sides, and how long the message was on its way"),
    (ErrorKind::SessionBusy, "wait for the answer, or open a second session"),
    (ErrorKind::SessionExpired, "log in again"),
    (ErrorKind::SessionConflict, "use one of the two"),
    (
        ErrorKind::InvalidSession,
        "send user name and password, or a token, with a SessionType of None, Stateless, Stateful or ServerDetermine",
    ),
    (ErrorKind::CredentialsRequired, "give the session user name and password"),
    (
        ErrorKind::HttpSyntax,
        "write the head by RFC 9112: no folded lines, no space before a colon, CR LF at the end of lines",
    ),
    (ErrorKind::HttpVersion, "speak HTTP/1.1 or 1.0"),
    (ErrorKind::HttpFraming, "send one Content-Length, or `Transfer-Encoding: chunked`, never both"),
    (ErrorKind::HttpChunk, "a chunk is its size in hexadecimal, CR LF, that many bytes, CR LF"),
    (ErrorKind::HttpField, "remove line breaks and control characters from the field"),
    (
        ErrorKind::HttpTruncated,
        "the peer closed the connection, or timed out, in the middle of a message: look at its log",
    ),
    (ErrorKind::HttpValue, "write the field by its grammar in RFC 9110; values with `:` or `/` are quoted"),
    (ErrorKind::HttpCoding, "send the body as it is, or with `chunked` alone: nothing is compressed here"),
    (ErrorKind::InvalidEndpoint, "an endpoint is http://host:port/path; the port may be left out"),
    (ErrorKind::HttpLength, "the body must be the same on every pass: its length was counted or given before"),
    (
        ErrorKind::HttpAuthentication,
        "check user name and password, and which schemes the server offers in WWW-Authenticate",
    ),
    (ErrorKind::UnexpectedMediaType, "send text/xml for SOAP 1.1 and application/soap+xml for SOAP 1.2"),
    (ErrorKind::MethodNotAllowed, "send SOAP messages with POST"),
    (
        ErrorKind::UnexpectedStatus,
        "read the status and the body: the server, or a proxy on the way, did not answer in SOAP",
    ),
    (ErrorKind::NoReply, "say that the operation is one-way, or find out why the server answers nothing"),
    (ErrorKind::Redirected, "call the address in the field Location, or allow redirects"),
    (ErrorKind::ExpectationFailed, "the only expectation of HTTP/1.1 is 100-continue"),
    (ErrorKind::LengthRequired, "send Content-Length, or `Transfer-Encoding: chunked`"),
    (ErrorKind::ConnectionClosed, "the server, or a proxy, gave up: look at its log, and at the timeouts"),
    (ErrorKind::FaultExpected, "the server sent a failure status with an ordinary message: read the body"),
    (
        ErrorKind::UnknownPort,
        "compare the name with the ports in the description of the service; upper and lower case differ",
    ),
    (ErrorKind::UnknownAlias, "set the alias up, or leave it out"),
    (ErrorKind::ChunkMissing, "send the chunk again from the index that is named"),
    (ErrorKind::ChunkRepeated, "send each chunk once, after the one before was acknowledged"),
    (ErrorKind::ChunkOrder, "the first chunk has index and offset 0; each goes on where the one before ended"),
    (ErrorKind::ChunkSize, "cut the message into chunks of the agreed size, none of them empty"),
    (ErrorKind::ChunkTotal, "announce the length of the whole message, or leave it out"),
    (ErrorKind::ChunkRefused, "find out why the receiver did not take the chunk: its store may be full"),
];

const LIMITS: &[(Limit, &str)] = &[
    (Limit::Workspace, "give the reader at least the bytes of workspace that are needed"),
    (Limit::Depth, "raise the limit on open elements, or nest less"),
    (Limit::Attributes, "raise the limit on attributes; namespace declarations count as well"),
    (Limit::TagBytes, "raise the limit on the bytes of a tag, or move long values from attributes into elements"),
    (Limit::Namespaces, "raise the limit on namespace declarations in scope"),
    (Limit::MessageBytes, "raise the limit on the bytes of the message"),
    (Limit::Output, "give the writer an output buffer of at least the bytes that are needed, or drain it more often"),
    (Limit::Replays, "give the verifier room to remember at least so many security tokens, or make the window shorter"),
    (Limit::TextStore, "give the fault reader at least the bytes of text store that are needed"),
    (Limit::HeaderBlocks, "raise the limit on header blocks"),
    (Limit::HeadBytes, "give the memory for message heads at least the bytes that are needed"),
    (Limit::HeadFields, "raise the limit on header fields, or send fewer"),
    (Limit::ChunkBytes, "raise the limit on the bytes of a chunk, or send smaller chunks"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_limit_has_a_hint() {
        let without = ErrorKind::ALL.iter().find(|kind| !HINTS.iter().any(|(k, _)| k == *kind));
        assert_eq!(without, None);
        let without = Limit::ALL.iter().find(|limit| !LIMITS.iter().any(|(l, _)| l == *limit));
        assert_eq!(without, None);
    }
}
