//! Whom the addressing headers of a message are for.

use crate::soap::{self, ROLE_NONE, ROLE_ULTIMATE_RECEIVER};

/// Whom the addressing headers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Role<'a> {
    /// The ultimate receiver; nothing is written.
    #[default]
    UltimateReceiver,
    /// Every node.
    Next,
    /// No node.
    None,
    /// The nodes that play this role.
    Uri(&'a str),
}

impl<'a> Role<'a> {
    /// The role with this name: `UltimateReceiver`, `Next`, `None`, or a URI, which is written as it is.
    pub fn of_name(name: &'a str) -> Role<'a> {
        match name {
            "" | "UltimateReceiver" | ROLE_ULTIMATE_RECEIVER => Role::UltimateReceiver,
            "Next" => Role::Next,
            "None" => Role::None,
            uri => Role::Uri(uri),
        }
    }

    /// The URI of `role` or `actor`; `None` when nothing is written.
    pub fn uri(self, version: soap::Version) -> Option<&'a str> {
        match self {
            Role::UltimateReceiver => None,
            Role::Next => Some(version.role_next()),
            Role::None => Some(ROLE_NONE),
            Role::Uri(uri) => Some(uri),
        }
    }
}
