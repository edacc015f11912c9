//! Of XML, simple types and buffers.

use crate::buf::{Buffer, Counter};
use crate::xml::{Attribute, Attributes, Call, Declarations, End, Name, Reader, Start, Tag, Writer, WriterState};
use crate::xsd::Text;

formats! {
    [] Buffer<'_>, |it| "Buffer({=usize} of {=usize} bytes)", it.bytes().len(), it.capacity();
    [] Counter, |it| "Counter({=u64} bytes)", it.count();
    [const N: usize] Text<N>, |it| "{=str}", it.as_str();
    // The prefix says which namespace it is in fewer bytes than the URI, which may fill a frame.
    [] Name<'_>, |it| "{}", it.qname();
    [] Start<'_>, |it| "{} at {=u64}", it.name(), it.offset();
    [] End<'_>, |it| "{}", it.name();
    [] Tag<'_>, |it| "Tag({} at {=u64})", it.name(), it.offset();
    [] Attribute<'_>, |it| "Attribute({})", it.name();
    [] Attributes<'_>, |it| "Attributes({=usize})", it.len();
    [] Declarations<'_>, |it| "Declarations({=usize})", it.len();
    [] Reader<'_>, |it| "Reader(depth {=u16} at {=u64}, {})", it.depth(), it.offset(), it.error();
    [S: crate::buf::Sink] Writer<'_, S>, |it| "Writer({})", it.state();
    [] Call, |_| "Call";
    [] WriterState, |it| "depth {=u16} at {=u64}", it.depth(), it.written();
}

#[cfg(feature = "embedded-io")]
formats! {
    [R] crate::xml::PullReader<'_, R>, |_| "PullReader";
    [W: embedded_io::Write] crate::buf::IoSink<'_, W>, |_| "IoSink";
}

#[cfg(feature = "heapless")]
formats! {
    [] crate::buf::VecSink<'_>, |it| "VecSink({=usize} bytes)", it.bytes().len();
}
