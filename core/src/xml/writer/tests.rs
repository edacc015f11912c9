//! The writer against tables of calls: what is written, what is refused, and that the room in the sink, the cuts
//! of the content and the size of the workspace change nothing but what they must.

mod oracle;
mod vectors;

use super::{WriteError, Writer};
use crate::buf::{Buffer, Counter, Sink};
use crate::{Error, ErrorKind, Limit};
use Op::*;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;
use vectors::{REFUSED, WRITTEN};

/// One call.
#[derive(Clone, Copy, Debug)]
enum Op {
    Decl,
    Pin(&'static str, &'static str),
    Start(&'static str, &'static str),
    StartAs(&'static str, &'static str, &'static str),
    Attr(&'static str, &'static str, &'static str),
    AttrAs(&'static str, &'static str, &'static str, &'static str),
    AttrQName(&'static str, &'static str, &'static str, &'static str),
    Ns(&'static str, &'static str),
    Declare(&'static str),
    Text(&'static str),
    Whole(&'static str),
    Bytes(&'static [u8]),
    QName(&'static str, &'static str),
    B64(&'static [u8]),
    Hex(&'static [u8]),
    Raw(&'static [u8]),
    End,
    Finish,
}

/// Makes the call; a content call takes at most `chunk` bytes at a time. Whenever the sink is full, `drain` is
/// called and the call is repeated.
fn apply<S: Sink>(
    writer: &mut Writer<'_, S>,
    op: Op,
    chunk: usize,
    drain: &mut dyn FnMut(&mut S),
) -> Result<(), Error> {
    let mut repeat = |writer: &mut Writer<'_, S>,
                      call: &mut dyn FnMut(&mut Writer<'_, S>) -> Result<usize, WriteError>| {
        loop {
            match call(writer) {
                Ok(count) => return Ok(count),
                Err(WriteError::Error(error)) => return Err(error),
                Err(WriteError::Full) => {
                    let before = writer.state();
                    drain(writer.sink_mut());
                    assert_eq!(format!("{before:?}"), format!("{:?}", writer.state()));
                }
            }
        }
    };
    let content = match op {
        Text(text) => text.as_bytes(),
        Bytes(bytes) | B64(bytes) | Hex(bytes) | Raw(bytes) => bytes,
        _ => {
            return repeat(writer, &mut |w| {
                match op {
                    Decl => w.declaration(),
                    Pin(prefix, uri) => w.pin(prefix, uri),
                    Start(uri, local) => w.start(uri, local),
                    StartAs(prefix, uri, local) => w.start_prefixed(prefix, uri, local),
                    Attr(uri, local, value) => w.attribute(uri, local, value),
                    AttrAs(prefix, uri, local, value) => w.attribute_prefixed(prefix, uri, local, value),
                    AttrQName(uri, local, value_uri, value) => w.attribute_qname(uri, local, value_uri, value),
                    Ns(prefix, uri) => w.namespace(prefix, uri),
                    Declare(uri) => w.declare(uri),
                    Whole(text) => w.text_whole(text),
                    QName(uri, local) => w.text_qname(uri, local),
                    End => w.end(),
                    _ => w.finish(),
                }
                .map(|()| 0)
            })
            .map(|_| ());
        }
    };
    let mut done = 0;
    while done < content.len() {
        let mut end = content.len().min(done.saturating_add(chunk));
        if let Text(text) = op {
            while !text.is_char_boundary(end) {
                end += 1;
            }
        }
        let piece = &content[done..end];
        done += repeat(writer, &mut |w| match op {
            Text(text) => w.text(&text[done..end]),
            Bytes(_) => w.text_bytes(piece),
            B64(_) => w.base64(piece),
            Hex(_) => w.hex(piece),
            _ => w.raw_unescaped(piece),
        })?;
    }
    Ok(())
}

fn run<S: Sink>(
    writer: &mut Writer<'_, S>,
    ops: &[Op],
    chunk: usize,
    drain: &mut dyn FnMut(&mut S),
) -> Result<(), Error> {
    ops.iter().try_for_each(|&op| apply(writer, op, chunk, drain))
}

/// What the calls write through a buffer of this size.
fn through(size: usize, workspace: usize, ops: &[Op], chunk: usize) -> (String, Result<(), Error>, usize) {
    let (mut memory, mut workspace) = (std::vec![0; size], std::vec![0; workspace]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
    let mut out = Vec::new();
    let result = run(&mut writer, ops, chunk, &mut |buffer| {
        out.extend_from_slice(buffer.bytes());
        buffer.clear();
    });
    out.extend_from_slice(writer.sink().bytes());
    assert_eq!(writer.written(), out.len() as u64);
    (String::from_utf8(out).unwrap(), result, writer.workspace_peak())
}

#[test]
fn writes() {
    for (id, ops, want) in WRITTEN {
        let (out, result, _) = through(4096, 1024, ops, usize::MAX);
        assert_eq!((out.as_str(), result), (*want, Ok(())), "{id}");
    }
}

#[test]
fn room_and_cuts_change_nothing() {
    for (id, ops, want) in WRITTEN {
        let mut smallest = None;
        for size in 0..want.len() + 2 {
            for chunk in [1, 2, 3, 5, usize::MAX] {
                let (out, result, _) = through(size, 1024, ops, chunk);
                match result {
                    Ok(()) => {
                        smallest.get_or_insert(size);
                        assert_eq!(out, *want, "{id}, buffer of {size}, cut at {chunk}");
                    }
                    Err(error) => {
                        assert!(smallest.is_none(), "{id}: {size} is too small, {smallest:?} was not: {error}");
                        let exceeded = error.exceeded.unwrap();
                        assert_eq!(exceeded.limit, Limit::Output, "{id}");
                        assert!(exceeded.needed > size as u64, "{id}");
                        assert!(want.starts_with(&out), "{id}");
                        let (_, next, _) = through(exceeded.needed as usize, 1024, ops, chunk);
                        assert!(next.err().and_then(|e| e.exceeded).is_none_or(|e| e.needed > exceeded.needed), "{id}");
                    }
                }
            }
        }
        assert!(smallest.is_some(), "{id}");
    }
}

#[test]
fn counts_what_it_writes() {
    for (id, ops, want) in WRITTEN {
        let mut workspace = [0; 1024];
        let mut writer = Writer::new(Counter::new(), &mut workspace);
        assert_eq!(run(&mut writer, ops, usize::MAX, &mut |_| unreachable!("{id}")), Ok(()), "{id}");
        assert_eq!(writer.sink().count(), want.len() as u64, "{id}");
        assert_eq!(writer.written(), want.len() as u64, "{id}");
    }
}

#[test]
fn workspace_is_enough_or_the_need_is_named() {
    for (id, ops, want) in WRITTEN {
        let (_, _, peak) = through(4096, 1024, ops, usize::MAX);
        for size in 0..peak + 2 {
            let (out, result, _) = through(4096, size, ops, usize::MAX);
            if size >= peak {
                assert_eq!((out.as_str(), result), (*want, Ok(())), "{id}, workspace of {size}");
                continue;
            }
            let error = result.unwrap_err();
            let exceeded = error.exceeded.unwrap();
            assert_eq!(exceeded.limit, Limit::Workspace, "{id}");
            assert!(exceeded.needed > size as u64 && exceeded.needed <= peak as u64, "{id}: {error}");
            assert_eq!(error.offset, out.len() as u64, "{id}");
            let (more, ..) = through(4096, exceeded.needed as usize, ops, usize::MAX);
            assert!(more.len() > out.len() || more == *want || size < peak, "{id}");
        }
    }
}

#[test]
fn refuses() {
    for (id, ops, want) in REFUSED {
        for chunk in [1, usize::MAX] {
            let (out, result, _) = through(4096, 1024, ops, chunk);
            assert_eq!(result, Err(Error::new(*want, out.len() as u64)), "{id}");
        }
    }
}

/// A refused call leaves no trace: the document goes on as if it had not been made.
#[test]
fn goes_on_after_a_refusal() {
    for (id, ops, _) in REFUSED {
        let (last, before) = ops.split_last().unwrap();
        if matches!(last, Text(_) | Bytes(_)) {
            continue;
        }
        let (mut memory, mut workspace) = ([0; 4096], [0; 1024]);
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
        assert_eq!(run(&mut writer, before, usize::MAX, &mut |_| unreachable!()), Ok(()), "{id}");
        let (state, out) = (format!("{:?}", writer.state()), writer.sink().bytes().to_vec());
        assert!(apply(&mut writer, *last, usize::MAX, &mut |_| unreachable!()).is_err(), "{id}");
        assert_eq!(format!("{:?}", writer.state()), state, "{id}");
        assert_eq!(writer.sink().bytes(), out, "{id}");
    }
}

#[test]
fn content_taken_in_part_must_be_completed() {
    let (mut memory, mut workspace) = ([0; 8], [0; 64]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
    writer.start("", "a").unwrap();
    assert_eq!(writer.text("bcdefgh"), Ok(5));
    writer.sink_mut().clear();
    let unfinished = Err(WriteError::Error(Error::new(ErrorKind::WriteUnfinished, 8)));
    assert_eq!(writer.end(), unfinished);
    assert_eq!(writer.start("", "x"), unfinished);
    assert_eq!(writer.text("gh"), Ok(2));
    assert_eq!(writer.end(), Ok(()));
    assert_eq!(writer.sink().bytes(), b"gh</a>");
}

#[test]
fn the_rest_of_content_can_be_given_up() {
    let (mut memory, mut workspace) = ([0; 64], [0; 64]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
    writer.start("", "a").unwrap();
    assert_eq!(writer.text("b\0"), Ok(1));
    let invalid = Err(WriteError::Error(Error::new(ErrorKind::WriteChar, 4)));
    assert_eq!(writer.text("\0"), invalid);
    assert_eq!(writer.end(), Err(WriteError::Error(Error::new(ErrorKind::WriteUnfinished, 4))));
    assert_eq!(writer.text(""), Ok(0));
    assert_eq!(writer.end(), Ok(()));
    assert_eq!(writer.sink().bytes(), b"<a>b</a>");
}

/// Bytes of base64 go on waiting while nothing is written; the first content after them completes them.
#[test]
fn nothing_written_leaves_base64_open() {
    let (mut memory, mut workspace) = ([0; 64], [0; 64]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
    writer.start("", "a").unwrap();
    assert_eq!(writer.base64(b"M"), Ok(1));
    assert_eq!(
        (writer.text(""), writer.text_bytes(b""), writer.hex(b""), writer.raw_unescaped(b"")),
        (Ok(0), Ok(0), Ok(0), Ok(0))
    );
    assert_eq!(writer.base64(b"an"), Ok(2));
    assert_eq!(writer.base64(b"M"), Ok(1));
    assert_eq!(writer.text("-"), Ok(1));
    assert_eq!(writer.end(), Ok(()));
    assert_eq!(writer.sink().bytes(), b"<a>TWFuTQ==-</a>");
}

#[test]
fn resumes_from_its_state() {
    for (id, ops, want) in WRITTEN {
        let (mut out, mut workspace) = (Vec::new(), [0; 1024]);
        let mut state = super::WriterState::new(crate::Limits::DEFAULT);
        for &op in *ops {
            let mut memory = [0; 512];
            let mut writer = Writer::resume(state, Buffer::new(&mut memory), &mut workspace);
            assert_eq!(apply(&mut writer, op, usize::MAX, &mut |_| unreachable!()), Ok(()), "{id}");
            out.extend_from_slice(writer.sink().bytes());
            state = writer.state();
        }
        assert_eq!(String::from_utf8(out).unwrap(), *want, "{id}");
    }
}

#[test]
fn tells_the_prefix_in_scope() {
    let (mut memory, mut workspace) = ([0; 256], [0; 128]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
    writer.start_prefixed("", "u", "a").unwrap();
    assert_eq!(writer.prefix("u"), None);
    writer.declare("u").unwrap();
    assert_eq!(writer.prefix("u").map(|p| p.to_string()).as_deref(), Some("ns1"));
    assert_eq!(writer.prefix("v"), None);
}

#[test]
fn limits_are_named() {
    let limits = crate::Limits { depth: 2, attributes: 2, namespaces: 1, ..crate::Limits::DEFAULT };
    for (ops, limit, needed) in [
        (&[Start("", "a"), Start("", "b"), Start("", "c")][..], Limit::Depth, 3),
        (&[Start("", "a"), Attr("", "a", ""), Attr("", "b", ""), Attr("", "c", "")], Limit::Attributes, 3),
        (&[Start("u", "a"), Attr("", "b", ""), Ns("p", "v")], Limit::Attributes, 3),
        (&[Start("u", "a"), Start("v", "b")], Limit::Namespaces, 2),
    ] {
        let (mut memory, mut workspace) = ([0; 256], [0; 128]);
        let mut writer = Writer::with_limits(Buffer::new(&mut memory), &mut workspace, limits);
        let error = run(&mut writer, ops, usize::MAX, &mut |_| unreachable!()).unwrap_err();
        assert_eq!(error, Error::limit(limit, needed, writer.written()), "{ops:?}");
    }
}
