//! What can go wrong, in one table.
//!
//! Every failure of this crate is an [`Error`]: a kind, the byte it was found at and, when a limit was passed,
//! which one and how much would have been enough. "More input, please" and "output full" are outcomes, not errors.
//!
//! The numbers are stable and grouped by layer. They are the status codes of the C interface as they stand
//! (negative). A number that is retired stays reserved.

use core::fmt;

/// An error: what, where and, for a limit, how much was needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// Where: bytes of input before the offending one, counted from the start of the message
    /// (when reading), or bytes of output written before the refused call (when writing).
    pub offset: u64,
    /// The limit that was passed; set when and only when `kind` is [`ErrorKind::Limit`].
    pub exceeded: Option<Exceeded>,
}

/// The limit that was passed and the value of it that would have been enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Exceeded {
    /// Which limit.
    pub limit: Limit,
    /// The smallest value with which the refused step would have been taken, in the unit of the limit.
    pub needed: u64,
}

impl Error {
    /// An error of this kind at this offset.
    pub const fn new(kind: ErrorKind, offset: u64) -> Self {
        Error { kind, offset, exceeded: None }
    }

    /// A limit passed at this offset.
    pub const fn limit(limit: Limit, needed: u64, offset: u64) -> Self {
        Error { kind: ErrorKind::Limit, offset, exceeded: Some(Exceeded { limit, needed }) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exceeded {
            Some(e) => write!(f, "{} limit exceeded at byte {}: {} needed", e.limit.name(), self.offset, e.needed),
            None => write!(f, "{} at byte {}", self.kind.message(), self.offset),
        }
    }
}

impl core::error::Error for Error {}

macro_rules! table {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal, $name:literal, $message:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[repr(i32)]
        #[non_exhaustive]
        pub enum $type { $($(#[$vdoc])* $variant = $number,)* }

        impl $type {
            /// Every value, in the order of this table.
            pub const ALL: &'static [$type] = &[$($type::$variant,)*];

            /// The stable number.
            pub const fn code(self) -> i32 { self as i32 }

            /// The value with this number.
            pub const fn from_code(code: i32) -> Option<Self> {
                match code { $($number => Some($type::$variant),)* _ => None }
            }

            /// The stable name, for logs and scripts.
            pub const fn name(self) -> &'static str {
                match self { $($type::$variant => $name,)* }
            }

            /// One sentence for a person.
            pub const fn message(self) -> &'static str {
                match self { $($type::$variant => $message,)* }
            }
        }
    };
}

table! {
    /// What went wrong. The hundreds digit names the layer: 0 the call, 1 XML, 2 SOAP, 3 simple types, 4
    /// WS-Addressing, 5 WS-Security, 6 sessions, 7 HTTP, 8 large messages in chunks.
    ErrorKind {
        /// A call the interface does not allow: an argument out of range, or a handle that was never initialised.
        InvalidArgument = -1, "usage.argument", "an argument is not allowed";
        /// A limit was passed; [`Error::exceeded`] says which and what would have been enough.
        Limit = -2, "limit", "a limit was exceeded";
        /// The caller's transport or callback failed.
        Io = -3, "io", "the transport failed";
        /// Something that the lean build leaves out. The complete build, which is the default, does it.
        LeftOut = -4, "left_out", "the lean build does not do this";

        /// The input ended inside the document. XML 1.0, 2.1.
        UnexpectedEnd = -101, "xml.unexpected_end", "the document ends too early";
        /// A byte that cannot stand here. XML 1.0, 2.1.
        Syntax = -102, "xml.syntax", "this character is not allowed here";
        /// A code point outside the production Char. XML 1.0, 2.2.
        InvalidChar = -103, "xml.invalid_char", "not an XML character";
        /// Bytes that are not valid in the encoding of the document. XML 1.0, 4.3.3.
        InvalidEncoding = -104, "xml.invalid_encoding", "bytes that are not valid in the document's encoding";
        /// An encoding that this reader cannot read, or has not been told to accept. XML 1.0, 4.3.3.
        UnsupportedEncoding = -105, "xml.unsupported_encoding", "an encoding that is not supported";
        /// The declaration names an encoding that the bytes contradict. XML 1.0, 4.3.3.
        EncodingMismatch = -106, "xml.encoding_mismatch", "the declared encoding is not the one the bytes are in";
        /// A name that is not a Name or QName. Namespaces in XML 1.0, 4.
        InvalidName = -107, "xml.invalid_name", "not a qualified name";
        /// An attribute without `=`, quotes or a space before it. XML 1.0, 3.1.
        InvalidAttribute = -108, "xml.invalid_attribute", "a malformed attribute";
        /// Two attributes with one expanded name. XML 1.0, 3.1; Namespaces in XML 1.0, 6.3.
        DuplicateAttribute = -109, "xml.duplicate_attribute", "an attribute appears twice";
        /// An end tag that is not the one of the open element. XML 1.0, 3.
        MismatchedTag = -110, "xml.mismatched_tag", "the end tag does not match the start tag";
        /// A reference that is malformed, undefined, or to a code point outside Char. XML 1.0, 4.1.
        InvalidReference = -111, "xml.invalid_reference", "an unknown or malformed reference";
        /// `]]>` in character data. XML 1.0, 2.4.
        CdataEndInText = -112, "xml.cdata_end_in_text", "']]>' is not allowed in text";
        /// A document type declaration: never read, always refused. SOAP 1.1, 3; SOAP 1.2 Part 1, 5.
        DtdForbidden = -113, "xml.dtd_forbidden", "a document type declaration is not allowed";
        /// A processing instruction, and the policy refuses them. SOAP 1.1, 3; SOAP 1.2 Part 1, 5.
        PiForbidden = -114, "xml.pi_forbidden", "a processing instruction is not allowed";
        /// A malformed processing instruction, or one with the target `xml`. XML 1.0, 2.6.
        InvalidPi = -115, "xml.invalid_pi", "a malformed processing instruction";
        /// `--` inside a comment. XML 1.0, 2.5.
        InvalidComment = -116, "xml.invalid_comment", "'--' is not allowed inside a comment";
        /// A malformed XML declaration. XML 1.0, 2.8.
        InvalidDeclaration = -117, "xml.invalid_declaration", "a malformed XML declaration";
        /// A version other than `1.x`. XML 1.0, 2.8.
        UnsupportedVersion = -118, "xml.unsupported_version", "an XML version other than 1.x";
        /// Anything but white space, comments and PIs before or after the root element. XML 1.0, 2.1.
        ContentOutsideRoot = -119, "xml.content_outside_root", "only white space and comments may stand outside the root element";
        /// A prefix that no declaration in scope binds. Namespaces in XML 1.0, 5.
        UnboundPrefix = -120, "xml.unbound_prefix", "a prefix that is not declared";
        /// A namespace declaration the specification forbids. Namespaces in XML 1.0, 3 and 5.
        InvalidNamespace = -121, "xml.invalid_namespace", "a namespace declaration that is not allowed";

        /// Writing: an attribute or namespace declaration after the content of its element has begun, or with no
        /// element open. XML 1.0, 3.1.
        WriteAttributeLate = -150, "xml.write_attribute_late", "an attribute can only be written right after the start of its element";
        /// Writing: an end with no open element. XML 1.0, 3.
        WriteUnbalanced = -151, "xml.write_unbalanced", "there is no open element to end";
        /// Writing: a second root element. XML 1.0, 2.1.
        WriteSecondRoot = -152, "xml.write_second_root", "a document has one root element";
        /// Writing: content before or after the root element. XML 1.0, 2.1.
        WriteOutsideRoot = -153, "xml.write_outside_root", "content can only be written inside the root element";
        /// Writing: an XML declaration or a pinned prefix after the root has begun. XML 1.0, 2.8.
        WriteLate = -154, "xml.write_late", "this can only be written before the root element";
        /// Writing: the document, a character or a piece of content that was taken in part is not complete.
        /// XML 1.0, 2.1.
        WriteUnfinished = -155, "xml.write_unfinished", "something that was begun is not finished";
        /// Writing: a name that is not an NCName. Namespaces in XML 1.0, 3.
        WriteName = -156, "xml.write_name", "not a name without a colon";
        /// Writing: a code point outside the production Char. XML 1.0, 2.2.
        WriteChar = -157, "xml.write_char", "not an XML character";
        /// Writing: bytes that are not UTF-8. XML 1.0, 4.3.3.
        WriteEncoding = -158, "xml.write_encoding", "the text is not valid UTF-8";
        /// Writing: two attributes with one expanded name. Namespaces in XML 1.0, 6.3.
        WriteDuplicateAttribute = -159, "xml.write_duplicate_attribute", "this attribute was already written";
        /// Writing: a prefix bound twice on one element, or to another namespace after it was used.
        /// XML 1.0, 3.1; Namespaces in XML 1.0, 6.1.
        WriteDuplicatePrefix = -160, "xml.write_duplicate_prefix", "this prefix already stands for another namespace here";
        /// Writing: a namespace declaration the specification forbids. Namespaces in XML 1.0, 3 and 5.
        WriteNamespace = -161, "xml.write_namespace", "a namespace declaration that is not allowed";
        /// Writing: a QName in content whose namespace has no prefix in scope when the start tag is already
        /// complete. Namespaces in XML 1.0, 5.
        WriteUnbound = -162, "xml.write_unbound", "the namespace has no prefix in scope";

        /// The root is no Envelope of a version this node speaks. SOAP 1.1, 4.1.2; SOAP 1.2 Part 1, 2.8 and 5.4.7.
        VersionMismatch = -201, "soap.version_mismatch", "not an Envelope of a supported SOAP version";
        /// The root is in the SOAP 1.1 namespace and not an Envelope. SOAP 1.1, 4.
        NotEnvelope = -202, "soap.not_envelope", "the root element is not Envelope";
        /// A child of the Envelope that is neither Header nor Body. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1.
        UnexpectedElement = -203, "soap.unexpected_element", "only Header and Body may stand here";
        /// The Header follows the Body. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1.
        HeaderAfterBody = -204, "soap.header_after_body", "the Header must come before the Body";
        /// A second Header. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1.
        DuplicateHeader = -205, "soap.duplicate_header", "the Envelope has two Headers";
        /// A second Body. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1.
        DuplicateBody = -206, "soap.duplicate_body", "the Envelope has two Bodies";
        /// The Envelope ends without a Body. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1.
        MissingBody = -207, "soap.missing_body", "the Envelope has no Body";
        /// Text where only white space may stand. SOAP 1.2 Part 1, 5.1, 5.2 and 5.3.
        UnexpectedText = -208, "soap.unexpected_text", "only elements may stand here, not text";
        /// A header block without a namespace. SOAP 1.1, 4.2; SOAP 1.2 Part 1, 5.2.1.
        UnqualifiedHeaderBlock = -209, "soap.unqualified_header_block", "a header block must have a namespace";
        /// An element after the Body that may not stand there. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1; Basic Profile 1.1, R1011.
        TrailingElement = -210, "soap.trailing_element", "this element must not follow the Body";
        /// An attribute without a namespace on Envelope, Header or Body. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.1 to 5.3.
        UnqualifiedAttribute = -211, "soap.unqualified_attribute", "an attribute here must have a namespace";
        /// A SOAP attribute on an element that must not carry it: `encodingStyle` on a structural element.
        /// SOAP 1.2 Part 1, 5.1.1; Basic Profile 1.1, R1005, R1006 and R1032.
        MisplacedAttribute = -212, "soap.misplaced_attribute", "this SOAP attribute is not allowed on this element";
        /// A `mustUnderstand` that is not one of the lexical forms. SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 5.2.3.
        InvalidMustUnderstand = -213, "soap.invalid_must_understand", "mustUnderstand must be 0 or 1";
        /// A `relay` that is not a boolean. SOAP 1.2 Part 1, 5.2.4.
        InvalidRelay = -214, "soap.invalid_relay", "relay must be true, false, 1 or 0";
        /// An `encodingStyle` that this node does not know. SOAP 1.2 Part 1, 5.4.6.
        UnknownEncodingStyle = -215, "soap.unknown_encoding_style", "an unknown encodingStyle";
        /// A body entry without a namespace. Basic Profile 1.1, R1014.
        UnqualifiedBodyEntry = -216, "soap.unqualified_body_entry", "a body entry must have a namespace";
        /// A second body entry. Basic Profile 1.1, R9981.
        ExtraBodyEntry = -217, "soap.extra_body_entry", "the Body may have one child only";
        /// A fault that shares the Body: a SOAP 1.2 Fault before another entry, or a second SOAP 1.1 Fault.
        /// SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.
        FaultNotAlone = -218, "soap.fault_not_alone", "a Fault must be alone in the Body";
        /// A child of the Fault that is unknown, out of order, twice there or in the wrong namespace.
        /// SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.
        InvalidFaultChild = -219, "soap.invalid_fault_child", "this element is not allowed here in a Fault";
        /// A fault without a code, or with one that is not allowed. SOAP 1.1, 4.4.1; SOAP 1.2 Part 1, 5.4.1 and 5.4.6.
        InvalidFaultCode = -220, "soap.invalid_fault_code", "the Fault has no valid code";
        /// A fault without a reason, or one without a language. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.2.
        InvalidFaultReason = -221, "soap.invalid_fault_reason", "the Fault has no valid reason";
        /// A mandatory header block that the node did not understand. SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 2.4.
        NotUnderstood = -222, "soap.not_understood", "a mandatory header block was not understood";
        /// A write out of the order of an envelope, or while another write waits to be completed.
        OutOfOrder = -223, "soap.out_of_order", "this cannot be written at this place of the envelope";
        /// No operation of the service answers this message. SOAP 1.2 Part 2, 4.4 (rpc:ProcedureNotPresent).
        OperationNotSupported = -224, "soap.operation_not_supported", "the service has no such operation";
        /// The operation, or the whole service, is switched off.
        OperationInactive = -225, "soap.operation_inactive", "the operation is not active";
        /// The operation requires credentials, and the message has none that were accepted.
        AuthenticationRequired = -226, "soap.authentication_required", "the operation requires authentication";
        /// The parameters of an RPC call or response are not those of the operation: one is missing, unknown or there
        /// twice. SOAP 1.2 Part 2, 4.4 (rpc:BadArguments).
        InvalidParameters = -227, "soap.invalid_parameters", "the parameters are not those of the operation";

        /// Text that is not in the lexical space of its type. XML Schema Part 2, 2.3.
        Lexical = -301, "xsd.lexical", "the text is not a value of this type";
        /// A value of the type that is larger or smaller than the type or its representation allows.
        /// XML Schema Part 2, 4.3.
        Overflow = -302, "xsd.overflow", "the value is out of range";

        /// An addressing header that is not valid in another way than those below, or headers of two versions in one
        /// message. WS-Addressing 1.0 SOAP Binding, 6.4.1.
        InvalidAddressingHeader = -401, "wsa.invalid_addressing_header", "a WS-Addressing header is not valid";
        /// An address that is not a URI. WS-Addressing 1.0 SOAP Binding, 6.4.1.1.
        InvalidAddress = -402, "wsa.invalid_address", "an address is not valid";
        /// An endpoint reference that is not valid. WS-Addressing 1.0 SOAP Binding, 6.4.1.2.
        InvalidEpr = -403, "wsa.invalid_epr", "an endpoint reference is not valid";
        /// A header that may stand once for a node stands twice. WS-Addressing 1.0 SOAP Binding, 6.4.1.3.
        InvalidCardinality = -404, "wsa.invalid_cardinality", "a WS-Addressing header is there more often than it may be";
        /// An endpoint reference without an Address. WS-Addressing 1.0 SOAP Binding, 6.4.1.4.
        MissingAddressInEpr = -405, "wsa.missing_address_in_epr", "an endpoint reference has no Address";
        /// A MessageID that was received before. WS-Addressing 1.0 SOAP Binding, 6.4.1.5.
        DuplicateMessageId = -406, "wsa.duplicate_message_id", "this MessageID was received before";
        /// wsa:Action and the SOAPAction, or the action parameter, differ. WS-Addressing 1.0 SOAP Binding, 6.4.1.6.
        ActionMismatch = -407, "wsa.action_mismatch", "the Action and the SOAPAction differ";
        /// The endpoint answers on the back channel only. WS-Addressing 1.0 SOAP Binding, 6.4.1.7.
        OnlyAnonymousAddressSupported = -408, "wsa.only_anonymous_address_supported", "only the anonymous address can be answered";
        /// The endpoint does not answer on the back channel. WS-Addressing 1.0 SOAP Binding, 6.4.1.8.
        OnlyNonAnonymousAddressSupported = -409, "wsa.only_non_anonymous_address_supported", "the anonymous address cannot be answered";
        /// A header that the message must have is missing. WS-Addressing 1.0 SOAP Binding, 6.4.2.
        MessageAddressingHeaderRequired = -410, "wsa.message_addressing_header_required", "a required WS-Addressing header is missing";
        /// No route leads to the destination. WS-Addressing 1.0 SOAP Binding, 6.4.3.
        DestinationUnreachable = -411, "wsa.destination_unreachable", "no route leads to the destination";
        /// The receiver knows no such action. WS-Addressing 1.0 SOAP Binding, 6.4.4.
        ActionNotSupported = -412, "wsa.action_not_supported", "the action is not supported";
        /// The endpoint cannot process the message at this time. WS-Addressing 1.0 SOAP Binding, 6.4.5.
        EndpointUnavailable = -413, "wsa.endpoint_unavailable", "the endpoint is not available now";

        /// A token of a type that is unknown or that the policy does not accept. WSS SOAP Message Security 1.1, 12.
        UnsupportedSecurityToken = -501, "wss.unsupported_security_token", "a security token of a kind that is not supported";
        /// A signature or encryption algorithm, or an encoding, that is not supported. WSS SOAP Message Security 1.1,
        /// 12.
        UnsupportedAlgorithm = -502, "wss.unsupported_algorithm", "an algorithm that is not supported";
        /// An error in the Security header. WSS SOAP Message Security 1.1, 12.
        InvalidSecurity = -503, "wss.invalid_security", "the Security header is not valid";
        /// A token that is not what its type says. WSS SOAP Message Security 1.1, 12.
        InvalidSecurityToken = -504, "wss.invalid_security_token", "a security token is not valid";
        /// The token could not be authenticated: wrong, too old or used before. WSS SOAP Message Security 1.1, 12.
        FailedAuthentication = -505, "wss.failed_authentication", "the credentials are not accepted";
        /// The signature or decryption is not valid. WSS SOAP Message Security 1.1, 12.
        FailedCheck = -506, "wss.failed_check", "the signature or decryption is not valid";
        /// A referenced token could not be found. WSS SOAP Message Security 1.1, 12.
        SecurityTokenUnavailable = -507, "wss.security_token_unavailable", "a security token that is referred to is not there";
        /// The Timestamp says that the message is too old, or not yet valid. WSS SOAP Message Security 1.1, 10 and 12.
        MessageExpired = -508, "wss.message_expired", "the message has expired";

        /// A request while another with the same session token waits for its answer.
        SessionBusy = -601, "session.busy", "the session token is in use by another request";
        /// The session token is too old, or was idle for too long, and the session type does not allow to log in again.
        SessionExpired = -602, "session.expired", "the session token has expired";
        /// Session headers together with WS-Security.
        SessionConflict = -603, "session.conflict", "session headers and WS-Security in one message";
        /// An unknown SessionType, or session headers that do not go together.
        InvalidSession = -604, "session.invalid", "session headers that do not go together";
        /// A session that must log in and has no credentials.
        CredentialsRequired = -605, "session.credentials_required", "the session needs user name and password";

        /// A request line, status line or header field that is malformed; a folded line among them.
        /// RFC 9112, 3 to 5.
        HttpSyntax = -701, "http.syntax", "a malformed message head";
        /// A version of HTTP other than 1.0 and 1.1. RFC 9112, 2.3.
        HttpVersion = -702, "http.version", "a version of HTTP other than 1.0 and 1.1";
        /// A head from which the length of the body cannot be told for certain: two lengths, a length beside a transfer
        /// coding, a coding after `chunked`. RFC 9112, 6.3.
        HttpFraming = -703, "http.framing", "the length of the body is in doubt";
        /// A chunk whose size or end is malformed. RFC 9112, 7.1.
        HttpChunk = -704, "http.chunk", "a malformed chunk";
        /// Writing: a field name that is no token, or a value with CR, LF, NUL or another control character.
        /// RFC 9110, 5.5.
        HttpField = -705, "http.field", "a header field that may not be written";
        /// The connection was closed in the middle of a message. RFC 9112, 8.
        HttpTruncated = -706, "http.truncated", "the connection was closed before the message was complete";
        /// A header field whose value does not keep to its grammar. RFC 9110, 5.6.
        HttpValue = -707, "http.value", "the value of a header field is malformed";
        /// A transfer coding or content coding that is not known here. RFC 9112, 7; RFC 9110, 8.4.
        HttpCoding = -708, "http.coding", "a coding of the body that is not supported";
        /// Text that is not the address of an HTTP endpoint. RFC 9110, 4.2.
        InvalidEndpoint = -709, "http.endpoint", "not the address of an HTTP endpoint";
        /// Writing: a body longer or shorter than the head has said. RFC 9112, 6.2.
        HttpLength = -710, "http.length", "the body is not as long as the head says";
        /// Credentials that were refused, or a challenge that nothing here can answer. RFC 9110, 11.
        HttpAuthentication = -711, "http.authentication", "the credentials were not accepted";

        /// A body that is no SOAP message by its media type, or none of the version it is in. SOAP 1.1, 6;
        /// SOAP 1.2 Part 2, 7.1.4.
        UnexpectedMediaType = -721, "binding.media_type", "not the media type of a SOAP message";
        /// A method other than those the endpoint answers. SOAP 1.2 Part 2, 7.4.
        MethodNotAllowed = -722, "binding.method", "the endpoint does not answer this method";
        /// A response that carries no SOAP message: its status says what happened. SOAP 1.2 Part 2, 7.5.1.2.
        UnexpectedStatus = -723, "binding.status", "the response carries no SOAP message";
        /// An empty response where a reply is due.
        NoReply = -724, "binding.no_reply", "there is no reply in the response";
        /// A redirect that may not be followed, or one too many. RFC 9110, 15.4.
        Redirected = -725, "binding.redirected", "the endpoint redirects to another";
        /// An expectation other than `100-continue`. RFC 9110, 10.1.1.
        ExpectationFailed = -726, "binding.expectation", "an expectation that is not known";
        /// A request that does not say how long its body is. RFC 9110, 15.5.12.
        LengthRequired = -727, "binding.length_required", "the request does not say how long it is";
        /// The connection was closed before a response began.
        ConnectionClosed = -728, "binding.connection_closed", "the connection was closed before a response began";
        /// A response whose status says failure and whose Envelope holds no Fault. Basic Profile 1.1, R1126.
        FaultExpected = -729, "binding.fault_expected", "the response says failure and holds no Fault";
        /// No port of a service has the name that a call asks for.
        UnknownPort = -730, "binding.port", "the service has no port of this name";
        /// No alias has the name that a call asks for.
        UnknownAlias = -731, "binding.alias", "there is no alias of this name";

        /// A chunk that was never received: a later one, or the end, is there.
        ChunkMissing = -801, "chunk.missing", "a chunk is missing";
        /// A chunk that was received before.
        ChunkRepeated = -802, "chunk.repeated", "a chunk was received before";
        /// A chunk whose offset, or mark as first or last, does not go with those before.
        ChunkOrder = -803, "chunk.order", "a chunk does not go with those before";
        /// A chunk that is empty, cut short, or longer than it says.
        ChunkSize = -804, "chunk.size", "the size of a chunk is not allowed";
        /// Chunks that do not add up to the total that was announced.
        ChunkTotal = -805, "chunk.total", "the chunks do not add up to the announced total";
        /// A chunk that the receiver did not acknowledge.
        ChunkRefused = -806, "chunk.refused", "a chunk was not acknowledged";
    }
}

table! {
    /// The limits that can be passed.
    Limit {
        /// Bytes of the workspace.
        Workspace = 1, "workspace", "workspace, in bytes";
        /// Open elements.
        Depth = 2, "depth", "open elements";
        /// Attributes of one start tag, namespace declarations included.
        Attributes = 3, "attributes", "attributes of one element";
        /// Bytes of one start tag, from `<` to `>`.
        TagBytes = 4, "tag_bytes", "bytes of one start tag";
        /// Namespace declarations in scope.
        Namespaces = 5, "namespaces", "namespace declarations in scope";
        /// Bytes of the message.
        MessageBytes = 6, "message_bytes", "bytes of the message";
        /// Header blocks of the message.
        HeaderBlocks = 7, "header_blocks", "header blocks of the message";
        /// Bytes of the store that keeps the texts of a fault.
        TextStore = 8, "text_store", "bytes of the text store";
        /// Bytes of the output buffer: one call writes more than the empty buffer holds.
        Output = 9, "output", "output buffer, in bytes";
        /// Security tokens remembered until they are too old to be used again.
        Replays = 10, "replays", "security tokens remembered";
        /// Bytes of the head of an HTTP message, or of its trailers.
        HeadBytes = 11, "head_bytes", "bytes of a message head";
        /// Header fields of an HTTP message.
        HeadFields = 12, "head_fields", "header fields of a message";
        /// Bytes of one chunk of a large message.
        ChunkBytes = 13, "chunk_bytes", "bytes of one chunk";
    }
}
