//! Of SOAP.

use crate::soap::rpc::{Parameter, Value};
use crate::soap::{
    Children, Content, Context, Element, ErrorStack, FaultReader, Filter, HeaderReader, Headers, Keeper, Kept,
    KeptAttribute, KeptBlock, KeptEvents, NodeTable, QName, Reader, Reasons, ReasonsIter, Sequence, Subcodes,
    SubcodesIter, Writer, WriterState,
};
use defmt::{Format, Formatter, write};

formats! {
    [] QName<'_>, |it| "{{{}}}{}", it.uri, it.local;
    [] Element<'_>, |it| "Element({})", it.name();
    [] KeptAttribute<'_>, |it| "KeptAttribute({})", it.name();
    [] KeptBlock<'_>, |it| "KeptBlock({} at {=u64})", it.element().name(), it.offset();
    [] KeptEvents<'_>, |_| "KeptEvents";
    [] Children<'_>, |_| "Children";
    [] Keeper<'_>, |it| "Keeper({})", it.element();
    [] Headers<'_>, |it| "Headers({}, {=usize})", it.version(), it.blocks().count();
    [] HeaderReader<'_>, |it| "HeaderReader(done {=bool}, {})", it.is_done(), it.error();
    [] Filter<'_>, |it| "Filter({=str})", it.local;
    [] NodeTable<'_, '_>, |_| "NodeTable";
    [] Context<'_, '_>, |it| "Context(at {=u64})", it.offset();
    [] FaultReader<'_>, |it| "FaultReader({})", it.error();
    [] ErrorStack<'_>, |it| "ErrorStack({=usize})", it.errors().count();
    [] SubcodesIter<'_>, |_| "SubcodesIter";
    [] ReasonsIter<'_>, |_| "ReasonsIter";
    [] Reader<'_>, |it| "Reader({}, {} at {=u64}, {})", it.version(), it.section(), it.offset(), it.error();
    [S: crate::buf::Sink] Writer<'_, S>, |it| "Writer({}, {})", it.version(), it.state();
    [] WriterState, |it| "{}", it.xml();
    [S] Content<'_, '_, S>, |_| "Content";
    [S] Sequence<'_, '_, S>, |_| "Sequence";
    [] Parameter<'_>, |it| "Parameter({=str}, {})", it.name, it.value;
}

#[cfg(feature = "embedded-io")]
formats! { [R] crate::soap::PullReader<'_, R>, |_| "PullReader"; }

#[cfg(feature = "embedded-io-async")]
formats! { [R] crate::soap::AsyncPullReader<'_, R>, |_| "AsyncPullReader"; }

/// What kind of value it is; the text may be a secret.
impl Format for Value<'_> {
    fn format(&self, to: Formatter<'_>) {
        match self {
            Value::Text(text) => write!(to, "Text({=usize} bytes)", text.len()),
            Value::Nil => write!(to, "Nil"),
            Value::Children(element) => write!(to, "Children({})", element),
        }
    }
}

/// What it is; the text may be a secret.
impl Format for Kept<'_> {
    fn format(&self, to: Formatter<'_>) {
        match self {
            Kept::Start(element) => write!(to, "Start({})", element),
            Kept::Text(text) => write!(to, "Text({=usize} bytes)", text.as_bytes().len()),
            Kept::End => write!(to, "End"),
        }
    }
}

impl Format for Subcodes<'_> {
    fn format(&self, to: Formatter<'_>) {
        self.iter().for_each(|subcode| write!(to, "{} ", subcode));
    }
}

impl Format for Reasons<'_> {
    fn format(&self, to: Formatter<'_>) {
        self.iter().for_each(|reason| write!(to, "{} ", reason));
    }
}
