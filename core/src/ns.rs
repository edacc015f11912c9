//! The namespace names soapstone knows.
//!
//! Each URI stands here once. The reader looks a name up when a prefix is bound, so that everything above compares
//! a small number instead of a URI, and so can C.

macro_rules! namespaces {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $uri:literal;)*) => {
        /// A namespace by number; [`Namespace::Other`] when it is none of those known here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Namespace {
            /// A namespace that has no number here.
            Other = 0,
            /// No namespace.
            None = 1,
            $($(#[$doc])* $variant = $number,)*
        }

        impl Namespace {
            /// The namespace with this URI; the empty URI is no namespace.
            pub fn from_uri(uri: &[u8]) -> Namespace {
                if uri.is_empty() { return Namespace::None; }
                let mut code = FIRST;
                for known in URIS {
                    if known.as_bytes() == uri { break; }
                    code = code.wrapping_add(1);
                }
                Namespace::from_code(code)
            }

            /// The namespace with this number.
            pub const fn from_code(code: u8) -> Namespace {
                match code { 1 => Namespace::None, $($number => Namespace::$variant,)* _ => Namespace::Other }
            }

            /// The URI; empty for `None` and `Other`.
            pub const fn uri(self) -> &'static str {
                uri(self as u8)
            }
        }

        /// The URI that has this number; empty where none has.
        #[inline(never)]
        pub(crate) const fn uri(code: u8) -> &'static str {
            let at = code.wrapping_sub(FIRST) as usize;
            #[allow(clippy::indexing_slicing, reason = "it is inside: a constant function has no `get`")]
            if at < URIS.len() { URIS[at] } else { "" }
        }

        /// The URIs that have a number, from the first on.
        const URIS: &[&str] = &[$($uri),*];

        /// The number of the first of them.
        const FIRST: u8 = 2;

        // Each has the number of its place in the table.
        const _: () = { let mut code = FIRST; $(assert!($number == code); code += 1;)* assert!(code > FIRST); };
    };
}

namespaces! {
    /// The prefix `xml`, bound everywhere. Namespaces in XML 1.0, 3.
    Xml = 2, "http://www.w3.org/XML/1998/namespace";
    /// The prefix `xmlns`; nothing else may be bound to it. Namespaces in XML 1.0, 3.
    Xmlns = 3, "http://www.w3.org/2000/xmlns/";
    /// The SOAP 1.1 envelope.
    Soap11 = 4, "http://schemas.xmlsoap.org/soap/envelope/";
    /// The SOAP 1.2 envelope.
    Soap12 = 5, "http://www.w3.org/2003/05/soap-envelope";
    /// The SOAP 1.1 encoding, section 5.
    Soap11Encoding = 6, "http://schemas.xmlsoap.org/soap/encoding/";
    /// The SOAP 1.2 encoding, Part 2 section 3.
    Soap12Encoding = 7, "http://www.w3.org/2003/05/soap-encoding";
    /// SOAP 1.2 RPC, Part 2 section 4.
    Soap12Rpc = 8, "http://www.w3.org/2003/05/soap-rpc";
    /// XML Schema types, in `xsi:type` and section-5 messages.
    XmlSchema = 9, "http://www.w3.org/2001/XMLSchema";
    /// `xsi:type`, `xsi:nil`.
    XmlSchemaInstance = 10, "http://www.w3.org/2001/XMLSchema-instance";
}
