//! What our client gets.

use super::case::NS;
use super::item::{Item, child, decode};
use super::service::UNDERSTOOD;
use embedded_io::Read;
use soapstone::soap::{Element, Event, Fault, FaultReader, HeaderReader, Keeper, NodeTable, PullReader};
use soapstone::wsa::Addressing;
use std::fmt::Debug;

/// An answer.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) answer: Answer,
    /// The text of the header block `trace`.
    pub(super) trace: Option<String>,
    /// What it relates to.
    pub(super) relates_to: Option<String>,
}

/// Its Body.
#[derive(Debug)]
pub(super) enum Answer {
    Nothing,
    Text(String),
    Item(Box<Item>),
    Binary(Vec<u8>),
    Fault { codes: Vec<String>, reason: String, failure: Option<(String, String)> },
}

impl Response {
    /// The answer to a one-way call.
    pub(super) const NOTHING: Response = Response { answer: Answer::Nothing, trace: None, relates_to: None };

    /// Reads a message to its end.
    pub(super) fn read<R: Read>(reader: &mut PullReader<'_, R>) -> Result<Response, String>
    where
        R::Error: Debug,
    {
        let (mut store, mut values, mut body) = (vec![0; 16_384], vec![0; 4096], vec![0; 4 << 20]);
        let mut headers = HeaderReader::new(&mut store);
        // A fault of gSOAP has mandatory addressing blocks even where the request had none.
        reader.read_headers(&mut headers, &mut NodeTable::new(UNDERSTOOD)).map_err(|e| format!("header: {e:?}"))?;
        let mut keeper = Keeper::new(&mut body);
        let mut fault = None;
        loop {
            let event = reader.next().map_err(|e| format!("body: {e:?}"))?;
            match event {
                Event::Finished => break,
                Event::Fault(_) => fault = Some(read_fault(reader, &mut values, &mut keeper)?),
                event => {
                    keeper.take(&event);
                }
            }
        }
        let headers = headers.headers();
        let trace = headers.find(NS, "trace").map(|block| block.element().text().as_str().to_owned());
        let addressing = Addressing::of(&headers);
        let relates_to = addressing.and_then(|addressing| addressing.in_reply_to().map(str::to_owned));
        let answer = match (fault, keeper.element()) {
            (Some((codes, reason)), detail) => {
                let failure = detail.and_then(|detail| detail.child(NS, "failure"));
                let failure = failure.map(|f| Ok::<_, String>((text(&f, "code")?, text(&f, "text")?))).transpose()?;
                Answer::Fault { codes, reason, failure }
            }
            (None, Some(entry)) => Answer::of(&entry)?,
            (None, None) => Answer::Nothing,
        };
        Ok(Response { answer, trace, relates_to })
    }

    /// Whether it is a fault with this code, or a subcode of that name.
    pub(super) fn is_fault(&self, code: &str) -> bool {
        matches!(&self.answer, Answer::Fault { codes, .. } if codes.iter().any(|own| own.ends_with(code)))
    }
}

/// Reads a fault: its codes, the reason; its detail is kept.
fn read_fault<R: Read>(
    reader: &mut PullReader<'_, R>,
    values: &mut [u8],
    keeper: &mut Keeper<'_>,
) -> Result<(Vec<String>, String), String>
where
    R::Error: Debug,
{
    let mut fault = FaultReader::new(values);
    loop {
        match reader.next_of_fault(&mut fault).map_err(|e| format!("fault: {e:?}"))? {
            Event::Close(..) => break,
            event => {
                keeper.take(&event);
            }
        }
    }
    let fault: Fault<'_> = fault.fault();
    let codes = std::iter::once(fault.code).chain(fault.subcodes).map(|code| code.local.as_str().to_owned());
    Ok((codes.collect(), fault.reason().as_str().to_owned()))
}

impl Answer {
    fn of(entry: &Element<'_>) -> Result<Answer, String> {
        Ok(match entry.name().local.as_str() {
            "echoTextResponse" => Answer::Text(text(entry, "text")?),
            "echoStructResponse" => Answer::Item(Box::new(Item::parse(&child(entry, "item")?)?)),
            "echoBinaryResponse" => Answer::Binary(decode(&text(entry, "data")?)?),
            other => return Err(format!("the answer is {other}")),
        })
    }
}

fn text(element: &Element<'_>, local: &str) -> Result<String, String> {
    Ok(child(element, local)?.text().as_str().to_owned())
}
