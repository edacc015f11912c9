//! Of WS-Addressing. An address may tell a user and a password, so none is shown.

use crate::wsa::{
    Addressing, Any, Destination, Epr, Extras, MessageIds, Parameters, Parts, Problem, Properties, Reference, Reply,
};
use defmt::{Format, Formatter, write};

formats! {
    [] Addressing<'_>, |it| "Addressing({}, {}, {})", it.version(), it.action(), it.message_id();
    [] Epr<'_>, |it| "Epr({})", it.version();
    [] Parameters<'_>, |_| "Parameters";
    [] MessageIds<'_>, |it| "MessageIds(next {=usize})", it.next_slot();
    [] Problem<'_>, |it| "Problem({}, {})", it.version, it.error;
    [] Properties<'_>, |it| "Properties({}, {=str}, {})", it.version, it.action, it.message_id;
    [] Any<'_>, |it| "Any({})", it.name();
    [] Extras<'_>, |_| "Extras";
    [] Parts<'_>, |_| "Parts";
    [] Reference<'_>, |_| "Reference";
    [] Reply<'_>, |it| "Reply({}, {})", it.destination, it.properties;
}

impl Format for Destination<'_> {
    fn format(&self, to: Formatter<'_>) {
        match self {
            Destination::BackChannel => write!(to, "BackChannel"),
            Destination::None => write!(to, "None"),
            Destination::Address(_) => write!(to, "Address"),
            Destination::MakeConnection(_) => write!(to, "MakeConnection"),
        }
    }
}
