//! Well-known namespaces.
//!
//! Names carry the namespace as a URI and, when it is one of these, as a number, so that C compares an integer.
//! 0 (SOAPSTONE_NS_OTHER) is any other URI, 1 (SOAPSTONE_NS_NONE) is no namespace.

use crate::text::soapstone_str;
use soapstone::Namespace;

/// The URI of a namespace by its number; empty for SOAPSTONE_NS_NONE, SOAPSTONE_NS_OTHER and unknown numbers.
/// Static text.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_ns_uri(ns_id: i32) -> soapstone_str {
    u8::try_from(ns_id).map_or("", |code| Namespace::from_code(code).uri()).as_bytes().into()
}
