//! What defmt shows of handles, readers and views, whose fields are not for printing.
//!
//! A handle shows its name and how far it has come, never the memory it works in; an address its host and port, never
//! what stands beside them; a secret [`STARS`]. Plain data derives `Format` where it is declared.

/// `[generics] Type, |it| "format string", values;` for each type.
macro_rules! formats {
    ($([$($generic:tt)*] $type:ty, |$it:pat_param| $text:tt $(, $value:expr)*;)*) => {$(
        impl<$($generic)*> defmt::Format for $type {
            fn format(&self, to: defmt::Formatter<'_>) {
                let $it = self;
                defmt::write!(to, $text $(, $value)*);
            }
        }
    )*};
}

mod addressing;
mod binding;
mod http;
mod soap;
mod tokens;
mod transfer;
mod xml;

pub(crate) use crate::trace::STARS;
